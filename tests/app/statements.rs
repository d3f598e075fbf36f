//! Statements and reports: what is handed out says what was closed, to those it concerns, and never a word of a request.

use crate::support::html::Page;
use crate::support::{App, Person, world};
use parcommun::domain::ids::StructureId;
use parcommun::domain::time::Minutes;
use parcommun::store::access::{Coordinator, HoursOf};
use parcommun::store::secrets::Secret;
use parcommun::store::{fixtures, hours, interventions, sessions};

fn of(structure: &str, rest: &str) -> String {
    format!("/structures/{}{rest}", world::id(&format!("structures/{structure}")))
}

/// « −1 h 23 » as minutes.
fn minutes(text: &str) -> i64 {
    let (sign, text) = text.trim().strip_prefix('\u{2212}').map_or((1, text.trim()), |rest| (-1, rest));
    sign * text.parse::<Minutes>().unwrap_or_else(|_| panic!("a duration: {text:?}")).0
}

async fn page(person: &mut Person<'_>, address: &str) -> Page {
    let answer = person.get(address).await;
    assert_eq!(answer.status, 200, "{address}");
    answer.page()
}

/// A PDF is a PDF, saved under its name; the same one twice is the same.
async fn paper(person: &mut Person<'_>, address: &str) -> (String, Vec<u8>) {
    let (one, again) = (person.get(address).await, person.get(address).await);
    assert_eq!((one.status, one.header("content-type")), (200, "application/pdf"), "{address}");
    assert!(one.bytes.starts_with(b"%PDF-1."), "{address}");
    assert!(one.bytes == again.bytes, "{address}: the same bytes");
    (one.header("content-disposition").to_owned(), one.bytes)
}

#[rocket::async_test]
async fn a_referent_finds_the_statement_of_each_closed_month_and_takes_it_away() {
    let app = App::start_after_february().await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let hours = page(&mut veronique, &of("douces", "/hours")).await;
    let list = page(&mut veronique, &hours.link("Relevés des mois clôturés")).await;
    assert!(list.text().contains("Mois clôturés de 2026") && list.text().contains("Mois clôturés de 2025"));
    let statement = page(&mut veronique, &list.link("Février\u{a0}2026")).await;
    let says = statement.text();
    for words in [
        "Relevé n° 2026-02-DOUCES",
        "Mois clôturé le",
        "Feuille d'heures validée par Véronique Lacaze",
        "Le compte du mois",
        "D'où viennent ces heures",
        "Les règles de ce mois",
        "Le compte de tout le groupement",
        "Ce relevé n'est pas une facture.",
    ] {
        assert!(says.contains(words), "{words:?} in {says}");
    }
    let (name, bytes) = paper(&mut veronique, &statement.link("Relevé (PDF)")).await;
    assert_eq!(name, "attachment; filename=\"releve-2026-02-DOUCES.pdf\"");
    assert!(bytes.len() > 5_000);
    let closed = page(&mut veronique, &of("douces", "/hours?month=2026-02")).await;
    assert_eq!(closed.link("Voir le relevé"), of("douces", "/statements/2026-02"), "the sheet of a closed month leads to it");
}

#[rocket::async_test]
async fn every_statement_adds_up() {
    let app = App::start_after_february().await;
    let mut coordinator = app.signed_in("claire_vidal").await;
    for structure in ["escargolins", "regie", "semis", "cabas"] {
        for month in ["2025-12", "2026-01", "2026-02"] {
            let statement = page(&mut coordinator, &of(structure, &format!("/statements/{month}"))).await;
            let amounts = statement.all("dd");
            let end = amounts.iter().position(|amount| amount.attribute("class") == Some("num sum")).expect("a sum");
            let lines: i64 = amounts[..end].iter().map(|amount| minutes(&amount.text)).sum();
            assert_eq!(lines, minutes(&amounts[end].text), "{structure}, {month}");
            let said = statement.text();
            let (_, identity) = said.split_once("Depuis le début : ").expect("the identity is printed");
            let part = |before: &str| {
                let (text, _) = identity.split_once(before).unwrap_or_else(|| panic!("{before:?} in {identity}"));
                minutes(text.rsplit(['=', '+', '−']).next().unwrap_or_default().trim())
            };
            let owed = minutes(identity.split('−').nth(1).and_then(|rest| rest.split(" d'avances").next()).unwrap_or_default());
            assert_eq!(part(" vendues"), part(" comptées") + part(" de lots") + part(" au pot") - owed, "{structure}, {month}");
        }
    }
}

#[rocket::async_test]
async fn an_open_month_and_what_is_no_month_have_no_statement() {
    let app = App::start_after_february().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    assert_eq!(referent.get(&of("escargolins", "/statements/2026-02")).await.status, 200);
    for month in ["2026-03", "2026-04", "2199-12", "2019-01", "mars", "2026-13", "0000-00", "%00"] {
        for rest in ["", "/pdf"] {
            let address = of("escargolins", &format!("/statements/{month}{rest}"));
            assert_eq!(referent.get(&address).await.status, 404, "{address}");
        }
    }
}

#[rocket::async_test]
async fn a_statement_is_read_by_its_referent_the_technician_and_the_coordinator_alone() {
    let app = App::start_after_february().await;
    let addresses = ["/statements", "/statements/2026-02", "/statements/2026-02/pdf", "/hours.xlsx?month=2026-02"];
    for (who, status) in [
        ("veronique_lacaze", 200),
        ("samira_benali", 200),
        ("claire_vidal", 200),
        ("jordan_pages", 404),
        ("lucie_bastide", 404),
        ("nadege_coulon", 404),
    ] {
        let mut person = app.signed_in(who).await;
        for rest in addresses {
            assert_eq!(person.get(&of("douces", rest)).await.status, status, "{who}: {rest}");
        }
    }
}

#[rocket::async_test]
async fn no_statement_holds_a_note_or_the_title_of_a_request() {
    let app = App::start_after_february().await;
    let mut referent = app.signed_in("mohamed_zeroual").await;
    let sheet = referent.get(&of("regie", "/hours.csv?month=2026-02")).await.body();
    let notes: Vec<&str> = sheet.lines().skip(1).filter_map(|line| line.split(';').nth(5)).filter(|note| note.len() > 8).collect();
    assert!(!notes.is_empty(), "there is something to hide");
    let statement = referent.get(&of("regie", "/statements/2026-02")).await;
    for note in notes.iter().flat_map(|note| note.split(" · ")) {
        assert!(!statement.says(note.trim_matches('"')), "{note:?}");
    }
    assert!(!statement.body().contains("href=\"/tickets/"), "no way into a request either");
    let mut coordinator = app.signed_in("claire_vidal").await;
    let same = coordinator.get(&of("regie", "/statements/2026-02")).await.page();
    let shown = |page: &Page| page.all("td").iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
    assert_eq!(shown(&statement.page()), shown(&same), "the same for every reader");
}

#[rocket::async_test]
async fn workbooks_are_saved_and_counted_like_tables() {
    let app = App::start_after_february().await;
    let mut claire = app.signed_in("claire_vidal").await;
    for address in [of("douces", "/hours.xlsx?month=2026-02"), "/report.xlsx?month=2026-02".to_owned()] {
        let file = claire.get(&address).await;
        assert_eq!(file.status, 200, "{address}");
        assert!(file.bytes.starts_with(b"PK\x03\x04"), "{address}");
        assert!(file.header("content-disposition").ends_with(".xlsx\""), "{}", file.header("content-disposition"));
    }
    for _ in 0..8 {
        assert_eq!(claire.get("/report.xlsx?month=2026-02").await.status, 200);
    }
    assert_eq!(claire.get("/report.csv?month=2026-02").await.status, 429, "ten an hour, of either kind");
}

#[rocket::async_test]
async fn the_coordinator_takes_month_and_year_to_the_assembly() {
    let app = App::start_after_february().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let month = page(&mut claire, "/report?month=2026-02").await;
    paper(&mut claire, &month.link("Rapport (PDF)")).await;
    let year = page(&mut claire, &month.link("L'année 2026")).await;
    let says = year.text();
    for words in ["2 mois clôturés sur 12", "Équivalent temps plein", "Heures par structure, 2026", "151,67 h"] {
        assert!(says.contains(words), "{words:?} in {says}");
    }
    let (name, _) = paper(&mut claire, &year.link("Rapport (PDF)")).await;
    assert_eq!(name, "attachment; filename=\"annee-2026.pdf\"");
    let before = page(&mut claire, &year.link("2025")).await;
    assert!(before.text().contains("Décembre 2025"));
    for none in ["1999", "2027", "9999", "-1"] {
        assert_eq!(claire.get(&format!("/report/year?year={none}")).await.status, 404, "{none}");
        assert_eq!(claire.get(&format!("/report/year.pdf?year={none}")).await.status, 404, "{none}");
    }
}

#[rocket::async_test]
async fn the_year_is_the_sum_of_its_closed_months() {
    let app = App::start_after_february().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let (mut real, mut charged) = (0, 0);
    for month in ["2026-01", "2026-02"] {
        let table = claire.get(&format!("/report.csv?month={month}")).await.body();
        let mut lines = table.trim_start_matches('\u{feff}').lines();
        let head: Vec<&str> = lines.next().unwrap_or_default().split(';').collect();
        let at = |name: &str| head.iter().position(|cell| cell.starts_with(name)).expect("a column");
        for line in lines {
            let cells: Vec<&str> = line.split(';').collect();
            real += cells[at("Réelles")].parse::<i64>().expect("a number");
            charged += cells[at("Comptées")].parse::<i64>().expect("a number");
        }
    }
    let year = page(&mut claire, "/report/year?year=2026").await;
    let figure = |label: &str| {
        let nth = year.all("dt").iter().position(|dt| dt.text == label).expect("a figure");
        minutes(&year.all("dd")[nth].text)
    };
    assert_eq!((figure("Heures réelles"), figure("Heures comptées")), (real, charged));
}

#[rocket::async_test]
async fn a_year_without_a_closed_month_says_so_and_has_no_paper() {
    let app = App::start_after_february().await;
    app.wait(chrono::TimeDelta::days(400));
    let mut claire = app.signed_in("claire_vidal").await;
    let year = page(&mut claire, "/report/year").await;
    assert!(year.text().contains("Aucun mois de 2027 n'est clôturé."), "{}", year.text());
    assert_eq!(claire.get("/report/year.pdf").await.status, 404);
}

#[rocket::async_test]
async fn statements_and_reports_are_whole_in_english() {
    let app = App::start_after_february().await;
    let mut claire = app.signed_in("claire_vidal").await;
    claire.get("/language/en").await;
    let statement = page(&mut claire, &of("douces", "/statements/2026-02")).await.text();
    assert!(statement.contains("Statement no. 2026-02-DOUCES") && statement.contains("This statement is not an invoice."));
    let year = page(&mut claire, "/report/year?year=2026").await.text();
    assert!(year.contains("The year 2026") && year.contains("2 closed months of 12"));
    for address in
        [of("douces", "/statements/2026-02/pdf"), "/report/year.pdf?year=2026".into(), "/report.pdf?month=2026-02".into()]
    {
        paper(&mut claire, &address).await;
    }
}

/// Samira takes a piece of work of February out, on its page.
async fn take_out_of_february(app: &App, structure: &str) {
    let mut samira = app.signed_in("samira_benali").await;
    let secret = Secret::brought_back(samira.session().expect("a session")).expect("a secret");
    let (viewer, _) = sessions::viewer(&app.db, &secret, app.clock.now()).await.expect("the store answers").expect("a viewer");
    let id = StructureId(fixtures::named(&format!("structures/{structure}")));
    let of = HoursOf::of(&viewer, id).expect("a technician reads hours");
    let sheet = interventions::sheet(&app.db, &of, "2026-02".parse().expect("a month")).await.expect("the store answers");
    let first = sheet.interventions.first().expect("work in February");
    let address = format!("/interventions/{}/withdrawal", first.entry);
    let form = [("version", first.version.to_string()), ("reason", "Compté deux fois, dit l'écran.".to_owned())];
    let answer = samira.post(&address, &form.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    assert_eq!(answer.status, 303, "{}", answer.page().text());
}

async fn close_march(app: &App) {
    let claire = app.signed_in("claire_vidal").await;
    let secret = Secret::brought_back(claire.session().expect("a session")).expect("a secret");
    let now = app.clock.now();
    let (viewer, _) = sessions::viewer(&app.db, &secret, now).await.expect("the store answers").expect("a viewer");
    let by = Coordinator::of(&viewer).expect("a coordinator");
    hours::close(&app.db, &by, "2026-03".parse().expect("a month"), now.date_naive(), now).await.expect("March is closed");
}

#[rocket::async_test]
async fn a_correction_stands_beside_the_statement_and_moves_none_of_its_figures() {
    let app = App::start_after_february().await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let figures = |page: &Page| page.all("dd").iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
    let before = page(&mut veronique, &of("douces", "/statements/2026-02")).await;
    assert!(!before.text().contains("Corrigé depuis la clôture"));
    take_out_of_february(&app, "douces").await;
    let after = page(&mut veronique, &of("douces", "/statements/2026-02")).await;
    assert_eq!(figures(&before), figures(&after), "closed figures never move");
    assert!(after.text().contains("Corrigé depuis la clôture, compté plus tard"));
    assert!(after.text().contains("par Samira Benali, compté en mars 2026"), "{}", after.text());
    paper(&mut veronique, &of("douces", "/statements/2026-02/pdf")).await;

    app.wait(chrono::TimeDelta::days(25));
    close_march(&app).await;
    let mut claire = app.signed_in("claire_vidal").await;
    let march = page(&mut claire, &of("douces", "/statements/2026-03")).await.text();
    assert!(march.contains("Corrections de mois clôturés, comptées ce mois-ci"), "{march}");
    assert!(
        march.contains("février 2026 : travail corrigé") && march.contains("par Claire Vidal"),
        "who corrected, who closed: {march}"
    );
    assert!(!march.contains("dit l'écran"), "the words of the correction are not on it");
}

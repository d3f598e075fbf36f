//! The board: a right to read closed months, given until a day, renewed, taken back; what it opens and what it does not.

use crate::support::{App, Person, world};
use chrono::{DateTime, Utc};

const RIGHT: &str = "board/helene_castaing";

fn right(deed: &str) -> String {
    format!("/board/{}/{deed}", world::id(RIGHT))
}

fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().expect("a moment")
}

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

fn journal(rows: &[String], kind: &str) -> usize {
    rows.iter().filter(|row| row.starts_with("journal: ") && row.contains(kind)).count()
}

async fn give(claire: &mut Person<'_>, email: &str, until: &str) -> u16 {
    let form = [("name", "Noa Lambert"), ("email", email), ("until", until), ("language", "fr")];
    claire.post("/board", &form).await.status
}

#[rocket::async_test]
async fn the_right_is_given_with_a_letter_stands_in_the_journal_and_opens_closed_months() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    assert!(claire.get("/board").await.body().contains("value=\"2027-03-24\""), "a year is preset");
    let before = app.rows().await;
    assert_eq!(give(&mut claire, "noa@courrier.example", "2027-03-24").await, 303);
    assert_eq!(journal(&app.rows().await, "board_given"), journal(&before, "board_given") + 1);
    let letters = app.letters().await;
    assert_eq!(letters.len(), 1);
    let said = letters[0].text.replace('\u{a0}', " ");
    assert!(said.contains("les heures des mois clôturés") && said.contains("24 mars 2027"), "{said}");
    let mut noa = app.nobody();
    assert_eq!(noa.post(&letters[0].link(), &[]).await.status, 303);
    let home = noa.get("/").await;
    assert!(home.status == 200 && home.says("Conseil d'administration") && home.says("24 mars 2027"));
    let report = noa.get("/report").await;
    assert!(report.status == 200 && report.says("Janvier 2026") && report.says("La Rebrique"), "the last that is closed");
    assert!(report.says("Sur place") && report.says("Mois clôturé"));
    assert!(claire.get("/board").await.says("Noa Lambert · jusqu'au mercredi 24 mars 2027"));
}

#[rocket::async_test]
async fn it_lapses_by_itself_when_its_day_is_over_for_the_group_and_is_renewed() {
    let app = App::start().await;
    let (mut claire, mut helene) = (app.signed_in("claire_vidal").await, app.signed_in("helene_castaing").await);
    app.letters().await;
    for _ in 0..2 {
        assert_eq!(claire.post(&right("renewal"), &[("until", "2026-03-24")]).await.status, 303);
        assert_eq!(journal(&app.rows().await, "board_renewed"), 1, "said again is done already");
    }
    assert_eq!(app.letters().await.len(), 1, "told once");
    app.clock.set(at("2026-03-24T22:59:59Z"));
    assert_eq!(helene.get("/report").await.status, 200, "a second before midnight in Paris");
    app.clock.set(at("2026-03-24T23:00:00Z"));
    for page in [
        "/report",
        "/report/kinds",
        "/report.csv",
        "/report.xlsx",
        "/report.pdf",
        "/report/year",
        "/report/year.pdf",
        "/report/sharing",
    ] {
        assert_eq!(helene.get(page).await.status, 403, "{page}");
    }
    let home = helene.get("/").await;
    assert!(home.status == 200 && !home.says("Conseil d'administration") && !home.body().contains("/report"));
    let mut claire = app.signed_in("claire_vidal").await;
    assert!(claire.get("/board").await.says("terminé depuis le mardi 24 mars 2026"));
    assert_eq!(give(&mut claire, &world::person("helene_castaing").email, "2026-06-30").await, 303, "over, it is given again");
    let rows = app.rows().await;
    assert_eq!((journal(&rows, "board_renewed"), rows.iter().filter(|row| row.starts_with("board_right: ")).count()), (2, 1));
    assert_eq!(app.signed_in("helene_castaing").await.get("/report").await.status, 200);
}

#[rocket::async_test]
async fn who_is_of_a_structure_too_keeps_both_and_what_is_taken_back_is_shut_from_the_next_request() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    for key in ["jordan_pages", "veronique_lacaze", "samira_benali"] {
        let email = &world::person(key).email;
        assert_eq!(give(&mut claire, email, "2027-01-31").await, 303, "{key}");
        let mut person = app.signed_in(key).await;
        assert!(person.get("/").await.body().contains("\"/report\""), "{key} finds it");
        assert_eq!(person.get("/report").await.status, 200, "{key}");
        assert_eq!(person.get("/tickets").await.status, 200, "{key} keeps what they have");
        let page = claire.get("/board").await.body();
        let (_, after) = page.split_once(&email.to_string()).expect("their row");
        let (_, after) = after.split_once("/board/").expect("its renewal");
        let id: String = after.chars().take(36).collect();
        assert_eq!(claire.post(&format!("/board/{id}/ending"), &[]).await.status, 303);
        assert_eq!(claire.post(&format!("/board/{id}/ending"), &[]).await.status, 404, "it is no more");
        assert!(matches!(person.get("/report").await.status, 303 | 403), "{key}");
        let mut person = app.signed_in(key).await;
        assert_eq!((person.get("/report").await.status, person.get("/tickets").await.status), (403, 200), "{key}");
    }
    assert_eq!(journal(&app.rows().await, "board_taken_back"), 3);
}

#[rocket::async_test]
async fn a_month_that_is_not_closed_is_not_there_on_no_page_and_in_no_file() {
    let app = App::start().await;
    let (mut claire, mut helene) = (app.signed_in("claire_vidal").await, app.signed_in("helene_castaing").await);
    let files = ["/report", "/report/kinds", "/report.csv", "/report.xlsx", "/report.pdf"];
    for month in ["2026-03", "2026-02"] {
        for page in files {
            let asked = format!("{page}?month={month}");
            assert_eq!(claire.get(&asked).await.status, 200, "{asked}: there was something to deny");
            assert_eq!(helene.get(&asked).await.status, 404, "{asked}");
        }
    }
    for asked in ["/report?month=2026-04", "/report?month=2020-01", "/report?month=x", "/report/sharing?quarter=2026-01"] {
        assert_eq!(helene.get(asked).await.status, 404, "{asked}");
    }
    for page in files {
        assert_eq!(helene.get(&format!("{page}?month=2026-01")).await.status, 200, "{page}");
        let (last, closed) = (helene.get(page).await, helene.get(&format!("{page}?month=2026-01")).await);
        assert_eq!(last.header("content-disposition"), closed.header("content-disposition"), "{page}: the last closed month");
    }
    let options = helene.get("/report").await.body();
    assert!(options.contains("value=\"2026-01\"") && !options.contains("value=\"2026-02\""));
    let app = App::start_after_february().await;
    let mut helene = app.signed_in("helene_castaing").await;
    assert!(helene.get("/report").await.says("Février 2026"));
    assert_eq!(helene.get("/report.csv?month=2026-02").await.status, 200);
}

#[rocket::async_test]
async fn nothing_is_read_of_people_requests_costs_or_single_pieces_of_work() {
    let app = App::start().await;
    let (mut claire, mut helene) = (app.signed_in("claire_vidal").await, app.signed_in("helene_castaing").await);
    assert!(claire.get("/report/year?year=2025").await.says("Coût d'une heure comptée"), "there was something to hide");
    for page in ["/", "/report", "/report/kinds", "/report.csv", "/report/year", "/report/year?year=2025", "/report/sharing"] {
        let body = helene.get(page).await.body();
        for word in
            ["Samira", "Karim", "Véronique", "Jordan", "N°", "/tickets/", "/structures/", "/costs", "/fairness", "Coût d'une heure"]
        {
            assert!(!body.contains(word), "{page}: {word}");
        }
    }
    for page in ["/fairness", "/costs", "/closing", "/people", "/board", "/rules", "/money", "/pool"] {
        assert_eq!(helene.get(page).await.status, 403, "{page}");
    }
    let hours = format!("/structures/{}/hours?month=2026-01", world::id("structures/douces"));
    assert_eq!((claire.get(&hours).await.status, helene.get(&hours).await.status), (200, 404));
}

#[rocket::async_test]
async fn the_kinds_of_work_sum_to_what_each_structure_was_charged() {
    let app = App::start().await;
    let mut helene = app.signed_in("helene_castaing").await;
    let table = helene.get("/report.csv").await.body();
    let mut lines = table.trim_start_matches('\u{feff}').lines().map(|line| line.split(';').collect::<Vec<_>>());
    let heads: Vec<String> = lines.next().expect("a header").iter().map(|head| head.trim_matches('"').to_owned()).collect();
    let charged = heads.iter().position(|head| head == "Comptées (min)").expect("what was charged");
    let kinds: Vec<usize> = (0..heads.len()).filter(|nth| heads[*nth].starts_with("Comptées, ")).collect();
    assert_eq!(kinds.len(), 6, "{heads:?}");
    let mut rows = 0;
    for line in lines {
        let minutes = |nth: &usize| line[*nth].parse::<i64>().unwrap_or_else(|_| panic!("{line:?}"));
        assert_eq!(kinds.iter().map(minutes).sum::<i64>(), minutes(&charged), "{line:?}");
        rows += usize::from(minutes(&charged) > 0);
    }
    assert!(rows > 5, "structures that used hours");
    let page = helene.get("/report/kinds").await;
    assert!(page.status == 200 && page.says("Entretien des machines") && page.says("La Rebrique"), "{}", page.page().text());
}

#[rocket::async_test]
async fn a_quarter_tells_shares_and_what_enough_structures_ask_for() {
    let app = App::start().await;
    let mut helene = app.signed_in("helene_castaing").await;
    let page = helene.get("/report/sharing").await;
    assert!(page.status == 200 && page.says("Octobre à décembre 2025") && page.says("Part utilisée"), "{}", page.page().text());
    assert_eq!(helene.get("/report/sharing?quarter=2025-10").await.body().len(), page.body().len());
    assert_eq!(helene.get("/report/sharing?quarter=2025-07").await.status, 200);
    for asked in ["2025-11", "2026-01", "2026-04", "2024-10", "x", "2025"] {
        assert_eq!(helene.get(&format!("/report/sharing?quarter={asked}")).await.status, 404, "{asked}");
    }
    let mut claire = app.signed_in("claire_vidal").await;
    let seen = claire.get("/report/sharing?quarter=2025-10").await;
    assert!(seen.says("Octobre à décembre 2025"), "the coordinator sees what the board sees");
    assert_eq!(claire.get("/report/sharing?quarter=2026-01").await.status, 404, "not a quarter that is open");
}

#[rocket::async_test]
async fn a_wrong_day_keeps_what_was_typed_and_a_right_is_not_given_twice() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    app.letters().await;
    let before = app.row_count().await;
    let email = "noa@courrier.example";
    for (until, said) in
        [("2026-03-23", "entre aujourd'hui et dans trois ans"), ("2029-03-25", "entre aujourd'hui et dans trois ans"), ("", "jour")]
    {
        let form = [("name", "Noa Lambert"), ("email", email), ("until", until), ("language", "fr")];
        let again = claire.post("/board", &form).await;
        assert_eq!(again.status, 422, "{until}");
        assert!(again.says(said) && again.body().contains("value=\"Noa Lambert\"") && again.body().contains(email), "{until}");
        assert_eq!(claire.post(&right("renewal"), &[("until", until)]).await.status, 422, "{until}");
    }
    assert_eq!((app.row_count().await, app.letters().await.len()), (before, 0), "a refused form changes nothing");
    let known = &*world::person("helene_castaing").email;
    let form = [("name", "H"), ("email", known), ("until", "2027-01-01"), ("language", "fr")];
    let again = claire.post("/board", &form).await;
    assert!(again.status == 422 && again.says("Cette personne a déjà ce droit"));
    assert_eq!(give(&mut claire, email, "2029-03-24").await, 303, "three years");
    assert_eq!(claire.get(&format!("/board/{}/renewal", new_id(1))).await.status, 404);
    assert_eq!(claire.post(&format!("/board/{}/renewal", new_id(1)), &[("until", "2027-01-01")]).await.status, 404);
}

async fn answered(jordan: &mut Person<'_>, samira: &mut Person<'_>, n: u32, yes: bool) {
    let (ticket, message, entry) = (new_id(n), new_id(n + 1), new_id(n + 2));
    let asked = format!("/structures/{}/tickets", world::id("structures/douces"));
    let sent = jordan.upload(&asked, &[("ticket", &ticket), ("words", "L'écran clignote."), ("urgency", "no")], &[]).await;
    assert_eq!(sent.status, 303);
    let form = [("message", &*message), ("entry", &entry), ("words", "C'est fait."), ("next", "settled"), ("kind", "remote")];
    let form = [&form[..], &[("minutes", "0"), ("outcome", "fixed")]].concat();
    let sent = samira.post(&format!("/tickets/{ticket}/answers"), &form).await;
    assert_eq!(sent.status, 303, "{}", sent.page().text());
    if n == 100 {
        assert_eq!(jordan.post(&format!("/tickets/{ticket}/confidentiality"), &[]).await.status, 303);
    }
    let said = match yes {
        true => jordan.post(&format!("/tickets/{ticket}/satisfaction"), &[]).await,
        false => jordan.post(&format!("/tickets/{ticket}/reopening"), &[("words", "Non.")]).await,
    };
    assert_eq!(said.status, 303);
}

#[rocket::async_test]
async fn answers_of_a_month_are_told_from_five_on_to_who_may_read_its_hours() {
    let app = App::start().await;
    app.clock.set(at("2026-02-20T09:00:00Z"));
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let mut claire = app.signed_in("claire_vidal").await;
    let sheet = format!("/structures/{}/hours?month=2026-02", world::id("structures/douces"));
    for n in 1..=5 {
        let report = claire.get("/report?month=2026-02").await;
        let said = report.page().text();
        assert!(!said.contains("fois oui") && said.matches("moins de 5 réponses").count() == 1, "{n}: {said}");
        // The first is confidential: it counts like any other.
        answered(&mut jordan, &mut samira, n * 100, n != 3).await;
    }
    app.clock.set(at("2026-03-24T09:00:00Z"));
    let (mut claire, mut samira) = (app.signed_in("claire_vidal").await, app.signed_in("samira_benali").await);
    let (mut veronique, mut nadege) = (app.signed_in("veronique_lacaze").await, app.signed_in("nadege_coulon").await);
    let told = "4 fois oui, 1 fois non";
    assert!(veronique.get(&sheet).await.says(told) && samira.get(&sheet).await.says(told));
    assert_eq!(nadege.get(&sheet).await.status, 404);
    let theirs = format!("/structures/{}/hours?month=2026-02", world::id("structures/escargolins"));
    let page = nadege.get(&theirs).await;
    assert!(!page.says("fois oui") && page.says("moins de 5 réponses"));
    assert!(!veronique.get(&sheet.replace("2026-02", "2026-03")).await.says("fois oui"), "of that month alone");
    let mut helene = app.signed_in("helene_castaing").await;
    assert_eq!(helene.get("/report?month=2026-02").await.status, 404, "it is not closed");
    assert_eq!(claire.post("/closing", &[("month", "2026-02")]).await.status, 303);
    for person in [&mut claire, &mut helene] {
        let page = person.get("/report?month=2026-02").await.page().text();
        assert_eq!(page.matches(told).count(), 2, "of the structure, and of all: {page}");
        let table = person.get("/report.csv?month=2026-02").await.body();
        assert_eq!(table.lines().filter(|line| line.ends_with(";4;1")).count(), 1, "{table}");
        assert!(table.lines().filter(|line| line.ends_with(";moins de 5 réponses;moins de 5 réponses")).count() > 5, "{table}");
        assert_eq!(person.get("/report.pdf?month=2026-02").await.header("content-type"), "application/pdf");
    }
}

//! Money in: what is still to come, payments, reminders, the year's regularisation, the accounting journal. It is 24 March
//! 2026: February is closed.

use crate::costs::{STRUCTURES, borrowed, cents, column};
use crate::support::{Answer, App, Person, world};
use chrono::TimeDelta;

/// The form of the settings: these fields, and accounts that nobody changes.
fn settings<'f>(typed: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let accounts = [("members", "411"), ("share", "706"), ("overage", "706"), ("bank", "512")];
    typed.iter().copied().chain(accounts).collect()
}

pub fn dues(structure: &str) -> String {
    format!("/structures/{}/dues", world::id(&format!("structures/{structure}")))
}

/// What a structure still has to pay, as its page says it.
async fn left(person: &mut Person<'_>, structure: &str) -> i64 {
    let page = person.get(&dues(structure)).await.page();
    page.all("dd").into_iter().rfind(|dd| dd.attribute("class") == Some("num sum")).map(|dd| cents(&dd.text)).expect("a sum")
}

#[rocket::async_test]
async fn what_each_pays_sums_to_what_was_called() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let money = claire.get("/money").await.page();
    let due = column(&money, "Appelé");
    let (total, rows) = due.split_last().expect("a total");
    assert_eq!((rows.len(), rows.iter().sum::<i64>()), (STRUCTURES.len(), *total));
    assert!(money.text().contains("depuis décembre 2025"), "one is late since then");
    let mut left_of_all = 0;
    for structure in STRUCTURES {
        left_of_all += left(&mut claire, structure).await;
    }
    let all: i64 = money
        .all("td")
        .into_iter()
        .rfind(|td| td.attribute("data-label") == Some("Reste à payer"))
        .map(|td| cents(&td.text))
        .expect("a total");
    assert_eq!(left_of_all, all);
}

fn payment<'a>(structure: &'a str, amount: &'a str, means: &'a str) -> [(&'a str, &'a str); 5] {
    [("structure", structure), ("day", "20/03/2026"), ("amount", amount), ("means", means), ("reference", "n° 12")]
}

#[rocket::async_test]
async fn a_payment_is_noted_then_cancelled_by_a_line_with_its_reason() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let rebrique = world::id("structures/rebrique");
    let before = left(&mut claire, "rebrique").await;
    let noted = claire.post("/payments", &payment(&rebrique, "100,50", "cheque")).await;
    assert_eq!((noted.status, noted.location()), (303, &*format!("{}?year=2026", dues("rebrique"))), "where it is seen");
    assert_eq!(left(&mut claire, "rebrique").await, before - 10_050);

    let page = claire.get(&dues("rebrique")).await.page();
    let link = page.all("link").into_iter().find(|a| a.text.starts_with("Annuler")).expect("its link").clone();
    let cancellation = link.attribute("href").unwrap_or_default().to_owned();
    assert_eq!(claire.post(&cancellation, &[("reason", " ")]).await.status, 422, "why is asked");
    assert_eq!(claire.post(&cancellation, &[("reason", "Chèque sans provision")]).await.status, 303);
    assert_eq!(left(&mut claire, "rebrique").await, before);
    let page = claire.get(&dues("rebrique")).await;
    assert!(page.says("Annulation : Chèque") && page.says("Pourquoi : Chèque sans provision") && page.says("annulé"));
    assert_eq!(claire.post(&cancellation, &[("reason", "encore")]).await.status, 422, "once");
    assert!(claire.get(&cancellation).await.says("Ce paiement est déjà annulé."));
}

#[rocket::async_test]
async fn what_is_paid_is_read_year_by_year_and_the_balance_is_of_all() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let balance = left(&mut claire, "rebrique").await;
    let months = |page: Answer| page.page().all("th").into_iter().map(|cell| cell.text.replace('\u{a0}', " ")).collect::<Vec<_>>();
    let answer = claire.get(&dues("rebrique")).await;
    let latest = answer.page();
    let links: Vec<_> = latest.all("link").into_iter().filter(|a| ["2026", "2025"].contains(&&*a.text)).cloned().collect();
    let [this, before] = &*links else { panic!("two years: {links:?}") };
    assert_eq!((&*this.text, this.attribute("aria-current")), ("2026", Some("true")));
    let latest = months(answer);
    assert!(
        latest.iter().any(|month| month == "janvier 2026") && !latest.iter().any(|month| month == "décembre 2025"),
        "{latest:?}"
    );

    let page = claire.get(before.attribute("href").expect("an address")).await;
    let earlier = months(page.clone());
    assert!(
        earlier.iter().any(|month| month == "décembre 2025") && !earlier.iter().any(|month| month == "janvier 2026"),
        "{earlier:?}"
    );
    let page = page.page();
    let left = page.all("dd").into_iter().rfind(|dd| dd.attribute("class") == Some("num sum")).map(|dd| cents(&dd.text));
    assert_eq!(left, Some(balance), "the balance is of all years");
    for unknown in ["1999", "x", "-1"] {
        assert_eq!(months(claire.get(&format!("{}?year={unknown}", dues("rebrique"))).await), latest, "{unknown}");
    }
}

#[rocket::async_test]
async fn another_payment_from_a_form_that_was_used_is_refused_aloud() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let rebrique = world::id("structures/rebrique");
    let before = left(&mut claire, "rebrique").await;
    let (_, key) = claire.get("/payments/new").await.page().form_of("Noter ce paiement");
    let sent = |amount: &'static str| -> Vec<(String, String)> {
        let typed = payment(&rebrique, amount, "cheque").map(|(name, value)| (name.to_owned(), value.to_owned()));
        key.iter().cloned().chain(typed).collect()
    };
    for _ in 0..2 {
        assert_eq!(claire.post("/payments", &borrowed(&sent("40"))).await.status, 303);
    }
    assert_eq!(left(&mut claire, "rebrique").await, before - 4_000, "sent twice, it is one");
    let other = claire.post("/payments", &borrowed(&sent("60"))).await;
    assert!(other.status == 422 && other.says("Ce formulaire a déjà servi"), "{}", other.page().text());
    let (_, fresh) = other.page().form_of("Noter ce paiement");
    assert_ne!(fresh, key, "sent once more, it is another");
}

#[rocket::async_test]
async fn notes_are_whole_sols_within_the_groups_cap() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let cabas = world::id("structures/cabas");
    let refused = claire.post("/payments", &payment(&cabas, "45,50", "sol_paper")).await;
    assert_eq!(refused.page().mistake("amount").as_deref(), Some("Erreur : Les billets sont des sols entiers. Exemple : 45."));
    assert_eq!(claire.post("/payments", &payment(&cabas, "45,50", "sol_electronic")).await.status, 303);

    assert_eq!(claire.post("/money/settings", &settings(&[("sol_cap", "100,5"), ("most", "2"), ("days", "10")])).await.status, 422);
    assert_eq!(claire.post("/money/settings", &settings(&[("sol_cap", "100"), ("most", "2"), ("days", "10")])).await.status, 303);
    assert_eq!(claire.post("/payments", &payment(&cabas, "60", "sol_paper")).await.status, 303);
    let beyond = claire.post("/payments", &payment(&cabas, "41", "sol_paper")).await;
    assert!(
        beyond.page().mistake("amount").is_some_and(|text| text.contains("il reste 40,00 € de billets")),
        "{}",
        beyond.page().text()
    );
    assert_eq!(claire.post("/payments", &payment(&cabas, "40", "sol_paper")).await.status, 303);
}

#[rocket::async_test]
async fn wrong_payments_say_why_beside_the_field() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let cabas = world::id("structures/cabas");
    let absent = "11111111-2222-4333-8444-555555555555";
    let future = [("structure", &*cabas), ("day", "2026-03-25"), ("amount", "5"), ("means", "cheque")];
    let cases: [(&str, Vec<(&str, &str)>); 6] = [
        ("structure", payment(absent, "5", "cheque").to_vec()),
        ("structure", payment("", "5", "cheque").to_vec()),
        ("amount", payment(&cabas, "0", "cheque").to_vec()),
        ("amount", payment(&cabas, "cinq", "cheque").to_vec()),
        ("means", payment(&cabas, "5", "shells").to_vec()),
        ("day", future.to_vec()),
    ];
    for (field, form) in cases {
        let refused = claire.post("/payments", &form).await;
        assert_eq!(refused.status, 422, "{form:?}");
        assert!(refused.page().mistake(field).is_some(), "{form:?}");
        assert!(refused.page().title().starts_with("Erreur :"));
    }
}

#[rocket::async_test]
async fn a_reminder_is_a_letter_in_the_referents_language_no_more_often_than_decided() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let remind = |structure: &str| dues(structure).replace("/dues", "/reminders");
    assert_eq!(claire.post("/money/settings", &settings(&[("sol_cap", ""), ("most", "2"), ("days", "10")])).await.status, 303);
    app.letters().await;

    let owed = left(&mut claire, "rebrique").await;
    assert!(owed > 0);
    assert_eq!(claire.post(&remind("rebrique"), &[]).await.status, 303);
    let letters = app.letters().await;
    assert!(!letters.is_empty(), "each referent has one");
    for letter in &letters {
        assert!(letter.text.contains("Ce relevé n'est pas une facture."), "{}", letter.text);
        assert_eq!(letter.link(), dues("rebrique"));
    }
    assert_eq!(claire.post(&remind("rebrique"), &[]).await.status, 303);
    assert!(claire.get(&dues("rebrique")).await.says("Un autre rappel pourra partir le vendredi 3 avril."));
    assert_eq!(app.letters().await.len(), 0, "too soon");

    app.wait(TimeDelta::days(11));
    // Sessions end meanwhile.
    let mut claire = app.signed_in("claire_vidal").await;
    assert_eq!(claire.post(&remind("rebrique"), &[]).await.status, 303);
    assert_eq!(app.letters().await.len(), letters.len());
    app.wait(TimeDelta::days(11));
    // Sessions end meanwhile.
    let mut claire = app.signed_in("claire_vidal").await;
    assert_eq!(claire.post(&remind("rebrique"), &[]).await.status, 303);
    assert_eq!(app.letters().await.len(), 0, "two are enough");

    // Emily answers for the theatre from now on; the group has paid too much back.
    let (theatre, emily) = (world::id("structures/ecluse"), world::id("memberships/emily_hargreaves/ecluse"));
    let answers = claire.post(&format!("/structures/{theatre}/people/{emily}/role"), &[("role", "referent")]).await;
    assert_eq!(answers.status, 303);
    assert_eq!(claire.post("/payments", &payment(&theatre, "-100", "transfer")).await.status, 303);
    assert_eq!(claire.post(&remind("ecluse"), &[]).await.status, 303);
    let english = app.letters().await;
    assert!(english.iter().any(|letter| letter.text.contains("still owes €100.00")), "Emily reads English");
    assert_eq!(claire.post(&remind("cabas"), &[]).await.status, 303);
    assert_eq!(app.letters().await.len(), 0, "it owes nothing");
}

#[rocket::async_test]
async fn the_year_is_regularised_to_zero_and_recorded_once() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let open = claire.get("/regularisations/2026").await;
    assert!(open.says("Provisoire") && open.page().find("button", "Enregistrer la régularisation 2026").is_none());
    assert_eq!(claire.post("/regularisations/2026", &[("net", "30000")]).await.status, 422, "a month is open");

    let tried = claire.get("/regularisations/2025?net=40+000,07").await;
    assert!(tried.says("40 000,07 € répartis, écart 0,00 €. Le résultat du groupement est zéro."));
    let actual = column(&tried.page(), "Part réelle");
    let (total, rows) = actual.split_last().expect("a total");
    assert_eq!((rows.iter().sum::<i64>(), *total), (4_000_007, 4_000_007));
    let differences = column(&tried.page(), "Différence");
    let mut before = Vec::new();
    for structure in STRUCTURES {
        before.push(left(&mut claire, structure).await);
    }
    let (address, hidden) = tried.page().form_of("Enregistrer la régularisation 2025");
    assert_eq!(claire.post(&address, &borrowed(&hidden)).await.status, 303);
    let mut moved = 0;
    for (structure, before) in STRUCTURES.iter().zip(before) {
        moved += left(&mut claire, structure).await - before;
    }
    assert_eq!(moved, *differences.last().expect("a total"), "it adds to what is due");
    assert!(claire.get(&dues("regie")).await.says("Régularisation 2025"));
    let recorded = claire.get("/regularisations/2025").await;
    assert!(recorded.says("Enregistrée le mardi 24 mars par Claire Vidal."));
    assert_eq!(column(&recorded.page(), "Différence"), differences);
    let again = claire.post("/regularisations/2025", &[("net", "1")]).await;
    assert!(again.status == 422 && again.says("Cette année est déjà enregistrée."));
    for nowhere in ["/regularisations/1999", "/regularisations/deux", "/regularisations/99999"] {
        assert_eq!(claire.get(nowhere).await.status, 404, "{nowhere}");
    }
}

#[rocket::async_test]
async fn parts_of_use_make_the_whole_over_any_period() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    for period in
        ["", "?from=2025-02&to=2026-03", "?from=2026-03&to=2026-03", "?from=2026-03&to=2025-11", "?from=1990-01&to=2190-01"]
    {
        let page = claire.get(&format!("/money/use{period}")).await.page();
        let parts: Vec<i64> = page
            .all("td")
            .into_iter()
            .filter(|td| td.attribute("data-label") == Some("Part"))
            .map(|td| cents(td.text.trim_end_matches(['%', '\u{a0}', ' '])))
            .collect();
        let (whole, parts) = parts.split_last().expect("a whole");
        assert_eq!((parts.iter().sum::<i64>(), *whole), (10_000, 10_000), "{period}");
    }
}

/// What was debited and credited to an account, in cents.
fn moved(rows: &[Vec<String>], account: &str) -> (i64, i64) {
    let sum = |column: usize| rows.iter().filter(|row| row[column] == account).map(|row| cents(&row[8])).sum();
    (sum(6), sum(7))
}

#[rocket::async_test]
async fn the_accounting_journal_says_what_the_accounts_of_members_say() {
    let app = App::start_after_february().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let numbers = [
        ("sol_cap", ""),
        ("most", "3"),
        ("days", "15"),
        ("members", "4110"),
        ("share", "706"),
        ("overage", "708"),
        ("bank", "512"),
    ];
    assert_eq!(claire.post("/money/settings", &numbers).await.status, 303);
    let page = claire.get("/money/journal").await;
    assert!(page.says("Paheko") && page.says("Dolibarr"));
    let file = claire.get("/money/journal.csv?software=paheko&from=2025-01&to=2026-03").await;
    assert_eq!((file.status, file.header("content-type")), (200, "text/csv; charset=utf-8"));
    let body = file.body();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(body.as_bytes());
    let rows: Vec<Vec<String>> = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    assert!(rows.len() > 50, "there is a year of it: {}", rows.len());
    let (owed, paid_off) = moved(&rows, "4110");
    let mut still_due = 0;
    for structure in STRUCTURES {
        still_due += left(&mut claire, structure).await;
    }
    assert_eq!(owed - paid_off, still_due, "the members' account is what members still owe");
    assert!(moved(&rows, "708").1 > 0, "an overage has an account of its own");
    let other = claire.get("/money/journal.csv?software=dolibarr&from=2026-02&to=2026-02&first=12").await.body();
    assert!(other.lines().nth(1).is_some_and(|line| line.starts_with("12,2026-02-28,2026-02-")), "{other}");
    let wrong = numbers.map(|(name, value)| (name, if name == "bank" { "5 12!" } else { value }));
    let refused = claire.post("/money/settings", &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(refused.page().mistake("bank").is_some_and(|words| words.contains("numéro de compte")));
}

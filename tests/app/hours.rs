//! The hour sheet of one structure: it adds up, each reader sees what is theirs.

use crate::support::html::Page;
use crate::support::{App, Person, world};
use parcommun::domain::time::Minutes;

const STRUCTURES: [&str; 9] = ["escargolins", "cabas", "rebrique", "ecluse", "regie", "semis", "radio", "douces", "tablee"];

fn sheet(structure: &str) -> String {
    format!("/structures/{}/hours", world::id(&format!("structures/{structure}")))
}

/// « −1 h 23 » as minutes.
fn minutes(text: &str) -> i64 {
    let text = text.trim();
    let (sign, text) = text.strip_prefix('\u{2212}').map_or((1, text), |rest| (-1, rest));
    sign * text.parse::<Minutes>().unwrap_or_else(|_| panic!("a duration: {text:?}")).0
}

/// The lines of the account, then its sum.
fn account(page: &Page) -> (Vec<i64>, i64) {
    let amounts = page.all("dd");
    let end = amounts.iter().position(|amount| amount.attribute("class") == Some("num sum")).expect("a sum");
    (amounts[..end].iter().map(|amount| minutes(&amount.text)).collect(), minutes(&amounts[end].text))
}

/// The rows of a table, cell by cell; no cell of the named world holds a semicolon.
async fn table(person: &mut Person<'_>, address: &str) -> Vec<Vec<String>> {
    let answer = person.get(&address.replace("/hours", "/hours.csv")).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert!(answer.header("content-disposition").starts_with("attachment; filename="), "it is saved, not shown");
    let body = answer.body();
    let body = body.strip_prefix('\u{feff}').expect("a byte-order mark");
    body.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

#[rocket::async_test]
async fn every_account_adds_up_in_closed_months_and_in_the_open_one() {
    let app = App::start().await;
    let mut coordinator = app.signed_in("claire_vidal").await;
    let mut beyond = 0;
    for structure in STRUCTURES {
        for month in ["2025-06", "2025-12", "2026-01", "2026-02", "2026-03"] {
            let answer = coordinator.get(&format!("{}?month={month}", sheet(structure))).await;
            assert_eq!(answer.status, 200);
            if answer.says("La convention ne couvre pas ce mois") {
                continue;
            }
            let (lines, sum) = account(&answer.page());
            assert_eq!(lines.iter().sum::<i64>(), sum, "{structure}, {month}");
            assert!(!answer.says("Autres mouvements"), "{structure}, {month}: every line has its name");
            beyond += i32::from(answer.says("au-delà"));
        }
    }
    assert!(beyond > 0, "some went beyond their hours, and the page said so");
}

#[rocket::async_test]
async fn a_coordinator_reads_the_hours_and_no_word() {
    let app = App::start().await;
    let mut referent = app.signed_in("mohamed_zeroual").await;
    let mut coordinator = app.signed_in("claire_vidal").await;
    let (with, without) = (table(&mut referent, &sheet("regie")).await, table(&mut coordinator, &sheet("regie")).await);
    let notes: Vec<&String> = with[1..].iter().map(|row| &row[5]).filter(|note| !note.is_empty() && !note.contains('"')).collect();
    assert!(!notes.is_empty(), "there was something to hide");
    assert_eq!((with[0].len(), without[0].len()), (6, 5), "no column for what is not read");
    assert_eq!(with.len(), without.len());

    let (own, theirs) = (referent.get(&sheet("regie")).await, coordinator.get(&sheet("regie")).await);
    for note in notes.iter().flat_map(|notes| notes.split(" · ")) {
        assert!(own.says(note), "the referent reads {note:?}");
        assert!(!theirs.says(note), "the coordinator does not read {note:?}");
    }
    assert!(own.body().contains("href=\"/tickets/"), "the referent opens the requests");
    assert!(!theirs.body().contains("href=\"/tickets/"), "the coordinator opens none");
}

#[rocket::async_test]
async fn the_table_holds_what_the_page_charges() {
    let app = App::start().await;
    let mut technician = app.signed_in("samira_benali").await;
    for structure in STRUCTURES {
        let rows = table(&mut technician, &sheet(structure)).await;
        let charged: i64 = rows[1..].iter().map(|row| row[4].parse::<i64>().expect("a number stays a number")).sum();
        let page = technician.get(&sheet(structure)).await.page();
        let total = page.all("td").last().map_or(0, |cell| minutes(&cell.text));
        assert_eq!(charged, total, "{structure}");
    }
}

#[rocket::async_test]
async fn a_sheet_that_is_not_theirs_is_not_there() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    assert_eq!(referent.get(&sheet("escargolins")).await.status, 200);
    for address in [sheet("regie"), sheet("regie").replace("/hours", "/hours.csv"), format!("{}?month=2026-02", sheet("regie"))] {
        assert_eq!(referent.get(&address).await.status, 404, "{address}");
    }
    let mut employee = app.signed_in("lucie_bastide").await;
    assert_eq!(employee.get(&sheet("escargolins")).await.status, 404);
    let mut technician = app.signed_in("samira_benali").await;
    assert_eq!(technician.get("/structures/00000000-0000-4000-8000-000000000000/hours").await.status, 404);
}

#[rocket::async_test]
async fn a_month_that_has_not_begun_is_not_there_and_what_is_no_month_is_the_present_one() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let of = sheet("escargolins");
    assert_eq!(referent.get(&format!("{of}?month=2026-04")).await.status, 404);
    assert_eq!(referent.get(&format!("{of}?month=2199-12")).await.status, 404);
    assert!(referent.get(&format!("{of}?month=mars")).await.says("mars 2026"));
    assert!(referent.get(&format!("{of}?month=2019-01")).await.says("La convention ne couvre pas ce mois"));
}

#[rocket::async_test]
async fn ten_tables_an_hour_then_no_more() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    for _ in 0..10 {
        table(&mut referent, &sheet("escargolins")).await;
    }
    let eleventh = referent.get(&sheet("escargolins").replace("/hours", "/hours.csv")).await;
    assert_eq!(eleventh.status, 429);
}

//! Subsidies: what each month has of them, and what the funder is told. It is 24 March 2026: January is closed, February is to be closed.

use crate::costs::{amounts, borrowed, cents, column};
use crate::support::html::Page;
use crate::support::{App, Person, world};
use parcommun::domain::time::Minutes;

fn subsidy(key: &str) -> String {
    format!("/subsidies/{}", world::id(&format!("subsidies/{key}")))
}

/// A single figure of a report, by its name.
fn figure(page: &Page, name: &str) -> String {
    let nth = page.all("dt").iter().position(|dt| dt.text == name).unwrap_or_else(|| panic!("{name} in {}", page.text()));
    page.all("dd").get(nth).map(|dd| dd.text.clone()).expect("a figure")
}

fn minutes(duration: &str) -> i64 {
    duration.parse::<Minutes>().unwrap_or_else(|_| panic!("a duration: {duration:?}")).0
}

/// The cells of a CSV: its head, then its lines.
async fn table(person: &mut Person<'_>, address: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let file = person.get(address).await;
    assert_eq!(file.status, 200, "{address}");
    let body = file.body();
    let mut lines =
        body.trim_start_matches('\u{feff}').lines().map(|line| line.split(';').map(str::to_owned).collect::<Vec<String>>());
    (lines.next().expect("a head"), lines.collect())
}

/// The form of a subsidy, with these fields in place of the usual ones.
fn form<'f>(more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let usual = [
        ("funder", "Ville de Cocagne"),
        ("action", "Ateliers"),
        ("basis", "total"),
        ("amount", "1 000"),
        ("first", "2025-11"),
        ("last", "2026-05"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more.iter().copied()).collect()
}

/// A new subsidy; the address of its page.
async fn given(claire: &mut Person<'_>, more: &[(&str, &str)]) -> String {
    let created = claire.post("/subsidies", &form(more)).await;
    assert_eq!(created.status, 303);
    created.location().to_owned()
}

#[rocket::async_test]
async fn a_subsidy_is_spread_to_the_cent_and_lowers_what_is_shared() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let net = |page: &Page| *column(page, "Montant").last().expect("a sum");
    let before = net(&claire.get("/costs?month=2026-03").await.page());
    let form = [
        ("funder", "Ville de Cocagne"),
        ("action", "Ateliers"),
        ("basis", "total"),
        ("amount", "1 000"),
        ("first", "2026-03"),
        ("last", "2026-05"),
    ];
    let created = claire.post("/subsidies", &form).await;
    assert_eq!(created.status, 303);
    let address = created.location().to_owned();
    let mut fields = amounts(&mut claire, &address).await;
    assert_eq!(fields.iter().map(|(_, value)| cents(value)).collect::<Vec<_>>(), [33_333, 33_333, 33_334]);
    assert_eq!(net(&claire.get("/costs?month=2026-03").await.page()), before - 33_333);
    assert!(claire.get("/").await.says("Ville de Cocagne : la subvention finit le dimanche 31 mai"), "within 90 days");

    fields[0].1 = "500".into();
    assert_eq!(claire.post(&format!("{address}/months"), &borrowed(&fields)).await.status, 303);
    let spread: Vec<i64> = amounts(&mut claire, &address).await.iter().map(|(_, value)| cents(value)).collect();
    assert_eq!(spread, [50_000, 25_000, 25_000], "the others take what is left");
    fields[0].1 = "-3".into();
    assert_eq!(claire.post(&format!("{address}/months"), &borrowed(&fields)).await.status, 422);

    assert_eq!(claire.post(&format!("{address}/removal"), &[]).await.status, 303);
    assert_eq!(net(&claire.get("/costs?month=2026-03").await.page()), before);
}

#[rocket::async_test]
async fn a_subsidy_of_closed_months_stays() {
    let app = App::start_after_february().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let address = format!("/subsidies/{}", world::id("subsidies/trois_moulins"));
    let page = claire.get(&address).await;
    assert!(page.says("finit bientôt") && page.says("clôturé"));
    assert!(!page.says("Il manque"), "its months sum to what was promised");
    assert_eq!(claire.post(&format!("{address}/removal"), &[]).await.status, 422);
    let form = |first, last, amount| {
        [("funder", "F"), ("action", "A"), ("basis", "total"), ("amount", amount), ("first", first), ("last", last)]
    };
    for (wrong, field) in [
        (form("2026-01", "2026-04", "4800"), "first"),
        (form("2026-04", "2026-01", "4800"), "last"),
        (form("2026-01", "2190-01", "4800"), "last"),
        (form("2025-05", "2026-04", "0"), "amount"),
    ] {
        let refused = claire.post(&address, &wrong).await;
        assert_eq!(refused.status, 422, "{wrong:?}");
        assert!(refused.page().mistake(field).is_some(), "{wrong:?}");
    }
    let closed = format!("{address}/months");
    assert_eq!(claire.post(&closed, &[("months[2026-02]", "1")]).await.status, 422, "a closed month keeps its part");
}

#[rocket::async_test]
async fn all_the_work_is_the_sum_of_the_months_reports() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let address = given(&mut claire, &[]).await;
    let report = claire.get(&format!("{address}/report")).await;
    assert!(report.says("3 mois clôturés. Pas encore comptés : février 2026 à mai 2026"), "{}", report.page().text());
    let mut real = 0;
    for month in ["2025-11", "2025-12", "2026-01"] {
        let (head, lines) = table(&mut claire, &format!("/report.csv?month={month}")).await;
        let at = head.iter().position(|cell| cell.starts_with("Réelles")).expect("real minutes");
        real += lines.iter().map(|line| line[at].parse::<i64>().expect("a number")).sum::<i64>();
    }
    assert!(real > 0);
    assert_eq!(minutes(&figure(&report.page(), "Heures affectées")), real);
    let (head, lines) = table(&mut claire, &format!("{address}/report.csv")).await;
    let at = head.iter().position(|cell| cell == "Heures affectées (min)").expect("minutes");
    assert_eq!(lines.iter().map(|line| line[at].parse::<i64>().expect("a number")).sum::<i64>(), real);
}

#[rocket::async_test]
async fn only_the_work_that_the_agreement_names_counts() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let everything = given(&mut claire, &[]).await;
    let all = figure(&claire.get(&format!("{everything}/report")).await.page(), "Heures affectées");
    let semis = world::id("structures/semis").to_string();
    let address = given(&mut claire, &[("kinds", "on_site"), ("kinds", "remote"), ("structures", &semis)]).await;
    let report = claire.get(&format!("{address}/report")).await;
    let page = report.page();
    let some = figure(&page, "Heures affectées");
    assert!(0 < minutes(&some) && minutes(&some) < minutes(&all), "{some} of {all}");
    assert_eq!(figure(&page, "Structures aidées"), "1");
    assert_eq!(figure(&page, "Personnes aidées"), "moins de 5", "who was helped cannot be guessed");
    assert!(report.says("Les Semis du Girou") && !report.says("Radio Pastel Libre"));
    let (head, lines) = table(&mut claire, &format!("{address}/report.csv")).await;
    let kind = head.iter().position(|cell| cell == "Type de travail").expect("kinds");
    assert!(lines.iter().all(|line| ["À distance", "Sur place"].contains(&line[kind].as_str())), "{lines:?}");

    // What was ticked is ticked again, and can be taken back.
    let ticked = |page: &Page| -> Vec<String> {
        let boxes = page.all("input").into_iter().filter(|input| input.attribute("type") == Some("checkbox"));
        let boxes = boxes.filter(|input| input.attribute("checked").is_some());
        boxes.filter_map(|input| input.attribute("value").map(str::to_owned)).collect()
    };
    assert_eq!(ticked(&claire.get(&format!("{address}/edit")).await.page()), ["remote", "on_site", &semis]);
    assert_eq!(claire.post(&address, &form(&[("structures", &semis)])).await.status, 303);
    assert_eq!(ticked(&claire.get(&format!("{address}/edit")).await.page()), [semis]);
}

#[rocket::async_test]
async fn a_month_counts_once_it_is_closed() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let address = format!("{}/report", subsidy("trois_moulins"));
    let before = claire.get(&address).await;
    assert!(before.says("9 mois clôturés. Pas encore comptés : février 2026 à avril 2026"), "{}", before.page().text());
    assert_eq!(claire.post("/closing", &[("month", "2026-02")]).await.status, 303);
    let after = claire.get(&address).await;
    assert!(after.says("10 mois clôturés. Pas encore comptés : mars 2026 à avril 2026"));
    let (before, after) = (before.page(), after.page());
    assert!(minutes(&figure(&before, "Heures affectées")) < minutes(&figure(&after, "Heures affectées")));
    assert_eq!(cents(&figure(&before, "Utilisé")), 360_000, "nine months of twelve");
    assert_eq!(figure(&after, "Accordé"), figure(&before, "Accordé"));
}

#[rocket::async_test]
async fn each_sheet_says_how_it_was_signed() {
    let app = App::start_after_february().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let (head, lines) = table(&mut claire, &format!("{}/report.csv", subsidy("trois_moulins"))).await;
    let at = |name: &str| head.iter().position(|cell| cell == name).unwrap_or_else(|| panic!("{name} in {head:?}"));
    let february: Vec<_> = lines.iter().filter(|line| line[at("Mois")] == "2026-02").collect();
    let cabas = february.iter().find(|line| line[at("Structure")].contains("Cabas")).expect("work for the Cabas");
    assert_eq!((cabas[at("Feuille d'heures")].as_str(), cabas[at("Signée par")].as_str()), ("signée", "Patrick Lormand"));
    assert_eq!(cabas[at("Signée le")], "2026-03-02");
    let silent = february.iter().find(|line| line[at("Feuille d'heures")] == "accord tacite").expect("somebody was silent");
    assert!(silent[at("Signée par")].is_empty());
}

#[rocket::async_test]
async fn the_report_is_a_paper_once_there_is_something_in_it() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let paper = claire.get(&format!("{}/report.pdf", subsidy("pastel"))).await;
    assert_eq!((paper.status, paper.header("content-type")), (200, "application/pdf"));
    let ahead = given(&mut claire, &[("first", "2026-04")]).await;
    let report = claire.get(&format!("{ahead}/report")).await;
    assert!(report.status == 200 && report.says("Aucun mois de sa période n'est clôturé."));
    assert_eq!(claire.get(&format!("{ahead}/report.pdf")).await.status, 404);
}

#[rocket::async_test]
async fn what_was_not_offered_is_refused_and_the_ticks_stay() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let before = app.row_count().await;
    let stranger = uuid::Uuid::from_u128(7).to_string();
    for (field, value) in [("structures", stranger.as_str()), ("structures", "nobody"), ("kinds", "absence"), ("kinds", "luck")] {
        let fields = form(&[("kinds", "remote"), (field, value)]);
        let refused = claire.post("/subsidies", &fields).await;
        assert_eq!(refused.status, 422, "{fields:?}");
        let page = refused.page();
        assert!(page.mistake(field).is_some(), "{fields:?}");
        let kept =
            page.all("input").into_iter().any(|i| i.attribute("value") == Some("remote") && i.attribute("checked").is_some());
        assert!(kept, "{fields:?}");
    }
    assert_eq!(app.row_count().await, before, "nothing was written");
}

#[rocket::async_test]
async fn a_subsidy_with_ticked_work_can_be_removed() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let before = app.row_count().await;
    let semis = world::id("structures/semis").to_string();
    let address = given(&mut claire, &[("first", "2026-03"), ("kinds", "training"), ("structures", &semis)]).await;
    assert!(app.row_count().await > before);
    assert_eq!(claire.post(&format!("{address}/removal"), &[]).await.status, 303);
    assert_eq!(app.row_count().await, before, "all of it is gone");
}

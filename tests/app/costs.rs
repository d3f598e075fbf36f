//! What the shared post costs, and who pays what of it. It is 24 March 2026: February is closed.

use crate::money::dues;
use crate::support::html::Page;
use crate::support::{App, Person, world};
use chrono::TimeDelta;
use parcommun::domain::money::Cents;

pub const STRUCTURES: [&str; 9] = ["escargolins", "cabas", "rebrique", "ecluse", "regie", "semis", "radio", "douces", "tablee"];

pub fn cents(text: &str) -> i64 {
    text.split_whitespace().collect::<Vec<_>>().join(" ").parse::<Cents>().unwrap_or_else(|_| panic!("an amount: {text:?}")).0
}

/// The cells of a column of the nth table, by its label; small words below an amount left out.
pub fn column(page: &Page, label: &str) -> Vec<i64> {
    let named = page.all("td").into_iter().filter(|cell| cell.attribute("data-label") == Some(label));
    named.map(|cell| cents(&cell.text)).collect()
}

/// The fields that hold the amounts of a month's lines.
pub async fn amounts(person: &mut Person<'_>, address: &str) -> Vec<(String, String)> {
    let page = person.get(address).await.page();
    let named = |name: &str| name.starts_with("amounts[") || name.starts_with("months[");
    let fields = page.all("input").into_iter().filter(|input| input.attribute("name").is_some_and(named));
    let value = |input: &crate::support::html::Element, name| input.attribute(name).unwrap_or_default().to_owned();
    fields.map(|input| (value(input, "name"), value(input, "value"))).collect()
}

pub fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[rocket::async_test]
async fn every_month_reconciles_aloud_open_and_closed() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    for month in ["2025-02", "2025-06", "2025-12", "2026-01", "2026-02", "2026-03"] {
        let answer = claire.get(&format!("/costs?month={month}")).await;
        assert!(answer.says("Le compte est juste") && answer.says("répartis, écart 0,00 €."), "{month}");
        assert!(answer.says("Ce relevé n'est pas une facture."), "{month}");
        let page = answer.page();
        let shares = column(&page, "Part");
        let (total, rows) = shares.split_last().expect("a total");
        assert_eq!(rows.iter().sum::<i64>(), *total, "{month}: the rows add up");
        let lines = column(&page, "Montant");
        let (net, lines) = lines.split_last().expect("a sum");
        assert_eq!((lines.iter().sum::<i64>(), net), (*net, total), "{month}: the lines add up to what is shared");
        let douces = column(&page, "DOUCES");
        let (share, cells) = douces.split_last().expect("a share");
        assert_eq!(cells.iter().sum::<i64>(), *share, "{month}: a column adds up to a share");
    }
    assert_eq!(claire.get("/costs?month=2026-04").await.status, 404, "a month that has not begun");
}

#[rocket::async_test]
async fn the_coordinator_enters_amounts_as_people_type_them() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let line = [("month", "2026-03"), ("kind", "other"), ("label", "Repas d'équipe"), ("amount", "1 234,56")];
    assert_eq!(claire.post("/costs/lines", &line).await.status, 303);
    let page = claire.get("/costs/lines?month=2026-03").await;
    assert!(page.says("Repas d'équipe"));

    let mut fields = amounts(&mut claire, "/costs/lines?month=2026-03").await;
    assert_eq!(fields.len(), 7, "six of before, and this one");
    assert_eq!(cents(&fields[6].1), 123_456, "after the others");
    fields[0].1 = "2 400,5".into();
    fields.push(("month".into(), "2026-03".into()));
    assert_eq!(claire.post("/costs/amounts", &borrowed(&fields)).await.status, 303);
    assert_eq!(cents(&amounts(&mut claire, "/costs/lines?month=2026-03").await[0].1), 240_050);

    fields[0].1 = "beaucoup".into();
    fields[1].1 = "999".into();
    let refused = claire.post("/costs/amounts", &borrowed(&fields)).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.page().mistake(&fields[0].0).as_deref(), Some("Erreur : Écrivez un montant, par exemple 1 234,56."));
    let typed = |name: &str| refused.page().all("input").into_iter().find(|i| i.attribute("name") == Some(name)).cloned();
    assert_eq!(typed(&fields[1].0).and_then(|i| i.attribute("value").map(str::to_owned)).as_deref(), Some("999"), "still there");
    assert_ne!(cents(&amounts(&mut claire, "/costs/lines?month=2026-03").await[1].1), 99_900, "nothing was written");

    for (amount, said) in [("", "Il manque un montant"), ("12,345", "Deux chiffres au plus"), ("99999999999999", "trop grand")] {
        let refused = claire.post("/costs/lines", &[("month", "2026-03"), ("kind", "other"), ("amount", amount)]).await;
        assert_eq!(refused.status, 422, "{amount:?}");
        assert!(refused.page().mistake("amount").is_some_and(|text| text.contains(said)), "{amount:?}");
    }
    let subsidy = claire.post("/costs/lines", &[("month", "2026-03"), ("kind", "subsidy"), ("amount", "-5")]).await;
    assert!(subsidy.page().mistake("kind").is_some(), "subsidies have their own page");
}

#[rocket::async_test]
async fn a_line_is_renamed_raised_and_taken_out() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let line = format!("/costs/lines/{}", world::id("costs/2/0"));
    let opened = claire.get(&format!("{line}/edit")).await;
    assert_eq!(opened.status, 404, "that line stopped before this month");
    let line = format!("/costs/lines/{}", world::id("costs/3/0"));
    let changed = claire.post(&line, &[("kind", "employer_charges"), ("label", "Urssaf"), ("amount", "600")]).await;
    assert_eq!(changed.status, 303);
    assert_eq!(claire.post(&format!("{line}/raising"), &[]).await.status, 303);
    let page = claire.get("/costs?month=2026-03").await;
    let text = page.page().text();
    assert!(text.find("Urssaf").expect("renamed") < text.find("Salaire brut").expect("below it now"));
    assert_eq!(claire.post(&format!("{line}/removal"), &[]).await.status, 303);
    assert!(!claire.get("/costs?month=2026-03").await.says("Urssaf"));
    assert_eq!(claire.post(&format!("{line}/removal"), &[]).await.status, 404, "it is gone");
}

#[rocket::async_test]
async fn last_months_lines_come_forward_in_one_tap_and_only_once() {
    let app = App::start().await;
    app.wait(TimeDelta::days(14));
    let mut claire = app.signed_in("claire_vidal").await;
    let page = claire.get("/costs?month=2026-04").await.page();
    let (address, hidden) = page.form_of("Reprendre le mois d'avant (mars 2026)");
    assert_eq!(claire.post(&address, &borrowed(&hidden)).await.status, 303);
    let copied = amounts(&mut claire, "/costs/lines?month=2026-04").await;
    let before = amounts(&mut claire, "/costs/lines?month=2026-03").await;
    let values = |fields: &[(String, String)]| fields.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>();
    assert_eq!((copied.len(), values(&copied)), (6, values(&before)));
    assert_eq!(claire.post(&address, &borrowed(&hidden)).await.status, 303);
    assert_eq!(amounts(&mut claire, "/costs/lines?month=2026-04").await.len(), 6, "twice is once");
}

#[rocket::async_test]
async fn what_is_closed_is_read_only() {
    let app = App::start_after_february().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let before = claire.get("/costs.csv?month=2026-02").await.body();
    assert_eq!(claire.get("/costs/lines?month=2026-02").await.location(), "/costs?month=2026-02");
    let old = format!("/costs/lines/{}", world::id("costs/0/-5"));
    let line = [("month", "2026-02"), ("kind", "other"), ("label", ""), ("amount", "10")];
    let old_line = [("kind", "other"), ("label", "x"), ("amount", "10")];
    let writes: [(&str, &[(&str, &str)]); 7] = [
        ("/costs/lines", &line),
        ("/costs/copies", &line),
        ("/costs/amounts", &line),
        (&old, &old_line),
        (&format!("{old}/removal"), &[]),
        (&format!("{old}/raising"), &[]),
        ("/costs/key", &[("from", "2026-02"), ("key", "equal")]),
    ];
    for (address, form) in writes {
        let refused = claire.post(address, form).await;
        assert_eq!(refused.status, 422, "{address}");
        assert!(refused.says("Ce mois est clôturé : ses coûts ne changent plus."), "{address}");
    }
    assert_eq!(claire.get("/costs.csv?month=2026-02").await.body(), before);
}

#[rocket::async_test]
async fn the_key_decides_who_pays_what_from_an_open_month_on() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    assert_eq!(claire.post("/costs/key", &[("from", "2026-03"), ("key", "equal")]).await.status, 303);
    let page = claire.get("/costs?month=2026-03").await;
    assert!(page.says("à parts égales"));
    let shares = column(&page.page(), "Part");
    let (_, rows) = shares[..STRUCTURES.len() + 1].split_last().expect("a total");
    assert!(rows.iter().max().expect("rows") - rows.iter().min().expect("rows") <= 1, "{rows:?}");
    assert!(claire.get("/costs?month=2026-02").await.says("selon les heures de convention"), "the closed month keeps its key");
    let wrong = claire.post("/costs/key", &[("from", "demain"), ("key", "by_luck")]).await;
    assert!(wrong.status == 422 && wrong.page().mistake("from").is_some() && wrong.page().mistake("key").is_some());
}

#[rocket::async_test]
async fn if_one_leaves_the_others_pay_the_same_whole() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    for month in ["2026-02", "2026-03"] {
        let address = format!("/costs?month={month}&leaving={}", world::id("structures/regie"));
        let page = claire.get(&address).await.page();
        let net = *column(&page, "Montant").last().expect("a sum");
        assert_eq!(column(&page, "Alors").iter().sum::<i64>(), net, "{month}");
        assert_eq!(column(&page, "Alors").len(), STRUCTURES.len() - 1);
        assert!(page.text().contains("Sans Régie de quartier Bellebrise"));
    }
    let nobody = claire.get("/costs?leaving=00000000-0000-4000-8000-000000000000").await;
    assert_eq!((nobody.status, nobody.says("Alors")), (200, false));
}

#[rocket::async_test]
async fn a_referent_reads_what_their_structure_pays_and_nothing_of_the_others() {
    let app = App::start_after_february().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let mut nadege = app.signed_in("nadege_coulon").await;
    let own = nadege.get(&dues("escargolins")).await;
    assert_eq!(own.page().heading(), "Ce que nous payons");
    assert!(own.says("Ce relevé n'est pas une facture.") && own.says("janvier 2026") && !own.says("mars 2026"), "closed months");
    for other in ["Cabas", "Rebrique", "Bellebrise", "Girou"] {
        assert!(!own.says(other), "{other}");
    }
    assert!(!own.says("Noter un paiement") && !own.says("Rappeler") && !own.says("Annuler"));
    let february = claire.get("/costs?month=2026-02").await.page();
    let due = column(&february, "À payer");
    let names: Vec<String> = february.all("th").into_iter().map(|th| th.text.trim().to_owned()).collect();
    let at = names.iter().filter(|name| february.find("link", name).is_some()).position(|name| name.contains("Escargolins"));
    assert_eq!(column(&own.page(), "À payer")[0], due[at.expect("its row")], "the same figure on both pages");

    assert_eq!(nadege.get(&dues("regie")).await.status, 404);
    assert_eq!(app.signed_in("samira_benali").await.get(&dues("regie")).await.status, 404);
    assert_eq!(app.signed_in("lucie_bastide").await.get(&dues("escargolins")).await.status, 404);
}

#[rocket::async_test]
async fn pages_of_money_read_in_english() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    claire.get("/language/en").await;
    for (address, words) in [
        ("/costs?month=2026-02".to_owned(), "This statement is not an invoice."),
        ("/costs/lines?month=2026-03".to_owned(), "Save the amounts"),
        ("/costs/key".to_owned(), "In equal parts"),
        ("/subsidies".to_owned(), "ends soon"),
        ("/money".to_owned(), "are still to come in from"),
        (dues("rebrique"), "still to pay"),
        ("/money/use".to_owned(), "Members answer for the group's debts together."),
        ("/regularisations/2025".to_owned(), "The result of the group is zero."),
    ] {
        let answer = claire.get(&address).await;
        assert_eq!(answer.status, 200, "{address}");
        assert!(answer.says(words), "{address}: {}", answer.page().text());
    }
    let fields = amounts(&mut claire, "/costs/lines?month=2026-03").await;
    let (_, gross) = &fields[0];
    assert_eq!(gross, "2310.00", "an amount in a field is read back as it stands");
}

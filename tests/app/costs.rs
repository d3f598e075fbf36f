//! What the shared post costs, who pays what of it, what came in. It is 24 March 2026: February is closed.

use crate::support::html::Page;
use crate::support::{App, Person, world};
use chrono::TimeDelta;
use parcommun::domain::money::Cents;

const STRUCTURES: [&str; 9] = ["escargolins", "cabas", "rebrique", "ecluse", "regie", "semis", "radio", "douces", "tablee"];

/// The form of the settings: these fields, and accounts that nobody changes.
fn settings<'f>(typed: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let accounts = [("members", "411"), ("share", "706"), ("overage", "706"), ("bank", "512")];
    typed.iter().copied().chain(accounts).collect()
}

fn dues(structure: &str) -> String {
    format!("/structures/{}/dues", world::id(&format!("structures/{structure}")))
}

fn cents(text: &str) -> i64 {
    text.split_whitespace().collect::<Vec<_>>().join(" ").parse::<Cents>().unwrap_or_else(|_| panic!("an amount: {text:?}")).0
}

/// The cells of a column of the nth table, by its label; small words below an amount left out.
fn column(page: &Page, label: &str) -> Vec<i64> {
    let named = page.all("td").into_iter().filter(|cell| cell.attribute("data-label") == Some(label));
    named.map(|cell| cents(&cell.text)).collect()
}

/// What a structure still has to pay, as its page says it.
async fn left(person: &mut Person<'_>, structure: &str) -> i64 {
    let page = person.get(&dues(structure)).await.page();
    page.all("dd").into_iter().rfind(|dd| dd.attribute("class") == Some("num sum")).map(|dd| cents(&dd.text)).expect("a sum")
}

/// The fields that hold the amounts of a month's lines.
async fn amounts(person: &mut Person<'_>, address: &str) -> Vec<(String, String)> {
    let page = person.get(address).await.page();
    let named = |name: &str| name.starts_with("amounts[") || name.starts_with("months[");
    let fields = page.all("input").into_iter().filter(|input| input.attribute("name").is_some_and(named));
    let value = |input: &crate::support::html::Element, name| input.attribute(name).unwrap_or_default().to_owned();
    fields.map(|input| (value(input, "name"), value(input, "value"))).collect()
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
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
    assert_eq!((noted.status, noted.location()), (303, &*dues("rebrique")));
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

//! What makes something makes it once: a double click, the same key again, fifty at the same moment.

use super::forms::{FORMS, address, borrowed};
use super::{new_id, of};
use crate::doors::{Street, someone};
use crate::support::{App, Person, world};
use rocket::futures::future::join_all;

/// A command that creates, and the table in which a row more is a thing more.
const CREATING: [(&str, &str); 46] = [
    ("POST /categories", "category"),
    ("POST /account/tokens", "access_token"),
    ("POST /canned-answers", "canned_answer"),
    ("POST /saved-views", "saved_view"),
    ("POST /batches", "ticket_batch"),
    ("POST /structures/<_>/tickets", "ticket"),
    ("POST /calls", "ticket"),
    ("POST /tickets/<id>/messages", "message"),
    ("POST /tickets/<id>/outside-watchers", "participation"),
    ("POST /tickets/<id>/answers", "intervention"),
    ("POST /messages/<id>/correction", "message_version"),
    ("POST /messages/<id>/blanking", "ticket_event"),
    ("POST /interventions", "intervention"),
    ("POST /structures", "structure"),
    ("POST /structures/<id>/amendments", "amendment"),
    ("POST /structures/<_>/people", "membership"),
    ("POST /people", "duty"),
    ("POST /board", "board_right"),
    ("POST /structures/<_>/equipment", "equipment"),
    ("POST /organisations", "organisation"),
    ("POST /workshops/<_>/transfers", "transfer"),
    ("POST /organisations/<id>/people", "workshop_member"),
    ("POST /structures/<_>/components", "component"),
    ("POST /structures/<_>/media", "medium"),
    ("POST /structures/<_>/network/<kind>", "fact"),
    ("POST /structures/<_>/gifts", "gift"),
    ("POST /pool/gifts", "gift"),
    ("POST /pool/grants", "pot_grant"),
    ("POST /costs/lines", "cost_line"),
    ("POST /subsidies", "subsidy"),
    ("POST /payments", "payment"),
    ("POST /help-sheets", "help_sheet"),
    ("POST /help-sheets/<id>", "help_sheet_version"),
    ("POST /outages", "outage"),
    ("POST /outages/<id>", "outage_news"),
    ("POST /tickets/<id>/links", "ticket_link"),
    ("POST /tickets/<id>/merges/<other>", "ticket_merge"),
    ("POST /tickets/<id>/splits", "ticket"),
    ("POST /series", "series"),
    ("POST /tickets/<id>/tasks", "task"),
    ("POST /visits", "visit"),
    ("POST /e/<code>", "ticket"),
    ("POST /e/<code>/found", "ticket"),
    ("POST /follow/<_>/messages", "message"),
    ("POST /structures/<_>/stickers", "sticker"),
    ("POST /equipment/<id>/sticker/replacement", "sticker"),
];

fn in_table(rows: &[String], table: &str) -> usize {
    let prefix = format!("{table}: ");
    rows.iter().filter(|row| row.starts_with(&prefix)).count()
}

/// The page of a machine's form makes its key, as those of tickets and of time do.
async fn with_key(route: &str, person: &mut Person<'_>, mut fields: Vec<(String, String)>) -> Vec<(String, String)> {
    if route.ends_with("/equipment") {
        let page = person.get(&of("douces", "/equipment/new")).await.page();
        let (_, hidden) = page.form_of("Ajouter la machine");
        fields.extend(hidden);
    }
    fields
}

#[rocket::async_test]
async fn a_double_click_makes_one_thing() {
    for (route, table) in CREATING {
        let street = Street::start().await;
        let form = FORMS.iter().find(|form| form.route == route).expect("a form");
        let mut person = someone(&street.app, form.who).await;
        let to = address(&street, route);
        let before = in_table(&street.app.rows().await, table);
        let fields = with_key(route, &mut person, form.values()).await;
        // What the street itself sent is read before.
        street.app.letters().await;
        let first = person.post(&to, &borrowed(&fields)).await;
        assert_eq!(first.status, 303, "{route}");
        let second = person.post(&to, &borrowed(&fields)).await;
        assert!(
            second.status == 303 && second.location() == first.location() || second.status == 422,
            "{route}: {}",
            second.status
        );
        let after = street.app.rows().await;
        assert_eq!(in_table(&after, table), before + 1, "{route}: {table}");
        let told = street.app.letters().await;
        let mut to: Vec<&str> = told.iter().map(|letter| letter.to.as_str()).collect();
        let all = to.len();
        to.sort_unstable();
        to.dedup();
        assert_eq!(to.len(), all, "{route}: nobody is told twice");
    }
}

#[rocket::async_test]
async fn fifty_at_once_make_one_thing() {
    for (route, table) in CREATING {
        let street = Street::start().await;
        let form = FORMS.iter().find(|form| form.route == route).expect("a form");
        let mut person = someone(&street.app, form.who).await;
        let to = address(&street, route);
        let before = in_table(&street.app.rows().await, table);
        let fields = with_key(route, &mut person, form.values()).await;
        let tries = (0..50).map(|_| {
            let (mut hand, to, fields) = (person.copy(), to.clone(), fields.clone());
            async move { hand.post(&to, &borrowed(&fields)).await.status }
        });
        let statuses = join_all(tries).await;
        assert!(statuses.contains(&303), "{route}: {statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, 303 | 422)), "{route}: done or clearly refused: {statuses:?}");
        assert_eq!(in_table(&street.app.rows().await, table), before + 1, "{route}: {table}");
    }
}

/// Fifty hours sent at once, each its own: the sheet holds all of them and not a minute more.
#[rocket::async_test]
async fn fifty_interventions_at_once_are_all_counted() {
    let app = App::start().await;
    let samira = app.signed_in("samira_benali").await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let csv = of("douces", "/hours.csv");
    let real = async |referent: &mut Person<'_>| -> i64 {
        let body = referent.get(&csv).await.body();
        body.lines().skip(1).map(|line| line.split(';').nth(3).and_then(|cell| cell.parse::<i64>().ok()).unwrap_or(0)).sum()
    };
    let before = real(&mut referent).await;
    let structure = world::id("structures/douces");
    let tries = (0..50).map(|n| {
        let (mut hand, structure) = (samira.copy(), structure.clone());
        async move {
            let (entry, note) = (new_id(), format!("Essai {n}"));
            let form = [
                ("entry", entry.as_str()),
                ("structure", &structure),
                ("day", "2026-03-23"),
                ("minutes", "7 min"),
                ("kind", "remote"),
                ("note", &note),
            ];
            hand.post("/interventions", &form).await.status
        }
    });
    let statuses = join_all(tries).await;
    let accepted = statuses.iter().filter(|status| **status == 303).count();
    assert_eq!(accepted, 50, "{statuses:?}");
    assert_eq!(real(&mut referent).await, before + 50 * 7);
}

/// A key belongs to who made it, in the ticket that it was made for: elsewhere it is refused, never lost without a word.
#[rocket::async_test]
async fn a_key_used_elsewhere_is_refused_aloud() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let ask = async |jordan: &mut Person<'_>, ticket: &str| {
        let asked = jordan.upload(&of("douces", "/tickets"), &[("ticket", ticket), ("words", "Panne.")], &[]).await;
        assert_eq!(asked.status, 303);
    };
    let (first, second, message) = (new_id(), new_id(), new_id());
    ask(&mut jordan, &first).await;
    ask(&mut jordan, &second).await;
    let said = |words: &'static str| [("message", message.clone()), ("words", words.to_owned())];
    let send = async |person: &mut Person<'_>, ticket: &str, part: &str, words: &'static str| {
        let form = said(words);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        person.post(&format!("/tickets/{ticket}/{part}"), &form).await.status
    };
    assert_eq!(send(&mut jordan, &first, "messages", "Le premier mot.").await, 303);
    assert_eq!(send(&mut jordan, &first, "messages", "Le premier mot.").await, 303, "the same again");
    let elsewhere = send(&mut jordan, &second, "messages", "Un autre mot.").await;
    let shown = jordan.get(&format!("/tickets/{second}")).await.says("Un autre mot.");
    assert!(elsewhere != 303 || shown, "lost without a word");
    assert!(elsewhere < 500, "{elsewhere}");
    // And when a settled ticket is opened again with a key that is taken.
    assert_eq!(jordan.post(&format!("/tickets/{second}/closure"), &[]).await.status, 303);
    let reopened = send(&mut jordan, &second, "reopening", "Encore un mot.").await;
    assert!(reopened < 500, "{reopened}");
    // Somebody else's key.
    let (entry, taken) = (new_id(), message.clone());
    let form = [
        ("message", taken.as_str()),
        ("entry", &entry),
        ("words", "Une réponse."),
        ("next", "in_hand"),
        ("minutes", "0"),
        ("kind", "remote"),
    ];
    let answered = samira.post(&format!("/tickets/{first}/answers"), &form).await.status;
    assert!(
        answered < 500 && (answered != 303 || jordan.get(&format!("/tickets/{first}")).await.says("Une réponse.")),
        "{answered}"
    );
}

/// An id that is nobody's is no key: `/tickets/anything` is read as that one.
#[rocket::async_test]
async fn nothing_is_made_under_the_id_of_nothing() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let nothing = "00000000-0000-0000-0000-000000000000";
    let asked = jordan.upload(&of("douces", "/tickets"), &[("ticket", nothing), ("words", "Panne.")], &[]).await;
    assert_eq!(asked.status, 422);
    assert_eq!(jordan.get("/tickets/anything").await.status, 404);
}

//! Time that a program writes down for its technician: once, by the rules of the page.

use super::{Answer, Program, json, new_id, problem, wrong_fields};
use crate::support::{App, world};
use rocket::futures::future::join_all;
use serde_json::{Value, json as object};

fn at(n: u32) -> String {
    format!("/api/v1/interventions/{}", new_id(n))
}

fn douces() -> String {
    world::id("structures/douces")
}

async fn listed(samira: &Program<'_>, month: &str) -> Vec<Value> {
    let list = samira.get(&format!("/api/v1/interventions?month={month}")).await;
    assert_eq!(list.status, 200, "{}", list.body());
    json(&list)["interventions"].as_array().expect("work").clone()
}

#[rocket::async_test]
async fn time_is_written_down_once_and_read_by_month() {
    let app = App::start().await;
    let samira = Program::of(&app, "samira_benali", "time").await;
    let before = listed(&samira, "2026-03").await;
    let body = object!({
        "structure": douces(), "machine": world::id("equipment/douces_planning"), "day": "2026-03-23", "start": "07:30",
        "minutes": 25, "kind": "on_site", "note": "Câble changé.", "not_charged": "goodwill",
    });
    let first = samira.put(&at(1), body.clone()).await;
    assert_eq!((first.status, first.location()), (201, "/api/v1/interventions?month=2026-03"), "{}", first.body());
    let record = json(&first);
    assert_eq!((&record["minutes"], &record["start"], &record["kind"]), (&object!(25), &object!("07:30"), &object!("on_site")));
    assert_eq!((&record["structure"]["id"], &record["ticket"]), (&object!(douces()), &Value::Null));
    assert_eq!((&record["counted_in"], &record["not_charged"]), (&object!("2026-03"), &object!("goodwill")));
    let rows = app.rows().await;
    let again = samira.put(&at(1), body).await;
    assert_eq!((again.status, json(&again)), (200, record.clone()));
    assert_eq!(app.rows().await, rows, "the same again writes nothing");
    let after = listed(&samira, "2026-03").await;
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.contains(&record));
    let page = app.signed_in("samira_benali").await.get("/interventions").await;
    assert!(page.says("Câble changé."), "{}", page.page().text());
    let karim = Program::of(&app, "karim_ferrand", "time").await;
    assert!(!listed(&karim, "2026-03").await.contains(&record), "each reads their own");
    assert!(!listed(&samira, "2026-02").await.is_empty());
    problem(&karim.put(&at(1), object!({ "structure": douces(), "minutes": 5, "note": "Autre." })).await, 409);

    // For a request: its structure is that of the request, and its page tells the time.
    let jordan = Program::of(&app, "jordan_pages", "write").await;
    let asked = json(&jordan.put(&format!("/api/v1/tickets/{}", new_id(2)), object!({ "words": "Panne." })).await);
    let spent = samira.put(&at(3), object!({ "ticket": asked["number"], "minutes": 40, "note": "Regardé." })).await;
    assert_eq!((spent.status, &json(&spent)["ticket"]), (201, &asked["number"]), "{}", spent.body());
    assert_eq!(json(&spent)["structure"]["id"], douces());
    let told = json(&jordan.get(&format!("/api/v1/tickets/{}", asked["number"])).await);
    assert_eq!(told["minutes"]["real"], 40);
}

#[rocket::async_test]
async fn what_the_page_refuses_a_program_is_refused() {
    let app = App::start().await;
    let samira = Program::of(&app, "samira_benali", "time").await;
    let work = |more: Value| {
        let mut body = object!({ "structure": douces(), "day": "2026-03-23", "minutes": 30, "note": "Essai." });
        body.as_object_mut().expect("an object").extend(more.as_object().expect("fields").clone());
        body
    };
    assert_eq!(samira.put(&at(1), work(object!({ "start": "06:00" }))).await.status, 201);
    let elsewhere = Program::of(&app, "lucie_bastide", "write").await;
    let foreign = json(&elsewhere.put(&format!("/api/v1/tickets/{}", new_id(9)), object!({ "words": "Panne." })).await);
    let secret = object!({ "words": "Pour vous seuls.", "confidential": true });
    let covered = json(&elsewhere.put(&format!("/api/v1/tickets/{}", new_id(10)), secret).await);
    let before = app.rows().await;
    for (more, field) in [
        (object!({ "start": "06:20" }), "start"),
        (object!({ "day": "2026-03-25" }), "day"),
        (object!({ "day": "2019-01-01" }), "day"),
        (object!({ "day": "demain" }), "day"),
        (object!({ "minutes": 0 }), "minutes"),
        (object!({ "minutes": 1441 }), "minutes"),
        (object!({ "minutes": null }), "minutes"),
        (object!({ "kind": "absence" }), "kind"),
        (object!({ "kind": "x" }), "kind"),
        (object!({ "note": "" }), "note"),
        (object!({ "structure": "11111111-2222-4333-8444-555555555555" }), "structure"),
        (object!({ "structure": null }), "structure"),
        (object!({ "machine": world::id("equipment/escargolins_portable") }), "machine"),
        (object!({ "ticket": foreign["number"] }), "ticket"),
        (object!({ "ticket": covered["number"] }), "ticket"),
        (object!({ "ticket": 999999 }), "ticket"),
        (object!({ "ticket": "1" }), "ticket"),
        (object!({ "worker": "x" }), "worker"),
    ] {
        assert_eq!(wrong_fields(&samira.put(&at(2), work(more.clone())).await), [field], "{more}");
    }
    assert_eq!(wrong_fields(&samira.put("/api/v1/interventions/none", work(object!({}))).await), ["id"]);
    let write = Program::of(&app, "samira_benali", "write").await;
    problem(&write.put(&at(2), work(object!({}))).await, 403);
    for odd in ["month=x", "month=2026-13", "day=2026-03-01", "month=2026-03&month=2026-02"] {
        problem(&samira.get(&format!("/api/v1/interventions?{odd}")).await, 400);
    }
    let written = app.rows().await.into_iter().filter(|row| row.starts_with("intervention: ") && !before.contains(row));
    assert_eq!(written.count(), 0, "what was refused has written nothing");
}

#[rocket::async_test]
async fn work_of_a_closed_month_waits_and_many_at_once_are_one() {
    let app = App::start_after_february().await;
    let samira = Program::of(&app, "samira_benali", "time").await;
    let body = object!({ "structure": douces(), "day": "2026-02-10", "minutes": 15, "note": "Retrouvé." });
    let waits = samira.put(&at(1), body.clone()).await;
    assert_eq!((waits.status, &json(&waits)["counted_in"]), (201, &Value::Null), "{}", waits.body());
    let again = samira.put(&at(1), body).await;
    assert_eq!((again.status, json(&again)), (200, json(&waits)));
    assert!(listed(&samira, "2026-02").await.contains(&json(&waits)));
    let late = app.rows().await.into_iter().filter(|row| row.starts_with("late_arrival: ") && row.contains("Retrouvé"));
    assert_eq!(late.count(), 1, "kept once, until it is decided on");

    let address = at(2);
    let send = || samira.put(&address, object!({ "structure": douces(), "minutes": 10, "note": "Une fois." }));
    let answers: Vec<Answer> = join_all((0..20).map(|_| send())).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!((made, answers.iter().all(|answer| matches!(answer.status, 200 | 201))), (1, true));
}

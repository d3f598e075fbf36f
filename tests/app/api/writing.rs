//! What programs make and answer: once, by the rules of pages, and every mistake told.

use super::{Program, Token, json, new_id, problem, ticket, wrong_fields};
use crate::support::{App, world};
use rocket::futures::future::join_all;
use rocket::http::{ContentType, Method};
use serde_json::json as object;
use std::collections::BTreeSet;

fn made_at(n: u32) -> String {
    format!("/api/v1/tickets/{}", new_id(n))
}

#[rocket::async_test]
async fn a_request_is_made_once_and_its_channel_stays() {
    let app = App::start().await;
    let jordan = Program::of(&app, "jordan_pages", "write").await;
    app.letters().await;
    let body = object!({ "words": "L'écran clignote.", "urgency": "no", "impact": "several", "machine": world::id("equipment/douces_planning") });
    let first = jordan.put(&made_at(1), body.clone()).await;
    assert_eq!(first.status, 201, "{}", first.body());
    let record = json(&first);
    assert_eq!(first.location(), format!("/api/v1/tickets/{}", record["number"]));
    assert_eq!(
        (&record["channel"], &record["priority"], &record["state"]),
        (&object!("api"), &object!("blocks"), &object!("received"))
    );
    assert_eq!(
        (&record["id"], &record["title"], &record["minutes"]),
        (&object!(new_id(1)), &object!("L'écran clignote."), &object!(null))
    );
    assert_eq!(record["machine"]["id"], world::id("equipment/douces_planning").as_str());
    let rows = app.rows().await;
    let second = jordan.put(&made_at(1), body).await;
    assert_eq!((second.status, second.location(), json(&second)), (200, first.location(), record));
    assert_eq!(app.rows().await, rows, "the same again writes nothing");
    let told = app.letters().await;
    assert_eq!(told.len(), 2, "both technicians are told, once");
    let mut samira = app.signed_in("samira_benali").await;
    assert!(samira.get("/tickets?channel=api").await.says("L'écran clignote."));
    assert!(samira.get("/tickets?filters=open").await.says("Un programme"));
    let next = jordan.put(&made_at(2), object!({ "words": "Autre chose." })).await;
    let (one, two) = (json(&first)["number"].as_i64(), json(&next)["number"].as_i64());
    assert_eq!(two, one.map(|one| one + 1), "no number is lost");
    assert_eq!(
        (&json(&next)["urgency"], &json(&next)["impact"]),
        (&object!("hardly"), &object!("me")),
        "what is not said is as on the page"
    );
}

#[rocket::async_test]
async fn many_equal_ones_at_once_make_one() {
    let app = App::start().await;
    let token = Token::made(&app, "jordan_pages", "write").await;
    let send = |address: String| {
        let (app, token) = (&app, token.text.clone());
        async move { Program::with(app, &token).put(&address, object!({ "words": "Plus rien." })).await }
    };
    let answers = join_all((0..20).map(|_| send(made_at(1)))).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 201)), "{statuses:?}");
    let places: BTreeSet<&str> = answers.iter().map(|answer| answer.location()).collect();
    assert_eq!(places.len(), 1);
    let message = format!("{}/messages/{}", answers[0].location(), new_id(2));
    let answers = join_all((0..20).map(|_| send(message.clone()))).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 201)), "{statuses:?}");
    let said = json(&Program::with(&app, &token.text).get(&format!("{}/messages", places.first().expect("one"))).await);
    assert_eq!(said["messages"].as_array().map(Vec::len), Some(2));
}

/// RT CVE-2026-108270 and its kin: ids of others in bodies and addresses.
#[rocket::async_test]
async fn cve_2026_108270_foreign_ids_are_as_absent_ones() {
    let app = App::start().await;
    let (jordan, lucie) = (Program::of(&app, "jordan_pages", "write").await, Program::of(&app, "lucie_bastide", "write").await);
    assert_eq!(jordan.put(&made_at(1), object!({ "words": "Panne." })).await.status, 201);
    let before = app.rows().await;
    problem(&lucie.put(&made_at(1), object!({ "words": "Panne." })).await, 409);
    let absent = "11111111-2222-4333-8444-555555555555";
    for (field, foreign) in
        [("structure", world::id("structures/escargolins")), ("machine", world::id("equipment/escargolins_portable"))]
    {
        let there = jordan.put(&made_at(2), object!({ "words": "Panne.", field: foreign })).await;
        let nowhere = jordan.put(&made_at(2), object!({ "words": "Panne.", field: absent })).await;
        assert_eq!(wrong_fields(&there), [field]);
        assert_eq!(there.body(), nowhere.body());
    }
    // The id of a message that was said elsewhere, by oneself or by another.
    let of_a = ticket(&jordan, "planning_navigateur").await;
    let said = format!("{of_a}/messages/{}", new_id(3));
    assert_eq!(jordan.put(&said, object!({ "words": "Bonjour." })).await.status, 201);
    let other = json(&jordan.put(&made_at(1), object!({ "words": "Panne." })).await)["number"].clone();
    problem(&jordan.put(&format!("/api/v1/tickets/{other}/messages/{}", new_id(3)), object!({ "words": "Bonjour." })).await, 409);
    let veronique = Program::of(&app, "veronique_lacaze", "write").await;
    problem(&veronique.put(&said, object!({ "words": "Bonjour." })).await, 409);
    let samira = Program::of(&app, "samira_benali", "write").await;
    let assign = samira.put(&format!("{of_a}/assignment"), object!({ "to": world::id("people/lucie_bastide") })).await;
    assert_eq!(wrong_fields(&assign), ["to"]);
    let written: Vec<String> = app.rows().await.into_iter().filter(|row| !before.contains(row)).collect();
    assert!(
        written.iter().all(|row| !row.starts_with("ticket: ") || row.contains("jordan") || !row.contains("Panne")),
        "{written:#?}"
    );
}

/// Zammad CVE-2026-102489: bodies of wrong shapes and types are refused shortly, and write nothing.
#[rocket::async_test]
async fn cve_2026_102489_wrong_bodies_are_refused_without_detail() {
    let app = App::start().await;
    let (jordan, samira) = (Program::of(&app, "jordan_pages", "write").await, Program::of(&app, "samira_benali", "time").await);
    let of_a = ticket(&jordan, "planning_navigateur").await;
    assert_eq!(samira.get("/api/v1/tickets").await.status, 200, "the day of its use is written down");
    let addresses = [made_at(1), format!("{of_a}/messages/{}", new_id(2))];
    let before = app.rows().await;
    let deep = format!("{{\"words\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let heavy = format!("{{\"words\":\"{}\"}}", "a".repeat(300_000));
    for address in &addresses {
        for (kind, body, status) in [
            (ContentType::JSON, "", 400),
            (ContentType::JSON, "{", 400),
            (ContentType::JSON, "{\"words\":\"a\"} x", 400),
            (ContentType::JSON, "{\"words\":1e400}", 400),
            (ContentType::JSON, deep.as_str(), 400),
            (ContentType::JSON, "[]", 422),
            (ContentType::JSON, "[\"Panne.\"]", 422),
            (ContentType::JSON, "\"Panne.\"", 422),
            (ContentType::JSON, "null", 422),
            (ContentType::JSON, "{\"words\":\"a\",\"words\":\"b\"}", 422),
            (ContentType::JSON, heavy.as_str(), 413),
            (ContentType::Form, "words=Panne", 415),
            (ContentType::Plain, "{\"words\":\"Panne.\"}", 415),
        ] {
            let answer = jordan.ask(Method::Put, address, &[], Some((kind.clone(), body.as_bytes().to_vec()))).await;
            let shown: String = body.chars().take(40).collect();
            assert_eq!(answer.status, status, "{address} {kind} {shown}: {}", answer.body());
            problem(&answer, status);
        }
        problem(&jordan.ask(Method::Put, address, &[], None).await, 415);
    }
    let long = "é".repeat(10_001);
    for (body, fields) in [
        (object!({}), vec!["words"]),
        (object!({ "words": null }), vec!["words"]),
        (object!({ "words": " " }), vec!["words"]),
        (object!({ "words": 1 }), vec!["words"]),
        (object!({ "words": long }), vec!["words"]),
        (
            object!({ "words": "a", "urgency": "odd", "impact": 1, "confidential": "true", "anyway": 1 }),
            vec!["urgency", "impact", "confidential", "anyway"],
        ),
        (object!({ "words": "a", "machine": "x", "structure": ["x"] }), vec!["structure", "machine"]),
        (object!({ "words": "a", "role": "coordinator", "author": "x", "number": 1 }), vec!["author", "number", "role"]),
    ] {
        assert_eq!(wrong_fields(&jordan.put(&made_at(1), body.clone()).await), fields, "{body}");
    }
    assert_eq!(wrong_fields(&jordan.put("/api/v1/tickets/none", object!({ "words": "a" })).await), ["id"]);
    for (body, fields) in [
        (object!({ "words": "a", "next": "odd", "outcome": "withdrawn", "internal": 0 }), vec!["internal", "next", "outcome"]),
        (object!({ "words": "a", "time": 5 }), vec!["time"]),
        (object!({ "words": "a", "time": {} }), vec!["time.minutes"]),
        (
            object!({ "words": "a", "time": { "minutes": 0, "kind": "x", "day": "x", "start": "x", "x": 1 } }),
            vec!["time.x", "time.minutes", "time.kind", "time.day", "time.start"],
        ),
        (object!({ "words": "a", "time": { "minutes": 1.5 } }), vec!["time.minutes"]),
        (object!({ "words": "a", "time": { "minutes": 10, "day": "2027-01-01" } }), vec!["time.day"]),
    ] {
        let mut told = wrong_fields(&samira.put(&addresses[1], body.clone()).await);
        let mut fields: Vec<String> = fields.into_iter().map(str::to_owned).collect();
        told.sort();
        fields.sort();
        assert_eq!(told, fields, "{body}");
    }
    assert_eq!(app.rows().await, before, "what was refused has written nothing");
}

#[rocket::async_test]
async fn the_requesters_side_answers_and_technicians_alone_do_more() {
    let app = App::start().await;
    let (jordan, samira) = (Program::of(&app, "jordan_pages", "write").await, Program::of(&app, "samira_benali", "time").await);
    let of_a = jordan.put(&made_at(1), object!({ "words": "L'écran clignote." })).await.location().to_owned();
    let message = |n: u32| format!("{of_a}/messages/{}", new_id(n));
    app.letters().await;
    let asks = samira.put(&message(10), object!({ "words": "Quel écran ?", "next": "waiting" })).await;
    assert_eq!((asks.status, asks.location()), (201, format!("{of_a}/messages").as_str()), "{}", asks.body());
    assert_eq!(json(&samira.get(&of_a).await)["state"], "waiting");
    assert_eq!(app.letters().await.len(), 1, "who asked is told");
    for field in [object!({ "internal": true }), object!({ "next": "settled" }), object!({ "outcome": "fixed" })] {
        let mut body = object!({ "words": "Celui du fond." });
        body.as_object_mut().expect("an object").extend(field.as_object().expect("a field").clone());
        assert_eq!(wrong_fields(&jordan.put(&message(11), body).await).len(), 1, "{field}");
    }
    problem(&jordan.put(&message(11), object!({ "words": "a", "time": { "minutes": 5 } })).await, 403);
    let answers = jordan.put(&message(11), object!({ "words": "Celui du fond." })).await;
    assert_eq!(answers.status, 201, "{}", answers.body());
    assert_eq!((&json(&answers)["words"], &json(&answers)["mine"]), (&object!("Celui du fond."), &object!(true)));
    assert_eq!(jordan.put(&message(11), object!({ "words": "Celui du fond." })).await.status, 200);
    assert_eq!(json(&samira.get(&of_a).await)["state"], "in_hand");

    let note = samira.put(&message(12), object!({ "words": "Câble à changer.", "internal": true })).await;
    assert_eq!((note.status, &json(&note)["internal"]), (201, &object!(true)));
    let said = jordan.get(&format!("{of_a}/messages")).await.body();
    assert!(said.contains("Celui du fond.") && !said.contains("Câble"));
    let time = object!({ "minutes": 20, "kind": "remote" });
    let plain = Program::of(&app, "samira_benali", "write").await;
    let settles = object!({ "words": "C'est changé.", "next": "settled", "outcome": "advice", "time": time });
    problem(&plain.put(&message(13), settles.clone()).await, 403);
    assert_eq!(samira.put(&message(13), settles.clone()).await.status, 201);
    assert_eq!(samira.put(&message(13), settles).await.status, 200, "and its time once");
    let record = json(&samira.get(&of_a).await);
    assert_eq!(
        (&record["state"], &record["outcome"], &record["minutes"]["real"]),
        (&object!("settled"), &object!("advice"), &object!(20))
    );
    let page = app.signed_in("samira_benali").await.get(&format!("/tickets/{}", new_id(1))).await;
    assert!(page.says("C'est changé.") && page.says("20 min réelles"), "{}", page.page().text());
}

#[rocket::async_test]
async fn a_likely_secret_is_pointed_out_once() {
    let app = App::start().await;
    let jordan = Program::of(&app, "jordan_pages", "write").await;
    assert_eq!(jordan.get("/api/v1/tickets").await.status, 200, "the day of its use is written down");
    let words = "Je n'arrive plus à entrer, mon mot de passe est Pivoine42!";
    let before = app.rows().await;
    let told = jordan.put(&made_at(1), object!({ "words": words })).await;
    assert_eq!(wrong_fields(&told), ["words"]);
    let detail = problem(&told, 422)["errors"][0]["detail"].as_str().unwrap_or_default().to_owned();
    assert!(detail.contains("mot de passe") && detail.contains("anyway") && !detail.contains("Pivoine42"), "{detail}");
    assert_eq!(app.rows().await, before);
    let sent = jordan.put(&made_at(1), object!({ "words": words, "anyway": true })).await;
    assert_eq!(sent.status, 201, "{}", sent.body());
    let message = format!("{}/messages/{}", sent.location(), new_id(2));
    assert_eq!(wrong_fields(&jordan.put(&message, object!({ "words": words })).await), ["words"]);
    assert_eq!(jordan.put(&message, object!({ "words": words, "anyway": true })).await.status, 201);
}

/// FreeScout CVE-2026-32754: what runs in a page is words here, and words on the page.
#[rocket::async_test]
async fn cve_2026_32754_a_script_stays_words() {
    let app = App::start().await;
    let jordan = Program::of(&app, "jordan_pages", "write").await;
    for (n, payload) in
        ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{7*7}}", "<svg/onload=alert(1)>"].into_iter().enumerate()
    {
        let n = u32::try_from(n).expect("a small number");
        let made = jordan.put(&made_at(10 + n), object!({ "words": payload })).await;
        assert_eq!((made.status, &json(&made)["title"]), (201, &object!(payload)));
        let said = jordan.get(&format!("{}/messages", made.location())).await;
        assert_eq!((said.header("content-type"), said.header("x-content-type-options")), ("application/json", "nosniff"));
        assert_eq!(json(&said)["messages"][0]["words"], payload, "kept as it was typed");
        let page = app.signed_in("samira_benali").await.get(&format!("/tickets/{}", new_id(10 + n))).await;
        assert!(page.says(payload) && (!payload.contains('<') || !page.body().contains(payload)), "{payload}");
    }
}

#[rocket::async_test]
async fn moves_are_those_of_the_page_and_made_once() {
    let app = App::start().await;
    let (jordan, samira) = (Program::of(&app, "jordan_pages", "write").await, Program::of(&app, "samira_benali", "write").await);
    let of_a = jordan.put(&made_at(1), object!({ "words": "Rien ne va." })).await.location().to_owned();
    let to = |part: &str| format!("{of_a}/{part}");
    let state = async |program: &Program<'_>| json(&program.get(&of_a).await)["state"].clone();
    let karim = object!({ "to": world::id("people/karim_ferrand"), "reason": "Il passe demain." });
    let given = samira.put(&to("assignment"), karim.clone()).await;
    assert_eq!((given.status, &json(&given)["assignee"]), (200, &object!("Karim")), "{}", given.body());
    let rows = app.rows().await;
    assert_eq!(samira.put(&to("assignment"), karim).await.status, 200);
    assert_eq!(app.rows().await, rows, "given once");
    let back = samira.put(&to("assignment"), object!({ "reason": "En congé." })).await;
    assert_eq!((&json(&back)["state"], &json(&back)["assignee"]), (&object!("received"), &object!(null)), "back in the queue");
    problem(&samira.put(&to("closure"), object!({})).await, 403);
    for _ in 0..2 {
        let closed = jordan.put(&to("closure"), object!({})).await;
        assert_eq!((closed.status, &json(&closed)["outcome"]), (200, &object!("fixed")));
    }
    problem(&jordan.put(&to("withdrawal"), object!({})).await, 409);
    for _ in 0..2 {
        assert_eq!(jordan.put(&to("reopening"), object!({})).await.status, 200);
    }
    assert_eq!(state(&jordan).await, "received");
    problem(&samira.put(&to("withdrawal"), object!({})).await, 403);
    assert_eq!(samira.get(&of_a).await.status, 200, "read by a technician");
    assert_eq!(
        problem(&jordan.put(&to("withdrawal"), object!({})).await, 409)["detail"],
        "Quelqu'un l'a déjà lue\u{a0}: elle ne peut plus être retirée."
    );
    let unread = jordan.put(&made_at(2), object!({ "words": "Fausse alerte." })).await.location().to_owned();
    let taken_back = jordan.put(&format!("{unread}/withdrawal"), object!({})).await;
    assert_eq!((taken_back.status, &json(&taken_back)["outcome"]), (200, &object!("withdrawn")));
    // Settled too long ago: it opens no more; what is written asks anew (`files.rs`).
    assert_eq!(jordan.put(&to("closure"), object!({})).await.status, 200);
    app.wait(chrono::TimeDelta::days(15));
    problem(&jordan.put(&to("reopening"), object!({})).await, 409);
}

#[rocket::async_test]
async fn who_is_at_home_twice_says_where() {
    let app = App::start().await;
    let samira = Program::of(&app, "samira_benali", "write").await;
    problem(&samira.put(&made_at(1), object!({ "words": "Panne." })).await, 403);
    let (mut claire, email) = (app.signed_in("claire_vidal").await, &world::person("jordan_pages").email);
    let form = [("name", "Jordan"), ("email", email.as_str()), ("role", "employee"), ("language", "fr")];
    assert_eq!(claire.post(&format!("/structures/{}/people", world::id("structures/escargolins")), &form).await.status, 303);
    let jordan = Program::of(&app, "jordan_pages", "write").await;
    assert_eq!(wrong_fields(&jordan.put(&made_at(1), object!({ "words": "Panne." })).await), ["structure"]);
    let escargolins = world::id("structures/escargolins");
    let made = jordan.put(&made_at(1), object!({ "words": "Panne.", "structure": escargolins })).await;
    assert_eq!((made.status, &json(&made)["structure"]["id"]), (201, &object!(escargolins)));
}

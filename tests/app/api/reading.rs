//! Requests as programs read them: the same as on pages, neither a word nor a number more.

use super::{Program, json, problem, ticket};
use crate::support::{App, Person, world};
use serde_json::Value;
use std::collections::BTreeSet;

/// Everybody of the named world whose lists differ: employees, referents, technicians, at home once or twice.
const READERS: [&str; 10] = [
    "jordan_pages",
    "maria_goncalves",
    "lucie_bastide",
    "veronique_lacaze",
    "nadege_coulon",
    "camille_teyssier",
    "stephane_abadie",
    "emily_hargreaves",
    "samira_benali",
    "karim_ferrand",
];

/// Every row of a list, page after page.
async fn whole(program: &Program<'_>, list: &str) -> Vec<Value> {
    let (mut rows, mut next) = (Vec::new(), Some(list.to_owned()));
    while let Some(address) = next {
        let answer = program.get(&address).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.body());
        let page = json(&answer);
        let these = page["tickets"].as_array().expect("rows").clone();
        assert!(these.len() <= 50);
        rows.extend(these);
        next = page["next"].as_str().map(str::to_owned);
    }
    rows
}

fn numbers(rows: &[Value]) -> BTreeSet<i64> {
    rows.iter().map(|row| row["number"].as_i64().expect("a number")).collect()
}

/// The numbers of a table.
async fn of_table(person: &mut Person<'_>, address: &str) -> BTreeSet<i64> {
    let table = person.get(address).await;
    assert_eq!(table.status, 200, "{address}");
    let body = table.body();
    let rows = body.lines().filter_map(|line| line.split(';').next()?.parse().ok());
    rows.collect()
}

/// `tickets.md` § 4: no second rule.
#[rocket::async_test]
async fn everybodys_list_is_that_of_their_pages() {
    let app = App::start().await;
    let mut read = 0;
    for who in READERS {
        let program = Program::of(&app, who, "read").await;
        let mut person = app.signed_in(who).await;
        let mut shown = of_table(&mut person, "/tickets.csv").await;
        for key in ["douces", "escargolins", "tablee", "ecluse", "regie", "cabas", "rebrique", "semis"] {
            let list = format!("/structures/{}/tickets", world::id(&format!("structures/{key}")));
            let answers = !matches!(who, "samira_benali" | "karim_ferrand") && person.get(&list).await.status == 200;
            if answers {
                shown.extend(of_table(&mut person, &format!("{list}.csv")).await);
            }
        }
        let rows = whole(&program, "/api/v1/tickets").await;
        assert_eq!(numbers(&rows), shown, "{who}");
        assert_eq!(numbers(&rows).len(), rows.len(), "{who}: none twice");
        read += rows.len();
    }
    assert!(read > 30, "there was something to read: {read}");
    let mut samira = app.signed_in("samira_benali").await;
    let program = Program::of(&app, "samira_benali", "read").await;
    for filter in
        ["state=all", "state=waiting", "assignee=me", "state=settled&sort=oldest", "priority=blocks&state=all", "late=true"]
    {
        let rows = whole(&program, &format!("/api/v1/tickets?{filter}")).await;
        assert_eq!(numbers(&rows), of_table(&mut samira, &format!("/tickets.csv?{filter}")).await, "{filter}");
    }
    assert!(whole(&program, "/api/v1/tickets?state=all").await.len() > 50, "more than one page");
}

#[rocket::async_test]
async fn odd_filters_and_those_of_technicians_show_no_list() {
    let app = App::start().await;
    let jordan = Program::of(&app, "jordan_pages", "read").await;
    let samira = Program::of(&app, "samira_benali", "read").await;
    for odd in
        ["state=open'--", "sort=title", "after=1", "state[]=open", "page=2", "late=1", "state=open&state=open", "structure=x"]
    {
        problem(&jordan.get(&format!("/api/v1/tickets?{odd}")).await, 400);
        problem(&samira.get(&format!("/api/v1/tickets?{odd}")).await, 400);
    }
    for technicians in ["assignee=nobody", "priority=blocks", "channel=phone"] {
        problem(&jordan.get(&format!("/api/v1/tickets?{technicians}")).await, 400);
        assert_eq!(samira.get(&format!("/api/v1/tickets?{technicians}")).await.status, 200);
    }
    let veronique = Program::of(&app, "veronique_lacaze", "read").await;
    let (own, settled) = (whole(&veronique, "/api/v1/tickets").await, whole(&veronique, "/api/v1/tickets?state=settled").await);
    assert!(!settled.is_empty() && settled.len() < own.len(), "others filter theirs too");
    let elsewhere = format!("/api/v1/tickets?structure={}", world::id("structures/escargolins"));
    assert!(whole(&jordan, &elsewhere).await.is_empty());
    assert!(!whole(&samira, &elsewhere).await.is_empty());
}

#[rocket::async_test]
async fn what_is_not_yours_is_not_there() {
    let app = App::start().await;
    let samira = Program::of(&app, "samira_benali", "time").await;
    let of_a = ticket(&samira, "planning_navigateur").await;
    let lucie = Program::of(&app, "lucie_bastide", "write").await;
    let word = serde_json::json!({ "words": "Bonjour." });
    for (part, id) in
        [("", ""), ("/messages", ""), ("/messages/", "01900000-0000-7000-8000-000000000001"), ("/closure", ""), ("/reopening", "")]
    {
        let (there, nowhere) = (format!("{of_a}{part}{id}"), format!("/api/v1/tickets/999999{part}{id}"));
        let (foreign, absent) = match part {
            "" | "/messages" => (lucie.get(&there).await, lucie.get(&nowhere).await),
            _ => (lucie.put(&there, word.clone()).await, lucie.put(&nowhere, word.clone()).await),
        };
        assert_eq!((foreign.status, foreign.body()), (404, absent.body()), "{part}");
        problem(&absent, 404);
    }
    for junk in
        ["0", "-1", "+1", "1e3", "9999999999999999999", "%00", "a", "%27%20OR%201=1", "01900000-0000-7000-8000-000000000001"]
    {
        problem(&samira.get(&format!("/api/v1/tickets/{junk}")).await, 404);
    }
    assert_eq!(samira.get(&of_a).await.status, 200, "there was something to hide");
}

#[rocket::async_test]
async fn one_request_and_its_conversation_are_those_of_its_page() {
    let app = App::start().await;
    let (samira, jordan) = (Program::of(&app, "samira_benali", "read").await, Program::of(&app, "jordan_pages", "read").await);
    let address = ticket(&jordan, "planning_navigateur").await;
    let one = json(&jordan.get(&address).await);
    let page = app.signed_in("jordan_pages").await.get(&format!("/tickets/{}", world::id("tickets/planning_navigateur"))).await;
    assert!(page.says(one["title"].as_str().expect("a title")), "{one:#}");
    assert_eq!(one["requester"], "Jordan Pagès", "{one:#}");
    assert_eq!(one["structure"]["id"], world::id("structures/douces").as_str());
    assert!(one["received_at"].as_str().is_some_and(|at| at.ends_with('Z')), "{one:#}");
    let minutes = &one["minutes"];
    let real = minutes["real"].as_i64();
    assert_eq!(real.is_some(), page.says("réelle"), "minutes as the page tells them: {minutes}");

    let note = "Penser au certificat, à ne pas dire.";
    let (message, entry) = ("01900000-0000-7000-8000-000000000071", "01900000-0000-7000-8000-000000000072");
    let form = [
        ("message", message),
        ("entry", entry),
        ("words", note),
        ("next", "in_hand"),
        ("minutes", "0"),
        ("kind", "remote"),
        ("act", "note"),
    ];
    let id = world::id("tickets/planning_navigateur");
    assert_eq!(app.signed_in("samira_benali").await.post(&format!("/tickets/{id}/answers"), &form).await.status, 303);
    let said = async |program: &Program<'_>| {
        let answer = program.get(&format!("{address}/messages")).await;
        assert_eq!(answer.status, 200, "{}", answer.body());
        json(&answer)["messages"].as_array().expect("messages").clone()
    };
    let (of_technician, of_requester) = (said(&samira).await, said(&jordan).await);
    let notes = of_technician.iter().filter(|one| one["internal"] == true).count();
    assert!(notes > 0 && of_technician.iter().any(|one| one["words"] == note));
    assert!(of_requester.iter().all(|one| one["internal"] == false) && !of_requester.is_empty());
    assert_eq!(of_requester.len(), of_technician.len() - notes);
    for one in &of_requester {
        assert!(page.body().len() > 100 && one["at"].as_str().is_some_and(|at| at.ends_with('Z')), "{one}");
    }
}

/// `security.md` § 3: who looked is told, whatever they looked with.
#[rocket::async_test]
async fn looking_with_a_program_is_looking() {
    let app = App::start().await;
    let veronique = Program::of(&app, "veronique_lacaze", "read").await;
    let views = format!("/tickets/{}/views", world::id("tickets/planning_navigateur"));
    let mut jordan = app.signed_in("jordan_pages").await;
    assert!(!jordan.get(&views).await.says("Véronique Lacaze"));
    let of_a = ticket(&veronique, "planning_navigateur").await;
    assert!(!jordan.get(&views).await.says("Véronique Lacaze"), "a list is no look at one");
    assert_eq!(veronique.get(&format!("{of_a}/messages")).await.status, 200);
    assert!(jordan.get(&views).await.says("Véronique Lacaze"));
}

#[rocket::async_test]
async fn a_merged_request_leads_to_the_one_in_which_it_lives_on() {
    let app = App::start().await;
    let jordan = Program::of(&app, "jordan_pages", "write").await;
    let mut made = Vec::new();
    for n in [31, 32] {
        let put =
            jordan.put(&format!("/api/v1/tickets/{}", super::new_id(n)), serde_json::json!({ "words": "Plus de réseau." })).await;
        assert_eq!(put.status, 201, "{}", put.body());
        made.push(put.location().to_owned());
    }
    let mut samira = app.signed_in("samira_benali").await;
    let merge = format!("/tickets/{}/merges/{}", super::new_id(32), super::new_id(31));
    assert_eq!(samira.post(&merge, &[("message", &super::new_id(33)), ("words", "")]).await.status, 303);
    for part in ["", "/messages"] {
        let moved = jordan.get(&format!("{}{part}", made[1])).await;
        assert_eq!((moved.status, moved.location()), (308, format!("{}{part}", made[0]).as_str()));
    }
    let origins = json(&jordan.get(&format!("{}/messages", made[0])).await);
    let second: i64 = made[1].rsplit('/').next().and_then(|number| number.parse().ok()).expect("a number");
    assert!(origins["messages"].as_array().expect("messages").iter().any(|one| one["origin"] == second), "{origins:#}");
    let said = jordan.put(&format!("{}/messages/{}", made[1], super::new_id(34)), serde_json::json!({ "words": "Et là ?" })).await;
    assert_eq!((said.status, said.location()), (201, format!("{}/messages", made[0]).as_str()), "said where it lives on");
    let lucie = Program::of(&app, "lucie_bastide", "read").await;
    problem(&lucie.get(&made[1]).await, 404);
}

#[rocket::async_test]
async fn a_confidential_request_is_a_line_without_a_word() {
    let app = App::start().await;
    let jordan = Program::of(&app, "jordan_pages", "write").await;
    let body = serde_json::json!({ "words": "Des messages menaçants.", "confidential": true, "urgency": "no" });
    let made = jordan.put(&format!("/api/v1/tickets/{}", super::new_id(41)), body).await;
    assert_eq!(made.status, 201, "{}", made.body());
    let number = json(&made)["number"].clone();
    for who in ["veronique_lacaze", "samira_benali"] {
        let reader = Program::of(&app, who, "read").await;
        let rows = whole(&reader, "/api/v1/tickets?state=all").await;
        let row = rows.iter().find(|row| row["number"] == number).expect("its line");
        assert_eq!(
            (&row["covered"], &row["title"], &row["requester"], &row["priority"]),
            (&true.into(), &Value::Null, &Value::Null, &Value::Null)
        );
        problem(&reader.get(made.location()).await, 404);
        problem(&reader.get(&format!("{}/messages", made.location())).await, 404);
    }
    assert_eq!(json(&jordan.get(made.location()).await)["title"], "Des messages menaçants.");
}

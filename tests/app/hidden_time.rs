//! A referent hides how much time requests took (`tickets.md` § 4): one rule on pages, tables, paper, and for programs. Zammad has
//! shown time to customers by mistake (zammad/zammad#4739, #5061).

use crate::api::{Program, json, ticket};
use crate::doors::{DOORS, Street, filled, someone};
use crate::support::{App, Person, world};
use serde_json::Value;

const TICKET: &str = "tickets/planning_navigateur";

fn structure() -> String {
    format!("/structures/{}", world::id("structures/douces"))
}

/// A quarter of an hour was spent on it before: with it, no other figure of the named world is the same.
const SPENT: &str = "37 min";
const IN_ALL: &str = "52\u{a0}min";

/// A technician answers.
async fn spend(app: &App, minutes: &str, entry: &str) {
    let form = [
        ("message", entry),
        ("entry", entry),
        ("words", "C'est regardé."),
        ("next", "in_hand"),
        ("minutes", minutes),
        ("kind", "remote"),
        ("act", "send"),
    ];
    let answered = app.signed_in("samira_benali").await.post(&format!("/tickets/{}/answers", world::id(TICKET)), &form).await;
    assert_eq!(answered.status, 303, "{}", answered.page().text());
}

async fn switch(referent: &mut Person<'_>, shown: &str) {
    let switched = referent.post(&format!("{}/time", structure()), &[("shown", shown)]).await;
    assert_eq!((switched.status, switched.location()), (303, structure().as_str()));
}

#[rocket::async_test]
async fn zammad_4739_hidden_time_is_on_no_page_of_an_employee() {
    let street = Street::start().await;
    spend(&street.app, SPENT, "01900000-0000-7000-8000-000000000901").await;
    let telling = async |key: &str, number: usize| {
        let mut reader = someone(&street.app, Some(key)).await;
        let mut telling = Vec::new();
        for (route, names, answers) in DOORS.iter().filter(|(route, ..)| route.starts_with("GET")) {
            let (_, address) = filled(route, &street.values(names));
            if answers[number] == 200 && reader.get(&address).await.body().contains(IN_ALL) {
                telling.push(*route);
            }
        }
        telling
    };
    let shown = ["GET /account/data.html", "GET /tickets/<id>"];
    assert_eq!(telling("jordan_pages", 1).await, shown, "there was something to hide");
    switch(&mut someone(&street.app, Some("veronique_lacaze")).await, "false").await;
    assert_eq!(telling("jordan_pages", 1).await, Vec::<&str>::new());
    for (key, number) in [("veronique_lacaze", 3), ("samira_benali", 4)] {
        assert!(telling(key, number).await.contains(&"GET /tickets/<id>"), "{key} still sees it");
    }
    // Nor in a letter: what leaves says what was said.
    street.app.letters().await;
    spend(&street.app, SPENT, "01900000-0000-7000-8000-000000000902").await;
    let letters = street.app.letters().await;
    let told = letters.iter().find(|letter| letter.to == world::person("jordan_pages").email).expect("who asked is told");
    assert!(told.text.contains("C'est regardé.") && !told.text.contains("\u{a0}min"), "{}", told.text);
}

#[rocket::async_test]
async fn hidden_time_is_in_no_table_no_paper_no_answer_to_a_program() {
    let app = App::start().await;
    let (mut jordan, mut veronique) = (app.signed_in("jordan_pages").await, app.signed_in("veronique_lacaze").await);
    let program = Program::of(&app, "jordan_pages", "read").await;
    let of_referent = Program::of(&app, "veronique_lacaze", "read").await;
    let address = ticket(&program, "planning_navigateur").await;
    spend(&app, SPENT, "01900000-0000-7000-8000-000000000901").await;
    let (csv, xlsx, pdf) = ("/tickets.csv", "/tickets.xlsx", format!("/tickets/{}/ticket.pdf", world::id(TICKET)));
    let shown = (jordan.get(csv).await.body(), jordan.get(xlsx).await.bytes, jordan.get(&pdf).await.bytes);
    assert!(shown.0.contains("Minutes comptées") && shown.0.contains(";52;"), "{}", shown.0);
    let minutes = json(&program.get(&address).await)["minutes"].clone();
    let real = minutes["real"].as_i64().expect("some");
    assert_eq!(real, 52, "{minutes}");
    let of_structure = format!("{}/tickets.csv", structure());
    let theirs = veronique.get(&of_structure).await.body();
    assert!(theirs.contains(&format!(";{real};")));

    assert!(veronique.get(&structure()).await.says("Cacher le temps"));
    switch(&mut veronique, "false").await;
    let hidden = (jordan.get(csv).await.body(), jordan.get(xlsx).await.bytes, jordan.get(&pdf).await.bytes);
    assert!(!hidden.0.contains("Minutes") && !hidden.0.contains(&format!(";{real};")), "{}", hidden.0);
    assert_eq!(hidden.0.lines().next().map(|line| line.split(';').count()), Some(15));
    assert!(hidden.1 != shown.1 && hidden.2 != shown.2, "nor in the workbook, nor on paper");
    assert_eq!(json(&program.get(&address).await)["minutes"], Value::Null);
    assert_eq!(json(&of_referent.get(&address).await)["minutes"], minutes, "its referent reads on");
    assert_eq!(veronique.get(&of_structure).await.body(), theirs);
    let mut samira = app.signed_in("samira_benali").await;
    assert!(samira.get("/tickets.csv?state=all").await.body().contains(&format!(";{real};")));
    // More time changes nothing of what an employee takes away but the answer itself.
    assert!(veronique.get(&structure()).await.says("Montrer le temps"));
    switch(&mut veronique, "true").await;
    assert_eq!(jordan.get(csv).await.body(), shown.0);
    assert_eq!(json(&program.get(&address).await)["minutes"], minutes);
}

/// Whoever is at home in two structures: what one hides, the other may show.
#[rocket::async_test]
async fn one_structure_hides_its_own_time_alone() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let email = &world::person("jordan_pages").email;
    let form = [("name", "Jordan"), ("email", email.as_str()), ("role", "employee"), ("language", "fr")];
    assert_eq!(claire.post(&format!("/structures/{}/people", world::id("structures/escargolins")), &form).await.status, 303);
    let program = Program::of(&app, "jordan_pages", "write").await;
    let elsewhere = "/api/v1/tickets/01900000-0000-7000-8000-000000000911";
    let body = serde_json::json!({ "words": "Panne.", "structure": world::id("structures/escargolins") });
    let made = program.put(elsewhere, body).await;
    let samira = Program::of(&app, "samira_benali", "time").await;
    let answer = serde_json::json!({ "words": "C'est fait.", "time": { "minutes": 41 } });
    let said = samira.put(&format!("{}/messages/01900000-0000-7000-8000-000000000912", made.location()), answer).await;
    assert_eq!(said.status, 201, "{}", said.body());
    spend(&app, SPENT, "01900000-0000-7000-8000-000000000901").await;
    assert!(app.signed_in("jordan_pages").await.get("/tickets.csv").await.body().contains(";52;"), "there was something to hide");
    let mut veronique = app.signed_in("veronique_lacaze").await;
    switch(&mut veronique, "false").await;
    let of_a = ticket(&program, "planning_navigateur").await;
    assert_eq!(json(&program.get(&of_a).await)["minutes"], Value::Null);
    assert_eq!(json(&program.get(made.location()).await)["minutes"]["real"], 41);
    let table = app.signed_in("jordan_pages").await.get("/tickets.csv").await.body();
    assert!(table.contains(";41;") && !table.contains(";52;"), "{table}");
    assert!(table.lines().any(|line| line.ends_with(";;")), "of those that hide it the cells are empty: {table}");
}

#[rocket::async_test]
async fn the_journal_says_who_hid_time_once() {
    let app = App::start().await;
    let lines = async |kind: &str| {
        let rows = app.rows().await;
        rows.into_iter().filter(|row| row.starts_with("journal: ") && row.contains(kind)).count()
    };
    let mut veronique = app.signed_in("veronique_lacaze").await;
    switch(&mut veronique, "true").await;
    assert_eq!(lines("time_shown").await, 0, "it is shown already");
    for _ in 0..2 {
        switch(&mut veronique, "false").await;
    }
    assert_eq!((lines("time_hidden").await, lines("time_shown").await), (1, 0));
    switch(&mut veronique, "true").await;
    assert_eq!((lines("time_hidden").await, lines("time_shown").await), (1, 1));
    parcommun::store::check::check(&app.db).await.expect("the journal replays");
}

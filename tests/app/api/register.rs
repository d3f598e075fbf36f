//! Structures and machines as programs read them: what pages show to the same person.

use super::{Program, json, new_id, problem};
use crate::support::{App, Person, world};
use serde_json::{Value, json as object};
use std::collections::BTreeSet;

fn of_structure(key: &str) -> String {
    format!("/api/v1/structures/{}/equipment", world::id(&format!("structures/{key}")))
}

/// Every row of a list, page after page.
async fn whole(program: &Program<'_>, list: &str, rows: &str) -> Vec<Value> {
    let (mut all, mut next) = (Vec::new(), Some(list.to_owned()));
    while let Some(address) = next {
        let answer = program.get(&address).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.body());
        let page = json(&answer);
        let these = page[rows].as_array().expect("rows").clone();
        assert!(these.len() <= 50 && !these.is_empty());
        all.extend(these);
        next = page["next"].as_str().map(str::to_owned);
    }
    all
}

fn texts(rows: &[Value], field: &str) -> Vec<String> {
    rows.iter().map(|row| row[field].as_str().expect("a text").to_owned()).collect()
}

#[rocket::async_test]
async fn structures_are_those_within_reach_with_their_hours_as_their_page_shows_them() {
    let app = App::start().await;
    let list = async |who: &str| whole(&Program::of(&app, who, "read").await, "/api/v1/structures", "structures").await;
    let (of_employee, of_referent, of_all) =
        (list("jordan_pages").await, list("veronique_lacaze").await, list("samira_benali").await);
    assert_eq!(texts(&of_employee, "id"), [world::id("structures/douces")]);
    assert_eq!(texts(&of_referent, "id"), [world::id("structures/douces")]);
    assert!(of_all.len() > 5, "{of_all:#?}");
    // The same figure on the page, in words.
    let page = format!("/structures/{}", world::id("structures/douces"));
    let said = |minutes: &Value| {
        let minutes = minutes.as_i64().expect("minutes");
        let (hours, rest) = (minutes / 60, minutes % 60);
        match (hours, rest) {
            (0, rest) => format!("{rest} min"),
            (hours, 0) => format!("{hours} h"),
            (hours, rest) => format!("{hours} h {rest:02}"),
        }
    };
    let shown = app.signed_in("veronique_lacaze").await.get(&page).await;
    let hours = &of_referent[0]["hours"];
    assert_eq!(hours["month"], "2026-03");
    for figure in ["left", "own", "charged"] {
        assert!(shown.says(&said(&hours[figure])), "{figure}: {} in {}", said(&hours[figure]), shown.page().text());
    }
    let of_a = of_all.iter().find(|row| row["id"] == world::id("structures/douces").as_str()).expect("A");
    assert_eq!(&of_a["hours"], hours, "as its referent");
    let own = &of_employee[0]["hours"];
    assert_eq!((&own["left"], &own["own"], &own["charged"]), (&hours["left"], &Value::Null, &Value::Null), "what is left alone");
    // Hidden on the page, hidden here.
    let mut referent = app.signed_in("veronique_lacaze").await;
    assert_eq!(referent.post(&format!("{page}/left"), &[("shown", "false")]).await.status, 303);
    assert_eq!(list("jordan_pages").await[0]["hours"], Value::Null);
    assert_eq!(&list("veronique_lacaze").await[0]["hours"], hours);
}

/// The ids of the machines that an address of a page leads to.
async fn on_page(person: &mut Person<'_>, address: &str) -> BTreeSet<String> {
    let body = person.get(address).await.body();
    let ids = body.split("\"/equipment/").skip(1).filter_map(|rest| rest.split('"').next());
    ids.filter(|id| id.len() == 36).map(str::to_owned).collect()
}

#[rocket::async_test]
async fn machines_are_those_of_the_register_or_of_the_form() {
    let app = App::start().await;
    let (jordan, veronique, samira) = (
        Program::of(&app, "jordan_pages", "write").await,
        Program::of(&app, "veronique_lacaze", "read").await,
        Program::of(&app, "samira_benali", "read").await,
    );
    let register =
        on_page(&mut app.signed_in("veronique_lacaze").await, &format!("/structures/{}/equipment", world::id("structures/douces")))
            .await;
    let kept = whole(&veronique, &of_structure("douces"), "machines").await;
    assert_eq!(texts(&kept, "id").into_iter().collect::<BTreeSet<_>>(), register);
    assert_eq!(whole(&samira, &of_structure("douces"), "machines").await, kept);
    let names = texts(&kept, "name");
    assert!(names.is_sorted() && names.len() > 5, "{names:?}");
    // What an employee's form offers, and no more: own machines, those of nobody, those of everybody.
    let form = format!("/structures/{}/tickets/new", world::id("structures/douces"));
    let offered = app.signed_in("jordan_pages").await.get(&form).await.body();
    let theirs = whole(&jordan, &of_structure("douces"), "machines").await;
    assert!(theirs.len() < kept.len() && !theirs.is_empty());
    for machine in &kept {
        let id = machine["id"].as_str().expect("an id");
        assert_eq!(offered.contains(id), theirs.contains(machine), "{machine}");
    }
    let named = object!({ "words": "En panne.", "machine": theirs[0]["id"] });
    let made = jordan.put(&format!("/api/v1/tickets/{}", new_id(1)), named).await;
    assert_eq!((made.status, &json(&made)["machine"]["id"]), (201, &theirs[0]["id"]));
}

#[rocket::async_test]
async fn a_machine_is_what_its_page_shows() {
    let app = App::start().await;
    let machine = world::id("equipment/douces_planning");
    let (page, address) = (format!("/equipment/{machine}"), format!("/api/v1/equipment/{machine}"));
    let mut referent = app.signed_in("veronique_lacaze").await;
    let shown = referent.get(&page).await;
    for (who, keeps) in [("jordan_pages", false), ("veronique_lacaze", true), ("samira_benali", true)] {
        let one = json(&Program::of(&app, who, "read").await.get(&address).await);
        for field in ["name", "brand", "model", "serial", "place"] {
            assert!(shown.says(one[field].as_str().expect("a text")), "{field}: {one:#}");
        }
        assert_eq!(one["structure"]["id"], world::id("structures/douces").as_str());
        assert_eq!(one["register"].is_object(), keeps, "{who}: {one:#}");
        if keeps {
            let register = &one["register"];
            assert!(shown.says(register["note"].as_str().expect("a note")), "{register}");
            let work = register["interventions"].as_array().expect("work");
            assert!(work.iter().all(|line| shown.says(line["note"].as_str().expect("a note"))), "{work:#?}");
            let about = Program::of(&app, who, "read").await.get(register["tickets"].as_str().expect("an address")).await;
            assert_eq!(about.status, 200, "{}", about.body());
        }
    }
    let lucie = Program::of(&app, "lucie_bastide", "read").await;
    let absent = "11111111-2222-4333-8444-555555555555";
    let samira = Program::of(&app, "samira_benali", "read").await;
    for (there, nowhere) in [
        (address, format!("/api/v1/equipment/{absent}")),
        (of_structure("douces"), format!("/api/v1/structures/{absent}/equipment")),
    ] {
        let (foreign, nothing) = (lucie.get(&there).await, lucie.get(&nowhere).await);
        problem(&nothing, 404);
        assert_eq!((foreign.status, foreign.body()), (404, nothing.body()));
        assert_eq!((samira.get(&there).await.status, samira.get(&nowhere).await.status), (200, 404));
    }
    for junk in ["none", "1", "%00"] {
        problem(&samira.get(&format!("/api/v1/equipment/{junk}")).await, 404);
        problem(&samira.get(&format!("/api/v1/structures/{junk}/equipment")).await, 404);
    }
}

#[rocket::async_test]
async fn long_lists_come_in_pages_and_odd_ones_are_refused() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let register = format!("/structures/{}/equipment", world::id("structures/douces"));
    for n in 0..60 {
        let form = [("machine", &*new_id(100 + n)), ("kind", "screen"), ("name", "Écran"), ("user", "")];
        assert_eq!(referent.post(&register, &form).await.status, 303);
    }
    let veronique = Program::of(&app, "veronique_lacaze", "read").await;
    let all = whole(&veronique, &of_structure("douces"), "machines").await;
    let ids: BTreeSet<String> = texts(&all, "id").into_iter().collect();
    assert!(all.len() > 60 && ids.len() == all.len(), "each once, those of one name too");
    assert_eq!(ids, on_page(&mut referent, &register).await);
    let elsewhere = world::id("equipment/escargolins_portable");
    for list in [of_structure("douces"), "/api/v1/structures".to_owned()] {
        for odd in ["after=x", "after=", "page=2", "after=1&after=2", "sort=name", "state=open", &format!("after={elsewhere}")] {
            problem(&veronique.get(&format!("{list}?{odd}")).await, 400);
        }
    }
}

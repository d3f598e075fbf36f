//! « Mes données »: what is handed over to somebody about themselves, and what is not.

use crate::support::{App, Person, world};
use chrono::TimeDelta;
use serde_json::Value;

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

async fn data(person: &mut Person<'_>) -> Value {
    let answer = person.get("/account/data.json").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"mes-donnees-2026-03-24.json\"");
    assert_eq!(answer.header("cache-control"), "no-store");
    serde_json::from_slice(&answer.bytes).unwrap_or_else(|error| panic!("{error}: {}", answer.body()))
}

fn words(request: &Value) -> Vec<&str> {
    let messages = request["messages"].as_array().expect("messages");
    messages.iter().map(|message| message["words"].as_str().expect("words")).collect()
}

async fn ask(person: &mut Person<'_>, n: u32, words: &str, files: &[(&str, &str, &str, &[u8])]) -> String {
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    let form = [("ticket", &*new_id(n)), ("words", words), ("urgency", "hardly")];
    assert_eq!(person.upload(&address, &form, files).await.status, 303);
    format!("/tickets/{}", new_id(n))
}

#[rocket::async_test]
async fn everything_about_oneself_is_handed_over_notes_included() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let file = ("files", "devis.pdf", "application/pdf", &b"%PDF-1.7\n"[..]);
    let ticket = ask(&mut jordan, 1, "Voici le devis.", &[file]).await;
    app.wait(TimeDelta::minutes(1));
    let note = [
        ("message", &*new_id(2)),
        ("entry", &new_id(3)),
        ("words", "Jordan appelle souvent."),
        ("next", "in_hand"),
        ("minutes", "0"),
        ("kind", "remote"),
        ("act", "note"),
    ];
    assert_eq!(samira.upload(&format!("{ticket}/answers"), &note, &[]).await.status, 303);
    assert_eq!(samira.get(&ticket).await.status, 200, "she looks at it");
    let link = jordan.get("/account").await.page().link("Mes données : les emporter, les corriger, les effacer");
    let page = jordan.get(&link).await;
    let readable = page.page().link("Pour lire et imprimer");

    let data = data(&mut jordan).await;
    assert_eq!((data["shape"].as_u64(), data["person"]["name"].as_str()), (Some(1), Some("Jordan Pagès")));
    assert_eq!(data["homes"][0]["structure"].as_str(), data["requests"][0]["structure"].as_str());
    assert!(!data["sessions"].as_array().expect("sessions").is_empty());
    let requests = data["requests"].as_array().expect("requests");
    assert!(requests.len() > 3, "those of the named world too");
    let mine = requests.iter().find(|request| words(request).contains(&"Voici le devis.")).expect("the request");
    assert!(words(mine).contains(&"Jordan appelle souvent."), "a note about one's own request");
    let file = &mine["messages"][0]["files"][0];
    assert_eq!(file["name"].as_str(), Some("devis.pdf"));
    let address = file["address"].as_str().and_then(|address| address.strip_prefix("https://parc.example"));
    assert_eq!(jordan.get(address.expect("a link of ours")).await.status, 200);
    assert!(mine["seen_by"].as_array().expect("views").iter().any(|view| view["by"].as_str() == Some("Samira Benali")));
    let rows = app.rows().await;
    let pieces = rows.iter().flat_map(|row| row.split(|c: char| !c.is_ascii_alphanumeric()));
    let hashes: Vec<&str> = pieces.filter(|piece| piece.len() == 64 && piece.bytes().all(|b| b.is_ascii_hexdigit())).collect();
    let text = data.to_string();
    assert!(!hashes.is_empty() && hashes.iter().all(|hash| !text.contains(hash)), "no secret, not even its hash");

    let answer = jordan.get(&readable).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"mes-donnees-2026-03-24.html\""));
    for said in ["Jordan Pagès", "Voici le devis.", "Jordan appelle souvent.", "note interne", "devis.pdf", "Lue par Samira Benali"]
    {
        assert!(answer.says(said), "{said}: {}", answer.page().text());
    }
    let (closed, opened) = (answer.body().matches("</article>").count(), answer.body().matches("<article>").count());
    assert!(closed == opened && answer.body().trim_end().ends_with("</html>"), "a whole document");
}

#[rocket::async_test]
async fn what_others_said_is_handed_over_as_far_as_it_could_be_read() {
    let app = App::start().await;
    let (mut jordan, mut maria) = (app.signed_in("jordan_pages").await, app.signed_in("maria_goncalves").await);
    let mut samira = app.signed_in("samira_benali").await;
    let ticket = ask(&mut maria, 1, "Le plafonnier clignote.", &[]).await;
    app.wait(TimeDelta::minutes(1));
    let adding = [("person", &*world::id("people/jordan_pages")), ("part", "watcher")];
    assert_eq!(maria.post(&format!("{ticket}/participations"), &adding).await.status, 303);
    let note = [
        ("message", &*new_id(2)),
        ("entry", &new_id(3)),
        ("words", "Entre techniciens."),
        ("next", "in_hand"),
        ("minutes", "0"),
        ("kind", "remote"),
        ("act", "note"),
    ];
    assert_eq!(samira.upload(&format!("{ticket}/answers"), &note, &[]).await.status, 303);
    let reply = [("message", &*new_id(4)), ("words", "Chez moi aussi.")];
    assert_eq!(jordan.upload(&format!("{ticket}/messages"), &reply, &[]).await.status, 303);

    let followed = |data: &Value| {
        let requests = data["requests"].as_array().expect("requests").clone();
        requests.into_iter().find(|request| words(request).contains(&"Chez moi aussi.")).expect("the request")
    };
    let request = followed(&data(&mut jordan).await);
    assert_eq!(words(&request), ["Le plafonnier clignote.", "Chez moi aussi."], "no note about somebody else's request");
    assert_eq!(request["part"].as_str(), Some("watcher"));
    assert!(data(&mut app.signed_in("lucie_bastide").await).await.to_string().find("plafonnier").is_none(), "another's");

    // Moved to another structure: what is said there now is not theirs to read.
    let mut claire = app.signed_in("claire_vidal").await;
    let elsewhere = format!("/structures/{}/people", world::id("structures/tablee"));
    let form =
        [("name", "Jordan Pagès"), ("email", &*world::person("jordan_pages").email), ("role", "employee"), ("language", "fr")];
    assert_eq!(claire.post(&elsewhere, &form).await.status, 303);
    let ending =
        format!("/structures/{}/people/{}/ending", world::id("structures/douces"), world::id("memberships/jordan_pages/douces"));
    assert_eq!(claire.post(&ending, &[]).await.status, 303);
    let mut jordan = app.signed_in("jordan_pages").await;
    let request = followed(&data(&mut jordan).await);
    assert_eq!((words(&request), &request["title"]), (vec!["Chez moi aussi."], &Value::Null));
}

#[rocket::async_test]
async fn a_technician_gets_their_time_and_what_they_looked_at() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    samira.get(&format!("/tickets/{}", world::id("tickets/planning_navigateur"))).await;
    let data = data(&mut samira).await;
    for part in ["interventions", "visits", "looks", "duties", "contracts"] {
        assert!(!data[part].as_array().expect(part).is_empty(), "{part}");
    }
    assert!(samira.get("/account/data.html").await.says("Temps que j'ai passé"));
    let mut claire = app.signed_in("claire_vidal").await;
    assert!(claire.get("/account/data.html").await.says("Lignes du journal que j'ai causées"));
}

#[rocket::async_test]
async fn ten_an_hour_are_enough() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    for n in 0..10 {
        let kind = if n % 2 == 0 { "json" } else { "html" };
        assert_eq!(jordan.get(&format!("/account/data.{kind}")).await.status, 200);
    }
    assert_eq!(jordan.get("/account/data.json").await.status, 429);
    assert_eq!(jordan.get("/tickets.csv").await.status, 200, "other exports are counted apart");
    app.wait(TimeDelta::hours(1));
    assert_eq!(jordan.get("/account/data.json").await.status, 200);
}

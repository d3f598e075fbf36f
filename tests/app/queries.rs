//! How many queries the pages that are asked most ask the database, whatever they show (`tickets.md` § 14).

use crate::support::html::Page;
use crate::support::{App, Person, world};
use chrono::TimeDelta;

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

/// How many queries a page asks once what does not change is known.
async fn asked_by(app: &App, person: &mut Person<'_>, address: &str) -> usize {
    assert_eq!(person.get(address).await.status, 200, "{address}");
    app.queries();
    assert_eq!(person.get(address).await.status, 200);
    app.queries()
}

async fn ask(person: &mut Person<'_>, n: u32) -> String {
    let asked = format!("/structures/{}/tickets", world::id("structures/douces"));
    let sent = person.upload(&asked, &[("ticket", &new_id(n)), ("words", "L'écran clignote"), ("urgency", "no")], &[]).await;
    assert_eq!(sent.status, 303);
    format!("/tickets/{}", new_id(n))
}

async fn converse(app: &App, jordan: &mut Person<'_>, samira: &mut Person<'_>, ticket: &str, times: u32) {
    for n in 0..times {
        app.wait(TimeDelta::minutes(1));
        let (answer, entry, reply) = (new_id(1_000 + 3 * n), new_id(1_001 + 3 * n), new_id(1_002 + 3 * n));
        let said = [("message", &*answer), ("entry", &entry), ("words", "Et là ?"), ("next", "waiting"), ("minutes", "0")];
        let said = samira.post(&format!("{ticket}/answers"), &[&said[..], &[("kind", "remote"), ("act", "send")]].concat()).await;
        assert_eq!(said.status, 303, "{}", said.page().text());
        let said = jordan.upload(&format!("{ticket}/messages"), &[("message", &reply), ("words", "Toujours.")], &[]).await;
        assert_eq!(said.status, 303, "{}", said.page().text());
    }
}

#[rocket::async_test]
async fn a_ticket_asks_eight_questions_at_most_however_long_its_conversation() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let ticket = ask(&mut jordan, 1).await;
    let short = asked_by(&app, &mut samira, &ticket).await;
    converse(&app, &mut jordan, &mut samira, &ticket, 10).await;
    let long = asked_by(&app, &mut samira, &ticket).await;
    let own = asked_by(&app, &mut jordan, &ticket).await;
    assert!((1..=8).contains(&short), "{short}");
    assert!((1..=8).contains(&long), "{long}");
    assert!((1..=8).contains(&own), "{own}");
}

#[rocket::async_test]
async fn a_long_conversation_shows_what_it_began_with_and_its_newest_thirty_messages() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let ticket = ask(&mut jordan, 1).await;
    let whole = format!("{ticket}/messages");
    // The request, and thirty: nothing is left out.
    converse(&app, &mut jordan, &mut samira, &ticket, 15).await;
    for person in [&mut jordan, &mut samira] {
        let shown = person.get(&ticket).await.page();
        assert_eq!(messages(&shown), 31);
        assert!(shown.find("link", OLDER).is_none());
    }
    app.wait(TimeDelta::minutes(1));
    // One more for Samira: a note, which Jordan does not read.
    let (note, entry) = (new_id(10), new_id(11));
    let said = [("message", &*note), ("entry", &entry), ("words", "Câble usé."), ("minutes", "0"), ("kind", "remote")];
    let said = [&said[..], &[("next", "in_hand"), ("act", "note")]].concat();
    assert_eq!(samira.post(&format!("{ticket}/answers"), &said).await.status, 303);
    assert!(jordan.get(&ticket).await.page().find("link", OLDER).is_none());
    let shown = samira.get(&ticket).await.page();
    assert_eq!((messages(&shown), &*shown.link(OLDER)), (31, &*whole));
    let lines: Vec<String> = shown.all("li").iter().map(|line| line.text.clone()).collect();
    let place =
        |words: &str| lines.iter().position(|line| line.contains(words)).unwrap_or_else(|| panic!("{words:?} in {lines:?}"));
    assert!(place("L'écran clignote") < place(OLDER) && place(OLDER) < place("Et là ?"), "{lines:?}");
    assert_eq!(messages(&samira.get(&whole).await.page()), 32);
    assert_eq!(messages(&jordan.get(&whole).await.page()), 31);
}

const OLDER: &str = "Voir les messages plus anciens";

fn messages(page: &Page) -> usize {
    page.all("p").iter().filter(|p| p.attribute("class") == Some("who")).count()
}

#[rocket::async_test]
async fn a_list_asks_four_questions_at_most_whatever_its_rows() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let few = asked_by(&app, &mut samira, "/tickets").await;
    for n in 1..=10 {
        ask(&mut jordan, n).await;
    }
    assert!((1..=4).contains(&few), "{few}");
    assert_eq!(asked_by(&app, &mut samira, "/tickets").await, few);
    assert!(asked_by(&app, &mut jordan, "/tickets").await <= 4);
}

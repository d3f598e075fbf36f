//! How many queries the pages that are asked most ask the database, whatever they show (`tickets.md` § 14).

use crate::support::{App, Person, world};

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

async fn converse(jordan: &mut Person<'_>, samira: &mut Person<'_>, ticket: &str, times: u32) {
    for n in 0..times {
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
    converse(&mut jordan, &mut samira, &ticket, 10).await;
    let long = asked_by(&app, &mut samira, &ticket).await;
    let own = asked_by(&app, &mut jordan, &ticket).await;
    assert!((1..=8).contains(&short), "{short}");
    assert!((1..=8).contains(&long), "{long}");
    assert!((1..=8).contains(&own), "{own}");
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

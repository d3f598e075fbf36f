//! Calendars to follow: a secret address, what a program reads there, and when it reads nothing any more.

use crate::support::{Answer, App, Person, world};
use chrono::TimeDelta;

/// A calendar as its maker holds it.
#[derive(Clone)]
pub struct Followed {
    pub id: String,
    pub secret: String,
}

impl Followed {
    /// Of a structure, or of one's `own` visits.
    pub async fn made(app: &App, by: &str, of: &str) -> Self {
        Self::by(&mut app.signed_in(by).await, of).await
    }

    async fn by(maker: &mut Person<'_>, of: &str) -> Self {
        let made = maker.post("/calendars", &[("of", of)]).await;
        assert_eq!((made.status, made.location()), (303, "/calendars"), "{}", made.page().text());
        let body = maker.get("/calendars").await.body();
        let secret = body.split("/calendars/").find_map(|part| part.split_once(".ics")).expect("the address is shown once").0;
        let id = body.split("/calendars/").find_map(|part| part.split_once("/ending")).expect("a button revokes it").0;
        Self { id: id.to_owned(), secret: secret.to_owned() }
    }

    fn address(&self) -> String {
        format!("/calendars/{}.ics", self.secret)
    }
}

fn douces() -> String {
    world::id("structures/douces")
}

/// The events, lines put together again.
fn events(answer: &Answer) -> Vec<String> {
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/calendar; charset=utf-8"));
    let body = answer.body();
    assert!(body.lines().all(|line| line.len() <= 75) && body.matches('\n').count() == body.matches("\r\n").count());
    assert!(body.contains("BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n"));
    body.replace("\r\n ", "").split("BEGIN:VEVENT").skip(1).map(str::to_owned).collect()
}

fn event<'a>(events: &'a [String], visit: &str) -> &'a str {
    let uid = format!("UID:{}@parcommun", world::id(&format!("visits/{visit}")));
    events.iter().find(|event| event.contains(&uid)).unwrap_or_else(|| panic!("{visit} in {events:#?}"))
}

#[rocket::async_test]
async fn a_program_follows_the_visits_to_a_structure() {
    let app = App::start().await;
    let calendar = Followed::made(&app, "jordan_pages", &douces()).await;
    assert_eq!(calendar.secret.len(), 64);
    let mut program = app.nobody();
    let read = program.get(&calendar.address()).await;
    assert_eq!((read.header("cache-control"), read.header("x-robots-tag")), ("private, no-cache", "noindex, nofollow"));
    let all = events(&read);
    assert_eq!(all.len(), 3, "to this structure, and no other: {all:#?}");
    let friday = event(&all, "douces_astreinte");
    for line in [
        "DTSTART;TZID=Europe/Paris:20260327T140000\r\n",
        "DTEND;TZID=Europe/Paris:20260327T153000\r\n",
        "SEQUENCE:0\r\n",
        "STATUS:CONFIRMED\r\n",
        "SUMMARY:Passage de Samira\r\n",
        "LOCATION:Aide à domicile Les Heures Douces\r\n",
        "DESCRIPTION:Prévoyez le téléphone d'astreinte et son chargeur.\r\n",
    ] {
        assert!(friday.contains(line), "{line} in {friday}");
    }
    for hidden in ["Benali", "N°", "sonne", "Jordan", "Mimosas"] {
        assert!(!read.body().contains(hidden), "{hidden}");
    }
    let known = read.header("etag").to_owned();
    let again = program.get_with(&calendar.address(), &[("if-none-match", &known)]).await;
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    assert_eq!(program.get(&format!("/calendars/{}", calendar.secret)).await.body(), read.body(), "with or without its ending");
    assert!(program.session().is_none(), "reading signs nobody in");
}

#[rocket::async_test]
async fn what_moves_keeps_its_name_and_what_is_cancelled_is_told_for_a_month() {
    let app = App::start().await;
    let calendar = Followed::made(&app, "jordan_pages", &douces()).await;
    let mut samira = app.signed_in("samira_benali").await;
    let visit = format!("/visits/{}", world::id("visits/douces_astreinte"));
    let before = app.nobody().get(&calendar.address()).await.header("etag").to_owned();
    let moved = [("sequence", "0"), ("minutes", "1 h"), ("slot", ""), ("day", "2026-03-27"), ("start", "9:30")];
    assert_eq!(samira.post(&visit, &moved).await.status, 303);
    let read = app.nobody().get_with(&calendar.address(), &[("if-none-match", &before)]).await;
    let all = events(&read);
    let friday = event(&all, "douces_astreinte");
    assert!(friday.contains("SEQUENCE:1\r\n") && friday.contains(":20260327T093000\r\n"), "{friday}");
    assert_eq!(samira.post(&format!("{visit}/cancellation"), &[]).await.status, 303);
    let all = events(&app.nobody().get(&calendar.address()).await);
    let gone = event(&all, "douces_astreinte");
    for line in ["SEQUENCE:2\r\n", "STATUS:CANCELLED\r\n", "SUMMARY:Annulé\u{a0}: Passage de Samira\r\n"] {
        assert!(gone.contains(line), "{line} in {gone}");
    }
    app.wait(TimeDelta::days(30));
    assert_eq!(events(&app.nobody().get(&calendar.address()).await).len(), 2);
}

#[rocket::async_test]
async fn a_technician_follows_their_own_with_addresses_and_numbers() {
    let app = App::start().await;
    let calendar = Followed::made(&app, "samira_benali", "own").await;
    let all = events(&app.nobody().get(&calendar.address()).await);
    let semis = event(&all, "semis_box");
    assert!(
        semis.contains("SUMMARY:Les Semis du Girou\r\n") && semis.contains("LOCATION:Lieu-dit La Borde-Longue\\, 31380 Gragnague")
    );
    assert!(semis.contains("DESCRIPTION:N°"), "{semis}");
    assert!(!semis.contains("opérateur"), "no word of a request: {semis}");
    assert!(all.iter().all(|event| !event.contains("Radio Pastel")), "a colleague's visit");
    let english = Followed::made(&app, "emily_hargreaves", &world::id("structures/ecluse")).await;
    assert!(app.nobody().get(&english.address()).await.body().contains("SUMMARY:Visit of Samira"), "in the language of its person");
}

#[rocket::async_test]
async fn the_address_is_shown_once_and_revoked() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let there = jordan.get("/account").await.page().link("Suivre les passages dans un agenda");
    assert_eq!(jordan.get(&there).await.status, 200);
    let calendar = Followed::by(&mut jordan, &douces()).await;
    let list = jordan.get("/calendars").await;
    assert!(list.says("Jamais lue.") && !list.body().contains(&calendar.secret));
    assert_eq!(app.nobody().get(&calendar.address()).await.status, 200);
    assert!(jordan.get("/calendars").await.says("Lue la dernière fois mardi 24 mars."));
    let ending = format!("/calendars/{}/ending", calendar.id);
    assert_eq!(app.signed_in("veronique_lacaze").await.post(&ending, &[]).await.status, 404, "another's");
    assert_eq!(jordan.post(&ending, &[]).await.status, 303);
    let gone = app.nobody().get(&calendar.address()).await;
    let never = "0".repeat(64);
    let nothing = app.nobody().get(&format!("/calendars/{never}.ics")).await;
    let told = (gone.status, gone.without(&[&calendar.secret]));
    assert_eq!(told, (404, nothing.without(&[&never])), "as if it had never been");
    for odd in ["/calendars/x", "/calendars/.ics", "/calendars/%00.ics"] {
        assert_eq!(app.nobody().get(odd).await.status, 404, "{odd}");
    }
}

#[rocket::async_test]
async fn only_what_one_may_read_can_be_followed() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    for of in ["own", "", "x", &world::id("structures/escargolins")] {
        assert_eq!(jordan.post("/calendars", &[("of", of)]).await.status, 422, "{of}");
    }
    assert_eq!(samira.post("/calendars", &[("of", &douces())]).await.status, 422, "she is at home nowhere");
    for _ in 0..10 {
        Followed::by(&mut jordan, &douces()).await;
    }
    assert!(jordan.post("/calendars", &[("of", &douces())]).await.says("Dix adresses fonctionnent déjà."));
}

/// Mattermost CVE-2026-9162: an old address opens nothing once its person is gone.
#[rocket::async_test]
async fn cve_2026_9162_a_calendar_ends_with_the_right_to_read_it() {
    let app = App::start().await;
    let (of_jordan, of_samira) =
        (Followed::made(&app, "jordan_pages", &douces()).await, Followed::made(&app, "samira_benali", "own").await);
    let of_leaving = Followed::made(&app, "fatou_diallo", &world::id("structures/cabas")).await;
    for calendar in [&of_jordan, &of_samira, &of_leaving] {
        assert_eq!(app.nobody().get(&calendar.address()).await.status, 200);
    }
    let left = format!("/structures/{}/people/{}/ending", douces(), world::id("memberships/jordan_pages/douces"));
    assert_eq!(app.signed_in("veronique_lacaze").await.post(&left, &[]).await.status, 303);
    let mut claire = app.signed_in("claire_vidal").await;
    let relieved = format!("/people/{}/duties/technician/ending", world::id("people/samira_benali"));
    assert_eq!(claire.post(&relieved, &[]).await.status, 303);
    let notice = format!("/structures/{}/ending", world::id("structures/cabas"));
    assert_eq!(claire.post(&notice, &[("month", "2026-03")]).await.status, 303);
    for calendar in [&of_jordan, &of_samira] {
        assert_eq!(app.nobody().get(&calendar.address()).await.status, 404);
    }
    assert_eq!(app.nobody().get(&of_leaving.address()).await.status, 200, "a member until the end of the month");
    app.wait(TimeDelta::days(9));
    assert_eq!(app.nobody().get(&of_leaving.address()).await.status, 404);
}

#[rocket::async_test]
async fn the_door_closes_for_a_network_that_tries_and_tries() {
    let app = App::start().await;
    let mut trier = app.nobody();
    let unknown = format!("/calendars/{}.ics", "a".repeat(64));
    for _ in 0..600 {
        assert_eq!(trier.get(&unknown).await.status, 404);
    }
    assert_eq!(trier.get(&unknown).await.status, 429);
    app.wait(TimeDelta::hours(1));
    assert_eq!(trier.get(&unknown).await.status, 404);
}

//! A referent shows the hours of its structure to a board: a link, no account, no word.

use crate::support::{Answer, App, Person, world};
use chrono::TimeDelta;

/// A link as its maker holds it.
#[derive(Clone)]
pub struct Look {
    pub id: String,
    pub secret: String,
}

impl Look {
    /// Made by a referent, for thirty days.
    pub async fn made(app: &App, referent: &str, structure: &str) -> Self {
        let mut maker = app.signed_in(referent).await;
        Self::by(&mut maker, structure, "30").await
    }

    async fn by(maker: &mut Person<'_>, structure: &str, days: &str) -> Self {
        let page = links(structure);
        let made = maker.post(&page, &[("label", "Bureau"), ("days", days)]).await;
        assert_eq!((made.status, made.location()), (303, page.as_str()));
        let shown = maker.get(&page).await;
        let secret = secret(&shown).expect("the link is shown once");
        let body = shown.body();
        let (_, after) = body.split_once("/looking/").expect("a button revokes it");
        Self { id: after.chars().take(36).collect(), secret }
    }

    fn address(&self) -> String {
        format!("/look/{}", self.secret)
    }
}

fn links(structure: &str) -> String {
    format!("/structures/{}/looking", world::id(structure))
}

fn secret(page: &Answer) -> Option<String> {
    let body = page.body();
    let (_, after) = body.split_once("/look/")?;
    Some(after.chars().take_while(char::is_ascii_hexdigit).collect())
}

const DOUCES: &str = "structures/douces";

#[rocket::async_test]
async fn a_board_reads_what_is_left_without_an_account() {
    let app = App::start().await;
    let look = Look::made(&app, "veronique_lacaze", DOUCES).await;
    assert_eq!(look.secret.len(), 64);
    let mut board = app.nobody();
    let seen = board.get(&look.address()).await;
    assert_eq!(seen.status, 200);
    assert_eq!(seen.page().heading(), "Aide à domicile Les Heures Douces");
    assert!(seen.says("Le compte du mois"), "{}", seen.page().text());
    for sentence in ["Les derniers mois", "Ce lien fonctionne jusqu'au", "La page ne montre que des heures."] {
        assert!(seen.says(sentence), "{sentence}");
    }
    assert_eq!(seen.header("x-robots-tag"), "noindex, nofollow");
    assert_eq!((seen.header("referrer-policy"), seen.header("cache-control")), ("no-referrer", "no-store"));
    assert!(board.session().is_none(), "looking signs nobody in");
}

/// What the referent's own pages say of requests, people and machines, a link never does.
#[rocket::async_test]
async fn a_link_shows_hours_and_never_a_word_a_person_or_a_machine() {
    let app = App::start().await;
    let look = Look::made(&app, "veronique_lacaze", DOUCES).await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let structure = world::id(DOUCES);
    let seen = app.nobody().get(&look.address()).await.page().text();
    let mut hidden = 0;
    for (page, role) in [("tickets", "b"), ("equipment", "rowheader"), ("people", "b")] {
        let own = veronique.get(&format!("/structures/{structure}/{page}")).await;
        for words in own.page().all(role).iter().map(|element| element.text.trim()).filter(|words| words.len() > 4) {
            hidden += 1;
            assert!(!seen.contains(words), "{page}: {words}");
        }
    }
    for line in veronique.get(&format!("/structures/{structure}/hours.csv")).await.body().lines().skip(1) {
        let note = line.rsplit(';').next().unwrap_or_default().trim_matches('"');
        if note.len() > 4 {
            hidden += 1;
            assert!(!seen.contains(note), "{note}");
        }
    }
    assert!(hidden > 5, "there was something to hide: {hidden}");
    for name in ["Véronique", "Jordan", "Samira"] {
        assert!(!seen.contains(name), "{name}");
    }
}

#[rocket::async_test]
async fn the_secret_is_shown_once_and_never_again() {
    let app = App::start().await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let look = Look::by(&mut veronique, DOUCES, "7").await;
    let again = veronique.get(&links(DOUCES)).await;
    assert!(again.says("Bureau") && again.says("Jamais ouvert."));
    assert!(!again.body().contains(&look.secret));
    app.nobody().get(&look.address()).await;
    assert!(veronique.get(&links(DOUCES)).await.says("Ouvert la dernière fois mardi 24 mars."), "the day, and no more");
}

#[rocket::async_test]
async fn unknown_revoked_and_expired_links_are_the_same_nothing() {
    let app = App::start().await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let (revoked, expired) = (Look::by(&mut veronique, DOUCES, "365").await, Look::by(&mut veronique, DOUCES, "7").await);
    let mut board = app.nobody();
    for look in [&revoked, &expired] {
        assert_eq!(board.get(&look.address()).await.status, 200);
    }
    let ended = veronique.post(&format!("{}/{}/ending", links(DOUCES), revoked.id), &[]).await;
    assert_eq!(ended.status, 303);
    app.wait(TimeDelta::days(7));
    let unknown = format!("/look/{}", "0".repeat(64));
    let nothing = board.get(&unknown).await;
    assert_eq!(nothing.status, 404);
    for (address, secret) in [(revoked.address(), &revoked.secret), (expired.address(), &expired.secret)] {
        let gone = board.get(&address).await;
        assert_eq!(gone.status, 404);
        assert_eq!(gone.without(&[secret]), nothing.without(&[&"0".repeat(64)]));
    }
    for odd in ["/look/x", "/look/%00", "/look/../account"] {
        assert!(matches!(board.get(odd).await.status, 404 | 303), "{odd}");
    }
    let mut again = app.signed_in("veronique_lacaze").await;
    assert!(again.get(&links(DOUCES)).await.says("Aucun lien pour l'instant."));
}

#[rocket::async_test]
async fn nobody_revokes_the_link_of_another_structure() {
    let app = App::start().await;
    let look = Look::made(&app, "veronique_lacaze", DOUCES).await;
    let mut others = app.signed_in("nadege_coulon").await;
    let foreign = format!("{}/{}/ending", links("structures/escargolins"), look.id);
    assert_eq!(others.post(&foreign, &[]).await.status, 404);
    assert_eq!(app.nobody().get(&look.address()).await.status, 200, "it still works");
}

#[rocket::async_test]
async fn a_link_needs_a_name_and_one_of_four_lives() {
    let app = App::start().await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    for (label, days) in [("", "30"), ("Bureau", ""), ("Bureau", "8"), ("Bureau", "3650"), ("Bureau", "-1")] {
        let wrong = veronique.post(&links(DOUCES), &[("label", label), ("days", days)]).await;
        assert_eq!(wrong.status, 422, "{label:?} {days:?}");
    }
    for _ in 0..20 {
        Look::by(&mut veronique, DOUCES, "7").await;
    }
    let many = veronique.post(&links(DOUCES), &[("label", "Un de trop"), ("days", "7")]).await;
    assert_eq!(many.status, 422);
    assert!(many.says("Vingt liens fonctionnent déjà."));
}

#[rocket::async_test]
async fn the_door_closes_for_a_network_that_tries_and_tries() {
    let app = App::start().await;
    let mut trier = app.nobody();
    let unknown = format!("/look/{}", "a".repeat(64));
    for _ in 0..120 {
        assert_eq!(trier.get(&unknown).await.status, 404);
    }
    assert_eq!(trier.get(&unknown).await.status, 429);
    app.wait(TimeDelta::hours(1));
    assert_eq!(trier.get(&unknown).await.status, 404);
}

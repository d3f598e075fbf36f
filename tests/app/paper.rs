//! A request on paper.

use crate::support::{App, Person, pictures, world};

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

async fn paper(person: &mut Person<'_>, ticket: &str) -> String {
    let paper = person.get(&format!("{ticket}/ticket.pdf")).await;
    assert_eq!((paper.status, paper.header("content-type")), (200, "application/pdf"));
    assert!(
        paper.header("content-disposition").starts_with("attachment; filename=\"N_"),
        "{}",
        paper.header("content-disposition")
    );
    paper.body()
}

#[rocket::async_test]
async fn a_request_leaves_with_its_pictures_and_without_what_technicians_noted() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    let photo = ("files", "photo.png", "image/png", &*pictures::png());
    for (n, photos) in [(1, &[photo][..]), (2, &[][..])] {
        let asked = jordan.upload(&address, &[("ticket", &new_id(n)), ("words", "L'écran clignote.\n\nVoyez.")], photos).await;
        assert_eq!(asked.status, 303, "{}", asked.page().text());
    }
    let (with, without) = (format!("/tickets/{}", new_id(1)), format!("/tickets/{}", new_id(2)));
    samira.get(&with).await;
    assert!(paper(&mut jordan, &with).await.contains("DCTDecode"), "the photograph is in it");
    assert!(!paper(&mut jordan, &without).await.contains("DCTDecode"));

    let before = paper(&mut samira, &with).await;
    let note =
        [("message", &*new_id(3)), ("entry", &new_id(4)), ("words", "Écran à changer."), ("next", "in_hand"), ("kind", "remote")];
    let kept = samira.post(&format!("{with}/answers"), &[&note[..], &[("minutes", "0"), ("act", "note")]].concat()).await;
    assert_eq!(kept.status, 303, "{}", kept.page().text());
    assert_eq!(paper(&mut samira, &with).await, before, "a note stays among technicians");
}

#[rocket::async_test]
async fn nobody_takes_away_what_they_may_not_read_nor_everything_in_an_hour() {
    let app = App::start().await;
    let (mut jordan, mut lucie) = (app.signed_in("jordan_pages").await, app.signed_in("lucie_bastide").await);
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    jordan.upload(&address, &[("ticket", &new_id(1)), ("words", "L'écran clignote.")], &[]).await;
    let pdf = format!("/tickets/{}/ticket.pdf", new_id(1));
    assert_eq!(lucie.get(&pdf).await.status, 404);
    for _ in 0..10 {
        assert_eq!(jordan.get(&pdf).await.status, 200);
    }
    assert_eq!(jordan.get(&pdf).await.status, 429);
}

//! Typed text survives a session's end.

use crate::support::person::Sent;
use crate::support::{App, Person, pictures, world};

/// Somebody whose session has just been ended elsewhere: the browser does not know.
async fn ended<'a>(app: &'a App, key: &str) -> Person<'a> {
    let mut person = app.signed_in(key).await;
    let kept = person.copy();
    person.post("/sign-out", &[]).await;
    kept
}

#[rocket::async_test]
async fn what_was_typed_survives_the_end_of_a_session() {
    let app = App::start().await;
    let mut jordan = ended(&app, "jordan_pages").await;
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    let words = "Plus de son \"ici\" & là.\n<b>Depuis</b> lundi.";
    let form = [("ticket", "01900000-0000-7000-8000-000000000001"), ("words", words), ("urgency", "no")];
    let photo = pictures::png();
    for files in [&[][..], &[("files", "photo.png", "image/png", &photo[..])][..]] {
        let kept = jordan.upload(&address, &form, files).await;
        assert_eq!((kept.status, kept.says("joignez-les après")), (401, !files.is_empty()));
        assert!(!kept.body().contains("<b>Depuis"), "as text");
        let (action, hidden) = kept.page().form_of("Envoyer maintenant");
        assert_eq!(action, address);
        assert_eq!(hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>(), form);
    }
    // Signed in beside, the same page sends it.
    let mut again = app.signed_in("jordan_pages").await;
    assert_eq!(again.upload(&address, &form, &[]).await.status, 303);
    assert!(again.get("/tickets/01900000-0000-7000-8000-000000000001").await.says("Depuis"));
}

#[rocket::async_test]
async fn nothing_secret_is_given_back_and_nobody_else_is_answered_so() {
    let app = App::start().await;
    let mut jordan = ended(&app, "jordan_pages").await;
    let form = [("name", "Jordan du planning"), ("new_password", "une phrase bien à moi"), ("language", "fr")];
    let kept = jordan.post("/account", &form).await;
    assert_eq!(kept.status, 401);
    assert!(kept.says("Jordan du planning") && !kept.body().contains("une phrase"), "there was something to keep");
    assert!(!jordan.post("/account/password", &form).await.body().contains("une phrase"));
    assert_eq!(jordan.post_from(Sent::Site("cross-site"), "/account", &form).await.status, 403);
    assert_eq!(jordan.post("/sign-in/kept", &form).await.status, 404, "by its address, nobody gets in");
    assert_eq!(
        jordan.post("/sign-in", &[("email", &world::person("jordan_pages").email)]).await.status,
        303,
        "signing in is not kept back"
    );
    assert!(!app.nobody().post("/account", &form).await.body().contains("Jordan du planning"));
}

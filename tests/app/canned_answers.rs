//! Answers kept ready: written once, put into an answer with its blanks filled, read over, then sent.

use crate::support::{App, world};

const NEW: &str = "01900000-0000-7000-8000-0000000000a1";

fn ticket() -> String {
    format!("/tickets/{}", world::id("tickets/planning_navigateur"))
}

#[rocket::async_test]
async fn a_text_kept_ready_is_put_into_an_answer_and_read_over_before_it_leaves() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let text = "Bonjour {prénom}, la demande {numéro} de {structure} avance. {moi} ({passage})";
    let form = [("answer", NEW), ("title", "Ça avance"), ("words", text)];
    for _ in 0..2 {
        assert_eq!(samira.post("/canned-answers", &form).await.status, 303, "sent twice");
    }
    let mut karim = app.signed_in("karim_ferrand").await;
    let list = karim.get("/canned-answers").await;
    assert_eq!(list.body().matches("Ça avance").count(), 1, "kept once, for all technicians");

    app.letters().await;
    let half = [
        ("canned", "avance"),
        ("words", "Déjà tapé."),
        ("next", "waiting"),
        ("minutes", "35 min"),
        ("kind", "on_site"),
        ("act", "insert"),
    ];
    let page = karim.post(&format!("{}/answers", ticket()), &half).await;
    assert_eq!(page.status, 200);
    let words = page.body();
    assert!(
        words.contains("Déjà tapé.")
            && words.contains("Bonjour Jordan, la demande ")
            && words.contains("avance. Karim (Samira passe ")
    );
    assert!(words.contains("Les Heures Douces avance") && page.page().holds("minutes", "35 min"), "the rest of the form stays");
    assert!(!karim.get(&ticket()).await.says("Déjà tapé."), "nothing was sent");
    assert!(app.letters().await.is_empty());

    let nothing = [("canned", "baleine"), ("words", "Déjà tapé."), ("act", "insert")];
    let page = karim.post(&format!("{}/answers", ticket()), &nothing).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.page().mistake("canned").as_deref(), Some("Erreur : Aucune réponse n'a ces mots dans son titre."));
    assert!(page.says("Déjà tapé.") && page.says("Pièce commandée"), "those that there are stand there");
}

#[rocket::async_test]
async fn two_who_change_one_at_once_keep_both_texts_and_one_put_away_is_offered_no_more() {
    let app = App::start().await;
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    let known = format!("/canned-answers/{}", world::id("canned_answers/piece_commandee"));
    let change =
        |words: &'static str, version: &'static str| [("title", "Pièce commandée"), ("words", words), ("version", version)];
    assert_eq!(samira.post(&known, &change("Celui de Samira.", "1")).await.status, 303);
    assert_eq!(samira.post(&known, &change("Celui de Samira.", "1")).await.status, 303, "sent twice");
    let page = karim.post(&known, &change("Celui de Karim.", "1")).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Celui de Samira.") && page.says("Celui de Karim."), "both texts stand there");
    assert_eq!(karim.post(&known, &change("Celui de Karim.", "2")).await.status, 303, "the second chose");
    for (title, words) in [("", "x"), ("x", ""), (&*"x".repeat(81), "x")] {
        assert_eq!(karim.post(&known, &[("title", title), ("words", words), ("version", "3")]).await.status, 422);
    }
    assert_eq!(karim.post(&format!("{known}/retirement"), &[]).await.status, 303);
    assert_eq!(karim.post(&format!("{known}/retirement"), &[]).await.status, 303, "pressed twice");
    assert!(!karim.get("/canned-answers").await.says("Pièce commandée"));
    assert_eq!(karim.get(&format!("{known}/edit")).await.status, 404);
}

//! Files that come with what is said; what looks like a secret; messages that are corrected, passages that are blanked.

use crate::support::{Answer, App, Person, pictures, world};
use chrono::TimeDelta;
use parcommun::rounds;

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

fn asking() -> String {
    format!("/structures/{}/tickets", world::id("structures/douces"))
}

const PDF: (&str, &str, &str, &[u8]) = ("files", "devis.pdf", "application/pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3");

async fn ask(person: &mut Person<'_>, n: u32, words: &str, files: &[(&str, &str, &str, &[u8])]) -> Answer {
    person.upload(&asking(), &[("ticket", &new_id(n)), ("words", words)], files).await
}

fn kept_in(page: &Answer) -> Vec<String> {
    let page = page.page();
    let boxes = page.all("input").into_iter().filter(|input| input.attribute("name") == Some("kept"));
    boxes.filter_map(|input| input.attribute("value").map(str::to_owned)).collect()
}

fn attachments(page: &Answer) -> Vec<String> {
    let mut all: Vec<String> = page.body().split('"').filter(|part| part.starts_with("/attachments/")).map(str::to_owned).collect();
    all.dedup();
    all
}

/// The form of an answer, as the page sends it.
fn answering<'a>(message: &'a str, entry: &'a str, words: &'a str, act: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("message", message),
        ("entry", entry),
        ("words", words),
        ("next", "in_hand"),
        ("minutes", "0"),
        ("kind", "remote"),
        ("act", act),
    ]
}

/// The address of the link with this text in the message that holds the words.
fn link_of(page: &Answer, label: &str, words: &str) -> String {
    let body = page.body();
    let message = body.split("<li").find(|line| line.contains(words) && line.contains(label)).expect("the message");
    let before = message.split(&format!("\">{label}</a>")).next().expect("a link");
    before.rsplit("href=\"").next().expect("an address").to_owned()
}

#[rocket::async_test]
async fn files_of_any_kind_come_with_every_message() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let photo = ("files", "photo.png", "image/png", &*pictures::png());
    assert_eq!(ask(&mut jordan, 1, "Voici le devis.", &[PDF, photo]).await.status, 303);
    let ticket = format!("/tickets/{}", new_id(1));
    let page = jordan.get(&ticket).await;
    assert!(page.says("devis.pdf") && page.says("document PDF, 14 o"), "{}", page.page().text());
    assert_eq!(attachments(&page).len(), 2, "a file and a picture");

    let reply = jordan
        .upload(
            &format!("{ticket}/messages"),
            &[("message", &new_id(2)), ("words", "Et ceci.")],
            &[("files", "liste.csv", "text/csv", b"a;b\n1;2\n")],
        )
        .await;
    assert_eq!(reply.status, 303, "{}", reply.page().text());
    let answer = samira
        .upload(
            &format!("{ticket}/answers"),
            &answering(&new_id(3), &new_id(4), "La marche à suivre.", "send"),
            &[("files", "notice.txt", "text/plain", b"Un, deux.")],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.page().text());
    let page = jordan.get(&ticket).await;
    assert!(page.says("liste.csv") && page.says("notice.txt"), "{}", page.page().text());

    // What comes with a note stays among technicians.
    let note = samira
        .upload(
            &format!("{ticket}/answers"),
            &answering(&new_id(5), &new_id(6), "À ne pas dire.", "note"),
            &[("files", "clef.txt", "text/plain", b"secret")],
        )
        .await;
    assert_eq!(note.status, 303, "{}", note.page().text());
    let theirs = samira.get(&ticket).await;
    assert!(theirs.says("clef.txt"));
    assert!(!jordan.get(&ticket).await.says("clef.txt"));
    let all = attachments(&theirs);
    let hidden = all.iter().find(|address| !attachments(&page).contains(address)).expect("the file of the note");
    assert_eq!((samira.get(hidden).await.status, jordan.get(hidden).await.status), (200, 404));
    assert_eq!(app.signed_in("veronique_lacaze").await.get(hidden).await.status, 404);

    // The search finds names, those of notes for technicians alone; the paper names them.
    assert!(samira.get("/search?q=clef").await.says("Voici le devis."));
    assert!(!jordan.get("/search?q=clef").await.says("Voici le devis."));
    assert!(jordan.get("/search?q=liste").await.says("Voici le devis."));
    assert_eq!(jordan.get(&format!("{ticket}/ticket.pdf")).await.status, 200);

    // A call too.
    let call = [
        ("ticket", &*new_id(7)),
        ("structure", &world::id("structures/douces")),
        ("requester", &world::id("people/jordan_pages")),
        ("words", "Au téléphone."),
    ];
    assert_eq!(samira.upload("/calls", &call, &[PDF]).await.status, 303);
    assert!(jordan.get(&format!("/tickets/{}", new_id(7))).await.says("devis.pdf"));
}

#[rocket::async_test]
async fn files_go_where_their_message_goes() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    assert_eq!(ask(&mut jordan, 1, "L'écran clignote.", &[]).await.status, 303);
    app.wait(TimeDelta::minutes(1));
    let (first, second) = (format!("/tickets/{}", new_id(1)), format!("/tickets/{}", new_id(3)));
    let reply = [("message", &*new_id(2)), ("words", "Et un devis.")];
    assert_eq!(jordan.upload(&format!("{first}/messages"), &reply, &[PDF]).await.status, 303);
    let split = [("ticket", &*new_id(3)), ("messages", &new_id(2)), ("title", "Le devis")];
    assert_eq!(samira.post(&format!("{first}/splits"), &split).await.status, 303);
    assert!(jordan.get(&second).await.says("devis.pdf") && !jordan.get(&first).await.says("devis.pdf"), "split off");
    let merge = [("message", &*new_id(4)), ("words", "")];
    let merged = samira.post(&format!("{second}/merges/{}", new_id(1)), &merge).await;
    assert_eq!(merged.status, 303, "{}", merged.page().text());
    let page = jordan.get(&first).await;
    assert!(page.says("devis.pdf"), "merged: {}", page.page().text());
    assert_eq!(jordan.get(&attachments(&page)[0]).await.status, 200);
}

#[rocket::async_test]
async fn a_confidential_file_is_read_by_whom_the_request_is() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let form = [("ticket", &*new_id(1)), ("words", "Pour vous seuls."), ("confidential", "true")];
    assert_eq!(jordan.upload(&asking(), &form, &[PDF]).await.status, 303);
    let file = attachments(&jordan.get(&format!("/tickets/{}", new_id(1))).await).remove(0);
    assert_eq!(jordan.get(&file).await.status, 200);
    assert_eq!((samira.get(&file).await.status, app.signed_in("veronique_lacaze").await.get(&file).await.status), (404, 404));
}

#[rocket::async_test]
async fn a_form_that_comes_back_keeps_its_files_for_a_day() {
    let app = App::start().await;
    let rows = async |table: &str| app.rows().await.iter().filter(|row| row.starts_with(table)).count();
    // What the named world holds already.
    let stored = rows("stored_file: ").await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let refused = ask(&mut jordan, 1, "", &[PDF]).await;
    let kept = kept_in(&refused);
    assert_eq!((refused.status, kept.len(), refused.says("devis.pdf")), (422, 1, true));
    // Refused again, with another file: both are there.
    let again = [("ticket", &*new_id(1)), ("words", ""), ("kept", &kept[0])];
    let refused = jordan.upload(&asking(), &again, &[("files", "plan.txt", "text/plain", b"ici")]).await;
    let kept = kept_in(&refused);
    assert_eq!((kept.len(), refused.says("plan.txt")), (2, true));
    rounds::go(&app.db, app.clock.now()).await.expect("a round");
    // One is no longer wanted; sent twice, it is sent once.
    let form = [("ticket", &*new_id(1)), ("words", "Voici."), ("kept", &kept[0])];
    for _ in 0..2 {
        assert_eq!(jordan.upload(&asking(), &form, &[]).await.status, 303);
    }
    let page = jordan.get(&format!("/tickets/{}", new_id(1))).await;
    assert!(page.says("devis.pdf") && !page.says("plan.txt"));

    assert_eq!((rows("draft_file: ").await, rows("stored_file: ").await), (1, stored + 2));
    app.wait(TimeDelta::hours(23));
    rounds::go(&app.db, app.clock.now()).await.expect("a round");
    assert_eq!(rows("draft_file: ").await, 1, "not yet a day");
    app.wait(TimeDelta::hours(2));
    rounds::go(&app.db, app.clock.now()).await.expect("a round");
    assert_eq!((rows("draft_file: ").await, rows("stored_file: ").await), (0, stored + 1), "what nobody took is forgotten");
    let late = [("ticket", &*new_id(2)), ("words", "Plus tard."), ("kept", &kept[1])];
    let gone = jordan.upload(&asking(), &late, &[]).await;
    assert_eq!((gone.status, gone.says("Joignez-le encore une fois")), (422, true));
}

#[rocket::async_test]
async fn what_looks_like_a_secret_is_pointed_out_once_and_nothing_is_lost() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let words = "Le poste du fond, mot de passe : Soleil31";
    let asked = ask(&mut jordan, 1, words, &[PDF]).await;
    assert_eq!((asked.status, asked.says("Ceci ressemble à un mot de passe"), asked.says("S••••")), (422, true, true));
    assert!(asked.body().contains(words) && asked.says("devis.pdf"), "nothing is lost");
    let kept = kept_in(&asked);
    let anyway = [("ticket", &*new_id(1)), ("words", words), ("kept", &kept[0]), ("anyway", "send")];
    assert_eq!(jordan.upload(&asking(), &anyway, &[]).await.status, 303);
    let ticket = format!("/tickets/{}", new_id(1));
    assert!(jordan.get(&ticket).await.says("devis.pdf"));

    let iban = "Virez sur FR76 3000 6000 0112 3456 7890 189.";
    let (message, entry) = (new_id(3), new_id(4));
    for act in ["send", "note"] {
        let told = samira.upload(&format!("{ticket}/answers"), &answering(&message, &entry, iban, act), &[]).await;
        assert_eq!((told.status, told.says("IBAN")), (422, true), "{act}");
        assert!(told.body().contains(&format!("name=\"anyway\" value=\"{act}\"")), "{act}");
    }
    let mut form = answering(&message, &entry, iban, "send");
    form.pop();
    form.push(("anyway", "note"));
    assert_eq!(samira.upload(&format!("{ticket}/answers"), &form, &[]).await.status, 303);
    assert!(samira.get(&ticket).await.says("3000 6000") && !jordan.get(&ticket).await.says("3000 6000"), "a note stays a note");

    let reply = [("message", &*new_id(5)), ("words", "Mon numéro : 2 69 05 49 588 157 80")];
    assert!(jordan.upload(&format!("{ticket}/messages"), &reply, &[]).await.says("sécurité sociale"));
    let call = [
        ("ticket", &*new_id(6)),
        ("structure", &world::id("structures/douces")),
        ("requester", &world::id("people/jordan_pages")),
        ("words", "mdp : tournesol"),
    ];
    assert_eq!(samira.upload("/calls", &call, &[]).await.status, 422);
    assert_eq!(ask(&mut jordan, 7, "Mon mot de passe ne marche plus.", &[]).await.status, 303, "a sentence about one is none");
}

#[rocket::async_test]
async fn an_author_corrects_and_technicians_read_what_was_before() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    assert_eq!(ask(&mut jordan, 1, "L'imprimente est vide.", &[]).await.status, 303);
    let ticket = format!("/tickets/{}", new_id(1));
    let form = link_of(&jordan.get(&ticket).await, "Corriger", "imprimente");
    assert!(jordan.get(&form).await.body().contains("L&#x27;imprimente est vide."));
    let words = "L'imprimante est vide.";
    for _ in 0..2 {
        assert_eq!(jordan.post(&form, &[("version", "1"), ("words", words)]).await.status, 303);
    }
    let page = jordan.get(&ticket).await;
    assert!(page.says(words) && page.says("modifié") && !page.says("imprimente"), "{}", page.page().text());
    let theirs = samira.get(&ticket).await;
    let versions = link_of(&theirs, "modifié", "imprimante est vide");
    assert!(samira.get(&versions).await.says("L'imprimente est vide."));
    assert_eq!(jordan.get(&versions).await.status, 403);
    assert!(samira.get("/search?q=imprimante+vide").await.says(words));
    // Of two at once, the second reads both and loses nothing.
    let second = jordan.post(&form, &[("version", "1"), ("words", "La grande imprimante.")]).await;
    assert_eq!((second.status, second.says(words), second.says("La grande imprimante.")), (422, true, true));
    assert!(second.body().contains("name=\"version\" value=\"2\""));
    // Nobody else's, and not with a secret without a word.
    assert_eq!(samira.post(&form, &[("version", "2"), ("words", "Autre")]).await.status, 403);
    assert_eq!(app.signed_in("lucie_bastide").await.get(&form).await.status, 404);
    assert_eq!(jordan.post(&form, &[("version", "2"), ("words", "mdp : Soleil31")]).await.status, 422);
}

#[rocket::async_test]
async fn a_passage_is_blanked_wherever_it_stands() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    app.letters().await;
    let form = [("ticket", &*new_id(1)), ("words", "Mot de passe : Soleil31"), ("anyway", "send")];
    assert_eq!(jordan.upload(&asking(), &form, &[]).await.status, 303);
    let ticket = format!("/tickets/{}", new_id(1));
    let correction = link_of(&jordan.get(&ticket).await, "Corriger", "Soleil31");
    let corrected = [("version", "1"), ("words", "Voici, mot de passe : Soleil31"), ("anyway", "send")];
    assert_eq!(jordan.post(&correction, &corrected).await.status, 303);
    let (message, entry) = (new_id(2), new_id(3));
    let answer = answering(&message, &entry, "Soleil31 essayé : rien.", "send");
    let answer: Vec<_> =
        answer.into_iter().map(|(name, value)| if name == "minutes" { (name, "15 min") } else { (name, value) }).collect();
    assert_eq!(samira.upload(&format!("{ticket}/answers"), &answer, &[]).await.status, 303);
    let holding = async || app.rows().await.into_iter().filter(|row| row.contains("Soleil31")).collect::<Vec<_>>();
    assert!(holding().await.len() >= 6, "in messages, versions, titles, time, letters: {:#?}", holding().await);

    let page = samira.get(&ticket).await;
    for words in ["Voici, mot", "essayé : rien"] {
        let blanking = link_of(&page, "Masquer", words);
        let look = samira.post(&blanking, &[("passage", "Soleil31"), ("act", "look")]).await;
        assert_eq!((look.status, look.says("▇ passage masqué"), holding().await.is_empty()), (200, true, false), "shown first");
        assert_eq!(samira.post(&blanking, &[("passage", "Lune"), ("act", "look")]).await.status, 422);
        assert_eq!(samira.post(&blanking, &[("passage", "il"), ("act", "blank")]).await.status, 422);
        assert_eq!(samira.post(&blanking, &[("passage", "Soleil31"), ("act", "blank")]).await.status, 303);
    }
    assert_eq!(holding().await, Vec::<String>::new());
    for letter in app.letters().await {
        assert!(!letter.text.contains("Soleil31"), "{}", letter.text);
    }
    let page = jordan.get(&ticket).await;
    assert!(page.says("▇ passage masqué") && page.says("a masqué un passage"), "{}", page.page().text());
    assert!(!samira.get("/search?q=Soleil31").await.says("passage masqué"));
    // Who typed over what they saw before cannot bring it back unseen.
    let before = jordan.post(&correction, &[("version", "2"), ("words", "Le mot de passe Soleil31"), ("anyway", "send")]).await;
    assert_eq!(before.status, 422);
}

#[rocket::async_test]
async fn a_blanked_passage_changes_no_word_of_the_history_that_is_ours() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let form = [("ticket", &*new_id(1)), ("words", "Le logiciel dit « fixed » et se ferme."), ("urgency", "no")];
    assert_eq!(jordan.upload(&asking(), &form, &[]).await.status, 303);
    let ticket = format!("/tickets/{}", new_id(1));
    let karim = world::id("people/karim_ferrand");
    let given = [("to", &*karim), ("reason", "Karim connaît fixed")];
    assert_eq!(samira.post(&format!("{ticket}/assignment"), &given).await.status, 303);
    assert_eq!(jordan.post(&format!("{ticket}/closure"), &[]).await.status, 303);
    let blanking = link_of(&samira.get(&ticket).await, "Masquer", "se ferme");
    assert_eq!(samira.post(&blanking, &[("passage", "fixed"), ("act", "blank")]).await.status, 303);
    let text = jordan.get(&ticket).await.page().text();
    assert!(text.contains("c'est réglé") && !text.contains("fixed"), "{text}");
    assert!(text.contains("À Karim Ferrand. Karim connaît ▇ passage masqué"), "{text}");
}

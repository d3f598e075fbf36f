//! Labels on machines, and who asks through one without an account.

use crate::support::letters::Letter;
use crate::support::{Answer, App, Person, pictures, world};
use chrono::TimeDelta;
use std::sync::atomic::{AtomicU32, Ordering};

/// On a machine of A, of B, on none.
pub const ON_A: &str = "K7QM3XW2";
const ON_B: &str = "M4TE9RB3";
pub const BLANK: &str = "H8PV2NKZ";

const MACHINE: &str = "equipment/douces_planning";
const AWA: &str = "awa@voisins.example";

/// A secret made with the form, as a browser sends it back; another at each call.
pub fn new_secret() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("{:064x}", u64::from(NEXT.fetch_add(1, Ordering::Relaxed)) + (0xa5 << 40))
}

fn new_id() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("01900000-0000-7000-a000-{:012}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A request that somebody without an account has made.
#[derive(Clone)]
pub struct Guest {
    pub secret: String,
    pub ticket: String,
    pub picture: String,
}

impl Guest {
    /// Awa asks, with a photograph.
    pub async fn asking(app: &App, code: &str, words: &str) -> Self {
        let secret = new_secret();
        let fields = [("secret", &*secret), ("words", words), ("urgency", "no"), ("first_name", "Awa"), ("email", AWA)];
        let photo = [("pictures", "photo.png", "image/png", &*pictures::png())];
        let sent = app.nobody().upload(&format!("/e/{code}"), &fields, &photo).await;
        assert_eq!((sent.status, sent.location()), (303, &*format!("/follow/{secret}/sent")), "{}", sent.page().text());
        let page = app.nobody().get(&format!("/follow/{secret}")).await.body();
        let (_, picture) = page.split_once("/attachments/").expect("the photograph is on the page");
        let queue = app.signed_in("samira_benali").await.get("/tickets").await.page();
        let ticket = queue.link(words).trim_start_matches("/tickets/").to_owned();
        Self { secret, ticket, picture: picture.chars().take(36).collect() }
    }

    fn page(&self) -> String {
        format!("/follow/{}", self.secret)
    }

    fn ticket(&self) -> String {
        format!("/tickets/{}", self.ticket)
    }
}

async fn ask(app: &App, code: &str, fields: &[(&str, &str)]) -> (String, Answer) {
    let secret = new_secret();
    let fields = [&[("secret", &*secret), ("words", "L'écran est noir.")], fields].concat();
    let answer = app.nobody().post(&format!("/e/{code}"), &fields).await;
    (secret, answer)
}

async fn answers(technician: &mut Person<'_>, ticket: &str, words: &str, next: &str, act: &str) {
    let (message, entry) = (new_id(), new_id());
    let form = [
        ("message", &*message),
        ("entry", &entry),
        ("words", words),
        ("next", next),
        ("minutes", "15 min"),
        ("kind", "remote"),
        ("act", act),
    ];
    let answered = technician.post(&format!("{ticket}/answers"), &form).await;
    assert_eq!(answered.status, 303, "{}", answered.page().text());
}

fn to<'l>(letters: &'l [Letter], email: &str) -> &'l Letter {
    letters.iter().find(|letter| letter.to == email).unwrap_or_else(|| panic!("a letter to {email}"))
}

#[rocket::async_test]
async fn a_stranger_sees_a_form_and_nothing_of_the_machine_or_its_structure() {
    let app = App::start().await;
    for typed in [ON_A, "k7qm-3xw2", "K7QM%203XW2"] {
        let scanned = app.nobody().get(&format!("/e/{typed}")).await;
        assert_eq!(scanned.status, 200, "{typed}");
        assert!(scanned.says("Groupement d'employeurs Autan Partagé") && scanned.says("Que se passe-t-il ?"));
        assert!(scanned.says("N'écrivez ni mot de passe, ni nom de personne accompagnée."));
        for hidden in
            ["Heures Douces", "planning", "OptiPlex", "5RWCJTW", "Jordan", &world::id(MACHINE), &world::id("structures/douces")]
        {
            assert!(!scanned.body().contains(hidden), "{hidden}");
        }
    }
    // The same form, whatever it stands on.
    let shown = async |code: &str| app.nobody().get(&format!("/e/{code}")).await.page().text();
    assert_eq!(shown(ON_A).await, shown(ON_B).await);
}

#[rocket::async_test]
async fn each_gets_what_a_scan_is_for() {
    let app = App::start().await;
    let machine = world::id(MACHINE);
    let form = format!("/structures/{}/tickets/new?equipment={machine}", world::id("structures/douces"));
    let address = format!("/e/{ON_A}");
    for who in ["jordan_pages", "veronique_lacaze"] {
        assert_eq!(app.signed_in(who).await.get(&address).await.location(), form, "{who}");
    }
    let mut jordan = app.signed_in("jordan_pages").await;
    assert!(jordan.get(&form).await.page().holds("equipment", &machine), "the machine is filled in");
    assert_eq!(app.signed_in("samira_benali").await.get(&address).await.location(), format!("/equipment/{machine}"));
    for who in ["lucie_bastide", "claire_vidal"] {
        let elsewhere = app.signed_in(who).await.get(&address).await;
        assert!(elsewhere.status == 200 && elsewhere.says("Votre prénom"), "{who}: the form of a stranger");
    }
}

#[rocket::async_test]
async fn unknown_free_and_lost_codes_are_one_page() {
    let app = App::start().await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let replacing = format!("/equipment/{}/sticker/replacement", world::id(MACHINE));
    let sheet = veronique.post(&replacing, &[("code", ON_A)]).await;
    assert_eq!(sheet.status, 303);
    assert!(veronique.get(sheet.location()).await.says("Un souci ? Scannez."));
    let page = app.nobody().get("/e/R5GX7LFZ").await;
    assert_eq!(page.status, 404);
    assert!(page.says("Nous ne connaissons pas cette étiquette.") && page.says("05 36 49 10 00"));
    for code in [ON_A, BLANK, "R5GX7LF2", "nowhere", "%FF"] {
        let same = app.nobody().get(&format!("/e/{code}")).await;
        assert_eq!((same.status, same.without(&[code])), (404, page.without(&["R5GX7LFZ"])), "{code}");
        let sent = app.nobody().post(&format!("/e/{code}"), &[("words", "Bonjour")]).await;
        assert_eq!(sent.status, 404, "{code}");
    }
    let new = sheet.location().trim_start_matches("/stickers?codes=");
    assert_eq!(app.nobody().get(&format!("/e/{new}")).await.status, 200, "the new one is known");
}

#[rocket::async_test]
async fn a_stranger_asks_confirms_by_the_letter_and_follows() {
    let app = App::start().await;
    let awa = Guest::asking(&app, ON_A, "L'écran est noir.").await;
    let sent = app.nobody().get(&format!("{}/sent", awa.page())).await;
    assert!(sent.says("C'est envoyé. N° ") && sent.body().contains(&format!("https://parc.example/follow/{}", awa.secret)));
    assert!(sent.header("x-robots-tag").contains("noindex"));
    let letters = app.letters().await;
    let received = to(&letters, AWA);
    assert!(!received.raw.contains("noir") && !received.raw.contains("Awa "), "nothing that was typed");
    let mut samira = app.signed_in("samira_benali").await;
    assert!(samira.get("/tickets").await.says("à confirmer"));
    let ticket = samira.get(&awa.ticket()).await;
    assert!(ticket.says("Awa (sans compte, à confirmer)") && ticket.says(AWA));
    // The link of the screen proves no address, and following the other one is not confirming.
    let screen = app.nobody().get(&awa.page()).await;
    assert!(screen.says("ouvrez la lettre") && !screen.says("Oui, c'est ma demande"));
    app.nobody().post(&format!("{}/confirmation", awa.page()), &[]).await;
    let mailed = app.nobody().get(&received.link()).await;
    assert!(samira.get(&awa.ticket()).await.says("à confirmer"));
    let (button, _) = mailed.page().form_of("Oui, c'est ma demande");
    assert_eq!(app.nobody().post(&button, &[]).await.status, 303);
    let ticket = samira.get(&awa.ticket()).await;
    assert!(ticket.says("Awa (sans compte)") && ticket.says("Awa a confirmé sa demande par mail"));
    assert!(!samira.get("/tickets").await.says("à confirmer"));
}

#[rocket::async_test]
async fn who_left_a_telephone_number_is_called_back() {
    let app = App::start().await;
    let (secret, sent) = ask(&app, ON_A, &[("first_name", "Paul"), ("phone", "06 12 34 56 78")]).await;
    assert_eq!(sent.status, 303);
    assert!(app.nobody().get(&format!("/follow/{secret}")).await.says("nous vous rappelons"));
    let mut samira = app.signed_in("samira_benali").await;
    let ticket = samira.get("/tickets").await.page().link("L'écran est noir.");
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let seen = veronique.get(&ticket).await;
    assert!(seen.says("Paul (sans compte, à confirmer)") && seen.says("06 12 34 56 78") && !seen.says("J'ai rappelé"));
    let (button, _) = samira.get(&ticket).await.page().form_of("J'ai rappelé");
    assert_eq!(samira.post(&button, &[]).await.status, 303);
    assert_eq!(samira.post(&button, &[]).await.status, 303, "again");
    let seen = samira.get(&ticket).await.page().text();
    assert_eq!(seen.matches("Samira a rappelé et confirmé").count(), 1, "{seen}");
    assert!(!app.nobody().get(&format!("/follow/{secret}")).await.says("à confirmer"));
}

#[rocket::async_test]
async fn a_form_says_what_is_missing_and_loses_nothing() {
    let app = App::start().await;
    let (_, refused) = ask(&app, ON_A, &[("first_name", "Paul")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("Donnez un mail ou un téléphone.") && refused.page().holds("words", "L'écran est noir."));
    let (_, refused) = ask(&app, ON_A, &[("first_name", "Paul"), ("phone", "06 12")]).await;
    assert_eq!(refused.page().mistake("phone").as_deref(), Some("Erreur : Il manque des chiffres. Exemple : 06 12 34 56 78."));
    for email in ["paul", "01900000-0000-7000-8000-000000000001@guest.invalid"] {
        assert_eq!(ask(&app, ON_A, &[("first_name", "Paul"), ("email", email)]).await.1.status, 422, "{email}");
    }
    assert!(app.letters().await.is_empty());
}

#[rocket::async_test]
async fn what_happens_is_mailed_with_a_link_and_answered_there() {
    let app = App::start().await;
    let awa = Guest::asking(&app, ON_A, "L'écran est noir.").await;
    app.letters().await;
    let (mut samira, mut veronique) = (app.signed_in("samira_benali").await, app.signed_in("veronique_lacaze").await);
    answers(&mut samira, &awa.ticket(), "Mot de passe du BIOS oublié ?", "in_hand", "note").await;
    let said = [("message", &*new_id()), ("words", "C'est la machine de Jordan.")];
    assert_eq!(veronique.post(&format!("{}/messages", awa.ticket()), &said).await.status, 303);
    assert!(app.letters().await.iter().all(|letter| letter.to != AWA), "not of what others write among themselves");
    answers(&mut samira, &awa.ticket(), "La prise est-elle allumée ?", "waiting", "send").await;
    let letters = app.letters().await;
    let asked = to(&letters, AWA);
    assert!(asked.from == "Samira (Parcommun)" && asked.text.contains("La prise est-elle allumée ?"));
    assert!(!asked.raw.contains("Benali") && asked.link().starts_with("/follow/"));
    let page = app.nobody().get(&asked.link()).await;
    assert!(page.says("La prise est-elle allumée ?") && page.says("On attend votre réponse"));
    for hidden in ["BIOS", "Benali", "Véronique", "15 min", "Heures Douces", "OptiPlex"] {
        assert!(!page.body().contains(hidden), "{hidden}");
    }
    let reply = [("message", &*new_id()), ("words", "Oui, elle est rouge.")];
    assert_eq!(app.nobody().upload(&format!("{}/messages", awa.page()), &reply, &[]).await.status, 303);
    assert!(samira.get(&awa.ticket()).await.says("Oui, elle est rouge."));
    assert!(to(&app.letters().await, &world::person("samira_benali").email).text.contains("Oui, elle est rouge."));
    answers(&mut samira, &awa.ticket(), "Le câble était mal enfoncé.", "settled", "send").await;
    let letters = app.letters().await;
    let settled = app.nobody().get(&to(&letters, AWA).link()).await;
    let (reopening, _) = settled.page().form_of("Ce n'est pas réglé");
    let message = new_id();
    let secret = [("message", &*message), ("words", "Mon mot de passe : Tournesol42!")];
    let pointed = app.nobody().upload(&reopening, &secret, &[]).await;
    assert!(pointed.status == 422 && pointed.page().find("button", "Envoyer quand même").is_some());
    let again = [("message", &*message), ("words", "Il est encore noir.")];
    let shown = samira.get(&awa.ticket()).await.page().all("img").len();
    let picture = pictures::png();
    let sent = app.nobody().upload(&reopening, &again, &[("pictures", "noir.png", "image/png", picture.as_slice())]).await;
    assert_eq!(sent.status, 303, "{}", sent.page().text());
    assert_eq!(samira.get(&awa.ticket()).await.page().all("img").len(), shown + 1);
    assert!(samira.get(&awa.ticket()).await.says("Il est encore noir."));
    assert_eq!(app.nobody().post(&format!("{}/closure", awa.page()), &[]).await.status, 303);
    assert!(app.nobody().get(&awa.page()).await.says("Réglée"));
    assert!(app.rows().await.iter().all(|row| !row.starts_with("satisfaction: ")), "strangers are no figure");
}

#[rocket::async_test]
async fn a_way_in_that_ended_is_nothing_from_the_next_request() {
    let app = App::start().await;
    let ended = Guest::asking(&app, ON_A, "L'écran est noir.").await;
    let merged = Guest::asking(&app, ON_A, "La souris est perdue.").await;
    let over = Guest::asking(&app, ON_A, "Le clavier colle.").await;
    let letters = app.letters().await;
    let mailed: Vec<String> = letters.iter().filter(|letter| letter.to == AWA).map(Letter::link).collect();
    assert_eq!(mailed.len(), 3);
    let mut samira = app.signed_in("samira_benali").await;
    assert_eq!(samira.post(&format!("{}/guest/ending", ended.ticket()), &[]).await.status, 303);
    let into = format!("{}/merges/{}", over.ticket(), merged.ticket);
    // The first number lives on: the other's link is over.
    assert_eq!(samira.post(&into, &[("message", &new_id()), ("words", "")]).await.status, 303);
    let nothing = app.nobody().get(&format!("/follow/{}", "0".repeat(64))).await;
    assert_eq!(nothing.status, 404);
    for gone in [&ended, &over] {
        let page = app.nobody().get(&gone.page()).await;
        assert_eq!(page.without(&[&gone.secret]), nothing.without(&[&"0".repeat(64)]));
        let reply = [("message", &*new_id()), ("words", "Encore.")];
        assert_eq!(app.nobody().post(&format!("{}/messages", gone.page()), &reply).await.status, 404);
        assert_eq!(app.nobody().get(&format!("{}/attachments/{}", gone.page(), gone.picture)).await.status, 404);
    }
    // Nothing of what was merged into it is read, by page or by picture.
    let lives_on = app.nobody().get(&merged.page()).await;
    assert!(lives_on.status == 200 && !lives_on.says("Le clavier colle."));
    assert_eq!(app.nobody().get(&format!("{}/attachments/{}", merged.page(), over.picture)).await.status, 404);
    assert_eq!(app.nobody().get(&format!("{}/attachments/{}", merged.page(), merged.picture)).await.status, 200);
    answers(&mut samira, &merged.ticket(), "C'est réglé.", "settled", "send").await;
    app.wait(TimeDelta::days(29));
    assert_eq!(app.nobody().get(&merged.page()).await.status, 200);
    app.wait(TimeDelta::days(1));
    assert_eq!(app.nobody().get(&merged.page()).await.status, 404);
}

#[rocket::async_test]
async fn the_address_of_an_employee_opens_nothing_of_theirs() {
    let app = App::start().await;
    let email = world::person("jordan_pages").email.as_str();
    let (secret, sent) = ask(&app, ON_A, &[("first_name", "Jordan"), ("email", email)]).await;
    assert_eq!((sent.status, sent.location()), (303, &*format!("/follow/{secret}/sent")));
    let mut jordan = app.signed_in("jordan_pages").await;
    assert!(!jordan.get("/tickets").await.says("L'écran est noir."), "it is not theirs");
    let people =
        app.signed_in("veronique_lacaze").await.get(&format!("/structures/{}/people", world::id("structures/douces"))).await;
    assert_eq!(people.body().matches(email).count(), 1, "nobody came to the structure");
    // And nobody signs in as who has no account.
    let row = app.rows().await.into_iter().find(|row| row.starts_with("person: ") && row.contains("@guest.invalid"));
    let row = row.expect("a person made for that request alone");
    let id = row.split(|c: char| !c.is_ascii_hexdigit() && c != '-').find(|word| word.len() == 36);
    let address = format!("{}@guest.invalid", id.unwrap_or_default());
    assert_eq!(app.nobody().post("/sign-in", &[("email", &address)]).await.status, 422);
    assert!(app.letters().await.iter().all(|letter| !letter.to.ends_with(".invalid")));
}

#[rocket::async_test]
async fn beyond_the_limit_of_a_label_a_request_is_kept_and_tells_nobody() {
    let app = App::start().await;
    for n in 0..30 {
        let phone = format!("06 12 34 56 {n:02}");
        assert_eq!(ask(&app, ON_A, &[("first_name", "Paul"), ("phone", &phone)]).await.1.status, 303);
    }
    let told = app.letters().await;
    assert!(told.len() >= 30, "{}", told.len());
    let (secret, sent) = ask(&app, ON_A, &[("first_name", "Zoé"), ("email", "zoe@voisins.example")]).await;
    assert_eq!(sent.status, 303);
    let reply = [("message", &*new_id()), ("words", "Encore.")];
    assert_eq!(app.nobody().post(&format!("/follow/{secret}/messages"), &reply).await.status, 303);
    assert!(app.letters().await.is_empty(), "nobody is told");
    let queue = app.signed_in("samira_benali").await.get("/tickets").await;
    assert_eq!(queue.page().text().matches("L'écran est noir.").count(), 31, "it is kept");
    // Another label still tells, until the network has asked sixty times.
    assert_eq!(ask(&app, ON_B, &[("first_name", "Lina"), ("email", "lina@voisins.example")]).await.1.status, 303);
    assert!(!app.letters().await.is_empty());
    app.wait(TimeDelta::hours(1));
    assert_eq!(ask(&app, ON_A, &[("first_name", "Zoé"), ("email", "zoe@voisins.example")]).await.1.status, 303);
    assert!(!app.letters().await.is_empty());
}

#[rocket::async_test]
async fn a_flood_is_refused_with_what_was_typed() {
    let app = App::start().await;
    for _ in 0..500 {
        app.nobody().post(&format!("/e/{ON_B}"), &[]).await;
    }
    let (_, refused) = ask(&app, ON_A, &[("first_name", "Paul"), ("phone", "06 12 34 56 78")]).await;
    assert_eq!(refused.status, 429);
    assert!(refused.says("Trop de demandes arrivent en ce moment.") && refused.page().holds("words", "L'écran est noir."));
    app.wait(TimeDelta::hours(1));
    assert_eq!(ask(&app, ON_A, &[("first_name", "Paul"), ("phone", "06 12 34 56 78")]).await.1.status, 303);
}

#[rocket::async_test]
async fn who_found_a_machine_says_where_it_is() {
    let app = App::start().await;
    let form = app.nobody().get(&app.nobody().get(&format!("/e/{ON_A}")).await.page().link("J'ai trouvé cette machine")).await;
    let (to, hidden) = form.page().form_of("Prévenir");
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend([("words", "À l'accueil de la mairie."), ("first_name", "Awa"), ("email", AWA)]);
    let sent = app.nobody().upload(&to, &fields, &[]).await;
    assert_eq!(sent.status, 303);
    let mut samira = app.signed_in("samira_benali").await;
    let ticket = samira.get("/tickets").await.page().link("Machine trouvée");
    let page = samira.get(&ticket).await;
    assert!(page.says("À l'accueil de la mairie.") && page.says("Ordinateur du planning") && page.says("Awa (sans compte"));
}

#[rocket::async_test]
async fn labels_are_made_once_and_printed() {
    let app = App::start().await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let choosing = format!("/structures/{}/stickers", world::id("structures/douces"));
    let page = veronique.get(&choosing).await;
    assert!(page.says("Ordinateur du planning · K7QM-3XW2"));
    let (planning, printer) = (world::id(MACHINE), world::id("equipment/douces_imprimante"));
    let chosen = [("machines", &*planning), ("machines", &printer), ("machines", &world::id("equipment/escargolins_portable"))];
    let made = veronique.post(&choosing, &chosen).await;
    assert_eq!(veronique.post(&choosing, &chosen).await.location(), made.location(), "once");
    let sheet = veronique.get(made.location()).await;
    assert!(sheet.says("K7QM-3XW2") && sheet.says("Groupement d'employeurs Autan Partagé"));
    assert_eq!(sheet.body().matches("<svg viewBox").count(), 2, "a machine of another structure has no label here");
    assert!(!sheet.body().contains("style="));
    let pdf = sheet.page().link("PDF pour planches de 21 étiquettes (63,5 × 38,1 mm)");
    let saved = veronique.get(&pdf).await;
    assert!(saved.status == 200 && saved.header("content-type") == "application/pdf" && saved.bytes.starts_with(b"%PDF-"));
    assert_eq!(saved.header("content-disposition"), "attachment; filename=\"etiquettes.pdf\"");
    // Another structure prints none of them.
    let mut nadege = app.signed_in("nadege_coulon").await;
    for address in [made.location(), &*pdf] {
        assert_eq!(nadege.get(address).await.status, 404);
    }
    assert_eq!(veronique.post(&choosing, &[]).await.status, 422);
}

#[rocket::async_test]
async fn a_blank_label_is_bound_by_who_scans_it() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let sheet = samira.post("/stickers", &[("count", "3")]).await;
    assert_eq!(samira.get(sheet.location()).await.body().matches("<svg viewBox").count(), 3);
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let scanned = veronique.get(&format!("/e/{BLANK}")).await;
    let page = veronique.get(scanned.location()).await;
    assert!(page.says("Ordinateur du planning (a déjà une étiquette)") && !page.says("Portable de l'équipe"));
    let (to, _) = page.page().form_of("C'est celle-ci");
    let foreign = veronique.post(&to, &[("machine", &world::id("equipment/escargolins_portable"))]).await;
    assert_eq!(foreign.status, 422);
    let bound = veronique.post(&to, &[("machine", &world::id(MACHINE))]).await;
    assert_eq!(bound.location(), format!("/equipment/{}", world::id(MACHINE)));
    assert_eq!(app.nobody().get(&format!("/e/{BLANK}")).await.status, 200);
    assert_eq!(app.nobody().get(&format!("/e/{ON_A}")).await.status, 404, "the old one is over");
    assert_eq!(app.signed_in("samira_benali").await.get(&format!("/stickers/{BLANK}/binding")).await.status, 404);
}

/// What is split off a stranger's request is followed by a link of its own.
#[rocket::async_test]
async fn what_is_split_off_is_told_to_who_asked() {
    let app = App::start().await;
    let awa = Guest::asking(&app, ON_A, "L'écran est noir.").await;
    let (message, ticket) = (new_id(), new_id());
    app.wait(TimeDelta::minutes(1));
    let more = [("message", &*message), ("words", "Et l'imprimante se tait.")];
    assert_eq!(app.nobody().post(&format!("{}/messages", awa.page()), &more).await.status, 303);
    let mut samira = app.signed_in("samira_benali").await;
    let split = [("ticket", &*ticket), ("messages", &message), ("title", "")];
    assert_eq!(samira.post(&format!("{}/splits", awa.ticket()), &split).await.status, 303);
    app.letters().await;
    answers(&mut samira, &format!("/tickets/{ticket}"), "Elle est débranchée.", "waiting", "send").await;
    let letters = app.letters().await;
    let page = app.nobody().get(&to(&letters, AWA).link()).await;
    assert!(page.says("Et l'imprimante se tait.") && page.says("Vous · ") && !page.says("L'écran est noir."));
    let first = app.nobody().get(&awa.page()).await;
    assert!(first.says("L'écran est noir.") && !first.says("Elle est débranchée."));
    assert!(samira.get(&format!("/tickets/{ticket}")).await.says("Awa (sans compte, à confirmer)"));
}

#[rocket::async_test]
async fn who_has_no_account_sends_pictures_alone_and_is_told_of_a_likely_secret() {
    let app = App::start().await;
    let secret = new_secret();
    let words = "Le poste demande le mot de passe : Soleil31";
    let fields = [("secret", &*secret), ("words", words), ("first_name", "Awa"), ("email", AWA)];
    let address = format!("/e/{ON_A}");
    let told = app.nobody().upload(&address, &fields, &[]).await;
    assert_eq!(told.status, 422);
    assert!(told.page().holds("words", words) && told.body().contains("name=\"anyway\""), "{}", told.page().text());
    let anyway = [&fields[..], &[("anyway", "send")]].concat();
    let paper = app.nobody().upload(&address, &anyway, &[("pictures", "a.pdf", "image/png", b"%PDF-1.7 x")]).await;
    assert_eq!(paper.status, 422);
    assert!(paper.page().mistake("pictures").is_some());
    assert_eq!(app.nobody().upload(&address, &anyway, &[("pictures", "a.png", "image/png", &pictures::png())]).await.status, 303);
    let messages = format!("/follow/{secret}/messages");
    let message = new_id();
    let reply = [("message", &*message), ("words", "Et le code PIN : 4931")];
    let photo = [("pictures", "b.png", "image/png", &*pictures::png())];
    let answered = app.nobody().upload(&messages, &reply, &photo).await;
    assert!(answered.status == 303 || answered.body().contains("name=\"anyway\""), "{}", answered.page().text());
    let reply = [&reply[..], &[("anyway", "send")]].concat();
    assert_eq!(app.nobody().upload(&messages, &reply, &photo).await.status, 303);
    let page = app.nobody().get(&format!("/follow/{secret}")).await.body();
    assert_eq!(page.matches("<img ").count(), 2, "each picture stands beside its words");
}

#[rocket::async_test]
async fn a_request_without_an_account_is_never_confidential_and_a_merge_says_who_is_left_out() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let guest = Guest::asking(&app, ON_A, "L'écran est tout noir.").await;
    assert_eq!(samira.post(&format!("{}/confidentiality", guest.ticket()), &[]).await.status, 403, "nobody could lift it");
    let other = world::id("tickets/planning_navigateur");
    let merge = samira.get(&format!("{}/merges/{other}", guest.ticket())).await;
    assert!(merge.says("Awa, sans compte, ne pourra plus suivre sa demande"), "{}", merge.page().text());
}

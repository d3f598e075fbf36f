//! What people see: every letter, and whole pages, as `support/seen.rs` reads them. The same on both engines and every day:
//! time is the test's clock, ids and tokens are blanked. `CONTRIBUTING.md` says how a change is accepted.

use crate::api::Token;
use crate::support::letters::Letter;
use crate::support::seen::{blanked, seen};
use crate::support::{Answer, App, Person, world};
use crate::transfers::Batch;

/// Compares with `snapshots/<name>.snap`.
fn snapshot(name: &str, seen: String) {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, seen);
    });
}

/// A page with its status.
fn page(name: &str, answer: &Answer) {
    snapshot(&format!("page_{name}"), format!("{}\n{}", answer.status, seen(&answer.body())));
}

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

fn of(structure: &str, page: &str) -> String {
    format!("/structures/{}{page}", world::id(&format!("structures/{structure}")))
}

fn whole(letter: &Letter) -> String {
    let (text, html) = (blanked(&letter.text), seen(&letter.html));
    format!("{} → {}\n{}\n\n── text\n{text}\n\n── HTML\n{html}", letter.from, letter.to, letter.subject)
}

/// The letter to somebody among those that have just left.
async fn letter_to(app: &App, key: &str) -> String {
    let letters = app.letters().await;
    let email = &world::person(key).email;
    whole(letters.iter().find(|letter| &letter.to == email).unwrap_or_else(|| panic!("a letter to {key}")))
}

fn accepted(answer: Answer) {
    assert_eq!(answer.status, 303, "{}", answer.page().text());
}

async fn asks(person: &mut Person<'_>, n: u32, structure: &str, words: &str) -> String {
    let form = [("ticket", new_id(n)), ("words", words.to_owned()), ("urgency", "no".to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    accepted(person.upload(&of(structure, "/tickets"), &form, &[]).await);
    format!("/tickets/{}", new_id(n))
}

async fn answers(technician: &mut Person<'_>, ticket: &str, n: u32, words: &str, next: &str) {
    let (message, entry) = (new_id(n), new_id(n + 1));
    let form = [
        ("message", message.as_str()),
        ("entry", &entry),
        ("words", words),
        ("next", next),
        ("minutes", "15 min"),
        ("kind", "remote"),
        ("act", "send"),
    ];
    accepted(technician.post(&format!("{ticket}/answers"), &form).await);
}

#[rocket::async_test]
async fn letters_that_let_somebody_in() {
    let app = App::start().await;
    for (key, name) in [("jordan_pages", "letter_sign_in"), ("emily_hargreaves", "letter_sign_in_english")] {
        accepted(app.nobody().post("/sign-in", &[("email", &world::person(key).email)]).await);
        snapshot(name, letter_to(&app, key).await);
    }
    let mut referent = app.signed_in("nadege_coulon").await;
    for (language, name) in [("fr", "letter_invitation"), ("en", "letter_invitation_english")] {
        let email = format!("noa.{language}@escargolins.example");
        let form = [("name", "Noa Lambert"), ("email", &*email), ("phone", ""), ("role", "employee"), ("language", language)];
        accepted(referent.post(&of("escargolins", "/people"), &form).await);
        let letters = app.letters().await;
        assert_eq!((letters.len(), &letters[0].to), (1, &email));
        snapshot(name, whole(&letters[0]));
    }
}

#[rocket::async_test]
async fn letters_about_a_token() {
    let app = App::start().await;
    for (key, name) in [("jordan_pages", "letter_token_made"), ("emily_hargreaves", "letter_token_made_english")] {
        Token::made(&app, key, "write").await;
        snapshot(name, letter_to(&app, key).await);
    }
}

#[rocket::async_test]
async fn letters_to_the_board() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    for (language, name) in [("fr", "letter_board_invited"), ("en", "letter_board_invited_english")] {
        let email = format!("noa.{language}@courrier.example");
        let form = [("name", "Noa Lambert"), ("email", &*email), ("until", "2027-03-24"), ("language", language)];
        accepted(claire.post("/board", &form).await);
        let letters = app.letters().await;
        assert_eq!((letters.len(), &letters[0].to), (1, &email));
        snapshot(name, whole(&letters[0]));
    }
}

#[rocket::async_test]
async fn letters_about_transfers() {
    let app = App::start().await;
    let (mut stephane, mut odile) = (app.signed_in("stephane_abadie").await, app.signed_in("odile_tournier").await);
    let batch = Batch::draft(&mut stephane, "donation", &["tablee_salle_2"]).await;
    batch.step(&mut stephane, "proposal", 1, &[]).await;
    snapshot("letter_transfer_proposed", letter_to(&app, "odile_tournier").await);
    batch.step(&mut odile, "refusal", 2, &[("reason", "Pas de place ce mois-ci.")]).await;
    snapshot("letter_transfer_declined", letter_to(&app, "stephane_abadie").await);
}

#[rocket::async_test]
async fn pages_of_a_workshop() {
    let app = App::start().await;
    let mut odile = app.signed_in("odile_tournier").await;
    page("workshop_home", &odile.get("/").await);
    let machine = world::id("equipment/tablee_ancien_portable");
    page("workshop_machine", &odile.get(&format!("/workshops/{}/equipment/{machine}", world::id("organisations/rebond"))).await);
    let transfer = format!("/transfers/{}", world::id("transfers/tablee_rebond_recue"));
    for part in ["", "/document"] {
        let name = if part.is_empty() { "transfer" } else { "transfer_document" };
        page(name, &odile.get(&format!("{transfer}{part}")).await);
    }
}

#[rocket::async_test]
async fn pages_of_the_board() {
    let app = App::start().await;
    let mut helene = app.signed_in("helene_castaing").await;
    for (name, address) in
        [("board_home", "/"), ("board_report", "/report"), ("board_sharing", "/report/sharing"), ("board_kinds", "/report/kinds")]
    {
        page(name, &helene.get(address).await);
    }
}

#[rocket::async_test]
async fn letters_about_a_request() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let ticket = asks(&mut jordan, 1, "douces", "L'écran <clignote> & s'éteint.\n\nDepuis ce matin.").await;
    snapshot("letter_ticket_submitted", letter_to(&app, "samira_benali").await);
    answers(&mut samira, &ticket, 10, "Je regarde.", "in_hand").await;
    snapshot("letter_ticket_answered", letter_to(&app, "jordan_pages").await);
    answers(&mut samira, &ticket, 20, "Est-ce aussi le cas sur un autre poste ?", "waiting").await;
    snapshot("letter_ticket_asked", letter_to(&app, "jordan_pages").await);
    answers(&mut samira, &ticket, 30, "Le câble était mal enfoncé.", "settled").await;
    snapshot("letter_ticket_settled", letter_to(&app, "jordan_pages").await);
    let again = [("message", new_id(40)), ("words", "Il clignote encore.".to_owned())];
    let again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    accepted(jordan.post(&format!("{ticket}/reopening"), &again).await);
    snapshot("letter_ticket_reopened", letter_to(&app, "samira_benali").await);
    let call = [
        ("ticket", new_id(50)),
        ("structure", world::id("structures/douces")),
        ("requester", world::id("people/jordan_pages")),
        ("words", "Plus de réseau à l'étage.".to_owned()),
    ];
    let call: Vec<(&str, &str)> = call.iter().map(|(name, value)| (*name, value.as_str())).collect();
    accepted(samira.post("/calls", &call).await);
    snapshot("letter_ticket_noted", letter_to(&app, "jordan_pages").await);
}

/// One deed on many requests, to who asked several of them.
#[rocket::async_test]
async fn letters_about_many_requests() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    for (asker, structure, n, suffix) in [("jordan_pages", "douces", 300, ""), ("emily_hargreaves", "ecluse", 400, "_english")] {
        let mut person = app.signed_in(asker).await;
        let mut numbers = Vec::new();
        for (n, words) in [(n, "L'écran <clignote> & s'éteint."), (n + 1, "Le scanner fait des rayures.")] {
            let ticket = asks(&mut person, n, structure, words).await;
            let text = person.get(&ticket).await.page().text();
            let (_, after) = text.split_once("N° ").or_else(|| text.split_once("No. ")).expect("a number");
            numbers.push(after.chars().take_while(char::is_ascii_digit).collect::<String>());
        }
        app.letters().await;
        for (k, act, words, name) in [(10, "ask", "question", "asked"), (20, "settle", "words", "settled")] {
            let said = if act == "ask" { "La demande {numéro} tient-elle ?" } else { "Le serveur <est> relancé." };
            let batch = new_id(n + k);
            let mut form = vec![("batch", batch.as_str()), ("act", act), ("outcome", "fixed"), (words, said)];
            form.extend(numbers.iter().map(|number| ("t", number.as_str())));
            accepted(samira.post("/batches", &form).await);
            snapshot(&format!("letter_together_{name}{suffix}"), letter_to(&app, asker).await);
        }
    }
}

#[rocket::async_test]
async fn letters_that_leave_for_an_address_outside() {
    let app = App::start().await;
    for (asker, structure, n, name) in [
        ("jordan_pages", "douces", 1, "letter_ticket_sent_outside"),
        ("emily_hargreaves", "ecluse", 100, "letter_ticket_sent_outside_english"),
    ] {
        let mut person = app.signed_in(asker).await;
        let ticket = asks(&mut person, n, structure, "L'affiche <sort> & reste rose.").await;
        accepted(person.post(&format!("{ticket}/outside-watchers"), &[("email", "contact@imprimeur.example")]).await);
        let page = person.get(&ticket).await.page();
        let boxes = page.all("input").into_iter().find(|one| one.attribute("name") == Some("outside"));
        let outside = boxes.and_then(|one| one.attribute("value")).expect("a box").to_owned();
        let message = new_id(n + 1);
        let form = [("message", &*message), ("words", "Pouvez-vous <vérifier> le fichier ?"), ("outside", &outside)];
        accepted(person.upload(&format!("{ticket}/messages"), &form, &[]).await);
        let letters = app.letters().await;
        snapshot(name, whole(letters.iter().find(|letter| letter.to == "contact@imprimeur.example").expect("a letter")));
    }
}

/// Plans, moves, cancels a visit for a ticket; each letter to its requester.
async fn letters_about_a_visit(app: &App, asker: &str, structure: &str, n: u32, suffix: &str) {
    let (mut person, mut samira) = (app.signed_in(asker).await, app.signed_in("samira_benali").await);
    let ticket = asks(&mut person, n, structure, "L'écran <clignote> & s'éteint.").await;
    app.letters().await;
    let (visit, place, asked) = (new_id(n + 1), world::id(&format!("structures/{structure}")), ticket.replace("/tickets/", ""));
    let form = |day: &str, sequence: &str| {
        let fields = [
            ("visit", visit.as_str()),
            ("structure", &place),
            ("sequence", sequence),
            ("minutes", "1 h 30"),
            ("slot", ""),
            ("day", day),
            ("start", "14:00"),
            ("tickets", &asked),
            ("note", "La clé <du local>, merci."),
        ];
        fields.map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    for (name, address, fields) in
        [("planned", "/visits".to_owned(), form("2026-03-30", "0")), ("moved", format!("/visits/{visit}"), form("2026-03-31", "0"))]
    {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        accepted(samira.post(&address, &fields).await);
        snapshot(&format!("letter_visit_{name}{suffix}"), letter_to(app, asker).await);
    }
    accepted(samira.post(&format!("/visits/{visit}/cancellation"), &[]).await);
    snapshot(&format!("letter_visit_cancelled{suffix}"), letter_to(app, asker).await);
}

#[rocket::async_test]
async fn letters_about_visits() {
    let app = App::start().await;
    letters_about_a_visit(&app, "jordan_pages", "douces", 100, "").await;
    letters_about_a_visit(&app, "emily_hargreaves", "ecluse", 200, "_english").await;
}

/// The end of an outage, to who is touched and to who asked; and of a request, to who said « moi aussi ».
#[rocket::async_test]
async fn the_last_letter_to_who_had_their_data_erased() {
    for (language, name) in [("fr", "letter_data_erased"), ("en", "letter_data_erased_english")] {
        let app = App::start().await;
        let mut helene = app.signed_in("helene_castaing").await;
        let form = [("name", "Hélène Castaing"), ("phone", ""), ("language", language)];
        assert_eq!(helene.post("/account", &form).await.status, 303);
        assert_eq!(helene.post("/account/erasure", &[("sure", "yes")]).await.status, 303);
        snapshot(name, letter_to(&app, "helene_castaing").await);
    }
}

#[rocket::async_test]
async fn letters_about_what_is_over() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let ticket = asks(&mut jordan, 1, "douces", "Mes <fichiers> sont partis.").await;
    let outage = format!("/outages/{}", world::id("outages/partage_fichiers"));
    accepted(samira.post(&format!("{ticket}/outage"), &[("outage", &*world::id("outages/partage_fichiers"))]).await);
    accepted(jordan.post(&format!("/tickets/{}/affected", world::id("tickets/astreinte_muette")), &[]).await);
    app.letters().await;
    accepted(samira.post(&format!("{outage}/closing"), &[("words", "Le disque <est> changé.\n\nTout est revenu.")]).await);
    let letters = app.letters().await;
    for (key, name) in [("jordan_pages", "letter_outage_over_asked"), ("maria_goncalves", "letter_outage_over")] {
        let letter = letters.iter().find(|letter| letter.to == world::person(key).email).expect("a letter");
        snapshot(name, whole(letter));
    }
    let joined = format!("/tickets/{}", world::id("tickets/astreinte_muette"));
    answers(&mut samira, &joined, 10, "La sonnerie est remise.", "settled").await;
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.to == world::person("jordan_pages").email).expect("a letter");
    snapshot("letter_ticket_over", whole(letter));
}

/// Who opens what, under which name.
async fn pages(app: &App, key: Option<&str>, addresses: &[(&str, String)]) {
    let mut person = match key {
        Some(key) => app.signed_in(key).await,
        None => app.nobody(),
    };
    for (name, address) in addresses {
        let answer = person.get(address).await;
        page(name, &answer);
    }
}

#[rocket::async_test]
async fn pages_of_who_is_not_signed_in() {
    let app = App::start().await;
    let addresses = [
        ("sign_in", "/sign-in"),
        ("sign_in_password", "/sign-in?way=password"),
        ("not_found", "/nowhere"),
        ("accessibility", "/accessibility"),
    ];
    pages(&app, None, &addresses.map(|(name, address)| (name, address.to_owned()))).await;
}

#[rocket::async_test]
async fn pages_of_an_employee() {
    let app = App::start().await;
    let addresses = [
        ("employee_home", "/".to_owned()),
        ("employee_request", of("douces", "/tickets/new")),
        ("employee_tickets", "/tickets".to_owned()),
        ("employee_ticket", format!("/tickets/{}", world::id("tickets/planning_navigateur"))),
        ("employee_account", "/account".to_owned()),
        ("employee_outages", "/outages".to_owned()),
        ("employee_outage", format!("/outages/{}", world::id("outages/partage_fichiers"))),
        ("employee_similar", format!("/tickets/{}/affected", world::id("tickets/astreinte_muette"))),
        ("employee_help_sheets", "/help-sheets".to_owned()),
        ("employee_help_sheet", format!("/help-sheets/{}?suggested=true", world::id("help_sheets/second_ecran"))),
        ("employee_visits", of("douces", "/visits")),
        ("employee_calendars", "/calendars".to_owned()),
        ("employee_tokens", "/account/tokens".to_owned()),
    ];
    pages(&app, Some("jordan_pages"), &addresses).await;
    let refused = app.signed_in("jordan_pages").await.upload(&of("douces", "/tickets"), &[("ticket", &new_id(1))], &[]).await;
    page("employee_request_refused", &refused);
}

#[rocket::async_test]
async fn pages_of_a_referent() {
    let app = App::start().await;
    let addresses = [
        ("referent_home", "/".to_owned()),
        ("referent_hours", of("escargolins", "/hours")),
        ("referent_hours_closed", of("escargolins", "/hours?month=2026-02")),
        ("referent_people", of("escargolins", "/people")),
        ("referent_equipment", of("escargolins", "/equipment")),
    ];
    pages(&app, Some("nadege_coulon"), &addresses).await;
}

#[rocket::async_test]
async fn pages_of_the_technician() {
    let app = App::start().await;
    let addresses = [
        ("technician_home", "/".to_owned()),
        ("technician_queue", "/tickets".to_owned()),
        ("technician_ticket", format!("/tickets/{}", world::id("tickets/planning_navigateur"))),
        ("technician_time", "/interventions".to_owned()),
        ("technician_outage", format!("/outages/{}", world::id("outages/partage_fichiers"))),
        ("technician_outage_form", format!("/outages/{}/edit", world::id("outages/partage_fichiers"))),
        ("technician_outage_closing", format!("/outages/{}/closing", world::id("outages/partage_fichiers"))),
        ("technician_ticket_outage", format!("/tickets/{}/outage", world::id("tickets/astreinte_muette"))),
        ("technician_help_sheet", format!("/help-sheets/{}", world::id("help_sheets/second_ecran"))),
        ("technician_help_sheet_form", format!("/help-sheets/{}/edit", world::id("help_sheets/second_ecran"))),
        ("technician_visits", "/visits".to_owned()),
        ("technician_visit_new", format!("/visits/new?structure={}", world::id("structures/douces"))),
        ("technician_machine", format!("/equipment/{}", world::id("equipment/douces_planning"))),
    ];
    pages(&app, Some("samira_benali"), &addresses).await;
}

#[rocket::async_test]
async fn pages_of_the_coordinator() {
    let app = App::start().await;
    let addresses = [
        ("coordinator_home", "/".to_owned()),
        ("coordinator_report", "/report".to_owned()),
        ("coordinator_board", "/board".to_owned()),
        ("coordinator_structure", of("douces", "")),
        ("coordinator_rules", "/rules".to_owned()),
        ("coordinator_people", "/people".to_owned()),
    ];
    pages(&app, Some("claire_vidal"), &addresses).await;
}

#[rocket::async_test]
async fn a_home_page_in_english() {
    let app = App::start().await;
    pages(&app, Some("emily_hargreaves"), &[("english_home", "/".to_owned())]).await;
}

/// Somebody without an account asks, in their browser's language; a technician answers.
#[rocket::async_test]
async fn letters_and_pages_of_who_has_no_account() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let address = format!("/e/{}", crate::stickers::ON_A);
    page("stranger_request", &app.nobody().get(&address).await);
    page("stranger_found", &app.nobody().get(&format!("{address}/found")).await);
    page("stranger_unknown", &app.nobody().get("/e/nowhere").await);
    for (n, language, suffix) in [(100, "fr", ""), (200, "en", "_english")] {
        let (secret, email) = (crate::stickers::new_secret(), format!("awa.{language}@voisins.example"));
        let form = [("secret", &*secret), ("words", "L'écran est noir."), ("first_name", "Awa"), ("email", &email)];
        let asked = app.nobody().post_with(&address, &form, &[("accept-language", language)]).await;
        assert_eq!(asked.status, 303);
        let letters = app.letters().await;
        let received = letters.iter().find(|letter| letter.to == email).expect("a letter to who asked");
        snapshot(&format!("letter_guest_received{suffix}"), whole(received));
        if language == "fr" {
            page("stranger_sent", &app.nobody().get(asked.location()).await);
            page("stranger_follow", &app.nobody().get(&received.link()).await);
        }
        let ticket = samira.get("/tickets").await.page().link("L'écran est noir.");
        if language == "fr" {
            page("technician_ticket_guest", &samira.get(&ticket).await);
        }
        answers(&mut samira, &ticket, n, "Le câble était mal enfoncé.", "settled").await;
        let letters = app.letters().await;
        let settled = letters.iter().find(|letter| letter.to == email).expect("a letter to who asked");
        snapshot(&format!("letter_guest_settled{suffix}"), whole(settled));
    }
}

#[rocket::async_test]
async fn labels_of_a_structure() {
    let app = App::start().await;
    let addresses = [
        ("referent_stickers", of("douces", "/stickers")),
        ("referent_stickers_sheet", format!("/stickers?codes={}", crate::stickers::ON_A)),
        ("referent_sticker_binding", format!("/stickers/{}/binding", crate::stickers::BLANK)),
    ];
    pages(&app, Some("veronique_lacaze"), &addresses).await;
}

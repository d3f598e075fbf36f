//! Asking for help, answering with its time, closing, reopening.

use crate::support::{Answer, App, Person, pictures, world};

const SCRIPTS: [&str; 12] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' autofocus onfocus='alert(1)",
    "<svg/onload=alert(1)>",
    "<a href=\"java\tscript:alert(1)\">x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><button>x</button></form>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "{{#each .}}{{this}}{{/each}} {{{t \"nav-home\"}}}",
];

fn of(structure: &str, page: &str) -> String {
    format!("/structures/{}{page}", world::id(&format!("structures/{structure}")))
}

/// Made with the form, as a browser sends it back.
fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

async fn ask(person: &mut Person<'_>, n: u32, words: &str) -> String {
    let asked = person.upload(&of("douces", "/tickets"), &[("ticket", &new_id(n)), ("words", words), ("urgency", "no")], &[]).await;
    assert_eq!(asked.status, 303, "{}", asked.page().text());
    format!("/tickets/{}", new_id(n))
}

async fn answer(technician: &mut Person<'_>, ticket: &str, n: u32, words: &str, next: &str, minutes: &str) -> Answer {
    let (message, entry) = (new_id(n), new_id(n + 1));
    let form = [
        ("message", message.as_str()),
        ("entry", &entry),
        ("words", words),
        ("next", next),
        ("minutes", minutes),
        ("kind", "remote"),
        ("act", "send"),
    ];
    technician.post(&format!("{ticket}/answers"), &form).await
}

#[rocket::async_test]
async fn a_request_is_asked_answered_with_its_time_closed_and_reopened() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let ticket = ask(&mut jordan, 1, "L'écran clignote depuis ce matin.").await;
    let told = app.letters().await;
    assert!(told.iter().any(|letter| letter.to == world::person("samira_benali").email), "the technicians are told");
    assert!(told.iter().all(|letter| letter.link() == ticket));
    assert!(samira.get("/tickets").await.says("L'écran clignote depuis ce matin."));

    assert_eq!(samira.get(&ticket).await.status, 200);
    let answered = answer(&mut samira, &ticket, 10, "Le câble était mal enfoncé.", "settled", "1 h 15").await;
    assert_eq!(answered.status, 303, "{}", answered.page().text());
    let letters = app.letters().await;
    assert_eq!(letters.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), [world::person("jordan_pages").email.as_str()]);
    assert!(letters[0].text.contains("Le câble était mal enfoncé."));
    assert!(jordan.get(&ticket).await.says("Le câble était mal enfoncé."));
    assert!(veronique.get(&of("douces", "/hours")).await.says("1 h 15"), "the time is on the sheet of the structure");

    let reopened = jordan.post(&format!("{ticket}/reopening"), &[("message", &new_id(20)), ("words", "Il clignote encore.")]).await;
    assert_eq!(reopened.status, 303);
    assert!(app.letters().await.iter().any(|letter| letter.text.contains("Il clignote encore.")), "whoever had it is told");
    assert!(samira.get("/tickets").await.says("L'écran clignote depuis ce matin."));
}

#[rocket::async_test]
async fn what_is_not_settled_is_said_with_a_file_and_a_secret_is_pointed_out() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let ticket = ask(&mut jordan, 1, "L'écran clignote depuis ce matin.").await;
    assert_eq!(answer(&mut samira, &ticket, 10, "Le câble était mal enfoncé.", "settled", "5 min").await.status, 303);
    let page = jordan.get(&ticket).await.page();
    let (reopening, _) = page.form_of("Ce n'est pas réglé");
    assert!(page.shows_field("files"));
    let picture = pictures::png();
    let file = [("files", "ecran.png", "image/png", picture.as_slice())];
    let alone = [("message", &*new_id(20)), ("words", "")];
    let refused = jordan.upload(&reopening, &alone, &file).await;
    assert!(refused.status == 422 && refused.page().mistake("words").is_some(), "a file goes with a word");
    let kept =
        refused.page().all("input").into_iter().find(|one| one.attribute("name") == Some("kept")).expect("it is kept").clone();
    let kept = kept.attribute("value").expect("an id").to_owned();
    assert_eq!(samira.get("/tickets?state=settled").await.status, 200);
    assert!(jordan.get(&ticket).await.says("Réglée"), "nothing was done yet");

    let words = "Il clignote. Mon mot de passe : Tournesol42!";
    let secret = [("message", &*new_id(20)), ("words", words), ("kept", &kept)];
    let pointed = jordan.upload(&reopening, &secret, &[]).await;
    assert!(pointed.status == 422 && pointed.page().mistake("words").is_some() && pointed.page().holds("words", words));
    assert!(pointed.page().find("button", "Envoyer quand même").is_some() && pointed.page().holds("kept", &kept));
    let anyway = [&secret[..], &[("anyway", "send")]].concat();
    assert_eq!(jordan.upload(&reopening, &anyway, &[]).await.status, 303);
    assert_eq!(jordan.upload(&reopening, &anyway, &[]).await.status, 303, "a double click");
    let page = samira.get(&ticket).await;
    assert!(page.says("Tournesol42!") && page.page().all("img").len() == 1, "the picture is there once");
    assert!(jordan.get(&ticket).await.says("Samira s'en occupe"));
}

#[rocket::async_test]
async fn what_is_sent_twice_happens_once() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let ticket = ask(&mut jordan, 1, "Le clavier colle.").await;
    ask(&mut jordan, 1, "Le clavier colle.").await;
    assert_eq!(samira.get("/tickets").await.page().text().matches("Le clavier colle.").count(), 1);
    app.letters().await;
    for _ in 0..2 {
        answer(&mut samira, &ticket, 10, "Un chiffon suffit.", "in_hand", "20 min").await;
    }
    assert_eq!(jordan.get(&ticket).await.page().text().matches("Un chiffon suffit.").count(), 1);
    assert_eq!(app.letters().await.len(), 1);
}

#[rocket::async_test]
async fn an_internal_note_stays_among_technicians() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let ticket = ask(&mut jordan, 1, "Plus de son.").await;
    app.letters().await;
    let (message, entry) = (new_id(10), new_id(11));
    let note = [
        ("message", message.as_str()),
        ("entry", &entry),
        ("words", "Carte son à commander."),
        ("next", "in_hand"),
        ("minutes", "0"),
        ("kind", "remote"),
        ("act", "note"),
    ];
    assert_eq!(samira.post(&format!("{ticket}/answers"), &note).await.status, 303);
    assert!(samira.get(&ticket).await.says("Carte son à commander."), "there is something to hide");
    for person in [&mut jordan, &mut veronique] {
        assert!(!person.get(&ticket).await.says("Carte son"));
    }
    assert_eq!(app.letters().await.len(), 0);
}

#[rocket::async_test]
async fn cve_2026_108270_nothing_of_another_structure_is_named_in_a_form() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let mut nadege = app.signed_in("nadege_coulon").await;
    let foreign_machine = world::id("equipment/escargolins_bureau");
    let machine = world::id("equipment/douces_planning");
    let ask_about = |n: u32, machine: &str| [("ticket", new_id(n)), ("words", "Panne.".into()), ("equipment", machine.to_owned())];
    for (n, about, status) in [(1, &machine, 303), (2, &foreign_machine, 422)] {
        let form = ask_about(n, about);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(jordan.upload(&of("douces", "/tickets"), &form, &[]).await.status, status);
    }
    // Time on a machine of another structure.
    let work = |entry: u32, machine: &str| {
        vec![
            ("entry", new_id(entry)),
            ("structure", world::id("structures/escargolins")),
            ("day", "2026-03-24".into()),
            ("minutes", "10 min".into()),
            ("kind", "remote".into()),
            ("note", "Essai".into()),
            ("equipment", machine.to_owned()),
        ]
    };
    for (entry, about, status) in [(30, "", 303), (31, machine.as_str(), 422)] {
        let form = work(entry, about);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(samira.post("/interventions", &form).await.status, status, "{about}");
    }
    // A call of somebody who is not of that structure.
    let call = |who: &str| {
        [
            ("ticket", new_id(40)),
            ("structure", world::id("structures/douces")),
            ("requester", world::id(who)),
            ("words", "Panne.".into()),
        ]
    };
    for (who, status) in [("people/lucie_bastide", 422), ("people/jordan_pages", 303)] {
        let form = call(who);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(samira.post("/calls", &form).await.status, status, "{who}");
    }
    // A membership of another structure, under one's own address.
    let ending = format!("/people/{}/ending", world::id("memberships/jordan_pages/douces"));
    assert_eq!(nadege.post(&of("escargolins", &ending), &[]).await.status, 404);
    assert_eq!(jordan.get("/account").await.status, 200);
}

#[rocket::async_test]
async fn cve_2026_40569_a_request_is_never_made_in_anothers_name() {
    let app = App::start().await;
    let (mut jordan, mut lucie) = (app.signed_in("jordan_pages").await, app.signed_in("lucie_bastide").await);
    let (lucie_id, there) = (world::id("people/lucie_bastide"), world::id("structures/escargolins"));
    let ticket = new_id(1);
    let form = [
        ("ticket", ticket.as_str()),
        ("words", "Au nom d'une autre."),
        ("requester", &lucie_id),
        ("author", &lucie_id),
        ("structure", &there),
        ("state", "settled"),
    ];
    jordan.upload(&of("douces", "/tickets"), &form, &[]).await;
    assert_eq!(lucie.get(&format!("/tickets/{ticket}")).await.status, 404);
    assert_eq!(jordan.upload(&of("escargolins", "/tickets"), &form, &[]).await.status, 404);
}

#[rocket::async_test]
async fn cve_2026_32754_scripts_in_words_run_nowhere() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let plain = jordan.get("/tickets").await.body();
    for (n, script) in (0u32..).zip(SCRIPTS) {
        let ticket = ask(&mut jordan, 100 + n, script).await;
        for letter in app.letters().await {
            for tag in ["<script", "<img", "<svg", "<iframe", "<base", "<form", "<math"] {
                assert!(!letter.html.contains(tag), "{tag} in a letter about {script}");
            }
        }
        for page in [
            samira.get("/tickets").await,
            samira.get(&ticket).await,
            jordan.get(&ticket).await,
            veronique.get(&of("douces", "/tickets")).await,
            samira.get("/").await,
        ] {
            assert_eq!(page.status, 200);
            let body = page.body();
            for bad in
                ["<script>", "onerror=alert(1)>", "<svg/onload", "srcdoc='", "<base", "<meta http-equiv", "evil.example/>", "<math"]
            {
                assert!(!body.contains(bad), "{bad} on a page about {script}");
            }
            for element in page.page().all("a").into_iter().chain(page.page().all("button")) {
                let address = element.attribute("href").unwrap_or_default();
                assert!(
                    address.is_empty()
                        || address.starts_with(['/', '#'])
                        || address.starts_with("mailto:")
                        || address.starts_with("tel:")
                );
                assert!(element.attribute("onclick").is_none() && element.attribute("onfocus").is_none());
            }
        }
    }
    assert!(!plain.contains("alert(1)"), "the world itself is plain");
}

#[rocket::async_test]
async fn cve_2022_25802_a_picture_leaves_as_a_picture_or_as_a_file() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let fields = |n: u32| [("ticket", new_id(n)), ("words", "Voyez.".to_owned())];
    let svg: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    let html: &[u8] = b"<html><script>alert(1)</script></html>";
    for (n, (name, kind, bytes)) in
        (1u32..).zip([("a.png", "image/png", svg), ("a.jpg", "image/jpeg", html), ("x.svg", "image/svg+xml", svg)])
    {
        let fields = fields(n);
        let form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(jordan.upload(&of("douces", "/tickets"), &form, &[("files", name, kind, bytes)]).await.status, 303, "{name}");
        let page = jordan.get(&format!("/tickets/{}", new_id(n))).await;
        assert!(!page.page().all("img").iter().any(|i| i.attribute("src").is_some_and(|s| s.starts_with("/att"))), "{name}");
    }
    let fields = fields(9);
    let form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sent = jordan
        .upload(&of("douces", "/tickets"), &form, &[("files", "../../é\u{202e}gnp.exe", "text/html", &pictures::png())])
        .await;
    assert_eq!(sent.status, 303, "a picture is a picture, whatever it is called");
    let page = jordan.get(&format!("/tickets/{}", new_id(9))).await.body();
    let address = page.split('"').find(|part| part.starts_with("/attachments/")).expect("the picture is shown").to_owned();
    let shown = jordan.get(&address).await;
    assert_eq!(
        (shown.status, shown.header("content-type"), shown.header("x-content-type-options")),
        (200, "image/jpeg", "nosniff")
    );
    assert!(!page.contains("../") && !page.contains('\u{202e}'));
    assert_eq!(app.signed_in("lucie_bastide").await.get(&address).await.status, 404);
    assert_eq!(app.signed_in("claire_vidal").await.get(&address).await.status, 404);
}

#[rocket::async_test]
async fn filters_and_pages_take_what_they_know_and_nothing_else() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let evil =
        ["' OR 1=1--", "1;DROP TABLE ticket", "999999999999999999999", "-1", "%00", "[]", "../../etc/passwd", "open' UNION SELECT"];
    for value in evil {
        let value = rocket::http::RawStr::new(value).percent_encode().to_string();
        for address in [
            format!("/tickets?filter={value}"),
            format!("/tickets?after={value}"),
            format!("/interventions?week={value}"),
            format!("/interventions/new?structure={value}"),
            format!("/calls/new?structure={value}"),
            of("douces", &format!("/hours?month={value}")),
        ] {
            let status = samira.get(&address).await.status;
            assert!(matches!(status, 200 | 400 | 404 | 422), "{address}: {status}");
        }
    }
    assert!(samira.get("/tickets").await.status == 200);
}

/// `tickets.md` § 3: later than 14 days, what is written opens a new request, « suite de ».
#[rocket::async_test]
async fn what_is_written_to_a_request_settled_long_ago_asks_anew_about_the_same() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let ticket = ask(&mut jordan, 1, "L'écran clignote depuis ce matin.").await;
    assert_eq!(answer(&mut samira, &ticket, 10, "Le câble était mal enfoncé.", "settled", "0").await.status, 303);
    app.wait(chrono::TimeDelta::days(15));
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    assert!(jordan.get(&ticket).await.says("une nouvelle demande en sera la suite"));
    app.letters().await;
    let message = new_id(30);
    for _ in 0..2 {
        let sent = jordan.upload(&format!("{ticket}/messages"), &[("message", &message), ("words", "Il recommence.")], &[]).await;
        assert_eq!((sent.status, sent.location()), (303, &*format!("/tickets/{message}/sent")), "pressed twice");
    }
    assert!(app.letters().await.iter().any(|letter| letter.to == world::person("samira_benali").email), "it is told as any other");
    let anew = jordan.get(&format!("/tickets/{message}")).await.page().text();
    assert!(anew.contains("Il recommence.") && anew.contains("suite de N°"), "{anew}");
    let before = samira.get(&ticket).await.page().text();
    assert!(before.contains("Réglée") && !before.contains("a rouvert"), "what is settled stays so: {before}");
}

#[rocket::async_test]
async fn a_colleague_who_writes_is_named_for_a_minute() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    let ticket = ask(&mut jordan, 1, "L'écran clignote depuis ce matin.").await;
    let presence = format!("{ticket}/presence");
    let writes = [("writing", "true")];
    let reads = [("writing", "false")];
    assert!(!samira.post(&presence, &reads).await.body().contains("écrit"), "who only reads is not told of");
    assert!(!karim.post(&presence, &writes).await.body().contains("écrit"), "nor oneself");
    assert!(samira.post(&presence, &writes).await.body().contains("Karim écrit aussi"));
    assert!(karim.post(&presence, &reads).await.body().contains("Samira écrit aussi"));
    app.wait(chrono::TimeDelta::seconds(61));
    assert!(!karim.post(&presence, &reads).await.body().contains("écrit"), "it goes by itself");
    assert_eq!(jordan.post(&presence, &writes).await.status, 403);
    assert_eq!(samira.post(&format!("/tickets/{}/presence", new_id(99)), &writes).await.status, 404);
}

//! Signing for machines without an account: by the link that came to the organisation, or on paper that a second person compares.

use crate::support::{App, Person, pictures, world};
use crate::transfers::{Batch, MANIFEST, machine_id};
use chrono::TimeDelta;

/// The batch to accept, and the one that is on its way.
pub const PROPOSED: &str = "01900000-0000-7000-8000-000000000432";
pub const ARRIVING: &str = "01900000-0000-7000-8000-000000000433";
const RECYCLER: &str = "accueil@garonne-metaux.example";
const TOWER: &str = "tablee_salle_2";
const PAUL: [(&str, &str); 2] = [("name", "Paul Rey"), ("capacity", "Responsable du quai")];

/// A machine of `tablee` for the recycler, where nobody has an account.
async fn to_the_recycler(referent: &mut Person<'_>, (id, key): (&str, &str)) -> Batch {
    let drafts = format!("/structures/{}/transfers", world::id("structures/tablee"));
    let (to, machine) = (world::id("organisations/garonne_metaux"), machine_id(key));
    let form = [("transfer", id), ("to", &*to), ("intent", "disposal"), ("machines", &*machine)];
    let made = referent.post(&drafts, &form).await;
    assert_eq!(made.status, 303, "{}", made.page().text());
    Batch { href: made.location().to_owned() }
}

/// The way in of the one letter that left for the recycler.
async fn link(app: &App) -> String {
    let letters = app.letters().await;
    let theirs: Vec<_> = letters.iter().filter(|letter| letter.to == RECYCLER).collect();
    assert_eq!(theirs.len(), 1, "{letters:?}");
    theirs[0].link()
}

/// The same, once the recycler is asked.
async fn proposed(app: &App) -> (Batch, String) {
    let mut stephane = app.signed_in("stephane_abadie").await;
    let batch = to_the_recycler(&mut stephane, (PROPOSED, TOWER)).await;
    app.letters().await;
    batch.step(&mut stephane, "proposal", 1, &[]).await;
    let link = link(app).await;
    (batch, link)
}

/// Two batches of which the recycler knows by mail.
#[derive(Clone)]
pub struct Signing {
    /// The secret that accepts the one.
    pub accepts: String,
    /// The secret that signs for the other.
    pub receives: String,
    /// Digests of what its sender signed, and of the paper on which it was accepted.
    pub sent: String,
    pub scan: String,
}

impl Signing {
    pub async fn made(app: &App) -> Self {
        let (mut stephane, mut samira) = (app.signed_in("stephane_abadie").await, app.signed_in("samira_benali").await);
        let form = [("seq", "0"), ("reason", "Remplacé."), ("data_saved", "yes"), ("owner", "true")];
        let address = format!("/equipment/{}/deeds/decommissioning", machine_id("tablee_accueil"));
        assert_eq!(stephane.post(&address, &form).await.status, 303);
        let batch = to_the_recycler(&mut stephane, (ARRIVING, "tablee_accueil")).await;
        batch.step(&mut stephane, "proposal", 1, &[]).await;
        let form = [("version", "2"), PAUL[0], PAUL[1], ("mandate", "true")];
        let paper = format!("{}/paper", batch.href);
        let scan = [("scan", "a.png", "image/png", &*pictures::png())];
        assert_eq!(stephane.upload(&paper, &form, &scan).await.status, 303);
        assert_eq!(compare(&mut samira, &paper).await.status, 303);
        app.letters().await;
        batch.step(&mut stephane, "dispatch", 3, &MANIFEST).await;
        let secret = |link: String| link.trim_start_matches("/signing/").to_owned();
        let receives = secret(link(app).await);
        let page = stephane.get(&batch.href).await.body();
        let digest = |before: &str| {
            let (_, after) = page.rsplit_once(before).expect("it is on the page");
            after.chars().take(64).collect()
        };
        let (sent, scan) = (digest("/documents/"), digest("/papers/"));
        let (_, accepts) = proposed(app).await;
        Self { accepts: secret(accepts), receives, sent, scan }
    }
}

/// Says that the sheet says what was put in of it, over the page that shows it.
async fn compare(person: &mut Person<'_>, paper: &str) -> crate::support::Answer {
    let (action, held) = person.get(paper).await.page().form_of("C'est bien ce que dit la feuille");
    let form: Vec<(&str, &str)> = held.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    person.post(&action, &form).await
}

/// Sends a form behind a link, without an account.
async fn by_link(app: &App, link: &str, step: &str, version: &str, fields: &[(&str, &str)]) -> crate::support::Answer {
    app.nobody().post(&format!("{link}/{step}"), &[&[("version", version)], fields].concat()).await
}

#[rocket::async_test]
async fn a_recycler_accepts_by_the_link_that_came_by_mail_and_signs_the_arrival_by_the_next() {
    let app = App::start().await;
    let mut stephane = app.signed_in("stephane_abadie").await;
    let batch = to_the_recycler(&mut stephane, (PROPOSED, TOWER)).await;
    assert!(stephane.get(&batch.href).await.says(&format!("Un lien pour lire et signer part à {RECYCLER}.")));
    app.letters().await;
    batch.step(&mut stephane, "proposal", 1, &[]).await;
    let first = link(&app).await;

    let page = app.nobody().get(&first).await;
    assert_eq!((page.status, page.header("x-robots-tag")), (200, "noindex, nofollow"));
    assert!(page.says("Centre social La Grande Tablée → Garonne Métaux : une machine"), "{}", page.page().text());
    assert!(!page.says("Salle 2"), "what its structure calls it is told to nobody else");
    assert!(app.nobody().get(&format!("{first}/document")).await.says("Personne n'a encore signé"));
    let nameless = by_link(&app, &first, "acceptance", "2", &[("name", " "), ("capacity", "Quai"), ("mandate", "true")]).await;
    assert!(nameless.status == 422 && nameless.page().mistake("name").is_some() && nameless.page().holds("capacity", "Quai"));
    let early = by_link(&app, &first, "reception", "2", &[PAUL[0], PAUL[1], ("rest", "true")]).await;
    assert!(early.status == 422 && early.says("Pas maintenant"), "it accepts, and nothing else");

    // Twice, and once more over what stands now.
    for _ in 0..2 {
        let signed = by_link(&app, &first, "acceptance", "2", &[PAUL[0], PAUL[1], ("mandate", "true")]).await;
        assert_eq!(signed.status, 303, "{}", signed.page().text());
    }
    let again = by_link(&app, &first, "acceptance", "3", &PAUL).await;
    assert!(again.status == 422 && again.says("Pas maintenant"));
    let letters = app.letters().await;
    assert!(
        letters.iter().any(|l| l.to == "stephane.abadie@grande-tablee.example" && l.subject.contains("acceptée")),
        "{letters:?}"
    );
    assert!(letters.iter().all(|letter| letter.to != RECYCLER), "who signed has the page before them");

    batch.step(&mut stephane, "dispatch", 3, &MANIFEST).await;
    let second = link(&app).await;
    assert!(app.nobody().get(&first).await.says("Ce lien ne signe plus"));
    assert_eq!(app.nobody().get(&format!("{first}/reception")).await.status, 404);
    let old = by_link(&app, &first, "reception", "4", &[PAUL[0], PAUL[1], ("rest", "true")]).await;
    assert_eq!(old.status, 422, "the first link has signed");

    let reception = app.nobody().get(&second).await.page().link("Accueillir");
    let line = app.nobody().get(&reception).await.page().link("Ordinateur fixe Lenovo ThinkCentre M92pPF9R5PCRSrien n'est dit");
    assert!(line.starts_with(&second));
    let other = format!("{second}/lines/{}", machine_id("tablee_accueil"));
    assert_eq!(app.nobody().get(&other).await.status, 404, "not on this list");
    let said = [("version", "4"), ("outcome", "damaged"), ("reason", "Le capot manque.")];
    let bare = app.nobody().upload(&line, &said, &[]).await;
    assert!(bare.status == 422 && bare.page().mistake("photo").is_some());
    let noted = app.nobody().upload(&line, &said, &[("photo", "p.png", "image/png", &pictures::png())]).await;
    assert_eq!((noted.status, noted.location()), (303, reception.as_str()));
    let signed = by_link(&app, &second, "reception", "5", &PAUL).await;
    assert_eq!(signed.status, 303, "{}", signed.page().text());

    let page = stephane.get(&batch.href).await;
    assert_eq!(page.page().text().matches(&format!("par un lien envoyé à {RECYCLER}")).count(), 2, "{}", page.page().text());
    assert!(page.says("Paul Rey, Responsable du quai") && page.says("Le capot manque."));
    let copy = app.nobody().get(&second).await;
    let (_, digest) = copy.body().split_once("SHA-256 ").map(|(a, b)| (a.to_owned(), b[..64].to_owned())).expect("what was signed");
    let text = app.nobody().get(&format!("{second}/documents/{digest}")).await;
    assert_eq!(text.status, 200);
    // Whoever holds the paper asks whether it is genuine, and learns its number and day alone.
    let printed = stephane.get(&format!("{}/document", batch.href)).await.body();
    let (_, code) = printed.split_once("/genuine/").expect("the code is printed");
    let genuine = format!("/genuine/{}", &code[..64]);
    let page = app.nobody().get(&genuine).await;
    assert!(page.says("Bordereau authentique") && page.says("Remise n° 2026-4") && !page.says("Garonne"), "{}", page.page().text());
    let signed = app.nobody().get(&format!("{second}/documents/{}", &code[..64])).await.body();
    for (bytes, said) in [(signed.as_bytes(), "rien n'y a été changé"), (&b"{}"[..], "n'est pas celui de ce document")] {
        let mut nobody = app.nobody();
        let compared = nobody.upload(&genuine, &[], &[("file", "b.json", "application/json", bytes)]).await;
        assert!(compared.status == 303 && nobody.get(compared.location()).await.says(said), "{said}");
    }
    assert_eq!(app.nobody().get(&format!("/genuine/{}", "ab".repeat(32))).await.status, 404);
    parcommun::store::check::check(&app.db).await.expect("all of it holds");
}

#[rocket::async_test]
async fn a_link_declines_with_a_reason_and_opens_no_more_a_month_later() {
    let app = App::start().await;
    let (batch, link) = proposed(&app).await;
    let mute = by_link(&app, &link, "refusal", "2", &[("reason", " ")]).await;
    assert!(mute.status == 422 && mute.page().mistake("reason").is_some());
    let declined = by_link(&app, &link, "refusal", "2", &[("reason", "Le quai est plein.")]).await;
    assert_eq!(declined.status, 303, "{}", declined.page().text());
    let mut stephane = app.signed_in("stephane_abadie").await;
    assert!(stephane.get(&batch.href).await.says("Le quai est plein."));
    assert!(app.nobody().get(&link).await.says("Refusée"));
    app.wait(TimeDelta::days(31));
    assert_eq!(app.nobody().get(&link).await.status, 404);
}

#[rocket::async_test]
async fn what_is_withdrawn_is_told_to_the_address_too() {
    let app = App::start().await;
    let (batch, first) = proposed(&app).await;
    let mut stephane = app.signed_in("stephane_abadie").await;
    batch.step(&mut stephane, "cancellation", 2, &[("reason", "Une erreur.")]).await;
    let second = link(&app).await;
    for link in [&first, &second] {
        let page = app.nobody().get(link).await;
        assert!(page.says("Retirée") && page.says("Une erreur."));
        let late = by_link(&app, link, "acceptance", "3", &PAUL).await;
        assert!(late.status == 422 && late.says("Pas maintenant"));
    }
}

#[rocket::async_test]
async fn another_link_takes_the_place_of_the_first_and_pressed_twice_one_leaves() {
    let app = App::start().await;
    let (batch, first) = proposed(&app).await;
    app.wait(TimeDelta::hours(3));
    for (who, status) in [("odile_tournier", 404), ("jordan_pages", 404), ("claire_vidal", 303)] {
        let sent = app.signed_in(who).await.post(&format!("{}/link", batch.href), &[]).await;
        assert_eq!(sent.status, status, "{who}");
    }
    let mut stephane = app.signed_in("stephane_abadie").await;
    assert_eq!(stephane.post(&format!("{}/link", batch.href), &[]).await.status, 303);
    let letters = app.letters().await;
    let theirs: Vec<_> = letters.iter().filter(|letter| letter.to == RECYCLER).collect();
    assert_eq!(theirs.len(), 1, "the coordinator's is a moment old");
    let second = theirs[0].link();
    assert_eq!(app.nobody().get(&first).await.status, 404);
    assert_eq!(by_link(&app, &first, "acceptance", "2", &PAUL).await.status, 404);
    assert_eq!(app.nobody().get(&format!("/signing/{}", "ab".repeat(32))).await.status, 404);
    assert_eq!(by_link(&app, &second, "acceptance", "2", &PAUL).await.status, 303);
    let over = stephane.post(&format!("{}/link", batch.href), &[]).await;
    assert!(over.status == 422 && over.says("Pas maintenant"), "nothing waits for their name");
    for _ in 0..10 {
        stephane.post(&format!("{}/link", batch.href), &[]).await;
    }
    let often = stephane.post(&format!("{}/link", batch.href), &[]).await;
    assert!(often.status == 422 && often.says("Attendez une heure"), "nobody fills their letter box");
    let workshop = format!("/transfers/{}/link", world::id("transfers/tablee_rebond_en_route"));
    let members = stephane.post(&workshop, &[]).await;
    assert_eq!(members.status, 422, "who has an account needs no link");
}

#[rocket::async_test]
async fn what_is_signed_on_paper_counts_once_a_second_person_has_compared_it() {
    let app = App::start().await;
    let (batch, _) = proposed(&app).await;
    let (mut stephane, mut samira) = (app.signed_in("stephane_abadie").await, app.signed_in("samira_benali").await);
    let paper = stephane.get(&batch.href).await.page().link("Signé sur papier");
    assert_eq!(app.signed_in("odile_tournier").await.get(&paper).await.status, 404);
    let sheet = stephane.get(&paper).await.page().link("La feuille, avec engagement d'effacer");
    let sheet = stephane.get(&sheet).await;
    assert!(sheet.says("Le destinataire efface pour l'expéditeur") && sheet.says("Acceptation") && sheet.says("Nom et fonction"));

    let form = [("version", "2"), PAUL[0], PAUL[1], ("mandate", "true")];
    let photo = pictures::png();
    for (name, kind, bytes) in [("a.txt", "text/plain", &b"Bonjour"[..]), ("a.png", "image/png", &b"\x89PNG\r\n\x1a\nxx"[..])] {
        let wrong = stephane.upload(&paper, &form, &[("scan", name, kind, bytes)]).await;
        assert!(wrong.status == 422 && wrong.page().mistake("scan").is_some() && wrong.page().holds("name", "Paul Rey"), "{name}");
    }
    assert!(stephane.upload(&paper, &form, &[]).await.page().mistake("scan").is_some());
    for _ in 0..2 {
        let entered = stephane.upload(&paper, &form, &[("scan", "a.png", "image/png", &photo)]).await;
        assert_eq!(entered.status, 303, "{}", entered.page().text());
    }
    let page = stephane.get(&batch.href).await;
    assert!(page.says("Proposée") && page.says("attend d'être comparée"), "it does not count yet");
    let own = stephane.post(&format!("{paper}/comparison"), &[("version", "2"), ("digest", "00")]).await;
    assert!(own.status == 422 && own.says("quelqu'un d'autre doit la comparer"));
    let other = samira.upload(&paper, &form, &[("scan", "a.png", "image/png", &photo)]).await;
    assert!(other.status == 422 && other.says("Une autre personne a déjà ajouté une feuille"));
    let shown = samira.get(&paper).await;
    assert!(shown.says("Paul Rey, Responsable du quai") && shown.says("engagement d'effacer") && shown.says("Stéphane Abadie"));
    let scan = shown.page().link("Voir la feuille signée");
    assert_eq!(samira.get(&scan).await.status, 200);
    assert_eq!(app.signed_in("odile_tournier").await.get(&scan).await.status, 404);
    // Whoever put it in puts in another one while she looks: she agrees to what she saw, and to nothing else.
    let (action, held) = shown.page().form_of("C'est bien ce que dit la feuille");
    let saw: Vec<(&str, &str)> = held.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let other = [("version", "2"), ("name", "Paul Roi"), PAUL[1], ("mandate", "true")];
    assert_eq!(stephane.upload(&paper, &other, &[("scan", "a.png", "image/png", &photo)]).await.status, 303);
    let replaced = samira.post(&action, &saw).await;
    assert!(replaced.status == 422 && replaced.says("La feuille a été remplacée"), "{}", replaced.page().text());
    assert_eq!(stephane.upload(&paper, &form, &[("scan", "a.png", "image/png", &photo)]).await.status, 303);
    for _ in 0..2 {
        let compared = samira.post(&action, &saw).await;
        assert_eq!(compared.status, 303, "{}", compared.page().text());
    }
    let page = stephane.get(&batch.href).await;
    assert!(page.says("Acceptée") && page.says("Le destinataire s'engage à effacer."), "{}", page.page().text());
    assert!(page.says("sur papier, comparé par une deuxième personne") && page.says("Voir la feuille signée"));
    let data = samira.get("/account/data.json").await;
    assert!(!data.body().contains("Paul Rey"), "the name is not hers");

    // On arrival too: what is put in by mistake is taken back; signed in another way meanwhile, it waits for nobody.
    batch.step(&mut stephane, "dispatch", 3, &MANIFEST).await;
    let form = [("version", "4"), PAUL[0], PAUL[1], ("rest", "true")];
    let pdf = [("scan", "a.pdf", "application/pdf", &b"%PDF-1.4\n%%EOF\n"[..])];
    assert_eq!(samira.upload(&paper, &form, &pdf).await.status, 303);
    assert_eq!(stephane.post(&format!("{paper}/withdrawal"), &[]).await.status, 303);
    let none = stephane.post(&format!("{paper}/comparison"), &[("version", "4"), ("digest", "00")]).await;
    assert!(none.status == 422 && none.says("Quelqu'un vient d'agir"));
    assert_eq!(samira.upload(&paper, &form, &pdf).await.status, 303);
    let compared = compare(&mut stephane, &paper).await;
    assert_eq!(compared.status, 303, "{}", compared.page().text());
    let page = stephane.get(&batch.href).await;
    assert!(page.says("Reçue") && page.page().text().matches("sur papier, comparé").count() == 2, "{}", page.page().text());
    assert_eq!(app.letters().await.iter().filter(|letter| letter.to == RECYCLER).count(), 3, "two copies, and the way to sign");
    parcommun::store::tickets::forget_drafts(&app.db, app.clock.now()).await.expect("a round");
    parcommun::store::check::check(&app.db).await.expect("all of it holds, the scans too");
}

#[rocket::async_test]
async fn a_paper_that_waits_is_gone_once_the_transfer_is_signed_in_another_way() {
    let app = App::start().await;
    let (batch, link) = proposed(&app).await;
    let mut stephane = app.signed_in("stephane_abadie").await;
    let paper = format!("{}/paper", batch.href);
    let form = [("version", "2"), PAUL[0], PAUL[1]];
    let photo = pictures::png();
    assert_eq!(stephane.upload(&paper, &form, &[("scan", "a.png", "image/png", &photo)]).await.status, 303);
    assert_eq!(by_link(&app, &link, "acceptance", "2", &[PAUL[0], PAUL[1], ("mandate", "true")]).await.status, 303);
    assert!(!stephane.get(&batch.href).await.says("attend d'être comparée"));
    let late =
        app.signed_in("samira_benali").await.post(&format!("{paper}/comparison"), &[("version", "2"), ("digest", "00")]).await;
    assert!(late.status == 422 && late.says("Quelqu'un vient d'agir"), "{}", late.page().text());
}

/// Two lines of one batch in two windows: the second is said to be overtaken, not lost in silence.
#[rocket::async_test]
async fn a_line_noted_over_an_older_page_is_never_taken_for_the_same() {
    let app = App::start().await;
    let (mut stephane, mut odile) = (app.signed_in("stephane_abadie").await, app.signed_in("odile_tournier").await);
    let id = machine_id("tablee_accueil");
    let form = [("seq", "0"), ("reason", "Remplacé."), ("data_saved", "yes"), ("owner", "true")];
    assert_eq!(stephane.post(&format!("/equipment/{id}/deeds/decommissioning"), &form).await.status, 303);
    let batch = Batch::draft(&mut stephane, "donation", &[TOWER, "tablee_accueil"]).await;
    batch.step(&mut stephane, "proposal", 1, &[]).await;
    batch.step(&mut odile, "acceptance", 2, &[("mandate", "true")]).await;
    batch.step(&mut stephane, "dispatch", 3, &MANIFEST).await;
    let refused = [("version", "4"), ("outcome", "refused"), ("reason", "Trop lourde.")];
    let first = format!("{}/lines/{}", batch.href, machine_id(TOWER));
    for _ in 0..2 {
        assert_eq!(odile.upload(&first, &refused, &[]).await.status, 303, "twice is once");
    }
    let second = odile.upload(&format!("{}/lines/{id}", batch.href), &refused, &[]).await;
    assert!(second.status == 422 && second.says("Quelqu'un vient d'agir"), "{}", second.page().text());
}

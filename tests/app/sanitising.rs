//! The data of a machine that leaves use: triage, counting, logs of nwipe, what a second person answers for, certificates.

use crate::support::{Answer, App, Person, pictures, world};

const LOG: &[u8] = include_bytes!("../nwipe/zero_verify_last_ok.log");
const UNVERIFIED: &[u8] = include_bytes!("../nwipe/zero_no_verify.log");
const QUIET: &[u8] = include_bytes!("../nwipe/zero_quiet.log");
const DISK: &str = "WD-WXA1A23N4567";

fn machine(key: &str) -> String {
    format!("/equipment/{}", world::id(&format!("equipment/{key}")))
}

fn sanitising() -> String {
    format!("{}/sanitising", machine("douces_ancien_portable"))
}

fn way(medium: &str, way: &str) -> String {
    format!("{}/{}/{way}", sanitising(), world::id(&format!("media/{medium}")))
}

fn disk(form: &str) -> String {
    way("douces_ancien_portable_disque", form)
}

fn card(form: &str) -> String {
    way("douces_ancien_portable_carte", form)
}

/// The log with the serial number of a disk in the place of the garbage of a loop device.
fn log_of(log: &[u8], serial: &str) -> Vec<u8> {
    let was = parcommun::domain::chain::nwipe::read(log)[0].serial.clone();
    let mut out = Vec::new();
    let mut rest = log;
    while let Some(at) = rest.windows(was.len()).position(|window| window == was) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(serial.as_bytes());
        rest = &rest[at + was.len()..];
    }
    out.extend_from_slice(rest);
    out
}

async fn send(person: &mut Person<'_>, address: &str, form: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
    // With what its page holds unseen: the id that was made with the form, the number that was seen.
    let page = person.get(address).await.body();
    let unseen = |name: &str| {
        let (_, after) = page.split_once(&format!("name=\"{name}\" value=\""))?;
        after.split_once('"').map(|(value, _)| value.to_owned())
    };
    let values: Vec<(&str, String)> = ["id", "seq"].iter().filter_map(|name| unseen(name).map(|value| (*name, value))).collect();
    let mut all: Vec<(&str, &str)> = form.to_vec();
    all.extend(values.iter().map(|(name, value)| (*name, value.as_str())));
    let files: Vec<_> = file.iter().map(|(name, bytes)| ("file", *name, "application/octet-stream", *bytes)).collect();
    person.upload(address, &all, &files).await
}

/// What the doors knock at: shown by a technician, one of which its referent answered for.
#[derive(Clone)]
pub struct Erased {
    pub certificate: String,
    pub code: String,
    pub evidence: String,
}

impl Erased {
    pub async fn shown(app: &App) -> Self {
        let (mut karim, mut referent) = (app.signed_in("karim_ferrand").await, app.signed_in("veronique_lacaze").await);
        let photo = pictures::png();
        let destroyed = send(&mut karim, &card("destruction"), &[("reason", "Coupée en deux.")], Some(("p.png", &photo))).await;
        assert_eq!(destroyed.status, 303, "{}", destroyed.page().text());
        let (answer, _) = referent.get(destroyed.location()).await.page().form_of("Je confirme");
        assert_eq!(referent.post(&answer, &[]).await.status, 303);
        let certificate = referent.get(&sanitising()).await.page().link("Son attestation");
        let page = referent.get(&certificate).await.body();
        let (_, code) = page.split_once("/genuine/").expect("the code is printed");
        let events = referent.get(&format!("{}/events", machine("douces_ancien_portable"))).await.body();
        let (_, evidence) = events.split_once("/evidence/").expect("the photograph is named");
        let id = [("id", "01900000-0000-7000-8000-000000000020"), ("reason", "Percé.")];
        let shown = karim.upload(&disk("destruction"), &id, &[("file", "p.png", "image/png", &photo)]).await;
        assert_eq!(shown.status, 303, "{}", shown.page().text());
        Self {
            certificate: certificate.rsplit('/').next().expect("an id").to_owned(),
            code: code.chars().take_while(char::is_ascii_hexdigit).collect(),
            evidence: evidence.chars().take_while(char::is_ascii_hexdigit).collect(),
        }
    }
}

#[rocket::async_test]
async fn a_technician_triages_a_machine_and_erases_it_with_its_log() {
    let app = App::start().await;
    let (mut samira, mut referent) = (app.signed_in("samira_benali").await, app.signed_in("veronique_lacaze").await);
    let page = samira.get(&sanitising()).await;
    assert!(page.says("Effacement en cours") && page.says(&format!("Le support {DISK} peut contenir des données.")));
    let form = page.page().link("Joindre le journal de nwipe");
    assert_eq!(form, disk("log"), "the first of them is the disk");
    // The log of 0.33 says nothing of hidden sectors: the referent answers for that.
    let shown = send(&mut samira, &form, &[], Some(("nwipe.log", &log_of(LOG, DISK)))).await;
    assert_eq!(shown.status, 303, "{}", shown.page().text());
    let waits = shown.location().to_owned();
    let own = samira.get(&waits).await;
    assert!(own.says("Une autre personne que vous doit confirmer") && own.says("Réécriture complète") && own.says("nwipe 0.33"));
    assert!(own.page().find("button", "Je confirme").is_none());
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.to == "veronique.lacaze@heures-douces.example").expect("she is written to");
    assert_eq!(letter.link(), waits);
    assert!(referent.get(&sanitising()).await.says("Samira Benali a montré quelque chose"));
    let asked = referent.get(&waits).await;
    assert!(asked.says("Personne n'a vérifié les secteurs cachés"));
    let (answer, _) = asked.page().form_of("Je confirme");
    for _ in 0..2 {
        assert_eq!(referent.post(&answer, &[]).await.location(), sanitising(), "pressed twice");
    }
    let page = referent.get(&sanitising()).await;
    assert!(page.says("Effacé") && page.says("0x4a7c19e2 peut contenir des données"), "one of two");
    let certificate = referent.get(&page.page().link("Son attestation")).await;
    for said in
        [DISK, "Samira Benali", "Véronique Lacaze", "nwipe 0.33", "La dernière passe, en entier", "Ancien portable des tournées"]
    {
        assert!(certificate.says(said), "{said}");
    }
    // The card is destroyed: nothing is left on board.
    let photo = pictures::png();
    let shown = send(&mut samira, &card("destruction"), &[("reason", "Coupée en deux.")], Some(("p.png", &photo))).await;
    let (answer, _) = referent.get(shown.location()).await.page().form_of("Je confirme");
    assert_eq!(referent.post(&answer, &[]).await.status, 303);
    let page = samira.get(&sanitising()).await;
    assert!(page.says("Effacée") && page.says("Plus aucune donnée à bord"));
    let events = referent.get(&format!("{}/events", machine("douces_ancien_portable"))).await;
    for said in ["Support effacé", "Support détruit", "Plus aucune donnée à bord"] {
        assert!(events.says(said), "{said}");
    }
    assert!(referent.get(&format!("{}/life", machine("douces_ancien_portable"))).await.says("Support effacé"), "and the life-book");
    assert!(parcommun::store::check::check(&app.db).await.is_ok());
}

#[rocket::async_test]
async fn a_log_that_proves_nothing_is_refused_in_words() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let hello = b"hello".to_vec();
    for (log, said) in [
        (log_of(UNVERIFIED, DISK), "Rien n'a été relu"),
        (log_of(LOG, "Z3TK8QVM"), "celui d'un autre disque"),
        (hello, "pas un journal de nwipe"),
        (log_of(LOG, DISK)[..LOG.len() - 300].to_vec(), "s'arrête avant la fin"),
    ] {
        let refused = send(&mut samira, &disk("log"), &[], Some(("nwipe.log", &log))).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says(said), "{said}: {}", refused.page().text());
    }
    let empty = send(&mut samira, &disk("log"), &[], None).await;
    assert!(empty.status == 422 && empty.page().mistake("file").is_some());
    // A hidden serial number waits for somebody who compares; it is taken back, and nothing was done.
    let shown = send(&mut samira, &disk("log"), &[], Some(("nwipe.log", QUIET))).await;
    assert!(samira.get(shown.location()).await.says("C'est bien ce support-là"));
    let again = send(&mut samira, &disk("log"), &[], Some(("nwipe.log", QUIET))).await;
    assert!(again.status == 422 && again.says("Quelque chose attend déjà une deuxième personne"));
    let (back, _) = samira.get(shown.location()).await.page().form_of("Retirer ce que j'ai montré");
    assert_eq!(samira.post(&back, &[]).await.location(), sanitising());
    assert!(samira.get(&sanitising()).await.says(&format!("Le support {DISK} peut contenir des données.")));
}

#[rocket::async_test]
async fn nobody_answers_for_themselves_and_what_is_declared_waits_for_another() {
    let app = App::start().await;
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    let declared = [
        ("method", "overwrite"),
        ("tool", "dd"),
        ("tool_version", "9.1"),
        ("serial", DISK),
        ("on", "2026-03-20"),
        ("from", "9:00"),
        ("until", "11:30"),
        ("passes", "1"),
        ("verification", "none"),
        ("hidden_area", "none"),
        ("error_count", "0"),
    ];
    let refused = send(&mut samira, &disk("declaration"), &declared, None).await;
    assert!(refused.status == 422 && refused.says("Il faut relire davantage."), "{}", refused.page().text());
    assert!(refused.page().holds("tool", "dd") && refused.page().holds("from", "9:00"), "nothing typed is lost");
    let quick: Vec<_> =
        declared.iter().map(|(name, value)| (*name, if *name == "method" { "quick_format" } else { value })).collect();
    assert!(send(&mut samira, &disk("declaration"), &quick, None).await.says("« Formatage rapide » ne suffit pas pour"));
    let read: Vec<_> =
        declared.iter().map(|(name, value)| (*name, if *name == "verification" { "last_pass" } else { value })).collect();
    let shown = send(&mut samira, &disk("declaration"), &read, None).await;
    assert_eq!(shown.status, 303, "{}", shown.page().text());
    let alone = samira.post(&format!("{}/answer", shown.location()), &[]).await;
    assert!(alone.status == 422 && alone.says("Il faut une autre personne"));
    let (answer, _) = karim.get(shown.location()).await.page().form_of("Je confirme");
    assert_eq!(karim.post(&answer, &[]).await.status, 303, "another technician may");
    let late = karim.post(&format!("{}/dismissal", shown.location()), &[]).await;
    assert_eq!(late.location(), shown.location());
}

#[rocket::async_test]
async fn a_failed_erasure_blocks_the_machine_and_keeps_its_log() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let log = log_of(UNVERIFIED, DISK);
    let failed = send(&mut samira, &disk("failure"), &[("reason", "Secteurs illisibles.")], Some(("nwipe.log", &log))).await;
    assert_eq!(failed.location(), sanitising());
    let page = samira.get(&machine("douces_ancien_portable")).await;
    assert!(page.says("Triée") && page.says("Bloquée : données non effacées."));
    let events = samira.get(&format!("{}/events", machine("douces_ancien_portable"))).await;
    assert!(events.says("Effacement échoué") && events.says("Secteurs illisibles."));
    let kept = samira.get(&events.page().link("pièce")).await;
    assert_eq!(kept.status, 200);
    assert_eq!(kept.bytes, log, "as it came");
}

#[rocket::async_test]
async fn media_are_counted_and_a_machine_that_holds_none_shows_it() {
    let app = App::start().await;
    let (mut referent, mut samira) = (app.signed_in("veronique_lacaze").await, app.signed_in("samira_benali").await);
    let old = machine("douces_ancien_poste");
    let triage = [
        ("how", "counted"),
        ("count", "2"),
        ("appearance", "C"),
        ("powers_on", "false"),
        ("locked", "false"),
        ("battery", "true"),
        ("outcome", "recycle"),
    ];
    let sent = send(&mut samira, &format!("{old}/triage"), &triage, None).await;
    assert_eq!(sent.location(), format!("{old}/sanitising"), "{}", sent.page().text());
    let page = samira.get(&format!("{old}/sanitising")).await;
    assert!(page.says("On ne sait pas encore combien de disques elle contient."), "two are counted, one is known");
    let none = send(&mut referent, &format!("{old}/media-count"), &[("how", "none"), ("why", "Disque soudé.")], None).await;
    assert!(none.status == 422 && none.page().mistake("photo").is_some() && none.page().holds("why", "Disque soudé."));
    let one = send(&mut referent, &format!("{old}/media-count"), &[("how", "counted"), ("count", "1")], None).await;
    assert_eq!(one.status, 303);
    let page = samira.get(&format!("{old}/sanitising")).await;
    assert!(page.says("Compté : 1 support dans la machine."));
    let (start, hidden) = page.page().form_of("Commencer l'effacement");
    let hidden: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(samira.post(&start, &hidden).await.status, 303);
    assert!(samira.get(&format!("{old}/sanitising")).await.says("Effacement en cours"));
}

#[rocket::async_test]
async fn what_is_taken_out_and_put_in_is_told_in_the_life_of_both_machines() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let ssd = format!("/media/{}", world::id("media/douces_planning_ssd"));
    let to = world::id("equipment/douces_ancien_poste");
    assert_eq!(samira.post(&format!("{ssd}/place"), &[("machine", &to)]).await.status, 303);
    let events = samira.get(&format!("{}/events", machine("douces_planning"))).await;
    assert!(events.says("Support retiré") && events.says("Support vu"), "its log begins with what it had");
    let page = samira.get(&format!("{}/sanitising", machine("douces_ancien_poste"))).await;
    assert!(page.says("2037E4AB91C2 peut contenir des données"), "and it follows the disk");
    assert!(parcommun::store::check::check(&app.db).await.is_ok());
}

#[rocket::async_test]
async fn a_printed_certificate_is_recognised_by_whoever_holds_it() {
    let app = App::start().await;
    let erased = Erased::shown(&app).await;
    let mut nobody = app.nobody();
    let page = nobody.get(&format!("/genuine/{}", erased.code)).await;
    assert!(page.status == 200 && page.says("N° 2026-0001"));
    assert!(!page.says("Latitude") && !page.says("0x4a7c19e2"), "and nothing else is told");
    let mut referent = app.signed_in("veronique_lacaze").await;
    let file = referent.get(&format!("/certificates/{}/file", erased.certificate)).await.bytes;
    let compare = format!("/genuine/{}", erased.code);
    let good = nobody.upload(&compare, &[], &[("file", "c.json", "application/json", &file)]).await;
    assert!(nobody.get(good.location()).await.says("C'est exactement ce fichier"));
    let bad = nobody.upload(&compare, &[], &[("file", "c.json", "application/json", b"{}")]).await;
    assert!(nobody.get(bad.location()).await.says("n'est pas celui de ce document"));
    assert_eq!(nobody.get("/genuine/00").await.status, 404);
}

#[rocket::async_test]
async fn the_data_of_a_foreign_machine_are_not_there() {
    let app = App::start().await;
    let erased = Erased::shown(&app).await;
    let mut stranger = app.signed_in("nadege_coulon").await;
    let certificate = format!("/certificates/{}", erased.certificate);
    let evidence = format!("{}/evidence/{}", machine("douces_ancien_portable"), erased.evidence);
    let waits = "/sanitisations/01900000-0000-7000-8000-000000000020".to_owned();
    let mut own = app.signed_in("veronique_lacaze").await;
    for address in [sanitising(), disk("log"), certificate, evidence, waits.clone(), format!("{waits}/file")] {
        assert_eq!((own.get(&address).await.status, stranger.get(&address).await.status), (200, 404), "{address}");
    }
    for address in [disk("failure"), format!("{waits}/answer"), format!("{waits}/dismissal")] {
        assert_eq!(stranger.post(&address, &[("reason", "x"), ("seq", "8")]).await.status, 404, "{address}");
    }
    // A medium of another machine of one's own is none of this one.
    let elsewhere =
        format!("{}/sanitising/{}/log", machine("escargolins_bureau"), world::id("media/douces_ancien_portable_disque"));
    assert_eq!(stranger.get(&elsewhere).await.status, 404);
    let evidence = format!("{}/evidence/{}", machine("escargolins_bureau"), erased.evidence);
    assert_eq!(stranger.get(&evidence).await.status, 404);
}

//! Transfers: from the draft to the acknowledgement, by both sides; what keeps a machine from leaving; what time does.

use crate::support::{Answer, App, Person, pictures, world};
use chrono::TimeDelta;
use sha2::{Digest, Sha256};

pub fn machine_id(key: &str) -> String {
    world::id(&format!("equipment/{key}"))
}

/// A batch of `tablee` for the workshop.
pub struct Batch {
    pub href: String,
}

const NEW: &str = "01900000-0000-7000-8000-000000000431";

fn drafts() -> String {
    format!("/structures/{}/transfers", world::id("structures/tablee"))
}

impl Batch {
    pub async fn draft(referent: &mut Person<'_>, intent: &str, machines: &[&str]) -> Self {
        let made = Self::post(referent, NEW, intent, machines).await;
        assert_eq!(made.status, 303, "{}", made.page().text());
        Self { href: made.location().to_owned() }
    }

    async fn post(person: &mut Person<'_>, id: &str, intent: &str, machines: &[&str]) -> Answer {
        let (to, ids) = (world::id("organisations/rebond"), machines.iter().map(|key| machine_id(key)).collect::<Vec<_>>());
        let mut form = vec![("transfer", id), ("to", &*to), ("intent", intent)];
        form.extend(ids.iter().map(|id| ("machines", id.as_str())));
        person.post(&drafts(), &form).await
    }

    /// Sends a form over a version.
    pub async fn send(&self, person: &mut Person<'_>, step: &str, version: u32, fields: &[(&str, &str)]) -> Answer {
        let version = version.to_string();
        let mut form = vec![("version", version.as_str())];
        form.extend(fields);
        person.post(&format!("{}/{step}", self.href), &form).await
    }

    /// Takes a step.
    pub async fn step(&self, person: &mut Person<'_>, step: &str, version: u32, fields: &[(&str, &str)]) {
        let done = self.send(person, step, version, fields).await;
        assert_eq!(done.status, 303, "{step}: {}", done.page().text());
    }
}

pub const MANIFEST: [(&str, &str); 6] = [
    ("carrier", "Utilitaire de l'atelier"),
    ("boxes", "2"),
    ("weight", "12,4"),
    ("seals", "R-7"),
    ("name", "Stéphane Abadie"),
    ("capacity", "Directeur"),
];
const SIGNED: [(&str, &str); 2] = [("name", "Odile Tournier"), ("capacity", "Responsable")];

async fn decommission(referent: &mut Person<'_>, key: &str) {
    let form = [("seq", "0"), ("reason", "Remplacé."), ("data_saved", "yes"), ("owner", "true")];
    let done = referent.post(&format!("/equipment/{}/deeds/decommissioning", machine_id(key)), &form).await;
    assert_eq!(done.status, 303, "{}", done.page().text());
}

/// The transfer at the door: two machines, proposed, accepted with a mandate, sent.
async fn on_its_way(stephane: &mut Person<'_>, odile: &mut Person<'_>) -> Batch {
    decommission(stephane, "tablee_accueil").await;
    let batch = Batch::draft(stephane, "donation", &["tablee_salle_2", "tablee_accueil"]).await;
    batch.step(stephane, "proposal", 1, &[]).await;
    batch.step(odile, "acceptance", 2, &[("mandate", "true")]).await;
    batch.step(stephane, "dispatch", 3, &MANIFEST).await;
    batch
}

async fn told(app: &App) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> =
        app.letters().await.into_iter().map(|letter| (letter.to, letter.subject.replace('\u{a0}', " "))).collect();
    all.sort();
    all
}

#[rocket::async_test]
async fn a_batch_goes_from_hand_to_hand_and_both_sides_are_told() {
    let app = App::start().await;
    let (mut stephane, mut odile) = (app.signed_in("stephane_abadie").await, app.signed_in("odile_tournier").await);
    assert!(stephane.get(&drafts()).await.says("Remise n° 2026-1"), "those of the named world");
    decommission(&mut stephane, "tablee_accueil").await;
    let batch = Batch::draft(&mut stephane, "donation", &["tablee_salle_2", "tablee_accueil"]).await;
    let page = stephane.get(&batch.href).await;
    assert!(page.says("Remise en préparation") && page.says("Rien ne bloque : ce lot peut partir."));
    assert!(page.says("Poste 2 de la salle informatique"), "by its own name, for who keeps the register");
    assert!(told(&app).await.is_empty(), "a draft tells nobody");
    batch.step(&mut stephane, "proposal", 1, &[]).await;
    let (malik, odile_at) = ("malik.saadi@rebond.example", "odile.tournier@rebond.example");
    let subject = "[Parcommun] Remise n° 2026-4 : à accepter";
    assert_eq!(told(&app).await, [(malik.into(), subject.into()), (odile_at.into(), subject.into())]);
    batch.step(&mut odile, "acceptance", 2, &[("mandate", "true")]).await;
    let to: Vec<String> = told(&app).await.into_iter().map(|(to, _)| to).collect();
    assert_eq!(to, [malik, "stephane.abadie@grande-tablee.example"], "both sides, but who did it");
    assert!(stephane.get(&batch.href).await.says("Le destinataire s'engage à effacer."));
    batch.step(&mut stephane, "dispatch", 3, &MANIFEST).await;
    assert_eq!(told(&app).await.len(), 2);
    let page = odile.get(&batch.href).await;
    assert!(page.says("En route") && page.says("12,4 kg") && !page.body().contains("Poste 2 de la salle"));
    batch.step(&mut odile, "reception", 4, &[SIGNED[0], SIGNED[1], ("rest", "true")]).await;
    assert_eq!(told(&app).await.len(), 2);
    batch.step(&mut stephane, "closure", 5, &[]).await;
    assert!(stephane.get(&batch.href).await.says("Close"));
    assert!(odile.get("/").await.says("HP ProDesk 400 G4"), "it is in their hands");
    let refused =
        stephane.post(&format!("/equipment/{}/deeds/recommissioning", machine_id("tablee_accueil")), &[("seq", "6")]).await;
    assert!(refused.status == 422, "it is not in theirs any more");
    parcommun::store::check::check(&app.db).await.expect("all of it holds");
}

#[rocket::async_test]
async fn what_is_pressed_twice_is_done_once_and_two_people_get_one_event_and_one_sentence() {
    let app = App::start().await;
    let (mut stephane, mut odile) = (app.signed_in("stephane_abadie").await, app.signed_in("odile_tournier").await);
    let mut claire = app.signed_in("claire_vidal").await;
    for _ in 0..2 {
        let again = Batch::post(&mut stephane, NEW, "donation", &["tablee_salle_2"]).await;
        assert_eq!(again.status, 303, "one draft");
    }
    let batch = Batch { href: format!("/transfers/{NEW}") };
    assert_eq!(stephane.get(&drafts()).await.page().text().matches("Remise en préparation").count(), 1);
    for _ in 0..2 {
        batch.step(&mut stephane, "proposal", 1, &[]).await;
    }
    let late = batch.send(&mut claire, "cancellation", 1, &[("reason", "Plus tard.")]).await;
    assert!(late.status == 422 && late.says("Quelqu'un vient d'agir : la remise est maintenant « Proposée »."));
    assert!(late.page().holds("reason", "Plus tard.") && late.page().holds("version", "2"));
    for _ in 0..2 {
        batch.step(&mut odile, "acceptance", 2, &[("mandate", "true")]).await;
    }
    for _ in 0..2 {
        batch.step(&mut stephane, "dispatch", 3, &MANIFEST).await;
    }
    let signed = [SIGNED[0], SIGNED[1], ("rest", "true")];
    for _ in 0..2 {
        batch.step(&mut odile, "reception", 4, &signed).await;
    }
    let second = batch.send(&mut app.signed_in("malik_saadi").await, "reception", 4, &signed).await;
    assert!(second.status == 422 && second.says("la remise est maintenant « Reçue »"));
    let rows = app.rows().await;
    let sealed = |word: &str| rows.iter().filter(|row| row.starts_with("equipment_event") && row.contains(word)).count();
    for word in ["transfer_proposed", "transfer_accepted", "transfer_dispatched", "transfer_received"] {
        assert_eq!(sealed(word), if word == "transfer_received" { 3 } else { 4 }, "{word}: with those of the named world");
    }
    parcommun::store::check::check(&app.db).await.expect("all of it holds");
}

#[rocket::async_test]
async fn without_a_mandate_nothing_leaves_with_data_on_board() {
    let app = App::start().await;
    let (mut stephane, mut odile) = (app.signed_in("stephane_abadie").await, app.signed_in("odile_tournier").await);
    let batch = Batch::draft(&mut stephane, "donation", &["tablee_salle_2"]).await;
    batch.step(&mut stephane, "proposal", 1, &[]).await;
    batch.step(&mut odile, "acceptance", 2, &[]).await;
    let page = stephane.get(&batch.href).await;
    assert!(page.says("Une machine au moins ne peut pas partir."));
    assert!(page.says("On ne sait pas encore combien de disques elle contient."), "why, in words");
    assert!(page.page().find("link", "Faire partir").is_none());
    let refused = batch.send(&mut stephane, "dispatch", 3, &MANIFEST).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("Poste 2 de la salle informatique : On ne sait pas encore combien de disques elle contient."));
    assert!(refused.page().holds("carrier", "Utilitaire de l'atelier") && refused.page().holds("weight", "12,4"));
    let hold = [("seq", "4"), ("hold", "legal"), ("reason", "Une enquête la demande.")];
    let held = stephane.post(&format!("/equipment/{}/deeds/hold", machine_id("tablee_salle_2")), &hold).await;
    assert_eq!(held.status, 303, "{}", held.page().text());
    assert!(stephane.get(&batch.href).await.says("La machine est bloquée : raison de droit."));
}

#[rocket::async_test]
async fn what_is_wrong_in_a_form_is_said_beside_its_field_and_nothing_typed_is_lost() {
    let app = App::start().await;
    let (mut stephane, mut odile) = (app.signed_in("stephane_abadie").await, app.signed_in("odile_tournier").await);
    let foreign = Batch::post(&mut stephane, NEW, "donation", &["escargolins_bureau"]).await;
    assert!(foreign.status == 422 && foreign.page().mistake("machines").is_some() && !foreign.says("Escargolins"));
    for machines in [&[][..], &["tablee_accueil"], &["tablee_salle_1"], &["tablee_ancien_portable"]] {
        let refused = Batch::post(&mut stephane, NEW, "donation", machines).await;
        assert_eq!(refused.status, 422, "{machines:?} cannot be given away");
        assert!(refused.page().mistake("machines").is_some() && refused.page().holds("intent", "donation"));
    }
    let nobody = [("transfer", NEW), ("to", NEW), ("intent", "donation"), ("machines", &*machine_id("tablee_salle_2"))];
    let refused = stephane.post(&drafts(), &nobody).await;
    assert!(refused.status == 422 && refused.page().mistake("to").is_some());
    let taken = Batch::post(&mut stephane, &world::id("transfers/tablee_rebond_recue"), "loan", &["tablee_salle_2"]).await;
    assert_eq!(taken.status, 422, "the key of another one");
    let batch = on_its_way(&mut stephane, &mut odile).await;
    let refused = batch.send(&mut odile, "reception", 4, &SIGNED).await;
    assert!(refused.status == 422 && refused.says("Dites d'abord ce que sont devenues 2 machines."));
    assert!(refused.page().holds("capacity", "Responsable"));
    let refused = batch.send(&mut odile, "reception", 4, &[("name", "Odile"), ("rest", "true")]).await;
    assert!(refused.status == 422 && refused.page().mistake("capacity").is_some() && refused.page().holds("name", "Odile"));
    let line = format!("lines/{}", machine_id("tablee_salle_2"));
    let refused = batch.send(&mut odile, &line, 4, &[("outcome", "missing")]).await;
    assert!(refused.status == 422 && refused.page().mistake("reason").is_some() && refused.page().holds("outcome", "missing"));
    let refused = batch.send(&mut odile, &line, 4, &[("outcome", "damaged"), ("reason", "Fendu.")]).await;
    assert!(refused.status == 422 && refused.page().mistake("photo").is_some() && refused.page().holds("reason", "Fendu."));
    assert_eq!(odile.get(&format!("{}/lines/{}", batch.href, machine_id("tablee_salle_1"))).await.status, 404, "not on the list");
}

#[rocket::async_test]
async fn a_batch_is_received_line_by_line_and_what_did_not_arrive_goes_back() {
    let app = App::start().await;
    let (mut stephane, mut odile) = (app.signed_in("stephane_abadie").await, app.signed_in("odile_tournier").await);
    let batch = on_its_way(&mut stephane, &mut odile).await;
    let (missing, damaged) = (machine_id("tablee_salle_2"), machine_id("tablee_accueil"));
    let said = [("outcome", "missing"), ("reason", "Elle n'est pas dans les colis.")];
    for _ in 0..2 {
        batch.step(&mut odile, &format!("lines/{missing}"), 4, &said).await;
    }
    let address = format!("{}/lines/{damaged}", batch.href);
    let form = [("version", "5"), ("outcome", "damaged"), ("reason", "Le capot est fendu.")];
    let photo = [("photo", "photo.png", "image/png", &*pictures::png())];
    assert_eq!(odile.upload(&address, &form, &photo).await.status, 303);
    batch.step(&mut odile, "reception", 6, &SIGNED).await;
    let page = stephane.get(&batch.href).await;
    assert!(page.says("Reçue, avec des écarts") && page.says("Elle n'est pas dans les colis.") && page.says("Reçue abîmée"));
    let shown = stephane.get(&page.page().link("Voir la photo")).await;
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/jpeg"));
    let of = |id: &str| format!("/equipment/{id}");
    let stayed = stephane.get(&of(&missing)).await;
    assert!(stayed.says("Réformée") && stayed.says("Bloquée : litige."), "it stays theirs, and is looked for");
    assert_eq!(odile.get(&format!("/workshops/{}/equipment/{missing}", world::id("organisations/rebond"))).await.status, 404);
    batch.step(&mut stephane, "closure", 7, &[]).await;
    assert!(stephane.get(&of(&missing)).await.says("Réformée"));
    assert!(odile.get("/").await.says("HP ProDesk 400 G4"));
    // The round forgets files that nothing refers to: a photograph and a document are referred to.
    parcommun::rounds::go(&app.db, app.clock.now()).await.expect("a round");
    assert_eq!(stephane.get(&format!("{}/document", batch.href)).await.status, 200);
    assert_eq!(stephane.get(&page.page().link("Voir la photo")).await.status, 200);
    parcommun::store::check::check(&app.db).await.expect("all of it holds");
}

#[rocket::async_test]
async fn a_proposal_is_declined_or_withdrawn_with_a_reason_and_its_machines_are_free_again() {
    let app = App::start().await;
    let (mut stephane, mut odile) = (app.signed_in("stephane_abadie").await, app.signed_in("odile_tournier").await);
    let machine = format!("/equipment/{}", machine_id("tablee_salle_2"));
    let batch = Batch::draft(&mut stephane, "donation", &["tablee_salle_2"]).await;
    batch.step(&mut stephane, "cancellation", 1, &[]).await;
    assert!(
        stephane.get(&batch.href).await.says("Retirée") && stephane.get(&machine).await.says("Réformée"),
        "a draft needs no reason"
    );
    for (step, words) in [("refusal", "Pas de place ce mois-ci."), ("cancellation", "Nous la gardons.")] {
        let id = if step == "refusal" { "01900000-0000-7000-8000-000000000432" } else { "01900000-0000-7000-8000-000000000433" };
        assert_eq!(Batch::post(&mut stephane, id, "donation", &["tablee_salle_2"]).await.status, 303);
        let batch = Batch { href: format!("/transfers/{id}") };
        batch.step(&mut stephane, "proposal", 1, &[]).await;
        assert!(stephane.get(&machine).await.says("Proposée à la cession"));
        let who = if step == "refusal" { &mut odile } else { &mut stephane };
        let refused = batch.send(who, step, 2, &[]).await;
        assert!(refused.status == 422 && refused.page().mistake("reason").is_some());
        app.letters().await;
        batch.step(who, step, 2, &[("reason", words)]).await;
        assert!(stephane.get(&batch.href).await.says(words) && stephane.get(&machine).await.says("Réformée"));
        let letters = app.letters().await;
        assert!(letters.len() == 2 && letters.iter().all(|letter| letter.text.contains(words)));
    }
}

#[rocket::async_test]
async fn a_proposal_that_nobody_answers_expires_and_what_was_received_closes_by_itself() {
    let app = App::start().await;
    let mut stephane = app.signed_in("stephane_abadie").await;
    let batch = Batch::draft(&mut stephane, "donation", &["tablee_salle_2"]).await;
    batch.step(&mut stephane, "proposal", 1, &[]).await;
    let received = format!("/transfers/{}", world::id("transfers/tablee_rebond_recue"));
    app.letters().await;
    app.wait(TimeDelta::days(2));
    parcommun::rounds::go(&app.db, app.clock.now()).await.expect("a round");
    assert!(app.signed_in("stephane_abadie").await.get(&received).await.says("Reçue"), "six days after it was received");
    app.wait(TimeDelta::days(2));
    for _ in 0..2 {
        parcommun::rounds::go(&app.db, app.clock.now()).await.expect("a round");
    }
    let about = |letters: Vec<(String, String)>, words: &str| letters.iter().filter(|(_, subject)| subject.contains(words)).count();
    assert_eq!(about(told(&app).await, "Remise n° 2026-1 close"), 3, "both sides, once");
    assert!(app.signed_in("stephane_abadie").await.get(&received).await.says("Close"));
    app.wait(TimeDelta::days(10));
    for _ in 0..2 {
        parcommun::rounds::go(&app.db, app.clock.now()).await.expect("a round");
    }
    assert_eq!(about(told(&app).await, "Remise n° 2026-4 restée sans réponse"), 3);
    let mut stephane = app.signed_in("stephane_abadie").await;
    assert!(stephane.get(&batch.href).await.says("Sans réponse"));
    assert!(stephane.get(&format!("/equipment/{}", machine_id("tablee_salle_2"))).await.says("Réformée"));
    parcommun::store::check::check(&app.db).await.expect("all of it holds");
}

#[rocket::async_test]
async fn a_signature_keeps_who_how_when_and_the_digest_of_the_very_document() {
    let app = App::start().await;
    let (mut stephane, mut odile) = (app.signed_in("stephane_abadie").await, app.signed_in("odile_tournier").await);
    let batch = on_its_way(&mut stephane, &mut odile).await;
    let before = odile.get(&format!("{}/document", batch.href)).await;
    assert!(
        before.says("Bordereau de remise") && before.says("Départ") && before.says("2026-4") && !before.says("n'a encore signé")
    );
    assert!(before.says("Transport : Utilitaire de l'atelier") && before.says("Poids : 12,4 kg") && before.says("PF9R5PCRS"));
    batch.step(&mut odile, "reception", 4, &[SIGNED[0], SIGNED[1], ("rest", "true")]).await;
    let page = stephane.get(&batch.href).await;
    for told in ["Stéphane Abadie, Directeur", "Odile Tournier, Responsable", "depuis son compte", "2026-03-24 09:00:00 UTC"] {
        assert!(page.says(told), "{told}");
    }
    let body = page.body();
    let texts: Vec<&str> = body.split("/documents/").skip(1).map(|after| &after[..64]).collect();
    assert_eq!(texts.len(), 2);
    for digest in texts {
        let signed = stephane.get(&format!("{}/documents/{digest}", batch.href)).await;
        assert_eq!(signed.status, 200);
        let computed: String = Sha256::digest(&signed.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(computed, digest, "anybody computes it");
        assert!(!signed.body().contains("Abadie") && !signed.body().contains("Odile"), "nobody is named in it");
    }
    let after = odile.get(&format!("{}/document", batch.href)).await;
    assert!(after.says("Accusé de réception") && after.says("Reçue"));
    // What is said of the workshop afterwards changes nothing of what was signed.
    let mut claire = app.signed_in("claire_vidal").await;
    let rebond = format!("/organisations/{}", world::id("organisations/rebond"));
    assert_eq!(claire.post(&rebond, &[("version", "1"), ("name", "Atelier Neuf")]).await.status, 303);
    let frozen = odile.get(&format!("{}/document", batch.href)).await;
    assert!(frozen.says("W313998877") && frozen.says("Atelier Rebond"));
    assert_eq!(odile.get(&format!("{}/documents/{}", batch.href, "0".repeat(64))).await.status, 404);
}

#[rocket::async_test]
async fn the_technician_lets_it_leave_and_decides_nothing() {
    let app = App::start().await;
    let (mut stephane, mut odile) = (app.signed_in("stephane_abadie").await, app.signed_in("odile_tournier").await);
    let mut samira = app.signed_in("samira_benali").await;
    let batch = Batch::draft(&mut stephane, "donation", &["tablee_salle_2"]).await;
    let refused = batch.send(&mut samira, "proposal", 1, &[]).await;
    assert!(refused.status == 422 && refused.says("Ce n'est pas à vous de le faire."));
    batch.step(&mut stephane, "proposal", 1, &[]).await;
    batch.step(&mut odile, "acceptance", 2, &[("mandate", "true")]).await;
    let form = samira.get(&batch.href).await.page().link("Faire partir");
    assert!(samira.get(&form).await.page().holds("name", "Samira Benali"));
    batch.step(&mut samira, "dispatch", 3, &MANIFEST).await;
    let back = batch.send(&mut samira, "refusal", 4, &[("reason", "Non.")]).await;
    assert_eq!(back.status, 404, "that is the receiver's, who signs on her screen or not at all");
}

#[rocket::async_test]
async fn what_a_workshop_does_not_keep_goes_back_to_its_owner_and_is_out_of_its_sight() {
    let app = App::start().await;
    let (mut stephane, mut odile) = (app.signed_in("stephane_abadie").await, app.signed_in("odile_tournier").await);
    let list = format!("/workshops/{}/transfers", world::id("organisations/rebond"));
    let own = machine_id("tablee_ancien_portable");
    let new = odile.get(&list).await.page().link("Préparer un retour");
    assert!(odile.get(&new).await.says("La Grande Tablée, Portable HP EliteBook 820 G3"));
    for machines in ["tablee_salle_2", "tablee_ancien_accueil", "douces_planning"] {
        let refused = odile.post(&list, &[("transfer", NEW), ("machines", &*machine_id(machines))]).await;
        assert!(refused.status == 422 && refused.page().mistake("machines").is_some(), "{machines} is not in their hands");
    }
    for _ in 0..2 {
        let made = odile.post(&list, &[("transfer", NEW), ("machines", &*own)]).await;
        assert_eq!((made.status, made.location()), (303, &*format!("/transfers/{NEW}")), "one draft");
    }
    let batch = Batch { href: format!("/transfers/{NEW}") };
    assert_eq!(stephane.get(&batch.href).await.status, 404, "a draft");
    batch.step(&mut odile, "proposal", 1, &[]).await;
    batch.step(&mut stephane, "acceptance", 2, &[]).await;
    let sending = [("carrier", "Utilitaire"), ("boxes", "1"), ("weight", "2"), SIGNED[0], SIGNED[1]];
    batch.step(&mut odile, "dispatch", 3, &sending).await;
    let receiving = [("name", "Stéphane Abadie"), ("capacity", "Directeur"), ("rest", "true")];
    batch.step(&mut stephane, "reception", 4, &receiving).await;
    assert!(stephane.get(&format!("/equipment/{own}")).await.says("Réformée"), "home again");
    let machine = format!("/workshops/{}/equipment/{own}", world::id("organisations/rebond"));
    assert_eq!(odile.get(&machine).await.status, 404, "handed back, it is not there any more");
    assert_eq!(odile.get(&batch.href).await.status, 200);
    parcommun::store::check::check(&app.db).await.expect("all of it holds");
}

#[rocket::async_test]
async fn a_machine_in_maintenance_is_lent_for_repair_and_comes_home_as_it_was() {
    let app = App::start().await;
    let (mut stephane, mut odile) = (app.signed_in("stephane_abadie").await, app.signed_in("odile_tournier").await);
    let (key, list) = ("tablee_salle_1", format!("/workshops/{}/transfers", world::id("organisations/rebond")));
    let refused = Batch::post(&mut stephane, NEW, "repair", &["tablee_salle_2"]).await;
    assert_eq!(refused.status, 422, "what is out of use is not lent for repair");
    let batch = Batch::draft(&mut stephane, "repair", &[key]).await;
    batch.step(&mut stephane, "proposal", 1, &[]).await;
    batch.step(&mut odile, "acceptance", 2, &[]).await;
    batch.step(&mut stephane, "dispatch", 3, &MANIFEST).await;
    batch.step(&mut odile, "reception", 4, &[SIGNED[0], SIGNED[1], ("rest", "true")]).await;
    let machine = format!("/equipment/{}", machine_id(key));
    assert!(stephane.get(&machine).await.says("En maintenance"));
    let end = format!("{machine}/deeds/maintenance-end");
    let seq = stephane.get(&end).await.page().form_of("Finir la maintenance").1[0].1.clone();
    assert_eq!(stephane.post(&end, &[("seq", &*seq)]).await.status, 422, "it is not home");
    let back = "01900000-0000-7000-8000-000000000434";
    assert_eq!(odile.post(&list, &[("transfer", back), ("machines", &*machine_id(key))]).await.status, 303);
    let batch = Batch { href: format!("/transfers/{back}") };
    batch.step(&mut odile, "proposal", 1, &[]).await;
    batch.step(&mut stephane, "acceptance", 2, &[]).await;
    let sending = [("carrier", "Utilitaire"), ("boxes", "1"), ("weight", "7"), SIGNED[0], SIGNED[1]];
    batch.step(&mut odile, "dispatch", 3, &sending).await;
    let receiving = [("name", "Stéphane Abadie"), ("capacity", "Directeur"), ("rest", "true")];
    batch.step(&mut stephane, "reception", 4, &receiving).await;
    let seq = stephane.get(&end).await.page().form_of("Finir la maintenance").1[0].1.clone();
    assert_eq!(stephane.post(&end, &[("seq", &*seq)]).await.status, 303, "home again, and in use");
    parcommun::store::check::check(&app.db).await.expect("all of it holds");
}

#[rocket::async_test]
async fn a_name_under_a_document_goes_with_its_person_and_the_document_stays() {
    let app = App::start().await;
    let (mut claire, mut stephane) = (app.signed_in("claire_vidal").await, app.signed_in("stephane_abadie").await);
    let transfer = format!("/transfers/{}", world::id("transfers/tablee_rebond_recue"));
    assert!(stephane.get(&transfer).await.says("Odile Tournier, Responsable de l'atelier"));
    let data = app.signed_in("odile_tournier").await.get("/account/data.json").await;
    assert!(data.body().contains("transfer_signatures\":[{\"act\":\"reception\""));
    let end = format!("{}/people/{}/ending", "/organisations/REBOND", world::id("workshops/odile_tournier/rebond"));
    let end = end.replace("REBOND", &world::id("organisations/rebond"));
    assert_eq!(claire.post(&end, &[]).await.status, 303);
    let erase = format!("/people/{}/erasure", world::id("people/odile_tournier"));
    assert_eq!(claire.post(&erase, &[("asked", "yes")]).await.status, 303);
    let page = stephane.get(&transfer).await;
    assert!(!page.body().contains("Odile") && page.says("Personne retirée, Responsable de l'atelier"));
    assert_eq!(stephane.get(&format!("{transfer}/document")).await.status, 200);
    parcommun::store::check::check(&app.db).await.expect("all of it holds");
}

/// A recycler has no account: they read and sign on the screen of who hands over, at the door.
#[rocket::async_test]
async fn a_recycler_signs_at_the_door_and_their_paper_ends_the_machine() {
    let app = App::start().await;
    let (mut stephane, mut odile) = (app.signed_in("stephane_abadie").await, app.signed_in("odile_tournier").await);
    let (key, recycler) = ("tablee_salle_2", world::id("organisations/garonne_metaux"));
    let id = machine_id(key);
    let ask = |intent| [("transfer", NEW), ("to", &*recycler), ("intent", intent), ("machines", &*id)];
    let gift = stephane.post(&drafts(), &ask("donation")).await;
    assert!(gift.status == 422 && gift.page().mistake("intent").is_some(), "a recycler recycles");
    let made = stephane.post(&drafts(), &ask("disposal")).await;
    assert_eq!(made.status, 303, "{}", made.page().text());
    let batch = Batch { href: made.location().to_owned() };
    assert_eq!(stephane.get(&format!("{}/door", batch.href)).await.status, 404, "nothing is proposed yet");
    batch.step(&mut stephane, "proposal", 1, &[]).await;

    let door = stephane.get(&batch.href).await.page().link("Qui reçoit est devant vous");
    assert_eq!(door, format!("{}/door", batch.href));
    assert_eq!(odile.get(&door).await.status, 404, "not theirs");
    assert!(stephane.get(&door).await.says("Garonne Métaux"));
    for step in ["acceptance", "refusal"] {
        let alone = batch.send(&mut stephane, step, 2, &[("reason", "Non.")]).await;
        assert_eq!(alone.status, 404, "{step}: who hands over does not answer for who receives");
    }
    let nameless = batch.send(&mut stephane, "door", 2, &[("mandate", "true"), ("name", " "), ("capacity", "Chauffeur")]).await;
    assert!(nameless.status == 422 && nameless.page().mistake("name").is_some() && nameless.page().holds("capacity", "Chauffeur"));
    let signed = [("mandate", "true"), ("name", "Paul Rey"), ("capacity", "Chauffeur")];
    for _ in 0..2 {
        batch.step(&mut stephane, "door", 2, &signed).await;
    }
    batch.step(&mut stephane, "dispatch", 3, &MANIFEST).await;
    let reception = stephane.get(&batch.href).await.page().link("Qui reçoit est devant vous");
    let form = stephane.get(&reception).await;
    assert!(form.says("Garonne Métaux") && !form.page().holds("name", "Stéphane Abadie"), "they write their own name");
    batch.step(&mut stephane, "reception", 4, &[("rest", "true"), ("name", "Paul Rey"), ("capacity", "Chauffeur")]).await;
    let page = stephane.get(&batch.href).await;
    assert_eq!(page.page().text().matches("à la porte, sur l'écran de qui remet").count(), 2, "{}", page.page().text());
    assert!(page.says("Paul Rey") && page.says("Stéphane Abadie"));

    // It is waste there, and nothing ends it but the recycler's paper; the structure that owns it writes that down.
    let machine = format!("/equipment/{id}");
    assert!(stephane.get(&machine).await.says("À recycler") || stephane.get(&machine).await.says("recyclage"));
    let form = stephane.get(&format!("{machine}/recycled")).await;
    let (_, after) = form.body().split_once("name=\"seq\" value=\"").map(|(a, b)| (a.to_owned(), b.to_owned())).expect("seq");
    let seq = after.split_once('"').expect("a value").0.to_owned();
    let photo = pictures::png();
    let said = [
        ("seq", &*seq),
        ("recycler", &*recycler),
        ("on", "2026-03-24"),
        ("weight", "6,4"),
        ("category", "Petits appareils"),
        ("reference", "BE-77"),
        ("destroyed", "true"),
    ];
    let ended = stephane.upload(&format!("{machine}/recycled"), &said, &[("paper", "p.png", "image/png", &photo)]).await;
    assert_eq!(ended.status, 303, "{}", ended.page().text());
    assert!(stephane.get(&machine).await.says("Recyclée"));
}

#[rocket::async_test]
async fn a_workshop_without_a_telephone_at_hand_signs_on_the_technicians() {
    let app = App::start().await;
    let (mut stephane, mut samira) = (app.signed_in("stephane_abadie").await, app.signed_in("samira_benali").await);
    let batch = Batch::draft(&mut stephane, "donation", &["tablee_salle_2"]).await;
    batch.step(&mut stephane, "proposal", 1, &[]).await;
    batch.step(&mut samira, "door", 2, &[&SIGNED[..], &[("mandate", "true")]].concat()).await;
    batch.step(&mut samira, "dispatch", 3, &MANIFEST).await;
    batch.step(&mut samira, "reception", 4, &[&SIGNED[..], &[("rest", "true")]].concat()).await;
    let mut odile = app.signed_in("odile_tournier").await;
    let page = odile.get(&batch.href).await;
    assert!(page.says("Odile Tournier") && page.says("à la porte, sur l'écran de qui remet"), "{}", page.page().text());
    assert!(odile.get("/").await.says("Lenovo ThinkCentre M92p"), "it is in their hands");
    let told: Vec<_> = app.letters().await.into_iter().filter(|letter| letter.to.contains("odile")).collect();
    assert!(told.len() >= 2, "and they were written to: nobody is signed for unknown");
}

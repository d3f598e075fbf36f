//! Machines that are ready: kept, let go, handed over; how one begins its next life in another register, and what the former
//! register keeps.

use crate::support::{Answer, App, Person, world};
use crate::transfers::{MANIFEST, machine_id};
use chrono::TimeDelta;

const SCREEN: &str = "radio_ecran_regie";
const OTHER_SCREEN: &str = "radio_ecran_accueil";
const HAND_OVER: &str = "01900000-0000-7000-8000-000000000777";

fn ready(key: &str) -> String {
    format!("/ready-machines/{}", machine_id(key))
}

fn structure(key: &str) -> String {
    world::id(&format!("structures/{key}"))
}

/// Presses the button of a form over what its page shows.
async fn press(person: &mut Person<'_>, page: &str, button: &str, fields: &[(&str, &str)]) -> Answer {
    let shown = person.get(page).await;
    assert_eq!(shown.status, 200, "{page}");
    let (action, held) = shown.page().form_of(button);
    let mut form: Vec<(&str, &str)> = held.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    form.retain(|(name, _)| !fields.iter().any(|(own, _)| own == name));
    form.extend(fields);
    person.post(&action, &form).await
}

async fn reserve(person: &mut Person<'_>, key: &str, beneficiary: &str) {
    let kept = press(person, &ready(key), "Réserver", &[("beneficiary", beneficiary), ("until", "2026-04-07")]).await;
    assert_eq!(kept.status, 303, "{}", kept.page().text());
}

async fn told(app: &App) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = app.letters().await.into_iter().map(|letter| (letter.to, letter.text)).collect();
    all.sort();
    all
}

#[rocket::async_test]
async fn a_referent_keeps_a_machine_for_their_structure_and_its_holder_is_told() {
    let app = App::start().await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let list = veronique.get("/ready-machines").await;
    assert!(list.says("Écran Iiyama ProLite XUB2492HSU") && list.says("Atelier Rebond"), "{}", list.page().text());
    assert!(!list.says("EliteDesk 800 G3"), "it is kept for somebody else");
    for word in ["Radio", "régie", "Ancien écran", "1179M2R40581"] {
        assert!(!list.body().contains(word), "{word}: nothing of its former life");
    }
    assert_eq!(veronique.get(&ready("radio_ancienne_tour")).await.status, 404);
    app.letters().await;
    reserve(&mut veronique, SCREEN, &structure("douces")).await;
    let page = veronique.get(&ready(SCREEN)).await;
    assert!(page.says("Réservée pour Aide à domicile Les Heures Douces jusqu'au"), "{}", page.page().text());
    let letters = told(&app).await;
    let readers: Vec<&str> = letters.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(readers, ["claire.vidal@autan-partage.example", "malik.saadi@rebond.example", "odile.tournier@rebond.example"]);
    assert!(letters.iter().all(|(_, text)| text.contains("est réservée pour Aide à domicile Les Heures Douces")));
    // Nobody else sees it now; who holds it does.
    let mut brigitte = app.signed_in("brigitte_escande").await;
    assert_eq!(brigitte.get(&ready(SCREEN)).await.status, 404);
    assert!(!brigitte.get("/ready-machines").await.says("ProLite"));
    let mut odile = app.signed_in("odile_tournier").await;
    assert!(odile.get(&ready(SCREEN)).await.says("Réservée pour Aide à domicile Les Heures Douces"));
    parcommun::store::check::check(&app.db).await.expect("all of it holds");
}

#[rocket::async_test]
async fn nobody_keeps_for_somebody_else_nor_beyond_sixty_days_nor_twice() {
    let app = App::start().await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let own = structure("douces");
    for (beneficiary, until, mistake) in [
        (structure("tablee"), "2026-04-07", "beneficiary"),
        (world::id("organisations/cles_quartier"), "2026-04-07", "beneficiary"),
        (own.clone(), "2026-03-01", "until"),
        (own.clone(), "2026-06-30", "until"),
        (own.clone(), "demain", "until"),
    ] {
        let refused = press(&mut veronique, &ready(SCREEN), "Réserver", &[("beneficiary", &beneficiary), ("until", until)]).await;
        assert_eq!(refused.status, 422, "{mistake} {until}");
        assert!(refused.page().mistake(mistake).is_some() || mistake == "beneficiary", "{mistake} {until}");
    }
    let shown = veronique.get(&ready(SCREEN)).await;
    let (action, held) = shown.page().form_of("Réserver");
    let mut form: Vec<(&str, &str)> = held.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    form.retain(|(name, _)| *name != "until");
    form.push(("until", "2026-04-07"));
    let mut brigitte = app.signed_in("brigitte_escande").await;
    assert_eq!(brigitte.get(&ready(SCREEN)).await.status, 200);
    assert_eq!(veronique.post(&action, &form).await.status, 303);
    assert_eq!(veronique.post(&action, &form).await.status, 303, "pressed twice it is kept once");
    let late: Vec<(&str, &str)> = form.iter().copied().filter(|(name, _)| *name != "beneficiary").collect();
    let theirs = structure("semis");
    let late: Vec<(&str, &str)> = late.into_iter().chain([("beneficiary", theirs.as_str())]).collect();
    assert_eq!(brigitte.post(&action, &late).await.status, 404, "it is not there any more");
    parcommun::store::check::check(&app.db).await.expect("all of it holds");
}

#[rocket::async_test]
async fn what_is_kept_is_let_go_with_a_reason_or_by_itself() {
    let app = App::start().await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    reserve(&mut veronique, SCREEN, &structure("douces")).await;
    let mut claire = app.signed_in("claire_vidal").await;
    let unsaid = press(&mut claire, &ready(SCREEN), "Lever la réservation", &[("reason", " ")]).await;
    assert_eq!((unsaid.status, unsaid.page().mistake("reason").is_some()), (422, true));
    app.letters().await;
    let let_go = press(&mut claire, &ready(SCREEN), "Lever la réservation", &[("reason", "Plus urgent ailleurs.")]).await;
    assert_eq!(let_go.status, 303);
    let letters = told(&app).await;
    assert!(letters.iter().any(|(to, text)| to.starts_with("veronique.lacaze") && text.contains("Plus urgent ailleurs.")));
    assert!(letters.iter().all(|(to, _)| !to.starts_with("claire.vidal")), "who did it knows");
    reserve(&mut veronique, SCREEN, &structure("douces")).await;
    app.wait(TimeDelta::days(13));
    parcommun::rounds::go(&app.db, app.clock.now()).await.expect("a round");
    assert!(app.signed_in("veronique_lacaze").await.get(&ready(SCREEN)).await.says("Réservée pour"), "the last day is a whole one");
    app.wait(TimeDelta::days(2));
    app.letters().await;
    let (one, other) =
        tokio::join!(parcommun::rounds::go(&app.db, app.clock.now()), parcommun::rounds::go(&app.db, app.clock.now()));
    one.and(other).expect("a round");
    assert!(app.signed_in("brigitte_escande").await.get(&ready(SCREEN)).await.says("Libre"));
    let over = told(&app).await.into_iter().filter(|(_, text)| text.contains("Elle est de nouveau libre")).count();
    assert_eq!(over, 4, "its referent, the workshop's two, the coordinator, each once");
    parcommun::store::check::check(&app.db).await.expect("all of it holds");
}

/// The screen goes from the workshop to `douces`, up to the arrival.
pub async fn handed_over(app: &App, key: &str) -> String {
    let transfer = world::id(&format!("transfers/handed_over/{key}"));
    let (mut odile, mut veronique) = (app.signed_in("odile_tournier").await, app.signed_in("veronique_lacaze").await);
    reserve(&mut veronique, key, &structure("douces")).await;
    let fields = [("transfer", &*transfer), ("intent", "donation"), ("guarantee_until", "2026-09-30")];
    let begun = press(&mut odile, &ready(key), "Préparer la remise", &fields).await;
    assert_eq!(begun.status, 303, "{}", begun.page().text());
    let href = begun.location().to_owned();
    step(&mut odile, &href, "proposal", 1, &[]).await;
    step(&mut veronique, &href, "acceptance", 2, &[]).await;
    step(&mut odile, &href, "dispatch", 3, &MANIFEST).await;
    let signed = [("rest", "true"), ("name", "Véronique Lacaze"), ("capacity", "Directrice")];
    step(&mut veronique, &href, "reception", 4, &signed).await;
    href
}

async fn step(person: &mut Person<'_>, href: &str, step: &str, version: u32, fields: &[(&str, &str)]) {
    let version = version.to_string();
    let form: Vec<(&str, &str)> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    let done = person.post(&format!("{href}/{step}"), &form).await;
    assert_eq!(done.status, 303, "{step}: {}", done.page().text());
}

#[rocket::async_test]
async fn a_machine_begins_its_next_life_in_the_register_of_who_has_it() {
    let app = App::start().await;
    let mut antoine = app.signed_in("antoine_berthier").await;
    let before = antoine.get(&format!("/equipment/{}", machine_id(SCREEN))).await;
    assert!(before.says("Ancien écran de la régie"));
    let transfer = handed_over(&app, SCREEN).await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let page = veronique.get(&format!("/equipment/{}", machine_id(SCREEN))).await;
    assert!(page.says("Iiyama ProLite XUB2492HSU") && page.says("En service") && page.says("Atelier Rebond"), "who gave it");
    for word in ["régie", "Radio", "Antoine", "Remplacé par un écran plus large", "Réformée"] {
        assert!(!page.body().contains(word), "{word}: nothing of its former life");
    }
    let life = veronique.get(&format!("/equipment/{}/events", machine_id(SCREEN))).await;
    assert!(life.status == 200 && life.says("Change de propriétaire") && !life.says("Réformée"), "{}", life.page().text());
    assert!(!life.says("Remplacé") && !life.says("Antoine"));
    let export = veronique.get(&format!("/equipment/{}/events.ndjson", machine_id(SCREEN))).await;
    assert_eq!(export.status, 404, "all of its life is not theirs to take");
    let list = veronique.get(&format!("/structures/{}/equipment", structure("douces"))).await;
    assert!(list.says("Iiyama ProLite XUB2492HSU"));
    let document = veronique.get(&format!("{transfer}/document")).await;
    for words in ["La propriété et les risques passent", "Garantie jusqu'au", "reconditionné", "Contrôlée"] {
        assert!(document.says(words), "{words}: {}", document.page().text());
    }
    parcommun::store::check::check(&app.db).await.expect("all of it holds");
}

#[rocket::async_test]
async fn the_former_register_remembers_and_learns_nothing_of_the_next_life() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let radio = structure("radio");
    let (screen, entry) = (machine_id(SCREEN), "01900000-0000-7000-8000-000000000778");
    let noted = samira
        .post(
            "/interventions",
            &[
                ("entry", entry),
                ("structure", &radio),
                ("equipment", &screen),
                ("day", "2026-03-24"),
                ("start", ""),
                ("minutes", "15 min"),
                ("kind", "on_site"),
                ("note", "Câble de la régie changé"),
                ("not_charged", ""),
                ("act", "save"),
            ],
        )
        .await;
    assert_eq!(noted.status, 303, "{}", noted.page().text());
    handed_over(&app, SCREEN).await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let form = [
        ("name", "Écran de Maria"),
        ("kind", "screen"),
        ("user", ""),
        ("site", ""),
        ("place", "Bureau du fond"),
        ("brand", "Iiyama"),
        ("model", "ProLite"),
        ("serial", "1179M2R40581"),
        ("note", "Secret de douces"),
        ("version", "2"),
    ];
    let renamed = veronique.post(&format!("/equipment/{screen}"), &form).await;
    assert_eq!(renamed.status, 303, "{}", renamed.page().text());
    let mut antoine = app.signed_in("antoine_berthier").await;
    assert_eq!(antoine.get(&format!("/equipment/{screen}")).await.status, 404, "it stands elsewhere now");
    let list = antoine.get(&format!("/structures/{radio}/equipment")).await;
    let memory = list.page().link("Ancien écran de la régieÉcran1179M2R40581");
    let page = antoine.get(&memory).await;
    assert!(page.says("Cette machine sert ailleurs depuis le mardi 24 mars 2026"), "{}", page.page().text());
    assert!(page.says("Câble de la régie changé"), "the work that was done here stays here");
    assert!(!page.says("Étiquette") && !page.says("Aucune pièce"), "nothing is done with it");
    assert_eq!(antoine.get(&format!("{memory}/edit")).await.status, 404);
    let change = form.iter().map(|(name, value)| (*name, if *name == "version" { "1" } else { *value })).collect::<Vec<_>>();
    assert_eq!(antoine.post(&memory, &change).await.status, 404, "what is remembered is not written anew");
    let life = antoine.get(&format!("{memory}/events")).await;
    assert!(life.says("Remplacé par un écran plus large."), "{}", life.page().text());
    let batch = antoine.get(&format!("/transfers/{}", world::id("transfers/radio_rebond_ecrans"))).await;
    assert_eq!(batch.page().link("Ancien écran de la régie"), memory, "by the name that they gave it");
    for shown in [&page, &life, &batch, &list] {
        for word in ["Maria", "Bureau du fond", "Secret de douces", "Heures Douces"] {
            assert!(!shown.body().contains(word), "{word}");
        }
    }
    let part = [
        ("part", "01900000-0000-7000-8000-000000000779"),
        ("machine", memory.trim_start_matches("/equipment/")),
        ("kind", "battery"),
        ("model", "X"),
        ("serial", ""),
        ("origin", "new"),
        ("harvested_from", ""),
        ("note", ""),
    ];
    let added = antoine.post(&format!("/structures/{radio}/components"), &part).await;
    assert_ne!(added.status, 303, "nothing is put into what is not there");
    assert!(!veronique.get(&format!("/equipment/{screen}")).await.says("Câble de la régie"));
    parcommun::store::check::check(&app.db).await.expect("all of it holds");
}

#[rocket::async_test]
async fn who_is_outside_of_the_group_signs_at_the_door() {
    let app = App::start().await;
    let (mut claire, mut odile) = (app.signed_in("claire_vidal").await, app.signed_in("odile_tournier").await);
    for key in [SCREEN, OTHER_SCREEN] {
        reserve(&mut claire, key, &world::id("organisations/cles_quartier")).await;
    }
    let page = odile.get(&ready(SCREEN)).await;
    assert!(page.says("La remettre à Les Clés du Quartier") && page.says("Dell P2219H"), "both go together");
    let none = press(&mut odile, &ready(SCREEN), "Préparer la remise", &[("transfer", HAND_OVER), ("machines", "")]).await;
    assert_eq!(none.status, 422);
    let shown = odile.get(&ready(SCREEN)).await;
    let (action, _) = shown.page().form_of("Préparer la remise");
    let (one, other, foreign) = (machine_id(SCREEN), machine_id(OTHER_SCREEN), machine_id("tablee_ancien_poste"));
    let form = |with: &'static str| [("transfer", HAND_OVER), ("intent", with)];
    let with = |machines: &[&str], intent| -> Vec<(&str, String)> {
        let fields = form(intent).into_iter().map(|(name, value)| (name, value.to_owned()));
        fields.chain(machines.iter().map(|id| ("machines", (*id).to_owned()))).collect::<Vec<_>>()
    };
    for (machines, intent) in
        [(vec![one.as_str(), &foreign], "donation"), (vec![one.as_str()], "return"), (vec![one.as_str()], "loan")]
    {
        let fields = with(&machines, intent);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(odile.post(&action, &fields).await.status, 422, "{intent}");
    }
    let fields = with(&[&one, &other], "donation");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let begun = odile.post(&action, &fields).await;
    assert_eq!(begun.status, 303, "{}", begun.page().text());
    let href = begun.location().to_owned();
    step(&mut odile, &href, "proposal", 1, &[]).await;
    let name = [("name", "Inès Roca"), ("capacity", "Présidente")];
    step(&mut odile, &href, "door", 2, &name).await;
    let held = claire.get(&ready(SCREEN)).await;
    assert!(!held.says("Lever la réservation"), "it is on its way");
    step(&mut odile, &href, "dispatch", 3, &MANIFEST).await;
    step(&mut odile, &href, "reception", 4, &[name[0], name[1], ("rest", "true")]).await;
    assert_eq!(odile.get(&ready(SCREEN)).await.status, 404);
    let mut antoine = app.signed_in("antoine_berthier").await;
    let left = antoine.get(&format!("/equipment/{one}")).await;
    assert!(left.says("En service ailleurs"), "{}", left.page().text());
    parcommun::store::check::check(&app.db).await.expect("all of it holds");
}

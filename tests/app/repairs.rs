//! A machine in a workshop after its data are gone: repair, parts, the test by somebody else, ready; or taken apart, or recycled
//! with its proof.

use crate::support::{Answer, App, Person, pictures, world};
use crate::transfers::machine_id;

const LAPTOP: &str = "tablee_ancien_portable";
const DESKTOP: &str = "tablee_ancien_poste";

fn page_of(key: &str) -> String {
    format!("/workshops/{}/equipment/{}", world::id("organisations/rebond"), machine_id(key))
}

fn form(key: &str, form: &str) -> String {
    format!("/equipment/{}/{form}", machine_id(key))
}

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

/// The number that a form carries unseen.
async fn seq(person: &mut Person<'_>, address: &str) -> String {
    let page = person.get(address).await;
    assert_eq!(page.status, 200, "{address}");
    let body = page.body();
    let (_, after) = body.split_once("name=\"seq\" value=\"").unwrap_or_else(|| panic!("{address}: {}", page.page().text()));
    after.split_once('"').expect("a value").0.to_owned()
}

/// Sends a form over what its page saw.
async fn send(person: &mut Person<'_>, address: &str, fields: &[(&str, &str)]) -> Answer {
    let seq = seq(person, address).await;
    person.post(address, &[&[("seq", seq.as_str())], fields].concat()).await
}

async fn done(person: &mut Person<'_>, address: &str, fields: &[(&str, &str)]) {
    let sent = send(person, address, fields).await;
    assert_eq!(sent.status, 303, "{address}: {}", sent.page().text());
}

/// Sends a form with a file.
async fn hand_in(person: &mut Person<'_>, address: &str, fields: &[(&str, &str)], field: &str) -> Answer {
    let seq = seq(person, address).await;
    let photo = pictures::png();
    person.upload(address, &[&[("seq", seq.as_str())], fields].concat(), &[(field, "p.png", "image/png", &photo)]).await
}

/// Triage finds that it holds no medium: nothing is to be erased.
async fn sanitised(person: &mut Person<'_>, key: &str) {
    let triage = [
        ("how", "none"),
        ("why", "Le disque a été retiré par la structure."),
        ("appearance", "C"),
        ("powers_on", "true"),
        ("locked", "false"),
        ("battery", "true"),
        ("outcome", "refurbish"),
    ];
    let sent = hand_in(person, &form(key, "triage"), &triage, "photo").await;
    assert_eq!(sent.status, 303, "{}", sent.page().text());
    done(person, &form(key, "deeds/nothing-to-sanitise"), &[]).await;
}

const CHECKS: [&str; 16] = [
    "screen",
    "keys",
    "pointer",
    "wifi",
    "bluetooth",
    "sound",
    "microphone",
    "camera",
    "ports",
    "hinge",
    "charge",
    "battery",
    "smart",
    "memory",
    "firmware_unlocked",
    "system",
];

/// A test of a laptop in which all is good, but for what is said otherwise.
fn test<'f>(names: &'f [(String, String)], but: &[(&'f str, &'f str)], more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let found = |(check, (found, _)): (&&'static str, &'f (String, String))| {
        let said = but.iter().find(|(name, _)| name == check).map_or("pass", |(_, said)| *said);
        (found.as_str(), said)
    };
    CHECKS.iter().zip(names).map(found).chain(more.iter().copied()).collect()
}

fn names() -> Vec<(String, String)> {
    CHECKS.iter().map(|check| (format!("found[{check}]"), format!("why[{check}]"))).collect()
}

const GRADES: [(&str, &str); 6] = [
    ("functionality", "B"),
    ("appearance", "C"),
    ("design", "45000"),
    ("full", "39000"),
    ("system", "Linux Mint 22"),
    ("licence", "Libre"),
];

#[rocket::async_test]
async fn a_machine_is_repaired_and_tested_by_somebody_else() {
    let app = App::start().await;
    let (mut odile, mut malik) = (app.signed_in("odile_tournier").await, app.signed_in("malik_saadi").await);
    sanitised(&mut odile, LAPTOP).await;
    let repair = form(LAPTOP, "deeds/repair");
    assert_eq!(odile.get(&page_of(LAPTOP)).await.page().link("Remettre en état"), repair);
    let empty = send(&mut odile, &repair, &[("reason", " ")]).await;
    assert!(empty.status == 422 && empty.page().mistake("reason").is_some());
    let diagnosis = [("reason", "La charnière est cassée."), ("parts", "Charnière gauche\n\nVis M2")];
    done(&mut odile, &repair, &diagnosis).await;
    done(&mut odile, &form(LAPTOP, "deeds/part-request"), &[("reason", "Charnière gauche 820 G3")]).await;
    assert!(odile.get("/").await.says("Attend une pièce"));
    let fitting = form(LAPTOP, "fitting");
    let part = new_id(901);
    let vague = send(&mut odile, &fitting, &[("part", &part), ("kind", "other"), ("model", "Charnière gauche")]).await;
    assert!(vague.status == 422 && vague.page().mistake("from").is_some(), "where it comes from is asked");
    assert!(vague.page().holds("model", "Charnière gauche"), "what was typed stays");
    let bought = [("part", &*part), ("kind", "other"), ("model", "Charnière gauche"), ("from", "Pièces31, facture 118")];
    done(&mut odile, &fitting, &bought).await;
    done(&mut odile, &form(LAPTOP, "deeds/test-start"), &[]).await;
    let page = odile.get(&page_of(LAPTOP)).await;
    for told in ["La charnière est cassée. — Charnière gauche — Vis M2", "Pièces31, facture 118", "Contrôle commencé"] {
        assert!(page.says(told), "{told}: {}", page.page().text());
    }

    let address = form(LAPTOP, "test");
    let names = names();
    let blank = send(&mut malik, &address, &[]).await;
    assert!(blank.status == 422 && blank.page().mistake("found[hinge]").is_some(), "{}", blank.page().text());
    let unexplained = send(&mut malik, &address, &test(&names, &[("camera", "not_applicable")], &GRADES)).await;
    assert!(unexplained.status == 422 && unexplained.page().mistake("why[camera]").is_some());
    let unmeasured = send(&mut malik, &address, &test(&names, &[], &GRADES[..2])).await;
    assert!(unmeasured.status == 422 && unmeasured.page().mistake("design").is_some());
    assert!(unmeasured.page().mistake("system").is_some() && unmeasured.page().mistake("licence").is_some());
    // One failure: back to repair, whatever the grades.
    done(&mut malik, &address, &test(&names, &[("sound", "fail")], &[("why[sound]", "Le haut-parleur droit grésille.")])).await;
    let page = malik.get(&page_of(LAPTOP)).await;
    assert!(page.says("En remise en état") && page.says("Son : Le haut-parleur droit grésille."), "{}", page.page().text());
    assert_eq!(malik.get(&address).await.page().all("alert").len(), 1, "it is not tested any more");

    done(&mut odile, &form(LAPTOP, "deeds/test-start"), &[]).await;
    let own = send(&mut odile, &address, &test(&names, &[], &GRADES)).await;
    assert!(own.status == 422 && own.says("Qui a réparé ne contrôle pas. Faites contrôler par quelqu'un d'autre"));
    let useless = send(&mut malik, &address, &test(&names, &[], &[&[("functionality", "D")], &GRADES[1..]].concat())).await;
    assert!(useless.status == 422 && useless.says("Ces notes ne suffisent pas."));
    let seen = seq(&mut malik, &address).await;
    let good =
        test(&names, &[("camera", "not_applicable")], &[&[("seq", &*seen), ("why[camera]", "Sans caméra.")], &GRADES[..]].concat());
    for _ in 0..2 {
        assert_eq!(malik.post(&address, &good).await.location(), page_of(LAPTOP), "pressed twice");
    }
    let page = malik.get(&page_of(LAPTOP)).await;
    assert!(page.says("Fonctionnement B · Aspect C · Batterie B") && page.says("Linux Mint 22"), "{}", page.page().text());
    assert_eq!(page.page().text().matches("Contrôle réussi").count(), 1);
    let home = malik.get("/").await.page().text();
    assert!(home.find("Prêtes").expect("ready") < home.find("HP EliteBook 820 G3").expect("it"), "{home}");
}

/// What the technician publishes as Open Repair Data 0.3.
#[rocket::async_test]
async fn a_repair_is_published_once_somebody_has_read_what_was_written() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    assert!(samira.get("/ready-machines").await.page().link("Données ouvertes de réparation").ends_with("/open-repair-data"));
    assert!(samira.get("/open-repair-data").await.says("Aucune réparation n'est encore écrite."));
    let mut odile = app.signed_in("odile_tournier").await;
    sanitised(&mut odile, LAPTOP).await;
    let diagnosis = [("reason", "=La charnière, \"gauche\", est cassée."), ("parts", "")];
    done(&mut odile, &form(LAPTOP, "deeds/repair"), &diagnosis).await;
    let export = |app: &App| app.clock.now().format("%Y-%m-%d").to_string();
    let unread = samira.post("/open-repair-data", &[]).await;
    assert!(unread.status == 422 && unread.page().mistake("read").is_some());
    let file = samira.post("/open-repair-data", &[("read", "true")]).await;
    assert_eq!((file.status, file.header("content-type")), (200, "text/csv; charset=utf-8"));
    let header = "id,data_provider,country,partner_product_category,product_category,product_category_id,brand,\
        year_of_manufacture,product_age,repair_status,repair_barrier_if_end_of_life,group_identifier,event_date,problem";
    let line = |status: &str, barrier: &str| {
        let group = "Groupement d'employeurs Autan Partagé";
        let day = export(&app);
        format!(
            "groupement-d-employeurs-autan-partage_1,{group},FRA,Informatique ~ Portable,Laptop,16,HP,,,{status},{barrier},{group},{day},\
             \"'=La charnière, \"\"gauche\"\", est cassée.\"\r\n"
        )
    };
    assert_eq!(file.body(), format!("{header}\r\n{}", line("Repairable", "")));
    let recycling = form(LAPTOP, "recycling");
    done(&mut odile, &recycling, &[("barrier", "parts_unavailable")]).await;
    let file = samira.post("/open-repair-data", &[("read", "true")]).await;
    assert_eq!(file.body(), format!("{header}\r\n{}", line("End of life", "Spare parts not available")));
    let page = samira.get("/open-repair-data").await;
    assert!(page.says("Fin de vie") && page.says("est cassée.") && !page.says("Tablée"), "no structure is named");
}

#[rocket::async_test]
async fn who_did_it_is_not_always_who_writes_it_down() {
    let app = App::start().await;
    let (mut odile, mut claire) = (app.signed_in("odile_tournier").await, app.signed_in("claire_vidal").await);
    sanitised(&mut odile, LAPTOP).await;
    let malik = world::id("people/malik_saadi");
    let stranger = [("reason", "Ventilateur."), ("performer", &*world::id("people/samira_benali"))];
    assert_eq!(send(&mut odile, &form(LAPTOP, "deeds/repair"), &stranger).await.status, 404, "nobody of the workshop");
    done(&mut odile, &form(LAPTOP, "deeds/repair"), &[("reason", "Ventilateur."), ("performer", &malik)]).await;
    done(&mut odile, &form(LAPTOP, "deeds/test-start"), &[]).await;
    let (names, address) = (names(), form(LAPTOP, "test"));
    let by = |who| [&GRADES[..], &[("performer", who)]].concat();
    let refused = send(&mut odile, &address, &test(&names, &[], &by(malik.as_str()))).await;
    assert!(refused.status == 422 && refused.says("Qui a réparé ne contrôle pas."), "though Odile writes it down");

    // Nobody else is there this week: the coordinator lets who repaired test, and says why.
    let list = claire.get("/holds").await;
    assert!(list.says("En contrôle"));
    let waiver = form(LAPTOP, "deeds/tester-waiver");
    assert_eq!(list.page().link("Laisser contrôler qui a réparé"), waiver);
    assert_eq!(claire.get(&address).await.status, 404, "they test nothing themselves");
    assert_eq!(send(&mut odile, &waiver, &[("reason", "Seul.")]).await.status, 422, "not theirs to allow");
    done(&mut claire, &waiver, &[("reason", "Odile est en congé.")]).await;
    assert!(!claire.get("/holds").await.says("En contrôle"));
    done(&mut odile, &address, &test(&names, &[], &by(malik.as_str()))).await;
    assert!(odile.get(&page_of(LAPTOP)).await.says("Batterie B"), "it is ready");
    let life = app.signed_in("stephane_abadie").await.get(&format!("/equipment/{}/events", machine_id(LAPTOP))).await;
    assert!(life.says("Odile est en congé."), "its owner reads why");
}

#[rocket::async_test]
async fn parts_of_a_machine_serve_another_and_keep_their_parentage() {
    let app = App::start().await;
    let (mut odile, mut malik) = (app.signed_in("odile_tournier").await, app.signed_in("malik_saadi").await);
    sanitised(&mut odile, DESKTOP).await;
    let donor = odile.get(&form(DESKTOP, "deeds/parts-donor")).await;
    assert!(donor.says("Elle ne servira plus comme machine."), "it is asked once more");
    done(&mut odile, &form(DESKTOP, "deeds/parts-donor"), &[]).await;
    let (address, first) = (form(DESKTOP, "dismantling"), new_id(910));
    let unweighed = [("first", &*first), ("parts[0].kind", "memory"), ("parts[0].model", "DDR3 8 Go"), ("carcass", "")];
    let refused = send(&mut odile, &address, &unweighed).await;
    assert!(refused.status == 422 && refused.page().holds("parts[0].model", "DDR3 8 Go"), "{}", refused.page().text());
    assert!(refused.page().mistake("carcass").is_some());
    let seen = seq(&mut odile, &address).await;
    let parts = [
        ("seq", &*seen),
        ("first", &first),
        ("parts[0].kind", "memory"),
        ("parts[0].model", "DDR3 8 Go"),
        ("parts[0].serial", "K4B8G"),
        ("parts[0].weight", "0,03"),
        ("parts[1].kind", ""),
        ("parts[2].kind", "charger"),
        ("parts[2].weight", "0,4"),
        ("carcass", "5,2"),
    ];
    for _ in 0..2 {
        assert_eq!(odile.post(&address, &parts).await.location(), page_of(DESKTOP), "pressed twice");
    }
    let page = odile.get(&page_of(DESKTOP)).await;
    assert!(page.says("Mémoire DDR3 8 Go, K4B8G (0,03 kg) — Chargeur (0,4 kg) — reste : 5,2 kg"), "{}", page.page().text());

    // The carcass goes, the parts stay on the shelf.
    done(&mut odile, &form(DESKTOP, "recycling"), &[("barrier", "worn_out")]).await;
    let recycler = world::id("organisations/garonne_metaux");
    let paper = [
        ("recycler", &*recycler),
        ("on", "2026-03-20"),
        ("weight", "5,2"),
        ("category", "Petits appareils"),
        ("reference", "BE-1"),
    ];
    assert_eq!(hand_in(&mut odile, &form(DESKTOP, "recycled"), &paper, "paper").await.status, 303);
    let shelf = odile.get("/").await.page().link("Pièces et supports sans machine");
    assert!(odile.get(&shelf).await.says("Mémoire DDR3 8 Go, K4B8G"));

    sanitised(&mut odile, LAPTOP).await;
    done(&mut odile, &form(LAPTOP, "deeds/repair"), &[("reason", "Trop peu de mémoire.")]).await;
    let fitting = form(LAPTOP, "fitting");
    let page = odile.get(&fitting).await;
    assert!(page.says("Mémoire DDR3 8 Go, K4B8G"));
    let (loose, part) = (first.clone(), new_id(920));
    let own = world::id("components/douces_station");
    for foreign in [own.as_str(), &new_id(999)] {
        let refused = send(&mut odile, &fitting, &[("part", &part), ("loose", foreign)]).await;
        assert!(refused.status == 422 && refused.page().mistake("loose").is_some(), "{foreign}");
    }
    done(&mut odile, &fitting, &[("part", &part), ("loose", &loose), ("performer", &world::id("people/malik_saadi"))]).await;
    assert!(odile.get(&page_of(LAPTOP)).await.says("Mémoire DDR3 8 Go, K4B8G — Prélevée"));
    assert!(!malik.get(&fitting).await.says("K4B8G") && !malik.get(&shelf).await.says("K4B8G"), "it is in a machine now");
    let register = app.signed_in("stephane_abadie").await.get(&format!("/equipment/{}", machine_id(LAPTOP))).await;
    assert!(register.says("DDR3 8 Go"), "{}", register.page().text());
}

#[rocket::async_test]
async fn a_machine_ends_with_the_paper_of_who_took_it() {
    let app = App::start().await;
    let mut odile = app.signed_in("odile_tournier").await;
    sanitised(&mut odile, DESKTOP).await;
    let to = form(DESKTOP, "recycling");
    let unsaid = hand_in(&mut odile, &to, &[], "commitment").await;
    assert!(unsaid.status == 422 && unsaid.page().mistake("barrier").is_some());
    done(&mut odile, &to, &[("barrier", "parts_too_expensive")]).await;
    let end = form(DESKTOP, "recycled");
    let recycler = world::id("organisations/garonne_metaux");
    let said = [
        ("recycler", &*recycler),
        ("on", "2026-03-20"),
        ("weight", "6,1"),
        ("category", "Petits appareils"),
        ("reference", "BE-2026-044"),
    ];
    let without = send(&mut odile, &end, &said).await;
    assert!(without.status == 422 && without.page().mistake("paper").is_some() && without.page().holds("reference", "BE-2026-044"));
    let workshop = world::id("organisations/rebond");
    let wrong = hand_in(&mut odile, &end, &[&[("recycler", &*workshop)], &said[1..]].concat(), "paper").await;
    assert!(wrong.status == 422 && wrong.page().mistake("recycler").is_some(), "a workshop recycles nothing");
    let ahead = hand_in(&mut odile, &end, &[&said[..1], &[("on", "2031-01-01")], &said[2..]].concat(), "paper").await;
    assert!(ahead.status == 422 && ahead.page().mistake("on").is_some());
    let ended = hand_in(&mut odile, &end, &said, "paper").await;
    assert_eq!(ended.status, 303, "{}", ended.page().text());
    assert_eq!(odile.get(&page_of(DESKTOP)).await.status, 404, "it is not in their hands any more");
    let life = app.signed_in("stephane_abadie").await.get(&format!("/equipment/{}/events", machine_id(DESKTOP))).await;
    assert!(life.says("Les pièces coûtent trop cher") && life.says("6,1 kg — Petits appareils — BE-2026-044"));
    assert!(life.says("aucun événement n'a été changé") && life.body().contains("/evidence/"));
}

#[rocket::async_test]
async fn a_structure_ends_what_may_hold_data_only_with_the_recyclers_word() {
    let app = App::start().await;
    let (mut veronique, mut nathalie) = (app.signed_in("veronique_lacaze").await, app.signed_in("nathalie_sicard").await);
    let key = "douces_ancien_poste";
    let to = form(key, "recycling");
    assert_eq!(nathalie.get(&to).await.status, 404, "an employee ends no machine");
    let unsworn = send(&mut veronique, &to, &[("barrier", "worn_out")]).await;
    assert!(unsworn.status == 422 && unsworn.page().mistake("commitment").is_some());
    let sworn = hand_in(&mut veronique, &to, &[("barrier", "worn_out")], "commitment").await;
    assert_eq!(sworn.status, 303, "{}", sworn.page().text());
    let end = form(key, "recycled");
    let recycler = world::id("organisations/garonne_metaux");
    let said = [
        ("recycler", &*recycler),
        ("on", "2026-03-20"),
        ("weight", "7"),
        ("category", "Petits appareils"),
        ("reference", "BE-2026-051"),
    ];
    let unsaid = hand_in(&mut veronique, &end, &said, "paper").await;
    assert!(unsaid.status == 422 && unsaid.page().mistake("destroyed").is_some(), "{}", unsaid.page().text());
    let ended = hand_in(&mut veronique, &end, &[&said[..], &[("destroyed", "true")]].concat(), "paper").await;
    assert_eq!(ended.status, 303, "{}", ended.page().text());
    let page = veronique.get(&format!("/equipment/{}", machine_id(key))).await;
    assert!(page.says("Recyclée"), "{}", page.page().text());
}

#[rocket::async_test]
async fn a_workshop_enters_the_disk_that_it_finds_and_reads_the_certificates_of_what_it_erased() {
    let app = App::start().await;
    let (mut odile, mut malik) = (app.signed_in("odile_tournier").await, app.signed_in("malik_saadi").await);
    let data = form(LAPTOP, "sanitising");
    let new = odile.get(&data).await.page().link("Ajouter un support de données");
    assert_eq!(new, form(LAPTOP, "media/new"));
    let to = form(LAPTOP, "media");
    let seen = seq(&mut odile, &new).await;
    let unread = odile.post(&to, &[("seq", &*seen), ("medium", &new_id(930)), ("kind", "nvme")]).await;
    assert!(unread.status == 422 && unread.page().mistake("serial").is_some());
    let (first, second) = (new_id(931), new_id(932));
    let found = |medium| [("seq", &*seen), ("medium", medium), ("kind", "nvme"), ("serial", "S4EV-7"), ("size_gb", "250")];
    for _ in 0..2 {
        assert_eq!(odile.post(&to, &found(&first)).await.location(), data, "pressed twice");
    }
    let again = seq(&mut odile, &new).await;
    let known = odile.post(&to, &[&[("seq", &*again)], &found(&second)[1..]].concat()).await;
    assert!(known.status == 422 && known.page().mistake("serial").is_some_and(|why| why.contains("déjà dans la machine")));
    let late = malik.post(&to, &[&found(&second)[..3], &[("serial", "S9")]].concat()).await;
    assert!(late.status == 422 && late.says("Quelqu'un vient d'agir"));
    let mut stephane = app.signed_in("stephane_abadie").await;
    let register = stephane.get(&format!("/equipment/{}", machine_id(LAPTOP))).await;
    assert!(register.says("S4EV-7"), "it stands in the register of its structure");
    assert_eq!(stephane.get(&new).await.status, 404, "who keeps the register enters it there");

    let page = odile.get(&data).await;
    assert_eq!(page.page().text().matches("S4EV-7").count(), 2, "the medium, and that it may hold data: {}", page.page().text());
    let attached = page.body().matches("<article").count().to_string();
    let triage = [
        ("how", "counted"),
        ("count", &*attached),
        ("appearance", "C"),
        ("powers_on", "true"),
        ("locked", "false"),
        ("battery", "true"),
        ("outcome", "refurbish"),
    ];
    assert_eq!(hand_in(&mut odile, &form(LAPTOP, "triage"), &triage, "photo").await.status, 303);
    done(&mut odile, &form(LAPTOP, "deeds/sanitising-start"), &[]).await;
    // Pulled out, it lies on the shelf, and what it may hold stays to be erased.
    let removal = format!("{data}/{first}/removal");
    assert!(odile.get(&data).await.body().contains(&removal));
    done(&mut odile, &removal, &[]).await;
    let shelf = format!("/workshops/{}/parts", world::id("organisations/rebond"));
    assert!(odile.get(&shelf).await.says("SSD NVMe S4EV-7"));
    let destruction = format!("{data}/{first}/destruction");
    let photo = pictures::png();
    let seen = seq(&mut odile, &destruction).await;
    let told = [("id", &*new_id(940)), ("seq", &seen), ("reason", "Percé de part en part.")];
    let sent = odile.upload(&destruction, &told, &[("file", "p.png", "image/png", &photo)]).await;
    assert_eq!(sent.status, 303, "{}", sent.page().text());
    let (answer, _) = malik.get(sent.location()).await.page().form_of("Je confirme");
    assert_eq!(malik.post(&answer, &[]).await.status, 303);
    let certificate = odile.get(&data).await.page().link("Son attestation");
    let page = odile.get(&certificate).await;
    assert!(page.status == 200 && page.says("S4EV-7") && page.says("Odile Tournier") && page.says("Malik Saadi"));
    assert!(!page.body().contains("Laurent") && !page.body().contains("/file"), "not what its structure calls the machine");
    assert_eq!(odile.get(&format!("{certificate}/file")).await.status, 404);
    let whole = stephane.get(&certificate).await;
    assert!(whole.status == 200 && whole.body().contains("/file"), "its structure reads all of it");
}

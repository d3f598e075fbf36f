//! The register in full: what is said of a machine and by whom it was changed, its photographs, the parts in it, its life-book.

use crate::support::{App, pictures, world};
use chrono::TimeDelta;

fn register(structure: &str) -> String {
    format!("/structures/{}/equipment", world::id(&format!("structures/{structure}")))
}

fn of(structure: &str, rest: &str) -> String {
    format!("/structures/{}{rest}", world::id(&format!("structures/{structure}")))
}

fn machine(key: &str) -> String {
    format!("/equipment/{}", world::id(&format!("equipment/{key}")))
}

const NEW: &str = "01900000-0000-7000-8000-000000000381";
const OTHER: &str = "01900000-0000-7000-8000-000000000382";

#[rocket::async_test]
async fn how_a_machine_was_bought_is_told_to_its_keepers_alone() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let page = referent.get(&machine("douces_planning")).await;
    assert!(page.says("489,00 €") && page.says("chez Ordi Recycle Toulouse") && page.says("facture ORT-2023-0412"));
    assert!(page.says("Se termine bientôt, le mardi 31 mars 2026"), "{}", page.page().text());
    let list = referent.get(&register("douces")).await;
    assert!(list.says("Garanties qui se terminent bientôt") && list.says("Ordinateur du planning : jusqu'au mardi 31 mars 2026"));
    let colleague = app.signed_in("jordan_pages").await.get(&machine("douces_planning")).await;
    assert!(colleague.status == 200 && !colleague.says("489,00") && !colleague.says("Garantie") && !colleague.says("Crucial"));
}

#[rocket::async_test]
async fn years_days_and_prices_that_cannot_be_stand_beside_their_field() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    for (field, value) in [("year", "2027"), ("year", "1950"), ("purchased_on", "2026-03-25"), ("price", "-5"), ("price", "cher")] {
        let refused = referent.post(&register("escargolins"), &[("name", "x"), ("kind", "laptop"), (field, value)]).await;
        assert_eq!(refused.status, 422, "{field} {value}");
        assert!(refused.page().mistake(field).is_some() && refused.page().holds(field, value), "{field} {value}");
    }
}

#[rocket::async_test]
async fn a_long_register_is_searched_by_kind_and_words() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let all = register("regie");
    let printers = samira.get(&format!("{all}?kind=multifunction")).await;
    assert!(printers.says("Copieur de l'accueil") && !printers.says("Serveur de fichiers"));
    let found = samira.get(&format!("{all}?q=eaton+5e")).await;
    assert!(found.says("Onduleur du serveur") && !found.says("Copieur de l'accueil"));
    let accents = samira.get(&format!("{all}?q=COMPTABILIT%C3%89")).await;
    assert!(accents.says("Ordinateur de la comptabilité"));
    let nothing = samira.get(&format!("{all}?q=perroquet")).await;
    assert!(nothing.says("Aucune machine ne correspond.") && nothing.page().link("Voir toutes les machines") == all);
    assert_eq!(samira.get(&format!("{all}?kind=perroquet")).await.status, 200, "a word that is none asks for nothing");
}

#[rocket::async_test]
async fn a_very_long_register_comes_in_pages_and_each_machine_once() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    for n in 0..105 {
        let name = format!("Écran {n:03}");
        assert_eq!(referent.post(&register("escargolins"), &[("name", &*name), ("kind", "screen")]).await.status, 303);
    }
    let first = referent.get(&format!("{}?kind=screen", register("escargolins"))).await;
    let second = referent.get(&first.page().link("Page suivante").replace("&amp;", "&")).await;
    assert!(second.page().find("link", "Page suivante").is_none(), "two pages");
    let (first, second) = (first.page().text(), second.page().text());
    for n in 0..105 {
        let name = format!("Écran {n:03}");
        assert_eq!(first.matches(&name).count() + second.matches(&name).count(), 1, "{name}");
    }
}

#[rocket::async_test]
async fn two_who_change_a_machine_at_once_both_keep_their_text() {
    let app = App::start().await;
    let (mut referent, mut samira) = (app.signed_in("veronique_lacaze").await, app.signed_in("samira_benali").await);
    let address = machine("douces_imprimante");
    let form = referent.get(&format!("{address}/edit")).await;
    assert!(form.page().holds("version", "1"));
    let of = |version, place| [("version", version), ("name", "Imprimante du planning"), ("kind", "printer"), ("place", place)];
    assert_eq!(samira.post(&address, &of("1", "Le couloir")).await.status, 303);
    assert_eq!(samira.post(&address, &of("1", "Le couloir")).await.status, 303, "the same again is done already");
    let second = referent.post(&address, &of("1", "La cave")).await;
    assert_eq!(second.status, 422);
    assert!(second.page().holds("place", "La cave") && second.says("Le couloir") && second.page().holds("version", "2"));
    assert!(samira.get(&address).await.says("Le couloir"), "nothing is written over unseen");
    assert_eq!(referent.post(&address, &of("2", "La cave")).await.status, 303);
    assert!(samira.get(&address).await.says("La cave"));
}

#[rocket::async_test]
async fn a_form_that_asks_nothing_of_the_purchase_leaves_it() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let address = machine("douces_planning");
    assert_eq!(referent.post(&address, &[("name", "Poste du planning"), ("kind", "desktop")]).await.status, 303);
    let page = referent.get(&address).await;
    assert!(page.says("Poste du planning") && page.says("489,00 €"));
}

#[rocket::async_test]
async fn a_photograph_is_kept_without_what_the_phone_wrote_in_it() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let address = machine("douces_planning");
    let send = format!("{address}/photos");
    let photo = [("pictures", "IMG_2041.png", "image/png", &*pictures::png())];
    for _ in 0..2 {
        assert_eq!(referent.upload(&send, &[("photo", NEW)], &photo).await.location(), address, "pressed twice");
    }
    let page = referent.get(&address).await;
    assert_eq!(page.body().matches("<img").count(), 1);
    let picture = referent.get(&format!("/equipment-photos/{NEW}")).await;
    assert!(picture.status == 200 && picture.bytes.starts_with(&[0xff, 0xd8]), "a JPEG of ours");
    assert_eq!(app.signed_in("jordan_pages").await.get(&format!("/equipment-photos/{NEW}")).await.status, 404);
    let text = [("pictures", "a.png", "image/png", &b"rien"[..])];
    let refused = referent.upload(&send, &[("photo", OTHER)], &text).await;
    assert!(referent.get(refused.location()).await.says("Choisissez") || refused.status == 303);
    assert_eq!(referent.get(&format!("/equipment-photos/{OTHER}")).await.status, 404, "what is no picture is none");
    // The round forgets what nothing refers to, and this is not it.
    app.wait(TimeDelta::hours(25));
    parcommun::store::tickets::forget_drafts(&app.db, app.clock.now()).await.expect("the round");
    assert_eq!(referent.get(&format!("/equipment-photos/{NEW}")).await.status, 200);
    let (remove, _) = referent.get(&address).await.page().form_of("Enlever cette photo");
    assert_eq!(referent.post(&remove, &[]).await.location(), address);
    assert_eq!(referent.get(&format!("/equipment-photos/{NEW}")).await.status, 404);
}

#[rocket::async_test]
async fn a_medium_goes_from_a_machine_to_a_drawer_and_its_data_are_not_forgotten() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let (media, drawer) = (of("douces", "/media"), of("douces", "/parts"));
    let laptop = world::id("equipment/douces_portable_nathalie");
    let form =
        [("part", NEW), ("kind", "nvme"), ("model", "Samsung 970"), ("serial", "S4EV"), ("size_gb", "500"), ("machine", &*laptop)];
    for _ in 0..2 {
        assert_eq!(referent.post(&media, &form).await.location(), format!("/media/{NEW}"), "pressed twice");
    }
    let page = referent.get(&format!("/equipment/{laptop}")).await;
    assert!(page.says("SSD NVMe · Samsung 970") && page.says("500 Go") && page.says("Porte des données"));
    let medium = referent.get(&format!("/media/{NEW}")).await;
    assert!(medium.says("Ne le donnez à personne avant son effacement."));
    assert!(!medium.page().shows_field("data_status"), "no form says that a medium is clean");
    assert_eq!(referent.post(&format!("/media/{NEW}/place"), &[("machine", "")]).await.status, 303);
    let list = referent.get(&drawer).await;
    assert!(list.says("Supports sans machine") && list.says("Samsung 970") && list.says("Seagate Barracuda 500 Go"));
    assert!(list.says("Station d'accueil · HP USB-C Dock G5"));
    let typed = [("machine", ""), ("data_status", "destroyed")];
    assert_eq!(referent.post(&format!("/media/{NEW}/place"), &typed).await.status, 303);
    assert!(referent.get(&format!("/media/{NEW}")).await.says("Porte des données"), "what is typed moves nothing");
    let printer = world::id("equipment/douces_imprimante");
    assert_eq!(referent.post(&format!("/media/{NEW}/place"), &[("machine", &printer)]).await.status, 303);
    assert!(referent.get(&format!("/equipment/{printer}")).await.says("Samsung 970"));
}

#[rocket::async_test]
async fn a_medium_that_lies_somewhere_is_not_known_until_it_serves() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    assert_eq!(referent.post(&of("douces", "/media"), &[("part", NEW), ("kind", "hdd")]).await.status, 303);
    let page = format!("/media/{NEW}");
    assert!(referent.get(&page).await.says("On ne sait pas s'il porte des données"));
    let laptop = machine("douces_portable_nathalie");
    let said = [("seq", "0"), ("reason", "Trop lent."), ("data_saved", "yes"), ("owner", "true")];
    assert_eq!(referent.post(&format!("{laptop}/deeds/decommissioning"), &said).await.status, 303);
    let into = laptop.trim_start_matches("/equipment/").to_owned();
    assert_eq!(referent.post(&format!("{page}/place"), &[("machine", &into)]).await.status, 303);
    assert!(referent.get(&page).await.says("On ne sait pas s'il porte des données"), "the machine does not serve");
    // What the register said, the deed, the medium.
    assert_eq!(referent.post(&format!("{laptop}/deeds/recommissioning"), &[("seq", "3")]).await.status, 303);
    assert!(referent.get(&page).await.says("Porte des données"));
}

#[rocket::async_test]
async fn a_life_book_tells_requests_work_parts_and_changes() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let address = machine("douces_planning");
    app.wait(TimeDelta::minutes(5));
    let form = [("version", "1"), ("name", "Ordinateur du planning"), ("kind", "desktop"), ("place", "La réserve")];
    assert_eq!(samira.post(&address, &form).await.status, 303);
    let life = samira.get(&format!("{address}/life")).await;
    let text = life.page().text();
    assert!(life.says("Où : « Bureau des plannings » devient « La réserve »"), "{text}");
    assert!(life.says("Qui l'utilise : effacé, c'était « Jordan Pagès »"), "{text}");
    assert!(life.says("Ajouté : SSD SATA · Crucial MX500"), "{text}");
    assert!(life.says("Demande n°"), "{text}");
    let change = text.find("La réserve").expect("the change");
    assert!(change < text.find("Crucial MX500").expect("the part"), "the latest first");
}

#[rocket::async_test]
async fn a_long_life_is_read_page_by_page_and_nothing_is_left_out_or_told_twice() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let address = machine("semis_bureau");
    for n in 1..=70 {
        // Some at once: their ids tell them apart.
        if n % 3 == 0 {
            app.wait(TimeDelta::seconds(1));
        }
        let (version, name) = (n.to_string(), format!("Poste {n:02}"));
        assert_eq!(samira.post(&address, &[("version", &*version), ("name", &name), ("kind", "desktop")]).await.status, 303);
    }
    let (mut page, mut seen) = (format!("{address}/life"), Vec::new());
    loop {
        let answer = samira.get(&page).await;
        let text = answer.page().text();
        seen.extend((1..=70).filter(|n| text.contains(&format!("devient « Poste {n:02} »"))));
        match answer.page().find("link", "Plus ancien") {
            Some(link) => page = link.attribute("href").expect("an address").replace("&amp;", "&"),
            None => break,
        }
    }
    let mut once = seen.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!((seen.len(), once.len()), (70, 70));
    assert_eq!(samira.get(&format!("{address}/life?before=hier")).await.status, 400);
}

#[rocket::async_test]
async fn a_foreign_part_or_machine_is_not_there() {
    let app = App::start().await;
    let mut stranger = app.signed_in("nadege_coulon").await;
    let (component, medium) = (world::id("components/douces_station"), world::id("media/douces_planning_ssd"));
    for part in [format!("/components/{component}"), format!("/media/{medium}")] {
        assert_eq!(app.signed_in("veronique_lacaze").await.get(&part).await.status, 200, "there is something to deny");
        assert_eq!(stranger.get(&part).await.status, 404);
        assert_eq!(stranger.post(&format!("{part}/place"), &[("machine", "")]).await.status, 404);
    }
    assert_eq!(stranger.get(&format!("{}/life", machine("douces_planning"))).await.status, 404);
    assert_eq!(stranger.post(&of("douces", "/media"), &[("kind", "hdd")]).await.status, 404);
    // A machine of another structure in a form of one's own, or its part as the key, is as one that does not exist.
    let foreign = world::id("equipment/douces_planning");
    for id in [foreign.as_str(), NEW] {
        let medium = stranger.post(&of("escargolins", "/media"), &[("part", OTHER), ("kind", "hdd"), ("machine", id)]).await;
        assert!(medium.status == 422 && medium.page().mistake("machine").is_some());
        let form = [("part", OTHER), ("kind", "memory"), ("origin", "harvested"), ("harvested_from", id)];
        let component = stranger.post(&of("escargolins", "/components"), &form).await;
        assert!(component.status == 422 && component.page().mistake("harvested_from").is_some());
        assert!(!component.says("Ordinateur du planning"));
    }
    let taken = stranger.post(&of("escargolins", "/media"), &[("part", &*medium), ("kind", "hdd")]).await;
    assert_eq!(taken.status, 422, "the key is taken elsewhere");
    assert_eq!(stranger.post(&of("escargolins", "/media"), &[("part", NEW), ("kind", "hdd")]).await.status, 303);
    let moved = stranger.post(&format!("/media/{NEW}/place"), &[("machine", &foreign)]).await;
    assert!(moved.status == 422 && moved.page().mistake("machine").is_some());
}

#[rocket::async_test]
async fn who_looks_at_a_disk_says_better_what_it_is_and_its_machine_knows() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let disk = format!("/media/{}", world::id("media/douces_ancien_portable_disque"));
    let form = referent.get(&disk).await.page().link("Corriger");
    let said = [("kind", "ssd_sata"), ("serial", "S3YANB0K"), ("model", "Samsung 860"), ("size_gb", "500")];
    for _ in 0..2 {
        assert_eq!(referent.post(&disk, &said).await.location(), disk, "pressed twice");
    }
    assert!(referent.get(&form).await.page().holds("serial", "S3YANB0K"));
    let machine = machine("douces_ancien_portable");
    assert!(referent.get(&format!("{machine}/sanitising")).await.says("SSD SATA S3YANB0K"));
    let events = referent.get(&format!("{machine}/events")).await;
    assert_eq!(events.page().text().matches("SSD SATA S3YANB0K").count(), 1, "told once");
    let wrong = [("kind", "ssd_sata"), ("serial", "S3YANB0K"), ("model", "Samsung 860"), ("size_gb", "beaucoup")];
    let refused = referent.post(&disk, &wrong).await;
    assert!(refused.status == 422 && refused.page().mistake("size_gb").is_some() && refused.page().holds("model", "Samsung 860"));
}

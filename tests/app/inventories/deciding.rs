//! What waits is adopted, attached, told apart: once, by one person, inside one structure.

use super::{Address, body, press, trays, waiting};
use crate::support::{App, world};
use rocket::http::{ContentType, Method};

async fn escargolins(app: &App) -> Address {
    Address::made(app, "nadege_coulon", "escargolins").await
}

#[rocket::async_test]
async fn a_machine_that_nobody_knows_is_adopted_and_then_known() {
    let app = App::start().await;
    let address = escargolins(&app).await;
    address.send(&app, body("fusioninventory/inventory_identity.zlib")).await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let page = waiting(&mut referent, "escargolins", "poste-accueil").await;
    for said in [
        "LENOVO 20L5S0AB00",
        "PF1ABCDE",
        "Debian GNU/Linux 12 (bookworm)",
        "Samsung SSD 860 EVO 250GB",
        "250 Go",
        "garde 80 % de sa capacité",
    ] {
        assert!(page.says(said), "{said}: {}", page.page().text());
    }
    assert!(
        page.page().holds("name", "poste-accueil") && page.body().contains("value=\"laptop\" selected"),
        "a battery, so a laptop"
    );
    let nameless = press(&mut referent, &page, "Ajouter la machine", &[("name", ""), ("kind", "laptop")]).await;
    assert!(nameless.status == 422 && nameless.page().mistake("name").is_some());
    let form = [("name", "Portable de l'accueil"), ("kind", "laptop")];
    let adopted = press(&mut referent, &page, "Ajouter la machine", &form).await;
    assert_eq!(adopted.status, 303, "{}", adopted.page().text());
    let machine = adopted.location().to_owned();
    assert_eq!(press(&mut referent, &page, "Ajouter la machine", &form).await.location(), machine, "pressed twice, it is one");
    let shown = referent.get(&machine).await;
    assert!(shown.says("Portable de l'accueil") && shown.says("Ce que la machine dit d'elle-même") && shown.says("PF1ABCDE"));
    assert!(!shown.says("vous avez dit"), "what came from the agent is what the agent says");
    // Whichever agent speaks for it from now on, it is that machine.
    let headers = [("glpi-agent-id", "3f0c6a2e-9d0b-4c55-8a1e-6d2f7b9c0a11")];
    for name in [
        "glpi/inventory_first.zlib",
        "glpi/inventory_uppercase.zlib",
        "glpi/inventory_legacy.zlib",
        "fusioninventory/inventory_identity.zlib",
    ] {
        assert_eq!(address.send_with(&app, body(name), &headers).await.status, 200);
        assert!(!referent.get(&trays("escargolins")).await.says("poste-accueil"), "{name}");
    }
    // One that says nothing but its agent's own name, which a person adopted.
    let text = String::from_utf8(body("fusioninventory/inventory_identity.xml")).expect("text");
    let (_, device) = text.split_once("<DEVICEID>").expect("a name");
    let device = device.split('<').next().expect("a name");
    let bare = format!(
        "<REQUEST><CONTENT><HARDWARE><NAME>poste-neuf</NAME></HARDWARE></CONTENT><DEVICEID>{device}</DEVICEID><QUERY>INVENTORY</QUERY></REQUEST>"
    );
    address.send(&app, bare.into_bytes()).await;
    assert!(!referent.get(&trays("escargolins")).await.says("poste-neuf"));
    assert!(referent.get(&machine).await.says("poste-neuf"), "what it says is said");
}

#[rocket::async_test]
async fn two_who_decide_at_once_make_one_decision() {
    let app = App::start().await;
    let (mut referent, mut samira) = (app.signed_in("veronique_lacaze").await, app.signed_in("samira_benali").await);
    let address = format!("{}/{}", trays("douces"), world::id("inventories/douces_portable_neuf"));
    let (hers, theirs) = (referent.get(&address).await, samira.get(&address).await);
    let first = press(&mut referent, &hers, "Ajouter la machine", &[("name", "Portable neuf"), ("kind", "laptop")]).await;
    assert_eq!(first.status, 303);
    let second = press(&mut samira, &theirs, "Ajouter la machine", &[("name", "HP de l'accueil"), ("kind", "laptop")]).await;
    assert_eq!(second.location(), address);
    let told = samira.get(second.location()).await;
    assert_eq!((told.status, told.location()), (303, first.location()), "it leads to what became of it");
    assert!(samira.get(told.location()).await.says("Portable neuf"));
    let register = format!("/structures/{}/equipment", world::id("structures/douces"));
    assert!(!samira.get(&register).await.says("HP de l'accueil"), "nothing was entered twice");
}

#[rocket::async_test]
async fn what_looks_like_a_known_machine_waits_for_a_person() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let trays_page = referent.get(&trays("douces")).await;
    assert!(trays_page.says("Peut-être : Portable de Véronique"), "{}", trays_page.page().text());
    let page = waiting(&mut referent, "douces", "thinkpad").await;
    assert!(page.page().find("button", "Ajouter la machine").is_none(), "first it is told apart");
    let given = press(&mut referent, &page, "C'est cette machine Portable de Véronique", &[]).await;
    let machine = format!("/equipment/{}", world::id("equipment/douces_portable_veronique"));
    assert_eq!(given.location(), machine);
    let shown = referent.get(&machine).await;
    assert!(
        shown.says(
            "L'agent dit « LENOVO Group », vous avez dit « Lenovo ».".replace("« ", "«\u{a0}").replace(" »", "\u{a0}»").as_str()
        ) || shown.says("LENOVO Group")
    );
    assert!(!referent.get(&trays("douces")).await.says("thinkpad"));
}

#[rocket::async_test]
async fn two_machines_that_share_a_number_are_told_apart_for_good() {
    let app = App::start().await;
    let address = Address::made(&app, "veronique_lacaze", "douces").await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let page = waiting(&mut referent, "douces", "thinkpad").await;
    for _ in 0..2 {
        assert_eq!(press(&mut referent, &page, "Ce sont deux machines différentes", &[]).await.status, 303, "pressed twice");
    }
    let page = waiting(&mut referent, "douces", "thinkpad").await;
    let adopted = press(&mut referent, &page, "Ajouter la machine", &[("name", "Autre ThinkPad"), ("kind", "laptop")]).await;
    assert_eq!(adopted.status, 303, "{}", adopted.page().text());
    // The same number says nothing any more: what comes with it from elsewhere is a machine that nobody knows.
    let json = r#"{"action":"inventory","deviceid":"third","content":{"bios":{"smanufacturer":"LENOVO Group","ssn":"PF5JVR599"},"hardware":{"name":"troisieme"}}}"#;
    address.send(&app, json.into()).await;
    let trays_page = referent.get(&trays("douces")).await;
    assert!(trays_page.says("troisieme") && !trays_page.says("Peut-être"), "{}", trays_page.page().text());
}

#[rocket::async_test]
async fn a_machine_of_another_structure_is_none_to_attach_to() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let page = format!("{}/{}", trays("douces"), world::id("inventories/douces_portable_neuf"));
    let foreign = world::id("equipment/escargolins_portable");
    let refused = samira.post(&format!("{page}/attachment"), &[("version", "1"), ("machine", &foreign)]).await;
    assert!(refused.status == 422 && refused.page().mistake("machine").is_some());
    let refused = samira
        .post(&format!("{page}/adoption"), &[("version", "1"), ("new_machine", &foreign), ("name", "X"), ("kind", "laptop")])
        .await;
    assert!(refused.status == 422 && refused.page().mistake("name").is_some(), "a key that is taken");
    assert!(samira.get(&format!("/equipment/{foreign}")).await.says("Ce que la machine dit d'elle-même"), "as it was");
    let own = world::id("equipment/douces_portable_nathalie");
    let given = samira.post(&format!("{page}/attachment"), &[("version", "1"), ("machine", &own)]).await;
    assert_eq!(given.location(), format!("/equipment/{own}"));
    let again = samira.post(&format!("{page}/attachment"), &[("version", "1"), ("machine", &own)]).await;
    assert_eq!(again.location(), format!("/equipment/{own}"), "pressed twice");
}

#[rocket::async_test]
async fn copies_of_one_disk_are_several_machines() {
    let app = App::start().await;
    let address = escargolins(&app).await;
    let of = |serial: &str| {
        format!(
            r#"{{"action":"inventory","deviceid":"master","content":{{"bios":{{"smanufacturer":"HP","ssn":"{serial}"}},"hardware":{{"name":"salle-{serial}"}}}}}}"#
        )
    };
    for serial in ["5CG0000001", "5CG0000002", "5CG0000001"] {
        assert_eq!(address.send(&app, of(serial).into_bytes()).await.status, 200);
    }
    let page = app.signed_in("nadege_coulon").await.get(&trays("escargolins")).await;
    for name in ["salle-5CG0000001", "salle-5CG0000002"] {
        assert_eq!(page.page().text().matches(name).count(), 1, "{name}: {}", page.page().text());
    }
}

#[rocket::async_test]
async fn who_keeps_no_register_sends_and_decides_nothing() {
    let app = App::start().await;
    let page = format!("{}/{}", trays("douces"), world::id("inventories/douces_portable_neuf"));
    for stranger in ["jordan_pages", "claire_vidal", "nadege_coulon"] {
        let mut stranger = app.signed_in(stranger).await;
        for address in [page.clone(), trays("douces"), super::tokens("douces")] {
            assert_eq!(stranger.get(&address).await.status, 404, "{address}");
        }
        let answer = stranger
            .ask(
                Method::Post,
                &format!("{page}/adoption"),
                &[],
                crate::support::person::Sent::Ours,
                Some((ContentType::Form, b"version=1&name=X&kind=laptop".to_vec())),
            )
            .await;
        assert_eq!(answer.status, 404);
    }
}

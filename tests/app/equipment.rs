//! The register of machines: kept by its structure, foreign to every other.

use crate::support::{App, world};

fn register(structure: &str) -> String {
    format!("/structures/{}/equipment", world::id(&format!("structures/{structure}")))
}

fn machine(key: &str) -> String {
    format!("/equipment/{}", world::id(&format!("equipment/{key}")))
}

#[rocket::async_test]
async fn a_referent_adds_a_machine_by_its_name_alone() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let added = referent.post(&register("escargolins"), &[("name", "Vidéoprojecteur"), ("kind", "other")]).await;
    assert_eq!(added.status, 303);
    let page = referent.get(added.location()).await;
    assert!(page.says("La machine est dans le registre."));
    assert_eq!(page.page().heading(), "Vidéoprojecteur");
    assert!(referent.get(&register("escargolins")).await.says("Vidéoprojecteur"));
}

#[rocket::async_test]
async fn a_mistake_stays_beside_its_field_with_what_was_typed() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let typed = [("name", ""), ("kind", "laptop"), ("serial", "5CG8120XYZ"), ("acquired_on", "31/02/2025")];
    let refused = referent.post(&register("escargolins"), &typed).await;
    assert_eq!(refused.status, 422);
    let page = refused.page();
    assert!(page.title().starts_with("Erreur :"));
    assert!(page.mistake("name").is_some() && page.mistake("acquired_on").is_some());
    assert!(refused.body().contains("value=\"5CG8120XYZ\""));

    let future = referent.post(&register("escargolins"), &[("name", "x"), ("kind", "laptop"), ("acquired_on", "2026-03-25")]).await;
    assert!(future.page().mistake("acquired_on").is_some(), "it cannot have arrived tomorrow");
}

#[rocket::async_test]
async fn who_uses_a_machine_is_of_its_structure() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let (own, foreign) = (world::id("people/lucie_bastide"), world::id("people/patrick_lormand"));
    for address in [register("escargolins"), machine("escargolins_portable")] {
        let form = [("name", "Portable"), ("kind", "laptop"), ("user", foreign.as_str())];
        let refused = referent.post(&address, &form).await;
        assert_eq!(refused.status, 422);
        assert!(refused.page().mistake("user").is_some(), "beside the field");
        assert!(!refused.says("Patrick Lormand"), "nothing is learnt of them");
    }
    let accepted = referent.post(&register("escargolins"), &[("name", "Portable"), ("kind", "laptop"), ("user", &own)]).await;
    assert_eq!(accepted.status, 303);
}

#[rocket::async_test]
async fn a_machine_leaves_the_register_and_comes_back() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let own = machine("escargolins_portable");
    let retire = referent.get(&own).await.page().link("Réformer");
    let form = [("seq", "0"), ("reason", "Trop lent."), ("data_saved", "yes"), ("owner", "true")];
    assert_eq!(referent.post(&retire, &form).await.location(), own);
    let page = referent.get(&own).await;
    assert!(page.says("Elle ne sert plus depuis le mardi 24 mars."));
    assert!(!page.says("Demander de l'aide pour cette machine"));
    let (take_back, hidden) = page.page().form_of("Remettre en service");
    let hidden: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(referent.post(&take_back, &hidden).await.status, 303);
    assert!(!referent.get(&own).await.says("Elle ne sert plus depuis"));
}

#[rocket::async_test]
async fn a_foreign_machine_is_not_there() {
    let app = App::start().await;
    let (own, nowhere) = (machine("escargolins_portable"), "/equipment/00000000-0000-4000-8000-000000000000".to_owned());
    let form = [("name", "À moi"), ("kind", "laptop")];
    assert_eq!(app.signed_in("nadege_coulon").await.get(&own).await.status, 200, "there is something to deny");
    for stranger in ["patrick_lormand", "claire_vidal"] {
        let mut stranger = app.signed_in(stranger).await;
        let (foreign, none) = (stranger.get(&own).await, stranger.get(&nowhere).await);
        assert_eq!((foreign.status, none.status), (404, 404));
        assert_eq!(foreign.without(&[&own]), none.without(&[&nowhere]), "the same page");
        assert_eq!(stranger.get(&format!("{own}/edit")).await.status, 404);
        for part in ["", "/deeds/decommissioning", "/deeds/recommissioning"] {
            assert_eq!(stranger.post(&format!("{own}{part}"), &form).await.status, 404, "{part}");
        }
        assert_eq!(stranger.get(&register("escargolins")).await.status, 404);
        assert_eq!(stranger.post(&register("escargolins"), &form).await.status, 404);
    }
    assert!(!app.signed_in("nadege_coulon").await.get(&own).await.says("À moi"), "nothing was changed");
}

#[rocket::async_test]
async fn a_colleague_sees_the_machine_and_not_its_history() {
    let app = App::start().await;
    let with_note = machine("escargolins_bureau");
    let note = "disque SSD ajouté";
    assert!(app.signed_in("nadege_coulon").await.get(&with_note).await.says(note));
    let mut colleague = app.signed_in("lucie_bastide").await;
    let page = colleague.get(&with_note).await;
    assert_eq!(page.status, 200);
    assert!(page.says("Nadège Coulon") && page.says("Demander de l'aide pour cette machine"));
    assert!(!page.says(note) && !page.says("Ses demandes") && !page.says("Modifier"));
    assert_eq!(colleague.get(&format!("{with_note}/edit")).await.status, 404);
    assert_eq!(colleague.post(&format!("{with_note}/deeds/decommissioning"), &[]).await.status, 404);
}

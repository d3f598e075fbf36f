//! The sites of a structure: kept by its referent and the technicians, foreign to every other; machines stand at them.

use crate::support::{App, Person, world};

fn sites(structure: &str) -> String {
    format!("/structures/{}/sites", world::id(&format!("structures/{structure}")))
}

fn register(structure: &str) -> String {
    format!("/structures/{}/equipment", world::id(&format!("structures/{structure}")))
}

fn site(key: &str) -> String {
    format!("/sites/{}", world::id(&format!("sites/{key}")))
}

const NEW: &str = "01900000-0000-7000-8000-000000000361";

async fn add(person: &mut Person<'_>, structure: &str, id: &str, name: &str) -> u16 {
    person.post(&sites(structure), &[("site", id), ("name", name), ("access", "Par la cour.")]).await.status
}

#[rocket::async_test]
async fn a_referent_adds_a_site_by_its_name_alone() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    assert!(referent.get(&sites("escargolins")).await.says("Une seule adresse ? Inutile d'en ajouter"));
    let added = referent.post(&sites("escargolins"), &[("site", NEW), ("name", "Le jardin")]).await;
    assert_eq!(added.status, 303);
    assert_eq!(referent.post(&sites("escargolins"), &[("site", NEW), ("name", "Le jardin")]).await.location(), added.location());
    let page = referent.get(added.location()).await;
    assert_eq!(page.page().heading(), "Le jardin");
    assert!(page.says("Le lieu est ajouté.") || page.says("Rien n'est encore dit de ce lieu."));
    assert_eq!(
        referent.get(&sites("escargolins")).await.page().text().matches("Le jardin").count(),
        1,
        "pressed twice, added once"
    );
    assert!(app.signed_in("samira_benali").await.get(&sites("escargolins")).await.says("Le jardin"), "the technician reads it");
}

#[rocket::async_test]
async fn a_name_that_is_missing_or_taken_stands_beside_its_field_and_nothing_typed_is_lost() {
    let app = App::start().await;
    let mut referent = app.signed_in("yann_kerbrat").await;
    for name in ["", "Boutique du centre"] {
        let refused = referent.post(&sites("rebrique"), &[("site", NEW), ("name", name), ("access", "Par la cour.")]).await;
        assert_eq!(refused.status, 422, "{name:?}");
        assert!(refused.page().mistake("name").is_some() && refused.page().holds("access", "Par la cour."), "{name:?}");
    }
    let taken = referent.post(&site("rebrique_depot"), &[("version", "1"), ("name", "Boutique du centre")]).await;
    assert!(taken.status == 422 && taken.page().mistake("name").is_some());
    assert!(!referent.get(&sites("rebrique")).await.says("L'annexe"), "nothing was added");
}

#[rocket::async_test]
async fn two_who_change_a_site_at_once_both_keep_their_text() {
    let app = App::start().await;
    let (mut referent, mut samira) = (app.signed_in("veronique_lacaze").await, app.signed_in("samira_benali").await);
    let address = site("douces_bureau");
    let form = referent.get(&format!("{address}/edit")).await;
    assert!(form.page().holds("version", "1") && form.says("deuxième étage"));
    let of = |version, access| [("version", version), ("name", "Bureau des plannings"), ("access", access)];
    assert_eq!(samira.post(&address, &of("1", "La clé est chez Maria.")).await.status, 303);
    assert_eq!(samira.post(&address, &of("1", "La clé est chez Maria.")).await.status, 303, "the same again is done already");
    let second = referent.post(&address, &of("1", "Frapper fort.")).await;
    assert_eq!(second.status, 422);
    assert!(
        second.page().holds("access", "Frapper fort.")
            && second.says("La clé est chez Maria.")
            && second.page().holds("version", "2")
    );
    assert!(samira.get(&address).await.says("La clé est chez Maria."), "nothing is written over unseen");
    assert_eq!(referent.post(&address, &of("2", "Frapper fort.")).await.status, 303);
    assert!(samira.get(&address).await.says("Frapper fort."));
}

#[rocket::async_test]
async fn a_site_that_is_put_away_is_offered_no_more_and_comes_back() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let (depot, shop) = (world::id("sites/rebrique_depot"), site("rebrique_boutique"));
    let machine = format!("/equipment/{}", world::id("equipment/rebrique_caisse"));
    let other = format!("/equipment/{}", world::id("equipment/rebrique_compta"));
    let (archive, _) = samira.get(&shop).await.page().form_of("Il ne sert plus");
    for _ in 0..2 {
        assert_eq!(samira.post(&archive, &[]).await.location(), shop, "pressed twice");
    }
    assert!(samira.get(&shop).await.says("Il ne sert plus depuis le"));
    assert!(samira.get(&machine).await.says("Boutique du centre"), "what stands there stands there still");
    let away = shop.trim_start_matches("/sites/").to_owned();
    let refused = samira.post(&other, &[("name", "Compta"), ("kind", "laptop"), ("site", &away)]).await;
    assert!(refused.status == 422 && refused.page().mistake("site").is_some(), "nothing new comes there");
    assert_eq!(
        samira.post(&machine, &[("name", "Caisse"), ("kind", "desktop"), ("site", &away)]).await.status,
        303,
        "but what is there"
    );
    assert_eq!(samira.post(&machine, &[("name", "Caisse"), ("kind", "desktop"), ("site", &depot)]).await.status, 303);
    // Another one took its name meanwhile.
    assert_eq!(add(&mut samira, "rebrique", NEW, "Boutique du centre").await, 303);
    let (back, _) = samira.get(&shop).await.page().form_of("Le remettre en service");
    let answer = samira.post(&back, &[]).await;
    assert!(samira.get(answer.location()).await.says("Un autre lieu porte déjà ce nom."));
    assert_eq!(samira.post(&format!("/sites/{NEW}/archiving"), &[]).await.status, 303);
    assert_eq!(samira.post(&back, &[]).await.status, 303);
    assert!(!samira.get(&shop).await.says("Il ne sert plus depuis"));
}

#[rocket::async_test]
async fn machines_stand_at_sites_and_the_register_shows_those_of_one() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let all = samira.get(&register("rebrique")).await;
    assert!(all.says("Boutique du centre · Boutique") && all.says("Ordinateur de l'atelier"));
    let shop = samira.get(&all.page().link("Boutique du centre")).await;
    assert!(shop.says("Borne wifi de la boutique") && !shop.says("Ordinateur de l'atelier"), "{}", shop.page().text());
    let machine = format!("/equipment/{}", world::id("equipment/rebrique_portable_yann"));
    let depot = world::id("sites/rebrique_depot");
    let form = [("name", "Portable de Yann"), ("kind", "laptop"), ("site", &*depot), ("place", "Bureau")];
    assert_eq!(samira.post(&machine, &form).await.status, 303);
    assert!(samira.get(&machine).await.says("Dépôt et atelier"));
    // A program, or an old page, that says nothing of the site leaves it.
    assert_eq!(samira.post(&machine, &[("name", "Portable de Yann"), ("kind", "laptop")]).await.status, 303);
    assert!(samira.get(&machine).await.says("Dépôt et atelier"));
    assert_eq!(samira.post(&machine, &[("name", "Portable de Yann"), ("kind", "laptop"), ("site", "")]).await.status, 303);
    assert!(!samira.get(&machine).await.says("Dépôt et atelier"));
}

#[rocket::async_test]
async fn a_structure_with_one_site_is_asked_nothing_more() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    for page in [register("douces"), format!("{}/new", register("douces"))] {
        let page = referent.get(&page).await;
        assert_eq!(page.status, 200);
        assert!(!page.says("Bureau des plannings · ") && !page.body().contains("name=\"site\"") && !page.says("Dans quel lieu"));
    }
}

#[rocket::async_test]
async fn a_foreign_site_is_not_there() {
    let app = App::start().await;
    let (own, nowhere) = (site("douces_bureau"), format!("/sites/{NEW}"));
    assert_eq!(app.signed_in("veronique_lacaze").await.get(&own).await.status, 200, "there is something to deny");
    for stranger in ["nadege_coulon", "claire_vidal", "jordan_pages"] {
        let mut stranger = app.signed_in(stranger).await;
        let (foreign, none) = (stranger.get(&own).await, stranger.get(&nowhere).await);
        assert_eq!((foreign.status, none.status), (404, 404));
        assert_eq!(foreign.without(&[&own]), none.without(&[&nowhere]), "the same page");
        for part in ["", "/archiving", "/return"] {
            assert_eq!(stranger.post(&format!("{own}{part}"), &[("name", "À moi"), ("version", "1")]).await.status, 404, "{part}");
        }
        assert_eq!(add(&mut stranger, "douces", NEW, "À moi").await, 404);
    }
    // A site of another structure in the form of a machine, or as the key of a new one, is as one that does not exist.
    let mut referent = app.signed_in("nadege_coulon").await;
    let machine = format!("/equipment/{}", world::id("equipment/escargolins_portable"));
    for id in [world::id("sites/douces_bureau"), NEW.to_owned()] {
        let refused = referent.post(&machine, &[("name", "Portable"), ("kind", "laptop"), ("site", &id)]).await;
        assert!(refused.status == 422 && refused.page().mistake("site").is_some());
        assert!(!refused.says("Bureau des plannings"));
    }
    assert_eq!(add(&mut referent, "escargolins", &world::id("sites/douces_bureau"), "Le jardin").await, 422);
    assert!(!app.signed_in("veronique_lacaze").await.get(&own).await.says("À moi"), "nothing was changed");
}

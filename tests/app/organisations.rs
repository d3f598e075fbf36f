//! Organisations to which machines go: kept by the coordinator, read by technicians; people of a workshop come in by letter.

use crate::support::{App, Person, world};

const NEW: &str = "01900000-0000-7000-8000-000000000421";

fn organisation(key: &str) -> String {
    format!("/organisations/{}", world::id(&format!("organisations/{key}")))
}

async fn add(person: &mut Person<'_>, id: &str, name: &str) -> u16 {
    person.post("/organisations", &[("organisation", id), ("name", name), ("kind", "workshop")]).await.status
}

#[rocket::async_test]
async fn the_coordinator_adds_an_organisation_by_its_name_alone_and_the_technician_reads_it() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let list = claire.get("/people").await.page().link("Ateliers et partenaires");
    assert!(claire.get(&list).await.says("Atelier Rebond"));
    for _ in 0..2 {
        let form = [("organisation", NEW), ("name", "Atelier du Canal"), ("kind", "workshop")];
        assert_eq!(claire.post("/organisations", &form).await.location(), format!("/organisations/{NEW}"), "pressed twice");
    }
    assert_eq!(claire.get(&list).await.page().text().matches("Atelier du Canal").count(), 1);
    let mut samira = app.signed_in("samira_benali").await;
    let read = samira.get(&format!("/organisations/{NEW}")).await;
    assert!(read.status == 200 && read.says("Atelier du Canal") && !read.says("Modifier cette organisation"));
}

#[rocket::async_test]
async fn what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    for (name, registration, wrong) in
        [("", "W313000111", "name"), ("Atelier Rebond", "", "name"), ("Le Canal", "12", "registration")]
    {
        let form = [
            ("organisation", NEW),
            ("name", name),
            ("kind", "recycler"),
            ("registration", registration),
            ("address", "3 rue du Port"),
        ];
        let refused = claire.post("/organisations", &form).await;
        assert_eq!(refused.status, 422, "{name:?} {registration:?}");
        assert!(refused.page().mistake(wrong).is_some(), "{wrong}");
        assert!(refused.page().holds("address", "3 rue du Port") && refused.page().holds("kind", "recycler"));
    }
    let refused = claire.post("/organisations", &[("organisation", NEW), ("name", "Le Canal")]).await;
    assert!(refused.status == 422 && refused.page().mistake("kind").is_some());
    assert_eq!(claire.get(&format!("/organisations/{NEW}")).await.status, 404, "nothing was added");
    // The key of an organisation with other words.
    assert_eq!(add(&mut claire, &world::id("organisations/rebond"), "Le Canal").await, 422);
}

#[rocket::async_test]
async fn two_who_change_one_at_once_both_keep_their_text() {
    let app = App::start().await;
    let (mut claire, mut again) = (app.signed_in("claire_vidal").await, app.signed_in("claire_vidal").await);
    let address = organisation("rebond");
    let of = |version, phone| [("version", version), ("name", "Atelier Rebond"), ("phone", phone)];
    assert_eq!(claire.post(&address, &of("1", "05 36 49 99 99")).await.status, 303);
    assert_eq!(claire.post(&address, &of("1", "05 36 49 99 99")).await.status, 303, "the same again is done already");
    let second = again.post(&address, &of("1", "05 36 49 88 88")).await;
    assert!(second.status == 422 && second.says("05 36 49 99 99") && second.page().holds("phone", "05 36 49 88 88"));
    assert_eq!(again.post(&address, &of("2", "05 36 49 88 88")).await.status, 303);
    assert!(claire.get(&address).await.says("05 36 49 88 88"));
}

#[rocket::async_test]
async fn one_that_is_put_away_is_proposed_no_more_and_comes_back() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let (one, form) = (organisation("rebond"), format!("/structures/{}/transfers/new", world::id("structures/tablee")));
    assert!(claire.get(&form).await.says("Atelier Rebond"));
    let (archive, _) = claire.get(&one).await.page().form_of("Ne plus la proposer");
    for _ in 0..2 {
        assert_eq!(claire.post(&archive, &[]).await.location(), one);
    }
    assert!(!claire.get(&form).await.says("Atelier Rebond"));
    assert_eq!(add(&mut claire, NEW, "Atelier Rebond").await, 303, "its name is free");
    let (back, _) = claire.get(&one).await.page().form_of("La proposer de nouveau");
    let answer = claire.post(&back, &[]).await;
    assert!(claire.get(answer.location()).await.says("Une autre organisation porte déjà ce nom."));
    assert_eq!(claire.post(&format!("/organisations/{NEW}/archiving"), &[]).await.status, 303);
    assert_eq!(claire.post(&back, &[]).await.status, 303);
    assert!(claire.get(&form).await.says("Atelier Rebond"));
}

#[rocket::async_test]
async fn somebody_invited_to_a_workshop_lands_there_and_is_out_once_their_access_ends() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let people = format!("{}/people", organisation("rebond"));
    let form = [("name", "Noa Lambert"), ("email", "noa@rebond.example"), ("phone", ""), ("language", "fr")];
    let refused = claire.post(&people, &[("name", "Noa Lambert"), ("email", "noa"), ("language", "fr")]).await;
    assert!(refused.status == 422 && refused.page().holds("name", "Noa Lambert") && refused.page().mistake("email").is_some());
    assert_eq!(claire.post(&people, &form).await.status, 303);
    let again = claire.post(&people, &form).await;
    assert!(again.status == 422 && again.page().mistake("email").is_some(), "invited once");
    let letters = app.letters().await;
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, "noa@rebond.example"));
    let mut noa = app.nobody();
    assert_eq!(noa.post(&letters[0].link(), &[]).await.status, 303);
    let home = noa.get("/").await;
    assert!(home.status == 200 && home.page().heading() == "Atelier Rebond");
    assert!(noa.get("/account/data.json").await.body().contains("Atelier Rebond"), "it is told of their own data");
    assert!(!claire.get("/people/departed").await.says("Noa Lambert"), "who works there has not left");
    let (end, _) = claire.get(&organisation("rebond")).await.page().form_of("Retirer l'accès Noa Lambert");
    assert_eq!(claire.post(&end, &[]).await.status, 303);
    assert_eq!(claire.post(&end, &[]).await.status, 404, "there is none any more");
    assert_eq!(noa.get("/").await.status, 303, "the session has ended");
    assert!(claire.get("/people/departed").await.says("Noa Lambert"));
}

#[rocket::async_test]
async fn a_person_may_be_of_a_structure_and_of_workshops() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    assert_eq!(add(&mut claire, NEW, "Atelier du Canal").await, 303);
    let email = &world::person("nadege_coulon").email;
    for place in [organisation("rebond"), format!("/organisations/{NEW}")] {
        let form = [("name", "Nadège"), ("email", email.as_str()), ("language", "fr")];
        assert_eq!(claire.post(&format!("{place}/people"), &form).await.status, 303);
    }
    let mut nadege = app.signed_in("nadege_coulon").await;
    assert!(nadege.get("/").await.says("Ce mois-ci"), "her structure first");
    for id in [world::id("organisations/rebond"), NEW.to_owned()] {
        assert_eq!(nadege.get(&format!("/workshops/{id}")).await.status, 200);
    }
    assert!(nadege.get(&format!("/workshops/{NEW}")).await.says("Vos autres ateliers"));
    // Nobody works at a recycler: it has no pages here.
    let form = [("name", "Awa"), ("email", "awa@metaux.example"), ("language", "fr")];
    assert_eq!(claire.post(&format!("{}/people", organisation("garonne_metaux")), &form).await.status, 404);
}

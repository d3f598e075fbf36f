//! « Réseau »: what there is to know of a structure's network, kept by its referent and the technician, foreign to every other.

use crate::support::{App, world};

fn network(structure: &str, rest: &str) -> String {
    format!("/structures/{}/network{rest}", world::id(&format!("structures/{structure}")))
}

fn fact(key: &str) -> String {
    format!("/facts/{}", world::id(&format!("facts/{key}")))
}

const NEW: &str = "01900000-0000-7000-8000-000000000391";

const KINDS: [&str; 9] = ["internet", "range", "wifi", "device", "backup", "domain", "account", "supplier", "procedure"];

#[rocket::async_test]
async fn every_kind_has_its_section_and_its_form() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let page = samira.get(&network("regie", "")).await;
    for said in ["Fibre de la maison de quartier", "192.168.10.0/24", "Regie-Salle", "Copie du serveur", "Paie en ligne"] {
        assert!(page.says(said), "{said}: {}", page.page().text());
    }
    for kind in KINDS {
        let form = samira.get(&network("regie", &format!("/{kind}/new"))).await;
        assert_eq!(form.status, 200, "{kind}");
        assert!(form.says("Jamais de mot de passe ici"), "{kind}");
        assert!(!form.body().contains("type=\"password\""), "{kind}");
    }
    assert_eq!(samira.get(&network("regie", "/perroquet/new")).await.status, 404);
    let backup = samira.get(&fact("regie_backup")).await;
    assert!(backup.says("Chaque jour") && backup.says("Corinne Laffont") && backup.says("Relu le"), "{}", backup.page().text());
    let device = samira.get(&fact("regie_device")).await;
    assert_eq!(device.page().link("Serveur de fichiers"), format!("/equipment/{}", world::id("equipment/regie_serveur")));
    let server = samira.get(&format!("/equipment/{}", world::id("equipment/regie_serveur"))).await;
    assert!(server.says("Dans le réseau") && server.says("192.168.10.2"), "the machine tells its place in the network");
}

#[rocket::async_test]
async fn a_referent_writes_a_backup_once_and_mistakes_stand_beside_their_fields() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let address = network("escargolins", "/backup");
    let wrong = [("fact", NEW), ("name", "Le NAS"), ("kept_at", "Chez nous"), ("last_success", "31/02/2026")];
    let refused = referent.post(&address, &wrong).await;
    assert_eq!(refused.status, 422);
    let page = refused.page();
    assert!(page.mistake("what").is_some() && page.mistake("last_success").is_some());
    assert!(page.holds("kept_at", "Chez nous") && page.holds("last_success", "31/02/2026"), "what was typed stays");
    let right = [("fact", NEW), ("name", "Le NAS"), ("what", "Tout"), ("last_success", "20/03/2026")];
    for _ in 0..2 {
        assert_eq!(referent.post(&address, &right).await.location(), format!("/facts/{NEW}"), "pressed twice");
    }
    let shown = referent.get(&format!("/facts/{NEW}")).await;
    assert!(shown.says("vendredi 20 mars 2026") && shown.says("par Nadège Coulon"), "{}", shown.page().text());
    assert_eq!(referent.get(&network("escargolins", "")).await.page().text().matches("Le NAS").count(), 1);
}

#[rocket::async_test]
async fn what_looks_like_a_password_is_pointed_out_before_it_is_kept() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let address = network("douces", "/wifi");
    let form = [("fact", NEW), ("name", "Invités"), ("note", "mot de passe : Soleil31")];
    let pointed = referent.post(&address, &form).await;
    assert_eq!(pointed.status, 422);
    assert!(pointed.page().mistake("note").is_some_and(|said| said.contains("S••••")));
    assert_eq!(referent.get(&format!("/facts/{NEW}")).await.status, 404, "nothing was kept");
    let anyway: Vec<_> = form.into_iter().chain([("anyway", "true")]).collect();
    assert_eq!(referent.post(&address, &anyway).await.status, 303);
}

#[rocket::async_test]
async fn a_page_is_read_again_and_is_fresh() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let old = fact("douces_internet");
    assert!(referent.get(&old).await.says("Plus de six mois sans relecture"));
    assert!(referent.get("/").await.says("Pages du dossier de plus de 6 mois"));
    let (review, _) = referent.get(&old).await.page().form_of("Relu, rien n'a changé");
    assert_eq!(referent.post(&review, &[]).await.location(), old);
    let page = referent.get(&old).await;
    assert!(!page.says("Plus de six mois") && page.says("Relu le mardi 24 mars 2026 par Véronique Lacaze"));
    assert!(page.says("Réseau Pastel"), "and nothing of it has changed");
}

#[rocket::async_test]
async fn two_who_change_a_page_at_once_both_keep_their_text() {
    let app = App::start().await;
    let (mut referent, mut samira) = (app.signed_in("veronique_lacaze").await, app.signed_in("samira_benali").await);
    let address = fact("douces_account");
    let of = |version, note| [("version", version), ("name", "Logiciel de planning"), ("note", note)];
    assert_eq!(samira.post(&address, &of("1", "Changé en mars.")).await.status, 303);
    let second = referent.post(&address, &of("1", "Voir la facture.")).await;
    assert_eq!(second.status, 422);
    assert!(
        second.page().holds("note", "Voir la facture.") && second.says("Changé en mars.") && second.page().holds("version", "2")
    );
    assert!(samira.get(&address).await.says("Changé en mars."), "nothing is written over unseen");
    assert_eq!(referent.post(&address, &of("2", "Voir la facture.")).await.status, 303);
    assert!(samira.get(&address).await.says("Voir la facture."));
}

#[rocket::async_test]
async fn a_page_is_put_away_and_comes_back() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let address = fact("douces_wifi");
    let (archive, _) = referent.get(&address).await.page().form_of("Ranger cette page");
    for _ in 0..2 {
        assert_eq!(referent.post(&archive, &[]).await.location(), address, "pressed twice");
    }
    assert!(referent.get(&address).await.says("Rangée depuis le"));
    assert!(referent.get(&network("douces", "")).await.says("1 page rangée"));
    let (back, _) = referent.get(&address).await.page().form_of("La remettre en place");
    assert_eq!(referent.post(&back, &[]).await.status, 303);
    assert!(!referent.get(&address).await.says("Rangée depuis le"));
}

#[rocket::async_test]
async fn people_machines_and_sites_of_others_are_refused_in_every_field() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let (person, machine) = (world::id("people/jordan_pages"), world::id("equipment/douces_planning"));
    let site = world::id("sites/douces_bureau");
    let own = world::id("equipment/escargolins_box");
    type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);
    let cases: [Case<'_>; 5] = [
        ("account", "owner", &[("name", "x"), ("owner", &person)]),
        ("backup", "keeper", &[("name", "x"), ("what", "x"), ("keeper", &person)]),
        ("device", "machine", &[("name", "x"), ("machine", &machine)]),
        ("device", "uplink", &[("name", "x"), ("machine", &own), ("uplink", &machine)]),
        ("wifi", "site", &[("name", "x"), ("site", &site)]),
    ];
    for (kind, field, form) in cases {
        let refused = referent.post(&network("escargolins", &format!("/{kind}")), form).await;
        assert_eq!(refused.status, 422, "{kind} {field}");
        assert!(refused.page().mistake(field).is_some(), "{kind} {field}");
        for word in ["Jordan", "Ordinateur du planning", "Bureau des plannings"] {
            assert!(!refused.says(word), "{kind} {field} tells {word}");
        }
    }
}

#[rocket::async_test]
async fn who_is_named_finds_it_among_their_data() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let data = jordan.get("/account/data.json").await;
    let own: serde_json::Value = serde_json::from_str(&data.body()).expect("JSON");
    let pages = own["network_pages"].as_array().expect("pages");
    let named: Vec<(&str, &str)> =
        pages.iter().map(|page| (page["name"].as_str().unwrap_or(""), page["parts"][0].as_str().unwrap_or(""))).collect();
    assert_eq!(named.len(), 2, "{named:?}");
    assert!(named.contains(&("Logiciel de planning", "owner")) && named.contains(&("Dossiers des bénéficiaires", "keeper")));
}

#[rocket::async_test]
async fn a_foreign_page_is_not_there() {
    let app = App::start().await;
    let (own, nowhere) = (fact("douces_backup"), format!("/facts/{NEW}"));
    assert_eq!(app.signed_in("veronique_lacaze").await.get(&own).await.status, 200, "there is something to deny");
    for stranger in ["nadege_coulon", "claire_vidal", "jordan_pages"] {
        let mut stranger = app.signed_in(stranger).await;
        let (foreign, none) = (stranger.get(&own).await, stranger.get(&nowhere).await);
        assert_eq!((foreign.status, none.status), (404, 404));
        assert_eq!(foreign.without(&[&own]), none.without(&[&nowhere]), "the same page");
        for part in ["", "/review", "/archiving", "/return"] {
            assert_eq!(stranger.post(&format!("{own}{part}"), &[("name", "À moi"), ("what", "x")]).await.status, 404, "{part}");
        }
        assert_eq!(stranger.post(&network("douces", "/backup"), &[("name", "À moi"), ("what", "x")]).await.status, 404);
        assert_eq!(stranger.get(&network("douces", "")).await.status, 404);
    }
    let mut referent = app.signed_in("nadege_coulon").await;
    let taken = [("fact", &*world::id("facts/douces_backup")), ("name", "x"), ("what", "x")];
    assert_eq!(referent.post(&network("escargolins", "/backup"), &taken).await.status, 422, "the key is taken elsewhere");
    assert!(!app.signed_in("veronique_lacaze").await.get(&own).await.says("À moi"), "nothing was changed");
}

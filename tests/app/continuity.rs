//! The continuity binder: what it tells and what it says is missing, the archive, who reads it; what there is to take back when
//! somebody leaves.

use crate::support::{App, world};
use std::io::{Cursor, Read};

fn of(structure: &str, rest: &str) -> String {
    format!("/structures/{}{rest}", world::id(&format!("structures/{structure}")))
}

fn files(archive: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let mut files = Vec::new();
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).expect("a file");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("a text");
        files.push((file.name().expect("a name").into_owned(), text));
    }
    files
}

#[rocket::async_test]
async fn a_whole_dossier_says_that_nothing_is_missing() {
    let app = App::start().await;
    let page = app.signed_in("mohamed_zeroual").await.get(&of("regie", "/continuity")).await;
    assert_eq!(page.status, 200);
    assert!(page.says("Rien ne manque."), "{}", page.page().text());
    for said in
        ["Maison de quartier", "Fibre d'Oc", "192.168.10.1", "Paie en ligne", "Bureautique Garonne", "Appeler les techniciens."]
    {
        assert!(page.says(said), "{said}");
    }
    assert!(page.says("Serveur de fichiers") && page.says("Demandes ouvertes"));
}

#[rocket::async_test]
async fn a_dossier_with_holes_names_them() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let page = referent.get(&of("douces", "/continuity")).await;
    for gap in [
        "Aucun fournisseur n'est décrit.",
        "Aucune procédure n'est écrite.",
        "Box du placard : le téléphone du dépannage.",
        "Douces-Bureau : où la clé est gardée.",
        "Dossiers des bénéficiaires : la restauration n'a jamais été testée.",
        "Logiciel de planning : qui peut récupérer le compte.",
    ] {
        assert!(page.says(gap), "{gap}: {}", page.page().text());
    }
    assert!(page.says("2 pages n'ont pas été relues depuis plus de six mois."));
    let home = referent.get("/").await;
    assert!(home.says("Pages du dossier de plus de 6 mois") && home.says("Sauvegardes sans test de restauration"));
    let whole = app.signed_in("mohamed_zeroual").await.get("/").await;
    assert!(!whole.says("Pages du dossier de plus de 6 mois"), "who has nothing to do is told nothing");
}

#[rocket::async_test]
async fn the_archive_holds_the_same_in_tables_json_and_markdown() {
    let app = App::start().await;
    let mut referent = app.signed_in("mohamed_zeroual").await;
    let archive = referent.get(&of("regie", "/continuity.zip")).await;
    assert_eq!((archive.status, archive.header("content-type")), (200, "application/zip"));
    assert!(archive.header("content-disposition").starts_with("attachment;"));
    let files = files(&archive.bytes);
    let text = |name: &str| &files.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("{name} in {files:?}")).1;
    assert!(text("network/backup.csv").contains("Les dossiers du serveur de fichiers"));
    assert!(text("network/range.csv").contains("192.168.10.0/24"));
    assert!(text("machines.csv").contains("ProLiant MicroServer Gen10"));
    assert!(text("sites.csv").contains("Maison de quartier") && text("README.md").contains("Rien ne manque."));
    assert!(files.iter().any(|(name, text)| name.starts_with("procedures/") && text.contains("**Appeler les techniciens.**")));
    let json: serde_json::Value = serde_json::from_str(text("dossier.json")).expect("JSON");
    assert_eq!(json["structure"], "Régie de quartier Bellebrise");
    assert!(json["sections"].as_array().is_some_and(|sections| sections.len() == 8));
    let names: Vec<&String> = files.iter().map(|(name, _)| name).collect();
    assert!(names.iter().all(|name| !name.starts_with('/') && !name.contains("..")), "{names:?}");
}

#[rocket::async_test]
async fn titles_of_confidential_requests_stay_with_who_may_read_them() {
    let app = App::start().await;
    let mut asker = app.signed_in("jordan_pages").await;
    let form =
        [("ticket", "01900000-0000-7000-8000-0000000003a1"), ("words", "Une lettre sur mon salaire."), ("confidential", "true")];
    assert_eq!(asker.upload(&of("douces", "/tickets"), &form, &[]).await.status, 303);
    let page = app.signed_in("veronique_lacaze").await.get(&of("douces", "/continuity")).await;
    assert!(page.says("Demande confidentielle n°") && !page.says("salaire"), "{}", page.page().text());
}

#[rocket::async_test]
async fn what_somebody_who_leaves_gives_back_is_listed() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let person = of("douces", &format!("/people/{}", world::id("memberships/jordan_pages/douces")));
    let link = referent.get(&person).await.page().link("Ce qu'il faut reprendre à son départ");
    let list = referent.get(&link).await;
    assert_eq!(list.page().heading(), "Départ de Jordan Pagès");
    for said in ["Ordinateur du planning", "Logiciel de planning", "Propriétaire", "Dossiers des bénéficiaires", "Qui s'en occupe"]
    {
        assert!(list.says(said), "{said}: {}", list.page().text());
    }
    assert!(!list.says("Portable de Nathalie"));
    assert_eq!(app.signed_in("nadege_coulon").await.get(&format!("{person}/departure")).await.status, 404);
    let coordinator = app.signed_in("claire_vidal").await.get(&person).await;
    assert!(coordinator.status == 200 && !coordinator.says("Ce qu'il faut reprendre"), "who keeps no register is not led there");
}

//! Help sheets: read, searched, written version by version, made from a request, suggested, counted.

use crate::support::{Answer, App, Person, world};
use chrono::TimeDelta;

const NEW: &str = "01900000-0000-7000-8000-000000000091";
const TICKET: &str = "01900000-0000-7000-8000-000000000092";

fn sheet(key: &str) -> String {
    format!("/help-sheets/{}", world::id(&format!("help_sheets/{key}")))
}

fn of(structure: &str) -> String {
    world::id(&format!("structures/{structure}"))
}

async fn ask(person: &mut Person<'_>, words: &str) {
    let form = [("ticket", TICKET), ("words", words), ("urgency", "hardly")];
    assert_eq!(person.upload(&format!("/structures/{}/tickets", of("douces")), &form, &[]).await.status, 303);
}

async fn answer(technician: &mut Person<'_>, n: u32, words: &str, act: &str, next: &str) {
    let (message, entry) = (format!("01900000-0000-7000-8000-{n:012}"), format!("01900000-0000-7000-8000-{:012}", n + 1));
    let form = [
        ("message", message.as_str()),
        ("entry", &entry),
        ("words", words),
        ("next", next),
        ("minutes", "0"),
        ("kind", "remote"),
        ("act", act),
    ];
    assert_eq!(technician.post(&format!("/tickets/{TICKET}/answers"), &form).await.status, 303);
}

async fn write(by: &mut Person<'_>, title: &str, reach: &str, words: &str) -> Answer {
    let form = [("help_sheet", NEW), ("title", title), ("reach", reach), ("words", words), ("act", "save")];
    by.post("/help-sheets", &form).await
}

async fn change(by: &mut Person<'_>, address: &str, version: &str, words: &str, act: &str) -> Answer {
    let form = [("version", version), ("title", "La tournée"), ("reach", &*of("douces")), ("words", words), ("act", act)];
    by.post(address, &form).await
}

/// The titles that are suggested for words, with their addresses.
async fn suggested(person: &mut Person<'_>, words: &str, structure: &str) -> Vec<(String, String)> {
    let words = rocket::http::RawStr::new(words).percent_encode().to_string();
    let answer = person.get(&format!("/help-sheets/suggestions?words={words}&structure={}", of(structure))).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    let read: serde_json::Value = serde_json::from_slice(&answer.bytes).expect("JSON");
    let text = |sheet: &serde_json::Value, name: &str| sheet[name].as_str().expect("a text").to_owned();
    let sheets = read["sheets"].as_array().expect("a list").iter();
    sheets.map(|sheet| (text(sheet, "title"), text(sheet, "href"))).collect()
}

#[rocket::async_test]
async fn an_employee_finds_the_sheets_for_all_and_those_of_their_structure() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let home = jordan.get("/").await;
    assert!(home.says("Faire soi-même") && home.says("L'imprimante est hors ligne ou n'imprime rien"), "the three most useful");
    let list = jordan.get(&home.page().link("Toutes les fiches")).await;
    assert!(list.says("Mon ordinateur est lent") && list.says("Le planning des tournées"), "{}", list.page().text());
    assert!(!list.says("tablette de pointage") && !list.says("Écrire une fiche") && !list.says("évité"));
    let found = jordan.get("/help-sheets?q=ecrans%20noirs").await;
    assert!(found.says("L'écran reste noir au démarrage") && !found.says("Mon ordinateur est lent"));
    let none = jordan.get("/help-sheets?q=xyzzy").await;
    assert!(none.says("Aucune fiche ne parle de « xyzzy »") && none.page().find("link", "Demander de l'aide").is_some());

    let page = jordan.get(&sheet("ecran_noir")).await;
    assert_eq!(page.page().heading(), "L'écran reste noir au démarrage");
    assert!(page.body().contains("<strong>des deux côtés</strong>") && page.says("À jour au"));
    assert!(!page.says("Cela a réglé votre problème ?"), "asked of who came from a suggestion");
    assert_eq!(jordan.get(&sheet("planning_tournees")).await.status, 200);
    assert_eq!(jordan.get(&sheet("tablette_pointage")).await.status, 404);
    assert_eq!(jordan.get("/help-sheets/new").await.status, 403);
    let mut claire = app.signed_in("claire_vidal").await;
    let list = claire.get("/help-sheets").await;
    assert!(list.says("Mon ordinateur est lent") && !list.says("Le planning des tournées"), "the coordinator reads those for all");
}

#[rocket::async_test]
async fn without_an_account_public_sheets_alone_are_read_and_suggested() {
    let app = App::start().await;
    let mut nobody = app.nobody();
    let list = nobody.get("/help-sheets").await;
    assert!(list.says("Ce message est-il une arnaque ?") && !list.says("Mon ordinateur est lent"));
    assert_eq!(nobody.get(&sheet("mail_suspect")).await.status, 200);
    let away = nobody.get(&sheet("ordinateur_lent")).await;
    assert!(away.status == 303 && away.location().starts_with("/sign-in?next="), "leads to signing in and back");
    let absent = nobody.get(&format!("/help-sheets/{NEW}")).await;
    assert_eq!(absent.status, away.status, "nobody learns which sheets there are");
    assert!(!suggested(&mut nobody, "J'ai reçu une arnaque par mail", "douces").await.is_empty());
    assert_eq!(suggested(&mut nobody, "Mon ordinateur est lent, le disque est plein", "douces").await, []);
}

#[rocket::async_test]
async fn a_settled_request_becomes_a_sheet_in_one_go() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    ask(&mut jordan, "Le scanner envoie des pages blanches.").await;
    assert!(samira.get(&format!("/tickets/{TICKET}")).await.page().find("link", "En faire une fiche").is_none(), "not settled yet");
    answer(&mut samira, 100, "Retournez la feuille :\nle texte vers le bas.", "send", "settled").await;
    answer(&mut samira, 110, "Jordan avait encore oublié.", "note", "settled").await;
    let page = samira.get(&format!("/tickets/{TICKET}")).await;
    let form = samira.get(&page.page().link("En faire une fiche")).await;
    assert!(form.says("retirez les noms"), "{}", form.page().text());
    let page = form.page();
    assert!(page.holds("title", "Le scanner envoie des pages blanches.") && page.holds("reach", "all"));
    assert!(page.holds("words", "Retournez la feuille :\nle texte vers le bas."), "the answer");
    assert!(!form.body().contains("avait encore oublié"), "never a note");
    let (action, mut fields) = page.form_of("Enregistrer la fiche");
    for (name, value) in [("title", "Le scanner rend des pages blanches"), ("reach", "all"), ("words", "1. Retournez la feuille.")]
    {
        fields.push((name.into(), value.into()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let made = samira.post(&action, &fields).await;
    assert_eq!((made.status, samira.post(&action, &fields).await.location()), (303, made.location()), "pressed twice, made once");
    let sheet = samira.get(made.location()).await;
    assert!(sheet.says("La fiche est enregistrée") && sheet.says("Née de la demande n°"));
    assert_eq!(
        samira
            .get(
                &sheet
                    .page()
                    .link(&sheet.page().all("link").iter().find(|link| link.text.starts_with("Née")).expect("a link").text)
            )
            .await
            .status,
        200
    );
    let mut lucie = app.signed_in("lucie_bastide").await;
    let read = lucie.get(made.location()).await;
    assert!(read.says("Retournez la feuille.") && !read.says("Née de la demande"), "the request stays where it is");
    let mut veronique = app.signed_in("veronique_lacaze").await;
    assert!(veronique.get(&format!("/help-sheets/new?ticket={TICKET}")).await.page().holds("words", ""), "technicians alone");
}

#[rocket::async_test]
async fn no_sheet_is_made_from_a_confidential_request() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    ask(&mut jordan, "Des messages menaçants.").await;
    answer(&mut samira, 100, "C'est réglé.", "send", "settled").await;
    let page = samira.get(&format!("/tickets/{TICKET}")).await;
    let new = page.page().link("En faire une fiche");
    assert_eq!(samira.get(&new).await.status, 200);
    assert_eq!(jordan.post(&format!("/tickets/{TICKET}/confidentiality"), &[]).await.status, 303);
    // Who answered it took it in hand, and reads it still.
    let page = samira.get(&format!("/tickets/{TICKET}")).await;
    assert!(page.says("menaçants") && page.page().find("link", "En faire une fiche").is_none());
    assert_eq!(samira.get(&new).await.status, 404);
    let form = [("help_sheet", NEW), ("ticket", TICKET), ("title", "Filtrer"), ("reach", "all"), ("words", "1. Bloquez.")];
    assert_eq!(samira.post("/help-sheets", &form).await.status, 303);
    assert!(!samira.get(&format!("/help-sheets/{NEW}")).await.says("Née de la demande"));
}

#[rocket::async_test]
async fn a_referent_writes_for_their_structure_alone() {
    let app = App::start().await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let form = veronique.get(&veronique.copy().get("/help-sheets").await.page().link("Écrire une fiche")).await;
    assert!(form.says("Pour Aide à domicile Les Heures Douces") && !form.says("Pour toutes les structures"));
    let others = of("escargolins");
    for foreign in ["all", "public", &others, NEW, "", "tout"] {
        let refused = write(&mut veronique, "Les clés", foreign, "1. Au clou.").await;
        assert!(refused.status == 422 && refused.page().holds("title", "Les clés"), "{foreign}");
        assert!(refused.page().holds("words", "1. Au clou."));
    }
    let empty = write(&mut veronique, "", &of("douces"), "").await;
    assert!(empty.page().mistake("title").is_some() && empty.page().mistake("words").is_some());
    assert_eq!(write(&mut veronique, "Les clés", &of("douces"), "1. Au clou.").await.status, 303);
    let address = format!("/help-sheets/{NEW}");
    assert_eq!(app.signed_in("jordan_pages").await.get(&address).await.status, 200);
    assert_eq!(app.signed_in("lucie_bastide").await.get(&address).await.status, 404);
    let mut nadege = app.signed_in("nadege_coulon").await;
    for page in ["", "/edit", "/versions", "/versions/1"] {
        assert_eq!(nadege.get(&format!("{address}{page}")).await.status, 404, "{page}");
    }
    assert_eq!(change(&mut nadege, &address, "1", "À moi.", "save").await.status, 404);
    assert_eq!(nadege.post(&format!("{address}/retirement"), &[]).await.status, 404);
    assert_eq!(nadege.get(&format!("{}/edit", sheet("ecran_noir"))).await.status, 404, "read, and not changed");
    let taken = write(&mut nadege, "Les clés", &of("escargolins"), "1. Ailleurs.").await;
    assert!(taken.status == 422 && taken.page().mistake("title").is_some(), "a key of somebody else");
}

#[rocket::async_test]
async fn each_change_is_a_version_and_the_second_of_two_writers_chooses() {
    let app = App::start().await;
    let (mut veronique, mut karim) = (app.signed_in("veronique_lacaze").await, app.signed_in("karim_ferrand").await);
    let address = sheet("planning_tournees");
    let form = veronique.get(&format!("{address}/edit")).await.page();
    assert!(form.holds("version", "1") && form.holds("title", "Le planning des tournées ne s'ouvre pas sur le téléphone"));
    let looked = change(&mut veronique, &address, "1", "1. Éteignez **tout**.", "look").await;
    assert!(looked.status == 200 && looked.says("rien n'est encore enregistré") && looked.body().contains("<strong>tout</strong>"));
    assert!(looked.page().holds("words", "1. Éteignez **tout**."));
    assert!(!veronique.get(&address).await.says("Éteignez tout."), "only looked at");

    assert_eq!(change(&mut karim, &address, "1", "1. Rallumez.", "save").await.status, 303);
    let refused = change(&mut veronique, &address, "1", "1. Éteignez.", "save").await;
    assert_eq!(refused.status, 422);
    assert!(refused.page().holds("words", "1. Éteignez."), "their own text is kept");
    assert!(refused.says("Rallumez.") && refused.page().mistake("words").is_some_and(|said| said.contains("Quelqu'un a changé")));
    assert!(refused.page().find("link", "Garder l'autre version").is_some());
    assert!(!veronique.get(&address).await.says("Éteignez."), "nothing was written over");
    let (_, hidden) = refused.page().form_of("Garder ma version");
    assert!(hidden.contains(&("version".into(), "2".into())), "{hidden:?}");
    assert_eq!(change(&mut veronique, &address, "2", "1. Éteignez.", "save").await.status, 303);
    assert_eq!(change(&mut veronique, &address, "2", "1. Éteignez.", "save").await.status, 303, "pressed twice");

    let versions = veronique.get(&format!("{address}/versions")).await;
    for said in ["Version 3", "Version 2", "Version 1", "Karim Ferrand", "Véronique Lacaze"] {
        assert!(versions.says(said), "{said} in {}", versions.page().text());
    }
    assert!(!versions.says("Version 4"), "the same again is no version");
    let second = veronique.get(&format!("{address}/versions/2")).await;
    assert!(second.says("Rallumez.") && !second.says("Éteignez."));
    assert_eq!(veronique.get(&format!("{address}/versions/9")).await.status, 404);
    assert_eq!(app.signed_in("jordan_pages").await.get(&format!("{address}/versions/1")).await.status, 403);
}

#[rocket::async_test]
async fn a_sheet_is_put_away_and_brought_back() {
    let app = App::start().await;
    let (mut samira, mut jordan) = (app.signed_in("samira_benali").await, app.signed_in("jordan_pages").await);
    let address = sheet("clavier_anglais");
    assert_eq!(suggested(&mut jordan, "mon clavier est en anglais", "douces").await.len(), 1);
    for _ in 0..2 {
        assert_eq!(samira.post(&format!("{address}/retirement"), &[]).await.status, 303);
    }
    assert_eq!(jordan.get(&address).await.status, 404);
    assert!(!jordan.get("/help-sheets").await.says("Le clavier est passé en anglais"));
    assert_eq!(suggested(&mut jordan, "mon clavier est en anglais", "douces").await, []);
    assert_eq!(jordan.post(&format!("{address}/uses"), &[]).await.status, 404);
    let page = samira.get(&address).await;
    assert!(page.says("Cette fiche est rangée depuis le mardi 24 mars 2026"));
    assert!(samira.get("/help-sheets").await.says("Une fiche rangée"));
    let (action, _) = page.page().form_of("Remettre cette fiche");
    assert_eq!(samira.post(&action, &[]).await.status, 303);
    assert_eq!(jordan.get(&address).await.status, 200);
}

#[rocket::async_test]
async fn two_sheets_at_most_are_suggested_while_a_request_is_typed() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let form = jordan.get(&format!("/structures/{}/tickets/new", of("douces"))).await;
    let place = form.page().elements().iter().find(|e| e.attribute("data-suggestions").is_some()).cloned().expect("their place");
    assert_eq!(place.attribute("data-suggestions"), Some("/help-sheets/suggestions"));
    assert_eq!(place.attribute("data-structure"), Some(&*of("douces")));
    let found = suggested(&mut jordan, "L'imprimante est hors ligne et le papier est coincé", "douces").await;
    assert_eq!(found.len(), 2);
    assert!(suggested(&mut jordan, "Le planning ne s'ouvre plus", "douces").await[0].0.starts_with("Le planning des tournées"));
    let mut lucie = app.signed_in("lucie_bastide").await;
    let theirs = suggested(&mut lucie, "Le planning des tournées ne s'ouvre pas sur le téléphone", "douces").await;
    assert!(theirs.iter().all(|(title, _)| !title.contains("tournées")), "a structure that is not theirs adds nothing: {theirs:?}");
    assert_eq!(suggested(&mut jordan, "Bonjour", "douces").await, []);
}

#[rocket::async_test]
async fn a_sheet_that_helped_is_counted_once_a_day_and_person() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let address = sheet("ecran_noir");
    let avoided = async |samira: &mut Person<'_>| samira.get(&sheet("ecran_noir")).await.page().text();
    assert!(avoided(&mut samira).await.contains("A évité 2 demandes"));
    let suggested = suggested(&mut jordan, "mon écran est noir", "douces").await;
    let page = jordan.get(&suggested[0].1).await;
    assert!(page.says("Cela a réglé votre problème ?"));
    assert_eq!(page.page().link("Non, je demande de l'aide"), "/tickets/new");
    let (yes, _) = page.page().form_of("Oui, merci");
    for _ in 0..2 {
        let thanked = jordan.post(&yes, &[]).await;
        assert_eq!((thanked.status, thanked.location()), (303, &*address));
    }
    assert!(avoided(&mut samira).await.contains("A évité 3 demandes"), "once");
    assert!(!jordan.get(&address).await.says("A évité"), "told to who may change it");
    assert!(samira.get("/help-sheets").await.says("A évité 3 demandes"));
    app.wait(TimeDelta::days(1));
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    assert_eq!(jordan.post(&yes, &[]).await.status, 303);
    assert!(avoided(&mut samira).await.contains("A évité 4 demandes"), "another day");
}

#[rocket::async_test]
async fn the_page_after_sending_shows_the_sheets_and_the_request_is_taken_back_in_a_tap() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    ask(&mut jordan, "Le clavier de Maria écrit en anglais.").await;
    let sent = jordan.get(&format!("/tickets/{TICKET}/sent")).await;
    assert!(sent.says("Peut-être plus rapide") && sent.says("Le clavier est passé en anglais"), "{}", sent.page().text());
    let link = sent.page().all("link").into_iter().find(|link| link.text.contains("clavier")).cloned().expect("the sheet");
    let page = jordan.get(link.attribute("href").expect("an address")).await;
    assert_eq!(page.page().link("Non, j'attends la réponse"), format!("/tickets/{TICKET}"));
    let (yes, _) = page.page().form_of("Oui, merci");
    let thanked = jordan.post(&yes, &[]).await;
    assert_eq!(thanked.location(), format!("/tickets/{TICKET}/sent"));
    let sent = jordan.get(thanked.location()).await;
    assert!(sent.says("Vous pouvez retirer votre demande"));
    let (withdrawal, _) = sent.page().form_of("Retirer ma demande");
    assert_eq!(jordan.post(&withdrawal, &[]).await.status, 303);
    let mut lucie = app.signed_in("lucie_bastide").await;
    let thanked = lucie.post(&yes, &[]).await;
    assert_eq!(thanked.location(), sheet("clavier_anglais"), "another's request leads nowhere");
}

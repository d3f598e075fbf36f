//! Lists of machines that were kept elsewhere: sent, understood, looked at, written as one.

use crate::support::{Answer, App, Person, world};
use chrono::TimeDelta;

fn of(page: &str) -> String {
    format!("/structures/{}{page}", world::id("structures/douces"))
}

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

async fn send(person: &mut Person<'_>, n: u32, bytes: &[u8]) -> Answer {
    person.upload(&of("/imports"), &[("import", &new_id(n))], &[("list", "machines.csv", "text/csv", bytes)]).await
}

/// The page of a list that was sent.
async fn sent(person: &mut Person<'_>, n: u32, text: &str) -> Answer {
    let answer = send(person, n, text.as_bytes()).await;
    assert_eq!(answer.status, 303, "{}", answer.page().text());
    person.get(answer.location()).await
}

/// Presses « Importer … » on the page of a list.
async fn import(person: &mut Person<'_>, page: &Answer, button: &str) -> Answer {
    let (address, hidden) = page.page().form_of(button);
    let hidden: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    person.post(&address, &hidden).await
}

async fn machines(app: &App) -> usize {
    app.rows().await.iter().filter(|row| row.starts_with("equipment: ")).count()
}

async fn journal(app: &App) -> usize {
    app.rows().await.iter().filter(|row| row.starts_with("journal: ") && row.contains("machines_imported")).count()
}

const LIST: &str = "Nom;Type;Marque;Numéro de série\nPortable du fond;Portable;Dell;FND-1\nÉcran du fond;Écran;Iiyama;FND-2\n";

#[rocket::async_test]
async fn a_list_is_read_looked_at_and_written_once() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    assert!(referent.get(&of("/equipment")).await.page().link("Importer une liste").ends_with("/equipment/import"));
    let before = machines(&app).await;
    let page = sent(&mut referent, 1, LIST).await;
    assert!(page.says("2 machines entreront dans le registre.") && page.says("Portable du fond"));
    assert_eq!(machines(&app).await, before, "nothing is written before it is looked at");
    for _ in 0..2 {
        let done = import(&mut referent, &page, "Importer 2 machines").await;
        assert_eq!(done.status, 303);
        assert!(referent.get(done.location()).await.says("2 machines de cette liste sont dans le registre."));
    }
    assert_eq!(machines(&app).await, before + 2, "pressed twice, imported once");
    assert_eq!(journal(&app).await, 1);
    let register = referent.get(&of("/equipment")).await;
    assert!(register.says("Écran du fond") && register.says("FND-2"));
    parcommun::store::check::check(&app.db).await.expect("the journal replays");
}

#[rocket::async_test]
async fn a_list_of_glpi_is_recognised_and_a_word_is_asked_for_once() {
    let app = App::start().await;
    let mut technician = app.signed_in("samira_benali").await;
    let list = include_str!("../imports/glpi.csv");
    let page = sent(&mut technician, 1, list).await;
    assert!(page.says("Cette liste vient de GLPI"));
    assert!(page.says("3 machines entreront dans le registre.") && page.says("Ligne 5 : sorte inconnue « Bidule »."));
    for told in ["Jordan Pagès", "689,00 €", "dimanche 12 juin 2022", "Usager : compta"] {
        assert!(page.says(told), "{told}: {}", page.page().text());
    }
    let (address, fields) = page.page().form_of("Voir le résultat");
    let mut form: Vec<(String, String)> = fields;
    assert_eq!(chosen(&page).len(), 14, "a separator at the end of each line is no column");
    form.extend(chosen(&page).into_iter().map(|target| ("targets".to_owned(), target)));
    form.push(("kinds".to_owned(), "access_point".to_owned()));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(technician.post(&address, &form).await.status, 303);
    let page = technician.get(&address).await;
    assert!(page.says("4 machines entreront dans le registre.") && !page.says("Bidule »"));
    assert_eq!(import(&mut technician, &page, "Importer 4 machines").await.status, 303);
    // The next list with this word asks no more.
    let again = sent(&mut technician, 2, "Nom;Type\nBorne du couloir;bidule\n").await;
    assert!(again.says("Borne Wi-Fi") && again.says("1 machine entrera dans le registre."));
}

/// What each column of a page is said to be.
fn chosen(page: &Answer) -> Vec<String> {
    let body = page.body();
    body.split("name=\"targets\"")
        .skip(1)
        .map(|select| {
            let select = select.split("</select>").next().expect("a select");
            let option = select.split("<option value=\"").find(|option| option.contains(" selected")).expect("one is chosen");
            option.split('"').next().expect("a value").to_owned()
        })
        .collect()
}

#[rocket::async_test]
async fn a_list_of_snipe_it_is_recognised_and_a_second_of_a_machine_is_left_out() {
    let app = App::start().await;
    let mut technician = app.signed_in("samira_benali").await;
    let page = sent(&mut technician, 1, include_str!("../imports/snipe_it.csv")).await;
    assert!(page.says("Cette liste vient de Snipe-IT"));
    assert!(page.says("Ligne 4 : le numéro de série « PF3ABCDE » est déjà ligne 2."), "{}", page.page().text());
    for told in ["Véronique Lacaze", "1 249,00 €", "Sony Bravia 42", "samedi 28 février 2026", "Asset Tag : SN-0012"] {
        assert!(page.says(told), "{told}: {}", page.page().text());
    }
    assert_eq!(import(&mut technician, &page, "Importer 2 machines").await.status, 303);
    // Once more: the first is known by its number.
    let again = sent(&mut technician, 2, include_str!("../imports/snipe_it.csv")).await;
    assert!(again.says("Ligne 2 : le numéro de série « PF3ABCDE » est déjà dans le registre."));
}

#[rocket::async_test]
async fn what_a_list_was_said_to_be_is_remembered_for_its_headings() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let list = |name: &str| format!("Engin;Truc;Zone\n{name};PC;Annexe\n");
    let page = sent(&mut referent, 1, &list("Poste 1")).await;
    assert_eq!(chosen(&page), ["", "", ""]);
    assert!(page.says("Aucune ligne ne peut être reprise pour l'instant."));
    let (address, _) = page.page().form_of("Voir le résultat");
    let twice = [("targets", "name"), ("targets", "kind"), ("targets", "name")];
    let refused = referent.post(&address, &twice).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("Deux colonnes disent la même chose."));
    assert_eq!(chosen(&refused), ["name", "kind", "name"], "what was chosen stays");
    let told = [("targets", "name"), ("targets", "kind"), ("targets", "place")];
    assert_eq!(referent.post(&address, &told).await.status, 303);
    let page = referent.get(&address).await;
    assert_eq!(import(&mut referent, &page, "Importer 1 machine").await.status, 303);
    assert_eq!(chosen(&sent(&mut referent, 2, &list("Poste 2")).await), ["name", "kind", "place"]);
    let mut elsewhere = app.signed_in("nadege_coulon").await;
    let address = format!("/structures/{}/imports", world::id("structures/escargolins"));
    let file = [("list", "l.csv", "text/csv", list("Poste 3").into_bytes())];
    let files: Vec<(&str, &str, &str, &[u8])> = file.iter().map(|(a, b, c, bytes)| (*a, *b, *c, bytes.as_slice())).collect();
    let sent = elsewhere.upload(&address, &[("import", &new_id(3))], &files).await;
    assert_eq!(chosen(&elsewhere.get(sent.location()).await), ["", "", ""], "each structure has its own");
}

#[rocket::async_test]
async fn what_is_no_list_is_said_beside_its_field() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let heavy = vec![b'a'; 2 * 1024 * 1024 + 1];
    let many = format!("Nom\n{}", "A\n".repeat(5_001));
    for (bytes, says) in [
        (&b""[..], "Choisissez un fichier qui contient une liste."),
        (b"PK\x03\x04...", "C'est un classeur."),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "Ce fichier n'est pas un tableau en texte."),
        (b"Nom;Lieu\n", "Ce fichier n'a que des titres."),
        (&heavy, "Ce fichier pèse plus de 2 Mo."),
        (many.as_bytes(), "Cette liste a plus de 5000 machines."),
    ] {
        let refused = send(&mut referent, 1, bytes).await;
        assert_eq!(refused.status, 422, "{says}");
        assert!(refused.page().mistake("list").is_some_and(|mistake| mistake.contains(says)), "{says}: {}", refused.page().text());
    }
    let kept = app.rows().await.iter().filter(|row| row.starts_with("machine_import: ")).count();
    assert_eq!(kept, 1, "none of them is kept beside that of the named world");
}

#[rocket::async_test]
async fn five_thousand_machines_come_at_once() {
    let app = App::start().await;
    let mut technician = app.signed_in("samira_benali").await;
    let before = machines(&app).await;
    let rows: String = (0..5_000).map(|n| format!("Poste {n};Ordinateur;S-{n:05}\n")).collect();
    let page = sent(&mut technician, 1, &format!("Nom;Type;Série\n{rows}")).await;
    assert_eq!(import(&mut technician, &page, "Importer 5000 machines").await.status, 303);
    assert_eq!(machines(&app).await, before + 5_000);
}

/// Of two people with the same machine in their lists, the second reads again before anything is written.
#[rocket::async_test]
async fn two_people_import_a_machine_once() {
    let app = App::start().await;
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    let before = machines(&app).await;
    let (of_samira, of_karim) = (sent(&mut samira, 1, LIST).await, sent(&mut karim, 2, LIST).await);
    let (one, two) = (import(&mut samira, &of_samira, "Importer 2 machines"), import(&mut karim, &of_karim, "Importer 2 machines"));
    let (one, two) = tokio::join!(one, two);
    assert_eq!((one.status, two.status), (303, 303));
    assert_eq!((machines(&app).await, journal(&app).await), (before + 2, 1));
    let (one, two) = (samira.get(one.location()).await, karim.get(two.location()).await);
    let done = "2 machines de cette liste sont dans le registre.";
    assert!(one.says(done) != two.says(done));
    let other = if one.says(done) { two } else { one };
    assert!(other.says("Quelque chose a changé depuis que vous avez relu.") && other.says("est déjà dans le registre."));
}

#[rocket::async_test]
async fn a_list_is_of_who_sent_it_alone() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let page = sent(&mut samira, 1, LIST).await;
    let (address, _) = page.page().form_of("Voir le résultat");
    let form = [("targets", "name"), ("targets", "kind"), ("targets", ""), ("targets", "")];
    for other in ["karim_ferrand", "veronique_lacaze", "jordan_pages", "nadege_coulon", "claire_vidal"] {
        let mut other = app.signed_in(other).await;
        assert_eq!(other.get(&address).await.status, 404);
        assert_eq!(other.post(&address, &form).await.status, 404);
        assert_eq!(import(&mut other, &page, "Importer 2 machines").await.status, 404);
    }
    let mut veronique = app.signed_in("veronique_lacaze").await;
    assert_eq!(send(&mut veronique, 1, LIST.as_bytes()).await.status, 422, "its key is taken, and nothing more is told");
    let elsewhere = address.replace(&world::id("structures/douces"), &world::id("structures/escargolins"));
    assert_eq!(samira.get(&elsewhere).await.status, 404, "it is of one structure");
    assert!(samira.get(&address).await.says("Portable du fond"), "nothing was changed");
}

#[rocket::async_test]
async fn a_list_that_nobody_imports_is_forgotten_after_a_day() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let sent = send(&mut referent, 1, LIST.as_bytes()).await;
    app.wait(TimeDelta::hours(23));
    parcommun::rounds::go(&app.db, app.clock.now()).await.expect("a round");
    assert_eq!(referent.get(sent.location()).await.status, 200);
    app.wait(TimeDelta::hours(2));
    parcommun::rounds::go(&app.db, app.clock.now()).await.expect("a round");
    assert_eq!(referent.get(sent.location()).await.status, 404);
}

#[rocket::async_test]
async fn a_person_keeps_five_lists_at_most() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let mut addresses = Vec::new();
    for n in 1..=6 {
        app.wait(TimeDelta::minutes(1));
        addresses.push(send(&mut referent, n, LIST.as_bytes()).await.location().to_owned());
    }
    assert_eq!(referent.get(&addresses[0]).await.status, 404);
    assert_eq!(referent.get(&addresses[1]).await.status, 200);
}

/// What a spreadsheet would run as a formula is text: here, and in what is exported from here.
#[rocket::async_test]
async fn a_formula_is_text() {
    let app = App::start().await;
    let mut referent = app.signed_in("veronique_lacaze").await;
    let page = sent(&mut referent, 1, "Nom;Type\n=1+1<b>;PC\n").await;
    assert!(page.body().contains("=1+1&lt;b&gt;") || page.body().contains("&#x3D;1+1&lt;b&gt;"), "{}", page.body());
    assert_eq!(import(&mut referent, &page, "Importer 1 machine").await.status, 303);
    assert!(referent.get(&of("/equipment")).await.says("=1+1<b>"));
}

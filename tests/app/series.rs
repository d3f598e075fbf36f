//! What comes again: planned in plain words, made a request when its day comes, done step by step. Today is Tuesday 24 March
//! 2026.

use crate::support::{Answer, App, Person, world};
use chrono::TimeDelta;

const SERIES: &str = "/series/01900000-0000-7000-8000-000000000021";

fn id(name: &str) -> String {
    world::id(name)
}

/// What a technician types: every first Wednesday from April on, a week ahead.
fn typed<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, String)> {
    let mut form: Vec<(&str, String)> = vec![
        ("series", SERIES[8..].to_owned()),
        ("structure", id("structures/douces")),
        ("title", "Relire la sauvegarde".into()),
        ("words", "Un fichier au hasard.".into()),
        ("steps", "- Choisir un fichier\n- Le restaurer\n\n- L'ouvrir".into()),
        ("interval", "1".into()),
        ("frequency", "monthly".into()),
        ("by", "nth".into()),
        ("day", String::new()),
        ("nth", "1".into()),
        ("weekday", "3".into()),
        ("until", String::new()),
        ("times", String::new()),
        ("starts_on", "2026-03-24".into()),
        ("days_ahead", "7".into()),
        ("requester", id("people/veronique_lacaze")),
        ("technician", id("people/samira_benali")),
        ("act", "save".into()),
    ];
    for (name, value) in changes {
        form.retain(|(known, _)| known != name);
        form.push((name, (*value).to_owned()));
    }
    form
}

async fn send(person: &mut Person<'_>, to: &str, changes: &[(&str, &str)]) -> Answer {
    let form = typed(changes);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    person.post(to, &form).await
}

async fn round(app: &App) {
    parcommun::rounds::go(&app.db, app.clock.now()).await.expect("a round");
}

/// Where the first link leads whose words hold these.
fn way(page: &Answer, words: &str) -> String {
    let page = page.page();
    let link = page.all("link").into_iter().find(|link| link.text.replace('\u{a0}', " ").contains(words));
    link.and_then(|link| link.attribute("href")).unwrap_or_else(|| panic!("{words}: {}", page.text())).to_owned()
}

/// The address of the request that the series has made last.
async fn made(technician: &mut Person<'_>) -> String {
    way(&technician.get(SERIES).await, "Demande n°")
}

#[rocket::async_test]
async fn a_technician_plans_what_comes_again_and_it_becomes_a_request_on_time() {
    let app = App::start().await;
    round(&app).await;
    app.letters().await;
    let mut samira = app.signed_in("samira_benali").await;
    let page = samira.get("/").await;
    let page = samira.get(&page.page().link("Entretien régulier")).await;
    let page = samira.get(&page.page().link("Prévoir un entretien")).await;
    let page = samira.get(&way(&page, "Les Heures Douces")).await;
    assert!(page.page().holds("requester", &id("people/veronique_lacaze")), "the referent is preset");

    let look = send(&mut samira, "/series", &[("act", "look")]).await;
    assert_eq!(look.status, 200);
    assert!(look.says("tous les premiers mercredis du mois") && look.page().holds("title", "Relire la sauvegarde"));
    for date in ["mercredi 1er avril", "mercredi 6 mai", "mercredi 3 juin", "mercredi 1er juillet", "mercredi 5 août"] {
        assert!(look.says(date), "{date}: {}", look.page().text());
    }
    assert_eq!(samira.get(SERIES).await.status, 404, "only looked at");
    let sent = send(&mut samira, "/series", &[]).await;
    assert_eq!((sent.status, sent.location()), (303, SERIES));
    assert_eq!(send(&mut samira, "/series", &[]).await.status, 303, "pressed twice");
    assert!(samira.get("/series").await.says("tous les premiers mercredis du mois"));

    round(&app).await;
    assert!(samira.get(SERIES).await.says("Aucune demande n'est encore préparée"), "eight days before");
    app.wait(TimeDelta::days(1));
    round(&app).await;
    round(&app).await;
    let mut samira = app.signed_in("samira_benali").await;
    let ticket = made(&mut samira).await;
    let page = samira.get(&ticket).await;
    assert!(page.says("Relire la sauvegarde") && page.says("Visite prévue mercredi 1er avril") && page.says("0 sur 3 faites"));
    assert!(page.says("ça peut attendre") && page.says("Entretien régulier préparé"));
    let told = app.letters().await;
    assert!(told.iter().all(|letter| !letter.text.contains("Relire la sauvegarde")), "it is quiet");
    assert!(samira.get("/tickets?filter=mine").await.says("Relire la sauvegarde"), "she has it in hand");

    let ticking = [("done", "1"), ("done", "3")];
    assert_eq!(samira.post(&format!("{ticket}/steps"), &ticking).await.status, 303);
    assert!(samira.get(&ticket).await.says("2 sur 3 faites"));
    assert_eq!(samira.post(&format!("{ticket}/steps"), &[("done", "1")]).await.status, 303);
    assert!(samira.get(&ticket).await.says("1 sur 3 faites"), "what is not ticked is not done");

    let mut veronique = app.signed_in("veronique_lacaze").await;
    let page = veronique.get(&ticket).await;
    assert!(page.says("Visite prévue mercredi 1er avril") && page.says("– Le restaurer"));
    assert!(page.page().find("button", "Enregistrer les étapes").is_none());
    assert_eq!(veronique.post(&format!("{ticket}/steps"), &[("done", "2")]).await.status, 403);
}

#[rocket::async_test]
async fn preventive_work_waits_for_nobody() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    assert_eq!(send(&mut samira, "/series", &[("days_ahead", "30")]).await.status, 303);
    round(&app).await;
    let ticket = made(&mut samira).await;
    app.letters().await;
    app.wait(TimeDelta::days(28));
    round(&app).await;
    let told = app.letters().await;
    assert!(told.iter().all(|letter| !letter.text.contains("Relire la sauvegarde")), "no delay runs on it");
    let mut samira = app.signed_in("samira_benali").await;
    assert!(!samira.get(&ticket).await.says("À régler avant"));
}

#[rocket::async_test]
async fn a_closed_day_moves_the_visit_and_not_the_date() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let easter = [("nth", "1"), ("weekday", "1"), ("starts_on", "2026-04-01")];
    let look = send(&mut samira, "/series", &[&easter[..], &[("act", "look")]].concat()).await;
    assert!(look.says("lundi 6 avril") && look.says("fermé ce jour-là, visite mardi 7 avril"), "{}", look.page().text());
    assert_eq!(send(&mut samira, "/series", &easter).await.status, 303);
    app.wait(TimeDelta::days(10));
    round(&app).await;
    let mut samira = app.signed_in("samira_benali").await;
    assert!(samira.get(SERIES).await.says("lundi 6 avril"));
    let ticket = made(&mut samira).await;
    assert!(samira.get(&ticket).await.says("Visite prévue mardi 7 avril"));
}

#[rocket::async_test]
async fn a_mistake_comes_back_beside_its_field_with_everything_typed() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    for (changes, field, said) in [
        (&[("title", "")][..], "title", "Il manque"),
        (&[("interval", "0")], "interval", "nombre"),
        (&[("by", "day")], "day", "Il manque"),
        (&[("by", "day"), ("day", "30"), ("months", "2")], "day", "n'existe pas"),
        (&[("until", "2026-12-31"), ("times", "3")], "times", "pas les deux"),
        (&[("until", "2026-03-25")], "interval", "Aucune date"),
        (&[("frequency", "hourly")], "frequency", "Choisissez"),
        (&[("requester", "11111111-2222-4333-8444-555555555555")], "requester", "Choisissez"),
        (&[("days_ahead", "61")], "days_ahead", "nombre"),
    ] {
        let refused = send(&mut samira, "/series", changes).await;
        assert_eq!(refused.status, 422, "{changes:?}");
        let mistake = refused.page().mistake(field).unwrap_or_else(|| panic!("{changes:?}: {}", refused.page().text()));
        assert!(mistake.contains(said), "{changes:?}: {mistake}");
        let words = refused.page();
        assert!(words.holds("words", "Un fichier au hasard."), "{changes:?}");
    }
    let elsewhere = id("people/lucie_bastide");
    let machine = id("equipment/escargolins_portable");
    for (changes, field) in [([("requester", elsewhere.as_str())], "requester"), ([("machines", machine.as_str())], "machines")] {
        let refused = send(&mut samira, "/series", &changes).await;
        assert!(refused.status == 422 && refused.page().mistake(field).is_some(), "of another structure: {field}");
    }
    assert_eq!(samira.get(SERIES).await.status, 404, "nothing was made");
}

/// The machines are the request's own: its history, and theirs.
#[rocket::async_test]
async fn what_comes_again_for_several_machines_is_about_all_of_them() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let machines = [id("equipment/douces_planning"), id("equipment/douces_imprimante")];
    let mut form = typed(&[("days_ahead", "14")]);
    form.extend(machines.iter().map(|machine| ("machines", machine.clone())));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(samira.post("/series", &form).await.status, 303);
    round(&app).await;
    let ticket = made(&mut samira).await;
    let page = samira.get(&ticket).await;
    for (machine, name) in machines.iter().zip(["Ordinateur du planning", "Imprimante du planning"]) {
        assert!(page.page().find("link", name).is_some(), "{name}: {}", page.page().text());
        assert!(samira.get(&format!("/equipment/{machine}")).await.says("Relire la sauvegarde"), "the life of {name}");
    }
}

#[rocket::async_test]
async fn a_series_is_changed_stopped_and_started_again() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    assert_eq!(send(&mut samira, "/series", &[]).await.status, 303);
    let page = samira.get(&format!("{SERIES}/edit")).await;
    let page = page.page();
    for (name, value) in [("by", "nth"), ("nth", "1"), ("weekday", "3"), ("steps", "Choisir un fichier\nLe restaurer\nL'ouvrir")] {
        assert!(page.holds(name, value), "{name}");
    }
    let twice = [("frequency", "weekly"), ("interval", "2"), ("weekdays", "4"), ("times", "3")];
    assert_eq!(send(&mut samira, SERIES, &twice).await.status, 303);
    let page = samira.get(SERIES).await;
    assert!(page.says("Toutes les 2 semaines, le jeudi, 3 fois en tout"), "{}", page.page().text());
    assert!(page.says("jeudi 26 mars") && page.says("jeudi 9 avril") && page.says("jeudi 23 avril"));

    assert_eq!(samira.post(&format!("{SERIES}/stop"), &[]).await.status, 303);
    assert_eq!(samira.post(&format!("{SERIES}/stop"), &[]).await.status, 303, "pressed twice");
    app.wait(TimeDelta::days(10));
    round(&app).await;
    let mut samira = app.signed_in("samira_benali").await;
    let page = samira.get(SERIES).await;
    assert!(page.says("Arrêté depuis") && page.says("Aucune demande n'est encore préparée"));
    assert!(samira.get("/series").await.says("1 entretien arrêté"));
    assert_eq!(samira.post(&format!("{SERIES}/restart"), &[]).await.status, 303);
    round(&app).await;
    let page = samira.get(SERIES).await;
    assert!(page.says("jeudi 9 avril") && !page.says("jeudi 26 mars"), "what fell between is not made up for");
}

#[rocket::async_test]
async fn a_referent_reads_what_comes_again_and_their_employees_do_not() {
    let app = App::start().await;
    let page = format!("/structures/{}", id("structures/douces"));
    let seen = app.signed_in("veronique_lacaze").await.get(&page).await;
    assert!(seen.says("Essai de restauration de la sauvegarde") && seen.says("Prochaine date : vendredi 27 mars"));
    assert!(seen.says("tous les 6 mois, le dernier vendredi du mois"));
    assert!(!seen.says("Prévoir un entretien") && !seen.says("Mises à jour du mois"), "nor those of others");
    for other in ["jordan_pages", "claire_vidal"] {
        assert!(!app.signed_in(other).await.get(&page).await.says("Essai de restauration"), "{other}");
    }
    let mut samira = app.signed_in("samira_benali").await;
    let technicians = samira.get(&page).await;
    assert!(samira.get(&way(&technicians, "Essai de restauration")).await.says("vendredi 27 mars"));
}

#[rocket::async_test]
async fn the_share_of_prevention_counts_work_on_a_request_of_a_series_once() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let counted = async |claire: &mut Person<'_>| {
        let page = claire.get("/report").await;
        let text = page.page().text();
        let (_, after) = text.split_once("le reste en dépannage.").expect("the share is said");
        after.split("Formation").next().unwrap_or_default().trim().to_owned()
    };
    let before = counted(&mut claire).await;
    let mut samira = app.signed_in("samira_benali").await;
    assert_eq!(send(&mut samira, "/series", &[("days_ahead", "30")]).await.status, 303);
    round(&app).await;
    let ticket = made(&mut samira).await;
    let minutes = |text: &str| -> Vec<i64> {
        let parts = text.split(" d'entretien, ").map(|part| part.replace(" de dépannage.", ""));
        parts.map(|part| part.trim().parse::<parcommun::domain::time::Minutes>().expect("a duration").0).collect()
    };
    let answer = |n: u32, kind: &'static str| {
        let ids = (format!("01900000-0000-7000-8000-{:012}", n), format!("01900000-0000-7000-8000-{:012}", n + 1));
        (ids, kind)
    };
    for ((message, entry), kind) in [answer(91, "remote"), answer(93, "maintenance")] {
        let form = [
            ("message", message.as_str()),
            ("entry", &entry),
            ("words", "Relue."),
            ("next", "in_hand"),
            ("minutes", "20 min"),
            ("kind", kind),
        ];
        assert_eq!(samira.post(&format!("{ticket}/answers"), &form).await.status, 303);
    }
    let after = counted(&mut app.signed_in("claire_vidal").await).await;
    let (before, after) = (minutes(&before), minutes(&after));
    assert_eq!(after[1], before[1], "no repair");
    assert_eq!(after[0] - before[0], 60, "each once, raised to the group's quarter of an hour: {before:?} {after:?}");
    assert!(claire.get("/report/year").await.says("Entretien préventif"));
}

#[rocket::async_test]
async fn a_task_stands_on_the_home_of_its_technician_when_its_day_has_come_and_nobody_else_sees_it() {
    let app = App::start().await;
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    let ticket = format!("/tickets/{}", id("tickets/planning_navigateur"));
    let page = samira.get(&ticket).await;
    let tasks = page.page().link("Tâches");
    let wrong = samira.post(&tasks, &[("words", ""), ("assignee", &id("people/karim_ferrand")), ("day", "bientôt")]).await;
    assert!(wrong.status == 422 && wrong.page().mistake("words").is_some() && wrong.page().holds("day", "bientôt"));
    let task = [
        ("task", "01900000-0000-7000-8000-000000000031"),
        ("words", "Rappeler l'éditeur du planning"),
        ("assignee", &id("people/karim_ferrand")),
        ("day", "2026-03-26"),
    ];
    for _ in 0..2 {
        assert_eq!(samira.post(&tasks, &task).await.status, 303, "pressed twice, added once");
    }
    assert!(samira.get(&ticket).await.says("Rappeler l'éditeur du planning"));
    assert!(!karim.get("/").await.says("Rappeler l'éditeur"), "not yet");
    app.wait(TimeDelta::days(3));
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    let home = karim.get("/").await;
    assert!(home.says("À faire") && home.says("Rappeler l'éditeur du planning"));
    assert!(!samira.get("/").await.says("Rappeler l'éditeur"), "his, not hers");
    for other in ["jordan_pages", "veronique_lacaze"] {
        let mut other = app.signed_in(other).await;
        assert!(!other.get(&ticket).await.says("Rappeler l'éditeur"), "internal");
        assert_eq!(other.get(&tasks).await.status, 403);
    }
    let (done, _) = home.page().form_of("C'est fait Rappeler l'éditeur du planning");
    assert_eq!(karim.post(&done, &[]).await.status, 303);
    assert!(!karim.get("/").await.says("Rappeler l'éditeur"));
    let page = samira.get(&tasks).await;
    let (again, _) = page.page().form_of("Pas fait Rappeler l'éditeur du planning");
    assert_eq!(samira.post(&again, &[]).await.status, 303);
    assert!(karim.get("/").await.says("Rappeler l'éditeur du planning"));
}

//! The month's end: sheets are read and signed, the month is closed for ever, what comes later is posted in the open one.

use crate::support::{Answer, App, Person, world};

fn sheet(structure: &str, month: &str) -> String {
    format!("/structures/{}/hours?month={month}", world::id(&format!("structures/{structure}")))
}

/// Presses a button as it stands on the page, with what is typed into its form.
async fn press(person: &mut Person<'_>, page: &Answer, button: &str, typed: &[(&str, &str)]) -> Answer {
    let (action, hidden) = page.page().form_of(button);
    let mut form: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    form.retain(|(name, _)| !typed.iter().any(|(field, _)| field == name));
    form.extend(typed);
    person.post(&action, &form).await
}

/// What the next page says in its flash message.
async fn told(person: &mut Person<'_>, answer: &Answer) -> Answer {
    assert_eq!(answer.status, 303, "{}", answer.page().text());
    let to = answer.location().to_owned();
    person.get(&to).await
}

async fn close_february(app: &App) {
    let mut claire = app.signed_in("claire_vidal").await;
    let page = claire.get("/closing").await;
    let closed = press(&mut claire, &page, "Clôturer février 2026", &[]).await;
    assert_eq!(closed.location(), "/report?month=2026-02");
}

#[rocket::async_test]
async fn a_month_is_read_and_closed_in_two_taps_and_its_statements_leave() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let home = claire.get("/").await;
    let page = claire.get(&home.page().link("Clôture")).await;
    assert_eq!(page.page().heading(), "Clôturer février 2026");
    assert!(page.says("6 sur 9 signées"), "{}", page.page().text());
    assert!(page.says("3 structures n'ont rien dit"));
    let first = press(&mut claire, &page, "Clôturer février 2026", &[]).await;
    let again = press(&mut claire, &page, "Clôturer février 2026", &[]).await;
    assert!(told(&mut claire, &again).await.says("Ce mois était déjà clôturé"), "pressed twice, it is closed once");
    assert_eq!(first.location(), again.location());
    assert!(claire.get("/closing").await.says("Rien à clôturer"));

    let letters = app.letters().await;
    let statements: Vec<_> = letters.iter().filter(|letter| letter.subject.contains("Relevé de février 2026")).collect();
    assert_eq!(statements.len(), 9, "one for each referent");
    assert!(statements.iter().all(|letter| letter.text.contains("n'est pas une facture")));
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let own = statements.iter().find(|letter| letter.to == world::person("veronique_lacaze").email).expect("hers");
    assert_eq!(veronique.get(&own.link()).await.status, 200);
}

#[rocket::async_test]
async fn a_question_holds_the_closing_until_it_is_answered() {
    let app = App::start().await;
    let mut mohamed = app.signed_in("mohamed_zeroual").await;
    let page = mohamed.get(&sheet("regie", "2026-02")).await;
    let asked = press(&mut mohamed, &page, "Envoyer ma question", &[("words", "Pourquoi deux trajets ?")]).await;
    assert!(told(&mut mohamed, &asked).await.says("Votre question est partie"));
    assert!(app.letters().await.iter().any(|letter| letter.text.contains("Pourquoi deux trajets")));

    let mut claire = app.signed_in("claire_vidal").await;
    let page = claire.get("/closing").await;
    assert!(page.says("Pourquoi deux trajets ?") && page.says("Une question attend votre réponse"));
    let refused = claire.post("/closing", &[("month", "2026-02")]).await;
    assert!(told(&mut claire, &refused).await.says("attendent une réponse"), "a form that was kept open closes nothing");
    let long = "Deux pannes, deux jours. ".repeat(500);
    let refused = press(&mut claire, &page, "Répondre", &[("words", &long)]).await;
    assert!(refused.status == 422 && refused.page().holds("words", &long), "what was typed stays");
    let answered = press(&mut claire, &page, "Répondre", &[("words", "Deux pannes, deux jours.")]).await;
    let twice = press(&mut claire, &page, "Répondre", &[("words", "Deux pannes, deux jours.")]).await;
    assert_eq!(twice.status, 303, "pressed twice, it is answered once");
    let crossed = press(&mut claire, &page, "Répondre", &[("words", "J'allais répondre.")]).await;
    assert!(
        crossed.status == 422 && crossed.says("Quelqu'un a déjà répondu") && crossed.page().holds("words", "J'allais répondre.")
    );
    let page = told(&mut claire, &answered).await;
    assert!(page.page().find("button", "Clôturer février 2026").is_some());
    assert!(app.letters().await.iter().any(|letter| letter.text.contains("Deux pannes, deux jours.")));
    let page = mohamed.get(&sheet("regie", "2026-02")).await;
    assert!(page.says("Deux pannes, deux jours."));
    let signed = press(&mut mohamed, &page, "Je valide", &[]).await;
    assert!(told(&mut mohamed, &signed).await.says("Votre feuille d'heures est validée"));
}

#[rocket::async_test]
async fn sheets_are_waited_for_as_long_as_the_group_has_set() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let set = claire.post("/pool/settings", &[("gifts", "true"), ("grants", "true"), ("signing_days", "40")]).await;
    assert_eq!(set.status, 303);
    let page = claire.get("/closing").await;
    assert!(page.says("3 structures n'ont pas encore signé") && page.page().find("button", "Clôturer février 2026").is_none());
    let reminded = press(&mut claire, &page, "Écrire aux référent·es", &[]).await;
    assert_eq!(reminded.status, 303);
    press(&mut claire, &page, "Écrire aux référent·es", &[]).await;
    let reminders = app.letters().await.iter().filter(|letter| letter.subject.contains("à valider")).count();
    assert_eq!(reminders, 3, "one a day and person");
    for (key, structure) in [("mohamed_zeroual", "regie"), ("yann_kerbrat", "rebrique"), ("brigitte_escande", "semis")] {
        let mut referent = app.signed_in(key).await;
        let page = referent.get(&sheet(structure, "2026-02")).await;
        assert_eq!(press(&mut referent, &page, "Je valide", &[]).await.status, 303);
    }
    let page = claire.get("/closing").await;
    assert!(page.says("9 sur 9 signées") && page.says("Toutes les structures ont signé"));
}

#[rocket::async_test]
async fn what_changes_after_a_signature_is_read_again() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let mut mohamed = app.signed_in("mohamed_zeroual").await;
    let read = mohamed.get(&sheet("regie", "2026-02")).await;
    let work = |id: &'static str| {
        let structure = world::id("structures/regie");
        [("entry", id.to_owned()), ("structure", structure), ("day", "2026-02-27".into()), ("minutes", "20 min".into())]
    };
    for id in ["01900000-0000-7000-8000-00000000000a", "01900000-0000-7000-8000-00000000000b"] {
        let mut form: Vec<(&str, String)> = work(id).into();
        form.extend([("kind", "remote".to_owned()), ("note", "Mise à jour".to_owned())]);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(samira.post("/interventions", &form).await.status, 303);
        let signed = press(&mut mohamed, &read, "Je valide", &[]).await;
        let page = told(&mut mohamed, &signed).await;
        assert!(page.says("Une intervention a changé depuis"), "nobody signs what they have not read");
        let page = mohamed.get(&sheet("regie", "2026-02")).await;
        assert_eq!(press(&mut mohamed, &page, "Je valide", &[]).await.status, 303);
    }
    assert!(mohamed.get(&sheet("regie", "2026-02")).await.says("Signée par"));
}

#[rocket::async_test]
async fn a_closed_month_is_corrected_in_the_open_one_with_a_reason_that_the_member_reads() {
    let app = App::start().await;
    close_february(&app).await;
    let mut samira = app.signed_in("samira_benali").await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let before = veronique.get(&sheet("douces", "2026-02")).await;
    let week = samira.get("/interventions?week=2026-02-10").await;
    let mut address = String::new();
    for line in week.page().all("link").iter().filter(|link| link.text.contains("Heures Douces")) {
        address = line.attribute("href").unwrap_or_default().to_owned();
    }
    if address.is_empty() {
        address = entry_of_february(&mut samira).await;
    }
    let page = samira.get(&address).await;
    assert!(page.says("Le mois est clôturé et ne bouge plus"), "{}", page.page().text());
    let douces = world::id("structures/douces");
    let typed = [
        ("structure", douces.as_str()),
        ("day", "2026-02-10"),
        ("minutes", "5 min"),
        ("kind", "remote"),
        ("note", "Planning"),
        ("act", "save"),
    ];
    let refused = press(&mut samira, &page, "Enregistrer la correction", &typed).await;
    assert_eq!((refused.status, refused.page().mistake("reason").is_some()), (422, true), "{}", refused.page().text());
    let typed: Vec<_> = typed.into_iter().chain([("reason", "Compté deux fois")]).collect();
    assert_eq!(press(&mut samira, &page, "Enregistrer la correction", &typed).await.status, 303);

    let after = veronique.get(&sheet("douces", "2026-02")).await;
    let figures = |answer: &Answer| answer.page().all("dd").iter().map(|dd| dd.text.clone()).collect::<Vec<_>>();
    assert_eq!(figures(&before), figures(&after), "February stays as it was closed");
    assert!(after.says("Corrigé depuis, compté en mars 2026") && after.says("Compté deux fois"));
    let march = veronique.get(&sheet("douces", "2026-03")).await;
    assert!(march.says("Correction de février 2026") && march.says("Compté deux fois"));
}

/// The first intervention of douces that the technician finds, week by week.
async fn entry_of_february(samira: &mut Person<'_>) -> String {
    for day in ["2026-02-02", "2026-02-09", "2026-02-16", "2026-02-23"] {
        let week = samira.get(&format!("/interventions?week={day}")).await.page();
        if let Some(line) = week.all("link").iter().find(|link| link.text.contains("Heures Douces")) {
            return line.attribute("href").unwrap_or_default().to_owned();
        }
    }
    panic!("no work for douces in February")
}

#[rocket::async_test]
async fn late_work_keeps_its_date_and_counts_in_the_open_month() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let douces = world::id("structures/douces");
    let form = [
        ("entry", "01900000-0000-7000-8000-00000000000c"),
        ("structure", douces.as_str()),
        ("day", "2026-01-14"),
        ("minutes", "35 min"),
        ("kind", "on_site"),
        ("note", "Noté hors ligne"),
    ];
    let kept = samira.post("/interventions", &form).await;
    let page = told(&mut samira, &kept).await;
    assert!(page.says("gardée dans « À revoir »") && page.says("Noté hors ligne"), "{}", page.page().text());
    let mut claire = app.signed_in("claire_vidal").await;
    let seen = claire.get("/closing").await;
    assert!(seen.says("35 min") && !seen.says("Noté hors ligne"), "a coordinator sees the minutes and no word");

    let counted = press(&mut samira, &page, "Compter dans le mois en cours", &[]).await;
    assert!(told(&mut samira, &counted).await.says("compte dans le mois en cours"));
    let again = press(&mut samira, &page, "Compter dans le mois en cours", &[]).await;
    assert!(told(&mut samira, &again).await.says("Quelqu'un l'a décidé entre-temps"), "once");
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let march = veronique.get(&sheet("douces", "2026-03")).await;
    assert!(march.says("14 janvier"), "{}", march.page().text());
    assert!(!veronique.get(&sheet("douces", "2026-01")).await.says("Noté hors ligne"));
}

#[rocket::async_test]
async fn a_gift_counts_once_the_other_side_agrees_and_never_more_than_is_left() {
    let app = App::start().await;
    let mut giver = app.signed_in("stephane_abadie").await;
    let gifts = format!("/structures/{}/gifts", world::id("structures/tablee"));
    let to = world::id("structures/semis");
    let page = giver.get(&gifts).await;
    let typed = [("to", to.as_str()), ("minutes", "90 h"), ("words", "")];
    let refused = press(&mut giver, &page, "Proposer ces heures", &typed).await;
    assert_eq!(refused.status, 422);
    assert!(refused.page().mistake("minutes").is_some_and(|words| words.contains("Pas plus de")));
    let typed = [("to", to.as_str()), ("minutes", "30 min"), ("words", "Après l'orage")];
    assert_eq!(press(&mut giver, &page, "Proposer ces heures", &typed).await.status, 303);
    assert_eq!(press(&mut giver, &page, "Proposer ces heures", &typed).await.status, 303);

    let mut receiver = app.signed_in("brigitte_escande").await;
    let letters = app.letters().await;
    let offers: Vec<_> = letters.iter().filter(|letter| letter.to == world::person("brigitte_escande").email).collect();
    assert_eq!(offers.len(), 1, "pressed twice, offered once");
    let before = receiver.get(&sheet("semis", "2026-03")).await;
    assert!(!before.says("Reçu d'autres structures"), "an offer moves nothing");
    let offer = receiver.get(&offers[0].link()).await;
    assert!(offer.says("Après l'orage"));
    assert_eq!(press(&mut receiver, &offer, "Accepter", &[]).await.status, 303);
    assert!(receiver.get(&sheet("semis", "2026-03")).await.says("Reçu d'autres structures"));
    assert!(giver.get(&sheet("tablee", "2026-03")).await.says("Donné à d'autres structures"));
    let mut claire = app.signed_in("claire_vidal").await;
    assert!(claire.get("/pool").await.says("30 min de Centre social La Grande Tablée"));
    assert!(claire.get("/report?month=2026-03").await.says("Le compte est juste"));
}

#[rocket::async_test]
async fn what_the_group_switches_off_is_refused_with_a_sentence() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let pool = claire.get("/pool").await;
    assert!(pool.says("261 B"), "the page says why a group might");
    assert_eq!(claire.post("/pool/settings", &[("signing_days", "7")]).await.status, 303);
    let pool = claire.get("/pool").await;
    assert!(pool.page().find("button", "Accorder ces heures").is_none());
    let douces = world::id("structures/douces");
    let form = [
        ("grant", "01900000-0000-7000-8000-00000000000d"),
        ("structure", douces.as_str()),
        ("minutes", "1 min"),
        ("reason", "Un imprévu"),
    ];
    let refused = claire.post("/pool/grants", &form).await;
    assert_eq!(refused.status, 422);
    let mut giver = app.signed_in("stephane_abadie").await;
    let page = giver.get(&format!("/structures/{}/gifts", world::id("structures/tablee"))).await;
    assert!(page.says("n'utilise pas les dons") && page.page().find("button", "Proposer ces heures").is_none());
}

//! What second lives avoid: a low and a high with their sources, estimates that stay as they were made, hypotheses that are the group's.

use crate::ready::handed_over;
use crate::support::{App, Person};
use chrono::TimeDelta;
use parcommun::store::carbon;

const SCREEN: &str = "radio_ecran_regie";
const OTHER_SCREEN: &str = "radio_ecran_accueil";

async fn text(person: &mut Person<'_>) -> String {
    let page = person.get("/lifetimes").await;
    assert_eq!(page.status, 200);
    page.page().text().replace('\u{a0}', " ")
}

/// Writes other hypotheses than those of the program.
async fn suppose(claire: &mut Person<'_>, anew: bool) {
    let form = [("substitution", "100"), ("second_life", "36"), ("transport", "0"), ("workshop", "0")];
    let more = if anew { &[("anew", "true")][..] } else { &[] };
    let done = claire.post("/lifetimes/hypotheses", &[&form[..], more].concat()).await;
    assert_eq!(done.status, 303, "{}", done.page().text());
}

#[rocket::async_test]
async fn a_screen_that_serves_again_avoids_between_two_figures_and_says_how() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    assert!(text(&mut claire).await.contains("Aucune machine remise en état"));
    handed_over(&app, SCREEN).await;
    assert!(text(&mut claire).await.contains("presque rien encore"), "it has just begun");
    for (who, status) in [("samira_benali", 200), ("helene_castaing", 200), ("veronique_lacaze", 403), ("odile_tournier", 403)] {
        assert_eq!(app.signed_in(who).await.get("/lifetimes").await.status, status, "{who}");
    }
    app.wait(TimeDelta::days(730));
    let mut claire = app.signed_in("claire_vidal").await;
    let told = text(&mut claire).await;
    // 64.7 kg by one source and 65.89 by the other, over six years, half of the time a new one is bought: 5 392 and 5 491 g a year.
    assert!(told.contains("10,8 à 11 kg CO₂e") && told.contains("24 mois"), "{told}");
    for said in
        ["monitor/1", "ADEME Base Empreinte", "NegaOctet", "dans 50 % des cas", "51,9 g CO₂e par kWh", "73 kWh", "avec prudence"]
    {
        assert!(told.contains(said), "{said}: {told}");
    }
}

#[rocket::async_test]
async fn an_estimate_stays_as_it_was_made_until_somebody_asks_for_it_anew() {
    let app = App::start().await;
    handed_over(&app, SCREEN).await;
    let mut claire = app.signed_in("claire_vidal").await;
    suppose(&mut claire, false).await;
    handed_over(&app, OTHER_SCREEN).await;
    assert_eq!(carbon::estimate_due(&app.db, app.clock.now()).await.expect("a round"), 0, "each has its own");
    app.wait(TimeDelta::days(365));
    let mut claire = app.signed_in("claire_vidal").await;
    let told = text(&mut claire).await;
    // One at half, one at all of it: 5.4 + 10.8 and 5.5 + 11.
    assert!(told.contains("16,2 à 16,5 kg CO₂e") && told.contains("dans 100 % des cas"), "{told}");
    suppose(&mut claire, true).await;
    assert!(text(&mut claire).await.contains("21,6 à 22 kg CO₂e"), "{}", text(&mut claire).await);
}

#[rocket::async_test]
async fn hypotheses_that_make_no_sense_are_refused_and_nothing_typed_is_lost() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    for (field, value) in [("substitution", "120"), ("substitution", "moitié"), ("second_life", "0"), ("workshop", "-5")] {
        let mut form = vec![("substitution", "40"), ("second_life", "48"), ("transport", "350"), ("workshop", "1200")];
        form.retain(|(name, _)| *name != field);
        form.push((field, value));
        let refused = claire.post("/lifetimes/hypotheses", &form).await;
        assert!(
            refused.status == 422 && refused.page().mistake(field).is_some() && refused.page().holds(field, value),
            "{field} {value}"
        );
        assert!(refused.page().holds("transport", "350"));
    }
    assert!(
        claire.get("/lifetimes").await.page().text().replace('\u{a0}', " ").contains("dans 50 % des cas"),
        "nothing was written"
    );
}

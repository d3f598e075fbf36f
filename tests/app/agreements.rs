//! A structure leaves the group and comes back.

use crate::support::{App, Person, world};
use chrono::TimeDelta;

fn cabas(rest: &str) -> String {
    format!("/structures/{}{rest}", world::id("structures/cabas"))
}

/// Closes a month whose sheets nobody has a question about.
async fn close(claire: &mut Person<'_>, month: &str) {
    let closed = claire.post("/closing", &[("month", month)]).await;
    assert_eq!(closed.location(), format!("/report?month={month}"));
}

#[rocket::async_test]
async fn a_structure_that_left_comes_back_under_its_code_with_a_new_agreement() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    assert_eq!(claire.post(&cabas("/ending"), &[("month", "2026-03")]).await.status, 303);
    app.wait(TimeDelta::days(70));
    let mut claire = app.signed_in("claire_vidal").await;
    for month in ["2026-02", "2026-03", "2026-04"] {
        close(&mut claire, month).await;
    }
    let page = claire.get(&cabas("")).await;
    assert!(page.says("convention finie : mars 2026"), "{}", page.page().text());
    assert!(page.page().find("link", "Ajouter un avenant").is_none(), "what is over is not amended");
    assert!(claire.get(&cabas("/ending")).await.says("plus rien ne change"));

    let form = claire.get(&page.page().link("Nouvelle convention")).await;
    assert!(form.says("La dernière convention finit avec mars 2026"));
    let agreements = cabas("/agreements");
    for (month, why) in [("2026-03", "couvre encore ce mois"), ("2026-04", "Ce mois est clôturé"), ("mai", "mois")] {
        let refused = claire.post(&agreements, &[("first_month", month), ("monthly", "4 h"), ("note", "De retour")]).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.says(why) && refused.page().holds("monthly", "4 h") && refused.page().holds("note", "De retour"),
            "{month}"
        );
    }
    let form = [("first_month", "2026-06"), ("monthly", "4 h"), ("note", "De retour")];
    assert_eq!(claire.post(&agreements, &form).await.status, 303);
    assert_eq!(claire.post(&agreements, &form).await.status, 303, "pressed twice");
    let again = claire.post(&agreements, &[("first_month", "2026-09"), ("monthly", "4 h"), ("note", "")]).await;
    assert!(again.status == 422 && again.says("couvre encore ce mois"), "it comes back once");
    let page = claire.get(&cabas("")).await;
    assert!(page.says("4 h") && page.says("De retour") && page.says("dernier mois : mars 2026"), "{}", page.page().text());
    assert!(page.page().find("link", "Ajouter un avenant").is_some());

    app.wait(TimeDelta::days(40));
    let mut claire = app.signed_in("claire_vidal").await;
    for month in ["2026-05", "2026-06"] {
        close(&mut claire, month).await;
    }
    let page = claire.get(&cabas("/statements/2026-06")).await;
    assert_eq!(page.status, 200);
    assert!(page.says("4 h"), "the month is counted from nothing: {}", page.page().text());
    assert_eq!(claire.get(&cabas("/statements/2026-05")).await.status, 404, "no member between");
    parcommun::store::check::check(&app.db).await.expect("the journal replays");
}

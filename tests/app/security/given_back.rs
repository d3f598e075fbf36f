//! What is typed is not lost: a form with one mistake comes back with everything else in its fields.

use super::forms::{FORMS, Filled, address, borrowed};
use crate::doors::{Street, someone};

/// What nobody may type into one field or another: too much, not a number, none of the choices, nothing.
fn mistakes() -> [String; 4] {
    ["é".repeat(20_000), "-1".into(), "douze".into(), String::new()]
}

/// What a form lost of the other fields that it shows when one of them was mistaken. The choice of a structure is left out:
/// what else is offered depends on it. A text that is mistaken stands in its field too.
async fn lost(form: &Filled, compared: &mut usize) -> Vec<String> {
    let street = Street::start().await;
    let to = address(&street, form.route);
    let mut person = someone(&street.app, form.who).await;
    let mut lost = Vec::new();
    for (number, (mistaken, _)) in form.fields.iter().enumerate().filter(|(_, (name, _))| *name != "structure") {
        for mistake in mistakes() {
            let mut fields = form.values();
            fields[number].1.clone_from(&mistake);
            let answer = person.post(&to, &borrowed(&fields)).await;
            let page = answer.page();
            if answer.status != 422 || !page.shows_field(mistaken) {
                continue;
            }
            let kept = |name: &str| name != *mistaken || page.takes_text(name);
            let others = fields.iter().filter(|(name, value)| kept(name) && !value.is_empty() && page.shows_field(name));
            let gone = others.inspect(|_| *compared += 1).filter(|(name, value)| !page.holds(name, value));
            let shown: String = mistake.chars().take(8).collect();
            lost.extend(gone.map(|(name, _)| format!("{} with {mistaken}={shown}: {name}", form.route)));
        }
    }
    lost
}

#[rocket::async_test]
async fn a_form_with_a_mistake_gives_back_what_was_typed() {
    let (mut all, mut compared) = (Vec::new(), 0);
    for form in FORMS.iter().filter(|form| form.status == 303) {
        all.extend(lost(form, &mut compared).await);
    }
    assert_eq!(all, Vec::<String>::new());
    assert!(compared > 300, "only {compared} fields were looked at");
}

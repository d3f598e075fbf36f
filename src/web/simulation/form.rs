//! What is asked in the address: rules by the names and words of the rules form, an agreement, what to look at.

use crate::domain::hours::simulation::Trial;
use crate::domain::hours::{Code, Rules};
use crate::domain::time::Minutes;
use crate::store::hours::Past;
use crate::web::errors::Error;
use crate::web::forms::Form;
use crate::web::layout::Layout;
use crate::web::params::{Hours, Maybe, Percent, Whole};
use fluent_bundle::FluentValue;
use rocket::FromForm;
use rocket::form::Contextual;
use serde::Serialize;

pub const ADDRESS: &str = "/rules/simulation";

/// Beyond, one types a code: a list of hundreds is no list.
pub const MOST_LISTED: usize = 15;

const NAMES: [&str; 6] = ["validity", "carry_cap", "solidarity", "borrow", "structure", "monthly"];

#[derive(FromForm)]
pub struct Asked {
    validity: Whole<1, 120>,
    carry_cap: Maybe<Percent>,
    solidarity: Percent,
    borrow: Percent,
    structure: Maybe<Code>,
    monthly: Maybe<Hours>,
    /// The member whose months are looked at.
    of: Maybe<Code>,
    year: Maybe<Whole<2000, 2199>>,
}

/// What is tried, and what of it is looked at.
pub struct Tried {
    pub trial: Trial,
    pub of: Option<Code>,
    pub year: Option<i32>,
}

/// A trial to begin with.
#[derive(Serialize)]
pub struct Example {
    href: String,
    label: String,
}

/// The form as it was sent; filled in with the rules that hold when nothing was.
pub fn seen(layout: &Layout<'_>, asked: &Contextual<'_, Asked>, standing: Rules) -> Result<Form, Error> {
    if NAMES.iter().any(|name| asked.context.field_value(name).is_some()) {
        return layout.again(&NAMES, &asked.context);
    }
    let values = values(standing);
    Ok(values.into_iter().fold(Form::blank(&NAMES), |form, (name, value)| form.with(name, value)))
}

/// The rules as the address writes them: whole per cent, nothing for no cap.
fn values(rules: Rules) -> [(&'static str, String); 4] {
    let percent = |permille: i64| (permille / 10).to_string();
    [
        ("validity", rules.validity_months.to_string()),
        ("carry_cap", rules.carry_cap_permille.map(percent).unwrap_or_default()),
        ("solidarity", percent(rules.solidarity_permille)),
        ("borrow", percent(rules.borrow_permille)),
    ]
}

/// What to try; `None` when a structure or its hours are missing, which the form then says.
pub fn tried(layout: &Layout<'_>, asked: &Asked, past: &Past, form: &mut Form) -> Result<Option<Tried>, Error> {
    let agreement = match (asked.structure.0.clone(), asked.monthly.0) {
        (None, None) => None,
        (Some(code), Some(monthly)) if past.structures.contains_key(&code) => Some((code, monthly.0)),
        (Some(_), Some(_)) => {
            form.mistake("structure", layout.text("simulation-mistake-structure")?);
            return Ok(None);
        }
        (None, Some(_)) => {
            form.mistake("structure", layout.text("simulation-mistake-which")?);
            return Ok(None);
        }
        (Some(_), None) => {
            form.mistake("monthly", layout.text("simulation-mistake-monthly")?);
            return Ok(None);
        }
    };
    let rules = Rules {
        validity_months: u32::try_from(asked.validity.0).unwrap_or(Rules::LONGEST_VALIDITY),
        carry_cap_permille: asked.carry_cap.0.map(Percent::permille),
        solidarity_permille: asked.solidarity.permille(),
        borrow_permille: asked.borrow.permille(),
    };
    let year = asked.year.0.and_then(|year| i32::try_from(year.0).ok());
    Ok(Some(Tried { trial: Trial { rules, agreement }, of: asked.of.0.clone(), year }))
}

/// The structures to choose from, when they are few.
pub fn offering_structures(layout: &Layout<'_>, form: Form, past: &Past) -> Result<Form, Error> {
    if past.structures.len() > MOST_LISTED {
        return Ok(form);
    }
    let none = (String::new(), layout.text("simulation-no-structure")?, None);
    let mut choices: Vec<_> = past.structures.iter().map(|(code, (_, name))| (code.to_string(), name.clone(), None)).collect();
    choices.sort_by_cached_key(|(_, name, _)| crate::texts::format::alphabetical(name));
    Ok(form.offering("structure", std::iter::once(none).chain(choices)))
}

/// Three trials that say something whatever the rules are.
pub fn examples(layout: &Layout<'_>, standing: Rules) -> Result<Vec<Example>, Error> {
    let longer = if standing.validity_months < 6 { 6 } else { 12 };
    let (cap, cap_key) = match standing.carry_cap_permille {
        Some(_) => (None, "simulation-example-no-cap"),
        None => (Some(1000), "simulation-example-cap"),
    };
    let (borrow, borrow_key) = match standing.borrow_permille {
        0 => (500, "simulation-example-advance"),
        _ => (0, "simulation-example-no-advance"),
    };
    let trials = [
        (Rules { validity_months: longer, ..standing }, "simulation-example-longer"),
        (Rules { carry_cap_permille: cap, ..standing }, cap_key),
        (Rules { borrow_permille: borrow, ..standing }, borrow_key),
    ];
    let example = |(rules, key): (Rules, &str)| {
        let tried = Tried { trial: Trial { rules, agreement: None }, of: None, year: None };
        let args = [("n", FluentValue::from(longer))];
        Ok(Example { href: href(&tried, None, None), label: layout.text_with(key, args)? })
    };
    trials.into_iter().map(example).collect()
}

/// The address of a trial, of one member's months, of one year: numbers and codes, which need no escaping.
pub fn href(tried: &Tried, of: Option<&Code>, year: Option<i32>) -> String {
    let mut pairs: Vec<(&str, String)> = values(tried.trial.rules).into_iter().collect();
    if let Some((code, monthly)) = &tried.trial.agreement {
        pairs.push(("structure", code.to_string()));
        pairs.push(("monthly", hours(*monthly)));
    }
    pairs.extend(of.map(|code| ("of", code.to_string())));
    pairs.extend(year.map(|year| ("year", year.to_string())));
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{ADDRESS}?{}", query.join("&"))
}

/// The trial in a sentence: a page on paper has no address.
pub fn told(layout: &Layout<'_>, tried: &Tried, name: &impl Fn(&Code) -> String) -> Result<String, Error> {
    let Trial { rules, agreement } = &tried.trial;
    let percent = |permille: i64| FluentValue::from(format!("{}\u{a0}%", permille / 10));
    let cap = match rules.carry_cap_permille {
        Some(permille) => layout.text_with("simulation-tried-cap", [("cap", percent(permille))])?,
        None => layout.text("simulation-tried-no-cap")?,
    };
    let args = [
        ("n", FluentValue::from(rules.validity_months)),
        ("cap", cap.into()),
        ("solidarity", percent(rules.solidarity_permille)),
        ("borrow", percent(rules.borrow_permille)),
    ];
    let said = layout.text_with("simulation-tried", args)?;
    let Some((code, monthly)) = agreement else { return Ok(said) };
    let args = [("name", FluentValue::from(name(code))), ("hours", layout.duration(*monthly).into())];
    Ok(format!("{said} {}", layout.text_with("simulation-tried-agreement", args)?))
}

/// « 4h30 », which the field reads.
fn hours(minutes: Minutes) -> String {
    format!("{}h{:02}", minutes.0 / 60, minutes.0 % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rocket::form::{Form as Parsed, ValueField};

    #[test]
    fn an_address_brings_the_same_trial_back() {
        let rules = Rules { validity_months: 6, carry_cap_permille: None, solidarity_permille: 250, borrow_permille: 1000 };
        let trial = Trial { rules, agreement: Some(("ABC".into(), Minutes(270))) };
        let address = href(&Tried { trial: trial.clone(), of: None, year: None }, Some(&"XY".into()), Some(2026));
        let (path, query) = address.split_once('?').expect("a query");
        assert_eq!(
            (path, query),
            (ADDRESS, "validity=6&carry_cap=&solidarity=25&borrow=100&structure=ABC&monthly=4h30&of=XY&year=2026")
        );
        let asked = Parsed::<Asked>::parse_iter(query.split('&').map(ValueField::parse)).expect("what was written is read");
        assert_eq!((asked.carry_cap.0, asked.validity.0, asked.solidarity.permille()), (None, 6, 250));
        assert_eq!((asked.structure.0, asked.monthly.0.map(|m| m.0)), (Some("ABC".into()), Some(Minutes(270))));
    }
}

//! The rules of the pool: each version in plain words, and the form that sets them from a month on.

pub mod words;

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::{Maybe, Percent, TimeOfDay, Whole};
use crate::domain::hours::Rules;
use crate::domain::interventions::{ChargeRules, Kind};
use crate::domain::time::{Minutes, Month};
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::hours::{self, RulesError, RulesOf};
use crate::texts::format;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;
use std::collections::BTreeMap;

pub fn routes() -> Vec<Route> {
    routes![index, new, create]
}

#[derive(Serialize)]
struct RulesPage {
    new_href: String,
    simulation_href: String,
    group_href: String,
    calendar_href: String,
    /// Those that hold now, then those to come, then those of the past.
    now: words::Version,
    coming: Vec<words::Version>,
    past: Vec<words::Version>,
}

#[get("/rules")]
async fn index(coordinator: Coordinator, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let month = Month::of(layout.today());
    let versions = hours::versions(db, &coordinator).await?;
    let (coming, begun): (Vec<_>, Vec<_>) = versions.into_iter().partition(|(from, _)| *from > month);
    let mut begun = begun.into_iter();
    let now = match begun.next() {
        Some((from, rules)) => words::version(&layout, Some(from), &rules)?,
        None => words::version(&layout, None, &RulesOf::default())?,
    };
    let told = |(from, rules): (Month, RulesOf)| words::version(&layout, Some(from), &rules);
    let page = RulesPage {
        new_href: uri!(new(None::<Month>, _, _, _, _)).to_string(),
        simulation_href: super::simulation::href(),
        group_href: uri!(super::group::edit).to_string(),
        calendar_href: super::calendar::href(),
        now,
        // The next to come first.
        coming: coming.into_iter().rev().map(told).collect::<Result<_, _>>()?,
        past: begun.map(told).collect::<Result<_, _>>()?,
    };
    layout.page("rules/index", layout.text("rules-title")?, &page)
}

const NAMES: [&str; 15] = [
    "from",
    "unit",
    "minimum",
    "remote",
    "on_site",
    "travel",
    "maintenance",
    "training",
    "opens",
    "closes",
    "after_hours",
    "validity",
    "carry_cap",
    "solidarity",
    "borrow",
];

/// The kinds that a member is charged, each with the name of its field.
const KINDS: [(Kind, &str); 5] = [
    (Kind::Remote, "remote"),
    (Kind::OnSite, "on_site"),
    (Kind::Travel, "travel"),
    (Kind::Maintenance, "maintenance"),
    (Kind::Training, "training"),
];

#[derive(Serialize)]
struct NewPage {
    form: View,
    href: String,
    back_href: String,
    lead: String,
    /// Rules that are set for later already, and will take over.
    later: Option<String>,
}

async fn new_page(by: &Coordinator, layout: &Layout<'_>, db: &Db, month: Month, form: View) -> Result<Page, Error> {
    let later = hours::versions(db, by).await?.into_iter().map(|(from, _)| from).rfind(|from| *from > month);
    let told = |key: &str, month: Month| layout.text_with(key, [("month", FluentValue::from(layout.month(month)))]);
    let lead = match hours::first_open_month(db, by).await? {
        Some(open) => told("rules-new-lead", open)?,
        None => layout.text("rules-new-lead-first")?,
    };
    let page = NewPage {
        form: offering_units(layout, form)?,
        href: uri!(create).to_string(),
        back_href: uri!(index).to_string(),
        lead,
        later: later.map(|from| told("rules-later", from)).transpose()?,
    };
    layout.page_of_form("rules/new", layout.text("rules-new-title")?, &page.form, &page)
}

/// The usual units, and the one that stands when it is another.
fn offering_units(layout: &Layout<'_>, form: View) -> Result<View, Error> {
    let mut units = vec![1, 5, 15, 30];
    if let Ok(standing) = form.value("unit").parse::<i64>()
        && (1..=240).contains(&standing)
        && !units.contains(&standing)
    {
        units.push(standing);
    }
    let mut choices = Vec::new();
    for unit in units {
        let label = if unit == 1 { layout.text("rules-unit-minute")? } else { layout.duration(Minutes(unit)) };
        choices.push((unit.to_string(), label, None));
    }
    Ok(form.offering("unit", choices))
}

/// The form, filled in with the rules that hold in the month asked, or next month; this one while nothing was ever closed.
/// Rules that were tried out come with the address, and stand instead.
#[get("/rules/new?<from>&<validity>&<carry_cap>&<solidarity>&<borrow>")]
#[allow(clippy::too_many_arguments, reason = "the rules that may come with the address, one by one")]
async fn new(
    coordinator: Coordinator,
    layout: Layout<'_>,
    from: Option<Month>,
    validity: Option<&str>,
    carry_cap: Option<&str>,
    solidarity: Option<&str>,
    borrow: Option<&str>,
    db: &State<Db>,
) -> Result<Page, Error> {
    let from = match from {
        Some(from) => from,
        None => usual_month(&layout, hours::first_open_month(db, &coordinator).await?),
    };
    let tried = [("validity", validity), ("carry_cap", carry_cap), ("solidarity", solidarity), ("borrow", borrow)];
    let form = filled_in(&hours::rules(db, from).await?).with("from", from.to_string());
    let form = tried.into_iter().fold(form, |form, (name, value)| match value {
        Some(value) if value.chars().all(|c| c.is_ascii_digit() || " %,.".contains(c)) => form.with(name, value),
        _ => form,
    });
    new_page(&coordinator, &layout, db, from, form).await
}

/// From when new rules usually hold: next month, or this one while nothing was ever closed.
pub fn usual_month(layout: &Layout<'_>, first_open: Option<Month>) -> Month {
    let month = Month::of(layout.today());
    first_open.map_or(month, |open| open.max(month.next()))
}

/// The address of the form filled in with rules that were tried out.
pub fn href_of_tried(from: Month, rules: Rules) -> String {
    let whole = |permille: i64| (permille / 10).to_string();
    let (validity, cap) = (rules.validity_months.to_string(), rules.carry_cap_permille.map(whole).unwrap_or_default());
    let (solidarity, borrow) = (whole(rules.solidarity_permille), whole(rules.borrow_permille));
    let given = (Some(validity.as_str()), Some(cap.as_str()), Some(solidarity.as_str()), Some(borrow.as_str()));
    uri!(new(Some(from), given.0, given.1, given.2, given.3)).to_string()
}

fn percent(permille: i64) -> String {
    format!("{}\u{a0}%", permille / 10)
}

fn filled_in(rules: &RulesOf) -> View {
    let RulesOf { pool, charge } = rules;
    let form = View::blank(&NAMES)
        .with("unit", charge.unit.0.to_string())
        .with("minimum", format::duration(charge.minimum))
        .with("opens", format::time_value(charge.opens % 1440))
        .with("closes", format::time_value(charge.closes % 1440))
        .with("after_hours", percent(charge.after_hours_permille))
        .with("validity", pool.validity_months.to_string())
        .with("carry_cap", pool.carry_cap_permille.map(percent).unwrap_or_default())
        .with("solidarity", percent(pool.solidarity_permille))
        .with("borrow", percent(pool.borrow_permille));
    KINDS.iter().fold(form, |form, (kind, name)| form.with(name, percent(charge.permille_of(*kind))))
}

#[derive(FromForm)]
struct NewRules {
    from: Month,
    unit: Whole<1, 240>,
    minimum: Minutes,
    remote: Percent,
    on_site: Percent,
    travel: Percent,
    maintenance: Percent,
    training: Percent,
    opens: TimeOfDay,
    closes: TimeOfDay,
    after_hours: Percent,
    validity: Whole<1, 120>,
    carry_cap: Maybe<Percent>,
    solidarity: Percent,
    borrow: Percent,
}

const MIDNIGHT: u32 = 24 * 60;

impl NewRules {
    /// Midnight as the end of a day is its last minute, not its first.
    fn closes(&self) -> u32 {
        if self.closes.0 == 0 { MIDNIGHT } else { self.closes.0 }
    }

    fn rules(&self) -> RulesOf {
        let kinds = [self.remote, self.on_site, self.travel, self.maintenance, self.training];
        let permille: BTreeMap<Kind, i64> =
            KINDS.iter().zip(kinds).map(|((kind, _), percent)| (*kind, percent.permille())).collect();
        RulesOf {
            pool: Rules {
                validity_months: u32::try_from(self.validity.0).unwrap_or(Rules::LONGEST_VALIDITY),
                carry_cap_permille: self.carry_cap.0.map(Percent::permille),
                solidarity_permille: self.solidarity.permille(),
                borrow_permille: self.borrow.permille(),
            },
            charge: ChargeRules {
                unit: Minutes(self.unit.0),
                minimum: self.minimum,
                permille,
                after_hours_permille: self.after_hours.permille(),
                opens: self.opens.0,
                closes: self.closes(),
            },
        }
    }
}

#[post("/rules", data = "<form>")]
async fn create(
    coordinator: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewRules>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let typed = form.context.field_value("from").and_then(|text| text.parse().ok());
    let month: Month = typed.unwrap_or_else(|| Month::of(layout.today()).next());
    let Some(new) = &form.value else {
        return Ok(Submitted::Refused(new_page(&coordinator, &layout, db, month, again).await?));
    };
    if new.opens.0 >= new.closes() {
        again.mistake("closes", layout.text("rules-mistake-closes")?);
        return Ok(Submitted::Refused(new_page(&coordinator, &layout, db, month, again).await?));
    }
    match hours::set_rules(db, &coordinator, new.from, &new.rules(), now.at).await {
        Ok(()) => Ok(Submitted::accepted(uri!(index), "rules-set")),
        Err(RulesError::Database(fault)) => Err(fault.into()),
        Err(RulesError::MonthClosed) => {
            again.mistake("from", layout.text("rules-mistake-month-closed")?);
            Ok(Submitted::Refused(new_page(&coordinator, &layout, db, month, again).await?))
        }
    }
}

/// The address of the rules of the pool.
pub fn href() -> String {
    uri!(index).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rocket::form::ValueField;
    use rocket::form::name::NameView;

    fn sent_back(form: &View) -> Option<RulesOf> {
        let fields = NAMES.iter().map(|name| ValueField { name: NameView::new(name), value: form.value(name) });
        Form::<NewRules>::parse_iter(fields).ok().map(|new| new.rules())
    }

    #[test]
    fn rules_filled_in_and_sent_back_unchanged_are_the_same_rules() {
        let start = RulesOf::default();
        let charge = ChargeRules {
            unit: Minutes(10),
            minimum: Minutes(90),
            permille: KINDS.iter().map(|(kind, _)| (*kind, 500)).collect(),
            after_hours_permille: 1250,
            opens: 0,
            closes: MIDNIGHT,
        };
        let pool = Rules { carry_cap_permille: None, solidarity_permille: 0, ..start.pool };
        for rules in [start, RulesOf { pool, charge }] {
            let from = "2026-12";
            let back = sent_back(&filled_in(&rules).with("from", from));
            let kinds = |rules: &RulesOf| KINDS.map(|(kind, _)| rules.charge.permille_of(kind));
            let known = back.as_ref().map(|back| (back.pool, kinds(back), back.charge.unit, back.charge.minimum));
            assert_eq!(known, Some((rules.pool, kinds(&rules), rules.charge.unit, rules.charge.minimum)));
            let hours = back.map(|back| (back.charge.opens, back.charge.closes, back.charge.after_hours_permille));
            assert_eq!(hours, Some((rules.charge.opens, rules.charge.closes, rules.charge.after_hours_permille)));
        }
    }

    #[test]
    fn an_empty_cap_is_no_cap_and_a_wrong_one_is_a_mistake() {
        let form = filled_in(&RulesOf::default()).with("from", "2026-12");
        assert_eq!(sent_back(&form.clone().with("carry_cap", "")).map(|rules| rules.pool.carry_cap_permille), Some(None));
        assert_eq!(sent_back(&form.with("carry_cap", "beaucoup")), None);
    }
}

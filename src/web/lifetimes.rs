//! « Vies prolongées »: what machines that were made ready have served since, what that avoids between two sources, over hypotheses that
//! stand one click away (`equipment.md` § 7).

mod hypotheses;

use super::errors::Error;
use super::layout::{Layout, Page};
use crate::domain::carbon::{Confidence, Factor, Hypotheses, Range, electricity, factor_by_id};
use crate::domain::equipment::EquipmentKind;
use crate::store::Db;
use crate::store::access::{Coordinator, LifetimesReader};
use crate::store::carbon::{Lifetime, Supposed, lifetimes, supposed};
use crate::texts::format;
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

pub fn routes() -> Vec<Route> {
    let mut all = routes![show];
    all.extend(hypotheses::routes());
    all
}

/// The address of the page.
pub fn href() -> String {
    uri!(show).to_string()
}

#[derive(Serialize)]
struct LifetimesPage {
    /// Nothing was handed over yet.
    none: bool,
    lives: usize,
    serving: usize,
    months: String,
    /// By all that is estimated; none when nothing is.
    avoided: Option<String>,
    unestimated: usize,
    kinds: Vec<KindLine>,
    parts: i64,
    parts_unknown: i64,
    supposed: Said,
    electricity: String,
    electricity_source: String,
    sources: Vec<Source>,
    hypotheses_href: Option<String>,
}

/// What a kind of machine comes to.
#[derive(Serialize)]
struct KindLine {
    kind: String,
    lives: usize,
    months: String,
    avoided: Option<String>,
    /// ADEME's own figure for a refurbished one.
    ademe: Option<String>,
    /// What one uses in a year.
    energy: Option<String>,
    confidence: Option<String>,
}

/// The hypotheses in words.
#[derive(Serialize)]
struct Said {
    substitution: String,
    second_life: String,
    transport: String,
    workshop: String,
    since: Option<String>,
}

/// Where the figures of a kind of machine come from.
#[derive(Serialize)]
struct Source {
    id: String,
    version: String,
    source: String,
    cross_check: String,
    refurbished: String,
}

#[get("/lifetimes")]
async fn show(by: LifetimesReader, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let all = lifetimes(db, &by, layout.now).await?;
    let supposed = supposed(db, &by).await?;
    let told = Told { layout: &layout };
    let mut kinds: BTreeMap<EquipmentKind, Vec<&Lifetime>> = BTreeMap::new();
    for life in &all {
        kinds.entry(life.kind).or_default().push(life);
    }
    let used: BTreeSet<&str> = all.iter().filter_map(|life| life.estimate.as_ref()?.factor.as_deref()).collect();
    let count = |of: fn(&crate::store::carbon::Estimate) -> i64| all.iter().filter_map(|life| life.estimate.as_ref()).map(of).sum();
    let page = LifetimesPage {
        none: all.is_empty(),
        lives: all.len(),
        serving: all.iter().filter(|life| life.life.serves).count(),
        months: told.months(&all.iter().collect::<Vec<_>>())?,
        avoided: told.avoided(&all.iter().collect::<Vec<_>>())?,
        unestimated: all.iter().filter(|life| a_year(life).is_none()).count(),
        kinds: kinds.iter().map(|(kind, lives)| told.kind(*kind, lives)).collect::<Result<_, _>>()?,
        parts: count(|estimate| estimate.parts),
        parts_unknown: count(|estimate| estimate.parts_unknown),
        supposed: told.supposed(&supposed)?,
        electricity: told.with("lifetimes-electricity", "n", tenths(&layout, electricity().milligrams_a_kwh() / 100))?,
        electricity_source: format!("{} ({})", electricity().source(), electricity().smoothed_over()),
        sources: used.into_iter().filter_map(factor_by_id).map(source).collect(),
        hypotheses_href: Coordinator::of(by.viewer()).map(|_| hypotheses::href()),
    };
    layout.page("lifetimes/show", layout.text("lifetimes-title")?, &page)
}

fn source(of: &Factor) -> Source {
    Source {
        id: of.id().to_owned(),
        version: of.version().to_owned(),
        source: of.source().to_owned(),
        cross_check: of.cross_check_source().to_owned(),
        refurbished: of.refurbished_source().to_owned(),
    }
}

fn a_year(of: &Lifetime) -> Option<Range> {
    of.estimate.as_ref()?.a_year
}

/// What lives have avoided so far, those of which it is estimated.
fn total(of: &[&Lifetime]) -> Range {
    let so_far = |life: &&Lifetime| Some(a_year(life)?.over(life.life.served.num_days()));
    of.iter().filter_map(so_far).fold(Range::default(), Range::plus)
}

const DAYS: i64 = 365;
/// Grams that round to nothing.
const LITTLE: i64 = 50;

/// Figures in words.
struct Told<'l> {
    layout: &'l Layout<'l>,
}

impl Told<'_> {
    fn with(&self, key: &str, name: &'static str, value: String) -> Result<String, Error> {
        self.layout.text_with(key, [(name, FluentValue::from(value))])
    }

    /// What lives have avoided so far; none when nobody has measured such machines.
    fn avoided(&self, of: &[&Lifetime]) -> Result<Option<String>, Error> {
        if of.iter().any(|life| a_year(life).is_some()) { self.range(total(of)).map(Some) } else { Ok(None) }
    }

    /// « 35 à 37 kg CO₂e »: never one proud number.
    fn range(&self, of: Range) -> Result<String, Error> {
        if of.high < LITTLE {
            return self.layout.text("lifetimes-little");
        }
        let (mut low, mut high) = (kilograms(self.layout, of.low), kilograms(self.layout, of.high));
        if low == high {
            // Rounded less, two sources say two things.
            (low, high) = (tenths(self.layout, (of.low + 50) / 100), tenths(self.layout, (of.high + 50) / 100));
        }
        self.layout.text_with("lifetimes-range", [("low", FluentValue::from(low)), ("high", FluentValue::from(high))])
    }

    fn months(&self, of: &[&Lifetime]) -> Result<String, Error> {
        let days: i64 = of.iter().map(|life| life.life.served.num_days()).sum();
        self.layout.text_with("lifetimes-months", [("n", FluentValue::from(days * 12 / DAYS))])
    }

    fn kind(&self, kind: EquipmentKind, of: &[&Lifetime]) -> Result<KindLine, Error> {
        let factor = of.iter().filter_map(|life| life.estimate.as_ref()?.factor.as_deref()).find_map(factor_by_id);
        let ademe = factor.and_then(Factor::ademe_grams_a_year).map(|grams| kilograms(self.layout, grams));
        let energy = factor.and_then(Factor::watt_hours_a_year).map(|wh| kilograms(self.layout, wh));
        Ok(KindLine {
            kind: self.layout.text(&format!("equipment-kind-{kind}"))?,
            lives: of.len(),
            months: self.months(of)?,
            avoided: self.avoided(of)?,
            ademe: ademe.map(|kg| self.with("lifetimes-ademe", "kg", kg)).transpose()?,
            energy: energy.map(|kwh| self.with("lifetimes-energy", "kwh", kwh)).transpose()?,
            confidence: match factor.map(Factor::confidence) {
                Some(Confidence::Low) => Some(self.layout.text("lifetimes-confidence-low")?),
                Some(Confidence::Medium) => Some(self.layout.text("lifetimes-confidence-medium")?),
                _ => None,
            },
        })
    }

    fn supposed(&self, of: &Supposed) -> Result<Said, Error> {
        let Hypotheses { substitution, second_life_months, transport_grams, workshop_wh } = of.hypotheses;
        let percent = format::decimal(self.layout.language, &(substitution / 10).to_string());
        Ok(Said {
            substitution: self.with("lifetimes-substitution", "percent", percent)?,
            second_life: self.layout.text_with("lifetimes-second-life", [("n", FluentValue::from(second_life_months))])?,
            transport: self.with("lifetimes-transport", "kg", kilograms(self.layout, transport_grams))?,
            workshop: self.with("lifetimes-workshop", "kwh", kilograms(self.layout, workshop_wh))?,
            since: of.since.map(|at| self.layout.whole_day_of(at)),
        })
    }
}

/// Thousandths as a whole number, from ten on; below with one decimal.
fn kilograms(layout: &Layout<'_>, grams: i64) -> String {
    if grams >= 10_000 { format::number(layout.language, (grams + 500) / 1_000) } else { tenths(layout, (grams + 50) / 100) }
}

/// Tenths as a number with one decimal; whole when it has none.
fn tenths(layout: &Layout<'_>, tenths: i64) -> String {
    let number = if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) };
    format::decimal(layout.language, &number)
}

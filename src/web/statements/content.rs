//! What a statement says, in words: the page and the PDF print the same.

use super::moves::{self, Moved};
use crate::domain::time::Month;
use crate::store::hours::{LotOfMonth, Money, SheetState, Statement};
use crate::store::interventions::{Corrected, Sheet};
use crate::store::structures::Structure;
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::hours::{Account, account, lines, words};
use crate::web::layout::Layout;
use crate::web::rules::words::{Rule, rules};
use fluent_bundle::FluentValue;
use serde::Serialize;

#[derive(Default, Serialize)]
pub struct Link {
    pub href: String,
    pub label: String,
}

#[derive(Serialize)]
pub struct Content {
    pub back: Link,
    pub previous: Option<Link>,
    pub next: Option<Link>,
    pub pdf_href: String,
    pub hours_href: String,
    /// `2026-02-REGIE`: the month and the structure's code, for ever.
    pub number: String,
    pub group: String,
    pub numbered: String,
    pub title: String,
    pub closed: String,
    pub signed: String,
    pub lead: String,
    pub caption: String,
    pub lines: Vec<Line>,
    pub interventions: i64,
    pub real: String,
    pub charged: String,
    pub account: Account,
    pub notes: Vec<String>,
    pub lots: Vec<Lot>,
    pub money: Vec<Amount>,
    pub posted: Vec<Moved>,
    pub since: Vec<Moved>,
    pub rules: Vec<Rule>,
    pub identity: String,
}

/// What was done on a day.
#[derive(Serialize)]
pub struct Line {
    pub day: String,
    pub kind: String,
    pub not_charged: Option<String>,
    pub ticket: Option<String>,
    pub real: String,
    pub charged: String,
}

/// Hours of one month: what was used of them, what is left and until when.
#[derive(Serialize)]
pub struct Lot {
    pub origin: String,
    pub until: String,
    pub used: String,
    pub carried: String,
}

#[derive(Serialize)]
pub struct Amount {
    pub label: String,
    pub amount: String,
}

impl Content {
    /// Addresses are the caller's to fill in.
    pub fn of(
        layout: &Layout<'_>,
        structure: &Structure,
        statement: &Statement,
        sheet: &Sheet,
        corrected: &[Corrected],
        signed: &SheetState,
    ) -> Result<Self, Error> {
        let (row, month) = (&statement.row, statement.month);
        let number = format!("{month}-{}", structure.code);
        let n = |number: &str| [("number", FluentValue::from(number.to_owned()))];
        let (posted, since) = corrected.iter().partition::<Vec<_>, _>(|corrected| corrected.period == month);
        Ok(Self {
            back: Link::default(),
            previous: None,
            next: None,
            pdf_href: String::new(),
            hours_href: String::new(),
            group: layout.group().map_or_else(String::new, |group| group.name.clone()),
            numbered: layout.text_with("statements-number", n(&number))?,
            number,
            title: title(layout, structure, month)?,
            closed: closed(layout, statement)?,
            signed: signature(layout, signed)?,
            lead: lead(layout, statement)?,
            caption: layout.text("statements-caption")?,
            lines: lines_of(layout, sheet)?,
            interventions: row.interventions,
            real: layout.duration(row.real),
            charged: layout.duration(row.charged),
            account: account(layout, row, month, true)?,
            notes: words::notes(layout, row, month, true)?,
            lots: statement.lots.iter().map(|lot| lot_of(layout, lot)).collect(),
            money: statement.money.as_ref().map_or(Ok(Vec::new()), |money| amounts(layout, money))?,
            posted: moves::posted(layout, &posted)?,
            since: moves::since(layout, &since)?,
            rules: rules(layout, &statement.rules)?,
            identity: identity(layout, statement)?,
        })
    }
}

fn title(layout: &Layout<'_>, structure: &Structure, month: Month) -> Result<String, Error> {
    let args = [("structure", FluentValue::from(structure.name.clone())), ("month", layout.month(month).into())];
    layout.text_with("statements-title", args)
}

fn lead(layout: &Layout<'_>, statement: &Statement) -> Result<String, Error> {
    let row = &statement.row;
    let key = if row.is_over() { "statements-lead-over" } else { "statements-lead" };
    let args = [("charged", row.charged), ("left", row.left), ("beyond", row.charged - row.from_lots)];
    layout.text_with(key, args.map(|(name, minutes)| (name, FluentValue::from(layout.duration(minutes)))))
}

fn closed(layout: &Layout<'_>, statement: &Statement) -> Result<String, Error> {
    let day = FluentValue::from(layout.whole_day_of(statement.closed_at));
    match &statement.closed_by {
        Some(name) => layout.text_with("statements-closed-by", [("day", day), ("name", FluentValue::from(name.clone()))]),
        None => layout.text_with("statements-closed", [("day", day)]),
    }
}

/// Who agreed with the hour sheet. A closed month was signed, or nobody objected in time.
fn signature(layout: &Layout<'_>, signed: &SheetState) -> Result<String, Error> {
    match signed {
        SheetState::Signed { name, at } => {
            let args = [("name", FluentValue::from(name.clone())), ("day", layout.whole_day_of(*at).into())];
            layout.text_with("statements-signed", args)
        }
        _ => layout.text("statements-tacit"),
    }
}

fn lines_of(layout: &Layout<'_>, sheet: &Sheet) -> Result<Vec<Line>, Error> {
    let line = |fact: lines::Fact| {
        let number = |n: i64| layout.text_with("hours-ticket", [("n", FluentValue::from(n.to_string()))]);
        Ok(Line {
            day: format::day(layout.language, fact.day, fact.day),
            kind: layout.text(&format!("hours-kind-{}", fact.kind))?,
            not_charged: lines::not_charged(layout, fact.not_charged, &fact.reasons)?,
            ticket: fact.number.map(number).transpose()?,
            real: layout.duration(fact.real),
            charged: layout.duration(fact.charged),
        })
    };
    lines::facts(sheet).into_iter().map(line).collect()
}

fn lot_of(layout: &Layout<'_>, lot: &LotOfMonth) -> Lot {
    Lot {
        origin: layout.month(lot.origin),
        until: layout.month(lot.expiry),
        used: layout.duration(lot.used),
        carried: layout.duration(lot.carried),
    }
}

/// The lines of what is due; what is nothing stays out, but the share and the sum.
fn amounts(layout: &Layout<'_>, money: &Money) -> Result<Vec<Amount>, Error> {
    let all = [("share", money.share), ("overage", money.overage), ("refund", -money.refund), ("due", money.due)];
    let shown = all.into_iter().filter(|(key, cents)| !cents.is_zero() || matches!(*key, "share" | "due"));
    shown
        .map(|(key, cents)| {
            let amount = layout.money(cents);
            Ok(Amount { label: layout.text(&format!("statements-money-{key}"))?, amount })
        })
        .collect()
}

fn identity(layout: &Layout<'_>, statement: &Statement) -> Result<String, Error> {
    let identity = &statement.identity;
    let parts = [
        ("sold", identity.sold),
        ("used", identity.used),
        ("lots", identity.lots),
        ("pot", identity.pot),
        ("debts", identity.debts),
    ];
    let key = if identity.holds() { "statements-identity" } else { "statements-identity-gap" };
    layout.text_with(key, parts.map(|(name, minutes)| (name, FluentValue::from(layout.duration(minutes)))))
}

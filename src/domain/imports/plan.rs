//! What a list would write, machine by machine, and what it would not, row by row.

use super::kinds::{kind_of, word};
use super::values::{self, DayOrder, said};
use super::{Fault, Row, Table, Target};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{PersonId, SiteId};
use crate::domain::inventories::is_junk_serial;
use crate::domain::money::Cents;
use crate::domain::words::is_deceptive;
use chrono::{Days, Months, NaiveDate};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A name of the structure with what it stands for.
#[derive(Clone, Debug)]
pub struct Known<T> {
    pub id: T,
    /// In the spelling of [`word`].
    pub names: Vec<String>,
}

/// What is known around a list.
#[derive(Clone, Debug, Default)]
pub struct Around {
    pub people: Vec<Known<PersonId>>,
    pub sites: Vec<Known<SiteId>>,
    /// The serial numbers of the register, in the spelling of [`word`].
    pub serials: HashSet<String>,
    /// What somebody said that words mean.
    pub kinds: BTreeMap<String, EquipmentKind>,
}

/// A machine as it would be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub line: u64,
    pub name: String,
    pub kind: EquipmentKind,
    pub brand: String,
    pub model: String,
    pub serial: String,
    pub user: Option<PersonId>,
    pub site: Option<SiteId>,
    pub place: String,
    pub year: Option<i64>,
    pub acquired_on: Option<NaiveDate>,
    pub purchased_on: Option<NaiveDate>,
    pub price: Option<Cents>,
    pub supplier: String,
    pub invoice_number: String,
    pub warranty_until: Option<NaiveDate>,
    pub note: String,
}

/// A row that would not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub line: u64,
    pub fault: Fault,
    /// What stands there, when a cell is at fault.
    pub said: String,
    /// The row above that has the same serial number.
    pub other: Option<u64>,
}

/// What would come of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub entries: Vec<Entry>,
    pub refusals: Vec<Refusal>,
    /// Words for kinds that nobody knows, as they are written, with how many rows say them.
    pub unknown: Vec<(String, usize)>,
    /// Columns of days in whose order something is to be told.
    pub orders: Vec<(usize, DayOrder)>,
}

/// The longest note that a machine has, in characters.
const MOST_NOTE: usize = 10_000;
/// How much is shown of what stands in a cell.
const SHOWN: usize = 60;

/// Plans a list whose columns are `targets`.
pub fn plan(table: &Table, targets: &[Option<Target>], around: &Around, today: NaiveDate) -> Plan {
    let columns: Vec<(usize, Target)> = targets.iter().enumerate().filter_map(|(at, target)| Some((at, (*target)?))).collect();
    let days = [Target::AcquiredOn, Target::PurchasedOn, Target::WarrantyUntil];
    let orders: HashMap<usize, DayOrder> = columns
        .iter()
        .filter(|(_, target)| days.contains(target))
        .filter_map(|(at, _)| Some((*at, values::order_of(table.rows.iter().map(|row| row.cell(*at)))?)))
        .collect();
    let mut reader = Reader { table, columns, orders, around, today, seen: HashMap::new(), unknown: BTreeMap::new() };
    let mut plan = Plan::default();
    for row in &table.rows {
        match reader.entry(row) {
            Ok(entry) => plan.entries.push(entry),
            Err(refusal) => plan.refusals.push(refusal),
        }
    }
    plan.unknown = reader.unknown.into_values().collect();
    plan.orders = reader.orders.into_iter().collect();
    plan.orders.sort_unstable();
    plan
}

struct Reader<'a> {
    table: &'a Table,
    columns: Vec<(usize, Target)>,
    orders: HashMap<usize, DayOrder>,
    around: &'a Around,
    today: NaiveDate,
    /// On which line each serial number stands.
    seen: HashMap<String, u64>,
    unknown: BTreeMap<String, (String, usize)>,
}

impl Reader<'_> {
    fn column(&self, wanted: Target) -> Option<usize> {
        self.columns.iter().find(|(_, target)| *target == wanted).map(|(at, _)| *at)
    }

    /// What a row says of this, or nothing.
    fn said<'r>(&self, row: &'r Row, wanted: Target) -> Option<&'r str> {
        said(row.cell(self.column(wanted)?))
    }

    fn line_of(&self, row: &Row, wanted: Target) -> Result<String, Refusal> {
        let text = one_line(self.said(row, wanted).unwrap_or_default());
        if wanted.longest().is_some_and(|most| text.chars().count() > most) {
            Err(refusal(row, Fault::TooLong, &text))
        } else {
            Ok(text)
        }
    }

    fn day(&self, row: &Row, wanted: Target, may_come: bool) -> Result<Option<NaiveDate>, Refusal> {
        let Some(at) = self.column(wanted) else { return Ok(None) };
        let text = row.cell(at);
        let day = values::day(text, self.orders.get(&at).copied()).map_err(|fault| refusal(row, fault, text))?;
        match day {
            Some(day) if day > self.today && !may_come => Err(refusal(row, Fault::DayToCome, text)),
            day => Ok(day),
        }
    }

    fn entry(&mut self, row: &Row) -> Result<Entry, Refusal> {
        if row.cells.iter().skip(self.table.headings.len()).any(|cell| !cell.is_empty()) {
            return Err(refusal(row, Fault::Cells, ""));
        }
        let kind = self.kind(row)?;
        let (brand, model) = (self.line_of(row, Target::Brand)?, self.line_of(row, Target::Model)?);
        let serial = Some(self.line_of(row, Target::Serial)?).filter(|serial| !is_junk_serial(serial)).unwrap_or_default();
        let name = named(self.line_of(row, Target::Name)?, &brand, &model, &serial);
        let text = |wanted| self.said(row, wanted).unwrap_or_default();
        let year = values::year(text(Target::Year), self.today).map_err(|fault| refusal(row, fault, text(Target::Year)))?;
        let price = values::price(text(Target::Price)).map_err(|fault| refusal(row, fault, text(Target::Price)))?;
        let purchased_on = self.day(row, Target::PurchasedOn, false)?;
        let (user, unknown_user) = self.user(row);
        let (site, place) = self.place(row)?;
        let (warranty_until, unread_months) = self.warranty(row, purchased_on)?;
        let entry = Entry {
            line: row.line,
            name: name.ok_or_else(|| refusal(row, Fault::Nameless, ""))?,
            kind,
            brand,
            model,
            user,
            site,
            place,
            year,
            acquired_on: self.day(row, Target::AcquiredOn, false)?,
            purchased_on,
            price,
            supplier: self.line_of(row, Target::Supplier)?,
            invoice_number: self.line_of(row, Target::InvoiceNumber)?,
            warranty_until,
            note: self.note(row, &[unknown_user, unread_months])?,
            serial,
        };
        self.alone(row, &entry.serial)?;
        Ok(entry)
    }

    /// The kind; a word that nobody knows is counted, and so is none.
    fn kind(&mut self, row: &Row) -> Result<EquipmentKind, Refusal> {
        let text = &self.line_of(row, Target::Kind)?;
        let spelt = word(text);
        let known = self.around.kinds.get(&spelt).copied().or_else(|| kind_of(text));
        known.ok_or_else(|| {
            self.unknown.entry(spelt).or_insert_with(|| (text.clone(), 0)).1 += 1;
            refusal(row, Fault::KindUnknown, text)
        })
    }

    /// Who uses it, when they are of the structure; else the column of which the note keeps what it says.
    fn user(&self, row: &Row) -> (Option<PersonId>, Option<Target>) {
        let Some(text) = self.said(row, Target::User) else { return (None, None) };
        let found = only(&self.around.people, &word(text));
        (found, found.is_none().then_some(Target::User))
    }

    /// « Association > Boutique > Réserve »: the site that the structure knows, and the rest.
    fn place(&self, row: &Row) -> Result<(Option<SiteId>, String), Refusal> {
        let text = self.line_of(row, Target::Place)?;
        let mut site = None;
        let mut rest = Vec::new();
        for part in text.split(" > ").map(str::trim).filter(|part| !part.is_empty()) {
            match only(&self.around.sites, &word(part)) {
                Some(found) => site = Some(found),
                None => rest.push(part),
            }
        }
        Ok((site, rest.join(" · ")))
    }

    /// The last day of the warranty; months are counted from the purchase on, and noted where there is none.
    fn warranty(&self, row: &Row, purchased_on: Option<NaiveDate>) -> Result<(Option<NaiveDate>, Option<Target>), Refusal> {
        let until = self.day(row, Target::WarrantyUntil, true)?;
        let Some(text) = self.said(row, Target::WarrantyMonths).filter(|_| until.is_none()) else { return Ok((until, None)) };
        let months = values::months(text);
        let last = purchased_on
            .zip(months)
            .and_then(|(from, months)| from.checked_add_months(Months::new(months))?.checked_sub_days(Days::new(1)));
        Ok((last, last.is_none().then_some(Target::WarrantyMonths)))
    }

    /// What the columns for notes say, and what found no place of its own, each after its heading.
    fn note(&self, row: &Row, kept: &[Option<Target>]) -> Result<String, Refusal> {
        let noted = self.columns.iter().filter(|(_, target)| *target == Target::Note || kept.contains(&Some(*target)));
        let lines: Vec<String> = noted
            .filter_map(|(at, _)| {
                let heading = self.table.headings.get(*at).filter(|heading| !heading.is_empty());
                let words = said(row.cell(*at))?.replace(|c: char| is_deceptive(c) || (c.is_control() && c != '\n'), "");
                Some(heading.map_or_else(|| words.clone(), |heading| format!("{heading}\u{a0}: {words}")))
            })
            .collect();
        let note = lines.join("\n");
        if note.chars().count() > MOST_NOTE { Err(refusal(row, Fault::TooLong, &note)) } else { Ok(note) }
    }

    /// That no other machine has this serial number.
    fn alone(&mut self, row: &Row, serial: &str) -> Result<(), Refusal> {
        if serial.is_empty() {
            return Ok(());
        }
        let spelt = word(serial);
        if self.around.serials.contains(&spelt) {
            return Err(refusal(row, Fault::SerialKnown, serial));
        }
        let first = *self.seen.entry(spelt).or_insert(row.line);
        if first == row.line { Ok(()) } else { Err(Refusal { other: Some(first), ..refusal(row, Fault::SerialTwice, serial) }) }
    }
}

/// The one that has this name; nobody when two have it.
fn only<T: Copy>(known: &[Known<T>], name: &str) -> Option<T> {
    let mut found = known.iter().filter(|known| known.names.iter().any(|known| known == name));
    let first = found.next()?;
    found.next().is_none().then_some(first.id)
}

/// What it is called: as it is said, else what it is, else its number.
fn named(name: String, brand: &str, model: &str, serial: &str) -> Option<String> {
    let product = [brand, model].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let model = Some(product).filter(|_| !model.is_empty());
    let name = Some(name)
        .filter(|name| !name.is_empty())
        .or(model)
        .or_else(|| Some(serial.to_owned()).filter(|serial| !serial.is_empty()));
    name.map(|name| name.chars().take(80).collect())
}

fn one_line(text: &str) -> String {
    text.replace(is_deceptive, "")
        .split(|c: char| c.is_control())
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn shown(text: &str) -> String {
    one_line(text).chars().take(SHOWN).collect()
}

fn refusal(row: &Row, fault: Fault, text: &str) -> Refusal {
    Refusal { line: row.line, fault, said: shown(text), other: None }
}

#[cfg(test)]
mod tests;

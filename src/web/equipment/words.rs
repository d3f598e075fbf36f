//! What is said of a machine, in words: a field of its history or of somebody else's text.

use crate::domain::ids::EquipmentId;
use crate::domain::money::Cents;
use crate::store::equipment::{Event, Happening, Made, Part};
use crate::texts::format::decimal;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use serde::Serialize;

/// The value of a field as people read it; names of people and sites come as they are.
pub fn told(layout: &Layout<'_>, field: &str, value: &str) -> Result<String, Error> {
    if value.is_empty() {
        return Ok(String::new());
    }
    Ok(match field {
        "kind" => layout.text(&format!("equipment-kind-{value}"))?,
        "price" => value.parse().map_or_else(|_| value.to_owned(), |cents| layout.money(Cents(cents))),
        "acquired_on" | "purchased_on" | "warranty_until" => {
            value.parse().map_or_else(|_| value.to_owned(), |day| layout.whole_day(day))
        }
        _ => value.to_owned(),
    })
}

/// A line of the life-book.
#[derive(Serialize)]
pub struct LifeLine {
    pub day: String,
    pub what: String,
    pub who: String,
    pub href: Option<String>,
}

/// An event as a line.
pub fn line(layout: &Layout<'_>, event: Event) -> Result<LifeLine, Error> {
    let day = layout.whole_day_of(event.mark.at);
    let said = |key: &str, values: Vec<(&'static str, String)>| {
        layout.text_with(key, values.into_iter().map(|(name, value)| (name, FluentValue::from(value))))
    };
    Ok(match event.what {
        Happening::Request(row) => LifeLine {
            day,
            what: said("life-request", vec![("number", row.number.to_string()), ("title", row.title.clone())])?,
            who: row.requester_name.clone(),
            href: Some(crate::web::tickets::href(row.id)),
        },
        Happening::Work(work) => {
            let kind = layout.text(&format!("hours-kind-{}", work.work.kind))?;
            let minutes = layout.duration(work.work.minutes);
            let what = match work.work.note.as_str() {
                "" => said("life-work", vec![("kind", kind), ("minutes", minutes)])?,
                note => said("life-work-noted", vec![("kind", kind), ("minutes", minutes), ("note", note.to_owned())])?,
            };
            LifeLine { day: layout.whole_day(work.work.day), what, who: work.worker_name.clone(), href: None }
        }
        Happening::Moved { kind, is_medium, model, from, to, came, by } => {
            let part = named(layout, is_medium, &kind, &model)?;
            let what = match (came, from, to) {
                (true, Some(from), _) => said("life-came-from", vec![("part", part), ("machine", from)])?,
                (true, None, _) => said("life-came", vec![("part", part)])?,
                (false, _, Some(to)) => said("life-went-to", vec![("part", part), ("machine", to)])?,
                (false, _, None) => said("life-went", vec![("part", part)])?,
            };
            LifeLine { day, what, who: by, href: None }
        }
        Happening::Changed { field, was, became, by } => {
            LifeLine { day, what: changed(layout, &field, &was, &became)?, who: by, href: None }
        }
        Happening::Sealed(entry, name) => {
            let told = crate::web::chain::told(layout, &entry, name.as_deref())?;
            let what = if told.detail.is_empty() {
                told.sentence
            } else {
                said("life-sealed", vec![("event", told.sentence), ("detail", told.detail)])?
            };
            LifeLine { day, what, who: told.who, href: None }
        }
    })
}

fn changed(layout: &Layout<'_>, field: &str, was: &str, became: &str) -> Result<String, Error> {
    if field == "use" {
        return layout.text(if became == "retired" { "life-retired" } else { "life-returned" });
    }
    let values = [
        ("field", FluentValue::from(layout.text(&format!("equipment-field-{field}"))?)),
        ("was", FluentValue::from(told(layout, field, was)?)),
        ("became", FluentValue::from(told(layout, field, became)?)),
    ];
    let key = match (was.is_empty(), became.is_empty()) {
        (true, _) => "life-said",
        (false, true) => "life-emptied",
        (false, false) => "life-changed",
    };
    layout.text_with(key, values)
}

/// « Mémoire · Crucial DDR4 8 Go ».
fn named(layout: &Layout<'_>, is_medium: bool, kind: &str, model: &str) -> Result<String, Error> {
    let kind = layout.text(&format!("{}-kind-{kind}", if is_medium { "medium" } else { "component" }))?;
    Ok(if model.is_empty() { kind } else { format!("{kind} · {model}") })
}

/// What a part is called.
pub fn part_name(layout: &Layout<'_>, part: &Part) -> Result<String, Error> {
    match &part.made {
        Made::Component { kind, .. } => named(layout, false, kind.as_str(), &part.model),
        Made::Medium { kind, .. } => named(layout, true, kind.as_str(), &part.model),
    }
}

/// A part of a machine in a list.
#[derive(Serialize)]
pub struct PartLine {
    pub href: String,
    pub name: String,
    /// Serial number, size, what is known of the data.
    pub small: Vec<String>,
    /// It may hold data.
    pub data: bool,
}

/// A part as a list tells it.
pub fn part_line(layout: &Layout<'_>, part: &Part) -> Result<PartLine, Error> {
    let mut small: Vec<String> = Some(part.serial.clone()).filter(|serial| !serial.is_empty()).into_iter().collect();
    let mut data = false;
    match &part.made {
        Made::Component { origin, .. } => small.push(layout.text(&format!("component-origin-{origin}"))?),
        Made::Medium { size_mb, data_status, .. } => {
            small.extend(size_mb.map(|size| size_told(layout, size)).transpose()?);
            small.push(layout.text(&format!("medium-data-{data_status}"))?);
            data = data_status.may_hold_data();
        }
    }
    Ok(PartLine { href: super::parts::href(part.id), name: part_name(layout, part)?, small, data })
}

/// « 500 Go » of decimal megabytes, as disks are sold.
pub fn size_told(layout: &Layout<'_>, megabytes: i64) -> Result<String, Error> {
    let (key, n) = match megabytes {
        ..1_000 => ("medium-megabytes", megabytes.to_string()),
        1_000..1_000_000 => ("medium-gigabytes", ((megabytes + 500) / 1_000).to_string()),
        _ => {
            let tenths = (megabytes + 50_000) / 100_000;
            let number = if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) };
            ("medium-terabytes", decimal(layout.language, &number))
        }
    };
    layout.text_with(key, [("n", FluentValue::from(n))])
}

/// The address of a machine, with its name.
#[derive(Serialize)]
pub struct MachineLink {
    pub href: String,
    pub name: String,
}

impl MachineLink {
    pub fn new(id: EquipmentId, name: String) -> Self {
        Self { href: super::href(id), name }
    }
}

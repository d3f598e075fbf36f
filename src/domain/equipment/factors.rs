//! How long machines usually last: the table of `data/`, row by row, with where each comes from and from when on it holds
//! (`equipment.md` § 7).

use super::EquipmentKind;
use chrono::NaiveDate;
use csv::ReaderBuilder;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../data/carbon_factors.csv");

/// A row of the table. A changed figure is another row.
#[derive(Clone, Debug, Deserialize)]
struct Factor {
    category: String,
    valid_from: NaiveDate,
    valid_until: Option<NaiveDate>,
    lifetime_years: Option<Decimal>,
}

static FACTORS: LazyLock<Vec<Factor>> =
    LazyLock::new(|| ReaderBuilder::new().from_reader(TABLE.as_bytes()).into_deserialize().flatten().collect());

/// The category of the table for a kind of machine; none for what nobody has measured, or too many things at once.
const fn category(kind: EquipmentKind) -> Option<&'static str> {
    Some(match kind {
        EquipmentKind::Laptop => "laptop",
        EquipmentKind::Desktop => "desktop_office",
        EquipmentKind::Screen => "monitor",
        EquipmentKind::Tablet => "tablet",
        EquipmentKind::Smartphone => "smartphone",
        EquipmentKind::Printer => "printer",
        EquipmentKind::Server => "server",
        EquipmentKind::Router => "internet_box",
        EquipmentKind::Switch => "switch",
        EquipmentKind::Firewall => "firewall",
        _ => return None,
    })
}

/// How long a machine of this kind usually serves, in months, as was known on a day; none when nobody has measured it.
pub fn usual_months(kind: EquipmentKind, day: NaiveDate) -> Option<i64> {
    let category = category(kind)?;
    let holds = |row: &&Factor| row.valid_from <= day && row.valid_until.is_none_or(|until| day <= until);
    let rows = FACTORS.iter().filter(|row| row.category == category).filter(holds);
    let years = rows.max_by_key(|row| row.valid_from)?.lifetime_years?;
    (years * Decimal::from(12)).round().to_i64().filter(|months| *months > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        assert_eq!(FACTORS.len(), TABLE.lines().count() - 1, "a row that cannot be read is missing");
        let known = |kind: &EquipmentKind| category(*kind).is_none_or(|name| FACTORS.iter().any(|row| row.category == name));
        assert!(EquipmentKind::ALL.iter().all(known));
    }

    #[test]
    fn a_usual_life_is_in_months() {
        let usual = |kind| usual_months(kind, "2026-03-24".parse().expect("a day"));
        assert_eq!((usual(EquipmentKind::Laptop), usual(EquipmentKind::Smartphone)), (Some(60), Some(30)));
        assert_eq!(usual(EquipmentKind::Projector), None, "nobody has measured it");
        assert_eq!(usual_months(EquipmentKind::Laptop, "2019-01-01".parse().expect("a day")), None, "before it held");
    }
}

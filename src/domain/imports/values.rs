//! Days, years and prices as spreadsheets and other programs write them.

use super::Fault;
use crate::domain::equipment::is_year_of_manufacture;
use crate::domain::money::{Cents, euros};
use crate::domain::vocabulary;
use crate::domain::words::folded;
use chrono::{Datelike, NaiveDate};

vocabulary! {
    /// In which order the days of a column are written.
    pub enum DayOrder {
        DayFirst = "day_first",
        MonthFirst = "month_first",
        /// Some one way, some the other.
        Both = "both",
    }
}

/// What is said, or nothing: programs write words for that.
pub fn said(text: &str) -> Option<&str> {
    const NOTHING: [&str; 9] = ["-", "--", "n/a", "na", "null", "none", "neant", "0000-00-00", "0000-00-00 00:00:00"];
    let text = text.trim();
    (!text.is_empty() && !NOTHING.contains(&folded(text).as_str())).then_some(text)
}

/// A day that is told by its digits, without its time: as it reads day first, and as it reads month first.
struct Readings {
    iso: Option<NaiveDate>,
    day_first: Option<NaiveDate>,
    month_first: Option<NaiveDate>,
}

impl Readings {
    fn of(text: &str) -> Self {
        let digits = text.split([' ', 'T']).next().unwrap_or_default();
        let slashed = digits.replace(['-', '.'], "/");
        let read = |formats: [&str; 2], text: &str| {
            let mut read = formats.into_iter().filter_map(|format| NaiveDate::parse_from_str(text, format).ok());
            read.find(|day| (2000..2200).contains(&day.year()))
        };
        Self {
            iso: read(["%Y/%m/%d", "%Y/%m/%d"], &slashed),
            day_first: read(["%d/%m/%Y", "%d/%m/%y"], &slashed),
            month_first: read(["%m/%d/%Y", "%m/%d/%y"], &slashed),
        }
    }
}

/// The order of a column's days, as those tell that can be read one way alone; day first when none does; `None` when it holds
/// no day of which the order would matter.
pub fn order_of<'a>(cells: impl Iterator<Item = &'a str>) -> Option<DayOrder> {
    let (mut any, mut day_first, mut month_first) = (false, false, false);
    for readings in cells.filter_map(said).map(Readings::of).filter(|readings| readings.iso.is_none()) {
        any |= readings.day_first.is_some() || readings.month_first.is_some();
        day_first |= readings.day_first.is_some() && readings.month_first.is_none();
        month_first |= readings.month_first.is_some() && readings.day_first.is_none();
    }
    match (day_first, month_first) {
        (true, true) => Some(DayOrder::Both),
        (false, true) => Some(DayOrder::MonthFirst),
        _ => any.then_some(DayOrder::DayFirst),
    }
}

/// A day of a column with this order.
pub fn day(text: &str, order: Option<DayOrder>) -> Result<Option<NaiveDate>, Fault> {
    let Some(text) = said(text) else { return Ok(None) };
    let readings = Readings::of(text);
    if readings.iso.is_some() {
        return Ok(readings.iso);
    }
    let (day_first, month_first) = (readings.day_first, readings.month_first);
    let read = match order {
        Some(DayOrder::MonthFirst) => month_first,
        Some(DayOrder::Both) if day_first.is_some() && month_first.is_some() && day_first != month_first => {
            return Err(Fault::DayBothWays);
        }
        Some(DayOrder::Both) => day_first.or(month_first),
        Some(DayOrder::DayFirst) | None => day_first,
    };
    read.map(Some).ok_or(Fault::NotADay)
}

/// A year, or that of a day.
pub fn year(text: &str, today: NaiveDate) -> Result<Option<i64>, Fault> {
    let Some(text) = said(text) else { return Ok(None) };
    let of_day = || {
        let readings = Readings::of(text);
        readings.iso.or(readings.day_first).or(readings.month_first).map(|day| i64::from(day.year()))
    };
    let year = text.parse::<i64>().ok().or_else(of_day);
    year.filter(|year| is_year_of_manufacture(*year, today)).map(Some).ok_or(Fault::YearImpossible)
}

/// A price. Three decimals are none, since « 1.234 » may mean a thousand; GLPI writes four.
pub fn price(text: &str) -> Result<Option<Cents>, Fault> {
    let Some(text) = said(text) else { return Ok(None) };
    // « 1,249.00 », « 1.249,00 »: of two signs the last one begins the cents.
    let grouped = match (text.rfind(','), text.rfind('.')) {
        (Some(comma), Some(point)) if comma < point => text.replace(',', ""),
        (Some(_), Some(_)) => text.replace('.', ""),
        _ => text.to_owned(),
    };
    let exact = euros(&grouped).map_err(|_| Fault::NotAPrice)?;
    if exact.scale() == 3 || exact.normalize().scale() > 2 {
        return Err(Fault::NotAPrice);
    }
    Cents::from_euros(exact).filter(|price| *price >= Cents::ZERO).map(Some).ok_or(Fault::NotAPrice)
}

/// How many months: « 36 », « 36 mois », « 3 ans ».
pub fn months(text: &str) -> Option<u32> {
    let text = folded(said(text)?);
    let number: u32 = text.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let years = ["an", "ans", "year", "years"].iter().any(|unit| text.split_whitespace().any(|word| word == *unit));
    let months = if years { number.checked_mul(12)? } else { number };
    (1..=240).contains(&months).then_some(months)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: DayOrder) -> Result<Option<String>, Fault> {
        day(text, Some(order)).map(|day| day.map(|day| day.to_string()))
    }

    #[test]
    fn a_column_tells_its_order_by_the_days_that_read_one_way_alone() {
        let order = |cells: &[&str]| order_of(cells.iter().copied());
        assert_eq!(order(&["03/04/2024", "25/04/2024"]), Some(DayOrder::DayFirst));
        assert_eq!(order(&["03/04/2024", "04/25/2024"]), Some(DayOrder::MonthFirst));
        assert_eq!(order(&["25/04/2024", "04/25/2024"]), Some(DayOrder::Both));
        assert_eq!(order(&["03/04/2024", "05/05/2024"]), Some(DayOrder::DayFirst), "nothing tells: as one writes in French");
        assert_eq!(order(&["2024-04-25", "", "n/a", "hier"]), None);
    }

    #[test]
    fn days_are_read_as_their_column_has_them() {
        let april: Result<Option<String>, Fault> = Ok(Some("2024-04-03".into()));
        assert_eq!(read("03/04/2024", DayOrder::DayFirst), april);
        assert_eq!(read("04/03/2024", DayOrder::MonthFirst), april);
        for text in ["2024-04-03", "2024-04-03 10:12:00", "2024-04-03T10:12:00Z", "03.04.2024", "03-04-2024", "03/04/24"] {
            assert_eq!(read(text, DayOrder::DayFirst), april, "{text:?}");
        }
        assert_eq!(read("25/04/2024", DayOrder::Both), Ok(Some("2024-04-25".into())), "it reads one way alone");
        assert_eq!(read("04/04/2024", DayOrder::Both), Ok(Some("2024-04-04".into())), "it is the same either way");
        assert_eq!(read("03/04/2024", DayOrder::Both), Err(Fault::DayBothWays));
        for text in ["31/02/2024", "hier", "12/2024", "01/01/1899", "45312"] {
            assert_eq!(read(text, DayOrder::DayFirst), Err(Fault::NotADay), "{text:?}");
        }
        for nothing in ["", " ", "-", "N/A", "0000-00-00", "NULL"] {
            assert_eq!(read(nothing, DayOrder::DayFirst), Ok(None), "{nothing:?}");
        }
    }

    #[test]
    fn a_year_has_begun() {
        let today = "2026-03-24".parse().expect("a day");
        assert_eq!(year("2021", today), Ok(Some(2021)));
        assert_eq!(year("2021-06-12", today), Ok(Some(2021)));
        assert_eq!(year("", today), Ok(None));
        for text in ["2027", "21", "202", "vieux", "-2021"] {
            assert_eq!(year(text, today), Err(Fault::YearImpossible), "{text:?}");
        }
    }

    #[test]
    fn a_price_is_one_amount_or_none() {
        for (text, cents) in [
            ("489", 48_900),
            ("489,90 €", 48_990),
            ("1 234,50", 123_450),
            ("489.0000", 48_900),
            ("1,249.00", 124_900),
            ("1.249,00 €", 124_900),
            ("€489.00", 48_900),
        ] {
            assert_eq!(price(text), Ok(Some(Cents(cents))), "{text:?}");
        }
        for text in ["1.234", "cher", "-5", "12,345", "489.0001"] {
            assert_eq!(price(text), Err(Fault::NotAPrice), "{text:?}");
        }
        assert_eq!(price("-"), Ok(None));
        assert_eq!((months("toujours"), months("0"), months("900")), (None, None, None));
        assert_eq!((months("36"), months("36 mois"), months("3 ans")), (Some(36), Some(36), Some(36)));
    }
}

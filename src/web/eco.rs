//! « Déclaration d'écoconception »: what was chosen, and what pages weigh, as `bin/eco` measured them into `docs/eco.md`.

use super::errors::Error;
use super::layout::{Layout, Page};
use crate::texts::format;
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use rocket::{Route, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show]
}

const MEASURED: &str = include_str!("../../docs/eco.md");

/// What was measured of a page: its name, then numbers as they were written.
struct Figures<'a> {
    name: &'a str,
    numbers: [&'a str; 5],
}

/// The rows of the table, and the day of the measure.
fn measured(document: &str) -> Option<(NaiveDate, Vec<Figures<'_>>)> {
    let day = document.split_once("Measured on ")?.1.get(..10)?.parse().ok()?;
    // The heads and the line under them come first.
    let rows = document.lines().filter(|line| line.starts_with('|')).skip(2);
    Some((day, rows.map(figures).collect::<Option<_>>()?))
}

fn figures(line: &str) -> Option<Figures<'_>> {
    let mut cells = line.trim_matches('|').split('|').map(str::trim);
    let name = cells.next()?;
    let numbers: Vec<&str> = cells.collect();
    Some(Figures { name, numbers: numbers.try_into().ok()? })
}

#[derive(Serialize)]
struct EcoPage {
    caption: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    page: String,
    elements: String,
    requests: String,
    weight: String,
    score: String,
    gas: String,
}

#[get("/eco")]
fn show(layout: Layout<'_>) -> Result<Page, Error> {
    let (day, figures) = measured(MEASURED).ok_or_else(|| Error::Other("docs/eco.md does not read".to_owned()))?;
    let row = |figures: &Figures<'_>| {
        let [elements, requests, weight, score, gas] = figures.numbers.map(|number| format::decimal(layout.language, number));
        Ok(Row { page: layout.text(&format!("eco-page-{}", figures.name))?, elements, requests, weight, score, gas })
    };
    let day = FluentValue::from(format::whole_day(layout.language, day));
    let page = EcoPage {
        caption: layout.text_with("eco-caption", [("day", day)])?,
        rows: figures.iter().map(row).collect::<Result<_, Error>>()?,
    };
    layout.page("eco/show", layout.text("eco-title")?, &page)
}

/// The address of the declaration.
pub fn href() -> String {
    uri!(show).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_pages_are_measured_and_have_names() {
        let (_, figures) = measured(MEASURED).expect("docs/eco.md reads");
        assert_eq!(figures.len(), 10);
        let texts = crate::texts::Texts::load().expect("the texts");
        for page in &figures {
            assert!(texts.has(&format!("eco-page-{}", page.name)), "{}", page.name);
            assert!(page.numbers.iter().all(|number| number.parse::<f64>().is_ok()), "{}", page.name);
        }
    }
}

//! Where the month's hours went: kinds of time, the greatest first.

use crate::domain::interventions::{Charge, Kind};
use crate::domain::time::Minutes;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use serde::Serialize;
use std::collections::BTreeMap;

/// « Sur place, 2 h 25 réelles: 2 h 30 ».
#[derive(Serialize)]
pub struct Spent {
    kind: String,
    real: String,
    charged: String,
}

pub fn by_kind(layout: &Layout<'_>, charge: &Charge) -> Result<Vec<Spent>, Error> {
    let mut sums: BTreeMap<Kind, (Minutes, Minutes)> = BTreeMap::new();
    for line in &charge.lines {
        let sum = sums.entry(line.kind).or_default();
        sum.0 += line.real;
        sum.1 += line.charged;
    }
    let mut kinds: Vec<(Kind, (Minutes, Minutes))> = sums.into_iter().collect();
    kinds.sort_by_key(|(kind, (_, charged))| (-*charged, *kind));
    let spent = |(kind, (real, charged)): (Kind, (Minutes, Minutes))| -> Result<Spent, Error> {
        let real = [("minutes", FluentValue::from(layout.duration(real)))];
        Ok(Spent {
            kind: layout.text(&format!("hours-kind-{kind}"))?,
            real: layout.text_with("home-referent-real", real)?,
            charged: layout.duration(charged),
        })
    };
    kinds.into_iter().map(spent).collect()
}

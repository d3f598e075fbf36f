//! What a fact says, in words: labels of its fields, names behind ids, who read it last.

use crate::domain::facts::{FactKind, Shape};
use crate::store::Db;
use crate::store::access::RegisterOf;
use crate::store::facts::{self, Fact};
use crate::web::equipment;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use serde::Serialize;
use std::collections::HashMap;

/// A field and what stands in it.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    pub label: String,
    pub value: String,
    /// The page of a machine.
    pub href: Option<String>,
}

/// The label of a field: that of its kind, or one for all kinds.
pub fn label(layout: &Layout<'_>, kind: FactKind, field: &str) -> Result<String, Error> {
    let own = format!("fact-{kind}-{field}");
    if layout.texts.has(&own) { layout.text(&own) } else { layout.text(&format!("fact-{field}")) }
}

/// Says facts with the names that they refer to.
pub struct Labels<'l> {
    pub layout: &'l Layout<'l>,
    names: HashMap<String, String>,
}

impl<'l> Labels<'l> {
    pub async fn of(of: &RegisterOf, layout: &'l Layout<'l>, db: &Db, facts: &[Fact]) -> Result<Self, Error> {
        Ok(Self { layout, names: facts::named(db, of, facts).await? })
    }

    /// The value of a field as people read it.
    pub fn told(&self, shape: Shape, field: &str, value: &str) -> Result<String, Error> {
        Ok(match shape {
            _ if value.is_empty() => String::new(),
            Shape::Day | Shape::PastDay => value.parse().map_or_else(|_| value.to_owned(), |day| self.layout.whole_day(day)),
            Shape::Person | Shape::Machine => self.names.get(value).cloned().unwrap_or_default(),
            Shape::Choice(_) => self.layout.text(&format!("fact-{field}-{value}"))?,
            _ => value.to_owned(),
        })
    }

    /// All that is said of a fact besides its name, field by field; a procedure is read apart.
    pub fn said(&self, fact: &Fact) -> Result<Vec<Said>, Error> {
        let mut said = Vec::new();
        for field in fact.kind.fields().iter().filter(|field| field.shape != Shape::Markdown) {
            let stored = fact.words.details.get(field.name);
            let value = self.told(field.shape, field.name, stored)?;
            if !value.is_empty() {
                let machine = stored.parse().ok().filter(|_| field.shape == Shape::Machine);
                let label = label(self.layout, fact.kind, field.name)?;
                said.push(Said { label, value, href: machine.map(equipment::href) });
            }
        }
        Ok(said)
    }

    /// The first two things that are said of it.
    pub fn summary(&self, fact: &Fact) -> Result<String, Error> {
        let said = self.said(fact)?;
        Ok(said.iter().take(2).map(|said| said.value.as_str()).collect::<Vec<_>>().join(" · "))
    }

    /// Who read it last, and when.
    pub fn reviewed(&self, fact: &Fact) -> Result<String, Error> {
        let who = self.names.get(&fact.reviewed_by.to_string()).cloned().unwrap_or_default();
        let day = self.layout.whole_day_of(fact.reviewed_at);
        self.layout.text_with("fact-reviewed-on", [("day", FluentValue::from(day)), ("who", FluentValue::from(who))])
    }
}

//! The fields of a body: each is read into the domain value that a form would read, with the same mistakes. Every mistake is
//! told at once, and what is no field is one.

use super::problem::{Mistake, Problem};
use crate::domain::ids::{DraftFileId, EquipmentId, PersonId, SiteId, StructureId};
use crate::domain::interventions::{Kind, NotCharged};
use crate::domain::tickets::files::MOST_FILES;
use crate::domain::tickets::{Impact, Outcome, Urgency};
use crate::store::tickets::Next;
use crate::web::params::{Day, Line, TimeOfDay, Words};
use rocket::form::error::ErrorKind;
use rocket::form::{FromFormField, ValueField};
use serde::de::{Deserialize, Deserializer, IgnoredAny};
use serde_json::Value;
use std::collections::BTreeMap;

/// A field as it was sent: a wrong one does not hide the others.
#[derive(Debug, Default)]
pub enum Sent<T> {
    /// Not there, or `null`.
    #[default]
    Absent,
    Read(T),
    /// The key of what is wrong with it.
    Wrong(String),
}

/// What was sent beside the fields that there are.
pub type Unknown = BTreeMap<String, IgnoredAny>;

/// What a JSON value says, or the key of why it says nothing.
pub trait FromJson: Sized {
    fn from_json(value: &Value) -> Result<Self, String>;
}

impl<'de, T: FromJson> Deserialize<'de> for Sent<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(from)? {
            Value::Null => Self::Absent,
            value => T::from_json(&value).map_or_else(Self::Wrong, Self::Read),
        })
    }
}

/// Values that stand in JSON as the text that stands in a form.
macro_rules! texts_in_json {
    ($($value:ty),+ $(,)?) => { $(
        impl FromJson for $value {
            fn from_json(value: &Value) -> Result<Self, String> {
                of_form(text(value)?)
            }
        }
    )+ };
}
texts_in_json!(
    Words,
    Line<200>,
    Line<500>,
    StructureId,
    EquipmentId,
    SiteId,
    PersonId,
    Urgency,
    Impact,
    Outcome,
    Kind,
    NotCharged,
    Day,
    TimeOfDay
);

fn text(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| "api-mistake-text".to_owned())
}

fn of_form<'v, T: FromFormField<'v>>(text: &'v str) -> Result<T, String> {
    T::from_value(ValueField::from_value(text)).map_err(|errors| match errors.first().map(|error| &error.kind) {
        Some(ErrorKind::Validation(key)) => key.to_string(),
        _ => "mistake-unreadable".to_owned(),
    })
}

/// The most ids of one field.
const MOST_IDS: usize = 20;

impl FromJson for Vec<EquipmentId> {
    fn from_json(value: &Value) -> Result<Self, String> {
        let ids = value.as_array().filter(|ids| ids.len() <= MOST_IDS).ok_or_else(|| "api-mistake-ids".to_owned())?;
        ids.iter().map(EquipmentId::from_json).collect()
    }
}

impl FromJson for bool {
    fn from_json(value: &Value) -> Result<Self, String> {
        value.as_bool().ok_or_else(|| "api-mistake-boolean".to_owned())
    }
}

impl FromJson for i64 {
    fn from_json(value: &Value) -> Result<Self, String> {
        value.as_i64().ok_or_else(|| "api-mistake-number".to_owned())
    }
}

/// The files that a message takes, each once.
#[derive(Debug, Default)]
pub struct Files(pub Vec<DraftFileId>);

impl FromJson for Files {
    fn from_json(value: &Value) -> Result<Self, String> {
        let wrong = || "api-mistake-files".to_owned();
        let mut files = Vec::new();
        for id in value.as_array().ok_or_else(wrong)? {
            let id = id.as_str().and_then(|id| id.parse().ok()).ok_or_else(wrong)?;
            if !files.contains(&id) {
                files.push(id);
            }
            if files.len() > MOST_FILES {
                return Err("mistake-files-many".to_owned());
            }
        }
        Ok(Self(files))
    }
}

/// What an answer does; how a request is settled is a field of its own.
impl FromJson for Next {
    fn from_json(value: &Value) -> Result<Self, String> {
        match text(value)? {
            "in_hand" => Ok(Self::InHand),
            "waiting" => Ok(Self::Waiting),
            "settled" => Ok(Self::Settled(Outcome::Fixed)),
            _ => Err("mistake-choice".to_owned()),
        }
    }
}

/// Mistakes told at once, and the longest name of a field that is repeated.
const MOST: usize = 20;
const LONGEST: usize = 60;

/// The mistakes of a body, gathered while its fields are taken.
pub struct Mistakes(Vec<Mistake>);

impl Mistakes {
    pub fn of(unknown: &Unknown) -> Self {
        let unknown = unknown.keys().take(MOST).map(|name| name.chars().take(LONGEST).collect::<String>());
        Self(unknown.map(|name| Mistake::new(&name, "api-mistake-unknown")).collect())
    }

    /// A field that may be absent.
    pub fn may<T>(&mut self, field: &str, sent: Sent<T>) -> Option<T> {
        match sent {
            Sent::Absent => None,
            Sent::Read(value) => Some(value),
            Sent::Wrong(key) => {
                self.say(field, key);
                None
            }
        }
    }

    /// A field that must be there.
    pub fn must<T>(&mut self, field: &str, sent: Sent<T>) -> Option<T> {
        if let Sent::Absent = sent {
            self.say(field, "mistake-required");
        }
        self.may(field, sent)
    }

    /// Says what is wrong with a field, unless something was said already.
    pub fn say(&mut self, field: &str, key: impl Into<String>) {
        if self.0.iter().all(|known| known.field != field) {
            self.0.push(Mistake::new(field, key));
        }
    }

    /// Points out once what in the words looks like a secret, unless they are to be sent `anyway`.
    pub fn point_out(&mut self, words: Option<&Words>, anyway: Option<bool>) {
        if anyway != Some(true) {
            self.0.extend(words.and_then(|words| Mistake::of_secrets(&words.0)));
        }
    }

    /// Adds the mistakes of an object within: `time.minutes`.
    pub fn within(&mut self, object: &str, its: Self) {
        self.0.extend(its.0.into_iter().map(|mut mistake| {
            mistake.field = format!("{object}.{}", mistake.field);
            mistake
        }));
    }

    /// What was taken, when nothing is wrong.
    pub fn unless_any<T>(self, taken: Option<T>) -> Result<T, Problem> {
        match taken {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(Problem::mistaken(self.0)),
        }
    }
}

//! Somebody without an account.

use super::{Reach, Scope};
use crate::domain::ids::PersonId;
use uuid::Uuid;

/// Somebody who is not signed in: reads what is public, writes nothing. It proves nothing, hence anyone may make one.
#[derive(Clone, Copy, Debug)]
pub struct Passerby;

impl From<Passerby> for Scope {
    fn from(_: Passerby) -> Self {
        Self(Reach {
            person: PersonId(Uuid::nil()),
            homes: Vec::new(),
            answers_for: Vec::new(),
            workshops: Vec::new(),
            technician: false,
            coordinator: false,
            closed_months: false,
            looks_at: None,
            follows: None,
            signs_for: None,
            pool_version: 0,
        })
    }
}

//! Somebody without an account.

use super::{Reach, Scope};
use crate::domain::ids::PersonId;
use uuid::Uuid;

/// Somebody who is not signed in: reads what is public, writes nothing. It proves nothing, hence anyone may make one.
#[derive(Clone, Copy, Debug)]
pub struct Passerby;

impl From<Passerby> for Scope {
    fn from(_: Passerby) -> Self {
        Self(Reach::nowhere(PersonId(Uuid::nil())))
    }
}

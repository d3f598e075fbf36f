//! What people answered to « C'est réglé ? » in a month, by structure and together: from five answers on, never by
//! technician, and so that no difference tells of fewer. A confidential request's answer counts as any other's.

use crate::domain::fairness::{Answers, told_together};
use crate::domain::ids::StructureId;
use crate::domain::time::Month;
use crate::store::access::{HoursOf, ReportReader};
use crate::store::tickets::answers_in;
use crate::store::{Db, DbErr, hours};
use chrono_tz::Tz;
use std::collections::HashMap;

/// The answers of a month, as far as they are told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Satisfaction {
    structures: HashMap<StructureId, Answers>,
    /// Of all structures together; `None` with fewer than five.
    pub all: Option<Answers>,
}

impl Satisfaction {
    /// Whether anything is told.
    pub fn tells(&self) -> bool {
        self.all.is_some() || !self.structures.is_empty()
    }

    /// Of one structure; `None` with fewer than five.
    pub fn of(&self, structure: StructureId) -> Option<Answers> {
        self.structures.get(&structure).copied()
    }
}

/// Of the structures whose month may be read.
pub async fn satisfaction(db: &Db, by: &ReportReader, month: Month, zone: Tz) -> Result<Satisfaction, DbErr> {
    let rows = &hours::month(db, by, month).await?.rows;
    if rows.is_empty() {
        return Ok(Satisfaction::default());
    }
    let answers = answers_in(&db.read, month..=month, zone).await?;
    let read = || rows.iter().filter_map(|row| Some((row.structure, *answers.get(&(row.structure, month))?)));
    Ok(Satisfaction {
        structures: read().filter_map(|(structure, answers)| Some((structure, answers.told()?))).collect(),
        all: told_together(read().map(|(_, answers)| answers)),
    })
}

/// Of one structure alone; `None` with fewer than five.
pub async fn satisfaction_of(db: &Db, by: &HoursOf, month: Month, zone: Tz) -> Result<Option<Answers>, DbErr> {
    let answers = answers_in(&db.read, month..=month, zone).await?;
    Ok(answers.get(&(by.structure(), month)).and_then(|answers| answers.told()))
}

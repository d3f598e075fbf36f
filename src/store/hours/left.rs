//! What a member's own structure has left: for every member, unless its referent shows it to nobody. What else a referent shows to
//! the people of the structure.

use super::months::{self, Row};
use crate::domain::ids::StructureId;
use crate::domain::time::{Minutes, Month};
use crate::store::access::{HoursOf, MemberOf, Referent, Viewer, structure_within};
use crate::store::entities::structure;
use crate::store::journal::{self, Line, LineKind};
use crate::store::{Db, DbErr, group};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

/// What a member's own structure has left of its month; `None` without an agreement, or when the referent hides it.
pub async fn left_of(db: &Db, member: &MemberOf, month: Month) -> Result<Option<Row>, DbErr> {
    let answers_for = Referent::of(member.viewer(), member.structure()).is_some();
    if !answers_for && !shows_left(db, member).await? {
        return Ok(None);
    }
    months::left_of(db, member, month).await
}

/// As much of a structure's month as somebody may read.
#[derive(Clone, Debug)]
pub struct Readable {
    pub left: Minutes,
    /// All of it: for its referent, the technician, the coordinator.
    pub whole: Option<Row>,
}

/// What a viewer may read of a structure's month; `None`: nothing, or the pool does not know the structure then.
pub async fn readable_of(db: &Db, viewer: &Viewer, structure: StructureId, month: Month) -> Result<Option<Readable>, DbErr> {
    if let Some(of) = HoursOf::of(viewer, structure) {
        let row = months::row_of(db, &of, month).await?;
        return Ok(row.map(|row| Readable { left: row.left, whole: Some(row) }));
    }
    let Some(member) = MemberOf::of(viewer, structure) else { return Ok(None) };
    Ok(left_of(db, &member, month).await?.map(|row| Readable { left: row.left, whole: None }))
}

/// Whether employees see what is left.
async fn shows_left(db: &Db, of: &MemberOf) -> Result<bool, DbErr> {
    let found = structure_within(db, &of.into(), of.structure()).await?;
    Ok(found.is_some_and(|structure| structure.shows_left))
}

/// What a structure shows to its employees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What is left of the month.
    pub left: bool,
    /// How much time their own requests took.
    pub time: bool,
}

/// What employees are shown, for who decides it; `None` when there is no such structure.
pub async fn shown(db: &Db, by: &Referent) -> Result<Option<Shown>, DbErr> {
    let found = structure_within(db, &by.into(), by.structure()).await?;
    Ok(found.map(|structure| Shown { left: structure.shows_left, time: structure.shows_time }))
}

/// Shows employees what is left, or hides it.
pub async fn show_left(db: &Db, by: &Referent, shown: bool) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    structure::Entity::update_many()
        .set(structure::ActiveModel { shows_left: Set(shown), ..Default::default() })
        .filter(structure::Column::Id.eq(by.structure()))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// Shows employees how much time their requests took, or hides it (`tickets.md` § 4). The journal says who did; said already is
/// done already.
pub async fn show_time(db: &Db, by: &Referent, shown: bool, today: NaiveDate, now: DateTime<Utc>) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    // Whoever changes it meanwhile waits here.
    group::pool_moved_in(&tx).await?;
    let changed = structure::Entity::update_many()
        .set(structure::ActiveModel { shows_time: Set(shown), ..Default::default() })
        .filter(structure::Column::Id.eq(by.structure()))
        .filter(structure::Column::ShowsTime.ne(shown))
        .exec(&tx)
        .await?;
    if changed.rows_affected == 0 {
        return Ok(());
    }
    let kind = if shown { LineKind::TimeShown } else { LineKind::TimeHidden };
    let line = Line::decision(kind, Month::of(today), by.viewer().id(), format!("structure:{}", by.structure()));
    journal::append_in(&tx, vec![line], now).await?;
    tx.commit().await
}

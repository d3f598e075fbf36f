//! What a member's own structure has left: for every member, unless its referent shows it to nobody.

use super::months::{self, Row};
use crate::domain::time::Month;
use crate::store::access::{MemberOf, Referent, structure_within};
use crate::store::entities::structure;
use crate::store::{Db, DbErr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

/// What a member's own structure has left of its month; `None` without an agreement, or when the referent hides it.
pub async fn left_of(db: &Db, member: &MemberOf, month: Month) -> Result<Option<Row>, DbErr> {
    let answers_for = Referent::of(member.viewer(), member.structure()).is_some();
    if !answers_for && !shows_left(db, member).await? {
        return Ok(None);
    }
    months::left_of(db, member, month).await
}

/// Whether employees see what is left.
pub async fn shows_left(db: &Db, of: &MemberOf) -> Result<bool, DbErr> {
    let found = structure_within(db, &of.into(), of.structure()).await?;
    Ok(found.is_some_and(|structure| structure.shows_left))
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

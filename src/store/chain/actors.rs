//! Who did something, without a name: a salted commitment. With its salt gone it stands for nobody, and the chain holds.

use crate::domain::chain::ActorRef;
use crate::domain::ids::PersonId;
use crate::store::entities::{actor_salt, person};
use crate::store::secrets::{Secret, digest};
use crate::store::{Db, DbErr};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use std::collections::{HashMap, HashSet};

/// The program itself.
pub const SYSTEM: &str = "system";

pub(in crate::store) fn system() -> ActorRef {
    ActorRef(SYSTEM.to_owned())
}

/// Who did it by a link that came by mail: nobody is known here, and the same link stands for the same one. The secret of which this is
/// the hash went out with the letter alone.
pub(in crate::store) fn by_link(token_hash: &str) -> ActorRef {
    ActorRef(digest(&format!("eqac2\n{token_hash}")))
}

/// Somebody whose commitment is not asked for.
pub(in crate::store) fn unknown() -> ActorRef {
    ActorRef(String::new())
}

/// The commitment of a person, made with the first event that they cause.
pub(in crate::store) async fn of_in(tx: &impl ConnectionTrait, of: PersonId) -> Result<ActorRef, DbErr> {
    if let Some(row) = actor_salt::Entity::find_by_id(of).one(tx).await? {
        return Ok(row.actor_ref);
    }
    let salt = Secret::random().as_str().to_owned();
    let actor_ref = ActorRef(digest(&format!("eqac1\n{salt}\n{of}")));
    let row = actor_salt::Model { person_id: of, salt, actor_ref };
    // Two deeds of one person on two machines: the first writes it, the second reads it.
    actor_salt::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(actor_salt::Column::PersonId).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    let row = actor_salt::Entity::find_by_id(of).one(tx).await?;
    row.map(|row| row.actor_ref).ok_or_else(|| DbErr::RecordNotFound(format!("the salt of {of}")))
}

/// The names behind commitments, as far as anybody still stands behind them.
pub(super) async fn names(db: &Db, of: impl IntoIterator<Item = ActorRef>) -> Result<HashMap<ActorRef, String>, DbErr> {
    let rows = actor_salt::Entity::find()
        .filter(actor_salt::Column::ActorRef.is_in(of))
        .find_also_related(person::Entity)
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().filter_map(|(row, person)| Some((row.actor_ref, person?.name))).collect())
}

/// The commitments of people, as far as they have one.
pub(super) async fn refs_of(db: &Db, of: impl IntoIterator<Item = PersonId>) -> Result<HashSet<ActorRef>, DbErr> {
    let rows = actor_salt::Entity::find().filter(actor_salt::Column::PersonId.is_in(of)).all(&db.read).await?;
    Ok(rows.into_iter().map(|row| row.actor_ref).collect())
}

/// A person's commitment stands for nobody from now on.
pub(in crate::store) async fn forget_in(tx: &impl ConnectionTrait, of: PersonId) -> Result<(), DbErr> {
    actor_salt::Entity::delete_by_id(of).exec(tx).await.map(drop)
}

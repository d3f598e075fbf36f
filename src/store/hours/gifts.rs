//! Hours from one structure to another, and hours from the pot (`hours.md` § 4, Open). A gift counts once both referents
//! have agreed, or at once when the coordinator records it; the pure rule says how much can be given.

use super::closed;
use super::facts::Facts;
use super::letters;
use super::months::{compute, refused};
use crate::domain::hours::{Gift as GiftOf, Grant as GrantOf, Refusal, Why, open};
use crate::domain::ids::{GiftId, GrantId, PersonId, StructureId};
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Coordinator, HoursOf, Referent, Viewer};
use crate::store::entities::{gift, group_settings, pot_grant};
use crate::store::journal::{self, Line, LineKind};
use crate::store::{Db, DbErr, group, people, structures};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

/// A gift that is made.
#[derive(Clone, Debug)]
pub struct NewGift {
    /// Made with the form: sent twice, the gift is made once.
    pub id: GiftId,
    pub from: StructureId,
    pub to: StructureId,
    pub minutes: Minutes,
    pub words: String,
}

/// A gift as either side reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gift {
    pub id: GiftId,
    pub month: Month,
    pub from: StructureId,
    pub from_name: String,
    pub to: StructureId,
    pub to_name: String,
    pub minutes: Minutes,
    pub words: String,
    pub proposer_name: String,
    pub proposed_at: DateTime<Utc>,
    pub state: GiftState,
}

/// Where a gift stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GiftState {
    /// It waits for the receiving structure's referent.
    Proposed,
    Agreed {
        name: String,
        at: DateTime<Utc>,
    },
    /// Refused by the receiver, or taken back by the giver.
    Refused {
        name: String,
        at: DateTime<Utc>,
    },
    /// The month was closed before anybody agreed.
    Lapsed,
}

/// Minutes granted from the pot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub id: GrantId,
    pub structure: StructureId,
    pub structure_name: String,
    pub minutes: Minutes,
    pub reason: String,
    pub granter_name: String,
    pub granted_at: DateTime<Utc>,
}

/// Why hours cannot be given so.
#[derive(Debug, thiserror::Error)]
pub enum GiftError {
    /// The group has switched this off.
    #[error("switched off")]
    Off,
    #[error("the month is closed")]
    Closed,
    /// Not a member this month, or not within reach.
    #[error("not within reach")]
    Foreign,
    #[error("a structure gives nothing to itself")]
    ToItself,
    /// Decided already, by the other side or in another window.
    #[error("decided already")]
    Decided,
    /// More than that is not there.
    #[error("only {} minutes can be given", .0.0)]
    Beyond(Minutes),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What the group allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed {
    pub gifts: bool,
    pub grants: bool,
    /// Days in which sheets are read and signed.
    pub signing_days: i64,
}

/// What the group allows: no secret to any member.
pub async fn allowed(db: &Db) -> Result<Allowed, DbErr> {
    allowed_in(&db.read).await
}

async fn allowed_in(db: &impl ConnectionTrait) -> Result<Allowed, DbErr> {
    let row = group_settings::Entity::find_by_id(group::ONLY).one(db).await?;
    Ok(row.map_or(Allowed { gifts: true, grants: true, signing_days: 7 }, |row| Allowed {
        gifts: row.allows_gifts,
        grants: row.allows_grants,
        signing_days: row.signing_days,
    }))
}

/// Changes what the group allows, from now on: what was given stays given.
pub async fn allow(db: &Db, by: &Coordinator, month: Month, new: Allowed, now: DateTime<Utc>) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let settings = group_settings::ActiveModel {
        allows_gifts: Set(new.gifts),
        allows_grants: Set(new.grants),
        signing_days: Set(new.signing_days),
        ..Default::default()
    };
    group_settings::Entity::update_many().set(settings).exec(&tx).await?;
    let said = format!("gifts:{} grants:{} signing_days:{}", new.gifts, new.grants, new.signing_days);
    journal::append_in(&tx, vec![Line::decision(LineKind::RulesSet, month, by.viewer().id(), said)], now).await?;
    tx.commit().await
}

/// Proposes hours of one's own structure to another: its referents are told.
pub async fn propose(db: &Db, by: &Referent, new: NewGift, month: Month, now: DateTime<Utc>) -> Result<(), GiftError> {
    if new.from != by.structure() {
        return Err(GiftError::Foreign);
    }
    make(db, by.viewer(), new, month, false, now).await
}

/// Records a gift to which both sides have agreed elsewhere, at a meeting: it counts at once, and both are told.
pub async fn record(db: &Db, by: &Coordinator, new: NewGift, month: Month, now: DateTime<Utc>) -> Result<(), GiftError> {
    make(db, by.viewer(), new, month, true, now).await
}

async fn make(db: &Db, by: &Viewer, new: NewGift, month: Month, agreed: bool, now: DateTime<Utc>) -> Result<(), GiftError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    if gift::Entity::find_by_id(new.id).one(&tx).await?.is_some() {
        return Ok(());
    }
    if !allowed_in(&tx).await?.gifts {
        return Err(GiftError::Off);
    }
    possible_in(&tx, &new, month).await?;
    let by_if_agreed = agreed.then_some(by.id());
    let row = gift::Model {
        id: new.id,
        period: month,
        from_structure_id: new.from,
        to_structure_id: new.to,
        minutes: new.minutes,
        words: new.words,
        proposed_by: by.id(),
        proposed_at: now,
        agreed_by: by_if_agreed,
        agreed_at: agreed.then_some(now),
        refused_by: None,
        refused_at: None,
    };
    let kind = if agreed { LineKind::GiftAgreed } else { LineKind::GiftProposed };
    let line = Line::decision(kind, month, by.id(), format!("gift:{}", row.id)).because(row.words.clone());
    journal::append_in(&tx, vec![line], now).await?;
    match agreed {
        true => letters::gift_answered_in(&tx, by, &row, true, now).await?,
        false => letters::gift_proposed_in(&tx, by, &row, now).await?,
    }
    gift::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// Asks the pure rule whether this gift, after all that was agreed, is possible now.
async fn possible_in(tx: &impl ConnectionTrait, new: &NewGift, month: Month) -> Result<(), GiftError> {
    if closed::last_closed_in(tx).await?.is_some_and(|closed| month <= closed) {
        return Err(GiftError::Closed);
    }
    if new.from == new.to {
        return Err(GiftError::ToItself);
    }
    let facts = Facts::load(tx).await?;
    let gift = GiftOf { from: facts.code(new.from), to: facts.code(new.to), minutes: new.minutes };
    let known = compute(tx, month).await?;
    let Some(opened) = &known.open else { return Err(GiftError::Closed) };
    let (Some(giver), Some(_)) = (opened.structure(&gift.from), opened.structure(&gift.to)) else { return Err(GiftError::Foreign) };
    // The charges so far stay covered by the giver's own hours.
    if gift.minutes > giver.givable {
        return Err(GiftError::Beyond(giver.givable));
    }
    let mut input = opened.input().clone();
    input.gifts.push(gift);
    open::open(opened.pool(), &input).map(drop).map_err(refusal)
}

fn refusal(refusal: Refusal) -> GiftError {
    match refusal.why {
        Why::NotAMember => GiftError::Foreign,
        Why::GiftToItself => GiftError::ToItself,
        Why::GiftBeyondWhatIsLeft { left, .. } => GiftError::Beyond(left),
        Why::GrantBeyondThePot { pot, .. } => GiftError::Beyond(pot),
        _ => GiftError::Database(refused(refusal)),
    }
}

/// The receiving structure's referent agrees: the gift counts from now on.
pub async fn agree(db: &Db, by: &Referent, id: GiftId, now: DateTime<Utc>) -> Result<(), GiftError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let row = undecided_in(&tx, id).await?;
    if row.to_structure_id != by.structure() {
        return Err(GiftError::Foreign);
    }
    let new = NewGift { id, from: row.from_structure_id, to: row.to_structure_id, minutes: row.minutes, words: String::new() };
    possible_in(&tx, &new, row.period).await?;
    let by = by.viewer();
    let change = gift::ActiveModel { agreed_by: Set(Some(by.id())), agreed_at: Set(Some(now)), ..Default::default() };
    decide_in(&tx, by, &row, change, LineKind::GiftAgreed, now).await?;
    letters::gift_answered_in(&tx, by, &row, true, now).await?;
    Ok(tx.commit().await?)
}

/// The receiver says no, or the giver takes the proposal back.
pub async fn refuse(db: &Db, by: &Referent, id: GiftId, now: DateTime<Utc>) -> Result<(), GiftError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let row = undecided_in(&tx, id).await?;
    if ![row.from_structure_id, row.to_structure_id].contains(&by.structure()) {
        return Err(GiftError::Foreign);
    }
    let by = by.viewer();
    let change = gift::ActiveModel { refused_by: Set(Some(by.id())), refused_at: Set(Some(now)), ..Default::default() };
    decide_in(&tx, by, &row, change, LineKind::GiftRefused, now).await?;
    letters::gift_answered_in(&tx, by, &row, false, now).await?;
    Ok(tx.commit().await?)
}

async fn undecided_in(tx: &impl ConnectionTrait, id: GiftId) -> Result<gift::Model, GiftError> {
    let row = gift::Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or(GiftError::Foreign)?;
    if row.agreed_at.is_some() || row.refused_at.is_some() { Err(GiftError::Decided) } else { Ok(row) }
}

async fn decide_in(
    tx: &impl ConnectionTrait,
    by: &Viewer,
    row: &gift::Model,
    change: gift::ActiveModel,
    kind: LineKind,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    gift::Entity::update_many().set(change).filter(gift::Column::Id.eq(row.id)).exec(tx).await?;
    journal::append_in(tx, vec![Line::decision(kind, row.period, by.id(), format!("gift:{}", row.id))], now).await.map(drop)
}

/// Gives minutes of the pot to a structure: a lot of the present month.
pub async fn grant(
    db: &Db,
    by: &Coordinator,
    (id, structure): (GrantId, StructureId),
    minutes: Minutes,
    reason: &str,
    month: Month,
    now: DateTime<Utc>,
) -> Result<(), GiftError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    if pot_grant::Entity::find_by_id(id).one(&tx).await?.is_some() {
        return Ok(());
    }
    if !allowed_in(&tx).await?.grants {
        return Err(GiftError::Off);
    }
    let facts = Facts::load(&tx).await?;
    let known = compute(&tx, month).await?;
    let Some(opened) = &known.open else { return Err(GiftError::Closed) };
    if minutes > opened.grantable() {
        return Err(GiftError::Beyond(opened.grantable()));
    }
    let mut input = opened.input().clone();
    input.grants.push(GrantOf { to: facts.code(structure), minutes });
    open::open(opened.pool(), &input).map(drop).map_err(refusal)?;
    let row = pot_grant::Model {
        id,
        period: month,
        structure_id: structure,
        minutes,
        reason: reason.to_owned(),
        granted_by: by.viewer().id(),
        granted_at: now,
        withdrawn_by: None,
        withdrawn_at: None,
    };
    let line = Line::decision(LineKind::GrantMade, month, by.viewer().id(), format!("grant:{id}")).because(reason);
    journal::append_in(&tx, vec![line], now).await?;
    pot_grant::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// Takes a grant of an open month back.
pub async fn withdraw_grant(db: &Db, by: &Coordinator, id: GrantId, now: DateTime<Utc>) -> Result<Month, GiftError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let row = pot_grant::Entity::find_by_id(id).lock_exclusive().one(&tx).await?.ok_or(GiftError::Foreign)?;
    if row.withdrawn_at.is_some() {
        return Err(GiftError::Decided);
    }
    if closed::last_closed_in(&tx).await?.is_some_and(|closed| row.period <= closed) {
        return Err(GiftError::Closed);
    }
    let by: PersonId = by.viewer().id();
    let change = pot_grant::ActiveModel { withdrawn_by: Set(Some(by)), withdrawn_at: Set(Some(now)), ..Default::default() };
    pot_grant::Entity::update_many().set(change).filter(pot_grant::Column::Id.eq(id)).exec(&tx).await?;
    journal::append_in(&tx, vec![Line::decision(LineKind::GrantWithdrawn, row.period, by, format!("grant:{id}"))], now).await?;
    tx.commit().await?;
    Ok(row.period)
}

/// The gifts that a structure made or was offered, the latest first.
pub async fn gifts_of(db: &Db, by: &HoursOf) -> Result<Vec<Gift>, DbErr> {
    let either =
        Condition::any().add(gift::Column::FromStructureId.eq(by.structure())).add(gift::Column::ToStructureId.eq(by.structure()));
    named(db, gift::Entity::find().filter(either)).await
}

/// The gifts of a month, the latest first.
pub async fn gifts(db: &Db, _by: &Coordinator, month: Month) -> Result<Vec<Gift>, DbErr> {
    named(db, gift::Entity::find().filter(gift::Column::Period.eq(month))).await
}

async fn named(db: &Db, select: sea_orm::Select<gift::Entity>) -> Result<Vec<Gift>, DbErr> {
    let rows = select.order_by_desc(gift::Column::ProposedAt).order_by_desc(gift::Column::Id).limit(200).all(&db.read).await?;
    let closed = closed::last_closed_in(&db.read).await?;
    let people: Vec<PersonId> =
        rows.iter().flat_map(|row| [Some(row.proposed_by), row.agreed_by, row.refused_by]).flatten().collect();
    let names = people::names(&db.read, people).await?;
    let structures = structures::names_in(&db.read).await?;
    let structure = |id: StructureId| structures.get(&id).cloned().unwrap_or_default();
    let name = |id: PersonId| names.get(&id).cloned().unwrap_or_default();
    let gift = |row: gift::Model| Gift {
        id: row.id,
        month: row.period,
        from_name: structure(row.from_structure_id),
        from: row.from_structure_id,
        to_name: structure(row.to_structure_id),
        to: row.to_structure_id,
        minutes: row.minutes,
        words: row.words,
        proposer_name: name(row.proposed_by),
        proposed_at: row.proposed_at,
        state: match (row.agreed_by.zip(row.agreed_at), row.refused_by.zip(row.refused_at)) {
            (Some((by, at)), _) => GiftState::Agreed { name: name(by), at },
            (None, Some((by, at))) => GiftState::Refused { name: name(by), at },
            (None, None) if closed.is_some_and(|closed| row.period <= closed) => GiftState::Lapsed,
            (None, None) => GiftState::Proposed,
        },
    };
    Ok(rows.into_iter().map(gift).collect())
}

/// The grants of a month that stand, in order of time.
pub async fn grants(db: &Db, _by: &Coordinator, month: Month) -> Result<Vec<Grant>, DbErr> {
    let rows = pot_grant::Entity::find()
        .filter(pot_grant::Column::Period.eq(month))
        .filter(pot_grant::Column::WithdrawnAt.is_null())
        .order_by_asc(pot_grant::Column::GrantedAt)
        .all(&db.read)
        .await?;
    let names = people::names(&db.read, rows.iter().map(|row| row.granted_by)).await?;
    let structures = structures::names_in(&db.read).await?;
    let grant = |row: pot_grant::Model| Grant {
        id: row.id,
        structure: row.structure_id,
        structure_name: structures.get(&row.structure_id).cloned().unwrap_or_default(),
        minutes: row.minutes,
        reason: row.reason,
        granter_name: names.get(&row.granted_by).cloned().unwrap_or_default(),
        granted_at: row.granted_at,
    };
    Ok(rows.into_iter().map(grant).collect())
}

/// The other members of a month, to whom hours can be given: their names are no secret among members.
pub async fn receivers(db: &Db, by: &Referent, month: Month) -> Result<Vec<(StructureId, String)>, DbErr> {
    let facts = Facts::load(&db.read).await?;
    let covers = |known: &super::facts::Known| known.agreements.as_ref().is_some_and(|agreements| agreements.covers(month));
    let others = facts.structures.into_values().filter(|known| known.id != by.structure() && covers(known));
    let mut others: Vec<(StructureId, String)> = others.map(|known| (known.id, known.name)).collect();
    others.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(others)
}

/// The most that a structure can give now.
pub async fn givable(db: &Db, by: &HoursOf, month: Month) -> Result<Minutes, DbErr> {
    let known = super::months::whole_month(db, &by.into(), month).await?;
    let row = known.rows.iter().find(|row| row.structure == by.structure());
    Ok(row.zip(known.open.as_ref()).and_then(|(row, open)| open.structure(&row.code)).map_or(Minutes(0), |s| s.givable))
}

/// What the pot can still grant in an open month.
pub async fn grantable(db: &Db, by: &Coordinator, month: Month) -> Result<Minutes, DbErr> {
    let known = super::months::whole_month(db, &by.into(), month).await?;
    Ok(known.open.as_ref().map_or(Minutes(0), |open| open.grantable()))
}

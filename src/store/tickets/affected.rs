//! « Moi aussi » to somebody else's request about the same machine: counted, told once when it is settled, reads no word.

use super::commands::TicketError;
use super::machines::is_about;
use super::reads::is_open;
use crate::domain::ids::{EquipmentId, PersonId, TicketId};
use crate::domain::tickets::{Refusal, State};
use crate::store::access::{MemberOf, Scope, Viewer};
use crate::store::entities::{equipment, membership, person, ticket, ticket_affected, ticket_equipment};
use crate::store::outbox::{self, Gathering, Letter};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, Func, OnConflict, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, IntoActiveModel, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, RelationTrait, Select,
};

/// Of somebody else's request what is told: number, state, machine.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Similar {
    pub id: TicketId,
    pub number: i64,
    pub state: State,
    pub assignee_name: Option<String>,
    pub machine_name: String,
    /// Whether the reader said « moi aussi ».
    pub mine: bool,
}

/// The open requests of others about one of these machines of the structure that the person may ask about, the oldest first:
/// three.
pub async fn similar(db: &Db, by: &MemberOf, machines: &[EquipmentId]) -> Result<Vec<Similar>, DbErr> {
    let within = Scope::from(by);
    let asked = within.askable_machines().filter(equipment::Column::Id.is_in(machines.iter().copied()));
    let about = is_about(ticket_equipment::Column::EquipmentId.in_subquery(ids_of(asked.clone())));
    let about = within.joinable_tickets().filter(is_open()).filter(about);
    told(about.order_by_asc(ticket::Column::Number).limit(3), asked, within.person()).into_model().all(&db.read).await
}

/// One request that the person may join, or has joined.
pub async fn find_similar(db: &Db, by: &Viewer, id: TicketId) -> Result<Option<Similar>, DbErr> {
    let within = Scope::from(by);
    let joined = within.joined_tickets().filter(Expr::exists(said_by(by.id()))).filter(ticket::Column::Id.eq(id));
    let machines = within.askable_machines();
    let found: Option<Similar> = told(joined, machines.clone(), by.id()).into_model().one(&db.read).await?;
    match found {
        Some(found) => Ok(Some(found)),
        None => {
            let open = within.joinable_tickets().filter(is_open()).filter(ticket::Column::Id.eq(id));
            told(open, machines, by.id()).into_model().one(&db.read).await
        }
    }
}

/// The open requests that the person has joined, the oldest first.
pub async fn joined(db: &Db, by: &Viewer) -> Result<Vec<Similar>, DbErr> {
    let within = Scope::from(by);
    let joined = within.joinable_tickets().filter(is_open()).filter(Expr::exists(said_by(by.id())));
    let joined = joined.order_by_asc(ticket::Column::Number).limit(20);
    told(joined, within.askable_machines(), by.id()).into_model().all(&db.read).await
}

/// Of the machines that a request is about, the reader knows those that they may ask about themselves: one is named.
fn told(select: Select<ticket::Entity>, machines: Select<equipment::Entity>, reader: PersonId) -> Select<ticket::Entity> {
    let its = Query::select()
        .column(ticket_equipment::Column::EquipmentId)
        .from(ticket_equipment::Entity)
        .and_where(
            Expr::col((ticket_equipment::Entity, ticket_equipment::Column::TicketId)).equals((ticket::Entity, ticket::Column::Id)),
        )
        .to_owned();
    let name = machines
        .filter(equipment::Column::Id.in_subquery(its))
        .select_only()
        .column(equipment::Column::Name)
        .order_by_asc(equipment::Column::Name)
        .limit(1)
        .into_query();
    select
        .select_only()
        .columns([ticket::Column::Id, ticket::Column::Number, ticket::Column::State])
        .join(JoinType::LeftJoin, ticket::Relation::Assignee.def())
        .column_as(person::Column::Name, "assignee_name")
        .expr_as(Expr::SubQuery(None, Box::new(name.into())), "machine_name")
        .expr_as(Expr::exists(said_by(reader)), "mine")
}

fn ids_of(machines: Select<equipment::Entity>) -> SelectStatement {
    machines.select_only().column(equipment::Column::Id).into_query()
}

fn of_row() -> Expr {
    Expr::col((ticket_affected::Entity, ticket_affected::Column::TicketId)).equals((ticket::Entity, ticket::Column::Id))
}

fn said_by(person: PersonId) -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from(ticket_affected::Entity)
        .and_where(of_row())
        .and_where(ticket_affected::Column::PersonId.eq(person))
        .to_owned()
}

/// How many people said « moi aussi » to the row's request.
pub(super) fn affected_count() -> Expr {
    let column = Expr::col((ticket_affected::Entity, ticket_affected::Column::PersonId));
    let count = Query::select().expr(Func::count(column)).from(ticket_affected::Entity).and_where(of_row()).to_owned();
    Expr::SubQuery(None, Box::new(count.into()))
}

/// Says « moi aussi » to an open request of somebody else. Said twice, it counts once.
pub async fn join(db: &Db, by: &Viewer, id: TicketId, now: DateTime<Utc>) -> Result<(), TicketError> {
    let tx = db.begin_write().await?;
    let mine = Scope::from(by).joined_tickets().filter(Expr::exists(said_by(by.id())));
    if mine.filter(ticket::Column::Id.eq(id)).one(&tx).await?.is_some() {
        return Ok(());
    }
    // Held, so that nobody joins while it is settled: who joins is told.
    let found = Scope::from(by).joinable_tickets().filter(ticket::Column::Id.eq(id)).lock_exclusive().one(&tx).await?;
    let row = found.ok_or(TicketError::NotFound)?;
    if row.state == State::Settled {
        return Err(Refusal::NotFromHere.into());
    }
    let row = ticket_affected::Model { ticket_id: id, person_id: by.id(), at: now };
    ticket_affected::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Takes it back.
pub async fn leave(db: &Db, by: &Viewer, id: TicketId) -> Result<(), TicketError> {
    find_similar(db, by, id).await?.ok_or(TicketError::NotFound)?;
    let tx = db.begin_write().await?;
    ticket_affected::Entity::delete_by_id((id, by.id())).exec(&tx).await?;
    Ok(tx.commit().await?)
}

/// A request is settled: who said « moi aussi » is told, once for ever, unless they did it themselves. Of a confidential
/// one nobody is.
pub(super) async fn tell_in(
    tx: &impl ConnectionTrait,
    of: &ticket::Model,
    but: Option<PersonId>,
    gathering: Option<&Gathering>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    if of.confidential {
        return Ok(());
    }
    let at_home = Query::select()
        .column(membership::Column::PersonId)
        .from(membership::Entity)
        .and_where(membership::Column::StructureId.eq(of.structure_id))
        .and_where(membership::Column::EndedAt.is_null())
        .to_owned();
    let joined = Query::select()
        .column(ticket_affected::Column::PersonId)
        .from(ticket_affected::Entity)
        .and_where(ticket_affected::Column::TicketId.eq(of.id))
        .to_owned();
    let people = person::Entity::find()
        .filter(person::Column::Id.in_subquery(joined))
        .filter(person::Column::Id.in_subquery(at_home))
        .all(tx)
        .await?;
    let letter = Letter::TicketOver { ticket: of.id, number: of.number };
    let told = people.iter().filter(|row| Some(row.id) != but).map(|row| outbox::to(&row.email, row.language));
    let Some(gathering) = gathering else {
        let letters: Vec<_> = told.map(|to| (to, letter.clone())).collect();
        return outbox::write_all_in(tx, &letters, now).await;
    };
    for to in told {
        outbox::gather_in(tx, &to, (gathering, &letter), now).await?;
    }
    Ok(())
}

/// Who said « moi aussi » to a ticket says it to the one in which it lives on.
pub(super) async fn bring_in(tx: &impl ConnectionTrait, from: TicketId, to: TicketId) -> Result<(), DbErr> {
    for row in of_ticket_in(tx, from).await? {
        let row = ticket_affected::Model { ticket_id: to, ..row };
        ticket_affected::Entity::insert(row.into_active_model())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// The two are taken apart again: each has its own.
pub(super) async fn take_back_in(tx: &impl ConnectionTrait, from: TicketId, to: TicketId) -> Result<(), DbErr> {
    let people = of_ticket_in(tx, to).await?.into_iter().map(|row| row.person_id);
    ticket_affected::Entity::delete_many()
        .filter(ticket_affected::Column::TicketId.eq(from))
        .filter(ticket_affected::Column::PersonId.is_in(people))
        .exec(tx)
        .await
        .map(drop)
}

async fn of_ticket_in(tx: &impl ConnectionTrait, id: TicketId) -> Result<Vec<ticket_affected::Model>, DbErr> {
    ticket_affected::Entity::find().filter(ticket_affected::Column::TicketId.eq(id)).all(tx).await
}

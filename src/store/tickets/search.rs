//! Searching tickets: the question asked of the index of words, within what the reader may read.

use super::machines::is_about;
use super::reads::{QueueRow, is_open, with_names};
use super::words::{EVERY, mark};
use crate::domain::ids::StructureId;
use crate::domain::search::{Query, Standing, Wanted};
use crate::domain::tickets::State;
use crate::domain::words;
use crate::store::access::Scope;
use crate::store::entities::{equipment, person, structure, ticket, ticket_equipment};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query as SeaQuery, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select};

/// One page of what is found, the newest first: tickets whose words the reader may read, before the ticket of number
/// `before`. `since` is the instant of the question's day. One row more than `most`, if there is a next page.
pub async fn found(
    db: &Db,
    within: impl Into<Scope>,
    query: &Query,
    since: Option<DateTime<Utc>>,
    before: Option<i64>,
    most: u64,
) -> Result<Vec<QueueRow>, DbErr> {
    let within = within.into();
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let select = within.tickets();
    let Some(select) = narrowed(db, &within, query, select).await? else { return Ok(Vec::new()) };
    let mut select = in_state(select, query.standing);
    if let Some(since) = since {
        select = select.filter(ticket::Column::ReceivedAt.gte(since));
    }
    let (mut rows, mut before, mut ask): (Vec<QueueRow>, _, _) = (Vec::new(), before, FIRST);
    loop {
        let numbers: Vec<i64> = numbers_of(db, &matching(db.backend(), &within, query, before, ask)).await?;
        let all_asked = (numbers.len() as u64) < ask;
        (before, ask) = (numbers.last().copied(), Ord::min(4 * ask, MOST_AT_ONCE));
        let of_them = select.clone().filter(ticket::Column::Number.is_in(numbers)).order_by_desc(ticket::Column::Number);
        let left = most.saturating_sub(rows.len() as u64);
        rows.extend(with_names(of_them, &within).limit(left).into_model::<QueueRow>().all(&db.read).await?);
        if all_asked || rows.len() as u64 >= most {
            return Ok(rows);
        }
    }
}

/// How many numbers the index is asked for first, and at most: what the reader may read, or what stands in the wanted state, may
/// be few of what matches.
const FIRST: u64 = 256;
const MOST_AT_ONCE: u64 = 16_384;

/// The numbers of the tickets that match, the newest first. The index is asked by itself: joined to the tickets, a planner may
/// begin with those of a structure and ask it about each.
pub(in crate::store) fn matching(
    backend: DatabaseBackend,
    within: &Scope,
    query: &Query,
    before: Option<i64>,
    most: u64,
) -> SelectStatement {
    let (row, matches, question) = match backend {
        DatabaseBackend::Postgres => {
            ("number", "ticket_words.words @@ CAST($1 AS tsquery)", Vector::new(within.is_technician()).question(within, query))
        }
        _ => ("rowid", "ticket_words MATCH ?", Fts::new(within.is_technician()).question(within, query)),
    };
    let index = Alias::new("ticket_words");
    let row = Expr::col((index.clone(), Alias::new(row)));
    let mut select = SeaQuery::select();
    select
        .expr_as(row.clone(), "number")
        .from(index)
        .and_where(Expr::cust_with_values(matches, [question]))
        .and_where_option(before.map(|before| row.clone().lt(before)))
        .order_by_expr(row, Order::Desc)
        .limit(most);
    select
}

async fn numbers_of(db: &Db, matching: &SelectStatement) -> Result<Vec<i64>, DbErr> {
    db.read.query_all(matching).await?.iter().map(|row| row.try_get("", "number")).collect()
}

fn in_state(select: Select<ticket::Entity>, standing: Option<Standing>) -> Select<ticket::Entity> {
    let state = match standing {
        None => return select,
        Some(Standing::Open) => return select.filter(is_open()),
        Some(Standing::Received) => State::Received,
        Some(Standing::InHand) => State::InHand,
        Some(Standing::Waiting) => State::Waiting,
        Some(Standing::Settled) => State::Settled,
    };
    select.filter(ticket::Column::State.eq(state))
}

/// Narrows to the structures, people and machines that are named; `None` when there is none of that name.
async fn narrowed(
    db: &Db,
    within: &Scope,
    query: &Query,
    mut select: Select<ticket::Entity>,
) -> Result<Option<Select<ticket::Entity>>, DbErr> {
    if let Some(terms) = &query.structure {
        let named = within.structures().select_only().columns([structure::Column::Id, structure::Column::Name]);
        match of_name(db, named, terms).await? {
            ids if ids.is_empty() => return Ok(None),
            ids => select = select.filter(ticket::Column::StructureId.is_in(ids)),
        }
    }
    if let Some(terms) = &query.from {
        let named = within.people().select_only().columns([person::Column::Id, person::Column::Name]);
        match of_name(db, named, terms).await? {
            ids if ids.is_empty() => return Ok(None),
            ids => select = select.filter(ticket::Column::RequesterId.is_in(ids)),
        }
    }
    if let Some(terms) = &query.machine {
        let named = within.equipment().select_only().columns([equipment::Column::Id, equipment::Column::Name]);
        match of_name(db, named, terms).await? {
            ids if ids.is_empty() => return Ok(None),
            ids => select = select.filter(is_about(ticket_equipment::Column::EquipmentId.is_in(ids))),
        }
    }
    Ok(Some(select))
}

/// The ids of those whose name holds all the terms, the last letters of each left to guess.
async fn of_name<E: EntityTrait>(db: &Db, named: Select<E>, terms: &[String]) -> Result<Vec<uuid::Uuid>, DbErr> {
    let rows: Vec<(uuid::Uuid, String)> = named.into_tuple().all(&db.read).await?;
    let holds = |name: &str| {
        let known = words::terms(name);
        terms.iter().all(|term| known.iter().any(|known| known.starts_with(term)))
    };
    Ok(rows.into_iter().filter(|(_, name)| holds(name)).map(|(id, _)| id).collect())
}

/// How an engine writes a question. Terms are letters and digits alone: nothing is to be escaped.
trait Engine {
    fn phrase(&self, terms: &[String]) -> String;
    fn beginning(&self, term: &str, beginning: &str) -> String;
    fn mark(&self, mark: &str) -> String;
    fn all(&self, parts: &[String]) -> String;
    fn but(&self, wanted: &str, unwanted: &str) -> String;
    fn any(&self, parts: &[String]) -> String;

    fn question(&self, within: &Scope, query: &Query) -> String {
        let mut wanted: Vec<String> = query
            .wanted
            .iter()
            .map(|wanted| match wanted {
                Wanted::Phrase(terms) => self.phrase(terms),
                Wanted::Beginning { term, beginning } => self.beginning(term, beginning),
            })
            .collect();
        // A reader of some structures walks theirs alone.
        match within.at_home_in() {
            None if wanted.is_empty() => wanted.push(self.mark(EVERY)),
            None => {}
            Some(homes) => {
                let marks: Vec<String> = homes.into_iter().map(|home: StructureId| self.mark(&mark(home))).collect();
                wanted.push(if marks.is_empty() { self.mark("NOWHERE") } else { self.any(&marks) });
            }
        }
        let wanted = self.all(&wanted);
        query.unwanted.iter().fold(wanted, |wanted, unwanted| self.but(&wanted, &self.phrase(unwanted)))
    }
}

struct Fts {
    columns: &'static str,
}

impl Fts {
    fn new(notes: bool) -> Self {
        Self { columns: if notes { "{title body notes}" } else { "{title body}" } }
    }
}

impl Engine for Fts {
    fn phrase(&self, terms: &[String]) -> String {
        format!("{} : \"{}\"", self.columns, terms.join(" "))
    }

    fn beginning(&self, term: &str, beginning: &str) -> String {
        format!("({} : \"{term}\" * OR whole : \"{beginning}\" *)", self.columns)
    }

    fn mark(&self, mark: &str) -> String {
        format!("belongs : \"{mark}\"")
    }

    fn all(&self, parts: &[String]) -> String {
        parts.join(" AND ")
    }

    fn any(&self, parts: &[String]) -> String {
        format!("({})", parts.join(" OR "))
    }

    fn but(&self, wanted: &str, unwanted: &str) -> String {
        format!("({wanted}) NOT ({unwanted})")
    }
}

struct Vector {
    weights: &'static str,
}

impl Vector {
    fn new(notes: bool) -> Self {
        Self { weights: if notes { "ABC" } else { "AB" } }
    }
}

impl Engine for Vector {
    fn phrase(&self, terms: &[String]) -> String {
        let terms: Vec<String> = terms.iter().map(|term| format!("'{term}':{}", self.weights)).collect();
        format!("({})", terms.join(" <-> "))
    }

    fn beginning(&self, term: &str, beginning: &str) -> String {
        format!("('{term}':*{} | '{beginning}':*D)", self.weights)
    }

    fn mark(&self, mark: &str) -> String {
        format!("'{mark}'")
    }

    fn all(&self, parts: &[String]) -> String {
        parts.join(" & ")
    }

    fn any(&self, parts: &[String]) -> String {
        format!("({})", parts.join(" | "))
    }

    fn but(&self, wanted: &str, unwanted: &str) -> String {
        format!("({wanted}) & !{unwanted}")
    }
}

//! The numbers of the tickets that match a question, the newest first, a handful at a time.
//!
//! The index is asked by itself: joined to the tickets, a planner may begin with those of a structure and ask it about each. SQLite
//! gives its rows in their order and reads no further than it is asked. PostgreSQL either walks the tickets from the newest and
//! looks at the words of each, or asks its index for all that match: which is less depends on how many do, and its planner cannot
//! know how many begin with some letters. So the newest are looked at first, and how many of them match says how to go on.

use super::question::question;
use crate::domain::ids::StructureId;
use crate::domain::search::Query;
use crate::store::access::Scope;
use crate::store::{Db, DbErr};
use sea_orm::{ConnectionTrait, DatabaseBackend, QueryResult, Statement, Value};

/// How many numbers SQLite is asked for first, a page and some more: what the reader may read, or what stands in the wanted state,
/// may be few of what matches.
const FIRST: u64 = 64;
/// How many tickets PostgreSQL looks at first. The world of tests is small: there too both ways are gone.
const FIRST_WALKED: u64 = if cfg!(test) { 8 } else { 256 };
/// The most at once: each time four times as many as before.
const MOST_AT_ONCE: u64 = 16_384;
/// A question that fewer tickets than one in so many answer is asked of PostgreSQL's index.
const RARE: u64 = 16;

enum Way {
    /// The index gives what matches.
    Index,
    /// One ticket after the other is looked at.
    Walk,
    Done,
}

pub(super) struct Numbers {
    question: String,
    /// Where the reader is at home; `None`: everywhere.
    homes: Option<Vec<StructureId>>,
    before: Option<i64>,
    ask: u64,
    way: Way,
}

impl Numbers {
    pub(super) async fn of(db: &Db, within: &Scope, query: &Query, before: Option<i64>) -> Result<Self, DbErr> {
        let homes: Option<Vec<StructureId>> = within.at_home_in().map(|homes| homes.into_iter().collect());
        let (way, ask) = match db.backend() {
            _ if homes.as_ref().is_some_and(Vec::is_empty) => (Way::Done, 0),
            DatabaseBackend::Postgres => (Way::Walk, FIRST_WALKED),
            _ => (Way::Index, FIRST),
        };
        Ok(Self { question: question(db, within, query).await?, homes, before, ask, way })
    }

    /// The next of them, `None` when there are no more. May be empty before the end.
    pub(super) async fn next(&mut self, db: &Db) -> Result<Option<Vec<i64>>, DbErr> {
        match self.way {
            Way::Index => self.look_up(db).await.map(Some),
            Way::Walk => self.walk(db).await.map(Some),
            Way::Done => Ok(None),
        }
    }

    async fn look_up(&mut self, db: &Db) -> Result<Vec<i64>, DbErr> {
        let asked = matching(db.backend(), &self.question, self.before, self.ask);
        let rows = db.read.query_all_raw(asked).await?;
        let numbers = rows.iter().map(|row| row.try_get("", "number")).collect::<Result<Vec<i64>, DbErr>>()?;
        if (numbers.len() as u64) < self.ask {
            self.way = Way::Done;
        }
        self.go_on(numbers.last().copied());
        Ok(numbers)
    }

    async fn walk(&mut self, db: &Db) -> Result<Vec<i64>, DbErr> {
        let asked = walked(&self.question, self.homes.as_deref(), self.before, self.ask);
        let Some(row) = db.read.query_one_raw(asked).await? else { return Ok(Vec::new()) };
        let Walked { last, seen, found } = Walked::read(&row)?;
        if seen < self.ask {
            self.way = Way::Done;
        } else if (found.len() as u64) * RARE < seen {
            self.way = Way::Index;
            self.ask = MOST_AT_ONCE;
        }
        self.go_on(last);
        Ok(found)
    }

    fn go_on(&mut self, last: Option<i64>) {
        self.before = last.or(self.before);
        self.ask = Ord::min(4 * self.ask, MOST_AT_ONCE);
    }
}

/// The numbers of at most `most` tickets whose words answer, asked of the index.
pub(in crate::store) fn matching(backend: DatabaseBackend, question: &str, before: Option<i64>, most: u64) -> Statement {
    let values: [Value; 3] = [question.into(), before.unwrap_or(i64::MAX).into(), most.cast_signed().into()];
    let sql = match backend {
        // Asked apart from the order: else the planner walks the numbers, hoping for an answer soon.
        DatabaseBackend::Postgres => {
            "WITH hit AS MATERIALIZED (SELECT number FROM ticket_words WHERE words @@ CAST($1 AS tsquery))
             SELECT number FROM hit WHERE number < $2 ORDER BY number DESC LIMIT $3"
        }
        _ => "SELECT rowid AS number FROM ticket_words WHERE ticket_words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?",
    };
    Statement::from_sql_and_values(backend, sql, values)
}

/// The newest tickets, or those of some structures, at most `most`, looked at one by one: PostgreSQL's.
fn walked(question: &str, homes: Option<&[StructureId]>, before: Option<i64>, most: u64) -> Statement {
    let mut values: Vec<Value> = vec![question.into(), before.unwrap_or(i64::MAX).into(), most.cast_signed().into()];
    let sql = match homes {
        None => {
            "SELECT min(number) AS last, count(*) AS seen,
                    string_agg(CAST(number AS text), ',' ORDER BY number DESC) FILTER (WHERE words @@ CAST($1 AS tsquery)) AS found
             FROM (SELECT number, words FROM ticket_words WHERE number < $2 ORDER BY number DESC LIMIT $3) AS newest"
        }
        Some(homes) => {
            // As text: the driver binds no list without a further feature.
            values.push(homes.iter().map(|home| home.0.to_string()).collect::<Vec<_>>().join(",").into());
            "SELECT min(own.number) AS last, count(*) AS seen,
                    string_agg(CAST(own.number AS text), ',' ORDER BY own.number DESC)
                        FILTER (WHERE known.words @@ CAST($1 AS tsquery)) AS found
             FROM (SELECT number FROM ticket
                   WHERE structure_id = ANY (CAST(string_to_array($4, ',') AS uuid[])) AND number < $2
                   ORDER BY number DESC LIMIT $3) AS own
             LEFT JOIN ticket_words AS known ON known.number = own.number"
        }
    };
    Statement::from_sql_and_values(DatabaseBackend::Postgres, sql, values)
}

struct Walked {
    /// The oldest that was looked at.
    last: Option<i64>,
    seen: u64,
    found: Vec<i64>,
}

impl Walked {
    fn read(row: &QueryResult) -> Result<Self, DbErr> {
        let seen: i64 = row.try_get("", "seen")?;
        let found: Option<String> = row.try_get("", "found")?;
        let numbers = found.iter().flat_map(|found| found.split(',')).map(str::parse);
        let found = numbers.collect::<Result<_, _>>().map_err(|fault: std::num::ParseIntError| DbErr::Type(fault.to_string()))?;
        Ok(Self { last: row.try_get("", "last")?, seen: seen.unsigned_abs(), found })
    }
}

//! The words that tickets hold, each once: SQLite's, whose index reads the list of every word with the wanted beginning whole,
//! however few rows are asked for. PostgreSQL has no need of it.
//!
//! A word comes with the first ticket that holds it. What was blanked or erased leaves when no ticket holds it any more.

use crate::domain::words;
use crate::store::{Db, DbErr};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement, Value};
use std::collections::BTreeSet;

/// More words than so many are not named one by one: looking each up would cost more than it saves.
const MOST: usize = 32;

/// Which of the two kinds of words that the index keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) enum Kind {
    /// As `words::terms` makes them.
    Stem,
    /// As `words::whole` makes them.
    Whole,
}

/// Words that a text or a ticket holds.
pub(in crate::store) type Held = BTreeSet<(Kind, String)>;

impl Kind {
    const fn is_whole(self) -> bool {
        matches!(self, Self::Whole)
    }
}

/// The known words of a kind that begin so, `None` when they are too many to name.
pub(super) async fn beginning_with(db: &Db, kind: Kind, beginning: &str) -> Result<Option<Vec<String>>, DbErr> {
    let mut end = beginning.to_owned();
    end.push(char::MAX);
    let asked = Statement::from_sql_and_values(
        db.backend(),
        "SELECT word FROM ticket_words_known WHERE whole = ? AND word >= ? AND word < ? ORDER BY word LIMIT ?",
        [kind.is_whole().into(), beginning.into(), end.into(), i64::try_from(MOST + 1).unwrap_or(i64::MAX).into()],
    );
    let rows = db.read.query_all_raw(asked).await?;
    let known = rows.iter().map(|row| row.try_get("", "word")).collect::<Result<Vec<String>, DbErr>>()?;
    Ok(Some(known).filter(|known| known.len() <= MOST))
}

/// Remembers the words of tickets that were indexed.
pub(super) async fn learn_in(tx: &impl ConnectionTrait, held: &Held) -> Result<(), DbErr> {
    for kind in [Kind::Stem, Kind::Whole] {
        let sql = "INSERT OR IGNORE INTO ticket_words_known (whole, word) SELECT ?, value FROM json_each(?)";
        write_in(tx, sql, kind, held, None).await?;
    }
    Ok(())
}

/// What a text holds.
pub(in crate::store) fn held_by(text: &str) -> Held {
    let stems = words::terms(text).into_iter().map(|word| (Kind::Stem, word));
    let whole = words::whole(text);
    stems.chain(whole.split(' ').filter(|word| !word.is_empty()).map(|word| (Kind::Whole, word.to_owned()))).collect()
}

/// Forgets, of words that tickets held, those that none holds any more: after what held them was indexed anew.
pub(in crate::store) async fn forget_in(tx: &impl ConnectionTrait, held: &Held) -> Result<(), DbErr> {
    for (kind, column) in [(Kind::Stem, "{title body notes} : \""), (Kind::Whole, "whole : \"")] {
        let sql = "DELETE FROM ticket_words_known WHERE whole = ? AND word IN (SELECT value FROM json_each(?))
                   AND NOT EXISTS (SELECT 1 FROM ticket_words WHERE ticket_words MATCH ? || ticket_words_known.word || '\"')";
        write_in(tx, sql, kind, held, Some(column)).await?;
    }
    Ok(())
}

/// One statement about the words of a kind: all at once, as JSON.
async fn write_in(tx: &impl ConnectionTrait, sql: &str, kind: Kind, held: &Held, more: Option<&str>) -> Result<(), DbErr> {
    let backend = tx.get_database_backend();
    let words: Vec<&str> = held.iter().filter(|(of, _)| *of == kind).map(|(_, word)| word.as_str()).collect();
    if backend == DatabaseBackend::Postgres || words.is_empty() {
        return Ok(());
    }
    let words = serde_json::to_string(&words).map_err(|fault| DbErr::Json(fault.to_string()))?;
    let mut values: Vec<Value> = vec![kind.is_whole().into(), words.into()];
    values.extend(more.map(Value::from));
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await.map(drop)
}

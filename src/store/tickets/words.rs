//! The words of tickets in the index of the search: written anew with each message, in its transaction.
//!
//! Both engines keep the same terms (`domain::words`): SQLite in FTS5, whose row is the ticket's number, PostgreSQL in a
//! `tsvector` of which the weights tell the parts. Internal notes are a part of their own: only technicians look there.

use super::vocabulary::{self, Held, Kind};
use crate::domain::ids::{StructureId, TicketId};
use crate::domain::words;
use crate::store::entities::{attachment, message, ticket};
use crate::store::{Db, DbErr};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};
use std::collections::{BTreeMap, HashMap};

/// The most that is kept of one part of a ticket, in bytes: a `tsvector` holds a megabyte in all. Later words are not found.
const MOST_BYTES: usize = 200_000;

/// Positions of a `tsvector` end here; the parts must not be neighbours, or a phrase would cross them.
const LAST_POSITION: usize = 16_383;
const GAP: usize = 10;

/// How many tickets are indexed in one transaction by [`index_missing`].
const AT_ONCE: u64 = 500;

/// What the index holds of one ticket.
#[derive(Default)]
struct Document {
    title: Vec<String>,
    body: Vec<String>,
    notes: Vec<String>,
    /// Whole words of what everybody reads: beginnings are looked for there.
    whole: String,
    structure: Option<StructureId>,
}

/// The mark of a structure in the index.
pub(super) fn mark(structure: StructureId) -> String {
    format!("S{}", structure.0.simple())
}

/// The mark that every ticket bears.
pub(super) const EVERY: &str = "EVERY";

/// Writes the words of one ticket anew.
pub(in crate::store) async fn index_in(tx: &impl ConnectionTrait, id: TicketId) -> Result<(), DbErr> {
    let rows = ticket::Entity::find_by_id(id).all(tx).await?;
    write_in(tx, &rows).await
}

/// Writes the words of several tickets anew.
pub(in crate::store) async fn index_all_in(
    tx: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = TicketId>,
) -> Result<(), DbErr> {
    let rows = ticket::Entity::find().filter(ticket::Column::Id.is_in(ids)).all(tx).await?;
    write_in(tx, &rows).await
}

/// Indexes the tickets that no index knows yet: those of an installation from before the search, those of a fixture. Says
/// how many. Run again, or by another instance, it does nothing twice.
pub async fn index_missing(db: &Db) -> Result<usize, DbErr> {
    let (mut indexed, mut after) = (0, 0);
    loop {
        let missing = missing(&db.read, after).await?;
        let Some(last) = missing.last() else { return Ok(indexed) };
        after = last.number;
        let tx = db.begin_write().await?;
        write_in(&tx, &missing).await?;
        tx.commit().await?;
        indexed += missing.len();
    }
}

/// The same within a transaction that wrote them.
pub(in crate::store) async fn index_missing_in(tx: &impl ConnectionTrait) -> Result<(), DbErr> {
    let mut after = 0;
    loop {
        let missing = missing(tx, after).await?;
        let Some(last) = missing.last() else { return Ok(()) };
        after = last.number;
        write_in(tx, &missing).await?;
    }
}

async fn missing(db: &impl ConnectionTrait, after: i64) -> Result<Vec<ticket::Model>, DbErr> {
    let known = match db.get_database_backend() {
        DatabaseBackend::Postgres => "NOT EXISTS (SELECT 1 FROM ticket_words AS known WHERE known.number = ticket.number)",
        _ => "NOT EXISTS (SELECT 1 FROM ticket_words AS known WHERE known.rowid = ticket.number)",
    };
    ticket::Entity::find()
        .filter(ticket::Column::Number.gt(after))
        .filter(Expr::cust(known))
        .order_by_asc(ticket::Column::Number)
        .limit(AT_ONCE)
        .all(db)
        .await
}

async fn write_in(tx: &impl ConnectionTrait, rows: &[ticket::Model]) -> Result<(), DbErr> {
    let mut documents = documents(tx, rows).await?;
    let mut held = Held::new();
    for row in rows {
        if let Some(document) = documents.remove(&row.id) {
            tx.execute_raw(document.statement(tx.get_database_backend(), row.number)).await?;
            held.append(&mut document.held());
        }
    }
    vocabulary::learn_in(tx, &held).await
}

/// The words that tickets hold, before some of them go: for [`vocabulary::forget_in`].
pub(in crate::store) async fn held_in(tx: &impl ConnectionTrait, ids: impl IntoIterator<Item = TicketId>) -> Result<Held, DbErr> {
    let rows = ticket::Entity::find().filter(ticket::Column::Id.is_in(ids)).all(tx).await?;
    Ok(documents(tx, &rows).await?.values().flat_map(Document::held).collect())
}

async fn documents(tx: &impl ConnectionTrait, rows: &[ticket::Model]) -> Result<HashMap<TicketId, Document>, DbErr> {
    let mut documents: HashMap<TicketId, Document> = HashMap::new();
    let mut read: HashMap<TicketId, String> = HashMap::new();
    // The words of a ticket that was merged are found where it lives on; its own row holds nothing.
    let with = merged_into_in(tx, rows).await?;
    for row in rows {
        let document = documents.entry(row.id).or_default();
        if row.merged_into.is_some() {
            continue;
        }
        let titles = with.iter().filter(|merged| merged.merged_into == Some(row.id)).map(|merged| merged.title.as_str());
        let title = std::iter::once(row.title.as_str()).chain(titles).collect::<Vec<_>>().join("\n");
        document.title = words::terms(&row.title);
        document.body = words::terms(&title[row.title.len()..]);
        document.structure = Some(row.structure_id);
        read.insert(row.id, title);
    }
    let lives_on: HashMap<TicketId, TicketId> = rows
        .iter()
        .filter(|row| row.merged_into.is_none())
        .map(|row| (row.id, row.id))
        .chain(with.iter().filter_map(|row| Some((row.id, row.merged_into?))))
        .collect();
    let ids = || lives_on.keys().copied();
    let said: Vec<(TicketId, String, bool)> = message::Entity::find()
        .select_only()
        .columns([message::Column::TicketId, message::Column::Body])
        .column(message::Column::Internal)
        .filter(message::Column::TicketId.is_in(ids()))
        .order_by_asc(message::Column::CreatedAt)
        .order_by_asc(message::Column::Id)
        .into_tuple()
        .all(tx)
        .await?;
    let joined: Vec<(TicketId, String, bool)> = attachment::Entity::find()
        .select_only()
        .columns([attachment::Column::TicketId, attachment::Column::Name])
        .column(message::Column::Internal)
        .inner_join(message::Entity)
        .filter(attachment::Column::TicketId.is_in(ids()))
        .order_by_asc(attachment::Column::Id)
        .into_tuple()
        .all(tx)
        .await?;
    for (ticket, text, internal) in said.into_iter().chain(joined) {
        let Some(ticket) = lives_on.get(&ticket).copied() else { continue };
        let Some(document) = documents.get_mut(&ticket) else { continue };
        let part = if internal { &mut document.notes } else { &mut document.body };
        part.extend(words::terms(&text));
        if let (false, Some(read)) = (internal, read.get_mut(&ticket)) {
            read.push('\n');
            read.push_str(&text);
        }
    }
    for (ticket, text) in read {
        if let Some(document) = documents.get_mut(&ticket) {
            document.whole = words::whole(&text);
        }
    }
    Ok(documents)
}

async fn merged_into_in(tx: &impl ConnectionTrait, rows: &[ticket::Model]) -> Result<Vec<ticket::Model>, DbErr> {
    let into = rows.iter().map(|row| row.id);
    ticket::Entity::find().filter(ticket::Column::MergedInto.is_in(into)).order_by_asc(ticket::Column::Number).all(tx).await
}

impl Document {
    fn statement(&self, backend: DatabaseBackend, number: i64) -> Statement {
        match backend {
            DatabaseBackend::Postgres => Statement::from_sql_and_values(
                backend,
                "INSERT INTO ticket_words (number, words) VALUES ($1, CAST($2 AS tsvector))
                 ON CONFLICT (number) DO UPDATE SET words = EXCLUDED.words",
                [number.into(), self.vector().into()],
            ),
            _ => Statement::from_sql_and_values(
                backend,
                "INSERT OR REPLACE INTO ticket_words (rowid, title, body, notes, whole, belongs) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    number.into(),
                    kept(&self.title).join(" ").into(),
                    kept(&self.body).join(" ").into(),
                    kept(&self.notes).join(" ").into(),
                    kept(&self.whole()).join(" ").into(),
                    self.marks().join(" ").into(),
                ],
            ),
        }
    }

    /// Its words as the index keeps them.
    fn held(&self) -> Held {
        let stems = [&self.title, &self.body, &self.notes].into_iter().flat_map(|part| kept(part));
        let stems = stems.map(|word| (Kind::Stem, word.to_owned()));
        stems.chain(kept(&self.whole()).into_iter().map(|word| (Kind::Whole, word.to_owned()))).collect()
    }

    fn whole(&self) -> Vec<&str> {
        self.whole.split(' ').filter(|word| !word.is_empty()).collect()
    }

    fn marks(&self) -> Vec<String> {
        self.structure.map(mark).into_iter().chain([EVERY.to_owned()]).collect()
    }

    /// The `tsvector` as its engine writes one: terms are letters and digits alone, nothing is to be escaped.
    fn vector(&self) -> String {
        let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let mut next = 1;
        for (part, weight) in [(&self.title, 'A'), (&self.body, 'B'), (&self.notes, 'C')] {
            for term in kept(part) {
                places.entry(term).or_default().push(format!("{}{weight}", next.min(LAST_POSITION)));
                next += 1;
            }
            next += GAP;
        }
        let whole = self.whole();
        for word in kept(&whole) {
            places.entry(word).or_default().push(format!("{LAST_POSITION}D"));
        }
        let marks = self.marks();
        for mark in &marks {
            places.entry(mark).or_default();
        }
        let lexeme = |(term, places): (&str, Vec<String>)| match places.is_empty() {
            true => format!("'{term}'"),
            false => format!("'{term}':{}", places.join(",")),
        };
        places.into_iter().map(lexeme).collect::<Vec<_>>().join(" ")
    }
}

/// The terms of a part, as many as fit.
fn kept<T: AsRef<str>>(terms: &[T]) -> Vec<&str> {
    let mut bytes = 0;
    let fits = |term: &&str| {
        bytes += term.len() + 1;
        bytes <= MOST_BYTES
    };
    terms.iter().map(AsRef::as_ref).take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_novel_fit_in_what_an_engine_holds() {
        let body: Vec<String> = (0..100_000).map(|n| format!("mot{n}")).collect();
        let document = Document { whole: body.join(" "), body, ..Default::default() };
        assert!(document.vector().len() < 1_000_000, "{}", document.vector().len());
    }

    #[test]
    fn a_phrase_does_not_run_from_the_title_into_the_conversation() {
        let words = |text: &str| words::terms(text);
        let document = Document { title: words("toner vide"), body: words("depuis hier"), ..Default::default() };
        assert_eq!(document.vector(), "'EVERY' 'depuis':13B 'hi':14B 'ton':1A 'vid':2A");
    }
}

//! The search answers the same on both engines: what a plain reading of every text finds, question by question.

use super::{now, samira, two_instances, viewer};
use crate::domain::ids::TicketId;
use crate::domain::search::{Query, Wanted};
use crate::domain::words;
use crate::store::Db;
use crate::store::access::Scope;
use crate::store::entities::{message, ticket};
use crate::store::tickets::search::{matching, question};
use crate::store::tickets::vocabulary::{Held, Kind};
use crate::store::tickets::{Passage, Said, blank, found, words as index};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};

/// A hundred questions that people of the named world could ask, the dull and the odd.
const QUESTIONS: &str = include_str!("search/questions.txt");

/// What is read of a ticket: title, what everybody reads, notes.
struct Text {
    number: i64,
    title: Vec<String>,
    body: Vec<String>,
    notes: Vec<String>,
    whole: Vec<String>,
}

async fn texts(db: &Db, within: &Scope) -> Vec<Text> {
    let mut texts = Vec::new();
    for row in within.tickets().order_by_desc(ticket::Column::Number).all(&db.read).await.expect("tickets") {
        let said = message::Entity::find()
            .filter(message::Column::TicketId.eq(row.id))
            .order_by_asc(message::Column::CreatedAt)
            .order_by_asc(message::Column::Id)
            .all(&db.read)
            .await
            .expect("messages");
        let of = |internal: bool| said.iter().filter(move |row| row.internal == internal).map(|row| row.body.as_str());
        let terms = |internal: bool| of(internal).flat_map(words::terms).collect();
        let read = std::iter::once(row.title.as_str()).chain(of(false)).collect::<Vec<_>>().join("\n");
        let whole = words::whole(&read).split(' ').map(str::to_owned).collect();
        texts.push(Text { number: row.number, title: words::terms(&row.title), body: terms(false), notes: terms(true), whole });
    }
    texts
}

impl Text {
    fn parts(&self, notes: bool) -> impl Iterator<Item = &Vec<String>> {
        [&self.title, &self.body].into_iter().chain(notes.then_some(&self.notes))
    }

    fn holds(&self, phrase: &[String], notes: bool) -> bool {
        self.parts(notes).any(|part| part.windows(phrase.len()).any(|here| here == phrase))
    }

    fn answers(&self, query: &Query, notes: bool) -> bool {
        let wanted = query.wanted.iter().all(|wanted| match wanted {
            Wanted::Phrase(phrase) => self.holds(phrase, notes),
            Wanted::Beginning { term, beginning } => {
                let begun = self.parts(notes).any(|part| part.iter().any(|known| known.starts_with(term)));
                begun || self.whole.iter().any(|known| known.starts_with(beginning))
            }
        });
        wanted && !query.unwanted.iter().any(|phrase| self.holds(phrase, notes))
    }
}

#[rocket::async_test]
async fn a_hundred_questions_find_what_a_plain_reading_finds() {
    let (_database, db, _) = two_instances().await;
    let today = "2026-03-24".parse().expect("a day");
    let referent = viewer(&db, "veronique.lacaze@heures-douces.example").await;
    let mut hits = 0;
    for (within, notes) in [(Scope::from(&samira(&db).await), true), (Scope::from(&referent), false)] {
        let texts = texts(&db, &within).await;
        assert!(texts.len() > 10);
        for question in QUESTIONS.lines() {
            let query = Query::read(question, today);
            let expected: Vec<i64> = texts.iter().filter(|text| text.answers(&query, notes)).map(|text| text.number).collect();
            let rows = found(&db, within.clone(), &query, None, None, 1_000).await.expect("an answer");
            assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), expected, "{question}");
            hits += expected.len();
        }
    }
    assert_eq!(QUESTIONS.lines().count(), 100);
    assert!(hits > 1_000, "there is much to find: {hits}");
}

/// Whoever asks, also within one structure: the index is read once, not about each of its tickets.
#[rocket::async_test]
async fn a_question_is_answered_from_the_index_in_its_order() {
    let (_database, db, _) = two_instances().await;
    let query = Query::read("imprimante", "2026-03-24".parse().expect("a day"));
    for within in [Scope::from(&samira(&db).await), Scope::from(&viewer(&db, "veronique.lacaze@heures-douces.example").await)] {
        let question = question(&db, &within, &query).await.expect("a question");
        let asked = matching(db.backend(), &question, Some(1_000), 51);
        let numbers = db.read.query_all_raw(asked.clone()).await.expect("numbers");
        assert!(!numbers.is_empty(), "there is something to find");
        if db.backend() == DatabaseBackend::Sqlite {
            assert!(!question.contains('*'), "few words begin so, each is named: {question}");
            let statement = Statement { sql: format!("EXPLAIN QUERY PLAN {}", asked.sql), ..asked };
            let rows = db.read.query_all_raw(statement).await.expect("a plan");
            let plan: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").expect("a line")).collect();
            assert_eq!(plan.len(), 1, "{plan:?}");
            assert!(plan[0].contains("SCAN ticket_words VIRTUAL TABLE"), "{plan:?}");
        }
    }
}

/// SQLite knows each word that a ticket holds, and no other. PostgreSQL needs none.
pub(super) async fn every_known_word_is_held_by_a_ticket(db: &Db) {
    if db.backend() == DatabaseBackend::Postgres {
        return;
    }
    let ids: Vec<TicketId> =
        ticket::Entity::find().select_only().column(ticket::Column::Id).into_tuple().all(&db.read).await.expect("ids");
    let held = index::held_in(&db.read, ids).await.expect("words");
    let asked = Statement::from_string(db.backend(), "SELECT whole, word FROM ticket_words_known");
    let rows = db.read.query_all_raw(asked).await.expect("words");
    let kind = |whole: bool| if whole { Kind::Whole } else { Kind::Stem };
    let known: Held = rows
        .iter()
        .map(|row| (kind(row.try_get("", "whole").expect("a kind")), row.try_get("", "word").expect("a word")))
        .collect();
    assert!(known.len() > 200, "{}", known.len());
    assert_eq!(known.symmetric_difference(&held).collect::<Vec<_>>(), Vec::<&(Kind, String)>::new());
}

#[rocket::async_test]
async fn a_word_that_was_blanked_is_not_even_known() {
    let (_database, db, _) = two_instances().await;
    every_known_word_is_held_by_a_ticket(&db).await;
    // Long enough that nobody else wrote it.
    let rows = message::Entity::find().filter(message::Column::Internal.eq(false)).all(&db.read).await.expect("messages");
    let all = rows.iter().map(|row| row.body.as_str()).collect::<Vec<_>>().join(" ");
    let (row, word) = rows
        .iter()
        .find_map(|row| {
            let rare =
                |word: &&str| word.chars().count() > 11 && word.chars().all(char::is_alphabetic) && all.matches(*word).count() == 1;
            row.body.split_whitespace().find(rare).map(|word| (row, word))
        })
        .expect("a rare word");
    let of = Said {
        id: row.id,
        ticket: row.ticket_id,
        author: row.author_id,
        body: row.body.clone(),
        at: row.created_at,
        version: row.version,
    };
    blank(&db, &samira(&db).await, &of, Passage { words: word, mark: "▇" }, now()).await.expect("blanked");
    every_known_word_is_held_by_a_ticket(&db).await;
    let query = Query::read(word, now().date_naive());
    let rows = found(&db, Scope::from(&samira(&db).await), &query, None, None, 10).await.expect("an answer");
    assert!(rows.is_empty(), "{word}");
}

/// An installation of before has an index, and learns from it which words there are.
#[rocket::async_test]
async fn the_words_of_an_index_of_before_are_known() {
    let (_database, db, _) = two_instances().await;
    if db.backend() == DatabaseBackend::Postgres {
        return;
    }
    let before = "DROP TABLE ticket_words_known; DELETE FROM seaql_migrations WHERE version = 'm0040_known_words';";
    db.write.execute_unprepared(before).await.expect("as it was before");
    Migrator::up(&db.write, None).await.expect("brought to the present");
    every_known_word_is_held_by_a_ticket(&db).await;
}

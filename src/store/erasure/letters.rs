//! What letters say of somebody: those to them go, in those to others their name gives way to its mark, and the words of requests
//! that are gone are gone here too. Looked through from the first to the last, some at a time.

use super::requests::asked_with_others_in;
use crate::domain::ids::{PersonId, TicketId};
use crate::domain::people::Email;
use crate::store::entities::{erasure, letter, ticket};
use crate::store::outbox::{self, Letter, LetterState};
use crate::store::{Db, DbErr, group};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// How many letters are read at once.
const AT_ONCE: u64 = 500;

/// Fields of letters that name somebody.
const NAMES: [&str; 4] = ["author", "requester", "inviter", "technician"];

/// What becomes of a letter.
enum Fate {
    Gone,
    Says(String),
}

/// Goes through the next letters. `false` when there are no more.
pub(super) async fn step(db: &Db, of: &erasure::Model) -> Result<bool, DbErr> {
    let rows = letter::Entity::find()
        .filter(letter::Column::Id.gt(of.after_letter))
        .order_by_asc(letter::Column::Id)
        .limit(AT_ONCE)
        .all(&db.read)
        .await?;
    let Some(last) = rows.last().map(|row| row.id) else { return Ok(false) };
    let fates = fates(db, of, &rows).await?;
    let tx = db.begin_write().await?;
    let moved = erasure::Entity::update_many()
        .set(erasure::ActiveModel { after_letter: Set(last), ..Default::default() })
        .filter(erasure::Column::PersonId.eq(of.person_id))
        .filter(erasure::Column::AfterLetter.eq(of.after_letter))
        .filter(erasure::Column::DoneAt.is_null())
        .exec(&tx)
        .await?;
    if moved.rows_affected == 1 {
        for (row, fate) in fates {
            let this = letter::Column::Id.eq(row.id);
            match fate {
                Fate::Gone => letter::Entity::delete_many().filter(this).exec(&tx).await.map(drop)?,
                Fate::Says(body) => letter::Entity::update_many()
                    .set(letter::ActiveModel { body: Set(body), ..Default::default() })
                    .filter(this)
                    // A letter that was added to others meanwhile is read again as it stands then.
                    .filter(letter::Column::Body.eq(row.body.clone()))
                    .exec(&tx)
                    .await
                    .map(drop)?,
            }
        }
        tx.commit().await?;
    }
    Ok(true)
}

/// All is done: what the letters were found by is forgotten, and one last letter says so.
pub(super) async fn finish(db: &Db, of: &erasure::Model, now: DateTime<Utc>) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    let over = erasure::ActiveModel { name: Set(None), email: Set(None), done_at: Set(Some(now)), ..Default::default() };
    let moved = erasure::Entity::update_many()
        .set(over)
        .filter(erasure::Column::PersonId.eq(of.person_id))
        .filter(erasure::Column::DoneAt.is_null())
        .exec(&tx)
        .await?;
    let Some(email) = of.email.as_ref().filter(|_| moved.rows_affected == 1) else { return Ok(()) };
    let group = group::find_in(&tx).await?;
    let (name, contact) = group.map(|group| (group.name, group.email)).unwrap_or_default();
    let letter = Letter::DataErased { person: of.person_id, group: name, contact };
    outbox::write_in(&tx, &outbox::to(email, of.language), &letter, now).await?;
    tx.commit().await
}

async fn fates<'a>(db: &Db, of: &erasure::Model, rows: &'a [letter::Model]) -> Result<Vec<(&'a letter::Model, Fate)>, DbErr> {
    let (Some(name), Some(email)) = (&of.name, &of.email) else { return Ok(Vec::new()) };
    // A letter that has forgotten its words, or of a version that no one reads any more, names nobody.
    let read: Vec<(&letter::Model, Value)> =
        rows.iter().map(|row| (row, serde_json::from_str(&row.body).unwrap_or(Value::Null))).collect();
    let mut numbers = HashSet::new();
    read.iter().for_each(|(_, body)| numbers_in(body, &mut numbers));
    let gone = gone_in(&db.read, of, numbers).await?;
    let mut fates = Vec::new();
    for (row, mut body) in read {
        if row.recipient == *email {
            fates.push((row, Fate::Gone));
            continue;
        }
        let out = Out { of: of.person_id, name, email, marks: (&of.name_mark, &of.words_mark), gone: &gone };
        if out.of(&mut body, row.state == LetterState::Waiting) {
            fates.push((row, Fate::Says(body.to_string())));
        }
    }
    Ok(fates)
}

/// The requests that letters speak of.
fn numbers_in(value: &Value, numbers: &mut HashSet<i64>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| numbers_in(one, numbers)),
        Value::Object(fields) => {
            numbers.extend(fields.get("number").and_then(Value::as_i64));
            fields.values().for_each(|one| numbers_in(one, numbers));
        }
        _ => {}
    }
}

/// Of these requests, those whose title is gone; whether all their words are.
async fn gone_in(db: &impl ConnectionTrait, of: &erasure::Model, numbers: HashSet<i64>) -> Result<HashMap<i64, bool>, DbErr> {
    if numbers.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, TicketId, PersonId)> = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::Number])
        .columns([ticket::Column::Id, ticket::Column::RequesterId])
        .filter(ticket::Column::Number.is_in(numbers))
        .filter(ticket::Column::Title.eq(of.words_mark.clone()))
        .into_tuple()
        .all(db)
        .await?;
    let shared = asked_with_others_in(db, of.person_id, rows.iter().map(|(_, id, _)| *id)).await?;
    let alone = |(number, id, requester): (i64, TicketId, PersonId)| (number, requester == of.person_id && !shared.contains(&id));
    Ok(rows.into_iter().map(alone).collect())
}

/// Takes somebody out of what a letter says.
struct Out<'a> {
    of: PersonId,
    name: &'a str,
    email: &'a Email,
    marks: (&'a str, &'a str),
    /// The requests whose title is gone, and whether all their words are.
    gone: &'a HashMap<i64, bool>,
}

impl Out<'_> {
    /// Whether anything was changed. Of a letter that has not left, what somebody of the same name says stays.
    fn of(&self, value: &mut Value, waiting: bool) -> bool {
        match value {
            Value::Array(all) => all.iter_mut().fold(false, |changed, one| self.of(one, waiting) | changed),
            Value::Object(fields) => self.of_fields(fields, waiting),
            _ => false,
        }
    }

    fn of_fields(&self, fields: &mut Map<String, Value>, waiting: bool) -> bool {
        let is = |value: Option<&Value>, text: &str| value.and_then(Value::as_str) == Some(text);
        let speaks = NAMES[..3].iter().any(|field| is(fields.get(*field), self.name));
        let gone = fields.get("number").and_then(Value::as_i64).and_then(|number| self.gone.get(&number).copied());
        let mut changed = false;
        let mut set = |fields: &mut Map<String, Value>, field: &str, text: String| {
            fields.insert(field.to_owned(), Value::String(text));
            changed = true;
        };
        let without = [("title", gone.is_some()), ("words", gone == Some(true) || (speaks && !waiting))];
        for (field, _) in without.into_iter().filter(|(_, goes)| *goes) {
            if fields.get(field).and_then(Value::as_str).is_some_and(|text| !text.is_empty()) {
                set(fields, field, self.marks.1.to_owned());
            }
        }
        for field in NAMES.iter().filter(|field| is(fields.get(**field), self.name)).copied().collect::<Vec<_>>() {
            set(fields, field, self.marks.0.to_owned());
        }
        if is(fields.get("answer_to"), self.email.as_str()) {
            set(fields, "answer_to", Email::of_nobody(self.of).to_string());
        }
        fields.values_mut().fold(changed, |changed, one| self.of(one, waiting) | changed)
    }
}

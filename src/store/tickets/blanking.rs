//! A technician blanks a passage: it is gone from the message and from whatever was made of it. The history says who and
//! when, never what.

use super::commands::TicketError;
use super::corrections::Said;
use super::deed::Deed;
use super::vocabulary;
use super::words;
use crate::domain::ids::{MessageId, TicketId};
use crate::domain::tickets::{EventKind, title_of};
use crate::store::access::Technician;
use crate::store::entities::{intervention, letter, message, message_version, ticket, ticket_event};
use crate::store::outbox::{GATHERED, LetterState};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set};
use serde_json::Value;

/// A passage, and the mark that stands in its place.
#[derive(Clone, Copy, Debug)]
pub struct Passage<'a> {
    pub words: &'a str,
    pub mark: &'a str,
}

impl Passage<'_> {
    /// The text without the passage, if it holds it. On one line as on several.
    pub fn blanked(&self, text: &str) -> Option<String> {
        let line = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut without = text.replace(self.words, self.mark);
        if line != self.words {
            without = without.replace(&line, self.mark);
        }
        (without != text).then_some(without)
    }

    /// A first sentence, which was cut somewhere: that of the text without the passage.
    fn titled(&self, title: &str, bodies: &[(String, String)]) -> Option<String> {
        let of_body = bodies.iter().find(|(before, _)| title_of(before) == title).map(|(_, after)| title_of(after));
        of_body.or_else(|| self.blanked(title)).filter(|after| after != title)
    }
}

/// Blanks a passage of a message for ever: in all that it was, in titles and histories, in the notes of time, in letters, in
/// the search. Refused when the message does not hold it.
pub async fn blank(db: &Db, by: &Technician, of: &Said, passage: Passage<'_>, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, of.ticket, by.viewer(), now).await?;
    let bodies = in_message(&deed.tx, of.id, passage).await?;
    if bodies.is_empty() {
        return Err(TicketError::Changed);
    }
    let tickets = group(&deed.tx, deed.ticket.id).await?;
    let titles = in_titles(&deed.tx, &tickets, passage, &bodies).await?;
    in_histories(&deed.tx, &tickets, passage, &titles).await?;
    in_time(&deed.tx, &tickets, passage, &bodies).await?;
    in_letters(&deed.tx, &tickets, (of.id, passage), &titles).await?;
    deed.change(ticket::ActiveModel { changed_at: Set(now), ..Default::default() }).await?;
    words::index_in(&deed.tx, deed.ticket.id).await?;
    let before = bodies.iter().chain(&titles).flat_map(|(before, _)| vocabulary::held_by(before)).collect();
    vocabulary::forget_in(&deed.tx, &before).await?;
    deed.record(EventKind::Blanked, "").await?;
    deed.done().await
}

/// The ticket and those that live on in it.
async fn group(tx: &impl ConnectionTrait, id: TicketId) -> Result<Vec<ticket::Model>, DbErr> {
    let of_it = Condition::any().add(ticket::Column::Id.eq(id)).add(ticket::Column::MergedInto.eq(id));
    ticket::Entity::find().filter(of_it).all(tx).await
}

/// In the message as it stands and as it was: each text that held the passage, before and after.
async fn in_message(tx: &impl ConnectionTrait, id: MessageId, passage: Passage<'_>) -> Result<Vec<(String, String)>, DbErr> {
    let mut bodies = Vec::new();
    if let Some(row) = message::Entity::find_by_id(id).one(tx).await?
        && let Some(after) = passage.blanked(&row.body)
    {
        // Who corrects what they saw before is told that it changed.
        let change = message::ActiveModel { body: Set(after.clone()), version: Set(row.version + 1), ..Default::default() };
        message::Entity::update_many().set(change).filter(message::Column::Id.eq(id)).exec(tx).await?;
        bodies.push((row.body, after));
    }
    let versions = message_version::Entity::find().filter(message_version::Column::MessageId.eq(id)).all(tx).await?;
    for row in versions {
        let Some(after) = passage.blanked(&row.body) else { continue };
        message_version::Entity::update_many()
            .set(message_version::ActiveModel { body: Set(after.clone()), ..Default::default() })
            .filter(message_version::Column::MessageId.eq(id))
            .filter(message_version::Column::Version.eq(row.version))
            .exec(tx)
            .await?;
        bodies.push((row.body, after));
    }
    Ok(bodies)
}

/// Titles that changed, before and after.
async fn in_titles(
    tx: &impl ConnectionTrait,
    of: &[ticket::Model],
    passage: Passage<'_>,
    bodies: &[(String, String)],
) -> Result<Vec<(String, String)>, DbErr> {
    let mut titles: Vec<(String, String)> = bodies.iter().map(|(before, after)| (title_of(before), title_of(after))).collect();
    for row in of {
        let Some(after) = passage.titled(&row.title, bodies) else { continue };
        ticket::Entity::update_many()
            .set(ticket::ActiveModel { title: Set(after.clone()), ..Default::default() })
            .filter(ticket::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
        titles.push((row.title.clone(), after));
    }
    Ok(titles)
}

/// Lines of a history whose detail is words that people wrote: of others it is a number, an id, a word of ours.
pub(in crate::store) const WORDED: [EventKind; 5] =
    [EventKind::Renamed, EventKind::Prioritised, EventKind::PassedOn, EventKind::Given, EventKind::Disclosed];

/// Histories keep the titles of before, and why something was done.
async fn in_histories(
    tx: &impl ConnectionTrait,
    of: &[ticket::Model],
    passage: Passage<'_>,
    titles: &[(String, String)],
) -> Result<(), DbErr> {
    let rows = ticket_event::Entity::find()
        .filter(ticket_event::Column::TicketId.is_in(of.iter().map(|row| row.id)))
        .filter(ticket_event::Column::Kind.is_in(WORDED))
        .all(tx)
        .await?;
    for row in rows {
        // Of what was given, the first word is to whom.
        let (to, words) = match row.kind {
            EventKind::Given => row.detail.split_once(' ').unwrap_or((&row.detail, "")),
            _ => ("", row.detail.as_str()),
        };
        let Some(after) = renamed(words, passage, titles) else { continue };
        let after = if to.is_empty() { after } else { format!("{to} {after}") };
        ticket_event::Entity::update_many()
            .set(ticket_event::ActiveModel { detail: Set(after), ..Default::default() })
            .filter(ticket_event::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

fn renamed(text: &str, passage: Passage<'_>, titles: &[(String, String)]) -> Option<String> {
    let title = titles.iter().find(|(before, _)| before == text).map(|(_, after)| after.clone());
    title.or_else(|| passage.blanked(text)).filter(|after| after != text)
}

/// The time of an answer is noted under its first sentence.
async fn in_time(
    tx: &impl ConnectionTrait,
    of: &[ticket::Model],
    passage: Passage<'_>,
    bodies: &[(String, String)],
) -> Result<(), DbErr> {
    let rows =
        intervention::Entity::find().filter(intervention::Column::TicketId.is_in(of.iter().map(|row| row.id))).all(tx).await?;
    for row in rows {
        let Some(after) = passage.titled(&row.note, bodies) else { continue };
        intervention::Entity::update_many()
            .set(intervention::ActiveModel { note: Set(after), ..Default::default() })
            .filter(intervention::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Letters that tell of the message, sent or not, and whatever of these tickets has not left yet.
async fn in_letters(
    tx: &impl ConnectionTrait,
    of: &[ticket::Model],
    (message, passage): (MessageId, Passage<'_>),
    titles: &[(String, String)],
) -> Result<(), DbErr> {
    let told = of.iter().map(|row| format!("submitted:{}", row.id)).chain([format!("message:{message}")]);
    // One deed on many tickets tells of the messages of each in one letter.
    let gathered = GATHERED.iter().fold(Condition::any(), |any, start| any.add(letter::Column::Event.starts_with(*start)));
    let gathered = Condition::all().add(gathered).add(letter::Column::Body.contains(format!("message:{message}")));
    let about = of.iter().fold(Condition::any(), |any, row| any.add(letter::Column::Body.contains(row.id.to_string())));
    let waiting = Condition::all().add(letter::Column::State.eq(LetterState::Waiting)).add(about);
    let rows = letter::Entity::find()
        .filter(Condition::any().add(letter::Column::Event.is_in(told)).add(waiting).add(gathered))
        .lock_exclusive()
        .all(tx)
        .await?;
    for row in rows {
        let mut body: Value = serde_json::from_str(&row.body).map_err(|error| DbErr::Json(error.to_string()))?;
        blank_in(&mut body, passage, titles);
        letter::Entity::update_many()
            .set(letter::ActiveModel { body: Set(body.to_string()), ..Default::default() })
            .filter(letter::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

fn blank_in(value: &mut Value, passage: Passage<'_>, titles: &[(String, String)]) {
    match value {
        Value::String(text) => {
            if let Some(after) = renamed(text, passage, titles) {
                *text = after;
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| blank_in(one, passage, titles)),
        // What a letter is, and what makes it unique, is none of its words.
        Value::Object(fields) => fields
            .iter_mut()
            .filter(|(name, _)| !matches!(name.as_str(), "kind" | "event" | "ticket" | "id"))
            .for_each(|(_, one)| blank_in(one, passage, titles)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

//! Who is told what at the month's end: referents of their sheet and statement, of a gift that waits for them; the
//! coordinator of a question.

use super::closed;
use super::signing::{signing_days_in, signing_until};
use crate::domain::ids::{QuestionId, StructureId};
use crate::domain::people::Duty;
use crate::domain::time::Month;
use crate::store::access::{Referent, Viewer};
use crate::store::agreements;
use crate::store::entities::{gift, person, sheet_question, statement, structure};
use crate::store::outbox::{self, Letter};
use crate::store::{Db, DbErr, people, structures};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// The referents of structures, each with the structure they answer for and its name.
async fn referents_in(
    db: &impl ConnectionTrait,
    of: Option<&[StructureId]>,
) -> Result<Vec<(StructureId, String, person::Model)>, DbErr> {
    let names = structures::names_in(db).await?;
    let referents = people::referents_in(db, of).await?;
    Ok(referents.into_iter().filter_map(|(id, person)| Some((id, names.get(&id)?.clone(), person))).collect())
}

fn to(person: &person::Model) -> outbox::Recipient {
    outbox::to(&person.email, person.language)
}

/// A question about a sheet: the coordinators are told.
pub(super) async fn question_in(
    tx: &impl ConnectionTrait,
    by: &Referent,
    month: Month,
    question: QuestionId,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let name = structure::Entity::find_by_id(by.structure()).one(tx).await?.map(|row| row.name).unwrap_or_default();
    let letter = Letter::SheetAsked {
        structure: by.structure(),
        name,
        month,
        author: by.viewer().name().to_owned(),
        words: words.to_owned(),
        event: format!("question:{question}"),
    };
    let on_duty = people::on_duty_in(tx, Duty::Coordinator).await?;
    let others = on_duty.into_iter().filter(|person| person.id != by.viewer().id());
    let letters: Vec<_> = others.map(|person| (to(&person), letter.clone())).collect();
    outbox::write_all_in(tx, &letters, now).await
}

/// An answer: who asked is told.
pub(super) async fn answered_in(
    tx: &impl ConnectionTrait,
    by: &Viewer,
    asked: &sheet_question::Model,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Some(person) = person::Entity::find_by_id(asked.asked_by).one(tx).await?.filter(|person| person.id != by.id()) else {
        return Ok(());
    };
    let name = structure::Entity::find_by_id(asked.structure_id).one(tx).await?.map(|row| row.name).unwrap_or_default();
    let letter = Letter::SheetAnswered {
        structure: asked.structure_id,
        name,
        month: asked.period,
        author: by.name().to_owned(),
        words: words.to_owned(),
        event: format!("answer:{}", asked.id),
    };
    outbox::write_all_in(tx, &[(to(&person), letter)], now).await
}

/// The month is closed: every referent gets the statement of their structure.
pub(super) async fn statements_in(tx: &impl ConnectionTrait, month: Month, now: DateTime<Utc>) -> Result<(), DbErr> {
    let rows = statement::Entity::find().filter(statement::Column::Period.eq(month)).all(tx).await?;
    let frozen: HashMap<StructureId, statement::Model> = rows.into_iter().map(|row| (row.structure_id, row)).collect();
    let mut letters = Vec::new();
    for (structure, name, person) in referents_in(tx, None).await? {
        let Some(row) = frozen.get(&structure) else { continue };
        let letter = Letter::StatementReady { structure, name, month, charged: row.charged, left: row.carried };
        letters.push((to(&person), letter));
    }
    outbox::write_all_in(tx, &letters, now).await
}

/// A gift waits for the other side's agreement.
pub(super) async fn gift_proposed_in(
    tx: &impl ConnectionTrait,
    by: &Viewer,
    row: &gift::Model,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let letter = |structure, from: &str, to: &str| Letter::GiftProposed {
        structure,
        from: from.to_owned(),
        to: to.to_owned(),
        minutes: row.minutes,
        month: row.period,
        author: by.name().to_owned(),
        words: row.words.clone(),
        event: format!("gift:{}", row.id),
    };
    tell_of_gift(tx, by, row, &[row.to_structure_id], letter, now).await
}

/// Both sides have agreed, or one has said no: the giver's referents are told.
pub(super) async fn gift_answered_in(
    tx: &impl ConnectionTrait,
    by: &Viewer,
    row: &gift::Model,
    agreed: bool,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let letter = |structure, from: &str, to: &str| Letter::GiftAnswered {
        structure,
        from: from.to_owned(),
        to: to.to_owned(),
        minutes: row.minutes,
        month: row.period,
        author: by.name().to_owned(),
        agreed,
        event: format!("gift-answer:{}", row.id),
    };
    tell_of_gift(tx, by, row, &[row.from_structure_id, row.to_structure_id], letter, now).await
}

async fn tell_of_gift(
    tx: &impl ConnectionTrait,
    by: &Viewer,
    row: &gift::Model,
    whom: &[StructureId],
    letter: impl Fn(StructureId, &str, &str) -> Letter,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let both = [row.from_structure_id, row.to_structure_id];
    let rows = structure::Entity::find().filter(structure::Column::Id.is_in(both)).all(tx).await?;
    let name = |id: StructureId| rows.iter().find(|row| row.id == id).map(|row| row.name.as_str()).unwrap_or_default();
    let referents = referents_in(tx, Some(whom)).await?;
    let others = referents.iter().filter(|(_, _, person)| person.id != by.id());
    let letters: Vec<_> =
        others.map(|(structure, _, person)| (to(person), letter(*structure, name(both[0]), name(both[1])))).collect();
    outbox::write_all_in(tx, &letters, now).await
}

/// Tells the referents of every month that ended and is not closed that its sheet waits for them: once a month and
/// person, however often it is called, by however many instances.
pub async fn announce_sheets(db: &Db, today: NaiveDate, now: DateTime<Utc>) -> Result<(), DbErr> {
    let month = Month::of(today).previous();
    let closed = closed::last_closed_in(&db.read).await?;
    let until = signing_until(month, signing_days_in(&db.read).await?);
    if closed.is_some_and(|closed| month <= closed) || today > until {
        return Ok(());
    }
    let tx = db.begin_write().await?;
    remind_in(&tx, month, until, None, None, now).await?;
    tx.commit().await
}

/// Letters to the referents of members: of all, or of those named; `again` marks the day of a reminder.
pub(super) async fn remind_in(
    tx: &impl ConnectionTrait,
    month: Month,
    until: NaiveDate,
    of: Option<&[StructureId]>,
    again: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let members = agreements::all_in(tx).await?;
    let mut letters = Vec::new();
    for (structure, name, person) in referents_in(tx, of).await? {
        if members.get(&structure).is_some_and(|agreements| agreements.covers(month)) {
            letters.push((to(&person), Letter::SheetToSign { structure, name, month, until, again }));
        }
    }
    outbox::write_all_in(tx, &letters, now).await
}

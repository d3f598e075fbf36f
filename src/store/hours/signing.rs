//! The sign-off of a month: each structure's referent reads its hour sheet, signs it or asks a question; after the group's
//! delay silence counts as agreement, and is recorded as such at the closing (`hours.md` § 4).

use super::closed;
use super::letters;
use crate::domain::ids::{PersonId, QuestionId, SignatureId, StructureId};
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Coordinator, HoursOf, Referent};
use crate::store::entities::{group_settings, month_use, sheet_question, signature};
use crate::store::journal::{self, Line, LineKind};
use crate::store::{Db, DbErr, group, people, structures};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};
use std::collections::HashMap;

/// Where the sheet of a structure's month stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetState {
    /// The month has not ended: there is nothing to sign yet.
    Running,
    /// Read and waited for, up to and including that day.
    Waiting {
        until: NaiveDate,
    },
    /// A question waits for its answer: no silence counts meanwhile.
    Asked,
    /// Signed, then something was corrected: to be read again.
    Changed {
        name: String,
        at: DateTime<Utc>,
        until: NaiveDate,
    },
    /// The delay is over: closing records the silence as agreement.
    Silent {
        since: NaiveDate,
    },
    Signed {
        name: String,
        at: DateTime<Utc>,
    },
    /// The month was closed on silence, or before sheets were signed here.
    Tacit,
}

/// A question about a sheet, with its answer once there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    pub structure: StructureId,
    pub structure_name: String,
    pub asker_name: String,
    pub asked_at: DateTime<Utc>,
    pub words: String,
    pub answerer_name: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    pub answer: String,
}

/// Why a sheet cannot be signed so.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("the month has not ended")]
    NotEnded,
    #[error("the month is closed")]
    Closed,
    /// Something was noted or corrected since the page was read.
    #[error("the figures changed")]
    Changed,
    /// Somebody else answered meanwhile.
    #[error("answered already")]
    Answered,
    /// It is not there.
    #[error("not within reach")]
    Foreign,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// The figures that a referent agrees to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    pub interventions: i64,
    pub real: Minutes,
    pub charged: Minutes,
}

impl Figures {
    fn of(row: Option<&month_use::Model>) -> Self {
        row.map_or(Self { interventions: 0, real: Minutes(0), charged: Minutes(0) }, |row| Self {
            interventions: row.interventions,
            real: row.real_minutes,
            charged: row.charged_minutes,
        })
    }

    fn signed(row: &signature::Model) -> Self {
        Self { interventions: row.interventions, real: row.real_minutes, charged: row.charged_minutes }
    }
}

/// The last day on which a sheet of the month is waited for.
pub fn signing_until(month: Month, signing_days: i64) -> NaiveDate {
    month.last_day() + TimeDelta::days(signing_days)
}

pub(super) async fn signing_days_in(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    Ok(group_settings::Entity::find_by_id(group::ONLY).one(db).await?.map_or(7, |row| row.signing_days))
}

/// Agrees with the hour sheet of a month that has ended, with the figures that were read.
pub async fn sign(
    db: &Db,
    by: &Referent,
    month: Month,
    seen: Figures,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), SignError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    signable_in(&tx, month, today).await?;
    let row = month_use::Entity::find_by_id((by.structure(), month)).one(&tx).await?;
    if Figures::of(row.as_ref()) != seen {
        return Err(SignError::Changed);
    }
    let signed = signatures_in(&tx, month).await?.remove(&by.structure()).unwrap_or_default();
    if signed.iter().all(|row| Figures::signed(row) != seen) {
        sign_in(&tx, month, by.structure(), by.viewer().id(), now).await?;
    }
    Ok(tx.commit().await?)
}

/// Writes a signature of the present figures into the caller's transaction.
pub(in crate::store) async fn sign_in(
    tx: &impl ConnectionTrait,
    month: Month,
    structure: StructureId,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let figures = Figures::of(month_use::Entity::find_by_id((structure, month)).one(tx).await?.as_ref());
    let row = signature_of(month, structure, Some(person), figures, now);
    let line = Line::decision(LineKind::SheetSigned, month, person, format!("sheet:{month}:{structure}"));
    journal::append_in(tx, vec![line], now).await?;
    signature::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

async fn signable_in(tx: &impl ConnectionTrait, month: Month, today: NaiveDate) -> Result<(), SignError> {
    if today <= month.last_day() {
        return Err(SignError::NotEnded);
    }
    match closed::last_closed_in(tx).await? {
        Some(closed) if month <= closed => Err(SignError::Closed),
        _ => Ok(()),
    }
}

fn signature_of(
    period: Month,
    structure_id: StructureId,
    person_id: Option<PersonId>,
    seen: Figures,
    now: DateTime<Utc>,
) -> signature::Model {
    signature::Model {
        id: SignatureId::new(now),
        period,
        structure_id,
        person_id,
        interventions: seen.interventions,
        real_minutes: seen.real,
        charged_minutes: seen.charged,
        signed_at: now,
    }
}

/// Asks something about a sheet: the coordinator is told.
pub async fn ask(db: &Db, by: &Referent, month: Month, words: &str, today: NaiveDate, now: DateTime<Utc>) -> Result<(), SignError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    signable_in(&tx, month, today).await?;
    let row = sheet_question::Model {
        id: QuestionId::new(now),
        period: month,
        structure_id: by.structure(),
        asked_by: by.viewer().id(),
        asked_at: now,
        words: words.to_owned(),
        answered_by: None,
        answered_at: None,
        answer: String::new(),
    };
    letters::question_in(&tx, by, month, row.id, words, now).await?;
    sheet_question::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// Answers a question: who asked is told, and may sign or ask again.
pub async fn answer(db: &Db, by: &Coordinator, question: QuestionId, words: &str, now: DateTime<Utc>) -> Result<Month, SignError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let found = sheet_question::Entity::find_by_id(question).lock_exclusive().one(&tx).await?;
    let asked = found.ok_or(SignError::Foreign)?;
    if asked.answered_at.is_some() {
        // The same answer sent twice is the same answer.
        return if asked.answer == words { Ok(asked.period) } else { Err(SignError::Answered) };
    }
    let answered = sheet_question::ActiveModel {
        answered_by: Set(Some(by.viewer().id())),
        answered_at: Set(Some(now)),
        answer: Set(words.to_owned()),
        ..Default::default()
    };
    sheet_question::Entity::update_many().set(answered).filter(sheet_question::Column::Id.eq(question)).exec(&tx).await?;
    letters::answered_in(&tx, by.viewer(), &asked, words, now).await?;
    tx.commit().await?;
    Ok(asked.period)
}

/// The questions about a structure's sheet, in order of time.
pub async fn questions_of(db: &Db, by: &HoursOf, month: Month) -> Result<Vec<Question>, DbErr> {
    let select = sheet_question::Entity::find().filter(sheet_question::Column::StructureId.eq(by.structure()));
    questions(db, select.filter(sheet_question::Column::Period.eq(month))).await
}

/// The month whose sheet a question is about.
pub async fn month_of_question(db: &Db, _by: &Coordinator, question: QuestionId) -> Result<Option<Month>, DbErr> {
    Ok(sheet_question::Entity::find_by_id(question).one(&db.read).await?.map(|row| row.period))
}

/// The questions of a month that wait for an answer.
pub async fn open_questions(db: &Db, _by: &Coordinator, month: Month) -> Result<Vec<Question>, DbErr> {
    let waiting = sheet_question::Entity::find().filter(sheet_question::Column::AnsweredAt.is_null());
    questions(db, waiting.filter(sheet_question::Column::Period.eq(month))).await
}

async fn questions(db: &Db, select: sea_orm::Select<sheet_question::Entity>) -> Result<Vec<Question>, DbErr> {
    let rows = select.order_by_asc(sheet_question::Column::AskedAt).all(&db.read).await?;
    let people: Vec<PersonId> = rows.iter().flat_map(|row| [Some(row.asked_by), row.answered_by]).flatten().collect();
    let names = people::names(&db.read, people).await?;
    let names_of_structures = structures::names_in(&db.read).await?;
    let name = |id: PersonId| names.get(&id).cloned().unwrap_or_default();
    let question = |row: sheet_question::Model| Question {
        id: row.id,
        structure: row.structure_id,
        structure_name: names_of_structures.get(&row.structure_id).cloned().unwrap_or_default(),
        asker_name: name(row.asked_by),
        asked_at: row.asked_at,
        words: row.words,
        answerer_name: row.answered_by.map(name),
        answered_at: row.answered_at,
        answer: row.answer,
    };
    Ok(rows.into_iter().map(question).collect())
}

/// Where one structure's sheet stands, and the figures that it would be signed with.
pub async fn sheet_state(db: &Db, by: &HoursOf, month: Month, today: NaiveDate) -> Result<(SheetState, Figures), DbErr> {
    let mut all = states_in(&db.read, month, today, &[by.structure()]).await?;
    let figures = Figures::of(month_use::Entity::find_by_id((by.structure(), month)).one(&db.read).await?.as_ref());
    Ok((all.remove(&by.structure()).unwrap_or(SheetState::Running), figures))
}

/// Where the sheets of these structures stand.
pub async fn sheet_states(
    db: &Db,
    _by: &Coordinator,
    month: Month,
    today: NaiveDate,
    of: &[StructureId],
) -> Result<HashMap<StructureId, SheetState>, DbErr> {
    states_in(&db.read, month, today, of).await
}

pub(super) async fn states_in(
    db: &impl ConnectionTrait,
    month: Month,
    today: NaiveDate,
    of: &[StructureId],
) -> Result<HashMap<StructureId, SheetState>, DbErr> {
    let closed = closed::last_closed_in(db).await?.is_some_and(|closed| month <= closed);
    let until = signing_until(month, signing_days_in(db).await?);
    let signed = signatures_in(db, month).await?;
    let signers: Vec<PersonId> = signed.values().flatten().filter_map(|row| row.person_id).collect();
    let names = people::names(db, signers).await?;
    let uses: HashMap<StructureId, month_use::Model> = month_use::Entity::find()
        .filter(month_use::Column::Period.eq(month))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.structure_id, row))
        .collect();
    let asked: Vec<StructureId> = sheet_question::Entity::find()
        .select_only()
        .column(sheet_question::Column::StructureId)
        .filter(sheet_question::Column::Period.eq(month))
        .filter(sheet_question::Column::AnsweredAt.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let state = |structure: StructureId| {
        let rows = signed.get(&structure).map(Vec::as_slice).unwrap_or_default();
        // Who has signed these very figures has signed, whatever was in between.
        let figures = Figures::of(uses.get(&structure));
        let standing = rows.iter().rev().find(|row| Figures::signed(row) == figures);
        let same = standing.is_some() || closed;
        let row = standing.or(rows.last());
        let by = row.and_then(|row| names.get(&row.person_id?).cloned().map(|name| (name, row.signed_at)));
        match by {
            Some((name, at)) if same => SheetState::Signed { name, at },
            _ if closed => SheetState::Tacit,
            _ if today <= month.last_day() => SheetState::Running,
            _ if asked.contains(&structure) => SheetState::Asked,
            _ if today > until => SheetState::Silent { since: until },
            Some((name, at)) => SheetState::Changed { name, at, until },
            None => SheetState::Waiting { until },
        }
    };
    Ok(of.iter().map(|structure| (*structure, state(*structure))).collect())
}

/// The signatures of a month by structure, in order of time.
async fn signatures_in(db: &impl ConnectionTrait, month: Month) -> Result<HashMap<StructureId, Vec<signature::Model>>, DbErr> {
    let rows = signature::Entity::find()
        .filter(signature::Column::Period.eq(month))
        .order_by_asc(signature::Column::SignedAt)
        .order_by_asc(signature::Column::Id)
        .all(db)
        .await?;
    let mut signed: HashMap<StructureId, Vec<signature::Model>> = HashMap::new();
    for row in rows {
        signed.entry(row.structure_id).or_default().push(row);
    }
    Ok(signed)
}

/// Records silence as agreement, for these structures.
pub(super) async fn agree_silently_in(
    tx: &impl ConnectionTrait,
    month: Month,
    by: PersonId,
    silent: &[StructureId],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let uses: HashMap<StructureId, month_use::Model> = month_use::Entity::find()
        .filter(month_use::Column::Period.eq(month))
        .all(tx)
        .await?
        .into_iter()
        .map(|row| (row.structure_id, row))
        .collect();
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    for structure in silent {
        rows.push(signature_of(month, *structure, None, Figures::of(uses.get(structure)), now).into_active_model());
        lines.push(Line::decision(LineKind::SheetAgreed, month, by, format!("sheet:{month}:{structure}")));
    }
    for rows in rows.chunks(1_000) {
        signature::Entity::insert_many(rows.iter().cloned()).exec_without_returning(tx).await?;
    }
    journal::append_in(tx, lines, now).await.map(drop)
}

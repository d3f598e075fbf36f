//! The journal of the pool: append-only, double entry in minutes, each row holding the hash of the row before it
//! (`hours.md` § 3).
//!
//! Two kinds of row: deeds with postings, written when a month is closed in the order in which the pure rule did them,
//! and decisions (rules, agreements, gifts, signatures …), written when they are taken, whose postings come with the
//! closing.

use super::DbErr;
use super::entities::journal;
use crate::domain::hours::{Account, EntryKind};
use crate::domain::ids::PersonId;
use crate::domain::time::Month;
use crate::domain::vocabulary;
use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use sha2::{Digest, Sha256};

vocabulary! {
    /// What a row of the journal records.
    pub enum LineKind {
        /// The balances with which the journal of a pool begins that was kept otherwise before.
        Opening = "opening",
        Allotment = "allotment",
        Gift = "gift",
        Grant = "grant",
        Correction = "correction",
        Charge = "charge",
        Expiry = "expiry",
        Trim = "trim",
        Solidarity = "solidarity",
        Borrowing = "borrowing",
        Overage = "overage",
        Departure = "departure",
        /// A month is closed for ever: the last row of a closing.
        Closing = "closing",
        RulesSet = "rules_set",
        AgreementMade = "agreement_made",
        AgreementAmended = "agreement_amended",
        AgreementEnded = "agreement_ended",
        GiftProposed = "gift_proposed",
        GiftAgreed = "gift_agreed",
        GiftRefused = "gift_refused",
        GrantMade = "grant_made",
        GrantWithdrawn = "grant_withdrawn",
        CorrectionMade = "correction_made",
        LateCounted = "late_counted",
        LateDropped = "late_dropped",
        SheetSigned = "sheet_signed",
        /// Silence counted as agreement.
        SheetAgreed = "sheet_agreed",
        /// Somebody may read closed months, until a day.
        BoardGiven = "board_given",
        BoardRenewed = "board_renewed",
        BoardTakenBack = "board_taken_back",
        /// A referent shows the people of the structure how much time their requests took, or hides it.
        TimeShown = "time_shown",
        TimeHidden = "time_hidden",
        /// Machines of a list that was kept elsewhere came into a register.
        MachinesImported = "machines_imported",
        /// Somebody's data went: who asked, when, whose.
        PersonErased = "person_erased",
    }
}

impl From<EntryKind> for LineKind {
    fn from(kind: EntryKind) -> Self {
        match kind {
            EntryKind::Allotment => Self::Allotment,
            EntryKind::Gift => Self::Gift,
            EntryKind::Grant => Self::Grant,
            EntryKind::Correction => Self::Correction,
            EntryKind::Charge => Self::Charge,
            EntryKind::Expiry => Self::Expiry,
            EntryKind::Trim => Self::Trim,
            EntryKind::Solidarity => Self::Solidarity,
            EntryKind::Borrowing => Self::Borrowing,
            EntryKind::Overage => Self::Overage,
            EntryKind::Departure => Self::Departure,
        }
    }
}

/// A row to be appended.
#[derive(Clone, Debug)]
pub(in crate::store) struct Line {
    /// The month of the pool that it concerns.
    pub period: Option<Month>,
    pub kind: LineKind,
    /// Minutes by account; they sum to zero.
    pub postings: Vec<(Account, i64)>,
    pub actor: Option<PersonId>,
    pub reason: String,
    /// The records that it is about, as `gift:<id>`.
    pub reference: String,
}

impl Line {
    /// A decision: nothing moves by it alone.
    pub fn decision(kind: LineKind, period: Month, actor: PersonId, reference: impl Into<String>) -> Self {
        Self {
            period: Some(period),
            kind,
            postings: Vec::new(),
            actor: Some(actor),
            reason: String::new(),
            reference: reference.into(),
        }
    }

    pub fn because(self, reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), ..self }
    }
}

/// The last row: where the next one is joined on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Head {
    pub seq: i64,
    pub hash: String,
}

/// What the first row is joined on.
pub(super) const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// SQLite takes 32 766 values a statement, PostgreSQL 65 535; a row has ten.
const ROWS_AT_ONCE: usize = 2_000;

pub(in crate::store) async fn head_in(db: &impl ConnectionTrait) -> Result<Head, DbErr> {
    let last = journal::Entity::find().order_by_desc(journal::Column::Seq).one(db).await?;
    Ok(last.map_or_else(|| Head { seq: 0, hash: BEGINNING.to_owned() }, |row| Head { seq: row.seq, hash: row.hash }))
}

/// Whether any row moved minutes yet.
pub(in crate::store) async fn has_postings_in(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(journal::Entity::find().filter(journal::Column::Postings.ne("[]")).one(db).await?.is_some())
}

/// Appends rows in their order. The caller has moved the pool in the same transaction, so writers queue: no two rows
/// are joined on the same one.
pub(in crate::store) async fn append_in(tx: &impl ConnectionTrait, lines: Vec<Line>, now: DateTime<Utc>) -> Result<Head, DbErr> {
    let mut head = head_in(tx).await?;
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        let row = joined(&head, line, now.trunc_subsecs(6))?;
        head = Head { seq: row.seq, hash: row.hash.clone() };
        rows.push(row.into_active_model());
    }
    for rows in rows.chunks(ROWS_AT_ONCE) {
        journal::Entity::insert_many(rows.iter().cloned()).exec_without_returning(tx).await?;
    }
    Ok(head)
}

fn joined(head: &Head, line: Line, at: DateTime<Utc>) -> Result<journal::Model, DbErr> {
    let postings = serde_json::to_string(&line.postings).map_err(|e| DbErr::Custom(e.to_string()))?;
    let mut row = journal::Model {
        seq: head.seq + 1,
        at,
        period: line.period,
        kind: line.kind,
        postings,
        actor_id: line.actor,
        reason: line.reason,
        reference: line.reference,
        previous: head.hash.clone(),
        hash: String::new(),
    };
    row.hash = hash_of(&row);
    Ok(row)
}

/// SHA-256 over every field but the hash itself, as a JSON array: no two rows are written alike.
pub(super) fn hash_of(row: &journal::Model) -> String {
    let fields = serde_json::json!([
        row.seq,
        row.at.timestamp_micros(),
        row.period.map(|month| month.to_string()),
        row.kind.as_str(),
        row.postings,
        row.actor_id,
        row.reason,
        row.reference,
        row.previous,
    ]);
    Sha256::digest(fields.to_string().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The postings of a row.
pub(super) fn postings_of(row: &journal::Model) -> Result<Vec<(Account, i64)>, serde_json::Error> {
    serde_json::from_str(&row.postings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> journal::Model {
        let line = Line::decision(
            LineKind::RulesSet,
            Month::new(2026, 11).expect("a month"),
            PersonId(uuid::Uuid::nil()),
            "rules:2026-11",
        );
        let at = "2026-11-24T10:00:00.123456789Z".parse::<DateTime<Utc>>().expect("a moment").trunc_subsecs(6);
        joined(&Head { seq: 0, hash: BEGINNING.to_owned() }, line, at).expect("a row")
    }

    #[test]
    fn a_row_changes_its_hash_with_each_of_its_fields() {
        let first = row();
        let changes: [fn(&mut journal::Model); 9] = [
            |row| row.seq += 1,
            |row| row.at += chrono::TimeDelta::microseconds(1),
            |row| row.period = None,
            |row| row.kind = LineKind::Gift,
            |row| row.postings = r#"[["POT",1],["CAP",-1]]"#.into(),
            |row| row.actor_id = None,
            |row| row.reason = "another".into(),
            |row| row.reference = "rules:2026-12".into(),
            |row| row.previous = row.hash.clone(),
        ];
        for change in changes {
            let mut other = first.clone();
            change(&mut other);
            assert_ne!(hash_of(&other), first.hash);
        }
        assert_eq!(hash_of(&first), first.hash);
    }

    #[test]
    fn postings_are_read_as_they_were_written() {
        let postings = vec![(Account::Cap, -600), (Account::Lot("RADIO".into(), Month::new(2026, 11).expect("a month")), 600)];
        let text = serde_json::to_string(&postings).expect("text");
        assert_eq!(text, r#"[["CAP",-600],["LOT:RADIO:2026-11",600]]"#);
        assert_eq!(postings_of(&journal::Model { postings: text, ..row() }).expect("postings"), postings);
    }
}

//! The life-book of a machine: every event, and the anchors that hold it. Exported, anybody checks it without us.

use super::actors;
use super::anchors::{Anchor, hashes_of};
use super::entry::{BEGINNING, Entry, bytes_of};
use super::merkle;
use crate::domain::chain::Subject;
use crate::domain::ids::EquipmentId;
use crate::store::access::RegisterOf;
use crate::store::entities::{equipment_anchor, equipment_event};
use crate::store::equipment::{Lived, lived_in};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// What a life-book tells.
#[derive(Clone, Debug)]
pub struct LifeBook {
    pub entries: Vec<Entry>,
    /// Of those who stand behind a commitment, by it.
    pub names: HashMap<String, String>,
    /// The first event that is not what its hash says, and what is wrong with it; none: all hold.
    pub fault: Option<(i64, super::Fault)>,
    /// The day up to which anchors hold what is told.
    pub anchored: Option<chrono::NaiveDate>,
    /// Nothing of it was lived in another register: it may be handed out, and checked from its first event.
    pub is_whole: bool,
}

/// The life of a machine of the structure; `None` when it is not one.
pub async fn life(db: &Db, by: &RegisterOf, id: EquipmentId) -> Result<Option<LifeBook>, DbErr> {
    let Some(row) = super::kept(db, by, id).await? else { return Ok(None) };
    let lived = lived_in(&db.read, &row).await?;
    let (mut entries, mut fault) = entries_of(db, lived.machine).await?;
    fault = fault.or_else(|| first_fault(&entries));
    entries.retain(|entry| lived.holds(entry.recorded_at));
    let refs = entries.iter().map(|entry| entry.actor_ref.clone());
    let names = actors::names(db, refs).await?.into_iter().map(|(actor, name)| (actor.0, name)).collect();
    let last = equipment_anchor::Entity::find().order_by_desc(equipment_anchor::Column::Day).one(&db.read).await?;
    let is_whole = lived.is_whole();
    Ok(Some(LifeBook { entries, names, fault, anchored: last.map(|row| row.day), is_whole }))
}

/// Events of a machine that happened before a place in its life-book, the latest first, with the names of who stands behind them:
/// what its register tells already is left out.
pub(in crate::store) async fn before_in(
    db: &Db,
    lived: &Lived,
    before: Option<(DateTime<Utc>, Uuid)>,
    limit: u64,
) -> Result<Vec<(Entry, Option<String>)>, DbErr> {
    use equipment_event::Column as C;
    let mut select = equipment_event::Entity::find()
        .filter(C::SubjectKind.eq(Subject::Equipment))
        .filter(C::SubjectId.eq(lived.machine.0))
        .filter(C::Kind.is_not_in(["taken_over", "medium_seen", "media_removed"]));
    if let Some(from) = lived.from {
        select = select.filter(C::RecordedAt.gte(from));
    }
    if let Some(until) = lived.until {
        select = select.filter(C::RecordedAt.lte(until));
    }
    if let Some((at, id)) = before {
        let same = Condition::all().add(C::RecordedAt.eq(at)).add(C::Id.lt(id));
        select = select.filter(Condition::any().add(C::RecordedAt.lt(at)).add(same));
    }
    let rows = select.order_by_desc(C::RecordedAt).order_by_desc(C::Id).limit(limit).all(&db.read).await?;
    let entries: Vec<Entry> = rows.into_iter().filter_map(|row| Entry::read(row).ok()).collect();
    let names = actors::names(db, entries.iter().map(|entry| entry.actor_ref.clone())).await?;
    Ok(entries.into_iter().map(|entry| (names.get(&entry.actor_ref).cloned(), entry)).map(|(name, entry)| (entry, name)).collect())
}

pub(super) async fn entries_of(db: &Db, id: EquipmentId) -> Result<(Vec<Entry>, Option<(i64, super::Fault)>), DbErr> {
    let rows = equipment_event::Entity::find()
        .filter(equipment_event::Column::SubjectKind.eq(Subject::Equipment))
        .filter(equipment_event::Column::SubjectId.eq(id.0))
        .order_by_asc(equipment_event::Column::Seq)
        .all(&db.read)
        .await?;
    let (mut entries, mut fault) = (Vec::new(), None);
    for row in rows {
        let seq = row.seq;
        match Entry::read(row) {
            Ok(entry) => entries.push(entry),
            Err(wrong) => drop(fault.get_or_insert((seq, wrong))),
        }
    }
    Ok((entries, fault))
}

fn first_fault(entries: &[Entry]) -> Option<(i64, super::Fault)> {
    let (mut seq, mut hash) = (0, BEGINNING);
    for entry in entries {
        if let Err(fault) = entry.follows((seq, hash)) {
            return Some((if fault == super::Fault::Missing { seq + 1 } else { entry.seq }, fault));
        }
        (seq, hash) = (entry.seq, &entry.hash);
    }
    None
}

/// The path from one event to the root of its day.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Proof {
    seq: i64,
    index: usize,
    path: Vec<String>,
}

/// A line of an exported life-book.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case")]
enum BookLine {
    LifeBook { version: i64, subject_kind: Subject, subject_id: Uuid, made_at: DateTime<Utc>, events: i64 },
    Event { event: Box<Entry> },
    Anchor { anchor: Anchor, proofs: Vec<Proof> },
}

/// The life-book as lines of JSON: what it is of, every event, then every anchor since the first event with the paths to it.
pub async fn export(db: &Db, by: &RegisterOf, id: EquipmentId, now: DateTime<Utc>) -> Result<Option<String>, DbErr> {
    let Some(row) = super::kept(db, by, id).await? else { return Ok(None) };
    // A part of a log proves nothing, and the whole of it tells of somebody else's machine.
    if !lived_in(&db.read, &row).await?.is_whole() {
        return Ok(None);
    }
    let (entries, _) = entries_of(db, id).await?;
    let events = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let mut lines =
        vec![BookLine::LifeBook { version: 1, subject_kind: Subject::Equipment, subject_id: id.0, made_at: now, events }];
    let mut anchors = Vec::new();
    if let Some(first) = entries.first() {
        let since = first.recorded_at.date_naive();
        let rows = equipment_anchor::Entity::find()
            .filter(equipment_anchor::Column::Day.gte(since))
            .order_by_asc(equipment_anchor::Column::Day)
            .all(&db.read)
            .await?;
        for row in rows {
            let its: Vec<&Entry> = entries.iter().filter(|entry| entry.recorded_at.date_naive() == row.day).collect();
            let proofs = if its.is_empty() { Vec::new() } else { proofs(&hashes_of(&db.read, row.day).await?, &its) };
            anchors.push(BookLine::Anchor { anchor: row.into(), proofs });
        }
    }
    lines.extend(entries.into_iter().map(|event| BookLine::Event { event: Box::new(event) }));
    lines.extend(anchors);
    let mut text = String::new();
    for line in &lines {
        text.push_str(&serde_json::to_string(line).map_err(|error| DbErr::Json(error.to_string()))?);
        text.push('\n');
    }
    Ok(Some(text))
}

fn proofs(hashes: &[String], entries: &[&Entry]) -> Vec<Proof> {
    let leaves: Vec<merkle::Hash> = hashes.iter().filter_map(|hash| bytes_of(hash)).collect();
    let proof = |entry: &&Entry| {
        let index = hashes.iter().position(|hash| *hash == entry.hash)?;
        let path = merkle::path(&leaves, index);
        let hex = |hash: &merkle::Hash| hash.iter().map(|byte| format!("{byte:02x}")).collect();
        Some(Proof { seq: entry.seq, index, path: path.iter().map(hex).collect() })
    };
    entries.iter().filter_map(proof).collect()
}

/// What an exported life-book proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub subject: Uuid,
    pub events: usize,
    /// Of these, held by an anchor.
    pub anchored: usize,
    /// The last anchor: to be compared with the one that was mailed.
    pub last: Option<Anchor>,
}

/// Checks an exported life-book, without a database.
///
/// # Errors
/// A line that says the first thing that is wrong: the event, or the anchor.
pub fn verify(text: &str) -> Result<Verified, String> {
    let mut lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let read = |(line, number): (&str, usize)| {
        serde_json::from_str::<BookLine>(line).map_err(|error| format!("line {number}: it does not read: {error}"))
    };
    let Some(BookLine::LifeBook { version: 1, subject_kind, subject_id, events: told, .. }) = lines.next().map(read).transpose()?
    else {
        return Err("line 1: it is not the beginning of a life-book".to_owned());
    };
    let mut entries: BTreeMap<i64, Entry> = BTreeMap::new();
    let (mut seq, mut hash) = (0, BEGINNING.to_owned());
    let (mut anchored, mut last): (BTreeMap<i64, ()>, Option<Anchor>) = (BTreeMap::new(), None);
    for line in lines {
        match read(line)? {
            BookLine::LifeBook { .. } => return Err(format!("line {}: another life-book begins", line.1)),
            BookLine::Event { event } => {
                if (event.subject_kind, event.subject_id) != (subject_kind, subject_id) || last.is_some() {
                    return Err(format!("event {}: it is of something else", event.seq));
                }
                if let Err(fault) = event.follows((seq, &hash)) {
                    let at = if fault == super::Fault::Missing { seq + 1 } else { event.seq };
                    return Err(format!("event {at}: {fault}"));
                }
                event.event().map_err(|fault| format!("event {}: {fault}", event.seq))?;
                (seq, hash) = (event.seq, event.hash.clone());
                entries.insert(seq, *event);
            }
            BookLine::Anchor { anchor, proofs } => {
                hold(&entries, &anchor, &proofs, last.as_ref())?;
                anchored.extend(proofs.iter().map(|proof| (proof.seq, ())));
                last = Some(anchor);
            }
        }
    }
    if told != seq {
        return Err(format!("event {}: it is missing", seq + 1));
    }
    Ok(Verified { subject: subject_id, events: entries.len(), anchored: anchored.len(), last })
}

/// An anchor is what it says, follows the one before, and holds every event of its day.
fn hold(entries: &BTreeMap<i64, Entry>, anchor: &Anchor, proofs: &[Proof], before: Option<&Anchor>) -> Result<(), String> {
    let place = format!("the anchor of {}", anchor.day);
    let follows = before.is_none_or(|before| before.anchor == anchor.previous && before.day < anchor.day);
    if !anchor.holds() || !follows {
        return Err(format!("{place}: it was changed, or follows another one"));
    }
    for entry in entries.values().filter(|entry| entry.recorded_at.date_naive() == anchor.day) {
        let led = proofs.iter().find(|proof| proof.seq == entry.seq).and_then(|proof| {
            let path: Vec<merkle::Hash> = proof.path.iter().map(|hash| bytes_of(hash)).collect::<Option<_>>()?;
            merkle::led_to(&bytes_of(&entry.hash)?, proof.index, usize::try_from(anchor.events).ok()?, &path)
        });
        if led.is_none() || led != bytes_of(&anchor.root) {
            return Err(format!("event {}: {place} does not hold it", entry.seq));
        }
    }
    Ok(())
}

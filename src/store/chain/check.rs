//! `parcommun check`: every event follows the one before it, every anchor holds its day, every state is what the log tells.

use super::anchors::{Anchor, hashes_of};
use super::entry::{BEGINNING, Entry};
use crate::domain::chain::Item;
use crate::store::check::{CheckError, wrong};
use crate::store::entities::{equipment_anchor, equipment_event, equipment_state, stored_file};
use crate::store::secrets::digest_bytes;
use crate::store::{Db, DbErr};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// As many rows as are held in memory.
const AT_ONCE: u64 = 2_000;

/// How many events, anchors and states hold.
pub(in crate::store) async fn check(db: &Db) -> Result<(usize, usize, usize), CheckError> {
    let (events, states) = logs(db).await?;
    let anchors = anchors(db).await?;
    files(db).await?;
    Ok((events, anchors, states))
}

/// Every file that an event names is there, and is the one that it names.
async fn files(db: &Db) -> Result<(), CheckError> {
    let rows = equipment_event::Entity::find()
        .filter(equipment_event::Column::Evidence.ne("[]"))
        .order_by_asc(equipment_event::Column::Id)
        .all(&db.read)
        .await?;
    for row in rows {
        let place = format!("event {} of {} {}", row.seq, row.subject_kind, row.subject_id);
        let entry = Entry::read(row).or_else(|fault| wrong(&place, fault.to_string()))?;
        for evidence in entry.evidence {
            let file = stored_file::Entity::find_by_id(&evidence.sha256).one(&db.read).await?;
            if file.is_none_or(|file| digest_bytes(&file.content) != evidence.sha256) {
                return wrong(&place, format!("its file {} is not there, or is another one", evidence.sha256));
            }
        }
    }
    Ok(())
}

/// One subject after the other.
#[derive(Default)]
struct Reading {
    subject: Option<(crate::domain::chain::Subject, Uuid)>,
    seq: i64,
    hash: String,
    item: Item,
}

async fn logs(db: &Db) -> Result<(usize, usize), CheckError> {
    use equipment_event::Column::{Seq, SubjectId, SubjectKind};
    let (mut reading, mut events, mut states) = (Reading::default(), 0, 0);
    loop {
        let mut select =
            equipment_event::Entity::find().order_by_asc(SubjectKind).order_by_asc(SubjectId).order_by_asc(Seq).limit(AT_ONCE);
        if let Some((kind, id)) = reading.subject {
            let later = Condition::all().add(SubjectKind.eq(kind)).add(SubjectId.eq(id)).add(Seq.gt(reading.seq));
            let next = Condition::all().add(SubjectKind.eq(kind)).add(SubjectId.gt(id));
            select = select.filter(Condition::any().add(later).add(next).add(SubjectKind.gt(kind)));
        }
        let rows = select.all(&db.read).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let of = (row.subject_kind, row.subject_id);
            if reading.subject != Some(of) {
                states += reading.end(db).await?;
                reading = Reading { subject: Some(of), hash: BEGINNING.to_owned(), ..Reading::default() };
            }
            reading.take(row)?;
            events += 1;
        }
    }
    states += reading.end(db).await?;
    let stored = equipment_state::Entity::find().all(&db.read).await?;
    if let Some(row) = stored.iter().find(|_| stored.len() > states) {
        return wrong(
            format!("the states of {} machines", stored.len()),
            format!("only {states} have a log; {} is one", row.equipment_id),
        );
    }
    Ok((events, states))
}

impl Reading {
    fn take(&mut self, row: equipment_event::Model) -> Result<(), CheckError> {
        let place = |seq: i64| format!("event {seq} of {} {}", row.subject_kind, row.subject_id);
        let (seq, here) = (row.seq, place(row.seq));
        let missing = place(self.seq + 1);
        let entry = Entry::read(row).or_else(|fault| wrong(&here, fault.to_string()))?;
        if let Err(fault) = entry.follows((self.seq, &self.hash)) {
            return wrong(if fault == super::Fault::Missing { missing } else { here }, fault.to_string());
        }
        // What a transfer's log tells is checked with its rows.
        if entry.subject_kind != crate::domain::chain::Subject::Transfer {
            let event = entry.event().or_else(|fault| wrong(&here, fault.to_string()))?;
            self.item.apply(&event);
        }
        (self.seq, self.hash) = (seq, entry.hash);
        Ok(())
    }

    /// The state that is stored is what the log tells.
    async fn end(&self, db: &Db) -> Result<usize, CheckError> {
        let Some((kind, id)) = self.subject else { return Ok(0) };
        if kind != crate::domain::chain::Subject::Equipment {
            return Ok(0);
        }
        let stored = equipment_state::Entity::find_by_id(crate::domain::ids::EquipmentId(id)).one(&db.read).await?;
        let place = format!("the state of equipment {id}");
        let Some(row) = stored else { return wrong(place, "it is missing") };
        let item: Result<Item, _> = serde_json::from_str(&row.state);
        let same = item.is_ok_and(|item| item == self.item) && row.hash == self.hash && Some(row.stage) == self.item.stage;
        if same && row.seq == self.seq { Ok(1) } else { wrong(place, format!("it is not what event {} gives", self.seq)) }
    }
}

async fn anchors(db: &Db) -> Result<usize, CheckError> {
    let rows = equipment_anchor::Entity::find().order_by_asc(equipment_anchor::Column::Day).all(&db.read).await?;
    let mut previous = BEGINNING.to_owned();
    for row in &rows {
        let stored = Anchor::from(row.clone());
        let hashes: Result<Vec<String>, DbErr> = hashes_of(&db.read, row.day).await;
        if Anchor::over(row.day, &hashes?, &previous).as_ref() != Some(&stored) {
            return wrong(format!("the anchor of {}", row.day), "it is of other events, or follows another one");
        }
        previous = stored.anchor;
    }
    Ok(rows.len())
}

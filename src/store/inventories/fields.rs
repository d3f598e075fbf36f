//! What an agent and people both say of a machine: maker, model, serial number. What people wrote stays until one of them takes
//! what the agent says; what was taken from the agent follows it as long as nobody changes it. There is no lock.

use super::super::access::{RegisterOf, Scope};
use super::super::entities::{equipment, inventory_field};
use super::super::equipment::Machine;
use super::super::{Db, DbErr};
use super::{Told, of_machine};
use crate::domain::ids::{EquipmentId, PersonId};
use crate::domain::inventories::{Document, Field};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};

/// « The agent says X, you said Y. »
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub field: Field,
    pub heard: String,
    pub written: String,
}

/// What a person decides about one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDecision {
    pub field: Field,
    /// What the agent said when the person looked.
    pub heard: String,
    /// Whether it takes the place of what was written.
    pub take: bool,
}

/// The longest text that the register takes.
const MOST: usize = 60;

/// What an agent says of a field, as the register would hold it.
pub fn heard(document: &Document, field: Field) -> String {
    let text = match field {
        Field::Brand => &document.system.manufacturer,
        Field::Model => &document.system.model,
        Field::Serial => &document.system.serial_number,
    };
    text.chars().take(MOST).collect::<String>().trim().to_owned()
}

fn of_row(row: &equipment::Model, field: Field) -> &str {
    match field {
        Field::Brand => &row.brand,
        Field::Model => &row.model,
        Field::Serial => &row.serial,
    }
}

fn set(change: &mut equipment::ActiveModel, field: Field, value: String) {
    match field {
        Field::Brand => change.brand = Set(value),
        Field::Model => change.model = Set(value),
        Field::Serial => change.serial = Set(value),
    }
}

/// Whether two spellings are one word: nobody is asked about `LENOVO` and `Lenovo`.
fn same(one: &str, other: &str) -> bool {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    fold(one) == fold(other)
}

/// Fills what is empty, and lets what came from the agent follow it. Gives the machine, which is held from now on.
pub(super) async fn follow_in(
    tx: &impl ConnectionTrait,
    machine: EquipmentId,
    document: &Document,
    now: DateTime<Utc>,
) -> Result<Option<equipment::Model>, DbErr> {
    let Some(row) = equipment::Entity::find_by_id(machine).lock_exclusive().one(tx).await? else { return Ok(None) };
    let decided = inventory_field::Entity::find().filter(inventory_field::Column::EquipmentId.eq(machine)).all(tx).await?;
    let mut change = equipment::ActiveModel { id: Set(machine), ..Default::default() };
    let mut follows = Vec::new();
    for field in Field::ALL.iter().copied() {
        let told = heard(document, field);
        let known = decided.iter().find(|one| one.field == field);
        let written = of_row(&row, field);
        let from_agent = known.is_some_and(|known| known.taken && known.heard == written);
        // Emptied by a person, it stays empty while the agent says the same.
        let emptied = written.is_empty() && known.is_some_and(|known| known.heard == told);
        if told.is_empty() || told == written || emptied || !(written.is_empty() || from_agent) {
            continue;
        }
        set(&mut change, field, told.clone());
        follows.push((field, told));
    }
    if follows.is_empty() {
        return Ok(Some(row));
    }
    let row = change.update(tx).await?;
    for (field, told) in follows {
        note_in(tx, machine, field, told, true, None, now).await?;
    }
    Ok(Some(row))
}

pub(super) async fn note_in(
    tx: &impl ConnectionTrait,
    machine: EquipmentId,
    field: Field,
    heard: String,
    taken: bool,
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use inventory_field::Column::{DecidedAt, DecidedBy, EquipmentId as Machine, Field as Name, Heard, Taken};
    let row = inventory_field::Model { equipment_id: machine, field, heard, taken, decided_by: by, decided_at: now };
    let anew = OnConflict::columns([Machine, Name]).update_columns([Heard, Taken, DecidedBy, DecidedAt]).to_owned();
    inventory_field::Entity::insert(row.into_active_model()).on_conflict(anew).exec_without_returning(tx).await.map(drop)
}

/// Where the agent and people differ, and nobody has said that it stays so.
pub async fn differences(db: &Db, of: &Machine, told: &Told) -> Result<Vec<Difference>, DbErr> {
    let decided = inventory_field::Entity::find().filter(inventory_field::Column::EquipmentId.eq(of.id)).all(&db.read).await?;
    let kept = |field: Field, heard: &str| decided.iter().any(|one| one.field == field && !one.taken && same(&one.heard, heard));
    let difference = |field: Field| {
        let written = match field {
            Field::Brand => &of.particulars.brand,
            Field::Model => &of.particulars.model,
            Field::Serial => &of.particulars.serial,
        };
        let (heard, written) = (heard(&told.document, field), written.clone());
        let told = !heard.is_empty() && !same(&heard, &written) && !kept(field, &heard);
        told.then_some(Difference { field, heard, written })
    };
    Ok(Field::ALL.iter().copied().filter_map(difference).collect())
}

/// Takes what the agent says, or keeps what is written. Done again it is done. `false` when the agent says something else by now.
pub async fn decide(
    db: &Db,
    by: &RegisterOf,
    machine: EquipmentId,
    decision: FieldDecision,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let FieldDecision { field, heard: seen, take } = decision;
    let Some(told) = of_machine(db, by, machine).await? else { return Ok(false) };
    if heard(&told.document, field) != seen || seen.is_empty() {
        return Ok(false);
    }
    let tx = db.begin_write().await?;
    let own = Scope::from(by).equipment().filter(equipment::Column::Id.eq(machine));
    let of_it = own.filter(equipment::Column::StructureId.eq(by.structure()));
    if of_it.lock_exclusive().one(&tx).await?.is_none() {
        return Ok(false);
    }
    if take {
        let mut change = equipment::ActiveModel { id: Set(machine), ..Default::default() };
        set(&mut change, field, seen.clone());
        change.update(&tx).await?;
    }
    note_in(&tx, machine, field, seen, take, Some(by.viewer().id()), now).await?;
    tx.commit().await?;
    Ok(true)
}

//! Whom an outage concerns: the group, or structures, sites and machines. What a form names is looked up, and read back.

use super::writes::OutageError;
use crate::domain::equipment::{EquipmentKind, is_askable};
use crate::domain::ids::{EquipmentId, OutageId, PersonId, SiteId, StructureId};
use crate::domain::outages::{Places, Reach};
use crate::domain::people::Role;
use crate::store::access::{Scope, Technician};
use crate::store::entities::{equipment, membership, outage, outage_equipment, outage_site, outage_structure, site, structure};
use crate::store::{Db, DbErr};
use sea_orm::sea_query::{Condition, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a technician may name of structures: their sites and machines in use, by name, each with its structure.
#[derive(Clone, Debug, Default)]
pub struct Nameable {
    pub sites: Vec<(SiteId, String, StructureId)>,
    pub machines: Vec<(EquipmentId, String, StructureId)>,
}

/// The sites and machines of structures that may be named; those that are `named` already stay so.
pub async fn nameable(db: &Db, by: &Technician, structures: &[StructureId], named: &Places) -> Result<Nameable, DbErr> {
    let within = Scope::from(by);
    let in_use = Condition::any().add(site::Column::ArchivedAt.is_null()).add(site::Column::Id.is_in(named.sites.iter().copied()));
    let sites = within.sites().filter(site::Column::StructureId.is_in(structures.iter().copied())).filter(in_use);
    let sites = sites.order_by_asc(site::Column::Name).order_by_asc(site::Column::Id).all(&db.read).await?;
    let in_use = Condition::any()
        .add(equipment::Column::RetiredAt.is_null())
        .add(equipment::Column::Id.is_in(named.machines.iter().copied()));
    let machines = within.equipment().filter(equipment::Column::StructureId.is_in(structures.iter().copied())).filter(in_use);
    let machines = machines.order_by_asc(equipment::Column::Name).order_by_asc(equipment::Column::Id).all(&db.read).await?;
    Ok(Nameable {
        sites: sites.into_iter().map(|row| (row.id, row.name, row.structure_id)).collect(),
        machines: machines.into_iter().map(|row| (row.id, row.name, row.structure_id)).collect(),
    })
}

/// What a form names: each is looked up. A structure of which sites or machines are named is concerned there alone; what is
/// named of a structure that is not ticked is not meant.
pub(super) async fn resolved_in(tx: &impl ConnectionTrait, by: &Technician, wanted: Reach) -> Result<Reach, OutageError> {
    let Reach::Places(wanted) = wanted else { return Ok(Reach::Group) };
    let within = Scope::from(by);
    let known = within.structures().filter(structure::Column::Id.is_in(wanted.structures.iter().copied())).all(tx).await?;
    if known.len() != wanted.structures.len() {
        return Err(OutageError::NoStructure);
    }
    let sites = within.sites().filter(site::Column::Id.is_in(wanted.sites.iter().copied())).all(tx).await?;
    if sites.len() != wanted.sites.len() {
        return Err(OutageError::NoSite);
    }
    let machines = within.equipment().filter(equipment::Column::Id.is_in(wanted.machines.iter().copied())).all(tx).await?;
    if machines.len() != wanted.machines.len() {
        return Err(OutageError::NoMachine);
    }
    let mut whole = wanted.structures.clone();
    let mut meant = Places::default();
    for row in sites.iter().filter(|row| wanted.structures.contains(&row.structure_id)) {
        whole.remove(&row.structure_id);
        meant.sites.insert(row.id);
    }
    for row in machines.iter().filter(|row| wanted.structures.contains(&row.structure_id)) {
        whole.remove(&row.structure_id);
        meant.machines.insert(row.id);
    }
    Reach::of(false, Places { structures: whole, ..meant }).ok_or(OutageError::NoStructure)
}

/// Writes whom an outage concerns, instead of whom it did.
pub(super) async fn keep_in(tx: &impl ConnectionTrait, outage_id: OutageId, reach: &Reach) -> Result<(), DbErr> {
    outage_structure::Entity::delete_many().filter(outage_structure::Column::OutageId.eq(outage_id)).exec(tx).await?;
    outage_site::Entity::delete_many().filter(outage_site::Column::OutageId.eq(outage_id)).exec(tx).await?;
    outage_equipment::Entity::delete_many().filter(outage_equipment::Column::OutageId.eq(outage_id)).exec(tx).await?;
    let Reach::Places(places) = reach else { return Ok(()) };
    for structure_id in places.structures.iter().copied() {
        let row = outage_structure::Model { outage_id, structure_id };
        outage_structure::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    for site_id in places.sites.iter().copied() {
        let row = outage_site::Model { outage_id, site_id };
        outage_site::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    for equipment_id in places.machines.iter().copied() {
        let row = outage_equipment::Model { outage_id, equipment_id };
        outage_equipment::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Whom an outage concerns, and the structures that any of it touches.
pub async fn reach_of(db: &Db, _by: &Technician, id: OutageId) -> Result<Option<(Reach, BTreeSet<StructureId>)>, DbErr> {
    let Some(row) = outage::Entity::find_by_id(id).one(&db.read).await? else { return Ok(None) };
    let Some(reach) = reach_in(&db.read, &row).await? else { return Ok(None) };
    let touched = Touched::of_in(&db.read, &reach).await?;
    Ok(Some((reach, touched.structures())))
}

pub(super) async fn reach_in(db: &impl ConnectionTrait, of: &outage::Model) -> Result<Option<Reach>, DbErr> {
    let structures = outage_structure::Entity::find().filter(outage_structure::Column::OutageId.eq(of.id)).all(db).await?;
    let sites = outage_site::Entity::find().filter(outage_site::Column::OutageId.eq(of.id)).all(db).await?;
    let machines = outage_equipment::Entity::find().filter(outage_equipment::Column::OutageId.eq(of.id)).all(db).await?;
    let places = Places {
        structures: structures.into_iter().map(|row| row.structure_id).collect(),
        sites: sites.into_iter().map(|row| row.site_id).collect(),
        machines: machines.into_iter().map(|row| row.equipment_id).collect(),
    };
    Ok(Reach::of(of.whole_group, places))
}

/// A machine that is named, as far as it tells whom it concerns.
struct Named {
    structure: StructureId,
    kind: EquipmentKind,
    user: Option<PersonId>,
}

/// Whom a reach touches: everybody, or everybody of structures, and those of machines.
pub(super) struct Touched {
    group: bool,
    whole: BTreeSet<StructureId>,
    machines: Vec<Named>,
}

impl Touched {
    pub(super) async fn of_in(db: &impl ConnectionTrait, reach: &Reach) -> Result<Self, DbErr> {
        let Reach::Places(places) = reach else {
            return Ok(Self { group: true, whole: BTreeSet::new(), machines: Vec::new() });
        };
        let sites = site::Entity::find().filter(site::Column::Id.is_in(places.sites.iter().copied())).all(db).await?;
        let machines = equipment::Entity::find().filter(equipment::Column::Id.is_in(places.machines.iter().copied()));
        let named = |row: equipment::Model| Named { structure: row.structure_id, kind: row.kind, user: row.user_id };
        Ok(Self {
            group: false,
            whole: places.structures.iter().copied().chain(sites.into_iter().map(|row| row.structure_id)).collect(),
            machines: machines.all(db).await?.into_iter().map(named).collect(),
        })
    }

    /// The structures of which it touches anybody; none are named when it touches everybody.
    pub(super) fn structures(&self) -> BTreeSet<StructureId> {
        self.whole.iter().copied().chain(self.machines.iter().map(|machine| machine.structure)).collect()
    }

    /// Whether it touches anybody of a structure.
    pub(super) fn touches(&self, structure: StructureId) -> bool {
        self.group || self.structures().contains(&structure)
    }

    /// Whether it concerns somebody who is at home somewhere: the rule of `Scope::concern`, of a person who is not looking.
    pub(super) fn concerns(&self, home: &membership::Model) -> bool {
        let asks = |machine: &Named| {
            machine.structure == home.structure_id
                && (home.role == Role::Referent || is_askable(machine.kind, machine.user, home.person_id))
        };
        self.group || self.whole.contains(&home.structure_id) || self.machines.iter().any(asks)
    }
}

/// The outages that name a structure, a site or a machine of it.
pub(super) fn touching(structure: StructureId) -> Condition {
    let of_structure = Query::select()
        .column(outage_structure::Column::OutageId)
        .from(outage_structure::Entity)
        .and_where(outage_structure::Column::StructureId.eq(structure))
        .to_owned();
    let sites =
        Query::select().column(site::Column::Id).from(site::Entity).and_where(site::Column::StructureId.eq(structure)).to_owned();
    let machines = Query::select()
        .column(equipment::Column::Id)
        .from(equipment::Entity)
        .and_where(equipment::Column::StructureId.eq(structure))
        .to_owned();
    Condition::any()
        .add(outage::Column::WholeGroup.eq(true))
        .add(outage::Column::Id.in_subquery(of_structure))
        .add(outage::Column::Id.in_subquery(naming_sites(sites)))
        .add(outage::Column::Id.in_subquery(naming_machines(machines)))
}

/// The outages that name one of these sites.
pub(in crate::store) fn naming_sites(sites: SelectStatement) -> SelectStatement {
    Query::select()
        .column(outage_site::Column::OutageId)
        .from(outage_site::Entity)
        .and_where(outage_site::Column::SiteId.in_subquery(sites))
        .to_owned()
}

/// The outages that name one of these machines.
pub(in crate::store) fn naming_machines(machines: SelectStatement) -> SelectStatement {
    Query::select()
        .column(outage_equipment::Column::OutageId)
        .from(outage_equipment::Entity)
        .and_where(outage_equipment::Column::EquipmentId.in_subquery(machines))
        .to_owned()
}

/// Whom each outage concerns, by name, in order: « Structure », « Site (Structure) », « Machine (Structure) »; none of one that
/// concerns the whole group.
pub async fn reaches_of(db: &Db, by: &Technician, ids: &[OutageId]) -> Result<HashMap<OutageId, Vec<String>>, DbErr> {
    let structures = outage_structure::Entity::find().filter(outage_structure::Column::OutageId.is_in(ids.iter().copied()));
    let structures = structures.all(&db.read).await?;
    let places = places_of(db, &Scope::from(by), ids).await?;
    let homes = structures.iter().map(|row| row.structure_id).chain(places.iter().map(|place| place.structure));
    let homes: BTreeSet<StructureId> = homes.collect();
    let names: BTreeMap<StructureId, String> = structure::Entity::find()
        .select_only()
        .columns([structure::Column::Id, structure::Column::Name])
        .filter(structure::Column::Id.is_in(homes))
        .into_tuple::<(StructureId, String)>()
        .all(&db.read)
        .await?
        .into_iter()
        .collect();
    let name = |id: &StructureId| names.get(id).cloned().unwrap_or_default();
    let mut named: HashMap<OutageId, Vec<String>> = HashMap::new();
    for row in &structures {
        named.entry(row.outage_id).or_default().push(name(&row.structure_id));
    }
    for place in &places {
        named.entry(place.outage).or_default().push(format!("{} ({})", place.name, name(&place.structure)));
    }
    named.values_mut().for_each(|names| names.sort_unstable());
    Ok(named)
}

/// A site or a machine that an outage names.
struct Place {
    outage: OutageId,
    name: String,
    structure: StructureId,
}

/// The sites and machines that outages name, as far as the reader knows them: of other structures, and of colleagues, none.
async fn places_of(db: &Db, within: &Scope, ids: &[OutageId]) -> Result<Vec<Place>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let of_these = outage_site::Column::OutageId.is_in(ids.iter().copied());
    let sites = outage_site::Entity::find().filter(of_these).all(&db.read).await?;
    let of_these = outage_equipment::Column::OutageId.is_in(ids.iter().copied());
    let machines = outage_equipment::Entity::find().filter(of_these).all(&db.read).await?;
    let mut places = Vec::new();
    if !sites.is_empty() {
        let known = within.sites().filter(site::Column::Id.is_in(sites.iter().map(|row| row.site_id))).all(&db.read).await?;
        let known: BTreeMap<SiteId, site::Model> = known.into_iter().map(|row| (row.id, row)).collect();
        for row in sites {
            let Some(site) = known.get(&row.site_id) else { continue };
            places.push(Place { outage: row.outage_id, name: site.name.clone(), structure: site.structure_id });
        }
    }
    if !machines.is_empty() {
        let known = within.concerning_machines().filter(equipment::Column::Id.is_in(machines.iter().map(|row| row.equipment_id)));
        let known: BTreeMap<EquipmentId, equipment::Model> =
            known.all(&db.read).await?.into_iter().map(|row| (row.id, row)).collect();
        for row in machines {
            let Some(machine) = known.get(&row.equipment_id) else { continue };
            places.push(Place { outage: row.outage_id, name: machine.name.clone(), structure: machine.structure_id });
        }
    }
    Ok(places)
}

/// Where each outage is, as far as its reader knows the place: names of sites and machines of their own structures.
pub async fn known_places_of(db: &Db, within: impl Into<Scope>, ids: &[OutageId]) -> Result<HashMap<OutageId, Vec<String>>, DbErr> {
    let mut named: HashMap<OutageId, Vec<String>> = HashMap::new();
    for place in places_of(db, &within.into(), ids).await? {
        named.entry(place.outage).or_default().push(place.name);
    }
    named.values_mut().for_each(|names| names.sort_unstable());
    Ok(named)
}

/// Of these outages, those that name one of these machines.
pub async fn naming(db: &Db, outages: &[OutageId], machines: &[EquipmentId]) -> Result<BTreeSet<OutageId>, DbErr> {
    if outages.is_empty() || machines.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rows = outage_equipment::Entity::find()
        .filter(outage_equipment::Column::OutageId.is_in(outages.iter().copied()))
        .filter(outage_equipment::Column::EquipmentId.is_in(machines.iter().copied()))
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().map(|row| row.outage_id).collect())
}

//! Who reads outages, whom they concern, and the requests that somebody may join without reading a word of them.

use super::{Scope, taken_part_in};
use crate::domain::equipment::EquipmentKind;
use crate::store::entities::{equipment, outage, outage_structure, site, ticket, ticket_equipment};
use crate::store::outages::{naming_machines, naming_sites};
use crate::store::tickets::machines::is_about;
use sea_orm::sea_query::{Condition, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

impl Scope {
    /// Outages: those that concern one and those that are public; all for technician and coordinator, since a notice
    /// holds no word of a request; without an account those that are public.
    pub(in crate::store) fn outages(&self) -> Select<outage::Entity> {
        let select = outage::Entity::find();
        if self.0.technician || self.0.coordinator {
            return select;
        }
        select.filter(Condition::any().add(outage::Column::Public.eq(true)).add(self.concern()))
    }

    /// Outages of a structure that one is at home in, whatever else one does in the group.
    pub(in crate::store) fn concerning_outages(&self) -> Select<outage::Entity> {
        outage::Entity::find().filter(self.concern())
    }

    /// Outages as lists show them: of one's own structures; all for technician and coordinator; without an account those
    /// that are public.
    pub(in crate::store) fn listed_outages(&self) -> Select<outage::Entity> {
        let all = self.0.technician || self.0.coordinator || self.0.person.0.is_nil();
        if all { self.outages() } else { self.concerning_outages() }
    }

    /// That the row's outage concerns one: a structure that one is at home in, a site of it, a machine there that one may ask
    /// about or answers for.
    pub(in crate::store) fn concern(&self) -> Condition {
        let of_ones_own = Query::select()
            .column(outage_structure::Column::OutageId)
            .from(outage_structure::Entity)
            .and_where(outage_structure::Column::StructureId.is_in(self.0.homes.iter().copied()))
            .to_owned();
        let sites = Query::select()
            .column(site::Column::Id)
            .from(site::Entity)
            .and_where(site::Column::StructureId.is_in(self.0.homes.iter().copied()))
            .to_owned();
        let machines = self.machines_of_home().select_only().column(equipment::Column::Id).into_query();
        let concern = Condition::any()
            .add(outage::Column::Id.in_subquery(of_ones_own))
            .add(outage::Column::Id.in_subquery(naming_sites(sites)))
            .add(outage::Column::Id.in_subquery(naming_machines(machines)));
        if self.0.homes.is_empty() { concern } else { concern.add(outage::Column::WholeGroup.eq(true)) }
    }

    /// Requests of others about a machine that one may ask about oneself: their number and state are told, no word. Never a
    /// confidential one. They are joined while they are open.
    pub(in crate::store) fn joinable_tickets(&self) -> Select<ticket::Entity> {
        self.joined_tickets()
            .filter(ticket::Column::AuthorId.ne(self.0.person))
            .filter(ticket::Column::Id.not_in_subquery(taken_part_in(self.0.person)))
    }

    /// The same, whoever asked: where somebody who joined one looks.
    pub(in crate::store) fn joined_tickets(&self) -> Select<ticket::Entity> {
        let machines = self.askable_machines().select_only().column(equipment::Column::Id).into_query();
        ticket::Entity::find()
            .filter(ticket::Column::Confidential.eq(false))
            .filter(ticket::Column::StructureId.is_in(self.0.homes.iter().copied()))
            .filter(is_about(ticket_equipment::Column::EquipmentId.in_subquery(machines)))
    }

    /// Machines whose outage one reads the name of: all for the technician, else those whose outage concerns one.
    pub(in crate::store) fn concerning_machines(&self) -> Select<equipment::Entity> {
        if self.0.technician { self.equipment() } else { self.machines_of_home() }
    }

    /// Machines that one may ask about, and all of a structure that one answers for.
    fn machines_of_home(&self) -> Select<equipment::Entity> {
        let answers_for = equipment::Column::StructureId.is_in(self.0.answers_for.iter().copied());
        equipment::Entity::find()
            .filter(equipment::Column::StructureId.is_in(self.0.homes.iter().copied()))
            .filter(self.askable().add(answers_for))
    }

    /// Machines that one may ask about where one is at home: one's own, nobody's, what serves everybody there.
    pub(in crate::store) fn askable_machines(&self) -> Select<equipment::Entity> {
        equipment::Entity::find().filter(equipment::Column::StructureId.is_in(self.0.homes.iter().copied())).filter(self.askable())
    }

    /// The rule of `domain::equipment::is_askable`: that one may ask about the row's machine.
    pub(in crate::store) fn askable(&self) -> Condition {
        let shared = EquipmentKind::ALL.iter().copied().filter(|kind| kind.is_shared());
        Condition::any()
            .add(equipment::Column::UserId.eq(self.0.person))
            .add(equipment::Column::UserId.is_null())
            .add(equipment::Column::Kind.is_in(shared))
    }
}

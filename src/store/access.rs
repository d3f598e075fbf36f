//! Who may do what. *A value that can only be made by a check is a proof of that check* (`docs/architecture.md`).
//!
//! A [`Viewer`] is read from the database for each request; every other capability is made from it here, and nowhere
//! else: fields are private. Reads take `impl Into<Scope>`, commands the capability of who may do them.

mod at_machine;
mod bearer;
mod board;
mod categories;
mod chain;
mod fairness;
mod guest;
mod help_sheets;
mod inventories;
mod lifetimes;
mod onlooker;
mod organisations;
mod outages;
mod passerby;
mod ready;
mod register;
mod signatory;
mod sites;
mod time;
mod transfers;
mod visits;
mod workshop;

use super::entities::{
    disclosure, equipment, erasure, guest as guest_rows, intervention, membership, participation, person, series, structure, ticket,
};
use super::{Db, DbErr, interventions};
use crate::domain::ids::{OrgId, PersonId, SessionId, StructureId, TicketId, TransferId};
use crate::domain::people::{Email, Language, Role};
use chrono::NaiveDate;
use sea_orm::sea_query::{Condition, Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, Select};

pub use at_machine::AtMachine;
pub use bearer::Bearer;
pub use board::{Board, ReportReader};
pub use categories::CategoryKeeper;
pub use chain::{ChainActor, GROUP};
pub use fairness::FairnessReader;
pub use guest::Guest;
pub use help_sheets::HelpSheetAuthor;
pub use inventories::InventoryAgent;
pub use lifetimes::LifetimesReader;
pub(super) use lifetimes::handed_over;
pub use onlooker::Onlooker;
pub use organisations::OrganisationReader;
pub use passerby::Passerby;
pub use ready::ReadyReader;
pub use signatory::Signatory;
pub use transfers::TransferActor;
pub use visits::{Follows, Subscriber, VisitsOf};
pub use workshop::{Workplace, Workshop};

/// A structure in which the viewer is at home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    pub structure: StructureId,
    pub name: String,
    pub role: Role,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub(super) person: PersonId,
    pub(super) session: SessionId,
    pub(super) name: String,
    pub(super) email: Email,
    pub(super) language: Language,
    pub(super) has_password: bool,
    /// Wants keyboard shortcuts.
    pub(super) keys: bool,
    pub(super) homes: Vec<Home>,
    pub(super) workplaces: Vec<Workplace>,
    pub(super) technician: bool,
    pub(super) coordinator: bool,
    /// Until when they read the group's closed months; `None` when they do not, or no more.
    pub(super) board_until: Option<NaiveDate>,
    /// Has no account, and follows this one request by a link.
    pub(super) guest_of: Option<TicketId>,
    /// The pool's version when the request came in: what a request shows of the pool is the pool as it was then.
    pub(super) pool_version: i64,
}

impl Viewer {
    pub fn id(&self) -> PersonId {
        self.person
    }

    pub fn session(&self) -> SessionId {
        self.session
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn email(&self) -> &Email {
        &self.email
    }

    pub fn language(&self) -> Language {
        self.language
    }

    pub fn has_password(&self) -> bool {
        self.has_password
    }

    /// Whether pages listen to single keys: a technician who has not switched them off (WCAG 2.1.4).
    pub fn uses_keys(&self) -> bool {
        self.technician && self.keys
    }

    /// The structures in which the viewer is at home, by name.
    pub fn homes(&self) -> &[Home] {
        &self.homes
    }

    /// The workshops in which the viewer works, by name.
    pub fn workplaces(&self) -> &[Workplace] {
        &self.workplaces
    }

    /// Whether it is somebody without an account.
    pub(super) fn is_guest(&self) -> bool {
        self.guest_of.is_some()
    }

    fn home(&self, structure: StructureId) -> Option<&Home> {
        self.homes.iter().find(|home| home.structure == structure)
    }
}

/// At home in one structure: may ask for help there.
#[derive(Clone, Debug)]
pub struct MemberOf {
    viewer: Viewer,
    structure: StructureId,
}

impl MemberOf {
    /// The proof, or `None` when the viewer is not at home there.
    pub fn of(viewer: &Viewer, structure: StructureId) -> Option<Self> {
        viewer.home(structure).map(|_| Self { viewer: viewer.clone(), structure })
    }

    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    pub fn structure(&self) -> StructureId {
        self.structure
    }
}

/// Answers for one structure.
#[derive(Clone, Debug)]
pub struct Referent {
    viewer: Viewer,
    structure: StructureId,
}

impl Referent {
    /// The proof, or `None` when the viewer does not answer for that structure.
    pub fn of(viewer: &Viewer, structure: StructureId) -> Option<Self> {
        let home = viewer.home(structure)?;
        (home.role == Role::Referent).then(|| Self { viewer: viewer.clone(), structure })
    }

    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    pub fn structure(&self) -> StructureId {
        self.structure
    }
}

/// The shared technician: serves every structure.
#[derive(Clone, Debug)]
pub struct Technician(Viewer);

impl Technician {
    pub fn of(viewer: &Viewer) -> Option<Self> {
        viewer.technician.then(|| Self(viewer.clone()))
    }

    pub fn viewer(&self) -> &Viewer {
        &self.0
    }
}

/// Runs the pool: sees the hours of all and the words of none.
#[derive(Clone, Debug)]
pub struct Coordinator(Viewer);

impl Coordinator {
    pub fn of(viewer: &Viewer) -> Option<Self> {
        viewer.coordinator.then(|| Self(viewer.clone()))
    }

    pub fn viewer(&self) -> &Viewer {
        &self.0
    }
}

/// Capabilities in one structure that several roles share: the viewer who proved it, the structure it holds for.
macro_rules! capabilities_in_one_structure {
    ($($(#[$doc:meta])* $name:ident for $($duty:ident)|+ or referent;)+) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            viewer: Viewer,
            structure: StructureId,
        }

        impl $name {
            /// The proof, or `None` when the viewer has none of these roles there.
            pub fn of(viewer: &Viewer, structure: StructureId) -> Option<Self> {
                let may = $(viewer.$duty)||+ || Referent::of(viewer, structure).is_some();
                may.then(|| Self { viewer: viewer.clone(), structure })
            }

            pub fn viewer(&self) -> &Viewer {
                &self.viewer
            }

            pub fn structure(&self) -> StructureId {
                self.structure
            }
        }
    )+ };
}

capabilities_in_one_structure! {
    /// May read the hours of one structure: its referent, the technician, the coordinator.
    HoursOf for technician | coordinator or referent;
    /// Keeps the register of machines of one structure: its referent, the technician.
    RegisterOf for technician or referent;
    /// Reads the requests of one structure, words included: its referent, the technician.
    WordsOf for technician or referent;
    /// Reads what one structure pays: its referent, the coordinator.
    DuesOf for coordinator or referent;
    /// Reads the transfers of one structure: its referent, the technician, the coordinator.
    TransfersOf for technician | coordinator or referent;
    /// Hands machines of one structure over: its referent, the coordinator.
    SenderOf for coordinator or referent;
    /// Invites and removes the people of one structure: its referent, the coordinator.
    PeopleOf for coordinator or referent;
}

/// The rows that a query may touch. Every select of the store starts from one of its methods.
#[derive(Clone, Debug)]
pub struct Scope(Reach);

#[derive(Clone, Debug)]
struct Reach {
    person: PersonId,
    /// Where the person is at home.
    homes: Vec<StructureId>,
    /// Of these, where they answer for the structure.
    answers_for: Vec<StructureId>,
    /// Where the person works on machines that were handed over.
    workshops: Vec<OrgId>,
    technician: bool,
    coordinator: bool,
    /// What came of closed months, of every structure, and nothing else.
    closed_months: bool,
    /// Whose hours alone are looked at, through a link.
    looks_at: Option<StructureId>,
    /// The one request that is followed through a link.
    follows: Option<TicketId>,
    /// The one transfer that is signed for through a link.
    signs_for: Option<TransferId>,
    pool_version: i64,
}

impl Reach {
    /// Nothing but what is public: what somebody reads besides is said beside it.
    const fn nowhere(person: PersonId) -> Self {
        Self {
            person,
            homes: Vec::new(),
            answers_for: Vec::new(),
            workshops: Vec::new(),
            technician: false,
            coordinator: false,
            closed_months: false,
            looks_at: None,
            follows: None,
            signs_for: None,
            pool_version: 0,
        }
    }
}

impl From<&Viewer> for Scope {
    fn from(viewer: &Viewer) -> Self {
        let of =
            |role: Option<Role>| viewer.homes.iter().filter(|h| role.is_none_or(|r| h.role == r)).map(|h| h.structure).collect();
        Self(Reach {
            person: viewer.person,
            homes: of(None),
            answers_for: of(Some(Role::Referent)),
            workshops: viewer.workplaces.iter().map(|place| place.organisation).collect(),
            technician: viewer.technician,
            coordinator: viewer.coordinator,
            closed_months: false,
            looks_at: None,
            follows: viewer.guest_of,
            signs_for: None,
            pool_version: viewer.pool_version,
        })
    }
}

impl From<&Technician> for Scope {
    fn from(technician: &Technician) -> Self {
        Self(Reach { technician: true, pool_version: technician.0.pool_version, ..Reach::nowhere(technician.0.person) })
    }
}

impl From<&Coordinator> for Scope {
    fn from(coordinator: &Coordinator) -> Self {
        Self(Reach { coordinator: true, pool_version: coordinator.0.pool_version, ..Reach::nowhere(coordinator.0.person) })
    }
}

/// Narrows a viewer to one structure of theirs.
macro_rules! scope_of_one_structure {
    ($($capability:ty),+) => { $(
        impl From<&$capability> for Scope {
            fn from(of: &$capability) -> Self {
                let mut reach = Self::from(&of.viewer).0;
                reach.homes.retain(|home| *home == of.structure);
                reach.answers_for.retain(|home| *home == of.structure);
                reach.workshops.clear();
                Self(reach)
            }
        }
    )+ };
}
scope_of_one_structure!(MemberOf, Referent, HoursOf, RegisterOf, WordsOf, DuesOf, TransfersOf, SenderOf, PeopleOf);

impl Scope {
    /// Tickets with their words: those one takes part in, those of a structure one answers for, all for the technician;
    /// of confidential ones those alone that one takes part in, has in hand, or said why one reads. A coordinator has none.
    pub(super) fn tickets(&self) -> Select<ticket::Entity> {
        ticket::Entity::find().filter(self.reads_words())
    }

    /// Tickets as lines: number, state, dates. Those whose words one reads, and the confidential ones of a structure one
    /// answers for, of all for the technician.
    pub(super) fn tickets_in_sight(&self) -> Select<ticket::Entity> {
        let select = ticket::Entity::find();
        if self.0.technician {
            return select;
        }
        select.filter(self.reads_own().add(self.answered_for()))
    }

    /// That the words of the row's ticket may be read: the rule of all that shows a word of one.
    pub(super) fn reads_words(&self) -> Condition {
        let open = ticket::Column::Confidential.eq(false);
        if self.0.technician {
            let disclosed = Query::select()
                .column(disclosure::Column::TicketId)
                .from(disclosure::Entity)
                .and_where(disclosure::Column::PersonId.eq(self.0.person))
                .to_owned();
            return Condition::any()
                .add(open)
                .add(ticket::Column::AssigneeId.eq(self.0.person))
                .add(self.own())
                .add(ticket::Column::Id.in_subquery(disclosed));
        }
        self.reads_own().add(Condition::all().add(self.answered_for()).add(open))
    }

    /// That one takes part in the row's ticket, or wrote it down.
    fn own(&self) -> Condition {
        Condition::any()
            .add(ticket::Column::Id.in_subquery(taken_part_in(self.0.person)))
            .add(ticket::Column::AuthorId.eq(self.0.person))
    }

    /// The same, where one is at home: who left a structure reads nothing more of it.
    fn reads_own(&self) -> Condition {
        let at_home = ticket::Column::StructureId.is_in(self.0.homes.iter().copied());
        let reads = Condition::any().add(Condition::all().add(at_home).add(self.own()));
        match self.0.follows {
            Some(followed) => reads.add(ticket::Column::Id.eq(followed).and(ticket::Column::MergedInto.is_null())),
            None => reads,
        }
    }

    fn answered_for(&self) -> Expr {
        ticket::Column::StructureId.is_in(self.0.answers_for.iter().copied())
    }

    /// The structures whose tickets may be read, as far as one is at home; `None`: of all.
    pub(super) fn at_home_in(&self) -> Option<Vec<StructureId>> {
        (!self.0.technician).then(|| self.0.homes.clone())
    }

    /// Who looks.
    pub(super) fn person(&self) -> PersonId {
        self.0.person
    }

    /// Interventions as hours (day, minutes, kind): of a structure one answers for, of all for technician and
    /// coordinator, of closed months for the board. Only those that stand: neither superseded nor withdrawn.
    pub(super) fn interventions(&self) -> Select<intervention::Entity> {
        let standing = intervention::Entity::find()
            .filter(intervention::Column::SupersededAt.is_null())
            .filter(intervention::Column::Withdrawn.eq(false));
        self.with_hours(standing)
    }

    /// Interventions as their months count them, within the same reach: of a closed month the versions that it was closed
    /// with, whatever was corrected since.
    pub(super) fn counted_interventions(&self) -> Select<intervention::Entity> {
        self.with_hours(intervention::Entity::find().filter(interventions::is_counted()))
    }

    fn with_hours(&self, select: Select<intervention::Entity>) -> Select<intervention::Entity> {
        if self.0.technician || self.0.coordinator {
            return select;
        }
        if self.0.closed_months {
            return select.filter(board::is_closed(intervention::Column::Period));
        }
        select.filter(intervention::Column::StructureId.is_in(self.0.answers_for.iter().copied()))
    }

    /// Whether the hours of every structure are within reach.
    pub(super) fn sees_hours_of_all(&self) -> bool {
        self.0.technician || self.0.coordinator
    }

    /// Whether closed months, of every structure, are all that is within reach.
    pub(super) fn sees_closed_months(&self) -> bool {
        self.0.closed_months
    }

    /// Under which version the pool is shown.
    pub(super) fn pool_version(&self) -> i64 {
        self.0.pool_version
    }

    /// Whether it reaches as far as the shared technician does.
    pub(super) fn is_technician(&self) -> bool {
        self.0.technician
    }

    /// Whether the words of an intervention (its note) may be read: by those who may read the structure's tickets.
    pub(super) fn reads_words_of(&self, structure: StructureId) -> bool {
        self.0.technician || self.0.answers_for.contains(&structure)
    }

    /// Structures by name and agreement: one's own, that of a link; all for technician and coordinator, and for who reads what
    /// closed months came to.
    pub(super) fn structures(&self) -> Select<structure::Entity> {
        let select = structure::Entity::find();
        if self.0.technician || self.0.coordinator || self.0.closed_months {
            return select;
        }
        select.filter(structure::Column::Id.is_in(self.0.homes.iter().copied().chain(self.0.looks_at)))
    }

    /// Machines of a structure one is at home in; all for the technician. A coordinator has none.
    pub(super) fn equipment(&self) -> Select<equipment::Entity> {
        let select = equipment::Entity::find();
        if self.0.technician {
            return select;
        }
        select.filter(equipment::Column::StructureId.is_in(self.0.homes.iter().copied()))
    }

    /// Work that comes again, words included: of a structure one answers for; all for the technician. A coordinator has none.
    pub(super) fn series(&self) -> Select<series::Entity> {
        let select = series::Entity::find();
        if self.0.technician {
            return select;
        }
        select.filter(series::Column::StructureId.is_in(self.0.answers_for.iter().copied()))
    }

    /// People: oneself, those of a structure one answers for; all for technician and coordinator. Never a guest: they are
    /// known by their request alone. Nor who is gone with their data.
    pub(super) fn people(&self) -> Select<person::Entity> {
        let guests = Query::select().column(guest_rows::Column::PersonId).from(guest_rows::Entity).to_owned();
        let gone = Query::select().column(erasure::Column::PersonId).from(erasure::Entity).to_owned();
        let select = person::Entity::find()
            .filter(person::Column::Id.not_in_subquery(guests))
            .filter(person::Column::Id.not_in_subquery(gone));
        if self.0.technician || self.0.coordinator {
            return select;
        }
        let colleagues = Query::select()
            .column(membership::Column::PersonId)
            .from(membership::Entity)
            .and_where(membership::Column::StructureId.is_in(self.0.answers_for.iter().copied()))
            .and_where(membership::Column::EndedAt.is_null())
            .to_owned();
        select.filter(
            Condition::any()
                .add(person::Column::Id.eq(self.0.person))
                .add(Expr::col((person::Entity, person::Column::Id)).in_subquery(colleagues)),
        )
    }

    /// Memberships that stand, of a structure one answers for; all for technician and coordinator.
    pub(super) fn memberships(&self) -> Select<membership::Entity> {
        let standing = membership::Entity::find().filter(membership::Column::EndedAt.is_null());
        if self.0.technician || self.0.coordinator {
            return standing;
        }
        standing.filter(membership::Column::StructureId.is_in(self.0.answers_for.iter().copied()))
    }
}

/// The tickets in which a person takes part: asks, or follows.
fn taken_part_in(person: PersonId) -> SelectStatement {
    Query::select()
        .column(participation::Column::TicketId)
        .from(participation::Entity)
        .and_where(participation::Column::PersonId.eq(person))
        .to_owned()
}

/// Finds the structure behind an id within the scope: ids of forms and paths are resolved here, never trusted.
pub(super) async fn structure_within(db: &Db, within: &Scope, id: StructureId) -> Result<Option<structure::Model>, DbErr> {
    within.structures().filter(structure::Column::Id.eq(id)).one(&db.read).await
}

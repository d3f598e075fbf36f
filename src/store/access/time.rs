//! Who may know how much time a request took.

use super::Scope;
use crate::store::entities::{structure, ticket};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, Expr, Query};

impl Scope {
    /// That one may read how much time the row's ticket took: the one rule of pages, tables, paper and programs (`tickets.md` § 4).
    /// Its structure's referents and technicians may; who takes part, unless the referent hides time.
    pub(in crate::store) fn reads_time(&self) -> Condition {
        if self.0.technician {
            return Condition::all().add(Expr::Constant(true.into()));
        }
        let shows = Query::select()
            .column(structure::Column::Id)
            .from(structure::Entity)
            .and_where(structure::Column::ShowsTime.eq(true))
            .and_where(structure::Column::Id.is_in(self.0.homes.iter().copied()))
            .to_owned();
        Condition::any().add(self.answered_for()).add(ticket::Column::StructureId.in_subquery(shows))
    }
}

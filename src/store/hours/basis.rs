//! What an open month would be shared by, if it were closed today.

use super::months::whole_month;
use crate::domain::time::Month;
use crate::store::access::Scope;
use crate::store::costs::Basis;
use crate::store::{Db, DbErr};

/// The basis of each structure with its name, by name; `None` in a closed month, whose basis is frozen.
pub(in crate::store) async fn basis(db: &Db, within: &Scope, month: Month) -> Result<Option<Vec<(Basis, String)>>, DbErr> {
    let whole = whole_month(db, within, month).await?;
    let Some(opened) = &whole.open else { return Ok(None) };
    let statements = &opened.closed_today().statements;
    let of = |row: &super::Row| {
        let statement = statements.get(&row.code)?;
        Some((Basis::of(row.structure, &row.code, statement), row.name.clone()))
    };
    Ok(Some(whole.rows.iter().filter_map(of).collect()))
}

//! The employee's first page.

use crate::store::Db;
use crate::store::access::MemberOf;
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use serde::Serialize;

#[derive(Serialize)]
struct HomePage {}

pub async fn home(_of: &MemberOf, layout: &Layout<'_>, _db: &Db) -> Result<Page, Error> {
    layout.page("home/employee", layout.text("home-employee-title")?, &HomePage {})
}

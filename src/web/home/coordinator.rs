//! The coordinator's first page.

use crate::store::Db;
use crate::store::access::Coordinator;
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use serde::Serialize;

#[derive(Serialize)]
struct HomePage {}

pub async fn home(_of: &Coordinator, layout: &Layout<'_>, _db: &Db) -> Result<Page, Error> {
    layout.page("home/coordinator", layout.text("home-coordinator-title")?, &HomePage {})
}

//! The technician's first page.

use crate::store::Db;
use crate::store::access::Technician;
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use serde::Serialize;

#[derive(Serialize)]
struct HomePage {}

pub async fn home(_of: &Technician, layout: &Layout<'_>, _db: &Db) -> Result<Page, Error> {
    layout.page("home/technician", layout.text("home-technician-title")?, &HomePage {})
}

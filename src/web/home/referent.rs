//! The referent's first page.

use crate::store::Db;
use crate::store::access::Referent;
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use serde::Serialize;

#[derive(Serialize)]
struct HomePage {}

pub async fn home(_of: &Referent, layout: &Layout<'_>, _db: &Db) -> Result<Page, Error> {
    layout.page("home/referent", layout.text("home-referent-title")?, &HomePage {})
}

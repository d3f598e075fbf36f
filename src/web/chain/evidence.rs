//! A file that an event of a machine names: the log of an erasure, the photograph of what is left of a disk.

use crate::domain::ids::EquipmentId;
use crate::store::access::Viewer;
use crate::store::{Db, chain};
use crate::web::attachments::Shown;
use crate::web::errors::Error;
use rocket::{State, get, uri};

/// Its address.
pub fn href(id: EquipmentId, sha256: &str) -> String {
    uri!(show(id, sha256)).to_string()
}

#[get("/equipment/<id>/evidence/<sha256>")]
pub async fn show(viewer: &Viewer, id: EquipmentId, sha256: &str, db: &State<Db>) -> Result<Shown, Error> {
    let file = match chain::actor(db, viewer, id).await? {
        Some(by) => chain::evidence_file(db, &by, id, sha256).await?,
        // Of a machine that serves elsewhere nobody does anything here; what was lived here is read all the same.
        None => {
            let (of, _) = super::kept(viewer, db, id).await?;
            chain::evidence_kept(db, &of, id, sha256).await?
        }
    };
    Ok(Shown::of(file.ok_or(Error::NotFound)?))
}

//! A machine leaves the register's use, or comes back. Its past stays, so nothing is asked twice.

use crate::domain::ids::EquipmentId;
use crate::store::access::Viewer;
use crate::store::{Db, equipment};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::Submitted;
use rocket::{State, post, uri};

#[post("/equipment/<id>/retirement")]
pub async fn create(viewer: &Viewer, id: EquipmentId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let (of, _) = super::keeper(viewer, db, id).await?;
    equipment::retire(db, &of, id, true, now.at).await.map_err(super::error)?;
    Ok(Submitted::accepted(uri!(super::show(id)), "equipment-retired"))
}

/// Takes the retirement back.
#[post("/equipment/<id>/return")]
pub async fn destroy(viewer: &Viewer, id: EquipmentId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let (of, _) = super::keeper(viewer, db, id).await?;
    equipment::retire(db, &of, id, false, now.at).await.map_err(super::error)?;
    Ok(Submitted::accepted(uri!(super::show(id)), "equipment-returned"))
}

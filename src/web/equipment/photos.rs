//! Photographs of a machine: one at a time, decoded and encoded again, for those who keep the register.

use crate::domain::ids::{EquipmentId, PhotoId};
use crate::store::Db;
use crate::store::access::{RegisterOf, Viewer};
use crate::store::equipment;
use crate::web::attachments::{self, Shown};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Submitted};
use crate::web::params::Maybe;
use fluent_bundle::FluentValue;
use rocket::form::{Form, FromForm};
use rocket::fs::TempFile;
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![create, show, remove]
}

/// A photograph on its machine's page.
#[derive(Serialize)]
pub struct PhotoCard {
    href: String,
    removal_href: String,
    width: i64,
    height: i64,
    alt: String,
}

/// The photographs of a machine as its page shows them.
pub async fn cards(of: &RegisterOf, layout: &Layout<'_>, db: &Db, machine: EquipmentId) -> Result<Vec<PhotoCard>, Error> {
    let photos = equipment::photos_of(db, of, machine).await?;
    let card = |(number, photo): (usize, equipment::Photo)| {
        Ok(PhotoCard {
            href: uri!(show(photo.id)).to_string(),
            removal_href: uri!(remove(photo.id)).to_string(),
            width: photo.width,
            height: photo.height,
            alt: layout.text_with("equipment-photo-alt", [("n", FluentValue::from(number + 1))])?,
        })
    };
    photos.into_iter().enumerate().map(card).collect()
}

/// Where a photograph is sent, with an id of its own.
#[derive(Serialize)]
pub struct PhotoForm {
    href: String,
    photo: String,
}

impl PhotoForm {
    pub fn new(layout: &Layout<'_>, machine: EquipmentId) -> Self {
        Self { href: uri!(create(machine)).to_string(), photo: PhotoId::new(layout.now).to_string() }
    }
}

#[derive(FromForm)]
struct Sent<'f> {
    /// Made with the form.
    photo: Maybe<PhotoId>,
    pictures: Vec<TempFile<'f>>,
}

/// Adds a photograph; what is none is said on the machine's page.
#[post("/equipment/<id>/photos", data = "<form>")]
async fn create(viewer: &Viewer, id: EquipmentId, form: Form<Sent<'_>>, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let (of, _) = super::keeper(viewer, db, id).await?;
    let back = |key: &str| Ok(Submitted::warned(uri!(super::show(id)), key));
    let picture = match attachments::pictures(&form.pictures).await {
        Ok(pictures) => pictures.into_iter().next(),
        Err(key) => return back(key),
    };
    let Some(picture) = picture else { return back("equipment-photo-none") };
    let photo = form.photo.0.unwrap_or_else(|| PhotoId::new(now.at));
    match equipment::add_photo(db, &of, id, photo, picture, now.at).await.map_err(super::error)? {
        true => Ok(Submitted::accepted(uri!(super::show(id)), "equipment-photo-added")),
        false => back("equipment-photo-many"),
    }
}

#[get("/equipment-photos/<id>")]
async fn show(viewer: &Viewer, id: PhotoId, db: &State<Db>) -> Result<Shown, Error> {
    Ok(Shown::of(equipment::photo(db, viewer, id).await?.ok_or(Error::NotFound)?))
}

/// Takes a photograph away.
#[post("/equipment-photos/<id>/removal")]
async fn remove(viewer: &Viewer, id: PhotoId, db: &State<Db>) -> Result<Submitted, Error> {
    let machine = equipment::remove_photo(db, viewer, id).await?.ok_or(Error::NotFound)?;
    Ok(Submitted::accepted(uri!(super::show(machine)), "equipment-photo-removed"))
}

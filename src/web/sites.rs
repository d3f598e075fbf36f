//! The sites of a structure (« lieux »): the list, one of them, putting it away and bringing it back.

mod form;

use super::equipment as machines;
use super::errors::Error;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use crate::domain::ids::{SiteId, StructureId};
use crate::store::access::{RegisterOf, Viewer};
use crate::store::sites::{self, Site, SiteError};
use crate::store::{Db, structures};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let mut all = routes![index, show, archive, bring_back];
    all.extend(form::routes());
    all
}

#[derive(Serialize)]
struct SitesPage {
    structure: String,
    in_use: Vec<SiteLine>,
    archived: Vec<SiteLine>,
    new_href: String,
    back_href: String,
}

#[derive(Serialize)]
struct SiteLine {
    href: String,
    name: String,
    address: String,
}

#[get("/structures/<_>/sites")]
async fn index(of: RegisterOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let structure = structure_name(db, &of).await?;
    let all = sites::of_structure(db, &of).await?;
    let (archived, in_use): (Vec<&Site>, Vec<&Site>) = all.iter().partition(|site| site.archived_at.is_some());
    let line = |site: &&Site| SiteLine {
        href: href(site.id),
        name: site.particulars.name.clone(),
        address: site.particulars.address.clone(),
    };
    let page = SitesPage {
        structure,
        in_use: in_use.iter().map(line).collect(),
        archived: archived.iter().map(line).collect(),
        new_href: form::new_href(of.structure()),
        back_href: machines::of_structure_href(of.structure()),
    };
    layout.page("sites/index", layout.text("sites-title")?, &page)
}

#[derive(Serialize)]
struct SitePage {
    back_href: String,
    structure: String,
    name: String,
    address: String,
    /// More is said of it than where it is.
    described: bool,
    access: String,
    contacts: String,
    opening: String,
    archived: Option<String>,
    machines_href: String,
    tickets_href: String,
    edit_href: String,
    archiving_href: String,
    return_href: String,
}

#[get("/sites/<id>")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: SiteId, db: &State<Db>) -> Result<Page, Error> {
    let (of, site, structure) = keeper(viewer, db, id).await?;
    let Site { particulars, archived_at, .. } = site;
    let page = SitePage {
        back_href: of_structure_href(of.structure()),
        structure,
        name: particulars.name,
        address: particulars.address,
        described: [&particulars.access, &particulars.contacts, &particulars.opening].iter().any(|said| !said.is_empty()),
        access: particulars.access,
        contacts: particulars.contacts,
        opening: particulars.opening,
        archived: archived_at.map(|at| layout.whole_day_of(at)),
        machines_href: machines::of_site_href(of.structure(), id),
        tickets_href: super::tickets::of_site_href(viewer, of.structure(), id),
        edit_href: form::edit_href(id),
        archiving_href: uri!(archive(id)).to_string(),
        return_href: uri!(bring_back(id)).to_string(),
    };
    layout.page("sites/show", page.name.clone(), &page)
}

/// It is offered no more. Its past stays, so nothing is asked twice.
#[post("/sites/<id>/archiving")]
async fn archive(viewer: &Viewer, id: SiteId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let (of, ..) = keeper(viewer, db, id).await?;
    sites::archive(db, &of, id, Some(now.at)).await.map_err(error)?;
    Ok(Submitted::accepted(uri!(show(id)), "site-archived"))
}

/// Takes that back.
#[post("/sites/<id>/return")]
async fn bring_back(viewer: &Viewer, id: SiteId, db: &State<Db>) -> Result<Submitted, Error> {
    let (of, ..) = keeper(viewer, db, id).await?;
    match sites::archive(db, &of, id, None).await {
        Ok(()) => Ok(Submitted::accepted(uri!(show(id)), "site-returned")),
        Err(SiteError::NameTaken) => Ok(Submitted::warned(uri!(show(id)), "site-mistake-name")),
        Err(refused) => Err(error(refused)),
    }
}

/// A refusal that no form of a page can cause is an absence.
fn error(refused: SiteError) -> Error {
    match refused {
        SiteError::Database(error) => error.into(),
        _ => Error::NotFound,
    }
}

/// A site with the name of its structure, for those who keep the register there; for everybody else it is not there.
async fn keeper(viewer: &Viewer, db: &Db, id: SiteId) -> Result<(RegisterOf, Site, String), Error> {
    let (site, structure) = sites::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let of = RegisterOf::of(viewer, site.structure).ok_or(Error::NotFound)?;
    Ok((of, site, structure))
}

/// The name of the structure; 404 when there is none: a technician may ask for any id.
async fn structure_name(db: &Db, of: &RegisterOf) -> Result<String, Error> {
    let (structure, _) = structures::find(db, of, of.structure()).await?.ok_or(Error::NotFound)?;
    Ok(structure.name)
}

/// The address of a site's page.
pub fn href(id: SiteId) -> String {
    uri!(show(id)).to_string()
}

/// The address of the sites of a structure.
pub fn of_structure_href(id: StructureId) -> String {
    uri!(index(id)).to_string()
}

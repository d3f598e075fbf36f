//! Organisations to which machines go: the list, the page of each with who works there, putting one away.

mod form;
mod people;

use super::errors::Error;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use crate::domain::ids::OrgId;
use crate::domain::organisations::OrganisationKind;
use crate::store::Db;
use crate::store::access::{Coordinator, OrganisationReader};
use crate::store::organisations::{self, Organisation, OrganisationError};
use crate::web::forms::Form as View;
use people::WorkerRow;
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let mut all = routes![index, show, archive, bring_back];
    all.extend(form::routes());
    all.extend(people::routes());
    all
}

#[derive(Serialize)]
struct OrganisationsPage {
    proposed: Vec<Line>,
    archived: Vec<Line>,
    /// For who keeps the list.
    new_href: Option<String>,
}

#[derive(Serialize)]
struct Line {
    href: String,
    name: String,
    kind: String,
}

/// The address of the list.
pub fn href() -> String {
    uri!(index).to_string()
}

#[get("/organisations")]
async fn index(by: OrganisationReader, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let all = organisations::all(db, &by).await?;
    let (archived, proposed): (Vec<&Organisation>, Vec<&Organisation>) = all.iter().partition(|one| one.archived_at.is_some());
    let line = |one: &&Organisation| {
        let kind = kind_name(&layout, one.kind)?;
        Ok(Line { href: one_href(one.id), name: one.particulars.name.clone(), kind })
    };
    let page = OrganisationsPage {
        proposed: proposed.iter().map(line).collect::<Result<_, Error>>()?,
        archived: archived.iter().map(line).collect::<Result<_, Error>>()?,
        new_href: by.coordinator().map(|_| form::new_href()),
    };
    layout.page("organisations/index", layout.text("organisations-title")?, &page)
}

fn kind_name(layout: &Layout<'_>, kind: OrganisationKind) -> Result<String, Error> {
    layout.text(&format!("organisation-kind-{kind}"))
}

#[derive(Serialize)]
struct OrganisationPage {
    back_href: String,
    kind: String,
    name: String,
    legal_form: String,
    registration: String,
    address: String,
    email: String,
    phone: String,
    archived: Option<String>,
    is_workshop: bool,
    workers: Vec<WorkerRow>,
    /// What the coordinator may do.
    kept: Option<Kept>,
    /// Of the invitation.
    form: View,
}

#[derive(Serialize)]
struct Kept {
    edit_href: String,
    archiving_href: String,
    return_href: String,
    invite_href: String,
}

#[get("/organisations/<id>")]
async fn show(by: OrganisationReader, layout: Layout<'_>, id: OrgId, db: &State<Db>) -> Result<Page, Error> {
    page(&by, &layout, db, id, people::blank()).await
}

async fn page(by: &OrganisationReader, layout: &Layout<'_>, db: &Db, id: OrgId, form: View) -> Result<Page, Error> {
    let Organisation { kind, particulars, archived_at, .. } = found(db, by, id).await?;
    let kept = by.coordinator().map(|_| Kept {
        edit_href: form::edit_href(id),
        archiving_href: uri!(archive(id)).to_string(),
        return_href: uri!(bring_back(id)).to_string(),
        invite_href: people::invite_href(id),
    });
    let page = OrganisationPage {
        back_href: href(),
        kind: kind_name(layout, kind)?,
        name: particulars.name,
        legal_form: particulars.legal_form,
        registration: particulars.registration,
        address: particulars.address,
        email: particulars.email.map(|email| email.to_string()).unwrap_or_default(),
        phone: particulars.phone,
        archived: archived_at.map(|at| layout.whole_day_of(at)),
        is_workshop: kind == OrganisationKind::Workshop,
        workers: people::rows(by, db, id).await?,
        kept,
        form: people::offering(layout, form),
    };
    layout.page_of_form("organisations/show", page.name.clone(), &page.form, &page)
}

/// It is proposed no more.
#[post("/organisations/<id>/archiving")]
async fn archive(by: Coordinator, id: OrgId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    organisations::archive(db, &by, id, Some(now.at)).await.map_err(error)?;
    Ok(Submitted::accepted(one_href(id), "organisation-archived"))
}

/// Takes that back.
#[post("/organisations/<id>/return")]
async fn bring_back(by: Coordinator, id: OrgId, db: &State<Db>) -> Result<Submitted, Error> {
    match organisations::archive(db, &by, id, None).await {
        Ok(()) => Ok(Submitted::accepted(one_href(id), "organisation-returned")),
        Err(OrganisationError::NameTaken) => Ok(Submitted::warned(one_href(id), "organisation-mistake-name")),
        Err(refused) => Err(error(refused)),
    }
}

/// A refusal that no form of a page can cause is an absence.
fn error(refused: OrganisationError) -> Error {
    match refused {
        OrganisationError::Database(error) => error.into(),
        _ => Error::NotFound,
    }
}

async fn found(db: &Db, by: &OrganisationReader, id: OrgId) -> Result<Organisation, Error> {
    organisations::find(db, by, id).await?.ok_or(Error::NotFound)
}

/// The address of an organisation's page.
pub fn one_href(id: OrgId) -> String {
    uri!(show(id)).to_string()
}

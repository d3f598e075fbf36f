//! The people of a structure: who they are there, inviting them, letting them go.

pub mod contract;
mod departed;
mod duties;

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::{Line, Maybe};
use crate::domain::ids::{MembershipId, StructureId};
use crate::domain::people::{Email, Language, Role};
use crate::store::access::{Coordinator, PeopleOf};
use crate::store::people::{self, Member, NewPerson, PeopleError};
use crate::store::{Db, structures};
use crate::texts::format;
use chrono::{DateTime, Utc};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let mut all = routes![index, create, show, update_role, end, duties::index, duties::appoint, duties::relieve];
    all.extend(routes![departed::index, departed::new, departed::create]);
    all.extend(routes![contract::show, contract::engage, contract::note, contract::cover, contract::withdraw]);
    all
}

#[derive(Serialize)]
struct PeoplePage {
    structure: String,
    structure_href: String,
    lead: String,
    people: Vec<PersonRow>,
    form: View,
    href: String,
}

#[derive(Serialize)]
struct PersonRow {
    href: String,
    name: String,
    email: String,
    phone: String,
    role: String,
    seen: String,
    is_you: bool,
}

const INVITATION: [&str; 5] = ["name", "email", "phone", "role", "language"];

#[get("/structures/<_>/people")]
pub(super) async fn index(of: PeopleOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    people_page(&of, &layout, db, View::blank(&INVITATION)).await
}

async fn people_page(of: &PeopleOf, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    let id = of.structure();
    let (structure, _) = structures::find(db, of, id).await?.ok_or(Error::NotFound)?;
    let mut members = people::of_structure(db, of, id).await?;
    members.sort_by_cached_key(|member| (member.role == Role::Employee, format::alphabetical(&member.name)));
    // Without a referent, nobody answers for the structure: that is who is invited first.
    let usual = if members.iter().any(|m| m.role == Role::Referent) { Role::Employee } else { Role::Referent };
    let page = PeoplePage {
        structure_href: structure_href(id),
        structure: structure.name,
        lead: layout.text_with("people-lead", [("n", FluentValue::from(members.len()))])?,
        people: members.into_iter().map(|member| row(of, layout, member)).collect::<Result<_, _>>()?,
        form: form
            .preset("role", usual.as_str())
            .preset("language", layout.language.as_str())
            .offering("role", roles(layout)?)
            .offering("language", tongues()),
        href: uri!(create(id)).to_string(),
    };
    layout.page_of_form("people/index", layout.text("people-title")?, &page.form, &page)
}

fn structure_href(id: StructureId) -> String {
    uri!(super::structures::show(id)).to_string()
}

fn row(of: &PeopleOf, layout: &Layout<'_>, member: Member) -> Result<PersonRow, Error> {
    Ok(PersonRow {
        href: uri!(show(of.structure(), member.membership)).to_string(),
        role: layout.text(&format!("people-role-{}", member.role.as_str()))?,
        seen: seen(layout, member.seen_at)?,
        is_you: member.person == of.viewer().id(),
        name: member.name,
        email: member.email.to_string(),
        phone: member.phone,
    })
}

/// The day alone: when somebody works is nobody's business.
fn seen(layout: &Layout<'_>, at: Option<DateTime<Utc>>) -> Result<String, Error> {
    match at.map(|at| at.with_timezone(&layout.zone()).date_naive()) {
        None => layout.text("people-never-seen"),
        Some(day) if day == layout.today() => layout.text("people-seen-today"),
        Some(day) => Ok(layout.day(day)),
    }
}

/// The languages that a person may be written to in.
pub fn tongues() -> [(String, String, Option<String>); 2] {
    [("fr", "Français"), ("en", "English")].map(|(value, label)| (value.to_owned(), label.to_owned(), None))
}

fn roles(layout: &Layout<'_>) -> Result<Vec<(String, String, Option<String>)>, Error> {
    let choice = |role: Role| {
        let label = layout.text(&format!("people-role-{}", role.as_str()))?;
        let hint = layout.text(&format!("people-role-{}-hint", role.as_str()))?;
        Ok((role.as_str().to_owned(), label, Some(hint)))
    };
    [Role::Employee, Role::Referent].into_iter().map(choice).collect()
}

#[derive(FromForm)]
struct Invitation {
    name: Line<80>,
    email: Email,
    phone: Maybe<Line<30>>,
    role: Role,
    language: Language,
}

/// Invites a person; the letter leaves with the row.
#[post("/structures/<_>/people", data = "<form>")]
async fn create(
    of: PeopleOf,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Invitation>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&INVITATION, &form.context)?;
    let Some(new) = &form.value else { return Ok(Submitted::Refused(people_page(&of, &layout, db, again).await?)) };
    let person = NewPerson {
        name: new.name.0.clone(),
        email: new.email.clone(),
        phone: new.phone.clone().or_empty(),
        language: new.language,
    };
    match people::invite(db, &of, person, new.role, now.at).await {
        Ok(_) => Ok(Submitted::accepted(uri!(index(of.structure())), "people-invited")),
        Err(PeopleError::Database(fault)) => Err(fault.into()),
        Err(PeopleError::AlreadyThere | PeopleError::LastOne) => {
            again.mistake("email", layout.text("people-mistake-already")?);
            Ok(Submitted::Refused(people_page(&of, &layout, db, again).await?))
        }
    }
}

#[derive(Serialize)]
struct PersonPage {
    back_href: String,
    back: String,
    name: String,
    email: String,
    phone: String,
    seen: String,
    is_you: bool,
    /// The structure would be left without a referent: neither another role nor a departure.
    is_last_referent: bool,
    can_change_role: bool,
    form: View,
    role_href: String,
    ending_href: String,
    /// What there is to take back when they leave, for who keeps the register.
    departure_href: Option<String>,
}

const ROLE: [&str; 1] = ["role"];

/// A person of the structure: where the role is changed and the membership ended.
#[get("/structures/<_>/people/<membership>")]
async fn show(of: PeopleOf, membership: MembershipId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    person_page(&of, membership, &layout, db, View::blank(&ROLE)).await
}

async fn person_page(of: &PeopleOf, id: MembershipId, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    let members = people::of_structure(db, of, of.structure()).await?;
    let referents = members.iter().filter(|member| member.role == Role::Referent).count();
    let member = members.into_iter().find(|member| member.membership == id).ok_or(Error::NotFound)?;
    let (structure, _) = structures::find(db, of, of.structure()).await?.ok_or(Error::NotFound)?;
    let is_last_referent = member.role == Role::Referent && referents == 1;
    let page = PersonPage {
        back_href: uri!(index(of.structure())).to_string(),
        back: structure.name,
        seen: seen(layout, member.seen_at)?,
        is_you: member.person == of.viewer().id(),
        is_last_referent,
        // A refused change shows its mistake beside the choice.
        can_change_role: !is_last_referent || !form.errors.is_empty(),
        form: form.preset("role", member.role.as_str()).offering("role", roles(layout)?),
        role_href: uri!(update_role(of.structure(), id)).to_string(),
        ending_href: uri!(end(of.structure(), id)).to_string(),
        departure_href: super::continuity::departure_href(of.viewer(), of.structure(), id),
        name: member.name,
        email: member.email.to_string(),
        phone: member.phone,
    };
    layout.page_of_form("people/show", page.name.clone(), &page.form, &page)
}

#[derive(FromForm)]
struct NewRole {
    role: Role,
}

#[post("/structures/<_>/people/<membership>/role", data = "<form>")]
async fn update_role(
    of: PeopleOf,
    membership: MembershipId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewRole>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&ROLE, &form.context)?;
    let Some(new) = &form.value else {
        return Ok(Submitted::Refused(person_page(&of, membership, &layout, db, again).await?));
    };
    let onward = after(&of, db, membership).await?;
    match people::set_role(db, &of, membership, new.role, now.at).await {
        Ok(true) => Ok(Submitted::accepted(onward, "people-role-changed")),
        Ok(false) => Err(Error::NotFound),
        Err(PeopleError::Database(fault)) => Err(fault.into()),
        Err(PeopleError::LastOne | PeopleError::AlreadyThere) => {
            again.mistake("role", layout.text("people-last-referent")?);
            Ok(Submitted::Refused(person_page(&of, membership, &layout, db, again).await?))
        }
    }
}

/// Ends a membership. The last referent stays, and the page says why.
#[post("/structures/<_>/people/<membership>/ending")]
async fn end(of: PeopleOf, membership: MembershipId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let onward = after(&of, db, membership).await?;
    match people::leave(db, &of, membership, now.at).await {
        Ok(true) => Ok(Submitted::accepted(onward, "people-left")),
        Ok(false) => Err(Error::NotFound),
        Err(PeopleError::Database(fault)) => Err(fault.into()),
        Err(PeopleError::LastOne | PeopleError::AlreadyThere) => {
            Ok(Submitted::warned(uri!(show(of.structure(), membership)), "people-last-referent"))
        }
    }
}

/// Where one goes on after a change: back to the list, or home for those who have shut it to themselves.
async fn after(of: &PeopleOf, db: &Db, changed: MembershipId) -> Result<String, Error> {
    let member = people::membership(db, of, changed).await?.ok_or(Error::NotFound)?;
    let shut = member.person == of.viewer().id() && Coordinator::of(of.viewer()).is_none();
    Ok(if shut { "/".to_owned() } else { uri!(index(of.structure())).to_string() })
}

/// The address of a person of a structure.
pub fn href(structure: StructureId, membership: MembershipId) -> String {
    uri!(show(structure, membership)).to_string()
}

/// The address of the people of a structure.
pub fn of_structure_href(id: StructureId) -> String {
    uri!(index(id)).to_string()
}

/// The address of those who serve the whole group.
pub fn on_duty_href() -> String {
    uri!(duties::index).to_string()
}

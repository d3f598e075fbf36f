//! Two sheets at most while a request is typed, or once it is sent: below the button, never in the way.

use super::within;
use crate::domain::ids::{EquipmentId, HelpSheetId, StructureId, TicketId};
use crate::store::access::{MemberOf, Passerby, Scope, Viewer};
use crate::store::help_sheets::Listed;
use crate::store::tickets::Ticket;
use crate::store::{Db, help_sheets, tickets};
use crate::web::errors::Error;
use crate::web::layout::Layout;
use crate::web::outages;
use crate::web::tickets as requests;
use fluent_bundle::FluentValue;
use rocket::serde::json::Json;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index]
}

/// What `compose.js` shows below the button.
#[derive(Serialize)]
pub struct Suggestions {
    /// Said aloud by who reads the page aloud; empty when there is none.
    says: String,
    /// Said under each title.
    opens: String,
    sheets: Vec<Suggested>,
    /// Somebody has asked about the same machine: « moi aussi ».
    similar: Vec<Suggested>,
}

#[derive(Serialize)]
pub struct Suggested {
    title: String,
    href: String,
}

/// The address that `compose.js` asks.
pub fn suggestions_href() -> String {
    uri!(index(None::<&str>, None::<&str>, None::<&str>)).to_string()
}

/// The sheets that may spare a request in these words, asked in that structure, and the open requests of others about the
/// machine. Without an account: public sheets.
#[get("/help-sheets/suggestions?<words>&<structure>&<equipment>")]
async fn index(
    viewer: Option<&Viewer>,
    layout: Layout<'_>,
    words: Option<&str>,
    structure: Option<&str>,
    equipment: Option<&str>,
    db: &State<Db>,
) -> Result<Json<Suggestions>, Error> {
    let words: String = words.unwrap_or_default().chars().take(MOST_WORDS).collect();
    let member = viewer.zip(structure.and_then(|id| id.parse().ok()));
    let member = member.and_then(|(viewer, structure)| member_of(viewer, structure));
    let scope = member.as_ref().map_or_else(|| within(viewer), Scope::from);
    let found = help_sheets::suggested(db, scope, &words).await?;
    let similar = match member.as_ref().zip(equipment.and_then(|id| id.parse().ok())) {
        Some((member, machine)) => of_machine(member, &layout, db, machine).await?,
        None => Vec::new(),
    };
    let mut says: Vec<String> = similar.iter().map(|line| line.title.clone()).collect();
    if !found.is_empty() {
        says.push(layout.text_with("help-sheets-may-help", [("n", FluentValue::from(found.len()))])?);
    }
    let line = |sheet: Listed| Suggested { href: suggested_href(sheet.id, None), title: sheet.title };
    let sheets = found.into_iter().map(line).collect();
    Ok(Json(Suggestions { says: says.join(" "), opens: layout.text("help-sheets-opens")?, sheets, similar }))
}

/// What is known of a machine that somebody has just chosen: the outages that name it, then the open requests of others.
async fn of_machine(member: &MemberOf, layout: &Layout<'_>, db: &Db, machine: EquipmentId) -> Result<Vec<Suggested>, Error> {
    let mut all = Vec::new();
    for (title, href) in outages::named_by(db, member, machine).await? {
        all.push(Suggested { title: layout.text_with("outage-told-of-machine", [("title", FluentValue::from(title))])?, href });
    }
    for line in requests::similar(member, layout, db, &[machine]).await? {
        all.push(Suggested { title: requests::similar_told(layout, &line)?, href: line.href });
    }
    Ok(all)
}

/// What a request is about stands in its first sentences.
const MOST_WORDS: usize = 500;

fn member_of(viewer: &Viewer, structure: StructureId) -> Option<MemberOf> {
    MemberOf::of(viewer, structure)
}

/// A sheet with its question; `None` before the request is sent.
fn suggested_href(id: HelpSheetId, ticket: Option<TicketId>) -> String {
    let typed = ticket.is_none().then_some(true);
    uri!(super::show(id, typed, ticket)).to_string()
}

/// The sheets that may settle a request that was sent.
pub async fn lines_for(viewer: &Viewer, db: &Db, of: &Ticket) -> Result<Vec<Suggested>, Error> {
    let words = tickets::first_words(db, of).await?;
    let member = member_of(viewer, of.structure);
    let scope = member.as_ref().map_or_else(|| Scope::from(viewer), Scope::from);
    let found = help_sheets::suggested(db, scope, &words).await?;
    Ok(found.into_iter().map(|sheet| Suggested { href: suggested_href(sheet.id, Some(of.id)), title: sheet.title }).collect())
}

/// The public sheets that may settle what somebody without an account has asked.
pub async fn public_lines(db: &Db, words: &str) -> Result<Vec<Suggested>, Error> {
    let found = help_sheets::suggested(db, Passerby, words).await?;
    Ok(found.into_iter().map(|sheet| Suggested { href: suggested_href(sheet.id, None), title: sheet.title }).collect())
}

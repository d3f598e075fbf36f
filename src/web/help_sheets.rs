//! Help sheets: what somebody can do alone. Here: the list, one sheet, putting it away and bringing it back.

mod form;
mod suggestions;
mod uses;
mod versions;

pub use form::of_ticket_href;
pub use suggestions::{Suggested, lines_for, public_lines, suggestions_href};

use super::errors::Error;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::markdown::Html;
use super::tickets as requests;
use crate::domain::help_sheets::Reach;
use crate::domain::ids::{HelpSheetId, TicketId};
use crate::store::access::{HelpSheetAuthor, Passerby, Scope, Viewer};
use crate::store::help_sheets::{self, HelpSheet, HelpSheetError, Listed};
use crate::store::{Db, tickets};
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;
use std::collections::HashMap;

pub fn routes() -> Vec<Route> {
    let mut all = routes![index, show, retire, bring_back];
    all.extend(suggestions::routes());
    all.extend(form::routes());
    all.extend(versions::routes());
    all.extend(uses::routes());
    all
}

/// The address of the list.
pub fn index_href() -> String {
    uri!(index(None::<&str>, None::<&str>)).to_string()
}

/// The address of a sheet.
pub fn href(id: HelpSheetId) -> String {
    uri!(show(id, None::<bool>, None::<TicketId>)).to_string()
}

/// What somebody reads, signed in or not.
fn within(viewer: Option<&Viewer>) -> Scope {
    viewer.map_or_else(|| Scope::from(Passerby), Scope::from)
}

/// A refusal that no form of a page can cause is an absence or a fault.
fn error(refused: HelpSheetError) -> Error {
    match refused {
        HelpSheetError::NotFound | HelpSheetError::NotForThem | HelpSheetError::KeyTaken => Error::NotFound,
        HelpSheetError::Database(error) => error.into(),
        HelpSheetError::Overtaken(_) => Error::Other(refused.to_string()),
    }
}

#[derive(Serialize)]
struct SheetsPage {
    q: String,
    action: String,
    lead: &'static str,
    lines: Vec<SheetLine>,
    retired: Vec<SheetLine>,
    next_href: Option<String>,
    new_href: Option<String>,
    ask_href: Option<String>,
    all_href: String,
    /// For who is not signed in, and sees those that are public.
    sign_in_href: Option<&'static str>,
}

/// A sheet in a list.
#[derive(Serialize)]
pub struct SheetLine {
    pub href: String,
    pub title: String,
    /// For whom it is, and for its authors what it has spared.
    pub small: Vec<String>,
}

/// How many sheets stand on a page of the list.
const PAGE: usize = 50;

/// The sheets that one may read by title, or those that a search finds.
#[get("/help-sheets?<q>&<after>")]
async fn index(
    viewer: Option<&Viewer>,
    layout: Layout<'_>,
    q: Option<&str>,
    after: Option<&str>,
    db: &State<Db>,
) -> Result<Page, Error> {
    let q: String = q.unwrap_or_default().trim().chars().take(200).collect();
    let author = viewer.and_then(HelpSheetAuthor::of);
    let found = help_sheets::listed(db, within(viewer), &q).await?;
    let start = after.and_then(|id| found.iter().position(|sheet| sheet.id.to_string() == id)).map_or(0, |last| last + 1);
    let shown = found.iter().skip(start).take(PAGE);
    let more = shown.clone().next_back().filter(|_| found.len() > start + PAGE).map(|last| last.id.to_string());
    let query = (!q.is_empty()).then_some(q.as_str());
    let labels = Labels::of(&layout, author.as_ref(), db).await?;
    let retired = match &author {
        Some(author) if q.is_empty() && start == 0 => help_sheets::retired(db, author).await?,
        _ => Vec::new(),
    };
    let page = SheetsPage {
        action: index_href(),
        lead: if viewer.is_some() { "help-sheets-lead" } else { "help-sheets-lead-public" },
        lines: shown.map(|sheet| labels.line(sheet)).collect::<Result<_, _>>()?,
        retired: retired.iter().map(|sheet| labels.line(sheet)).collect::<Result<_, _>>()?,
        next_href: more.map(|last| uri!(index(query, Some(last))).to_string()),
        new_href: author.map(|_| form::new_href()),
        ask_href: viewer.filter(|viewer| asks(viewer)).map(|_| requests::any_new_href()),
        all_href: index_href(),
        sign_in_href: viewer.is_none().then_some("/sign-in?next=/help-sheets"),
        q,
    };
    layout.page("help_sheets/index", layout.text("help-sheets-title")?, &page)
}

/// Whether they ask for help themselves: somebody at home in a structure.
fn asks(viewer: &Viewer) -> bool {
    !viewer.homes().is_empty()
}

/// What lists say of sheets.
pub struct Labels<'l> {
    layout: &'l Layout<'l>,
    avoided: Option<HashMap<HelpSheetId, i64>>,
}

impl<'l> Labels<'l> {
    /// For a reader; an author reads what each of their sheets has spared.
    async fn of(layout: &'l Layout<'l>, author: Option<&HelpSheetAuthor>, db: &Db) -> Result<Self, Error> {
        let avoided = match author {
            Some(author) => Some(help_sheets::avoided(db, author).await?),
            None => None,
        };
        Ok(Self { layout, avoided })
    }

    fn line(&self, sheet: &Listed) -> Result<SheetLine, Error> {
        let mut small = vec![reach(self.layout, sheet.reach, sheet.structure_name.as_deref())?];
        if let Some(n) = self.avoided.as_ref().and_then(|avoided| avoided.get(&sheet.id)) {
            small.push(self.layout.text_with("help-sheet-avoided", [("n", FluentValue::from(*n))])?);
        }
        Ok(SheetLine { href: href(sheet.id), title: sheet.title.clone(), small })
    }
}

/// For whom a sheet is.
fn reach(layout: &Layout<'_>, reach: Reach, structure: Option<&str>) -> Result<String, Error> {
    match reach {
        Reach::Public => layout.text("help-sheet-for-public"),
        Reach::All => layout.text("help-sheet-for-all"),
        Reach::One(_) => layout.text_with("help-sheet-for-one", [("name", FluentValue::from(structure.unwrap_or_default()))]),
    }
}

/// The sheets that help the most, for a first page.
pub async fn most_useful(viewer: &Viewer, db: &Db) -> Result<Vec<SheetLine>, Error> {
    const MOST: usize = 3;
    let line = |sheet: Listed| SheetLine { href: href(sheet.id), title: sheet.title, small: Vec::new() };
    Ok(help_sheets::most_useful(db, viewer, MOST).await?.into_iter().map(line).collect())
}

#[derive(Serialize)]
struct SheetPage {
    back_href: String,
    title: String,
    words: Html,
    reach: String,
    changed: String,
    /// On paper: whose sheet it is, and where its present version stands.
    source: String,
    question: Option<Question>,
    ask_href: Option<String>,
    kept: Option<Kept>,
}

/// « Cela a réglé votre problème ? », for who came from a suggestion.
#[derive(Serialize)]
struct Question {
    yes_href: String,
    no_href: String,
    /// A request was sent already.
    sent: bool,
}

/// What its authors see beside.
#[derive(Serialize)]
struct Kept {
    edit_href: String,
    versions_href: String,
    version: i64,
    avoided: String,
    retired: Option<String>,
    retire_href: String,
    return_href: String,
    ticket: Option<TicketLink>,
}

#[derive(Serialize)]
struct TicketLink {
    href: String,
    label: String,
}

/// One sheet. Put away, it is there for its authors alone; signed out, only when it is public.
#[get("/help-sheets/<id>?<suggested>&<ticket>")]
async fn show(
    viewer: Option<&Viewer>,
    layout: Layout<'_>,
    id: HelpSheetId,
    suggested: Option<bool>,
    ticket: Option<TicketId>,
    db: &State<Db>,
) -> Result<Page, Error> {
    let author = viewer.and_then(HelpSheetAuthor::of);
    let own = match &author {
        Some(author) => help_sheets::find_kept(db, author, id).await?,
        None => None,
    };
    let may_edit = own.is_some();
    let sheet = match own {
        Some(sheet) => sheet,
        None => {
            let absent = if viewer.is_some() { Error::NotFound } else { Error::SignedOut };
            help_sheets::find(db, within(viewer), id).await?.ok_or(absent)?
        }
    };
    let came = viewer.filter(|viewer| asks(viewer) && (suggested == Some(true) || ticket.is_some()));
    let question = match came {
        Some(viewer) => Some(question(viewer, db, id, ticket).await?),
        None => None,
    };
    let ask = question.is_none() && viewer.is_none_or(asks);
    let page = SheetPage {
        back_href: index_href(),
        words: Html::of(&sheet.words),
        reach: reach(&layout, sheet.reach, sheet.structure_name.as_deref())?,
        changed: changed(&layout, &sheet)?,
        source: source(&layout, &sheet)?,
        ask_href: ask.then(requests::any_new_href),
        question,
        kept: match author.filter(|_| may_edit) {
            Some(author) => Some(kept(&author, &layout, db, &sheet).await?),
            None => None,
        },
        title: sheet.title,
    };
    layout.page("help_sheets/show", page.title.clone(), &page)
}

fn changed(layout: &Layout<'_>, sheet: &HelpSheet) -> Result<String, Error> {
    layout.text_with("help-sheet-changed", [("day", FluentValue::from(layout.whole_day_of(sheet.changed_at)))])
}

fn source(layout: &Layout<'_>, sheet: &HelpSheet) -> Result<String, Error> {
    let group = layout.group().map_or("Parcommun", |group| &group.name);
    Ok([group, &changed(layout, sheet)?, &layout.whole_address(&href(sheet.id))].join(" · "))
}

/// « Non » leads back to the request that was sent, or to the form.
async fn question(viewer: &Viewer, db: &Db, id: HelpSheetId, ticket: Option<TicketId>) -> Result<Question, Error> {
    let sent = match ticket {
        Some(ticket) => tickets::find(db, viewer, ticket).await?,
        None => None,
    };
    Ok(Question {
        yes_href: uses::href(id, sent.as_ref().map(|ticket| ticket.id)),
        no_href: sent.as_ref().map_or_else(requests::any_new_href, |ticket| requests::href(ticket.id)),
        sent: sent.is_some(),
    })
}

async fn kept(by: &HelpSheetAuthor, layout: &Layout<'_>, db: &Db, sheet: &HelpSheet) -> Result<Kept, Error> {
    let avoided = help_sheets::avoided(db, by).await?.get(&sheet.id).copied().unwrap_or(0);
    // Made from a request: told to who may open it.
    let ticket = match sheet.ticket {
        Some(ticket) => tickets::find(db, by.viewer(), ticket).await?,
        None => None,
    };
    let link = |ticket: tickets::Ticket| {
        let label = layout.text_with("help-sheet-ticket", [("number", FluentValue::from(ticket.number.to_string()))])?;
        Ok::<_, Error>(TicketLink { href: requests::href(ticket.id), label })
    };
    Ok(Kept {
        edit_href: form::edit_href(sheet.id),
        versions_href: versions::href(sheet.id),
        version: sheet.version,
        avoided: layout.text_with("help-sheet-avoided", [("n", FluentValue::from(avoided))])?,
        retired: sheet.retired_at.map(|at| layout.whole_day_of(at)),
        retire_href: uri!(retire(sheet.id)).to_string(),
        return_href: uri!(bring_back(sheet.id)).to_string(),
        ticket: ticket.map(link).transpose()?,
    })
}

/// Puts a sheet away: it is no longer listed nor suggested.
#[post("/help-sheets/<id>/retirement")]
async fn retire(by: HelpSheetAuthor, id: HelpSheetId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    help_sheets::retire(db, &by, id, now.at).await.map_err(error)?;
    Ok(Submitted::accepted(href(id), "help-sheet-retired"))
}

/// Brings it back.
#[post("/help-sheets/<id>/return")]
async fn bring_back(by: HelpSheetAuthor, id: HelpSheetId, db: &State<Db>) -> Result<Submitted, Error> {
    help_sheets::bring_back(db, &by, id).await.map_err(error)?;
    Ok(Submitted::accepted(href(id), "help-sheet-returned"))
}

//! Writing a sheet: anew, from a settled request, or its next version. A button shows how it will read.

use super::{HelpSheetAuthor, Html, reach};
use crate::domain::help_sheets::Reach;
use crate::domain::ids::{HelpSheetId, TicketId};
use crate::domain::people::Role;
use crate::store::access::Technician;
use crate::store::help_sheets::{self, HelpSheet, HelpSheetError, Written};
use crate::store::{Db, structures, tickets};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe, Words};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create, edit, update]
}

#[derive(Serialize)]
struct FormPage<'f> {
    back_href: String,
    heading: String,
    form: &'f View,
    href: String,
    hidden: Vec<(&'static str, String)>,
    /// More than one choice of readers.
    choosing: bool,
    /// The only readers that there can be.
    only: Option<&'f str>,
    preview: Option<Preview>,
    other: Option<Other>,
    from_ticket: bool,
}

/// How the sheet will read.
#[derive(Serialize)]
struct Preview {
    title: String,
    words: Html,
}

/// What somebody else has written meanwhile.
#[derive(Serialize)]
struct Other {
    title: String,
    words: Html,
    href: String,
}

const NAMES: [&str; 3] = ["title", "reach", "words"];

/// The address of an empty form.
pub fn new_href() -> String {
    uri!(new(None::<TicketId>)).to_string()
}

/// The address of a form that holds what settled a request.
pub fn of_ticket_href(ticket: TicketId) -> String {
    uri!(new(Some(ticket))).to_string()
}

pub fn edit_href(id: HelpSheetId) -> String {
    uri!(edit(id)).to_string()
}

/// Which sheet a form writes.
enum Target {
    New { id: HelpSheetId, ticket: Option<TicketId> },
    Next { id: HelpSheetId, version: i64 },
}

impl Target {
    fn back_href(&self) -> String {
        match self {
            Self::New { ticket: Some(ticket), .. } => crate::web::tickets::href(*ticket),
            Self::New { .. } => super::index_href(),
            Self::Next { id, .. } => super::href(*id),
        }
    }

    fn href(&self) -> String {
        match self {
            Self::New { .. } => uri!(create).to_string(),
            Self::Next { id, .. } => uri!(update(*id)).to_string(),
        }
    }

    /// What is sent along unseen.
    fn hidden(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::New { id, ticket } => {
                let key = ("help_sheet", id.to_string());
                [key].into_iter().chain(ticket.map(|ticket| ("ticket", ticket.to_string()))).collect()
            }
            Self::Next { version, .. } => vec![("version", version.to_string())],
        }
    }

    fn heading(&self) -> &'static str {
        match self {
            Self::New { .. } => "help-sheet-new-title",
            Self::Next { .. } => "help-sheet-edit-title",
        }
    }
}

/// An empty form; from a request, with its title and what settled it.
#[get("/help-sheets/new?<ticket>")]
async fn new(by: HelpSheetAuthor, layout: Layout<'_>, ticket: Option<TicketId>, db: &State<Db>) -> Result<Page, Error> {
    let mut form = View::blank(&NAMES);
    let mut target = Target::New { id: HelpSheetId::new(layout.now), ticket: None };
    if let (Some(technician), Some(ticket)) = (by.technician(), ticket) {
        let found = tickets::find(db, &technician, ticket).await?.filter(|found| !found.confidential).ok_or(Error::NotFound)?;
        let answer = tickets::last_answer(db, &technician, &found).await?;
        form = form.with("title", found.title).with("words", answer);
        target = Target::New { id: HelpSheetId::new(layout.now), ticket: Some(ticket) };
    }
    page(&by, &layout, db, &target, form, None, None).await
}

async fn page(
    by: &HelpSheetAuthor,
    layout: &Layout<'_>,
    db: &Db,
    target: &Target,
    form: View,
    preview: Option<Preview>,
    other: Option<HelpSheet>,
) -> Result<Page, Error> {
    let readers = readers(by, layout, db).await?;
    let form = match readers.as_slice() {
        // What can be deduced is not asked.
        [(only, ..)] => form.with("reach", only.clone()),
        [(first, ..), ..] => form.preset("reach", first.clone()).offering("reach", readers.clone()),
        [] => form,
    };
    let heading = layout.text(target.heading())?;
    let other = other.map(|other| Other { words: Html::of(&other.words), title: other.title, href: super::href(other.id) });
    let page = FormPage {
        back_href: target.back_href(),
        heading: heading.clone(),
        form: &form,
        href: target.href(),
        hidden: target.hidden(),
        choosing: readers.len() > 1,
        only: readers.first().filter(|_| readers.len() == 1).map(|(_, label, _)| label.as_str()),
        preview,
        other,
        from_ticket: matches!(target, Target::New { ticket: Some(_), .. }),
    };
    layout.page_of_form("help_sheets/form", heading, &form, &page)
}

/// For whom a sheet may be written: all, the public and each structure by a technician; one's own by a referent.
async fn readers(by: &HelpSheetAuthor, layout: &Layout<'_>, db: &Db) -> Result<Vec<(String, String, Option<String>)>, Error> {
    let mut all = Vec::new();
    let mut offer = |who: Reach, name: Option<&str>| -> Result<(), Error> {
        all.push((who.to_string(), reach(layout, who, name)?, None));
        Ok(())
    };
    match by.technician() {
        Some(technician) => {
            offer(Reach::All, None)?;
            offer(Reach::Public, None)?;
            for (structure, _) in structures::all(db, &technician as &Technician).await? {
                offer(Reach::One(structure.id), Some(&structure.name))?;
            }
        }
        None => {
            for home in by.viewer().homes().iter().filter(|home| home.role == Role::Referent) {
                offer(Reach::One(home.structure), Some(&home.name))?;
            }
        }
    }
    Ok(all)
}

/// What both forms hold.
struct Typed<'f> {
    title: Line<120>,
    reach: Reach,
    words: Words,
    act: Option<&'f str>,
}

impl Typed<'_> {
    fn looks(&self) -> bool {
        self.act == Some("look")
    }

    fn preview(&self) -> Preview {
        Preview { title: self.title.0.clone(), words: Html::of(&self.words.0) }
    }

    fn written(&self) -> Written {
        Written { title: self.title.0.clone(), words: self.words.0.clone(), reach: self.reach }
    }
}

#[derive(FromForm)]
struct NewSheet<'f> {
    help_sheet: HelpSheetId,
    ticket: Maybe<TicketId>,
    title: Line<120>,
    reach: Reach,
    words: Words,
    act: Option<&'f str>,
}

#[post("/help-sheets", data = "<form>")]
async fn create(
    by: HelpSheetAuthor,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewSheet<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let again = layout.again(&NAMES, &form.context)?;
    let target = Target::New {
        id: form.context.field_value("help_sheet").and_then(|id| id.parse().ok()).unwrap_or_else(|| HelpSheetId::new(now.at)),
        ticket: form.context.field_value("ticket").and_then(|id| id.parse().ok()),
    };
    let Some(NewSheet { help_sheet, ticket, title, reach, words, act }) = &form.value else {
        return Ok(Submitted::Refused(page(&by, &layout, db, &target, again, None, None).await?));
    };
    let typed = Typed { title: title.clone(), reach: *reach, words: words.clone(), act: *act };
    if typed.looks() {
        return Ok(Submitted::Refused(page(&by, &layout, db, &target, again, Some(typed.preview()), None).await?));
    }
    let done = help_sheets::write(db, &by, *help_sheet, typed.written(), ticket.0, now.at).await;
    answer(&by, &layout, db, target, again, *help_sheet, done).await
}

#[get("/help-sheets/<id>/edit")]
async fn edit(by: HelpSheetAuthor, layout: Layout<'_>, id: HelpSheetId, db: &State<Db>) -> Result<Page, Error> {
    let sheet = help_sheets::find_kept(db, &by, id).await?.ok_or(Error::NotFound)?;
    let form = View::blank(&NAMES).with("title", sheet.title).with("words", sheet.words).with("reach", sheet.reach.to_string());
    page(&by, &layout, db, &Target::Next { id, version: sheet.version }, form, None, None).await
}

#[derive(FromForm)]
struct NextVersion<'f> {
    version: i64,
    title: Line<120>,
    reach: Reach,
    words: Words,
    act: Option<&'f str>,
}

#[post("/help-sheets/<id>", data = "<form>")]
async fn update(
    by: HelpSheetAuthor,
    layout: Layout<'_>,
    id: HelpSheetId,
    form: Form<Contextual<'_, NextVersion<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let sheet = help_sheets::find_kept(db, &by, id).await?.ok_or(Error::NotFound)?;
    let again = layout.again(&NAMES, &form.context)?;
    let version = form.context.field_value("version").and_then(|number| number.parse().ok()).unwrap_or(sheet.version);
    let target = Target::Next { id, version };
    let Some(NextVersion { version, title, reach, words, act }) = &form.value else {
        return Ok(Submitted::Refused(page(&by, &layout, db, &target, again, None, None).await?));
    };
    let typed = Typed { title: title.clone(), reach: *reach, words: words.clone(), act: *act };
    if typed.looks() {
        return Ok(Submitted::Refused(page(&by, &layout, db, &target, again, Some(typed.preview()), None).await?));
    }
    let done = help_sheets::change(db, &by, id, *version, typed.written(), now.at).await;
    answer(&by, &layout, db, target, again, id, done).await
}

/// On to the sheet, or the same page with why not; overtaken, with what the other has written beside.
async fn answer(
    by: &HelpSheetAuthor,
    layout: &Layout<'_>,
    db: &Db,
    mut target: Target,
    mut again: View,
    id: HelpSheetId,
    done: Result<(), HelpSheetError>,
) -> Result<Submitted, Error> {
    let other = match done {
        Ok(()) => return Ok(Submitted::accepted(super::href(id), "help-sheet-saved")),
        Err(HelpSheetError::NotForThem) => {
            again.mistake("reach", layout.text("mistake-choice")?);
            None
        }
        Err(HelpSheetError::KeyTaken) => {
            again.mistake("title", layout.text("mistake-form-used")?);
            target = Target::New { id: HelpSheetId::new(layout.now), ticket: None };
            None
        }
        Err(HelpSheetError::Overtaken(other)) => {
            let at = FluentValue::from(layout.moment(other.changed_at));
            again.mistake("words", layout.text_with("mistake-help-sheet-overtaken", [("at", at)])?);
            // Sent once more, it is their choice.
            target = Target::Next { id, version: other.version };
            Some(*other)
        }
        Err(refused) => return Err(super::error(refused)),
    };
    Ok(Submitted::Refused(page(by, layout, db, &target, again, None, other).await?))
}

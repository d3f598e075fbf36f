//! A ticket on paper: what was said and done, with its pictures and the names of its other files. Internal notes are never in it.

use super::labels::{Labels, first_name};
use super::thread;
use crate::documents::{Block, Document, Picture};
use crate::domain::ids::TicketId;
use crate::domain::tickets::files::FileKind;
use crate::store::Db;
use crate::store::access::{Technician, Viewer};
use crate::store::interventions;
use crate::store::tickets::{self, LineKind, Shown, Ticket};
use crate::web::attachments;
use crate::web::csv;
use crate::web::download::Download;
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use std::sync::Arc;

pub fn routes() -> Vec<Route> {
    routes![show, several]
}

/// The address of the document.
pub fn href(id: TicketId) -> String {
    uri!(show(id)).to_string()
}

/// The most pictures that a document holds: beyond, their place says that there is one.
const MOST_PICTURES: usize = 50;

#[get("/tickets/<id>/ticket.pdf")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: TicketId, db: &State<Db>, now: Now) -> Result<Download, Error> {
    let ticket = tickets::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    csv::count(db, viewer, now.at).await?;
    // Who takes it away has seen it.
    tickets::mark_seen(db, viewer, &ticket, layout.today(), now.at).await?;
    let document = document(viewer, &layout, db, &ticket).await?;
    Download::pdf(&document.foot.replace(['°', '\u{a0}'], ""), &document)
}

/// The most requests that one document holds.
const MOST_TICKETS: usize = 50;

/// Those that were ticked in a list, one under the other: what the reader may not read is left out.
#[get("/batches/requests.pdf?<t>")]
async fn several(by: Technician, layout: Layout<'_>, t: Vec<i64>, db: &State<Db>, now: Now) -> Result<Download, Error> {
    let viewer = by.viewer();
    let numbers: Vec<i64> = t.into_iter().take(MOST_TICKETS).collect();
    let rows = tickets::chosen_rows(db, &by, &numbers).await?;
    if rows.is_empty() {
        return Err(Error::NotFound);
    }
    csv::count(db, viewer, now.at).await?;
    let title = layout.text_with("batches-title", [("n", FluentValue::from(rows.len()))])?;
    let (mut blocks, mut shown) = (Vec::new(), 0);
    for row in rows {
        let Some(ticket) = tickets::find(db, &by, row.id).await? else { continue };
        tickets::mark_seen(db, viewer, &ticket, layout.today(), now.at).await?;
        blocks.push(Block::Heading(format!("{}. {}", number_of(&layout, &ticket)?, ticket.title)));
        blocks.push(Block::Small(facts(viewer, &layout, db, &ticket).await?.join(" · ")));
        blocks.extend(conversation(viewer, &layout, db, &ticket, &mut shown).await?);
    }
    let document = Document {
        language: layout.language.as_str(),
        author: layout.group().map(|group| group.name.clone()).unwrap_or_default(),
        kind: layout.whole_day(now.today),
        title: title.clone(),
        facts: Vec::new(),
        lead: String::new(),
        blocks,
        foot: title,
        page: layout.text("statements-page")?,
        landscape: false,
    };
    Download::pdf(&format!("{}-{}", layout.text("lists-file")?, now.today), &document)
}

/// The address of the document of several, by number.
pub fn several_href(numbers: &[i64]) -> String {
    let query: Vec<String> = numbers.iter().take(MOST_TICKETS).map(|number| format!("t={number}")).collect();
    format!("/batches/requests.pdf?{}", query.join("&"))
}

fn number_of(layout: &Layout<'_>, of: &Ticket) -> Result<String, Error> {
    layout.text_with("ticket-number", [("number", FluentValue::from(of.number.to_string()))])
}

async fn document(viewer: &Viewer, layout: &Layout<'_>, db: &Db, of: &Ticket) -> Result<Document, Error> {
    let number = number_of(layout, of)?;
    Ok(Document {
        language: layout.language.as_str(),
        author: layout.group().map(|group| group.name.clone()).unwrap_or_default(),
        kind: number.clone(),
        title: of.title.clone(),
        facts: facts(viewer, layout, db, of).await?,
        lead: String::new(),
        blocks: conversation(viewer, layout, db, of, &mut 0).await?,
        foot: number,
        page: layout.text("statements-page")?,
        landscape: false,
    })
}

/// What stands under the title.
async fn facts(viewer: &Viewer, layout: &Layout<'_>, db: &Db, of: &Ticket) -> Result<Vec<String>, Error> {
    let labels = Labels { layout };
    let mut facts = vec![
        of.structure_name.clone(),
        labels.state(of.state, of.assignee_name.as_deref())?.text,
        labels.priority(of.priority)?.text,
        of.requester_name.clone(),
    ];
    facts.extend(of.machine_names().into_iter().map(str::to_owned));
    facts.extend(of.site.as_ref().map(|(_, name)| name.clone()));
    facts.extend(of.category_name.clone());
    let spent = interventions::spent(db, viewer, &interventions::pieces_on(db, of).await?).await?;
    facts.extend(thread::spent(layout, spent)?);
    if of.confidential {
        facts.push(layout.text("ticket-confidential")?);
    }
    Ok(facts)
}

/// `shown` pictures are in the document already.
async fn conversation(viewer: &Viewer, layout: &Layout<'_>, db: &Db, of: &Ticket, shown: &mut usize) -> Result<Vec<Block>, Error> {
    let mut blocks = Vec::new();
    for line in thread::said_once(tickets::conversation(db, viewer, of).await?, of) {
        let at = layout.moment(line.at);
        match line.kind {
            LineKind::Event { kind, detail } => {
                blocks.push(Block::Small(Labels { layout }.event(kind, &line.author_name, &detail, at, of)?));
            }
            LineKind::Message { internal: true, .. } => {}
            LineKind::Message { body, files, .. } => {
                blocks.push(Block::Small(format!("{} · {at}", line.author_name)));
                blocks.extend(body.lines().filter(|line| !line.trim().is_empty()).map(|line| Block::Paragraph(line.to_owned())));
                for file in files {
                    if file.kind != FileKind::Picture {
                        let name = attachments::named(layout, file.name)?;
                        let what = attachments::described(layout, file.kind, file.bytes)?;
                        let values = [("name", FluentValue::from(name)), ("what", FluentValue::from(what))];
                        blocks.push(Block::Small(layout.text_with("file-joined", values)?));
                        continue;
                    }
                    *shown += 1;
                    blocks.push(pictured(viewer, layout, db, &file, &line.author_name, *shown <= MOST_PICTURES).await?);
                }
            }
        }
    }
    Ok(blocks)
}

async fn pictured(viewer: &Viewer, layout: &Layout<'_>, db: &Db, of: &Shown, author: &str, fits: bool) -> Result<Block, Error> {
    let alt = layout.text_with("ticket-picture-of", [("name", FluentValue::from(first_name(author).to_owned()))])?;
    let alt = if of.name.is_empty() { alt } else { format!("{alt}\u{a0}: {}", of.name) };
    let stored = if fits { tickets::attachment(db, viewer, of.id).await? } else { None };
    let size = (u32::try_from(of.width).unwrap_or(0), u32::try_from(of.height).unwrap_or(0));
    Ok(match stored {
        Some(stored) if stored.media_type == "image/jpeg" && size.0 > 0 && size.1 > 0 => {
            Block::Picture(Picture { jpeg: Arc::new(stored.bytes), size, alt })
        }
        _ => Block::Small(alt),
    })
}

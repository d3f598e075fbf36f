//! What a program reads: visits as iCalendar. That of a structure holds the technician's first name, the structure and the
//! note for it; a technician's own, addresses and the numbers of requests. No word of a request in either.

use super::program::{ENDING, Had};
use crate::domain::ids::VisitId;
use crate::ical::{self, Event};
use crate::store::access::{Follows, Subscriber};
use crate::store::secrets::{Secret, digest};
use crate::store::visits::{Purpose, Visit};
use crate::store::{Db, calendar_feeds};
use crate::texts;
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::Layout;
use crate::web::tickets::first_name;
use fluent_bundle::FluentValue;
use rocket::http::{ContentType, Header, Status};
use rocket::{Responder, State, get, uri};
use std::collections::HashMap;

/// A calendar, or that a program has it already. Its address is a secret: nothing between keeps it, no engine lists it.
#[derive(Responder)]
pub struct Feed {
    body: (Status, (ContentType, String)),
    version: Header<'static>,
    caching: Header<'static>,
    robots: Header<'static>,
}

/// The address of a calendar.
pub fn href(secret: &Secret) -> String {
    uri!(show(format!("{}{ENDING}", secret.as_str()))).to_string()
}

#[get("/calendars/<_>")]
pub async fn show(by: Subscriber, layout: Layout<'_>, had: Had<'_>, db: &State<Db>, now: Now) -> Result<Feed, Error> {
    let visits = calendar_feeds::visits(db, &by, now.today, now.at).await?;
    let purposes = calendar_feeds::purposes(db, &by, &visits).await?;
    let words = Words { by: &by, layout: &layout };
    let events = visits.iter().map(|visit| words.event(visit, &purposes)).collect::<Result<Vec<_>, _>>()?;
    let text = ical::calendar(&words.name(db).await?, layout.zone(), &events).map_err(|error| Error::Other(error.to_string()))?;
    let version = format!("\"{}\"", &digest(&text)[..32]);
    let body = if had.is(&version) { (Status::NotModified, String::new()) } else { (Status::Ok, text) };
    Ok(Feed {
        body: (body.0, (ContentType::new("text", "calendar").with_params(("charset", "utf-8")), body.1)),
        version: Header::new("etag", version),
        caching: Header::new("cache-control", "private, no-cache"),
        robots: Header::new("x-robots-tag", "noindex, nofollow"),
    })
}

/// The words of a calendar, in the language of the person whose it is: a program has none.
struct Words<'a, 'r> {
    by: &'a Subscriber,
    layout: &'a Layout<'r>,
}

impl Words<'_, '_> {
    fn text<'v>(&self, key: &str, args: impl IntoIterator<Item = (&'v str, FluentValue<'v>)>) -> Result<String, Error> {
        Ok(self.layout.texts.get(self.by.language(), key, &texts::args(args))?)
    }

    async fn name(&self, db: &Db) -> Result<String, Error> {
        match calendar_feeds::name(db, self.by).await? {
            None => self.text("calendars-own", []),
            Some(structure) => self.text("calendars-name", [("structure", FluentValue::from(structure))]),
        }
    }

    fn event(&self, visit: &Visit, purposes: &HashMap<VisitId, Vec<Purpose>>) -> Result<Event, Error> {
        let of_structure = self.by.follows() != Follows::Own;
        let cancelled = visit.cancelled_at.is_some();
        let summary = match of_structure {
            true => {
                let name = first_name(&visit.technician_name).to_owned();
                self.text("calendars-visit", [("name", FluentValue::from(name))])?
            }
            false => visit.structure_name.clone(),
        };
        let location = if of_structure { &visit.structure_name } else { &visit.structure_address };
        let numbers = self.numbers(purposes.get(&visit.id).map_or(&[][..], Vec::as_slice))?;
        let description = [numbers, visit.note.clone()].into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>();
        Ok(Event {
            uid: format!("{}@parcommun", visit.id),
            sequence: visit.sequence,
            changed_at: visit.changed_at,
            start: ical::local(visit.time.day(), visit.time.from()),
            end: ical::local(visit.time.day(), visit.time.to()),
            summary: match cancelled {
                true => self.text("calendars-cancelled", [("what", FluentValue::from(summary))])?,
                false => summary,
            },
            location: location.clone(),
            description: description.join("\n"),
            cancelled,
        })
    }

    fn numbers(&self, of: &[Purpose]) -> Result<String, Error> {
        let number = |one: &Purpose| self.text("ticket-number", [("number", FluentValue::from(one.number.to_string()))]);
        Ok(of.iter().map(number).collect::<Result<Vec<_>, _>>()?.join(", "))
    }
}

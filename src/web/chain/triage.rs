//! Triage of a machine (« tri »), and counting its media: by eye, or that it holds none, with the photograph that shows it.

use super::asking::{Asking, asking, refused};
use super::words;
use crate::domain::chain::{Census, CensusTaken, EventKind, Letter, Triage, TriageOutcome};
use crate::domain::ids::EquipmentId;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::chain::{self, Act};
use crate::store::tickets::NewFile;
use crate::web::attachments;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Maybe, Whole, Words};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::fs::TempFile;
use rocket::{Route, State as Managed, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, create, count, recount]
}

/// The address of a machine's triage.
pub fn href(id: EquipmentId) -> String {
    uri!(show(id)).to_string()
}

/// The address where a machine's media are counted.
pub fn count_href(id: EquipmentId) -> String {
    uri!(count(id)).to_string()
}

const COUNT: [&str; 4] = ["how", "count", "why", "photo"];
const TRIAGE: [&str; 9] = ["how", "count", "why", "photo", "appearance", "powers_on", "locked", "battery", "outcome"];

#[derive(Serialize)]
struct TriagePage<'f> {
    back_href: String,
    name: String,
    heading: String,
    lead: String,
    /// The media that are known to be in it.
    known: Vec<String>,
    add_href: Option<String>,
    href: String,
    seq: i64,
    form: &'f View,
    refused: Option<String>,
    triage: bool,
}

struct About {
    asking: Asking,
    triage: bool,
    add_href: Option<String>,
}

async fn about(viewer: &Viewer, layout: &Layout<'_>, db: &Db, id: EquipmentId, triage: bool) -> Result<About, Error> {
    let asking = asking(viewer, layout, db, id).await?.by_its_page()?;
    let add_href = super::sanitising::add_href(&asking.by, id);
    Ok(About { asking, triage, add_href })
}

fn page(layout: &Layout<'_>, of: &About, form: View, refused: Option<String>, again: bool) -> Result<Page, Error> {
    let text = |key: &str| layout.text(key);
    let choice = |word: &str, key: String| Ok((word.to_owned(), text(&key)?, None));
    let how = ["counted", "none"].map(|how| choice(how, format!("triage-how-{how}")));
    let mut form = form.offering("how", how.into_iter().collect::<Result<Vec<_>, Error>>()?);
    if of.triage {
        let yes_no = |key: &str| -> Result<Vec<_>, Error> {
            Ok(vec![choice("true", format!("triage-{key}-yes"))?, choice("false", format!("triage-{key}-no"))?])
        };
        let letters = Letter::ALL.iter().map(|letter| choice(letter.as_str(), format!("triage-appearance-{letter}")));
        let outcomes = TriageOutcome::ALL.iter().map(|one| choice(one.as_str(), format!("triage-outcome-{one}")));
        form = form
            .offering("appearance", letters.collect::<Result<Vec<_>, Error>>()?)
            .offering("powers_on", yes_no("powers")?)
            .offering("locked", yes_no("locked")?)
            .offering("battery", yes_no("battery")?)
            .offering("outcome", outcomes.collect::<Result<Vec<_>, Error>>()?);
    }
    let attached: Vec<_> = of.asking.state.item.media.attached().collect();
    let form = form.preset("count", attached.len().to_string());
    let medium = |known: &crate::domain::chain::Medium| -> Result<String, Error> {
        let values = [
            ("kind", FluentValue::from(words::medium_kind(layout, known.kind)?)),
            ("serial", FluentValue::from(known.serial_number.clone())),
        ];
        layout.text_with("sanitising-medium", values)
    };
    let key = if of.triage { "triage" } else { "count" };
    let heading = text(&format!("chain-do-{key}"))?;
    let page = TriagePage {
        back_href: super::sanitising::href(of.asking.id),
        name: of.asking.name.clone(),
        heading: heading.clone(),
        lead: text(&format!("chain-lead-{key}"))?,
        known: attached.iter().map(|(_, known)| medium(known)).collect::<Result<_, _>>()?,
        add_href: of.add_href.clone(),
        href: if of.triage { href(of.asking.id) } else { count_href(of.asking.id) },
        seq: of.asking.state.seq(),
        form: &form,
        refused,
        triage: of.triage,
    };
    if again { layout.refuse("chain/triage", heading, &page) } else { layout.page("chain/triage", heading, &page) }
}

#[get("/equipment/<id>/triage")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: EquipmentId, db: &Managed<Db>) -> Result<Page, Error> {
    let of = about(viewer, &layout, db, id, true).await?;
    page(&layout, &of, View::blank(&TRIAGE), None, false)
}

#[get("/equipment/<id>/media-count")]
async fn count(viewer: &Viewer, layout: Layout<'_>, id: EquipmentId, db: &Managed<Db>) -> Result<Page, Error> {
    let of = about(viewer, &layout, db, id, false).await?;
    page(&layout, &of, View::blank(&COUNT), None, false)
}

#[derive(FromForm)]
struct Written<'f> {
    seq: Maybe<Whole<0, { i64::MAX }>>,
    how: Option<String>,
    count: Maybe<Whole<0, 99>>,
    why: Maybe<Words>,
    photo: Option<TempFile<'f>>,
    appearance: Maybe<Letter>,
    powers_on: Maybe<bool>,
    locked: Maybe<bool>,
    battery: Maybe<bool>,
    outcome: Maybe<TriageOutcome>,
}

/// What the form of a count holds: of a triage it says nothing.
#[derive(FromForm)]
struct Counted<'f> {
    seq: Maybe<Whole<0, { i64::MAX }>>,
    how: Option<String>,
    count: Maybe<Whole<0, 99>>,
    why: Maybe<Words>,
    photo: Option<TempFile<'f>>,
}

impl<'f> From<Counted<'f>> for Written<'f> {
    fn from(counted: Counted<'f>) -> Self {
        let Counted { seq, how, count, why, photo } = counted;
        let (appearance, powers_on, locked, battery, outcome) = (Maybe(None), Maybe(None), Maybe(None), Maybe(None), Maybe(None));
        Self { seq, how, count, why, photo, appearance, powers_on, locked, battery, outcome }
    }
}

#[post("/equipment/<id>/triage", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: EquipmentId,
    form: Form<Contextual<'_, Written<'_>>>,
    db: &Managed<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let sent = {
        let Contextual { value, context } = form.into_inner();
        (value, layout.again(&TRIAGE, &context)?)
    };
    submit(viewer, &layout, db, (id, true), sent, now).await
}

#[post("/equipment/<id>/media-count", data = "<form>")]
async fn recount(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: EquipmentId,
    form: Form<Contextual<'_, Counted<'_>>>,
    db: &Managed<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let sent = {
        let Contextual { value, context } = form.into_inner();
        (value.map(Written::from), layout.again(&COUNT, &context)?)
    };
    submit(viewer, &layout, db, (id, false), sent, now).await
}

async fn submit(
    viewer: &Viewer,
    layout: &Layout<'_>,
    db: &Db,
    (id, triage): (EquipmentId, bool),
    (written, mut again): (Option<Written<'_>>, View),
    now: Now,
) -> Result<Submitted, Error> {
    let of = about(viewer, layout, db, id, triage).await?;
    let asked = match &written {
        Some(written) => asked(layout, &of, written, &mut again).await?.map(|asked| (asked, written)),
        None => None,
    };
    let Some(((deed, files), written)) = asked else {
        return Ok(Submitted::Refused(page(layout, &of, again, None, true)?));
    };
    let seen = written.seq.0.as_ref().map_or(of.asking.state.seq(), |seq| seq.0);
    match chain::act(db, &of.asking.by, id, Act { files, ..Act::new(seen, deed) }, now.at).await {
        Ok(_) => {
            let said = if triage { "chain-done-triage" } else { "chain-done-count" };
            Ok(Submitted::accepted(super::sanitising::href(id), said))
        }
        Err(error) => {
            let (why, asking) = refused(layout, error, of.asking)?;
            let of = About { asking, ..of };
            Ok(Submitted::Refused(page(layout, &of, again, Some(why), true)?))
        }
    }
}

/// What the form says, each mistake beside its field.
async fn asked(
    layout: &Layout<'_>,
    of: &About,
    written: &Written<'_>,
    again: &mut View,
) -> Result<Option<(EventKind, Vec<NewFile>)>, Error> {
    let need = |again: &mut View, name: &'static str, given: bool| -> Result<(), Error> {
        if !given && !again.is_wrong(name) {
            again.mistake(name, layout.text(&format!("triage-missing-{}", name.replace('_', "-")))?);
        }
        Ok(())
    };
    let none = written.how.as_deref() == Some("none");
    need(again, "how", none || written.how.as_deref() == Some("counted"))?;
    let mut photo = None;
    if none {
        need(again, "why", written.why.0.is_some())?;
        if let Some(file) = written.photo.as_ref().filter(|file| file.len() > 0) {
            match attachments::read(file).await {
                Ok(file) if file.is_picture() => photo = Some(file),
                Ok(_) => again.mistake("photo", layout.text("mistake-picture")?),
                Err((_, key)) => again.mistake("photo", layout.text(key)?),
            }
        }
        need(again, "photo", photo.is_some())?;
    } else {
        need(again, "count", written.count.0.is_some())?;
    }
    if of.triage {
        need(again, "appearance", written.appearance.0.is_some())?;
        need(again, "powers_on", written.powers_on.0.is_some())?;
        need(again, "locked", written.locked.0.is_some())?;
        need(again, "battery", written.battery.0.is_some())?;
        need(again, "outcome", written.outcome.0.is_some())?;
    }
    if !again.errors.is_empty() {
        return Ok(None);
    }
    let census = CensusTaken {
        how: if none { Census::NoStorageAttested } else { Census::Counted },
        count: if none { 0 } else { written.count.0.as_ref().map_or(0, |count| count.0) },
        reason: if none { written.why.clone().or_empty() } else { String::new() },
        photo: photo.as_ref().map(|photo| photo.sha256().to_owned()),
    };
    let files = photo.into_iter().collect();
    if !of.triage {
        return Ok(Some((EventKind::MediaCounted(census), files)));
    }
    let triage = Triage {
        appearance: written.appearance.0.unwrap_or(Letter::E),
        powers_on: written.powers_on.0 == Some(true),
        census,
        locked: written.locked.0 == Some(true),
        battery_safe: written.battery.0 == Some(true),
        outcome: written.outcome.0.unwrap_or(TriageOutcome::Refurbish),
    };
    Ok(Some((EventKind::Triage(triage), files)))
}

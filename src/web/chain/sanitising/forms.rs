//! Showing what became of the data on one medium: the log of nwipe, a declaration, its destruction, that it failed, that it is
//! taken out, that nobody finds it.

use super::super::words;
use super::{Subject, href as index_href};
use crate::domain::chain::{
    Declared, EventKind, HiddenArea, Medium, MediumKind, Method, SanitisationStanding, Stage, Verification, Whereabouts,
};
use crate::domain::ids::{EquipmentId, MediumId, OrgId, SanitisationId};
use crate::store::Db;
use crate::store::access::{ChainActor, Viewer};
use crate::store::chain::{self, Act, ChainError, Shown, State, TellError};
use crate::store::tickets::NewFile;
use crate::web::attachments;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Day, Line, Maybe, TimeOfDay, Whole, Words};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form as Sent, FromForm};
use rocket::fs::TempFile;
use rocket::request::FromParam;
use rocket::{Route, State as Managed, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, create]
}

/// What is shown of a medium.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Log,
    Declaration,
    Destruction,
    Failure,
    /// It is taken out, and stays where the machine is.
    Removal,
    Missing,
}

impl Form {
    const ALL: [Self; 6] = [Self::Log, Self::Declaration, Self::Destruction, Self::Failure, Self::Removal, Self::Missing];

    /// Its word in addresses and text keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Declaration => "declaration",
            Self::Destruction => "destruction",
            Self::Failure => "failure",
            Self::Removal => "removal",
            Self::Missing => "missing",
        }
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Log => &["file"],
            Self::Declaration => &[
                "method",
                "tool",
                "tool_version",
                "passes",
                "verification",
                "hidden_area",
                "error_count",
                "serial",
                "on",
                "from",
                "until",
                "account_gone",
            ],
            Self::Destruction => &["reason", "file"],
            Self::Failure => &["reason", "file"],
            Self::Removal | Self::Missing => &["seq"],
        }
    }
}

impl<'a> FromParam<'a> for Form {
    type Error = ();

    fn from_param(param: &'a str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|form| form.key() == param).ok_or(())
    }
}

/// What may be shown of a medium where its machine is.
pub fn ways(state: &State, known: &Medium, works: bool) -> Vec<Form> {
    let attached = known.whereabouts == Whereabouts::Attached;
    let bears = known.status.may_hold_data();
    let mut ways = Vec::new();
    // Pulled out, it is erased in a dock or destroyed, whatever becomes of the machine.
    if works && bears && matches!(known.whereabouts, Whereabouts::HeldBy(_)) {
        return vec![Form::Log, Form::Declaration, Form::Destruction];
    }
    if works && attached && bears && state.stage() == Stage::Sanitising {
        ways.extend([Form::Log, Form::Declaration, Form::Failure]);
    }
    let destroys = matches!(state.stage(), Stage::Triaged | Stage::Sanitising | Stage::InRepair);
    if works && bears && destroys && attached {
        ways.push(Form::Destruction);
    }
    if works && attached && destroys {
        ways.push(Form::Removal);
    }
    if attached && !state.stage().is_terminal() {
        ways.push(Form::Missing);
    }
    ways
}

/// The address of a form about a medium.
pub fn href(machine: EquipmentId, medium: MediumId, form: Form) -> String {
    uri!(show(machine, medium, form.key())).to_string()
}

/// The medium that a form is about, in its machine.
struct About {
    machine: EquipmentId,
    medium: MediumId,
    form: Form,
    known: Medium,
    /// Who holds the machine: what is taken out of it stays there.
    holder: Option<OrgId>,
    name: String,
}

async fn about(
    viewer: &Viewer,
    layout: &Layout<'_>,
    db: &Db,
    (machine, medium, form): (EquipmentId, MediumId, &str),
) -> Result<(ChainActor, State, About), Error> {
    let form = Form::from_param(form).map_err(|()| Error::NotFound)?;
    let (by, state) = super::super::actor(viewer, db, machine).await?;
    let known = state.item.media.seen.get(&medium).cloned().ok_or(Error::NotFound)?;
    let name = Subject::of(viewer, layout, db, &by, machine).await?.name;
    let holder = state.item.custodian;
    Ok((by, state, About { machine, medium, form, known, holder, name }))
}

#[derive(Serialize)]
struct FormPage<'f> {
    back_href: String,
    name: String,
    heading: String,
    lead: String,
    medium: String,
    href: String,
    /// Made with the form: sent twice, it is told once.
    id: String,
    seq: i64,
    form: &'f View,
    refused: Option<String>,
    log: bool,
    declaration: bool,
    destruction: bool,
    failure: bool,
    button: String,
}

fn page(
    layout: &Layout<'_>,
    of: &About,
    seq: i64,
    id: SanitisationId,
    form: View,
    refused: Option<String>,
    again: bool,
) -> Result<Page, Error> {
    let form = offering(layout, of, form)?;
    let key = of.form.key();
    let heading = layout.text(&format!("sanitising-way-{key}"))?;
    let values = [
        ("kind", FluentValue::from(words::medium_kind(layout, of.known.kind)?)),
        ("serial", FluentValue::from(of.known.serial_number.clone())),
    ];
    let page = FormPage {
        back_href: index_href(of.machine),
        name: of.name.clone(),
        heading: heading.clone(),
        lead: layout.text(&format!("sanitising-lead-{key}"))?,
        medium: layout.text_with("sanitising-medium", values)?,
        href: href(of.machine, of.medium, of.form),
        id: id.to_string(),
        seq,
        form: &form,
        refused,
        log: of.form == Form::Log,
        declaration: of.form == Form::Declaration,
        destruction: of.form == Form::Destruction,
        failure: of.form == Form::Failure,
        button: layout.text(&format!("sanitising-do-{key}"))?,
    };
    if again {
        layout.refuse("chain/sanitising_form", heading, &page)
    } else {
        layout.page("chain/sanitising_form", heading, &page)
    }
}

/// The choices of its form: of the methods, those alone that may be enough for such a medium.
fn offering(layout: &Layout<'_>, of: &About, form: View) -> Result<View, Error> {
    if of.form != Form::Declaration {
        return Ok(form);
    }
    let words = |word: &str, key: &str| Ok((word.to_owned(), layout.text(&format!("sanitising-{key}-{word}"))?, None));
    let methods: Vec<_> = Method::ALL.iter().map(|one| words(one.as_str(), "method")).collect::<Result<_, Error>>()?;
    let verifications: Vec<_> =
        Verification::ALL.iter().map(|one| words(one.as_str(), "verification")).collect::<Result<_, Error>>()?;
    let hidden: Vec<_> = HiddenArea::ALL.iter().map(|one| words(one.as_str(), "hidden")).collect::<Result<_, Error>>()?;
    let account = [("true".to_owned(), layout.text("sanitising-account-gone")?, None)];
    Ok(form
        .offering("method", methods)
        .offering("verification", verifications)
        .offering("hidden_area", hidden)
        .offering("account_gone", account)
        .preset("on", layout.today().to_string())
        .preset("error_count", "0")
        .preset("passes", "1"))
}

#[get("/equipment/<machine>/sanitising/<medium>/<form>")]
async fn show(
    viewer: &Viewer,
    layout: Layout<'_>,
    machine: EquipmentId,
    medium: MediumId,
    form: &str,
    db: &Managed<Db>,
) -> Result<Page, Error> {
    let (_, state, of) = about(viewer, &layout, db, (machine, medium, form)).await?;
    page(&layout, &of, state.seq(), SanitisationId::new(layout.now), View::blank(of.form.names()), None, false)
}

/// What all the forms hold.
#[derive(FromForm)]
struct Written<'f> {
    id: Maybe<SanitisationId>,
    seq: Maybe<Whole<0, { i64::MAX }>>,
    reason: Maybe<Words>,
    file: Option<TempFile<'f>>,
    method: Maybe<Method>,
    tool: Maybe<Line<60>>,
    tool_version: Maybe<Line<60>>,
    passes: Maybe<Whole<0, 99>>,
    verification: Maybe<Verification>,
    hidden_area: Maybe<HiddenArea>,
    error_count: Maybe<Whole<0, 1_000_000_000>>,
    serial: Maybe<Line<60>>,
    on: Maybe<Day>,
    from: Maybe<TimeOfDay>,
    until: Maybe<TimeOfDay>,
    account_gone: Maybe<bool>,
}

#[post("/equipment/<machine>/sanitising/<medium>/<form>", data = "<sent>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    machine: EquipmentId,
    medium: MediumId,
    form: &str,
    sent: Sent<Contextual<'_, Written<'_>>>,
    db: &Managed<Db>,
) -> Result<Submitted, Error> {
    let now = layout.now;
    let (by, state, of) = about(viewer, &layout, db, (machine, medium, form)).await?;
    let mut again = layout.again(of.form.names(), &sent.context)?;
    let Some(written) = &sent.value else {
        let id = SanitisationId::new(now);
        return Ok(Submitted::Refused(page(&layout, &of, state.seq(), id, again, None, true)?));
    };
    let id = written.id.0.unwrap_or_else(|| SanitisationId::new(now));
    let seq = written.seq.0.as_ref().map_or(state.seq(), |seq| seq.0);
    let refused = match asked(&layout, &of, written, &mut again).await? {
        None => None,
        Some(Asked::Deed(deed, files)) => match chain::act(db, &by, of.machine, Act { files, ..Act::new(seq, deed) }, now).await {
            Ok(_) => return Ok(Submitted::accepted(index_href(of.machine), &format!("sanitising-done-{}", of.form.key()))),
            Err(ChainError::NotFound) => return Err(Error::NotFound),
            Err(ChainError::Database(fault)) => return Err(fault.into()),
            Err(ChainError::Refused(refusal)) => Some(words::refusal(&layout, &refusal)?),
            Err(ChainError::Overtaken(state)) => {
                let stage = words::stage(&layout, state.stage())?;
                Some(layout.text_with("chain-overtaken", [("stage", FluentValue::from(stage))])?)
            }
        },
        Some(Asked::Shown(shown)) => match chain::tell(db, &by, (of.machine, of.medium), id, shown, now).await {
            Ok(SanitisationStanding::Awaiting) => {
                return Ok(Submitted::accepted(super::second::address(id), "sanitising-done-awaiting"));
            }
            Ok(_) => return Ok(Submitted::accepted(index_href(of.machine), "sanitising-done-accepted")),
            Err(TellError::NotFound) => return Err(Error::NotFound),
            Err(TellError::Database(fault)) => return Err(fault.into()),
            Err(refused) => Some(words::tell_refusal(&layout, &refused)?),
        },
    };
    let (_, state) = super::super::actor(viewer, db, of.machine).await?;
    Ok(Submitted::Refused(page(&layout, &of, state.seq(), id, again, refused, true)?))
}

/// What a form asks for, once it is read.
enum Asked {
    /// With the file that goes with it.
    Deed(EventKind, Vec<NewFile>),
    Shown(Shown),
}

async fn asked(layout: &Layout<'_>, of: &About, written: &Written<'_>, again: &mut View) -> Result<Option<Asked>, Error> {
    match of.form {
        Form::Removal => {
            let removed = of.holder.map(|holder| EventKind::MediaRemoved { medium: of.medium, holder });
            Ok(removed.map(|removed| Asked::Deed(removed, Vec::new())))
        }
        Form::Missing => Ok(Some(Asked::Deed(EventKind::MediumMissing { medium: of.medium }, Vec::new()))),
        Form::Failure => {
            need(layout, again, "reason", written.reason.0.is_some())?;
            let log = file_of(layout, written, again).await?;
            let reason = written.reason.clone().or_empty();
            let log_sha256 = log.as_ref().map(|log| log.sha256().to_owned());
            let failed = EventKind::WipeFailed { medium: of.medium, reason, log_sha256 };
            Ok(again.errors.is_empty().then(|| Asked::Deed(failed, log.into_iter().collect())))
        }
        Form::Declaration => Ok(declared(layout, of, written, again)?.map(|what| Asked::Shown(Shown::Declared(what)))),
        Form::Log | Form::Destruction => {
            let file = file_of(layout, written, again).await?;
            need(layout, again, "file", file.is_some())?;
            if of.form == Form::Log {
                return Ok(file.map(|file| Asked::Shown(Shown::Log(file))));
            }
            need(layout, again, "reason", written.reason.0.is_some())?;
            if file.as_ref().is_some_and(|file| !file.is_picture()) {
                again.mistake("file", layout.text("mistake-picture")?);
            }
            let method = written.reason.clone().or_empty();
            Ok(file.filter(|_| again.errors.is_empty()).map(|photo| Asked::Shown(Shown::Destroyed { method, photo })))
        }
    }
}

/// The file of a form, when one was sent; a mistake says what is wrong with it.
async fn file_of(layout: &Layout<'_>, written: &Written<'_>, again: &mut View) -> Result<Option<NewFile>, Error> {
    let Some(file) = written.file.as_ref().filter(|file| file.len() > 0) else { return Ok(None) };
    match attachments::read(file).await {
        Ok(file) => Ok(Some(file)),
        Err((_, key)) => {
            again.mistake("file", layout.text(key)?);
            Ok(None)
        }
    }
}

fn need(layout: &Layout<'_>, again: &mut View, name: &'static str, given: bool) -> Result<(), Error> {
    if !given && !again.is_wrong(name) {
        again.mistake(name, layout.text(&format!("sanitising-missing-{}", name.replace('_', "-")))?);
    }
    Ok(())
}

fn declared(layout: &Layout<'_>, of: &About, written: &Written<'_>, again: &mut View) -> Result<Option<Declared>, Error> {
    need(layout, again, "method", written.method.0.is_some())?;
    need(layout, again, "tool", written.tool.0.is_some())?;
    need(layout, again, "tool_version", written.tool_version.0.is_some())?;
    need(layout, again, "verification", written.verification.0.is_some())?;
    need(layout, again, "serial", written.serial.0.is_some())?;
    need(layout, again, "on", written.on.0.is_some())?;
    need(layout, again, "from", written.from.0.is_some())?;
    need(layout, again, "until", written.until.0.is_some())?;
    let (Some(method), Some(verification), Some(on), Some(from), Some(until)) = (
        written.method.0,
        written.verification.0,
        written.on.0.map(|on| on.0),
        written.from.0.map(|from| from.0),
        written.until.0.map(|until| until.0),
    ) else {
        return Ok(None);
    };
    // One that ends before it begins ends on the day after.
    let last = if until <= from { on + chrono::Days::new(1) } else { on };
    let (started_at, ended_at) = (instant(layout, on, from), instant(layout, last, until));
    if ended_at > layout.now {
        again.mistake("until", layout.text("chain-refusal-future")?);
    }
    if !again.errors.is_empty() {
        return Ok(None);
    }
    let hides =
        matches!(of.known.kind, MediumKind::Hdd | MediumKind::SsdSata | MediumKind::Nvme | MediumKind::Sd | MediumKind::UsbStick);
    Ok(Some(Declared {
        method,
        passes: written.passes.0.as_ref().map_or(1, |passes| passes.0),
        verification,
        hidden_area: written.hidden_area.0.unwrap_or(if hides { HiddenArea::Unknown } else { HiddenArea::None }),
        errors: written.error_count.0.as_ref().map_or(0, |errors| errors.0),
        tool: written.tool.clone().or_empty(),
        tool_version: written.tool_version.clone().or_empty(),
        serial_read: written.serial.clone().or_empty(),
        started_at,
        ended_at,
        account_lock_gone: written.account_gone.0 == Some(true),
    }))
}

/// A time of the group's clock; of an hour that comes twice the first, of one that does not come the one after.
fn instant(layout: &Layout<'_>, day: NaiveDate, minutes: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_num_seconds_from_midnight_opt((minutes % 1440) * 60, 0).unwrap_or(NaiveTime::MIN);
    let local = day.and_time(time);
    let at = layout.zone().from_local_datetime(&local).earliest();
    at.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

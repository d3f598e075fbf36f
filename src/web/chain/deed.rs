//! One deed on a machine's life: its form, and what it does over what the form saw.

use super::words;
use crate::domain::chain::{DataSaved, EventKind, Hold as HoldKind};
use crate::domain::ids::EquipmentId;
use crate::store::Db;
use crate::store::access::{ChainActor, RegisterOf, Viewer};
use crate::store::chain::{self, Act, ChainError, State};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Day, Maybe, Words};
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::request::FromParam;
use rocket::{State as Managed, get, post, uri};
use serde::Serialize;

/// What people do with a machine of their structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Decommission,
    Recommission,
    Maintain,
    MaintenanceEnd,
    Hold,
    Clear,
    Lose,
    Find,
    /// What was not saved will be gone.
    ConfirmLoss,
    SanitiseStart,
    NothingToSanitise,
}

impl Deed {
    const ALL: [Self; 11] = [
        Self::Decommission,
        Self::Recommission,
        Self::Maintain,
        Self::MaintenanceEnd,
        Self::Hold,
        Self::Clear,
        Self::Lose,
        Self::Find,
        Self::ConfirmLoss,
        Self::SanitiseStart,
        Self::NothingToSanitise,
    ];

    /// Its word in addresses and text keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Decommission => "decommissioning",
            Self::Recommission => "recommissioning",
            Self::Maintain => "maintenance",
            Self::MaintenanceEnd => "maintenance-end",
            Self::Hold => "hold",
            Self::Clear => "hold-clearance",
            Self::Lose => "loss",
            Self::Find => "find",
            Self::ConfirmLoss => "data-loss",
            Self::SanitiseStart => "sanitising-start",
            Self::NothingToSanitise => "nothing-to-sanitise",
        }
    }

    pub const fn asks_nothing(self) -> bool {
        matches!(
            self,
            Self::Recommission | Self::MaintenanceEnd | Self::ConfirmLoss | Self::SanitiseStart | Self::NothingToSanitise
        )
    }

    /// The fields of its form.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Decommission => &["reason", "data_saved", "owner"],
            Self::Recommission | Self::MaintenanceEnd | Self::ConfirmLoss | Self::SanitiseStart | Self::NothingToSanitise => {
                &["seq"]
            }
            Self::Maintain | Self::Find => &["reason"],
            Self::Hold | Self::Clear => &["hold", "reason"],
            Self::Lose => &["how", "on", "reason"],
        }
    }

    /// The deed as its form would ask for it, to know whether it may be done at all.
    pub fn sample(self, state: &State, today: NaiveDate) -> EventKind {
        let hold = state.item.holds.first().copied().unwrap_or(HoldKind::Data);
        let asked = Asked { reason: "-".into(), data_saved: DataSaved::Yes, owner: true, hold, stolen: false, on: today };
        self.event(asked, state)
    }

    fn event(self, asked: Asked, state: &State) -> EventKind {
        let Asked { reason, data_saved, owner, hold, stolen, on } = asked;
        match self {
            Self::Decommission => EventKind::Decommission { reason, data_saved, owner_confirmed: owner },
            Self::Recommission => EventKind::Recommission {},
            Self::Maintain => EventKind::MaintenanceOpen { ticket: None, reason },
            Self::MaintenanceEnd => EventKind::MaintenanceClose {},
            Self::Hold => EventKind::HoldSet { hold, reason },
            Self::Clear => EventKind::HoldCleared { hold, reason },
            Self::Lose => EventKind::ReportLoss { stolen, on, circumstances: reason },
            Self::Find => EventKind::Found { circumstances: reason },
            Self::ConfirmLoss => EventKind::DataLossConfirmed {},
            Self::SanitiseStart => EventKind::WipeStart { media: state.item.media.attached().map(|(id, _)| id).collect() },
            Self::NothingToSanitise => EventKind::NothingToWipe {},
        }
    }
}

impl<'a> FromParam<'a> for Deed {
    type Error = ();

    fn from_param(param: &'a str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|deed| deed.key() == param).ok_or(())
    }
}

/// What a form asks for, once it is read.
struct Asked {
    reason: String,
    data_saved: DataSaved,
    owner: bool,
    hold: HoldKind,
    stolen: bool,
    on: NaiveDate,
}

/// The address of its form, which is the one that it is sent to.
pub fn href(id: EquipmentId, deed: Deed) -> String {
    uri!(show(id, deed.key())).to_string()
}

#[derive(Serialize)]
struct DeedPage<'f> {
    back_href: String,
    name: String,
    heading: String,
    lead: String,
    href: String,
    seq: i64,
    form: &'f View,
    refused: Option<String>,
    asks_nothing: bool,
    decommission: bool,
    hold: bool,
    lose: bool,
    button: String,
}

/// What a page of a deed is about.
struct Subject {
    id: EquipmentId,
    deed: Deed,
    /// Of who may not read its page: none.
    name: String,
    back_href: String,
}

async fn subject(
    viewer: &Viewer,
    layout: &Layout<'_>,
    db: &Db,
    by: &ChainActor,
    id: EquipmentId,
    deed: &str,
) -> Result<Subject, Error> {
    let deed = Deed::from_param(deed).map_err(|()| Error::NotFound)?;
    if let Some(workshop) = by.workshop() {
        let (name, back_href) = crate::web::workshop::subject(&workshop, layout, db, id).await?;
        return Ok(Subject { id, deed, name, back_href });
    }
    // The coordinator acts on holds alone, from their list.
    if RegisterOf::of(viewer, by.structure()).is_none() {
        if deed != Deed::Clear {
            return Err(Error::NotFound);
        }
        return Ok(Subject { id, deed, name: String::new(), back_href: super::holds_href() });
    }
    let (_, machine) = super::kept(viewer, db, id).await?;
    Ok(Subject { id, deed, name: machine.particulars.name, back_href: crate::web::equipment::href(id) })
}

/// Its page; `again` after it was sent in vain.
fn page(layout: &Layout<'_>, of: &Subject, state: &State, form: View, refused: Option<String>, again: bool) -> Result<Page, Error> {
    let form = offering(layout, of.deed, state, form)?;
    let key = of.deed.key();
    let heading = layout.text(&format!("chain-do-{key}"))?;
    let page = DeedPage {
        back_href: of.back_href.clone(),
        name: if of.name.is_empty() { layout.text("chain-holds-title")? } else { of.name.clone() },
        heading: heading.clone(),
        lead: layout.text(&format!("chain-lead-{key}"))?,
        href: href(of.id, of.deed),
        seq: state.seq(),
        form: &form,
        refused,
        asks_nothing: of.deed.asks_nothing(),
        decommission: of.deed == Deed::Decommission,
        hold: matches!(of.deed, Deed::Hold | Deed::Clear),
        lose: of.deed == Deed::Lose,
        button: heading.clone(),
    };
    if again { layout.refuse("chain/deed", heading, &page) } else { layout.page("chain/deed", heading, &page) }
}

/// The choices of its form.
fn offering(layout: &Layout<'_>, deed: Deed, state: &State, form: View) -> Result<View, Error> {
    let text = |key: String| layout.text(&key);
    match deed {
        Deed::Decommission => {
            let choice = |saved: &DataSaved| Ok((saved.to_string(), text(format!("chain-saved-{saved}"))?, None));
            let choices = DataSaved::ALL.iter().map(choice).collect::<Result<Vec<_>, Error>>()?;
            let owner = [("true".to_owned(), layout.text("chain-owner")?, None)];
            Ok(form.offering("data_saved", choices).offering("owner", owner))
        }
        Deed::Hold | Deed::Clear => {
            // What was chosen stays, whatever happened meanwhile: the page says why it is refused.
            let chosen = form.value("hold").to_owned();
            let offered = HoldKind::ALL
                .iter()
                .filter(|hold| (deed == Deed::Clear) == state.item.holds.contains(hold) || hold.to_string() == chosen);
            let choice = |hold: &HoldKind| Ok((hold.to_string(), words::hold(layout, *hold)?, None));
            let choices = offered.map(choice).collect::<Result<Vec<_>, Error>>()?;
            Ok(form.offering("hold", choices))
        }
        Deed::Lose => {
            let choice = |how: &str| Ok((how.to_owned(), text(format!("chain-loss-{how}"))?, None));
            let choices = ["lost", "stolen"].into_iter().map(choice).collect::<Result<Vec<_>, Error>>()?;
            Ok(form.offering("how", choices).preset("on", layout.today().to_string()))
        }
        _ => Ok(form),
    }
}

#[get("/equipment/<id>/deeds/<deed>")]
pub async fn show(viewer: &Viewer, layout: Layout<'_>, id: EquipmentId, deed: &str, db: &Managed<Db>) -> Result<Page, Error> {
    let (by, state) = super::actor(viewer, db, id).await?;
    let of = subject(viewer, &layout, db, &by, id, deed).await?;
    let stands = chain::blocked(&state, &by, &of.deed.sample(&state, layout.today()), layout.now);
    let stands = stands.map(|refusal| words::refusal(&layout, &refusal)).transpose()?;
    page(&layout, &of, &state, View::blank(of.deed.names()), stands, false)
}

/// What all the forms hold.
#[derive(FromForm)]
pub struct Written {
    seq: i64,
    reason: Maybe<Words>,
    data_saved: Maybe<DataSaved>,
    owner: Maybe<bool>,
    hold: Maybe<HoldKind>,
    how: Option<String>,
    on: Maybe<Day>,
}

/// What the form says, each mistake beside its field.
fn asked(deed: Deed, written: &Written, again: &mut View, layout: &Layout<'_>, now: Now) -> Result<Option<Asked>, Error> {
    let mut need = |name: &'static str, given: bool| -> Result<(), Error> {
        if deed.names().contains(&name) && !given && !again.is_wrong(name) {
            again.mistake(name, layout.text("mistake-required")?);
        }
        Ok(())
    };
    let how = written.how.as_deref().filter(|how| ["lost", "stolen"].contains(how));
    need("hold", written.hold.0.is_some())?;
    need("how", how.is_some())?;
    need("on", written.on.0.is_some())?;
    need("reason", written.reason.0.is_some())?;
    need("data_saved", written.data_saved.0.is_some())?;
    need("owner", written.owner.0 == Some(true))?;
    Ok(again.errors.is_empty().then(|| Asked {
        reason: written.reason.clone().or_empty(),
        data_saved: written.data_saved.0.unwrap_or(DataSaved::No),
        owner: written.owner.0 == Some(true),
        hold: written.hold.0.unwrap_or(HoldKind::Data),
        stolen: how == Some("stolen"),
        on: written.on.0.map_or(now.today, |on| on.0),
    }))
}

#[post("/equipment/<id>/deeds/<deed>", data = "<form>")]
pub async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: EquipmentId,
    deed: &str,
    form: Form<Contextual<'_, Written>>,
    db: &Managed<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let (by, state) = super::actor(viewer, db, id).await?;
    let of = subject(viewer, &layout, db, &by, id, deed).await?;
    let mut again = layout.again(of.deed.names(), &form.context)?;
    let Some(written) = &form.value else { return Ok(Submitted::Refused(page(&layout, &of, &state, again, None, true)?)) };
    let Some(asked) = asked(of.deed, written, &mut again, &layout, now)? else {
        return Ok(Submitted::Refused(page(&layout, &of, &state, again, None, true)?));
    };
    let (refused, state) = match chain::act(db, &by, id, Act::new(written.seq, of.deed.event(asked, &state)), now.at).await {
        Ok(_) => {
            let said = format!("chain-done-{}", of.deed.key());
            return Ok(Submitted::accepted(of.back_href, &said));
        }
        Err(ChainError::NotFound) => return Err(Error::NotFound),
        Err(ChainError::Database(error)) => return Err(error.into()),
        Err(ChainError::Refused(refusal)) => (words::refusal(&layout, &refusal)?, state),
        Err(ChainError::Overtaken(now)) => {
            let stage = words::stage(&layout, now.stage())?;
            (layout.text_with("chain-overtaken", [("stage", FluentValue::from(stage))])?, *now)
        }
    };
    Ok(Submitted::Refused(page(&layout, &of, &state, again, Some(refused), true)?))
}

//! One deed on a machine's life: its form, and what it does over what the form saw.

use super::asking::{Asking, asking, refused};
use super::deeds::{Asked, Deed};
use super::words;
use crate::domain::chain::{DataSaved, Hold as HoldKind};
use crate::domain::ids::{EquipmentId, PersonId};
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::chain::{self, Act, State};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Day, Maybe, Words};
use rocket::form::{Contextual, Form, FromForm};
use rocket::request::FromParam;
use rocket::{State as Managed, get, post, uri};
use serde::Serialize;

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
    /// What its form asks first.
    ask: String,
    ask_hint: String,
    decommission: bool,
    hold: bool,
    lose: bool,
    repair: bool,
    button: String,
}

/// The coordinator acts from lists of their own, on holds and on who tests.
const COORDINATORS: [Deed; 2] = [Deed::Clear, Deed::WaiveTester];

async fn asked_for(viewer: &Viewer, layout: &Layout<'_>, db: &Db, id: EquipmentId, deed: &str) -> Result<(Asking, Deed), Error> {
    let deed = Deed::from_param(deed).map_err(|()| Error::NotFound)?;
    let of = asking(viewer, layout, db, id).await?;
    if COORDINATORS.contains(&deed) { Ok((of, deed)) } else { Ok((of.by_its_page()?, deed)) }
}

/// Its page; `again` after it was sent in vain.
async fn page(
    layout: &Layout<'_>,
    db: &Db,
    (of, deed): (&Asking, Deed),
    form: View,
    refused: Option<String>,
    again: bool,
) -> Result<Page, Error> {
    let mut form = offering(layout, deed, &of.state, form)?;
    if deed == Deed::Repair {
        form = of.performers(db, form).await?;
    }
    let key = deed.key();
    let heading = layout.text(&format!("chain-do-{key}"))?;
    let (ask, hint) = deed.asks();
    let page = DeedPage {
        back_href: of.back_href.clone(),
        name: if of.name.is_empty() { layout.text("chain-holds-title")? } else { of.name.clone() },
        heading: heading.clone(),
        lead: layout.text(&format!("chain-lead-{key}"))?,
        href: href(of.id, deed),
        seq: of.state.seq(),
        form: &form,
        refused,
        asks_nothing: deed.asks_nothing(),
        ask: layout.text(ask)?,
        ask_hint: layout.text(hint)?,
        decommission: deed == Deed::Decommission,
        hold: matches!(deed, Deed::Hold | Deed::Clear),
        lose: deed == Deed::Lose,
        repair: deed == Deed::Repair,
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
    let (of, deed) = asked_for(viewer, &layout, db, id, deed).await?;
    let stands = of.stands(&layout, &deed.sample(&of.state, layout.today()))?;
    page(&layout, db, (&of, deed), View::blank(deed.names()), stands, false).await
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
    /// One a line.
    parts: Maybe<Words>,
    performer: Maybe<PersonId>,
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
        parts: lines(&written.parts.clone().or_empty()),
    }))
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
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
    let (of, deed) = asked_for(viewer, &layout, db, id, deed).await?;
    let mut again = layout.again(deed.names(), &form.context)?;
    let asked = match &form.value {
        Some(written) => asked(deed, written, &mut again, &layout, now)?.map(|asked| (asked, written)),
        None => None,
    };
    let Some((asked, written)) = asked else {
        return Ok(Submitted::Refused(page(&layout, db, (&of, deed), again, None, true).await?));
    };
    let act = Act { performed_by: written.performer.0, ..Act::new(written.seq, deed.event(asked, &of.state)) };
    match chain::act(db, &of.by, id, act, now.at).await {
        Ok(_) => Ok(Submitted::accepted(of.back_href, &format!("chain-done-{}", deed.key()))),
        Err(error) => {
            let (why, of) = refused(&layout, error, of)?;
            Ok(Submitted::Refused(page(&layout, db, (&of, deed), again, Some(why), true).await?))
        }
    }
}

//! Hours that one's structure gives or is offered: the referent's page.

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::{Hours, Line, Maybe};
use crate::domain::ids::{GiftId, StructureId};
use crate::domain::time::Month;
use crate::store::Db;
use crate::store::access::{HoursOf, Referent};
use crate::store::hours::{self, Gift, GiftError, GiftState, NewGift};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, create, agree, refuse]
}

#[derive(Serialize)]
struct GiftsPage {
    hours_href: String,
    lead: String,
    /// The group has switched gifts off, or there is nobody to give to.
    form: Option<View>,
    id: String,
    href: String,
    waiting: Vec<GiftLine>,
    past: Vec<GiftLine>,
}

/// A gift in words, with what the reader may do about it.
#[derive(Serialize)]
pub struct GiftLine {
    what: String,
    words: String,
    badge: &'static str,
    state: String,
    agree_href: Option<String>,
    refuse_href: Option<String>,
    /// Whether the refusal is one's own proposal taken back.
    own: bool,
}

const NAMES: [&str; 3] = ["to", "minutes", "words"];

/// The address of a structure's gifts.
pub fn href(structure: StructureId) -> String {
    uri!(index(structure)).to_string()
}

#[get("/structures/<_>/gifts")]
async fn index(referent: Referent, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(&referent, &layout, db, View::blank(&NAMES), GiftId::new(layout.now)).await
}

async fn page(by: &Referent, layout: &Layout<'_>, db: &Db, form: View, id: GiftId) -> Result<Page, Error> {
    let month = Month::of(layout.today());
    let hours_of = HoursOf::of(by.viewer(), by.structure()).ok_or(Error::NotFound)?;
    let givable = hours::givable(db, &hours_of, month).await?;
    let receivers = hours::receivers(db, by, month).await?;
    let allowed = hours::allowed(db).await?.gifts;
    let key = match (allowed, givable.is_zero()) {
        (true, false) => "gifts-lead",
        (true, true) => "gifts-lead-nothing",
        (false, _) => "gifts-off",
    };
    let choose = [(String::new(), layout.text("gifts-choose")?, None)];
    let choices: Vec<_> = choose.into_iter().chain(receivers.into_iter().map(|(id, name)| (id.to_string(), name, None))).collect();
    let form = form.offering("to", choices);
    let (mut waiting, mut past) = (Vec::new(), Vec::new());
    for gift in hours::gifts_of(db, &hours_of).await? {
        let to = if gift.state == GiftState::Proposed { &mut waiting } else { &mut past };
        to.push(line(layout, &gift, Some(by.structure()))?);
    }
    let page = GiftsPage {
        hours_href: super::hours::href(by.structure(), None),
        lead: layout.text_with(key, [("minutes", FluentValue::from(layout.duration(givable)))])?,
        id: id.to_string(),
        href: uri!(create(by.structure())).to_string(),
        // What nobody can do now is not asked; a form that came back keeps what was typed.
        form: (allowed && (!givable.is_zero() || !form.errors.is_empty())).then_some(form.clone()),
        waiting,
        past,
    };
    layout.page_of_form("gifts/index", layout.text("gifts-title")?, &form, &page)
}

/// A gift as a structure reads it, or the group (`None`).
pub fn line(layout: &Layout<'_>, gift: &Gift, reader: Option<StructureId>) -> Result<GiftLine, Error> {
    let values = [
        ("from", FluentValue::from(gift.from_name.clone())),
        ("to", gift.to_name.clone().into()),
        ("minutes", layout.duration(gift.minutes).into()),
        ("month", layout.month(gift.month).into()),
    ];
    let by = |name: &str, at| [("name", FluentValue::from(name.to_owned())), ("at", FluentValue::from(layout.moment(at)))];
    let (badge, state) = match &gift.state {
        GiftState::Proposed => ("waiting", layout.text_with("gifts-proposed", by(&gift.proposer_name, gift.proposed_at))?),
        GiftState::Agreed { name, at } => ("settled", layout.text_with("gifts-agreed", by(name, *at))?),
        GiftState::Refused { name, at } => ("received", layout.text_with("gifts-refused", by(name, *at))?),
        GiftState::Lapsed => ("received", layout.text("gifts-lapsed")?),
    };
    let own = reader == Some(gift.from);
    let open = gift.state == GiftState::Proposed;
    let of = reader.filter(|_| open);
    Ok(GiftLine {
        what: layout.text_with("gifts-what", values)?,
        words: gift.words.clone(),
        badge,
        state,
        agree_href: of.filter(|_| !own).map(|of| uri!(agree(of, gift.id)).to_string()),
        refuse_href: of.map(|of| uri!(refuse(of, gift.id)).to_string()),
        own,
    })
}

#[derive(FromForm)]
struct Giving {
    gift: GiftId,
    to: StructureId,
    minutes: Hours,
    words: Maybe<Line<300>>,
}

/// Proposes hours to another structure.
#[post("/structures/<_>/gifts", data = "<form>")]
async fn create(
    referent: Referent,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Giving>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let id = form.value.as_ref().map_or_else(|| GiftId::new(now.at), |typed| typed.gift);
    if let Some(typed) = &form.value {
        let words = typed.words.0.as_ref().map(|line| line.0.clone()).unwrap_or_default();
        let new = NewGift { id, from: referent.structure(), to: typed.to, minutes: typed.minutes.0, words };
        match hours::propose(db, &referent, new, Month::of(now.today), now.at).await {
            Ok(()) => return Ok(Submitted::accepted(href(referent.structure()), "gifts-sent")),
            Err(refused) => mistake(&mut again, &layout, "minutes", refused)?,
        }
    }
    Ok(Submitted::Refused(page(&referent, &layout, db, again, id).await?))
}

/// Says what is wrong with hours that are given, beside the field that says it.
pub fn mistake(form: &mut View, layout: &Layout<'_>, minutes: &'static str, refused: GiftError) -> Result<(), Error> {
    let (field, text) = match refused {
        GiftError::Beyond(most) => {
            (minutes, layout.text_with("gifts-mistake-beyond", [("minutes", FluentValue::from(layout.duration(most)))])?)
        }
        GiftError::ToItself => ("to", layout.text("gifts-mistake-itself")?),
        GiftError::Foreign => ("to", layout.text("mistake-choice")?),
        GiftError::Off => (minutes, layout.text("gifts-mistake-off")?),
        GiftError::Closed | GiftError::Decided => (minutes, layout.text("gifts-mistake-decided")?),
        GiftError::Database(error) => return Err(error.into()),
    };
    form.mistake(field, text);
    Ok(())
}

/// The receiving structure agrees.
#[post("/structures/<_>/gifts/<id>/agreement")]
async fn agree(referent: Referent, id: GiftId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    decided(&referent, hours::agree(db, &referent, id, now.at).await, "gifts-thanks")
}

/// The receiver says no, or the giver takes the proposal back.
#[post("/structures/<_>/gifts/<id>/refusal")]
async fn refuse(referent: Referent, id: GiftId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    decided(&referent, hours::refuse(db, &referent, id, now.at).await, "gifts-said-no")
}

fn decided(referent: &Referent, outcome: Result<(), GiftError>, said: &'static str) -> Result<Submitted, Error> {
    let to = href(referent.structure());
    match outcome {
        Ok(()) => Ok(Submitted::accepted(to, said)),
        Err(GiftError::Foreign) => Err(Error::NotFound),
        Err(GiftError::Beyond(_)) => Ok(Submitted::warned(to, "gifts-warned-beyond")),
        Err(GiftError::Database(error)) => Err(error.into()),
        Err(_) => Ok(Submitted::warned(to, "gifts-mistake-decided")),
    }
}

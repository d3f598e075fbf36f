//! The common pot and what moves between structures, for the coordinator: grants, gifts, what the group allows.

use super::errors::Error;
use super::forms::Form as View;
use super::gifts::{self, GiftLine, mistake};
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::{Hours, Line, Maybe, Whole};
use crate::domain::ids::{GiftId, GrantId, StructureId};
use crate::domain::time::Month;
use crate::store::access::Coordinator;
use crate::store::hours::{self, Allowed, GiftError, NewGift};
use crate::store::{Db, structures};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, grant, withdraw_grant, record, set]
}

#[derive(Serialize)]
struct PoolPage {
    lead: String,
    grants: Vec<GrantLine>,
    gifts: Vec<GiftLine>,
    grant: Option<View>,
    grant_id: String,
    grant_href: String,
    gift: Option<View>,
    gift_id: String,
    gift_href: String,
    settings: View,
    settings_href: String,
    rules_href: String,
    errors: Vec<super::forms::Mistake>,
}

#[derive(Serialize)]
struct GrantLine {
    what: String,
    detail: String,
    withdrawal_href: String,
}

const GRANT: [&str; 3] = ["structure", "minutes", "reason"];
const GIFT: [&str; 4] = ["from", "to", "gift_minutes", "words"];
const SETTINGS: [&str; 3] = ["gifts", "grants", "signing_days"];

/// Which of the page's forms was refused.
enum Refused {
    Nothing,
    Grant(View),
    Gift(View),
    Settings(View),
}

/// The address of the page.
pub fn href() -> String {
    uri!(show).to_string()
}

#[get("/pool")]
async fn show(by: Coordinator, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(&by, &layout, db, Refused::Nothing).await
}

async fn page(by: &Coordinator, layout: &Layout<'_>, db: &Db, refused: Refused) -> Result<Page, Error> {
    let month = Month::of(layout.today());
    let allowed = hours::allowed(db).await?;
    let members = members(by, layout, db, month).await?;
    let (mut grant, mut gift, mut settings) = (View::blank(&GRANT), View::blank(&GIFT), kept(allowed));
    match refused {
        Refused::Nothing => {}
        Refused::Grant(form) => grant = form,
        Refused::Gift(form) => gift = form,
        Refused::Settings(form) => settings = form,
    }
    let errors: Vec<_> = [&grant, &gift, &settings].into_iter().flat_map(|form| form.errors.clone()).collect();
    let grant = grant.offering("structure", members.clone());
    let gift = gift.offering("from", members.clone()).offering("to", members);
    let grantable = hours::grantable(db, by, month).await?;
    let lead = match (allowed.grants, grantable.is_zero()) {
        (true, false) => "pool-lead",
        (true, true) => "pool-lead-nothing",
        (false, _) => "pool-lead-off",
    };
    // What nobody can do now is not asked; a form that came back keeps what was typed.
    let may_grant = allowed.grants && (!grantable.is_zero() || !grant.errors.is_empty());
    let values = [("minutes", FluentValue::from(layout.duration(grantable))), ("month", layout.month(month).into())];
    let mut all = View::blank(&[]);
    for mistake in &errors {
        all.mistake(mistake.field, mistake.text.clone());
    }
    let page = PoolPage {
        lead: layout.text_with(lead, values)?,
        grants: grants(by, layout, db, month).await?,
        gifts: hours::gifts(db, by, month).await?.iter().map(|of| gifts::line(layout, of, None)).collect::<Result<_, _>>()?,
        grant: may_grant.then_some(grant),
        grant_id: GrantId::new(layout.now).to_string(),
        grant_href: uri!(self::grant).to_string(),
        gift: allowed.gifts.then_some(gift),
        gift_id: GiftId::new(layout.now).to_string(),
        gift_href: uri!(record).to_string(),
        settings,
        settings_href: uri!(set).to_string(),
        rules_href: super::rules::href(),
        errors,
    };
    layout.page_of_form("pool/show", layout.text("pool-title")?, &all, &page)
}

fn kept(allowed: Allowed) -> View {
    let yes = |on: bool| if on { "true" } else { "" };
    View::blank(&SETTINGS)
        .with("gifts", yes(allowed.gifts))
        .with("grants", yes(allowed.grants))
        .with("signing_days", allowed.signing_days.to_string())
}

type Choices = Vec<(String, String, Option<String>)>;

async fn members(by: &Coordinator, layout: &Layout<'_>, db: &Db, month: Month) -> Result<Choices, Error> {
    let mut choices = vec![(String::new(), layout.text("gifts-choose")?, None)];
    for (structure, agreements) in structures::all(db, by).await? {
        if agreements.is_some_and(|agreements| agreements.covers(month)) {
            choices.push((structure.id.to_string(), structure.name, None));
        }
    }
    Ok(choices)
}

async fn grants(by: &Coordinator, layout: &Layout<'_>, db: &Db, month: Month) -> Result<Vec<GrantLine>, Error> {
    let mut lines = Vec::new();
    for grant in hours::grants(db, by, month).await? {
        let what = [("structure", FluentValue::from(grant.structure_name)), ("minutes", layout.duration(grant.minutes).into())];
        let by = [("name", FluentValue::from(grant.granter_name)), ("at", layout.moment(grant.granted_at).into())];
        lines.push(GrantLine {
            what: layout.text_with("pool-granted-what", what)?,
            detail: format!("{} · {}", grant.reason, layout.text_with("pool-granted-by", by)?),
            withdrawal_href: uri!(withdraw_grant(grant.id)).to_string(),
        });
    }
    Ok(lines)
}

#[derive(FromForm)]
struct Granting {
    grant: GrantId,
    structure: StructureId,
    minutes: Hours,
    reason: Line<300>,
}

/// Gives hours of the pot.
#[post("/pool/grants", data = "<form>")]
async fn grant(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Granting>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&GRANT, &form.context)?;
    if let Some(typed) = &form.value {
        let what = (typed.grant, typed.structure);
        match hours::grant(db, &by, what, typed.minutes.0, &typed.reason.0, Month::of(now.today), now.at).await {
            Ok(()) => return Ok(Submitted::accepted(href(), "pool-granted")),
            Err(GiftError::Foreign) => again.mistake("structure", layout.text("mistake-choice")?),
            Err(refused) => mistake(&mut again, &layout, "minutes", refused)?,
        }
    }
    Ok(Submitted::Refused(page(&by, &layout, db, Refused::Grant(again)).await?))
}

/// Takes a grant of an open month back.
#[post("/pool/grants/<id>/withdrawal")]
async fn withdraw_grant(by: Coordinator, id: GrantId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    match hours::withdraw_grant(db, &by, id, now.at).await {
        Ok(_) => Ok(Submitted::accepted(href(), "pool-grant-withdrawn")),
        Err(GiftError::Foreign) => Err(Error::NotFound),
        Err(GiftError::Database(error)) => Err(error.into()),
        Err(_) => Ok(Submitted::warned(href(), "gifts-mistake-decided")),
    }
}

#[derive(FromForm)]
struct Recording {
    gift: GiftId,
    from: StructureId,
    to: StructureId,
    gift_minutes: Hours,
    words: Maybe<Line<300>>,
}

/// Records a gift to which both sides agreed elsewhere.
#[post("/pool/gifts", data = "<form>")]
async fn record(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Recording>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&GIFT, &form.context)?;
    if let Some(typed) = &form.value {
        let words = typed.words.0.as_ref().map(|line| line.0.clone()).unwrap_or_default();
        let new = NewGift { id: typed.gift, from: typed.from, to: typed.to, minutes: typed.gift_minutes.0, words };
        match hours::record(db, &by, new, Month::of(now.today), now.at).await {
            Ok(()) => return Ok(Submitted::accepted(href(), "pool-gift-recorded")),
            Err(refused) => mistake(&mut again, &layout, "gift_minutes", refused)?,
        }
    }
    Ok(Submitted::Refused(page(&by, &layout, db, Refused::Gift(again)).await?))
}

#[derive(FromForm)]
struct Settings {
    gifts: bool,
    grants: bool,
    signing_days: Whole<0, 60>,
}

/// What the group allows, and how long sheets are waited for.
#[post("/pool/settings", data = "<form>")]
async fn set(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Settings>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let Some(typed) = &form.value else {
        let again = layout.again(&SETTINGS, &form.context)?;
        return Ok(Submitted::Refused(page(&by, &layout, db, Refused::Settings(again)).await?));
    };
    let new = Allowed { gifts: typed.gifts, grants: typed.grants, signing_days: typed.signing_days.0 };
    hours::allow(db, &by, Month::of(now.today), new, now.at).await?;
    Ok(Submitted::accepted(href(), "pool-set"))
}

//! The test of a machine (« contrôle qualité », `equipment.md` § 2.7): every check of its kind's list, then its grades. One that
//! fails sends it back to repair; all that pass make it ready.

use super::asking::{Asking, asking, refused};
use crate::domain::chain::{BatteryMeasure, Check, CheckResult, Checklist, EventKind, Found, Grades, Letter, checklist};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{EquipmentId, PersonId};
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::chain::{self, Act};
use crate::web::errors::Error;
use crate::web::forms::{Field, Form as View};
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe, Whole};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State as Managed, get, post, routes, uri};
use serde::Serialize;
use std::collections::HashMap;

pub fn routes() -> Vec<Route> {
    routes![show, create]
}

/// The address of the form.
pub fn href(id: EquipmentId) -> String {
    uri!(show(id)).to_string()
}

macro_rules! fields {
    ($($check:ident $word:literal),+ $(,)?) => {
        /// The fields of a check: what it came to, and why.
        const fn fields(check: Check) -> (&'static str, &'static str) {
            match check { $(Check::$check => (concat!("found[", $word, "]"), concat!("why[", $word, "]"))),+ }
        }
    };
}
fields! {
    Screen "screen", Keys "keys", Pointer "pointer", Wifi "wifi", Bluetooth "bluetooth", Sound "sound",
    Microphone "microphone", Camera "camera", Ports "ports", Hinge "hinge", Charge "charge", Battery "battery", Smart "smart",
    Memory "memory", FirmwareUnlocked "firmware_unlocked", System "system",
}

const GRADES: [&str; 7] = ["functionality", "appearance", "design", "full", "system", "licence", "performer"];

fn names(list: &Checklist) -> Vec<&'static str> {
    let checks = list.checks.iter().flat_map(|check| [fields(*check).0, fields(*check).1]);
    checks.chain(GRADES).collect()
}

/// A test as its form would say it, to know whether it may be said at all.
pub fn sample() -> EventKind {
    let failed = CheckResult { check: Check::Ports, found: Found::Fail, reason: String::new() };
    EventKind::TestFail { checks: vec![failed] }
}

/// Grades in one line.
pub fn told(layout: &Layout<'_>, grades: Grades) -> Result<String, Error> {
    told_in(|key, args| layout.text_with(key, args), grades)
}

/// The same in the language of whoever says it.
pub fn told_in(
    say: impl Fn(&'static str, [(&'static str, FluentValue<'static>); 1]) -> Result<String, Error>,
    grades: Grades,
) -> Result<String, Error> {
    let of = |key: &'static str, letter: Letter| say(key, [("letter", FluentValue::from(letter.as_str().to_owned()))]);
    let mut said = vec![of("grade-functionality", grades.functionality)?, of("grade-appearance", grades.appearance)?];
    said.extend(grades.battery_health.map(|letter| of("grade-battery", letter)).transpose()?);
    Ok(said.join(" · "))
}

/// What failed, each with what was said of it.
pub fn failed(layout: &Layout<'_>, checks: &[CheckResult]) -> Result<String, Error> {
    let mut said = Vec::new();
    for result in checks.iter().filter(|result| result.found == Found::Fail) {
        let check = layout.text(&format!("check-{}", result.check))?;
        let values = [("check", FluentValue::from(check.clone())), ("why", FluentValue::from(result.reason.clone()))];
        said.push(if result.reason.is_empty() { check } else { layout.text_with("test-failed", values)? });
    }
    Ok(said.join(" — "))
}

#[derive(Serialize)]
struct TestPage<'f> {
    back_href: String,
    name: String,
    heading: String,
    lead: String,
    href: String,
    seq: i64,
    checks: Vec<CheckRow>,
    has_battery: bool,
    form: &'f View,
    refused: Option<String>,
}

#[derive(Serialize)]
struct CheckRow {
    label: String,
    found: Field,
    why: Field,
    /// Something is said or asked there.
    open: bool,
}

/// What a machine's kind asks to look at, in the version that its test began with.
fn list_of(of: &Asking) -> Checklist {
    let kind = of.state.item.kind.unwrap_or(EquipmentKind::Other);
    checklist(kind, of.state.item.checklist.unwrap_or(1)).unwrap_or(Checklist { version: 1, checks: &[] })
}

async fn page(layout: &Layout<'_>, db: &Db, of: &Asking, form: View, refused: Option<String>, again: bool) -> Result<Page, Error> {
    let list = list_of(of);
    let found = |found: &Found| Ok((found.to_string(), layout.text(&format!("found-{found}"))?, None));
    let choices = Found::ALL.iter().map(found).collect::<Result<Vec<_>, Error>>()?;
    let letters = |key: &str, of: &[Letter]| -> Result<Vec<_>, Error> {
        of.iter().map(|letter| Ok((letter.to_string(), layout.text(&format!("{key}-{letter}"))?, None))).collect()
    };
    let functionality = letters("functionality", &[Letter::A, Letter::B, Letter::C, Letter::D])?;
    let form = form.offering("functionality", functionality).offering("appearance", letters("triage-appearance", Letter::ALL)?);
    let mut form = of.performers(db, form).await?;
    let mut checks = Vec::new();
    for check in list.checks {
        let (name, why) = fields(*check);
        form = form.offering(name, choices.clone());
        let why = form.field(why).cloned().unwrap_or_default();
        checks.push(CheckRow {
            label: layout.text(&format!("check-{check}"))?,
            found: form.field(name).cloned().unwrap_or_default(),
            open: why.error.is_some() || !why.value.is_empty(),
            why,
        });
    }
    let heading = layout.text("chain-do-test")?;
    let page = TestPage {
        back_href: of.back_href.clone(),
        name: of.name.clone(),
        heading: heading.clone(),
        lead: layout.text("chain-lead-test")?,
        href: href(of.id),
        seq: of.state.seq(),
        checks,
        has_battery: list.checks.contains(&Check::Battery),
        form: &form,
        refused,
    };
    if again { layout.refuse("chain/test", heading, &page) } else { layout.page("chain/test", heading, &page) }
}

#[get("/equipment/<id>/test")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: EquipmentId, db: &Managed<Db>) -> Result<Page, Error> {
    let of = asking(viewer, &layout, db, id).await?.by_its_page()?;
    let stands = of.stands(&layout, &sample())?;
    let form = View::blank(&names(&list_of(&of)));
    page(&layout, db, &of, form, stands, false).await
}

#[derive(FromForm)]
struct Written {
    seq: i64,
    found: HashMap<Check, Maybe<Found>>,
    why: HashMap<Check, Maybe<Line<200>>>,
    functionality: Maybe<Letter>,
    appearance: Maybe<Letter>,
    /// Both in mWh.
    design: Maybe<Whole<1, 1_000_000>>,
    full: Maybe<Whole<0, 1_000_000>>,
    system: Maybe<Line<120>>,
    licence: Maybe<Line<200>>,
    performer: Maybe<PersonId>,
}

#[post("/equipment/<id>/test", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: EquipmentId,
    form: Form<Contextual<'_, Written>>,
    db: &Managed<Db>,
) -> Result<Submitted, Error> {
    let of = asking(viewer, &layout, db, id).await?.by_its_page()?;
    let list = list_of(&of);
    let mut again = layout.again(&names(&list), &form.context)?;
    let deed = match &form.value {
        Some(written) => asked(&layout, &list, written, &mut again)?.map(|deed| (deed, written)),
        None => None,
    };
    let Some((deed, written)) = deed else {
        return Ok(Submitted::Refused(page(&layout, db, &of, again, None, true).await?));
    };
    let passed = matches!(deed, EventKind::TestPass { .. });
    let act = Act { performed_by: written.performer.0, ..Act::new(written.seq, deed) };
    match chain::act(db, &of.by, id, act, layout.now).await {
        Ok(_) => Ok(Submitted::accepted(of.back_href, if passed { "chain-done-test" } else { "chain-done-test-failed" })),
        Err(error) => {
            let (why, of) = refused(&layout, error, of)?;
            Ok(Submitted::Refused(page(&layout, db, &of, again, Some(why), true).await?))
        }
    }
}

/// What the form says, each mistake beside its field.
fn asked(layout: &Layout<'_>, list: &Checklist, written: &Written, again: &mut View) -> Result<Option<EventKind>, Error> {
    // Which check is meant, so that twenty lines of the summary are not one.
    let mut need_of = |name: &'static str, given: bool, key: &str, check: Option<Check>| -> Result<(), Error> {
        if !given && !again.is_wrong(name) {
            let named = check.map(|check| layout.text(&format!("check-{check}"))).transpose()?.unwrap_or_default();
            again.mistake(name, layout.text_with(key, [("check", FluentValue::from(named))])?);
        }
        Ok(())
    };
    let mut checks = Vec::new();
    for check in list.checks {
        let (name, why) = fields(*check);
        let reason = written.why.get(check).cloned().and_then(|why| why.0).map(|why| why.0).unwrap_or_default();
        let found = written.found.get(check).and_then(|found| found.0);
        need_of(name, found.is_some(), "test-missing-found", Some(*check))?;
        let told = found != Some(Found::NotApplicable) || !reason.is_empty();
        need_of(why, told, "test-missing-why", Some(*check))?;
        checks.extend(found.map(|found| CheckResult { check: *check, found, reason }));
    }
    if checks.iter().any(|result| result.found == Found::Fail) {
        return Ok(again.errors.is_empty().then_some(EventKind::TestFail { checks }));
    }
    let measured = checks.iter().any(|result| result.check == Check::Battery && result.found == Found::Pass);
    let battery = match (&written.design.0, &written.full.0) {
        (Some(design), Some(full)) => Some(BatteryMeasure { design_capacity_mwh: design.0, full_capacity_mwh: full.0 }),
        _ => None,
    };
    let mut need = |name, given, key| need_of(name, given, key, None);
    need("functionality", written.functionality.0.is_some(), "test-missing-functionality")?;
    need("appearance", written.appearance.0.is_some(), "triage-missing-appearance")?;
    need("design", !measured || written.design.0.is_some(), "test-missing-battery")?;
    need("full", !measured || written.full.0.is_some(), "test-missing-battery")?;
    need("system", written.system.0.is_some(), "test-missing-system")?;
    need("licence", written.licence.0.is_some(), "test-missing-licence")?;
    let (Some(functionality), Some(appearance), true) = (written.functionality.0, written.appearance.0, again.errors.is_empty())
    else {
        return Ok(None);
    };
    Ok(Some(EventKind::TestPass {
        checks,
        functionality,
        appearance,
        battery: battery.filter(|_| measured),
        system: written.system.clone().or_empty(),
        licence_note: written.licence.clone().or_empty(),
    }))
}

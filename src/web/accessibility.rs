//! « Déclaration d'accessibilité »: what the installation declares, what is checked by program, whom to tell.

use super::errors::Error;
use super::layout::{Layout, Page};
use crate::accessibility::{Accessibility, State, Why};
use crate::config::Config;
use crate::texts::format;
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use rocket::{Route, State as Managed, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show]
}

const RECOURSE: &str = "https://formulaire.defenseurdesdroits.fr/";

#[derive(Serialize)]
struct StatementPage {
    lead: String,
    law: String,
    state: String,
    audit: Option<AuditPart>,
    exceptions: Vec<ExceptionRow>,
    email: String,
    phone: String,
    recourse_href: &'static str,
    written: String,
}

#[derive(Serialize)]
struct AuditPart {
    over: bool,
    by: String,
    on: String,
    method: String,
    pages: String,
    tools: String,
    readers: String,
}

#[derive(Serialize)]
struct ExceptionRow {
    what: String,
    why: String,
    reason: String,
}

#[get("/accessibility")]
fn show(layout: Layout<'_>, config: &Managed<Config>) -> Result<Page, Error> {
    let declared = &config.accessibility;
    let group = layout.group();
    let body = declared.body.clone().or_else(|| group.map(|group| group.name.clone())).unwrap_or_else(|| "Parcommun".to_owned());
    let law = match declared.article_47 {
        Some(true) => "accessibility-law-yes",
        Some(false) => "accessibility-law-no",
        None => "accessibility-law-unknown",
    };
    let service = FluentValue::from(config.public_url.as_str().to_owned());
    let page = StatementPage {
        lead: layout.text_with("accessibility-lead", [("body", body.into()), ("service", service)])?,
        law: layout.text(law)?,
        state: state(&layout, declared)?,
        audit: audit(&layout, declared),
        exceptions: exceptions(&layout, declared)?,
        email: group.map(|group| group.email.clone()).unwrap_or_default(),
        phone: group.map(|group| group.phone.clone()).unwrap_or_default(),
        recourse_href: RECOURSE,
        written: layout
            .text_with("accessibility-written", [("day", format::whole_day(layout.language, declared.written_on).into())])?,
    };
    layout.page("accessibility/show", layout.text("accessibility-title")?, &page)
}

fn state(layout: &Layout<'_>, declared: &Accessibility) -> Result<String, Error> {
    let met = declared.audit.as_ref().map_or(0, |audit| audit.criteria_met);
    match declared.state(layout.today()) {
        State::Unaudited => layout.text("accessibility-state-none"),
        State::Below => layout.text("accessibility-state-below"),
        State::Partly => layout.text_with("accessibility-state-partly", [("met", FluentValue::from(met))]),
        State::Wholly => layout.text("accessibility-state-wholly"),
    }
}

fn audit(layout: &Layout<'_>, declared: &Accessibility) -> Option<AuditPart> {
    let audit = declared.audit.as_ref()?;
    Some(AuditPart {
        over: declared.state(layout.today()) == State::Unaudited,
        by: audit.by.clone(),
        on: format::whole_day(layout.language, audit.on),
        method: audit.method.clone(),
        pages: audit.pages.join(", "),
        tools: audit.tools.join(", "),
        readers: audit.readers.join(", "),
    })
}

fn exceptions(layout: &Layout<'_>, declared: &Accessibility) -> Result<Vec<ExceptionRow>, Error> {
    let row = |known: &crate::accessibility::Exception| {
        let why = match known.why {
            Why::Breach => "accessibility-why-breach",
            Why::Burden => "accessibility-why-burden",
            Why::Exempt => "accessibility-why-exempt",
        };
        Ok(ExceptionRow { what: known.what.clone(), why: layout.text(why)?, reason: known.reason.clone() })
    };
    declared.not_accessible.iter().map(row).collect()
}

/// The words of the link that stands on every page: the state, short.
pub fn label(config: &Config, today: NaiveDate) -> &'static str {
    match config.accessibility.state(today) {
        State::Unaudited | State::Below => "layout-accessibility-none",
        State::Partly => "layout-accessibility-partly",
        State::Wholly => "layout-accessibility-wholly",
    }
}

/// The address of the statement.
pub fn href() -> String {
    uri!(show).to_string()
}

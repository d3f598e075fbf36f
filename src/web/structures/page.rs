//! The page of one structure: who it is, what it buys, what is left, and the doors that the viewer may open.

use super::listing::absence;
use crate::domain::agreements::Agreements;
use crate::domain::ids::StructureId;
use crate::domain::people::Role;
use crate::domain::time::{Minutes, Month};
use crate::store::access::{
    Coordinator, DuesOf, HoursOf, MemberOf, PeopleOf, Referent, RegisterOf, TransfersOf, Viewer, VisitsOf, WordsOf,
};
use crate::store::people::Member;
use crate::store::structures::Structure;
use crate::store::{Db, group, hours, people};
use crate::web::errors::Error;
use crate::web::layout::Layout;
use crate::web::series;
use fluent_bundle::FluentValue;
use rocket::uri;
use serde::Serialize;

#[derive(Serialize)]
pub struct StructurePage {
    index_href: Option<String>,
    name: String,
    over: String,
    /// Whether anything is known of who and where.
    facts: bool,
    address: String,
    phone: String,
    phone_href: String,
    referents: String,
    /// Nobody is invited yet, and the viewer may.
    invite_href: Option<String>,
    agreement_now: Option<String>,
    absence: Option<String>,
    amendments: Vec<AmendmentRow>,
    deeds: Option<Deeds>,
    month: Option<MonthCard>,
    sharing: Vec<Sharing>,
    upkeep: Option<series::OfStructure>,
    doors: Vec<Door>,
}

#[derive(Serialize)]
struct AmendmentRow {
    from: String,
    kind: String,
    /// The last month of an agreement that ends.
    until: Option<String>,
    /// A badge's words for the one that holds and those to come.
    holds: Option<String>,
    coming: Option<String>,
    monthly: String,
    note: String,
}

/// What the coordinator may do here.
#[derive(Serialize)]
struct Deeds {
    edit_href: String,
    amend_href: Option<String>,
    renew_href: Option<String>,
    ending_href: Option<String>,
}

/// The month's hours so far.
#[derive(Serialize)]
struct MonthCard {
    title: String,
    left: String,
    left_of: String,
    /// The gauge's width; none when there is nothing to compare with.
    used: Option<String>,
    lines: Vec<MonthLine>,
    expiring: Option<String>,
}

/// A switch of the referent: whether employees see something.
#[derive(Serialize)]
struct Sharing {
    href: String,
    said: String,
    /// What the button does: the opposite.
    button: String,
    shown: bool,
}

#[derive(Serialize)]
struct MonthLine {
    label: String,
    value: String,
    bad: bool,
}

#[derive(Serialize)]
struct Door {
    href: String,
    label: String,
    hint: String,
}

impl StructurePage {
    pub async fn of(
        viewer: &Viewer,
        layout: &Layout<'_>,
        db: &Db,
        structure: Structure,
        agreements: Option<Agreements>,
    ) -> Result<Self, Error> {
        let month = Month::of(layout.today());
        let members = people::of_structure(db, viewer, structure.id).await?;
        let nobody = members.is_empty() && PeopleOf::of(viewer, structure.id).is_some();
        let several = group::serves_group(viewer) || viewer.homes().len() > 1;
        let deeds = Coordinator::of(viewer).map(|_| deeds(structure.id, agreements.as_ref(), month));
        let agreements = agreements.as_ref();
        let now = agreements.filter(|agreements| agreements.covers(month)).map(|agreements| {
            let monthly = layout.duration(agreements.monthly(month));
            layout.text_with("structures-agreement-now", [("monthly", FluentValue::from(monthly))])
        });
        Ok(Self {
            index_href: several.then(|| uri!(super::index).to_string()),
            over: over(layout, &structure, agreements)?,
            phone_href: format!("tel:{}", structure.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>()),
            facts: !(structure.address.is_empty() && structure.phone.is_empty() && names(&members).is_empty()),
            referents: names(&members),
            invite_href: nobody.then(|| people_href(structure.id)),
            agreement_now: now.transpose()?,
            absence: agreements.map(|agreements| absence(layout, agreements, month)).transpose()?.flatten(),
            amendments: agreements.map_or(Ok(Vec::new()), |agreements| amendment_rows(layout, agreements, month))?,
            deeds,
            month: month_card(viewer, layout, db, structure.id, month).await?,
            sharing: sharing(viewer, layout, db, structure.id).await?,
            upkeep: series::of_structure(viewer, layout, db, structure.id).await?,
            doors: doors(viewer, layout, structure.id, members.len())?,
            name: structure.name,
            address: structure.address,
            phone: structure.phone,
        })
    }
}

fn over(layout: &Layout<'_>, structure: &Structure, agreements: Option<&Agreements>) -> Result<String, Error> {
    let mut parts = vec![layout.text_with("structures-code-is", [("code", FluentValue::from(structure.code.to_string()))])?];
    if !structure.city.is_empty() {
        parts.push(structure.city.clone());
    }
    let today = Month::of(layout.today());
    let begun = agreements.and_then(|agreements| agreements.all().rev().find(|agreement| agreement.first_month <= today));
    if let Some(agreement) = begun {
        let since = layout.month(agreement.first_month);
        parts.push(layout.text_with("structures-member-since", [("month", FluentValue::from(since))])?);
    }
    Ok(parts.join(" · "))
}

fn names(members: &[Member]) -> String {
    let referents = members.iter().filter(|member| member.role == Role::Referent);
    referents.map(|member| member.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn people_href(structure: StructureId) -> String {
    uri!(crate::web::people::index(structure)).to_string()
}

fn deeds(structure: StructureId, agreements: Option<&Agreements>, month: Month) -> Deeds {
    let last_month = agreements.and_then(|agreements| agreements.latest().last_month);
    let left = last_month.is_some_and(|last| last < month);
    Deeds {
        edit_href: uri!(super::edit(structure)).to_string(),
        amend_href: (agreements.is_some() && !left).then(|| uri!(super::amendments::new(structure)).to_string()),
        renew_href: left.then(|| uri!(super::agreements::new(structure)).to_string()),
        ending_href: agreements.map(|_| uri!(super::ending::show(structure, None::<Month>)).to_string()),
    }
}

/// The latest first; the first of each agreement is the agreement itself, its last tells the end.
fn amendment_rows(layout: &Layout<'_>, agreements: &Agreements, month: Month) -> Result<Vec<AmendmentRow>, Error> {
    let mut rows = Vec::new();
    for agreement in agreements.all().rev() {
        let holding = agreement.amendments.iter().rposition(|amendment| amendment.from_month <= month);
        let holding = holding.filter(|_| agreement.covers(month));
        let mut last_month = agreement.last_month;
        for (number, amendment) in agreement.amendments.iter().enumerate().rev() {
            rows.push(AmendmentRow {
                from: layout.month(amendment.from_month),
                kind: match number {
                    0 => layout.text("structures-agreement-itself")?,
                    n => layout.text_with("structures-amendment-n", [("n", FluentValue::from(n))])?,
                },
                until: last_month
                    .take()
                    .map(|last| layout.text_with("structures-ends", [("month", FluentValue::from(layout.month(last)))]))
                    .transpose()?,
                holds: (holding == Some(number)).then(|| layout.text("structures-holds")).transpose()?,
                coming: (amendment.from_month > month).then(|| layout.text("structures-coming")).transpose()?,
                monthly: layout.duration(amendment.monthly),
                note: amendment.note.clone(),
            });
        }
    }
    Ok(rows)
}

/// All of the month for who may read the hours; what is left for the other members.
async fn month_card(
    viewer: &Viewer,
    layout: &Layout<'_>,
    db: &Db,
    structure: StructureId,
    month: Month,
) -> Result<Option<MonthCard>, Error> {
    let title = layout.text_with("structures-month-title", [("month", FluentValue::from(layout.month(month)))])?;
    let Some(hours::Readable { left, whole }) = hours::readable_of(db, viewer, structure, month).await? else { return Ok(None) };
    if let Some(row) = whole {
        return whole_card(layout, title, &row).map(Some);
    }
    let left_of = layout.text("structures-left-this-month")?;
    Ok(Some(MonthCard { title, left: layout.duration(left), left_of, used: None, lines: Vec::new(), expiring: None }))
}

async fn sharing(viewer: &Viewer, layout: &Layout<'_>, db: &Db, structure: StructureId) -> Result<Vec<Sharing>, Error> {
    let Some(referent) = Referent::of(viewer, structure) else { return Ok(Vec::new()) };
    let Some(hours::Shown { left, time }) = hours::shown(db, &referent).await? else { return Ok(Vec::new()) };
    let switch = |href: String, what: &str, shown: bool| {
        let (said, button) = if shown { ("is-shown", "hide") } else { ("is-hidden", "show") };
        let said = layout.text(&format!("structures-{what}-{said}"))?;
        Ok::<_, Error>(Sharing { href, said, button: layout.text(&format!("structures-{what}-{button}"))?, shown })
    };
    Ok(vec![
        switch(uri!(super::share_left(structure)).to_string(), "left", left)?,
        switch(uri!(super::share_time(structure)).to_string(), "time", time)?,
    ])
}

fn whole_card(layout: &Layout<'_>, title: String, row: &hours::Row) -> Result<MonthCard, Error> {
    let own = row.left + row.from_lots;
    let mut lines = Vec::new();
    let parts = [
        ("structures-month-allotted", row.allotted, false, true),
        ("structures-month-carried", row.carried_in, false, false),
        ("structures-month-repaid", row.repaid, false, false),
        ("structures-month-charged", row.charged, false, true),
        ("structures-month-pot", row.from_pot, true, false),
        ("structures-month-borrowed", row.borrowed, true, false),
        ("structures-month-sold", row.sold, true, false),
    ];
    for (key, minutes, bad, always) in parts {
        if always || !minutes.is_zero() {
            lines.push(MonthLine { label: layout.text(key)?, value: layout.duration(minutes), bad });
        }
    }
    let told = |key: &str, minutes: Minutes| layout.text_with(key, [("hours", FluentValue::from(layout.duration(minutes)))]);
    Ok(MonthCard {
        title,
        left: layout.duration(row.left),
        left_of: told("structures-left-of", own)?,
        used: (own > Minutes::ZERO).then(|| format!("{}%", (row.from_lots.0 * 100 / own.0).clamp(0, 100))),
        lines,
        expiring: (row.expiring > Minutes::ZERO).then(|| told("structures-month-expiring", row.expiring)).transpose()?,
    })
}

/// The pages of the structure, each asked of the capability that it demands.
fn doors(viewer: &Viewer, layout: &Layout<'_>, structure: StructureId, people: usize) -> Result<Vec<Door>, Error> {
    let mut doors = Vec::new();
    let mut door = |may: bool, href: String, name: &str| -> Result<(), Error> {
        if may {
            let args = [("n", FluentValue::from(people))];
            doors.push(Door {
                href,
                label: layout.text(&format!("structures-door-{name}"))?,
                hint: layout.text_with(&format!("structures-door-{name}-hint"), args)?,
            });
        }
        Ok(())
    };
    door(HoursOf::of(viewer, structure).is_some(), crate::web::hours::href(structure, None), "hours")?;
    door(WordsOf::of(viewer, structure).is_some(), crate::web::tickets::of_structure_href(structure), "tickets")?;
    door(VisitsOf::of(viewer, structure).is_some(), crate::web::visits::of_structure_href(structure), "visits")?;
    door(RegisterOf::of(viewer, structure).is_some(), crate::web::equipment::of_structure_href(structure), "equipment")?;
    door(TransfersOf::of(viewer, structure).is_some(), crate::web::transfers::of_structure_href(structure), "transfers")?;
    door(MemberOf::of(viewer, structure).is_some(), crate::web::help_sheets::index_href(), "help-sheets")?;
    door(DuesOf::of(viewer, structure).is_some(), crate::web::money::dues_href(structure), "dues")?;
    door(PeopleOf::of(viewer, structure).is_some(), people_href(structure), "people")?;
    door(Referent::of(viewer, structure).is_some(), crate::web::looking::href(structure), "looking")?;
    Ok(doors)
}

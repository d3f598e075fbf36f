//! Who is away, and where there is room for a visit.

use super::{ahead, standing, time_of};
use crate::domain::calendar::Calendar;
use crate::domain::ids::{PersonId, VisitId};
use crate::domain::interventions::Absence;
use crate::domain::interventions::working_time::monday_of;
use crate::domain::people::Duty;
use crate::domain::time::Minutes;
use crate::domain::visits::{Availability, VisitTime, Wall};
use crate::store::access::{Scope, Technician, VisitsOf};
use crate::store::contracts::{self, Engaged};
use crate::store::entities::visit;
use crate::store::{Db, DbErr, calendar, people};
use chrono::{Days, NaiveDate};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select};

/// How far ahead room is looked for, days.
const DAYS_AHEAD: u64 = 56;

/// A technician who is away, and who answers meanwhile: never why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    pub name: String,
    pub days: Absence,
    pub cover: Option<String>,
}

/// The absences of technicians that reach into so many days from a day on, in order: what a structure is told.
pub async fn away(db: &Db, _by: &VisitsOf, from: NaiveDate, days: u64) -> Result<Vec<Away>, DbErr> {
    away_in(&db.read, from, from.checked_add_days(Days::new(days)).unwrap_or(from)).await
}

/// The absences of technicians that reach into the week of a Monday, one's own among them.
pub async fn away_in_week(db: &Db, _by: &Technician, monday: NaiveDate) -> Result<Vec<Away>, DbErr> {
    away_in(&db.read, monday, monday + Days::new(7)).await
}

async fn away_in(db: &impl ConnectionTrait, from: NaiveDate, until: NaiveDate) -> Result<Vec<Away>, DbErr> {
    let all = technicians_in(db).await?;
    let name = |id: PersonId| all.iter().find(|one| one.person == id).map(|one| one.name.clone());
    let mut away = Vec::new();
    for one in &all {
        let near = one.absences.iter().filter(|absence| absence.days.last >= from && absence.days.first < until);
        away.extend(near.map(|absence| Away { name: one.name.clone(), days: absence.days, cover: absence.cover.and_then(name) }));
    }
    away.sort_by(|a, b| (a.days.first, &a.name).cmp(&(b.days.first, &b.name)));
    Ok(away)
}

/// Where a visit of that length fits into a technician's time, `but` being the visit that is moved.
pub async fn free_slots(
    db: &Db,
    by: &Technician,
    technician: PersonId,
    length: Minutes,
    but: Option<VisitId>,
    (now, most): (Wall, usize),
) -> Result<Vec<VisitTime>, DbErr> {
    let promised = calendar::promised(db, by).await?;
    let Some(engaged) = contracts::engaged_in(&db.read, &[technician]).await?.pop() else { return Ok(Vec::new()) };
    let select = standing(Scope::from(by).visits()).filter(visit::Column::TechnicianId.eq(technician));
    let rows: Vec<visit::Model> = since_monday(select, now).all(&db.read).await?;
    let visits = rows.iter().filter(|row| Some(row.id) != but).map(time_of).collect::<Result<_, _>>()?;
    Ok(availability(&promised.calendar, &engaged, visits).free_slots(now, length, DAYS_AHEAD).take(most).collect())
}

/// The first time from a moment on at which some technician could come: a time, not whom and not why others are taken.
pub async fn next_free(db: &Db, by: &VisitsOf, from: Wall, length: Minutes) -> Result<Option<VisitTime>, DbErr> {
    let promised = calendar::promised(db, by).await?;
    // Visits to every structure: what is told of them is only that a time is not free.
    let rows: Vec<visit::Model> = since_monday(standing(visit::Entity::find()), from).all(&db.read).await?;
    let mut earliest: Option<VisitTime> = None;
    for engaged in technicians_in(&db.read).await? {
        let own = rows.iter().filter(|row| row.technician_id == engaged.person);
        let visits = own.map(time_of).collect::<Result<_, _>>()?;
        let first = availability(&promised.calendar, &engaged, visits).free_slots(from, length, DAYS_AHEAD).next();
        earliest = earliest.into_iter().chain(first).min();
    }
    Ok(earliest)
}

/// The whole of the present week counts against its hours.
fn since_monday(select: Select<visit::Entity>, now: Wall) -> Select<visit::Entity> {
    select.filter(visit::Column::Day.gte(monday_of(now.day)))
}

fn availability<'a>(calendar: &'a Calendar, of: &Engaged, visits: Vec<VisitTime>) -> Availability<'a> {
    Availability {
        calendar,
        weekly: of.contracts.iter().map(|(from, contract)| (*from, contract.weekly)).collect(),
        absences: of.absences.iter().map(|absence| absence.days).collect(),
        visits,
    }
}

async fn technicians_in(db: &impl ConnectionTrait) -> Result<Vec<Engaged>, DbErr> {
    let on_duty: Vec<PersonId> = people::on_duty_in(db, Duty::Technician).await?.into_iter().map(|person| person.id).collect();
    contracts::engaged_in(db, &on_duty).await
}

/// The standing visits of a technician that are ahead, and their absences: what another visit is judged by.
pub(super) async fn taken_in(
    db: &impl ConnectionTrait,
    technician: PersonId,
    now: Wall,
) -> Result<(Vec<visit::Model>, Vec<Absence>), DbErr> {
    let select = ahead(visit::Entity::find(), now).filter(visit::Column::TechnicianId.eq(technician));
    let engaged = contracts::engaged_in(db, &[technician]).await?.pop();
    let absences = engaged.map(|one| one.absences.iter().map(|absence| absence.days).collect());
    Ok((select.all(db).await?, absences.unwrap_or_default()))
}

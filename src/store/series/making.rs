//! What is due becomes tickets: each date once, by whichever instance holds the series first.

use super::{Date, Plan, plan_of};
use crate::domain::agreements::Agreements;
use crate::domain::calendar::Calendar;
use crate::domain::ids::{EquipmentId, PersonId, SeriesId, StructureId, TicketId};
use crate::domain::people::{Duty, Role};
use crate::domain::series::{Skipped, due, visit_day};
use crate::domain::tickets::{Channel, Impact, Urgency};
use crate::domain::time::Month;
use crate::store::entities::{equipment, membership, series, series_equipment, series_occurrence};
use crate::store::tickets::{NewTicket, Submission, TicketError, submit_in, write_steps_in};
use crate::store::{Db, DbErr, agreements, calendar, people};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

/// What a round made of series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    pub tickets: usize,
    pub skipped: usize,
}

/// Makes a ticket of every date that is due, and writes down which were skipped. Run again, or by another instance, it does
/// nothing twice.
pub async fn make_due(db: &Db, now: DateTime<Utc>) -> Result<Made, DbErr> {
    let running = series::Entity::find().filter(series::Column::StoppedAt.is_null()).order_by_asc(series::Column::Id);
    let running = running.all(&db.read).await?;
    if running.is_empty() {
        return Ok(Made::default());
    }
    let calendar = calendar::promised_in(&db.read).await?.calendar;
    let today = now.with_timezone(&calendar.zone()).date_naive();
    let agreements = agreements::all_in(&db.read).await?;
    let mut made = Made::default();
    for row in running {
        // Most rounds find nothing: only what is due takes the lock.
        let last = last_in(&db.read, row.id).await?;
        if !is_due(&row, last, today) {
            continue;
        }
        let of_structure = agreements.get(&row.structure_id);
        let one = make_of_one(db, row.id, &calendar, of_structure, today, now).await?;
        made.tickets += one.tickets;
        made.skipped += one.skipped;
    }
    Ok(made)
}

fn is_due(row: &series::Model, last: Option<NaiveDate>, today: NaiveDate) -> bool {
    let due = due(&row.rule, row.starts_on, row.due_from, last, today, row.days_ahead);
    !(due.made.is_empty() && due.skipped.is_empty())
}

/// The last date that something became of.
async fn last_in(db: &impl ConnectionTrait, of: SeriesId) -> Result<Option<NaiveDate>, DbErr> {
    let last: Option<Option<NaiveDate>> = series_occurrence::Entity::find()
        .select_only()
        .column_as(series_occurrence::Column::OnDay.max(), "last")
        .filter(series_occurrence::Column::SeriesId.eq(of))
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.flatten())
}

/// All that is due of one series, in one transaction that holds it.
async fn make_of_one(
    db: &Db,
    id: SeriesId,
    calendar: &Calendar,
    agreements: Option<&Agreements>,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Made, DbErr> {
    let tx = db.begin_write().await?;
    let held = series::Entity::find_by_id(id).filter(series::Column::StoppedAt.is_null()).lock_exclusive().one(&tx).await?;
    let Some(row) = held else { return Ok(Made::default()) };
    // Read again: another instance may have been faster.
    let due = due(&row.rule, row.starts_on, row.due_from, last_in(&tx, id).await?, today, row.days_ahead);
    let date = |on: NaiveDate| Date { on, visit_on: visit_day(calendar, on) };
    let mut made = Made::default();
    for on in due.skipped {
        made.skipped += usize::from(record_in(&tx, id, date(on), Err(Skipped::Missed), now).await?);
    }
    let structure = row.structure_id;
    let machines = machines_in(&tx, id, structure).await?;
    let preparing = Preparing { structure, plan: plan_of(row, machines) };
    for on in due.made {
        if !agreements.is_some_and(|agreements| agreements.covers(Month::of(on))) {
            made.skipped += usize::from(record_in(&tx, id, date(on), Err(Skipped::NoAgreement), now).await?);
            continue;
        }
        let ticket = TicketId::new(now);
        prepare_in(&tx, &preparing, ticket, now).await?;
        if !record_in(&tx, id, date(on), Ok(ticket), now).await? {
            // Held by nobody and yet there: nothing of this is kept.
            return Ok(Made::default());
        }
        made.tickets += 1;
    }
    tx.commit().await?;
    Ok(made)
}

/// Writes down what became of a date; `false` when something had already.
pub(in crate::store) async fn record_in(
    tx: &impl ConnectionTrait,
    of: SeriesId,
    date: Date,
    outcome: Result<TicketId, Skipped>,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let row = series_occurrence::Model {
        series_id: of,
        on_day: date.on,
        visit_on: date.visit_on,
        ticket_id: outcome.ok(),
        skipped: outcome.err(),
        recorded_at: now,
    };
    let key = [series_occurrence::Column::SeriesId, series_occurrence::Column::OnDay];
    let written = series_occurrence::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(written == 1)
}

/// The machines that are still of the structure and in use, by name.
async fn machines_in(tx: &impl ConnectionTrait, of: SeriesId, structure: StructureId) -> Result<Vec<EquipmentId>, DbErr> {
    let named = series_equipment::Entity::find().filter(series_equipment::Column::SeriesId.eq(of)).all(tx).await?;
    equipment::Entity::find()
        .select_only()
        .column(equipment::Column::Id)
        .filter(equipment::Column::Id.is_in(named.into_iter().map(|row| row.equipment_id)))
        .filter(equipment::Column::StructureId.eq(structure))
        .filter(equipment::Column::RetiredAt.is_null())
        .order_by_asc(equipment::Column::Name)
        .into_tuple()
        .all(tx)
        .await
}

/// What tickets of a series are made of.
pub(in crate::store) struct Preparing {
    pub structure: StructureId,
    pub plan: Plan,
}

/// Makes the ticket of a date with its steps, as every ticket is made; in hand of its technician as long as they are on
/// duty, else for whoever takes it.
pub(in crate::store) async fn prepare_in(
    tx: &impl ConnectionTrait,
    of: &Preparing,
    ticket: TicketId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let plan = &of.plan;
    let new = NewTicket {
        id: ticket,
        words: words(plan),
        urgency: Urgency::Yes,
        impact: Impact::Me,
        machines: plan.machines.clone(),
        site: None,
        confidential: false,
        files: Vec::new(),
    };
    let on_duty = people::on_duty_in(tx, Duty::Technician).await?;
    let submission = Submission {
        structure: of.structure,
        channel: Channel::Series,
        quiet: true,
        author: plan.technician,
        requester: requester_in(tx, of).await?,
        assignee: on_duty.iter().any(|person| person.id == plan.technician).then_some(plan.technician),
        title: Some(plan.title.clone()),
        new,
    };
    submit_in(tx, submission, now).await.map_err(|refused| match refused {
        TicketError::Database(error) => error,
        other => DbErr::Custom(format!("a ticket of a series: {other}")),
    })?;
    write_steps_in(tx, ticket, &plan.steps).await
}

/// Who it is for; once they have left, a referent of the structure.
async fn requester_in(tx: &impl ConnectionTrait, of: &Preparing) -> Result<PersonId, DbErr> {
    let at_home = membership::Entity::find()
        .filter(membership::Column::StructureId.eq(of.structure))
        .filter(membership::Column::EndedAt.is_null())
        .order_by_asc(membership::Column::Id)
        .all(tx)
        .await?;
    let chosen = at_home.iter().find(|row| row.person_id == of.plan.requester);
    let instead = || at_home.iter().find(|row| row.role == Role::Referent);
    Ok(chosen.or_else(instead).map_or(of.plan.requester, |row| row.person_id))
}

/// The first message: what there is to do, the steps one a line.
fn words(plan: &Plan) -> String {
    let what = if plan.words.is_empty() { plan.title.clone() } else { plan.words.clone() };
    let steps = plan.steps.iter().map(|step| format!("– {step}")).collect::<Vec<_>>().join("\n");
    let parts = [what, steps];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

//! Asking for help, by oneself or by telephone.

use super::commands::{Asked, NewTicket, Noted, TicketError, reply_once};
use super::deed::{record_in, say_in};
use super::letters::{self, Announcement};
use super::participations::take_part_in;
use super::reads::Ticket;
use super::{attachments, links, machines, words};
use crate::domain::ids::{EquipmentId, MessageId, PersonId, SiteId, StructureId, TicketId};
use crate::domain::sites::told_by;
use crate::domain::tickets::{Channel, EventKind, Impact, LinkKind, Part, Priority, Refusal, State, Urgency, title_of};
use crate::store::access::{MemberOf, Scope, Technician, Viewer};
use crate::store::entities::{equipment, membership, ticket};
use crate::store::{Db, group, sites};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

/// A request with who asks for whom, and how it came in.
pub(in crate::store) struct Submission {
    pub structure: StructureId,
    pub channel: Channel,
    pub author: PersonId,
    pub requester: PersonId,
    /// Has it in hand from the beginning.
    pub assignee: Option<PersonId>,
    /// `None`: the first sentence.
    pub title: Option<String>,
    /// Nobody is told of it.
    pub quiet: bool,
    pub new: NewTicket,
}

/// Asks for help.
pub async fn submit(db: &Db, by: &MemberOf, new: NewTicket, now: DateTime<Utc>) -> Result<TicketId, TicketError> {
    let person = by.viewer().id();
    submit_alone(db, Submission::asked(by.structure(), Channel::Web, (person, person), new), now).await
}

/// Asks for help through a program; says whether that was now, or before.
pub async fn submit_by_program(
    db: &Db,
    by: &MemberOf,
    new: NewTicket,
    now: DateTime<Utc>,
) -> Result<(TicketId, bool), TicketError> {
    let person = by.viewer().id();
    let tx = db.begin_write().await?;
    let (id, now_made) = submit_once_in(&tx, Submission::asked(by.structure(), Channel::Api, (person, person), new), now).await?;
    if now_made {
        tx.commit().await?;
    }
    Ok((id, now_made))
}

/// What became of what somebody wrote to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It was said there.
    Said,
    /// It asks anew: in this request.
    Anew(TicketId),
}

/// Writes to a request that was found within reach: it is said there or, when that was settled too long ago, asks anew. Says
/// whether that was now, or before.
pub async fn write(
    db: &Db,
    by: &Viewer,
    of: &Ticket,
    asked: Asked,
    channel: Channel,
    now: DateTime<Utc>,
) -> Result<(Written, bool), TicketError> {
    let Some(member) = MemberOf::of(by, of.structure) else {
        return Ok((Written::Said, reply_once(db, by, of.id, asked, now).await?));
    };
    // What asked anew before is not said as well, should the old request have been opened again since.
    let anew = TicketId(asked.message.0);
    let known = Scope::from(by).tickets().filter(ticket::Column::Id.eq(anew)).filter(ticket::Column::AuthorId.eq(by.id()));
    if known.one(&db.read).await?.is_some() && links::follows_in(&db.read, (anew, of.id)).await? {
        return Ok((Written::Anew(anew), false));
    }
    match reply_once(db, by, of.id, asked.clone(), now).await {
        Err(TicketError::Refused(Refusal::TooLate)) => {
            let (anew, made) = follow_up(db, &member, of.id, asked, channel, now).await?;
            Ok((Written::Anew(anew), made))
        }
        said => Ok((Written::Said, said?)),
    }
}

/// Asks anew about what was settled too long ago to be opened again: « suite de » (`tickets.md` § 3). It is about the same machines,
/// at the same site, and as confidential. The key of what was `asked` is that of the request; one that made another request is
/// refused.
async fn follow_up(
    db: &Db,
    by: &MemberOf,
    of: TicketId,
    asked: Asked,
    channel: Channel,
    now: DateTime<Utc>,
) -> Result<(TicketId, bool), TicketError> {
    let person = by.viewer().id();
    let tx = db.begin_write().await?;
    let before = Scope::from(by).tickets().filter(ticket::Column::Id.eq(of)).one(&tx).await?;
    let before = before.filter(|before| before.structure_id == by.structure()).ok_or(TicketError::NotFound)?;
    let mut machines: Vec<EquipmentId> = before.equipment_id.into_iter().collect();
    machines.extend(machines::ids_in(&tx, before.id).await?.into_iter().filter(|id| Some(*id) != before.equipment_id));
    // A site that was put away is not chosen again.
    let site = match before.site_id {
        Some(site) => sites::given_in(&tx, by.structure(), site, None).await?.map(|site| site.id),
        None => None,
    };
    let new = NewTicket {
        id: TicketId(asked.message.0),
        words: asked.words,
        urgency: Urgency::Hardly,
        impact: Impact::Me,
        machines,
        site,
        confidential: before.confidential,
        files: asked.files,
    };
    let (id, made) = submit_once_in(&tx, Submission::asked(by.structure(), channel, (person, person), new), now).await?;
    if made {
        links::link_in(&tx, person, (id, before.id), LinkKind::Follows, now).await?;
        tx.commit().await?;
    } else if !links::follows_in(&tx, (id, before.id)).await? {
        return Err(TicketError::Foreign);
    }
    Ok((id, made))
}

/// Notes what somebody said on the telephone; they are told that it was noted.
pub async fn note_for(db: &Db, by: &Technician, noted: Noted, now: DateTime<Utc>) -> Result<TicketId, TicketError> {
    let at_home = membership::Entity::find()
        .filter(membership::Column::PersonId.eq(noted.requester))
        .filter(membership::Column::StructureId.eq(noted.structure))
        .filter(membership::Column::EndedAt.is_null())
        .one(&db.read)
        .await?;
    at_home.ok_or(TicketError::Foreign)?;
    let people = (by.viewer().id(), noted.requester);
    submit_alone(db, Submission::asked(noted.structure, Channel::Phone, people, noted.new), now).await
}

async fn submit_alone(db: &Db, submission: Submission, now: DateTime<Utc>) -> Result<TicketId, TicketError> {
    let tx = db.begin_write().await?;
    let id = submit_in(&tx, submission, now).await?;
    tx.commit().await?;
    Ok(id)
}

impl Submission {
    fn asked(structure: StructureId, channel: Channel, (author, requester): (PersonId, PersonId), new: NewTicket) -> Self {
        Self { structure, channel, author, requester, assignee: None, title: None, quiet: false, new }
    }
}

/// Writes a request with its first message, its people, its history and its letters, unless it is made quietly.
pub(in crate::store) async fn submit_in(
    tx: &impl ConnectionTrait,
    submission: Submission,
    now: DateTime<Utc>,
) -> Result<TicketId, TicketError> {
    Ok(submit_once_in(tx, submission, now).await?.0)
}

/// The same; says whether it was written now, or before.
async fn submit_once_in(
    tx: &impl ConnectionTrait,
    submission: Submission,
    now: DateTime<Utc>,
) -> Result<(TicketId, bool), TicketError> {
    // First of all: the same request sent twice at once waits here on PostgreSQL. A number that is not used is not taken.
    let number = group::next_ticket_number(tx).await?;
    let Submission { structure, author, requester, assignee, quiet, ref new, .. } = submission;
    if let Some(known) = ticket::Entity::find_by_id(new.id).one(tx).await? {
        return if known.author_id == author { Ok((known.id, false)) } else { Err(TicketError::Foreign) };
    }
    let machines = machines::of_structure_in(tx, structure, &new.machines).await?;
    let site = site_in(tx, structure, new.site, &machines).await?;
    let row = ticket::Model {
        equipment_id: machines.first().map(|machine| machine.id),
        site_id: site,
        ..new_row(&submission, number, now)
    };
    let announced = Announcement::of(&row);
    ticket::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    let new = submission.new;
    machines::join_in(tx, new.id, machines.iter().map(|machine| machine.id)).await?;
    let message = say_in(tx, new.id, author, MessageId::new(now), &new.words, false, now).await?;
    take_part_in(tx, new.id, requester, Part::Requester, now).await?;
    attachments::join_in(tx, author, (new.id, message), &new.files, now).await?;
    words::index_in(tx, new.id).await?;
    record_in(tx, new.id, author, EventKind::Submitted, "", now).await?;
    if let Some(assignee) = assignee {
        record_in(tx, new.id, assignee, EventKind::Taken, "", now).await?;
    }
    if !quiet {
        letters::submitted_in(tx, &announced, author, requester, &new.words, now).await?;
    }
    Ok((new.id, true))
}

/// Where it is: at the site that was said, else as the machines tell.
async fn site_in(
    tx: &impl ConnectionTrait,
    structure: StructureId,
    said: Option<SiteId>,
    machines: &[equipment::Model],
) -> Result<Option<SiteId>, TicketError> {
    match said {
        Some(site) => Ok(Some(sites::given_in(tx, structure, site, None).await?.ok_or(TicketError::NoSite)?.id)),
        None => Ok(told_by(machines.iter().map(|machine| machine.site_id))),
    }
}

/// The row, but for its machines and its site.
fn new_row(of: &Submission, number: i64, now: DateTime<Utc>) -> ticket::Model {
    let new = &of.new;
    let priority = Priority::of(new.urgency, new.impact);
    ticket::Model {
        id: new.id,
        number,
        structure_id: of.structure,
        title: of.title.clone().unwrap_or_else(|| title_of(&new.words)),
        channel: of.channel,
        urgency: new.urgency,
        impact: new.impact,
        priority,
        queue_rank: priority.queue_rank(new.impact),
        state: if of.assignee.is_some() { State::InHand } else { State::Received },
        outcome: None,
        assignee_id: of.assignee,
        author_id: of.author,
        requester_id: of.requester,
        equipment_id: None,
        site_id: None,
        version: 1,
        received_at: now,
        // Who notes a call has read it, and so has who has it in hand.
        read_at: (of.channel == Channel::Phone || of.assignee.is_some()).then_some(now),
        answered_at: None,
        settled_at: None,
        changed_at: now,
        confidential: new.confidential,
        merged_into: None,
        outage_id: None,
        category_id: None,
    }
}

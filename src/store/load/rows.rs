//! The rows of the made-up group: arithmetic over a counter, so that two loads are alike.

use super::{MACHINES, Scale};
use crate::domain::ids::{
    AttachmentId, EntryId, EquipmentId, InterventionId, MessageId, PersonId, StructureId, TicketEventId, TicketId,
};
use crate::domain::interventions::Kind;
use crate::domain::tickets::files::FileKind;
use crate::domain::tickets::{Channel, EventKind, Impact, Outcome, Part, Priority, State, Urgency};
use crate::domain::time::{Minutes, Month};
use crate::store::entities::{attachment, intervention, message, participation, stored_file, ticket, ticket_event, ticket_pause};
use crate::store::secrets;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use uuid::Uuid;

/// More than a structure has: their ids are counted in it.
pub const MOST_PEOPLE: usize = 1000;
/// The same of machines.
const MOST_MACHINES: usize = 10_000;

/// The last tickets of the first structure have conversations of a length that is measured.
const MEASURED: [usize; 3] = [20, 500, 5];
/// How many pictures the longest of them shows.
const SHOWN: usize = 50;

/// What people write, about as long as they do.
const WORDS: &str = "L'imprimante du bureau d'accueil ne répond plus depuis ce matin. J'ai éteint et rallumé deux fois, le voyant \
    orange clignote toujours. Nous devons imprimer les dossiers de demain avant midi.";
const ANSWER: &str = "Bonjour, je regarde à distance dans l'heure. Si le voyant reste orange, débranchez le câble réseau une minute. \
    Je passe jeudi si cela ne suffit pas.";

/// In one ticket of a thousand.
const RARE: &str = " On y lit « zirconium ».";

/// The id of something numbered.
pub fn id(kind: &str, number: usize) -> Uuid {
    const LOAD: Uuid = Uuid::from_u128(0x7061_7263_6f6d_6d75_6e2e_6c6f_6164_2121);
    Uuid::new_v5(&LOAD, format!("{kind}/{number}").as_bytes())
}

pub fn technician(number: usize) -> PersonId {
    PersonId(id("technician", number))
}

pub fn member(structure: usize, who: usize) -> PersonId {
    PersonId(id("member", structure * MOST_PEOPLE + who))
}

pub fn machine(structure: usize, number: usize) -> EquipmentId {
    EquipmentId(id("machine", structure * MOST_MACHINES + number))
}

/// The serial number of a machine, as its agent tells it.
pub fn serial(structure: usize, number: usize) -> String {
    format!("SN{structure:04}{number:04}")
}

/// One structure's share of everything.
pub struct House {
    pub number: usize,
    pub scale: Scale,
    pub first: Month,
    pub today: NaiveDate,
}

/// Whole parts of `total`; the first ones have the rest.
fn share(total: usize, parts: usize, part: usize) -> usize {
    total / parts + usize::from(part < total % parts)
}

/// A number that looks like chance and is the same each time.
fn scattered(number: usize) -> usize {
    number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 17
}

impl House {
    /// The days from the first month until today, spread evenly over a count.
    fn day(&self, index: usize, of: usize) -> NaiveDate {
        let start = self.first.first_day();
        let span = usize::try_from((self.today - start).num_days()).unwrap_or(0);
        let passed = index * span / of.max(1);
        start.checked_add_days(Days::new(passed as u64)).unwrap_or(self.today).min(self.today)
    }

    pub fn tickets(&self) -> impl Iterator<Item = ticket::Model> {
        let count = share(self.scale.tickets, self.scale.structures, self.number);
        (0..count).map(move |index| self.ticket(index, count))
    }

    fn ticket(&self, index: usize, count: usize) -> ticket::Model {
        let number = index * self.scale.structures + self.number + 1;
        let chance = scattered(number);
        let minute = i64::try_from(chance % 540).unwrap_or(0);
        let received_at = moment(self.day(index, count), minute);
        let urgency = Urgency::ALL[chance % Urgency::ALL.len()];
        let impact = if chance.is_multiple_of(7) { Impact::Several } else { Impact::Me };
        let priority = Priority::of(urgency, impact);
        let left = count - index;
        let state = match left {
            1 => State::InHand,
            left if left > self.scale.open => State::Settled,
            left if left.is_multiple_of(2) => State::Received,
            _ => State::Waiting,
        };
        let settled_at = (state == State::Settled).then(|| received_at + TimeDelta::hours(20));
        let answered = state != State::Received;
        let requester_id = member(self.number, 1 + chance % (self.scale.people - 1));
        ticket::Model {
            id: TicketId::new(received_at),
            number: i64::try_from(number).unwrap_or(i64::MAX),
            structure_id: StructureId(id("structure", self.number)),
            title: WORDS.chars().take(64).collect(),
            channel: Channel::Web,
            urgency,
            impact,
            priority,
            queue_rank: priority.queue_rank(impact),
            state,
            outcome: settled_at.map(|_| Outcome::Fixed),
            assignee_id: answered.then(|| technician(chance % self.scale.technicians())),
            author_id: requester_id,
            requester_id,
            equipment_id: Some(machine(self.number, chance % MACHINES)),
            site_id: None,
            version: 2,
            received_at,
            read_at: Some(received_at + TimeDelta::minutes(5)),
            answered_at: answered.then(|| received_at + TimeDelta::hours(1)),
            settled_at,
            changed_at: settled_at.unwrap_or(received_at + TimeDelta::hours(1)),
            confidential: false,
            merged_into: None,
            outage_id: None,
            category_id: None,
        }
    }

    /// A conversation: asked, answered, and on in turns.
    pub fn messages(&self, ticket: &ticket::Model) -> Vec<message::Model> {
        let number = usize::try_from(ticket.number).unwrap_or(0);
        let mut length = self.length(number);
        if ticket.answered_at.is_none() && length <= 2 {
            length = 1;
        }
        let technician = ticket.assignee_id.unwrap_or_else(|| technician(scattered(number) % self.scale.technicians()));
        let last = ticket.settled_at.unwrap_or(ticket.received_at + TimeDelta::hours(20));
        let said = |turn: usize| {
            let asks = turn.is_multiple_of(2);
            let after = (last - ticket.received_at) / i32::try_from(length.max(1)).unwrap_or(1);
            let at = match turn {
                0 => ticket.received_at,
                1 => ticket.received_at + TimeDelta::hours(1),
                turn => ticket.received_at + TimeDelta::hours(1) + after * i32::try_from(turn).unwrap_or(1),
            };
            let mut body = if asks { WORDS } else { ANSWER }.to_owned();
            if turn == 0 && number.is_multiple_of(1009) {
                body.push_str(RARE);
            }
            message::Model {
                id: MessageId::new(at),
                ticket_id: ticket.id,
                author_id: if asks { ticket.requester_id } else { technician },
                body,
                internal: false,
                created_at: at,
                version: 1,
                corrected_at: None,
            }
        };
        (0..length).map(said).collect()
    }

    /// How many messages a ticket has.
    fn length(&self, number: usize) -> usize {
        let last = (self.scale.tickets - 1 - self.number) / self.scale.structures * self.scale.structures + self.number + 1;
        let before_last = last.saturating_sub(number) / self.scale.structures;
        let many = self.scale.messages > 2 * self.scale.tickets;
        match MEASURED.get(before_last).filter(|_| many && self.number == 0 && number <= last) {
            Some(measured) => *measured,
            None => self.scale.messages / self.scale.tickets,
        }
    }

    /// The pictures of a conversation: one in so many messages shows something, of the longest every tenth.
    pub fn pictures(&self, of: &[message::Model]) -> Vec<(stored_file::Model, attachment::Model)> {
        let longest = of.len() == MEASURED[1];
        let every = match self.scale.messages.checked_div(self.scale.pictures) {
            _ if longest => of.len() / SHOWN,
            Some(every) => every.max(1),
            None => return Vec::new(),
        };
        let chance = |turn: usize, message: &message::Model| match longest {
            true => turn,
            false => scattered(usize::try_from(message.id.0.as_u128() & 0xffff_ffff).unwrap_or(0)),
        };
        let shows = of.iter().enumerate().filter(|(turn, message)| chance(*turn, message).is_multiple_of(every));
        shows.map(|(_, message)| shown(message)).collect()
    }

    /// Most on a ticket, in its own days; one in five on none.
    pub fn interventions<'a>(&'a self, tickets: &'a [ticket::Model]) -> impl Iterator<Item = intervention::Model> + 'a {
        let count = share(self.scale.interventions, self.scale.structures, self.number);
        (0..count).map(move |index| self.intervention(index, count, tickets))
    }

    fn intervention(&self, index: usize, count: usize, tickets: &[ticket::Model]) -> intervention::Model {
        const KINDS: [Kind; 4] = [Kind::Remote, Kind::OnSite, Kind::Travel, Kind::Maintenance];
        let chance = scattered(index * self.scale.structures + self.number);
        let ticket = tickets.get(index * tickets.len() / count).filter(|_| !index.is_multiple_of(5));
        let day = ticket.map_or_else(|| self.day(index, count), |ticket| ticket.received_at.date_naive());
        let worker = technician(chance % self.scale.technicians());
        let at = moment(day, 600);
        intervention::Model {
            id: InterventionId::new(at),
            entry_id: EntryId::new(at),
            version: 1,
            structure_id: StructureId(id("structure", self.number)),
            worker_id: worker,
            author_id: worker,
            ticket_id: ticket.map(|ticket| ticket.id),
            equipment_id: ticket.and_then(|ticket| ticket.equipment_id),
            day,
            period: Month::of(day),
            start_minute: None,
            minutes: Minutes(i64::try_from(5 + chance % 40).unwrap_or(5)),
            kind: KINDS[chance % KINDS.len()],
            not_charged: None,
            note: "Câble réseau changé, file d'impression vidée.".to_owned(),
            withdrawn: false,
            created_at: at,
            superseded_at: None,
            counted: true,
            merged_from: None,
        }
    }
}

/// Minutes after eight in the morning, roughly: what is measured does not depend on the zone.
fn moment(day: NaiveDate, minute: i64) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(7 * 60 + minute)
}

/// The requester of an open ticket who is waited for.
pub fn pause(ticket: &ticket::Model) -> Option<ticket_pause::Model> {
    let waits = ticket.state == State::Waiting;
    waits.then_some(ticket_pause::Model { ticket_id: ticket.id, from_at: ticket.changed_at, to_at: None })
}

/// Who asked.
pub fn participation(ticket: &ticket::Model) -> participation::Model {
    let (ticket_id, person_id, received_at) = (ticket.id, ticket.requester_id, ticket.received_at);
    participation::Model { ticket_id, person_id, part: Part::Requester, received_at }
}

/// A picture of forty kilobytes that no other message shows.
fn shown(of: &message::Model) -> (stored_file::Model, attachment::Model) {
    let content: Vec<u8> = of.id.0.as_bytes().iter().copied().cycle().take(40_000).collect();
    let sha256 = secrets::digest_bytes(&content);
    let row = attachment::Model {
        id: AttachmentId::new(of.created_at),
        ticket_id: of.ticket_id,
        message_id: of.id,
        sha256: sha256.clone(),
        name: "photo.jpg".into(),
        media_type: "image/jpeg".into(),
        kind: FileKind::Picture,
        bytes: 40_000,
        width: 1200,
        height: 900,
        created_at: of.created_at,
    };
    (stored_file::Model { sha256, content }, row)
}

pub fn events(ticket: &ticket::Model) -> Vec<ticket_event::Model> {
    let happened = |actor_id, kind, at| ticket_event::Model {
        id: TicketEventId::new(at),
        ticket_id: ticket.id,
        actor_id,
        kind,
        detail: String::new(),
        at,
    };
    let mut all = vec![happened(ticket.requester_id, EventKind::Submitted, ticket.received_at)];
    if let (Some(technician), Some(at)) = (ticket.assignee_id, ticket.answered_at) {
        all.push(happened(technician, EventKind::Answered, at));
    }
    if let (Some(technician), Some(at)) = (ticket.assignee_id, ticket.settled_at) {
        all.push(happened(technician, EventKind::Settled, at));
    }
    all
}

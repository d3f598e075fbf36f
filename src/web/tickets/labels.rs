//! The words of tickets: states, priorities, what happened. One place, so that one word stays one thing.

use crate::domain::ids::PersonId;
use crate::domain::tickets::{Channel, EventKind, Impact, Priority, State};
use crate::store::tickets::{QueueRow, Ticket};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use serde::Serialize;

pub use crate::domain::people::first_name;

/// A word with its shape.
#[derive(Clone, Debug, Serialize)]
pub struct Badge {
    pub class: &'static str,
    pub text: String,
}

/// The words, in the language of the page.
pub struct Labels<'a, 'r> {
    pub layout: &'a Layout<'r>,
}

fn class(state: State) -> &'static str {
    match state {
        State::Received => "received",
        State::InHand => "in-hand",
        State::Waiting => "waiting",
        State::Settled => "settled",
    }
}

impl Labels<'_, '_> {
    fn name(&self, key: &str, name: &str) -> Result<String, Error> {
        self.layout.text_with(key, [("name", FluentValue::from(first_name(name).to_owned()))])
    }

    /// The state as the requester's side reads it.
    pub fn state(&self, state: State, assignee: Option<&str>) -> Result<Badge, Error> {
        let text = match (state, assignee) {
            (State::InHand, Some(name)) => self.name("ticket-state-in-hand", name)?,
            (State::InHand, None) => self.layout.text("ticket-state-in-hand-somebody")?,
            (State::Received, _) => self.layout.text("ticket-state-received")?,
            (State::Waiting, _) => self.layout.text("ticket-state-waiting")?,
            (State::Settled, _) => self.layout.text("ticket-state-settled")?,
        };
        Ok(Badge { class: class(state), text })
    }

    /// The state of a ticket whose words, and who asked, are kept from the reader.
    pub fn covered_state(&self, state: State, assignee: Option<&str>) -> Result<Badge, Error> {
        match state {
            State::Waiting => Ok(Badge { class: class(state), text: self.layout.text("ticket-state-waiting-somebody")? }),
            state => self.state(state, assignee),
        }
    }

    /// The title of a row: of a confidential ticket that the reader may not read, that it is one.
    pub fn title(&self, row: &QueueRow) -> Result<String, Error> {
        if row.covered { self.layout.text("ticket-covered-title") } else { Ok(row.title.clone()) }
    }

    /// The state as a technician reads it: who has it, whom one waits for.
    pub fn state_for(
        &self,
        me: PersonId,
        state: State,
        assignee: Option<(PersonId, &str)>,
        requester: &str,
    ) -> Result<Badge, Error> {
        let text = match (state, assignee) {
            (State::InHand, Some((id, _))) if id == me => self.layout.text("ticket-state-in-hand-you")?,
            (State::Waiting, _) => return self.waiting_for(requester),
            _ => return self.state(state, assignee.map(|(_, name)| name)),
        };
        Ok(Badge { class: class(state), text })
    }

    /// « On attend Paul »: for who is not Paul.
    pub fn waiting_for(&self, requester: &str) -> Result<Badge, Error> {
        Ok(Badge { class: class(State::Waiting), text: self.name("ticket-state-waiting-for", requester)? })
    }

    /// The state of a row of a technician's list.
    pub fn row_state(&self, me: PersonId, row: &QueueRow) -> Result<Badge, Error> {
        let assignee = row.assignee_id.zip(row.assignee_name.as_deref());
        if row.covered {
            return self.covered_state(row.state, row.assignee_name.as_deref());
        }
        let state = self.state_for(me, row.state, assignee, &row.requester_name)?;
        self.marked(row, state)
    }

    /// « Reçue · à confirmer »: of a stranger whom nobody has called back.
    pub fn marked(&self, row: &QueueRow, state: Badge) -> Result<Badge, Error> {
        if !row.unconfirmed {
            return Ok(state);
        }
        Ok(Badge { text: format!("{} · {}", state.text, self.layout.text("guest-unconfirmed")?), ..state })
    }

    /// « ça bloque tout ».
    pub fn priority(&self, priority: Priority) -> Result<Badge, Error> {
        let class = match priority {
            Priority::Blocks => "blocks",
            Priority::Hinders => "bothers",
            Priority::CanWait => "can-wait",
        };
        Ok(Badge { class, text: self.layout.text(&format!("ticket-priority-{priority}"))? })
    }

    /// « plusieurs personnes », nothing for one.
    pub fn impact(&self, impact: Impact) -> Result<Option<String>, Error> {
        match impact {
            Impact::Me => Ok(None),
            several => Ok(Some(self.layout.text(&format!("ticket-impact-row-{several}"))?)),
        }
    }

    /// « jeudi 3 décembre à 14 h », of a day and a minute as a history keeps them.
    fn visit(&self, kept: &str) -> Result<String, Error> {
        let parts =
            kept.split_once(' ').and_then(|(day, minute)| Some((day.parse::<NaiveDate>().ok()?, minute.parse::<u32>().ok()?)));
        let Some((day, minute)) = parts else { return Ok(kept.to_owned()) };
        let hour = format::hour(self.layout.language, minute);
        self.layout.text_with("visits-at", [("day", FluentValue::from(self.layout.day(day))), ("hour", FluentValue::from(hour))])
    }

    /// « Samira a changé les machines. Avant : aucune. Maintenant : Imprimante, Box internet. »
    fn turned(&self, kind: EventKind, by: &str, (before, now): (&str, &str), at: String) -> Result<String, Error> {
        let said = |what: &str| match what {
            "" => self.layout.text(&format!("ticket-event-{kind}-none")),
            what => Ok(what.to_owned()),
        };
        let values = [
            ("name", FluentValue::from(first_name(by).to_owned())),
            ("before", FluentValue::from(said(before)?)),
            ("now", FluentValue::from(said(now)?)),
            ("at", FluentValue::from(at)),
        ];
        self.layout.text_with(&format!("ticket-event-{kind}-turned"), values)
    }

    /// A line of the history: « Samira a lu votre demande à 10 h 12 ».
    pub fn event(&self, kind: EventKind, by: &str, detail: &str, at: String, of: &Ticket) -> Result<String, Error> {
        if let (EventKind::Concerned | EventKind::Placed, Some((before, now))) = (kind, detail.split_once('\n')) {
            return self.turned(kind, by, (before, now), at);
        }
        let detail = match kind {
            EventKind::VisitPlanned | EventKind::VisitMoved | EventKind::VisitCancelled | EventKind::VisitDone => {
                self.visit(detail)?
            }
            _ => detail.to_owned(),
        };
        let key = match kind {
            EventKind::Submitted if of.channel == Channel::Series => "ticket-event-series".to_owned(),
            EventKind::Submitted if of.author != of.requester => "ticket-event-noted".to_owned(),
            EventKind::Confirmed => format!("ticket-event-confirmed-{detail}"),
            EventKind::Prioritised => format!("ticket-event-prioritised-{}", of.priority),
            EventKind::Settled if !detail.is_empty() => format!("ticket-event-settled-{detail}"),
            kind => format!("ticket-event-{kind}"),
        };
        let values = [
            ("name", FluentValue::from(first_name(by).to_owned())),
            ("detail", FluentValue::from(detail)),
            ("at", FluentValue::from(at)),
        ];
        self.layout.text_with(&key, values)
    }
}

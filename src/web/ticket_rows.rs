//! A ticket in a list of a structure: who asked, who looks after it. People, not states.

use super::errors::Error;
use super::layout::Layout;
use crate::domain::ids::PersonId;
use crate::domain::tickets::State;
use crate::store::tickets::QueueRow;
use fluent_bundle::FluentValue;
use serde::Serialize;

#[derive(Serialize)]
pub struct TicketRow {
    href: String,
    badge: &'static str,
    state: String,
    title: String,
    number: String,
    requester: String,
    received: String,
}

impl TicketRow {
    /// The row as the reader sees it: a question to them is « votre réponse ».
    pub fn of(layout: &Layout<'_>, ticket: &QueueRow, reader: PersonId) -> Result<Self, Error> {
        let received = ticket.received_at.with_timezone(&layout.zone()).date_naive();
        Ok(Self {
            href: format!("/tickets/{}", ticket.id),
            badge: match ticket.state {
                State::Received => "received",
                State::InHand => "in-hand",
                State::Waiting => "waiting",
                State::Settled => "settled",
            },
            state: state(layout, ticket, reader == ticket.requester_id)?,
            title: ticket.title.clone(),
            number: layout.text_with("ticket-row-number", [("n", FluentValue::from(ticket.number.to_string()))])?,
            requester: ticket.requester_name.clone(),
            received: layout.day(received),
        })
    }
}

fn state(layout: &Layout<'_>, ticket: &QueueRow, own: bool) -> Result<String, Error> {
    let named = |key: &str, name: &str| layout.text_with(key, [("name", FluentValue::from(name.to_owned()))]);
    match (ticket.state, &ticket.assignee_name) {
        (State::Received, _) => layout.text("ticket-row-received"),
        (State::InHand, Some(name)) => named("ticket-row-in-hand-of", name),
        (State::InHand, None) => layout.text("ticket-row-in-hand"),
        (State::Waiting, _) if own => layout.text("ticket-row-waiting-for-you"),
        (State::Waiting, _) => named("ticket-row-waiting-for", &ticket.requester_name),
        (State::Settled, _) => layout.text("ticket-row-settled"),
    }
}

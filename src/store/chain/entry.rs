//! One row of the log, and its hash: SHA-256 of `eqev1`, the hash before, and the canonical writing of the event (RFC 8785).

use crate::domain::chain::{ActorRef, By, Event, EventKind, Role, Subject, TransferEvent};
use crate::domain::ids::{ChainEventId, InterventionId, OrgId, TicketId};
use crate::store::DbErr;
use crate::store::entities::equipment_event;
use crate::store::secrets::digest_bytes;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the first event is joined on: 32 zero bytes.
pub(in crate::store) const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A file that an event rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub sha256: String,
    pub mime: String,
    pub size: i64,
}

/// An event as the log holds it, and as a life-book tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub id: ChainEventId,
    pub subject_kind: Subject,
    pub subject_id: Uuid,
    pub seq: i64,
    #[serde(rename = "type")]
    pub kind: String,
    pub schema_version: i64,
    pub occurred_at: DateTime<Utc>,
    pub recorded_at: DateTime<Utc>,
    pub actor_ref: ActorRef,
    pub actor_role: Role,
    pub actor_org: OrgId,
    pub on_behalf_of_org: Option<OrgId>,
    pub performed_by_ref: Option<ActorRef>,
    pub payload: serde_json::Value,
    pub evidence: Vec<Evidence>,
    pub ticket_id: Option<TicketId>,
    pub intervention_id: Option<InterventionId>,
    pub prev_hash: String,
    pub hash: String,
}

/// What is wrong with an event of a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("it is missing")]
    Missing,
    #[error("it does not follow the event before it")]
    Unjoined,
    #[error("it was changed: its hash is of something else")]
    Changed,
    #[error("it does not read: {0}")]
    Unreadable(String),
}

fn json(error: impl std::fmt::Display) -> DbErr {
    DbErr::Json(error.to_string())
}

/// What an event says, apart from its type.
pub(super) fn payload_of(kind: &EventKind) -> Result<serde_json::Value, DbErr> {
    let mut written = serde_json::to_value(kind).map_err(json)?;
    Ok(written.get_mut("payload").map(serde_json::Value::take).unwrap_or_default())
}

/// The bytes that a hexadecimal text of 64 digits stands for.
pub(super) fn bytes_of(hex: &str) -> Option<[u8; 32]> {
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(hex.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

impl Entry {
    /// The hash that this event has after the one before it.
    fn computed(&self) -> Result<String, Fault> {
        let unreadable = |error: serde_json::Error| Fault::Unreadable(error.to_string());
        let mut event = serde_json::to_value(self).map_err(unreadable)?;
        if let Some(fields) = event.as_object_mut() {
            fields.remove("hash");
            fields.remove("prev_hash");
        }
        let canonical = serde_json_canonicalizer::to_vec(&event).map_err(unreadable)?;
        let before = bytes_of(&self.prev_hash).ok_or(Fault::Unjoined)?;
        Ok(digest_bytes(&[b"eqev1\n".as_slice(), &before, &canonical].concat()))
    }

    /// The event with its hash.
    pub(in crate::store) fn sealed(mut self) -> Result<Self, DbErr> {
        self.hash = self.computed().map_err(json)?;
        Ok(self)
    }

    /// That it comes after `before` (its number and hash) and is what its hash says.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn follows(&self, before: (i64, &str)) -> Result<(), Fault> {
        if self.seq != before.0 + 1 {
            return Err(Fault::Missing);
        }
        if self.prev_hash != before.1 {
            return Err(Fault::Unjoined);
        }
        if self.computed()? == self.hash { Ok(()) } else { Err(Fault::Changed) }
    }

    /// What happened, as the fold reads it.
    ///
    /// # Errors
    /// A type or a payload that this program does not know.
    pub fn event(&self) -> Result<Event, Fault> {
        let written = serde_json::json!({ "type": self.kind, "payload": self.payload });
        let kind = serde_json::from_value(written).map_err(|error| Fault::Unreadable(error.to_string()))?;
        let by = By {
            role: self.actor_role,
            author: self.actor_ref.clone(),
            performed_by: self.performed_by_ref.clone(),
            org: self.actor_org,
            at: self.occurred_at,
        };
        Ok(Event { seq: self.seq, kind, by })
    }

    /// What happened to a transfer.
    ///
    /// # Errors
    /// A type or a payload that this program does not know.
    pub fn transfer_event(&self) -> Result<TransferEvent, Fault> {
        let written = serde_json::json!({ "type": self.kind, "payload": self.payload });
        serde_json::from_value(written).map_err(|error| Fault::Unreadable(error.to_string()))
    }

    pub(in crate::store) fn row(self) -> Result<equipment_event::Model, DbErr> {
        let text = |value: &serde_json::Value| serde_json_canonicalizer::to_string(value).map_err(json);
        Ok(equipment_event::Model {
            id: self.id,
            subject_kind: self.subject_kind,
            subject_id: self.subject_id,
            seq: self.seq,
            kind: self.kind,
            schema_version: self.schema_version,
            occurred_at: self.occurred_at,
            recorded_at: self.recorded_at,
            actor_ref: self.actor_ref,
            actor_role: self.actor_role,
            actor_org: self.actor_org,
            on_behalf_of_org: self.on_behalf_of_org,
            performed_by_ref: self.performed_by_ref,
            payload: text(&self.payload)?,
            evidence: text(&serde_json::to_value(&self.evidence).map_err(json)?)?,
            ticket_id: self.ticket_id,
            intervention_id: self.intervention_id,
            prev_hash: self.prev_hash,
            hash: self.hash,
        })
    }

    pub(in crate::store) fn read(row: equipment_event::Model) -> Result<Self, Fault> {
        let unreadable = |error: serde_json::Error| Fault::Unreadable(error.to_string());
        Ok(Self {
            id: row.id,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            seq: row.seq,
            kind: row.kind,
            schema_version: row.schema_version,
            occurred_at: row.occurred_at,
            recorded_at: row.recorded_at,
            actor_ref: row.actor_ref,
            actor_role: row.actor_role,
            actor_org: row.actor_org,
            on_behalf_of_org: row.on_behalf_of_org,
            performed_by_ref: row.performed_by_ref,
            payload: serde_json::from_str(&row.payload).map_err(unreadable)?,
            evidence: serde_json::from_str(&row.evidence).map_err(unreadable)?,
            ticket_id: row.ticket_id,
            intervention_id: row.intervention_id,
            prev_hash: row.prev_hash,
            hash: row.hash,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn entry() -> Entry {
        Entry {
            id: ChainEventId(Uuid::from_u128(1)),
            subject_kind: Subject::Equipment,
            subject_id: Uuid::from_u128(2),
            seq: 1,
            kind: "recommission".into(),
            schema_version: 1,
            occurred_at: "2026-11-30T09:00:00.120000Z".parse().expect("an instant"),
            recorded_at: "2026-11-30T09:00:00Z".parse().expect("an instant"),
            actor_ref: ActorRef("someone".into()),
            actor_role: Role::Referent,
            actor_org: OrgId(Uuid::from_u128(3)),
            on_behalf_of_org: None,
            performed_by_ref: None,
            payload: json!({}),
            evidence: vec![Evidence { sha256: "ab".repeat(32), mime: "text/plain".into(), size: 12 }],
            ticket_id: None,
            intervention_id: None,
            prev_hash: BEGINNING.into(),
            hash: String::new(),
        }
        .sealed()
        .expect("a hash")
    }

    #[test]
    fn an_event_changes_its_hash_with_each_of_its_fields() {
        type Change = fn(&mut Entry);
        let changes: [Change; 12] = [
            |e| e.id = ChainEventId(Uuid::from_u128(9)),
            |e| e.subject_kind = Subject::Medium,
            |e| e.subject_id = Uuid::from_u128(9),
            |e| e.kind = "found".into(),
            |e| e.schema_version = 2,
            |e| e.occurred_at += chrono::TimeDelta::microseconds(1),
            |e| e.recorded_at += chrono::TimeDelta::microseconds(1),
            |e| e.actor_ref = ActorRef("another".into()),
            |e| e.actor_role = Role::Workshop,
            |e| e.on_behalf_of_org = Some(OrgId(Uuid::from_u128(9))),
            |e| e.payload = json!({ "reason": "x" }),
            |e| e.evidence.clear(),
        ];
        assert_eq!(entry().follows((0, BEGINNING)), Ok(()));
        for change in changes {
            let mut changed = entry();
            change(&mut changed);
            assert_eq!(changed.follows((0, BEGINNING)), Err(Fault::Changed));
        }
        assert_eq!(entry().follows((1, BEGINNING)), Err(Fault::Missing));
        assert_eq!(entry().follows((0, &"11".repeat(32))), Err(Fault::Unjoined));
    }

    #[test]
    fn the_hash_is_what_anybody_computes_from_the_specification() {
        let event = r#"{"actor_org":"00000000-0000-0000-0000-000000000003","actor_ref":"someone","actor_role":"referent","evidence":[{"mime":"text/plain","sha256":"SHA","size":12}],"id":"00000000-0000-0000-0000-000000000001","intervention_id":null,"occurred_at":"2026-11-30T09:00:00.120Z","on_behalf_of_org":null,"payload":{},"performed_by_ref":null,"recorded_at":"2026-11-30T09:00:00Z","schema_version":1,"seq":1,"subject_id":"00000000-0000-0000-0000-000000000002","subject_kind":"equipment","ticket_id":null,"type":"recommission"}"#;
        let event = event.replace("SHA", &"ab".repeat(32));
        let bytes = [b"eqev1\n".as_slice(), &[0; 32], event.as_bytes()].concat();
        assert_eq!(entry().hash, digest_bytes(&bytes));
    }

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let row = entry().row().expect("a row");
        assert_eq!(Entry::read(row).expect("an event"), entry());
    }
}

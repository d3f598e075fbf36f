//! The further lives of a machine, as its log tells them: since when it serves somebody else, how long, and what was put into it before.

use crate::domain::chain::{Event, EventKind, Item, Stage};
use crate::domain::equipment::MediumKind;
use crate::domain::ids::{MediumId, PartId};
use chrono::{DateTime, TimeDelta, Utc};

/// A life that began when a machine that was made ready was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// The second life is the first of them: 1.
    pub cycle: i64,
    pub began_at: DateTime<Utc>,
    /// How long it has served, maintenance included, until a moment.
    pub served: TimeDelta,
    /// Whether it serves still.
    pub serves: bool,
    /// What was fitted while it was made ready: the register says which are new.
    pub parts: Vec<PartId>,
    /// Disks that were put in while it was repaired; what a census finds was there before.
    pub media: Vec<(MediumId, MediumKind)>,
}

/// The further lives in a log, the oldest first, as they are `now`.
pub fn lives(log: &[Event], now: DateTime<Utc>) -> Vec<Life> {
    let mut item = Item::default();
    let mut lives: Vec<Life> = Vec::new();
    let (mut parts, mut media) = (Vec::new(), Vec::new());
    // Since when it is in service in the life that was told last.
    let mut since: Option<DateTime<Utc>> = None;
    for event in log {
        let (cycle, before) = (item.cycle, item.stage);
        item.apply(event);
        match &event.kind {
            EventKind::PartFitted { part, .. } => parts.push(*part),
            EventKind::MediumSeen(seen) if is_open(before) => media.push((seen.medium, seen.kind)),
            // What was fitted while it served is no part of making it serve again.
            EventKind::Decommission { .. } => (parts, media) = (Vec::new(), Vec::new()),
            _ => {}
        }
        let serves = matches!(item.stage, Some(Stage::InService | Stage::InMaintenance));
        if item.cycle > cycle {
            let (parts, media) = (std::mem::take(&mut parts), std::mem::take(&mut media));
            let (cycle, began_at) = (item.cycle, event.by.at);
            lives.push(Life { cycle, began_at, served: TimeDelta::zero(), serves, parts, media });
            since = Some(began_at);
        } else if let Some(life) = lives.last_mut() {
            if let Some(from) = since.filter(|_| !serves) {
                life.served += event.by.at - from;
                since = None;
            }
            if serves && since.is_none() {
                since = Some(event.by.at);
            }
            life.serves = serves;
        }
    }
    if let (Some(life), Some(from)) = (lives.last_mut(), since) {
        life.served += (now - from).max(TimeDelta::zero());
    }
    lives
}

/// Whether somebody has it open to repair it.
const fn is_open(stage: Option<Stage>) -> bool {
    matches!(stage, Some(Stage::Sanitised | Stage::InRepair | Stage::AwaitingParts | Stage::Testing))
}

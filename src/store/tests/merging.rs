//! Whatever is merged, taken apart, split off, linked and logged, in any order: no minute is lost, nobody loses sight, each is
//! about its machines, and the totals are those that the interventions give (`tickets.md` § 12).

use super::{now, samira, two_instances, viewer};
use crate::domain::ids::{EntryId, EquipmentId, MessageId, PersonId, StructureId, TicketId};
use crate::domain::interventions::Kind;
use crate::domain::tickets::{Impact, LinkKind, Part, Urgency};
use crate::domain::time::Minutes;
use crate::store::Db;
use crate::store::access::{MemberOf, Technician};
use crate::store::check::check;
use crate::store::entities::{intervention, merge_equipment, message, participation, ticket, ticket_equipment, ticket_merge};
use crate::store::fixtures::named;
use crate::store::interventions::{Work, is_counted, log};
use crate::store::tickets::{self, Asked, NewSplit, NewTicket};
use chrono::{DateTime, TimeDelta, Utc};
use rocket::futures::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, BTreeSet};

fn douces() -> StructureId {
    StructureId(named("structures/douces"))
}

/// A small generator of one's own: the same seed makes the same sequence.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(sides).expect("few sides")).expect("a small number")
    }
}

const MACHINES: [&str; 4] = ["douces_planning", "douces_imprimante", "douces_box", "douces_sauvegarde"];

fn machine(key: &str) -> EquipmentId {
    EquipmentId(named(&format!("equipment/{key}")))
}

struct World {
    db: Db,
    samira: Technician,
    members: Vec<MemberOf>,
    tickets: Vec<TicketId>,
    /// What each was about when it was made.
    about: BTreeMap<TicketId, BTreeSet<EquipmentId>>,
    logged: Minutes,
    at: DateTime<Utc>,
    n: u128,
}

impl World {
    fn id(&mut self) -> uuid::Uuid {
        self.n += 1;
        self.at += TimeDelta::seconds(1);
        uuid::Uuid::from_u128(self.n)
    }

    async fn ask(&mut self, dice: &mut Dice) {
        let id = TicketId(self.id());
        // None to three, one of them named twice.
        let machines: Vec<EquipmentId> = (0..dice.throw(4)).map(|_| MACHINES[dice.throw(MACHINES.len())]).map(machine).collect();
        self.about.insert(id, machines.iter().copied().collect());
        let new = NewTicket {
            id,
            words: format!("Panne {}", self.n),
            urgency: Urgency::Hardly,
            impact: Impact::Me,
            machines,
            site: None,
            confidential: false,
            files: Vec::new(),
        };
        let member = &self.members[dice.throw(self.members.len())];
        tickets::submit(&self.db, member, new, self.at).await.expect("asked");
        self.tickets.push(id);
    }

    fn any(&self, dice: &mut Dice) -> TicketId {
        self.tickets[dice.throw(self.tickets.len())]
    }

    /// Some deed; a refused one changes nothing.
    async fn act(&mut self, dice: &mut Dice) {
        self.at += TimeDelta::seconds(1);
        let (one, other, at) = (self.any(dice), self.any(dice), self.at);
        match dice.throw(6) {
            0 => {
                let work = Work {
                    structure: douces(),
                    ticket: Some(one),
                    equipment: None,
                    day: now().date_naive(),
                    start: None,
                    minutes: Minutes(7),
                    kind: Kind::Remote,
                    not_charged: None,
                    note: "Essai".into(),
                };
                let entry = EntryId(self.id());
                log(&self.db, &self.samira, entry, work, now().date_naive(), at).await.expect("logged");
                self.logged += Minutes(7);
            }
            1 => {
                let asked = Asked { message: MessageId(self.id()), words: "Encore".into(), files: Vec::new(), outside: Vec::new() };
                let member = self.members[dice.throw(self.members.len())].clone();
                let _ = tickets::reply(&self.db, member.viewer(), one, asked, at).await;
            }
            2 | 3 => drop(tickets::merge(&self.db, &self.samira, (one, other), None, at).await),
            4 => drop(tickets::separate(&self.db, &self.samira, one, at).await),
            _ => {
                let said = message::Entity::find().filter(message::Column::TicketId.eq(one)).order_by_desc(message::Column::Id);
                let last = said.one(&self.db.read).await.expect("a read");
                let id = TicketId(self.id());
                let new = NewSplit { id, messages: last.map(|row| row.id).into_iter().collect(), title: None };
                if tickets::split(&self.db, &self.samira, one, new, at).await.is_ok() {
                    self.tickets.push(id);
                    let its = self.machines().await.remove(&id).unwrap_or_default();
                    self.about.insert(id, its);
                    tickets::link(&self.db, &self.samira, (one, id), LinkKind::Follows, at).await.expect("linked");
                }
            }
        }
    }

    async fn minutes(&self) -> Minutes {
        let rows = intervention::Entity::find().filter(is_counted()).all(&self.db.read).await.expect("a read");
        rows.iter().map(|row| row.minutes).sum()
    }

    async fn sight(&self) -> BTreeMap<PersonId, BTreeSet<TicketId>> {
        let mut sight: BTreeMap<PersonId, BTreeSet<TicketId>> = BTreeMap::new();
        let of_ours = participation::Column::TicketId.is_in(self.tickets.iter().copied());
        for row in participation::Entity::find().filter(of_ours).all(&self.db.read).await.expect("a read") {
            sight.entry(row.person_id).or_default().insert(row.ticket_id);
        }
        sight
    }

    async fn machines(&self) -> BTreeMap<TicketId, BTreeSet<EquipmentId>> {
        let mut machines: BTreeMap<TicketId, BTreeSet<EquipmentId>> = BTreeMap::new();
        let of_ours = ticket_equipment::Column::TicketId.is_in(self.tickets.iter().copied());
        for row in ticket_equipment::Entity::find().filter(of_ours).all(&self.db.read).await.expect("a read") {
            machines.entry(row.ticket_id).or_default().insert(row.equipment_id);
        }
        machines
    }

    /// What lives on is about all that was merged into it and nothing else; the first machine of each is one of its own.
    async fn is_about_its_machines(&self, rows: &BTreeMap<TicketId, ticket::Model>) {
        let machines = self.machines().await;
        for row in rows.values() {
            let its = machines.get(&row.id).cloned().unwrap_or_default();
            assert_eq!(row.equipment_id.is_some(), !its.is_empty(), "the first stands on the ticket");
            assert!(row.equipment_id.is_none_or(|first| its.contains(&first)), "and is one of them");
            if row.merged_into.is_none() {
                let merged = rows.values().filter(|other| other.merged_into == Some(row.id));
                let all = merged.chain([row]).flat_map(|one| self.about[&one.id].iter().copied());
                assert_eq!(its, all.collect::<BTreeSet<_>>(), "the union of all that lives on here");
            }
        }
    }

    /// Everybody who asked reads what they asked, wherever it lives on; a ticket lives on in one that is not merged.
    async fn holds(&self) {
        let rows = ticket::Entity::find().filter(ticket::Column::Id.is_in(self.tickets.iter().copied()));
        let rows: BTreeMap<TicketId, ticket::Model> =
            rows.all(&self.db.read).await.expect("a read").into_iter().map(|row| (row.id, row)).collect();
        self.is_about_its_machines(&rows).await;
        let sight = self.sight().await;
        for row in rows.values() {
            let lives_on = row.merged_into.unwrap_or(row.id);
            assert_eq!(rows[&lives_on].merged_into, None, "one step leads there");
            assert!(sight[&row.requester_id].contains(&lives_on), "who asked reads it where it lives on");
            assert!(sight[&row.requester_id].contains(&row.id), "and keeps their own");
        }
        check(&self.db).await.expect("the totals are those of the interventions");
    }
}

async fn world(db: &Db) -> World {
    let jordan = viewer(db, "jordan.pages@heures-douces.example").await;
    let veronique = viewer(db, "veronique.lacaze@heures-douces.example").await;
    let members = [&jordan, &veronique].map(|viewer| MemberOf::of(viewer, douces()).expect("at home"));
    World {
        db: db.clone(),
        samira: samira(db).await,
        members: members.into(),
        tickets: Vec::new(),
        about: BTreeMap::new(),
        logged: Minutes(0),
        at: now(),
        n: 1 << 100,
    }
}

#[rocket::async_test]
async fn no_sequence_of_merges_and_splits_loses_a_minute_or_a_reader() {
    let (_database, db, _) = two_instances().await;
    let before = world(&db).await.minutes().await;
    let mut world = world(&db).await;
    for seed in 1..=4 {
        let mut dice = Dice(seed);
        for _ in 0..4 {
            world.ask(&mut dice).await;
        }
        for _ in 0..30 {
            world.act(&mut dice).await;
        }
        world.holds().await;
        assert_eq!(world.minutes().await, before + world.logged);
    }
    let merges = ticket_merge::Entity::find().all(&db.read).await.expect("a read");
    assert!(merges.iter().any(|merge| merge.separated_at.is_some()), "some were taken apart");
    let came = merge_equipment::Entity::find().all(&db.read).await.expect("a read");
    assert!(!came.is_empty(), "machines came with some");
    // All taken apart, the last merges first, each is what it was, its own people and its own time.
    let mut standing: Vec<_> = merges.into_iter().filter(|merge| merge.separated_at.is_none()).collect();
    assert!(!standing.is_empty(), "some stand");
    standing.sort_by_key(|merge| std::cmp::Reverse((merge.merged_at, merge.id)));
    for merge in standing {
        tickets::separate(&db, &world.samira, merge.ticket_id, world.at).await.expect("taken apart");
    }
    world.holds().await;
    assert_eq!(world.minutes().await, before + world.logged);
    let moved = intervention::Entity::find().filter(intervention::Column::MergedFrom.is_not_null()).one(&db.read).await;
    assert_eq!(moved.expect("a read"), None, "every piece of work is back where it was written down");
}

#[rocket::async_test]
async fn two_technicians_who_merge_crosswise_at_once_make_one_ticket() {
    let (_database, first, second) = two_instances().await;
    let mut world = world(&first).await;
    let mut dice = Dice(1);
    world.ask(&mut dice).await;
    world.ask(&mut dice).await;
    let (one, other) = (world.tickets[0], world.tickets[1]);
    let merging = (0..8).map(|n| {
        let (db, by) = (if n % 2 == 0 { first.clone() } else { second.clone() }, world.samira.clone());
        let pair = if n % 3 == 0 { (one, other) } else { (other, one) };
        tokio::spawn(async move { tickets::merge(&db, &by, pair, None, now()).await })
    });
    for merged in join_all(merging).await {
        assert_eq!(merged.expect("a task").expect("merged, or merged already"), one);
    }
    let merges = ticket_merge::Entity::find().all(&first.read).await.expect("a read");
    assert_eq!(merges.len(), 1);
    let part = participation::Entity::find().filter(participation::Column::TicketId.eq(one)).all(&first.read).await;
    assert!(part.expect("a read").iter().all(|row| row.part == Part::Requester));
}

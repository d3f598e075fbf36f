//! Erasures of somebody with some hundreds of requests: in steps, stopped and gone on with, by two instances at once. Nothing of
//! theirs is left, nothing of anybody else is touched, no minute moves (zammad/zammad#4774).

use super::search::every_known_word_is_held_by_a_ticket;
use super::{now, samira, two_instances, viewer};
use crate::domain::ids::{EntryId, MessageId, StructureId, TicketId};
use crate::domain::interventions::Kind;
use crate::domain::people::{Duty, Language, Role};
use crate::domain::tickets::{Impact, Outcome, Part, Urgency};
use crate::domain::time::Minutes;
use crate::store::access::{Coordinator, MemberOf, PeopleOf, Technician, Viewer};
use crate::store::check::check;
use crate::store::entities::{erasure as rows, intervention, letter, message, month_use, participation, person, ticket};
use crate::store::erasure::{Marks, advance, begin, erase, go_on};
use crate::store::fixtures::named;
use crate::store::people::{NewPerson, appoint, invite, relieve};
use crate::store::tickets::{Answer, Asked, NewTicket, Next, Time, add, answer, reply, submit};
use crate::store::{Db, own_data};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeSet;

const EMAIL: &str = "nina.tournefeuille@heures-douces.example";
const MARKS: Marks<'static> = Marks { name: "Personne retirée", words: "▇ texte effacé" };

fn douces() -> StructureId {
    StructureId(named("structures/douces"))
}

struct World {
    db: Db,
    samira: Technician,
    nina: Viewer,
    jordan: Viewer,
    at: DateTime<Utc>,
}

impl World {
    async fn new(db: &Db) -> Self {
        let veronique = viewer(db, "veronique.lacaze@heures-douces.example").await;
        let of = PeopleOf::of(&veronique, douces()).expect("a referent");
        let new = NewPerson {
            name: "Nina Tournefeuille".into(),
            email: EMAIL.parse().expect("an address"),
            phone: String::new(),
            language: Language::French,
        };
        invite(db, &of, new, Role::Employee, now()).await.expect("invited");
        let jordan = viewer(db, "jordan.pages@heures-douces.example").await;
        Self { samira: samira(db).await, nina: viewer(db, EMAIL).await, jordan, db: db.clone(), at: now() }
    }

    fn next(&mut self) -> DateTime<Utc> {
        self.at += TimeDelta::seconds(1);
        self.at
    }

    async fn ask(&mut self, who: &Viewer, words: String) -> TicketId {
        let at = self.next();
        let member = MemberOf::of(who, douces()).expect("at home");
        let new = NewTicket {
            id: TicketId::new(at),
            words,
            urgency: Urgency::Hardly,
            impact: Impact::Me,
            machines: Vec::new(),
            site: None,
            confidential: false,
            files: Vec::new(),
        };
        submit(&self.db, &member, new, at).await.expect("asked")
    }

    async fn say(&mut self, who: &Viewer, of: TicketId, words: String) {
        let at = self.next();
        let asked = Asked { message: MessageId::new(at), words, files: Vec::new(), outside: Vec::new() };
        reply(&self.db, who, of, asked, at).await.expect("said");
    }

    async fn settle(&mut self, of: TicketId, words: String, minutes: i64) {
        let at = self.next();
        let time = Time {
            entry: EntryId::new(at),
            day: at.date_naive(),
            start: None,
            minutes: Minutes(minutes),
            kind: Kind::Remote,
            not_charged: None,
        };
        let settling = Answer {
            message: MessageId::new(at),
            words,
            internal: false,
            next: Next::Settled(Outcome::Fixed),
            time: Some(time),
            files: Vec::new(),
            outside: Vec::new(),
        };
        answer(&self.db, &self.samira, of, settling, at.date_naive(), at).await.expect("settled");
    }

    /// Of every third request she is the only one who asked, of the next she asked with another, of the last she only wrote.
    async fn lived(&mut self, n: usize) {
        let (nina, jordan) = (self.nina.clone(), self.jordan.clone());
        for k in 0..n {
            let of = match k % 3 {
                2 => self.ask(&jordan, format!("Jasmin {k}")).await,
                _ => self.ask(&nina, format!("Tournesol {k}")).await,
            };
            let at = self.next();
            match k % 3 {
                0 => {}
                1 => add(&self.db, &nina, of, jordan.id(), Part::Requester, at).await.expect("added"),
                _ => add(&self.db, &jordan, of, nina.id(), Part::Watcher, at).await.expect("added"),
            }
            if k % 3 != 0 {
                self.say(&jordan, of, format!("Le jasmin aussi {k}")).await;
            }
            self.say(&nina, of, format!("Encore le tournesol {k}")).await;
            self.settle(of, format!("Arrosé {k}"), 5).await;
        }
    }
}

async fn said(db: &Db) -> Vec<String> {
    message::Entity::find()
        .order_by_asc(message::Column::Id)
        .all(&db.read)
        .await
        .expect("rows")
        .into_iter()
        .map(|m| m.body)
        .collect()
}

fn holding(all: &[String], word: &str) -> usize {
    all.iter().filter(|text| text.contains(word)).count()
}

async fn titles(db: &Db) -> Vec<String> {
    ticket::Entity::find()
        .order_by_asc(ticket::Column::Id)
        .all(&db.read)
        .await
        .expect("rows")
        .into_iter()
        .map(|row| row.title)
        .collect()
}

async fn notes(db: &Db) -> Vec<String> {
    let rows = intervention::Entity::find().order_by_asc(intervention::Column::Id).all(&db.read).await.expect("rows");
    rows.into_iter().map(|row| row.note).collect()
}

async fn minutes(db: &Db) -> (Vec<(String, i64)>, Vec<month_use::Model>) {
    let rows = intervention::Entity::find().order_by_asc(intervention::Column::Id).all(&db.read).await.expect("rows");
    let months = month_use::Entity::find().order_by_asc(month_use::Column::Period).order_by_asc(month_use::Column::StructureId);
    let months = months.all(&db.read).await.expect("rows");
    (rows.into_iter().map(|row| (row.id.to_string(), row.minutes.0)).collect(), months)
}

async fn letters(db: &Db) -> Vec<letter::Model> {
    letter::Entity::find().order_by_asc(letter::Column::Id).all(&db.read).await.expect("rows")
}

#[rocket::async_test]
async fn two_instances_and_a_stop_in_the_middle_erase_once_and_nothing_else() {
    let (_database, first, second) = two_instances().await;
    let mut world = World::new(&first).await;
    world.lived(150).await;
    let (before, counted) = (said(&first).await, minutes(&first).await);
    let others = holding(&before, "asmin");
    assert!(holding(&before, "ournesol") > 200 && others > 100, "there is something to erase, and something to keep");
    let nina = world.nina.id();
    begin(&first, &world.nina, MARKS, now().date_naive(), world.at).await.expect("begun");
    begin(&second, &world.nina, MARKS, now().date_naive(), world.at).await.expect("begun already");
    for _ in 0..3 {
        assert!(!advance(&first, nina, world.at, 1).await.expect("a step"), "the first instance is stopped here");
    }
    let left = holding(&said(&first).await, "ournesol");
    assert!((1..200).contains(&left), "some words are gone, some are not: {left}");

    let (one, other) = tokio::join!(go_on(&first, world.at), go_on(&second, world.at));
    assert!(one.expect("the first goes on") + other.expect("so does the second") >= 1);
    let after = said(&first).await;
    assert_eq!((holding(&after, "ournesol"), holding(&after, "asmin"), after.len()), (0, others, before.len()));
    let alone = 50;
    assert_eq!(holding(&after, "Arrosé"), 100, "of what she alone asked, the answers go too");
    assert_eq!(after.iter().filter(|body| *body == MARKS.words).count(), before.len() - 100 - others - untouched(&before));
    let titles = titles(&first).await;
    assert_eq!((holding(&titles, "ournesol"), holding(&titles, "Jasmin")), (0, 50));
    assert_eq!(titles.iter().filter(|title| *title == MARKS.words).count(), alone + 50);
    assert_eq!(holding(&notes(&first).await, "Arrosé"), 100);
    assert_eq!(minutes(&first).await, counted, "no minute moved");
    check(&first).await.expect("the journal replays");
    every_known_word_is_held_by_a_ticket(&first).await;

    let row = rows::Entity::find_by_id(nina).one(&second.read).await.expect("a row").expect("an erasure");
    assert!(row.done_at.is_some() && row.name.is_none() && row.email.is_none());
    let parts =
        participation::Entity::find().filter(participation::Column::PersonId.eq(nina)).all(&first.read).await.expect("rows");
    assert_eq!(parts.len(), 100, "she follows nothing of others; of her own requests somebody asked");
    let written = letters(&first).await;
    assert_eq!(written.iter().filter(|row| row.recipient.as_str() == EMAIL).count(), 1, "the last one");
    for row in &written {
        let told = ["Tournefeuille", "ournesol"].iter().any(|word| row.body.contains(word));
        assert!(!told, "{}", row.body);
    }
    let known = person::Entity::find_by_id(nina).one(&first.read).await.expect("a row").expect("a person");
    assert_eq!((known.name.as_str(), known.email.is_nobodys(), known.phone.as_str()), (MARKS.name, true, ""));
    let settled = (said(&first).await, letters(&first).await);
    go_on(&second, world.at).await.expect("nothing more to do");
    assert_eq!((said(&first).await, letters(&first).await), settled, "twice is once");
}

/// Messages of the named world, whose words stay.
fn untouched(all: &[String]) -> usize {
    all.iter().filter(|body| ["ournesol", "asmin", "Arrosé"].iter().all(|word| !body.contains(word))).count()
}

#[rocket::async_test]
async fn what_a_technician_answered_stays_without_their_name() {
    let (_database, db, _) = two_instances().await;
    let mut world = World::new(&db).await;
    let claire = viewer(&db, "claire.vidal@autan-partage.example").await;
    let claire = Coordinator::of(&claire).expect("a coordinator");
    let new = NewPerson {
        name: "Nina Tournefeuille".into(),
        email: EMAIL.parse().expect("an address"),
        phone: String::new(),
        language: Language::French,
    };
    let nina = appoint(&db, &claire, new, Duty::Technician, now()).await.expect("appointed");
    let jordan = world.jordan.clone();
    let of = world.ask(&jordan, "Jasmin sec".into()).await;
    world.samira = Technician::of(&viewer(&db, EMAIL).await).expect("a technician");
    world.settle(of, "Un arrosoir suffit".into(), 15).await;
    relieve(&db, &claire, nina, Duty::Technician, now()).await.expect("relieved");
    let me = viewer(&db, EMAIL).await;
    erase(&db, &me, MARKS, now().date_naive(), world.at).await.expect("erased");
    let said = said(&db).await;
    assert_eq!((holding(&said, "Un arrosoir suffit"), holding(&said, "Jasmin sec")), (1, 1));
    assert_eq!(holding(&notes(&db).await, "Un arrosoir suffit"), 1);
    let known = person::Entity::find_by_id(nina).one(&db.read).await.expect("a row").expect("a person");
    assert_eq!(known.name, MARKS.name);
    assert!(letters(&db).await.iter().all(|row| !row.body.contains("Tournefeuille")));
    check(&db).await.expect("the journal replays");
}

#[rocket::async_test]
async fn all_requests_are_handed_over_some_at_a_time_each_once() {
    let (_database, db, _) = two_instances().await;
    let mut world = World::new(&db).await;
    world.lived(120).await;
    let (mut all, mut after, mut parts) = (Vec::new(), None, 0);
    loop {
        let (rows, next) = own_data::requests(&db, &world.nina, after).await.expect("rows");
        all.extend(rows);
        parts += 1;
        match next {
            Some(more) => after = Some(more),
            None => break,
        }
    }
    let numbers: BTreeSet<i64> = all.iter().map(|request| request.number).collect();
    assert_eq!((all.len(), numbers.len(), parts), (120, 120, 3));
    assert!(all.iter().all(|request| request.messages.iter().any(|message| message.words.starts_with("Encore le tournesol"))));
}

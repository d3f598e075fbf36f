//! What needs a look in a month, over the named world; on both engines.

use super::{now, samira, two_instances, viewer};
use crate::domain::ids::{EntryId, PersonId, StructureId};
use crate::domain::interventions::working_time::{self, Rule};
use crate::domain::interventions::{Absence, Contract, Kind};
use crate::domain::people::Duty;
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Coordinator, Technician};
use crate::store::contracts::{self, ContractError};
use crate::store::fixtures::named;
use crate::store::hours::{self, Finding};
use crate::store::interventions::{self, Version, Work};
use crate::store::people::{self, NewPerson};
use crate::store::{Db, agreements};
use chrono::{Days, NaiveDate};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn march() -> Month {
    "2026-03".parse().expect("a month")
}

fn today() -> NaiveDate {
    day("2026-03-24")
}

async fn claire(db: &Db) -> Coordinator {
    Coordinator::of(&viewer(db, "claire.vidal@autan-partage.example").await).expect("a coordinator")
}

fn work(on: &str, start: Option<u32>, minutes: i64) -> Work {
    Work {
        structure: StructureId(named("structures/escargolins")),
        ticket: None,
        equipment: None,
        day: day(on),
        start,
        minutes: Minutes(minutes),
        kind: Kind::Remote,
        not_charged: None,
        note: "Un mot que la coordination ne lit pas".to_owned(),
    }
}

async fn logged(db: &Db, by: &Technician, work: Work) -> EntryId {
    let entry = EntryId::new(now());
    interventions::log(db, by, entry, work, today(), now()).await.expect("it is written down");
    entry
}

async fn rules(db: &Db, by: &Coordinator) -> Vec<(String, NaiveDate, Rule, i64)> {
    let all = hours::findings(db, by, march(), today()).await.expect("findings");
    let of_time = all.into_iter().filter_map(|finding| match finding {
        Finding::WorkingTime { worker, finding } => Some((worker.name, finding.day, finding.rule, finding.found)),
        _ => None,
    });
    of_time.collect()
}

/// A tour on the first Monday of March: the one thing that the named world shows.
const TOUR: (Rule, i64) = (Rule::NoPause, 385);

#[rocket::async_test]
async fn the_named_world_shows_one_tour_without_a_pause() {
    let (_database, db, _) = two_instances().await;
    let by = claire(&db).await;
    assert_eq!(rules(&db, &by).await, [("Samira Benali".to_owned(), day("2026-03-02"), TOUR.0, TOUR.1)]);
}

#[rocket::async_test]
async fn a_long_day_is_foreseen_said_to_its_worker_and_to_the_coordinator() {
    let (_database, db, _) = two_instances().await;
    let (by, technician) = (claire(&db).await, samira(&db).await);
    let sunday = work("2026-03-22", None, 601);
    let foreseen = hours::foreseen_findings(&db, &technician, None, &sunday, today()).await.expect("foreseen");
    assert_eq!(foreseen.iter().map(|f| (f.rule, f.found)).collect::<Vec<_>>(), [(Rule::LongDay, 601), (Rule::Sunday, 601)]);
    let entry = logged(&db, &technician, sunday.clone()).await;
    let own = hours::findings_of_worker(&db, &technician, day("2026-03-16"), day("2026-03-22")).await.expect("their own");
    assert_eq!(own, foreseen);
    let said: Vec<_> = rules(&db, &by).await.into_iter().filter(|said| (said.2, said.3) != TOUR).collect();
    let name = "Samira Benali".to_owned();
    assert_eq!(said, [(name.clone(), day("2026-03-22"), Rule::LongDay, 601), (name, day("2026-03-22"), Rule::Sunday, 601)]);
    let same = hours::foreseen_findings(&db, &technician, Some(entry), &sunday, today()).await.expect("foreseen");
    assert_eq!(same, [], "what stands already is not said again");
    let karim = Technician::of(&viewer(&db, "karim.ferrand@autan-partage.example").await).expect("a technician");
    let others = hours::foreseen_findings(&db, &karim, Some(entry), &sunday, today()).await.expect("foreseen");
    assert_eq!(others, [], "a colleague's day is not one's own");
}

/// Nine hours on each working day of twelve weeks; the last begins on that Monday. Some months of it are closed.
async fn twelve_long_weeks(db: &Db, monday: NaiveDate) {
    let samira = PersonId(named("people/samira_benali"));
    let tx = db.begin_write().await.expect("a transaction");
    for back in (0..12).rev() {
        for weekday in 0..5 {
            let entry = EntryId(named(&format!("long/{back}/{weekday}")));
            let on = monday - Days::new(7 * back) + Days::new(weekday);
            let period = Month::of(on);
            let version = Version {
                entry,
                number: 1,
                worker: samira,
                author: samira,
                withdrawn: false,
                period,
                counted: true,
                merged_from: None,
            };
            let mut work = work("2026-03-16", None, 540);
            work.day = on;
            interventions::insert_in(&tx, version, &work, now()).await.expect("a row");
        }
    }
    tx.commit().await.expect("written");
}

#[rocket::async_test]
async fn twelve_long_weeks_are_averaged_and_moving_a_piece_among_them_changes_nothing() {
    let (_database, db, _) = two_instances().await;
    let technician = samira(&db).await;
    let (monday, sunday) = (day("2026-03-16"), day("2026-03-22"));
    twelve_long_weeks(&db, monday).await;
    let all = interventions::of_worker(&db, &technician, monday - Days::new(77), sunday).await.expect("their work");
    let minutes: i64 = all.iter().map(|known| known.work.minutes.0).sum();
    assert!(minutes > 12 * 44 * 60);
    let of_weeks = |found: Vec<working_time::Finding>| -> Vec<i64> {
        found.into_iter().filter(|finding| finding.rule == Rule::LongWeeks && finding.day == monday).map(|f| f.found).collect()
    };
    let own = hours::findings_of_worker(&db, &technician, monday, sunday).await.expect("their own");
    assert_eq!(of_weeks(own), [(minutes + 11) / 12], "every week weighs, also those that are only summed");

    let february = EntryId(named("long/5/0"));
    let moved = work("2026-03-21", None, 540);
    let foreseen = hours::foreseen_findings(&db, &technician, Some(february), &moved, today()).await.expect("foreseen");
    assert_eq!(of_weeks(foreseen), [0; 0], "the same piece is not counted twice");
    let more = work("2026-03-21", None, 60);
    let foreseen = hours::foreseen_findings(&db, &technician, None, &more, today()).await.expect("foreseen");
    assert_eq!(of_weeks(foreseen), [(minutes + 60 + 11) / 12], "a new one is");
}

#[rocket::async_test]
async fn an_entry_written_late_stays_late_when_it_is_corrected() {
    let (_database, db, _) = two_instances().await;
    let (by, technician) = (claire(&db).await, samira(&db).await);
    let entry = logged(&db, &technician, work("2026-03-14", None, 30)).await;
    let fresh = logged(&db, &technician, work("2026-03-21", None, 30)).await;
    for (entry, on) in [(entry, "2026-03-14"), (fresh, "2026-03-21")] {
        let change = interventions::Change { entry, seen: 1, reason: String::new() };
        let later = now() + Days::new(7);
        interventions::correct(&db, &technician, change, work(on, None, 45), today(), later).await.expect("corrected");
    }
    let late: Vec<_> = rules(&db, &by).await.into_iter().map(|(_, day, rule, found)| (day, rule, found)).collect();
    let late: Vec<_> = late.into_iter().filter(|(_, rule, _)| *rule == Rule::WrittenLate).collect();
    assert_eq!(late, [(day("2026-03-14"), Rule::WrittenLate, 10)]);
}

#[rocket::async_test]
async fn work_after_an_agreement_beyond_its_hours_and_sheets_without_signature() {
    let (_database, db, _) = two_instances().await;
    let by = claire(&db).await;
    let seen = hours::findings(&db, &by, march(), day("2026-04-03")).await.expect("findings");
    let members = hours::month(&db, &by, march()).await.expect("the month").rows.len();
    let unsigned = seen.iter().filter(|finding| matches!(finding, Finding::Unsigned { .. })).count();
    assert_eq!(unsigned, members);
    let over = hours::month(&db, &by, march()).await.expect("the month").rows.iter().filter(|row| row.is_over()).count();
    assert_eq!(seen.iter().filter(|finding| matches!(finding, Finding::Beyond { .. })).count(), over);
    let running = hours::findings(&db, &by, march(), today()).await.expect("findings");
    assert!(!running.iter().any(|finding| matches!(finding, Finding::Unsigned { .. })), "a month that runs is not signed");
    assert!(!running.iter().any(|finding| matches!(finding, Finding::OutsideAgreement { .. })));
}

#[rocket::async_test]
async fn two_places_at_once_through_a_late_arrival_and_what_it_leaves_unknown() {
    let (_database, db, _) = two_instances().await;
    let (by, technician) = (claire(&db).await, samira(&db).await);
    let arrived = logged(&db, &technician, work("2026-01-30", Some(600), 30)).await;
    let all = hours::findings(&db, &by, march(), today()).await.expect("findings");
    let late: Vec<_> = all.iter().filter_map(|f| if let Finding::Late(late) = f { Some(late) } else { None }).collect();
    assert_eq!(late.len(), 1);
    assert_eq!((late[0].entry, late[0].work.note.as_str()), (arrived, ""), "never a note");
    let overlapping = work("2026-01-30", Some(615), 30);
    logged(&db, &technician, overlapping).await;
    let february = march().plus(-2);
    let all = hours::findings(&db, &by, february, today()).await.expect("findings");
    let overlap = all.iter().find_map(|finding| match finding {
        Finding::Overlap { worker, day, first, second } => Some((worker.name.clone(), *day, *first, *second)),
        _ => None,
    });
    assert_eq!(overlap, Some(("Samira Benali".to_owned(), day("2026-01-30"), (600, 630), (615, 645))));
}

#[rocket::async_test]
async fn the_post_gives_what_contracts_say_less_absences() {
    let (_database, db, _) = two_instances().await;
    let by = claire(&db).await;
    let samira = samira(&db).await.viewer().id();
    let post = contracts::capacity(&db, &by, march()).await.expect("the capacity");
    assert_eq!((post.sum.contracted, post.unknown.len()), (Minutes(22 * 60 * 22 / 5), 0));
    let capacity = |all: &[Finding]| {
        all.iter().find_map(|f| if let Finding::OverCapacity { available, .. } = f { Some(*available) } else { None })
    };
    let all = hours::findings(&db, &by, march(), today()).await.expect("findings");
    assert_eq!(capacity(&all), None);

    let weeks = Absence { first: day("2026-03-02"), last: day("2026-03-27"), half: false };
    contracts::note_absence(&db, &by, samira, weeks, "Semaines 10 à 13".to_owned(), None, now()).await.expect("noted");
    let less = contracts::capacity(&db, &by, march()).await.expect("the capacity");
    assert_eq!(less.sum.absent, post.sum.absent + Minutes(20 * 168));
    let all = hours::findings(&db, &by, march(), today()).await.expect("findings");
    assert_eq!(capacity(&all), Some(less.sum.available));

    let own = contracts::of_person(&db, &by, samira).await.expect("read").expect("a technician");
    let absence = own.absences[0].id;
    let karim = viewer(&db, "karim.ferrand@autan-partage.example").await.id();
    let foreign = contracts::withdraw_absence(&db, &by, karim, absence, now()).await;
    assert!(matches!(foreign, Err(ContractError::Foreign)));
    contracts::withdraw_absence(&db, &by, samira, absence, now()).await.expect("taken back");
    assert_eq!(contracts::capacity(&db, &by, march()).await.expect("the capacity"), post);
}

#[rocket::async_test]
async fn a_contract_holds_from_its_month_on_and_no_closed_month_moves() {
    let (_database, db, _) = two_instances().await;
    let by = claire(&db).await;
    let samira = samira(&db).await.viewer().id();
    let full = Contract { weekly: Minutes(2100), internal_permille: 0 };
    let closed = contracts::engage(&db, &by, samira, march().plus(-2), full, now()).await;
    assert!(matches!(closed, Err(ContractError::MonthClosed)));
    contracts::engage(&db, &by, samira, march().next(), full, now()).await.expect("from April");
    let less = Contract { weekly: Minutes(1800), internal_permille: 0 };
    contracts::engage(&db, &by, samira, march().next(), less, now()).await.expect("said anew");
    let own = contracts::of_person(&db, &by, samira).await.expect("read").expect("a technician");
    let weekly = |month: Month| own.contract(month).map(|contract| contract.weekly.0);
    assert_eq!((weekly(march()), weekly(march().next()), weekly(march().plus(8))), (Some(840), Some(1800), Some(1800)));
    let nobody = contracts::engage(&db, &by, by.viewer().id(), march(), full, now()).await;
    assert!(matches!(nobody, Err(ContractError::Foreign)), "a coordinator is no technician");

    let new = NewPerson {
        name: "Awa Diop".to_owned(),
        email: "awa.diop@autan-partage.example".parse().expect("an address"),
        phone: String::new(),
        language: crate::domain::people::Language::French,
    };
    let awa = people::appoint(&db, &by, new, Duty::Technician, now()).await.expect("appointed");
    let all = hours::findings(&db, &by, march(), today()).await.expect("findings");
    let unknown: Vec<_> =
        all.iter().filter_map(|f| if let Finding::NoContract { person, .. } = f { Some(*person) } else { None }).collect();
    assert_eq!(unknown, [awa]);
}

#[rocket::async_test]
async fn work_counted_outside_an_agreement_is_named() {
    let (_database, db, _) = two_instances().await;
    let (by, technician) = (claire(&db).await, samira(&db).await);
    let escargolins = StructureId(named("structures/escargolins"));
    let entry = logged(&db, &technician, work("2026-01-20", None, 40)).await;
    // Its month is closed: it is counted in the open one, in which the agreement may be over.
    agreements::set_end(&db, &by, escargolins, Some(march()), now()).await.expect("it leaves at the end of March");
    let april = day("2026-04-02");
    let waits = hours::findings(&db, &by, march(), april).await.expect("findings");
    assert!(waits.iter().any(|finding| matches!(finding, Finding::Late(_))));
    interventions::count_late(&db, by.viewer(), entry, april, now() + Days::new(9)).await.expect("counted in April");
    let all = hours::findings(&db, &by, march().next(), april).await.expect("findings");
    let outside: Vec<_> = all
        .iter()
        .filter_map(|finding| match finding {
            Finding::OutsideAgreement { structure, last_month, interventions, real, .. } => {
                Some((*structure, *last_month, *interventions, *real))
            }
            _ => None,
        })
        .collect();
    assert_eq!(outside, [(escargolins, Some(march()), 1, Minutes(40))]);
}

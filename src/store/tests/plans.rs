//! The questions that every page asks of the largest tables are answered by an index, on both engines.

use super::{samira, two_instances, viewer};
use crate::domain::ids::{StructureId, TicketId};
use crate::domain::tickets::State;
use crate::domain::tickets::filter::{Stage, TicketFilter};
use crate::domain::time::Month;
use crate::store::Db;
use crate::store::access::Scope;
use crate::store::entities::{intervention, ticket, visit};
use crate::store::fixtures::named;
use crate::store::interventions::everywhere;
use crate::store::tickets::Asking;
use crate::store::tickets::lists::chosen;
use crate::store::tickets::reads::{is_open, taken_part_in};
use crate::store::tickets::search::numbered;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select, Statement, TransactionTrait,
};

/// How the engine answers a query, in its own words. PostgreSQL is told that reading whole tables is dear: the named world
/// is small.
async fn plan<E: EntityTrait>(db: &Db, select: Select<E>) -> String {
    let tx = db.write.begin().await.expect("a transaction");
    let backend = tx.get_database_backend();
    let Statement { sql, values, .. } = select.build(backend);
    let asked = match backend {
        DatabaseBackend::Postgres => {
            tx.execute_unprepared("SET LOCAL enable_seqscan = off").await.expect("a setting");
            format!("EXPLAIN {sql}")
        }
        _ => format!("EXPLAIN QUERY PLAN {sql}"),
    };
    let statement = Statement { sql: asked, values, db_backend: backend };
    let column = if backend == DatabaseBackend::Postgres { "QUERY PLAN" } else { "detail" };
    let rows = tx.query_all_raw(statement).await.expect("a plan");
    rows.iter().map(|row| row.try_get::<String>("", column).expect("a line")).collect::<Vec<_>>().join("\n")
}

#[rocket::async_test]
async fn the_queue_is_read_in_the_order_of_its_index() {
    let (_database, db, _) = two_instances().await;
    let open = Scope::from(&samira(&db).await).tickets().filter(is_open());
    let blocked_first = open
        .order_by_asc(ticket::Column::QueueRank)
        .order_by_asc(ticket::Column::ReceivedAt)
        .order_by_asc(ticket::Column::Id)
        .limit(51);
    let plan = plan(&db, blocked_first).await;
    assert!(plan.contains("ticket_queue") && !plan.to_lowercase().contains("sort") && !plan.contains("TEMP B-TREE"), "{plan}");
}

/// What a technician's filter asks, and the index that answers it. Where nothing else narrows it, the rows come in the order of
/// the index: a page is read, not a table.
#[rocket::async_test]
async fn every_filter_of_a_list_is_answered_by_an_index() {
    let (_database, db, _) = two_instances().await;
    let scope = Scope::from(&samira(&db).await);
    let douces = named("structures/douces");
    let karim = named("people/karim_ferrand");
    let machine = named("equipment/douces_planning");
    let category = named("categories/printing");
    let site = named("sites/rebrique_boutique");
    for (filter, index, in_order) in [
        (String::new(), "ticket_queue", true),
        ("state=waiting".into(), "ticket_queue", true),
        ("priority=blocks".into(), "ticket_queue", true),
        ("channel=phone".into(), "ticket_queue", true),
        ("late=true".into(), "ticket_queue", true),
        ("sort=oldest".into(), "ticket_open_by_reception", true),
        ("sort=newest".into(), "ticket_open_by_reception", true),
        ("sort=changed".into(), "ticket_open_by_change", true),
        ("assignee=me".into(), "ticket_open_by_assignee", true),
        ("assignee=nobody".into(), "ticket_open_by_assignee", true),
        (format!("assignee={karim}"), "ticket_open_by_assignee", true),
        (format!("structure={douces}"), "ticket_open_by_structure", true),
        (format!("category={category}"), "ticket_open_by_category", true),
        (format!("state=settled&category={category}"), "ticket_settled_by_category", true),
        ("state=settled".into(), "ticket_by_reception", true),
        ("state=settled&since=2026-03-01".into(), "ticket_by_reception", true),
        ("state=settled&until=2026-03-01".into(), "ticket_by_reception", true),
        ("state=settled&assignee=me".into(), "ticket_settled_by_assignee", true),
        ("state=settled&priority=blocks".into(), "ticket_settled_by_priority", true),
        ("state=settled&channel=phone".into(), "ticket_settled_by_channel", true),
        (format!("state=settled&structure={douces}"), "ticket_by_structure", true),
        ("state=settled&sort=changed".into(), "ticket_by_change", true),
        ("state=all&sort=changed".into(), "ticket_by_change", true),
        ("state=all".into(), "ticket_by_reception", true),
        (format!("state=all&structure={douces}"), "ticket_by_structure", true),
        // A machine has a few requests: they are sorted.
        (format!("state=all&machine={machine}"), "ticket_equipment_by_machine", false),
        (format!("machine={machine}"), "ticket_equipment_by_machine", false),
        (format!("site={site}"), "ticket_open_by_site", true),
        (format!("state=settled&site={site}"), "ticket_by_site", true),
        (format!("state=all&site={site}"), "ticket_by_site", true),
    ] {
        let read = TicketFilter::of_text(&filter).expect("a filter");
        let today = "2026-03-24".parse().expect("a day");
        let received = read.received(today, chrono_tz::Europe::Paris);
        let asking = Asking { filter: &read, usually: Stage::Open, received, after: None, most: 51 };
        let plan = plan(&db, chosen(&scope, asking).limit(51)).await;
        // PostgreSQL weighs its indexes by what the small world holds: that it needs no other way than one of them is asked of it.
        if db.backend() == DatabaseBackend::Postgres {
            assert!(plan.contains("ticket_") && !plan.contains("Seq Scan on ticket "), "{filter}:\n{plan}");
            continue;
        }
        assert!(plan.contains(index), "{filter}:\n{plan}");
        assert!(!in_order || !plan.contains("TEMP B-TREE"), "{filter}:\n{plan}");
    }
}

/// A referent who looks for a common word: the page of numbers is looked up, not each ticket of the structure compared with it.
#[rocket::async_test]
async fn what_is_found_is_read_by_its_numbers() {
    let (_database, db, _) = two_instances().await;
    let settled = || Condition::all().add(ticket::Column::State.eq(State::Settled));
    for person in ["samira.benali@autan-partage.example", "veronique.lacaze@heures-douces.example"] {
        let within = Scope::from(&viewer(&db, person).await);
        for wanted in [Condition::all(), settled(), settled().add(ticket::Column::StructureId.eq(named("structures/douces")))] {
            let plan = plan(&db, numbered((1..=64).collect(), &within, wanted)).await;
            let looked_up = match db.backend() {
                DatabaseBackend::Postgres => !plan.contains("Seq Scan on ticket ") && plan.contains("number"),
                _ => plan.contains("SEARCH ticket USING INDEX") && plan.contains("(number=?)"),
            };
            assert!(looked_up, "{plan}");
        }
    }
}

#[rocket::async_test]
async fn visits_are_found_by_an_index() {
    let (_database, db, _) = two_instances().await;
    let scope = Scope::from(&samira(&db).await);
    let from = "2026-03-24".parse::<chrono::NaiveDate>().expect("a day");
    let structure = StructureId(named("structures/douces"));
    let ahead = || scope.visits().filter(visit::Column::Day.gte(from));
    let of_structure = ahead().filter(visit::Column::StructureId.eq(structure)).order_by_asc(visit::Column::Day);
    let of_technician = ahead().filter(visit::Column::TechnicianId.eq(scope.person())).order_by_asc(visit::Column::Day);
    for (select, index) in [(of_structure, "visit_by_structure"), (of_technician, "visit_by_technician")] {
        let plan = plan(&db, select).await;
        assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{plan}");
    }
}

#[rocket::async_test]
async fn ones_own_requests_are_found_by_an_index() {
    let (_database, db, _) = two_instances().await;
    let jordan = viewer(&db, "jordan.pages@heures-douces.example").await;
    let plan = plan(&db, taken_part_in(&jordan).limit(50)).await;
    assert!(plan.contains("participation_by_person") && !plan.contains("TEMP B-TREE"), "{plan}");
}

#[rocket::async_test]
async fn interventions_are_found_by_an_index() {
    let (_database, db, _) = two_instances().await;
    let scope = Scope::from(&samira(&db).await);
    let (douces, march) = (StructureId(named("structures/douces")), Month::new(2026, 3).expect("a month"));
    let of_month = |select: Select<intervention::Entity>| select.filter(intervention::Column::Period.eq(march));
    for (what, select, index) in [
        (
            "a structure's month",
            of_month(scope.counted_interventions()).filter(intervention::Column::StructureId.eq(douces)),
            "intervention_counted",
        ),
        ("everybody's month", of_month(scope.counted_interventions()).filter(everywhere()), "intervention_counted"),
        (
            "a worker's days",
            scope
                .interventions()
                .filter(intervention::Column::WorkerId.eq(crate::domain::ids::PersonId(named("people/samira_benali"))))
                .filter(intervention::Column::Day.between(march.first_day(), march.last_day())),
            "intervention_by_worker",
        ),
        (
            "a ticket's",
            scope.interventions().filter(intervention::Column::TicketId.eq(TicketId(named("tickets/planning_navigateur")))),
            "intervention_by_ticket",
        ),
    ] {
        let plan = plan(&db, select).await;
        assert!(plan.contains(index), "{what}:\n{plan}");
    }
}

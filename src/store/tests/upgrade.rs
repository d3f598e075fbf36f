//! An installation of before is brought to the present with what it holds.

use super::database::TestDatabase;
use super::statement;
use crate::domain::ids::{EquipmentId, PersonId, StructureId, TicketId};
use crate::domain::tickets::Part;
use crate::store::Db;
use crate::store::agreements;
use crate::store::entities::{equipment, message, participation, ticket_equipment, ticket_pause};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseBackend, EntityTrait, QueryOrder};
use std::fmt::Write;
use uuid::Uuid;

/// The last migration of the version that is upgraded: one agreement a structure, one person and one machine a
/// ticket, no delays.
const BEFORE: u32 = 14;

const ID: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);

/// Rows of that version, each with the same id.
const ROWS: &str = "
INSERT INTO structure (id, code, name, city, address, phone, created_at) VALUES (ID, 'CABAS', 'Le Cabas', '', '', '', AT);
INSERT INTO person (id, name, email, phone, language, created_at) VALUES (ID, 'Awa', 'awa@cabas.example', '', 'fr', AT);
INSERT INTO agreement (id, structure_id, first_month, last_month) VALUES (ID, ID, '2025-09', '2026-03');
INSERT INTO amendment (id, agreement_id, from_month, monthly_minutes, note, created_at) VALUES (ID, ID, '2025-09', 300, '', AT);
INSERT INTO equipment (id, structure_id, kind, name, brand, model, serial, place, note, created_at)
    VALUES (ID, ID, 'printer', 'Imprimante', '', '', '', '', '', AT);
INSERT INTO ticket (id, number, structure_id, title, channel, urgency, impact, priority, queue_rank, state, author_id,
                    requester_id, equipment_id, version, received_at, changed_at)
    VALUES (ID, 1, ID, 'En panne', 'web', 'no', 'me', 'blocks', 2, 'waiting', ID, ID, ID, 1, AT, AT);
INSERT INTO message (id, ticket_id, author_id, body, internal, created_at) VALUES (ID, ID, ID, 'En panne', false, AT);
";

async fn of_before(url: &str) {
    left(url, BEFORE, ROWS).await;
}

/// Leaves a database as a version left it: after so many migrations, with these rows.
async fn left(url: &str, migrations: u32, rows: &str) {
    let db = if url.starts_with("postgres") { Db::open_postgres(url).await } else { Db::open_sqlite(url).await };
    let db = db.expect("a database");
    Migrator::up(&db.write, Some(migrations)).await.expect("the version before");
    let id = match db.backend() {
        DatabaseBackend::Postgres => format!("'{ID}'"),
        _ => format!("x'{}'", ID.simple()),
    };
    let rows = rows.replace("ID,", &format!("{id},")).replace("AT)", "'2026-03-02 09:00:00+00:00')");
    let rows = rows.replace("AT,", "'2026-03-02 09:00:00+00:00',");
    db.write.execute_unprepared(&rows).await.expect("its rows");
    db.close().await.expect("it closes");
}

#[rocket::async_test]
async fn agreements_and_requests_of_before_are_whole() {
    let database = TestDatabase::empty().await;
    of_before(&database.url).await;
    let db = Db::open(&database.url).await.expect("brought to the present");
    let agreements = agreements::all_in(&db.read).await.expect("agreements");
    let kept = agreements.get(&StructureId(ID)).expect("that of the structure");
    assert_eq!(kept.monthly("2026-01".parse().expect("a month")).0, 300);
    assert!(kept.end_with("2026-03".parse().expect("a month")));
    let asks = participation::Entity::find_by_id((TicketId(ID), PersonId(ID))).one(&db.read).await.expect("a row");
    assert_eq!(asks.map(|row| row.part), Some(Part::Requester), "who asked takes part");
    let waits = ticket_pause::Entity::find().all(&db.read).await.expect("rows");
    assert_eq!(waits.iter().map(|row| (row.ticket_id, row.to_at)).collect::<Vec<_>>(), [(TicketId(ID), None)]);
    assert_eq!(message::Entity::find().all(&db.read).await.expect("rows").len(), 1, "what was said is still said");
    let machines = ticket_equipment::Entity::find().all(&db.read).await.expect("rows");
    assert_eq!(machines.iter().map(|row| (row.ticket_id, row.equipment_id)).collect::<Vec<_>>(), [(TicketId(ID), EquipmentId(ID))]);
    let by = async |channel: &str| db.write.execute_unprepared(&format!("UPDATE ticket SET channel = '{channel}'")).await;
    by("series").await.expect("a ticket may be made by a series");
    assert!(by("pigeon").await.is_err(), "and by no other way");
    if db.backend() == DatabaseBackend::Sqlite {
        let checked = db.read.query_all_raw(statement(&db, "PRAGMA integrity_check")).await.expect("a check");
        let said: Vec<String> = checked.iter().map(|row| row.try_get_by_index(0).expect("a line")).collect();
        assert_eq!(said, ["ok"]);
        assert!(db.read.query_all_raw(statement(&db, "PRAGMA foreign_key_check")).await.expect("a check").is_empty());
    }
}

/// Twelve kinds became twenty: no machine is lost on the way, and no word of before is taken any more.
#[rocket::async_test]
async fn every_machine_of_before_keeps_a_kind() {
    const KINDS: [(&str, &str); 12] = [
        ("desktop", "desktop"),
        ("laptop", "laptop"),
        ("screen", "screen"),
        ("printer", "printer"),
        ("phone", "smartphone"),
        ("tablet", "tablet"),
        ("server", "server"),
        ("storage", "nas"),
        ("router", "router"),
        ("switch", "switch"),
        ("wifi", "access_point"),
        ("other", "other"),
    ];
    let database = TestDatabase::empty().await;
    let mut rows =
        "INSERT INTO structure (id, code, name, city, address, phone, created_at) VALUES (ID, 'CABAS', 'Le Cabas', '', '', '', AT);"
            .to_owned();
    for (number, (kind, _)) in KINDS.iter().enumerate() {
        let id = Uuid::from_u128(number as u128 + 1);
        let id = if database.url.starts_with("postgres") { format!("'{id}'") } else { format!("x'{}'", id.simple()) };
        let _ = write!(
            rows,
            "INSERT INTO equipment (id, structure_id, kind, name, brand, model, serial, place, note, created_at)
             VALUES ({id}, ID, '{kind}', '{kind}', '', '', '', '', '', AT);"
        );
    }
    left(&database.url, 36, &rows).await;
    let db = Db::open(&database.url).await.expect("brought to the present");
    let machines = equipment::Entity::find().order_by_asc(equipment::Column::Id).all(&db.read).await.expect("rows");
    let kept: Vec<(&str, &str)> = machines.iter().map(|row| (row.name.as_str(), row.kind.as_str())).collect();
    assert_eq!(kept, KINDS);
    assert!(machines.iter().all(|row| row.version == 1 && row.changed_at.is_none()));
    assert!(db.write.execute_unprepared("UPDATE equipment SET kind = 'phone'").await.is_err(), "a word of before");
    assert!(db.write.execute_unprepared("UPDATE equipment SET kind = 'ups'").await.is_ok());
}

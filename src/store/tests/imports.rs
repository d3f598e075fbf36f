//! A list is imported whole or not at all, by two instances at once too.

use super::{now, two_instances, viewer};
use crate::domain::ids::{ImportId, StructureId};
use crate::store::Db;
use crate::store::access::RegisterOf;
use crate::store::entities::{equipment, import_headings, journal, machine_import};
use crate::store::fixtures::named;
use crate::store::imports::{ImportError, carry_out, find, foresee, keep};
use crate::store::journal::LineKind;
use rocket::futures::future::join_all;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, PaginatorTrait, QueryFilter};

const ID: ImportId = ImportId(uuid::Uuid::from_u128(77));

async fn keeper(db: &Db) -> RegisterOf {
    let samira = viewer(db, "samira.benali@autan-partage.example").await;
    RegisterOf::of(&samira, StructureId(named("structures/tablee"))).expect("a technician")
}

/// A list of 1,200 machines that waits, and the mark of what it would write.
async fn waiting(db: &Db, by: &RegisterOf) -> String {
    let rows: String = (0..1_200).map(|n| format!("Poste {n};Ordinateur;S-{n:05}\n")).collect();
    keep(db, by, (ID, "l.csv".into()), format!("Nom;Type;Série\n{rows}"), now()).await.expect("kept");
    let draft = find(db, by, ID).await.expect("it is there");
    let (plan, seen) = foresee(db, by, &draft, now().date_naive()).await.expect("foreseen");
    assert_eq!(plan.entries.len(), 1_200);
    seen
}

async fn written(db: &Db) -> (u64, u64, u64) {
    let machines = equipment::Entity::find().filter(equipment::Column::Serial.starts_with("S-")).count(&db.read);
    let lines = journal::Entity::find().filter(journal::Column::Kind.eq(LineKind::MachinesImported)).count(&db.read);
    let remembered = import_headings::Entity::find().count(&db.read);
    (machines.await.expect("machines"), lines.await.expect("lines"), remembered.await.expect("headings"))
}

/// Makes the database stop in the middle of a list, or go on again.
async fn stop_at_the_700th(db: &Db, stopped: bool) {
    let sql = match (db.backend(), stopped) {
        (DatabaseBackend::Postgres, true) => {
            "CREATE FUNCTION stop_here() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN IF NEW.serial = 'S-00700' THEN RAISE EXCEPTION 'stopped'; END IF; RETURN NEW; END $$;
             CREATE TRIGGER stop_here BEFORE INSERT ON equipment FOR EACH ROW EXECUTE FUNCTION stop_here();"
        }
        (DatabaseBackend::Postgres, false) => "DROP TRIGGER stop_here ON equipment;",
        (_, true) => {
            "CREATE TRIGGER stop_here BEFORE INSERT ON equipment WHEN NEW.serial = 'S-00700'
             BEGIN SELECT RAISE(ABORT, 'stopped'); END;"
        }
        (_, false) => "DROP TRIGGER stop_here;",
    };
    db.write.execute_unprepared(sql).await.expect("a trigger");
}

#[rocket::async_test]
async fn what_stops_in_the_middle_has_written_nothing() {
    let (_database, db, _) = two_instances().await;
    let by = keeper(&db).await;
    let seen = waiting(&db, &by).await;
    stop_at_the_700th(&db, true).await;
    let stopped = carry_out(&db, &by, ID, &seen, (now().date_naive(), now())).await;
    assert!(matches!(stopped, Err(ImportError::Database(_))), "{stopped:?}");
    assert_eq!(written(&db).await, (0, 0, 0), "five hundred had been on their way");
    let row = machine_import::Entity::find_by_id(ID).one(&db.read).await.expect("a row").expect("the draft stays");
    assert!(row.imported.is_none() && !row.content.is_empty());
    stop_at_the_700th(&db, false).await;
    assert_eq!(carry_out(&db, &by, ID, &seen, (now().date_naive(), now())).await.expect("imported"), 1_200);
    assert_eq!(written(&db).await, (1_200, 1, 1));
}

#[rocket::async_test]
async fn pressed_many_times_at_once_a_list_is_imported_once() {
    let (_database, first, second) = two_instances().await;
    let by = keeper(&first).await;
    let seen = waiting(&first, &by).await;
    let presses = (0..6).map(|number| {
        let db = if number % 2 == 0 { &first } else { &second };
        carry_out(db, &by, ID, &seen, (now().date_naive(), now()))
    });
    for pressed in join_all(presses).await {
        assert_eq!(pressed.expect("done, or done already"), 1_200);
    }
    assert_eq!(written(&first).await, (1_200, 1, 1));
}

/// A person leaves, a machine comes: what was looked at is not what would be written.
#[rocket::async_test]
async fn nothing_is_written_that_was_not_seen() {
    let (_database, db, _) = two_instances().await;
    let by = keeper(&db).await;
    waiting(&db, &by).await;
    let refused = carry_out(&db, &by, ID, "0123", (now().date_naive(), now())).await;
    assert!(matches!(refused, Err(ImportError::Changed)), "{refused:?}");
    assert_eq!(written(&db).await, (0, 0, 0));
}

//! Transfers on two instances, and what `parcommun check` says when somebody changes one behind the program's back.

use super::chain::rewrite;
use super::{now, two_instances, viewer};
use crate::domain::chain::{Intent, TransferStep};
use crate::domain::ids::{EquipmentId, OrgId, StructureId, TransferId};
use crate::store::access::SenderOf;
use crate::store::check::check;
use crate::store::entities::{equipment_event, transfer};
use crate::store::transfers::{self, NewTransfer, Step, TransferError};
use crate::store::{Db, fixtures};
use rocket::futures::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};
use uuid::Uuid;

const ID: TransferId = TransferId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0042));

async fn drafted(db: &Db) -> SenderOf {
    let viewer = viewer(db, "stephane.abadie@grande-tablee.example").await;
    let by = SenderOf::of(&viewer, StructureId(fixtures::named("structures/tablee"))).expect("a referent");
    let new = NewTransfer {
        id: ID,
        to: OrgId(fixtures::named("organisations/rebond")),
        intent: Intent::Donation,
        machines: vec![EquipmentId(fixtures::named("equipment/tablee_salle_2"))],
    };
    transfers::add(db, &by, new, now()).await.expect("a draft");
    by
}

#[rocket::async_test]
async fn a_step_that_is_taken_many_times_at_once_on_two_instances_is_taken_once() {
    let (_database, first, second) = two_instances().await;
    let by = drafted(&first).await;
    let before = equipment_event::Entity::find().count(&first.read).await.expect("a count");
    let tries = (0..6).map(|n| {
        let (db, viewer) = (if n % 2 == 0 { first.clone() } else { second.clone() }, by.viewer().clone());
        tokio::spawn(async move {
            let (actor, _) = transfers::find(&db, &viewer, ID, now()).await.expect("read").expect("there");
            transfers::take(&db, &actor, ID, 1, Step::Propose { year: 2026 }, now()).await
        })
    });
    for tried in join_all(tries).await {
        tried.expect("a task").expect("done, or done already");
    }
    let after = equipment_event::Entity::find().count(&first.read).await.expect("a count");
    assert_eq!(after, before + 2, "one of the machine, one of the transfer");
    let row = transfer::Entity::find_by_id(ID).one(&first.read).await.expect("read").expect("there");
    assert_eq!((row.step, row.year, row.number, row.version), (TransferStep::Proposed, Some(2026), Some(4), 2));
    // Somebody else, over what was seen before.
    let claire = viewer(&second, "claire.vidal@autan-partage.example").await;
    let (actor, _) = transfers::find(&second, &claire, ID, now()).await.expect("read").expect("there");
    let late = transfers::take(&second, &actor, ID, 1, Step::Cancel { reason: "Plus tard.".into() }, now()).await;
    assert!(matches!(late, Err(TransferError::Overtaken(TransferStep::Proposed))));
    check(&first).await.expect("all of it holds");
}

#[rocket::async_test]
async fn the_check_names_the_transfer_that_somebody_changed() {
    let changes = [
        ("transfer", "UPDATE transfer SET step = 'closed' WHERE step = 'received'", "transfer "),
        ("transfer", "UPDATE transfer SET seq = seq + 1 WHERE step = 'received'", "transfer "),
        ("transfer_line", "UPDATE transfer_line SET outcome = 'missing', reason = 'x' WHERE outcome IS NOT NULL", "transfer "),
        ("transfer_line", "DELETE FROM transfer_line WHERE outcome IS NOT NULL", "transfer "),
        ("equipment_event", "DELETE FROM equipment_event WHERE type IN ('transfer_received', 'transfer_closed')", "transfer "),
        ("equipment_event", "UPDATE equipment_event SET payload = '{}' WHERE type = 'transfer_dispatched'", "event 3 of transfer"),
        ("equipment_event", "DELETE FROM equipment_event WHERE type = 'transfer_proposed'", "event 1 of transfer"),
    ];
    for (table, change, told) in changes {
        let (_database, db, _) = two_instances().await;
        assert_eq!(check(&db).await.expect("it holds before").transfers, 3);
        rewrite(&db, table, change).await;
        let wrong = check(&db).await.expect_err("found out").to_string();
        assert!(wrong.starts_with(told), "{change}: {wrong}");
    }
}

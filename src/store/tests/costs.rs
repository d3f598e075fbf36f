//! What closing freezes of a month's costs, and what a later month gives back of it: no page closes a month by itself.

use super::{now, two_instances, viewer};
use crate::domain::costs;
use crate::domain::ids::StructureId;
use crate::domain::money::Cents;
use crate::domain::time::{Minutes, Month};
use crate::store::access::Coordinator;
use crate::store::costs::{Basis, MonthCosts, Refunded, freeze_in, month};
use crate::store::entities::{closing, due, refund};
use crate::store::fixtures::named;
use crate::store::hours::close_in;
use crate::store::{Db, DbErr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

fn at(text: &str) -> Month {
    text.parse().expect("a month")
}

fn structure(key: &str) -> StructureId {
    StructureId(named(&format!("structures/{key}")))
}

async fn claire(db: &Db) -> Coordinator {
    Coordinator::of(&viewer(db, "claire.vidal@autan-partage.example").await).expect("a coordinator")
}

/// What a month's page shows, by structure, before or after the closing.
fn parts(costs: &MonthCosts) -> Vec<(StructureId, Cents, Cents, Vec<Cents>)> {
    let mut parts: Vec<_> = costs.rows.iter().map(|row| (row.structure, row.share, row.overage, row.cells.clone())).collect();
    parts.sort();
    parts
}

/// A month closed with these minutes and refunds, nothing else about it.
async fn close_with(tx: &impl ConnectionTrait, period: Month, bases: &[Basis], refunds: &[Refunded]) -> Result<(), DbErr> {
    let row = closing::Model {
        period,
        closed_at: now(),
        pot_minutes: Minutes(0),
        sold_minutes_ever: Minutes(0),
        closed_by: None,
        used_minutes_ever: Minutes(0),
        lots_minutes: Minutes(0),
        debt_minutes: Minutes(0),
        journal_seq: 0,
        journal_hash: String::new(),
    };
    closing::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    freeze_in(tx, period, bases, refunds).await
}

fn sold(key: &str, code: &str, billed: i64) -> Basis {
    Basis { structure: structure(key), code: code.into(), allotted: Minutes(600), charged: Minutes(60), billed: Minutes(billed) }
}

async fn dues(db: &Db, period: Month, key: &str) -> due::Model {
    due::Entity::find_by_id((period, structure(key))).one(&db.read).await.expect("rows").expect("its due")
}

#[rocket::async_test]
async fn a_closed_month_is_what_its_page_said_before() {
    let (_database, db, _) = two_instances().await;
    let by = claire(&db).await;
    let before = month(&db, &by, at("2026-02")).await.expect("open");
    assert!(!before.closed && before.lines.len() == 8 && before.gap().is_zero() && before.cells_agree());
    let tx = db.begin_write().await.expect("a transaction");
    close_in(&tx, at("2026-02"), None, now()).await.expect("closes");
    tx.commit().await.expect("done");
    let by = claire(&db).await;
    let after = month(&db, &by, at("2026-02")).await.expect("closed");
    assert!(after.closed && after.gap().is_zero() && after.cells_agree());
    assert_eq!((parts(&after), after.net, after.key), (parts(&before), before.net, before.key));
    assert_eq!(after.lines, before.lines, "subsidies of the month itself included");
}

#[rocket::async_test]
async fn overage_is_given_back_at_the_price_of_its_month_in_any_number_of_steps() {
    let (_database, db, _) = two_instances().await;
    let by = claire(&db).await;
    let (march, april, may) = (at("2026-03"), at("2026-04"), at("2026-05"));
    let bases = [sold("regie", "REGIE", 46), sold("cabas", "CABAS", 0)];
    let back = |minutes| Refunded { structure: structure("regie"), of: march, minutes: Minutes(minutes) };
    let tx = db.begin_write().await.expect("a transaction");
    close_with(&tx, march, &bases, &[]).await.expect("closes");
    // Written in two corrections of the same month, then one more later.
    close_with(&tx, april, &[sold("cabas", "CABAS", 0)], &[back(5), back(12)]).await.expect("closes");
    close_with(&tx, may, &bases, &[back(29)]).await.expect("closes");
    tx.commit().await.expect("done");

    let net = month(&db, &by, march).await.expect("closed").net;
    let price = costs::overage(net, Minutes(46), Minutes(1200)).expect("a price");
    assert_eq!(dues(&db, march, "regie").await.overage_cents, price);
    let (first, second) = (dues(&db, april, "regie").await, dues(&db, may, "regie").await);
    assert_eq!((first.refunded_minutes, first.share_cents, first.member), (Minutes(17), Cents(0), false), "no basis of its own");
    assert_eq!(first.refund_cents + second.refund_cents, price, "all of it came back, to the cent");
    let rows = refund::Entity::find().filter(refund::Column::Period.eq(april)).all(&db.read).await.expect("rows");
    assert_eq!(rows.len(), 1, "one row a structure and month");
}

#[rocket::async_test]
async fn a_month_that_was_never_priced_gives_nothing_back() {
    let (_database, db, _) = two_instances().await;
    let tx = db.begin_write().await.expect("a transaction");
    let long_ago = Refunded { structure: structure("regie"), of: at("2020-01"), minutes: Minutes(30) };
    close_with(&tx, at("2026-03"), &[sold("regie", "REGIE", 0)], &[long_ago]).await.expect("closes");
    tx.commit().await.expect("done");
    let due = dues(&db, at("2026-03"), "regie").await;
    assert_eq!((due.refunded_minutes, due.refund_cents), (Minutes(30), Cents(0)));
}

#[rocket::async_test]
async fn nobody_changes_what_was_owed_or_paid() {
    let (_database, db, _) = two_instances().await;
    for table in ["cost_month", "cost_month_line", "due", "payment"] {
        for change in [format!("UPDATE {table} SET structure_id = structure_id"), format!("DELETE FROM {table}")] {
            let change = if change.contains("UPDATE cost") { format!("UPDATE {table} SET period = '2020-01'") } else { change };
            let refused = db.write.execute_unprepared(&change).await.err().map(|error| error.to_string()).unwrap_or_default();
            assert!(refused.contains("append-only"), "{change}: {refused:?}");
        }
    }
}

//! Letters to both sides of a transfer.

use super::reads::party_in;
use super::steps::Hand;
use super::{TransferError, by_link, from_of, numbered, to_of};
use crate::domain::chain::{Addressee, SigningWay, TransferDeed};
use crate::domain::ids::{OrgId, StructureId};
use crate::store::entities::{person, transfer, transfer_line, workshop_member};
use crate::store::outbox::{self, Letter};
use crate::store::{DbErr, people};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashSet;

/// Tells both sides what happened, but who did it.
pub(super) async fn tell_in(
    tx: &DatabaseTransaction,
    row: &transfer::Model,
    lines: &[transfer_line::Model],
    deed: TransferDeed,
    hand: &Hand,
) -> Result<(), TransferError> {
    let (from, to) = (from_of(row), to_of(row));
    let letter = letter_in(tx, row, lines, deed).await?;
    let mut told = HashSet::new();
    for side in [from, to] {
        let people = people_in(tx, side).await?;
        // Who signed by a link has its page before them.
        if people.is_empty() && side == to && hand.way != SigningWay::Link {
            by_link::write_in(tx, row, &letter, deed, hand.at).await?;
        }
        for person in people {
            if Some(person.id) != hand.person && told.insert(person.id) {
                outbox::write_in(tx, &outbox::to(&person.email, person.language), &letter, hand.at).await?;
            }
        }
    }
    Ok(())
}

/// What happened, as a letter tells it.
pub(super) async fn letter_in(
    tx: &DatabaseTransaction,
    row: &transfer::Model,
    lines: &[transfer_line::Model],
    deed: TransferDeed,
) -> Result<Letter, DbErr> {
    let (from, to) = (from_of(row), to_of(row));
    Ok(Letter::TransferTold {
        transfer: row.id,
        number: numbered(row.year.zip(row.number)),
        deed,
        from: party_in(tx, from.0, from.1).await?.name,
        to: party_in(tx, to.0, to.1).await?.name,
        count: i64::try_from(lines.iter().filter(|line| !line.extra).count()).unwrap_or(i64::MAX),
        words: row.reason.clone(),
        event: format!("transfer:{}:{}", row.id, row.seq),
    })
}

/// Who answers for an organisation: its referents, or who works there.
pub(in crate::store) async fn people_in(
    db: &impl ConnectionTrait,
    (org, kind): (OrgId, Addressee),
) -> Result<Vec<person::Model>, DbErr> {
    if kind == Addressee::Structure {
        let referents = people::referents_in(db, Some(&[StructureId(org.0)])).await?;
        return Ok(referents.into_iter().map(|(_, person)| person).collect());
    }
    let rows = workshop_member::Entity::find()
        .filter(workshop_member::Column::OrganisationId.eq(org))
        .filter(workshop_member::Column::EndedAt.is_null())
        .order_by_asc(workshop_member::Column::Id)
        .find_also_related(person::Entity)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(_, person)| person).collect())
}

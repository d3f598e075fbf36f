//! A machine that was made ready begins its next life: its title moves with the document that both sides have signed
//! (`equipment.md` I9), and it stands in the register of who has it now.

use super::TransferError;
use super::machines::{act_in, held_in};
use super::reads::party_in;
use super::steps::Hand;
use crate::domain::chain::{Addressee, EventKind, Intent, LineOutcome, SignedAct, SignedBy, Stage, TransferStep};
use crate::domain::ids::{EquipmentId, OrgId, StructureId};
use crate::store::entities::{equipment, transfer, transfer_line, transfer_signature};
use crate::store::equipment::{Arrival, hand_on_in};
use crate::store::{DbErr, chain, group};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};

/// Whether a batch goes to whom its machines were kept for: to serve there, not to a workshop or a recycler, nor back.
pub(super) fn hands_over(row: &transfer::Model) -> bool {
    matches!(row.to_kind, Addressee::Structure | Addressee::Beneficiary)
        && matches!(row.intent, Intent::Donation | Intent::Sale | Intent::Loan)
}

/// Whether the title goes with it.
fn is_for_good(intent: Intent) -> bool {
    matches!(intent, Intent::Donation | Intent::Sale)
}

/// What arrived of a batch that was signed for under `document`: who owns it now, and in which register it stands.
pub(super) async fn begin_in(
    tx: &DatabaseTransaction,
    row: &transfer::Model,
    arrived: impl Iterator<Item = EquipmentId>,
    document: &str,
    hand: &Hand,
) -> Result<(), TransferError> {
    if !hands_over(row) {
        return Ok(());
    }
    let day = hand.at.with_timezone(&group::zone_in(tx).await?).date_naive();
    let from = party_in(tx, row.from_id, row.from_kind).await?.name;
    for machine in held_in(tx, arrived).await? {
        if is_for_good(row.intent) {
            move_title_in(tx, &machine, row, document, hand).await?;
        }
        if row.to_kind == Addressee::Structure {
            let structure = StructureId(row.to_id.0);
            let (from, guarantee_until) = (from.clone(), row.guarantee_until);
            hand_on_in(tx, &machine, Arrival { structure, from, guarantee_until, day, at: hand.at }).await?;
        }
    }
    Ok(())
}

/// The title goes from who owns the machine to who hands it over, by the document with which it was given to them, then to who
/// receives it, by this one.
async fn move_title_in(
    tx: &DatabaseTransaction,
    machine: &equipment::Model,
    row: &transfer::Model,
    document: &str,
    hand: &Hand,
) -> Result<(), TransferError> {
    let state = chain::state_in(tx, machine).await?;
    if state.stage() != Stage::InService || state.item.owner == Some(row.to_id) {
        return Ok(());
    }
    let owner = state.item.owner.unwrap_or(row.from_id);
    if owner != row.from_id {
        // Nobody gives what they were only entrusted with.
        let Some((given, document)) = given_in(tx, machine.id, owner, row.from_id).await? else { return Ok(()) };
        title_in(tx, machine, &given, &document, hand).await?;
    }
    title_in(tx, machine, row, document, hand).await
}

async fn title_in(
    tx: &DatabaseTransaction,
    machine: &equipment::Model,
    by: &transfer::Model,
    document: &str,
    hand: &Hand,
) -> Result<(), TransferError> {
    let signatures = signatures_in(tx, by).await?;
    let deed = EventKind::TitleMoved { to: by.to_id, document: document.to_owned(), signatures };
    act_in(tx, machine, hand, &|_, _| Some(deed.clone())).await
}

/// Who signed under a transfer, for which side.
async fn signatures_in(tx: &DatabaseTransaction, of: &transfer::Model) -> Result<Vec<SignedBy>, DbErr> {
    let rows = transfer_signature::Entity::find()
        .filter(transfer_signature::Column::TransferId.eq(of.id))
        .filter(transfer_signature::Column::Act.is_in([SignedAct::Dispatch, SignedAct::Reception]))
        .order_by_asc(transfer_signature::Column::SignedAt)
        .all(tx)
        .await?;
    let mut signed = Vec::new();
    for row in rows {
        // Whoever signed has gone since, and their data with them: the organisation has signed all the same.
        let by = match row.person_id {
            Some(person) => chain::actor_ref_in(tx, person).await?,
            None => chain::nobody(),
        };
        signed.push(SignedBy { org: row.org_id, by });
    }
    Ok(signed)
}

/// The transfer by which one organisation gave, or sold, a machine to another that has received it, and what was signed then.
async fn given_in(
    db: &impl ConnectionTrait,
    machine: EquipmentId,
    owner: OrgId,
    holder: OrgId,
) -> Result<Option<(transfer::Model, String)>, DbErr> {
    use TransferStep::{Closed, Received, ReceivedWithDiscrepancy};
    let lines = transfer_line::Entity::find()
        .filter(transfer_line::Column::EquipmentId.eq(machine))
        .filter(transfer_line::Column::Outcome.is_in([LineOutcome::Received, LineOutcome::Damaged]))
        .all(db)
        .await?;
    let given = transfer::Entity::find()
        .filter(transfer::Column::Id.is_in(lines.iter().map(|line| line.transfer_id)))
        .filter(transfer::Column::FromId.eq(owner))
        .filter(transfer::Column::ToId.eq(holder))
        .filter(transfer::Column::Intent.is_in([Intent::Donation, Intent::Sale]))
        .filter(transfer::Column::Step.is_in([Received, ReceivedWithDiscrepancy, Closed]))
        .order_by_desc(transfer::Column::Id)
        .one(db)
        .await?;
    let Some(given) = given else { return Ok(None) };
    let signed = transfer_signature::Entity::find()
        .filter(transfer_signature::Column::TransferId.eq(given.id))
        .filter(transfer_signature::Column::Act.eq(SignedAct::Reception))
        .one(db)
        .await?;
    Ok(signed.map(|signed| (given, signed.document)))
}

/// Whether somebody gave a machine to who holds it, with a document that both have signed.
pub(super) async fn is_given_in(
    db: &impl ConnectionTrait,
    machine: EquipmentId,
    owner: OrgId,
    holder: OrgId,
) -> Result<bool, DbErr> {
    given_in(db, machine, owner, holder).await.map(|given| given.is_some())
}

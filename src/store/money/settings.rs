//! What the group decided about money: notes of the local currency it takes, how often it reminds.

use crate::domain::money::Cents;
use crate::store::access::Coordinator;
use crate::store::entities::money_settings;
use crate::store::group::{self, ONLY};
use crate::store::{Db, DbErr};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};

/// The group's settings about money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneySettings {
    /// Sols on paper that are taken in a month, from all structures together; no cap when absent.
    pub sol_cap: Option<Cents>,
    /// Reminders to a structure since it last paid, at most.
    pub reminders_most: i64,
    /// Days between two of them, at least.
    pub reminder_days: i64,
    pub accounts: AccountNumbers,
}

/// The numbers of the accounts that the journal for accounting software names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountNumbers {
    pub members: String,
    pub share: String,
    pub overage: String,
    pub bank: String,
}

impl Default for AccountNumbers {
    /// Those of the French chart of accounts (`docs/accounting.md`).
    fn default() -> Self {
        let [members, share, overage, bank] = ["411", "706", "706", "512"].map(str::to_owned);
        Self { members, share, overage, bank }
    }
}

impl Default for MoneySettings {
    fn default() -> Self {
        Self { sol_cap: None, reminders_most: 3, reminder_days: 15, accounts: AccountNumbers::default() }
    }
}

/// The settings; those that a group starts from while it has none of its own.
pub async fn settings(db: &Db, _by: &Coordinator) -> Result<MoneySettings, DbErr> {
    settings_in(&db.read).await
}

pub(super) async fn settings_in(db: &impl ConnectionTrait) -> Result<MoneySettings, DbErr> {
    let row = money_settings::Entity::find_by_id(ONLY).one(db).await?;
    Ok(row.map_or_else(MoneySettings::default, |row| MoneySettings {
        sol_cap: row.sol_cap_cents,
        reminders_most: row.reminders_most,
        reminder_days: row.reminder_days,
        accounts: AccountNumbers {
            members: row.members_account,
            share: row.share_account,
            overage: row.overage_account,
            bank: row.bank_account,
        },
    }))
}

/// Changes them.
pub async fn change_settings(db: &Db, _by: &Coordinator, new: MoneySettings) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    money_settings::Entity::delete_by_id(ONLY).exec(&tx).await?;
    let row = money_settings::Model {
        id: ONLY,
        sol_cap_cents: new.sol_cap,
        reminders_most: new.reminders_most,
        reminder_days: new.reminder_days,
        members_account: new.accounts.members,
        share_account: new.accounts.share,
        overage_account: new.accounts.overage,
        bank_account: new.accounts.bank,
    };
    money_settings::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    tx.commit().await
}

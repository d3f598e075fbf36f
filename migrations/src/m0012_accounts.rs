//! The accounts of the group's accounting software that its journal names (`docs/accounting.md`).

crate::sql_migration!(
    "
ALTER TABLE money_settings ADD COLUMN members_account text NOT NULL DEFAULT '411';
ALTER TABLE money_settings ADD COLUMN share_account text NOT NULL DEFAULT '706';
ALTER TABLE money_settings ADD COLUMN overage_account text NOT NULL DEFAULT '706';
ALTER TABLE money_settings ADD COLUMN bank_account text NOT NULL DEFAULT '512';
"
);

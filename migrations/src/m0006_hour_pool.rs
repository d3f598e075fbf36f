//! Agreements and their amendments, the rules of the pool by month, closed months and their statements.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

const TABLES: &str = "
-- From its first month to its last, a structure buys minutes; each amendment says how many a month, from a month on.
CREATE TABLE agreement (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL UNIQUE REFERENCES structure (id),
    first_month text NOT NULL,
    last_month text,
    CHECK (last_month IS NULL OR last_month >= first_month)
);
CREATE TABLE amendment (
    id uuid NOT NULL PRIMARY KEY,
    agreement_id uuid NOT NULL REFERENCES agreement (id),
    from_month text NOT NULL,
    monthly_minutes bigint NOT NULL CHECK (monthly_minutes >= 0),
    note text NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (agreement_id, from_month)
);

CREATE TABLE pool_rules (
    from_month text NOT NULL PRIMARY KEY,
    validity_months bigint NOT NULL CHECK (validity_months >= 1),
    carry_cap_permille bigint CHECK (carry_cap_permille >= 0),
    solidarity_permille bigint NOT NULL CHECK (solidarity_permille >= 0),
    borrow_permille bigint NOT NULL CHECK (borrow_permille >= 0),
    charge_unit_minutes bigint NOT NULL CHECK (charge_unit_minutes >= 1),
    minimum_charge_minutes bigint NOT NULL CHECK (minimum_charge_minutes >= 0),
    remote_permille bigint NOT NULL CHECK (remote_permille >= 0),
    on_site_permille bigint NOT NULL CHECK (on_site_permille >= 0),
    travel_permille bigint NOT NULL CHECK (travel_permille >= 0),
    maintenance_permille bigint NOT NULL CHECK (maintenance_permille >= 0),
    training_permille bigint NOT NULL CHECK (training_permille >= 0),
    after_hours_permille bigint NOT NULL CHECK (after_hours_permille >= 0),
    opens_minute bigint NOT NULL CHECK (opens_minute BETWEEN 0 AND 1440),
    closes_minute bigint NOT NULL CHECK (closes_minute BETWEEN 0 AND 1440),
    created_at timestamptz NOT NULL,
    CHECK (opens_minute < closes_minute)
);

-- The common pot and the minutes sold since the beginning, as they stand once the month is closed.
CREATE TABLE closing (
    period text NOT NULL PRIMARY KEY,
    closed_at timestamptz NOT NULL,
    pot_minutes bigint NOT NULL CHECK (pot_minutes >= 0),
    sold_minutes_ever bigint NOT NULL CHECK (sold_minutes_ever >= 0)
);
CREATE TABLE statement (
    period text NOT NULL REFERENCES closing (period),
    structure_id uuid NOT NULL REFERENCES structure (id),
    allotted bigint NOT NULL,
    repaid bigint NOT NULL,
    carried_in bigint NOT NULL,
    given bigint NOT NULL,
    received bigint NOT NULL,
    interventions bigint NOT NULL,
    real_minutes bigint NOT NULL,
    charged bigint NOT NULL,
    from_lots bigint NOT NULL,
    from_pot bigint NOT NULL,
    borrowed bigint NOT NULL,
    sold bigint NOT NULL,
    expired bigint NOT NULL,
    trimmed bigint NOT NULL,
    carried bigint NOT NULL,
    debt bigint NOT NULL,
    used_minutes_ever bigint NOT NULL,
    PRIMARY KEY (period, structure_id)
);
CREATE INDEX statement_by_structure ON statement (structure_id, period);
CREATE TABLE statement_lot (
    period text NOT NULL REFERENCES closing (period),
    structure_id uuid NOT NULL REFERENCES structure (id),
    origin text NOT NULL,
    expiry text NOT NULL,
    used bigint NOT NULL CHECK (used >= 0),
    carried bigint NOT NULL CHECK (carried >= 0),
    PRIMARY KEY (period, structure_id, origin, expiry)
);
";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(TABLES).await?;
        for closed_for_ever in ["closing", "statement", "statement_lot"] {
            crate::append_only(manager, closed_for_ever).await?;
        }
        Ok(())
    }
}

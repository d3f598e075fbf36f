//! What a month costs, who pays what of it, and what was paid.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

const TABLES: &str = "
-- Open months: as the coordinator enters them. A closed month has its copy in cost_month_line.
CREATE TABLE cost_line (
    id uuid NOT NULL PRIMARY KEY,
    period text NOT NULL,
    position bigint NOT NULL CHECK (position >= 1),
    kind text NOT NULL
        CHECK (kind IN ('gross_pay', 'employer_charges', 'paid_leave', 'travel', 'tools', 'management', 'other')),
    label text NOT NULL,
    cents bigint NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX cost_line_by_period ON cost_line (period, position);

CREATE TABLE subsidy (
    id uuid NOT NULL PRIMARY KEY,
    funder text NOT NULL,
    action text NOT NULL,
    conditions text NOT NULL,
    first_month text NOT NULL,
    last_month text NOT NULL,
    basis text NOT NULL CHECK (basis IN ('total', 'monthly')),
    cents bigint NOT NULL CHECK (cents > 0),
    ends_on date NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK (first_month <= last_month)
);
-- Months whose amount is not the proposed one.
CREATE TABLE subsidy_month (
    subsidy_id uuid NOT NULL REFERENCES subsidy (id),
    period text NOT NULL,
    cents bigint NOT NULL CHECK (cents >= 0),
    PRIMARY KEY (subsidy_id, period)
);

CREATE TABLE sharing_key (
    from_month text NOT NULL PRIMARY KEY,
    shared_by text NOT NULL CHECK (shared_by IN ('subscribed', 'charged', 'equal')),
    created_at timestamptz NOT NULL
);

-- Frozen with the month: the key that was used, the lines, what each structure owes.
CREATE TABLE cost_month (
    period text NOT NULL PRIMARY KEY REFERENCES closing (period),
    shared_by text NOT NULL CHECK (shared_by IN ('subscribed', 'charged', 'equal')),
    net_cents bigint NOT NULL,
    subscribed_minutes bigint NOT NULL CHECK (subscribed_minutes >= 0),
    charged_minutes bigint NOT NULL
);
CREATE TABLE cost_month_line (
    period text NOT NULL REFERENCES cost_month (period),
    position bigint NOT NULL CHECK (position >= 1),
    kind text NOT NULL
        CHECK (kind IN ('gross_pay', 'employer_charges', 'paid_leave', 'travel', 'tools', 'management', 'other', 'subsidy')),
    label text NOT NULL,
    cents bigint NOT NULL,
    subsidy_id uuid REFERENCES subsidy (id),
    PRIMARY KEY (period, position)
);
CREATE INDEX cost_month_line_by_subsidy ON cost_month_line (subsidy_id, period) WHERE subsidy_id IS NOT NULL;
CREATE TABLE due (
    period text NOT NULL REFERENCES cost_month (period),
    structure_id uuid NOT NULL REFERENCES structure (id),
    member boolean NOT NULL,
    subscribed_minutes bigint NOT NULL,
    charged_minutes bigint NOT NULL,
    billed_minutes bigint NOT NULL,
    refunded_minutes bigint NOT NULL,
    share_cents bigint NOT NULL,
    overage_cents bigint NOT NULL,
    refund_cents bigint NOT NULL,
    PRIMARY KEY (period, structure_id)
);
CREATE INDEX due_by_structure ON due (structure_id, period);
-- Minutes of an earlier month that a correction un-sold, given back at that month's price.
CREATE TABLE refund (
    period text NOT NULL REFERENCES cost_month (period),
    structure_id uuid NOT NULL REFERENCES structure (id),
    of_period text NOT NULL,
    minutes bigint NOT NULL CHECK (minutes > 0),
    cents bigint NOT NULL,
    PRIMARY KEY (period, structure_id, of_period)
);

-- Once a year: what is still owed, or goes back, so that the year ends at zero.
CREATE TABLE regularisation (
    year bigint NOT NULL PRIMARY KEY,
    net_cents bigint NOT NULL,
    recorded_by uuid NOT NULL REFERENCES person (id),
    recorded_at timestamptz NOT NULL
);
CREATE TABLE regularisation_line (
    year bigint NOT NULL REFERENCES regularisation (year),
    structure_id uuid NOT NULL REFERENCES structure (id),
    minutes bigint NOT NULL,
    called_cents bigint NOT NULL,
    cents bigint NOT NULL,
    PRIMARY KEY (year, structure_id)
);
CREATE INDEX regularisation_line_by_structure ON regularisation_line (structure_id, year);

-- Never deleted: a line that cancels another bears its amount with the other sign, and the reason.
CREATE TABLE payment (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    day date NOT NULL,
    cents bigint NOT NULL CHECK (cents <> 0),
    means text NOT NULL CHECK (means IN ('transfer', 'cheque', 'direct_debit', 'sol_paper', 'sol_electronic')),
    reference text NOT NULL,
    cancels uuid UNIQUE REFERENCES payment (id),
    reason text NOT NULL,
    recorded_by uuid NOT NULL REFERENCES person (id),
    recorded_at timestamptz NOT NULL,
    CHECK ((cancels IS NULL) = (reason = '')),
    CHECK (means <> 'sol_paper' OR cents % 100 = 0)
);
CREATE INDEX payment_by_structure ON payment (structure_id, day);
CREATE TABLE reminder (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    cents bigint NOT NULL,
    letters bigint NOT NULL CHECK (letters >= 1),
    sent_by uuid NOT NULL REFERENCES person (id),
    sent_at timestamptz NOT NULL
);
CREATE INDEX reminder_by_structure ON reminder (structure_id, sent_at);
CREATE TABLE money_settings (
    id bigint NOT NULL PRIMARY KEY CHECK (id = 1),
    sol_cap_cents bigint CHECK (sol_cap_cents >= 0),
    reminders_most bigint NOT NULL CHECK (reminders_most >= 0),
    reminder_days bigint NOT NULL CHECK (reminder_days >= 1)
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
        let for_ever =
            ["cost_month", "cost_month_line", "due", "refund", "regularisation", "regularisation_line", "payment", "reminder"];
        for table in for_ever {
            crate::append_only(manager, table).await?;
        }
        Ok(())
    }
}

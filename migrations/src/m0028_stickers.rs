//! Stickers on machines, and guests: who asks through one without an account.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

const TABLES: &str = "
-- A code is never used again: a lost one stays, and opens nothing.
CREATE TABLE sticker (
    code text NOT NULL PRIMARY KEY,
    -- None: printed blank, free to be bound.
    equipment_id uuid REFERENCES equipment (id),
    made_by uuid NOT NULL REFERENCES person (id),
    made_at timestamptz NOT NULL,
    bound_by uuid REFERENCES person (id),
    bound_at timestamptz,
    -- Lost, or another one took its place.
    replaced_at timestamptz,
    CHECK ((equipment_id IS NULL) = (bound_at IS NULL)),
    CHECK ((bound_by IS NULL) = (bound_at IS NULL))
);
CREATE UNIQUE INDEX sticker_is_one_at_a_time ON sticker (equipment_id) WHERE replaced_at IS NULL;

-- A person made for one request alone: no membership, no way to sign in.
CREATE TABLE guest (
    person_id uuid NOT NULL PRIMARY KEY REFERENCES person (id),
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    -- As given, never looked up.
    email text CHECK (email = lower(email)),
    phone text NOT NULL,
    -- Came in beyond the limits: nobody is told.
    quiet boolean NOT NULL,
    confirmed_at timestamptz,
    -- Who called back; none: the link that was mailed was used.
    confirmed_by uuid REFERENCES person (id),
    revoked_at timestamptz,
    CHECK (email IS NOT NULL OR phone <> ''),
    CHECK (confirmed_by IS NULL OR confirmed_at IS NOT NULL)
);
CREATE INDEX guest_by_ticket ON guest (ticket_id);

-- Each letter holds a link of its own.
CREATE TABLE guest_link (
    token_hash text NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES guest (person_id),
    -- Else it was shown on the screen: it proves no address.
    mailed boolean NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX guest_link_by_guest ON guest_link (person_id);
";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::widen(
            manager,
            crate::Widening {
                table: "ticket",
                before: "channel IN ('web', 'phone', 'series')",
                after: "channel IN ('web', 'phone', 'series', 'sticker')",
                postgres: "ALTER TABLE ticket DROP CONSTRAINT ticket_channel_check;
                           ALTER TABLE ticket ADD CONSTRAINT ticket_channel_check
                             CHECK (channel IN ('web', 'phone', 'series', 'sticker'));",
            },
        )
        .await?;
        manager.get_connection().execute_unprepared(TABLES).await.map(drop)
    }
}

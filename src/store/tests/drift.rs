//! Entities say what the migrations made: tables, columns, types, what may be absent, keys.

use super::statement;
use crate::store::Db;
use crate::store::entities::*;
use crate::store::tests::database::TestDatabase;
use sea_orm::sea_query::ColumnType;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, Iterable, PrimaryKeyToColumn};
use std::collections::{BTreeMap, BTreeSet};

/// Type, whether it may be absent, whether it is of the key.
type Column = (&'static str, bool, bool);
type Tables = BTreeMap<String, BTreeMap<String, Column>>;

fn described<E: EntityTrait>(tables: &mut Tables, entity: E) {
    use sea_orm::IdenStatic;
    let keys: BTreeSet<String> = E::PrimaryKey::iter().map(|key| key.into_column().as_str().to_owned()).collect();
    let column = |column: E::Column| {
        let (name, def) = (column.as_str().to_owned(), column.def());
        let key = keys.contains(&name);
        (name, (class_of(def.get_column_type()), def.is_null(), key))
    };
    tables.insert(entity.table_name().to_owned(), E::Column::iter().map(column).collect());
}

macro_rules! all_entities {
    ($($entity:ident),+ $(,)?) => {{
        let mut tables = Tables::new();
        $( described(&mut tables, $entity::Entity); )+
        tables
    }};
}

fn entities() -> Tables {
    all_entities![
        absence,
        access_token,
        actor_salt,
        affected,
        agreement,
        amendment,
        attachment,
        attempt,
        board_right,
        canned_answer,
        category,
        certificate,
        calendar_feed,
        carbon_estimate,
        carbon_hypotheses,
        closing,
        component,
        contract,
        correction,
        cover,
        cost_line,
        cost_month,
        cost_month_line,
        delay_notice,
        delay_target,
        disclosure,
        draft_file,
        import_headings,
        import_word,
        machine_import,
        due,
        duty,
        equipment,
        equipment_anchor,
        equipment_change,
        equipment_event,
        equipment_photo,
        equipment_state,
        erasure,
        evidence_file,
        fact,
        gift,
        group_settings,
        guest,
        guest_link,
        help_sheet,
        help_sheet_use,
        help_sheet_version,
        hours_notice,
        identity_evidence,
        identity_junk,
        intervention,
        inventory,
        inventory_candidate,
        inventory_field,
        inventory_token,
        journal,
        late_arrival,
        letter,
        look_link,
        medium,
        membership,
        merge_equipment,
        merge_newcomer,
        message,
        message_version,
        money_settings,
        month_use,
        opening_hours,
        organisation,
        outage,
        outage_equipment,
        outage_news,
        outage_site,
        outage_structure,
        part_move,
        participation,
        payment,
        person,
        pool_rules,
        pot_grant,
        sanitisation,
        satisfaction,
        saved_view,
        series,
        series_equipment,
        series_occurrence,
        session,
        sheet_question,
        refund,
        regularisation,
        regularisation_line,
        reminder,
        sharing_key,
        sign_in,
        signature,
        site,
        special_day,
        statement,
        statement_lot,
        sticker,
        stored_file,
        structure,
        subsidy,
        subsidy_kind,
        subsidy_month,
        subsidy_structure,
        task,
        ticket,
        ticket_affected,
        ticket_batch,
        ticket_batch_line,
        ticket_equipment,
        ticket_event,
        ticket_link,
        ticket_merge,
        ticket_pause,
        ticket_presence,
        ticket_step,
        ticket_view,
        transfer,
        transfer_line,
        transfer_link,
        transfer_paper,
        transfer_signature,
        unreadable_inventory,
        visit,
        visit_ticket,
        workshop_member,
    ]
}

fn class_of(column: &ColumnType) -> &'static str {
    match column {
        ColumnType::Uuid => "uuid",
        ColumnType::BigInteger => "bigint",
        ColumnType::Boolean => "boolean",
        ColumnType::Date => "date",
        ColumnType::TimestampWithTimeZone => "timestamptz",
        ColumnType::String(_) | ColumnType::Text => "text",
        ColumnType::Binary(_) | ColumnType::VarBinary(_) | ColumnType::Blob => "bytea",
        other => panic!("a type that no column has: {other:?}"),
    }
}

fn class_named(name: &str) -> &'static str {
    match name {
        "uuid" => "uuid",
        "bigint" => "bigint",
        "boolean" => "boolean",
        "date" => "date",
        "timestamptz" | "timestamp with time zone" => "timestamptz",
        "text" => "text",
        "bytea" => "bytea",
        other => panic!("a type that no entity reads: {other}"),
    }
}

async fn migrated(db: &Db) -> Tables {
    let sql = match db.backend() {
        DatabaseBackend::Postgres => {
            "SELECT c.table_name AS place, c.column_name AS name, c.data_type AS kind, c.is_nullable = 'YES' AS absent,
                    EXISTS (SELECT 1 FROM information_schema.key_column_usage k
                            JOIN information_schema.table_constraints t ON t.constraint_name = k.constraint_name
                             AND t.table_name = k.table_name
                            WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_name = c.table_name
                              AND k.column_name = c.column_name) AS of_key
             FROM information_schema.columns c WHERE c.table_schema = 'public'"
        }
        _ => {
            "SELECT t.name AS place, c.name AS name, lower(c.type) AS kind, c.\"notnull\" = 0 AS absent, c.pk > 0 AS of_key
             FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
        }
    };
    let mut tables = Tables::new();
    for row in db.read.query_all_raw(statement(db, sql)).await.expect("the schema") {
        let word = |name: &str| row.try_get::<String>("", name).expect("a word");
        let says = |name: &str| row.try_get::<bool>("", name).expect("yes or no");
        let place = word("place");
        // The index of words is each engine's own, and no entity reads it.
        if place == "seaql_migrations" || place.starts_with("ticket_words") {
            continue;
        }
        let column = (class_named(&word("kind")), says("absent"), says("of_key"));
        tables.entry(place).or_default().insert(word("name"), column);
    }
    tables
}

#[rocket::async_test]
async fn every_table_has_its_entity_and_every_column_its_field() {
    let database = TestDatabase::empty().await;
    let db = Db::open(&database.url).await.expect("a database");
    let (written, made) = (entities(), migrated(&db).await);
    assert_eq!(written.keys().collect::<Vec<_>>(), made.keys().collect::<Vec<_>>());
    for (table, columns) in made {
        assert_eq!(written[&table], columns, "{table}");
    }
}

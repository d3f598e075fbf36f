//! What is missing in a structure's dossier, for who would have to take over tomorrow (`equipment.md` § 1).

use super::{Details, FactKind};
use chrono::{Months, NaiveDate};

/// After how many months a restore test says nothing more.
pub const TEST_MONTHS: u32 = 12;

/// A fact as far as gaps are looked for in it.
#[derive(Clone, Copy, Debug)]
pub struct Known<'f> {
    pub kind: FactKind,
    pub name: &'f str,
    pub details: &'f Details,
}

/// Something that is missing: the key of its sentence, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub key: &'static str,
    /// The name of the fact that lacks it; empty when the fact itself is missing.
    pub name: String,
}

/// Without which nobody can take over: kinds of which there must be one.
const EXPECTED: [(FactKind, &str); 5] = [
    (FactKind::Internet, "gap-no-internet"),
    (FactKind::Backup, "gap-no-backup"),
    (FactKind::Account, "gap-no-account"),
    (FactKind::Supplier, "gap-no-supplier"),
    (FactKind::Procedure, "gap-no-procedure"),
];

/// A field without which a fact is of little use.
const NEEDED: [(FactKind, &str, &str); 8] = [
    (FactKind::Internet, "support_phone", "gap-no-support-phone"),
    (FactKind::Internet, "signatory", "gap-no-signatory"),
    (FactKind::Wifi, "secret_kept", "gap-no-key-place"),
    (FactKind::Backup, "last_success", "gap-no-success"),
    (FactKind::Domain, "expires_on", "gap-no-expiry"),
    (FactKind::Account, "owner", "gap-no-owner"),
    (FactKind::Account, "recovery_owner", "gap-no-recovery"),
    (FactKind::Account, "secret_kept", "gap-no-secret-place"),
];

/// What is missing, kinds first, then fact by fact in the given order.
pub fn gaps(facts: &[Known<'_>], today: NaiveDate) -> Vec<Gap> {
    let absent = |(kind, _): &&(FactKind, &str)| facts.iter().all(|fact| fact.kind != *kind);
    let mut gaps: Vec<Gap> = EXPECTED.iter().filter(absent).map(|(_, key)| Gap { key, name: String::new() }).collect();
    for fact in facts {
        let lacks = |(kind, field, _): &&(FactKind, &str, &str)| fact.kind == *kind && fact.details.get(field).is_empty();
        let keys = NEEDED.iter().filter(lacks).map(|(_, _, key)| *key).chain(untested(fact, today));
        gaps.extend(keys.map(|key| Gap { key, name: fact.name.to_owned() }));
    }
    gaps
}

/// A backup from which nobody has read anything back for [`TEST_MONTHS`] months is a hope.
fn untested(fact: &Known<'_>, today: NaiveDate) -> Option<&'static str> {
    if fact.kind != FactKind::Backup {
        return None;
    }
    match fact.details.day("last_restore_test") {
        None => Some("gap-no-restore-test"),
        Some(tested) if tested.checked_add_months(Months::new(TEST_MONTHS)).is_some_and(|until| until < today) => {
            Some("gap-old-restore-test")
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-03-24".parse().expect("a day")
    }

    fn keys(facts: &[Known<'_>]) -> Vec<&'static str> {
        gaps(facts, today()).into_iter().map(|gap| gap.key).collect()
    }

    #[test]
    fn of_nothing_every_kind_is_missing() {
        assert_eq!(keys(&[]), ["gap-no-internet", "gap-no-backup", "gap-no-account", "gap-no-supplier", "gap-no-procedure"]);
    }

    #[test]
    fn a_backup_is_tested_once_a_year() {
        let of = |test: &str| {
            let details = match test {
                "" => Details::from([("what", "Tout"), ("last_success", "2026-03-23")]),
                day => Details::from([("what", "Tout"), ("last_success", "2026-03-23"), ("last_restore_test", day)]),
            };
            let fact = Known { kind: FactKind::Backup, name: "Le NAS", details: &details };
            keys(&[fact]).into_iter().filter(|key| key.contains("restore")).collect::<Vec<_>>()
        };
        assert_eq!(of(""), ["gap-no-restore-test"]);
        assert_eq!(of("2025-03-23"), ["gap-old-restore-test"]);
        assert_eq!(of("2025-03-24"), Vec::<&str>::new());
    }

    #[test]
    fn an_account_that_nobody_can_recover_is_said_by_its_name() {
        let details = Details::from([("owner", "x"), ("secret_kept", "Le coffre")]);
        let found = gaps(&[Known { kind: FactKind::Account, name: "La banque", details: &details }], today());
        assert!(found.contains(&Gap { key: "gap-no-recovery", name: "La banque".to_owned() }));
        assert!(!found.iter().any(|gap| gap.key == "gap-no-account" || gap.key == "gap-no-owner"));
    }
}

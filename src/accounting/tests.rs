//! Entries balance, files are those of `tests/accounting/`, to the byte.

use super::*;
use proptest::prelude::*;

const PAHEKO: &str = include_str!("../../tests/accounting/paheko-simplifie.csv");
const DOLIBARR: &str = include_str!("../../tests/accounting/dolibarr-ecritures.csv");

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn member(code: &str, name: &str) -> Member {
    Member { code: code.into(), name: name.into() }
}

fn accounts() -> Accounts {
    let overage = ("758".to_owned(), "Produits divers".to_owned());
    Accounts { overage, ..Accounts::default() }
}

/// March 2026 of the worked example: a share, a share with overage, a refund, a payment.
fn lines() -> Vec<AccountingLine> {
    let on = day(2026, 3, 31);
    let owes = |code: &str, name: &str, share: i64, overage: i64, refund: i64| {
        let what = Due {
            date: on,
            piece: format!("2026-03-{code}"),
            label: format!("Relevé de mars 2026, {name}"),
            member: member(code, name),
            share: Cents(share),
            overage: Cents(overage),
            refund: Cents(refund),
        };
        due(&what, &accounts())
    };
    let mut lines = owes("REGIE", "Régie de quartier Bellebrise", 33_539, 0, 0);
    lines.extend(owes("SEMIS", "Les Semis du Girou", 16_769, 2_571, 0));
    lines.extend(owes("CABAS", "Épicerie « Le Cabas »; au marché", 13_415, 0, 1_500));
    lines.extend(owes("=RADIO", "=Radio, \"Pastel\"", 0, 0, 10_062));
    let payment = Paid {
        date: day(2026, 4, 9),
        piece: "P-0001".into(),
        label: "Virement de Régie de quartier Bellebrise".into(),
        member: member("REGIE", "Régie de quartier Bellebrise"),
        amount: Cents(133_539),
        payment: "VIR 20260409-17".into(),
    };
    lines.extend(paid(&payment, &accounts()));
    lines
}

#[test]
fn paheko_gets_the_file_that_it_documents() {
    assert_eq!(paheko(&lines()).expect("a file"), PAHEKO.replace("\r\n", "\n").replace('\n', "\r\n"));
}

#[test]
fn dolibarr_gets_the_file_that_it_documents() {
    let journal = Journal { code: "VT".into(), label: "Journal des ventes".into() };
    assert_eq!(dolibarr(&lines(), &journal, 12).expect("a file"), DOLIBARR.replace("\r\n", "\n").replace('\n', "\r\n"));
}

#[test]
fn what_is_no_entry_is_refused() {
    let whole = lines();
    assert_eq!(paheko(&whole[1..]), Err(AccountingError::Unbalanced { piece: "2026-03-REGIE".into(), debit: 0, credit: 33_539 }));
    let mut both = whole.clone();
    both[0].credit = Cents(1);
    assert_eq!(paheko(&both), Err(AccountingError::NotOneSide("2026-03-REGIE".into())));
    let mut late = whole;
    late[0].date = day(2026, 4, 1);
    assert_eq!(paheko(&late), Err(AccountingError::TwoDates("2026-03-REGIE".into())));
}

#[test]
fn nothing_is_due_is_no_entry() {
    let none = Due {
        date: day(2026, 3, 31),
        piece: "2026-03-A".into(),
        label: "Relevé".into(),
        member: member("A", "A"),
        share: Cents(500),
        overage: Cents(0),
        refund: Cents(500),
    };
    assert!(due(&none, &Accounts::default()).is_empty());
    assert_eq!(due(&none, &accounts()).len(), 2, "with two accounts the one pays the other");
}

proptest! {
    /// Paheko's rows, two accounts each, move as much on each account as the lines do.
    #[test]
    fn pairing_loses_no_cent(dues in prop::collection::vec((-90_000i64..90_000, -9_000i64..9_000, 0i64..9_000), 1..12)) {
        let accounts = accounts();
        let mut lines = Vec::new();
        for (nth, (share, overage, refund)) in dues.into_iter().enumerate() {
            let what = Due {
                date: day(2026, 3, 31),
                piece: format!("P{nth}"),
                label: "Relevé".into(),
                member: member("A", "A"),
                share: Cents(share),
                overage: Cents(overage),
                refund: Cents(refund),
            };
            lines.extend(due(&what, &accounts));
        }
        let file = paheko(&lines).expect("entries balance");
        let mut moved = std::collections::BTreeMap::<String, i64>::new();
        for row in file.lines().skip(1) {
            let cells: Vec<&str> = row.split(';').collect();
            let amount: i64 = cells[8].replace(',', "").parse().expect("an amount");
            prop_assert!(amount > 0);
            *moved.entry(cells[6].to_owned()).or_default() += amount;
            *moved.entry(cells[7].to_owned()).or_default() -= amount;
        }
        for account in ["411", "706", "758"] {
            let sum: i64 = lines.iter().filter(|line| line.account == account).map(|line| line.debit.0 - line.credit.0).sum();
            prop_assert_eq!(moved.get(account).copied().unwrap_or(0), sum);
        }
    }
}

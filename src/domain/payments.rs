//! How members pay (`hours.md` § 6).

use super::{money::Cents, vocabulary};

vocabulary! {
    /// What a payment is made with.
    pub enum Means {
        Transfer = "transfer",
        Cheque = "cheque",
        DirectDebit = "direct_debit",
        /// Notes of the local currency, at par with the euro: whole sols only.
        SolPaper = "sol_paper",
        SolElectronic = "sol_electronic",
    }
}

/// Why a payment is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaymentRefused {
    #[error("a payment is some amount")]
    Nothing,
    #[error("notes are whole sols")]
    NotWhole,
    #[error("beyond the group's cap of notes a month: {left:?} are left")]
    BeyondCap { left: Cents },
}

/// Whether a payment may be recorded, when `taken` came in notes this month and the group takes no more than `cap`.
/// A negative amount is what the group pays back.
pub fn check(means: Means, cents: Cents, taken: Cents, cap: Option<Cents>) -> Result<(), PaymentRefused> {
    if cents.is_zero() {
        return Err(PaymentRefused::Nothing);
    }
    if means != Means::SolPaper {
        return Ok(());
    }
    if cents.0 % 100 != 0 {
        return Err(PaymentRefused::NotWhole);
    }
    match cap {
        Some(cap) if cents > Cents::ZERO && taken + cents > cap => {
            Err(PaymentRefused::BeyondCap { left: (cap - taken).max(Cents::ZERO) })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_whole_and_within_the_cap() {
        let cap = Some(Cents(50_000));
        assert_eq!(check(Means::SolPaper, Cents(4_500), Cents(45_500), cap), Ok(()));
        assert_eq!(check(Means::SolPaper, Cents(4_550), Cents::ZERO, cap), Err(PaymentRefused::NotWhole));
        let beyond = PaymentRefused::BeyondCap { left: Cents(4_500) };
        assert_eq!(check(Means::SolPaper, Cents(4_600), Cents(45_500), cap), Err(beyond));
        assert_eq!(check(Means::SolPaper, Cents(4_600), Cents(45_500), None), Ok(()));
        assert_eq!(check(Means::SolElectronic, Cents(4_655), Cents(50_000), cap), Ok(()));
        assert_eq!(check(Means::Transfer, Cents::ZERO, Cents::ZERO, None), Err(PaymentRefused::Nothing));
        assert_eq!(check(Means::SolPaper, Cents(-4_600), Cents(50_000), cap), Ok(()), "given back");
    }
}

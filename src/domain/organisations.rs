//! Organisations of the chain that are no member structures: workshops, recyclers, beneficiaries (`equipment.md` § 2.3).

use super::chain::Addressee;
use super::vocabulary;

vocabulary! {
    /// What an organisation does with machines.
    pub enum OrganisationKind {
        /// Erases, repairs, tests, hands on.
        Workshop = "workshop",
        Recycler = "recycler",
        Beneficiary = "beneficiary",
    }
}

impl From<OrganisationKind> for Addressee {
    fn from(kind: OrganisationKind) -> Self {
        match kind {
            OrganisationKind::Workshop => Self::Workshop,
            OrganisationKind::Recycler => Self::Recycler,
            OrganisationKind::Beneficiary => Self::Beneficiary,
        }
    }
}

/// How an organisation is known to the State: a SIREN (nine digits) or, of an association, an RNA (W and nine digits).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationNumber(String);

/// What was typed is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither a SIREN nor an RNA")]
pub struct NoRegistrationNumber;

impl std::str::FromStr for RegistrationNumber {
    type Err = NoRegistrationNumber;

    fn from_str(typed: &str) -> Result<Self, NoRegistrationNumber> {
        let bare: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '.').collect::<String>().to_uppercase();
        let digits = bare.strip_prefix('W').unwrap_or(&bare);
        let is_one = digits.len() == 9 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_one { Ok(Self(bare)) } else { Err(NoRegistrationNumber) }
    }
}

impl std::fmt::Display for RegistrationNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_siren_or_an_rna_however_it_is_spaced() {
        for (typed, kept) in [("552 100 554", "552100554"), ("w313 012 345", "W313012345"), ("552.100.554", "552100554")] {
            assert_eq!(typed.parse::<RegistrationNumber>().map(|number| number.to_string()), Ok(kept.to_owned()));
        }
        for typed in ["", "12345678", "5521005541", "X313012345", "55210055A", "WW12345678"] {
            assert_eq!(typed.parse::<RegistrationNumber>(), Err(NoRegistrationNumber), "{typed:?}");
        }
    }
}

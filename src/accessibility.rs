//! What an installation declares of its accessibility: `accessibility.toml` of its data folder, else ours. An automatic
//! check never makes a page compliant; only an audit does, for three years.

use chrono::{Months, NaiveDate};
use serde::Deserialize;
use std::path::Path;

/// The declaration, as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accessibility {
    /// Who answers for the service; the group when absent.
    pub body: Option<String>,
    /// Whether article 47 of the law of 11 February 2005 applies; unknown when absent.
    pub article_47: Option<bool>,
    pub written_on: NaiveDate,
    pub audit: Option<Audit>,
    #[serde(default)]
    pub not_accessible: Vec<Exception>,
}

/// An audit by people.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    pub on: NaiveDate,
    pub by: String,
    pub method: String,
    /// Percent of the criteria that apply.
    pub criteria_met: u8,
    pub pages: Vec<String>,
    pub tools: Vec<String>,
    pub readers: Vec<String>,
}

/// Something that is not accessible, and why.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    pub what: String,
    pub why: Why,
    #[serde(default)]
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    Breach,
    Burden,
    Exempt,
}

/// What may be claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// No audit that counts.
    Unaudited,
    /// Less than half of the criteria.
    Below,
    Partly,
    Wholly,
}

impl Accessibility {
    /// Reads the declaration of a data folder; without one, the one that the program brings.
    pub fn read(data: &Path) -> Result<Self, String> {
        let path = data.join("accessibility.toml");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(absent) if absent.kind() == std::io::ErrorKind::NotFound => include_str!("../accessibility.toml").to_owned(),
            Err(error) => return Err(format!("{}: {error}", path.display())),
        };
        Self::parse(&text).map_err(|reason| format!("{}: {reason}", path.display()))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let read: Self = toml::from_str(text).map_err(|e| e.message().lines().next().unwrap_or_default().to_owned())?;
        match read.audit.as_ref().map(|audit| audit.criteria_met) {
            Some(101..) => Err("criteria_met is more than 100 percent".to_owned()),
            _ => Ok(read),
        }
    }

    /// What may be claimed today: an audit counts for three years.
    pub fn state(&self, today: NaiveDate) -> State {
        let counts = |audit: &&Audit| audit.on.checked_add_months(Months::new(36)).is_some_and(|end| today < end);
        match self.audit.as_ref().filter(counts).map(|audit| audit.criteria_met) {
            None => State::Unaudited,
            Some(0..50) => State::Below,
            Some(50..100) => State::Partly,
            Some(100..) => State::Wholly,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn audited(met: &str) -> Result<Accessibility, String> {
        Accessibility::parse(&format!(
            "written_on = \"2026-05-20\"\n[audit]\non = \"2026-05-12\"\nby = \"A\"\nmethod = \"RGAA\"\ncriteria_met = {met}\n\
             pages = []\ntools = []\nreaders = []"
        ))
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn without_an_audit_nothing_is_claimed() {
        let ours = Accessibility::read(Path::new("/nowhere")).expect("ours reads");
        assert_eq!(ours.state(day("2026-06-01")), State::Unaudited);
    }

    #[test]
    fn an_audit_counts_for_three_years_by_its_criteria() {
        for (met, state) in
            [("0", State::Below), ("49", State::Below), ("50", State::Partly), ("99", State::Partly), ("100", State::Wholly)]
        {
            let declared = audited(met).expect("a declaration");
            assert_eq!(declared.state(day("2029-05-11")), state, "{met}");
            assert_eq!(declared.state(day("2029-05-12")), State::Unaudited, "{met}");
        }
    }

    #[test]
    fn what_is_wrong_is_one_line() {
        for wrong in [audited("101"), audited("-1"), audited("many"), Accessibility::parse("state = \"wholly\"")] {
            let reason = wrong.expect_err("refused");
            assert!(!reason.is_empty() && !reason.contains('\n'), "{reason}");
        }
    }
}

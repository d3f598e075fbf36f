//! What each rule does, in plain words, with the example of a structure of six hours.

use super::KINDS;
use crate::domain::hours::Rules;
use crate::domain::interventions::ChargeRules;
use crate::domain::time::{Minutes, Month};
use crate::store::hours::RulesOf;
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use rocket::uri;
use serde::Serialize;

/// A version of the rules.
#[derive(Serialize)]
pub struct Version {
    title: String,
    charged: Vec<Rule>,
    month_end: Vec<Rule>,
    beyond: Vec<Rule>,
    /// Where the same month is set anew: while it is to come. None for the rules that a group starts from.
    change_href: Option<String>,
}

/// One rule: what it is about, and what it does.
#[derive(Serialize)]
pub struct Rule {
    pub label: String,
    pub says: String,
}

/// The example that percentages are shown with.
const EXAMPLE: Minutes = Minutes(360);

/// No month: what a group starts from.
pub fn version(layout: &Layout<'_>, from: Option<Month>, rules: &RulesOf) -> Result<Version, Error> {
    let title = match from {
        Some(from) => layout.text_with("rules-from", [("month", FluentValue::from(layout.month(from)))])?,
        None => layout.text("rules-from-start")?,
    };
    let sentences = Sentences { layout };
    Ok(Version {
        title,
        charged: sentences.charged(&rules.charge)?,
        month_end: sentences.month_end(&rules.pool)?,
        beyond: sentences.beyond(&rules.pool)?,
        change_href: from.map(|from| uri!(super::new(Some(from), _, _, _, _)).to_string()),
    })
}

/// The rules that hold in a month, one after the other.
pub fn rules(layout: &Layout<'_>, rules: &RulesOf) -> Result<Vec<Rule>, Error> {
    let sentences = Sentences { layout };
    let mut all = sentences.charged(&rules.charge)?;
    all.extend(sentences.month_end(&rules.pool)?);
    all.extend(sentences.beyond(&rules.pool)?);
    Ok(all)
}

struct Sentences<'a, 'r> {
    layout: &'a Layout<'r>,
}

impl Sentences<'_, '_> {
    fn rule(&self, label: &str, says: String) -> Result<Rule, Error> {
        Ok(Rule { label: self.layout.text(label)?, says })
    }

    fn charged(&self, rules: &ChargeRules) -> Result<Vec<Rule>, Error> {
        let unit = match rules.unit {
            Minutes(..=1) => self.layout.text("rules-says-unit-minute")?,
            unit => self.of_minutes("rules-says-unit", unit)?,
        };
        let mut said = vec![self.rule("rules-label-unit", unit)?];
        if rules.minimum > rules.unit {
            said.push(self.rule("rules-minimum", self.of_minutes("rules-says-minimum", rules.minimum)?)?);
        }
        let uneven: Vec<_> = KINDS.iter().filter(|(kind, _)| rules.permille_of(*kind) != 1000).collect();
        if uneven.is_empty() {
            said.push(self.rule("rules-label-kinds", self.layout.text("rules-says-all-real")?)?);
        }
        for (kind, name) in uneven {
            let percent = [("percent", FluentValue::from(super::percent(rules.permille_of(*kind))))];
            said.push(self.rule(&format!("rules-kind-{name}"), self.layout.text_with("rules-says-kind", percent)?)?);
        }
        if rules.after_hours_permille != 1000 {
            let clock = |minute: u32| FluentValue::from(format::clock(self.layout.language, minute));
            let percent = FluentValue::from(super::percent(rules.after_hours_permille));
            let args = [("opens", clock(rules.opens)), ("closes", clock(rules.closes)), ("percent", percent)];
            said.push(self.rule("rules-label-after-hours", self.layout.text_with("rules-says-after-hours", args)?)?);
        }
        Ok(said)
    }

    fn month_end(&self, rules: &Rules) -> Result<Vec<Rule>, Error> {
        let validity = self.layout.text_with("rules-says-validity", [("n", FluentValue::from(rules.validity_months))])?;
        let cap = match rules.carry_cap_permille {
            Some(permille) => self.of_share("rules-says-cap", permille)?,
            None => self.layout.text("rules-says-no-cap")?,
        };
        Ok(vec![self.rule("rules-label-validity", validity)?, self.rule("rules-label-cap", cap)?])
    }

    fn beyond(&self, rules: &Rules) -> Result<Vec<Rule>, Error> {
        let share = |key: &str, permille: i64| match permille {
            0 => self.layout.text(&format!("{key}-none")),
            permille => self.of_share(key, permille),
        };
        Ok(vec![
            self.rule("rules-label-solidarity", share("rules-says-solidarity", rules.solidarity_permille)?)?,
            self.rule("rules-label-borrow", share("rules-says-borrow", rules.borrow_permille)?)?,
            self.rule("rules-label-sold", self.layout.text("rules-says-sold")?)?,
        ])
    }

    fn of_minutes(&self, key: &str, minutes: Minutes) -> Result<String, Error> {
        self.layout.text_with(key, [("minutes", FluentValue::from(self.layout.duration(minutes)))])
    }

    fn of_share(&self, key: &str, permille: i64) -> Result<String, Error> {
        let share = self.layout.duration(Minutes(EXAMPLE.0 * permille / 1000));
        let args = [
            ("percent", FluentValue::from(super::percent(permille))),
            ("share", FluentValue::from(share)),
            ("whole", FluentValue::from(self.layout.duration(EXAMPLE))),
        ];
        self.layout.text_with(key, args)
    }
}

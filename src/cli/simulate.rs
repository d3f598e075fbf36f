//! `parcommun simulate`: a scenario in, its outcome out (`hours.md` § 8). Reading, printing and exit codes are the caller's.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::domain::hours::simulation::{Amendment, Correction, Gift, Grant, MonthScenario, Scenario, Structure, simulate};

/// Turns the JSON of a scenario into the JSON of its outcome, or into one line that says what is wrong with it.
pub fn run(input: &str) -> Result<String, String> {
    let scenario: Scenario = serde_json::from_str(input).map_err(|error| one_line(&explain(input, &error)))?;
    let outcome = simulate(&scenario).map_err(|error| one_line(&error.to_string()))?;
    outcome.to_json().map_err(|error| one_line(&error.to_string()))
}

/// What a scenario says may reach the message: it must not break the line, nor drive a terminal.
fn one_line(message: &str) -> String {
    message.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}

/// Serde names a line and a column; a person looks for a month and a structure.
fn explain(input: &str, error: &serde_json::Error) -> String {
    let place = serde_json::from_str::<Value>(input).ok().and_then(|scenario| culprit(&scenario));
    match place {
        Some(place) => format!("{place}: {error}"),
        None => error.to_string(),
    }
}

/// The first entry of a list that does not read on its own.
fn culprit(scenario: &Value) -> Option<String> {
    let bad_structure = first_bad::<Structure>(&scenario["structures"]);
    let bad_amendment = first_bad::<Amendment>(&scenario["amendments"]);
    if let Some(entry) = bad_structure.or(bad_amendment) {
        let month = entry["from"].as_str().map(|month| format!("{month}: ")).unwrap_or_default();
        let name = entry["id"].as_str().or(entry["structure"].as_str())?;
        return Some(format!("{month}structure {name}"));
    }
    let month = first_bad::<MonthScenario>(&scenario["months"])?;
    let deed = first_bad::<Gift>(&month["gifts"])
        .or(first_bad::<Grant>(&month["grants"]))
        .or(first_bad::<Correction>(&month["corrections"]));
    let name = deed.and_then(|deed| ["structure", "from", "to"].into_iter().find_map(|key| deed[key].as_str()));
    let structure = name.map(|name| format!(": structure {name}")).unwrap_or_default();
    Some(format!("{}{structure}", month["month"].as_str()?))
}

fn first_bad<T: DeserializeOwned>(list: &Value) -> Option<&Value> {
    list.as_array()?.iter().find(|entry| T::deserialize(*entry).is_err())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn golden(name: &str) -> String {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/");
        std::fs::read_to_string(format!("{folder}{name}")).expect("a golden file")
    }

    fn refused(json: &str) -> String {
        let refusal = run(json).expect_err("refused");
        assert!(!refusal.chars().any(char::is_control), "one line: {refusal:?}");
        refusal
    }

    #[test]
    fn the_worked_example_gives_its_outcome_byte_for_byte() {
        assert_eq!(run(&golden("five-months.json")), Ok(golden("five-months.expected.json")));
    }

    #[test]
    fn what_does_not_read_names_the_month_and_the_structure() {
        let json = golden("five-months.json");
        for (right, wrong, named) in [
            (r#""A": 300"#, r#""A": "many""#, "2026-02: structure A: "),
            (r#""A": 300"#, r#""A": 300.5"#, "2026-02: structure A: "),
            (r#""A": 300"#, r#""A": 99999999999999999999"#, "2026-02: structure A: "),
            (r#""A": 300"#, r#""A": 300, "A": 1"#, "structure A: used twice"),
            (r#""to": "D""#, r#""for": "D""#, "2026-04: structure A: unknown field `for`"),
            (r#""of": "2026-03""#, r#""of": "2026-3""#, "2026-05: structure C: a month is written like 2026-01"),
            (r#""month": "2026-03""#, r#""month": "2026-13""#, "2026-13: a month is written like 2026-01"),
            (r#""monthly_minutes": 240"#, r#""minutes": 240"#, "2026-01: structure C: unknown field `minutes`"),
            (r#""key""#, r#""keys""#, "2026-03: unknown field `keys`"),
            ("[\"Salaire brut\", 52000]", "[\"Salaire brut\"]", "2026-03: "),
        ] {
            assert!(json.contains(right), "{right}");
            let refusal = refused(&json.replacen(right, wrong, 1));
            assert!(refusal.starts_with(named), "{refusal}");
        }
    }

    #[test]
    fn what_is_not_a_scenario_is_one_line() {
        for json in ["", "{", "[]", "null", "{\"rules\": {}}", "{\"rules\": {}, \"structures\": [], \"months\": []}"] {
            refused(json);
        }
        refused(&"[".repeat(100_000));
        let odd = r#"{"rules": {}, "structures": [], "months": [{"month": "2026-01", "used": {"a\nb\u001b[2J": 1}}]}"#;
        assert!(refused(odd).starts_with(r"2026-01: structure a\nb\u{1b}[2J: it is not"));
    }
}

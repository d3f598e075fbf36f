//! Small scenarios, told in JSON as a group would.

use serde_json::{Value, json};

use super::{Outcome, Scenario, ScenarioError, simulate};
use crate::domain::hours::Account;

fn tried(scenario: Value) -> Result<Outcome, ScenarioError> {
    simulate(&Scenario::deserialize_for_test(scenario))
}

impl Scenario {
    fn deserialize_for_test(scenario: Value) -> Scenario {
        serde_json::from_value(scenario).expect("a scenario of a test")
    }
}

fn outcome(scenario: Value) -> Value {
    let outcome = tried(scenario).expect("accepted");
    serde_json::from_str(&outcome.to_json().expect("written")).expect("JSON")
}

fn refused(scenario: Value) -> String {
    tried(scenario).expect_err("refused").to_string()
}

/// A and B, 600 and 300 minutes a month, with every rule of the worked example.
fn group(months: Value) -> Value {
    json!({
        "rules": {"validity_months": 3, "carry_cap_permille": 2000, "solidarity_permille": 500, "borrow_permille": 500},
        "structures": [
            {"id": "A", "monthly_minutes": 600, "from": "2026-01"},
            {"id": "B", "monthly_minutes": 300, "from": "2026-01", "to": "2026-02"},
        ],
        "months": months,
    })
}

#[test]
fn a_structure_that_leaves_leaves_its_lots_to_the_pot() {
    let told = outcome(group(json!([{"month": "2026-01"}, {"month": "2026-02", "used": {"B": 100}}, {"month": "2026-03"}])));
    let last = &told["months"][1]["structures"]["B"];
    assert_eq!((&last["left_to_pot"], &last["debt_sold"], &last["carried"]), (&json!(500), &json!(0), &json!([])));
    assert_eq!(told["months"][1]["structures"]["A"].get("left_to_pot"), None);
    assert_eq!(told["months"][2]["structures"].get("B"), None);
    assert_eq!(told["accounts"]["CAP"], -(3 * 600 + 2 * 300));
}

#[test]
fn a_structure_that_leaves_cannot_borrow_and_its_debt_is_sold() {
    let used = |minutes: i64| json!({ "B": minutes });
    let told = outcome(group(json!([
        {"month": "2026-01", "used": used(450)},
        {"month": "2026-02", "used": used(200), "costs": [["Salaire brut", 90_000]]},
    ])));
    let last = &told["months"][1]["structures"]["B"];
    assert_eq!((&last["repaid"], &last["borrowed"], &last["sold"]), (&json!(150), &json!(0), &json!(50)));
    assert_eq!((&last["debt"], &last["debt_sold"]), (&json!(0), &json!(0)));
    assert_eq!(told["months"][1]["shares"]["overage_cents"], json!({"B": 5_000}));
}

#[test]
fn debt_that_an_allotment_no_longer_reaches_is_sold_and_billed_at_the_end() {
    let mut scenario = group(json!([
        {"month": "2026-01", "used": {"B": 450}},
        {"month": "2026-02", "costs": [["Salaire brut", 70_000]]},
    ]));
    scenario["amendments"] = json!([{"structure": "B", "from": "2026-02", "monthly_minutes": 100}]);
    let told = outcome(scenario);
    let last = &told["months"][1]["structures"]["B"];
    assert_eq!((&last["allotted"], &last["repaid"], &last["debt_sold"]), (&json!(100), &json!(100), &json!(50)));
    assert_eq!(told["months"][1]["shares"]["overage_cents"], json!({"B": 5_000}));
}

#[test]
fn grants_come_from_the_pot_and_become_a_lot_of_the_month() {
    let mut scenario = group(json!([
        {"month": "2026-01", "used": {"A": 600}},
        {"month": "2026-02", "used": {"A": 600}, "grants": [{"to": "A", "minutes": 30}]},
    ]));
    assert_eq!(refused(scenario.clone()), "2026-02: structure A: it cannot be granted 30 minutes, the pot holds 0");
    scenario["rules"]["validity_months"] = json!(0);
    let told = outcome(scenario);
    assert_eq!(told["months"][0]["structures"]["B"]["expired"], 300);
    assert_eq!(told["months"][1]["structures"]["A"]["expired"], 30);
    assert_eq!(told["months"][1]["pot"], 600);
}

#[test]
fn a_correction_for_a_structure_that_has_left_is_sold() {
    let told = outcome(group(json!([
        {"month": "2026-01"}, {"month": "2026-02"},
        {"month": "2026-03", "corrections": [{"structure": "B", "of": "2026-02", "minutes": 40}],
         "costs": [["Salaire brut", 60_000]]},
    ])));
    let gone = &told["months"][2]["structures"]["B"];
    assert_eq!((&gone["allotted"], &gone["charged"], &gone["sold"]), (&json!(0), &json!(40), &json!(40)));
    assert_eq!(told["months"][2]["shares"]["totals"], json!({"A": 60_000}));
    assert_eq!(told["months"][2]["shares"]["overage_cents"], json!({"B": 4_000}));
}

#[test]
fn rules_that_are_absent_do_nothing() {
    let mut scenario = group(json!([{"month": "2026-01"}, {"month": "2026-02", "used": {"B": 700}}]));
    scenario["rules"] = json!({});
    let told = outcome(scenario);
    assert_eq!(told["months"][1]["structures"]["B"]["sold"], 100);
    assert_eq!(told["accounts"]["LOT:A:2026-01"], 600);
}

#[test]
fn every_refusal_is_a_line_with_the_month_and_the_structure() {
    let month = |extra: Value| {
        let mut month = json!({"month": "2026-01"});
        month.as_object_mut().expect("an object").append(extra.clone().as_object_mut().expect("an object"));
        refused(group(json!([month])))
    };
    let gift = |from: &str, to: &str, minutes: i64| json!({"gifts": [{"from": from, "to": to, "minutes": minutes}]});
    let correction = |of: &str, minutes: i64| json!({"corrections": [{"structure": "A", "of": of, "minutes": minutes}]});
    for (refusal, expected) in [
        (month(json!({"used": {"X": 1}})), "2026-01: structure X: it is not among the structures of the scenario"),
        (month(json!({"used": {"A": -1}})), "2026-01: structure A: a charge of -1 minutes is out of bounds (from 0 to 1000000000)"),
        (month(gift("A", "B", 601)), "2026-01: structure A: it cannot give 601 minutes, it has 600 left"),
        (month(gift("A", "A", 1)), "2026-01: structure A: it cannot give to itself"),
        (month(gift("A", "B", 0)), "2026-01: structure A: a gift of 0 minutes is out of bounds (from 1 to 1000000000)"),
        (month(correction("2026-01", 1)), "2026-01: structure A: a correction must be of an earlier month, not of 2026-01"),
        (
            month(correction("2025-12", -30)),
            "2026-01: structure A: a correction cannot take back 30 minutes of 2025-12, 0 of them are charged there",
        ),
        (
            month(json!({"costs": [["Salaire brut", 1]], "key": "charged"})),
            "2026-01: the costs cannot be shared: nobody has a weight to share by",
        ),
        (
            month(json!({"costs": [["x", i64::MAX]]})),
            "2026-01: the cost line \"x\" is out of bounds (at most 1000000000000 cents either way)",
        ),
        (
            refused(group(json!([{"month": "2026-01"}, {"month": "2026-03"}]))),
            "2026-03: months must be consecutive, 2026-02 was expected",
        ),
        (refused(group(json!([]))), "no month is given"),
    ] {
        assert_eq!(refusal, expected);
    }
}

#[test]
fn the_calendar_ends_without_repeating_its_last_month() {
    let mut scenario = group(json!([{"month": "9999-12"}, {"month": "9999-12"}]));
    scenario["structures"][1]["to"] = json!(null);
    assert_eq!(refused(scenario), "9999-12: months must be consecutive, 9999-12 was expected");
}

#[test]
fn what_the_group_declares_is_checked_before_any_month() {
    let with = |key: &str, value: Value| {
        let mut scenario = group(json!([{"month": "2026-01"}, {"month": "2026-02"}, {"month": "2026-03"}]));
        scenario[key] = value;
        refused(scenario)
    };
    let amended = |code: &str, from: &str, minutes: i64| {
        with("amendments", json!([{"structure": code, "from": from, "monthly_minutes": minutes}]))
    };
    for (refusal, expected) in [
        (amended("X", "2026-02", 1), "2026-02: structure X: it is not among the structures of the scenario"),
        (amended("B", "2026-03", 1), "2026-03: structure B: it is amended outside its membership"),
        (amended("B", "2026-02", -1), "2026-02: structure B: -1 monthly minutes are out of bounds (from 0 to 1000000000)"),
        (
            with("structures", json!([{"id": "A", "monthly_minutes": 1}, {"id": "A", "monthly_minutes": 1}])),
            "2026-01: structure A: it is declared twice",
        ),
        (
            with("structures", json!([{"id": "A", "monthly_minutes": 1, "from": "2026-02", "to": "2026-01"}])),
            "2026-02: structure A: it leaves before it joins, in 2026-02",
        ),
        (
            with("structures", json!([{"id": " ", "monthly_minutes": 1}])),
            "2026-01: structure  : an id is 1 to 64 characters on one line",
        ),
        (
            with("rules", json!({"borrow_permille": -1})),
            "2026-01: the rule borrow_permille is out of bounds (at most 1000000 per mille, 1200 months)",
        ),
    ] {
        assert_eq!(refusal, expected);
    }
    let mut left = group(json!([{"month": "2026-01"}, {"month": "2026-02"}, {"month": "2026-03", "used": {"B": 1}}]));
    assert_eq!(refused(left.clone()), "2026-03: structure B: it is not a member this month");
    left["months"][2]["used"]["B"] = json!(0);
    assert!(tried(left).is_ok());
}

#[test]
fn the_largest_figures_do_not_overflow() {
    let most = 1_000_000_000i64;
    let used = json!({"A": most, "B": most});
    let mut scenario = group(json!([
        {"month": "2026-01", "used": used, "corrections": vec![json!({"structure": "A", "of": "2025-12", "minutes": most}); 1000]},
        {"month": "2026-02", "used": used, "corrections": vec![json!({"structure": "A", "of": "2026-01", "minutes": -most}); 1000]},
    ]));
    scenario["rules"] = json!({"borrow_permille": 1_000_000, "carry_cap_permille": 1_000_000, "solidarity_permille": 1_000_000});
    scenario["structures"][0]["monthly_minutes"] = json!(1);
    let told = tried(scenario.clone()).expect("accepted");
    let sum: i64 = told.accounts.values().sum();
    assert_eq!(sum, 0);
    assert!(told.accounts.keys().all(|name| name.parse::<Account>().is_ok()));
    // A million million minutes at ten thousand million euros for 301: no price that money can hold.
    scenario["months"][0]["costs"] = json!([["Salaire brut", 1_000_000_000_000i64]]);
    assert_eq!(refused(scenario), "2026-01: the amounts are too large");
}

//! The named world: who is who, and the ids behind names.

use parcommun::store::fixtures;
use std::sync::LazyLock;

#[derive(serde::Deserialize)]
struct People {
    person: Vec<PersonRow>,
}

#[derive(serde::Deserialize)]
pub struct PersonRow {
    pub key: String,
    pub email: String,
}

/// Somebody of `fixtures/people.toml`.
pub fn person(key: &str) -> &'static PersonRow {
    static PEOPLE: LazyLock<Vec<PersonRow>> = LazyLock::new(|| {
        let people: People = toml::from_str(include_str!("../../../fixtures/people.toml")).expect("people.toml reads");
        people.person
    });
    PEOPLE.iter().find(|row| row.key == key).unwrap_or_else(|| panic!("nobody is called {key}"))
}

/// The id of something named, as text: `id("structures/douces")`.
pub fn id(name: &str) -> String {
    fixtures::named(name).to_string()
}

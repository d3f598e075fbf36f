//! Inventory agents report at a structure's secret address; who keeps its register decides what their machines are.

mod deciding;
mod door;
mod machine;
mod media;
mod quarantine;
mod real_agent;

use crate::support::person::Sent;
use crate::support::{Answer, App, Person, world};
use rocket::http::{ContentType, Method};

/// An address of agents as its maker holds it.
#[derive(Clone)]
pub struct Address {
    pub id: String,
    /// What stands after `/agent/`.
    pub secret: String,
}

/// What agents send, byte for byte (`tests/inventories/`).
pub fn body(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/inventories/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a body")
}

pub fn tokens(structure: &str) -> String {
    format!("/structures/{}/inventory-tokens", world::id(&format!("structures/{structure}")))
}

pub fn trays(structure: &str) -> String {
    format!("/structures/{}/inventories", world::id(&format!("structures/{structure}")))
}

impl Address {
    /// Made by who keeps the register of the structure.
    pub async fn made(app: &App, keeper: &str, structure: &str) -> Self {
        let mut maker = app.signed_in(keeper).await;
        let page = tokens(structure);
        let (address, mut form) = maker.get(&page).await.page().form_of("Créer l'adresse");
        form.push(("label".into(), "Portables de l'accueil".into()));
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let made = maker.post(&address, &form).await;
        assert_eq!((made.status, made.location()), (303, page.as_str()));
        let shown = maker.get(&page).await.body();
        let (_, after) = shown.split_once("https://parc.example/agent/").expect("the address is shown once");
        let secret = after.chars().take_while(char::is_ascii_hexdigit).collect();
        let (_, after) = shown.split_once(&format!("{page}/")).expect("a button closes it");
        Self { id: after.chars().take(36).collect(), secret }
    }

    pub fn path(&self) -> String {
        format!("/agent/{}", self.secret)
    }

    /// Sends what an agent sends, as FusionInventory does.
    pub async fn send(&self, app: &App, bytes: Vec<u8>) -> Answer {
        self.send_with(app, bytes, &[("user-agent", "FusionInventory-Agent_v2.6-3")]).await
    }

    pub async fn send_with(&self, app: &App, bytes: Vec<u8>, headers: &[(&'static str, &str)]) -> Answer {
        let kind = ContentType::new("application", "x-compress-zlib");
        app.nobody().ask(Method::Post, &self.path(), headers, Sent::Unsaid, Some((kind, bytes))).await
    }
}

/// Presses a button of a page, with what is changed in its form.
pub async fn press(person: &mut Person<'_>, page: &Answer, button: &str, change: &[(&str, &str)]) -> Answer {
    let (address, form) = page.page().form_of(button);
    let mut sent: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    sent.retain(|(name, _)| change.iter().all(|(changed, _)| changed != name));
    sent.extend(change);
    person.post(&address, &sent).await
}

/// The page of what waits under this name.
pub async fn waiting(person: &mut Person<'_>, structure: &str, name: &str) -> Answer {
    let page = person.get(&trays(structure)).await.page();
    let line = page.all("link").into_iter().find(|link| link.text.trim().starts_with(name));
    let address = line.and_then(|link| link.attribute("href")).unwrap_or_else(|| panic!("{name} in:\n{}", page.text()));
    person.get(address).await
}

//! How inventory agents write: FusionInventory, GLPI-Agent, OCS, in XML or JSON, in zlib, gzip or plain (`equipment.md` § 4).
//!
//! Bytes go in, a [`Report`] comes out, or why not. Nothing of what is read is trusted, and what is not on the list of what is kept
//! leaves no trace: [`crate::domain::inventories::Document`] has no field for it.

mod answers;
mod document;
mod json;
#[cfg(test)]
mod tests;
mod tree;
mod unpacking;
mod xml;

pub use answers::{JSON_DONE, XML_SEND, contact as answer_to_contact, json_error, packed, xml_error};
pub use unpacking::{MOST_RECEIVED, Packing};

use crate::domain::inventories::Inventory;
use tree::Tree;

/// What an agent sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub packing: Packing,
    pub format: Format,
    /// What the agent calls itself.
    pub device_id: String,
    pub message: Message,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xml,
    Json,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The first word of an agent that speaks XML.
    Prolog,
    /// The first word of one that speaks JSON, with the tasks that it could do.
    Contact {
        enabled_tasks: Vec<String>,
    },
    Inventory(Box<Inventory>),
    /// Something else: answered, never kept.
    Other,
}

/// Why bytes are no message of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("nothing was sent")]
    Empty,
    #[error("more bytes than are taken")]
    TooLarge,
    #[error("packed too tightly, or too large when unpacked")]
    Bomb,
    #[error("the packing is broken")]
    Packing,
    #[error("neither XML nor JSON")]
    Format,
    #[error("the XML or JSON is broken")]
    Syntax,
    #[error("declares a document type or entities")]
    Entities,
    #[error("too deep, or too many things")]
    TooMuch,
    #[error("no message that an agent sends")]
    Message,
}

impl Unreadable {
    /// One word for each: in the database, and in the keys of sentences.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too-large",
            Self::Bomb => "bomb",
            Self::Packing => "packing",
            Self::Format => "format",
            Self::Syntax => "syntax",
            Self::Entities => "entities",
            Self::TooMuch => "too-much",
            Self::Message => "message",
        }
    }
}

/// Reads what an agent sent.
pub fn read(bytes: &[u8]) -> Result<Report, Unreadable> {
    let (packing, unpacked) = unpacking::unpack(bytes)?;
    let text = String::from_utf8_lossy(&unpacked);
    let text = text.trim_start_matches('\u{feff}').trim();
    match text.as_bytes().first() {
        Some(b'<') => of_xml(packing, &xml::read(text)?),
        Some(b'{') => of_json(packing, &json::read(text)?),
        _ => Err(Unreadable::Format),
    }
}

fn of_xml(packing: Packing, root: &Tree) -> Result<Report, Unreadable> {
    let request = root.all("request").next().ok_or(Unreadable::Message)?;
    let device_id = named(request);
    let query = request.text(&["query"]).to_uppercase();
    let has_content = request.all("content").next().is_some();
    let message = match query.as_str() {
        "PROLOG" => Message::Prolog,
        "INVENTORY" | "" if has_content => Message::Inventory(Box::new(document::inventory(request, &device_id))),
        "" | "INVENTORY" => return Err(Unreadable::Message),
        _ => Message::Other,
    };
    Ok(Report { packing, format: Format::Xml, device_id, message })
}

fn of_json(packing: Packing, root: &Tree) -> Result<Report, Unreadable> {
    let device_id = named(root);
    let action = root.text(&["action"]).to_lowercase();
    let of_computer = matches!(root.text(&["itemtype"]).to_lowercase().as_str(), "" | "computer");
    let has_content = root.all("content").next().is_some();
    let message = match action.as_str() {
        "contact" => Message::Contact { enabled_tasks: root.words("enabled-tasks") },
        // An injector sends what the agent wrote into a file, which names no action.
        "inventory" | "" if has_content && of_computer => Message::Inventory(Box::new(document::inventory(root, &device_id))),
        "" => return Err(Unreadable::Message),
        "inventory" if !has_content => return Err(Unreadable::Message),
        _ => Message::Other,
    };
    Ok(Report { packing, format: Format::Json, device_id, message })
}

/// Longest name of an agent that is kept, characters: ours are a host name and a time.
const MOST_NAME: usize = 255;

fn named(root: &Tree) -> String {
    root.text(&["deviceid"]).chars().take(MOST_NAME).collect()
}

//! What agents are told, byte for byte: each stops at anything else (`equipment.md` § 4, the table of wrong answers).

use super::Packing;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde::Serialize;
use std::io::Write;

/// To whoever speaks XML: send your inventory, and come again in a day.
pub const XML_SEND: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<REPLY>\n  <RESPONSE>SEND</RESPONSE>\n  \
                            <PROLOG_FREQ>24</PROLOG_FREQ>\n</REPLY>\n";

/// To whoever speaks JSON: it is done, come again in a day.
pub const JSON_DONE: &str = r#"{"status":"ok","expiration":24}"#;

/// What agents are asked to leave out. It comes too late for the first inventory: what is kept is decided here.
const LEFT_OUT: &str = "process,environment,local_user,local_group,user,software,licenseinfo";

/// How long an answer holds, hours; agents take 0 for a mistake.
const HOURS: i64 = 24;

#[derive(Serialize)]
struct Contact<'a> {
    status: &'static str,
    expiration: i64,
    tasks: Tasks,
    disabled: Vec<&'a str>,
}

#[derive(Serialize)]
struct Tasks {
    inventory: Task,
}

#[derive(Serialize)]
struct Task {
    server: &'static str,
    version: &'static str,
    #[serde(rename = "no-category")]
    no_category: &'static str,
}

/// To CONTACT: an inventory, and none of the other tasks that it could do.
pub fn contact(enabled_tasks: &[String]) -> String {
    let inventory = Task { server: "glpi", version: "10.0.18", no_category: LEFT_OUT };
    let answer = Contact {
        status: "ok",
        expiration: HOURS,
        tasks: Tasks { inventory },
        disabled: enabled_tasks.iter().map(String::as_str).filter(|task| *task != "inventory").collect(),
    };
    serde_json::to_string(&answer).unwrap_or_else(|_| JSON_DONE.to_owned())
}

#[derive(Serialize)]
struct Refusal<'a> {
    status: &'static str,
    message: &'a str,
    expiration: i64,
}

/// Why something is not taken, to GLPI-Agent, which shows the message.
pub fn json_error(message: &str) -> String {
    let answer = Refusal { status: "error", message, expiration: HOURS };
    serde_json::to_string(&answer).unwrap_or_else(|_| JSON_DONE.to_owned())
}

/// The same to all others.
pub fn xml_error(message: &str) -> String {
    format!("<REPLY><ERROR>{}</ERROR></REPLY>", quick_xml::escape::escape(message))
}

/// XML goes back as it came: zlib to zlib, plain to anything else. With its type.
///
/// FusionInventory knows zlib by its first bytes `78 9C`: those of the default level, and of no other than 4 to 8.
pub fn packed(xml: &str, came: Packing) -> (&'static str, Vec<u8>) {
    let plain = ("application/xml", xml.as_bytes().to_vec());
    if came != Packing::Zlib {
        return plain;
    }
    let mut into = ZlibEncoder::new(Vec::new(), Compression::default());
    match into.write_all(xml.as_bytes()).and_then(|()| into.finish()) {
        Ok(zlib) => ("application/x-compress-zlib", zlib),
        Err(_) => plain,
    }
}

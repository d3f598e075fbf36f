use super::*;
use crate::domain::inventories::{Agent, Document, Evidence, EvidenceKind, Inventory, Oddity};
use chrono::NaiveDate;
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use proptest::prelude::*;
use std::io::Write;

fn body(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/inventories/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a body")
}

fn inventory(bytes: &[u8]) -> Inventory {
    match read(bytes).expect("an agent's message").message {
        Message::Inventory(inventory) => *inventory,
        other => panic!("no inventory: {other:?}"),
    }
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut into = ZlibEncoder::new(Vec::new(), Compression::default());
    into.write_all(bytes).expect("memory");
    into.finish().expect("memory")
}

fn serials(of: &Document) -> Vec<&str> {
    of.media.iter().map(|one| one.serial_number.as_str()).collect()
}

const INVENTORIES: [&str; 9] = [
    "fusioninventory/inventory.zlib",
    "fusioninventory/inventory_identity.zlib",
    "fusioninventory/inventory_tag_plain.xml",
    "glpi/inventory_first.zlib",
    "glpi/inventory.zlib",
    "glpi/inventory_partial.zlib",
    "glpi/inventory_partial_minimal.zlib",
    "glpi/inventory_uppercase.zlib",
    "glpi/inventory_legacy.zlib",
];

#[test]
fn every_body_of_the_three_agents_is_read() {
    for (name, packing, format) in [
        ("fusioninventory/prolog.zlib", Packing::Zlib, Format::Xml),
        ("fusioninventory/prolog.xml", Packing::Plain, Format::Xml),
        ("glpi/prolog.zlib", Packing::Zlib, Format::Xml),
        ("ocs/prolog.zlib", Packing::Zlib, Format::Xml),
    ] {
        let report = read(&body(name)).expect(name);
        assert_eq!((report.packing, report.format, report.message), (packing, format, Message::Prolog), "{name}");
        assert!(report.device_id.starts_with("poste-accueil-2026-01-15-"), "{name}");
    }
    let Message::Contact { enabled_tasks } = read(&body("glpi/contact.zlib")).expect("a contact").message else {
        panic!("a contact")
    };
    assert_eq!(enabled_tasks.len(), 8);
    for name in INVENTORIES.into_iter().chain(["ocs/inventory.zlib"]) {
        let read = inventory(&body(name));
        assert_eq!(read.document.system.host_name, "poste-accueil", "{name}");
        assert_eq!(read.partial, name.contains("partial"), "{name}");
        assert_eq!(read.warnings, [], "{name}");
        assert_eq!(read.program.is_empty(), name.starts_with("ocs/"), "{name}: OCS names itself in the head alone");
    }
}

#[test]
fn the_same_machine_is_the_same_whichever_agent_tells_of_it() {
    for name in [
        "fusioninventory/inventory_identity.zlib",
        "glpi/inventory_first.zlib",
        "glpi/inventory.zlib",
        "glpi/inventory_uppercase.zlib",
        "glpi/inventory_legacy.zlib",
    ] {
        let Inventory { document, device_id, .. } = inventory(&body(name));
        let system = &document.system;
        assert_eq!(
            (system.manufacturer.as_str(), system.model.as_str(), system.serial_number.as_str()),
            ("LENOVO", "20L5S0AB00", "PF1ABCDE"),
            "{name}"
        );
        assert_eq!(system.bios_date, NaiveDate::from_ymd_opt(2019, 11, 5), "{name}");
        assert_eq!(system.memory_mb, Some(3919), "{name}");
        assert_eq!(document.operating_system.name, "Debian GNU/Linux 12 (bookworm)", "{name}");
        assert_eq!(document.operating_system.installed_on, None, "{name}: the epoch is no day");
        assert_eq!(document.batteries.iter().map(|one| one.health_permille()).collect::<Vec<_>>(), [Some(800)], "{name}");
        let mut media = serials(&document);
        media.sort_unstable();
        assert_eq!(media, ["", "S3Z1NB0K000001A"], "{name}: the default of an emulator is no serial number");
        let evidence = Evidence::of(&document, Agent { device_id: &device_id, agent_id: None });
        assert_eq!(evidence[0].value, "lenovo / pf1abcde", "{name}");
    }
}

#[test]
fn a_machine_without_identity_has_none_but_its_agent() {
    for name in ["fusioninventory/inventory.zlib", "ocs/inventory.zlib"] {
        let Inventory { document, device_id, .. } = inventory(&body(name));
        let evidence = Evidence::of(&document, Agent { device_id: &device_id, agent_id: None });
        assert_eq!(evidence.iter().map(|one| one.kind).collect::<Vec<_>>(), [EvidenceKind::Agent], "{name}: {evidence:?}");
        assert!(document.media.iter().all(|one| one.name != "zram0"), "{name}");
    }
}

#[test]
fn what_is_on_no_list_is_not_kept() {
    for name in INVENTORIES.into_iter().chain(["ocs/inventory.zlib"]) {
        let kept = serde_json::to_string(&inventory(&body(name)).document).expect("a document");
        for word in ["canari", "lpadmin", "/usr/sbin/nologin", "wtmp", "bash", "libc6", "EXEMPLE_JETON", "ASSO-42"] {
            assert!(!kept.contains(word), "{name}: {word}");
        }
    }
}

#[test]
fn a_filled_value_wins_in_any_case_and_a_list_may_be_one_thing() {
    let json = r#"{"action":"inventory","deviceid":"x","content":{"bios":{"ssn":""},"BIOS":{"SSN":"PF1","SMANUFACTURER":"LENOVO"},
        "cpus":{"name":"One","core":"4"},"storages":[{"name":"nvme0n1","SERIAL":"A1","disksize":512110.7},{"name":"sda","SERIALNUMBER":"B2"}],
        "NETWORKS":[{"MACADDR":"8C:16:45:AA:BB:01"},{"mac":"8C:16:45:AA:BB:02"}],"memories":[{"capacity":0},{"capacity":8192}]}}"#;
    let Inventory { document, warnings, .. } = inventory(json.as_bytes());
    assert_eq!(document.system.serial_number, "PF1");
    assert_eq!(document.processors[0].cores, Some(4));
    assert_eq!(serials(&document), ["A1", "B2"]);
    assert_eq!(document.media[0].size_mb, Some(512_110));
    assert_eq!(document.networks.len(), 2);
    assert_eq!(document.memories.len(), 1, "an empty slot is no memory");
    assert_eq!(warnings, []);
}

#[test]
fn what_is_odd_is_told_and_never_refused() {
    let long = "x".repeat(5000);
    let json = format!(
        r#"{{"action":"inventory","content":{{"flying_carpets":[1],"cpus":"four","storages":[{{"name":"sda","interface":"WARP","disksize":"big","model":"{long}"}}],"bios":{{"bdate":"soon"}},"batteries":[{{"capacity":"47 Wh"}}]}}}}"#
    );
    let Inventory { document, warnings, .. } = inventory(json.as_bytes());
    let told: Vec<(Oddity, &str)> = warnings.iter().map(|one| (one.oddity, one.place.as_str())).collect();
    assert_eq!(
        told,
        [
            (Oddity::TextCut, "storages/model"),
            (Oddity::UnknownPart, "flying_carpets"),
            (Oddity::WrongShape, "cpus"),
            (Oddity::NotANumber, "storages/disksize"),
            (Oddity::NotADay, "bios/bdate"),
        ]
    );
    assert_eq!((document.media[0].interface.as_str(), document.media[0].model.len()), ("WARP", 4096));
}

#[test]
fn days_are_read_as_agents_write_them() {
    let fifth = NaiveDate::from_ymd_opt(2019, 11, 5);
    for text in ["11/05/2019", "2019-11-05", "2019-11-05 10:12:00", "2019-11-05T10:12:00Z"] {
        assert_eq!(document::day(text), Ok(fifth), "{text}");
    }
    for nothing in ["1970-00-01", "1970-01-01 00:00:00", "Tue May 20 00:00:00"] {
        assert_eq!(document::day(nothing), Ok(None), "{nothing}");
    }
    assert_eq!(document::day("soon"), Err(()));
}

#[test]
fn declared_entities_and_document_types_are_refused() {
    let with =
        |declared: &str, text: &str| format!("{declared}<REQUEST><QUERY>PROLOG</QUERY><DEVICEID>{text}</DEVICEID></REQUEST>");
    let laughs = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]>";
    assert_eq!(read(with(laughs, "&lol2;").as_bytes()), Err(Unreadable::Entities));
    assert_eq!(read(with("<!DOCTYPE a SYSTEM \"file:///etc/passwd\">", "x").as_bytes()), Err(Unreadable::Entities));
    assert_eq!(read(with("", "&file;").as_bytes()), Err(Unreadable::Entities));
    assert_eq!(read(with("", "A&amp;B &#233;&lt;").as_bytes()).expect("letters").device_id, "A&B é<");
}

#[test]
fn bombs_are_refused_before_they_burst() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&vec![b' '; 30 * 1024 * 1024]).expect("memory");
    assert_eq!(read(&gzip.finish().expect("memory")), Err(Unreadable::Bomb));
    assert_eq!(read(&zlib(&vec![b'<'; 1024 * 1024])), Err(Unreadable::Bomb), "packed more than two hundred times");
    assert_eq!(read(&vec![b'{'; MOST_RECEIVED + 1]), Err(Unreadable::TooLarge));
    let deep = format!("<REQUEST>{}{}</REQUEST>", "<A>".repeat(40), "</A>".repeat(40));
    assert_eq!(read(deep.as_bytes()), Err(Unreadable::TooMuch));
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(40), "]".repeat(40));
    assert_eq!(read(deep.as_bytes()), Err(Unreadable::TooMuch));
    let deeper = format!("{{\"a\":{}", "[".repeat(100_000));
    assert_eq!(read(deeper.as_bytes()), Err(Unreadable::TooMuch));
    let many = format!("<REQUEST><CONTENT>{}</CONTENT></REQUEST>", "<USERS/>".repeat(20_001));
    assert_eq!(read(many.as_bytes()), Err(Unreadable::TooMuch));
    let many = format!("{{\"action\":\"inventory\",\"content\":{{\"users\":[{}0]}}}}", "0,".repeat(20_000));
    assert_eq!(read(many.as_bytes()), Err(Unreadable::TooMuch));
}

#[test]
fn what_is_no_message_says_why() {
    assert_eq!(read(b""), Err(Unreadable::Empty));
    assert_eq!(read(b"hello"), Err(Unreadable::Format));
    assert_eq!(read(b"<html><body/></html>"), Err(Unreadable::Message));
    assert_eq!(read(b"<REQUEST><QUERY>"), Err(Unreadable::Syntax));
    assert_eq!(read(b"{\"action\":"), Err(Unreadable::Syntax));
    assert_eq!(read(b"{}"), Err(Unreadable::Message));
    let whole = body("glpi/inventory.zlib");
    assert_eq!(read(&whole[..whole.len() / 2]), Err(Unreadable::Packing));
    assert_eq!(read(b"{\"action\":\"netdiscovery\"}").expect("known").message, Message::Other);
}

#[test]
fn bytes_that_are_no_text_become_a_mark() {
    let mut bytes = b"<REQUEST><QUERY>PROLOG</QUERY><DEVICEID>caf".to_vec();
    bytes.extend([0xe9]);
    bytes.extend(b"</DEVICEID></REQUEST>");
    assert_eq!(read(&bytes).expect("a prolog").device_id, "caf\u{fffd}");
}

#[test]
fn a_zlib_answer_begins_as_agents_know_it() {
    let (kind, bytes) = packed(XML_SEND, Packing::Zlib);
    assert_eq!((kind, &bytes[..2]), ("application/x-compress-zlib", &[0x78, 0x9c][..]));
    assert_eq!(packed(XML_SEND, Packing::Gzip), ("application/xml", XML_SEND.as_bytes().to_vec()));
}

#[test]
fn a_contact_is_answered_with_one_task() {
    let tasks: Vec<String> = ["collect", "inventory", "deploy"].map(str::to_owned).into();
    assert_eq!(
        answer_to_contact(&tasks),
        r#"{"status":"ok","expiration":24,"tasks":{"inventory":{"server":"glpi","version":"10.0.18","no-category":"process,environment,local_user,local_group,user,software,licenseinfo"}},"disabled":["collect","deploy"]}"#
    );
}

proptest! {
    #[test]
    fn no_bytes_at_all_make_it_fall(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&bytes);
        let _ = read(&zlib(&bytes));
    }

    #[test]
    fn no_damage_to_a_real_message_makes_it_fall(which in 0..INVENTORIES.len(), hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = body(INVENTORIES[which]);
        for (at, byte) in &hits {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        let _ = read(&bytes);
    }

    #[test]
    fn no_damage_to_plain_text_makes_it_fall(json in any::<bool>(), at in any::<prop::sample::Index>(), with in "\\PC{0,12}") {
        let text = body(if json { "glpi/inventory_uppercase.json" } else { "fusioninventory/inventory_identity.xml" });
        let text = String::from_utf8(text).expect("text");
        let cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let cut = cuts[at.index(cuts.len())];
        let _ = read(format!("{}{with}{}", &text[..cut], &text[cut..]).as_bytes());
        let _ = read(&text.as_bytes()[..cut]);
    }
}

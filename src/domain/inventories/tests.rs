use super::*;
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::EquipmentId;
use std::collections::BTreeSet;
use uuid::Uuid;

const ONE: EquipmentId = EquipmentId(Uuid::from_u128(1));
const TWO: EquipmentId = EquipmentId(Uuid::from_u128(2));

fn laptop() -> Document {
    let system = System {
        manufacturer: " LENOVO ".into(),
        model: "20L5S0AB00".into(),
        serial_number: "PF1ABCDE".into(),
        uuid: "4C4C4544-0042-3510-8051-B4C04F4A4B32".into(),
        ..System::default()
    };
    let mac = |mac: &str, is_virtual| Network { mac: mac.into(), is_virtual, ..Network::default() };
    let networks = vec![mac("8C:16:45:AA:BB:01", false), mac("8C:16:45:AA:BB:02", true), mac("52:54:00:aa:bb:01", false)];
    Document { system, networks, ..Document::default() }
}

fn evidence(of: &Document) -> Vec<Evidence> {
    Evidence::of(of, Agent { device_id: "poste-accueil-2026", agent_id: None })
}

fn known(machine: EquipmentId, kind: EvidenceKind, value: &str) -> Known {
    Known { machine, evidence: Evidence { kind, value: value.into() } }
}

fn registered(machine: EquipmentId, brand: &str, serial: &str) -> Registered {
    Registered { machine, brand: brand.into(), serial: serial.into() }
}

#[test]
fn a_machine_is_told_by_what_its_maker_gave_it() {
    let values: Vec<String> = evidence(&laptop()).into_iter().map(|one| format!("{} {}", one.kind, one.value)).collect();
    assert_eq!(
        values,
        [
            "serial lenovo / pf1abcde",
            "uuid 4c4c4544-0042-3510-8051-b4c04f4a4b32",
            "mac 8c:16:45:aa:bb:01",
            "agent device poste-accueil-2026"
        ]
    );
}

#[test]
fn what_makers_leave_everywhere_is_nothing() {
    for junk in [
        "",
        "  ",
        "To be filled by O.E.M.",
        "Default string",
        "DEFAULT  STRING",
        "System Serial Number",
        "None",
        "0123456789",
        "123456789",
        "00000000",
        "xxxxxxxx",
        "....",
        "QM00001",
        "QM00013",
        "N/A",
    ] {
        assert!(is_junk_serial(junk), "{junk:?}");
        assert_eq!(manufacturer_and_serial("LENOVO", junk), None, "{junk:?}");
    }
    for told in ["PF1ABCDE", "QM0001A", "1234", "CZC0123456", "QM000012"] {
        assert!(!is_junk_serial(told), "{told:?}");
    }
    let uuid = |text: &str| {
        let mut document = laptop();
        document.system.uuid = text.into();
        evidence(&document).into_iter().any(|one| one.kind == EvidenceKind::Uuid)
    };
    for junk in [
        "03000200-0400-0500-0006-000700080009",
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "Not Settable",
        "",
    ] {
        assert!(!uuid(junk), "{junk:?}");
    }
    assert!(uuid("4C4C4544-0042-3510-8051-B4C04F4A4B32"));
}

#[test]
fn an_address_that_software_makes_up_tells_no_machine() {
    for made_up in [
        "52:54:00:aa:bb:01",
        "02:42:ac:11:00:02",
        "00:50:56:c0:00:01",
        "08-00-27-01-02-03",
        "00:15:5D:01:02:03",
        "00:00:00:00:00:00",
        "ff:ff:ff:ff:ff:ff",
        "01:00:5e:00:00:01",
        "20:41:53:59:4e:ff",
        "8c:16:45:aa:bb",
        "8c:16:45:aa:bb:zz",
        "",
    ] {
        assert_eq!(physical_mac(made_up), None, "{made_up:?}");
    }
    for written in ["8C:16:45:AA:BB:01", "8c-16-45-aa-bb-01", "8c1645aabb01", "8c16.45aa.bb01"] {
        assert_eq!(physical_mac(written).as_deref(), Some("8c:16:45:aa:bb:01"), "{written:?}");
    }
}

#[test]
fn one_answer_with_nothing_against_it_is_the_machine() {
    let (document, serial) = (laptop(), "PF1ABCDE");
    let told = evidence(&document);
    let by_serial = known(ONE, EvidenceKind::Serial, "lenovo / pf1abcde");
    let by_mac = known(ONE, EvidenceKind::Mac, "8c:16:45:aa:bb:01");
    assert_eq!(judge(&told, serial, &[], &[]), Answer::None);
    assert_eq!(judge(&told, serial, std::slice::from_ref(&by_serial), &[]), Answer::One(ONE));
    assert_eq!(judge(&told, serial, &[by_serial.clone(), by_mac.clone()], &[]), Answer::One(ONE));
    assert_eq!(judge(&told, serial, &[by_mac], &[]), Answer::One(ONE), "an interface alone, when nothing contradicts it");
    assert_eq!(judge(&told, serial, &[], &[registered(ONE, "Lenovo", "pf1abcde")]), Answer::One(ONE), "as a person wrote it");
}

#[test]
fn several_answers_or_one_that_is_contradicted_are_for_a_person() {
    let (document, serial) = (laptop(), "PF1ABCDE");
    let told = evidence(&document);
    let both = BTreeSet::from([ONE, TWO]);
    let by_serial = known(ONE, EvidenceKind::Serial, "lenovo / pf1abcde");
    let elsewhere = known(TWO, EvidenceKind::Mac, "8c:16:45:aa:bb:01");
    assert_eq!(judge(&told, serial, &[by_serial.clone(), elsewhere], &[]), Answer::Unclear(both.clone()));
    assert_eq!(
        judge(&told, serial, std::slice::from_ref(&by_serial), &[registered(TWO, "", "PF1ABCDE")]),
        Answer::Unclear(both),
        "a serial number without its maker points, and no more"
    );
    // The disk of one machine went into another: the agent says the one, the firmware another.
    let moved = [known(ONE, EvidenceKind::Agent, "device poste-accueil-2026"), known(ONE, EvidenceKind::Serial, "dell / abc123")];
    assert_eq!(judge(&told, serial, &moved, &[]), Answer::Unclear(BTreeSet::from([ONE])));
    let agent = [known(ONE, EvidenceKind::Agent, "device poste-accueil-2026")];
    assert_eq!(judge(&told, serial, &agent, &[registered(ONE, "Dell", "ABC123")]), Answer::Unclear(BTreeSet::from([ONE])));
    assert_eq!(judge(&told, serial, &agent, &[registered(ONE, "Dell", "")]), Answer::One(ONE));
}

#[test]
fn memory_files_and_arrays_are_no_media() {
    for (name, kind) in [
        ("zram0", "disk"),
        ("loop12", ""),
        ("dm-0", "disk"),
        ("md127", ""),
        ("md", ""),
        ("/dev/sr0", ""),
        ("D:", "DVD Writer"),
        ("x", "CD-ROM"),
    ] {
        assert!(is_pseudo_disk(name, kind), "{name} {kind}");
    }
    for (name, kind) in
        [("sda", "disk"), ("nvme0n1", "disk"), ("mdisk", ""), ("\\\\.\\PHYSICALDRIVE0", "Fixed hard disk media"), ("srv", "")]
    {
        assert!(!is_pseudo_disk(name, kind), "{name} {kind}");
    }
}

#[test]
fn a_partial_inventory_removes_nothing_and_a_full_one_only_says() {
    let medium = |serial: &str| Medium { serial_number: serial.into(), name: format!("disk {serial}"), ..Medium::default() };
    let before = Document { media: vec![medium("A"), medium("B")], ..laptop() };
    let told = Document {
        media: vec![Medium { size_mb: Some(250_059), ..medium("b") }],
        system: System { memory_mb: Some(8192), ..System::default() },
        ..Document::default()
    };
    let after = merged(&before, &told, true);
    assert_eq!(after.system.serial_number, "PF1ABCDE");
    assert_eq!(after.system.memory_mb, Some(8192));
    assert_eq!(after.networks, before.networks);
    assert_eq!(
        after.media.iter().map(|one| (one.serial_number.as_str(), one.size_mb)).collect::<Vec<_>>(),
        [("A", None), ("b", Some(250_059))]
    );
    assert_eq!(merged(&after, &told, true), after, "the same again changes nothing");
    let full = merged(&before, &Document { media: vec![medium("B")], ..laptop() }, false);
    assert_eq!(
        full.media.iter().map(|one| (one.serial_number.as_str(), one.not_seen)).collect::<Vec<_>>(),
        [("B", false), ("A", true)]
    );
    let back = merged(&full, &Document { media: vec![medium("A"), medium("B")], ..laptop() }, false);
    assert!(back.media.iter().all(|one| !one.not_seen), "what is seen again is there");
}

#[test]
fn room_on_a_drive_is_no_change() {
    let with = |free| Document { drives: vec![Drive { mount: "/".into(), free_mb: Some(free), ..Drive::default() }], ..laptop() };
    assert_eq!(fingerprint(&with(17_500)), fingerprint(&with(17_300)));
    assert_ne!(fingerprint(&with(17_500)), fingerprint(&laptop()));
}

#[test]
fn a_battery_tells_its_health_per_mille_of_what_it_was_made_for() {
    let of =
        |design, full| Battery { design_capacity_mwh: design, full_capacity_mwh: full, ..Battery::default() }.health_permille();
    assert_eq!(of(Some(47_520), Some(38_016)), Some(800));
    assert_eq!(of(Some(47_520), Some(50_000)), Some(1000), "a new one holds a little more");
    assert_eq!((of(Some(0), Some(1)), of(None, Some(1)), of(Some(1), None)), (None, None, None));
    assert_eq!(of(Some(1), Some(i64::MAX)), None);
}

#[test]
fn the_sort_of_a_machine_is_guessed_from_its_case_then_its_battery() {
    let of = |chassis: &str, battery: bool| {
        let batteries = if battery { vec![Battery::default()] } else { Vec::new() };
        guess(&Document { system: System { chassis: chassis.into(), ..System::default() }, batteries, ..Document::default() })
    };
    assert_eq!(of("Notebook", false), EquipmentKind::Laptop);
    assert_eq!(of("", true), EquipmentKind::Laptop);
    assert_eq!(of("Mini Tower", true), EquipmentKind::Desktop);
    assert_eq!(of("Rack Mount Chassis", false), EquipmentKind::Server);
    assert_eq!(of("", false), EquipmentKind::Desktop);
}

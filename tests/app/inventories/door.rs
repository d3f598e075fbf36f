//! The door of agents: what each family is told, to the byte.

use super::{Address, body, tokens, trays};
use crate::support::person::Sent;
use crate::support::{App, world};
use chrono::TimeDelta;
use flate2::read::ZlibDecoder;
use rocket::http::{ContentType, Method};
use std::io::Read;

const SEND: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<REPLY>\n  <RESPONSE>SEND</RESPONSE>\n  <PROLOG_FREQ>24</PROLOG_FREQ>\n</REPLY>\n";
const DONE: &str = r#"{"status":"ok","expiration":24}"#;
const CONTACT: &str = r#"{"status":"ok","expiration":24,"tasks":{"inventory":{"server":"glpi","version":"10.0.18","no-category":"process,environment,local_user,local_group,user,software,licenseinfo"}},"disabled":["collect","deploy","esx","netdiscovery","netinventory","remoteinventory","wakeonlan"]}"#;

/// A request as an agent made it: the file of its body, its method and what follows the address, its headers.
struct Asked {
    file: String,
    method: Method,
    query: String,
    headers: Vec<(&'static str, String)>,
}

/// Those of `tests/inventories/http_headers.txt`.
fn asked() -> Vec<Asked> {
    const KNOWN: [&str; 7] = ["te", "keep-alive", "connection", "pragma", "user-agent", "glpi-agent-id", "glpi-request-id"];
    let text = String::from_utf8(body("http_headers.txt")).expect("text");
    let mut all: Vec<Asked> = Vec::new();
    let mut file = String::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("# ") {
            file = name.to_owned();
        } else if let Some((method, rest)) = line.split_once(" /agent/JETON") {
            let query = rest.split(' ').next().unwrap_or_default().to_owned();
            all.push(Asked { file: file.clone(), method: method.parse().expect("a method"), query, headers: Vec::new() });
        } else if let (Some((name, value)), Some(last)) = (line.split_once(": "), all.last_mut()) {
            let known = KNOWN.iter().find(|known| known.eq_ignore_ascii_case(name));
            last.headers.extend(known.map(|known| (*known, value.to_owned())));
        }
    }
    all
}

fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::new();
    ZlibDecoder::new(bytes).read_to_string(&mut text).expect("zlib");
    text
}

#[rocket::async_test]
async fn each_agent_gets_the_answer_that_it_goes_on_with() {
    let app = App::start().await;
    let address = Address::made(&app, "nadege_coulon", "escargolins").await;
    let asked = asked();
    assert_eq!(asked.len(), 15, "every request of the file");
    for request in asked {
        let headers: Vec<(&'static str, &str)> = request.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let to = format!("{}{}", address.path(), request.query);
        let mut agent = app.nobody();
        let answer = match request.method {
            Method::Get => agent.ask(Method::Get, &to, &headers, Sent::Unsaid, None).await,
            _ => {
                // Whatever it is called: FusionInventory says x-compress-zlib, OCS x-compress.
                let kind = ContentType::new("application", "x-compress");
                agent.ask(Method::Post, &to, &headers, Sent::Unsaid, Some((kind, body(&request.file)))).await
            }
        };
        let name = &request.file;
        assert_eq!(answer.status, 200, "{name}: {}", answer.body());
        let echo = request.headers.iter().find(|(name, _)| *name == "glpi-request-id").map_or("", |(_, id)| id);
        assert_eq!(answer.header("glpi-request-id"), echo, "{name}");
        assert!(answer.header("content-encoding").is_empty() && answer.location().is_empty(), "{name}");
        let expected = match name.as_str() {
            _ if request.method == Method::Get => ("application/json", "{}"),
            "glpi/contact.zlib" => ("application/json", CONTACT),
            "glpi/inventory_legacy.zlib" => ("application/x-compress-zlib", SEND),
            "fusioninventory/inventory_tag_plain.xml" => ("application/xml", SEND),
            glpi if glpi.starts_with("glpi/") => ("application/json", DONE),
            _ => ("application/x-compress-zlib", SEND),
        };
        assert_eq!(answer.header("content-type"), expected.0, "{name}");
        if expected.0 == "application/x-compress-zlib" {
            assert_eq!(answer.bytes[..2], [0x78, 0x9c], "{name}: FusionInventory knows no other beginning");
            assert_eq!(unpacked(&answer.bytes), expected.1, "{name}");
        } else {
            assert_eq!(answer.body(), expected.1, "{name}");
        }
    }
}

#[rocket::async_test]
async fn what_an_agent_should_not_tell_is_nowhere() {
    let app = App::start().await;
    let address = Address::made(&app, "nadege_coulon", "escargolins").await;
    let canary = "canari-a-ne-jamais-stocker";
    let mut held = 0;
    for name in [
        "fusioninventory/inventory.zlib",
        "fusioninventory/inventory_identity.xml",
        "glpi/inventory_first.json",
        "ocs/inventory.xml",
    ] {
        let bytes = body(name);
        held += usize::from(String::from_utf8_lossy(&bytes).contains(canary));
        assert_eq!(address.send(&app, bytes.clone()).await.status, 200, "{name}");
        // Cut off, it is kept sealed.
        assert_eq!(address.send(&app, bytes[..bytes.len() - 9].to_vec()).await.status, 400, "{name}");
    }
    assert!(held > 1, "there is something to hide");
    let hex: String = canary.bytes().map(|byte| format!("{byte:02X}")).collect();
    let rows = app.rows().await;
    assert_eq!(rows.iter().filter(|row| row.starts_with("unreadable_inventory:")).count(), 4);
    assert!(rows.iter().any(|row| row.starts_with("inventory:") && row.contains("PF1ABCDE")), "what is kept is there");
    for secret in [canary, &hex, &hex.to_lowercase(), "EXEMPLE_JETON", "/usr/sbin/nologin", "lpadmin", &address.secret] {
        let found: Vec<&String> = rows.iter().filter(|row| row.contains(secret)).collect();
        assert!(found.is_empty(), "{secret}: {found:#?}");
    }
}

#[rocket::async_test]
async fn a_wrong_address_is_refused_in_the_words_of_each_family() {
    let app = App::start().await;
    let address = Address::made(&app, "nadege_coulon", "escargolins").await;
    let before = app.row_count().await;
    for wrong in ["0".repeat(40), "x".to_owned(), address.secret.to_uppercase(), format!("{}00", address.secret)] {
        let stranger = Address { id: String::new(), secret: wrong.clone() };
        let xml = stranger.send(&app, body("fusioninventory/inventory.zlib")).await;
        assert_eq!((xml.status, xml.header("content-type")), (403, "application/xml"), "{wrong}");
        assert_eq!(
            xml.body(),
            "<REPLY><ERROR>Cette adresse n'est pas, ou plus, en service.</ERROR></REPLY>".replace('\'', "&apos;")
        );
        let headers = [("glpi-agent-id", "3f0c6a2e-9d0b-4c55-8a1e-6d2f7b9c0a11"), ("glpi-request-id", "FD4D27B5")];
        let json = stranger.send_with(&app, body("glpi/contact.zlib"), &headers).await;
        assert_eq!(
            (json.status, json.header("content-type"), json.header("glpi-request-id")),
            (403, "application/json", "FD4D27B5")
        );
        assert_eq!(json.body(), r#"{"status":"error","message":"Cette adresse n'est pas, ou plus, en service.","expiration":24}"#);
    }
    assert_eq!(app.row_count().await, before, "nothing was kept");
    let closed = format!("{}/{}/ending", tokens("escargolins"), address.id);
    assert_eq!(address.send(&app, body("fusioninventory/prolog.zlib")).await.status, 200, "it was open");
    assert_eq!(app.signed_in("nadege_coulon").await.post(&closed, &[]).await.status, 303);
    assert_eq!(address.send(&app, body("fusioninventory/prolog.zlib")).await.status, 403, "revoked");
}

#[rocket::async_test]
async fn an_address_takes_sixty_messages_a_minute() {
    let app = App::start().await;
    let address = Address::made(&app, "nadege_coulon", "escargolins").await;
    let other = Address::made(&app, "veronique_lacaze", "douces").await;
    for _ in 0..60 {
        assert_eq!(address.send(&app, body("ocs/prolog.zlib")).await.status, 200);
    }
    assert_eq!(address.send(&app, body("ocs/prolog.zlib")).await.status, 429);
    assert_eq!(other.send(&app, body("ocs/prolog.zlib")).await.status, 200, "each for itself");
    app.wait(TimeDelta::minutes(1));
    assert_eq!(address.send(&app, body("ocs/prolog.zlib")).await.status, 200);
}

#[rocket::async_test]
async fn a_person_who_looks_where_the_address_leads_reads_whose_it_is() {
    let app = App::start().await;
    let address = Address::made(&app, "nadege_coulon", "escargolins").await;
    let page = app.nobody().get(&address.path()).await;
    assert_eq!((page.status, page.header("x-robots-tag")), (200, "noindex, nofollow"));
    assert!(page.says("Les Escargolins"), "{}", page.page().text());
}

#[rocket::async_test]
async fn an_address_is_made_once_shown_once_and_closed_by_its_structure() {
    let app = App::start().await;
    let address = Address::made(&app, "nadege_coulon", "escargolins").await;
    assert_eq!(address.secret.len(), 40, "160 bits");
    let mut referent = app.signed_in("nadege_coulon").await;
    let page = referent.get(&tokens("escargolins")).await;
    assert!(page.says("Portables de l'accueil") && page.says("Jamais utilisée."));
    assert!(!page.body().contains(&address.secret), "not twice");
    address.send(&app, body("ocs/prolog.zlib")).await;
    assert!(referent.get(&tokens("escargolins")).await.says("Dernière visite"));
    // Pressed twice, it is one; under another name, it is refused.
    let secret = "ab".repeat(32);
    for _ in 0..2 {
        assert_eq!(referent.post(&tokens("escargolins"), &[("secret", &secret), ("label", "Salle")]).await.status, 303);
    }
    assert_eq!(referent.get(&tokens("escargolins")).await.page().text().matches("Salle").count(), 2, "its line, and its button");
    let used = referent.post(&tokens("escargolins"), &[("secret", &secret), ("label", "Atelier")]).await;
    assert!(used.status == 422 && used.page().mistake("label").is_some());
    let nameless = referent.post(&tokens("escargolins"), &[("secret", &secret), ("label", "")]).await;
    assert!(nameless.status == 422 && nameless.page().mistake("label").is_some() && nameless.page().holds("secret", &secret));
    // Another structure closes none of these.
    let mut other = app.signed_in("veronique_lacaze").await;
    assert_eq!(other.post(&format!("{}/{}/ending", tokens("douces"), address.id), &[]).await.status, 404);
    assert_eq!(other.post(&format!("{}/{}/ending", tokens("escargolins"), address.id), &[]).await.status, 404);
    assert_eq!(address.send(&app, body("ocs/prolog.zlib")).await.status, 200);
    for number in 0..8 {
        let secret = format!("{number}{}", "e".repeat(63));
        assert_eq!(referent.post(&tokens("escargolins"), &[("secret", &secret), ("label", "Encore")]).await.status, 303);
    }
    let many = referent.post(&tokens("escargolins"), &[("secret", &"cd".repeat(32)), ("label", "Trop")]).await;
    assert!(many.status == 422 && many.says("Dix adresses"));
}

#[rocket::async_test]
async fn what_a_structure_sends_stays_in_that_structure() {
    let app = App::start().await;
    let (here, there) =
        (Address::made(&app, "nadege_coulon", "escargolins").await, Address::made(&app, "veronique_lacaze", "douces").await);
    for address in [&here, &there] {
        assert_eq!(address.send(&app, body("fusioninventory/inventory_identity.zlib")).await.status, 200);
    }
    let mut referent = app.signed_in("nadege_coulon").await;
    let page = super::waiting(&mut referent, "escargolins", "poste-accueil").await;
    assert_eq!(
        super::press(&mut referent, &page, "Ajouter la machine", &[("name", "Accueil"), ("kind", "laptop")]).await.status,
        303
    );
    // The same machine in another structure is another machine there, as far as anybody there knows.
    there.send(&app, body("glpi/inventory_first.zlib")).await;
    let other = app.signed_in("veronique_lacaze").await.get(&trays("douces")).await;
    assert!(other.says("poste-accueil") && !other.says("Accueil ·"), "{}", other.page().text());
    let id = world::id("inventories/douces_portable_neuf");
    for (who, structure) in [("nadege_coulon", "escargolins"), ("nadege_coulon", "douces")] {
        let mut stranger = app.signed_in(who).await;
        assert_eq!(stranger.get(&format!("{}/{id}", trays(structure))).await.status, 404);
        let form = [("version", "1"), ("name", "À moi"), ("kind", "laptop")];
        assert_eq!(stranger.post(&format!("{}/{id}/adoption", trays(structure)), &form).await.status, 404);
        assert_eq!(stranger.post(&format!("{}/{id}/separation", trays(structure)), &[("version", "1")]).await.status, 404);
    }
}

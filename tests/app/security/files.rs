//! Files: names, types, bombs, whose they are.

use super::{new_id, of, tells_nothing};
use crate::support::{Answer, App, Person, pictures};
use std::time::{Duration, Instant};

async fn ask_with(person: &mut Person<'_>, ticket: &str, files: &[(&str, &str, &str, &[u8])]) -> Answer {
    person.upload(&of("douces", "/tickets"), &[("ticket", ticket), ("words", "Voyez.")], files).await
}

/// The address of the picture of a ticket.
async fn picture_of(person: &mut Person<'_>, ticket: &str) -> String {
    let page = person.get(&format!("/tickets/{ticket}")).await.body();
    page.split('"').find(|part| part.starts_with("/attachments/")).expect("a picture").to_owned()
}

/// The files that a form which came back keeps, ticked.
fn kept_in(page: &Answer) -> Vec<String> {
    let page = page.page();
    let boxes = page.all("input").into_iter().filter(|input| input.attribute("name") == Some("kept"));
    boxes.filter_map(|input| input.attribute("value").map(str::to_owned)).collect()
}

/// A chunk of a PNG, with its checksum.
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    let said: Vec<u8> = kind.iter().chain(data).copied().collect();
    let crc = said.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    });
    [&length[..], &said, &(!crc).to_be_bytes()].concat()
}

/// A PNG that says of itself what it is not: its size, and a short stream of zeros that unpacks to a thousand times more.
fn png_saying(width: u32, height: u32, stored: &[u8]) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &header), &chunk(b"IDAT", stored), &chunk(b"IEND", b"")].concat()
}

/// FreeScout CVE-2026-41193: what unpacks to more than it should is refused at once, with a sentence beside the field.
#[rocket::async_test]
async fn cve_2026_41193_bombs_are_refused_in_little_time() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let good = pictures::png();
    assert_eq!(ask_with(&mut jordan, &new_id(), &[("files", "a.png", "image/png", &good)]).await.status, 303, "pictures are taken");
    // Zlib's header, one block of deflate that never ends.
    let zeros = [&[0x78, 0xda, 0xed, 0xc1, 0x01, 0x01][..], &[0u8; 4096]].concat();
    let truncated = good[..good.len() / 2].to_vec();
    let mut profile = good.clone();
    profile.splice(33..33, chunk(b"iCCP", &[b"x\0\0"[..].to_vec(), zeros.clone()].concat()));
    let jpeg_huge =
        [&b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x11\x00\x02\x11\x01\x03\x11\x01"[..], b"\xff\xd9"].concat();
    let webp_huge = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00".to_vec();
    let bombs: [(&str, Vec<u8>); 7] = [
        ("10,000 by 10,000", png_saying(10_000, 10_000, &zeros)),
        ("four thousand million pixels wide", png_saying(u32::MAX, 1, &zeros)),
        ("a header of 65,535 by 65,535", jpeg_huge),
        ("a WebP of 16,384 by 16,384", webp_huge),
        ("nothing wide", png_saying(0, 0, &zeros)),
        ("a short stream", png_saying(4_000, 4_000, &zeros)),
        ("cut in the middle", truncated),
    ];
    for (name, bomb) in bombs {
        let begun = Instant::now();
        let refused = ask_with(&mut jordan, &new_id(), &[("files", "a.png", "image/png", &bomb)]).await;
        assert_eq!((refused.status, refused.page().mistake("files").is_some()), (422, true), "{name}");
        tells_nothing(&refused, name);
        assert!(refused.body().contains("Voyez."), "{name}: what was typed stays");
        assert!(begun.elapsed() < Duration::from_secs(20), "{name}: {:?}", begun.elapsed());
    }
    // A picture with something behind or inside it is a picture, and what leaves is the picture alone.
    for (name, bytes) in [("polyglot", [&good[..], b"<script>alert(1)</script>PK\x03\x04"].concat()), ("profile", profile)] {
        let ticket = new_id();
        let answer = ask_with(&mut jordan, &ticket, &[("files", "a.png", "image/png", &bytes)]).await;
        tells_nothing(&answer, name);
        if answer.status == 303 {
            let address = picture_of(&mut jordan, &ticket).await;
            let shown = jordan.get(&address).await;
            assert!(shown.bytes.starts_with(&[0xff, 0xd8]) && !shown.body().contains("script"), "{name}");
        }
    }
}

/// Too many, too heavy: a sentence, nothing written, and the next request is served.
#[rocket::async_test]
async fn cve_2014_9472_what_is_too_heavy_is_refused_with_a_sentence() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let before = app.row_count().await;
    let good = pictures::png();
    let heavy_one = vec![0xffu8; 26 * 1024 * 1024];
    let heavy = ask_with(&mut jordan, &new_id(), &[("files", "a.jpg", "image/jpeg", &heavy_one)]).await;
    assert_eq!(heavy.status, 422);
    assert!(
        heavy.page().mistake("files").is_some_and(|said| said.replace('\u{a0}', " ").contains("25 Mo")),
        "{}",
        heavy.page().text()
    );
    assert!(heavy.body().contains("Voyez."), "what was typed stays");
    let whole: Vec<(&str, &str, &str, &[u8])> = vec![("files", "a.jpg", "image/jpeg", &heavy_one[..18 * 1024 * 1024]); 3];
    let body = ask_with(&mut jordan, &new_id(), &whole).await;
    assert_eq!(body.status, 413);
    assert!(body.says("votre texte y est encore"), "a sentence: {}", body.page().text());
    let parts: Vec<(String, String)> = (0..3_000).map(|n| (format!("field{n}"), "x".to_owned())).collect();
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    tells_nothing(&jordan.upload(&of("douces", "/tickets"), &parts, &[]).await, "three thousand parts");
    assert_eq!(app.row_count().await, before);
    // Of eleven, ten are kept: none is lost of what can be sent.
    let eleven: Vec<(&str, &str, &str, &[u8])> = vec![("files", "a.png", "image/png", &good); 11];
    let many = ask_with(&mut jordan, &new_id(), &eleven).await;
    assert_eq!((many.status, many.page().mistake("files").is_some(), kept_in(&many).len()), (422, true, 10));
    assert_eq!(jordan.get("/tickets").await.status, 200);
}

/// FreeScout CVE-2026-28289, GLPI CVE-2023-42802: a name is for display alone, and does not deceive there.
#[rocket::async_test]
async fn cve_2026_28289_names_of_files_are_words_alone() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let long = "é".repeat(300);
    let names = [
        "../../../etc/passwd",
        "/etc/passwd",
        "C:\\Windows\\win.ini",
        "a\u{200b}.php",
        "photo\u{202e}gpj.exe",
        "...",
        ".htaccess",
        "CON",
        "con.png",
        "a.png.php",
        "a.php;.png",
        "shell.sh",
        "<img src=x onerror=alert(1)>.png",
        "' onerror='alert(1)",
        "%2e%2e%2fa",
        "",
        &long,
    ];
    let good = pictures::png();
    for name in names {
        for kind in ["image/png", "text/html", "image/svg+xml", "application/x-php"] {
            let ticket = new_id();
            let sent = ask_with(&mut jordan, &ticket, &[("files", name, kind, &good)]).await;
            assert_eq!(sent.status, 303, "{name:?} as {kind}: {}", sent.page().text());
            let page = jordan.get(&format!("/tickets/{ticket}")).await;
            let body = page.body();
            for bad in ["../", "\u{202e}", "\u{200b}", "<img src=x", "onerror='", "C:\\"] {
                assert!(!body.contains(bad), "{name:?}: {bad:?}");
            }
            let image =
                page.page().all("img").into_iter().find(|i| i.attribute("src").is_some_and(|s| s.starts_with("/att"))).cloned();
            let image = image.expect("the picture");
            assert!(image.attribute("onerror").is_none(), "{name:?}");
            assert!(image.attribute("alt").is_some_and(|alt| alt.chars().count() < 150), "{name:?}");
            let shown = jordan.get(&picture_of(&mut jordan.copy(), &ticket).await).await;
            assert_eq!((shown.header("content-type"), shown.header("content-disposition")), ("image/jpeg", "inline"), "{name:?}");
            assert_eq!(shown.header("content-security-policy"), "sandbox; default-src 'none'");
            assert_eq!(shown.header("x-content-type-options"), "nosniff");
        }
    }
}

/// FreeScout CVE-2026-40496, Zammad CVE-2024-33668, GLPI CVE-2023-42462: a picture is reached through its ticket alone,
/// under a number that nobody guesses, and nobody takes it away.
#[rocket::async_test]
async fn cve_2026_40496_a_picture_is_reached_through_its_ticket_alone() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let good = pictures::png();
    let (first, second) = (new_id(), new_id());
    for ticket in [&first, &second] {
        assert_eq!(ask_with(&mut jordan, ticket, &[("files", "a.png", "image/png", &good)]).await.status, 303);
    }
    let (one, two) = (picture_of(&mut jordan, &first).await, picture_of(&mut jordan, &second).await);
    assert_eq!(jordan.get(&one).await.status, 200, "there is something to steal");
    // The same picture twice: two numbers, with 64 bits of chance in each.
    let tail = |address: &str| address.rsplit('/').next().unwrap_or_default()[19..].to_owned();
    assert_ne!(tail(&one), tail(&two));
    for stranger in ["lucie_bastide", "claire_vidal", "nadege_coulon"] {
        let mut stranger = app.signed_in(stranger).await;
        assert_eq!(stranger.get(&one).await.status, 404);
    }
    assert_eq!(app.nobody().get(&one).await.status, 303, "sign in first");
    // Neither a hash nor a name nor a neighbour opens anything.
    let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    for guess in [digest, "a.png", "1", "0", "../tickets", &one[13..44], "00000000-0000-0000-0000-000000000000"] {
        let guess = guess.trim_start_matches('/');
        assert_eq!(jordan.get(&format!("/attachments/{guess}")).await.status, 404, "{guess}");
    }
    for method in [rocket::http::Method::Delete, rocket::http::Method::Put, rocket::http::Method::Post] {
        for key in ["lucie_bastide", "jordan_pages", "samira_benali"] {
            let mut person = app.signed_in(key).await;
            let tried = person.ask(method, &one, &[], crate::support::person::Sent::Ours, None).await;
            assert!(matches!(tried.status, 404 | 405), "{method} {key}");
        }
    }
    assert_eq!(jordan.get(&one).await.status, 200, "still there");
}

/// RT CVE-2022-25802: whatever is no picture of ours is saved, never shown, whatever it is and claims to be.
#[rocket::async_test]
async fn cve_2022_25802_what_is_no_picture_is_only_saved() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let polyglot = [&b"<script>alert(1)</script>"[..], &pictures::png()].concat();
    let files: [(&str, &[u8], &str); 9] = [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "page web"),
        ("a.html", b"<html><script>alert(1)</script></html>", "page web"),
        ("a.xml", b"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "page web"),
        ("devis.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "document PDF"),
        ("photo.png", b"GIF89a\x01\0\x01\0", "image"),
        ("photo.jpg", &polyglot, "autre sorte de fichier"),
        ("a.zip", b"PK\x03\x04\x14\0\0\0\x08\0", "archive"),
        ("setup.exe", b"MZ\x90\0\x03\0", "programme"),
        (".htaccess", b"AddType application/x-httpd-php .png", "texte"),
    ];
    for (name, bytes, said) in files {
        for kind in ["image/png", "text/html", "image/svg+xml", "application/pdf"] {
            let ticket = new_id();
            let sent = ask_with(&mut jordan, &ticket, &[("files", name, kind, bytes)]).await;
            assert_eq!(sent.status, 303, "{name} as {kind}: {}", sent.page().text());
            let page = jordan.get(&format!("/tickets/{ticket}")).await;
            assert!(page.says(said) && page.says(name), "{name}: {}", page.page().text());
            let saved = jordan.get(&picture_of(&mut jordan.copy(), &ticket).await).await;
            assert_eq!(saved.bytes, bytes, "{name}: as it came");
            assert_eq!(saved.header("content-type"), "application/octet-stream", "{name}");
            assert!(saved.header("content-disposition").starts_with("attachment; filename=\""), "{name}");
            assert!(!saved.header("content-disposition").contains("\".htaccess"), "{name}");
            assert_eq!(saved.header("content-security-policy"), "sandbox; default-src 'none'");
            assert_eq!(saved.header("x-content-type-options"), "nosniff");
            assert!(saved.header("cache-control").contains("no-store"));
        }
    }
}

/// RT CVE-2012-4730: nothing of a name ends its header.
#[rocket::async_test]
async fn cve_2012_4730_a_name_stays_within_its_header() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    for name in [
        "a\u{85}b.pdf",
        "été \u{202e}fdp.exe",
        "../../a;filename=b.exe",
        "CON",
        "nul.txt",
        &"x".repeat(300),
        "%0d%0aSet-Cookie: a=b",
    ] {
        let ticket = new_id();
        assert_eq!(ask_with(&mut jordan, &ticket, &[("files", name, "text/plain", b"bonjour")]).await.status, 303, "{name:?}");
        let saved = jordan.get(&picture_of(&mut jordan.copy(), &ticket).await).await;
        let header = saved.header("content-disposition");
        assert!(header.is_ascii() && header.len() < 1_000 && !header.contains(['\r', '\n', '/', '\\']), "{name:?}: {header}");
        assert_eq!((header.matches('"').count(), header.matches("filename=").count()), (2, 1), "{name:?}: {header}");
        assert_eq!(saved.headers_of("set-cookie").count(), 0, "{name:?}");
    }
}

/// FreeScout CVE-2026-40496: what was kept for a form is its sender's alone, under a number that nobody guesses.
#[rocket::async_test]
async fn cve_2026_40496_a_file_that_waits_is_its_senders_alone() {
    let app = App::start().await;
    let (mut jordan, mut maria) = (app.signed_in("jordan_pages").await, app.signed_in("maria_goncalves").await);
    let ticket = new_id();
    let form = [("ticket", ticket.as_str()), ("words", "")];
    let refused = jordan.upload(&of("douces", "/tickets"), &form, &[("files", "paie.pdf", "application/pdf", b"%PDF-1.7")]).await;
    let kept = kept_in(&refused);
    assert_eq!((refused.status, kept.len()), (422, 1), "there is something to steal");
    assert!(refused.says("paie.pdf"));
    let stolen = new_id();
    for (theirs, id) in [(false, kept[0].as_str()), (true, &new_id()), (true, "1"), (true, "")] {
        let person = if theirs { &mut jordan } else { &mut maria };
        let form = [("ticket", stolen.as_str()), ("words", "Voici."), ("kept", id)];
        let tried = person.upload(&of("douces", "/tickets"), &form, &[]).await;
        assert_eq!((tried.status, tried.page().mistake("files").is_some()), (422, true), "{id}");
        assert!(!tried.body().contains("paie.pdf") && tried.body().contains("Voici."), "{id}");
    }
    assert_eq!(jordan.get(&format!("/attachments/{}", kept[0])).await.status, 404, "it is no attachment yet");
    let form = [("ticket", ticket.as_str()), ("words", "Voici."), ("kept", &kept[0])];
    let sent = jordan.upload(&of("douces", "/tickets"), &form, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.page().text());
    assert!(jordan.get(&format!("/tickets/{ticket}")).await.says("paie.pdf"));
}

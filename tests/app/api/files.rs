//! Files of requests as programs send and take them: kept first, named then, served as pages serve them.

use super::{Program, json, new_id, problem, ticket, wrong_fields};
use crate::support::{Answer, App, pictures, world};
use chrono::TimeDelta;
use parcommun::rounds;
use rocket::http::{ContentType, Method};
use serde_json::{Value, json as object};

const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3";

/// The id under which a file waits.
fn kept(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{}", answer.body());
    json(answer)["id"].as_str().expect("an id").to_owned()
}

fn made_at(n: u32) -> String {
    format!("/api/v1/tickets/{}", new_id(n))
}

async fn files_of(reader: &Program<'_>, of: &str) -> Vec<Value> {
    let list = reader.get(&format!("{of}/files")).await;
    assert_eq!(list.status, 200, "{}", list.body());
    json(&list)["files"].as_array().expect("files").clone()
}

fn address(file: &Value) -> String {
    format!("/api/v1/files/{}", file["id"].as_str().expect("an id"))
}

/// Joins a file to a request; the id of the file.
pub async fn joined(writer: &Program<'_>, of: &str) -> String {
    let file = kept(&writer.keep("devis.pdf", "application/pdf", PDF).await);
    let said = writer.put(&format!("{of}/messages/{}", new_id(990)), object!({ "words": "Voici.", "files": [file] })).await;
    assert_eq!(said.status, 201, "{}", said.body());
    json(&said)["files"][0]["id"].as_str().expect("an id").to_owned()
}

#[rocket::async_test]
async fn files_go_with_requests_and_messages_and_come_back() {
    let app = App::start().await;
    let (jordan, samira) = (Program::of(&app, "jordan_pages", "write").await, Program::of(&app, "samira_benali", "write").await);
    let waits = jordan.keep("devis été.pdf", "text/html", PDF).await;
    let told = json(&waits);
    assert_eq!((&told["kind"], &told["picture"], &told["bytes"]), (&object!("pdf"), &object!(false), &object!(14)), "by content");
    assert_eq!(told["until"], "2026-03-25T09:00:00Z", "a day");
    let photo = jordan.keep("photo.png", "image/png", &pictures::png()).await;
    assert_eq!((&json(&photo)["kind"], &json(&photo)["picture"]), (&object!("picture"), &object!(true)));
    let body = object!({ "words": "Voyez.", "files": [kept(&waits), kept(&photo), kept(&waits)] });
    let made = jordan.put(&made_at(1), body.clone()).await;
    assert_eq!(made.status, 201, "{}", made.body());
    assert_eq!(jordan.put(&made_at(1), body).await.status, 200, "sent twice: what was taken is not asked for again");
    let of_a = made.location().to_owned();

    let files = files_of(&jordan, &of_a).await;
    let names: Vec<_> = files.iter().map(|file| file["name"].as_str().expect("a name")).collect();
    assert_eq!(names, ["devis été.pdf", "photo.png"]);
    let said = json(&jordan.get(&format!("{of_a}/messages")).await)["messages"][0].clone();
    assert_eq!((&said["files"], &files[0]["message"]), (&Value::from(files.clone()), &said["id"]));
    let saved = samira.get(&address(&files[0])).await;
    assert_eq!((saved.status, &*saved.bytes, saved.header("content-type")), (200, PDF, "application/octet-stream"));
    assert_eq!(
        saved.header("content-disposition"),
        "attachment; filename=\"devis _t_.pdf\"; filename*=UTF-8''devis%20%C3%A9t%C3%A9.pdf"
    );
    let shown = samira.get(&address(&files[1])).await;
    assert_eq!((shown.status, shown.header("content-type"), shown.header("content-disposition")), (200, "image/jpeg", "inline"));
    for answer in [&saved, &shown] {
        assert_eq!(answer.header("content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!((answer.header("x-content-type-options"), answer.header("cache-control")), ("nosniff", "private, no-store"));
    }
    let page = app.signed_in("jordan_pages").await.get(&format!("/tickets/{}", new_id(1))).await;
    assert!(page.says("devis été.pdf"), "{}", page.page().text());

    // An answer, and a note whose file stays among technicians.
    let of_note = kept(&samira.keep("clef.txt", "text/plain", b"secret").await);
    let note = object!({ "words": "À ne pas dire.", "internal": true, "files": [of_note] });
    let noted = samira.put(&format!("{of_a}/messages/{}", new_id(2)), note).await;
    let hidden = address(&json(&noted)["files"][0]);
    assert_eq!((files_of(&samira, &of_a).await.len(), files_of(&jordan, &of_a).await.len()), (3, 2));
    assert_eq!(samira.get(&hidden).await.status, 200);
    problem(&jordan.get(&hidden).await, 404);
}

/// FreeScout CVE-2026-40496, GLPI CVE-2022-39234: ids are bound to their person and their request.
#[rocket::async_test]
async fn cve_2026_40496_files_of_others_are_as_absent_ones() {
    let app = App::start().await;
    let (jordan, maria) = (Program::of(&app, "jordan_pages", "write").await, Program::of(&app, "maria_goncalves", "write").await);
    let mine = kept(&jordan.keep("devis.pdf", "application/pdf", PDF).await);
    let before = app.rows().await;
    let absent = new_id(9);
    let (theirs, nowhere) = (
        maria.put(&made_at(1), object!({ "words": "Voyez.", "files": [mine] })).await,
        maria.put(&made_at(1), object!({ "words": "Voyez.", "files": [absent] })).await,
    );
    assert_eq!((wrong_fields(&theirs), theirs.body()), (vec!["files".to_owned()], nowhere.body()));
    let of_a = ticket(&jordan, "planning_navigateur").await;
    let message = format!("{of_a}/messages/{}", new_id(2));
    assert_eq!(wrong_fields(&jordan.put(&message, object!({ "words": "Voyez.", "files": [mine, absent] })).await), ["files"]);
    let written: Vec<String> = app.rows().await.into_iter().filter(|row| !before.contains(row)).collect();
    assert!(written.iter().all(|row| !row.contains("Voyez")), "{written:#?}");
    // What waits is no file of a request; a hash, a number and junk open nothing.
    for id in [mine.as_str(), &absent, "1", "none", "..%2f1", &"0".repeat(64)] {
        problem(&jordan.get(&format!("/api/v1/files/{id}")).await, 404);
    }
    let taken = jordan.put(&message, object!({ "words": "Voyez.", "files": [mine] })).await;
    let file = address(&json(&taken)["files"][0]);
    let lucie = Program::of(&app, "lucie_bastide", "read").await;
    let (foreign, nothing) = (lucie.get(&file).await, lucie.get(&format!("/api/v1/files/{absent}")).await);
    assert_eq!((foreign.status, foreign.body()), (404, nothing.body()));
    problem(&lucie.get(&format!("{of_a}/files")).await, 404);
    assert_eq!(jordan.get(&file).await.status, 200, "there was something to hide");
    // Taken once: it is no draft any more.
    let again = object!({ "words": "Encore.", "files": [mine] });
    assert_eq!(wrong_fields(&jordan.put(&format!("{of_a}/messages/{}", new_id(3)), again).await), ["files"]);
    // Of a confidential request: for whom it is.
    let own = kept(&jordan.keep("lettre.pdf", "application/pdf", PDF).await);
    let secret = jordan.put(&made_at(4), object!({ "words": "Pour vous seuls.", "confidential": true, "files": [own] })).await;
    let file = address(&files_of(&jordan, secret.location()).await[0]);
    for who in ["samira_benali", "veronique_lacaze"] {
        let reader = Program::of(&app, who, "read").await;
        problem(&reader.get(&file).await, 404);
        problem(&reader.get(&format!("{}/files", secret.location())).await, 404);
    }
}

#[rocket::async_test]
async fn what_is_no_file_or_too_much_is_refused_and_keeps_nothing() {
    let app = App::start().await;
    let jordan = Program::of(&app, "jordan_pages", "write").await;
    assert_eq!(jordan.get("/api/v1/tickets").await.status, 200, "the day of its use is written down");
    let before = app.rows().await;
    let heavy = vec![b'a'; 26 * 1024 * 1024];
    problem(&jordan.keep("gros.bin", "application/octet-stream", &heavy).await, 413);
    assert_eq!(wrong_fields(&jordan.keep("vide.txt", "text/plain", b"").await), ["file"]);
    assert_eq!(wrong_fields(&jordan.keep("photo.png", "image/png", b"\x89PNG\r\n\x1a\n broken").await), ["file"]);
    assert_eq!(wrong_fields(&jordan.upload(&[]).await), ["file"]);
    assert_eq!(wrong_fields(&jordan.upload(&[("files", "a.txt", "text/plain", b"a")]).await), ["files", "file"]);
    let two: [(&str, &str, &str, &[u8]); 2] = [("file", "a.txt", "text/plain", b"a"), ("file", "b.txt", "text/plain", b"b")];
    assert_eq!(jordan.upload(&two).await.status, 422, "one at a time");
    for (kind, body, status) in [
        (ContentType::JSON, "{}", 415),
        (ContentType::Form, "file=a", 415),
        (ContentType::Binary, "a", 415),
        (ContentType::new("multipart", "form-data").with_params(("boundary", "x")), "junk", 422),
        (ContentType::new("multipart", "form-data"), "--x", 400),
    ] {
        let answer = jordan.ask(Method::Post, "/api/v1/files", &[], Some((kind.clone(), body.as_bytes().to_vec()))).await;
        assert_eq!(answer.status, status, "{kind} {body}: {}", answer.body());
        problem(&answer, status);
    }
    assert_eq!(app.rows().await, before, "nothing is kept");
    let (file, reader) = (kept(&jordan.keep("a.txt", "text/plain", b"a").await), Program::of(&app, "jordan_pages", "read").await);
    problem(&reader.keep("a.txt", "text/plain", b"a").await, 403);
    for odd in [object!("x"), object!(1), object!([1]), object!(["x"]), object!([[file]]), object!({ "id": file })] {
        assert_eq!(wrong_fields(&jordan.put(&made_at(1), object!({ "words": "a", "files": odd })).await), ["files"], "{odd}");
    }
    let many: Vec<String> = (0..11).map(new_id).collect();
    assert_eq!(wrong_fields(&jordan.put(&made_at(1), object!({ "words": "a", "files": many })).await), ["files"]);
    let mut three = Vec::new();
    for n in 0..3 {
        three.push(kept(&jordan.keep(&format!("{n}.bin"), "application/octet-stream", &vec![n; 18 * 1024 * 1024]).await));
    }
    let told = problem(&jordan.put(&made_at(1), object!({ "words": "a", "files": three })).await, 422);
    assert!(told["errors"][0]["detail"].as_str().is_some_and(|detail| detail.contains("50\u{a0}Mo")), "{told}");
    assert_eq!(jordan.put(&made_at(1), object!({ "words": "a", "files": three[1..] })).await.status, 201);
    // What nobody named is forgotten after a day.
    app.wait(TimeDelta::hours(25));
    rounds::go(&app.db, app.clock.now()).await.expect("a round");
    assert_eq!(wrong_fields(&jordan.put(&made_at(2), object!({ "words": "a", "files": [file] })).await), ["files"]);
    assert!(app.rows().await.iter().all(|row| !row.starts_with("draft_file: ")));
}

/// A program that keeps and names nothing fills no disk.
#[rocket::async_test]
async fn files_that_nobody_names_are_bounded() {
    let app = App::start().await;
    let (jordan, maria) = (Program::of(&app, "jordan_pages", "write").await, Program::of(&app, "maria_goncalves", "write").await);
    let first = kept(&jordan.keep("0.txt", "text/plain", b"0").await);
    for n in 1..100 {
        kept(&jordan.keep(&format!("{n}.txt"), "text/plain", b"a").await);
    }
    assert_eq!(wrong_fields(&jordan.keep("100.txt", "text/plain", b"a").await), ["file"]);
    let named = jordan.put(&made_at(1), object!({ "words": "Voyez.", "files": [first] })).await;
    assert_eq!(named.status, 201, "{}", named.body());
    kept(&jordan.keep("100.txt", "text/plain", b"a").await);
    let heavy = |n: u8| vec![n; 24 * 1024 * 1024];
    for n in 0..10 {
        kept(&maria.keep("gros.bin", "application/octet-stream", &heavy(n)).await);
    }
    assert_eq!(wrong_fields(&maria.keep("gros.bin", "application/octet-stream", &heavy(10)).await), ["file"]);
    kept(&maria.keep("petit.txt", "text/plain", b"a").await);
}

/// `tickets.md` § 3: what is written to a request that was settled too long ago asks anew, as on its page.
#[rocket::async_test]
async fn what_is_written_too_late_asks_anew_once() {
    let app = App::start().await;
    let (jordan, samira) = (Program::of(&app, "jordan_pages", "write").await, Program::of(&app, "samira_benali", "write").await);
    let machine = world::id("equipment/douces_planning");
    let body = object!({ "words": "L'écran clignote.", "confidential": true, "machine": machine });
    let old = jordan.put(&made_at(1), body).await.location().to_owned();
    let before = format!("{old}/messages/{}", new_id(2));
    assert_eq!(jordan.put(&before, object!({ "words": "Toujours." })).await.status, 201);
    assert_eq!(jordan.put(&format!("{old}/closure"), object!({})).await.status, 200);
    app.wait(TimeDelta::days(15));
    assert_eq!(jordan.put(&before, object!({ "words": "Toujours." })).await.status, 200, "said in time, it asks nothing anew");
    app.letters().await;
    let file = kept(&jordan.keep("devis.pdf", "application/pdf", PDF).await);
    let late = format!("{old}/messages/{}", new_id(3));
    let asked = jordan.put(&late, object!({ "words": "Il clignote encore.", "files": [file] })).await;
    assert_eq!(asked.status, 201, "{}", asked.body());
    let new = asked.location().to_owned();
    let record = json(&jordan.get(&new).await);
    assert_eq!(new, format!("/api/v1/tickets/{}", record["number"]));
    assert_ne!(new, old);
    assert_eq!((&record["id"], &record["channel"]), (&object!(new_id(3)), &object!("api")));
    assert_eq!((&record["confidential"], &record["machine"]["id"]), (&object!(true), &object!(machine)), "as the old one");
    let told = json(&asked);
    assert_eq!((&told["words"], &told["number"]), (&object!("Il clignote encore."), &record["number"]));
    assert_eq!(told["files"][0]["name"], "devis.pdf");
    assert_eq!(app.letters().await.len(), 2, "both technicians are told");
    let page = app.signed_in("jordan_pages").await.get(&format!("/tickets/{}", new_id(3))).await;
    assert!(page.says("suite de") || page.says("Suite de"), "{}", page.page().text());

    let rows = app.rows().await;
    for _ in 0..2 {
        let again = jordan.put(&late, object!({ "words": "Il clignote encore.", "files": [file] })).await;
        assert_eq!((again.status, again.location(), json(&again)), (200, new.as_str(), told.clone()));
    }
    // Whoever opens the old one again meanwhile: what asked anew is not said there too.
    let covered = format!("/tickets/{}/disclosures", new_id(1));
    let mut technician = app.signed_in("samira_benali").await;
    assert_eq!(technician.post(&covered, &[("reason", "Pour rouvrir.")]).await.status, 303);
    assert_eq!(samira.put(&format!("{old}/reopening"), object!({})).await.status, 200);
    let again = jordan.put(&late, object!({ "words": "Il clignote encore." })).await;
    assert_eq!((again.status, again.location()), (200, new.as_str()));
    let grown = app.rows().await.into_iter().filter(|row| row.starts_with("message: ") && !rows.contains(row)).count();
    assert_eq!(grown, 0, "said once");
    // The id of another request of one's own asks nothing anew, nor does that of somebody else's.
    let other = jordan.put(&made_at(5), object!({ "words": "Autre chose." })).await.location().to_owned();
    let settled = object!({ "words": "Réglé.", "next": "settled" });
    assert_eq!(samira.put(&format!("{other}/messages/{}", new_id(7)), settled).await.status, 201);
    app.wait(TimeDelta::days(15));
    problem(&jordan.put(&format!("{other}/messages/{}", new_id(3)), object!({ "words": "Perdu ?" })).await, 409);
    let late = Program::of(&app, "veronique_lacaze", "write").await;
    let by_referent = late.put(&format!("{other}/messages/{}", new_id(6)), object!({ "words": "Pour Jordan." })).await;
    assert_eq!(by_referent.status, 201, "as on the page");
}

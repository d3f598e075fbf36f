//! Finding requests in a list: filters that an address says, pages that follow one another, what is shown said in a sentence.

use crate::support::{App, Person, world};
use chrono::TimeDelta;
use std::collections::BTreeSet;

fn of_structure() -> String {
    format!("/structures/{}/tickets", world::id("structures/douces"))
}

async fn ask(person: &mut Person<'_>, n: u32, words: &str, more: &[(&str, &str)]) -> String {
    let ticket = format!("01900000-0000-7000-8000-{n:012}");
    let mut form = vec![("ticket", ticket.as_str()), ("words", words), ("urgency", "no")];
    form.extend(more);
    assert_eq!(person.upload(&of_structure(), &form, &[]).await.status, 303);
    format!("/tickets/{ticket}")
}

/// The requests of a list, in order: their addresses.
fn listed(page: &crate::support::Answer) -> Vec<String> {
    assert_eq!(page.status, 200);
    let links = page.page();
    let of_ticket = |href: &str| href.len() == "/tickets/".len() + 36 && href.starts_with("/tickets/");
    links
        .all("link")
        .into_iter()
        .filter_map(|link| link.attribute("href").map(String::from))
        .filter(|href| of_ticket(href))
        .collect()
}

#[rocket::async_test]
async fn a_technician_asks_for_what_waits_and_reads_what_is_shown() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let page = samira.get("/tickets?state=waiting").await;
    assert!(page.says("Seulement : on attend une réponse."), "{}", page.page().text());
    let waiting = listed(&page);
    let all = listed(&samira.get("/tickets").await);
    assert!(!waiting.is_empty() && waiting.len() < all.len() && waiting.iter().all(|one| all.contains(one)));

    let (karim, douces) = (world::id("people/karim_ferrand"), world::id("structures/douces"));
    let mut seen = BTreeSet::new();
    for who in ["me", "nobody", &karim] {
        seen.extend(listed(&samira.get(&format!("/tickets?assignee={who}")).await));
    }
    assert_eq!(seen, all.iter().cloned().collect(), "each is somebody's or nobody's");
    let page = samira.get(&format!("/tickets?assignee={karim}&structure={douces}&priority=hinders&since=90d&sort=oldest")).await;
    let said = "Seulement : Karim Ferrand s'en occupe, structure Aide à domicile Les Heures Douces, « c'est gênant », reçues depuis 90 jours, les plus anciennes d'abord.";
    assert!(page.says(said), "{}", page.page().text());
    assert!(!page.page().shows_field("assignee"), "the form is shown to who asks for it");
    let form = samira.get(&page.page().link("Filtrer")).await.page();
    assert!(form.holds("assignee", &karim) && form.holds("since", "90d"), "the form says it too");
    let oldest = listed(&samira.get("/tickets?sort=oldest").await);
    let mut newest = listed(&samira.get("/tickets?sort=newest").await);
    newest.reverse();
    assert_eq!(oldest, newest);
    assert_eq!(oldest.len(), all.len());

    assert_eq!(listed(&samira.get("/tickets?filter=mine").await), listed(&samira.get("/tickets?assignee=me").await));
    assert_eq!(listed(&samira.get("/tickets?filter=settled").await), listed(&samira.get("/tickets?state=settled").await));
    let as_sent = "/tickets?state=&sort=&assignee=&structure=&priority=&channel=&since=&since_day=&until=&until_day=";
    assert_eq!(listed(&samira.get(as_sent).await), all, "a form that was left as it was");
}

#[rocket::async_test]
async fn what_came_late_by_telephone_or_on_a_day_is_found() {
    let app = App::start().await;
    let (mut samira, mut jordan) = (app.signed_in("samira_benali").await, app.signed_in("jordan_pages").await);
    let mine = ask(&mut jordan, 1, "Le planning ne s'ouvre plus.", &[]).await;
    assert!(!listed(&samira.get("/tickets?late=true").await).contains(&mine));
    app.wait(TimeDelta::hours(4));
    parcommun::rounds::go(&app.db, app.clock.now()).await.expect("a round");
    assert!(listed(&samira.get("/tickets?late=true").await).contains(&mine));

    let phone = listed(&samira.get("/tickets?state=all&channel=phone").await);
    assert!(!phone.is_empty() && !phone.contains(&mine));
    assert!(listed(&samira.get("/tickets?since=0d").await).contains(&mine));
    assert!(!listed(&samira.get("/tickets?until=2026-03-23").await).contains(&mine));
    let last_month = listed(&samira.get("/tickets?state=all&since=last-month&until=last-month").await);
    let february = listed(&samira.get("/tickets?state=all&since=2026-02-01&until=2026-02-28").await);
    assert!(!february.is_empty());
    assert_eq!(last_month, february);
}

/// osTicket CVE-2018-7193, GLPI CVE-2026-53629: an address is understood whole or refused.
#[rocket::async_test]
async fn cve_2018_7193_what_is_no_filter_is_refused_and_asks_nothing() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let mut veronique = app.signed_in("veronique_lacaze").await;
    assert_eq!(samira.get("/tickets?sort=oldest").await.status, 200);
    for (key, value) in [
        ("sort", "received_at; DROP TABLE ticket"),
        ("sort", "id"),
        ("state", "' OR 1=1--"),
        ("state[]", "open"),
        ("assignee", "999999999999999999999"),
        ("structure", "../../etc/passwd"),
        ("since", "9999999999d"),
        ("after", "1 UNION SELECT"),
        ("after", "1_2_3"),
        ("filter", "x"),
        ("fields", "title"),
        ("page", "1000000000"),
    ] {
        let value = rocket::http::RawStr::new(value).percent_encode().to_string();
        let page = samira.get(&format!("/tickets?{key}={value}")).await;
        assert_eq!(page.status, 400, "{key}={value}");
        assert!(page.says("Nous n'avons pas compris"));
        assert_eq!(veronique.get(&format!("{}?{key}={value}", of_structure())).await.status, 400, "{key}={value}");
    }
    assert_eq!(samira.get("/tickets?state=open&state=settled").await.status, 400);
}

#[rocket::async_test]
async fn all_pages_one_after_the_other_show_each_request_once_while_they_change() {
    let app = App::start().await;
    let (mut samira, mut jordan) = (app.signed_in("samira_benali").await, app.signed_in("jordan_pages").await);
    let mut asked = BTreeSet::new();
    for n in 0..60 {
        asked.insert(ask(&mut jordan, n, "Encore une.", &[]).await);
        app.wait(TimeDelta::seconds(1));
    }
    for sort in ["usual", "oldest", "newest", "changed"] {
        let mut seen: Vec<String> = Vec::new();
        let mut next = Some(format!("/tickets?state=open&sort={sort}"));
        let mut pages = 0;
        while let Some(address) = next {
            let page = samira.get(&address).await;
            seen.extend(listed(&page));
            next = page
                .page()
                .find("link", "Page suivante")
                .and_then(|link| link.attribute("href").map(|href| href.replace("&amp;", "&")));
            pages += 1;
            // A row that was read is changed: it moves to where it was read already, or stays.
            let read = seen.last().expect("a row").clone();
            assert_eq!(samira.post(&format!("{read}/taking"), &[]).await.status, 303);
        }
        assert!(pages > 1, "{sort}");
        let long = samira.get(&format!("/tickets?state=open&sort={sort}&rows=200&ticked=all")).await;
        assert_eq!(listed(&long).len(), seen.len(), "{sort}: all to be chosen on one page");
        let once: BTreeSet<String> = seen.iter().cloned().collect();
        assert_eq!(once.len(), seen.len(), "{sort}: none twice");
        assert!(asked.is_subset(&once), "{sort}: none left out");
    }
}

#[rocket::async_test]
async fn a_referent_narrows_the_list_of_their_structure_and_no_line_tells_a_confidential_machine() {
    let app = App::start().await;
    let (mut jordan, mut veronique) = (app.signed_in("jordan_pages").await, app.signed_in("veronique_lacaze").await);
    let machine = world::id("equipment/douces_planning");
    let open = ask(&mut jordan, 1, "L'écran clignote.", &[("equipment", &machine)]).await;
    let kept = ask(&mut jordan, 2, "Un mot de passe est connu.", &[("equipment", &machine), ("confidential", "true")]).await;
    let all = listed(&veronique.get(&of_structure()).await);
    assert!(all.contains(&open) && all.contains(&kept), "both are lines");
    let about = veronique.get(&format!("{}?machine={machine}", of_structure())).await;
    assert!(listed(&about).contains(&open) && !listed(&about).contains(&kept));
    assert!(about.says("Seulement : machine "));
    let theirs = world::id("equipment/escargolins_tablette");
    let foreign = veronique.get(&format!("{}?machine={theirs}", of_structure())).await;
    assert!(listed(&foreign).is_empty() && foreign.says("machine inconnu"), "another structure's is none of theirs");
    let settled = veronique.get(&format!("{}?state=settled&until=0d", of_structure())).await;
    assert!(!listed(&settled).is_empty() && !listed(&settled).contains(&open));
    for closed in ["assignee=me", "priority=blocks", "channel=web", &format!("structure={}", world::id("structures/escargolins"))] {
        assert_eq!(veronique.get(&format!("{}?{closed}", of_structure())).await.status, 400, "{closed}");
    }
    assert_eq!(app.signed_in("lucie_bastide").await.get(&of_structure()).await.status, 404);
}

/// The rows of a table for spreadsheets, cells by column.
fn table(file: &crate::support::Answer) -> Vec<Vec<String>> {
    assert_eq!(file.status, 200);
    let body = file.body();
    let rows = body.trim_start_matches('\u{feff}').lines();
    rows.map(|row| row.split(';').map(|cell| cell.trim_matches('"').to_owned()).collect()).collect()
}

#[rocket::async_test]
async fn a_list_is_taken_away_as_it_is_shown_without_a_word_that_one_may_not_read() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let mut veronique = app.signed_in("veronique_lacaze").await;
    ask(&mut jordan, 1, "=HYPERLINK(\"http://evil.example\")", &[]).await;
    ask(&mut jordan, 2, "Le mot secret est mimosa.", &[("confidential", "true")]).await;
    let work = [
        ("message", "01900000-0000-7000-8000-0000000000a1"),
        ("entry", "01900000-0000-7000-8000-0000000000a2"),
        ("words", "C'est fait."),
        ("next", "settled"),
        ("outcome", "advice"),
        ("minutes", "20 min"),
        ("kind", "remote"),
    ];
    assert_eq!(samira.post("/tickets/01900000-0000-7000-8000-000000000001/answers", &work).await.status, 303);

    let shown = listed(&samira.get("/tickets?since=0d&state=all").await).len();
    let page = samira.get("/tickets?since=0d&state=all").await.page();
    let rows = table(&samira.get(&page.link("Tableau (CSV)").replace("&amp;", "&")).await);
    assert_eq!(rows.len(), shown + 1, "the same filter");
    assert_eq!(rows[0].len(), 17);
    assert!(rows[0].contains(&"Minutes comptées".to_owned()));
    let settled = rows.iter().find(|row| row[4] == "Réglées").expect("the settled one");
    assert!(settled[1].starts_with("'=HYPERLINK"), "it does not run: {settled:?}");
    assert_eq!((settled[5].as_str(), settled[14].as_str()), ("Conseil", "2026-03-24 10:00"), "local time");
    assert_eq!((settled[15].as_str(), settled[16].as_str()), ("20", "30"), "real, and counted by the half hour");
    let covered = rows.iter().find(|row| row[1].is_empty()).expect("the confidential one");
    assert!(covered[3].is_empty(), "nor who asked");
    for file in [samira.get("/tickets.csv?state=all").await, veronique.get(&format!("{}.csv", of_structure())).await] {
        assert!(!file.body().contains("mimosa"));
    }
    let own = table(&jordan.get("/tickets.csv").await);
    assert_eq!(own[0].len(), 17, "with the time of one's own, as on its page");
    assert!(own.iter().any(|row| row[1].contains("mimosa")), "one's own words are one's own");

    let theirs = table(&veronique.get(&format!("{}.csv", of_structure())).await);
    let douces = "Aide à domicile Les Heures Douces";
    assert!(theirs.len() > 2 && theirs[1..].iter().all(|row| row[2] == douces));
    let book = veronique.get(&format!("{}.xlsx?state=settled", of_structure())).await;
    assert!(book.status == 200 && book.bytes.starts_with(b"PK\x03\x04"));
    assert_eq!(veronique.get(&format!("{}.csv?assignee=me", of_structure())).await.status, 400);
    assert_eq!(samira.get("/tickets.csv?sort=id").await.status, 400);
    let mut statuses = Vec::new();
    for _ in 0..10 {
        statuses.push(veronique.get(&format!("{}.csv", of_structure())).await.status);
    }
    assert_eq!(statuses.last(), Some(&429), "ten an hour");
}

//! Neither a word nor a number more: what happens in one structure changes no page of another.

use super::{new_id, of};
use crate::support::{App, Person, world};
use std::collections::BTreeMap;

/// Every page and table that somebody reads, without the ids of requests and of forms.
async fn read_by(person: &mut Person<'_>, addresses: &[String]) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for address in addresses {
        let answer = person.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        let text =
            if address.contains(".csv") { answer.body() } else { format!("{} {}", answer.page().title(), answer.page().text()) };
        pages.insert(address.clone(), text);
    }
    pages
}

fn of_b(pages: &[&str]) -> Vec<String> {
    pages.iter().map(|page| of("escargolins", page)).collect()
}

/// In A: a request with an answer, a machine, a person; no time, since hours are shared on purpose.
async fn something_happens_in_a(app: &App, word: &str) {
    let (mut jordan, mut veronique) = (app.signed_in("jordan_pages").await, app.signed_in("veronique_lacaze").await);
    let mut samira = app.signed_in("samira_benali").await;
    let ticket = new_id();
    let asked = jordan.upload(&of("douces", "/tickets"), &[("ticket", &ticket), ("words", word), ("urgency", "no")], &[]).await;
    assert_eq!(asked.status, 303);
    let said = [("message", &new_id()[..]), ("words", word)];
    assert_eq!(jordan.post(&format!("/tickets/{ticket}/messages"), &said).await.status, 303);
    assert_eq!(samira.triage(&format!("/tickets/{ticket}"), &[("title", word)]).await.status, 303);
    let machine = [("name", word), ("kind", "laptop"), ("serial", word)];
    assert_eq!(veronique.post(&of("douces", "/equipment"), &machine).await.status, 303);
    let guest = [("name", word), ("email", "guest@b.example"), ("role", "employee"), ("language", "fr")];
    assert_eq!(veronique.post(&of("douces", "/people"), &guest).await.status, 303);
    assert!(samira.get(&format!("/tickets/{ticket}")).await.says(word), "there was something to tell");
}

/// Zammad CVE-2022-40816, GLPI CVE-2023-23610.
#[rocket::async_test]
async fn cve_2022_40816_what_happens_in_one_structure_changes_no_page_of_another() {
    let app = App::start().await;
    let (mut lucie, mut nadege) = (app.signed_in("lucie_bastide").await, app.signed_in("nadege_coulon").await);
    let mut employees: Vec<String> = ["/", "/tickets", "/account"].map(str::to_owned).to_vec();
    employees.extend(of_b(&["", "/tickets/new"]));
    employees.push(format!("/equipment/{}", world::id("equipment/escargolins_portable")));
    let mut referents = employees.clone();
    referents.extend(of_b(&["/tickets", "/people", "/equipment", "/equipment/new", "/hours", "/hours.csv"]));
    let before = (read_by(&mut lucie, &employees).await, read_by(&mut nadege, &referents).await);
    something_happens_in_a(&app, "Chouette effraie").await;
    assert_eq!(read_by(&mut lucie, &employees).await, before.0);
    assert_eq!(read_by(&mut nadege, &referents).await, before.1);
}

/// The coordinator reads hours and names of machines' owners nowhere, and no word of a request in any page or table.
#[rocket::async_test]
async fn cve_2023_23610_no_word_of_a_request_reaches_the_coordinator() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let word = "Chouette effraie";
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let (ticket, message, entry) = (new_id(), new_id(), new_id());
    let asked = jordan.upload(&of("douces", "/tickets"), &[("ticket", &ticket), ("words", word), ("urgency", "no")], &[]).await;
    assert_eq!(asked.status, 303);
    let answer = [
        ("message", message.as_str()),
        ("entry", &entry),
        ("words", word),
        ("next", "settled"),
        ("minutes", "20 min"),
        ("kind", "remote"),
    ];
    assert_eq!(samira.post(&format!("/tickets/{ticket}/answers"), &answer).await.status, 303);
    let sheet = of("douces", "/hours");
    assert!(samira.get(&sheet).await.says(word), "there was something to hide");
    let pages = [
        "/",
        "/report",
        "/report.csv",
        "/structures",
        "/people",
        "/rules",
        "/tickets",
        &sheet,
        &of("douces", ""),
        &of("douces", "/hours.csv"),
        &of("douces", "/people"),
    ];
    for address in pages {
        let answer = claire.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        assert!(!answer.body().contains("Chouette"), "{address}");
    }
}

/// GLPI CVE-2026-26263: a filter that is none is refused, in the list and in its tables: neither more is shown nor less.
#[rocket::async_test]
async fn cve_2026_26263_an_odd_filter_shows_no_list() {
    let app = App::start().await;
    let (mut samira, mut jordan) = (app.signed_in("samira_benali").await, app.signed_in("jordan_pages").await);
    let rows = async |person: &mut Person<'_>, address: &str| {
        let page = person.get(address).await;
        let links = page.page();
        let tickets = links.all("link").into_iter().filter_map(|link| link.attribute("href").map(str::to_owned));
        tickets.filter(|to| to.starts_with("/tickets/") && to.len() == 45).collect::<Vec<_>>()
    };
    let (all, own) = (rows(&mut samira, "/tickets").await, rows(&mut jordan, "/tickets").await);
    assert!(all.len() > own.len() && !own.is_empty());
    for odd in ["open'--", "%25", "mine%20OR%201=1", "*", "1000000000", "[$ne]", "settled%00", "MINE", "mine,settled"] {
        for query in [format!("filter={odd}"), format!("structure={odd}"), format!("requester={odd}"), format!("after={odd}")] {
            for person in [&mut samira, &mut jordan] {
                for list in ["/tickets", "/tickets.csv"] {
                    let asked = format!("{list}?{query}");
                    assert_eq!(person.get(&asked).await.status, 400, "{asked}");
                    assert_eq!(rows(person, &asked).await, Vec::<String>::new(), "{asked}");
                }
            }
        }
    }
}

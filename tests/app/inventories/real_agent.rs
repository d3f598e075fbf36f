//! The agent of Debian itself, when it is installed: what it says of its run is no proof, for it ends with 0 even when it fails;
//! what the server keeps is.

use super::{Address, trays};
use crate::support::App;
use rocket::tokio::task::spawn_blocking;
use std::path::Path;
use std::process::Command;

const PROGRAM: &str = "/usr/bin/fusioninventory-agent";
const STATE: &str = "/var/lib/fusioninventory-agent";

#[rocket::async_test]
async fn a_real_agent_reports_and_is_understood() {
    // It keeps its name in a folder of the system.
    let may_run = Path::new(PROGRAM).exists() && tempfile::tempfile_in(STATE).is_ok();
    if !may_run {
        eprintln!("no fusioninventory-agent that may run: the bodies that it once sent are replayed instead (inventories::door)");
        return;
    }
    let app = App::start().await;
    let address = Address::made(&app, "nadege_coulon", "escargolins").await;
    let served = app.serve().await;
    let run = {
        let url = format!("{}{}", served.url, address.path());
        let home = tempfile::tempdir().expect("a home");
        let more = format!("{}/tests/inventories/additional_content.xml", env!("CARGO_MANIFEST_DIR"));
        spawn_blocking(move || {
            Command::new(PROGRAM)
                .env_clear()
                .envs([("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"), ("LANG", "C.UTF-8"), ("CANARY", "canari-a-ne-jamais-stocker")])
                .env("HOME", home.path())
                .args(["--config=none", "--logger=stderr", "--no-httpd", "--no-category=software", "--force"])
                .arg(format!("--server={url}"))
                .arg(format!("--additional-content={more}"))
                .output()
        })
    };
    let run = run.await.expect("a task").expect("the agent starts");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(!said.contains("[error]"), "{said}");
    let page = app.signed_in("nadege_coulon").await.get(&trays("escargolins")).await;
    assert!(page.says("LENOVO 20L5S0AB00") && page.says("PF1ABCDE"), "{said}\n{}", page.page().text());
    let rows = app.rows().await;
    assert!(rows.iter().any(|row| row.starts_with("inventory:") && row.contains("S3Z1NB0K000001A")));
    assert!(!rows.iter().any(|row| row.contains("canari-a-ne-jamais-stocker")));
    served.stop().await;
}

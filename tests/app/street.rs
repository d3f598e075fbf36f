//! The street in which doors stand: the named world, and what it does not name, made once for all who knock.

use crate::api::Token;
use crate::calendars::Followed;
use crate::doors::{LEAVING, LINE, MACHINE, TICKET};
use crate::erasure;
use crate::inventories::{Address, body};
use crate::looking::Look;
use crate::sanitising::Erased;
use crate::signing::{self, Signing};
use crate::stickers::{self, Guest};
use crate::support::database::TestDatabase;
use crate::support::{App, pictures, world};
use std::sync::OnceLock;

/// The named world, and what it does not name.
pub struct Street {
    pub app: App,
    made: Made,
}

/// What is made before anybody knocks, once for all tests: each knocks at a copy.
#[derive(Clone)]
struct Made {
    erased: Erased,
    picture: String,
    question: String,
    look: Look,
    calendar: Followed,
    token: Token,
    guest: Guest,
    departed: String,
    agents: Address,
    unreadable: String,
    document: String,
    signing: Signing,
}

/// Ids that are made with the forms, before anybody knocks.
const GIFT_ID: &str = "01900000-0000-7000-8000-000000000002";
const GRANT_ID: &str = "01900000-0000-7000-8000-000000000003";
const TASK_ID: &str = "01900000-0000-7000-8000-000000000005";
const SIMILAR_ID: &str = "01900000-0000-7000-8000-000000000006";
const VIEW_ID: &str = "01900000-0000-7000-8000-000000000008";
const BATCH_ID: &str = "01900000-0000-7000-8000-000000000009";
const LATE_ID: &str = "01900000-0000-7000-8000-000000000004";
const MERGED_ID: &str = "01900000-0000-7000-8000-000000000007";
const PHOTO_ID: &str = "01900000-0000-7000-8000-000000000010";
const SANITISATION_ID: &str = "01900000-0000-7000-8000-000000000020";

impl Made {
    async fn on(app: &App) -> Self {
        let picture = joined_picture(app).await;
        let question = month_end(app).await;
        merged(app).await;
        leave(app).await;
        ask_about_the_printer(app).await;
        photograph(app).await;
        let look = Look::made(app, "veronique_lacaze", "structures/douces").await;
        let calendar = Followed::made(app, "jordan_pages", &world::id("structures/douces")).await;
        let token = Token::made(app, "jordan_pages", "read").await;
        let guest = Guest::asking(app, stickers::ON_A, "L'écran de la salle est noir.").await;
        let departed = erasure::somebody_who_left(app).await;
        let agents = Address::made(app, "veronique_lacaze", "douces").await;
        let unreadable = unreadable(app, &agents).await;
        let erased = Erased::shown(app).await;
        let document = damaged(app).await;
        let signing = Signing::made(app).await;
        Self { erased, picture, question, look, calendar, token, guest, departed, agents, unreadable, document, signing }
    }
}

impl Street {
    pub async fn start() -> Self {
        static BUILT: OnceLock<TestDatabase> = OnceLock::new();
        static MADE: OnceLock<Made> = OnceLock::new();
        let app = App::prepared(&BUILT, |app| async move {
            let made = Made::on(&app).await;
            assert!(MADE.set(made).is_ok(), "it is built once");
        });
        let app = app.await;
        Self { app, made: MADE.get().expect("it is built").clone() }
    }

    pub fn value(&self, name: &str) -> String {
        match name {
            "made/picture" => self.made.picture.clone(),
            "made/question" => self.made.question.clone(),
            "made/gift" => GIFT_ID.to_owned(),
            "made/grant" => GRANT_ID.to_owned(),
            "made/task" => TASK_ID.to_owned(),
            "made/merged" => MERGED_ID.to_owned(),
            "made/photo" => PHOTO_ID.to_owned(),
            "made/similar" => SIMILAR_ID.to_owned(),
            "made/view" => VIEW_ID.to_owned(),
            "made/batch" => BATCH_ID.to_owned(),
            "made/late" => LATE_ID.to_owned(),
            "made/agents" => self.made.agents.id.clone(),
            "made/unreadable" => self.made.unreadable.clone(),
            "made/sanitisation" => SANITISATION_ID.to_owned(),
            "made/certificate" => self.made.erased.certificate.clone(),
            "genuine-secret" => self.made.erased.code.clone(),
            "made/evidence" => self.made.erased.evidence.clone(),
            "document-digest" => self.made.document.clone(),
            "agent-secret" => self.made.agents.secret.clone(),
            "made/look_link" => self.made.look.id.clone(),
            "made/token" => self.made.token.id.clone(),
            "made/departed" => self.made.departed.clone(),
            "made/calendar" => self.made.calendar.id.clone(),
            "calendar-secret" => self.made.calendar.secret.clone(),
            "made/guest" => self.made.guest.ticket.clone(),
            "follow-secret" => self.made.guest.secret.clone(),
            "follow-picture-secret" => self.made.guest.picture.clone(),
            "signing-secret" => self.made.signing.accepts.clone(),
            "arrival-secret" => self.made.signing.receives.clone(),
            "arrival-machine" => world::id("equipment/tablee_accueil"),
            "arrival-digest" => self.made.signing.sent.clone(),
            "scan-digest" => self.made.signing.scan.clone(),
            "made/to_sign" => signing::PROPOSED.to_owned(),
            "made/arriving" => signing::ARRIVING.to_owned(),
            "look-secret" => self.made.look.secret.clone(),
            name if name.contains('/') => world::id(name),
            name => name.to_owned(),
        }
    }

    pub fn values(&self, names: &[&str]) -> Vec<String> {
        names.iter().map(|name| self.value(name)).collect()
    }
}

/// An employee of A asks with a photograph; the id of the photograph.
async fn joined_picture(app: &App) -> String {
    let mut asker = app.signed_in("jordan_pages").await;
    let form = [("ticket", "01900000-0000-7000-8000-000000000001"), ("words", "Voyez la photo.")];
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    let asked = asker.upload(&address, &form, &[("files", "photo.png", "image/png", &pictures::png())]).await;
    assert_eq!(asked.status, 303, "{}", asked.page().text());
    let shown = asker.get("/tickets/01900000-0000-7000-8000-000000000001").await.body();
    let (_, after) = shown.split_once("/attachments/").expect("the photograph is on the page");
    after.chars().take_while(|c| *c != '"').collect()
}

/// An agent of A sends half of a message; the id of what is kept of it.
async fn unreadable(app: &App, agents: &Address) -> String {
    let whole = body("glpi/inventory.zlib");
    assert_eq!(agents.send(app, whole[..whole.len() / 2].to_vec()).await.status, 400);
    let list = format!("/structures/{}/unreadable-inventories", world::id("structures/douces"));
    let page = app.signed_in("veronique_lacaze").await.get(&list).await.body();
    let (_, after) = page.split_once(&format!("{list}/")).expect("it is on the page");
    after.chars().take(36).collect()
}

/// The employee of A asks again, and a technician makes it one with what they asked first.
async fn merged(app: &App) {
    let (mut asker, mut technician) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    assert_eq!(asker.upload(&address, &[("ticket", MERGED_ID), ("words", "Encore.")], &[]).await.status, 303);
    let address = format!("/tickets/{MERGED_ID}/merges/01900000-0000-7000-8000-000000000001");
    assert_eq!(technician.post(&address, &[("message", MERGED_ID), ("words", "")]).await.status, 303);
}

/// Another employee of A asks about a machine that everybody there uses.
async fn ask_about_the_printer(app: &App) {
    let mut asker = app.signed_in("maria_goncalves").await;
    let printer = world::id("equipment/douces_imprimante");
    let form = [("ticket", SIMILAR_ID), ("words", "Elle n'imprime plus."), ("equipment", &*printer)];
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    assert_eq!(asker.upload(&address, &form, &[]).await.status, 303);
}

/// A technician takes a photograph of a machine.
async fn photograph(app: &App) {
    let mut technician = app.signed_in("samira_benali").await;
    let address = format!("/equipment/{}/photos", world::id(MACHINE[0]));
    let photo = [("pictures", "photo.png", "image/png", &*pictures::png())];
    assert_eq!(technician.upload(&address, &[("photo", PHOTO_ID)], &photo).await.status, 303);
}

/// The workshop says that a machine on its way is damaged; the digest of what the sender signed.
async fn damaged(app: &App) -> String {
    let mut workshop = app.signed_in("odile_tournier").await;
    let (transfer, machine) = (world::id(LINE[0]), world::id(LINE[1]));
    let form = [("version", "4"), ("outcome", "damaged"), ("reason", "Le capot est fendu.")];
    let photo = [("photo", "photo.png", "image/png", &*pictures::png())];
    let said = workshop.upload(&format!("/transfers/{transfer}/lines/{machine}"), &form, &photo).await;
    assert_eq!(said.status, 303, "{}", said.page().text());
    let page = workshop.get(&format!("/transfers/{transfer}")).await.body();
    let (_, after) = page.split_once("/documents/").expect("what was signed");
    after.chars().take(64).collect()
}

/// A structure gives notice.
async fn leave(app: &App) {
    let mut coordinator = app.signed_in("claire_vidal").await;
    let ending = format!("/structures/{}/ending", world::id(LEAVING[0]));
    assert_eq!(coordinator.post(&ending, &[("month", "2026-03")]).await.status, 303);
}

/// A gift, a grant, a question and late work, each by who makes it; the id of the question.
async fn month_end(app: &App) -> String {
    let (a, b) = (world::id("structures/douces"), world::id("structures/tablee"));
    let mut giver = app.signed_in("stephane_abadie").await;
    let gift = [("gift", GIFT_ID), ("to", a.as_str()), ("minutes", "15 min"), ("words", "")];
    assert_eq!(giver.post(&format!("/structures/{b}/gifts"), &gift).await.status, 303);
    let mut coordinator = app.signed_in("claire_vidal").await;
    let grant = [("grant", GRANT_ID), ("structure", a.as_str()), ("minutes", "1 min"), ("reason", "Une visite")];
    let granted = coordinator.post("/pool/grants", &grant).await;
    assert_eq!(granted.status, 303, "{}", granted.page().text());
    let mut technician = app.signed_in("samira_benali").await;
    let late =
        [("entry", LATE_ID), ("structure", &a), ("day", "2026-01-14"), ("minutes", "15 min"), ("kind", "remote"), ("note", "Tard")];
    assert_eq!(technician.post("/interventions", &late).await.status, 303);
    let task = [("task", TASK_ID), ("words", "Rappeler"), ("assignee", &world::id("people/samira_benali")), ("day", "2026-03-25")];
    let view = [("view", VIEW_ID), ("name", "À rappeler"), ("shared", "true"), ("filter", "state=waiting")];
    assert_eq!(technician.post("/saved-views", &view).await.status, 303);
    let batch = [("batch", BATCH_ID), ("t", "999999"), ("act", "give"), ("to", &world::id("people/karim_ferrand"))];
    assert_eq!(technician.post("/batches", &batch).await.status, 303);
    let ticket = world::id(TICKET[0]);
    assert_eq!(technician.post(&format!("/tickets/{ticket}/tasks"), &task).await.status, 303);
    let mut referent = app.signed_in("veronique_lacaze").await;
    let asked = referent.post(&format!("/structures/{a}/hours/questions"), &[("month", "2026-02"), ("words", "Pourquoi ?")]).await;
    assert_eq!(asked.status, 303);
    let page = coordinator.get("/closing").await.body();
    let (_, after) = page.split_once("/closing/questions/").expect("the question is on the page");
    after.chars().take(36).collect()
}

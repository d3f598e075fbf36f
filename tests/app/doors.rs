//! The doors: every route × every role. A route without a row fails the suite, and so does a row without a route.
//!
//! To add a route: paste the line that the failing test prints and say what each role must get. A route's `<…>` are
//! filled in order from the names of its row: `tickets/printer_jam` is the id of something of the named world,
//! anything without a slash stands for itself. Unsafe routes get an empty form: 422 is an open door, 404 a closed one, 401 one that asks who is there.

use crate::stickers;
pub use crate::street::Street;
use crate::support::person::Sent;
use crate::support::{Answer, App, Person, world};
use rocket::http::Method;
use std::collections::{BTreeMap, BTreeSet};

/// Who knocks. A is `douces`, B is `escargolins`.
pub const WHO: [(&str, Option<&str>); 8] = [
    ("nobody", None),
    ("employee of A", Some("jordan_pages")),
    ("employee of B", Some("lucie_bastide")),
    ("referent of A", Some("veronique_lacaze")),
    ("technician", Some("samira_benali")),
    ("coordinator", Some("claire_vidal")),
    ("board", Some("helene_castaing")),
    ("workshop", Some("odile_tournier")),
];

/// A route, what fills its `<…>`, what each of `WHO` gets.
pub type Door = (&'static str, &'static [&'static str], [u16; 8]);

const NO_TOKEN: &[&str] = &["0123"];
const A: &[&str] = &["structures/douces"];
/// A third structure, whose agreement ends with the open month.
pub const LEAVING: &[&str] = &["structures/cabas"];
/// A month of A that is closed.
const CLOSED: &[&str] = &["structures/douces", "2026-01"];
/// Of A, asked by its employee who knocks.
pub const TICKET: &[&str] = &["tickets/planning_navigateur"];
/// It, and somebody of A who follows it or not.
const FOLLOWER: &[&str] = &["tickets/planning_navigateur", "people/maria_goncalves"];
/// It, and another of A.
const TWO: &[&str] = &["tickets/planning_navigateur", "tickets/astreinte_muette"];
/// Merged by the technician into another of A's employee.
const MERGED: &[&str] = &["made/merged"];
/// Noted by the technician for the request of A's employee.
const TASK: &[&str] = &["made/task"];
/// Made by a series of A.
const UPKEEP: &[&str] = &["series/restauration_douces/2025-09-26"];
/// Of A.
const SERIES: &[&str] = &["series/restauration_douces"];
const ENTRY: &[&str] = &["tickets/planning_navigateur/0"];
pub const MACHINE: &[&str] = &["equipment/douces_planning"];
const DEED: &[&str] = &["equipment/douces_planning", "hold"];
/// Of A: its data are being erased; and the medium of it that is shown.
const ERASED: &[&str] = &["equipment/douces_ancien_portable"];
const ERASED_DISK: &[&str] = &["equipment/douces_ancien_portable", "media/douces_ancien_portable_disque", "failure"];
/// Of A, decommissioned.
const OLD: &[&str] = &["equipment/douces_ancien_poste"];
/// Shown by a technician before anybody knocks: what waits for a second person; what its referent answered for, its
/// certificate, and the code that is printed on it.
const SHOWN: &[&str] = &["made/sanitisation"];
const CERTIFICATE: &[&str] = &["made/certificate"];
const GENUINE: &[&str] = &["genuine-secret"];
const EVIDENCE: &[&str] = &["equipment/douces_ancien_portable", "made/evidence"];
const SITE: &[&str] = &["sites/douces_bureau"];
/// In no machine of A.
const COMPONENT: &[&str] = &["components/douces_station"];
const MEDIUM: &[&str] = &["media/douces_planning_ssd"];
/// Taken of a machine of A before anybody knocks.
const PHOTO: &[&str] = &["made/photo"];
const FACT: &[&str] = &["facts/douces_backup"];
/// A, and what a fact may be about.
const BACKUPS: &[&str] = &["structures/douces", "backup"];
const MEMBERSHIP: &[&str] = &["structures/douces", "memberships/jordan_pages/douces"];
/// Another technician stays.
const DUTY: &[&str] = &["people/karim_ferrand", "technician"];
/// To read closed months, of who knocks for the board.
const RIGHT: &[&str] = &["board/helene_castaing"];
/// Of the open month.
const COST: &[&str] = &["costs/1/0"];
const SUBSIDY: &[&str] = &["subsidies/trois_moulins"];
const PAYMENT: &[&str] = &["payments/rebrique/4/cheque"];
/// Kept by the technician who knocks.
const VIEW: &[&str] = &["made/view"];
/// Done by the technician who knocks.
const BATCH: &[&str] = &["made/batch"];
const CATEGORY: &[&str] = &["categories/printing"];
const CANNED: &[&str] = &["canned_answers/piece_commandee"];
const DAY_OFF: &[&str] = &["2026-12-24"];
const YEAR: &[&str] = &["2026"];
const TECHNICIAN: &[&str] = &["people/karim_ferrand"];
/// Invited to A and gone again before anybody knocks.
const DEPARTED: &[&str] = &["made/departed"];
const ABSENCE: &[&str] = &["people/karim_ferrand", "absences/karim_ferrand"];
/// Of A alone, and its first version.
const SHEET: &[&str] = &["help_sheets/planning_tournees"];
const VERSION: &[&str] = &["help_sheets/planning_tournees", "1"];
/// Lasts in A and another structure, not in B.
const OUTAGE: &[&str] = &["outages/partage_fichiers"];
/// Asked by another employee of A about what everybody there prints on.
const SIMILAR: &[&str] = &["made/similar"];
/// Joined to a request of A's employee before anybody knocks.
const PICTURE: &[&str] = &["made/picture"];
/// Said by A's employee who knocks.
const MESSAGE: &[&str] = &["messages/planning_navigateur/0"];
/// Offered to A by another structure, and waiting.
const GIFT: &[&str] = &["structures/douces", "made/gift"];
const GRANT: &[&str] = &["made/grant"];
/// Asked by the referent of A about the month that ended.
const QUESTION: &[&str] = &["made/question"];
/// Noted by the technician in a month that is closed.
const LATE: &[&str] = &["made/late"];
/// Made by A's referent before anybody knocks: its secret, and the link as its list knows it.
const LOOK: &[&str] = &["look-secret"];
const LOOK_LINK: &[&str] = &["structures/douces", "made/look_link"];
/// To A, by the technician who knocks, ahead.
const VISIT: &[&str] = &["visits/douces_astreinte"];
/// On a machine of A, and one that is blank.
const STICKER: &[&str] = &[stickers::ON_A];
const BLANK: &[&str] = &[stickers::BLANK];
/// Asked through it by somebody without an account before anybody knocks: the way to follow it, its photograph, the request.
const FOLLOW: &[&str] = &["follow-secret"];
const FOLLOW_PICTURE: &[&str] = &["follow-secret", "follow-picture-secret"];
const GUEST: &[&str] = &["made/guest"];
/// Made by A's employee before anybody knocks: its secret, and the calendar as their list knows it.
const CALENDAR: &[&str] = &["calendar-secret"];
const CALENDAR_ROW: &[&str] = &["made/calendar"];

/// Made by A's referent before anybody knocks: an address of agents, and as the list knows it.
const AGENTS: &[&str] = &["agent-secret"];
const AGENTS_ROW: &[&str] = &["structures/douces", "made/agents"];
/// Of A: waits for a person; came there and nobody could read it.
const INVENTORY: &[&str] = &["structures/douces", "inventories/douces_portable_neuf"];
const UNREADABLE: &[&str] = &["structures/douces", "made/unreadable"];

/// A list of machines of A, sent by the technician who knocks.
const IMPORT: &[&str] = &["structures/douces", "imports/douces_liste"];
/// Where who knocks for the workshop works.
const WORKSHOP: &[&str] = &["organisations/rebond"];
/// It, and somebody else who works there.
const WORKER: &[&str] = &["organisations/rebond", "workshops/malik_saadi/rebond"];
/// Handed to it by a third structure.
const IN_WORKSHOP: &[&str] = &["organisations/rebond", "equipment/tablee_ancien_portable"];
const IN_HANDS: &[&str] = &["equipment/tablee_ancien_portable"];
/// On its way from a third structure to the workshop.
const READY: &[&str] = &["equipment/radio_ecran_regie"];
const KEPT: &[&str] = &["equipment/radio_ancienne_tour"];
const TRANSFER: &[&str] = &["transfers/tablee_rebond_en_route"];
/// Of which the workshop has said that it is damaged, with a photograph, before anybody knocks.
pub const LINE: &[&str] = &["transfers/tablee_rebond_en_route", "equipment/tablee_ancien_accueil"];
/// It, and what its sender signed.
const SIGNED: &[&str] = &["transfers/tablee_rebond_en_route", "document-digest"];

/// Sent to a recycler without an account before anybody knocks: the link that accepts, what it shows; the link that signs for what
/// arrived, and its machine.
const TO_SIGN: &[&str] = &["made/to_sign"];
const SIGNING: &[&str] = &["signing-secret"];
const ARRIVAL: &[&str] = &["arrival-secret"];
const ARRIVED: &[&str] = &["arrival-secret", "arrival-machine"];
const SENT_TEXT: &[&str] = &["arrival-secret", "arrival-digest"];
const SCANNED: &[&str] = &["made/arriving", "scan-digest"];

/// Made by A's employee before anybody knocks: as their list knows it.
const TOKEN: &[&str] = &["made/token"];
/// What no cookie opens: `api.rs` has the doors of tokens.
const NUMBER: &[&str] = &["1"];
const MADE: &[&str] = &["01900000-0000-7000-8000-000000000011"];
const SAID: &[&str] = &["1", "01900000-0000-7000-8000-000000000012"];

#[rustfmt::skip]
pub const DOORS: &[Door] = &[
    //                                               nobody  emp. A  emp. B  ref. A  tech.  coord.  board  workshop
    ("GET /",                           &[],        [303,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /static/<address>",           &["none"],  [404,    404,    404,    404,    404,   404,   404,   404]),
    ("GET /cross-site",                 &[],        [403,    403,    403,    403,    403,   403,   403,   403]),
    ("GET /help",                       &[],        [200,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /accessibility",              &[],        [200,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /privacy",                    &[],        [200,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /eco",                        &[],        [200,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /.well-known/security.txt",   &[],        [404,    404,    404,    404,    404,   404,   404,   404]),
    ("GET /health",                     &[],        [200,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /favicon.ico",                &[],        [204,    204,    204,    204,    204,   204,   204,   204]),
    ("GET /letters",                    &[],        [404,    404,    404,    404,    404,   404,   404,   404]),
    ("GET /letters/<id>",               &["none"],  [404,    404,    404,    404,    404,   404,   404,   404]),
    ("GET /set-up/<token>",             NO_TOKEN,   [404,    404,    404,    404,    404,   404,   404,   404]),
    ("POST /set-up/<token>",            NO_TOKEN,   [404,    404,    404,    404,    404,   404,   404,   404]),
    ("GET /language/<language>",        &["en"],    [303,    303,    303,    303,    303,   303,   303,   303]),
    // Signing in and out, one's own account.
    ("GET /sign-in",                    &[],        [200,    200,    200,    200,    200,   200,   200,   200]),
    ("POST /sign-in",                   &[],        [422,    422,    422,    422,    422,   422,   422,   422]),
    ("GET /sign-in/code/<browser>",     NO_TOKEN,   [404,    404,    404,    404,    404,   404,   404,   404]),
    ("POST /sign-in/code/<browser>",    NO_TOKEN,   [404,    404,    404,    404,    404,   404,   404,   404]),
    ("GET /sign-in/link/<token>",       NO_TOKEN,   [200,    200,    200,    200,    200,   200,   200,   200]),
    ("POST /sign-in/link/<token>",      NO_TOKEN,   [422,    422,    422,    422,    422,   422,   422,   422]),
    ("POST /sign-in/kept",              &[],        [404,    404,    404,    404,    404,   404,   404,   404]),
    ("POST /sign-in/password",          &[],        [422,    422,    422,    422,    422,   422,   422,   422]),
    ("POST /sign-out",                  &[],        [401,    303,    303,    303,    303,   303,   303,   303]),
    ("GET /account",                    &[],        [303,    200,    200,    200,    200,   200,   200,   200]),
    ("POST /account",                   &[],        [401,    422,    422,    422,    422,   422,   422,   422]),
    ("POST /account/letters",           &[],        [401,    303,    303,    303,    303,   303,   303,   303]),
    ("POST /account/keys",              &[],        [401,    403,    403,    403,    303,   403,   403,   403]),
    ("POST /account/password",          &[],        [401,    303,    303,    303,    303,   303,   303,   303]),
    ("GET /account/data",               &[],        [303,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /account/data.html",          &[],        [303,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /account/data.json",          &[],        [303,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /account/erasure",            &[],        [303,    200,    200,    200,    200,   200,   200,   200]),
    ("POST /account/erasure",           &[],        [401,    422,    422,    422,    422,   422,   422,   422]),
    ("POST /sessions/<id>/ending",      NO_TOKEN,   [401,    404,    404,    404,    404,   404,   404,   404]),
    ("GET /group",                      &[],        [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /group",                     &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    ("GET /account/tokens",             &[],        [303,    200,    200,    200,    200,   403,   403,   403]),
    ("POST /account/tokens",            &[],        [401,    422,    422,    422,    422,   403,   403,   403]),
    ("POST /account/tokens/<token>/ending", TOKEN,  [401,    303,    404,    404,    404,   404,   404,   404]),
    // For programs.
    ("GET /api/v1/openapi.json",        &[],        [200,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /api/v1/tickets",             &[],        [401,    401,    401,    401,    401,   401,   401,   401]),
    ("GET /api/v1/tickets/<number>",    NUMBER,     [401,    401,    401,    401,    401,   401,   401,   401]),
    ("PUT /api/v1/tickets/<id>",        MADE,       [401,    401,    401,    401,    401,   401,   401,   401]),
    ("GET /api/v1/tickets/<number>/messages", NUMBER, [401,  401,    401,    401,    401,   401,   401,   401]),
    ("PUT /api/v1/tickets/<number>/messages/<id>", SAID, [401, 401,  401,    401,    401,   401,   401,   401]),
    ("GET /api/v1/tickets/<number>/files", NUMBER, [401,     401,    401,    401,    401,   401,   401,   401]),
    ("GET /api/v1/files/<id>",          &["none"],  [401,    401,    401,    401,    401,   401,   401,   401]),
    ("POST /api/v1/files",              &[],        [401,    401,    401,    401,    401,   401,   401,   401]),
    ("GET /api/v1/interventions",       &[],        [401,    401,    401,    401,    401,   401,   401,   401]),
    ("PUT /api/v1/interventions/<id>",  MADE,       [401,    401,    401,    401,    401,   401,   401,   401]),
    ("GET /api/v1/structures",          &[],        [401,    401,    401,    401,    401,   401,   401,   401]),
    ("GET /api/v1/structures/<id>/equipment", &["none"], [401, 401,  401,    401,    401,   401,   401,   401]),
    ("GET /api/v1/equipment/<id>",      &["none"],  [401,    401,    401,    401,    401,   401,   401,   401]),
    ("PUT /api/v1/tickets/<number>/closure", NUMBER, [401,   401,    401,    401,    401,   401,   401,   401]),
    ("PUT /api/v1/tickets/<number>/reopening", NUMBER, [401, 401,    401,    401,    401,   401,   401,   401]),
    ("PUT /api/v1/tickets/<number>/withdrawal", NUMBER, [401, 401,   401,    401,    401,   401,   401,   401]),
    ("PUT /api/v1/tickets/<number>/assignment", NUMBER, [401, 401,   401,    401,    401,   401,   401,   401]),
    // Tickets.
    ("GET /tickets",                    &[],        [303,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /tickets/<id>",               TICKET,     [303,    200,    404,    200,    200,   404,   404,   404]),
    ("GET /tickets/<id>/sent",          TICKET,     [303,    200,    404,    200,    200,   404,   404,   404]),
    ("GET /search",                     &[],        [303,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /tickets/new",                &[],        [303,    303,    303,    303,    303,   403,   403,   403]),
    ("GET /structures/<_>/tickets",     A,          [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /tickets.csv",                &[],        [303,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /tickets.xlsx",               &[],        [303,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /structures/<_>/tickets.csv", A,          [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /structures/<_>/tickets.xlsx", A,         [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /saved-views",                &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /saved-views",               &[],        [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /saved-views/<id>",          VIEW,       [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /saved-views/<id>/removal",  VIEW,       [401,    403,    403,    403,    303,   403,   403,   403]),
    ("GET /batches/new",                &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /batches",                   &[],        [401,    403,    403,    403,    422,   403,   403,   403]),
    // Nothing is ticked.
    ("GET /batches/requests.pdf",       &[],        [303,    403,    403,    403,    404,   403,   403,   403]),
    ("GET /batches/<id>",               BATCH,      [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /batches/<id>/undoing",      BATCH,      [401,    403,    403,    403,    303,   403,   403,   403]),
    ("GET /structures/<_>/tickets/new", A,          [303,    200,    404,    200,    404,   404,   404,   404]),
    ("POST /structures/<_>/tickets",    A,          [401,    422,    404,    422,    404,   404,   404,   404]),
    ("POST /tickets/<id>/messages",     TICKET,     [401,    422,    404,    422,    422,   404,   404,   404]),
    ("POST /tickets/<id>/answers",      TICKET,     [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /tickets/<id>/taking",       TICKET,     [401,    403,    403,    403,    303,   403,   403,   403]),
    ("GET /tickets/<id>/assignment",    TICKET,     [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /tickets/<id>/assignment",      TICKET,     [401,    403,    403,    403,    303,   403,   403,   403]),
    ("GET /tickets/<id>/triage",        TICKET,     [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /tickets/<id>/triage",       TICKET,     [401,    403,    403,    403,    422,   403,   403,   403]),
    ("GET /tickets/<id>/participations", TICKET,    [303,    200,    404,    200,    200,   404,   404,   404]),
    ("POST /tickets/<id>/participations", TICKET,   [401,    422,    404,    422,    422,   404,   404,   404]),
    ("POST /tickets/<id>/participations/<person>/ending", FOLLOWER, [401, 303, 404, 303, 303, 404,   404,   404]),
    ("POST /tickets/<id>/confidentiality", TICKET,  [401,    303,    404,    403,    303,   404,   404,   404]),
    ("POST /tickets/<id>/confidentiality/ending", TICKET, [401, 303,  404,    403,    403,   404,   404,   404]),
    ("POST /tickets/<id>/disclosures",  TICKET,     [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /tickets/<id>/closure",      TICKET,     [401,    303,    404,    403,    403,   404,   404,   404]),
    ("POST /tickets/<id>/reopening",    TICKET,     [401,    303,    404,    303,    303,   404,   404,   404]),
    ("POST /tickets/<id>/withdrawal",   TICKET,     [401,    303,    404,    403,    403,   404,   404,   404]),
    ("GET /attachments/<id>",           PICTURE,    [303,    200,    404,    200,    200,   404,   404,   404]),
    ("POST /tickets/<id>/presence",     TICKET,     [401,    403,    403,    403,    200,   403,   403,   403]),
    ("GET /categories",                 &[],        [303,    403,    403,    403,    200,   200,   403,   403]),
    ("POST /categories",                &[],        [401,    403,    403,    403,    422,   422,   403,   403]),
    ("POST /categories/usual",          &[],        [401,    403,    403,    403,    303,   303,   403,   403]),
    ("GET /categories/<id>/edit",       CATEGORY,   [303,    403,    403,    403,    200,   200,   403,   403]),
    ("POST /categories/<id>",           CATEGORY,   [401,    403,    403,    403,    422,   422,   403,   403]),
    ("POST /categories/<id>/retirement", CATEGORY,  [401,    403,    403,    403,    303,   303,   403,   403]),
    ("POST /categories/<id>/return",    CATEGORY,   [401,    403,    403,    403,    303,   303,   403,   403]),
    ("GET /messages/<id>/correction",   MESSAGE,    [303,    200,    404,    403,    403,   404,   404,   404]),
    ("POST /messages/<id>/correction",  MESSAGE,    [401,    422,    404,    403,    403,   404,   404,   404]),
    ("GET /messages/<id>/versions",     MESSAGE,    [303,    403,    403,    403,    200,   403,   403,   403]),
    ("GET /messages/<id>/blanking",     MESSAGE,    [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /messages/<id>/blanking",    MESSAGE,    [401,    403,    403,    403,    422,   403,   403,   403]),
    ("GET /canned-answers",             &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    ("GET /canned-answers/new",         &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /canned-answers",            &[],        [401,    403,    403,    403,    422,   403,   403,   403]),
    ("GET /canned-answers/<id>/edit",   CANNED,     [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /canned-answers/<id>",       CANNED,     [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /canned-answers/<id>/retirement", CANNED, [401,   403,    403,    403,    303,   403,   403,   403]),
    ("GET /calls/new",                  &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /calls",                     &[],        [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /tickets/<id>/outside-watchers", TICKET, [401,    422,    404,    422,    422,   404,   404,   404]),
    // Help sheets: without an account those that are public.
    ("GET /help-sheets",                &[],        [200,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /help-sheets/suggestions",    &[],        [200,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /help-sheets/new",            &[],        [303,    403,    403,    200,    200,   403,   403,   403]),
    ("POST /help-sheets",               &[],        [401,    403,    403,    422,    422,   403,   403,   403]),
    ("GET /help-sheets/<id>",           SHEET,      [303,    200,    404,    200,    200,   404,   404,   404]),
    ("GET /help-sheets/<id>/edit",      SHEET,      [303,    403,    403,    200,    200,   403,   403,   403]),
    ("POST /help-sheets/<id>",          SHEET,      [401,    403,    403,    422,    422,   403,   403,   403]),
    ("GET /help-sheets/<id>/versions",  SHEET,      [303,    403,    403,    200,    200,   403,   403,   403]),
    ("GET /help-sheets/<id>/versions/<number>", VERSION, [303, 403,  403,    200,    200,   403,   403,   403]),
    ("POST /help-sheets/<id>/retirement", SHEET,    [401,    403,    403,    303,    303,   403,   403,   403]),
    ("POST /help-sheets/<id>/return",   SHEET,      [401,    403,    403,    303,    303,   403,   403,   403]),
    ("POST /help-sheets/<id>/uses",     SHEET,      [401,    303,    404,    303,    303,   404,   404,   404]),
    ("GET /tickets/<id>/ticket.pdf",    TICKET,     [303,    200,    404,    200,    200,   404,   404,   404]),
    ("GET /tickets/<id>/views",         TICKET,     [303,    200,    404,    200,    200,   404,   404,   404]),
    ("GET /tickets/<id>/messages",      TICKET,     [303,    200,    404,    200,    200,   404,   404,   404]),
    ("POST /tickets/<id>/satisfaction", TICKET,     [401,    303,    404,    403,    403,   404,   404,   404]),
    ("GET /tickets/<id>/links",         TICKET,     [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /tickets/<id>/links",        TICKET,     [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /tickets/<id>/links/<other>/ending", TWO, [401,   403,    403,    403,    303,   403,   403,   403]),
    ("GET /tickets/<id>/merges/<other>", TWO,       [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /tickets/<id>/merges/<other>", TWO,      [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /tickets/<id>/separation",   MERGED,     [401,    403,    403,    403,    303,   403,   403,   403]),
    ("GET /tickets/<id>/splits/new",    TICKET,     [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /tickets/<id>/splits",       TICKET,     [401,    403,    403,    403,    422,   403,   403,   403]),
    // What lasts.
    ("GET /outages",                    &[],        [200,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /outages/new",                &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /outages",                   &[],        [401,    403,    403,    403,    422,   403,   403,   403]),
    ("GET /outages/<id>",               OUTAGE,     [303,    200,    404,    200,    200,   200,   404,   404]),
    ("GET /outages/<id>/edit",          OUTAGE,     [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /outages/<id>",              OUTAGE,     [401,    403,    403,    403,    422,   403,   403,   403]),
    ("GET /outages/<id>/closing",       OUTAGE,     [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /outages/<id>/closing",      OUTAGE,     [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /outages/<id>/affected",     OUTAGE,     [401,    303,    404,    303,    404,   404,   404,   404]),
    ("POST /outages/<id>/affected/ending", OUTAGE,  [401,    303,    404,    303,    404,   404,   404,   404]),
    ("GET /tickets/<id>/outage",        SIMILAR,    [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /tickets/<id>/outage",       SIMILAR,    [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /tickets/<id>/outage/ending", SIMILAR,   [401,    403,    403,    403,    303,   403,   403,   403]),
    ("GET /tickets/<id>/affected",      SIMILAR,    [303,    200,    404,    200,    404,   404,   404,   404]),
    ("POST /tickets/<id>/affected",     SIMILAR,    [401,    303,    404,    303,    404,   404,   404,   404]),
    ("POST /tickets/<id>/affected/ending", SIMILAR, [401,    303,    404,    303,    404,   404,   404,   404]),
    ("POST /tickets/<id>/steps",        UPKEEP,     [401,    403,    403,    403,    303,   403,   403,   403]),
    ("GET /tickets/<id>/tasks",         TICKET,     [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /tickets/<id>/tasks",        TICKET,     [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /tasks/<id>/completion",     TASK,       [401,    403,    403,    403,    303,   403,   403,   403]),
    ("POST /tasks/<id>/reopening",      TASK,       [401,    403,    403,    403,    303,   403,   403,   403]),
    // What comes again.
    ("GET /series",                     &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    ("GET /series/new",                 &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /series",                    &[],        [401,    403,    403,    403,    422,   403,   403,   403]),
    ("GET /series/<id>",                SERIES,     [303,    403,    403,    403,    200,   403,   403,   403]),
    ("GET /series/<id>/edit",           SERIES,     [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /series/<id>",               SERIES,     [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /series/<id>/stop",          SERIES,     [401,    403,    403,    403,    303,   403,   403,   403]),
    ("POST /series/<id>/restart",       SERIES,     [401,    403,    403,    403,    303,   403,   403,   403]),
    // Time.
    ("GET /interventions",              &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    ("GET /interventions/new",          &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    ("GET /interventions/<entry>/edit", ENTRY,      [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /interventions",             &[],        [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /interventions/<entry>",     ENTRY,      [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /interventions/<entry>/withdrawal", ENTRY, [401,  403,    403,    403,    422,   403,   403,   403]),
    ("GET /interventions/foreseen",     &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    // Structures, their people, their machines, their hours.
    ("GET /structures",                 &[],        [303,    303,    303,    303,    200,   200,   200,   200]),
    ("GET /structures/new",             &[],        [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /structures",                &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    ("GET /structures/<id>",            A,          [303,    200,    404,    200,    200,   200,   404,   404]),
    ("GET /structures/<id>/edit",       A,          [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /structures/<id>",           A,          [401,    403,    403,    403,    403,   422,   403,   403]),
    ("GET /structures/<id>/agreements/new", LEAVING, [303,   403,    403,    403,    403,   200,   403,   403]),
    ("POST /structures/<id>/agreements", LEAVING,    [401,   403,    403,    403,    403,   422,   403,   403]),
    ("GET /structures/<id>/amendments/new", A,      [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /structures/<id>/amendments", A,         [401,    403,    403,    403,    403,   422,   403,   403]),
    ("GET /structures/<id>/ending",     A,          [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /structures/<id>/ending",    A,          [401,    403,    403,    403,    403,   422,   403,   403]),
    ("GET /structures/<_>/people",      A,          [303,    404,    404,    200,    404,   200,   404,   404]),
    ("POST /structures/<_>/people",     A,          [401,    404,    404,    422,    404,   422,   404,   404]),
    ("GET /structures/<_>/people/<membership>", MEMBERSHIP, [303, 404, 404,  200,    404,   200,   404,   404]),
    ("POST /structures/<_>/people/<membership>/role", MEMBERSHIP, [401, 404, 404, 422, 404, 422,   404,   404]),
    ("POST /structures/<_>/people/<membership>/ending", MEMBERSHIP, [401, 404, 404, 303, 404, 303,   404,   404]),
    ("GET /people",                     &[],        [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /people",                    &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    ("GET /people/departed",            &[],        [303,    403,    403,    403,    403,   200,   403,   403]),
    ("GET /people/<person>/erasure",    DEPARTED,   [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /people/<person>/erasure",   DEPARTED,   [401,    403,    403,    403,    403,   422,   403,   403]),
    ("POST /people/<person>/duties/<duty>/ending", DUTY, [401, 403,  403,    403,    403,   303,   403,   403]),
    // Who reads closed months.
    ("GET /board",                      &[],        [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /board",                     &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    ("GET /board/<right>/renewal",      RIGHT,      [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /board/<right>/renewal",     RIGHT,      [401,    403,    403,    403,    403,   422,   403,   403]),
    ("POST /board/<right>/ending",      RIGHT,      [401,    403,    403,    403,    403,   303,   403,   403]),
    ("GET /people/<person>/contract",   TECHNICIAN, [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /people/<person>/contract",  TECHNICIAN, [401,    403,    403,    403,    403,   422,   403,   403]),
    ("POST /people/<person>/absences",  TECHNICIAN, [401,    403,    403,    403,    403,   422,   403,   403]),
    ("POST /people/<person>/absences/<absence>/withdrawal", ABSENCE, [401, 403, 403, 403, 403, 303,   403,   403]),
    ("GET /structures/<_>/equipment",   A,          [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /structures/<_>/equipment/new", A,        [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /structures/<_>/equipment",  A,          [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /equipment/<id>",             MACHINE,    [303,    200,    404,    200,    200,   404,   404,   404]),
    ("GET /equipment/<id>/edit",        MACHINE,    [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /equipment/<id>",            MACHINE,    [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /equipment/<id>/deeds/<deed>", DEED,      [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /equipment/<id>/deeds/<deed>", DEED,     [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /equipment/<id>/events",       MACHINE,    [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /equipment/<id>/events.ndjson", MACHINE,    [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /holds",                      &[],        [303,    403,    403,    403,    403,   200,   403,   403]),
    ("GET /equipment/<id>/life",        MACHINE,    [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /equipment/<id>/photos",     MACHINE,    [401,    404,    404,    303,    303,   404,   404,   404]),
    ("GET /equipment-photos/<id>",      PHOTO,      [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /equipment-photos/<id>/removal", PHOTO,  [401,    404,    404,    303,    303,   404,   404,   404]),
    ("GET /structures/<_>/parts",       A,          [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /structures/<_>/components/new", A,       [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /structures/<_>/components", A,          [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /structures/<_>/media/new",   A,          [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /structures/<_>/media",      A,          [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /components/<id>",            COMPONENT,  [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /components/<id>/place",     COMPONENT,  [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /media/<id>",                 MEDIUM,     [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /media/<id>/place",          MEDIUM,     [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /structures/<_>/network",     A,          [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /structures/<_>/network/<kind>/new", BACKUPS, [303, 404,   404,    200,    200,   404,   404,   404]),
    ("POST /structures/<_>/network/<kind>", BACKUPS, [401,   404,    404,    422,    422,   404,   404,   404]),
    ("GET /facts/<id>",                 FACT,       [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /facts/<id>/edit",            FACT,       [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /facts/<id>",                FACT,       [401,    404,    404,    422,    422,   404,   404,   404]),
    ("POST /facts/<id>/review",         FACT,       [401,    404,    404,    303,    303,   404,   404,   404]),
    ("POST /facts/<id>/archiving",      FACT,       [401,    404,    404,    303,    303,   404,   404,   404]),
    ("POST /facts/<id>/return",         FACT,       [401,    404,    404,    303,    303,   404,   404,   404]),
    ("GET /structures/<_>/continuity",  A,          [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /structures/<_>/continuity.zip", A,       [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /structures/<_>/people/<membership>/departure", MEMBERSHIP, [303, 404, 404, 200, 200, 404, 404,   404]),
    ("GET /structures/<_>/sites",       A,          [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /structures/<_>/sites/new",   A,          [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /structures/<_>/sites",      A,          [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /sites/<id>",                 SITE,       [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /sites/<id>/edit",            SITE,       [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /sites/<id>",                SITE,       [401,    404,    404,    422,    422,   404,   404,   404]),
    ("POST /sites/<id>/archiving",      SITE,       [401,    404,    404,    303,    303,   404,   404,   404]),
    ("POST /sites/<id>/return",         SITE,       [401,    404,    404,    303,    303,   404,   404,   404]),
    ("GET /structures/<_>/equipment/watched", A,    [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /structures/<_>/equipment/import", A,     [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /structures/<_>/imports",    A,          [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /structures/<_>/imports/<id>", IMPORT,    [303,    404,    404,    404,    200,   404,   404,   404]),
    ("POST /structures/<_>/imports/<id>", IMPORT,   [401,    404,    404,    404,    422,   404,   404,   404]),
    ("POST /structures/<_>/imports/<id>/machines", IMPORT, [401, 404, 404,   404,    303,   404,   404,   404]),
    ("GET /equipment/<id>/sanitising",     ERASED,     [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /equipment/<machine>/sanitising/<medium>/<form>", ERASED_DISK, [303, 404, 404, 200,    200,   404,   404,   404]),
    ("POST /equipment/<machine>/sanitising/<medium>/<form>", ERASED_DISK, [401, 404, 404, 422,   422,   404,   404,   404]),
    ("GET /equipment/<id>/triage",      OLD,        [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /equipment/<id>/triage",     OLD,        [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /equipment/<id>/media-count", OLD,        [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /equipment/<id>/media-count", OLD,       [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /equipment/<id>/fitting",     OLD,        [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /equipment/<id>/fitting",    OLD,        [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /equipment/<id>/test",        OLD,        [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /equipment/<id>/test",       OLD,        [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /equipment/<id>/dismantling", OLD,        [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /equipment/<id>/dismantling",OLD,        [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /equipment/<id>/recycling",   OLD,        [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /equipment/<id>/recycling",  OLD,        [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /equipment/<id>/recycled",    OLD,        [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /equipment/<id>/recycled",   OLD,        [401,    404,    404,    422,    422,   404,   404,   404]),
    // The disk that a workshop finds: who keeps the register enters it there.
    ("GET /equipment/<id>/media/new",   IN_HANDS,   [303,    404,    404,    404,    404,   404,   404,   200]),
    ("POST /equipment/<id>/media",      IN_HANDS,   [401,    404,    404,    404,    404,   404,   404,   422]),
    ("GET /equipment/<id>/evidence/<sha256>", EVIDENCE, [303, 404,   404,    200,    200,   404,   404,   404]),
    ("GET /sanitisations/<id>",         SHOWN,      [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /sanitisations/<id>/file",    SHOWN,      [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /sanitisations/<id>/answer", SHOWN,      [401,    404,    404,    303,    303,   404,   404,   404]),
    ("POST /sanitisations/<id>/dismissal", SHOWN,   [401,    404,    404,    303,    303,   404,   404,   404]),
    ("GET /certificates/<id>",          CERTIFICATE, [303,   404,    404,    200,    200,   404,   404,   404]),
    ("GET /certificates/<id>/file",     CERTIFICATE, [303,   404,    404,    200,    200,   404,   404,   404]),
    ("GET /genuine/<code>",             GENUINE,    [200,    200,    200,    200,    200,   200,   200,   200]),
    ("POST /genuine/<code>",            GENUINE,    [303,    303,    303,    303,    303,   303,   303,   303]),
    ("GET /media/<id>/edit",            MEDIUM,     [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /media/<id>",                MEDIUM,     [401,    404,    404,    422,    422,   404,   404,   404]),
    // What machines say of themselves. The address of agents is for whoever has it, and tells nobody anything.
    ("GET /structures/<_>/inventories", A,          [303,    404,    404,    200,    200,   404,   404,   404]),
    ("GET /structures/<_>/inventories/<inventory>", INVENTORY, [303, 404, 404, 200,  200,   404,   404,   404]),
    ("POST /structures/<_>/inventories/<inventory>/adoption", INVENTORY, [401, 404, 404, 422, 422, 404, 404,   404]),
    ("POST /structures/<_>/inventories/<inventory>/attachment", INVENTORY, [401, 404, 404, 422, 422, 404, 404,   404]),
    ("POST /structures/<_>/inventories/<inventory>/separation", INVENTORY, [401, 404, 404, 303, 303, 404, 404,   404]),
    ("GET /structures/<_>/inventory-tokens", A,     [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /structures/<_>/inventory-tokens", A,    [401,    404,    404,    422,    422,   404,   404,   404]),
    ("POST /structures/<_>/inventory-tokens/<token>/ending", AGENTS_ROW, [401, 404, 404, 303, 303, 404, 404,   404]),
    ("GET /structures/<_>/unreadable-inventories", A, [303,  404,    404,    200,    200,   404,   404,   404]),
    ("POST /structures/<_>/unreadable-inventories/<unreadable>/replay", UNREADABLE, [401, 404, 404, 303, 303, 404, 404,   404]),
    ("POST /equipment/<id>/inventory",  MACHINE,    [401,    404,    404,    303,    303,   404,   404,   404]),
    ("GET /agent/<_>",                  AGENTS,     [200,    200,    200,    200,    200,   200,   200,   200]),
    ("POST /agent/<_>",                 AGENTS,     [400,    400,    400,    400,    400,   400,   400,   400]),
    ("GET /structures/<_>/hours",       A,          [303,    404,    404,    200,    200,   200,   404,   404]),
    ("POST /structures/<_>/left",       A,          [401,    404,    404,    422,    404,   404,   404,   404]),
    ("POST /structures/<_>/time",       A,          [401,    404,    404,    422,    404,   404,   404,   404]),
    // A link to look is for whoever has it; without one there is nothing.
    ("GET /structures/<_>/looking",     A,          [303,    404,    404,    200,    404,   404,   404,   404]),
    ("POST /structures/<_>/looking",    A,          [401,    404,    404,    422,    404,   404,   404,   404]),
    ("POST /structures/<_>/looking/<link>/ending", LOOK_LINK, [401, 404, 404, 303,   404,   404,   404,   404]),
    ("GET /look/<_>",                   LOOK,       [200,    200,    200,    200,    200,   200,   200,   200]),
    // Through the label on a machine, without an account.
    ("GET /e/<code>",                   STICKER,    [200,    303,    200,    303,    303,   200,   200,   200]),
    ("POST /e/<code>",                  STICKER,    [422,    422,    422,    422,    422,   422,   422,   422]),
    ("GET /e/<code>/found",             STICKER,    [200,    200,    200,    200,    200,   200,   200,   200]),
    ("POST /e/<code>/found",            STICKER,    [422,    422,    422,    422,    422,   422,   422,   422]),
    ("GET /follow/<_>",                 FOLLOW,     [200,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /follow/<_>/sent",            FOLLOW,     [200,    200,    200,    200,    200,   200,   200,   200]),
    ("POST /follow/<_>/confirmation",   FOLLOW,     [303,    303,    303,    303,    303,   303,   303,   303]),
    ("POST /follow/<_>/messages",       FOLLOW,     [422,    422,    422,    422,    422,   422,   422,   422]),
    ("POST /follow/<_>/closure",        FOLLOW,     [303,    303,    303,    303,    303,   303,   303,   303]),
    ("POST /follow/<_>/reopening",      FOLLOW,     [303,    303,    303,    303,    303,   303,   303,   303]),
    ("GET /follow/<_>/attachments/<id>", FOLLOW_PICTURE, [200, 200,  200,    200,    200,   200,   200,   200]),
    ("POST /tickets/<id>/guest/confirmation", GUEST, [401,   403,    403,    403,    303,   403,   403,   403]),
    ("POST /tickets/<id>/guest/ending", GUEST,      [401,    403,    403,    403,    303,   403,   403,   403]),
    ("GET /structures/<_>/stickers",    A,          [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /structures/<_>/stickers",   A,          [401,    404,    404,    422,    422,   404,   404,   404]),
    ("GET /stickers",                   &[],        [303,    404,    404,    404,    404,   404,   404,   404]),
    ("GET /stickers/labels.pdf",        &[],        [303,    404,    404,    404,    404,   404,   404,   404]),
    ("GET /stickers/new",               &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /stickers",                  &[],        [401,    403,    403,    403,    422,   403,   403,   403]),
    ("GET /stickers/<code>/binding",    BLANK,      [303,    404,    404,    200,    200,   404,   404,   404]),
    ("POST /stickers/<code>/binding",   BLANK,      [401,    404,    404,    422,    422,   404,   404,   404]),
    ("POST /equipment/<id>/sticker/replacement", MACHINE, [401, 404, 404,    303,    303,   404,   404,   404]),
    // Visits, and the calendars that show them.
    ("GET /structures/<_>/visits",      A,          [303,    200,    404,    200,    200,   404,   404,   404]),
    ("GET /visits",                     &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    ("GET /visits/new",                 &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /visits",                    &[],        [401,    403,    403,    403,    422,   403,   403,   403]),
    ("GET /visits/<visit>/edit",        VISIT,      [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /visits/<visit>",            VISIT,      [401,    403,    403,    403,    422,   403,   403,   403]),
    ("POST /visits/<visit>/cancellation", VISIT,    [401,    403,    403,    403,    303,   403,   403,   403]),
    ("POST /people/<person>/absences/<absence>/cover", ABSENCE, [401, 403, 403, 403, 403, 303,   403,   403]),
    ("GET /calendars",                  &[],        [303,    200,    200,    200,    200,   403,   403,   403]),
    ("POST /calendars",                 &[],        [401,    422,    422,    422,    422,   403,   403,   403]),
    ("POST /calendars/<calendar>/ending", CALENDAR_ROW, [401, 303,   404,    404,    404,   404,   404,   404]),
    ("GET /calendars/<_>",              CALENDAR,   [200,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /structures/<_>/hours.csv",   A,          [303,    404,    404,    200,    200,   200,   404,   404]),
    ("GET /structures/<_>/hours.xlsx",  A,          [303,    404,    404,    200,    200,   200,   404,   404]),
    ("GET /structures/<_>/statements",  A,          [303,    404,    404,    200,    200,   200,   404,   404]),
    ("GET /structures/<_>/statements/<month>", CLOSED, [303, 404,    404,    200,    200,   200,   404,   404]),
    ("GET /structures/<_>/statements/<month>/pdf", CLOSED, [303, 404, 404,   200,    200,   200,   404,   404]),
    // The group's month and its rules.
    ("GET /report",                     &[],        [303,    403,    403,    403,    403,   200,   200,   403]),
    ("GET /report.csv",                 &[],        [303,    403,    403,    403,    403,   200,   200,   403]),
    // The month's end.
    ("GET /closing",                    &[],        [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /closing",                   &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    ("POST /closing/reminders",         &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    ("POST /closing/questions/<id>/answer", QUESTION, [401,  403,    403,    403,    403,   422,   403,   403]),
    ("POST /late/<entry>/counting",     LATE,       [401,    404,    404,    404,    303,   303,   404,   404]),
    ("POST /late/<entry>/dropping",     LATE,       [401,    404,    404,    404,    422,   422,   404,   404]),
    ("POST /structures/<_>/hours/signature", A,     [401,    404,    404,    422,    404,   404,   404,   404]),
    ("POST /structures/<_>/hours/questions", A,     [401,    404,    404,    422,    404,   404,   404,   404]),
    ("GET /structures/<_>/gifts",       A,          [303,    404,    404,    200,    404,   404,   404,   404]),
    ("POST /structures/<_>/gifts",      A,          [401,    404,    404,    422,    404,   404,   404,   404]),
    ("POST /structures/<_>/gifts/<id>/agreement", GIFT, [401, 404,   404,    303,    404,   404,   404,   404]),
    ("POST /structures/<_>/gifts/<id>/refusal", GIFT, [401,  404,    404,    303,    404,   404,   404,   404]),
    ("GET /pool",                       &[],        [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /pool/grants",               &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    ("POST /pool/grants/<id>/withdrawal", GRANT,    [401,    403,    403,    403,    403,   303,   403,   403]),
    ("POST /pool/gifts",                &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    ("POST /pool/settings",             &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    ("GET /report.xlsx",                &[],        [303,    403,    403,    403,    403,   200,   200,   403]),
    ("GET /fairness",                   &[],        [303,    403,    403,    200,    200,   200,   403,   403]),
    ("GET /report.pdf",                 &[],        [303,    403,    403,    403,    403,   200,   200,   403]),
    ("GET /report/year",                &[],        [303,    403,    403,    403,    403,   200,   200,   403]),
    ("GET /report/kinds",               &[],        [303,    403,    403,    403,    403,   200,   200,   403]),
    ("GET /report/sharing",             &[],        [303,    403,    403,    403,    403,   200,   200,   403]),
    ("GET /report/year.pdf",            &[],        [303,    403,    403,    403,    403,   200,   200,   403]),
    ("GET /calendar",                   &[],        [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /calendar",                  &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    ("POST /calendar/targets",          &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    ("POST /calendar/days",             &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    ("POST /calendar/days/<day>/removal", DAY_OFF,  [401,    403,    403,    403,    403,   303,   403,   403]),
    ("GET /rules",                      &[],        [303,    403,    403,    403,    403,   200,   403,   403]),
    ("GET /rules/new",                  &[],        [303,    403,    403,    403,    403,   200,   403,   403]),
    ("GET /rules/simulation",           &[],        [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /rules",                     &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    // What it costs, who pays, what came in.
    ("GET /costs",                      &[],        [303,    403,    403,    403,    403,    200,   403,   403]),
    ("GET /costs.csv",                  &[],        [303,    403,    403,    403,    403,    200,   403,   403]),
    ("GET /costs/lines",                &[],        [303,    403,    403,    403,    403,    200,   403,   403]),
    ("POST /costs/lines",               &[],        [401,    403,    403,    403,    403,    422,   403,   403]),
    ("POST /costs/amounts",             &[],        [401,    403,    403,    403,    403,    422,   403,   403]),
    ("POST /costs/copies",              &[],        [401,    403,    403,    403,    403,    422,   403,   403]),
    ("GET /costs/lines/<id>/edit",      COST,       [303,    403,    403,    403,    403,    200,   403,   403]),
    ("POST /costs/lines/<id>",          COST,       [401,    403,    403,    403,    403,    422,   403,   403]),
    ("POST /costs/lines/<id>/raising",  COST,       [401,    403,    403,    403,    403,    303,   403,   403]),
    ("POST /costs/lines/<id>/removal",  COST,       [401,    403,    403,    403,    403,    303,   403,   403]),
    ("GET /costs/key",                  &[],        [303,    403,    403,    403,    403,    200,   403,   403]),
    ("POST /costs/key",                 &[],        [401,    403,    403,    403,    403,    422,   403,   403]),
    ("GET /subsidies",                  &[],        [303,    403,    403,    403,    403,    200,   403,   403]),
    ("GET /subsidies/new",              &[],        [303,    403,    403,    403,    403,    200,   403,   403]),
    ("POST /subsidies",                 &[],        [401,    403,    403,    403,    403,    422,   403,   403]),
    ("GET /subsidies/<id>",             SUBSIDY,    [303,    403,    403,    403,    403,    200,   403,   403]),
    ("GET /subsidies/<id>/edit",        SUBSIDY,    [303,    403,    403,    403,    403,    200,   403,   403]),
    ("POST /subsidies/<id>",            SUBSIDY,    [401,    403,    403,    403,    403,    422,   403,   403]),
    ("GET /subsidies/<id>/report",      SUBSIDY,    [303,    403,    403,    403,    403,    200,   403,   403]),
    ("GET /subsidies/<id>/report.csv",  SUBSIDY,    [303,    403,    403,    403,    403,    200,   403,   403]),
    ("GET /subsidies/<id>/report.pdf",  SUBSIDY,    [303,    403,    403,    403,    403,    200,   403,   403]),
    ("POST /subsidies/<id>/months",     SUBSIDY,    [401,    403,    403,    403,    403,    422,   403,   403]),
    ("POST /subsidies/<id>/removal",    SUBSIDY,    [401,    403,    403,    403,    403,    422,   403,   403]),
    ("GET /money",                      &[],        [303,    403,    403,    403,    403,    200,   403,   403]),
    ("GET /money/settings",             &[],        [303,    403,    403,    403,    403,    200,   403,   403]),
    ("POST /money/settings",            &[],        [401,    403,    403,    403,    403,    422,   403,   403]),
    ("GET /money/journal",              &[],        [303,    403,    403,    403,    403,    200,   403,   403]),
    ("GET /money/journal.csv",          &[],        [303,    403,    403,    403,    403,    200,   403,   403]),
    ("GET /money/use",                  &[],        [303,    403,    403,    403,    403,    200,   403,   403]),
    ("GET /structures/<_>/dues",        A,          [303,    404,    404,    200,    404,   200,   404,   404]),
    ("POST /structures/<id>/reminders", A,          [401,    403,    403,    403,    403,    303,   403,   403]),
    ("GET /payments/new",               &[],        [303,    403,    403,    403,    403,    200,   403,   403]),
    ("POST /payments",                  &[],        [401,    403,    403,    403,    403,    422,   403,   403]),
    ("GET /payments/<id>/cancellation", PAYMENT,    [303,    403,    403,    403,    403,    200,   403,   403]),
    ("POST /payments/<id>/cancellation",PAYMENT,    [401,    403,    403,    403,    403,    422,   403,   403]),
    ("GET /regularisations/<year>",     YEAR,       [303,    403,    403,    403,    403,    200,   403,   403]),
    ("POST /regularisations/<year>",    YEAR,       [401,    403,    403,    403,    403,    422,   403,   403]),
    // Organisations to which machines go, and the work of one.
    ("GET /organisations",              &[],        [303,    403,    403,    403,    200,   200,   403,   403]),
    ("GET /organisations/new",          &[],        [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /organisations",             &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    ("GET /organisations/<id>",         WORKSHOP,   [303,    403,    403,    403,    200,   200,   403,   403]),
    ("GET /organisations/<id>/edit",    WORKSHOP,   [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /organisations/<id>",        WORKSHOP,   [401,    403,    403,    403,    403,   422,   403,   403]),
    ("POST /organisations/<id>/archiving", WORKSHOP, [401,   403,    403,    403,    403,   303,   403,   403]),
    ("POST /organisations/<id>/return", WORKSHOP,   [401,    403,    403,    403,    403,   303,   403,   403]),
    ("POST /organisations/<id>/people", WORKSHOP,   [401,    403,    403,    403,    403,   422,   403,   403]),
    ("POST /organisations/<id>/people/<membership>/ending", WORKER, [401, 403, 403, 403, 403, 303,   403,   403]),
    ("GET /open-repair-data",           &[],        [303,    403,    403,    403,    200,   403,   403,   403]),
    ("POST /open-repair-data",          &[],        [401,    403,    403,    403,    422,   403,   403,   403]),
    // Machines that are ready: one is free, one is kept for a third structure.
    ("GET /ready-machines",             &[],        [303,    403,    403,    200,    200,   200,   403,   200]),
    ("GET /ready-machines/<id>",        READY,      [303,    403,    403,    200,    200,   200,   403,   200]),
    ("POST /ready-machines/<id>/reservation", READY, [401,   403,    403,    422,    422,   422,   403,   422]),
    ("POST /ready-machines/<id>/release", KEPT,     [401,    403,    403,    404,    422,   422,   403,   422]),
    ("POST /ready-machines/<id>/handover", KEPT,    [401,    403,    403,    404,    404,   404,   403,   422]),
    ("GET /workshops/<_>",              WORKSHOP,   [303,    404,    404,    404,    404,   404,   404,   200]),
    ("GET /workshops/<_>/equipment/<id>", IN_WORKSHOP, [303, 404,    404,    404,    404,   404,   404,   200]),
    ("GET /workshops/<_>/parts",        WORKSHOP,   [303,    404,    404,    404,    404,   404,   404,   200]),
    ("GET /workshops/<_>/transfers",    WORKSHOP,   [303,    404,    404,    404,    404,   404,   404,   200]),
    ("GET /workshops/<_>/transfers/new", WORKSHOP,  [303,    404,    404,    404,    404,   404,   404,   200]),
    ("POST /workshops/<_>/transfers",   WORKSHOP,   [401,    404,    404,    404,    404,   404,   404,   422]),
    // Transfers.
    ("GET /structures/<_>/transfers",   A,          [303,    404,    404,    200,    200,   200,   404,   404]),
    ("GET /structures/<_>/transfers/new", A,        [303,    404,    404,    200,    404,   200,   404,   404]),
    ("POST /structures/<_>/transfers",  A,          [401,    404,    404,    422,    404,   422,   404,   404]),
    ("GET /transfers/<id>",             TRANSFER,   [303,    404,    404,    404,    200,   200,   404,   200]),
    ("POST /transfers/<id>/proposal",   TRANSFER,   [401,    404,    404,    404,    422,   422,   404,   422]),
    ("POST /transfers/<id>/acceptance", TRANSFER,   [401,    404,    404,    404,    422,   422,   404,   422]),
    ("POST /transfers/<id>/refusal",    TRANSFER,   [401,    404,    404,    404,    422,   422,   404,   422]),
    ("POST /transfers/<id>/cancellation", TRANSFER, [401,    404,    404,    404,    422,   422,   404,   422]),
    ("POST /transfers/<id>/closure",    TRANSFER,   [401,    404,    404,    404,    422,   422,   404,   422]),
    ("GET /transfers/<id>/dispatch",    TRANSFER,   [303,    404,    404,    404,    200,   404,   404,   404]),
    ("POST /transfers/<id>/dispatch",   TRANSFER,   [401,    404,    404,    404,    422,   404,   404,   404]),
    // Who hands over in person lends their screen to who receives.
    ("GET /transfers/<id>/door",        TRANSFER,   [303,    404,    404,    404,    200,   404,   404,   404]),
    ("POST /transfers/<id>/door",       TRANSFER,   [401,    404,    404,    404,    422,   404,   404,   404]),
    ("GET /transfers/<id>/reception",   TRANSFER,   [303,    404,    404,    404,    200,   404,   404,   200]),
    ("POST /transfers/<id>/reception",  TRANSFER,   [401,    404,    404,    404,    422,   404,   404,   422]),
    ("GET /transfers/<id>/lines/<machine>", LINE,   [303,    404,    404,    404,    200,   404,   404,   200]),
    ("POST /transfers/<id>/lines/<machine>", LINE,  [401,    404,    404,    404,    422,   404,   404,   422]),
    ("GET /transfers/<id>/lines/<machine>/photo", LINE, [303, 404,   404,    404,    200,   200,   404,   200]),
    ("GET /lifetimes",                  &[],        [303,    403,    403,    403,    200,   200,   200,   403]),
    ("GET /lifetimes/hypotheses",       &[],        [303,    403,    403,    403,    403,   200,   403,   403]),
    ("POST /lifetimes/hypotheses",      &[],        [401,    403,    403,    403,    403,   422,   403,   403]),
    ("POST /transfers/<id>/link",       TO_SIGN,    [401,    404,    404,    404,    303,   303,   404,   404]),
    ("GET /transfers/<id>/paper",       TO_SIGN,    [303,    404,    404,    404,    200,   200,   404,   404]),
    ("POST /transfers/<id>/paper",      TO_SIGN,    [401,    404,    404,    404,    422,   422,   404,   404]),
    ("GET /transfers/<id>/paper/sheet", TO_SIGN,    [303,    404,    404,    404,    200,   200,   404,   404]),
    ("POST /transfers/<id>/paper/comparison", TO_SIGN, [401, 404,    404,    404,    422,   422,   404,   404]),
    ("POST /transfers/<id>/paper/withdrawal", TO_SIGN, [401, 404,    404,    404,    303,   303,   404,   404]),
    ("GET /transfers/<id>/papers/<sha256>", SCANNED, [303,   404,    404,    404,    200,   200,   404,   404]),
    ("GET /signing/<_>",                SIGNING,    [200,    200,    200,    200,    200,   200,   200,   200]),
    ("POST /signing/<_>/acceptance",    SIGNING,    [422,    422,    422,    422,    422,   422,   422,   422]),
    ("POST /signing/<_>/refusal",       SIGNING,    [422,    422,    422,    422,    422,   422,   422,   422]),
    ("GET /signing/<_>/document",       SIGNING,    [200,    200,    200,    200,    200,   200,   200,   200]),
    ("GET /signing/<_>/reception",      ARRIVAL,    [200,    200,    200,    200,    200,   200,   200,   200]),
    ("POST /signing/<_>/reception",     ARRIVAL,    [422,    422,    422,    422,    422,   422,   422,   422]),
    ("GET /signing/<_>/lines/<machine>", ARRIVED,   [200,    200,    200,    200,    200,   200,   200,   200]),
    ("POST /signing/<_>/lines/<machine>", ARRIVED,  [422,    422,    422,    422,    422,   422,   422,   422]),
    ("GET /signing/<_>/documents/<sha256>", SENT_TEXT, [200, 200,    200,    200,    200,   200,   200,   200]),
    ("GET /transfers/<id>/document",    TRANSFER,   [303,    404,    404,    404,    200,   200,   404,   200]),
    ("GET /transfers/<id>/documents/<sha256>", SIGNED, [303, 404,    404,    404,    200,   200,   404,   200]),
];

pub fn filled(route: &str, names: &[String]) -> (Method, String) {
    let (method, pattern) = route.split_once(' ').expect("METHOD /address");
    let mut names = names.iter();
    let parts = pattern.split('/').map(|part| match part.starts_with('<') {
        true => names.next().unwrap_or_else(|| panic!("{route}: a name for {part}")).clone(),
        false => part.to_owned(),
    });
    let address = parts.collect::<Vec<_>>().join("/");
    (method.parse().expect("a method"), address)
}

async fn knock(person: &mut Person<'_>, method: Method, address: &str) -> Answer {
    match method {
        Method::Get => person.get(address).await,
        Method::Post => person.post(address, &[]).await,
        other => person.ask(other, address, &[], Sent::Ours, None).await,
    }
}

pub async fn someone<'a>(app: &'a App, who: Option<&str>) -> Person<'a> {
    match who {
        Some(key) => app.signed_in(key).await,
        None => app.nobody(),
    }
}

#[rocket::async_test]
async fn every_route_has_a_row_and_every_row_a_route() {
    let app = App::start().await;
    let routes: BTreeSet<String> =
        app.client.rocket().routes().map(|route| format!("{} {}", route.method, route.uri.path())).collect();
    let rows: BTreeSet<String> = DOORS.iter().map(|(route, ..)| (*route).to_owned()).collect();
    let missing: Vec<String> = routes.difference(&rows).map(|r| format!("    ({r:?}, &[], [0, 0, 0, 0, 0, 0, 0, 0]),")).collect();
    let idle: Vec<&String> = rows.difference(&routes).collect();
    assert!(missing.is_empty(), "routes without a row:\n{}", missing.join("\n"));
    assert!(idle.is_empty(), "rows without a route: {idle:#?}");
    assert_eq!(rows.len(), DOORS.len(), "a route has two rows");
}

#[rocket::async_test]
async fn every_role_gets_through_its_doors_and_no_other() {
    let street = Street::start().await;
    let mut wrong = Vec::new();
    for (number, (who, key)) in WHO.into_iter().enumerate() {
        let mut reader = someone(&street.app, key).await;
        for (route, names, answers) in DOORS {
            let (method, address) = filled(route, &street.values(names));
            // What is refused changes nothing: only what goes through needs a world of its own.
            let got = if method == Method::Get || answers[number] != 303 {
                knock(&mut reader, method, &address).await.status
            } else {
                knock_alone(route, names, key).await
            };
            if got != answers[number] {
                wrong.push(format!("{route} ({who}): {got}, not {}", answers[number]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn knock_alone(route: &str, names: &[&str], key: Option<&str>) -> u16 {
    if names.iter().any(|name| name.starts_with("made/") || name.ends_with("-secret") || name.ends_with("-digest")) {
        let own = Street::start().await;
        let (method, address) = filled(route, &own.values(names));
        return knock(&mut someone(&own.app, key).await, method, &address).await.status;
    }
    let own = App::start().await;
    let ids: Vec<String> = names.iter().map(|name| if name.contains('/') { world::id(name) } else { (*name).to_owned() }).collect();
    let (method, address) = filled(route, &ids);
    knock(&mut someone(&own, key).await, method, &address).await.status
}

/// GLPI CVE-2023-35939 and its kin: what is another structure's looks exactly like what is not there.
#[rocket::async_test]
async fn what_is_not_yours_is_not_there() {
    const ABSENT: &str = "11111111-2222-4333-8444-555555555555";
    let mut wrong = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, (who, key)) in WHO.into_iter().enumerate().filter(|(_, (_, key))| key.is_some()) {
        let street = Street::start().await;
        let mut person = someone(&street.app, key).await;
        for (route, names, answers) in DOORS.iter().filter(|(_, names, _)| names.iter().any(|name| name.contains('/'))) {
            let ids = street.values(names);
            let (method, address) = filled(route, &ids);
            let open = answers.iter().any(|status| matches!(status, 200 | 303 | 422));
            if !open {
                wrong.push(format!("{route}: nobody gets in, so nothing is proved"));
            }
            let nothing: Vec<String> = ids.iter().map(|id| if id.len() == 36 { ABSENT.to_owned() } else { id.clone() }).collect();
            let (_, nowhere) = filled(route, &nothing);
            let absent = knock(&mut person, method, &nowhere).await;
            if method == Method::Get && !matches!(absent.status, 403 | 404) {
                wrong.push(format!("{route} ({who}): what is not there is {}", absent.status));
            }
            if answers[number] != 404 {
                continue;
            }
            *seen.entry(route).or_default() += 1;
            let foreign = knock(&mut person, method, &address).await;
            let given: Vec<&str> = ids.iter().map(String::as_str).chain([ABSENT]).collect();
            if (foreign.status, foreign.without(&given)) != (absent.status, absent.without(&given)) {
                let (here, nowhere) = (foreign.without(&given), absent.without(&given));
                let parts = here.lines().zip(nowhere.lines()).find(|(one, other)| one != other);
                wrong.push(format!("{route} ({who}): foreign {} is not absent {}: {parts:?}", foreign.status, absent.status));
            }
        }
    }
    for (route, _, answers) in DOORS.iter().filter(|(_, names, _)| names.iter().any(|name| name.contains('/'))) {
        if !seen.contains_key(route) && answers[2] != 403 {
            wrong.push(format!("{route}: of A, yet open to an employee of B"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every page that a coordinator or another structure may open is read: none holds a word of the request.
#[rocket::async_test]
async fn the_words_of_a_request_reach_only_those_who_may_read_them() {
    let street = Street::start().await;
    let words = "Voyez la photo.";
    let mut read = 0;
    for (number, (who, key)) in WHO.into_iter().enumerate() {
        let mut person = someone(&street.app, key).await;
        for (route, names, answers) in DOORS.iter().filter(|(route, _, answers)| route.starts_with("GET") && answers[number] == 200)
        {
            let (method, address) = filled(route, &street.values(names));
            let page = knock(&mut person, method, &address).await;
            let said = page.body().contains(words);
            read += usize::from(said);
            let may = ["employee of A", "referent of A", "technician"].contains(&who);
            assert!(may || !said, "{route} tells {who} ({answers:?})");
        }
    }
    assert!(read > 3, "there was something to hide");
}

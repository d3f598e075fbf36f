//! Every form of the product, filled in as it should be: what the tests of this folder twist. A route that takes a form
//! and has no row here fails the suite.

use super::new_id;
use crate::doors::{DOORS, Street, filled};
use crate::stickers::new_secret;
use crate::support::{App, world};
use rocket::Route;
use rocket::http::Method;
use std::collections::BTreeSet;

/// A route, who may send its form, what the answer is, the fields. A value with a slash is the id of something of the
/// named world; `new` is an id that was made with the form, `secret` a secret.
pub struct Filled {
    pub route: &'static str,
    pub who: Option<&'static str>,
    pub status: u16,
    pub fields: &'static [(&'static str, &'static str)],
}

const EMPLOYEE: Option<&str> = Some("jordan_pages");
const REFERENT: Option<&str> = Some("veronique_lacaze");
const TECHNICIAN: Option<&str> = Some("samira_benali");
const COORDINATOR: Option<&str> = Some("claire_vidal");
const WORKSHOP: Option<&str> = Some("odile_tournier");

const MACHINE: &[(&str, &str)] = &[
    ("name", "Poste du fond"),
    ("kind", "laptop"),
    ("user", "people/jordan_pages"),
    ("site", "sites/douces_bureau"),
    ("place", "Bureau"),
    ("brand", "Dell"),
    ("model", "Latitude"),
    ("serial", "5CG8120XYZ"),
    ("acquired_on", "2026-01-05"),
    ("note", "Reconditionné."),
    ("version", "1"),
    ("year", "2021"),
    ("purchased_on", "2026-01-04"),
    ("price", "489,00"),
    ("supplier", "Bureautique Garonne"),
    ("invoice_number", "BG-26-001"),
    ("warranty_until", "2028-01-04"),
];
const PLACE: &[(&str, &str)] = &[("machine", "equipment/douces_imprimante")];
const FACT: &[(&str, &str)] = &[
    ("fact", "new"),
    ("version", "1"),
    ("name", "Le serveur"),
    ("site", "sites/douces_bureau"),
    ("what", "Tous les dossiers"),
    ("kept_at", "Dans le coffre"),
    ("how_often", "daily"),
    ("last_success", "2026-03-23"),
    ("last_restore_test", "2026-03-12"),
    ("keeper", "people/jordan_pages"),
    ("note", "Vérifier le voyant."),
    ("anyway", "true"),
];
const SITE: &[(&str, &str)] = &[
    ("site", "new"),
    ("version", "1"),
    ("name", "L'annexe"),
    ("address", "2 rue du Port"),
    ("access", "Par la cour."),
    ("contacts", "Awa"),
    ("opening", "Le matin."),
];
const ORGANISATION: &[(&str, &str)] = &[
    ("organisation", "new"),
    ("version", "1"),
    ("name", "Atelier du Canal"),
    ("kind", "workshop"),
    ("legal_form", "Association loi 1901"),
    ("registration", "W313000111"),
    ("address", "3 rue du Port"),
    ("email", "bonjour@canal.example"),
    ("phone", "05 36 49 30 10"),
];
/// A step over what the street has made of the transfer on its way: it is not at that step.
const STEP: &[(&str, &str)] = &[("version", "5"), ("reason", "Une autre fois."), ("mandate", "true")];
const STRUCTURE: &[(&str, &str)] =
    &[("code", "DOUCES"), ("name", "La Neuve"), ("city", "Toulouse"), ("address", "1 rue"), ("phone", "05 00")];
const WORK: &[(&str, &str)] = &[
    ("entry", "new"),
    ("structure", "structures/douces"),
    ("day", "2026-03-23"),
    ("start", ""),
    ("minutes", "20 min"),
    ("kind", "remote"),
    ("equipment", "equipment/douces_planning"),
    ("note", "Essai"),
    ("not_charged", ""),
    ("reason", "Une erreur"),
    ("act", "save"),
];

const TRIAGE: &[(&str, &str)] = &[
    ("title", "Un meilleur titre"),
    ("category", "categories/printing"),
    ("priority", "blocks"),
    ("reason", "Tout est arrêté"),
    ("equipment", "equipment/douces_planning"),
    ("site", "sites/douces_bureau"),
    ("seen_title", ""),
    ("seen_category", ""),
    ("seen_equipment", ""),
    ("seen_site", ""),
];

const OUTAGE: &[(&str, &str)] = &[
    ("outage", "new"),
    ("ticket", ""),
    ("version", "2"),
    ("title", "Le téléphone ne sonne plus"),
    ("words", "L'opérateur cherche."),
    ("reach", "structures"),
    ("structures", "structures/douces"),
    ("sites", "sites/douces_bureau"),
    ("machines", "equipment/douces_sauvegarde"),
    ("started_day", "2026-03-24"),
    ("started_at", "09:10"),
    ("news_day", "2026-03-24"),
    ("news_at", "14:00"),
    ("public", "true"),
];

const SERIES: &[(&str, &str)] = &[
    ("series", "new"),
    ("structure", "structures/douces"),
    ("title", "Relire la sauvegarde"),
    ("words", "Trois fichiers, de trois mois différents."),
    ("steps", "Choisir\nRestaurer\nOuvrir"),
    ("interval", "2"),
    ("frequency", "monthly"),
    ("weekdays", "2"),
    ("by", "nth"),
    ("day", "12"),
    ("nth", "-1"),
    ("weekday", "4"),
    ("months", "3"),
    ("until", "2027-12-31"),
    ("times", ""),
    ("starts_on", "2026-03-26"),
    ("days_ahead", "7"),
    ("requester", "people/veronique_lacaze"),
    ("technician", "people/karim_ferrand"),
    ("machines", "equipment/douces_sauvegarde"),
    ("act", "save"),
];

const fn row(route: &'static str, who: Option<&'static str>, fields: &'static [(&'static str, &'static str)]) -> Filled {
    Filled { route, who, status: 303, fields }
}

pub const FORMS: &[Filled] = &[
    row("POST /sign-in", None, &[("email", "jordan.pages@heures-douces.example"), ("next", "/account")]),
    Filled { status: 422, ..row("POST /sign-in/password", None, &[("email", "a@b.example"), ("password", "x"), ("next", "/")]) },
    Filled { status: 404, ..row("POST /sign-in/code/<browser>", None, &[("code", "123456"), ("next", "/")]) },
    Filled { status: 422, ..row("POST /sign-in/link/<token>", None, &[("next", "/")]) },
    Filled {
        status: 404,
        ..row(
            "POST /set-up/<token>",
            None,
            &[
                ("group_name", "G"),
                ("group_phone", ""),
                ("group_email", ""),
                ("name", "N"),
                ("email", "a@b.example"),
                ("language", "fr"),
            ],
        )
    },
    row("POST /account", EMPLOYEE, &[("name", "Jordan Pagès"), ("phone", "06"), ("language", "fr")]),
    row("POST /account/erasure", Some("helene_castaing"), &[("sure", "yes")]),
    row("POST /people/<person>/erasure", COORDINATOR, &[("asked", "yes")]),
    row("POST /account/password", EMPLOYEE, &[("password", "douze canards à bicyclette")]),
    row("POST /group", COORDINATOR, &[("name", "Le Groupe"), ("phone", "05"), ("email", "a@b.example")]),
    row(
        "POST /structures/<_>/tickets",
        EMPLOYEE,
        &[
            ("ticket", "new"),
            ("words", "Le clavier colle."),
            ("urgency", "no"),
            ("impact", "me"),
            ("equipment", "equipment/douces_planning"),
            ("machines", "equipment/douces_imprimante"),
            ("site", "sites/douces_bureau"),
        ],
    ),
    row("POST /messages/<id>/correction", EMPLOYEE, &[("version", "1"), ("words", "Une page blanche après le mot de passe.")]),
    row("POST /messages/<id>/blanking", TECHNICIAN, &[("passage", "page toute blanche"), ("act", "blank")]),
    row("POST /tickets/<id>/messages", EMPLOYEE, &[("message", "new"), ("words", "Encore.")]),
    row(
        "POST /tickets/<id>/answers",
        TECHNICIAN,
        &[
            ("message", "new"),
            ("entry", "new"),
            ("words", "C'est fait."),
            ("next", "in_hand"),
            ("outcome", "fixed"),
            ("minutes", "20 min"),
            ("kind", "remote"),
            ("day", "2026-03-23"),
            ("start", ""),
            ("not_charged", ""),
            ("act", "send"),
        ],
    ),
    row("POST /tickets/<id>/links", TECHNICIAN, &[("number", "1"), ("how", "see_also")]),
    row("POST /tickets/<id>/merges/<other>", TECHNICIAN, &[("message", "new"), ("words", "Vos deux demandes sont réunies.")]),
    row(
        "POST /tickets/<id>/splits",
        TECHNICIAN,
        &[("ticket", "new"), ("messages", "messages/planning_navigateur/1"), ("title", "Une autre demande")],
    ),
    row("POST /tickets/<id>/steps", TECHNICIAN, &[("done", "1")]),
    row(
        "POST /tickets/<id>/tasks",
        TECHNICIAN,
        &[("task", "new"), ("words", "Rappeler l'éditeur"), ("assignee", "people/karim_ferrand"), ("day", "2026-03-27")],
    ),
    row("POST /series", TECHNICIAN, SERIES),
    row("POST /series/<id>", TECHNICIAN, SERIES),
    row("POST /tickets/<id>/participations", EMPLOYEE, &[("person", "people/maria_goncalves"), ("part", "watcher")]),
    row("POST /tickets/<id>/outside-watchers", EMPLOYEE, &[("email", "contact@imprimeur.example")]),
    row(
        "POST /saved-views",
        TECHNICIAN,
        &[("view", "new"), ("name", "À rappeler"), ("shared", "true"), ("filter", "state=waiting")],
    ),
    row("POST /saved-views/<id>", TECHNICIAN, &[("name", "À rappeler demain"), ("shared", "true")]),
    row("POST /batches", TECHNICIAN, &[("batch", "new"), ("t", "1"), ("act", "give"), ("to", "people/karim_ferrand")]),
    row("POST /canned-answers", TECHNICIAN, &[("answer", "new"), ("title", "Essai"), ("words", "Bonjour {prénom}")]),
    row("POST /canned-answers/<id>", TECHNICIAN, &[("title", "Essai"), ("words", "Bonjour {prénom}"), ("version", "1")]),
    row("POST /tickets/<id>/disclosures", TECHNICIAN, &[("reason", "Je remplace Samira")]),
    row("POST /tickets/<id>/assignment", TECHNICIAN, &[("to", "people/karim_ferrand"), ("reason", "Congés")]),
    row("POST /tickets/<id>/triage", TECHNICIAN, TRIAGE),
    Filled { status: 200, ..row("POST /tickets/<id>/presence", TECHNICIAN, &[("writing", "true")]) },
    row("POST /categories", TECHNICIAN, &[("category", "new"), ("name", "Caisse")]),
    row("POST /categories/<id>", COORDINATOR, &[("name", "Imprimantes et scanners")]),
    row("POST /tickets/<id>/reopening", EMPLOYEE, &[("message", "new"), ("words", "Pas réglé.")]),
    row(
        "POST /calls",
        TECHNICIAN,
        &[
            ("ticket", "new"),
            ("structure", "structures/douces"),
            ("requester", "people/jordan_pages"),
            ("words", "Au téléphone."),
            ("urgency", "no"),
            ("impact", "me"),
            ("equipment", ""),
            ("machines", "equipment/douces_imprimante"),
            ("site", "sites/douces_bureau"),
        ],
    ),
    row(
        "POST /help-sheets",
        TECHNICIAN,
        &[
            ("help_sheet", "new"),
            ("ticket", "tickets/planning_navigateur"),
            ("title", "Changer une cartouche"),
            ("reach", "all"),
            ("words", "1. Ouvrez le capot."),
            ("act", "save"),
        ],
    ),
    row(
        "POST /help-sheets/<id>",
        REFERENT,
        &[
            ("version", "1"),
            ("title", "Le planning ne s'ouvre pas"),
            ("reach", "structures/douces"),
            ("words", "1. Fermez-le."),
            ("act", "save"),
        ],
    ),
    row("POST /outages", TECHNICIAN, OUTAGE),
    row("POST /outages/<id>", TECHNICIAN, OUTAGE),
    row("POST /outages/<id>/closing", TECHNICIAN, &[("words", "Un câble était débranché.")]),
    row("POST /tickets/<id>/outage", TECHNICIAN, &[("outage", "outages/partage_fichiers")]),
    row("POST /interventions", TECHNICIAN, WORK),
    row("POST /interventions/<entry>", TECHNICIAN, WORK),
    row("POST /interventions/<entry>/withdrawal", TECHNICIAN, &[("version", "1"), ("reason", "Une erreur")]),
    row(
        "POST /structures",
        COORDINATOR,
        &[
            ("code", "NEUVE"),
            ("name", "La Neuve"),
            ("city", "Toulouse"),
            ("address", "1 rue"),
            ("phone", "05"),
            ("first_month", "2026-04"),
            ("monthly", "3 h"),
        ],
    ),
    row("POST /structures/<id>", COORDINATOR, STRUCTURE),
    row("POST /structures/<id>/agreements", COORDINATOR, &[("first_month", "2026-09"), ("monthly", "4 h"), ("note", "De retour")]),
    row("POST /structures/<id>/amendments", COORDINATOR, &[("from_month", "2026-05"), ("monthly", "4 h"), ("note", "Avenant")]),
    row("POST /structures/<id>/ending", COORDINATOR, &[("month", "2026-06")]),
    row(
        "POST /structures/<_>/people",
        REFERENT,
        &[("name", "Awa Sy"), ("email", "awa@voisins.example"), ("phone", "06"), ("role", "employee"), ("language", "fr")],
    ),
    row("POST /structures/<_>/people/<membership>/role", REFERENT, &[("role", "referent")]),
    row(
        "POST /people",
        COORDINATOR,
        &[("name", "Awa Sy"), ("email", "awa@voisins.example"), ("duty", "technician"), ("language", "fr")],
    ),
    row(
        "POST /board",
        COORDINATOR,
        &[("name", "Awa Sy"), ("email", "awa@voisins.example"), ("until", "2027-03-24"), ("language", "fr")],
    ),
    row("POST /board/<right>/renewal", COORDINATOR, &[("until", "2027-06-30")]),
    row("POST /people/<person>/contract", COORDINATOR, &[("weekly", "17 h 30"), ("internal", "10 %"), ("from", "2026-03")]),
    row(
        "POST /people/<person>/absences",
        COORDINATOR,
        &[("first", "2026-03-30"), ("last", "2026-03-31"), ("part", "half"), ("label", "Semaine 14")],
    ),
    row("POST /structures/<_>/equipment", REFERENT, MACHINE),
    row("POST /equipment/<id>", REFERENT, MACHINE),
    Filled { status: 422, ..row("POST /structures/<_>/imports", REFERENT, &[("import", "new")]) },
    row(
        "POST /structures/<_>/imports/<id>",
        TECHNICIAN,
        &[
            ("targets", "name"),
            ("targets", "kind"),
            ("targets", "brand"),
            ("targets", "serial"),
            ("targets", "user"),
            ("targets", "purchased_on"),
            ("targets", "note"),
        ],
    ),
    row("POST /structures/<_>/imports/<id>/machines", TECHNICIAN, &[("seen", "0123")]),
    row("POST /equipment/<id>/deeds/<deed>", REFERENT, &[("seq", "0"), ("hold", "legal"), ("reason", "Une enquête est ouverte.")]),
    row(
        "POST /equipment/<machine>/sanitising/<medium>/<form>",
        TECHNICIAN,
        &[("id", "new"), ("seq", "7"), ("reason", "Le disque fait du bruit.")],
    ),
    row(
        "POST /equipment/<id>/triage",
        TECHNICIAN,
        &[
            ("seq", "3"),
            ("how", "counted"),
            ("count", "1"),
            ("appearance", "C"),
            ("powers_on", "true"),
            ("locked", "false"),
            ("battery", "true"),
            ("outcome", "refurbish"),
        ],
    ),
    row(
        "POST /media/<id>",
        REFERENT,
        &[
            ("kind", "hdd"),
            ("model", "Crucial MX500"),
            ("serial", "2037E4AB91C2"),
            ("size_gb", "500"),
            ("interface", "SATA"),
            ("note", "Disque du planning."),
        ],
    ),
    row("POST /equipment/<id>/media-count", REFERENT, &[("seq", "3"), ("how", "counted"), ("count", "1")]),
    row(
        "POST /equipment/<id>/media",
        WORKSHOP,
        &[("seq", "6"), ("medium", "new"), ("kind", "nvme"), ("model", "Samsung 970"), ("serial", "S4EV"), ("size_gb", "250")],
    ),
    // It is in no workshop: what is done there is refused, with what was typed.
    Filled {
        status: 422,
        ..row(
            "POST /equipment/<id>/fitting",
            TECHNICIAN,
            &[
                ("seq", "3"),
                ("part", "new"),
                ("loose", ""),
                ("kind", "memory"),
                ("model", "DDR4 8 Go"),
                ("serial", "A1B2"),
                ("from", "Pièces31, facture 118"),
            ],
        )
    },
    Filled {
        status: 422,
        ..row(
            "POST /equipment/<id>/test",
            TECHNICIAN,
            &[
                ("seq", "3"),
                ("functionality", "B"),
                ("appearance", "C"),
                ("design", "45000"),
                ("full", "39000"),
                ("system", "Linux Mint 22"),
                ("licence", "Libre"),
            ],
        )
    },
    Filled {
        status: 422,
        ..row(
            "POST /equipment/<id>/dismantling",
            TECHNICIAN,
            &[
                ("seq", "3"),
                ("first", "new"),
                ("parts[0].kind", "memory"),
                ("parts[0].model", "DDR4 8 Go"),
                ("parts[0].serial", "A1B2"),
                ("parts[0].weight", "0,03"),
                ("carcass", "5,2"),
            ],
        )
    },
    Filled { status: 422, ..row("POST /equipment/<id>/recycling", REFERENT, &[("seq", "3"), ("barrier", "worn_out")]) },
    Filled {
        status: 422,
        ..row(
            "POST /equipment/<id>/recycled",
            REFERENT,
            &[
                ("seq", "3"),
                ("recycler", "organisations/garonne_metaux"),
                ("on", "2026-03-20"),
                ("weight", "6,1"),
                ("category", "Petits appareils"),
                ("reference", "BE-2026-044"),
                ("bsd", "BSD-1"),
                ("destroyed", "true"),
            ],
        )
    },
    row("POST /equipment/<id>/photos", REFERENT, &[("photo", "new")]),
    row(
        "POST /structures/<_>/components",
        REFERENT,
        &[
            ("part", "new"),
            ("kind", "memory"),
            ("model", "DDR4 8 Go"),
            ("serial", "A1B2"),
            ("origin", "harvested"),
            ("harvested_from", "equipment/douces_portable_nathalie"),
            ("machine", "equipment/douces_planning"),
            ("note", "Testée."),
        ],
    ),
    row(
        "POST /structures/<_>/media",
        REFERENT,
        &[
            ("part", "new"),
            ("kind", "nvme"),
            ("model", "Samsung 970"),
            ("serial", "S4EV"),
            ("size_gb", "500"),
            ("interface", "M.2"),
            ("machine", "equipment/douces_planning"),
            ("note", "Neuf."),
        ],
    ),
    row("POST /components/<id>/place", REFERENT, PLACE),
    row("POST /media/<id>/place", REFERENT, PLACE),
    row("POST /organisations", COORDINATOR, ORGANISATION),
    row("POST /organisations/<id>", COORDINATOR, ORGANISATION),
    row(
        "POST /organisations/<id>/people",
        COORDINATOR,
        &[("name", "Awa Sy"), ("email", "awa@voisins.example"), ("phone", "06"), ("language", "fr")],
    ),
    // Nothing of A is out of use.
    Filled {
        status: 422,
        ..row(
            "POST /structures/<_>/transfers",
            REFERENT,
            &[
                ("transfer", "new"),
                ("to", "organisations/rebond"),
                ("intent", "donation"),
                ("machines", "equipment/douces_planning"),
            ],
        )
    },
    row("POST /workshops/<_>/transfers", WORKSHOP, &[("transfer", "new"), ("machines", "equipment/tablee_ancien_portable")]),
    Filled { status: 200, ..row("POST /open-repair-data", TECHNICIAN, &[("read", "true")]) },
    row(
        "POST /ready-machines/<id>/reservation",
        REFERENT,
        &[("seq", "10"), ("beneficiary", "structures/douces"), ("until", "2026-04-01")],
    ),
    row("POST /ready-machines/<id>/release", COORDINATOR, &[("seq", "11"), ("reason", "Il n'en veut plus.")]),
    row(
        "POST /ready-machines/<id>/handover",
        WORKSHOP,
        &[
            ("transfer", "new"),
            ("machines", "equipment/radio_ancienne_tour"),
            ("intent", "donation"),
            ("guarantee_until", "2026-09-30"),
        ],
    ),
    Filled { status: 422, ..row("POST /transfers/<id>/proposal", COORDINATOR, STEP) },
    Filled { status: 422, ..row("POST /transfers/<id>/acceptance", WORKSHOP, STEP) },
    Filled { status: 422, ..row("POST /transfers/<id>/refusal", WORKSHOP, STEP) },
    Filled { status: 422, ..row("POST /transfers/<id>/cancellation", COORDINATOR, STEP) },
    Filled { status: 422, ..row("POST /transfers/<id>/closure", TECHNICIAN, STEP) },
    Filled {
        status: 422,
        ..row(
            "POST /transfers/<id>/dispatch",
            TECHNICIAN,
            &[
                ("version", "5"),
                ("carrier", "Utilitaire"),
                ("boxes", "2"),
                ("weight", "12,4"),
                ("seals", "R-7"),
                ("name", "Samira Benali"),
                ("capacity", "Technicienne"),
            ],
        )
    },
    Filled {
        status: 422,
        ..row(
            "POST /transfers/<id>/door",
            TECHNICIAN,
            &[("version", "5"), ("mandate", "true"), ("name", "Paul Rey"), ("capacity", "Chauffeur")],
        )
    },
    row(
        "POST /transfers/<id>/reception",
        WORKSHOP,
        &[("version", "5"), ("rest", "true"), ("name", "Odile Tournier"), ("capacity", "Responsable")],
    ),
    row("POST /transfers/<id>/lines/<machine>", WORKSHOP, &[("version", "5"), ("outcome", "refused"), ("reason", "Trop lourd.")]),
    Filled {
        status: 422,
        ..row("POST /transfers/<id>/paper", TECHNICIAN, &[("version", "2"), ("name", "Paul Rey"), ("capacity", "Quai")])
    },
    Filled { status: 422, ..row("POST /transfers/<id>/paper/comparison", TECHNICIAN, &[("version", "2"), ("digest", "00")]) },
    row(
        "POST /signing/<_>/acceptance",
        None,
        &[("version", "2"), ("mandate", "true"), ("name", "Paul Rey"), ("capacity", "Responsable du quai")],
    ),
    row(
        "POST /lifetimes/hypotheses",
        COORDINATOR,
        &[("substitution", "40"), ("second_life", "48"), ("transport", "350"), ("workshop", "1200"), ("anew", "true")],
    ),
    row("POST /signing/<_>/refusal", None, &[("version", "2"), ("reason", "Le quai est plein.")]),
    row(
        "POST /signing/<_>/reception",
        None,
        &[("version", "4"), ("rest", "true"), ("name", "Paul Rey"), ("capacity", "Responsable du quai")],
    ),
    row("POST /signing/<_>/lines/<machine>", None, &[("version", "4"), ("outcome", "refused"), ("reason", "Trop lourd.")]),
    row("POST /structures/<_>/network/<kind>", REFERENT, FACT),
    row("POST /facts/<id>", REFERENT, FACT),
    row("POST /structures/<_>/sites", REFERENT, SITE),
    row("POST /sites/<id>", REFERENT, SITE),
    Filled { status: 404, ..row("POST /sign-in/kept", EMPLOYEE, &[("words", "Bonjour")]) },
    row("POST /account/keys", TECHNICIAN, &[("keys", "false")]),
    row("POST /account/letters", REFERENT, &[("hours_letters", "false")]),
    row("POST /structures/<_>/left", REFERENT, &[("shown", "false")]),
    row("POST /structures/<_>/time", REFERENT, &[("shown", "false")]),
    row("POST /structures/<_>/looking", REFERENT, &[("label", "Le bureau"), ("days", "30")]),
    row(
        "POST /costs/lines",
        COORDINATOR,
        &[("line", "new"), ("month", "2026-03"), ("kind", "travel"), ("label", "Trajets"), ("amount", "12,50")],
    ),
    row("POST /costs/amounts", COORDINATOR, &[("month", "2026-03")]),
    row("POST /costs/copies", COORDINATOR, &[("month", "2026-03")]),
    row("POST /costs/lines/<id>", COORDINATOR, &[("kind", "travel"), ("label", "Trajets"), ("amount", "12,50")]),
    row("POST /costs/key", COORDINATOR, &[("from", "2026-04"), ("key", "charged")]),
    row(
        "POST /subsidies",
        COORDINATOR,
        &[
            ("subsidy", "new"),
            ("funder", "La Métropole"),
            ("action", "Réemploi"),
            ("basis", "total"),
            ("amount", "1200"),
            ("first", "2026-03"),
            ("last", "2026-08"),
            ("ends_on", "2026-08-31"),
            ("conditions", "Un bilan"),
        ],
    ),
    // A subsidy that closed months have had a part of keeps its period, and months that are not named are refused.
    Filled {
        status: 422,
        ..row(
            "POST /subsidies/<id>",
            COORDINATOR,
            &[
                ("funder", "La Métropole"),
                ("action", "Réemploi"),
                ("basis", "monthly"),
                ("amount", "100"),
                ("first", "2026-03"),
                ("last", "2026-08"),
                ("ends_on", ""),
                ("conditions", ""),
            ],
        )
    },
    Filled { status: 422, ..row("POST /subsidies/<id>/months", COORDINATOR, &[]) },
    row(
        "POST /payments",
        COORDINATOR,
        &[
            ("payment", "new"),
            ("structure", "structures/douces"),
            ("day", "2026-03-20"),
            ("amount", "50"),
            ("means", "transfer"),
            ("reference", "VIR 12"),
        ],
    ),
    row("POST /payments/<id>/cancellation", COORDINATOR, &[("reason", "Chèque sans provision")]),
    row(
        "POST /money/settings",
        COORDINATOR,
        &[
            ("sol_cap", "100"),
            ("most", "3"),
            ("days", "14"),
            ("members", "4110"),
            ("share", "7061"),
            ("overage", "7062"),
            ("bank", "512"),
        ],
    ),
    Filled { status: 422, ..row("POST /regularisations/<year>", COORDINATOR, &[("net", "1000")]) },
    row("POST /people/<person>/contract", COORDINATOR, &[("weekly", "35 h"), ("internal", "10 %"), ("from", "2026-04")]),
    row(
        "POST /people/<person>/absences",
        COORDINATOR,
        &[("first", "2026-04-06"), ("last", "2026-04-10"), ("part", "whole"), ("label", "Congés")],
    ),
    row(
        "POST /visits",
        TECHNICIAN,
        &[
            ("visit", "new"),
            ("structure", "structures/douces"),
            ("technician", "people/samira_benali"),
            ("minutes", "45 min"),
            ("slot", "2026-03-27T09:00"),
            ("day", ""),
            ("start", ""),
            ("tickets", "tickets/astreinte_muette"),
            ("note", "La clé, merci"),
            ("act", "plan"),
        ],
    ),
    row(
        "POST /visits/<visit>",
        TECHNICIAN,
        &[
            ("sequence", "0"),
            ("technician", "people/karim_ferrand"),
            ("minutes", "1 h"),
            ("slot", ""),
            ("day", "2026-03-31"),
            ("start", "10:15"),
            ("tickets", "tickets/astreinte_muette"),
            ("note", "La clé, merci"),
            ("act", "plan"),
        ],
    ),
    row("POST /people/<person>/absences/<absence>/cover", COORDINATOR, &[("cover", "people/samira_benali")]),
    row(
        "POST /e/<code>",
        None,
        &[
            ("secret", "secret"),
            ("words", "L'écran est noir."),
            ("urgency", "no"),
            ("impact", "several"),
            ("first_name", "Awa"),
            ("email", "awa@voisins.example"),
            ("phone", "06 12 34 56 78"),
        ],
    ),
    row(
        "POST /e/<code>/found",
        None,
        &[("secret", "secret"), ("words", "À la mairie."), ("first_name", "Awa"), ("email", "awa@voisins.example"), ("phone", "")],
    ),
    row("POST /follow/<_>/messages", None, &[("message", "new"), ("words", "Encore.")]),
    row("POST /follow/<_>/reopening", None, &[("message", "new"), ("words", "Pas réglé.")]),
    row(
        "POST /structures/<_>/inventories/<inventory>/adoption",
        REFERENT,
        &[("version", "1"), ("new_machine", "new"), ("name", "Portable neuf"), ("kind", "laptop")],
    ),
    row(
        "POST /structures/<_>/inventories/<inventory>/attachment",
        REFERENT,
        &[("version", "1"), ("machine", "equipment/douces_planning")],
    ),
    row("POST /structures/<_>/inventory-tokens", REFERENT, &[("secret", "secret"), ("label", "Portables")]),
    row("POST /structures/<_>/stickers", REFERENT, &[("machines", "equipment/douces_imprimante")]),
    row("POST /stickers", TECHNICIAN, &[("count", "3")]),
    row("POST /stickers/<code>/binding", REFERENT, &[("machine", "equipment/douces_imprimante")]),
    row("POST /equipment/<id>/sticker/replacement", REFERENT, &[("code", "K7QM-3XW2")]),
    row("POST /calendars", EMPLOYEE, &[("of", "structures/douces")]),
    row(
        "POST /account/tokens",
        EMPLOYEE,
        &[("secret", "secret"), ("name", "Tableau de bord"), ("most", "read"), ("until", "2027-03-24")],
    ),
    row("POST /closing", COORDINATOR, &[("month", "2026-02")]),
    row("POST /closing/reminders", COORDINATOR, &[("month", "2026-02")]),
    row("POST /closing/questions/<id>/answer", COORDINATOR, &[("words", "Voici pourquoi.")]),
    row("POST /late/<entry>/dropping", TECHNICIAN, &[("reason", "Noté deux fois")]),
    row(
        "POST /structures/<_>/hours/signature",
        REFERENT,
        &[("month", "2026-02"), ("interventions", "0"), ("real", "0"), ("charged", "0")],
    ),
    row("POST /structures/<_>/hours/questions", REFERENT, &[("month", "2026-02"), ("words", "D'où vient ce trajet ?")]),
    row(
        "POST /structures/<_>/gifts",
        REFERENT,
        &[("gift", "new"), ("to", "structures/semis"), ("minutes", "10 min"), ("words", "Bon courage")],
    ),
    row(
        "POST /pool/grants",
        COORDINATOR,
        &[("grant", "new"), ("structure", "structures/douces"), ("minutes", "1 min"), ("reason", "Un imprévu")],
    ),
    row(
        "POST /pool/gifts",
        COORDINATOR,
        &[
            ("gift", "new"),
            ("from", "structures/tablee"),
            ("to", "structures/douces"),
            ("gift_minutes", "10 min"),
            ("words", "En réunion"),
        ],
    ),
    row("POST /pool/settings", COORDINATOR, &[("gifts", "true"), ("grants", "true"), ("signing_days", "7")]),
    row(
        "POST /calendar",
        COORDINATOR,
        &[
            ("monday", "9:00–12:30, 13:30–17:30"),
            ("tuesday", "9h-12h"),
            ("wednesday", ""),
            ("thursday", "9-17"),
            ("friday", "9-12 14-17"),
            ("saturday", ""),
            ("sunday", ""),
            ("holidays", "france"),
        ],
    ),
    row("POST /calendar/days", COORDINATOR, &[("day", "2026-12-24"), ("hours", "9:00–12:00"), ("note", "Veille de fête")]),
    row(
        "POST /calendar/targets",
        COORDINATOR,
        &[
            ("blocks_answer", "1 h"),
            ("blocks_settled", "1 jour"),
            ("hinders_answer", "4 h"),
            ("hinders_settled", "5 jours"),
            ("can_wait_answer", "2 jours"),
            ("can_wait_settled", "20 jours"),
        ],
    ),
    row(
        "POST /rules",
        COORDINATOR,
        &[
            ("from", "2026-05"),
            ("unit", "15"),
            ("minimum", "15 min"),
            ("remote", "100 %"),
            ("on_site", "100 %"),
            ("travel", "50 %"),
            ("maintenance", "100 %"),
            ("training", "100 %"),
            ("opens", "08:30"),
            ("closes", "18:30"),
            ("after_hours", "125 %"),
            ("validity", "3"),
            ("carry_cap", "200 %"),
            ("solidarity", "50 %"),
            ("borrow", "50 %"),
        ],
    ),
];

/// Buttons: a form without a field.
pub const BUTTONS: &[&str] = &[
    "POST /sign-out",
    "POST /sanitisations/<id>/answer",
    "POST /sanitisations/<id>/dismissal",
    "POST /genuine/<code>",
    "POST /sessions/<id>/ending",
    "POST /tickets/<id>/participations/<person>/ending",
    "POST /help-sheets/<id>/retirement",
    "POST /help-sheets/<id>/return",
    "POST /help-sheets/<id>/uses",
    "POST /outages/<id>/affected",
    "POST /outages/<id>/affected/ending",
    "POST /tickets/<id>/outage/ending",
    "POST /tickets/<id>/affected",
    "POST /tickets/<id>/affected/ending",
    "POST /tickets/<id>/taking",
    "POST /tickets/<id>/links/<other>/ending",
    "POST /tickets/<id>/separation",
    "POST /tickets/<id>/satisfaction",
    "POST /canned-answers/<id>/retirement",
    "POST /categories/usual",
    "POST /categories/<id>/retirement",
    "POST /categories/<id>/return",
    "POST /saved-views/<id>/removal",
    "POST /batches/<id>/undoing",
    "POST /tickets/<id>/confidentiality",
    "POST /tickets/<id>/confidentiality/ending",
    "POST /tasks/<id>/completion",
    "POST /tasks/<id>/reopening",
    "POST /series/<id>/stop",
    "POST /series/<id>/restart",
    "POST /tickets/<id>/closure",
    "POST /tickets/<id>/withdrawal",
    "POST /structures/<_>/people/<membership>/ending",
    "POST /people/<person>/duties/<duty>/ending",
    "POST /board/<right>/ending",
    "POST /people/<person>/absences/<absence>/withdrawal",
    "POST /equipment-photos/<id>/removal",
    "POST /facts/<id>/review",
    "POST /facts/<id>/archiving",
    "POST /facts/<id>/return",
    "POST /organisations/<id>/archiving",
    "POST /organisations/<id>/return",
    "POST /organisations/<id>/people/<membership>/ending",
    "POST /sites/<id>/archiving",
    "POST /sites/<id>/return",
    "POST /structures/<_>/inventories/<inventory>/separation",
    "POST /structures/<_>/inventory-tokens/<token>/ending",
    "POST /structures/<_>/unreadable-inventories/<unreadable>/replay",
    "POST /equipment/<id>/inventory",
    "POST /late/<entry>/counting",
    "POST /structures/<_>/gifts/<id>/agreement",
    "POST /structures/<_>/gifts/<id>/refusal",
    "POST /calendar/days/<day>/removal",
    "POST /pool/grants/<id>/withdrawal",
    "POST /structures/<_>/looking/<link>/ending",
    "POST /structures/<id>/reminders",
    "POST /visits/<visit>/cancellation",
    "POST /transfers/<id>/link",
    "POST /transfers/<id>/paper/withdrawal",
    "POST /follow/<_>/confirmation",
    "POST /follow/<_>/closure",
    "POST /tickets/<id>/guest/confirmation",
    "POST /tickets/<id>/guest/ending",
    "POST /calendars/<calendar>/ending",
    "POST /account/tokens/<token>/ending",
    "POST /costs/lines/<id>/raising",
    "POST /costs/lines/<id>/removal",
    "POST /subsidies/<id>/removal",
    "POST /people/<person>/absences/<absence>/withdrawal",
];

impl Filled {
    pub fn values(&self) -> Vec<(String, String)> {
        let value = |value: &str| match value {
            "new" => new_id(),
            "secret" => new_secret(),
            name if name.contains('/') && !name.starts_with('/') => world::id(name),
            text => text.to_owned(),
        };
        self.fields.iter().map(|(name, given)| ((*name).to_owned(), value(given))).collect()
    }
}

/// The address of a route, filled with what its door says.
pub fn address(street: &Street, route: &str) -> String {
    let (_, names, _) = DOORS.iter().find(|(known, ..)| *known == route).unwrap_or_else(|| panic!("{route} has a door"));
    filled(route, &street.values(names)).1
}

pub fn borrowed(form: &[(String, String)]) -> Vec<(&str, &str)> {
    form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[rocket::async_test]
async fn every_unsafe_route_has_its_form_here() {
    let app = App::start().await;
    // Programs send no form: `api/writing.rs` and `inventories/` twist what they send.
    let programs = |path: &str| path.starts_with("/api/") || path.starts_with("/agent/");
    let takes_form = |route: &&Route| route.method != Method::Get && !programs(route.uri.path());
    let unsafe_routes = app.client.rocket().routes().filter(takes_form);
    let routes: BTreeSet<String> = unsafe_routes.map(|route| format!("{} {}", route.method, route.uri.path())).collect();
    let here: BTreeSet<String> = FORMS.iter().map(|form| form.route).chain(BUTTONS.iter().copied()).map(str::to_owned).collect();
    assert_eq!(routes.difference(&here).collect::<Vec<_>>(), Vec::<&String>::new(), "routes without a form in security/forms.rs");
    assert_eq!(here.difference(&routes).collect::<Vec<_>>(), Vec::<&String>::new(), "forms without a route");
}

//! What the engine lays out, and that it writes the same bytes twice.

use super::font::face;
use super::layout::{Item, Kind, MARGIN, Pages, pages};
use super::*;

fn document(blocks: Vec<Block>) -> Document {
    Document {
        language: "fr",
        author: "Groupement Autan Partagé".into(),
        kind: "Relevé n° 2026-02-REGIE".into(),
        title: "Régie de quartier des Bords de Garonne, février\u{a0}2026".into(),
        facts: vec!["Mois clôturé le mardi 3\u{a0}mars\u{a0}2026".into(), "par Claire Vidal".into()],
        lead: "6\u{a0}h comptées, 1\u{a0}h\u{a0}15 reportées.".into(),
        blocks,
        foot: "2026-02-REGIE".into(),
        page: "page".into(),
        landscape: false,
    }
}

fn long(rows: usize) -> Table {
    let row = |n: usize| Row {
        cells: vec![
            format!("mardi {n}").into(),
            Cell { text: "Entretien des machines".into(), under: vec!["20 min non comptées : notre erreur".into()] },
            format!("{}\u{a0}min", n * 7).into(),
        ],
    };
    Table {
        caption: "Le travail par jour".into(),
        columns: vec![Column::words("Jour"), Column::words("Sorte"), Column::figures("Comptées")],
        rows: (1..=rows).map(row).collect(),
        foot: Some(Row::from(["Ensemble".to_owned(), String::new(), "9\u{a0}h".to_owned()])),
        dense: false,
    }
}

/// Where the texts that hold a word stand: page, left, right, base line.
fn places(laid: &Pages, word: &str) -> Vec<(usize, f32, f32, f32)> {
    let mut found = Vec::new();
    for (page, items) in laid.pages.iter().enumerate() {
        for item in items {
            if let Item::Text { x, y, size, weight, text, .. } = item
                && text.contains(word)
            {
                found.push((page, *x, x + face(*weight).width(text, *size), *y));
            }
        }
    }
    found
}

#[test]
fn a_short_document_is_one_page_and_says_so_at_its_foot() {
    let laid = pages(&document(vec![Block::Table(long(5))]));
    assert_eq!(laid.pages.len(), 1);
    assert_eq!(places(&laid, "page\u{a0}1\u{a0}/\u{a0}1").len(), 1);
    let feet = places(&laid, "2026-02-REGIE");
    assert!(feet.iter().any(|(.., y)| *y > 780.0), "the number is at the foot too: {feet:?}");
}

#[test]
fn everything_stands_between_the_margins() {
    let mut blocks = vec![Block::Table(long(120)), Block::Boxes(vec![("Pour la structure".into(), "Nom, date, signature".into())])];
    blocks.push(Block::Paragraph("m".repeat(900)));
    let laid = pages(&document(blocks));
    let right = laid.size.0 - MARGIN + 0.1;
    for items in &laid.pages {
        for item in items {
            match item {
                Item::Text { x, y, size, weight, text, .. } => {
                    let end = x + face(*weight).width(text, *size);
                    assert!(*x >= MARGIN - 0.1 && end <= right, "{text:?} from {x} to {end}");
                    assert!(*y > MARGIN && *y < laid.size.1 - MARGIN + 1.0, "{text:?} at {y}");
                }
                Item::Rule { x, width, .. } | Item::Box { x, width, .. } | Item::Picture { x, width, .. } => {
                    assert!(*x >= MARGIN - 0.1 && x + width <= right)
                }
                Item::Modules { .. } => panic!("a code in a document"),
            }
        }
    }
}

#[test]
fn a_long_table_has_its_head_on_every_page_and_its_sum_beside_its_last_row() {
    let laid = pages(&document(vec![Block::Table(long(120))]));
    assert!(laid.pages.len() > 2, "{} pages", laid.pages.len());
    let heads = places(&laid, "Comptées");
    assert_eq!(heads.iter().map(|(page, ..)| *page).collect::<Vec<_>>(), (0..laid.pages.len()).collect::<Vec<_>>());
    let (last, sum) = (places(&laid, "mardi 120")[0], places(&laid, "Ensemble")[0]);
    assert_eq!(last.0, sum.0, "on one page");
    // Said once, however often it is printed.
    assert_eq!(laid.nodes.iter().filter(|node| node.kind == Kind::Head).count(), 1);
    assert_eq!(laid.nodes.iter().filter(|node| node.kind == Kind::Row).count(), 122);
    // The sum never stands alone, wherever the page ends.
    for rows in 1..60 {
        let laid = pages(&document(vec![Block::Table(long(rows))]));
        assert_eq!(places(&laid, &format!("mardi {rows}")).last().map(|at| at.0), places(&laid, "Ensemble").last().map(|at| at.0));
    }
}

#[test]
fn a_short_table_stays_in_one_piece() {
    for rows in 20..45 {
        let laid = pages(&document(vec![Block::Table(long(rows)), Block::Table(Table { caption: "Par mois".into(), ..long(6) })]));
        let (caption, sums) = (places(&laid, "Par mois")[0], places(&laid, "Ensemble"));
        assert_eq!(sums.last().map(|at| at.0), Some(caption.0), "after {rows} rows");
    }
}

#[test]
fn what_is_a_little_too_long_is_a_little_smaller() {
    let counts: Vec<(usize, usize, bool)> = (10..30)
        .map(|rows| {
            let laid = pages(&document(vec![Block::Table(long(rows)), Block::Small("Ce relevé n'est pas une facture.".into())]));
            let whole = laid.pages[0].iter().any(|item| matches!(item, Item::Text { size, .. } if (*size - 9.2).abs() < 0.01));
            (rows, laid.pages.len(), whole)
        })
        .collect();
    let smaller: Vec<_> = counts.iter().filter(|(_, pages, whole)| *pages == 1 && !whole).collect();
    assert!(!smaller.is_empty() && smaller.len() < 6, "{counts:?}");
}

#[test]
fn figures_end_under_one_another() {
    let laid = pages(&document(vec![Block::Table(long(9))]));
    let ends: Vec<f32> = places(&laid, "\u{a0}min").iter().map(|at| at.2).collect();
    assert_eq!(ends.len(), 9);
    assert!(ends.iter().all(|end| (end - ends[0]).abs() < 0.01), "{ends:?}");
}

#[test]
fn a_heading_is_never_the_last_thing_on_a_page() {
    for rows in 1..60 {
        let laid =
            pages(&document(vec![Block::Table(long(rows)), Block::Heading("Règles".into()), Block::Paragraph("Voici.".into())]));
        assert_eq!(places(&laid, "Règles")[0].0, places(&laid, "Voici.")[0].0, "after {rows} rows");
    }
}

#[test]
fn what_stands_beside_stays_together() {
    let sums = |label: &str| {
        let lines = (0..6).map(|n| (format!("{label} {n}"), "3\u{a0}h".to_owned())).collect();
        vec![Block::Table(Table::sums(lines, Some((format!("{label} en tout"), "18\u{a0}h".into()))))]
    };
    for rows in 1..40 {
        let laid = pages(&document(vec![Block::Table(long(rows)), Block::Beside(sums("compte"), sums("lot"))]));
        let all: Vec<usize> = places(&laid, "compte").into_iter().chain(places(&laid, "lot ")).map(|at| at.0).collect();
        assert!(all.iter().all(|page| *page == all[0]), "after {rows} rows: {all:?}");
        assert_eq!(places(&laid, "compte 0")[0].3, places(&laid, "lot 0")[0].3, "side by side");
    }
}

#[test]
fn the_same_document_is_the_same_bytes() {
    let chart = Chart {
        sentence: "Le plus d'heures : mars.".into(),
        bars: vec![Bar { label: "mars".into(), figure: "9\u{a0}h".into(), parts: vec![700, 200, 100, 0] }],
        key: vec!["dans ses heures".into(), "pot commun".into(), "avance".into(), "dépassement".into()],
    };
    let notice = Block::Notice { heading: "Le compte est juste".into(), lines: vec!["Écart 0.".into()] };
    let whole = document(vec![
        Block::Heading("Compte".into()),
        Block::Table(long(80)),
        notice,
        Block::Chart(chart),
        Block::Small("Ce relevé n'est pas une facture 👩‍🔧.".into()),
    ]);
    let bytes = write(&whole).expect("a PDF");
    assert!(bytes.starts_with(b"%PDF-1."));
    assert_eq!(bytes, write(&whole).expect("a PDF"));
    assert!(bytes.len() < 120_000, "faces are cut down to what is said: {} bytes", bytes.len());
    if let Ok(path) = std::env::var("WRITE_PDF") {
        std::fs::write(path, bytes).expect("written");
    }
}

#[test]
fn labels_stand_within_their_places_and_the_list_says_which_goes_where() {
    let label = |n: usize| Label {
        code: format!("K7QM-3XW{n}"),
        qr: Modules { side: 33, runs: vec![(4, 4, 7), (4, 28, 1)] },
        place: n.is_multiple_of(2).then(|| format!("Accueil {n}")),
    };
    let labels = Labels {
        language: "fr",
        title: "Étiquettes".into(),
        author: "Groupement d'employeurs Autan Partagé, pays de la Garonne et de ses affluents".into(),
        slogan: "Un souci ? Scannez.".into(),
        labels: (0..23).map(label).collect(),
        list: "Quelle étiquette va où".into(),
    };
    let laid = super::labels::pages(&labels);
    assert_eq!(laid.pages.len(), 3, "21 labels, 2 labels, the list");
    let millimetres = |points: f32| points / 72.0 * 25.4;
    for (nth, item) in laid.pages[0].iter().filter(|item| matches!(item, Item::Modules { .. })).enumerate() {
        let Item::Modules { x, y, module, .. } = item else { continue };
        let (left, top) = (7.21 + 66.04 * (nth % 3) as f32, 15.15 + 38.1 * (nth / 3) as f32);
        let (x, y, side) = (millimetres(*x), millimetres(*y), millimetres(module * 33.0));
        assert!(x >= left && x + side < left + 63.5 && y >= top && y + side <= top + 38.1, "{nth}: {x} {y}");
    }
    for (_, left, right, base) in places(&laid, "K7QM").into_iter().filter(|at| at.0 < 2) {
        let column = ((millimetres(left) - 7.21) / 66.04).floor();
        assert!(millimetres(right) < 7.21 + column * 66.04 + 63.5 && base < laid.size.1, "{left} {right}");
    }
    let listed = places(&laid, "Accueil");
    assert!(listed.len() == 12 && listed.iter().all(|at| at.0 == 2), "{listed:?}");
    let bytes = write_labels(&labels).expect("a PDF");
    assert_eq!(bytes, write_labels(&labels).expect("a PDF"));
    if let Ok(path) = std::env::var("WRITE_PDF") {
        std::fs::write(path, bytes).expect("written");
    }
}

use super::super::{proposed, table_of};
use super::*;
use uuid::Uuid;

const AWA: PersonId = PersonId(Uuid::from_u128(1));
const SHOP: SiteId = SiteId(Uuid::from_u128(2));

fn around() -> Around {
    let known = |names: &[&str]| names.iter().map(|name| word(name)).collect();
    Around {
        people: vec![Known { id: AWA, names: known(&["Awa Diop", "Diop Awa", "awa@asso.example"]) }],
        sites: vec![Known { id: SHOP, names: known(&["Boutique"]) }],
        serials: HashSet::from([word("PF-1ABC")]),
        kinds: BTreeMap::from([(word("Bécane"), EquipmentKind::Desktop)]),
    }
}

fn planned(text: &str) -> Plan {
    let table = table_of(text).expect("a list");
    plan(&table, &proposed(&table.headings), &around(), "2026-03-24".parse().expect("a day"))
}

fn faults(plan: &Plan) -> Vec<(u64, Fault)> {
    plan.refusals.iter().map(|refusal| (refusal.line, refusal.fault)).collect()
}

#[test]
fn a_row_becomes_a_machine_with_all_that_it_says() {
    let plan = planned(
        "Nom;Type;Marque;Modèle;N° de série;Utilisateur;Lieu;Année;Date d'achat;Prix;Vendeur;Facture;Garantie;Note\n\
         Accueil;Ordinateur portable;Dell;Latitude 5420;ABC123;DIOP Awa;Boutique > Réserve;2021;12/06/2021;489,90 €;Garonne;F-12;36 mois;Écran rayé\n",
    );
    assert_eq!(plan.refusals, []);
    let day = |text: &str| Some(text.parse().expect("a day"));
    let expected = Entry {
        line: 2,
        name: "Accueil".into(),
        kind: EquipmentKind::Laptop,
        brand: "Dell".into(),
        model: "Latitude 5420".into(),
        serial: "ABC123".into(),
        user: Some(AWA),
        site: Some(SHOP),
        place: "Réserve".into(),
        year: Some(2021),
        acquired_on: None,
        purchased_on: day("2021-06-12"),
        price: Some(Cents(48_990)),
        supplier: "Garonne".into(),
        invoice_number: "F-12".into(),
        warranty_until: day("2024-06-11"),
        note: "Note\u{a0}: Écran rayé".into(),
    };
    assert_eq!(plan.entries, [expected]);
    assert_eq!(plan.orders, [(8, DayOrder::DayFirst)]);
}

#[test]
fn each_row_that_cannot_be_read_says_its_line_and_why() {
    let plan = planned(
        "Nom;Type;Série;Année;Prix;Date d'achat\n\
         A;PC;;2030;;\n\
         B;PC;;;cher;\n\
         C;PC;;;;31/02/2021\n\
         D;PC;;;;31/12/2026\n\
         ;PC;;;;\n\
         E;PC;pf 1abc;;;\n\
         F;PC;XYZ-9;;;\n\
         G;PC;xyz 9;;;\n\
         H;Machin;;;;\n\
         I;PC;;;;;;de trop\n\
         J;Bécane;To be filled by O.E.M.;;;\n",
    );
    let expected = [
        (2, Fault::YearImpossible),
        (3, Fault::NotAPrice),
        (4, Fault::NotADay),
        (5, Fault::DayToCome),
        (6, Fault::Nameless),
        (7, Fault::SerialKnown),
        (9, Fault::SerialTwice),
        (10, Fault::KindUnknown),
        (11, Fault::Cells),
    ];
    assert_eq!(faults(&plan), expected);
    assert_eq!(plan.refusals[6].other, Some(8), "the row above");
    let names: Vec<(&str, &str)> = plan.entries.iter().map(|entry| (entry.name.as_str(), entry.serial.as_str())).collect();
    assert_eq!(names, [("F", "XYZ-9"), ("J", "")], "what makers leave everywhere is no number");
}

#[test]
fn words_for_kinds_that_nobody_knows_are_counted_once_each() {
    let plan = planned("Nom;Type\nA;Machin\nB;MACHIN\nC;\nD;Écran\n");
    assert_eq!(plan.unknown, [(String::new(), 1), ("Machin".into(), 2)]);
    assert_eq!(plan.entries.len(), 1);
}

#[test]
fn who_is_not_of_the_structure_stays_in_the_note() {
    let mut around = around();
    let table = table_of("Nom;Type;Utilisateur;Garantie\nA;PC;awa@asso.example;\nB;PC;Zoé Martin;24 mois\n").expect("a list");
    let today = "2026-03-24".parse().expect("a day");
    let planned = plan(&table, &proposed(&table.headings), &around, today);
    let told: Vec<(Option<PersonId>, &str)> = planned.entries.iter().map(|entry| (entry.user, entry.note.as_str())).collect();
    assert_eq!(told, [(Some(AWA), ""), (None, "Utilisateur\u{a0}: Zoé Martin\nGarantie\u{a0}: 24 mois")]);
    around.people.push(Known { id: PersonId(Uuid::from_u128(9)), names: vec![word("awa@asso.example")] });
    let planned = plan(&table, &proposed(&table.headings), &around, today);
    assert_eq!(planned.entries[0].user, None, "of two with a name nobody is chosen");
}

#[test]
fn a_column_with_days_of_both_orders_is_read_where_it_can_be() {
    let plan = planned("Nom;Type;Date d'achat\nA;PC;25/04/2024\nB;PC;04/26/2024\nC;PC;03/04/2024\n");
    assert_eq!(plan.orders, [(2, DayOrder::Both)]);
    assert_eq!(faults(&plan), [(4, Fault::DayBothWays)]);
    assert_eq!(plan.entries.len(), 2);
}

#[test]
fn what_a_spreadsheet_would_run_is_text() {
    let plan = planned("Nom;Type;Marque;Note\n=1+1;PC;+33;@SUM(A1)\n-5;PC;;\n");
    let told: Vec<(&str, &str, &str)> =
        plan.entries.iter().map(|entry| (entry.name.as_str(), entry.brand.as_str(), entry.note.as_str())).collect();
    assert_eq!(told, [("=1+1", "+33", "Note\u{a0}: @SUM(A1)"), ("-5", "", "")]);
}

#[test]
fn a_machine_without_a_name_is_called_by_what_it_is() {
    let plan = planned("Nom;Type;Marque;Modèle;Série\n;PC;Dell;Latitude;A1\n;PC;Dell;;B2\n");
    let names: Vec<&str> = plan.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["Dell Latitude", "B2"]);
}

#[test]
fn nothing_that_is_too_long_is_cut_in_silence() {
    let long = "é".repeat(61);
    assert_eq!(faults(&planned(&format!("Nom;Type;Modèle\nA;PC;{long}\n"))), [(2, Fault::TooLong)]);
    // A quote that nobody closes swallows the rest of the file.
    let swallowed = format!("Nom;Type\n\"A;PC\n{}", "B;PC\n".repeat(40));
    assert_eq!(planned(&swallowed).entries, []);
}

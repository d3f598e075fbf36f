//! What the headings of a list say: in French and in English, as people and as other programs write them.
//!
//! GLPI: the columns of a list of its assets, exported as CSV (`Search` options). Snipe-IT: its list of assets, and its custom
//! report of assets.

use super::kinds::word;
use super::{Origin, Target};
use sha2::{Digest, Sha256};

/// The headings for each target, in the spelling of [`word`].
const HEADINGS: &[(Target, &str)] = &[
    (
        Target::Name,
        "nom|name|nom de la machine|machine|poste|hostname|nom d hote|asset name|item name|nom de l actif|\
         actif nom|designation|appareil|equipement",
    ),
    (Target::Kind, "sorte|type|types|categorie|category|kind|type de materiel|type d appareil|nature|famille"),
    (Target::Brand, "marque|brand|fabricant|fabricants|manufacturer|manufacturers|constructeur|make"),
    (Target::Model, "modele|modeles|model|models|model name|nom du modele|reference"),
    (
        Target::Serial,
        "numero de serie|n de serie|no de serie|num serie|serie|serial|serial number|serial no|s n|sn|\
         service tag",
    ),
    (
        Target::User,
        "utilisateur|utilisateurs|user|users|qui l utilise|usager|alternate username|utilise par|personne|\
         attribue a|affecte a|assigne a|assigned to|checked out to|extrait vers|email|e mail|courriel",
    ),
    (Target::Place, "lieu|lieux|ou|location|locations|emplacement|site|salle|bureau|room|place|local"),
    (Target::Year, "annee|annee de fabrication|year|year of manufacture|annee du modele|millesime"),
    (
        Target::AcquiredOn,
        "arrivee|date d arrivee|mise en service|date de mise en service|startup date|in service since|\
         acquired on",
    ),
    (Target::PurchasedOn, "date d achat|achat|achetee le|achete le|purchase date|date of purchase|purchased|buy date"),
    (Target::Price, "prix|prix ttc|prix d achat|cout|cout d achat|montant|price|cost|purchase cost|purchase price"),
    (Target::Supplier, "vendeur|fournisseur|supplier|vendor|revendeur"),
    (
        Target::InvoiceNumber,
        "numero de facture|facture|n de facture|invoice|invoice number|numero de commande|order number|order|\
         commande n",
    ),
    (
        Target::WarrantyUntil,
        "fin de garantie|garantie jusqu au|sous garantie jusqu au|date de fin de garantie|\
         date d expiration de la garantie|warranty expires|warranty expiration date|warranty end|\
         warranty until|expiration de la garantie|garantie expire",
    ),
    (
        Target::WarrantyMonths,
        "garantie|warranty|duree de garantie|duree de la garantie|warranty months|warranty duration|\
         mois de garantie",
    ),
    (
        Target::Note,
        "note|notes|commentaire|commentaires|comment|comments|remarque|remarques|observations|asset tag|\
         numero d inventaire|inventory number|inventory asset number|etiquette",
    ),
];

/// What GLPI writes before the columns of purchase and warranty.
const PREFIXES: [&str; 4] =
    ["informations financieres et administratives ", "financial and administrative information ", "gestion ", "management "];

/// Columns that no other program has.
const OF_GLPI: &str = "entite|entity|entities|usager|alternate username|systeme d exploitation nom|operating system name|\
     operating systems name|composants processeur|components processor|derniere modification|\
     derniere mise a jour|last update|date du dernier inventaire|last inventory date";
const OF_SNIPE_IT: &str = "asset name|nom de l actif|model no|model no s|modele n|checked out to|extrait vers|warranty expires|\
     default location|emplacement par defaut|book value|eol|eol date|order number|numero de commande|\
     employee no|device image|fully depreciated";
const TAGS_OF_SNIPE_IT: &str = "asset tag|numero d inventaire";

/// Which program wrote a list with these headings.
pub fn recognised(headings: &[String]) -> Option<Origin> {
    let words: Vec<String> = headings.iter().map(|heading| word(heading)).collect();
    let holds = |known: &str| words.iter().any(|word| word == known);
    let prefixed = words.iter().any(|word| PREFIXES.iter().take(2).any(|prefix| word.starts_with(prefix)));
    let of_glpi = OF_GLPI.split('|').filter(|known| holds(known)).count() + usize::from(prefixed);
    if of_glpi >= 2 {
        return Some(Origin::Glpi);
    }
    let of_snipe_it = OF_SNIPE_IT.split('|').filter(|known| holds(known)).count();
    (of_snipe_it >= 2 && TAGS_OF_SNIPE_IT.split('|').any(holds)).then_some(Origin::SnipeIt)
}

/// What each column probably is. What only one column may say is said by the first.
pub fn proposed(headings: &[String]) -> Vec<Option<Target>> {
    let origin = recognised(headings);
    let mut taken = Vec::new();
    let mut propose = |heading: &String| {
        let target = target_of(&word(heading), origin)?;
        if !target.is_for_several() && taken.contains(&target) {
            return None;
        }
        taken.push(target);
        Some(target)
    };
    headings.iter().map(&mut propose).collect()
}

fn target_of(heading: &str, origin: Option<Origin>) -> Option<Target> {
    let bare = PREFIXES.iter().find_map(|prefix| heading.strip_prefix(prefix));
    match (origin, bare.unwrap_or(heading)) {
        // To whom it is checked out: a person, a site, another asset.
        (Some(Origin::SnipeIt), "type") => return None,
        (Some(Origin::Glpi), "valeur" | "value") if bare.is_some() => return Some(Target::Price),
        _ => {}
    }
    let known = |wanted: &str| {
        HEADINGS.iter().find(|(_, headings)| headings.split('|').any(|heading| heading == wanted)).map(|(target, _)| *target)
    };
    known(bare.unwrap_or(heading))
}

/// What lists with the same headings have in common: under this their mapping is remembered.
pub fn key(headings: &[String]) -> String {
    let words: Vec<String> = headings.iter().map(|heading| word(heading)).collect();
    Sha256::digest(words.join("\n").as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(headings: &[&str]) -> Vec<String> {
        headings.iter().map(|heading| (*heading).to_owned()).collect()
    }

    fn told(headings: &[&str]) -> Vec<&'static str> {
        proposed(&of(headings)).into_iter().map(|target| target.map_or("", Target::as_str)).collect()
    }

    #[test]
    fn headings_of_both_languages_say_what_their_column_is() {
        let french =
            ["Nom", "Sorte", "Marque", "Modèle", "N° de série", "Utilisateur", "Lieu", "Date d'achat", "Prix TTC", "Couleur"];
        let expected = ["name", "kind", "brand", "model", "serial", "user", "place", "purchased_on", "price", ""];
        assert_eq!(told(&french), expected);
        let english = ["Name", "Type", "Brand", "Model", "Serial number", "User", "Location", "Purchase date", "Price", "Colour"];
        assert_eq!(told(&english), expected);
        assert_eq!(told(&["Nom", "Name", "Note", "Remarques"]), ["name", "", "note", "note"], "one column says a name");
        assert_eq!((recognised(&of(&french)), recognised(&of(&english))), (None, None));
    }

    /// A list of computers as GLPI 10 exports it.
    #[test]
    fn a_list_of_glpi_is_recognised() {
        let french = [
            "Nom",
            "Entité",
            "Statut",
            "Fabricant",
            "Numéro de série",
            "Type",
            "Modèle",
            "Système d'exploitation - Nom",
            "Lieu",
            "Dernière modification",
            "Composants - Processeur",
            "Usager",
            "Informations financières et administratives - Date d'achat",
            "Informations financières et administratives - Valeur",
        ];
        let expected = ["name", "", "", "brand", "serial", "kind", "model", "", "place", "", "", "user", "purchased_on", "price"];
        assert_eq!((recognised(&of(&french)), told(&french)), (Some(Origin::Glpi), expected.to_vec()));
        let english = [
            "Name",
            "Entity",
            "Status",
            "Manufacturers",
            "Serial number",
            "Types",
            "Model",
            "Operating system - Name",
            "Locations",
            "Last update",
            "Components - Processor",
            "Alternate username",
            "Financial and administrative information - Date of purchase",
            "Financial and administrative information - Value",
        ];
        assert_eq!((recognised(&of(&english)), told(&english)), (Some(Origin::Glpi), expected.to_vec()));
    }

    /// The custom report of assets of Snipe-IT.
    #[test]
    fn a_list_of_snipe_it_is_recognised() {
        let report = [
            "Company",
            "Asset Name",
            "Asset Tag",
            "Model",
            "Model No.",
            "Category",
            "Manufacturer",
            "Serial",
            "Purchased",
            "Cost",
            "Warranty",
            "Warranty Expires",
            "Order Number",
            "Supplier",
            "Location",
            "Checked Out To",
            "Type",
            "Status",
            "Notes",
        ];
        let expected = [
            "",
            "name",
            "note",
            "model",
            "",
            "kind",
            "brand",
            "serial",
            "purchased_on",
            "price",
            "warranty_months",
            "warranty_until",
            "invoice_number",
            "supplier",
            "place",
            "user",
            "",
            "",
            "note",
        ];
        assert_eq!((recognised(&of(&report)), told(&report)), (Some(Origin::SnipeIt), expected.to_vec()));
        let french =
            ["Nom de l'actif", "Numéro d'inventaire", "Série", "Modèle", "Catégorie", "Extrait vers", "Emplacement", "Fabricant"];
        let expected = ["name", "note", "serial", "model", "kind", "user", "place", "brand"];
        assert_eq!((recognised(&of(&french)), told(&french)), (Some(Origin::SnipeIt), expected.to_vec()));
    }

    #[test]
    fn no_heading_means_two_things_and_each_is_in_its_spelling() {
        let mut all: Vec<&str> = HEADINGS.iter().flat_map(|(_, headings)| headings.split('|')).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        let origins = OF_GLPI.split('|').chain(OF_SNIPE_IT.split('|')).chain(TAGS_OF_SNIPE_IT.split('|'));
        assert!(all.into_iter().chain(origins).all(|heading| word(heading) == heading));
        assert_eq!(HEADINGS.len(), Target::ALL.len());
    }

    #[test]
    fn lists_with_the_same_headings_share_their_key() {
        assert_eq!(key(&of(&["Nom", "N° de série"])), key(&of(&[" nom", "N° DE SERIE"])));
        assert_ne!(key(&of(&["Nom", "Lieu"])), key(&of(&["Lieu", "Nom"])), "a mapping goes by columns");
    }
}

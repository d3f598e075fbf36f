//! What a machine says of itself, in words.

use crate::domain::inventories::{Battery, Document, Medium, Processor, Protection};
use crate::store::inventories::Told;
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use serde::Serialize;

/// A fact: its name, what is said.
#[derive(Serialize)]
pub struct Fact {
    label: String,
    values: Vec<String>,
}

/// The parts that are not empty, with a blank between.
fn joined(parts: &[&str], between: &str) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}

/// Maker and model; many models begin with their maker.
fn product(manufacturer: &str, model: &str) -> String {
    let told_already = model.to_lowercase().starts_with(&manufacturer.to_lowercase());
    if told_already { model.to_owned() } else { joined(&[manufacturer, model], " ") }
}

/// How a machine is called before people give it a name: as it calls itself, else by what it is.
pub fn name(layout: &Layout<'_>, of: &Document) -> Result<String, Error> {
    let product = product(&of.system.manufacturer, &of.system.model);
    match [&of.system.host_name, &product].into_iter().find(|name| !name.is_empty()) {
        Some(name) => Ok(name.chars().take(80).collect()),
        None => layout.text("inventory-nameless"),
    }
}

/// « LENOVO 20L5S0AB00 · PF1ABCDE · Debian GNU/Linux 12 ».
pub fn in_short(of: &Document) -> String {
    let product = product(&of.system.manufacturer, &of.system.model);
    joined(&[&product, &of.system.serial_number, &of.operating_system.name], " · ")
}

/// « vu 10 h 12 ».
pub fn seen(layout: &Layout<'_>, told: &Told) -> Result<String, Error> {
    layout.text_with("inventory-seen", [("at", FluentValue::from(layout.moment(told.seen_at)))])
}

/// Everything that a person wants to know of it; parts that say nothing are left out.
pub fn facts(layout: &Layout<'_>, of: &Document) -> Result<Vec<Fact>, Error> {
    let system = &of.system;
    let memory = system.memory_mb.filter(|memory| *memory > 0).map(|memory| gigabytes(layout, memory, 1024)).transpose()?;
    let each = |values: Result<Vec<String>, Error>| values;
    let all = [
        ("product", vec![product(&system.manufacturer, &system.model)]),
        ("serial", vec![system.serial_number.clone()]),
        ("name", vec![system.host_name.clone()]),
        ("system", vec![joined(&[&of.operating_system.name, &of.operating_system.kernel], " · ")]),
        ("processor", each(of.processors.iter().map(|one| processor(layout, one)).collect())?),
        ("memory", memory.into_iter().collect()),
        ("disks", each(of.media.iter().map(|one| medium(layout, one)).collect())?),
        ("batteries", each(of.batteries.iter().map(|one| battery(layout, one)).collect())?),
        ("screens", of.monitors.iter().map(|one| joined(&[&one.manufacturer, &one.caption, &one.serial_number], " · ")).collect()),
        ("printers", of.printers.iter().map(|one| one.name.clone()).collect()),
        ("antivirus", of.antivirus.iter().map(protection).collect()),
        ("firewall", of.firewalls.iter().map(protection).collect()),
    ];
    let mut facts = Vec::new();
    for (word, mut values) in all {
        values.retain(|value| !value.is_empty());
        if !values.is_empty() {
            facts.push(Fact { label: layout.text(&format!("inventory-fact-{word}"))?, values });
        }
    }
    Ok(facts)
}

fn processor(layout: &Layout<'_>, of: &Processor) -> Result<String, Error> {
    match of.cores.filter(|cores| *cores > 0) {
        Some(cores) => {
            let cores = layout.text_with("inventory-cores", [("n", FluentValue::from(cores))])?;
            Ok(joined(&[&of.name, &cores], " · "))
        }
        None => Ok(of.name.clone()),
    }
}

/// « 250 Go »: `megabytes` of which `in_one` make a gigabyte, to one place after the point when there are few.
fn gigabytes(layout: &Layout<'_>, megabytes: i64, in_one: i64) -> Result<String, Error> {
    let tenths = megabytes.saturating_mul(10) / in_one;
    let number = match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (whole @ 0..20, part) => format!("{whole}.{part}"),
        (whole, _) => whole.to_string(),
    };
    let number = format::decimal(layout.language, &number);
    layout.text_with("inventory-gigabytes", [("n", FluentValue::from(number))])
}

fn medium(layout: &Layout<'_>, of: &Medium) -> Result<String, Error> {
    let size = of.size_mb.filter(|size| *size > 0).map(|size| gigabytes(layout, size, 1000)).transpose()?.unwrap_or_default();
    let product = product(&of.manufacturer, &of.model);
    let product = if product.is_empty() { of.name.clone() } else { product };
    let said = joined(&[&product, &size, &of.serial_number], " · ");
    if !of.not_seen {
        return Ok(said);
    }
    layout.text_with("inventory-not-seen", [("what", FluentValue::from(said))])
}

fn battery(layout: &Layout<'_>, of: &Battery) -> Result<String, Error> {
    let name = joined(&[&of.manufacturer, &of.name], " ");
    let Some(health) = of.health_permille() else { return Ok(name) };
    let health = layout.text_with("inventory-battery", [("part", FluentValue::from(health / 10))])?;
    Ok(joined(&[&name, &health], " · "))
}

fn protection(of: &Protection) -> String {
    joined(&[&of.name, &of.version, &of.status], " · ")
}

/// What was odd, in sentences.
pub fn warnings(layout: &Layout<'_>, told: &Told) -> Result<Vec<String>, Error> {
    let say = |one: &crate::domain::inventories::Warning| {
        layout.text_with(&format!("inventory-odd-{}", one.oddity), [("place", FluentValue::from(one.place.clone()))])
    };
    told.warnings.iter().map(say).collect()
}

#[cfg(test)]
mod tests {
    use super::product;

    #[test]
    fn a_maker_is_told_once() {
        let products =
            [("HP", "HP EliteBook 840 G5"), ("Dell", "OptiPlex 3070"), ("LENOVO", "Lenovo V15"), ("", "X"), ("Acer", "")];
        let told = products.map(|(manufacturer, model)| product(manufacturer, model));
        assert_eq!(told, ["HP EliteBook 840 G5", "Dell OptiPlex 3070", "Lenovo V15", "X", "Acer"]);
    }
}

//! Prevention against repair, as a share, with how it is counted.

use super::Layout;
use super::chart::per_cent;
use crate::domain::interventions;
use crate::web::errors::Error;
use serde::Serialize;

#[derive(Serialize)]
pub struct Prevention {
    sentence: String,
    /// The gauge's width.
    width: String,
    counted: String,
}

/// The share in words; `None` when nothing was counted that is either.
pub fn of(layout: &Layout<'_>, split: interventions::Prevention) -> Result<Option<Prevention>, Error> {
    let Some(share) = split.permille() else { return Ok(None) };
    let minutes = |minutes| layout.duration(minutes).into();
    let args = [("preventive", minutes(split.preventive)), ("repair", minutes(split.repair)), ("apart", minutes(split.apart))];
    Ok(Some(Prevention {
        sentence: layout.text_with("series-prevention-share", [("share", layout.percent(share)?.into())])?,
        width: per_cent(split.preventive, split.preventive + split.repair),
        counted: layout.text_with("series-prevention-counted", args)?,
    }))
}

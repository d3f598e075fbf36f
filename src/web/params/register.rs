//! Kinds of machines in addresses.

use crate::domain::equipment::EquipmentKind;
use rocket::http::uri::fmt::{Formatter, Query, UriDisplay};

/// A kind of machine in an address: `?kind=laptop`; a word that is none is no parameter.
impl UriDisplay<Query> for EquipmentKind {
    fn fmt(&self, f: &mut Formatter<'_, Query>) -> std::fmt::Result {
        f.write_value(self.as_str())
    }
}
rocket::http::impl_from_uri_param_identity!([Query] EquipmentKind);

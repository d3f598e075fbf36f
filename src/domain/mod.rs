//! Pure values and rules: no clock, no connection, no page. Time and randomness come in as arguments.

pub mod agreements;
pub mod calendar;
pub mod canned_answers;
pub mod carbon;
pub mod chain;
pub mod costs;
pub mod equipment;
pub mod facts;
pub mod fairness;
pub mod help_sheets;
pub mod hours;
pub mod ids;
pub mod imports;
pub mod interventions;
pub mod inventories;
pub mod money;
pub mod ords;
pub mod organisations;
pub mod outages;
pub mod payments;
pub mod people;
pub mod search;
pub mod series;
pub mod sharing;
pub mod sites;
pub mod stickers;
pub mod tickets;
pub mod time;
pub mod visits;
pub mod weights;
pub mod words;
pub mod workshops;

/// Declares an enum whose values are words: the same in the database, in forms, in fixtures and in text keys.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$vdoc:meta])* $value:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$vdoc])* $value),+ }

        impl $name {
            /// Every value, in the order in which people are offered them.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The one word for this value.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$value => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word { $($word => Ok(Self::$value),)+ _ => Err($crate::domain::UnknownWord) }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                word.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use vocabulary;

/// A word that is not in the vocabulary asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a word of this vocabulary")]
pub struct UnknownWord;

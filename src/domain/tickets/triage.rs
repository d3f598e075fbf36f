//! What a technician says a ticket is: title, category, priority, machine. Two may say so at once: a field that one of them
//! left alone is the other's, a field that both changed is shown to the second, who chooses (`tickets.md` § 5).

use crate::domain::vocabulary;

vocabulary! {
    /// What a technician says of a ticket.
    pub enum Particular {
        Title = "title",
        Category = "category",
        Priority = "priority",
        Equipment = "equipment",
        Site = "site",
    }
}

/// What becomes of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field<T> {
    /// As it stands now.
    Stays,
    /// It becomes this.
    Becomes(T),
    /// Both changed it, each to something else.
    Disputed,
}

/// What becomes of a field that was `seen`, is `wanted`, and stands as `now`.
pub fn field<T: PartialEq>(seen: &T, wanted: T, now: &T) -> Field<T> {
    match (wanted == *seen, wanted == *now, *seen == *now) {
        // Left alone, or the same for both.
        (true, ..) | (_, true, _) => Field::Stays,
        (false, false, true) => Field::Becomes(wanted),
        (false, false, false) => Field::Disputed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_field_is_taken_from_who_changed_it() {
        assert_eq!(field(&"Écran", "Écran", &"Clavier"), Field::Stays, "only the other changed it");
        assert_eq!(field(&"Écran", "Souris", &"Écran"), Field::Becomes("Souris"), "only this one did");
        assert_eq!(field(&"Écran", "Clavier", &"Clavier"), Field::Stays, "both say the same");
        assert_eq!(field(&"Écran", "Souris", &"Clavier"), Field::Disputed);
    }

    proptest! {
        #[test]
        fn nothing_that_somebody_wrote_is_written_over_unseen(seen in 0..4_u8, wanted in 0..4_u8, now in 0..4_u8) {
            match field(&seen, wanted, &now) {
                Field::Becomes(value) => prop_assert!(value == wanted && now == seen),
                Field::Stays => prop_assert!(wanted == seen || wanted == now),
                Field::Disputed => prop_assert!(now != seen && now != wanted && wanted != seen),
            }
        }

        #[test]
        fn once_seen_the_second_has_the_last_word(wanted in 0..4_u8, now in 0..4_u8) {
            let after = field(&now, wanted, &now);
            prop_assert_eq!(after, if wanted == now { Field::Stays } else { Field::Becomes(wanted) });
        }
    }
}

//! Where something is: a site of a structure, as far as somebody said it or its machines tell it.

use super::ids::SiteId;

/// The site that machines tell: the only one at which those stand whose site is known.
pub fn told_by(machines: impl IntoIterator<Item = Option<SiteId>>) -> Option<SiteId> {
    let mut known = machines.into_iter().flatten();
    let first = known.next()?;
    known.all(|site| site == first).then_some(first)
}

/// Where a ticket is once it is about other machines and nobody said where: as the new ones tell, unless somebody had said
/// something else than the former ones told.
pub fn moved(stands: Option<SiteId>, told_before: Option<SiteId>, told_now: Option<SiteId>) -> Option<SiteId> {
    if stands.is_none() || stands == told_before { told_now.or(stands) } else { stands }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const SHOP: SiteId = SiteId(Uuid::from_u128(1));
    const DEPOT: SiteId = SiteId(Uuid::from_u128(2));

    #[test]
    fn machines_tell_a_site_when_they_stand_at_one_alone() {
        assert_eq!(told_by([]), None);
        assert_eq!(told_by([None]), None);
        assert_eq!(told_by([Some(SHOP), None, Some(SHOP)]), Some(SHOP), "one that is nowhere says nothing");
        assert_eq!(told_by([Some(SHOP), Some(DEPOT)]), None);
    }

    #[test]
    fn what_somebody_said_stays_and_what_was_deduced_follows_the_machines() {
        assert_eq!(moved(Some(SHOP), Some(SHOP), Some(DEPOT)), Some(DEPOT), "it was deduced");
        assert_eq!(moved(Some(SHOP), None, Some(DEPOT)), Some(SHOP), "somebody said so");
        assert_eq!(moved(Some(SHOP), Some(SHOP), None), Some(SHOP), "nothing tells better");
        assert_eq!(moved(None, None, Some(DEPOT)), Some(DEPOT));
    }
}

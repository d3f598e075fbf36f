//! Ranges of IP addresses, written as in RFC 4632 and RFC 4291: an address, a slash, how many bits all have in common.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// A range: its first address, how many leading bits all its addresses share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    first: IpAddr,
    prefix: u32,
}

/// What was typed is no range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a range of addresses")]
pub struct NoRange;

impl Range {
    /// Whether an address lies in it.
    pub fn holds(self, address: IpAddr) -> bool {
        self.first.is_ipv4() == address.is_ipv4() && first_of(address, self.prefix) == self.first
    }
}

/// The address with all but its `prefix` leading bits at zero.
fn first_of(address: IpAddr, prefix: u32) -> IpAddr {
    match address {
        IpAddr::V4(v4) => IpAddr::V4((v4.to_bits() & u32::MAX.checked_shl(32 - prefix).unwrap_or(0)).into()),
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() & u128::MAX.checked_shl(128 - prefix).unwrap_or(0)).into()),
    }
}

impl FromStr for Range {
    type Err = NoRange;

    /// Any address of the range stands for it: people copy that of a machine.
    fn from_str(text: &str) -> Result<Self, NoRange> {
        let (address, prefix) = text.split_once('/').ok_or(NoRange)?;
        let address: IpAddr = address.trim().parse().map_err(|_| NoRange)?;
        let prefix: u32 = prefix.trim().parse().map_err(|_| NoRange)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        if prefix > most {
            return Err(NoRange);
        }
        Ok(Self { first: first_of(address, prefix), prefix })
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_written_by_its_first_address() {
        for (typed, written) in [
            ("192.168.1.0/24", "192.168.1.0/24"),
            ("192.168.1.77 / 24", "192.168.1.0/24"),
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("10.1.2.3/32", "10.1.2.3/32"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("2001:db8::5/64", "2001:db8::/64"),
            ("::1/0", "::/0"),
        ] {
            assert_eq!(typed.parse::<Range>().map(|range| range.to_string()), Ok(written.to_owned()), "{typed}");
        }
        for typed in ["", "192.168.1.0", "192.168.1.0/33", "2001:db8::/129", "192.168.1/24", "/24", "192.168.1.0/-1"] {
            assert!(typed.parse::<Range>().is_err(), "{typed:?}");
        }
    }

    #[test]
    fn an_address_lies_in_its_range_and_in_none_of_the_other_kind() {
        let range: Range = "192.168.1.0/25".parse().expect("a range");
        let holds = |address: &str| range.holds(address.parse().expect("an address"));
        assert!(holds("192.168.1.0") && holds("192.168.1.127"));
        assert!(!holds("192.168.1.128") && !holds("192.168.0.255") && !holds("::"));
    }
}

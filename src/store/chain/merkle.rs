//! Merkle trees as RFC 6962 § 2.1 builds them: the root of a day's events, and the path from one event to it.

use sha2::{Digest, Sha256};

pub type Hash = [u8; 32];

fn leaf(data: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(data).finalize().into()
}

fn node(left: Hash, right: Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// Where a tree of `n` leaves, two or more, is split: at the largest power of two below.
fn split(n: usize) -> usize {
    n.next_power_of_two() / 2
}

/// The root over these leaves, in their order.
pub fn root<L: AsRef<[u8]>>(leaves: &[L]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [only] => leaf(only.as_ref()),
        many => {
            let (left, right) = many.split_at(split(many.len()));
            node(root(left), root(right))
        }
    }
}

/// What is needed to get from the leaf at `index` to the root, from below.
pub fn path<L: AsRef<[u8]>>(leaves: &[L], index: usize) -> Vec<Hash> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut below, beside) =
        if index < left.len() { (path(left, index), root(right)) } else { (path(right, index - left.len()), root(left)) };
    below.push(beside);
    below
}

/// The root to which a path leads from a leaf, in a tree of `n` leaves; `None` when the path is not of that tree.
pub fn led_to(data: &[u8], index: usize, n: usize, path: &[Hash]) -> Option<Hash> {
    if index >= n {
        return None;
    }
    let Some((beside, below)) = path.split_last() else { return (n == 1).then(|| leaf(data)) };
    if n < 2 {
        return None;
    }
    let left = split(n);
    if index < left {
        Some(node(led_to(data, index, left, below)?, *beside))
    } else {
        Some(node(*beside, led_to(data, index - left, n - left, below)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The leaves and roots with which the authors of Certificate Transparency test their own programs.
    const LEAVES: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn roots_are_those_of_certificate_transparency() {
        for (n, expected) in (1..).zip(ROOTS) {
            let hex: String = root(&LEAVES[..n]).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hex, expected, "{n} leaves");
        }
    }

    #[test]
    fn a_path_leads_from_its_leaf_to_the_root_and_from_no_other() {
        for n in 1..=LEAVES.len() {
            let leaves = &LEAVES[..n];
            for (index, data) in leaves.iter().enumerate() {
                let way = path(leaves, index);
                assert_eq!(led_to(data, index, n, &way), Some(root(leaves)));
                assert_ne!(led_to(b"another", index, n, &way), Some(root(leaves)));
                assert_eq!(led_to(data, n, n, &way), None);
                assert_ne!(led_to(data, index, n + 8, &way), Some(root(leaves)));
            }
        }
    }
}

//! `tidy`: the laws of the house, read from the text of the repository.
//!
//! Each law is a file of its own with a planted breach that its test, and
//! `tidy --prove`, show to be refused. The laws see a `Tree`; they never run a
//! compiler and never touch the disk. To add one: write it, list it in `LAWS`.

mod arrows;
mod circles;
mod documents;
mod edges;
mod law;
mod locks;
mod mask;
mod names;
mod promises;
mod purity;
mod rooms;
mod size;
mod source;
mod words;

use law::{Breach, Law};
use source::Tree;
use std::path::Path;

const LAWS: [Law; 14] = [
    arrows::LAW,
    purity::LAW,
    rooms::LAW,
    rooms::SQL_LAW,
    rooms::JSON_LAW,
    circles::LAW,
    size::FUNCTION_LAW,
    size::FILE_LAW,
    edges::LAW,
    names::LAW,
    promises::LAW,
    words::LAW,
    documents::LAW,
    locks::LAW,
];

/// Reads the repository at `root` under every law and prints the breaches.
/// Returns how many there were.
///
/// # Errors
/// When the repository cannot be read.
pub(crate) fn run(root: &Path) -> anyhow::Result<usize> {
    let tree = Tree::read(root)?;
    let breaches = check(&tree);
    for breach in &breaches {
        println!("{breach}");
    }
    for note in size::long_files(&tree) {
        println!("note: {note}");
    }
    let found = match breaches.len() {
        0 => "no breach".to_owned(),
        1 => "1 breach".to_owned(),
        count => format!("{count} breaches"),
    };
    println!("tidy: {} laws, {} files, {found}", LAWS.len(), tree.files.len());
    Ok(breaches.len())
}

/// Plants one breach of every law in memory and prints how it is refused.
/// Returns how many laws let their breach pass.
pub(crate) fn prove() -> usize {
    let mut missed = 0;
    for law in LAWS {
        println!("{}: {}", law.name, law.says);
        let found = (law.check)(&Tree::of(law.planted));
        if found.is_empty() {
            println!("  NOT REFUSED");
            missed += 1;
        }
        for breach in found {
            println!("  refused  {breach}");
        }
    }
    println!("tidy: {} laws proved, {missed} not", LAWS.len() - missed);
    missed
}

fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches: Vec<Breach> = LAWS.iter().flat_map(|law| (law.check)(tree)).collect();
    breaches.sort();
    breaches
}

#[cfg(test)]
mod tests {
    use super::{LAWS, Tree, check};

    #[test]
    fn every_law_refuses_its_planted_breach_and_names_itself() {
        for law in LAWS {
            let found = (law.check)(&Tree::of(law.planted));
            assert!(!found.is_empty(), "{} let its breach pass", law.name);
            assert!(found.iter().all(|breach| breach.law == law.name));
        }
    }

    #[test]
    fn a_small_clean_house_has_no_breach() {
        let tree = Tree::of(&[
            ("crates/domain/Cargo.toml", "[dependencies]\nthiserror.workspace = true\n"),
            ("crates/domain/src/lib.rs", "//! Rules.\npub mod queue;\npub use queue::Queue;\n"),
            (
                "crates/domain/src/queue.rs",
                "//! The queue.\n/// Waits.\npub struct Queue { pub ring_timeout_ms: u32 }\n",
            ),
            ("README.md", "See `crates/domain/src/queue.rs`.\n"),
        ]);
        assert_eq!(check(&tree), []);
    }
}

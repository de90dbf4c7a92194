//! What comments may not say, and which files must introduce themselves.

use super::law::{Breach, Law};
use super::source::Tree;

const NAME: &str = "words";

/// Every Rust file says what it owns; comments tell no history and name no one's machine.
pub(crate) const LAW: Law = Law {
    name: NAME,
    says: "a Rust file opens with a module doc; comments tell why and never what used to be; no path of somebody's machine",
    check,
    planted: &[
        ("crates/wire/src/a.rs", "pub fn f() {}\n"),
        ("crates/wire/src/b.rs", "//! B.\n// This no longer waits.\nconst P: &str = \"/home/hanako/b\";\n"),
    ],
};

const HISTORY: [&str; 5] = ["no longer", "previously", "used to be", "formerly", "was changed to"];
const MACHINES: [&str; 3] = ["/home/", "/root/", "/Users/"];

fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in &tree.files {
        if file.path.starts_with("crates/xtask/src/tidy/") {
            continue;
        }
        let in_source = file.path.contains("/src/");
        if file.is_rust() && in_source && !file.is_test_file() && !file.text.starts_with("//!") {
            let why = "the file does not say what it owns (//! first)";
            breaches.push(Breach::at_line(NAME, &file.path, 1, why));
        }
        let comments = file.comments.to_ascii_lowercase();
        for word in HISTORY {
            for (at, _) in comments.match_indices(word) {
                let why = format!("`{word}` tells history; say why it is so");
                breaches.push(Breach::at(NAME, file, at, why));
            }
        }
        for start in MACHINES {
            for (at, _) in file.text.match_indices(start) {
                let why = format!("a path of somebody's machine (`{start}`)");
                breaches.push(Breach::at(NAME, file, at, why));
            }
        }
    }
    breaches
}

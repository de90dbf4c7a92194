//! The pure crates touch nothing outside: no files, sockets, threads, waiting.
//!
//! The arrows law keeps crates with IO away; this one keeps the standard
//! library's own IO away, and `async` with it, since a decision that waits can
//! be overtaken by the event that would have changed it.

use super::law::{Breach, Law};
use super::source::{Source, Tree};

const NAME: &str = "purity";

/// domain, figures, planning, simulator, translation and wire neither await nor reach outside.
pub(crate) const LAW: Law = Law {
    name: NAME,
    says: "domain, figures, planning, simulator, translation and wire never await and use no file, socket, thread, process or environment",
    check,
    planted: &[("crates/domain/src/queue.rs", "//! Queue.\npub async fn handle() { std::fs::read(\"x\"); }\n")],
};

const PURE_CRATES: [&str; 6] = [
    "crates/domain/src/",
    "crates/figures/src/",
    "crates/planning/src/",
    "crates/simulator/src/",
    "crates/translation/src/",
    "crates/wire/src/",
];
const OUTSIDE: [&str; 12] = [
    "std::fs",
    "std::net::UdpSocket",
    "std::net::TcpStream",
    "std::net::TcpListener",
    "std::thread",
    "std::process",
    "std::env",
    "std::io::stdin",
    "std::sync::Mutex",
    "std::sync::mpsc",
    "println!",
    "static mut",
];

fn check(tree: &Tree) -> Vec<Breach> {
    let pure = |file: &&Source| PURE_CRATES.iter().any(|folder| file.path.starts_with(folder));
    tree.rust().filter(pure).flat_map(check_file).collect()
}

fn check_file(file: &Source) -> Vec<Breach> {
    let waits = ["async", "await"].into_iter().flat_map(|word| file.words(word).map(move |at| (at, word)));
    let reaches = OUTSIDE.into_iter().flat_map(|path| file.code.match_indices(path));
    waits
        .chain(reaches)
        .filter(|(at, _)| !file.is_test_line(file.line_of(*at)))
        .map(|(at, what)| Breach::at(NAME, file, at, format!("`{what}` in a pure crate")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::source::Tree;

    #[test]
    fn an_address_is_pure_and_a_test_may_print() {
        let tree = Tree::of(&[(
            "crates/wire/src/sdp.rs",
            "use std::net::IpAddr;\n#[cfg(test)]\nmod tests { fn a() { println!(); } }\n",
        )]);
        assert_eq!(check(&tree), []);
    }
}

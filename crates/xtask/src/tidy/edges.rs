//! Clocks and chance are read at the edges alone.
//!
//! Everything else takes the time and the seed as an argument, so that a day
//! runs in a test in milliseconds and the same seed gives the same day. The
//! edges are listed here by name with the reason; an entry that names nothing
//! is itself a breach.

use super::law::{Breach, Law};
use super::source::{Source, Tree};

const NAME: &str = "edges";

/// Wall clocks, monotonic clocks and randomness outside the edges.
pub(crate) const LAW: Law = Law {
    name: NAME,
    says: "only the named edge files read a clock or roll dice",
    check,
    planted: &[
        ("crates/domain/src/queue.rs", "//! Q.\nfn f() { let now = std::time::Instant::now(); }\n"),
        ("crates/storage/src/contacts.rs", "//! C.\nfn f() { rand::random::<u8>(); chrono::Utc::now(); }\n"),
    ],
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    WallClock,
    Stopwatch,
    Chance,
}

const READS: [(&str, Kind); 12] = [
    ("Utc::now", Kind::WallClock),
    ("Local::now", Kind::WallClock),
    ("SystemTime::now", Kind::WallClock),
    ("OffsetDateTime::now_utc", Kind::WallClock),
    ("Instant::now", Kind::Stopwatch),
    ("rand::rng", Kind::Chance),
    ("rand::random", Kind::Chance),
    ("thread_rng", Kind::Chance),
    ("OsRng", Kind::Chance),
    ("from_os_rng", Kind::Chance),
    ("Uuid::new_v4", Kind::Chance),
    ("Uuid::now_v7", Kind::Chance),
];

/// A file or folder, what it may read, and why.
const EDGES: [(&str, &[Kind], &str); 7] = [
    (
        "crates/server/src/clock.rs",
        &[Kind::WallClock, Kind::Stopwatch, Kind::Chance],
        "the one clock and dice of the server",
    ),
    ("crates/server/src/calls/chance.rs", &[Kind::Chance], "ids of contacts, made where a call comes in"),
    ("crates/vault/src/chance.rs", &[Kind::Chance], "keys and nonces are chance"),
    (
        "crates/media/src/",
        &[Kind::Stopwatch, Kind::Chance],
        "socket threads measure arrival; SSRC, branch and tag are chance",
    ),
    ("crates/speech/src/stopwatch.rs", &[Kind::Stopwatch], "how long a remote recogniser is left alone"),
    ("crates/browser/src/host/run.rs", &[Kind::Stopwatch], "the shell around the machine tells it how late it is"),
    ("crates/xtask/src/", &[Kind::WallClock, Kind::Stopwatch], "a tool that people run"),
];

fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches: Vec<Breach> =
        tree.rust().filter(|file| !file.path.starts_with("crates/xtask/src/tidy/")).flat_map(check_file).collect();
    // In a tree of the whole repository every entry must name something.
    let whole = tree.paths.contains("crates/xtask/src/tidy/edges.rs");
    for (path, _, _) in EDGES.iter().filter(|_| whole) {
        if !tree.paths.contains(path.trim_end_matches('/')) {
            let why = format!("the list of edges names `{path}`, which does not exist");
            breaches.push(Breach::at_line(NAME, "crates/xtask/src/tidy/edges.rs", 1, why));
        }
    }
    breaches
}

fn check_file(file: &Source) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (call, kind) in READS {
        for at in file.words(call) {
            if !file.is_test_line(file.line_of(at)) && !may_read(&file.path, kind) {
                let why = format!("`{call}` outside the edges; take it as an argument");
                breaches.push(Breach::at(NAME, file, at, why));
            }
        }
    }
    breaches
}

fn may_read(path: &str, kind: Kind) -> bool {
    EDGES.iter().any(|(edge, kinds, _)| path.starts_with(edge) && kinds.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::source::Tree;

    #[test]
    fn an_edge_may_read_only_what_its_entry_says() {
        let text = "fn f() { Instant::now(); SystemTime::now(); }";
        let tree = Tree::of(&[("crates/media/src/shard.rs", text)]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            ["crates/media/src/shard.rs:1 edges: `SystemTime::now` outside the edges; \
              take it as an argument"]
        );
    }

    #[test]
    fn tests_and_comments_may_name_a_clock() {
        let text = "// Utc::now\n#[cfg(test)]\nmod tests { fn f() { Utc::now(); } }";
        let tree = Tree::of(&[("crates/domain/src/a.rs", text)]);
        assert_eq!(check(&tree), []);
    }
}

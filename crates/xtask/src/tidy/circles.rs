//! No circle between the files of a crate, nor between those of the front end.
//!
//! A file uses another when it names something that lives there. A `pub use` is
//! a sign on the door, not a use: names are followed through it to the file that
//! holds them. Code that is compiled only for tests is left out.

mod graph;
mod rust_graph;
mod script_graph;

use super::law::{Breach, Law};
use super::source::Tree;
use graph::Graph;
use std::collections::{BTreeMap, BTreeSet};

const NAME: &str = "circles";

/// Files use each other in one direction.
pub(crate) const LAW: Law = Law {
    name: NAME,
    says: "no file uses a file that uses it, directly or through others, in a crate or in web/",
    check,
    planted: &[
        ("crates/wire/src/lib.rs", "//! W.\nmod a;\nmod b;\n"),
        ("crates/wire/src/a.rs", "use crate::b::B;\npub struct A;\n"),
        ("crates/wire/src/b.rs", "use super::a;\npub struct B;\n"),
        ("web/desk/c.ts", "import { d } from \"./d\";\n"),
        ("web/desk/d.ts", "import { c } from \"./c\";\n"),
    ],
};

fn check(tree: &Tree) -> Vec<Breach> {
    let mut graph = rust_graph::of(tree);
    graph.extend(script_graph::of(tree));
    circles(&graph)
        .into_iter()
        .filter_map(|circle| {
            let (first, second) = (circle.first()?, circle.get(1)?);
            let line = *graph.get(first)?.get(second)?;
            let why = format!("{} -> {first}", circle.join(" -> "));
            Some(Breach::at_line(NAME, first, line, why))
        })
        .collect()
}

/// One shortest circle for each knot of files that reach each other.
fn circles(graph: &Graph) -> Vec<Vec<String>> {
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for start in graph.keys() {
        if told.contains(start) {
            continue;
        }
        if let Some(circle) = shortest_way_back(graph, start) {
            told.extend(circle.iter().cloned());
            found.push(circle);
        }
    }
    found
}

fn shortest_way_back(graph: &Graph, start: &String) -> Option<Vec<String>> {
    let mut came_from: BTreeMap<&String, &String> = BTreeMap::new();
    let mut edge = vec![start];
    while !edge.is_empty() {
        let mut next = Vec::new();
        for file in edge {
            for used in graph.get(file).into_iter().flat_map(BTreeMap::keys) {
                if used == start {
                    return Some(path_to(&came_from, start, file));
                }
                if !came_from.contains_key(used) {
                    came_from.insert(used, file);
                    next.push(used);
                }
            }
        }
        edge = next;
    }
    None
}

fn path_to(came_from: &BTreeMap<&String, &String>, start: &String, end: &String) -> Vec<String> {
    let mut path = vec![end.clone()];
    let mut at = end;
    while at != start {
        let Some(before) = came_from.get(at) else {
            break;
        };
        at = before;
        path.push(at.clone());
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::source::Tree;

    fn breaches(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_circle_through_three_files_is_told_once() {
        let found = breaches(&[
            ("crates/wire/src/lib.rs", "mod a; mod b; mod c;"),
            ("crates/wire/src/a.rs", "use crate::b;"),
            ("crates/wire/src/b.rs", "fn f() { super::c::g(); }"),
            ("crates/wire/src/c.rs", "use crate::{a::A};"),
        ]);
        assert_eq!(
            found,
            ["crates/wire/src/a.rs:1 circles: crates/wire/src/a.rs -> crates/wire/src/b.rs \
                 -> crates/wire/src/c.rs -> crates/wire/src/a.rs"]
        );
    }

    #[test]
    fn a_parent_and_a_child_that_use_each_other_are_a_circle() {
        let found = breaches(&[
            ("crates/wire/src/lib.rs", "pub mod sdp;"),
            ("crates/wire/src/sdp.rs", "mod line;\npub struct Sdp;\nfn f() { line::read() }"),
            ("crates/wire/src/sdp/line.rs", "use super::Sdp;\npub fn read() {}"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn a_name_is_followed_through_a_public_use_to_its_file() {
        let found = breaches(&[
            ("crates/wire/src/lib.rs", "mod a; mod b; pub use a::A; pub use b::*;"),
            ("crates/wire/src/a.rs", "pub struct A;"),
            ("crates/wire/src/b.rs", "use crate::A;\npub struct B;"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn tests_may_look_back() {
        let found = breaches(&[
            ("crates/wire/src/lib.rs", "mod a; mod b;"),
            ("crates/wire/src/a.rs", "use crate::b;"),
            ("crates/wire/src/b.rs", "#[cfg(test)]\nmod tests { use crate::a; }"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn scripts_are_found_by_any_of_their_endings() {
        let found = breaches(&[
            ("web/parts/a.tsx", "import { b } from \"./b.ts\";\n"),
            ("web/parts/b.ts", "export * from '../parts/a';\n"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
    }
}

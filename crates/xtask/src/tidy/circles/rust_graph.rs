//! Which file of a crate uses which, from the paths its code names.

use super::graph::Graph;
use crate::tidy::source::{Source, Tree, closing_brace, identifier_at};
use std::collections::BTreeMap;

/// The uses between files of each crate's source.
pub(super) fn of(tree: &Tree) -> Graph {
    let mut crates: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
    for file in tree.rust().filter(|file| !file.is_test_file()) {
        if let Some((name, _)) = split_path(&file.path) {
            crates.entry(name).or_default().push(file);
        }
    }
    crates.into_values().flat_map(graph_of_crate).collect()
}

struct Module<'t> {
    file: &'t Source,
    path: Vec<&'t str>,
    uses: Vec<Use>,
}

/// A path as written, made absolute, and where.
struct Use {
    at: usize,
    path: Vec<String>,
    /// Whether it passes the name on with `pub use`.
    passes_on: bool,
}

fn graph_of_crate(files: Vec<&Source>) -> Graph {
    let modules: Vec<Module<'_>> = files.into_iter().map(read_module).collect();
    let mut graph = Graph::new();
    for module in &modules {
        let mut used = BTreeMap::new();
        for one in module.uses.iter().filter(|one| !one.passes_on) {
            let Some(target) = resolve(&modules, &one.path, 0) else {
                continue;
            };
            if target != module.file.path {
                let line = module.file.line_of(one.at);
                used.entry(target.to_owned()).or_insert(line);
            }
        }
        graph.insert(module.file.path.clone(), used);
    }
    graph
}

/// The crate and the module path of a file below `src`.
fn split_path(path: &str) -> Option<(&str, Vec<&str>)> {
    let (name, below) = path.strip_prefix("crates/")?.split_once("/src/")?;
    let mut parts: Vec<&str> = below.strip_suffix(".rs")?.split('/').collect();
    if matches!(parts.last(), Some(&("mod" | "lib" | "main"))) {
        parts.pop();
    }
    Some((name, parts))
}

fn read_module(file: &Source) -> Module<'_> {
    let path = split_path(&file.path).map_or_else(Vec::new, |(_, parts)| parts);
    let mut uses = Vec::new();
    for root in ["crate", "super", "self"] {
        for (at, _) in file.code.match_indices(&format!("{root}::")) {
            if starts_path(&file.code, at) {
                collect(file, at, &path, &mut uses);
            }
        }
    }
    for child in children(file) {
        for (at, _) in file.code.match_indices(&format!("{child}::")) {
            if starts_path(&file.code, at) {
                collect(file, at, &path, &mut uses);
            }
        }
    }
    uses.retain(|one| !file.is_test_line(file.line_of(one.at)));
    Module { file, path, uses }
}

/// Names of the modules a file declares.
fn children(file: &Source) -> Vec<&str> {
    file.words("mod")
        .filter_map(|at| identifier_at(&file.code, at + 3))
        .filter(|(at, name)| {
            let behind = file.code.get(at + name.len()..).unwrap_or_default();
            behind.trim_start().starts_with(';')
        })
        .map(|(_, name)| name)
        .collect()
}

/// Whether the word at `at` begins a path and is no part of a longer word or path. The path of a visibility,
/// as in `pub(in crate::calls)`, says who may look and uses nothing.
fn starts_path(code: &str, at: usize) -> bool {
    let before = code.get(..at).unwrap_or_default();
    if before.ends_with("pub(in ") {
        return false;
    }
    !before
        .bytes()
        .next_back()
        .is_some_and(|byte| byte == b':' || byte == b'$' || byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Adds the path that starts at `at`, or each branch of it when it ends in braces.
fn collect(file: &Source, at: usize, module: &[&str], uses: &mut Vec<Use>) {
    let end = path_end(&file.code, at);
    let text = file.code.get(at..end).unwrap_or_default();
    let passes_on = is_public_use(&file.code, at);
    for branch in branches(text) {
        if let Some(path) = absolute(&branch, module) {
            uses.push(Use { at, path, passes_on });
        }
    }
}

fn path_end(code: &str, from: usize) -> usize {
    let bytes = code.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' if bytes.get(at - 1) == Some(&b':') => return closing_brace(code, at) + 1,
            b':' | b'_' | b'*' => at += 1,
            byte if byte.is_ascii_alphanumeric() => at += 1,
            _ => break,
        }
    }
    at
}

fn is_public_use(code: &str, at: usize) -> bool {
    let before = code.get(..at).unwrap_or_default();
    let statement = before.rfind([';', '}', '{']).map_or(before, |cut| before.get(cut + 1..).unwrap_or_default());
    let words = statement.trim();
    words.starts_with("pub") && words.ends_with("use")
}

/// The plain paths a path with braces stands for.
fn branches(text: &str) -> Vec<String> {
    let Some((prefix, rest)) = text.split_once('{') else {
        return vec![text.split_whitespace().next().unwrap_or_default().to_owned()];
    };
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let mut found: Vec<String> = Vec::new();
    let mut depth = 0_i32;
    for piece in inside.split_inclusive([',', '{', '}']) {
        match (depth, found.last_mut()) {
            (1.., Some(last)) => last.push_str(piece),
            _ => found.push(piece.trim().to_owned()),
        }
        depth += i32::from(piece.ends_with('{')) - i32::from(piece.ends_with('}'));
    }
    found
        .iter()
        .map(|branch| branch.trim().trim_end_matches(',').trim())
        .filter(|branch| !branch.is_empty())
        .flat_map(|branch| branches(&format!("{prefix}{branch}")))
        .collect()
}

/// The path from the root of the crate, or None when it leaves the crate.
fn absolute(path: &str, module: &[&str]) -> Option<Vec<String>> {
    let mut absolute: Vec<String> = module.iter().map(|part| (*part).to_owned()).collect();
    for (index, part) in path.split("::").enumerate() {
        match part {
            "crate" if index == 0 => absolute.clear(),
            "self" => {}
            "super" => {
                absolute.pop()?;
            }
            "" => {}
            name => absolute.push(name.to_owned()),
        }
    }
    Some(absolute)
}

/// The file that holds what `path` names.
fn resolve<'m>(modules: &'m [Module<'_>], path: &[String], depth: usize) -> Option<&'m str> {
    const PASSED_ON_MAX: usize = 8;
    let (module, rest) = longest_module(modules, path)?;
    let Some(name) = rest.first() else {
        return Some(&module.file.path);
    };
    if depth == PASSED_ON_MAX || name == "*" || defines(module.file, name) {
        return Some(&module.file.path);
    }
    for sign in module.uses.iter().filter(|one| one.passes_on) {
        let (last, before) = sign.path.split_last()?;
        if last == name {
            return resolve(modules, &sign.path, depth + 1);
        }
        if last == "*" {
            let (target, rest) = longest_module(modules, before)?;
            if rest.is_empty() && defines(target.file, name) {
                return Some(&target.file.path);
            }
        }
    }
    Some(&module.file.path)
}

fn longest_module<'m, 't, 'p>(modules: &'m [Module<'t>], path: &'p [String]) -> Option<(&'m Module<'t>, &'p [String])> {
    (0..=path.len()).rev().find_map(|length| {
        let (front, rest) = path.split_at(length);
        modules.iter().find(|module| module.path == front).map(|module| (module, rest))
    })
}

/// Whether the file declares an item called `name`.
fn defines(file: &Source, name: &str) -> bool {
    const ITEMS: [&str; 9] = ["fn", "struct", "enum", "trait", "type", "const", "static", "union", "macro_rules!"];
    file.words(name).any(|at| {
        let before = file.code.get(..at).unwrap_or_default().trim_end();
        ITEMS.iter().any(|item| before.ends_with(item))
    })
}

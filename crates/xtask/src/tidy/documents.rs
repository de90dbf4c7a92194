//! Documents name only files that exist.
//!
//! Looked at: back-quoted words that look like a path of this repository, and
//! the targets of links. Made files (the build's, the data folder's) are not.

use super::law::{Breach, Law};
use super::source::{Source, Tree};

const NAME: &str = "documents";

/// A page that points nowhere has gone stale.
pub(crate) const LAW: Law = Law {
    name: NAME,
    says: "a file named in README, NOTICE or docs/ exists",
    check,
    planted: &[
        ("README.md", "Read `docs/HOW.md` and [that](docs/THAT.md#part).\n"),
        ("docs/ARCHITECTURE.md", "See `floor.rs`.\n"),
    ],
};

/// Folders that builds and runs make.
const MADE: [&str; 6] = ["target", "data", "web/dist", "e2e/shots", "web/node_modules", "e2e/node_modules"];
/// Endings by which a bare word is known to be a file of ours.
const OURS: [&str; 5] = [".rs", ".ts", ".tsx", ".md", ".css"];

fn check(tree: &Tree) -> Vec<Breach> {
    tree.files.iter().filter(|file| file.path.ends_with(".md")).flat_map(|file| check_page(tree, file)).collect()
}

fn check_page(tree: &Tree, page: &Source) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut fenced = false;
    for (index, line) in page.text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        let quoted = if fenced { Vec::new() } else { quoted_paths(tree, line) };
        for name in quoted.into_iter().chain(link_targets(line)) {
            if !exists(tree, &page.path, name) {
                let why = format!("`{name}` does not exist");
                breaches.push(Breach::at_line(NAME, &page.path, index + 1, why));
            }
        }
    }
    breaches
}

fn quoted_paths<'l>(tree: &Tree, line: &'l str) -> Vec<&'l str> {
    line.split('`').skip(1).step_by(2).map(plain).filter(|word| looks_like_path(tree, word)).collect()
}

/// A path without the line number or anchor behind it.
fn plain(word: &str) -> &str {
    let word = word.split('#').next().unwrap_or_default();
    match word.rsplit_once(':') {
        Some((path, line)) if line.bytes().all(|byte| byte.is_ascii_digit()) => path,
        _ => word,
    }
}

fn looks_like_path(tree: &Tree, word: &str) -> bool {
    let odd = |mark: char| mark.is_whitespace() || "<>{}*$=|(),\"…".contains(mark);
    if word.is_empty() || word.contains(odd) || word.contains("::") || word.contains("://") {
        return false;
    }
    if word.starts_with(['/', '~', '-', '@']) || is_made(word) {
        return false;
    }
    let ours = OURS.iter().any(|ending| word.ends_with(ending) && word.len() > ending.len());
    match word.split_once('/') {
        Some((first, _)) => ours || tree.paths.contains(first),
        None => ours,
    }
}

fn is_made(word: &str) -> bool {
    MADE.iter().any(|made| {
        word.trim_end_matches('/') == *made || word.strip_prefix(made).is_some_and(|rest| rest.starts_with('/'))
    })
}

fn link_targets(line: &str) -> Vec<&str> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(plain)
        .filter(|target| !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:"))
        .collect()
}

/// Whether `name` is a path from the root, from the page's folder, or of any file that ends so.
fn exists(tree: &Tree, page: &str, name: &str) -> bool {
    let name = name.trim_start_matches("./").trim_end_matches('/');
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    if let Some(up) = name.strip_prefix("../") {
        let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        let beside = format!("{parent}/{up}");
        return exists_as(tree, beside.trim_start_matches('/'));
    }
    let beside = format!("{folder}/{name}");
    let ending = format!("/{name}");
    exists_as(tree, name) || tree.paths.contains(&beside) || tree.paths.iter().any(|path| path.ends_with(&ending))
}

fn exists_as(tree: &Tree, path: &str) -> bool {
    tree.paths.contains(path) || is_made(path)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::source::Tree;

    #[test]
    fn words_that_are_no_paths_and_made_files_pass() {
        let text = "`text/html`, `POST /api/login`, `target/test-logs`, `a/<id>`, `tokio::time`,\n\
            [site](https://example.org/a.md), `crates/wire/src/lib.rs:12`, `lib.rs`, `../README.md`\n";
        let tree = Tree::of(&[("docs/a.md", text), ("README.md", ""), ("crates/wire/src/lib.rs", "")]);
        assert_eq!(check(&tree), []);
    }
}

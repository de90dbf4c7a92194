//! Which file of the front end imports which.

use super::graph::Graph;
use crate::tidy::source::{Source, Tree};
use std::collections::BTreeMap;

/// The imports between scripts, tests left out.
pub(super) fn of(tree: &Tree) -> Graph {
    tree.files
        .iter()
        .filter(|file| file.is_script() && !file.is_test_file())
        .map(|file| (file.path.clone(), imports(tree, file)))
        .collect()
}

fn imports(tree: &Tree, file: &Source) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for word in ["from", "import"] {
        for at in file.words(word) {
            let Some(name) = quoted_after(file, at + word.len()) else {
                continue;
            };
            if let Some(target) = file_named(tree, &file.path, name) {
                found.entry(target).or_insert(file.line_of(at));
            }
        }
    }
    found
}

/// The literal that follows directly, behind blanks and an opening bracket.
fn quoted_after(file: &Source, at: usize) -> Option<&str> {
    let rest = file.text.get(at..)?;
    let literal = rest.trim_start_matches([' ', '\n', '(']);
    let quote = literal.chars().next().filter(|mark| "\"'".contains(*mark))?;
    literal.get(1..)?.split(quote).next()
}

fn file_named(tree: &Tree, from: &str, name: &str) -> Option<String> {
    if !name.starts_with('.') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let stem = parts.join("/");
    let bare = stem.strip_suffix(".js").unwrap_or(&stem);
    ["", ".ts", ".tsx", ".js", ".mjs", "/index.ts", "/index.tsx"]
        .iter()
        .map(|ending| format!("{bare}{ending}"))
        .chain([stem.clone()])
        .find(|path| tree.get(path).is_some())
}

//! Arrows between crates: who may depend on whom.
//!
//! The pure crates have a list of the few crates they may use, so that nothing
//! slips in; the others have a list of what they must not. Tests' own
//! dependencies are free: they never reach a caller.

use super::law::{Breach, Law};
use super::source::Tree;

const NAME: &str = "arrows";

/// domain, figures, planning, simulator, translation and wire use only crates without IO; media, search, storage and vault keep to
/// their floor.
pub(crate) const LAW: Law = Law {
    name: NAME,
    says: "domain, figures, planning, simulator, translation and wire depend on no crate that does IO; media knows neither domain nor storage; search and documents know no crate but domain; SQL and HTTP stay in their crates",
    check,
    planted: &[
        ("crates/domain/Cargo.toml", "[dependencies]\nchrono = \"0.4\"\ntokio.workspace = true\n"),
        ("crates/figures/Cargo.toml", "[dependencies]\ndomain.workspace = true\nstorage.workspace = true\n"),
        ("crates/media/Cargo.toml", "[dependencies]\nstorage = { path = \"../storage\" }\n"),
        ("crates/search/Cargo.toml", "[dependencies]\ntokio.workspace = true\n"),
    ],
};

/// Crates that may use only what stands here; `unicode-normalization` is tables of letters, `statrs` distributions, and
/// no IO.
const ONLY: [(&str, &[&str]); 6] = [
    ("domain", &["chrono", "serde", "thiserror", "unicode-normalization", "uuid"]),
    ("figures", &["chrono", "domain", "hex", "serde", "serde_json", "sha2", "thiserror"]),
    ("planning", &["chrono", "statrs", "thiserror"]),
    (
        "simulator",
        &["chrono", "domain", "rand", "rand_chacha", "rand_distr", "serde", "serde_json", "thiserror", "uuid"],
    ),
    ("translation", &["csv", "domain", "serde", "serde_json", "thiserror", "unicode-normalization"]),
    ("wire", &["bytes", "thiserror"]),
];

/// Crates that may use anything but what stands here.
const NEVER: [(&str, &[&str]); 12] = [
    ("media", &["domain", "storage", "server", "sea-orm", "sqlx", "axum", "utoipa"]),
    ("storage", &["media", "server", "speech", "wire", "axum", "utoipa", "rsipstack", "str0m"]),
    ("vault", &["domain", "media", "storage", "server", "tokio", "axum", "sea-orm"]),
    ("speech", &["domain", "media", "storage", "server", "axum", "sea-orm"]),
    ("server", &["sea-orm", "sea-orm-migration", "sqlx", "rsipstack", "str0m"]),
    ("documents", &["media", "speech", "storage", "server", "tokio", "axum", "reqwest", "sea-orm", "sqlx"]),
    ("search", &["media", "speech", "storage", "server", "tokio", "axum", "reqwest", "sea-orm", "sqlx"]),
    ("browser", &["domain", "media", "speech", "storage", "server", "axum", "sea-orm", "utoipa"]),
    ("launcher", &["browser", "domain", "media", "storage", "server", "tokio", "axum", "sea-orm"]),
    ("mailbox", &["browser", "domain", "media", "storage", "server", "axum", "sea-orm"]),
    ("practice", &["browser", "domain", "media", "storage", "server", "sea-orm"]),
    ("scenario", &["media", "storage", "server", "tokio", "axum", "sea-orm"]),
];

fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in &tree.files {
        let Some(name) = crate_of_manifest(&file.path) else {
            continue;
        };
        for (line, used) in dependencies(&file.text) {
            if let Some(why) = refusal(name, used) {
                breaches.push(Breach::at_line(NAME, &file.path, line, why));
            }
        }
    }
    breaches
}

fn refusal(name: &str, used: &str) -> Option<String> {
    let listed =
        |lists: &[(&str, &'static [&'static str])]| lists.iter().find(|(of, _)| *of == name).map(|(_, list)| *list);
    if let Some(only) = listed(&ONLY) {
        return (!only.contains(&used))
            .then(|| format!("{name} is pure and may use only {}, not {used}", only.join(", ")));
    }
    listed(&NEVER)?.contains(&used).then(|| format!("{name} must not know {used}"))
}

fn crate_of_manifest(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")
}

/// The names under `[dependencies]`, target-specific ones included, with their lines.
fn dependencies(manifest: &str) -> Vec<(usize, &str)> {
    let mut inside = false;
    let mut found = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim_end_matches(']');
            inside = header == "dependencies" || header.ends_with(".dependencies");
            if let Some(name) = header.strip_prefix("dependencies.") {
                found.push((index + 1, name));
            }
        } else if inside && !line.starts_with('#') {
            let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
            if !name.is_empty() {
                found.push((index + 1, name.trim_matches('"')));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{check, dependencies};
    use crate::tidy::source::Tree;

    #[test]
    fn dependencies_are_read_in_every_spelling_but_not_those_of_tests() {
        let manifest = "[dependencies]\na.workspace = true\nb = \"1\"\n# c = \"1\"\n\
            [dependencies.d]\nversion = \"1\"\n[target.'cfg(unix)'.dependencies]\ne = \"1\"\n\
            [dev-dependencies]\nf = \"1\"\n";
        let names: Vec<&str> = dependencies(manifest).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["a", "b", "d", "e"]);
    }

    #[test]
    fn media_may_use_sockets_but_not_the_rules() {
        let tree = Tree::of(&[("crates/media/Cargo.toml", "[dependencies]\nnix = \"0\"\ndomain = \"0\"\n")]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["crates/media/Cargo.toml:3 arrows: media must not know domain"]);
    }
}

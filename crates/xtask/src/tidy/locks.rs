//! Lock files pin versions and hashes, not somebody's mirror.

use super::law::{Breach, Law};
use super::source::Tree;

const NAME: &str = "locks";
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// A clone builds from the public registries, wherever it stands.
pub(crate) const LAW: Law = Law {
    name: NAME,
    says: "Cargo.lock names only crates.io; package-lock.json holds no address; no setting names another registry",
    check,
    planted: &[
        ("Cargo.lock", "[[package]]\nsource = \"git+https://example.org/x\"\n"),
        ("web/package-lock.json", "{\n  \"resolved\": \"https://mirror.example.org/a.tgz\"\n}\n"),
        ("web/.npmrc", "registry=https://mirror.example.org/\n"),
    ],
};

fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in &tree.files {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let refused: fn(&str) -> bool = match name {
            "Cargo.lock" => |line| line.starts_with("source = ") && !line.contains(CRATES_IO),
            "package-lock.json" => {
                |line| line.contains("\"resolved\"") && (line.contains("://") || line.contains("file:"))
            }
            ".npmrc" => |line| line.contains("registry=") || line.contains("_auth"),
            "config.toml" => |line| line.contains("replace-with") || line.contains("registry ="),
            _ => continue,
        };
        for (index, line) in file.text.lines().enumerate() {
            let line = line.trim();
            if refused(line) {
                let why = format!("`{line}` names a registry or address");
                breaches.push(Breach::at_line(NAME, &file.path, index + 1, why));
            }
        }
    }
    breaches
}

//! `licences`: every dependency's licence is one that `deny.toml` allows.
//!
//! Works without a network: crates from `cargo metadata --offline`, npm packages
//! from the lock files. It owns no list; the one list is `deny.toml`, in
//! cargo-deny's form so that cargo-deny reads the same.

mod expression;

use crate::shell;
use anyhow::{Context, bail};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

const LOCKS: [&str; 2] = ["web/package-lock.json", "e2e/package-lock.json"];

/// Checks crates and npm packages; prints what is refused and how many were looked at.
/// Returns how many were refused.
///
/// # Errors
/// When the list or a lock file cannot be read.
pub(crate) fn run(root: &Path) -> anyhow::Result<usize> {
    let list = std::fs::read_to_string(root.join("deny.toml")).context("deny.toml")?;
    let allowed = allowed(&list)?;
    let mut packages = crates(root)?;
    for lock in LOCKS {
        let text = std::fs::read_to_string(root.join(lock)).context(lock)?;
        packages.extend(npm_packages(lock, &text)?);
    }
    let refused: Vec<&Package> = packages.iter().filter(|package| !package.is_allowed(&allowed)).collect();
    for package in &refused {
        println!("{}: licence `{}` is not in deny.toml", package.name, package.licence);
    }
    println!("licences: {} packages, {} refused", packages.len(), refused.len());
    Ok(refused.len())
}

#[derive(Debug, PartialEq, Eq)]
struct Package {
    name: String,
    licence: String,
}

impl Package {
    fn is_allowed(&self, allowed: &BTreeSet<String>) -> bool {
        expression::is_allowed(&self.licence, &|licence| allowed.contains(licence))
    }
}

/// The strings of the `allow` list under `[licenses]`.
fn allowed(deny: &str) -> anyhow::Result<BTreeSet<String>> {
    let section = deny.split("[licenses]").nth(1).context("deny.toml has no [licenses]")?;
    let list = section
        .split_once("\nallow = [")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(list, _)| list)
        .context("deny.toml has no allow list")?;
    let names: BTreeSet<String> = list.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    if names.is_empty() {
        bail!("the allow list of deny.toml is empty");
    }
    Ok(names)
}

fn crates(root: &Path) -> anyhow::Result<Vec<Package>> {
    // Crates for other systems need not be on this machine.
    let platform = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let arguments = ["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform", &platform];
    let said = shell::output_of(shell::cargo(&arguments, root))
        .context("the crates are not on this machine yet: cargo fetch --locked")?;
    let metadata: Value = serde_json::from_str(&said)?;
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    let foreign = packages.iter().filter(|package| !package["source"].is_null());
    Ok(foreign
        .map(|package| Package {
            name: format!("{} {}", text(&package["name"]), text(&package["version"])),
            licence: text(&package["license"]),
        })
        .collect())
}

fn npm_packages(lock: &str, content: &str) -> anyhow::Result<Vec<Package>> {
    let parsed: Value = serde_json::from_str(content).context(lock.to_owned())?;
    let packages = parsed["packages"].as_object().with_context(|| format!("{lock} names no packages"))?;
    let foreign = packages.iter().filter(|(place, package)| !place.is_empty() && package["link"] != true);
    Ok(foreign
        .map(|(place, package)| Package {
            name: format!("{lock}: {place} {}", text(&package["version"])),
            licence: text(&package["license"]),
        })
        .collect())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or("none stated").to_owned()
}

#[cfg(test)]
mod tests {
    use super::{allowed, npm_packages};

    const DENY: &str = "[licenses]\nallow = [\n  \"MIT\",\n  \"ISC\",\n]\n";

    #[test]
    fn the_list_is_read_from_the_form_of_cargo_deny() {
        let names: Vec<String> = allowed(DENY).unwrap().into_iter().collect();
        assert_eq!(names, ["ISC", "MIT"]);
        assert!(allowed("[licenses]\nallow = []\n").is_err());
    }

    #[test]
    fn an_npm_package_under_another_licence_or_none_is_refused() {
        let lock = r#"{"packages": {"": {"license": "X"},
            "node_modules/a": {"version": "1.0.0", "license": "MIT"},
            "node_modules/b": {"version": "2.0.0", "license": "GPL-3.0"},
            "node_modules/c": {"version": "3.0.0"}}}"#;
        let allowed = allowed(DENY).unwrap();
        let refused: Vec<String> = npm_packages("lock", lock)
            .unwrap()
            .into_iter()
            .filter(|package| !package.is_allowed(&allowed))
            .map(|package| package.licence)
            .collect();
        assert_eq!(refused, ["GPL-3.0", "none stated"]);
    }
}

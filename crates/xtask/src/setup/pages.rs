//! The front end: its packages, and the pages built from it.

use crate::shell;
use anyhow::{Context, bail};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

/// The oldest Node the front end is built with.
const NODE_MAJOR_MIN: u32 = 20;
/// Folders below `web` that are made, not written.
const MADE: [&str; 3] = ["node_modules", "dist", "shots"];

/// Builds the pages when something changed since the last build.
///
/// # Errors
/// When Node is missing or too old, or a step fails.
pub(super) fn build(root: &Path) -> anyhow::Result<()> {
    install_packages(root, "web")?;
    let web = root.join("web");
    let fingerprint = fingerprint_of_folder(&web)?;
    let is_built = web.join("dist").is_dir();
    if is_built && stamp(root, "web-pages")? == fingerprint {
        return Ok(());
    }
    shell::show("building the pages (npm run build)", shell::command("npm", &["run", "build"], &web))?;
    set_stamp(root, "web-pages", &fingerprint)
}

/// Installs the npm packages of `folder` when its lock file changed since the last time.
///
/// # Errors
/// When Node is missing or too old, or npm fails.
pub(super) fn install_packages(root: &Path, folder: &str) -> anyhow::Result<()> {
    let node = node_version()?;
    let place = root.join(folder);
    let lock = std::fs::read_to_string(place.join("package-lock.json"))
        .with_context(|| format!("{folder}/package-lock.json"))?;
    let fingerprint = fingerprint(&[&lock, &node]);
    let name = format!("{folder}-packages");
    // npm writes this file last, so a broken installation has none.
    let is_there = place.join("node_modules/.package-lock.json").is_file();
    if is_there && stamp(root, &name)? == fingerprint {
        return Ok(());
    }
    let what = format!("installing the packages of {folder}/ (npm ci)");
    let install = shell::command("npm", &["ci", "--no-audit", "--no-fund"], &place);
    shell::show(&what, install)?;
    set_stamp(root, &name, &fingerprint)
}

fn node_version() -> anyhow::Result<String> {
    const ADVICE: &str = "Node 20 or newer with npm is needed (Debian: apt-get install nodejs npm, or nodejs.org)";
    let version = shell::output_of(shell::command("node", &["--version"], Path::new("."))).context(ADVICE)?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|text| text.parse().ok());
    if major.unwrap_or(0) < NODE_MAJOR_MIN {
        bail!("{ADVICE}; found {version}");
    }
    Ok(version)
}

fn stamp(root: &Path, name: &str) -> anyhow::Result<String> {
    let file = shell::target_folder(root).join("stamps").join(name);
    if file.exists() { Ok(std::fs::read_to_string(file)?) } else { Ok(String::new()) }
}

fn set_stamp(root: &Path, name: &str, value: &str) -> anyhow::Result<()> {
    let folder = shell::target_folder(root).join("stamps");
    std::fs::create_dir_all(&folder)?;
    Ok(std::fs::write(folder.join(name), value)?)
}

fn fingerprint(texts: &[&str]) -> String {
    let mut hasher = DefaultHasher::new();
    texts.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn fingerprint_of_folder(folder: &Path) -> anyhow::Result<String> {
    let mut hasher = DefaultHasher::new();
    hash_folder(folder, &mut hasher)?;
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_folder(folder: &Path, hasher: &mut DefaultHasher) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let paths: BTreeSet<_> = entries.iter().map(std::fs::DirEntry::path).collect();
    for path in paths {
        let name = path.file_name().unwrap_or_default();
        if MADE.iter().any(|made| name == *made) {
            continue;
        }
        name.hash(hasher);
        if path.is_dir() {
            hash_folder(&path, hasher)?;
        } else {
            std::fs::read(&path)?.hash(hasher);
        }
    }
    Ok(())
}

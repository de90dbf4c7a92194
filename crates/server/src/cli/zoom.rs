//! `madoguchi zoom fetch-sdk`: brings Zoom's files to this server, once, by who runs it (ADR 0013).
//!
//! Owns where the registry's address comes from: the command line, npm's own variable, npm's own file.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use zoom::sdk;

use super::arguments::Source;
use super::output::say;

/// Fetches the archive, or takes it from `file`, and unpacks it to where the server looks for it.
pub(super) async fn fetch_sdk(
    source: &Source,
    registry: Option<String>,
    file: Option<PathBuf>,
) -> anyhow::Result<bool> {
    let folder = source.read()?.zoom_sdk_dir();
    let archive = match file {
        Some(path) => std::fs::read(&path).with_context(|| path.display().to_string())?,
        None => {
            let registry = registry.or_else(npm_registry).unwrap_or_else(|| sdk::REGISTRY.to_owned());
            say(&format!("fetching {}\n", sdk::archive_url(&registry)))?;
            sdk::fetch(&registry).await?
        }
    };
    if let Some(parent) = folder.parent() {
        std::fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
    }
    let files = sdk::install(&archive, &folder)?;
    say(&format!(
        "version {} of the Zoom Video SDK is in {} ({files} files). Its terms are in LICENSE.md there; they are between \
         you and Zoom.\nRestart the server to use it.\n",
        sdk::VERSION,
        folder.display()
    ))
}

fn npm_registry() -> Option<String> {
    let variables = ["npm_config_registry", "NPM_CONFIG_REGISTRY"];
    let told = variables.iter().find_map(|name| std::env::var(name).ok()).filter(|text| !text.is_empty());
    told.or_else(|| {
        let home = std::env::var_os("HOME")?;
        registry_in(&std::fs::read_to_string(Path::new(&home).join(".npmrc")).ok()?)
    })
}

/// The registry that npm's file names for everything.
fn registry_in(npmrc: &str) -> Option<String> {
    let settings = npmrc.lines().filter_map(|line| line.split_once('='));
    let mut named = settings.filter(|(key, _)| key.trim() == "registry").map(|(_, value)| value.trim().to_owned());
    named.next_back().filter(|value| value.starts_with("https://") || value.starts_with("http://"))
}

#[cfg(test)]
mod tests {
    use super::registry_in;

    #[test]
    fn the_registry_is_read_from_npms_own_file() {
        let check = |text: &str, wanted: Option<&str>| assert_eq!(registry_in(text).as_deref(), wanted, "{text}");
        check("registry=https://npm.example.jp/\n", Some("https://npm.example.jp/"));
        check("fund=false\n registry = https://a/ \n@x:registry=https://b/\n", Some("https://a/"));
        check("fund=false\n", None);
        check("registry=file:///etc\n", None);
    }
}

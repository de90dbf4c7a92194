//! Where pip would look: its variable, then its files, the later ones first.
//!
//! Source: pip's documentation, "Configuration", for the files and their order.

use std::path::{Path, PathBuf};

/// Sections that name an index for a download, the nearest first.
const SECTIONS: [&str; 3] = ["download", "install", "global"];

/// The index pip's own settings name.
pub(super) fn index() -> Option<String> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if let Some(told) = variable("PIP_INDEX_URL").filter(|value| is_address(value)) {
        return Some(told);
    }
    let folder = |name: &str| variable(name).map(PathBuf::from);
    let home = folder("HOME");
    let personal = folder("XDG_CONFIG_HOME").or_else(|| home.as_ref().map(|home| home.join(".config")));
    let files = [
        folder("PIP_CONFIG_FILE"),
        folder("VIRTUAL_ENV").map(|place| place.join("pip.conf")),
        personal.map(|place| place.join("pip/pip.conf")),
        home.map(|place| place.join(".pip/pip.conf")),
        Some(PathBuf::from("/etc/pip.conf")),
        Some(PathBuf::from("/etc/xdg/pip/pip.conf")),
    ];
    files.into_iter().flatten().find_map(|file| index_of_file(&file))
}

fn index_of_file(file: &Path) -> Option<String> {
    index_in(&std::fs::read_to_string(file).ok()?)
}

fn index_in(text: &str) -> Option<String> {
    let mut section = "";
    let mut found: Vec<(&str, &str)> = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name.trim();
        } else if let Some((key, value)) = line.split_once(['=', ':'])
            && matches!(key.trim(), "index-url" | "index_url")
            && is_address(value.trim())
        {
            found.push((section, value.trim()));
        }
    }
    SECTIONS.iter().find_map(|wanted| found.iter().rfind(|(name, _)| name == wanted)).map(|(_, it)| (*it).to_owned())
}

fn is_address(value: &str) -> bool {
    value.starts_with("https://") || value.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::index_in;

    #[test]
    fn the_index_is_read_from_pips_own_file() {
        let check = |text: &str, wanted: Option<&str>| assert_eq!(index_in(text).as_deref(), wanted, "{text}");
        check("[global]\nindex-url = https://a.example.jp/simple\n", Some("https://a.example.jp/simple"));
        check("[global]\nindex_url: http://a/\n[install]\nindex-url=https://b/\n", Some("https://b/"));
        check("[global]\n# index-url = https://a/\nextra-index-url = https://b/\n", None);
        check("[list]\nindex-url = https://a/\n", None);
        check("[global]\nindex-url = file:///etc\n", None);
    }
}

//! Zoom's own files, served to our pages from the folder they were fetched to.
//!
//! Owns the list of what is there, made once at start: a path that is not on it is not looked up on disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// Files that are listed at most.
const FILES_MAX: usize = 1_000;
/// Folders that are gone down at most.
const DEPTH_MAX: usize = 4;
/// All files are of one version, so it stands for each of them.
const TAG: &str = "\"2.5.0\"";

/// The list; cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Files {
    listed: Arc<BTreeMap<String, PathBuf>>,
}

impl Files {
    /// Everything below a folder.
    pub(super) fn of(folder: &Path) -> Self {
        let mut listed = BTreeMap::new();
        list(folder, "", DEPTH_MAX, &mut listed);
        Self { listed: Arc::new(listed) }
    }
}

fn list(folder: &Path, prefix: &str, depth: usize, listed: &mut BTreeMap<String, PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && depth > 0 {
            list(&entry.path(), &format!("{prefix}{name}/"), depth - 1, listed);
        } else if kind.is_file() && listed.len() < FILES_MAX {
            listed.insert(format!("{prefix}{name}"), entry.path());
        }
    }
}

/// `GET /zoom/{path}`.
pub(super) async fn file(State(files): State<Files>, UrlPath(path): UrlPath<String>, headers: HeaderMap) -> Response {
    let Some(on_disk) = files.listed.get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let fixed = [(header::CONTENT_TYPE, kind(&path)), (header::CACHE_CONTROL, "no-cache"), (header::ETAG, TAG)];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|tag| tag == TAG) {
        return (StatusCode::NOT_MODIFIED, fixed).into_response();
    }
    match tokio::fs::read(on_disk).await {
        Ok(content) => (fixed, Body::from(content)).into_response(),
        Err(why) => {
            tracing::error!(path, %why, "a file of Zoom's cannot be read");
            StatusCode::NOT_FOUND.into_response()
        }
    }
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "wav" => "audio/wav",
        "md" | "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use zoom::sdk;

    use super::*;

    #[test]
    fn only_what_lies_below_the_folder_is_listed() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("sdk/lib/vb")).unwrap();
        for file in ["sdk/index.esm.js", "sdk/lib/a.wasm", "sdk/lib/vb/b.bin", "outside"] {
            std::fs::write(folder.path().join(file), b"x").unwrap();
        }
        std::os::unix::fs::symlink(folder.path().join("outside"), folder.path().join("sdk/link")).unwrap();
        let files = Files::of(&folder.path().join("sdk"));
        let listed: Vec<&String> = files.listed.keys().collect();
        assert_eq!(listed, ["index.esm.js", "lib/a.wasm", "lib/vb/b.bin"]);
    }

    #[test]
    fn the_tag_is_the_version() {
        assert_eq!(TAG.trim_matches('"'), sdk::VERSION);
    }
}

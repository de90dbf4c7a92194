//! The Video SDK's own files, fetched by who runs the system under their account's terms (ADR 0013).
//!
//! Owns which version, that it is exactly that one, and which of its files are kept. They are in no
//! repository and no package of ours: the licence does not clearly allow that.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use thiserror::Error;

use crate::tar::{self, TarFault};

/// The version our pages were tried with.
pub const VERSION: &str = "2.5.0";
/// What npm's registry says of its archive (Subresource Integrity).
pub const INTEGRITY: &str =
    "sha512-BL3vNdrjwdV/hYwhvRECQlKlwv4Pl8IX2+yNxUZwVmKL1fsLT8n4Zu20Szw4u/C612LAHpgCMaFBoLlUr3/ePw==";
/// The registry that is asked when none is named.
pub const REGISTRY: &str = "https://registry.npmjs.org";
/// The file that pages load first, in the folder it is installed to.
pub const ENTRY: &str = "index.esm.js";
/// The folder of what that file loads, in the same folder.
pub const LIBRARY: &str = "lib";

/// Largest archive, packed and unpacked, in bytes.
const PACKED_BYTES_MAX: usize = 64 * 1024 * 1024;
const UNPACKED_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// How long the download may take as a whole.
const FETCH_WITHIN: Duration = Duration::from_secs(300);
/// What is kept of the package, and under which name.
const KEPT: [(&str, &str); 4] = [
    ("package/dist/index.esm.js", ENTRY),
    ("package/dist/lib/", "lib/"),
    ("package/LICENSE.md", "LICENSE.md"),
    ("package/oss_attribution.txt", "oss_attribution.txt"),
];

/// Why the files could not be had.
#[derive(Debug, Error)]
pub enum SdkFault {
    /// The registry did not give the archive.
    #[error("{url} was not fetched: {why}")]
    Fetch {
        /// What was asked for.
        url: String,
        /// Why not.
        why: String,
    },
    /// It is another archive than the one we know.
    #[error("the archive is not version {VERSION} of the Zoom Video SDK as it was published: its sum is {found}")]
    Integrity {
        /// The sum of what there is.
        found: String,
    },
    /// The archive cannot be unpacked.
    #[error(transparent)]
    Tar(#[from] TarFault),
    /// The archive is whole and yet not what we know.
    #[error("the archive has no {0}")]
    Missing(&'static str),
    /// A file could not be written or read.
    #[error("{path}: {why}")]
    Disk {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
}

/// Where a registry keeps the archive.
#[must_use]
pub fn archive_url(registry: &str) -> String {
    format!("{}/@zoom/videosdk/-/videosdk-{VERSION}.tgz", registry.trim_end_matches('/'))
}

/// Downloads the archive from an npm registry.
///
/// # Errors
/// When the registry does not give it.
pub async fn fetch(registry: &str) -> Result<Vec<u8>, SdkFault> {
    let url = archive_url(registry);
    let fault = |why: String| SdkFault::Fetch { url: url.clone(), why };
    let client = reqwest::Client::builder().timeout(FETCH_WITHIN).build().map_err(|why| fault(why.to_string()))?;
    let answer = client.get(&url).send().await.and_then(reqwest::Response::error_for_status);
    let mut answer = answer.map_err(|why| fault(why.to_string()))?;
    let mut archive = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(|why| fault(why.to_string()))? {
        if archive.len() + part.len() > PACKED_BYTES_MAX {
            return Err(fault(format!("longer than {PACKED_BYTES_MAX} bytes")));
        }
        archive.extend_from_slice(&part);
    }
    Ok(archive)
}

/// Unpacks the archive into `folder`, in place of what was there; gives the number of files.
///
/// # Errors
/// When it is not exactly the archive we know, or cannot be written. What was there before stays then.
pub fn install(archive: &[u8], folder: &Path) -> Result<usize, SdkFault> {
    let found = integrity_of(archive);
    if found != INTEGRITY {
        return Err(SdkFault::Integrity { found });
    }
    let unpacked = unpacked(archive)?;
    place(&tar::files(&unpacked)?, folder)
}

/// Whether the files are there.
#[must_use]
pub fn is_installed(folder: &Path) -> bool {
    fs::read_to_string(folder.join("VERSION")).is_ok_and(|version| version.trim() == VERSION)
}

fn integrity_of(archive: &[u8]) -> String {
    format!("sha512-{}", STANDARD.encode(digest::digest(&digest::SHA512, archive)))
}

fn unpacked(archive: &[u8]) -> Result<Vec<u8>, SdkFault> {
    let mut unpacked = Vec::new();
    let mut reader = GzDecoder::new(archive).take(UNPACKED_BYTES_MAX);
    reader.read_to_end(&mut unpacked).map_err(|_| TarFault::Damaged)?;
    Ok(unpacked)
}

/// Writes beside the folder first, so that a stop in the middle leaves nothing half done in it.
fn place(files: &[(String, &[u8])], folder: &Path) -> Result<usize, SdkFault> {
    let disk = |path: &Path| {
        let path = path.to_owned();
        move |why| SdkFault::Disk { path, why }
    };
    let fresh = folder.with_extension("fresh");
    let _ = fs::remove_dir_all(&fresh);
    let mut kept = 0;
    for (path, content) in files {
        let Some(name) = kept_as(path) else { continue };
        let target = fresh.join(name);
        let parent = target.parent().unwrap_or(&fresh);
        fs::create_dir_all(parent).map_err(disk(parent))?;
        fs::write(&target, content).map_err(disk(&target))?;
        kept += 1;
    }
    if !fresh.join(ENTRY).is_file() {
        return Err(SdkFault::Missing(ENTRY));
    }
    if !fresh.join(LIBRARY).is_dir() {
        return Err(SdkFault::Missing(LIBRARY));
    }
    let version = fresh.join("VERSION");
    fs::write(&version, VERSION).map_err(disk(&version))?;
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(disk(folder))?;
    }
    fs::rename(&fresh, folder).map_err(disk(folder))?;
    Ok(kept)
}

fn kept_as(path: &str) -> Option<String> {
    KEPT.iter().find_map(|(from, to)| {
        let rest = path.strip_prefix(from)?;
        (rest.is_empty() != from.ends_with('/')).then(|| format!("{to}{rest}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tar::tests::packed;

    #[test]
    fn the_archive_is_asked_for_where_npm_keeps_it() {
        let url = "https://npm.example.jp/@zoom/videosdk/-/videosdk-2.5.0.tgz";
        assert_eq!(archive_url("https://npm.example.jp/"), url);
    }

    #[test]
    fn another_archive_is_refused_and_what_was_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("zoom");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("VERSION"), VERSION).unwrap();
        assert!(matches!(install(b"else", &target), Err(SdkFault::Integrity { .. })));
        assert!(is_installed(&target));
    }

    #[test]
    fn only_what_pages_load_and_the_licences_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("zoom");
        let archive = packed(&[
            ("package/dist/index.esm.js", b'0', b"export default 1"),
            ("package/dist/index.esm.js.map", b'0', b"x"),
            ("package/dist/lib/a.wasm", b'0', b"w"),
            ("package/dist/lib/vb/b.bin", b'0', b"b"),
            ("package/dist/types/c.d.ts", b'0', b"c"),
            ("package/LICENSE.md", b'0', b"l"),
        ]);
        assert!(!is_installed(&target));
        assert_eq!(place(&tar::files(&archive).unwrap(), &target).unwrap(), 4);
        assert!(is_installed(&target));
        assert_eq!(fs::read(target.join("lib/vb/b.bin")).unwrap(), b"b");
        assert!(!target.join("index.esm.js.map").exists());
        let without = packed(&[("package/dist/index.esm.js", b'0', b"x")]);
        assert!(matches!(place(&tar::files(&without).unwrap(), &target), Err(SdkFault::Missing(LIBRARY))));
        assert!(target.join("lib/a.wasm").exists(), "what was there stays");
    }
}

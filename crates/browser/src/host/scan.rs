//! Looking for planted words in folders: what a visit left behind, and whether the look sees anything at all.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

const CHUNK_BYTES: usize = 1024 * 1024;
/// Files looked at in one scan.
pub const FILES_MAX: usize = 200_000;

/// A planted word in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Where.
    pub path: PathBuf,
    /// Which of the needles.
    pub needle: usize,
}

/// A folder could not be looked through whole: then it is not known to be clean.
#[derive(Debug, thiserror::Error)]
pub enum ScanFault {
    /// Something could not be read.
    #[error("{path} could not be read: {cause}")]
    Unreadable {
        /// What.
        path: PathBuf,
        /// The system's word.
        cause: std::io::Error,
    },
    /// More files than a visit leaves.
    #[error("more than {FILES_MAX} files")]
    TooMany,
}

/// Looks for each needle, as it is and as UTF-16, in names and contents of everything under `paths`.
/// What is not there any more, or goes while it is looked at, is clean. Links are not followed.
///
/// # Errors
/// [`ScanFault`] when something could not be looked at.
pub fn scan(paths: &[PathBuf], needles: &[&str]) -> Result<Vec<Hit>, ScanFault> {
    let forms: Vec<(usize, Vec<u8>)> = needles
        .iter()
        .enumerate()
        .filter(|(_, needle)| !needle.is_empty())
        .flat_map(|(index, needle)| {
            let wide: Vec<u8> = needle.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [(index, needle.as_bytes().to_vec()), (index, wide)]
        })
        .collect();
    let (mut open, mut hits, mut looked) = (paths.to_vec(), Vec::new(), 0);
    while let Some(path) = open.pop() {
        looked += 1;
        if looked > FILES_MAX {
            return Err(ScanFault::TooMany);
        }
        let unreadable = |cause| ScanFault::Unreadable { path: path.clone(), cause };
        let kind = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata.file_type(),
            Err(cause) if is_gone(&cause) => continue,
            Err(cause) => return Err(unreadable(cause)),
        };
        let name = path.file_name().map(|name| name.as_encoded_bytes().to_vec()).unwrap_or_default();
        let mut found = found_in(&name, &forms);
        if kind.is_dir() {
            open.extend(unless_gone(inside(&path)).map_err(unreadable)?);
        } else if kind.is_file() {
            found.extend(unless_gone(read_through(&path, &forms)).map_err(unreadable)?);
        }
        found.sort_unstable();
        found.dedup();
        hits.extend(found.into_iter().map(|needle| Hit { path: path.clone(), needle }));
    }
    hits.sort_unstable();
    Ok(hits)
}

/// A browser that runs takes files away while they are looked at.
fn unless_gone<T: Default>(looked: std::io::Result<T>) -> std::io::Result<T> {
    match looked {
        Err(cause) if is_gone(&cause) => Ok(T::default()),
        other => other,
    }
}

/// Taken away, or seen through a process (`/proc/…/root`) that has ended.
fn is_gone(cause: &std::io::Error) -> bool {
    let of_a_process = cause.raw_os_error() == Some(nix::errno::Errno::ESRCH as i32);
    of_a_process || cause.kind() == ErrorKind::NotFound
}

fn inside(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}

fn read_through(path: &Path, forms: &[(usize, Vec<u8>)]) -> std::io::Result<Vec<usize>> {
    let overlap = forms.iter().map(|(_, form)| form.len()).max().unwrap_or(1) - 1;
    let (mut file, mut kept, mut found) = (File::open(path)?, Vec::new(), Vec::new());
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let count = file.read(&mut chunk)?;
        if count == 0 {
            return Ok(found);
        }
        kept.extend_from_slice(&chunk[..count]);
        found.extend(found_in(&kept, forms));
        kept.drain(..kept.len().saturating_sub(overlap));
    }
}

fn found_in(bytes: &[u8], forms: &[(usize, Vec<u8>)]) -> Vec<usize> {
    let has = |form: &[u8]| bytes.windows(form.len()).any(|window| window == form);
    forms.iter().filter(|(_, form)| has(form)).map(|(index, _)| *index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_needle_is_found_in_contents_names_and_wide_text_and_across_chunks() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("plain"), "xx カナリア-7f yy").unwrap();
        let wide: Vec<u8> = "カナリア-7f".encode_utf16().flat_map(u16::to_le_bytes).collect();
        fs::write(deep.join("wide"), wide).unwrap();
        fs::write(deep.join("photo-q9"), "").unwrap();
        let mut long = vec![b'.'; CHUNK_BYTES - 3];
        long.extend_from_slice("カナリア-7f".as_bytes());
        fs::write(deep.join("long"), long).unwrap();
        let hits = scan(&[folder.path().to_path_buf()], &["カナリア-7f", "photo-q9", "absent"]).unwrap();
        let names: Vec<_> =
            hits.iter().map(|hit| (hit.path.file_name().unwrap().to_str().unwrap(), hit.needle)).collect();
        assert_eq!(names, [("long", 0), ("photo-q9", 1), ("plain", 0), ("wide", 0)]);
    }

    #[test]
    fn what_is_gone_is_clean() {
        assert_eq!(scan(&[PathBuf::from("/nowhere/at/all")], &["x"]).unwrap(), []);
    }
}

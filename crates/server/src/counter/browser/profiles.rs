//! Site profiles: those that come with the program, and the city's own beside them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use browser::site::{self, Profile, ReadFault, StartPage};

/// Profiles of one city.
const PROFILES_MAX: usize = 50;

/// Why the profiles cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProfilesFault {
    /// The folder or a file of it.
    #[error("{path}: {why}")]
    File {
        /// Which.
        path: PathBuf,
        /// The system's word.
        why: std::io::Error,
    },
    /// A file is no profile.
    #[error("{path}: {why}")]
    Profile {
        /// Which.
        path: PathBuf,
        /// Why.
        why: ReadFault,
    },
    /// More than a city has.
    #[error("more than {PROFILES_MAX} site profiles")]
    TooMany,
}

/// Reads all of them; a city's file takes the place of a shipped one with its id.
pub(super) fn read(folder: Option<&Path>) -> Result<Vec<Arc<Profile>>, ProfilesFault> {
    let mut profiles = Vec::new();
    for (name, text) in site::SHIPPED {
        let read = site::read(text).map_err(|why| ProfilesFault::Profile { path: name.into(), why })?;
        profiles.push(read);
    }
    for path in folder.map(files).transpose()?.unwrap_or_default() {
        let text = fs::read_to_string(&path).map_err(|why| ProfilesFault::File { path: path.clone(), why })?;
        let read = site::read(&text).map_err(|why| ProfilesFault::Profile { path, why })?;
        profiles.retain(|shipped| shipped.id != read.id);
        profiles.push(read);
        if profiles.len() > PROFILES_MAX {
            return Err(ProfilesFault::TooMany);
        }
    }
    Ok(profiles.into_iter().map(Arc::new).collect())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, ProfilesFault> {
    let fault = |why| ProfilesFault::File { path: folder.to_owned(), why };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if path.extension().is_some_and(|end| end == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// A start page's name over all profiles.
pub(super) fn start_id(profile: &Profile, start: &StartPage) -> String {
    format!("{}.{}", profile.id.as_str(), start.id.as_str())
}

/// The profile and start page of such a name.
pub(super) fn find_start<'a>(profiles: &'a [Arc<Profile>], id: &str) -> Option<(&'a Arc<Profile>, &'a StartPage)> {
    let all = profiles.iter().flat_map(|profile| profile.starts.iter().map(move |start| (profile, start)));
    all.into_iter().find(|(profile, start)| start_id(profile, start) == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_s_file_takes_the_place_of_the_shipped_one_and_start_pages_are_found_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let own = site::SHIPPED[0].1.replace("version = 1", "version = 7");
        fs::write(folder.path().join("mine.toml"), own).unwrap();
        fs::write(folder.path().join("notes.txt"), "no profile").unwrap();
        let profiles = read(Some(folder.path())).unwrap();
        assert_eq!(profiles.len(), site::SHIPPED.len());
        let (profile, start) = find_start(&profiles, "practice.apply").unwrap();
        assert_eq!((profile.version, start_id(profile, start).as_str()), (7, "practice.apply"));
        assert!(find_start(&profiles, "practice.nothing").is_none());
    }

    #[test]
    fn a_file_that_is_no_profile_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("bad.toml"), "format = 9").unwrap();
        let fault = read(Some(folder.path())).unwrap_err();
        assert!(fault.to_string().contains("bad.toml"), "{fault}");
    }
}

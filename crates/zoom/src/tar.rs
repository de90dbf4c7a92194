//! The files in a tar archive (POSIX.1-1988 ustar), as npm packs them.
//!
//! Reads plain files alone; links, devices and names that lead out of the folder are refused.

use thiserror::Error;

const BLOCK: usize = 512;
const PLAIN_FILE: [u8; 2] = [b'0', 0];
/// Headers for what follows, which npm writes for long names; ours are short.
const EXTENDED: [u8; 2] = [b'x', b'g'];
const FOLDER: u8 = b'5';

/// Why an archive is not read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TarFault {
    /// It ends in the middle, or a header is none.
    #[error("the archive is cut off or damaged")]
    Damaged,
    /// It holds something other than plain files below its own folder.
    #[error("the archive holds {0:?}, which is no plain file below its own folder")]
    Foreign(String),
}

/// Every plain file with its path.
pub(crate) fn files(archive: &[u8]) -> Result<Vec<(String, &[u8])>, TarFault> {
    let mut files = Vec::new();
    let mut at = 0;
    loop {
        let header = archive.get(at..at + BLOCK).ok_or(TarFault::Damaged)?;
        if header.iter().all(|byte| *byte == 0) {
            return Ok(files);
        }
        let size = octal(&header[124..136]).ok_or(TarFault::Damaged)?;
        let begin = at + BLOCK;
        let end = begin.checked_add(size).ok_or(TarFault::Damaged)?;
        let content = archive.get(begin..end).ok_or(TarFault::Damaged)?;
        let path = path(header)?;
        match header[156] {
            kind if PLAIN_FILE.contains(&kind) && is_inside(&path) => files.push((path, content)),
            kind if EXTENDED.contains(&kind) || kind == FOLDER => {}
            _ => return Err(TarFault::Foreign(path)),
        }
        at = begin + size.div_ceil(BLOCK) * BLOCK;
    }
}

fn path(header: &[u8]) -> Result<String, TarFault> {
    let name = text(&header[0..100])?;
    let prefix = text(&header[345..500])?;
    Ok(if prefix.is_empty() { name } else { format!("{prefix}/{name}") })
}

fn text(field: &[u8]) -> Result<String, TarFault> {
    let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
    String::from_utf8(field[..end].to_vec()).map_err(|_| TarFault::Damaged)
}

fn octal(field: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(field).ok()?.trim_matches(|c: char| c == '\0' || c == ' ');
    usize::from_str_radix(text, 8).ok()
}

fn is_inside(path: &str) -> bool {
    !path.starts_with('/') && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(crate) fn packed(entries: &[(&str, u8, &[u8])]) -> Vec<u8> {
        let mut archive = Vec::new();
        for (path, kind, content) in entries {
            let mut header = vec![0; BLOCK];
            header[..path.len()].copy_from_slice(path.as_bytes());
            header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
            header[156] = *kind;
            archive.extend(header);
            archive.extend_from_slice(content);
            archive.resize(archive.len().div_ceil(BLOCK) * BLOCK, 0);
        }
        archive.resize(archive.len() + 2 * BLOCK, 0);
        archive
    }

    #[test]
    fn plain_files_are_read_and_folders_passed_over() {
        let long = vec![7; 1_000];
        let archive =
            packed(&[("package/a.js", b'0', b"abc"), ("package/lib", b'5', b""), ("package/lib/b", b'0', &long)]);
        let read = files(&archive).unwrap();
        assert_eq!(read, [("package/a.js".to_owned(), &b"abc"[..]), ("package/lib/b".to_owned(), &long[..])]);
    }

    #[test]
    fn what_leads_out_of_the_folder_or_is_no_file_is_refused() {
        for (path, kind) in [("../a", b'0'), ("/etc/a", b'0'), ("a/../../b", b'0'), ("a//b", b'0'), ("link", b'2')] {
            assert_eq!(files(&packed(&[(path, kind, b"")])), Err(TarFault::Foreign(path.to_owned())));
        }
        let whole = packed(&[("a", b'0', b"abc")]);
        assert_eq!(files(&whole[..600]), Err(TarFault::Damaged));
    }

    proptest! {
        #[test]
        fn no_bytes_bring_the_reader_down(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
            let _ = files(&bytes);
        }
    }
}

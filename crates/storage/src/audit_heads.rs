//! Heads of the audit chain kept outside the database: one authenticated line each, only ever added to.
//!
//! A database that is set back or replaced whole, its own head with it, does not hold what these lines say.
//! Put the file on another disk or machine than the database. A line whose authenticator is wrong is a finding of
//! its own. It must never know when a head is due.

use std::fs::File;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use vault::KeyRing;
use vault::ring::Stamp;

use crate::audit::Head;

/// The largest file that is read, in bytes: more than a century of hourly lines.
const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// What a file of heads says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownHeads {
    /// Heads in the order they were kept.
    pub heads: Vec<Head>,
    /// Numbers of lines that were not written by a holder of the key, from 1. The last one may be torn by a power cut.
    pub forged: Vec<usize>,
}

/// The authenticator of kept heads.
#[must_use]
pub fn stamp(ring: &KeyRing) -> Stamp {
    ring.stamp("audit head kept elsewhere")
}

/// Adds a head and syncs it to the disk.
///
/// # Errors
/// What the system says.
pub fn keep(path: &Path, stamp: &Stamp, head: &Head, at_ms: i64) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = File::options().create(true).append(true).mode(0o600).open(path)?;
    let said = format!("{} {} {at_ms}", head.seq, hex::encode(&head.hash));
    let mac = hex::encode(stamp.of(&[said.as_bytes()]));
    file.write_all(format!("{said} {mac}\n").as_bytes())?;
    file.sync_data()
}

/// Reads the file; one that does not exist holds nothing.
///
/// # Errors
/// What the system says; `InvalidData` for a file that cannot be one of ours.
pub fn read(path: &Path, stamp: &Stamp) -> io::Result<KnownHeads> {
    let length = match std::fs::metadata(path) {
        Ok(about) => about.len(),
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(KnownHeads::default()),
        Err(why) => return Err(why),
    };
    if length > FILE_BYTES_MAX {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the file of audit heads is too large"));
    }
    let mut known = KnownHeads::default();
    for (line, number) in std::fs::read_to_string(path)?.lines().zip(1..) {
        match head_of(line, stamp) {
            Some(head) => known.heads.push(head),
            None => known.forged.push(number),
        }
    }
    Ok(known)
}

fn head_of(line: &str, stamp: &Stamp) -> Option<Head> {
    let (said, mac) = line.rsplit_once(' ')?;
    if hex::decode(mac).ok()? != stamp.of(&[said.as_bytes()]) {
        return None;
    }
    let mut parts = said.split(' ');
    let seq = parts.next()?.parse().ok()?;
    Some(Head { seq, hash: hex::decode(parts.next()?).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_read_back_and_a_line_changed_by_hand_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("elsewhere").join("heads");
        let stamp = stamp(&KeyRing::generate().unwrap());
        assert_eq!(read(&path, &stamp).unwrap(), KnownHeads::default());
        let heads = [7, 9].map(|seq| Head { seq, hash: vec![seq as u8; 32] });
        for head in &heads {
            keep(&path, &stamp, head, 1_790_000_000_000).unwrap();
        }
        assert_eq!(read(&path, &stamp).unwrap(), KnownHeads { heads: heads.to_vec(), forged: Vec::new() });
        let changed = std::fs::read_to_string(&path).unwrap().replacen("7 ", "8 ", 1);
        std::fs::write(&path, changed).unwrap();
        let known = read(&path, &stamp).unwrap();
        assert_eq!((known.heads, known.forged), (heads[1..].to_vec(), vec![1]));
    }
}

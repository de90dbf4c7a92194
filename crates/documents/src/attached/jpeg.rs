//! A JPEG put together anew from the segments that draw it. Source: ITU-T T.81, Annex B; JFIF 1.02.

use domain::knowledge::entry::FileKind;

use super::bounds::bad_size;
use super::fault::FileFault;
use super::orientation::{orientation, segment};

/// What every JPEG begins with: its start and the first marker.
pub(super) const MAGIC: &[u8] = b"\xff\xd8\xff";

const BROKEN: FileFault = FileFault::Broken(FileKind::Jpeg);
const START: [u8; 2] = [0xff, 0xd8];
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
/// JFIF's first segment without its little picture: length, name, version, unit, densities, no picture.
const JFIF_BYTES: usize = 14;
/// Adobe's, which says what the colours mean.
const ADOBE_BYTES: usize = 12;

/// The picture alone: no EXIF but which way up it is, no place, no comment, nothing behind its end.
pub(super) fn picture(bytes: &[u8]) -> Result<Vec<u8>, FileFault> {
    let mut read = Read { rest: bytes.get(START.len()..).ok_or(BROKEN)? };
    let (mut head, mut body) = (Vec::new(), Vec::new());
    let (mut turned, mut has_frame, mut has_scan) = (None, false, false);
    loop {
        let marker = read.marker()?;
        if marker == END {
            break;
        }
        let data = read.segment()?;
        match marker {
            0xe0 => keep_jfif(&mut head, data),
            0xe1 => turned = turned.or_else(|| orientation(data)),
            0xee if data.starts_with(b"Adobe") && data.len() == ADOBE_BYTES => put(&mut body, marker, data),
            SCAN => {
                has_scan = true;
                put(&mut body, marker, data);
                body.extend_from_slice(read.scan()?);
            }
            // Tables: Huffman, arithmetic, quantization, restarts, lines.
            0xc4 | 0xcc | 0xdb | 0xdc | 0xdd => put(&mut body, marker, data),
            0xc0..=0xcf if marker != 0xc8 => {
                check_size(data)?;
                has_frame = true;
                put(&mut body, marker, data);
            }
            // What other programs wrote beside the picture.
            0xe2..=0xef | 0xfe => {}
            _ => return Err(BROKEN),
        }
    }
    if !has_frame || !has_scan {
        return Err(BROKEN);
    }
    let way_up = turned.map(segment).unwrap_or_default();
    Ok([START.as_slice(), &head, &way_up, &body, &[0xff, END]].concat())
}

struct Read<'b> {
    rest: &'b [u8],
}

impl<'b> Read<'b> {
    /// The next marker; any number of 0xff may stand before it (B.1.1.2).
    fn marker(&mut self) -> Result<u8, FileFault> {
        let fill = self.rest.iter().take_while(|byte| **byte == 0xff).count();
        let marker = *self.rest.get(fill).ok_or(BROKEN)?;
        if fill == 0 || marker == 0 {
            return Err(BROKEN);
        }
        self.rest = &self.rest[fill + 1..];
        Ok(marker)
    }

    /// The data behind a marker, without its length.
    fn segment(&mut self) -> Result<&'b [u8], FileFault> {
        let length = self.rest.get(..2).and_then(|two| two.try_into().ok()).map(u16::from_be_bytes).ok_or(BROKEN)?;
        let data = self.rest.get(2..usize::from(length)).ok_or(BROKEN)?;
        self.rest = &self.rest[usize::from(length)..];
        Ok(data)
    }

    /// The coded picture until the next marker that is no restart.
    fn scan(&mut self) -> Result<&'b [u8], FileFault> {
        let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff);
        let end = self.rest.windows(2).position(ends).ok_or(BROKEN)?;
        let (scan, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok(scan)
    }
}

/// Segments are at most 65,533 bytes long since they were read from one.
fn put(to: &mut Vec<u8>, marker: u8, data: &[u8]) {
    let length = u16::try_from(data.len() + 2).unwrap_or(u16::MAX);
    to.extend_from_slice(&[0xff, marker]);
    to.extend_from_slice(&length.to_be_bytes());
    to.extend_from_slice(data);
}

fn keep_jfif(head: &mut Vec<u8>, data: &[u8]) {
    if let Some(jfif) = data.get(..JFIF_BYTES).filter(|jfif| jfif.starts_with(b"JFIF\0") && head.is_empty()) {
        let mut jfif = jfif.to_vec();
        jfif[JFIF_BYTES - 2..].fill(0);
        put(head, 0xe0, &jfif);
    }
}

/// Of a frame's header: precision, lines, samples a line (B.2.2).
fn check_size(frame: &[u8]) -> Result<(), FileFault> {
    let number = |from: usize| {
        let two = frame.get(from..from + 2).and_then(|two| two.try_into().ok());
        two.map(u16::from_be_bytes).map(u32::from).ok_or(BROKEN)
    };
    if bad_size(number(1)?, number(3)?) { Err(FileFault::Pixels) } else { Ok(()) }
}

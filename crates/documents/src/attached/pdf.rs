//! A PDF is kept as it is, or refused: nothing in it may run, open or fetch, and it is nothing else beside a PDF.
//!
//! Names are looked for everywhere, also in object streams, which are unpacked within a bound. This narrows what a
//! reader could be made to do; whoever serves the file still serves it as a download that runs nothing.
//! Source: ISO 32000-2, §7.3.5, §7.5.7, §12.6.

use std::io::Read as _;

use domain::knowledge::entry::FileKind;
use flate2::read::ZlibDecoder;

use super::bounds::find;
use super::fault::FileFault;

/// What a PDF begins with; readers would search for it further on, which is where two files in one begin.
pub(super) const MAGIC: &[u8] = b"%PDF-";

const BROKEN: FileFault = FileFault::Broken(FileKind::Pdf);
/// How much of the beginning and of the end is looked at for another file.
const HEAD_BYTES: usize = 1_024;
/// A zip's end with the longest comment it can have.
const TAIL_BYTES: usize = 22 + 65_535;
/// Most bytes of all object streams together.
const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// A dictionary before its stream is not longer.
const DICTIONARY_BYTES_MAX: usize = 4_096;
/// Longest name that means something here.
const NAME_BYTES_MAX: usize = 16;

/// Names of what is carried out, opened or sent, as it is told.
const ACTIVE: [(&[u8], &str); 9] = [
    (b"JavaScript", "JavaScript"),
    (b"Launch", "Launch"),
    (b"EmbeddedFile", "EmbeddedFile"),
    (b"EmbeddedFiles", "EmbeddedFile"),
    (b"RichMedia", "RichMedia"),
    (b"XFA", "XFA"),
    (b"SubmitForm", "SubmitForm"),
    (b"ImportData", "ImportData"),
    (b"GoToE", "GoToE"),
];

/// Looks a document over.
pub(super) fn check(bytes: &[u8]) -> Result<(), FileFault> {
    let numbered = bytes.get(MAGIC.len()).is_some_and(u8::is_ascii_digit);
    let end = bytes.iter().rposition(|byte| !is_space(*byte)).map_or(0, |last| last + 1);
    let Some(whole) = bytes.get(..end).filter(|whole| numbered && whole.ends_with(b"%%EOF")) else {
        return Err(BROKEN);
    };
    if is_two_in_one(bytes) {
        return Err(FileFault::TwoInOne);
    }
    let mut left = UNPACKED_BYTES_MAX;
    look_over(whole, &mut |at| {
        let Some(unpacked) = object_stream(whole, at, &mut left)? else { return Ok(()) };
        look_over(&unpacked, &mut |_| Ok(()))
    })
}

/// A page at the beginning, or a zip whose end is the file's end.
fn is_two_in_one(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes).to_ascii_lowercase();
    let is_page =
        [&b"<html"[..], b"<script", b"<svg", b"<!doctype", b"<?php"].iter().any(|tag| find(&head, tag, 0).is_some());
    let tail = bytes.get(bytes.len().saturating_sub(TAIL_BYTES)..).unwrap_or(bytes);
    let mut from = 0;
    let mut is_zip = false;
    while let Some(at) = find(tail, b"PK\x05\x06", from) {
        let comment = tail.get(at + 20..at + 22).and_then(|two| two.try_into().ok()).map(u16::from_le_bytes);
        // Whether spaces behind the comment matter is up to who reads it.
        is_zip |= comment.is_some_and(|length| {
            let end = at + 22 + usize::from(length);
            tail.get(end..).is_some_and(|rest| rest.iter().all(|byte| is_space(*byte)))
        });
        from = at + 1;
    }
    is_page || is_zip
}

/// Goes through every name; `packed` is told where an object stream is named.
fn look_over(bytes: &[u8], packed: &mut dyn FnMut(usize) -> Result<(), FileFault>) -> Result<(), FileFault> {
    for at in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at) {
        let name = name_at(bytes, at + 1);
        if let Some((_, told)) = ACTIVE.iter().find(|(active, _)| *active == name) {
            return Err(FileFault::Active(told));
        }
        match name.as_slice() {
            b"Encrypt" => return Err(FileFault::Locked),
            b"ObjStm" => packed(at)?,
            _ => {}
        }
    }
    Ok(())
}

/// A name with its `#xx` read (§7.3.5), as far as it matters.
fn name_at(bytes: &[u8], from: usize) -> Vec<u8> {
    let mut name = Vec::new();
    let mut rest = bytes.get(from..).unwrap_or_default();
    while let Some((byte, after)) = rest.split_first() {
        if is_space(*byte) || b"()<>[]{}/%".contains(byte) || name.len() > NAME_BYTES_MAX {
            break;
        }
        let escaped = after
            .get(..2)
            .filter(|_| *byte == b'#')
            .and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        name.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    name
}

/// The bytes of the object stream whose dictionary names itself at `at`; None where they stand there unpacked.
fn object_stream(bytes: &[u8], at: usize, left: &mut u64) -> Result<Option<Vec<u8>>, FileFault> {
    let stream = find(bytes, b"stream", at).ok_or(BROKEN)?;
    let from = stream.saturating_sub(DICTIONARY_BYTES_MAX);
    let before = bytes.get(from..stream).ok_or(BROKEN)?;
    let dictionary = before.windows(3).rposition(|window| window == b"obj").map_or(before, |at| &before[at..]);
    if find(dictionary, b"/Filter", 0).is_none() {
        return Ok(None);
    }
    if find(dictionary, b"FlateDecode", 0).is_none() {
        return Err(BROKEN);
    }
    let data = bytes.get(stream + b"stream".len()..).ok_or(BROKEN)?;
    let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
    let mut unpacked = Vec::new();
    let read = ZlibDecoder::new(data).take(*left).read_to_end(&mut unpacked).map_err(|_| BROKEN)?;
    *left = left.saturating_sub(read as u64);
    if *left == 0 { Err(BROKEN) } else { Ok(Some(unpacked)) }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

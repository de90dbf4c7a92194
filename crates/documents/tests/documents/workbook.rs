//! Workbooks taken apart and put together again, to be harmed on the way.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The parts of a workbook, name and content.
pub type Parts = Vec<(String, Vec<u8>)>;

pub fn taken_apart(bytes: &[u8]) -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let part = |index: usize| {
        let mut part = archive.by_index(index).expect("a part");
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("its content");
        (part.name().to_owned(), content)
    };
    (0..ZipArchive::new(Cursor::new(bytes)).expect("a zip").len()).map(part).collect()
}

pub fn put_together(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).expect("a name");
        writer.write_all(content).expect("its content");
    }
    writer.finish().expect("a zip").into_inner()
}

/// The workbook with `from` replaced by `to` in the part of that name.
pub fn with(bytes: &[u8], name: &str, from: &str, to: &str) -> Vec<u8> {
    let mut parts = taken_apart(bytes);
    let part = parts.iter_mut().find(|(part, _)| part == name).expect("a part of that name");
    let text = String::from_utf8(part.1.clone()).expect("text");
    assert!(text.contains(from), "{name} has no {from}");
    part.1 = text.replace(from, to).into_bytes();
    put_together(&parts)
}

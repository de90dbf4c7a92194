//! Files that mean harm, and files that are merely damaged: each ends in words, none in a panic or in the memory.

use std::fs;
use std::path::Path;
use std::sync::Once;

use documents::{Bounds, ReviewError, SheetError, read_review, read_rows, review_xlsx, table_xlsx};
use proptest::prelude::*;

use super::seed;
use super::workbook::{Parts, put_together, taken_apart, with};

fn read(bytes: &[u8]) -> Result<Vec<Vec<String>>, SheetError> {
    read_rows(bytes, Bounds::default())
}

fn small() -> Vec<u8> {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day");
    table_xlsx(&seed::entries()[..3], day).expect("a workbook")
}

#[test]
fn what_is_no_workbook_is_told_in_words() {
    let cases: [(&[u8], SheetError); 6] = [
        (b"", SheetError::NotExcel),
        (b"key,topic\r\n", SheetError::NotExcel),
        (b"%PDF-1.7", SheetError::NotExcel),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", SheetError::OldOrLocked),
        (b"PK", SheetError::Broken),
        (b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", SheetError::NotExcel),
    ];
    for (bytes, wanted) in cases {
        assert_eq!(read(bytes), Err(wanted.clone()), "{bytes:?}");
        assert!(!wanted.text_ja().is_empty());
    }
    let other = put_together(&[("mimetype".to_owned(), b"application/epub+zip".to_vec())]);
    assert_eq!(read(&other), Err(SheetError::NotExcel));
    assert_eq!(read_review(b"PK"), Err(ReviewError::Sheet(SheetError::Broken)));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let bounds = Bounds { unpacked_bytes_max: 8 * 1024 * 1024, ..Bounds::default() };
    let mut parts = taken_apart(&small());
    parts.push(("xl/media/image1.png".to_owned(), vec![0; 16 * 1024 * 1024]));
    let bomb = put_together(&parts);
    assert!(bomb.len() < 100 * 1024);
    assert_eq!(read_rows(&bomb, bounds), Err(SheetError::TooMuch));
}

#[test]
fn a_part_that_lies_about_its_size_is_counted_as_it_is() {
    let bounds = Bounds { unpacked_bytes_max: 100_000, ..Bounds::default() };
    let mut parts = taken_apart(&small());
    parts.push(("xl/lie.xml".to_owned(), vec![b' '; 150_000]));
    let mut file = put_together(&parts);
    // The size stands in both headers of the part; 1 is claimed.
    let size = 150_000_u32.to_le_bytes();
    while let Some(at) = file.windows(4).position(|bytes| bytes == size) {
        file[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
    }
    assert!(matches!(read_rows(&file, bounds), Err(SheetError::TooMuch | SheetError::Broken)));
}

#[test]
fn a_million_parts_and_a_million_tags_are_too_much() {
    let many: Parts = (0..1_001).map(|number| (format!("xl/{number}.xml"), Vec::new())).collect();
    assert_eq!(read(&put_together(&many)), Err(SheetError::TooMuch));
    let mut parts = taken_apart(&small());
    parts.push(("xl/tags.xml".to_owned(), b"<".repeat(9_000_000)));
    assert_eq!(read(&put_together(&parts)), Err(SheetError::TooMuch));
}

#[test]
fn room_for_strings_is_not_made_on_a_files_word() {
    let file = small();
    let strings = "xl/sharedStrings.xml";
    for claim in ["99999999999", "18446744073709551615", "9999999", "x", "", "-1"] {
        let claimed = with(&file, strings, "uniqueCount=\"", &format!("uniqueCount = '{claim}' x=\""));
        assert_eq!(read(&claimed), Err(SheetError::Broken), "{claim}");
    }
    let claimed = with(&file, strings, "uniqueCount=\"", "uniqueCount='1' x=\"");
    assert!(read(&claimed).is_ok());
}

#[test]
fn entities_are_not_resolved() {
    let file = with(
        &small(),
        "xl/sharedStrings.xml",
        "<sst ",
        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\"><!ENTITY b \"&a;&a;\">]><sst ",
    );
    assert!(read(&file).is_ok());
    let named = with(&file, "xl/sharedStrings.xml", "<t>key</t>", "<t>&b;</t>");
    assert_eq!(read(&named), Err(SheetError::Broken));
}

#[test]
fn one_string_named_by_every_cell_does_not_fill_the_memory() {
    let bounds = Bounds { unpacked_bytes_max: 2 * 1024 * 1024, ..Bounds::default() };
    let long = "あ".repeat(30_000);
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..6 {
        for column in 0..6 {
            sheet.write_string(row, column, &long).expect("a cell");
        }
    }
    let file = book.save_to_buffer().expect("a workbook");
    assert!(file.len() < 200_000);
    assert!(read(&file).is_ok());
    assert_eq!(read_rows(&file, bounds), Err(SheetError::TooMuch));
}

/// A panic of the reader is expected here and is told by what comes of it, not by pages of frames.
fn hush() {
    static HUSHED: Once = Once::new();
    HUSHED.call_once(|| {
        let told = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !panic.location().is_some_and(|place| place.file().contains("calamine")) {
                told(panic);
            }
        }));
    });
}

#[test]
fn every_file_of_the_corpus_ends_as_it_is_named() {
    hush();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut seen = 0;
    for file in fs::read_dir(folder).expect("the corpus") {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|ending| ending != "xlsx") {
            continue;
        }
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let bytes = fs::read(&path).expect("its bytes");
        let (ending, _) = name.split_once('-').expect("named by its ending");
        let read = read(&bytes);
        match ending {
            "broken" => assert_eq!(read, Err(SheetError::Broken), "{name}"),
            "notexcel" => assert_eq!(read, Err(SheetError::NotExcel), "{name}"),
            "nosheet" => assert_eq!(read, Err(SheetError::NoSheet), "{name}"),
            "rows" => assert_eq!(read, Err(SheetError::TooManyRows { limit: 10_001 }), "{name}"),
            "refused" => assert!(read.is_err(), "{name}: {read:?}"),
            "read" => assert!(read.is_ok(), "{name}: {read:?}"),
            other => panic!("no such ending: {other}"),
        }
        let marks = read_review(&bytes);
        assert!(marks.is_err(), "{name}");
        seen += 1;
    }
    assert!(seen >= 19, "{seen}");
}

/// A byte of one part is set, cut off, or said twice.
#[derive(Debug, Clone)]
enum Harm {
    Set(usize, usize, u8),
    Cut(usize, usize),
    Twice(usize, usize, usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    let xml = prop_oneof![Just(b'<'), Just(b'>'), Just(b'"'), Just(b'/'), Just(b'9'), Just(0), any::<u8>()];
    prop_oneof![
        4 => (any::<usize>(), any::<usize>(), xml).prop_map(|(part, at, byte)| Harm::Set(part, at, byte)),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(part, at)| Harm::Cut(part, at)),
        1 => (any::<usize>(), any::<usize>(), 1_usize..200).prop_map(|(part, at, bytes)| Harm::Twice(part, at, bytes)),
    ]
}

fn harmed(mut parts: Parts, harms: &[Harm]) -> Vec<u8> {
    for harm in harms {
        let (Harm::Set(part, ..) | Harm::Cut(part, _) | Harm::Twice(part, ..)) = harm;
        let count = parts.len();
        let content = &mut parts[part % count].1;
        if content.is_empty() {
            continue;
        }
        match harm {
            Harm::Set(_, at, byte) => {
                let at = at % content.len();
                content[at] = *byte;
            }
            Harm::Cut(_, at) => content.truncate(at % content.len()),
            Harm::Twice(_, at, bytes) => {
                let at = at % content.len();
                let piece = content[at..(at + bytes).min(content.len())].to_vec();
                content.splice(at..at, piece);
            }
        }
    }
    put_together(&parts)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_harmed_part_never_panics(harms in prop::collection::vec(harm(), 1..6)) {
        static PARTS: std::sync::LazyLock<(Parts, Parts)> = std::sync::LazyLock::new(|| {
            let review = review_xlsx(&seed::review()).expect("a workbook");
            (taken_apart(&small()), taken_apart(&review))
        });
        hush();
        let _ = read(&harmed(PARTS.0.clone(), &harms));
        let _ = read_review(&harmed(PARTS.1.clone(), &harms));
    }

    #[test]
    fn harmed_bytes_never_panic(places in prop::collection::vec((any::<usize>(), any::<u8>()), 1..8), cut in any::<usize>()) {
        static FILE: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(small);
        hush();
        let mut file = FILE.clone();
        for (at, byte) in places {
            let at = at % file.len();
            file[at] = byte;
        }
        let _ = read(&file);
        file.truncate(cut % file.len());
        let _ = read(&file);
    }
}

//! Files from outside: told by their content, stripped of what is not the picture, refused where they could act.

use std::io::Write as _;

use documents::{CleanFile, FileFault, Fonts, clean_file, edition_pdf};
use domain::knowledge::entry::{ATTACHMENT_BYTES_MAX, FileKind};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

use super::seed;

const PLACE: &[u8] = b"GPS 35.4886 139.4078";

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [name.as_slice(), data].concat();
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat()
}

fn header(width: u32, height: u32) -> Vec<u8> {
    chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat())
}

fn png(between: &[Vec<u8>], behind: &[u8]) -> Vec<u8> {
    let parts = [b"\x89PNG\r\n\x1a\n".to_vec(), header(3, 2), chunk(b"gAMA", &[0, 0, 0xb1, 0x8f])];
    let end = [chunk(b"IDAT", b"points"), chunk(b"IEND", b"")];
    [parts.concat(), between.concat(), end.concat(), behind.to_vec()].concat()
}

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("short").to_be_bytes();
    [&[0xff, marker][..], &length, data].concat()
}

fn exif(orientation: u8) -> Vec<u8> {
    let entry = [0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
    let data = [&b"Exif\0\0II*\0\x08\0\0\0\x01\0"[..], &entry, &[0; 4], PLACE].concat();
    segment(0xe1, &data)
}

fn jpeg(between: &[Vec<u8>], behind: &[u8]) -> Vec<u8> {
    let jfif = segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    let frame = segment(0xc0, &[8, 0, 2, 0, 3, 1, 1, 0x11, 0]);
    let scan = [segment(0xda, &[1, 1, 0, 0, 63, 0]), b"coded\xff\x00more\xff\xd0end".to_vec()].concat();
    let parts = [segment(0xdb, &[0; 65]), frame, segment(0xc4, &[0; 20]), scan];
    let start = [vec![0xff, 0xd8], jfif, between.concat(), parts.concat()].concat();
    [start, vec![0xff, 0xd9], behind.to_vec()].concat()
}

fn pdf(objects: &str) -> Vec<u8> {
    format!("%PDF-1.7\n1 0 obj\n<< /Type /Catalog {objects} >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n")
        .into_bytes()
}

fn packed(inner: &str) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(inner.as_bytes()).expect("memory");
    let data = packer.finish().expect("memory");
    let head = format!(
        "%PDF-1.7\n5 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {} >>\nstream\n",
        data.len()
    );
    [head.as_bytes(), &data, b"\nendstream\nendobj\n%%EOF"].concat()
}

fn clean(bytes: &[u8]) -> CleanFile {
    clean_file(bytes).expect("it is kept")
}

fn refused(bytes: &[u8], fault: FileFault) {
    assert_eq!(clean_file(bytes).map(|file| file.kind), Err(fault));
    assert!(fault.text_ja().ends_with('。') && fault.to_string().contains("; "), "{fault}");
}

fn has(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn a_png_keeps_its_picture_and_loses_text_place_time_and_what_stands_behind_it() {
    let plain = png(&[], b"");
    assert_eq!(clean(&plain), CleanFile { kind: FileKind::Png, bytes: plain.clone(), altered: false });
    let beside = [chunk(b"tEXt", PLACE), chunk(b"iTXt", b"<script>"), chunk(b"eXIf", PLACE), chunk(b"tIME", &[0; 7])];
    let read = clean(&png(&beside, b"PK\x05\x06 and a zip"));
    assert_eq!(read, CleanFile { kind: FileKind::Png, bytes: plain, altered: true });
}

#[test]
fn a_png_that_is_cut_off_or_altered_is_refused() {
    let broken = FileFault::Broken(FileKind::Png);
    let whole = png(&[], b"");
    for cut in [8, 20, whole.len() - 1, whole.len() - 13] {
        refused(&whole[..cut], broken);
    }
    let mut altered = whole.clone();
    altered[40] ^= 1;
    refused(&altered, broken);
    refused(&png(&[chunk(b"EVIL", b"")], b""), broken);
    refused(&png(&[header(3, 2)], b""), broken);
    refused(&[b"\x89PNG\r\n\x1a\n".to_vec(), header(3, 2), chunk(b"IEND", b"")].concat(), broken);
    let huge = [b"\x89PNG\r\n\x1a\n".to_vec(), header(60_000, 60_000), chunk(b"IDAT", b"x"), chunk(b"IEND", b"")];
    refused(&huge.concat(), FileFault::Pixels);
}

#[test]
fn a_jpeg_keeps_its_picture_and_loses_place_comments_and_what_stands_behind_it() {
    let plain = jpeg(&[], b"");
    assert_eq!(clean(&plain), CleanFile { kind: FileKind::Jpeg, bytes: plain.clone(), altered: false });
    let beside = [
        exif(1),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x/>"),
        segment(0xfe, b"<script>"),
        segment(0xed, PLACE),
    ];
    let read = clean(&jpeg(&beside, b"\xff\xd8\xff second picture"));
    assert_eq!(read, CleanFile { kind: FileKind::Jpeg, bytes: plain, altered: true });
}

#[test]
fn a_photograph_stays_the_right_way_up_without_saying_where_it_was_taken() {
    let read = clean(&jpeg(&[exif(6)], b""));
    assert!(read.altered && !has(&read.bytes, PLACE));
    assert!(has(&read.bytes, b"Exif\0\0MM\0*"));
    assert!(has(&read.bytes, &[1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]));
    assert_eq!(clean(&read.bytes), CleanFile { altered: false, ..read });
    for orientation in [0, 1, 9, 255] {
        assert!(!has(&clean(&jpeg(&[exif(orientation)], b"")).bytes, b"Exif"), "{orientation}");
    }
}

#[test]
fn a_jpeg_that_is_cut_off_is_refused() {
    let whole = jpeg(&[exif(6)], b"");
    for cut in 3..whole.len() {
        refused(&whole[..cut], FileFault::Broken(FileKind::Jpeg));
    }
    let mut none = jpeg(&[], b"");
    let frame = none.windows(2).position(|two| two == [0xff, 0xc0]).expect("a frame");
    none[frame + 5..frame + 7].fill(0);
    refused(&none, FileFault::Pixels);
}

#[test]
fn a_pdf_is_kept_as_it_is() {
    let plain = pdf("/Lang (ja-JP)");
    assert_eq!(clean(&plain), CleanFile { kind: FileKind::Pdf, bytes: plain.clone(), altered: false });
    let mut edition = seed::editions().1;
    edition.entries.truncate(3);
    let made = edition_pdf(&edition, &Fonts::of_debian()).expect("a PDF");
    assert_eq!(clean(&made).bytes, made);
    assert!(!clean(&packed("1 0 << /Type /Page >>")).altered);
}

#[test]
fn a_pdf_that_acts_or_is_locked_is_refused_wherever_it_says_so() {
    refused(&pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), FileFault::Active("JavaScript"));
    refused(&pdf("/OpenAction << /S /J#61vaScript >>"), FileFault::Active("JavaScript"));
    refused(&pdf("/AA<</S/Launch/F(calc.exe)>>"), FileFault::Active("Launch"));
    refused(&pdf("/Names << /EmbeddedFiles 2 0 R >>"), FileFault::Active("EmbeddedFile"));
    refused(&pdf("/AcroForm << /XFA 3 0 R >>"), FileFault::Active("XFA"));
    refused(&pdf("/Encrypt 4 0 R"), FileFault::Locked);
    refused(&packed("1 0 << /S /JavaScript >>"), FileFault::Active("JavaScript"));
    assert!(!clean(&pdf("/Title (about /JavaScripts and /Launcher)")).altered);
}

#[test]
fn a_pdf_that_is_something_else_as_well_is_refused() {
    let zip = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x06\0%%EOF\n";
    refused(&[&pdf("")[..], zip].concat(), FileFault::TwoInOne);
    refused(&pdf("/A (<script>alert(1)</script>)"), FileFault::TwoInOne);
    refused(b"%PDF-1.7\n<HTML><body>\n%%EOF", FileFault::TwoInOne);
    refused(b"%PDF-1.7\nno end", FileFault::Broken(FileKind::Pdf));
    refused(b"%PDF-x\n%%EOF", FileFault::Broken(FileKind::Pdf));
    refused(b" %PDF-1.7\n\x01%%EOF", FileFault::OtherKind);
}

#[test]
fn an_object_stream_without_end_is_refused() {
    let bomb = "0".repeat(65 * 1024 * 1024);
    refused(&packed(&bomb), FileFault::Broken(FileKind::Pdf));
    let unread = b"%PDF-1.7\n5 0 obj\n<< /Type /ObjStm /Filter /LZWDecode >>\nstream\nx\nendstream\n%%EOF";
    refused(unread, FileFault::Broken(FileKind::Pdf));
}

#[test]
fn text_is_kept_where_nothing_takes_it_for_a_page() {
    let text = "受付時間\r\n\t8時30分から17時15分まで（3 < 5）\n".as_bytes();
    assert_eq!(clean(text), CleanFile { kind: FileKind::Text, bytes: text.to_vec(), altered: false });
    for page in [
        "<html>",
        "\u{feff} <svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "a\n<SCRIPT src=x>",
        "<?xml version=\"1.0\"?>",
    ] {
        refused(page.as_bytes(), FileFault::Markup);
    }
    refused(b"GIF89a\x01\x00\x01\x00", FileFault::OtherKind);
    refused(b"PK\x03\x04", FileFault::OtherKind);
    refused(b"\x83\x7d\x83\x43", FileFault::OtherKind);
    refused(b"", FileFault::Empty);
    refused(b" \n", FileFault::Empty);
    refused("個人番号は 1234 5678 9018 です".as_bytes(), FileFault::Secret);
    let large = vec![b'a'; usize::try_from(ATTACHMENT_BYTES_MAX).expect("small") + 1];
    refused(&large, FileFault::TooLarge);
}

proptest! {
    #[test]
    fn no_bytes_break_the_reading(start in prop::sample::select(vec![&b""[..], b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]),
            rest in prop::collection::vec(any::<u8>(), 0..400)) {
        let bytes = [start, &rest].concat();
        if let Ok(file) = clean_file(&bytes) {
            prop_assert_eq!(clean_file(&file.bytes).map(|again| again.bytes), Ok(file.bytes));
        }
    }
}

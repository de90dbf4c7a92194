//! The press: a template and its data become the bytes of a PDF.
//!
//! The world typst sees has the template, what templates share, and one file of data; it asks for anything else in
//! vain. Every text passes [`Press::readable`] on its way into the data.

use std::path::PathBuf;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike as _, Timelike as _};
use domain::time::Timestamp;
use serde::Serialize;
use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::fonts::{Faces, Fonts};
use crate::error::DocumentError;

/// What stands for a letter no font has, as printers do.
const GETA: char = '〓';

/// Where a line may break within a word that has no place to break, in characters.
const UNBROKEN_CHARS_MAX: usize = 40;

/// A place to break that is not seen.
const BREAK: char = '\u{200b}';

/// Keys of the data whose text is an address and not shown.
const ADDRESS: &str = "address";

const SHARED: &str = include_str!("shared.typ");
const CHART: &str = include_str!("chart.typ");

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// Whether a document must be fit for an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Archive {
    /// Accessible (PDF/UA-1) where its texts let it be, tagged in any case.
    Free,
    /// Fit for an archive (PDF/A-2), or not made at all.
    Required,
}

impl Archive {
    /// The standards that are tried, the best first.
    fn standards(self) -> &'static [&'static [PdfStandard]] {
        match self {
            Self::Free => &[&[PdfStandard::Ua_1], &[]],
            Self::Required => &[&[PdfStandard::A_2a, PdfStandard::Ua_1], &[PdfStandard::A_2a], &[PdfStandard::A_2b]],
        }
    }
}

/// Sets a template with its data.
///
/// # Errors
/// When there are no fonts, or the template does not fit its data.
pub(super) fn print(
    template: &'static str,
    data: &impl Serialize,
    made_at: Timestamp,
    fonts: &Fonts,
) -> Result<Vec<u8>, DocumentError> {
    printed(template, data, made_at, fonts, Archive::Free)
}

/// Sets a template with its data, fit for an archive.
///
/// # Errors
/// When there are no fonts, the template does not fit its data, or a text keeps it from PDF/A.
pub(super) fn print_archive(
    template: &'static str,
    data: &impl Serialize,
    made_at: Timestamp,
    fonts: &Fonts,
) -> Result<Vec<u8>, DocumentError> {
    printed(template, data, made_at, fonts, Archive::Required)
}

fn printed(
    template: &'static str,
    data: &impl Serialize,
    made_at: Timestamp,
    fonts: &Fonts,
    archive: Archive,
) -> Result<Vec<u8>, DocumentError> {
    let faces = fonts.faces()?;
    let mut data = serde_json::to_value(data).map_err(|fault| DocumentError::Typesetting(fault.to_string()))?;
    readable(&mut data, faces, false);
    let press = Press::of(template, &data, faces)?;
    let made = typst::compile::<PagedDocument>(&press).output;
    let pdf = made.map_err(|faults| typesetting(&faults)).and_then(|document| export(&document, made_at, archive));
    // What typst remembers of one document is of no use to the next.
    typst::comemo::evict(0);
    pdf
}

/// By the best of the standards the texts allow.
fn export(document: &PagedDocument, made_at: Timestamp, archive: Archive) -> Result<Vec<u8>, DocumentError> {
    let mut refused = DocumentError::Typesetting("no standard was tried".to_owned());
    for list in archive.standards() {
        let standards =
            PdfStandards::new(list).map_err(|fault| DocumentError::Typesetting(fault.message().to_string()))?;
        let options = PdfOptions { timestamp: timestamp(made_at), standards, ..PdfOptions::default() };
        match typst_pdf::pdf(document, &options) {
            Ok(pdf) => return Ok(pdf),
            Err(faults) => refused = typesetting(&faults),
        }
    }
    Err(refused)
}

fn timestamp(at: Timestamp) -> Option<typst_pdf::Timestamp> {
    let at = DateTime::from_timestamp_millis(at.0)?;
    let small = |number: u32| u8::try_from(number).ok();
    let (month, day) = (small(at.month())?, small(at.day())?);
    let time = (small(at.hour())?, small(at.minute())?, small(at.second())?);
    let moment = Datetime::from_ymd_hms(at.year(), month, day, time.0, time.1, time.2)?;
    Some(typst_pdf::Timestamp::new_utc(moment))
}

fn typesetting(faults: &[SourceDiagnostic]) -> DocumentError {
    let told: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    DocumentError::Typesetting(told.join("; "))
}

/// Makes every text of the data fit to be set; addresses stay as they are.
fn readable(value: &mut Value, faces: &Faces, address: bool) {
    match value {
        Value::String(text) if !address => *text = breakable(&printable(text, faces)),
        Value::Array(values) => values.iter_mut().for_each(|value| readable(value, faces, address)),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| readable(value, faces, name == ADDRESS)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Without signs that are not seen or turn the direction of writing, and with [`GETA`] for what no font has.
fn printable(text: &str, faces: &Faces) -> String {
    let unseen = |c: char| {
        let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
        turns || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}') || (c.is_control() && c != '\n')
    };
    // The signs that choose between shapes of one letter have none of their own.
    let chooses = |c: char| matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
    let shown = |c: char| if c == '\n' || chooses(c) || faces.have(c) { c } else { GETA };
    text.chars().filter(|c| !unseen(*c)).map(shown).collect()
}

/// With places to break in words that are longer than a line.
fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut unbroken = 0;
    for c in text.chars() {
        unbroken = if c.is_whitespace() || !c.is_ascii() { 0 } else { unbroken + 1 };
        out.push(c);
        if unbroken >= UNBROKEN_CHARS_MAX {
            out.push(BREAK);
            unbroken = 0;
        }
    }
    out
}

/// All that typst may ask for.
struct Press<'a> {
    faces: &'a Faces,
    main: Source,
    shared: Source,
    chart: Source,
    data_id: FileId,
    data: Bytes,
}

impl<'a> Press<'a> {
    fn of(template: &'static str, data: &Value, faces: &'a Faces) -> Result<Self, DocumentError> {
        Ok(Self {
            faces,
            main: source("/main.typ", template)?,
            shared: source("/shared.typ", SHARED)?,
            chart: source("/chart.typ", CHART)?,
            data_id: file_id("/data.json")?,
            data: Bytes::from_string(data.to_string()),
        })
    }
}

fn source(path: &str, text: &str) -> Result<Source, DocumentError> {
    Ok(Source::new(file_id(path)?, text.to_owned()))
}

fn file_id(path: &str) -> Result<FileId, DocumentError> {
    let path = VirtualPath::new(path).map_err(|fault| DocumentError::Typesetting(format!("{fault:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Press<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.faces.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let sources = [&self.main, &self.shared, &self.chart];
        let found = sources.into_iter().find(|source| source.id() == id);
        found.cloned().ok_or_else(|| absent(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(absent(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.faces.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.get().vpath().get_without_slash()))
}

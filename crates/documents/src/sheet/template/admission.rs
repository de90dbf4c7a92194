//! What a workbook may consist of to be let in.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use quick_xml::events::Event;
use quick_xml::reader::Reader;
use zip::ZipArchive;

use super::fault::TemplateError;
use super::formulas;
use super::xml::{attribute, broken, next};
use crate::sheet::bounds::Bounds;

/// Largest template, in bytes, and the largest sum of what is packed in it.
const BYTES_MAX: usize = 16 * 1024 * 1024;
const UNPACKED_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Longest name of a part, in bytes.
const PART_NAME_BYTES_MAX: usize = 255;

/// Parts that do more than hold cells and pictures, by what their name contains in small letters.
const REFUSED_PARTS: [(&str, TemplateError); 12] = [
    ("vbaproject", TemplateError::Macros),
    ("xl/macrosheets/", TemplateError::Macros),
    ("xl/dialogsheets/", TemplateError::Macros),
    ("attachedtoolbars", TemplateError::Macros),
    ("customui/", TemplateError::Macros),
    ("xl/externallinks/", TemplateError::External("external workbook")),
    ("xl/connections.xml", TemplateError::External("data connection")),
    ("xl/querytables/", TemplateError::External("data connection")),
    ("webextensions/", TemplateError::External("add-in")),
    ("xl/activex/", TemplateError::Embedded),
    ("/embeddings/", TemplateError::Embedded),
    ("_xmlsignatures/", TemplateError::Signed),
];

/// The same by the kind of a relation, whatever the part is called; the end of its address in small letters.
const REFUSED_RELATIONS: [(&str, TemplateError); 13] = [
    ("/vbaproject", TemplateError::Macros),
    ("/xlmacrosheet", TemplateError::Macros),
    ("/xlintlmacrosheet", TemplateError::Macros),
    ("/dialogsheet", TemplateError::Macros),
    ("/ui/extensibility", TemplateError::Macros),
    ("/externallink", TemplateError::External("external workbook")),
    ("/externallinkpath", TemplateError::External("external workbook")),
    ("/connections", TemplateError::External("data connection")),
    ("/querytable", TemplateError::External("data connection")),
    ("/oleobject", TemplateError::Embedded),
    ("/package", TemplateError::Embedded),
    ("/control", TemplateError::Embedded),
    ("/activexcontrolbinary", TemplateError::Embedded),
];

/// Kinds of content that run.
const REFUSED_CONTENT: [(&str, TemplateError); 3] = [
    ("macroenabled", TemplateError::Macros),
    ("vbaproject", TemplateError::Macros),
    ("activex", TemplateError::Embedded),
];

/// Where a link that is only followed when somebody presses it may lead.
const LINKS: [&str; 3] = ["https://", "http://", "mailto:"];

/// The text parts of an admitted workbook.
pub(super) struct Parts(BTreeMap<String, String>);

impl Parts {
    /// Unpacks a workbook within bounds and looks over every part.
    pub(super) fn admit(bytes: &[u8]) -> Result<Self, TemplateError> {
        let bounds = Bounds { bytes_max: BYTES_MAX, unpacked_bytes_max: UNPACKED_BYTES_MAX, ..Bounds::default() };
        bounds.admit(bytes)?;
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        let mut parts = BTreeMap::new();
        let mut small = BTreeSet::new();
        for index in 0..archive.len() {
            let part = archive.by_index(index).map_err(broken)?;
            let name = part.name().to_owned();
            admit_name(&name)?;
            if part.encrypted() || !small.insert(name.to_lowercase()) {
                return Err(broken(()));
            }
            if is_text(&name) {
                let mut text = String::new();
                part.take(UNPACKED_BYTES_MAX as u64).read_to_string(&mut text).map_err(broken)?;
                parts.insert(name, text);
            }
        }
        let parts = Self(parts);
        parts.look_over()?;
        Ok(parts)
    }

    /// A part by its name.
    pub(super) fn text(&self, name: &str) -> Result<&str, TemplateError> {
        self.0.get(name).map(String::as_str).ok_or_else(|| broken(()))
    }

    fn look_over(&self) -> Result<(), TemplateError> {
        for (name, text) in &self.0 {
            // A sign no XML has in UTF-8, and what could give words a meaning of the file's own.
            if text.contains('\0') || text.contains("<!DOCTYPE") || text.contains("<!ENTITY") {
                return Err(broken(()));
            }
            if name == "[Content_Types].xml" {
                let small = text.to_lowercase();
                refused(&REFUSED_CONTENT, |mark| small.contains(mark))?;
            } else if name.to_lowercase().ends_with(".rels") {
                relations(text)?.iter().try_for_each(Relation::admit)?;
            } else if !name.to_lowercase().ends_with(".vml") {
                // Drawings of comments are not always whole XML, and hold no formula.
                formulas::admit(text)?;
            }
        }
        Ok(())
    }
}

fn is_text(name: &str) -> bool {
    let small = name.to_lowercase();
    [".xml", ".rels", ".vml"].iter().any(|end| small.ends_with(end))
}

fn admit_name(name: &str) -> Result<(), TemplateError> {
    let strange = name.is_empty() || name.starts_with('/') || name.contains(['\\', '\0', ':']);
    if strange || name.len() > PART_NAME_BYTES_MAX || name.split('/').any(|step| step == "..") {
        return Err(broken(()));
    }
    let small = name.to_lowercase();
    refused(&REFUSED_PARTS, |mark| small.contains(mark))
}

fn refused(list: &[(&str, TemplateError)], has: impl Fn(&str) -> bool) -> Result<(), TemplateError> {
    list.iter().find(|(mark, _)| has(mark)).map_or(Ok(()), |(_, fault)| Err(fault.clone()))
}

/// A line of a list of relations.
pub(super) struct Relation {
    pub(super) id: String,
    /// The end of the kind's address: `/worksheet`.
    pub(super) kind: String,
    pub(super) target: String,
    external: bool,
}

impl Relation {
    fn admit(&self) -> Result<(), TemplateError> {
        let small = self.kind.to_lowercase();
        refused(&REFUSED_RELATIONS, |mark| small.ends_with(mark))?;
        let pressed =
            small.ends_with("/hyperlink") && LINKS.iter().any(|start| self.target.to_lowercase().starts_with(start));
        if self.external && !pressed {
            return Err(TemplateError::External("address"));
        }
        Ok(())
    }
}

/// The lines of a list of relations.
pub(super) fn relations(text: &str) -> Result<Vec<Relation>, TemplateError> {
    let mut reader = Reader::from_str(text);
    let mut found = Vec::new();
    loop {
        match next(&mut reader)? {
            Event::Eof => return Ok(found),
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == b"Relationship" => {
                let of = |name| attribute(&element, name).map(Option::unwrap_or_default);
                let external = of("TargetMode")?.trim().eq_ignore_ascii_case("external");
                found.push(Relation { id: of("Id")?, kind: of("Type")?, target: of("Target")?, external });
            }
            _ => {}
        }
    }
}

//! Reading XML of a workbook: every fault is a damaged file.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::fault::TemplateError;
use crate::sheet::fault::SheetError;

pub(super) fn broken<T>(_: T) -> TemplateError {
    TemplateError::Sheet(SheetError::Broken)
}

/// The next event; a document type is no part of any workbook.
pub(super) fn next<'a>(reader: &mut Reader<&'a [u8]>) -> Result<Event<'a>, TemplateError> {
    match reader.read_event().map_err(broken)? {
        Event::DocType(_) => Err(broken(())),
        event => Ok(event),
    }
}

/// An attribute by its whole name, unescaped.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, TemplateError> {
    let found = element.attributes().find_map(|one| match one {
        Ok(one) if one.key.as_ref() == name.as_bytes() => Some(Ok(one)),
        Ok(_) => None,
        Err(fault) => Some(Err(fault)),
    });
    match found {
        None => Ok(None),
        Some(one) => {
            let value = one.map_err(broken)?.normalized_value(XmlVersion::Implicit1_0).map_err(broken)?;
            Ok(Some(value.into_owned()))
        }
    }
}

/// An attribute of a namespace, whatever its prefix: `r:id`.
pub(super) fn prefixed(element: &BytesStart<'_>, local: &str) -> Result<Option<String>, TemplateError> {
    for one in element.attributes() {
        let one = one.map_err(broken)?;
        if one.key.prefix().is_some() && one.key.local_name().as_ref() == local.as_bytes() {
            return Ok(Some(one.normalized_value(XmlVersion::Implicit1_0).map_err(broken)?.into_owned()));
        }
    }
    Ok(None)
}

/// What a reference such as `&amp;` stands for.
pub(super) fn resolved(reference: &BytesRef<'_>) -> Result<String, TemplateError> {
    if let Some(letter) = reference.resolve_char_ref().map_err(broken)? {
        return Ok(letter.to_string());
    }
    let name = reference.decode().map_err(broken)?;
    resolve_predefined_entity(&name).map(str::to_owned).ok_or_else(|| broken(()))
}

/// The text an event adds to an element's.
pub(super) fn text(event: &Event<'_>) -> Result<String, TemplateError> {
    match event {
        Event::Text(text) => Ok(text.decode().map_err(broken)?.into_owned()),
        Event::CData(text) => Ok(text.decode().map_err(broken)?.into_owned()),
        Event::GeneralRef(reference) => resolved(reference),
        Event::Start(_)
        | Event::End(_)
        | Event::Empty(_)
        | Event::Comment(_)
        | Event::Decl(_)
        | Event::PI(_)
        | Event::DocType(_)
        | Event::Eof => Ok(String::new()),
    }
}

/// `x:` of `x:row`.
pub(super) fn prefix_of(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    name.rsplit_once(':').map_or_else(String::new, |(prefix, _)| format!("{prefix}:"))
}

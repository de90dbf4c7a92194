//! The names a workbook defines, and the sheets they point into.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use quick_xml::writer::Writer;

use super::admission::{Parts, Relation, relations};
use super::cells::{Place, place};
use super::fault::{NAME_CHARS_MAX, NAMES_MAX, TemplateError};
use super::xml::{attribute, broken, next, prefix_of, prefixed, text};

/// A workbook's sheets and names.
pub(super) struct Book {
    /// The part that lists them.
    pub(super) part: String,
    /// The part of each sheet, by the sheet's name.
    pub(super) sheets: BTreeMap<String, String>,
    /// The names with what each stands for, as it is written; a name may be defined anew for a sheet.
    pub(super) names: Vec<(String, String)>,
}

impl Book {
    pub(super) fn read(parts: &Parts) -> Result<Self, TemplateError> {
        let part = of_kind(relations(parts.text("_rels/.rels")?)?, "/officeDocument")
            .first()
            .map(|relation| resolved("", &relation.target))
            .ok_or_else(|| broken(()))?;
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", &part));
        let folder_path = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let links = relations(parts.text(&format!("{folder_path}_rels/{file}.rels"))?)?;
        let links: BTreeMap<String, String> = of_kind(links, "/worksheet")
            .into_iter()
            .map(|relation| (relation.id, resolved(folder, &relation.target)))
            .collect();
        let mut book = Self { part: part.clone(), sheets: BTreeMap::new(), names: Vec::new() };
        book.list(parts.text(&part)?, &links)?;
        Ok(book)
    }

    fn list(&mut self, workbook: &str, links: &BTreeMap<String, String>) -> Result<(), TemplateError> {
        let mut reader = Reader::from_str(workbook);
        let mut open: Option<(String, String)> = None;
        let mut count = 0;
        loop {
            match next(&mut reader)? {
                Event::Eof => return Ok(()),
                Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == b"sheet" => {
                    self.sheet(&element, links)?;
                }
                Event::Start(element) if element.local_name().as_ref() == b"definedName" => {
                    count += 1;
                    let name = attribute(&element, "name")?.ok_or_else(|| broken(()))?;
                    if count > NAMES_MAX || name.chars().count() > NAME_CHARS_MAX {
                        return Err(TemplateError::Names);
                    }
                    open = Some((name, String::new()));
                }
                Event::End(element) if element.local_name().as_ref() == b"definedName" => {
                    self.names.extend(open.take());
                }
                event => {
                    if let Some((_, reference)) = open.as_mut() {
                        reference.push_str(&text(&event)?);
                    }
                }
            }
        }
    }

    fn sheet(&mut self, element: &BytesStart<'_>, links: &BTreeMap<String, String>) -> Result<(), TemplateError> {
        let name = attribute(element, "name")?.ok_or_else(|| broken(()))?;
        let id = prefixed(element, "id")?.ok_or_else(|| broken(()))?;
        // A sheet that is all chart has no cells.
        if let Some(part) = links.get(&id) {
            self.sheets.insert(name, part.clone());
        }
        Ok(())
    }

    /// The part and the cell a name stands for: of a stretch of cells its first, as Excel names merged ones.
    pub(super) fn place(&self, name: &str, reference: &str) -> Result<(&str, Place), TemplateError> {
        let fault = || TemplateError::NotACell(name.to_owned());
        let (sheet, cells) = reference.trim().rsplit_once('!').ok_or_else(fault)?;
        let quoted = sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\''));
        let sheet = quoted.map_or_else(|| sheet.to_owned(), |sheet| sheet.replace("''", "'"));
        let part = self.sheets.get(&sheet).ok_or_else(fault)?;
        let plain = cells.replace('$', "");
        let first = plain.split(':').next().and_then(place).ok_or_else(fault)?;
        let last = plain.split(':').next_back().and_then(place).ok_or_else(fault)?;
        if plain.matches(':').count() > 1 || last < first {
            return Err(fault());
        }
        Ok((part, first))
    }
}

fn of_kind(relations: Vec<Relation>, end: &str) -> Vec<Relation> {
    relations.into_iter().filter(|relation| relation.kind.ends_with(end)).collect()
}

/// A target, from a folder or from the root.
fn resolved(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None if folder.is_empty() => target.to_owned(),
        None => format!("{folder}/{}", target.strip_prefix("./").unwrap_or(target)),
    }
}

/// The workbook told to calculate everything when it is opened: what stands on the filled cells is stale.
pub(super) fn calculating(workbook: &str) -> Result<String, TemplateError> {
    let mut reader = Reader::from_str(workbook);
    let mut writer = Writer::new(Vec::new());
    let mut told = false;
    loop {
        let event = next(&mut reader)?;
        match &event {
            Event::Eof => break,
            Event::Empty(element) | Event::Start(element) if element.local_name().as_ref() == b"calcPr" => {
                let full = Event::Empty(told_to(element)?);
                told = true;
                writer.write_event(full).map_err(broken)?;
                continue;
            }
            Event::End(element) if element.local_name().as_ref() == b"calcPr" => continue,
            Event::End(element) if element.local_name().as_ref() == b"definedNames" && !workbook.contains("calcPr") => {
                let prefix = prefix_of(element.name().as_ref());
                writer.write_event(event.clone()).map_err(broken)?;
                let element = BytesStart::new(format!("{prefix}calcPr")).with_attributes([("fullCalcOnLoad", "1")]);
                writer.write_event(Event::Empty(element)).map_err(broken)?;
                told = true;
                continue;
            }
            _ => {}
        }
        writer.write_event(event).map_err(broken)?;
    }
    if !told {
        return Err(broken(()));
    }
    String::from_utf8(writer.into_inner()).map_err(broken)
}

fn told_to(element: &BytesStart<'_>) -> Result<BytesStart<'static>, TemplateError> {
    let name = std::str::from_utf8(element.name().as_ref()).map_err(broken)?.to_owned();
    let mut full = BytesStart::new(name);
    for one in element.attributes() {
        let one = one.map_err(broken)?;
        if one.key.as_ref() != b"fullCalcOnLoad" {
            if one.value.contains(&b'"') {
                return Err(broken(()));
            }
            full.push_attribute((one.key.as_ref(), one.value.as_ref()));
        }
    }
    full.push_attribute(("fullCalcOnLoad", "1"));
    Ok(full)
}

//! The cells of a sheet written anew: those that are filled, and every formula without its stale value.
//!
//! The sheet goes through event by event; rows and cells that are not there are put where they belong. A formula keeps
//! its text and loses its value, so that no program shows a figure of the empty template.

use std::collections::BTreeMap;

use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use quick_xml::reader::Reader;
use quick_xml::writer::Writer;
use rust_xlsxwriter::utility::column_number_to_name;

use super::fault::TemplateError;
use super::values::Value;
use super::xml::{attribute, broken, next, prefix_of};

const ROWS_MAX: u32 = 1_048_576;
const COLUMNS_MAX: u32 = 16_384;

/// A cell: its row and its column, both counted from 1.
pub(super) type Place = (u32, u16);

type Fills<'a> = BTreeMap<Place, (&'a str, &'a Value)>;

/// `C5` as a place; None where it is none.
pub(super) fn place(written: &str) -> Option<Place> {
    let digits = written.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = written.split_at_checked(digits)?;
    let plain = number.chars().all(|c| c.is_ascii_digit()) && !number.starts_with('0') && number.len() <= 7;
    if letters.is_empty() || letters.len() > 3 || !plain {
        return None;
    }
    let letter = |sum: u32, c: char| {
        let upper = c.to_ascii_uppercase();
        upper.is_ascii_uppercase().then(|| sum * 26 + u32::from(upper) - u32::from('A') + 1)
    };
    let column = letters.chars().try_fold(0, letter)?;
    let row: u32 = number.parse().ok()?;
    let within = (1..=ROWS_MAX).contains(&row) && (1..=COLUMNS_MAX).contains(&column);
    within.then(|| u16::try_from(column).ok().map(|column| (row, column))).flatten()
}

/// The sheet with these cells filled.
pub(super) fn filled(sheet: &str, fills: &Fills<'_>) -> Result<String, TemplateError> {
    let mut reader = Reader::from_str(sheet);
    let mut page = Page { out: Writer::new(Vec::new()), fills, prefix: String::new(), row: 0, column: 0, found: false };
    loop {
        match next(&mut reader)? {
            Event::Eof => break,
            Event::Start(element) if element.local_name().as_ref() == b"sheetData" => {
                page.begin(&element)?;
                page.out.write_event(Event::Start(element.clone())).map_err(broken)?;
                page.rows(&mut reader)?;
            }
            Event::Empty(element) if element.local_name().as_ref() == b"sheetData" => {
                page.begin(&element)?;
                page.out.write_event(Event::Start(element.clone())).map_err(broken)?;
                page.missing_rows(None)?;
                page.out.write_event(Event::End(element.to_end())).map_err(broken)?;
            }
            event => page.out.write_event(event).map_err(broken)?,
        }
    }
    if !page.found {
        return Err(broken(()));
    }
    String::from_utf8(page.out.into_inner()).map_err(broken)
}

struct Page<'a> {
    out: Writer<Vec<u8>>,
    fills: &'a Fills<'a>,
    /// What stands before the names of elements, such as `x:`.
    prefix: String,
    /// The last row and the last cell of it that are written.
    row: u32,
    column: u16,
    found: bool,
}

impl Page<'_> {
    fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), TemplateError> {
        // A second list of rows is no sheet of Excel's, and would be filled twice.
        if self.found {
            return Err(broken(()));
        }
        self.found = true;
        self.prefix = prefix_of(element.name().as_ref());
        Ok(())
    }

    /// All rows, up to the end of their list.
    fn rows(&mut self, reader: &mut Reader<&[u8]>) -> Result<(), TemplateError> {
        loop {
            match next(reader)? {
                Event::Eof => return Err(broken(())),
                Event::End(element) if element.local_name().as_ref() == b"sheetData" => {
                    self.missing_rows(None)?;
                    return self.out.write_event(Event::End(element)).map_err(broken);
                }
                Event::Start(element) if element.local_name().as_ref() == b"row" => {
                    self.open_row(&element)?;
                    self.cells(reader)?;
                }
                Event::Empty(element) if element.local_name().as_ref() == b"row" => {
                    self.open_row(&element)?;
                    self.missing_cells(None)?;
                    self.out.write_event(Event::End(element.to_end())).map_err(broken)?;
                }
                event => self.out.write_event(event).map_err(broken)?,
            }
        }
    }

    fn open_row(&mut self, element: &BytesStart<'_>) -> Result<(), TemplateError> {
        let number = match attribute(element, "r")? {
            Some(written) => written.parse().map_err(broken)?,
            None => self.row + 1,
        };
        if number <= self.row || number > ROWS_MAX {
            return Err(broken(()));
        }
        self.missing_rows(Some(number))?;
        (self.row, self.column) = (number, 0);
        let mut row = element.clone();
        if self.fills.range((number, 0)..=(number, u16::MAX)).next().is_some() {
            // How far the row reaches is a hint that need not hold any more.
            row = without(element, &["spans"])?;
        }
        self.out.write_event(Event::Start(row)).map_err(broken)
    }

    /// The cells of the open row, up to its end.
    fn cells(&mut self, reader: &mut Reader<&[u8]>) -> Result<(), TemplateError> {
        loop {
            match next(reader)? {
                Event::Eof => return Err(broken(())),
                Event::End(element) if element.local_name().as_ref() == b"row" => {
                    self.missing_cells(None)?;
                    return self.out.write_event(Event::End(element)).map_err(broken);
                }
                Event::Start(element) if element.local_name().as_ref() == b"c" => {
                    let inside = inside(reader)?;
                    self.cell(&element, inside)?;
                }
                Event::Empty(element) if element.local_name().as_ref() == b"c" => {
                    self.cell(&element, Vec::new())?;
                }
                event => self.out.write_event(event).map_err(broken)?,
            }
        }
    }

    fn cell(&mut self, element: &BytesStart<'_>, inside: Vec<Event<'_>>) -> Result<(), TemplateError> {
        let column = match attribute(element, "r")? {
            Some(written) => {
                let (row, column) = place(&written).ok_or_else(|| broken(()))?;
                if row != self.row {
                    return Err(broken(()));
                }
                column
            }
            None => self.column + 1,
        };
        if column <= self.column {
            return Err(broken(()));
        }
        self.missing_cells(Some(column))?;
        self.column = column;
        let calculates = inside.iter().any(|event| named(event, b"f"));
        match self.fills.get(&(self.row, column)) {
            Some((name, _)) if calculates => Err(TemplateError::Formula((*name).to_owned())),
            Some((_, value)) => {
                let look = attribute(element, "s")?;
                self.put(column, look.as_deref(), value)
            }
            None => self.kept(element, inside, calculates),
        }
    }

    fn kept(
        &mut self,
        element: &BytesStart<'_>,
        inside: Vec<Event<'_>>,
        calculates: bool,
    ) -> Result<(), TemplateError> {
        self.out.write_event(Event::Start(element.clone())).map_err(broken)?;
        let mut stale = false;
        for event in inside {
            if calculates && named(&event, b"v") {
                stale = matches!(event, Event::Start(_));
            } else if !stale {
                self.out.write_event(event).map_err(broken)?;
            }
        }
        self.out.write_event(Event::End(element.to_end())).map_err(broken)
    }

    /// Rows that are filled and not there, before `until`.
    fn missing_rows(&mut self, until: Option<u32>) -> Result<(), TemplateError> {
        let wanted = |row: u32, until: Option<u32>| until.is_none_or(|until| row < until);
        while let Some(row) = self.next_row().filter(|row| wanted(*row, until)) {
            (self.row, self.column) = (row, 0);
            let name = format!("{}row", self.prefix);
            let element = BytesStart::new(name.clone()).with_attributes([("r", row.to_string().as_str())]);
            self.out.write_event(Event::Start(element)).map_err(broken)?;
            self.missing_cells(None)?;
            self.out.write_event(Event::End(BytesEnd::new(name))).map_err(broken)?;
        }
        Ok(())
    }

    fn next_row(&self) -> Option<u32> {
        self.fills.range((self.row + 1, 0)..).next().map(|((row, _), _)| *row)
    }

    /// Cells of the open row that are filled and not there, before `until`.
    fn missing_cells(&mut self, until: Option<u16>) -> Result<(), TemplateError> {
        let end = until.unwrap_or(u16::MAX);
        let missing: Vec<(u16, &Value)> = self
            .fills
            .range((self.row, self.column + 1)..(self.row, end))
            .map(|((_, column), (_, value))| (*column, *value))
            .collect();
        for (column, value) in missing {
            self.put(column, None, value)?;
            self.column = column;
        }
        Ok(())
    }

    /// A filled cell, in the look it had.
    fn put(&mut self, column: u16, look: Option<&str>, value: &Value) -> Result<(), TemplateError> {
        let at = format!("{}{}", column_number_to_name(column - 1), self.row);
        let mut cell = BytesStart::new(format!("{}c", self.prefix));
        cell.push_attribute(("r", at.as_str()));
        if let Some(look) = look.filter(|look| look.chars().all(|c| c.is_ascii_digit())) {
            cell.push_attribute(("s", look));
        }
        let end = cell.to_end().into_owned();
        match value {
            Value::Number(number) => {
                self.out.write_event(Event::Start(cell)).map_err(broken)?;
                self.element("v", &[], &number.to_string())?;
            }
            Value::Text(text) => {
                cell.push_attribute(("t", "inlineStr"));
                self.out.write_event(Event::Start(cell)).map_err(broken)?;
                let is = BytesStart::new(format!("{}is", self.prefix));
                self.out.write_event(Event::Start(is.clone())).map_err(broken)?;
                self.element("t", &[("xml:space", "preserve")], text)?;
                self.out.write_event(Event::End(is.to_end())).map_err(broken)?;
            }
        }
        self.out.write_event(Event::End(end)).map_err(broken)
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> Result<(), TemplateError> {
        let element = BytesStart::new(format!("{}{name}", self.prefix)).with_attributes(attributes.iter().copied());
        let end = element.to_end().into_owned();
        self.out.write_event(Event::Start(element)).map_err(broken)?;
        self.out.write_event(Event::Text(BytesText::new(text))).map_err(broken)?;
        self.out.write_event(Event::End(end)).map_err(broken)
    }
}

/// What stands in an element, up to its end, which is read and not given.
fn inside<'a>(reader: &mut Reader<&'a [u8]>) -> Result<Vec<Event<'a>>, TemplateError> {
    let mut depth = 0_usize;
    let mut events = Vec::new();
    loop {
        let event = next(reader)?;
        match &event {
            Event::Eof => return Err(broken(())),
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => return Ok(events),
            Event::End(_) => depth -= 1,
            _ => {}
        }
        events.push(event);
    }
}

fn named(event: &Event<'_>, name: &[u8]) -> bool {
    match event {
        Event::Start(element) | Event::Empty(element) => element.local_name().as_ref() == name,
        Event::End(element) => element.local_name().as_ref() == name,
        _ => false,
    }
}

fn without(element: &BytesStart<'_>, names: &[&str]) -> Result<BytesStart<'static>, TemplateError> {
    let name = std::str::from_utf8(element.name().as_ref()).map_err(broken)?.to_owned();
    let mut kept = BytesStart::new(name);
    for one in element.attributes() {
        let one = one.map_err(broken)?;
        if one.value.contains(&b'"') {
            return Err(broken(()));
        }
        if !names.iter().any(|name| name.as_bytes() == one.key.as_ref()) {
            kept.push_attribute((one.key.as_ref(), one.value.as_ref()));
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_and_what_is_none_is_told() {
        let cases = [("A1", Some((1, 1))), ("c5", Some((5, 3))), ("XFD1048576", Some((1_048_576, 16_384)))];
        for (written, wanted) in cases {
            assert_eq!(place(written), wanted, "{written}");
        }
        for wrong in ["", "A", "1", "A0", "XFE1", "A1048577", "AAAA1", "A1B", "あ1", "A01", "A99999999999999"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }

    fn filled_with(sheet: &str, fills: &[(Place, Value)]) -> Result<String, TemplateError> {
        let fills = fills.iter().map(|(place, value)| (*place, ("T3.x.total", value))).collect();
        filled(sheet, &fills)
    }

    #[test]
    fn rows_and_cells_that_are_not_there_are_put_where_they_belong() {
        let sheet = "<s:worksheet><s:sheetData><s:row r=\"2\" spans=\"1:2\"><s:c r=\"B2\" s=\"4\"/></s:row></s:sheetData></s:worksheet>";
        let text = Value::Text("a<b".to_owned());
        let fills = [
            ((1, 1), Value::Number(1.0)),
            ((2, 1), Value::Number(0.5)),
            ((2, 2), text),
            ((2, 3), Value::Number(3.0)),
            ((9, 2), Value::Number(9.0)),
        ];
        assert_eq!(
            filled_with(sheet, &fills).expect("a sheet"),
            "<s:worksheet><s:sheetData><s:row r=\"1\"><s:c r=\"A1\"><s:v>1</s:v></s:c></s:row><s:row r=\"2\">\
             <s:c r=\"A2\"><s:v>0.5</s:v></s:c><s:c r=\"B2\" s=\"4\" t=\"inlineStr\"><s:is><s:t xml:space=\"preserve\">a&lt;b</s:t></s:is></s:c>\
             <s:c r=\"C2\"><s:v>3</s:v></s:c></s:row><s:row r=\"9\"><s:c r=\"B9\"><s:v>9</s:v></s:c></s:row></s:sheetData></s:worksheet>"
        );
    }

    #[test]
    fn formulas_lose_their_stale_values_and_are_not_overwritten() {
        let sheet = "<w><sheetData><row><c><f>A2*2</f><v>7</v></c><c><v>8</v></c></row></sheetData></w>";
        let kept = filled_with(sheet, &[((1, 2), Value::Number(5.0))]).expect("a sheet");
        assert_eq!(kept, "<w><sheetData><row><c><f>A2*2</f></c><c r=\"B1\"><v>5</v></c></row></sheetData></w>");
        let refused = filled_with(sheet, &[((1, 1), Value::Number(5.0))]);
        assert_eq!(refused, Err(TemplateError::Formula("T3.x.total".to_owned())));
    }

    #[test]
    fn rows_out_of_order_and_two_lists_of_rows_are_damage() {
        for sheet in [
            "<w><sheetData><row r=\"2\"/><row r=\"1\"/></sheetData></w>",
            "<w><sheetData><row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row></sheetData></w>",
            "<w><sheetData><row r=\"1\"><c r=\"A2\"/></row></sheetData></w>",
            "<w><sheetData/><sheetData/></w>",
            "<w><sheetData><row r=\"1\">",
            "<w></w>",
        ] {
            assert!(filled_with(sheet, &[]).is_err(), "{sheet}");
        }
    }
}

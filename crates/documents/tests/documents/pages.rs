//! The pages hold what they should, in a PDF another reader understands.

use std::sync::LazyLock;

use documents::{
    ApprovalGround, ChangeList, DocumentError, EditionDocument, Fonts, changes_pdf, edition_pdf, review_pdf,
};
use domain::knowledge::entry::{Attachment, EntryText, FileDigest, FileKind, Version};
use lopdf::{Document, Object};

use super::seed;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::of_debian);

/// A PDF and its words, without spaces and line ends.
struct Read {
    pdf: Document,
    words: String,
}

fn read(bytes: &[u8]) -> Read {
    assert!(bytes.starts_with(b"%PDF-"));
    let pdf = Document::load_mem(bytes).expect("a PDF");
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    let words = pdf.extract_text(&pages).expect("its words");
    // Places to break are no words either.
    Read { words: words.split([' ', '\u{200b}']).flat_map(str::split_whitespace).collect(), pdf }
}

impl Read {
    fn has(&self, words: &str) -> bool {
        let words: String = words.split_whitespace().collect();
        self.words.contains(&words)
    }

    fn catalog(&self, name: &[u8]) -> Option<&Object> {
        self.pdf.catalog().expect("a catalogue").get(name).ok()
    }
}

fn small(entries: usize) -> EditionDocument {
    let mut edition = seed::editions().1;
    edition.entries.truncate(entries);
    edition
}

#[test]
fn an_edition_has_title_contents_texts_sources_and_approval() {
    let mut edition = small(6);
    edition.note = "年末年始の受付時間を加えました。".to_owned();
    let read = read(&edition_pdf(&edition, &FONTS).expect("a PDF"));
    assert!(read.pdf.get_pages().len() >= 4);
    for words in [
        "よくある質問（FAQ）",
        "改訂版（第2版）",
        "2026年（令和8年）11月30日",
        "収録6件",
        "年末年始の受付時間を加えました。",
        "目次",
        "(ク)座間市デジタル推進課マイナンバー係",
        "callcentre-hours@1",
        "counter-hours@2",
        "市職員の承認：座間花子",
        "見直し期限",
        "What is the call centre's number, and when is it open?",
        "やさしい日本語",
    ] {
        assert!(read.has(words), "{words}");
    }
    assert!(!read.has("デモンストレーション"));
}

#[test]
fn files_are_listed_with_name_kind_length_and_digest_in_edition_changes_and_review() {
    let digest = "ab".repeat(32);
    let file = || Attachment {
        name: "再交付申請書.pdf".to_owned(),
        kind: FileKind::Pdf,
        bytes: 1_234_567,
        sha256: FileDigest::read(&digest).expect("a digest"),
    };
    let first = small(2);
    let mut second = first.clone();
    second.entries[0].content.attachments.push(file());
    second.entries[0].version = Version(9);
    let mut review = seed::review();
    review.entries[0].content.attachments.push(file());
    let changes = ChangeList::between(Some(&first), &second);
    for (name, made) in [
        ("edition", edition_pdf(&second, &FONTS)),
        ("changes", changes_pdf(&changes, &FONTS)),
        ("review", review_pdf(&review, &FONTS)),
    ] {
        let read = read(&made.expect("a PDF"));
        for words in ["再交付申請書.pdf", digest.as_str()] {
            assert!(read.has(words), "{name}: {words}");
        }
        assert_eq!(read.has("PDF、1,234,567バイト"), name != "changes", "{name}");
    }
    assert!(!read(&edition_pdf(&first, &FONTS).expect("a PDF")).has("SHA-256"));
}

#[test]
fn a_pdf_names_its_language_and_title_and_is_tagged() {
    let read = read(&edition_pdf(&small(1), &FONTS).expect("a PDF"));
    let language = read.catalog(b"Lang").and_then(|lang| lang.as_str().ok()).expect("a language");
    assert!(language.starts_with(b"ja"));
    assert!(read.catalog(b"StructTreeRoot").is_some() && read.catalog(b"MarkInfo").is_some());
    let metadata = read.catalog(b"Metadata").and_then(|at| at.as_reference().ok()).expect("metadata");
    let xmp = read.pdf.get_object(metadata).and_then(Object::as_stream).expect("XMP");
    let xmp = xmp.decompressed_content().unwrap_or_else(|_| xmp.content.clone());
    let xmp = String::from_utf8_lossy(&xmp).into_owned();
    assert!(xmp.contains("pdfuaid"), "{xmp}");
    assert!(xmp.contains("座間市 よくある質問（FAQ）改訂版（第2版）"), "{xmp}");
}

#[test]
fn an_edition_nobody_of_the_city_approved_says_so() {
    let mut edition = small(2);
    edition.entries[1].approval.ground = ApprovalGround::Demonstration;
    let demonstration = read(&edition_pdf(&edition, &FONTS).expect("a PDF"));
    assert!(demonstration.has("デモンストレーション：市の承認を受けていません"));
    assert!(demonstration.has("Demonstration: not approved by the city"));
}

#[test]
fn markup_of_any_language_in_a_text_is_text() {
    let hostile =
        "#panic(\"x\") = #read(\"/etc/passwd\") $x$ *a* _b_ <lab> @ref `raw` \\ // /* ~ <script> https://a.jp";
    let mut edition = small(1);
    let content = &mut edition.entries[0].content;
    content.ja.question = format!("質問 {hostile}");
    content.ja.answer = format!("回答 {hostile}\n- #import \"@preview/x:1.0.0\": *");
    content.owner = "担当 #set page(width: 1pt)".to_owned();
    content.sources[0].title = "出典 #eval(\"1\")".to_owned();
    edition.note = "備考 #include \"main.typ\"".to_owned();
    edition.city = "#座間市".to_owned();
    let read = read(&edition_pdf(&edition, &FONTS).expect("a PDF"));
    for words in
        [hostile, "#import \"@preview/x:1.0.0\": *", "#set page(width: 1pt)", "#eval(\"1\")", "#include \"main.typ\""]
    {
        assert!(read.has(words), "{words}: {}", read.words);
    }
}

#[test]
fn letters_no_font_has_and_words_without_end_are_still_set() {
    let mut edition = small(1);
    let content = &mut edition.entries[0].content;
    content.ja.answer = format!("絵文字🦀とعربي\u{202e}と{}。\u{0}", "a".repeat(3_000));
    content.ja.question = "あ".repeat(200);
    content.easy = Some(EntryText {
        question: "{申|しん}".repeat(100),
        reading: String::new(),
        answer: "{市|しちょうそんやくしょ}".repeat(300),
        aliases: Vec::new(),
    });
    let read = read(&edition_pdf(&edition, &FONTS).expect("a PDF"));
    assert!(read.has("絵文字〓と〓〓〓〓と"));
    assert_eq!(read.words.matches('a').count() / 3_000, 1);
}

#[test]
fn the_same_edition_is_the_same_pdf() {
    assert!(edition_pdf(&small(3), &FONTS) == edition_pdf(&small(3), &FONTS));
}

#[test]
fn an_edition_without_entries_is_a_title_page() {
    let read = read(&edition_pdf(&seed::edition(1, Vec::new()), &FONTS).expect("a PDF"));
    assert!(read.has("初版") && read.has("収録0件"));
}

#[test]
fn a_list_of_changes_tells_what_came_went_and_changed() {
    let (first, second) = seed::editions();
    let list = ChangeList::between(Some(&first), &second);
    let keys = |entries: &[documents::ListedEntry]| entries.iter().map(|one| one.key.to_string()).collect::<Vec<_>>();
    assert_eq!((list.added.len(), list.changed.len(), list.removed.len()), (1, 1, 1));
    assert_eq!(keys(&list.added), ["callcentre-hours"]);
    let read = read(&changes_pdf(&list, &FONTS).expect("a PDF"));
    for words in ["変更一覧", "追加1件、変更1件、削除1件", "counter-hours@1→counter-hours@2", "9時"] {
        assert!(read.has(words), "{words}");
    }
    let removed = &list.removed[0];
    assert!(read.has(&removed.question) && read.has(&format!("{}@1", removed.key)));
}

#[test]
fn the_first_edition_is_all_additions() {
    let list = ChangeList::between(None, &small(3));
    assert_eq!((list.added.len(), list.changed.len(), list.removed.len()), (3, 0, 0));
    assert!(read(&changes_pdf(&list, &FONTS).expect("a PDF")).has("すべての項目が追加です"));
}

#[test]
fn a_review_has_room_for_marks_and_signature_and_its_fingerprint() {
    let review = seed::review();
    let read = read(&review_pdf(&review, &FONTS).expect("a PDF"));
    for words in ["審査票", "承認", "差戻し", "理由・意見", "署名", "確認者氏名", "確認日", "新規の項目です"]
    {
        assert!(read.has(words), "{words}");
    }
    assert!(read.has(&review.fingerprint()));
    assert!(read.has("前回承認された文面と同じです"));
}

#[test]
fn missing_fonts_are_told_with_what_to_install_and_found_once_they_are_there() {
    let nowhere = std::path::PathBuf::from("/nowhere/fonts");
    let refused = edition_pdf(&small(1), &Fonts::of([nowhere.clone()])).expect_err("no fonts");
    assert_eq!(refused, DocumentError::NoFont { folders: vec![nowhere] });
    assert!(refused.to_string().contains("apt-get install fonts-noto-cjk"));
}

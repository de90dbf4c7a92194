//! What becomes of an answer's markup, and of what only looks like it.

use proptest::prelude::*;

use super::*;

fn html(text: &str) -> String {
    to_html(&parse(text).expect("short enough"))
}

fn check(text: &str, wanted: &str) {
    assert_eq!(html(text).replace('\n', ""), wanted, "{text}");
}

#[test]
fn the_subset_is_shown() {
    check("一行目\n二行目\n\n次", "<p>一行目<br>二行目</p><p>次</p>");
    check(
        "## 持ち物\n- カード\n- **本人確認書類**",
        "<h2>持ち物</h2><ul><li>カード</li><li><strong>本人確認書類</strong></li></ul>",
    );
    check("1. 申請\n2. 受取", "<ol><li>申請</li><li>受取</li></ol>");
    check(
        "[市](https://www.city.zama.kanagawa.jp/?a=1&b=2)",
        "<p><a href=\"https://www.city.zama.kanagawa.jp/?a=1&amp;b=2\" rel=\"noopener noreferrer\">市</a></p>",
    );
    check(
        "[電話](tel:0120-101-366)と[案内](/faq/x)",
        "<p><a href=\"tel:0120-101-366\">電話</a>と<a href=\"/faq/x\">案内</a></p>",
    );
    check("**[市](/a)へ**", "<p><strong><a href=\"/a\">市</a>へ</strong></p>");
    check("", "");
}

#[test]
fn furigana_stand_above_their_words_and_broken_ones_are_text() {
    check("{申請|しんせい}を", "<p><ruby>申請<rt>しんせい</rt></ruby>を</p>");
    check("[{市|し}の](/a)", "<p><a href=\"/a\"><ruby>市<rt>し</rt></ruby>の</a></p>");
    check("{申請|<b>}{申請}{|か}{申請|しん", "<p>{申請|&lt;b&gt;}{申請}{|か}{申請|しん</p>");
    check("{{申請|しんせい}", "<p>{<ruby>申請<rt>しんせい</rt></ruby></p>");
    assert_eq!(line_to_html("{何|なに}<"), "<ruby>何<rt>なに</rt></ruby>&lt;");
    assert_eq!(to_plain(&parse("**{申請|しんせい}**").expect("short enough")), "申請");
    assert_eq!(without_furigana("{申請|しんせい}の{紙"), "申請の{紙");
}

#[test]
fn html_and_images_are_shown_as_text() {
    check("<script>alert('x')</script>", "<p>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;</p>");
    check("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>");
    check("&lt;b&gt;", "<p>&amp;lt;b&amp;gt;</p>");
    check(
        "![図](https://example.jp/a.png)",
        "<p>!<a href=\"https://example.jp/a.png\" rel=\"noopener noreferrer\">図</a></p>",
    );
    check("# 一 ### 三\n|表|", "<p># 一 ### 三<br>|表|</p>");
}

#[test]
fn a_link_leads_to_https_telephone_or_this_site_alone() {
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "http://example.jp/",
        "//example.jp/",
        "/\\example.jp",
        "https://a:b@example.jp/",
        "https://example/",
        "https://.jp/",
        "https://example.jp/\"onclick=x",
        "https://example.jp:x/",
        "tel:",
        "tel:abc",
        "",
        "https://例え.jp/",
    ] {
        let page = parse(&format!("[ここ]({address})")).expect("short enough");
        assert_eq!(page.refused_links, 1, "{address}");
        assert!(!to_html(&page).contains("<a"), "{address}");
    }
    let long = format!("[ここ](https://example.jp/{})", "a".repeat(600));
    assert_eq!(parse(&long).expect("short enough").refused_links, 1);
}

#[test]
fn open_ends_are_text() {
    check("**太字", "<p>**太字</p>");
    check("** **", "<p>** **</p>");
    check("****", "<p>****</p>");
    check("[あ](", "<p>[あ](</p>");
    check("[[あ](/b)", "<p>[[あ](/b)</p>".replace("[あ](/b)", "<a href=\"/b\">あ</a>").as_str());
    check("- ", "<p>-</p>");
    check("-つ", "<p>-つ</p>");
    check("1.5倍", "<p>1.5倍</p>");
    check("1234. い", "<p>1234. い</p>");
}

#[test]
fn bombs_are_read_in_time_and_go_no_deeper() {
    for piece in
        ["{", "{申|", "{申|しん}", "[", "](", "**", "[a](", "**[", "[](**", "- **", "## ", "1. [", "((", "[[a](/b)"]
    {
        let bomb = piece.repeat(TEXT_CHARS_MAX / piece.len());
        let shown = html(&bomb);
        assert!(shown.len() < 40 * TEXT_CHARS_MAX, "{piece}");
    }
    assert_eq!(parse(&"あ".repeat(TEXT_CHARS_MAX + 1)), Err(TooLong(TEXT_CHARS_MAX + 1)));
}

#[test]
fn plain_words_keep_numbers_and_addresses() {
    let plain = |text: &str| to_plain(&parse(text).expect("short enough"));
    let text = "## 手数料\n**1,000円**です。\n1. [市](https://example.jp/a)\n2. [電話](tel:0120101366)\n- [0120-101-366](tel:0120101366)";
    let wanted = "手数料\n1,000円です。\n1. 市 (https://example.jp/a)\n2. 電話 (0120101366)\n- 0120-101-366";
    assert_eq!(plain(text), wanted);
}

/// Takes the allowed tags off; whatever tag is left was not allowed.
fn without_allowed(mut shown: String) -> String {
    for tag in ["h2", "p", "ul", "ol", "li", "strong", "ruby", "rt"] {
        shown = shown.replace(&format!("<{tag}>"), "").replace(&format!("</{tag}>"), "");
    }
    shown = shown.replace("<br>", "").replace("</a>", "");
    let mut left = String::new();
    let mut rest = shown.as_str();
    while let Some(at) = rest.find("<a href=\"") {
        left.push_str(&rest[..at]);
        let address = &rest[at + 9..];
        let end = address.find('"').expect("a quoted address");
        let known = ["https://", "tel:", "/"].iter().any(|start| address.starts_with(start));
        assert!(known && !address.starts_with("//"), "{address}");
        let after = &address[end + 1..];
        rest =
            after.strip_prefix(" rel=\"noopener noreferrer\">").or_else(|| after.strip_prefix('>')).expect("no more");
    }
    left.push_str(rest);
    left
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("**"),
        Just("["),
        Just("]("),
        Just(")"),
        Just("- "),
        Just("1. "),
        Just("## "),
        Just("\n"),
        Just("\n\n"),
        Just("https://a.jp/"),
        Just("tel:01"),
        Just("/x"),
        Just("javascript:"),
        Just("<b>"),
        Just("\" onx='"),
        Just("&"),
        Just("あ"),
        Just("a"),
        Just("{申|しん}"),
        Just("{申|"),
        Just("}"),
        Just("\r"),
        Just("\u{0}"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn whatever_is_written_only_allowed_tags_come_out(text in prop_oneof![pieces(), ".{0,200}"]) {
        let left = without_allowed(html(&text));
        prop_assert!(!left.contains(['<', '>', '"', '\'']), "{}", left);
    }

    #[test]
    fn no_word_is_lost(text in "[あ-ん a-z\n*\\[<>-]{0,80}") {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        let page = parse(&text).expect("short enough");
        prop_assert_eq!(letters(&to_plain(&page)), letters(&text));
    }
}

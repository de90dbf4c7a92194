//! What a claim is, and what a draft is refused for.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::knowledge::entry::Citation;

fn values(text: &str) -> Vec<String> {
    let kinds = [ClaimKind::Polarity, ClaimKind::Condition, ClaimKind::Office];
    claims(text).into_iter().filter(|one| !kinds.contains(&one.kind)).map(|one| one.value.to_string()).collect()
}

#[test]
fn a_figure_has_one_reading_however_it_is_written() {
    let check = |texts: &[&str], wanted: &[&str]| {
        for text in texts {
            assert_eq!(values(text), wanted, "{text}");
        }
    };
    check(&["1,000円", "１，０００円", "千円", "¥1,000", "1000 yen", "one thousand yen", "1千円"], &["1000 yen"]);
    check(
        &["令和6年12月2日", "2024年12月2日", "2024-12-02", "2024/12/2", "2 December 2024", "December 2nd, 2024"],
        &["2024-12-2"],
    );
    check(&["令和元年5月", "2019年5月", "May 2019"], &["2019-5-*"]);
    check(&["令和8年度", "2026年度"], &["2026 fiscal year"]);
    check(&["午後5時15分", "17:15", "17時15分", "5:15 p.m.", "5:15 pm"], &["17:15"]);
    check(&["午前8時半", "8:30", "8時30分"], &["8:30"]);
    check(&["3か月", "三か月", "3ヶ月", "３カ月", "three months", "3-month"], &["3 month"]);
    check(&["0120-95-0178", "0120(95)0178", "０１２０－９５－０１７８", "+81-120-95-0178"], &["0120950178"]);
    check(
        &["https://www.city.zama.kanagawa.jp/a。", "https://WWW.city.zama.kanagawa.jp/a/"],
        &["www.city.zama.kanagawa.jp/a"],
    );
    check(&["10回目", "10th", "tenth", "十回目"], &["10 nth"]);
    check(&["15歳", "十五歳", "15 years old"], &["15 age"]);
    check(&["3万5千円", "35,000円", "三万五千円"], &["35000 yen"]);
    check(&["一部の方と十分な写真", "a card for one of them", "万一の場合"], &[]);
    check(&["正午", "12:00", "noon"], &["12:00"]);
}

fn faults(text: &str, span: &str) -> Vec<Ungrounded> {
    check_sentence(text, span, span)
}

#[test]
fn a_figure_of_another_place_is_misplaced() {
    let span = "カードは800円、電子証明書は200円です。";
    assert_eq!(faults("電子証明書は200円です。", span), []);
    let wrong = faults("電子証明書は800円です。", span);
    assert_eq!(wrong, [Ungrounded::Misplaced { kind: ClaimKind::Money, value: "800 yen".to_owned() }]);
    let fresh = faults("電子証明書は300円です。", span);
    assert_eq!(fresh, [Ungrounded::NotSaid { kind: ClaimKind::Money, value: "300 yen".to_owned() }]);
}

#[test]
fn a_label_tells_whose_figure_it_is_and_the_number_of_a_line_is_none() {
    let span = "1. 18歳以上の方：発行から10回目の誕生日まで\n2. 18歳未満の方：発行から5回目の誕生日まで";
    assert_eq!(faults("２. 18歳未満の方：発行から5回目の誕生日まで", span), []);
    let swapped = faults("18歳未満の方：発行から10回目の誕生日まで", span);
    assert_eq!(swapped, [Ungrounded::Misplaced { kind: ClaimKind::Number, value: "10 nth".to_owned() }]);
}

#[test]
fn a_denial_of_another_place_is_misplaced_and_none_is_left_out() {
    let span = "郵送ではできませんが、窓口ではできます。";
    assert_eq!(faults("窓口ではできます。", span), []);
    assert!(!faults("窓口ではできません。", span).is_empty());
    assert!(!faults("郵送ではできます。", span).is_empty());
    let english = "The user certificate does not expire.";
    assert!(!faults("The user certificate expires.", english).is_empty());
    let only = "受け取れるのは本人のみです。";
    assert!(!faults("受け取れるのは本人です。", only).is_empty());
}

#[test]
fn a_sentence_of_other_words_is_refused() {
    let span = "再交付の手数料は窓口で支払います。";
    assert_eq!(faults("富士山の天気は晴天と予想します。", span).last(), Some(&Ungrounded::OtherWords));
}

#[test]
fn a_draft_names_what_it_cites_and_a_cut_loses_no_denial() {
    let key: Citation = "renewal@2".parse().expect("a citation");
    let other: Citation = "renewal@1".parse().expect("a citation");
    let text = "更新は無料です。更新はオンラインではできません。";
    let texts = BTreeMap::from([(key.clone(), text.to_owned())]);
    let draft = |text: &str, of: &Citation, span: std::ops::Range<usize>| {
        vec![DraftSentence { text: text.to_owned(), cites: vec![Cite { of: of.clone(), span }] }]
    };
    let first = 0.."更新は無料です。".len();
    assert_eq!(check(&draft("更新は無料です。", &key, first.clone()), &texts), Verdict::Grounded);
    let refused = |verdict: Verdict| match verdict {
        Verdict::Grounded => Vec::new(),
        Verdict::Refused(faults) => faults.into_iter().map(|(_, fault)| fault).collect(),
    };
    let unknown = refused(check(&draft("更新は無料です。", &other, first.clone()), &texts));
    assert_eq!(unknown, [Ungrounded::UnknownText(other)]);
    for span in [0..1, 0..9_999, 3..3] {
        assert_eq!(refused(check(&draft("更新は無料です。", &key, span), &texts)), [Ungrounded::Span(key.clone())]);
    }
    let bare = vec![DraftSentence { text: "更新は無料です。".to_owned(), cites: Vec::new() }];
    assert_eq!(refused(check(&bare, &texts)), [Ungrounded::Cites]);
    assert_eq!(refused(check(&[], &texts)), [Ungrounded::Draft]);
    let long = "あ".repeat(SENTENCE_CHARS_MAX + 1);
    assert_eq!(refused(check(&draft(&long, &key, first), &texts)), [Ungrounded::Sentence]);
    // The cited words are cut before the denial; the sentence they are cut from is not.
    let text = "更新は無料です。代理人は受け取れません。";
    let texts = BTreeMap::from([(key.clone(), text.to_owned())]);
    let cut = "更新は無料です。".len().."更新は無料です。代理人は受け取れま".len();
    assert!(!refused(check(&draft("代理人は受け取れます。", &key, cut), &texts)).is_empty());
}

proptest! {
    #[test]
    fn whatever_is_written_is_judged_and_bears_itself_out(text in "[0-9０-９一二十千年月日円時分:、。,. /a-zA-Zぁ-んァ-ン漢字以内できません#-]{1,80}") {
        let _ = check_sentence(&text, &text, &text);
        let _ = claims(&text);
    }

    #[test]
    fn any_text_at_all_is_read(text in ".{0,120}", span in ".{0,120}") {
        let _ = check_sentence(&text, &span, &span);
    }
}

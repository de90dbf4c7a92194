//! What a person is asked to accept.

use super::*;
use crate::knowledge::entry::EntryKey;

fn asked(question: &str, origin: Origin, times: u32) -> Asked {
    Asked { question: question.to_owned(), origin, times }
}

fn known() -> Vec<Known> {
    let entry = |key: &str, questions: &[&str]| Known {
        key: EntryKey::read(key).expect("a key"),
        questions: questions.iter().map(|question| (*question).to_owned()).collect(),
    };
    vec![
        entry("lost-card", &["カードをなくしたときはどうすればいいですか", "カードを落とした"]),
        entry("reissue-fee", &["再交付の手数料はいくらですか"]),
    ]
}

#[test]
fn questions_that_are_alike_become_one_alias_with_counts_and_examples() {
    let found = proposals(
        &[
            asked("マイナカードなくした", Origin::ZeroHit, 3),
            asked("マイナカードをなくした", Origin::Transcript, 4),
            asked("マイナカードをなくしました", Origin::LowBand, 1),
            asked("粗大ごみの出し方", Origin::ZeroHit, 2),
        ],
        &known(),
        1,
    );
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!((found[0].words.as_str(), found[0].times, found[0].examples.len()), ("マイナカードをなくした", 8, 2));
    assert!(matches!(&found[0].proposed, Proposed::Alias { of, .. } if of.as_str() == "lost-card"), "{found:?}");
    assert_eq!(found[0].by_origin.get(&Origin::ZeroHit), Some(&3));
    assert!(matches!(found[1].proposed, Proposed::NewEntry { .. }), "{found:?}");
}

#[test]
fn what_is_known_or_says_nothing_or_was_asked_too_seldom_is_not_proposed() {
    let asked = [
        asked("カードを落とした", Origin::LowBand, 9),
        asked("か", Origin::ZeroHit, 9),
        asked("？？？", Origin::ZeroHit, 9),
        asked("駐車場はありますか", Origin::ZeroHit, 1),
    ];
    assert_eq!(proposals(&asked, &known(), 2), []);
}

#[test]
fn nothing_but_redacted_words_comes_out() {
    let found = proposals(&[asked("私のマイナンバーは123456789018ですが大丈夫", Origin::Transcript, 2)], &known(), 1);
    assert!(found[0].words.contains("［個人番号］") && !format!("{found:?}").contains("123456789018"), "{found:?}");
}

#[test]
fn a_question_too_long_for_an_alias_is_no_alias() {
    let long = format!("カードをなくしたときはどうすればいいですか{}", "カードを落とした".repeat(20));
    let found = proposals(&[asked(&long, Origin::Transcript, 2)], &known(), 1);
    assert!(matches!(found[0].proposed, Proposed::NewEntry { .. }), "{found:?}");
}

#[test]
fn many_questions_are_bounded() {
    let many: Vec<Asked> =
        (0..QUESTIONS_MAX + 500).map(|at| asked(&format!("質問{at}は{}番", at * 7919), Origin::ZeroHit, 1)).collect();
    assert!(proposals(&many, &known(), 1).len() <= GROUPS_MAX);
}

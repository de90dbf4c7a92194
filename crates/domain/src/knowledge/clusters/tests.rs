//! What a person is asked to accept.

use super::*;
use crate::knowledge::entry::EntryKey;

fn asked(question: &str, origin: Origin, times: u32) -> Asked {
    Asked { question: question.to_owned(), origin, times, meant: Meant::default() }
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
fn questions_that_mean_the_same_are_one_group_and_the_search_says_of_what() {
    let meant = |angle: f32, chance: f64| Meant {
        vector: Some([angle.cos(), angle.sin()].into()),
        nearest: Some((EntryKey::read("reissue-fee").expect("a key"), chance)),
    };
    let asked = |angle: f32, chance: f64| {
        [
            Asked { meant: meant(0.0, chance), ..asked("新しいのは何円", Origin::ZeroHit, 3) },
            Asked { meant: meant(angle, chance / 2.0), ..asked("お金かかる？", Origin::LowBand, 2) },
        ]
    };
    let near = proposals(&asked(0.1, 0.5), &known(), 1);
    assert_eq!(near.len(), 1, "{near:?}");
    assert_eq!((near[0].times, near[0].examples.as_slice()), (5, &["お金かかる？".to_owned()][..]));
    assert!(matches!(&near[0].proposed, Proposed::Alias { of, .. } if of.as_str() == "reissue-fee"), "{near:?}");
    assert_eq!(proposals(&asked(1.0, 0.5), &known(), 1).len(), 2, "far apart");
    let unsure = proposals(&asked(0.1, 0.1), &known(), 1);
    assert!(
        matches!(&unsure[0].proposed, Proposed::NewEntry { nearest: Some(key) } if key.as_str() == "reissue-fee"),
        "{unsure:?}"
    );
}

#[test]
fn many_questions_are_bounded() {
    let many: Vec<Asked> =
        (0..QUESTIONS_MAX + 500).map(|at| asked(&format!("質問{at}は{}番", at * 7919), Origin::ZeroHit, 1)).collect();
    assert!(proposals(&many, &known(), 1).len() <= GROUPS_MAX);
}

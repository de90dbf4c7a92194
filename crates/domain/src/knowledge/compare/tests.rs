//! What a reviewer is shown of a change.

use proptest::prelude::*;

use super::*;

fn told(old: &str, new: &str) -> String {
    let piece = |change: &Change| match change.kind {
        ChangeKind::Same => change.text.clone(),
        ChangeKind::Removed => format!("[-{}]", change.text),
        ChangeKind::Added => format!("[+{}]", change.text),
    };
    changes(old, new).iter().map(piece).collect()
}

#[test]
fn a_changed_word_is_told_and_no_more() {
    assert_eq!(told("手数料は1,000円です。", "手数料は1,500円です。"), "手数料は1,[-000][+500]円です。");
    assert_eq!(told("窓口で申請できます", "窓口で申請できません"), "窓口で申請[-できます][+できません]");
    assert_eq!(told("You can renew it here.", "You cannot renew it here."), "You [-can][+cannot] renew it here.");
    assert_eq!(told("カードを持参", "マイナンバーカードと印鑑を持参"), "[-カード][+マイナンバーカードと印鑑]を持参");
    assert_eq!(told("", "新しい"), "[+新しい]");
    assert_eq!(told("古い", ""), "[-古い]");
    assert_eq!(told("同じ", "同じ"), "同じ");
    assert_eq!(told("", ""), "");
}

#[test]
fn one_text_replaces_another_where_they_share_no_word() {
    let (old, new) = ("あ1".repeat(3_000), "い2".repeat(3_000));
    let kinds: Vec<ChangeKind> = changes(&old, &new).iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [ChangeKind::Removed, ChangeKind::Added]);
    let big = "a ".repeat(TEXT_BYTES_MAX);
    assert_eq!(changes(&big, "a").len(), 2);
}

#[test]
fn a_line_of_a_list_is_told_whole() {
    let told = |old: &str, new: &str| {
        let pieces = line_changes(old, new);
        pieces.into_iter().map(|piece| (piece.kind, piece.text)).collect::<Vec<_>>()
    };
    let whole = |kind, text: &str| (kind, text.to_owned());
    let (same, removed, added) = (ChangeKind::Same, ChangeKind::Removed, ChangeKind::Added);
    assert_eq!(told("a | 12ab", "a | 12ac"), [whole(removed, "a | 12ab"), whole(added, "a | 12ac")]);
    assert_eq!(told("a", "a\nb"), [whole(same, "a"), whole(added, "\nb")]);
    assert_eq!(told("a\nb", "b"), [whole(removed, "a\n"), whole(same, "b")]);
    assert_eq!(told("", ""), []);
}

fn side(changes: &[Change], without: ChangeKind) -> String {
    changes.iter().filter(|change| change.kind != without).map(|change| change.text.as_str()).collect()
}

proptest! {
    #[test]
    fn both_texts_can_be_read_from_the_change(old in "[あいアイ漢字ab1 、]{0,40}", new in "[あいアイ漢字ab1 、]{0,40}") {
        let lines = line_changes(&old, &new);
        prop_assert_eq!((side(&lines, ChangeKind::Added), side(&lines, ChangeKind::Removed)), (old.clone(), new.clone()));
        let changes = changes(&old, &new);
        prop_assert_eq!(side(&changes, ChangeKind::Added), old);
        prop_assert_eq!(side(&changes, ChangeKind::Removed), new);
        prop_assert!(changes.windows(2).all(|pair| pair[0].kind != pair[1].kind));
    }
}

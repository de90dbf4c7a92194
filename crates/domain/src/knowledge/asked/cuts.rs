//! Cuts what was said into clauses, also where a recogniser set no marks.

/// What ends a clause, and the letters that may not follow it; the longer first.
const ENDINGS: &[(&str, &str)] = &[
    ("ですけれども", ""),
    ("ますけれども", ""),
    ("ましたけれども", ""),
    ("でしょうか", "ねら"),
    ("ですけども", ""),
    ("ますけども", ""),
    ("ですけれど", "も"),
    ("ますけれど", "も"),
    ("ましたけど", "も"),
    ("ませんか", "ら"),
    ("ましたが", ""),
    ("ましたか", "ら"),
    ("ですけど", "も"),
    ("ますけど", "も"),
    ("んだけど", "も"),
    ("ですかね", ""),
    ("ますかね", ""),
    ("ですよね", ""),
    ("ますよね", ""),
    ("ですが", ""),
    ("ますが", ""),
    ("ですか", "らね"),
    ("ますか", "らね"),
    ("ですね", ""),
    ("ですよ", "ね"),
    ("ください", "ま"),
    ("ません", "かがけのでよねし"),
    ("ました", "がけのらよねかし、"),
    ("です", "かがけのよねしとら"),
    ("ます", "かがけのよねしとま"),
];

/// What ends a clause before a comma.
const BEFORE_COMMA: &[&str] = &["が", "けど", "けども", "ので", "んで", "から", "です", "ます", "た", "し"];

/// A clause and whether a question mark ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut<'t> {
    pub(super) text: &'t str,
    pub(super) asks: bool,
}

/// The clauses of a Japanese text, without the marks that part them.
pub(super) fn japanese(text: &str) -> Vec<Cut<'_>> {
    let mut cuts = Vec::new();
    let mut from = 0;
    for (at, letter) in text.char_indices() {
        let until = at + letter.len_utf8();
        let ends = match letter {
            '。' | '？' | '！' | '?' | '!' | '\n' => true,
            '.' => text[until..].chars().next().is_none_or(char::is_whitespace),
            '、' | ',' | ' ' | '　' => ends_any(&text[from..at], BEFORE_COMMA),
            _ => ends_clause(&text[from..until], &text[until..]),
        };
        if ends {
            push(&mut cuts, &text[from..until], matches!(letter, '？' | '?'));
            from = until;
        }
    }
    push(&mut cuts, &text[from..], false);
    cuts
}

/// The sentences of an English text.
pub(super) fn english(text: &str) -> Vec<Cut<'_>> {
    let mut cuts = Vec::new();
    let mut from = 0;
    for (at, letter) in text.char_indices() {
        let until = at + letter.len_utf8();
        let last = text[until..].chars().next().is_none_or(char::is_whitespace);
        if letter == '\n' || (matches!(letter, '.' | '?' | '!') && last) {
            push(&mut cuts, &text[from..until], letter == '?');
            from = until;
        }
    }
    push(&mut cuts, &text[from..], false);
    cuts
}

fn push<'t>(cuts: &mut Vec<Cut<'t>>, piece: &'t str, asks: bool) {
    let text = piece.trim_matches(is_mark);
    if text.is_empty() {
        // 「ですか」 was cut off before its mark.
        if let Some(last) = cuts.last_mut().filter(|_| asks) {
            last.asks = true;
        }
    } else {
        cuts.push(Cut { text, asks });
    }
}

fn is_mark(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '。' | '？' | '！' | '、' | '.' | ',' | '?' | '!' | '…')
}

fn ends_any(text: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| text.ends_with(ending))
}

fn ends_clause(before: &str, after: &str) -> bool {
    let next = after.chars().next();
    // What stops a shorter ending stops it for the longer one that goes on: the first that fits decides.
    let found = ENDINGS.iter().find(|(ending, _)| before.ends_with(ending));
    found.is_some_and(|(_, not_before)| next.is_none_or(|next| !not_before.contains(next)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, wanted: &[&str]) {
        let cuts = if text.is_ascii() { english(text) } else { japanese(text) };
        assert_eq!(cuts.iter().map(|cut| cut.text).collect::<Vec<_>>(), wanted, "{text}");
    }

    #[test]
    fn clauses_end_at_marks_and_where_politeness_ends_one() {
        check(
            "更新をしたいのですが何を持って行けばいいですか",
            &["更新をしたいのですが", "何を持って行けばいいですか"],
        );
        check("申し込みたいのですが、電話番号は、090です。", &["申し込みたいのですが", "電話番号は、090です"]);
        check("引っ越したので、変更したいです。はい。", &["引っ越したので", "変更したいです", "はい"]);
        check(
            "山田ですカードをなくしましたどうすればいいですか",
            &["山田です", "カードをなくしました", "どうすればいいですか"],
        );
        check("無料ですから大丈夫ですよね", &["無料ですから大丈夫ですよね"]);
        check("I lost my card. What should I do?", &["I lost my card", "What should I do"]);
        check("It costs 3.5 yen", &["It costs 3.5 yen"]);
        check("", &[]);
        check("。。？", &[]);
    }

    #[test]
    fn a_question_mark_belongs_to_the_clause_before_it() {
        let cuts = japanese("予約は要りますか？はい。");
        assert_eq!(cuts, [Cut { text: "予約は要りますか", asks: true }, Cut { text: "はい", asks: false }]);
    }
}

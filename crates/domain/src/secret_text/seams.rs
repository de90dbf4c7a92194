//! Tells where a text may be read on without what went before.
//!
//! Owns what ends a number and a spelling for good: the last thing said is no digit, no letter, no filler and
//! no beginning of one, so the next segment begins afresh. To say so too seldom costs time; to say it once
//! too often may hide a number. `voice` parts its text there.

use crate::secret_text::spelling::spelt_end;

/// What may follow the end of a sentence and is no digit, wherever a reading begins.
const ENDINGS: [&str; 11] = ["です", "ですね", "ですよね", "そうですね", "ね", "で", "と", "の", "ー", "はい", "、"];
/// What ends a sentence or a word, and with which no word ends.
const MARKS: [char; 7] = ['。', '.', ',', '?', '!', ' ', '\n'];
/// Kana that begin a number word which the next segment may end, in both scripts.
const BEGINNINGS: &str = "ぜれまいさよろなはきゅゼレマイサヨロナハキュ";
/// Words that wait for the digit after them.
const WAITING: [&str; 2] = ["double", "triple"];

/// Whether neither a number nor a spelling can go on after `text`, whatever stands after it. No word of either
/// may begin before it, so segments that may go on in each other come together.
pub(super) fn ends_quietly(text: &str) -> bool {
    // A word goes on over segments in which nothing is said.
    if text.trim_end_matches('\n').ends_with(|last| BEGINNINGS.contains(last)) || waits(text) {
        return false;
    }
    let mut rest = text.trim_end_matches(MARKS);
    while !rest.is_empty() {
        let word = &rest[rest.len() - spelt_end(rest)..];
        if word.is_empty() {
            return true;
        }
        if !ENDINGS.contains(&word) {
            return false;
        }
        rest = rest[..rest.len() - word.len()].trim_end_matches(MARKS);
    }
    false
}

fn waits(text: &str) -> bool {
    let text = text.trim_end_matches([' ', '-', '\n']).as_bytes();
    let ends = |word: &&str| {
        let from = text.len().checked_sub(word.len());
        from.is_some_and(|from| text[from..].eq_ignore_ascii_case(word.as_bytes()))
    };
    WAITING.iter().any(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_is_over_ends_quietly_and_one_that_may_go_on_does_not() {
        for over in [
            "お願いします",
            "5月12日です。",
            "センターです。",
            "誕生日までです。",
            "届きましたか？",
            "来月ですね。はい。",
            "I see.",
            "the fee is 5 yen",
        ] {
            assert!(ends_quietly(over), "{over}");
        }
        for open in [
            "",
            "。",
            "はい",
            "9832",
            "0567です",
            "えっと、",
            "3214ね。",
            "ABC12",
            "12abc",
            "１２です。",
            "エイト。",
            "はい\nち",
            "は\n\n",
            "9832\nはい。",
            "double",
            "double-",
            "triple \n ",
            "I see four.",
            "さんじゅ",
            "パスワードはエー",
            "A",
            "OK",
            "よ",
        ] {
            assert!(!ends_quietly(open), "{open}");
        }
    }
}

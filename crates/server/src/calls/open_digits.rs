//! A number that is still being said is not shown: what it is, is known only when it is whole.
//!
//! Pure. Owns what counts as the open end of a text; whether the whole is a secret is `domain::secret_text`'s.
//! A recogniser writes single digits into all sorts of letters, so the run is looked at as a dense stretch.

/// Digits at the end of an unfinished text from which they are held back.
const HELD_FROM: usize = 3;
/// Other letters that may stand between two digits of a run, and behind the last one.
const BETWEEN_MAX: usize = 3;

/// `text` without the run of digits it ends in, unless that is a short one.
pub(super) fn without_open_digits(text: &str) -> &str {
    let (mut digits, mut between, mut start) = (0, 0, text.len());
    for (at, letter) in text.char_indices().rev() {
        if is_digit(letter) {
            (digits, between, start) = (digits + 1, 0, at);
        } else if !letter.is_whitespace() {
            between += 1;
            if between > BETWEEN_MAX {
                break;
            }
        }
    }
    if digits < HELD_FROM { text } else { text.get(..start).unwrap_or_default() }
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '０'..='９') || "〇零一二三四五六七八九".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, shown: &str) {
        assert_eq!(without_open_digits(text), shown, "{text}");
    }

    #[test]
    fn a_number_at_the_end_of_an_unfinished_text_is_held_back() {
        check("番号は123", "番号は");
        check("番号は 9832 0567", "番号は ");
        check("番号は９８３、二〇五", "番号は");
        check("090の1234の5", "");
        check("my number is 983-205", "my number is ");
        check("番号は 9話3 2の 0 転く7の3 えっと", "番号は ");
    }

    #[test]
    fn other_text_is_shown_as_it_is() {
        check("", "");
        check("更新の予約", "更新の予約");
        check("三通お願いします", "三通お願いします");
        check("窓口は12", "窓口は12");
        check("1234円かかります", "1234円かかります");
    }
}

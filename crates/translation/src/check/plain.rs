//! Puts words of a text into other words, by a table; the longest that fits wins.

use unicode_normalization::UnicodeNormalization as _;

/// A form and what stands in its place.
pub(super) type Plain = (&'static str, &'static str);

/// One form of letters, quotes and blanks: NFKC.
pub(super) fn one_form(text: &str) -> String {
    let quote = |c: char| if matches!(c, '\u{2018}' | '\u{2019}' | '`') { '\'' } else { c };
    text.nfkc().map(quote).collect()
}

/// The text with every form of the table put into its plain words. `words`: a form stands as whole Latin words, in
/// small or capital letters.
pub(super) fn rewritten(text: &str, table: &[Plain], words: bool) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let fitting = table.iter().filter(|(form, _)| fits(&letters, at, form, words));
        match fitting.max_by_key(|(form, _)| form.len()) {
            Some((form, instead)) => {
                plain.push_str(instead);
                at += form.chars().count();
            }
            None => {
                plain.push(letters[at]);
                at += 1;
            }
        }
    }
    plain
}

fn fits(letters: &[char], at: usize, form: &str, words: bool) -> bool {
    let here = &letters[at..];
    let length = form.chars().count();
    let equal = here.len() >= length && form.chars().zip(here).all(|(a, b)| a == b.to_ascii_lowercase());
    let latin = |c: Option<&char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || *c == '\'');
    let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let begins = !edge(form.chars().next()) || !latin(at.checked_sub(1).and_then(|at| letters.get(at)));
    let ends = !edge(form.chars().last()) || !latin(here.get(length));
    equal && (!words || (begins && ends))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_form_wins_and_latin_forms_are_whole_words() {
        let table = [("ません", "N"), ("すみません", "S")];
        assert_eq!(rewritten("すみません、できません", &table, false), "S、できN");
        let table = [("no", "0"), ("no fee", "free")];
        assert_eq!(rewritten("No fee, no note, note", &table, true), "free, 0 note, note");
    }
}

//! Where in a text something is said: the shortest stretch that says it by itself.
//!
//! Reading puts idioms into other words and takes figures out, so that places are lost; they are looked for anew, and
//! only for what does not agree.

use std::ops::Range;

/// Texts longer than this are marked whole.
const SEARCHED_CHARS_MAX: usize = 200;

/// The first stretch of `text` of which `says` holds, cut as short as it goes; None where it holds nowhere.
pub(super) fn stretch(text: &str, says: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    if bounds.len() > SEARCHED_CHARS_MAX {
        return says(text).then_some(0..text.len());
    }
    let until = bounds.iter().copied().find(|until| says(&text[..*until]) && says_on(text, *until, &says))?;
    let from = bounds.iter().rev().copied().find(|from| *from < until && says(&text[*from..until]))?;
    Some(from..until)
}

/// Whether a word ends here, so that "ca" of "cannot" is no place and 10 of 1000 is none.
fn says_on(text: &str, until: usize, says: impl Fn(&str) -> bool) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric();
    let inside = text[..until].ends_with(word) && text[until..].starts_with(word);
    !inside && text[until..].chars().next().is_none_or(|next| says(&text[..until + next.len_utf8()]))
}

#[cfg(test)]
mod tests {
    use super::stretch;

    #[test]
    fn the_shortest_stretch_is_found_on_letters_of_any_width() {
        let text = "手数料は1,000円です";
        let at = stretch(text, |part| part.contains("1,000円")).expect("a place");
        assert_eq!(&text[at], "1,000円");
        assert_eq!(stretch(text, |part| part.contains('無')), None);
        assert_eq!(stretch("", |_| false), None);
    }
}

//! The words of a query.

use domain::text_fold::Folded;

use crate::problem::Problem;

/// The most letters of a query.
const QUERY_LETTERS_MAX: usize = 64;

/// The most words of a query.
const TERMS_MAX: usize = 5;

/// Words that must all have been said in a contact.
#[derive(Debug, Clone)]
pub(super) struct Terms(Vec<Folded>);

impl Terms {
    /// Reads a query: words between spaces.
    ///
    /// # Errors
    /// `invalid` for nothing, too much, or a word of one letter that is no kanji.
    pub(super) fn read(query: &str) -> Result<Self, Problem> {
        let terms: Vec<Folded> = query.split_whitespace().map(Folded::of).filter(|term| !term.is_empty()).collect();
        let fits = query.chars().count() <= QUERY_LETTERS_MAX && (1..=TERMS_MAX).contains(&terms.len());
        if !fits || !terms.iter().all(says_something) {
            return Err(Problem::invalid(
                "検索する語を64文字以内、5語までで入力してください（かな・英数字は2文字以上）。",
                "Enter up to five words, 64 letters in all, of at least two letters each.",
            ));
        }
        Ok(Self(terms))
    }

    /// The words, folded.
    pub(super) fn all(&self) -> &[Folded] {
        &self.0
    }

    /// Whether a folded text may hold all of them; it is looked at closely then.
    pub(super) fn may_be_in(&self, folded: &str) -> bool {
        self.0.iter().all(|term| folded.contains(&term.text()))
    }
}

/// One kana stands in every sentence; one kanji may be a name.
fn says_something(term: &Folded) -> bool {
    term.len() > 1 || term.text().chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_as_words_and_refused_when_it_says_nothing() {
        let check = |query: &str, wanted: Option<&[&str]>| {
            let read = Terms::read(query).ok().map(|terms| terms.0.iter().map(Folded::text).collect::<Vec<_>>());
            assert_eq!(read, wanted.map(|terms| terms.iter().map(|term| (*term).to_owned()).collect()), "{query}");
        };
        check("更新　ヨヤク", Some(&["更新", "よやく"]));
        check("鍵", Some(&["鍵"]));
        check("の", None);
        check(" 、 ", None);
        check("a b c", None);
        check("ab cd ef gh ij kl", None);
        check(&"あい".repeat(33), None);
    }
}

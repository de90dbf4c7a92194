//! SPDX licence expressions: is there a way to comply with licences on a list?
//!
//! `OR` lets us choose, `AND` binds us to both, `WITH` belongs to the licence
//! before it; the old `A/B` of crates.io means `OR`. Source: SPDX 2.3, annex D.

/// Whether `expression` can be met with licences for which `is_on_list` holds.
pub(super) fn is_allowed(expression: &str, is_on_list: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, at: 0, is_on_list };
    reader.choice() && reader.at == words.len()
}

struct Reader<'w> {
    words: &'w [&'w str],
    at: usize,
    is_on_list: &'w dyn Fn(&str) -> bool,
}

impl Reader<'_> {
    fn choice(&mut self) -> bool {
        let mut met = self.both();
        while self.takes("OR") {
            // Both sides are read whatever the first says, or the place would be lost.
            let other = self.both();
            met = met || other;
        }
        met
    }

    fn both(&mut self) -> bool {
        let mut met = self.one();
        while self.takes("AND") {
            let other = self.one();
            met = met && other;
        }
        met
    }

    fn one(&mut self) -> bool {
        if self.takes("(") {
            let met = self.choice();
            return self.takes(")") && met;
        }
        let Some(licence) = self.words.get(self.at) else {
            return false;
        };
        self.at += 1;
        if self.takes("WITH") {
            let exception = self.words.get(self.at).copied().unwrap_or_default();
            self.at += 1;
            return (self.is_on_list)(&format!("{licence} WITH {exception}"));
        }
        (self.is_on_list)(licence)
    }

    fn takes(&mut self, word: &str) -> bool {
        let is_here = self.words.get(self.at) == Some(&word);
        self.at += usize::from(is_here);
        is_here
    }
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn expressions_are_met_as_spdx_says() {
        let list = |licence: &str| ["MIT", "ISC", "A WITH E"].contains(&licence);
        let cases = [
            ("MIT", true),
            ("GPL-3.0", false),
            ("GPL-3.0 OR MIT", true),
            ("GPL-3.0/MIT", true),
            ("GPL-3.0 AND MIT", false),
            ("(GPL-3.0 OR MIT) AND ISC", true),
            ("MIT OR GPL-3.0 AND ISC", true),
            ("A WITH E", true),
            ("A", false),
            ("(MIT", false),
            ("MIT MIT", false),
            ("", false),
        ];
        for (expression, expected) in cases {
            assert_eq!(is_allowed(expression, &list), expected, "{expression}");
        }
    }
}

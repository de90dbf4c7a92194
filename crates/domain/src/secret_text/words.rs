//! Lists of words that are looked for at one place of a text.
//!
//! Owns how few of them are compared: only those that begin with a character like the one that stands there.
//! It must never know what a word means. `fillers`, `lexer`, `spelling`, `topics` and `context` own the lists.

/// Keys of words, of which a character has one.
const KEYS: usize = 256;

/// A list of words by their first characters; at most 255 of them.
pub(super) struct Words<const N: usize> {
    words: [&'static str; N],
    /// Places in `words`: those of one key together, each in the order of the list.
    order: [u8; N],
    /// Where in `order` each key begins, and the end.
    from: [u8; KEYS + 1],
}

impl<const N: usize> Words<N> {
    /// The list; each word has a character and more.
    #[expect(clippy::cast_possible_truncation, reason = "a list has at most 255 words, which is asserted")]
    pub(super) const fn new(words: [&'static str; N]) -> Self {
        assert!(N < KEYS, "a place in the list is one byte");
        let (mut order, mut from) = ([0; N], [0; KEYS + 1]);
        let (mut filled, mut wanted) = (0, 0);
        while wanted < KEYS {
            from[wanted] = filled as u8;
            let mut place = 0;
            while place < N {
                if key(words[place].as_bytes()) == wanted {
                    order[filled] = place as u8;
                    filled += 1;
                }
                place += 1;
            }
            wanted += 1;
        }
        from[KEYS] = filled as u8;
        Self { words, order, from }
    }

    /// The words that may stand at the start of `rest`, each with its place in the list, in the list's order.
    /// None is left out that does, in any case of its letters.
    pub(super) fn at(&self, rest: &[u8]) -> impl Iterator<Item = (usize, &'static str)> + '_ {
        let key = if rest.is_empty() { KEYS } else { key(rest) };
        let end = usize::from(self.from[(key + 1).min(KEYS)]);
        let places = &self.order[usize::from(self.from[key])..end];
        places.iter().map(|place| (usize::from(*place), self.words[usize::from(*place)]))
    }
}

/// The last bits of a text's first character, in lower case.
const fn key(text: &[u8]) -> usize {
    let (first, last) = match text {
        [first, ..] if *first < 0x80 => return first.to_ascii_lowercase() as usize,
        [first @ 0xc0..=0xdf, last, ..] | [0xe0..=0xef, first, last, ..] | [0xf0..=0xff, _, first, last, ..] => {
            (*first, *last)
        }
        [..] => return 0,
    };
    ((first & 0x03) << 6 | last & 0x3f) as usize
}

/// Whether `rest` begins with `word`, the case of ASCII letters left aside.
pub(super) fn begins(rest: &[u8], word: &str) -> bool {
    rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_among_those_that_may_stand_where_it_stands() {
        const LIST: [&str; 6] = ["はい", "Ok", "は", "é", "😀", "ok then"];
        const WORDS: Words<6> = Words::new(LIST);
        let may_stand = |rest: &str| WORDS.at(rest.as_bytes()).map(|(_, word)| word).collect::<Vec<_>>();
        for word in LIST {
            assert!(may_stand(&format!("{word}!")).contains(&word), "{word}");
        }
        let standing = may_stand("はい").into_iter().filter(|word| "はい".starts_with(word));
        assert_eq!(standing.collect::<Vec<_>>(), ["はい", "は"], "in the order of the list");
        assert!(may_stand("OK").contains(&"Ok"), "in any case");
        assert_eq!(may_stand(""), [""; 0]);
        assert_eq!(may_stand("x"), [""; 0]);
    }
}

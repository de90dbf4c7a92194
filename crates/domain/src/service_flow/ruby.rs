//! Furigana in easy Japanese: `{申請|しんせい}` is 申請 with しんせい above it.
//!
//! Owns the notation and its faults. Every kanji of an easy text stands inside such braces. It must never
//! know how furigana are drawn. Next: `text`, which asks for it.

/// A stretch of an easy text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RubyPart<'a> {
    /// Text as it stands.
    Plain(&'a str),
    /// Text with its reading above.
    Ruby {
        /// What is written.
        base: &'a str,
        /// How it is read.
        reading: &'a str,
    },
}

/// What is wrong with the furigana of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RubyFault {
    /// A brace is open at the end, or opened again inside.
    #[error("an opening brace is not closed before the next or the end")]
    NotClosed,
    /// A `}` or `|` stands outside braces.
    #[error("a closing brace or bar stands outside braces")]
    Stray,
    /// Not `{written|reading}` with both sides.
    #[error("braces hold exactly one written side and one reading, and neither is empty")]
    NotAPair,
    /// The written side has no kanji.
    #[error("furigana stand above a word without kanji")]
    NoKanji,
    /// The reading is not kana.
    #[error("a reading is not written in hiragana or katakana")]
    NotKana,
    /// A kanji has no reading.
    #[error("the kanji {0:?} has no reading")]
    WithoutReading(char),
}

/// The parts of an easy text, in order.
///
/// # Errors
/// The first fault of its notation.
pub fn parse_ruby(text: &str) -> Result<Vec<RubyPart<'_>>, RubyFault> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, behind) = rest.split_once('{').map_or((rest, None), |(plain, behind)| (plain, Some(behind)));
        refuse_plain(plain)?;
        if !plain.is_empty() {
            parts.push(RubyPart::Plain(plain));
        }
        let Some(behind) = behind else { break };
        let (inside, after) = behind.split_once('}').ok_or(RubyFault::NotClosed)?;
        parts.push(pair(inside)?);
        rest = after;
    }
    Ok(parts)
}

/// The text as written, without readings; a text with a fault stays as it is.
#[must_use]
pub fn without_ruby(text: &str) -> String {
    let written = |part: RubyPart<'_>| match part {
        RubyPart::Plain(text) => text.to_owned(),
        RubyPart::Ruby { base, .. } => base.to_owned(),
    };
    parse_ruby(text).map_or_else(|_| text.to_owned(), |parts| parts.into_iter().map(written).collect())
}

fn refuse_plain(plain: &str) -> Result<(), RubyFault> {
    if plain.contains(['}', '|']) {
        return Err(RubyFault::Stray);
    }
    plain.chars().find(|c| is_kanji(*c)).map_or(Ok(()), |c| Err(RubyFault::WithoutReading(c)))
}

fn pair(inside: &str) -> Result<RubyPart<'_>, RubyFault> {
    if inside.contains('{') {
        return Err(RubyFault::NotClosed);
    }
    let (base, reading) = inside.split_once('|').ok_or(RubyFault::NotAPair)?;
    if base.is_empty() || reading.is_empty() || reading.contains('|') {
        return Err(RubyFault::NotAPair);
    }
    if !base.chars().any(is_kanji) {
        return Err(RubyFault::NoKanji);
    }
    if !reading.chars().all(is_kana) {
        return Err(RubyFault::NotKana);
    }
    Ok(RubyPart::Ruby { base, reading })
}

/// Whether `c` needs a reading: the unified ideographs and the marks that repeat one.
pub(super) fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '々' | '〆')
}

/// Whether `c` is hiragana or katakana, the long-vowel mark with them.
pub(super) fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | 'ー')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furigana_are_read_in_order() {
        let parts = parse_ruby("カードを{申請|しんせい}します。").unwrap();
        let expected = [
            RubyPart::Plain("カードを"),
            RubyPart::Ruby { base: "申請", reading: "しんせい" },
            RubyPart::Plain("します。"),
        ];
        assert_eq!(parts, expected);
        assert_eq!(without_ruby("カードを{申請|しんせい}します。"), "カードを申請します。");
    }

    #[test]
    fn each_fault_of_the_notation_is_named() {
        let cases = [
            ("{申請|しんせい", RubyFault::NotClosed),
            ("{申{請|せい}", RubyFault::NotClosed),
            ("あ}", RubyFault::Stray),
            ("あ|い", RubyFault::Stray),
            ("{申請}", RubyFault::NotAPair),
            ("{|しんせい}", RubyFault::NotAPair),
            ("{申請|}", RubyFault::NotAPair),
            ("{申請|しん|せい}", RubyFault::NotAPair),
            ("{カード|かーど}", RubyFault::NoKanji),
            ("{申請|shinsei}", RubyFault::NotKana),
            ("申請します", RubyFault::WithoutReading('申')),
        ];
        for (text, fault) in cases {
            assert_eq!(parse_ruby(text), Err(fault), "{text}");
        }
    }
}

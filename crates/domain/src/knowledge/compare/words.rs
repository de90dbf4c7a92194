//! A text cut into the smallest pieces a change is told in.

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Latin,
    Digits,
    Hiragana,
    Katakana,
    Kanji,
    Blank,
    /// Marks stand alone.
    Mark,
}

/// Runs of one kind of letter; together they are the text.
pub(super) fn cut(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut from = 0;
    let mut before: Option<Kind> = None;
    for (at, c) in text.char_indices() {
        let kind = kind_of(c, before);
        if at > 0 && (before != Some(kind) || kind == Kind::Mark) {
            words.push(&text[from..at]);
            from = at;
        }
        before = Some(kind);
    }
    if from < text.len() {
        words.push(&text[from..]);
    }
    words
}

/// Lines and the line ends between them; together they are the text.
pub(super) fn lines(text: &str) -> Vec<&str> {
    let parts = |line: &'_ str| line.len() - usize::from(line.ends_with('\n'));
    let cut = text.split_inclusive('\n').map(|line| line.split_at(parts(line)));
    cut.flat_map(|(line, end)| [line, end]).filter(|part| !part.is_empty()).collect()
}

fn kind_of(c: char, before: Option<Kind>) -> Kind {
    match c {
        'ー' => before.filter(|kind| *kind == Kind::Hiragana).unwrap_or(Kind::Katakana),
        '\u{3041}'..='\u{309f}' => Kind::Hiragana,
        '\u{30a1}'..='\u{30fa}' | '\u{ff66}'..='\u{ff9f}' => Kind::Katakana,
        '\u{3400}'..='\u{9fff}' | '々' => Kind::Kanji,
        '0'..='9' | '０'..='９' => Kind::Digits,
        '\'' if before == Some(Kind::Latin) => Kind::Latin,
        c if c.is_alphabetic() => Kind::Latin,
        c if c.is_whitespace() => Kind::Blank,
        _ => Kind::Mark,
    }
}

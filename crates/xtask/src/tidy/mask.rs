//! Sorts every byte of a source text into code, comment or quoted text.
//!
//! The laws look for words in one of the three and must not be fooled by the
//! others. It is no parser: it knows quotes, comments and nothing else, so it
//! stays fast and never refuses a file. `source.rs` builds the layers from it.

/// What a byte of a source file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Something the compiler reads as code.
    Code,
    /// A line or block comment, doc comments included.
    Comment,
    /// The inside of a string, character or template literal.
    Quoted,
}

/// The language whose quoting rules apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// Rust: raw strings, lifetimes, nested comments.
    Rust,
    /// TypeScript and JavaScript: template literals, regular expressions.
    Script,
}

/// The part each byte of `text` belongs to; as long as `text` itself.
pub(crate) fn parts(text: &str, language: Language) -> Vec<Part> {
    let mut scan = Scan { bytes: text.as_bytes(), out: vec![Part::Code; text.len()], at: 0, language };
    scan.code_until_brace(false);
    scan.out
}

struct Scan<'t> {
    bytes: &'t [u8],
    out: Vec<Part>,
    at: usize,
    language: Language,
}

impl Scan<'_> {
    /// Reads code; with `stop`, ends behind the brace that closes a template's hole.
    fn code_until_brace(&mut self, stop: bool) {
        let mut depth = 0_u32;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'/' if self.peek(1) == Some(b'/') => self.line_comment(),
                b'/' if self.peek(1) == Some(b'*') => self.block_comment(),
                b'"' => self.quoted(b'"'),
                b'\'' => self.apostrophe(),
                b'`' if self.language == Language::Script => self.template(),
                b'/' if self.language == Language::Script && self.regex_may_start() => {
                    self.regex();
                }
                b'r' | b'b' | b'c' if self.language == Language::Rust => self.maybe_raw(),
                b'{' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' if stop && depth == 0 => {
                    self.at += 1;
                    return;
                }
                b'}' => {
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn take(&mut self, part: Part) {
        if let Some(slot) = self.out.get_mut(self.at) {
            *slot = part;
        }
        self.at += 1;
    }

    fn line_comment(&mut self) {
        while self.peek(0).is_some_and(|byte| byte != b'\n') {
            self.take(Part::Comment);
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_u32;
        while let Some(byte) = self.peek(0) {
            let next = self.peek(1);
            if byte == b'/' && next == Some(b'*') && (depth == 0 || self.language == Language::Rust) {
                depth += 1;
                self.take(Part::Comment);
            } else if byte == b'*' && next == Some(b'/') {
                depth -= 1;
                self.take(Part::Comment);
            }
            self.take(Part::Comment);
            if depth == 0 {
                return;
            }
        }
    }

    fn quoted(&mut self, quote: u8) {
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            // An apostrophe in JSX text opens no string; a script's string ends with its line.
            if byte == quote || (byte == b'\n' && self.language == Language::Script) {
                self.at += 1;
                return;
            }
            if byte == b'\\' {
                self.take(Part::Quoted);
            }
            self.take(Part::Quoted);
        }
    }

    fn apostrophe(&mut self) {
        if self.language == Language::Script {
            return self.quoted(b'\'');
        }
        let escaped = self.peek(1) == Some(b'\\');
        let width = self.peek(1).map_or(1, char_width);
        if escaped || self.peek(1 + width) == Some(b'\'') {
            self.quoted(b'\'');
        } else {
            self.at += 1;
        }
    }

    fn template(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'`' => {
                    self.at += 1;
                    return;
                }
                b'$' if self.peek(1) == Some(b'{') => {
                    self.at += 2;
                    self.code_until_brace(true);
                }
                b'\\' => {
                    self.take(Part::Quoted);
                    self.take(Part::Quoted);
                }
                _ => self.take(Part::Quoted),
            }
        }
    }

    fn regex_may_start(&self) -> bool {
        let before = self.bytes.get(..self.at).unwrap_or_default();
        let last = before.iter().rev().find(|byte| !byte.is_ascii_whitespace());
        // `<` is missing on purpose: `</tag>` is JSX.
        last.is_none_or(|byte| b"(,=:[!&|?{;".contains(byte))
    }

    fn regex(&mut self) {
        let mut in_class = false;
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\n' => return,
                b'/' if !in_class => {
                    self.at += 1;
                    return;
                }
                b'\\' => self.take(Part::Quoted),
                b'[' => in_class = true,
                b']' => in_class = false,
                _ => {}
            }
            self.take(Part::Quoted);
        }
    }

    fn maybe_raw(&mut self) {
        let inside_word = self.at > 0
            && self.bytes.get(self.at - 1).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let prefix = rest.iter().take_while(|byte| b"rbc".contains(byte)).count();
        let hashes = rest.iter().skip(prefix).take_while(|byte| **byte == b'#').count();
        let raw = rest.get(..prefix).is_some_and(|word| word.contains(&b'r'));
        if inside_word || prefix > 2 || !raw || rest.get(prefix + hashes) != Some(&b'"') {
            self.at += 1;
            return;
        }
        self.at += prefix + hashes + 1;
        let mut end = vec![b'"'];
        end.resize(hashes + 1, b'#');
        while self.at < self.bytes.len() {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            if rest.starts_with(&end) {
                self.at += end.len();
                return;
            }
            self.take(Part::Quoted);
        }
    }
}

fn char_width(first: u8) -> usize {
    match first {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, Part, parts};

    fn code(text: &str, language: Language) -> String {
        let kept = parts(text, language);
        text.bytes().zip(kept).map(|(byte, part)| if part == Part::Code { char::from(byte) } else { '_' }).collect()
    }

    #[test]
    fn rust_quotes_comments_and_lifetimes_are_told_apart() {
        let cases = [
            ("a // b", "a ____"),
            ("a /* b /* c */ d */ e", "a _________________ e"),
            (r#"f("x\"y")"#, r#"f("____")"#),
            ("r##\"a\"#b\"## c", "r##\"____\"## c"),
            ("&'a str = 'x';", "&'a str = '_';"),
            ("'\\'' + 1", "'__' + 1"),
            ("bar\"x\"", "bar\"_\""),
        ];
        for (text, expected) in cases {
            assert_eq!(code(text, Language::Rust), expected, "{text}");
        }
    }

    #[test]
    fn script_templates_regexes_and_jsx_apostrophes_are_told_apart() {
        let cases = [
            ("`a ${b} c`", "`__${b}__`"),
            ("x = /a\"b/; y", "x = /___/; y"),
            ("<p>don't</p>\nz", "<p>don'_____\nz"),
            ("a / b / c", "a / b / c"),
        ];
        for (text, expected) in cases {
            assert_eq!(code(text, Language::Script), expected, "{text}");
        }
    }
}

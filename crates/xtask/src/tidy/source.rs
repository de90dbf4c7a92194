//! One file of the repository, and the whole of them, as the laws see them.
//!
//! A `Source` keeps the text and three layers of the same length (code,
//! comments, quoted text), so an offset in one is an offset in all. A `Tree` is
//! read from disk or, in tests, made from a few lines. No law lives here.

use super::mask::{self, Language, Part};
use std::collections::BTreeSet;
use std::path::Path;

/// Folders that hold no source of ours, by name, wherever they are.
const SKIPPED_FOLDERS: [&str; 6] = [".git", "target", "node_modules", "dist", "shots", "data"];
/// Endings of the files that are read; every other file is known by its path alone.
const READ_ENDINGS: [&str; 9] = [".rs", ".ts", ".tsx", ".js", ".mjs", ".md", ".toml", ".lock", ".npmrc"];
/// Files whose content a program writes; laws of style do not bind them.
const GENERATED: [&str; 2] = ["web/api/schema.ts", "web/api/openapi.json"];

/// A file with its text in layers of equal length.
#[derive(Debug)]
pub(crate) struct Source {
    /// Path from the root of the repository, with `/`.
    pub(crate) path: String,
    /// The whole text.
    pub(crate) text: String,
    /// The text with everything but code blanked.
    pub(crate) code: String,
    /// The text with everything but comments blanked.
    pub(crate) comments: String,
    /// The text with everything but quoted text blanked.
    pub(crate) quoted: String,
    line_starts: Vec<usize>,
    test_lines: Vec<bool>,
}

impl Source {
    /// Sorts `text` into its layers by the ending of `path`.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let (code, comments, quoted) = layers(path, text);
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut source = Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            comments,
            quoted,
            line_starts,
            test_lines: Vec::new(),
        };
        source.test_lines = source.find_test_lines();
        source
    }

    /// Whether this is Rust.
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether this is TypeScript or JavaScript that people write.
    pub(crate) fn is_script(&self) -> bool {
        [".ts", ".tsx", ".js", ".mjs"].iter().any(|ending| self.path.ends_with(ending))
            && !GENERATED.contains(&self.path.as_str())
    }

    /// The line, counted from 1, that holds the byte at `offset`.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    /// Whether the line, counted from 1, is only compiled for tests.
    pub(crate) fn is_test_line(&self, line: usize) -> bool {
        self.test_lines.get(line - 1).copied().unwrap_or(false)
    }

    /// Whether the whole file is a test.
    pub(crate) fn is_test_file(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        self.path.starts_with("e2e/")
            || self.path.starts_with("crates/scenario/")
            || self.path.contains("/tests/")
            || self.path.contains("/examples/")
            || self.path.contains("/benches/")
            || name == "tests.rs"
            || name.contains(".test.")
    }

    /// Where each whole word `word` of the code starts.
    pub(crate) fn words<'s>(&'s self, word: &'s str) -> impl Iterator<Item = usize> + 's {
        whole_words(&self.code, word)
    }

    fn find_test_lines(&self) -> Vec<bool> {
        let lines = self.line_starts.len();
        if self.is_test_file() {
            return vec![true; lines];
        }
        let mut marks = vec![false; lines];
        for (start, _) in self.code.match_indices("#[cfg(test)]") {
            let end = item_end(&self.code, start + "#[cfg(test)]".len());
            for line in self.line_of(start)..=self.line_of(end) {
                if let Some(mark) = marks.get_mut(line - 1) {
                    *mark = true;
                }
            }
        }
        marks
    }
}

/// Every file the laws look at.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Files whose text was read, in the order of their paths.
    pub(crate) files: Vec<Source>,
    /// Every file and folder of the repository.
    pub(crate) paths: BTreeSet<String>,
}

impl Tree {
    /// A tree of a few files given as (path, text).
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            tree.add(path, Some(text));
        }
        tree
    }

    /// Reads the repository at `root`.
    ///
    /// # Errors
    /// When a folder or file cannot be read.
    pub(crate) fn read(root: &Path) -> anyhow::Result<Self> {
        let mut tree = Self::default();
        tree.read_folder(root, "")?;
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(tree)
    }

    /// The file at `path`, when it was read.
    pub(crate) fn get(&self, path: &str) -> Option<&Source> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Files in Rust.
    pub(crate) fn rust(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(|file| file.is_rust())
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> anyhow::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let kind = entry.file_type()?;
            if kind.is_dir() && !SKIPPED_FOLDERS.contains(&name.as_str()) {
                self.paths.insert(path.clone());
                self.read_folder(&entry.path(), &format!("{path}/"))?;
            } else if kind.is_file() {
                let read = name == "package-lock.json" || READ_ENDINGS.iter().any(|ending| name.ends_with(ending));
                let text = if read { std::fs::read_to_string(entry.path()).ok() } else { None };
                self.add(&path, text.as_deref());
            }
        }
        Ok(())
    }

    fn add(&mut self, path: &str, text: Option<&str>) {
        let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        self.paths.extend(folders.map(str::to_owned));
        self.paths.insert(path.to_owned());
        self.files.extend(text.map(|text| Source::new(path, text)));
    }
}

/// Where each whole word `word` starts in `code`.
pub(crate) fn whole_words<'s>(code: &'s str, word: &'s str) -> impl Iterator<Item = usize> + 's {
    let bytes = code.as_bytes();
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = at.checked_sub(1).and_then(|index| bytes.get(index));
        let after = bytes.get(at + word.len());
        !before.is_some_and(is_word_byte) && !after.is_some_and(is_word_byte)
    })
}

/// Whether a byte may stand inside an identifier.
pub(crate) fn is_word_byte(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}

/// The identifier that starts at `at` or behind the blanks there, with its offset.
pub(crate) fn identifier_at(code: &str, at: usize) -> Option<(usize, &str)> {
    let rest = code.get(at..)?;
    let start = at + (rest.len() - rest.trim_start().len());
    let rest = code.get(start..)?;
    let length = rest.bytes().take_while(is_word_byte).count();
    rest.get(..length).filter(|word| !word.is_empty()).map(|word| (start, word))
}

/// The offset where the item that starts at `from` ends: its `;` or its closing brace.
pub(crate) fn item_end(code: &str, from: usize) -> usize {
    let mut depth = 0_i32;
    for (index, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b';' if depth == 0 => return index,
            b'{' if depth == 0 => return closing_brace(code, index),
            _ => {}
        }
    }
    code.len()
}

/// The offset of the brace that closes the one at `open`.
pub(crate) fn closing_brace(code: &str, open: usize) -> usize {
    let mut depth = 0_i32;
    for (index, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    code.len()
}

fn layers(path: &str, text: &str) -> (String, String, String) {
    let language = if path.ends_with(".rs") {
        Language::Rust
    } else if [".ts", ".tsx", ".js", ".mjs"].iter().any(|ending| path.ends_with(ending)) {
        Language::Script
    } else {
        return (text.to_owned(), String::new(), String::new());
    };
    let mut code = text.as_bytes().to_vec();
    let mut comments = blank(text);
    let mut quoted = comments.clone();
    for (at, part) in mask::parts(text, language).into_iter().enumerate() {
        let kept = match part {
            Part::Code => continue,
            Part::Comment => &mut comments,
            Part::Quoted => &mut quoted,
        };
        if code[at] != b'\n' {
            kept[at] = code[at];
            code[at] = b' ';
        }
    }
    let text_of = |layer: Vec<u8>| String::from_utf8_lossy(&layer).into_owned();
    (text_of(code), text_of(comments), text_of(quoted))
}

fn blank(text: &str) -> Vec<u8> {
    text.bytes().map(|byte| if byte == b'\n' { b'\n' } else { b' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn lines_behind_cfg_test_are_test_lines_until_the_item_ends() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() {}\n}\nfn c() {}\n";
        let source = Source::new("crates/wire/src/a.rs", text);
        let marks: Vec<bool> = (1..=6).map(|line| source.is_test_line(line)).collect();
        assert_eq!(marks, [false, true, true, true, true, false]);
    }

    #[test]
    fn a_word_inside_another_word_is_not_found() {
        let source = Source::new("a.rs", "let user_agent = user; // user\n");
        assert_eq!(source.words("user").collect::<Vec<_>>(), [17]);
    }
}

//! What is promised for later, hidden or waited for: none of it is committed.

use super::law::{Breach, Law};
use super::source::{Source, Tree, closing_brace};

const NAME: &str = "promises";

/// No silenced lints, ignored tests, stubs, unfinished notes or sleeping tests.
pub(crate) const LAW: Law = Law {
    name: NAME,
    says: "no #[allow], no ignored or narrowed test, no stub, no note for later, no test that sleeps",
    check,
    planted: &[
        ("crates/wire/src/a.rs", "//! A.\n#[allow(dead_code)]\nfn f() { todo!() }\n// TODO: later\n"),
        ("crates/wire/tests/b.rs", "#[test]\n#[ignore]\nfn g() { std::thread::sleep(d); }\n"),
        ("web/desk/c.test.ts", "it.only(\"rings\", async () => { await page.waitForTimeout(5); });\n"),
    ],
};

const IN_RUST: [(&str, &str); 6] = [
    ("#[allow(", "use #[expect(lint, reason = \"..\")]"),
    ("#![allow(", "use #![expect(lint, reason = \"..\")]"),
    ("#[ignore", "a test runs or does not exist"),
    ("todo!", "finish it or leave it out"),
    ("unimplemented!", "finish it or leave it out"),
    ("dbg!", "a trace of debugging"),
];
const IN_SCRIPT: [(&str, &str); 7] = [
    (".only(", "narrows the suite to one test"),
    (".skip(", "a test runs or does not exist"),
    (".todo(", "a test runs or does not exist"),
    ("waitForTimeout(", "wait for a value with a limit"),
    ("debugger", "a trace of debugging"),
    (": any", "name the type"),
    ("as any", "name the type"),
];
/// Pages keep the console silent; programs for the terminal speak on it.
const IN_PAGES: [(&str, &str); 1] = [("console.log(", "a trace of debugging")];
const IN_COMMENTS: [&str; 6] = ["TODO", "FIXME", "XXX", "@ts-ignore", "@ts-nocheck", "eslint-disable"];
/// A sleep inside one of these rests between two looks at a value, or paces what is sent.
const LOOPS: [&str; 3] = ["loop", "while", "for"];

fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in tree.files.iter().filter(|file| !is_this_tool(file)) {
        if file.is_rust() {
            breaches.extend(words_in(file, &file.code, &IN_RUST));
            breaches.extend(sleeps_in_tests(file));
        } else if file.is_script() {
            breaches.extend(words_in(file, &file.code, &IN_SCRIPT));
            if !file.path.ends_with(".mjs") {
                breaches.extend(words_in(file, &file.code, &IN_PAGES));
            }
        }
        for word in IN_COMMENTS {
            for at in super::source::whole_words(&file.comments, word) {
                breaches.push(Breach::at(NAME, file, at, format!("`{word}` in a comment")));
            }
        }
    }
    breaches
}

/// The laws quote what they refuse.
fn is_this_tool(file: &Source) -> bool {
    file.path.starts_with("crates/xtask/src/tidy/")
}

fn words_in(file: &Source, code: &str, words: &[(&str, &str)]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (word, why) in words {
        let starts_word = word.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
        for (at, _) in code.match_indices(word) {
            let before = at.checked_sub(1).and_then(|index| code.as_bytes().get(index));
            let behind = code.as_bytes().get(at + word.len());
            let longer = starts_word && before.is_some_and(super::source::is_word_byte)
                || word.ends_with('y') && behind.is_some_and(super::source::is_word_byte);
            if !longer {
                breaches.push(Breach::at(NAME, file, at, format!("`{word}`: {why}")));
            }
        }
    }
    breaches
}

fn sleeps_in_tests(file: &Source) -> Vec<Breach> {
    let polls: Vec<(usize, usize)> = LOOPS
        .into_iter()
        .flat_map(|word| file.words(word))
        .filter_map(|at| {
            let open = at + file.code.get(at..)?.find('{')?;
            Some((at, closing_brace(&file.code, open)))
        })
        .collect();
    file.words("sleep")
        .filter(|at| file.code.get(at + "sleep".len()..).is_some_and(|rest| rest.starts_with('(')))
        .filter(|at| file.is_test_line(file.line_of(*at)))
        .filter(|at| !polls.iter().any(|(start, end)| (start..end).contains(&at)))
        .map(|at| {
            let why = "a test sleeps: advance the clock, or look for a value in a loop with a limit";
            Breach::at(NAME, file, at, why)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::source::Tree;

    #[test]
    fn a_loop_that_looks_for_a_value_may_rest_between_looks() {
        let text = "fn until() { while !done() { sleep(STEP); } }\n";
        let tree = Tree::of(&[("crates/media/tests/a.rs", text)]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn a_type_that_begins_like_any_is_no_any() {
        let tree = Tree::of(&[("web/desk/a.ts", "let a: anyhow; let b: any;\n")]);
        assert_eq!(check(&tree).len(), 1);
    }
}

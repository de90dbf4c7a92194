//! Length of functions and files.

use super::law::{Breach, Law};
use super::source::{Source, Tree, closing_brace, identifier_at};

const FUNCTION_NAME: &str = "function-length";
const FILE_NAME: &str = "file-length";
const FUNCTION_LINES_MAX: usize = 70;
const FILE_LINES_TO_DISCUSS: usize = 500;
const FILE_LINES_MAX: usize = 800;

/// A function fits on a screen.
pub(crate) const FUNCTION_LAW: Law = Law {
    name: FUNCTION_NAME,
    says: "a function has at most 70 lines",
    check: check_functions,
    planted: &[(
        "crates/domain/src/queue.rs",
        "fn long() {\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n}\n",
    )],
};

/// A file can be read at one sitting.
pub(crate) const FILE_LAW: Law = Law {
    name: FILE_NAME,
    says: "a file has at most 800 lines; over 500 is noted for discussion",
    check: check_files,
    planted: &[("crates/domain/src/queue.rs", EIGHT_HUNDRED_AND_ONE_LINES)],
};

/// Notes for files that are allowed but long.
pub(crate) fn long_files(tree: &Tree) -> Vec<String> {
    people_write(tree)
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| (FILE_LINES_TO_DISCUSS + 1..=FILE_LINES_MAX).contains(lines))
        .map(|(file, lines)| format!("{} has {lines} lines: split it, or say why not", file.path))
        .collect()
}

fn people_write(tree: &Tree) -> impl Iterator<Item = &Source> {
    tree.files.iter().filter(|file| file.is_rust() || file.is_script())
}

fn check_files(tree: &Tree) -> Vec<Breach> {
    people_write(tree)
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > FILE_LINES_MAX)
        .map(|(file, lines)| {
            let why = format!("{lines} lines, at most {FILE_LINES_MAX}");
            Breach::at_line(FILE_NAME, &file.path, lines, why)
        })
        .collect()
}

fn check_functions(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in people_write(tree) {
        let functions = if file.is_rust() {
            rust_functions(file)
        } else if file.is_test_file() {
            // A suite is one function that holds its tests.
            Vec::new()
        } else {
            script_functions(file)
        };
        for (start, end, name) in functions {
            let lines = file.line_of(end) - file.line_of(start) + 1;
            if lines > FUNCTION_LINES_MAX {
                let why = format!("`{name}` has {lines} lines, at most {FUNCTION_LINES_MAX}");
                breaches.push(Breach::at(FUNCTION_NAME, file, start, why));
            }
        }
    }
    breaches
}

/// Start, end and name of each function with a body.
fn rust_functions(file: &Source) -> Vec<(usize, usize, &str)> {
    let mut found = Vec::new();
    for at in file.words("fn") {
        let Some((name_at, name)) = identifier_at(&file.code, at + 2) else {
            continue;
        };
        let Some(open) = body_start(&file.code, name_at) else {
            continue;
        };
        found.push((at, closing_brace(&file.code, open), name));
    }
    found
}

fn script_functions(file: &Source) -> Vec<(usize, usize, &str)> {
    let mut found = Vec::new();
    for at in file.words("function") {
        let name = identifier_at(&file.code, at + "function".len()).map_or("function", |it| it.1);
        if let Some(open) = body_start(&file.code, at) {
            found.push((at, closing_brace(&file.code, open), name));
        }
    }
    for (at, arrow) in file.code.match_indices("=>") {
        let behind = at + arrow.len();
        let rest = file.code.get(behind..).unwrap_or_default();
        let body = rest.trim_start();
        if body.starts_with('{') {
            let open = behind + (rest.len() - body.len());
            found.push((at, closing_brace(&file.code, open), "=>"));
        }
    }
    found
}

/// The brace that opens the body, or None when the declaration ends first.
fn body_start(code: &str, from: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for (index, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b';' if depth == 0 => return None,
            b'{' if depth == 0 => return Some(index),
            _ => {}
        }
    }
    None
}

const EIGHT_HUNDRED_AND_ONE_LINES: &str = {
    const BYTES: [u8; 801] = [b'\n'; 801];
    match std::str::from_utf8(&BYTES) {
        Ok(text) => text,
        Err(_) => "",
    }
};

#[cfg(test)]
mod tests {
    use super::check_functions;
    use crate::tidy::source::Tree;

    fn function_of(lines: usize) -> String {
        format!("fn f(a: [u8; 3]) {{\n{}}}\n", "x();\n".repeat(lines - 2))
    }

    #[test]
    fn seventy_lines_pass_and_seventy_one_do_not() {
        for (lines, breaches) in [(70, 0), (71, 1)] {
            let tree = Tree::of(&[("crates/wire/src/a.rs", &function_of(lines))]);
            assert_eq!(check_functions(&tree).len(), breaches, "{lines} lines");
        }
    }

    #[test]
    fn an_arrow_function_of_a_screen_is_measured() {
        let text = format!("const a = () => {{\n{}}};\n", "x();\n".repeat(80));
        let tree = Tree::of(&[("web/desk/a.ts", &text)]);
        assert_eq!(check_functions(&tree).len(), 1);
    }
}

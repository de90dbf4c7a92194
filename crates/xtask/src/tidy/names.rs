//! Names the house does not use, in identifiers and file names.
//!
//! Only what we define is looked at (functions, types, modules, bindings,
//! fields), never the names of other crates that we call.

use super::law::{Breach, Law};
use super::source::{Source, Tree, identifier_at};

const NAME: &str = "names";

/// Words that say nothing (utils, helper), or mean two things here (user, session).
pub(crate) const LAW: Law = Law {
    name: NAME,
    says: "no utils, helper, common, base, -Manager, new_, v2; a person is caller, visitor, agent, staff or account, never user; session is a login or a protocol's term",
    check,
    planted: &[
        (
            "crates/domain/src/queue_utils.rs",
            "//! Q.\nstruct QueueManager { user_id: u32 }\nfn new_contact() {}\nfn rank_v2() {}\n",
        ),
        ("crates/domain/src/contact.rs", "//! C.\nstruct CallSession;\n"),
        ("web/desk/helpers.ts", "const userName = 1;\nfunction baseHelper() {}\n"),
    ],
};

/// Names that other people's protocols and libraries chose.
const TERMS: [&str; 14] = [
    "user_agent",
    "user_key",
    "user_part",
    "user_info",
    "userinfo",
    "user_handle",
    "user_verification",
    "user_presence",
    "user_media",
    "user_phone",
    "user_event",
    "user_name_attribute",
    "session_expires",
    "session_timer",
];
/// In these a session is the login's or the protocol's own.
const LOGIN_AND_PROTOCOL_PLACES: [&str; 11] = [
    "login",
    "sip",
    "sdp",
    "session",
    "web_leg",
    "storage/src",
    "server/src/router",
    "server/src/problem",
    "zoom",
    // The Chrome DevTools Protocol calls its connection to one target a session.
    "browser/src/cdp",
    "browser/src/host",
];
const DEFINERS: [&str; 9] = ["fn", "struct", "enum", "trait", "mod", "type", "const", "static", "let"];
const SCRIPT_DEFINERS: [&str; 7] = ["function", "const", "let", "class", "interface", "type", "enum"];

fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in &tree.files {
        let definers: &[&str] = if file.is_rust() {
            &DEFINERS
        } else if file.is_script() {
            &SCRIPT_DEFINERS
        } else {
            continue;
        };
        if let Some(why) = file_name(&file.path) {
            breaches.push(Breach::at_line(NAME, &file.path, 1, why));
        }
        for (at, kind, name) in definitions(file, definers) {
            if let Some(why) = refusal(&file.path, kind, name) {
                breaches.push(Breach::at(NAME, file, at, format!("`{name}`: {why}")));
            }
        }
    }
    breaches
}

fn file_name(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let stem = name.split('.').next()?;
    let words = words_of(stem);
    let refused = empty_word(&words).or_else(|| {
        (words.len() > 1 && words.last().is_some_and(|word| word == "manager")).then_some("a manager is a person")
    })?;
    Some(format!("file `{name}`: {refused}"))
}

/// Each name the file defines: where, with which keyword (or "field"), and the name.
fn definitions<'s>(file: &'s Source, definers: &'static [&str]) -> Vec<(usize, &'static str, &'s str)> {
    let mut found = Vec::new();
    for definer in definers {
        for at in file.words(definer) {
            let mut behind = at + definer.len();
            if let Some((mut_at, "mut")) = identifier_at(&file.code, behind) {
                behind = mut_at + "mut".len();
            }
            if let Some((name_at, name)) = identifier_at(&file.code, behind) {
                found.push((name_at, *definer, name));
            }
        }
    }
    found.extend(fields(file));
    found
}

/// Fields and parameters: `name: Type` at the start of a line, or behind `(` or `,` in a signature.
fn fields(file: &Source) -> Vec<(usize, &'static str, &str)> {
    let mut found = Vec::new();
    if !file.is_rust() {
        return found;
    }
    for at in file.words("struct") {
        let Some(open) = file.code.get(at..).and_then(|rest| rest.find(['{', ';', '('])) else {
            continue;
        };
        if file.code.as_bytes().get(at + open) != Some(&b'{') {
            continue;
        }
        let end = super::source::closing_brace(&file.code, at + open);
        let body = file.code.get(at + open..end).unwrap_or_default();
        for (colon, _) in body.match_indices(": ") {
            let before = body.get(..colon).unwrap_or_default();
            let length = before.bytes().rev().take_while(super::source::is_word_byte).count();
            let name_at = colon - length;
            if let Some(name) = body.get(name_at..colon).filter(|name| !name.is_empty()) {
                found.push((at + open + name_at, "field", name));
            }
        }
    }
    found
}

fn refusal(path: &str, kind: &str, name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    if TERMS.iter().any(|term| lower.contains(term) || lower.contains(&term.replace('_', ""))) {
        return None;
    }
    let words = words_of(name);
    let is_type = name.starts_with(|first: char| first.is_ascii_uppercase());
    let last = words.last().map_or("", String::as_str);
    if let Some(why) = empty_word(&words) {
        return Some(why);
    }
    if is_type && words.len() > 1 && last == "manager" {
        return Some("a manager is a person");
    }
    if matches!(kind, "fn" | "mod" | "struct" | "function") && words.len() > 1 && starts_new(&words) {
        return Some("everything was new once");
    }
    if words.len() > 1 && matches!(last, "v2" | "v3") {
        return Some("replace it instead");
    }
    // RFC 3261 §19.1.1 calls the part of an address before the @ its user.
    let in_address = path.contains("/sip/");
    if !in_address && words.iter().any(|word| word == "user" || word == "users") {
        return Some("say caller, visitor, agent, staff or account");
    }
    let speaks_of_login = words.iter().any(|word| word == "session" || word == "sessions");
    let at_home = LOGIN_AND_PROTOCOL_PLACES.iter().any(|place| path.contains(place));
    (speaks_of_login && !at_home).then_some("a session is a login or a protocol's own term")
}

fn starts_new(words: &[String]) -> bool {
    words.first().is_some_and(|word| word == "new")
}

/// Words that say nothing about what is inside.
fn empty_word(words: &[String]) -> Option<&'static str> {
    let empty = |word: &String| matches!(word.as_str(), "util" | "utils" | "helper" | "helpers" | "common" | "misc");
    if words.iter().any(empty) {
        return Some("says nothing about what it holds");
    }
    matches!(words, [only] if only == "base").then_some("base of what?")
}

/// The words of a snake_case, kebab-case or CamelCase name, in small letters.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_small = false;
    for mark in name.chars() {
        let breaks = matches!(mark, '_' | '-') || (mark.is_ascii_uppercase() && before_small);
        if breaks {
            words.push(String::new());
        }
        before_small = mark.is_ascii_lowercase() || mark.is_ascii_digit();
        if let Some(word) = words.last_mut().filter(|_| !matches!(mark, '_' | '-')) {
            word.push(mark.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{check, refusal, words_of};
    use crate::tidy::source::Tree;

    #[test]
    fn names_are_split_into_words() {
        assert_eq!(words_of("ringTimeout_ms-X2"), ["ring", "timeout", "ms", "x2"]);
    }

    #[test]
    fn only_what_we_define_is_judged() {
        let text = "fn f() { tower::util::new_helper(user, Common); }\n";
        assert_eq!(check(&Tree::of(&[("crates/media/src/a.rs", text)])), []);
    }

    #[test]
    fn terms_of_protocols_and_roles_pass() {
        for name in ["user_agent", "is_manager", "base_url", "Manager", "database", "renew"] {
            assert_eq!(refusal("crates/server/src/a.rs", "fn", name), None, "{name}");
        }
        let login = "crates/server/src/login/store.rs";
        assert_eq!(refusal(login, "struct", "SessionStore"), None);
    }
}

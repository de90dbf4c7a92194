//! Rooms of the server: no room looks into another, none writes SQL.
//!
//! What rooms share is listed; everything else they would share belongs in a
//! lower crate. `main.rs` and its neighbours compose rooms and may know all.

use super::law::{Breach, Law};
use super::source::{Source, Tree, identifier_at};

const NAME: &str = "rooms";
const SQL_NAME: &str = "sql";
const JSON_NAME: &str = "json";
const SERVER: &str = "crates/server/src/";
/// Rooms that no other room may look into.
const ROOMS: [&str; 10] =
    ["ai", "chat", "counter", "desk", "knowledge", "reports", "admin", "public", "video", "transcript"];
/// What rooms may share; it must know no room in turn.
const SHARED: [&str; 7] = ["calls", "live", "llm", "login", "config", "clock", "erasure"];

/// Room to room arrows, shared part to room arrows.
pub(crate) const LAW: Law = Law {
    name: NAME,
    says: "a room of the server uses no other room; what they share (calls, live, llm, login, config, clock, erasure) uses no room; there is no AppState",
    check,
    planted: &[
        ("crates/server/src/desk/api.rs", "//! Desk.\nuse crate::reports::Month;\n"),
        ("crates/server/src/live.rs", "//! Live.\nstruct AppState;\nfn a() { crate::desk::open(); }\n"),
    ],
};

/// SQL stays in storage.
pub(crate) const SQL_LAW: Law = Law {
    name: SQL_NAME,
    says: "SQL and its library are written in crates/storage alone",
    check: check_sql,
    planted: &[(
        "crates/server/src/desk/api.rs",
        "//! Desk.\nuse sea_orm::EntityTrait;\nconst Q: &str = \"SELECT id FROM contacts\";\n",
    )],
};

/// Types that become JSON for a browser are the server's own.
pub(crate) const JSON_LAW: Law = Law {
    name: JSON_NAME,
    says: "types that go over HTTP live in crates/server: no utoipa, ToSchema or axum below it",
    check: check_json,
    planted: &[("crates/domain/src/contact.rs", "//! Contact.\n#[derive(utoipa::ToSchema)]\npub struct Contact;\n")],
};

fn check(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in tree.rust().filter(|file| file.path.starts_with(SERVER)) {
        for at in file.words("AppState") {
            let why = "each room declares the small state it needs; main composes them";
            breaches.push(Breach::at(NAME, file, at, why));
        }
        let own = room_of(&file.path);
        if !ROOMS.contains(&own) && !SHARED.contains(&own) {
            continue;
        }
        for (at, used) in used_rooms(file) {
            if used != own && !file.is_test_line(file.line_of(at)) {
                breaches.push(Breach::at(NAME, file, at, format!("{own} uses {used}")));
            }
        }
    }
    breaches
}

/// The first folder or file name below the server's source.
fn room_of(path: &str) -> &str {
    let below = path.strip_prefix(SERVER).unwrap_or_default();
    below.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

fn used_rooms(file: &Source) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, prefix) in file.code.match_indices("crate::") {
        let behind = at + prefix.len();
        if file.code.as_bytes().get(behind) == Some(&b'{') {
            let end = super::source::closing_brace(&file.code, behind);
            for room in ROOMS {
                let inside = file.code.get(behind..end).unwrap_or_default();
                found.extend(super::source::whole_words(inside, room).map(|offset| (behind + offset, room)));
            }
        } else if let Some((_, name)) = identifier_at(&file.code, behind)
            && ROOMS.contains(&name)
        {
            found.push((at, name));
        }
    }
    found
}

fn check_sql(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let outside = |file: &&Source| file.path.starts_with("crates/") && !file.path.starts_with("crates/storage/");
    for file in tree.rust().filter(outside).filter(|file| !is_xtask(file)) {
        for library in ["sea_orm", "sea_orm_migration", "sqlx"] {
            for at in file.words(library) {
                breaches.push(Breach::at(SQL_NAME, file, at, format!("`{library}` here")));
            }
        }
        for verb in ["SELECT ", "INSERT INTO ", "DELETE FROM ", "UPDATE "] {
            let statements = file.quoted.match_indices(verb).filter(|(at, _)| {
                let line_end = file.quoted.len().min(at + 200);
                let rest = file.quoted.get(*at..line_end).unwrap_or_default();
                [" FROM ", " INTO ", " SET "].iter().any(|word| rest.contains(word))
            });
            for (at, _) in statements {
                breaches.push(Breach::at(SQL_NAME, file, at, "an SQL statement here"));
            }
        }
    }
    breaches
}

fn check_json(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let below = |file: &&Source| file.path.starts_with("crates/") && !file.path.starts_with("crates/server/");
    // A stub that tests speak to is a server, too, and reaches no caller; so is the site to practise on.
    let is_outside = |file: &&Source| is_xtask(file) || file.is_test_file() || file.path.starts_with(PRACTICE);
    for file in tree.rust().filter(below).filter(|file| !is_outside(file)) {
        for word in ["utoipa", "ToSchema", "axum"] {
            for at in file.words(word) {
                breaches.push(Breach::at(JSON_NAME, file, at, format!("`{word}` here")));
            }
        }
    }
    breaches
}

/// A site of somebody else's, as far as the product is concerned.
const PRACTICE: &str = "crates/practice/";

fn is_xtask(file: &Source) -> bool {
    file.path.starts_with("crates/xtask/")
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::source::Tree;

    #[test]
    fn a_room_may_use_the_switchboard_and_itself() {
        let tree = Tree::of(&[(
            "crates/server/src/desk/api.rs",
            "use crate::{calls::Switchboard, login::Agent};\nuse crate::desk::view;\n",
        )]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn a_room_named_inside_braces_is_seen() {
        let tree = Tree::of(&[("crates/server/src/desk/api.rs", "use crate::{calls::Switchboard, admin::Topics};\n")]);
        assert_eq!(check(&tree).len(), 1);
    }
}

//! What is secret on a page, and what of a picture may be shown: the guard in the page and the judge outside it.
//!
//! Owns the script that runs in an isolated world of every document, what it reports, and the pure [`disclosure::Judge`]
//! that turns reports and a picture's moment into "masked here" or "blank". It must never know sockets, pixels or who
//! the operator is. Next: [`disclosure`] for the rule, `guard.js` for the page's side.

pub mod disclosure;
pub mod report;

use serde_json::json;
use zeroize::Zeroizing;

pub use disclosure::{Blank, Capture, Judge, Verdict};
pub use report::{Notice, Walk};

/// The isolated world's name.
pub const WORLD: &str = "madoguchi-guard";
/// The binding through which the guard speaks.
pub const BINDING: &str = "madoguchiGuard";
/// What a resident typed is looked for elsewhere on a page from this length on, in characters.
pub const ECHO_CHARS_MIN: usize = 3;

/// What a city knows of a page, by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageKind {
    /// The operator may see it, under this label and never its address.
    Open {
        /// What stands in place of the address.
        label: String,
    },
    /// The whole page is secret.
    Secret {
        /// What stands in place of the address.
        label: String,
    },
    /// Nobody described it: blank.
    Unknown,
}

/// What a city knows of a site: which parts are secret and which pages it has.
pub trait PageKnowledge: Send + Sync {
    /// CSS selectors of fields whose text is secret, beside passwords and codes.
    fn secret_fields(&self) -> Vec<String>;
    /// CSS selectors of areas that are hidden and not pressed by the operator, such as PIN pads of buttons.
    fn secret_areas(&self) -> Vec<String>;
    /// What page stands at this address.
    fn page(&self, url: &str) -> PageKind;
}

/// Which layers of the masking work. All of them, outside of tests that show that each is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layers {
    guard: bool,
    rectangles: bool,
    blank: bool,
}

impl Default for Layers {
    fn default() -> Self {
        Self { guard: true, rectangles: true, blank: true }
    }
}

impl Layers {
    /// Whether placeholders are shown at all.
    #[must_use]
    pub(crate) fn blanks(self) -> bool {
        self.blank
    }

    /// Layers with some switched off.
    #[cfg(feature = "leak-controls")]
    #[must_use]
    pub fn with(guard: bool, rectangles: bool, blank: bool) -> Self {
        Self { guard, rectangles, blank }
    }
}

/// The guard's script for one host.
#[must_use]
pub fn guard_script(knowledge: &dyn PageKnowledge, layers: Layers, print_event: &str) -> String {
    let config = json!({
        "fields": knowledge.secret_fields(),
        "areas": knowledge.secret_areas(),
        "force": layers.guard,
        "echo_min": ECHO_CHARS_MIN,
        "print_event": print_event,
    });
    include_str!("guard/guard.js").replacen("const config = __CONFIG__", &format!("const config = {config}"), 1)
}

/// What the page's own world gets.
#[must_use]
pub fn page_script(print_event: &str) -> String {
    include_str!("guard/page.js").replace("__PRINT_EVENT__", print_event)
}

/// Tells a document's guard what the resident typed during this visit, so that an echo of it is secret, too.
#[must_use]
pub fn arm_call(secrets: &[Zeroizing<String>]) -> Zeroizing<String> {
    let list: Vec<&str> = secrets.iter().map(|secret| secret.as_str()).collect();
    Zeroizing::new(format!("guard.arm({})", json!(list)))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nothing;
    impl PageKnowledge for Nothing {
        fn secret_fields(&self) -> Vec<String> {
            vec!["#a[name=\"x\"]".to_owned()]
        }
        fn secret_areas(&self) -> Vec<String> {
            Vec::new()
        }
        fn page(&self, _url: &str) -> PageKind {
            PageKind::Unknown
        }
    }

    #[test]
    fn selectors_stand_in_the_script_as_data() {
        let script = guard_script(&Nothing, Layers::default(), "p1");
        assert!(!script.contains("const config = __CONFIG__"));
        assert!(script.contains(r##""fields":["#a[name=\"x\"]"]"##));
        assert!(script.contains(r#""force":true"#));
    }

    #[test]
    fn what_was_typed_cannot_leave_its_quotes() {
        let secrets = [Zeroizing::new("\"];alert(1)//".to_owned())];
        assert_eq!(arm_call(&secrets).as_str(), r#"guard.arm(["\"];alert(1)//"])"#);
    }
}

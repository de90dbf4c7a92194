//! The traps of the practice site, and how somebody gets into each.

/// What is played on a trap's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Play {
    /// A word is typed into a field, and something shows it.
    Field {
        /// Steps of the focus from the top of the page to the field.
        into: usize,
        /// Steps from the field to what shows the secret.
        on: usize,
    },
    /// A PIN is pressed on a pad that shows each digit for a moment.
    Pad,
    /// A field that was open to the eye, left for another page and come back to by history.
    History,
    /// The page that repeats everything that was entered.
    Echo,
}

/// One trap.
#[derive(Debug, Clone, Copy)]
pub struct Trap {
    pub name: &'static str,
    pub paths: &'static [&'static str],
    pub play: Play,
}

const fn field(name: &'static str, paths: &'static [&'static str], into: usize, on: usize) -> Trap {
    Trap { name, paths, play: Play::Field { into, on } }
}

/// Before the first field stand the way to the content, the city, the language and the help.
pub const TRAPS: [Trap; 13] = [
    field("eye", &["/apply/password", "/apply/password?eye=replace"], 6, 1),
    field("swap", &["/apply/password"], 10, 1),
    Trap { name: "echo", paths: &["/apply/confirm?show=1", "/apply/confirm"], play: Play::Echo },
    field("iframe", &["/apply/frame"], 6, 1),
    field("shadow", &["/apply/shadow"], 5, 1),
    field("scroller", &["/apply/scroll?still=1"], 8, 1),
    Trap { name: "pad", paths: &["/apply/pin?flash=1"], play: Play::Pad },
    field("autofill", &["/apply/mirror/autofill"], 5, 3),
    field("paste", &["/apply/mirror/paste"], 5, 3),
    field("ime", &["/apply/mirror/ime"], 5, 1),
    Trap { name: "history", paths: &["/apply/password"], play: Play::History },
    field("zoom", &["/apply/scroll?zoom=1&still=1"], 8, 1),
    field("animation", &["/apply/mirror/shake"], 5, 3),
];

//! What an operator or a resident may do to a page: bounded, and without any key that belongs to the browser.

use serde_json::{Value, json};

/// The longest text committed at once, in characters.
pub const TEXT_CHARS_MAX: usize = 500;
const CLICKS_MAX: u8 = 3;
const WHEEL_MAX: f64 = 2000.0;

/// A place on the page, in CSS pixels, inside the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    x: f64,
    y: f64,
}

impl Place {
    /// None when it is outside of a window of this size.
    #[must_use]
    pub fn inside(x: f64, y: f64, window: (u32, u32)) -> Option<Self> {
        let within = |it: f64, limit: u32| it.is_finite() && it >= 0.0 && it < f64::from(limit);
        (within(x, window.0) && within(y, window.1)).then_some(Self { x, y })
    }
}

/// Text somebody committed, such as what an input method made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommittedText(String);

impl CommittedText {
    /// None when it is empty, too long, or has control characters other than a line's end.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let plain = text.chars().all(|it| it == '\n' || !it.is_control());
        let fits = !text.is_empty() && text.chars().count() <= TEXT_CHARS_MAX;
        (plain && fits).then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A mouse's button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "said by their names; the right one opens the browser's own menu and is not here")]
pub enum Button {
    None,
    Left,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "said by their names")]
pub enum MouseAction {
    Move,
    Press,
    Release,
}

/// What a finger did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "said by their names")]
pub enum TouchAction {
    Start,
    Move,
    End,
    Cancel,
}

/// The keys there are: those that move and edit. Letters come as committed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "said by their names")]
pub enum Key {
    Enter,
    Tab,
    Escape,
    Space,
    Backspace,
    Delete,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    /// Everything in the field with focus.
    SelectAll,
}

/// One thing done to the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The mouse.
    Mouse {
        /// What.
        action: MouseAction,
        /// Where.
        at: Place,
        /// With which button.
        button: Button,
        /// The how-manieth click in a row, 1..=3.
        clicks: u8,
    },
    /// The wheel, in CSS pixels.
    Wheel {
        /// Where.
        at: Place,
        /// To the right.
        across: f64,
        /// Down.
        down: f64,
    },
    /// One finger.
    Touch {
        /// What.
        action: TouchAction,
        /// Where.
        at: Place,
    },
    /// A key, pressed and let go.
    Key {
        /// Which.
        key: Key,
        /// With the shift key.
        shift: bool,
    },
    /// Committed text.
    Text(CommittedText),
}

impl Input {
    /// Whether a button or finger goes down with it.
    #[must_use]
    pub fn presses(&self) -> bool {
        matches!(self, Self::Mouse { action: MouseAction::Press, .. } | Self::Touch { action: TouchAction::Start, .. })
    }

    /// Whether a button or finger goes up with it.
    #[must_use]
    pub fn lets_go(&self) -> bool {
        matches!(
            self,
            Self::Mouse { action: MouseAction::Release, .. }
                | Self::Touch { action: TouchAction::End | TouchAction::Cancel, .. }
        )
    }
}

/// The protocol's calls for one input, in order.
#[must_use]
pub fn calls(input: &Input) -> Vec<(&'static str, Value)> {
    match input {
        Input::Mouse { action, at, button, clicks } => {
            let (kind, pressed) = match action {
                MouseAction::Move => ("mouseMoved", u8::from(*button == Button::Left)),
                MouseAction::Press => ("mousePressed", 1),
                MouseAction::Release => ("mouseReleased", 0),
            };
            let named = match button {
                Button::None => "none",
                Button::Left => "left",
            };
            let clicks = match action {
                MouseAction::Move => 0,
                MouseAction::Press | MouseAction::Release => (*clicks).clamp(1, CLICKS_MAX),
            };
            vec![(
                "Input.dispatchMouseEvent",
                json!({
                "type": kind, "x": at.x, "y": at.y, "button": named, "buttons": pressed, "clickCount": clicks }),
            )]
        }
        Input::Wheel { at, across, down } => {
            let bounded = |it: f64| if it.is_finite() { it.clamp(-WHEEL_MAX, WHEEL_MAX) } else { 0.0 };
            vec![(
                "Input.dispatchMouseEvent",
                json!({
                "type": "mouseWheel", "x": at.x, "y": at.y, "deltaX": bounded(*across), "deltaY": bounded(*down) }),
            )]
        }
        Input::Touch { action, at } => {
            let (kind, points) = match action {
                TouchAction::Start => ("touchStart", json!([{ "x": at.x, "y": at.y }])),
                TouchAction::Move => ("touchMove", json!([{ "x": at.x, "y": at.y }])),
                TouchAction::End => ("touchEnd", json!([])),
                TouchAction::Cancel => ("touchCancel", json!([])),
            };
            vec![("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points }))]
        }
        Input::Key { key, shift } => key_calls(*key, *shift),
        Input::Text(text) => vec![("Input.insertText", json!({ "text": text.0 }))],
    }
}

fn key_calls(key: Key, shift: bool) -> Vec<(&'static str, Value)> {
    let (name, code, number, text) = match key {
        Key::Enter => ("Enter", "Enter", 13, Some("\r")),
        Key::Tab => ("Tab", "Tab", 9, None),
        Key::Escape => ("Escape", "Escape", 27, None),
        Key::Space => (" ", "Space", 32, Some(" ")),
        Key::Backspace => ("Backspace", "Backspace", 8, None),
        Key::Delete => ("Delete", "Delete", 46, None),
        Key::Left => ("ArrowLeft", "ArrowLeft", 37, None),
        Key::Right => ("ArrowRight", "ArrowRight", 39, None),
        Key::Up => ("ArrowUp", "ArrowUp", 38, None),
        Key::Down => ("ArrowDown", "ArrowDown", 40, None),
        Key::Home => ("Home", "Home", 36, None),
        Key::End => ("End", "End", 35, None),
        Key::PageUp => ("PageUp", "PageUp", 33, None),
        Key::PageDown => ("PageDown", "PageDown", 34, None),
        Key::SelectAll => {
            // An editing command without a key: a page cannot take Ctrl for its own, and none reaches the browser.
            let press = json!({ "type": "rawKeyDown", "key": "Unidentified", "commands": ["selectAll"] });
            return vec![("Input.dispatchKeyEvent", press)];
        }
    };
    let modifiers = if shift { 8 } else { 0 };
    let mut down = json!({ "type": if text.is_some() { "keyDown" } else { "rawKeyDown" }, "key": name, "code": code,
        "windowsVirtualKeyCode": number, "modifiers": modifiers });
    if let Some(text) = text {
        down["text"] = Value::from(text);
    }
    let up =
        json!({ "type": "keyUp", "key": name, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers });
    vec![("Input.dispatchKeyEvent", down), ("Input.dispatchKeyEvent", up)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_outside_of_the_window_is_none() {
        for (x, y, inside) in [
            (0.0, 0.0, true),
            (1279.9, 799.9, true),
            (1280.0, 0.0, false),
            (-0.1, 5.0, false),
            (f64::NAN, 5.0, false),
            (5.0, f64::INFINITY, false),
        ] {
            assert_eq!(Place::inside(x, y, (1280, 800)).is_some(), inside, "{x}, {y}");
        }
    }

    #[test]
    fn text_is_bounded_and_has_no_control_characters() {
        let long = "あ".repeat(TEXT_CHARS_MAX);
        for (text, fine) in [
            ("山田　花子", true),
            ("一行\n二行", true),
            (long.as_str(), true),
            ("", false),
            ("a\u{8}", false),
            ("\u{1b}[A", false),
            ("tab\t", false),
        ] {
            assert_eq!(CommittedText::new(text).is_some(), fine, "{text:?}");
        }
        assert_eq!(CommittedText::new(&format!("{long}あ")), None);
    }

    #[test]
    fn no_key_carries_control_alt_or_meta() {
        for key in [Key::Enter, Key::Tab, Key::Home, Key::PageDown, Key::SelectAll] {
            for (_, params) in calls(&Input::Key { key, shift: true }) {
                assert!(params["modifiers"].as_i64().unwrap_or(0) & !8 == 0, "{params}");
            }
        }
    }

    #[test]
    fn a_wheel_turned_without_end_is_bounded() {
        let at = Place::inside(1.0, 1.0, (10, 10)).unwrap();
        let calls = calls(&Input::Wheel { at, across: f64::NAN, down: 1e12 });
        assert_eq!((calls[0].1["deltaX"].as_f64(), calls[0].1["deltaY"].as_f64()), (Some(0.0), Some(WHEEL_MAX)));
    }
}

//! Orders: who may act, and how what they want reaches the page.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::core::{Core, Effect, answer};
use super::order::{By, Move, Order, OrderFault, Reply, SecretKey};
use super::want::Want;
use crate::cdp::event::FrameId;
use crate::guard::disclosure::Hold;
use crate::guard::{ECHO_CHARS_MIN, PageKind};
use crate::host::input::{self, CommittedText, Input, MouseAction, TouchAction};

/// A photo is at most this large.
pub const PHOTO_BYTES_MAX: usize = 7 * 1024 * 1024;
/// What is typed between two changes of focus, in characters.
const TYPED_CHARS_MAX: usize = 64;
/// So many characters in a row of what is being typed are not passed on.
const TYPED_PART_CHARS: usize = 2;
const SECRETS_MAX: usize = 50;
const URL_BYTES_MAX: usize = 4096;
const TAP_MS: u32 = 500;
const DATE_CHARS_MAX: usize = 32;
/// A cookie without an end is never written to a disk, and would prove less. 2100-01-01, in seconds.
const PLANTED_UNTIL_S: u64 = 4_102_444_800;

impl Core {
    pub(super) fn obey(&mut self, order: Order) {
        match order {
            Order::Open { url, reply } => self.open(&url, reply),
            Order::Operator { epoch, input, reply } => {
                // A press that was let through may be let go, even if it began a hold.
                let lets_go = self.pressed && input.lets_go() && (self.gate)(epoch);
                match self.operator_may(epoch) {
                    // The guard lets presses into a pad for a moment, and cannot tell whose they are.
                    Ok(()) if input.presses() && self.is_pad_open() => answer(reply, Err(OrderFault::NotHolding)),
                    Ok(()) => {
                        self.pressed = input.presses() || (self.pressed && !input.lets_go());
                        self.input(&input, reply);
                    }
                    Err(_) if lets_go => {
                        self.pressed = false;
                        self.input(&input, reply);
                    }
                    Err(fault) => answer(reply, Err(fault)),
                }
            }
            Order::Resident { input, reply } => self.resident(input, reply),
            Order::TypeSecret { key, reply } => self.type_secret(key, reply),
            Order::AnswerDialog { by, accept, text, reply } => match self.may(by) {
                Ok(()) => self.answer_dialog(accept, text, reply),
                Err(fault) => answer(reply, Err(fault)),
            },
            Order::SetDate { by, kind: _, value, reply } => match self.may(by) {
                Ok(()) => self.set_date(&value, reply),
                Err(fault) => answer(reply, Err(fault)),
            },
            Order::HandPhoto { selector, name, jpeg, reply } => self.hand_photo(&selector, &name, &jpeg, reply),
            Order::Move { to, reply } => self.go(to, reply),
            Order::Plant { word, reply } => self.plant(&word, reply),
            #[cfg(feature = "leak-controls")]
            Order::Probe { method, params, reply } => {
                let session = self.front().map(|page| page.session.clone());
                self.call(session.as_deref(), &method, &params, Want::Probed(reply));
            }
            Order::Erase => self.dispose(),
        }
    }

    /// Whether somebody may answer in the page's stead; only a date field with the focus and an open dialog take it.
    fn may(&self, by: By) -> Result<(), OrderFault> {
        match by {
            By::Operator { epoch } => self.operator_may(epoch),
            By::Resident => Ok(()),
        }
    }

    fn open(&mut self, url: &str, reply: Reply) {
        let plain = (url.starts_with("http://") || url.starts_with("https://")) && url.len() <= URL_BYTES_MAX;
        let (true, Some(session)) = (plain && self.ready, self.front().map(|page| page.session.clone())) else {
            answer(reply, Err(OrderFault::NotThere));
            return;
        };
        self.call(Some(&session), "Page.navigate", &json!({ "url": url }), Want::Opened(reply));
    }

    fn go(&mut self, to: Move, reply: Reply) {
        let Some(session) = self.front().map(|page| page.session.clone()) else {
            answer(reply, Err(OrderFault::Lost));
            return;
        };
        match to {
            Move::Reload => self.call(Some(&session), "Page.reload", &json!({}), Want::Done(reply)),
            Move::Back => {
                let want = Want::Visited { session: session.clone(), reply };
                self.call(Some(&session), "Page.getNavigationHistory", &json!({}), want);
            }
        }
    }

    /// Goes to the page before, unless that is the empty one it began with.
    pub(super) fn visited(&mut self, session: &str, reply: Reply, history: &Value) {
        let before = history["currentIndex"].as_u64().and_then(|index| index.checked_sub(1));
        let entry = before.and_then(|index| history["entries"].get(usize::try_from(index).ok()?));
        let is_site = entry.and_then(|it| it["url"].as_str()).is_some_and(|url| url.starts_with("http"));
        match entry.and_then(|it| it["id"].as_i64()).filter(|_| is_site) {
            Some(id) => {
                let entry = json!({ "entryId": id });
                self.call(Some(session), "Page.navigateToHistoryEntry", &entry, Want::Done(reply));
            }
            None => answer(reply, Ok(())),
        }
    }

    fn plant(&mut self, word: &str, reply: Reply) {
        let plain = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let (true, Some(context)) = (plain, self.context.clone()) else {
            answer(reply, Err(OrderFault::NotThere));
            return;
        };
        // RFC 2606: `invalid` is no name's end, so the cookie goes to nobody.
        let cookie = json!({ "name": "kept", "value": word, "domain": "madoguchi.invalid", "path": "/",
            "expires": PLANTED_UNTIL_S });
        let cookies = json!({ "browserContextId": context, "cookies": [cookie] });
        self.call(None, "Storage.setCookies", &cookies, Want::Done(reply));
    }

    /// The one gate for everything an operator does: control by the caller's word, no hold, and a page that may be seen.
    fn operator_may(&self, epoch: u64) -> Result<(), OrderFault> {
        if !(self.gate)(epoch) {
            return Err(OrderFault::NotHolding);
        }
        let page = self.front().ok_or(OrderFault::Lost)?;
        match page.judge.hold() {
            Hold::Free => {}
            Hold::Held(_) | Hold::Clearing { .. } => return Err(OrderFault::SecretHold),
        }
        match page.judge.root_page() {
            PageKind::Open { .. } if page.judge.healthy() => Ok(()),
            PageKind::Open { .. } | PageKind::Secret { .. } | PageKind::Unknown => Err(OrderFault::NotShown),
        }
    }

    fn input(&mut self, input: &Input, reply: Reply) {
        let Some(session) = self.front().map(|page| page.session.clone()) else {
            answer(reply, Err(OrderFault::Lost));
            return;
        };
        // The browser answers an input when the page has dealt with it, which a dialog puts off: taken is enough.
        for (method, params) in input::calls(input) {
            self.call(Some(&session), method, &params, Want::Nothing);
        }
        answer(reply, Ok(()));
    }

    /// What the resident presses may be a PIN pad: every guard lets the next moment's presses through first.
    fn resident(&mut self, input: Input, reply: Reply) {
        let presses = match &input {
            Input::Mouse { action: MouseAction::Press | MouseAction::Release, .. } => true,
            Input::Touch { action: TouchAction::Start | TouchAction::End, .. } => true,
            Input::Mouse { action: MouseAction::Move, .. }
            | Input::Touch { action: TouchAction::Move | TouchAction::Cancel, .. }
            | Input::Wheel { .. }
            | Input::Key { .. }
            | Input::Text(_) => false,
        };
        let frames = if presses { self.guarded_frames() } else { Vec::new() };
        if frames.is_empty() {
            self.input(&input, reply);
            return;
        }
        let group = self.next_group();
        self.groups.taps.insert(group, (frames.len(), input, reply));
        for frame in frames {
            self.in_guard(&frame, &format!("guard.tap({TAP_MS})"), false, Want::Tapped { group });
        }
    }

    /// Whether a press of the resident's may still have the pads open in some guard.
    fn is_pad_open(&self) -> bool {
        !self.groups.taps.is_empty() || self.now < self.pad_open_until
    }

    fn next_group(&mut self) -> u64 {
        self.groups.last += 1;
        self.groups.last
    }

    pub(super) fn tapped(&mut self, group: u64) {
        let Some((left, input, reply)) = self.groups.taps.remove(&group) else { return };
        if left > 1 {
            self.groups.taps.insert(group, (left - 1, input, reply));
        } else {
            self.pad_open_until = self.now + Duration::from_millis(u64::from(TAP_MS));
            self.input(&input, reply);
        }
    }

    fn guarded_frames(&self) -> Vec<FrameId> {
        let Some(page) = self.front() else { return Vec::new() };
        let here = self.frames.iter().filter(|(_, it)| it.page == page.target && it.context.is_some());
        here.map(|(frame, _)| frame.clone()).collect()
    }

    // ---- secrets

    fn type_secret(&mut self, key: SecretKey, reply: Reply) {
        let focused = self.front().and_then(|page| page.judge.focused_frame().cloned());
        let Some(frame) = focused else {
            answer(reply, Err(OrderFault::NoSecretFocus));
            return;
        };
        let text = match &key {
            SecretKey::Character(character) if !character.is_control() => Zeroizing::new(character.to_string()),
            SecretKey::Character(_) => {
                answer(reply, Err(OrderFault::NotThere));
                return;
            }
            SecretKey::Back => Zeroizing::new("\u{8}".to_owned()),
        };
        let call = Zeroizing::new(format!("guard.type({})", json!(*text)));
        self.in_guard(&frame, &call, false, Want::Typed { key, reply });
    }

    pub(super) fn typed(&mut self, key: &SecretKey, reply: Reply, done: bool) {
        if !done {
            answer(reply, Err(OrderFault::NoSecretFocus));
            return;
        }
        if self.typing.is_empty() {
            self.typing.push(Default::default());
        }
        if let Some(typing) = self.typing.last_mut() {
            match key {
                SecretKey::Character(character) if typing.chars().count() < TYPED_CHARS_MAX => typing.push(*character),
                SecretKey::Character(_) => {}
                SecretKey::Back => drop(typing.pop()),
            }
        }
        answer(reply, Ok(()));
    }

    /// The focus went: what was typed is looked for everywhere from here on, in one piece and field by field.
    pub(super) fn commit_secret(&mut self) {
        let typed = std::mem::take(&mut self.typing);
        let whole = Zeroizing::new(typed.iter().map(|it| it.as_str()).collect::<String>());
        let mut news = false;
        for secret in typed.into_iter().chain([whole]) {
            let long = secret.chars().count() >= ECHO_CHARS_MIN;
            if long && self.secrets.len() < SECRETS_MAX && !self.secrets.contains(&secret) {
                self.secrets.push(secret);
                news = true;
            }
        }
        if !news {
            return;
        }
        let frames: Vec<(FrameId, FrameId)> = self
            .frames
            .iter()
            .filter(|(_, it)| it.context.is_some())
            .map(|(id, it)| (id.clone(), it.page.clone()))
            .collect();
        for (frame, page) in frames {
            if let Some(page) = self.page_of(&page) {
                page.judge.armed(&frame, false);
            }
            self.arm(&frame);
        }
    }

    /// A page's words without what the resident typed. What is being typed is not whole yet: of it any two characters
    /// in a row count, and a single one while there is no more.
    pub(super) fn without_secrets(&self, text: &str) -> String {
        let squeezed = squeezed(text);
        let whole = self.secrets.iter().any(|secret| squeezed.contains(self::squeezed(secret).as_str()));
        let begun = self.typing.iter().any(|typing| {
            let typed: Zeroizing<Vec<char>> = Zeroizing::new(self::squeezed(typing).chars().collect());
            let mut parts = typed.windows(typed.len().clamp(1, TYPED_PART_CHARS));
            parts.any(|part| squeezed.contains(Zeroizing::new(part.iter().collect::<String>()).as_str()))
        });
        // A secret may stand there spread out; then no word of it is passed on.
        if whole || begun { "●●●●".to_owned() } else { text.to_owned() }
    }

    // ---- dialogs, dates, photos, the end

    fn answer_dialog(&mut self, accept: bool, text: Option<CommittedText>, reply: Reply) {
        let Some(session) = self.dialog.clone() else {
            answer(reply, Err(OrderFault::NoDialog));
            return;
        };
        let mut params = json!({ "accept": accept });
        if let Some(text) = text {
            params["promptText"] = json!(text.as_str());
        }
        self.call(Some(&session), "Page.handleJavaScriptDialog", &params, Want::Done(reply));
    }

    fn set_date(&mut self, value: &str, reply: Reply) {
        let plain =
            value.len() <= DATE_CHARS_MAX && value.chars().all(|it| it.is_ascii_alphanumeric() || "-:.#".contains(it));
        let frame = self.front().map(|page| page.target.clone());
        match frame {
            Some(frame) if plain => {
                self.in_guard(&frame, &format!("guard.date({})", json!(value)), false, Want::Truth(reply));
            }
            Some(_) | None => answer(reply, Err(OrderFault::NotThere)),
        }
    }

    fn hand_photo(&mut self, selector: &str, name: &str, jpeg: &[u8], reply: Reply) {
        let frames = self.guarded_frames();
        if frames.is_empty() || jpeg.len() > PHOTO_BYTES_MAX || !jpeg.starts_with(&[0xff, 0xd8, 0xff]) {
            answer(reply, Err(OrderFault::NotThere));
            return;
        }
        let mut call = Zeroizing::new(String::with_capacity(jpeg.len() * 4 / 3 + 4096));
        call.push_str(&format!("guard.photo({}, {}, \"", json!(selector), json!(name)));
        STANDARD.encode_string(jpeg, &mut call);
        call.push_str("\")");
        let group = self.next_group();
        self.groups.photos.insert(group, (frames.len(), false, reply));
        for frame in frames {
            self.in_guard(&frame, &call, false, Want::PhotoGiven { group });
        }
    }

    pub(super) fn photo_given(&mut self, group: u64, done: bool) {
        let Some((left, before, reply)) = self.groups.photos.remove(&group) else { return };
        let done = done || before;
        if left > 1 {
            self.groups.photos.insert(group, (left - 1, done, reply));
            return;
        }
        self.photos += u32::from(done);
        answer(reply, if done { Ok(()) } else { Err(OrderFault::NotThere) });
    }

    fn dispose(&mut self) {
        match self.context.clone() {
            Some(context) if !self.ended => {
                if std::mem::replace(&mut self.ending, true) {
                    return;
                }
                let params = json!({ "browserContextId": context });
                self.call(None, "Target.disposeBrowserContext", &params, Want::Disposed);
            }
            Some(_) | None => self.effects.push(Effect::End),
        }
    }

    /// The context is gone, or could not be let go: either way everything ends.
    pub(super) fn context_disposed(&mut self, yes: bool) {
        self.disposed = yes;
        self.ended = true;
        self.effects.push(Effect::End);
    }
}

/// Text in one form, without what stands between its letters.
fn squeezed(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.nfkc().filter(|it| !it.is_whitespace()).collect())
}

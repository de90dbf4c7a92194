//! The address of a slip's public page: what the page says, signed, and nothing else.
//!
//! Owns the form. A token names flows, their versions and their ends, a language and two days; it holds no
//! contact and no person, so two visitors with the same end on the same day have the same one. It cannot be
//! guessed (128 bits of an HMAC) and needs no database to be read. Next: `slip_page`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Days, NaiveDate, TimeDelta};
use domain::service_flow::{FlowId, SlipKeys, StepId};
use vault::ring::Stamp;

/// How long a page is good for.
pub(super) const GOOD_FOR_DAYS: u64 = 30;
/// Most slips one page holds: the last ones of the visit.
pub(super) const SLIPS_MAX: usize = 6;
/// Longest token that is looked at.
const TOKEN_CHARS_MAX: usize = 1_024;
const FORM: u8 = 1;
const MAC_BYTES: usize = 16;

/// The languages of a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SlipLanguage {
    Ja,
    En,
    Easy,
}

/// What a slip's page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SlipContent {
    /// The language.
    pub(super) language: SlipLanguage,
    /// The day of the visit.
    pub(super) date: NaiveDate,
    /// The last day the page is good for.
    pub(super) until: NaiveDate,
    /// Where the words stand; none for a visit without a flow.
    pub(super) parts: Vec<SlipKeys>,
}

impl SlipLanguage {
    /// Every language.
    pub(super) const ALL: [Self; 3] = [Self::Ja, Self::En, Self::Easy];

    fn code(self) -> u8 {
        match self {
            Self::Ja => 0,
            Self::En => 1,
            Self::Easy => 2,
        }
    }
}

impl SlipContent {
    /// The content for a visit of that day; the last [`SLIPS_MAX`] slips are kept.
    pub(super) fn new(language: SlipLanguage, date: NaiveDate, mut parts: Vec<SlipKeys>) -> Self {
        let surplus = parts.len().saturating_sub(SLIPS_MAX);
        parts.drain(..surplus);
        let until = date.checked_add_days(Days::new(GOOD_FOR_DAYS)).unwrap_or(date);
        Self { language, date, until, parts }
    }

    /// The same in another language.
    pub(super) fn in_language(&self, language: SlipLanguage) -> Self {
        Self { language, ..self.clone() }
    }
}

/// The token of a page.
pub(super) fn write(stamp: &Stamp, content: &SlipContent) -> String {
    let mut bytes = vec![FORM, content.language.code()];
    bytes.extend(day(content.date).to_be_bytes());
    bytes.extend(day(content.until).to_be_bytes());
    bytes.push(u8::try_from(content.parts.len()).unwrap_or(u8::MAX));
    for part in &content.parts {
        put(&mut bytes, &part.flow.0);
        bytes.extend(part.version.to_be_bytes());
        put(&mut bytes, &part.step.0);
    }
    let mac = stamp.of(&[&bytes]);
    bytes.extend(&mac[..MAC_BYTES]);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What a token says; None when it was not written here, or is good no more on `today`.
pub(super) fn read(stamp: &Stamp, token: &str, today: NaiveDate) -> Option<SlipContent> {
    if token.len() > TOKEN_CHARS_MAX {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (said, mac) = bytes.split_at_checked(bytes.len().checked_sub(MAC_BYTES)?)?;
    let wanted = stamp.of(&[said]);
    aws_lc_rs::constant_time::verify_slices_are_equal(mac, &wanted[..MAC_BYTES]).ok()?;
    let content = content(&mut Reader(said))?;
    (content.date <= today && today <= content.until).then_some(content)
}

fn content(reader: &mut Reader<'_>) -> Option<SlipContent> {
    if reader.byte()? != FORM {
        return None;
    }
    let code = reader.byte()?;
    let language = SlipLanguage::ALL.into_iter().find(|language| language.code() == code)?;
    let (date, until) = (reader.day()?, reader.day()?);
    let count = reader.byte()?;
    let part = |reader: &mut Reader<'_>| {
        let flow = FlowId(reader.text()?);
        let version = u32::from_be_bytes(reader.take(4)?.try_into().ok()?);
        Some(SlipKeys { flow, version, step: StepId(reader.text()?) })
    };
    let parts = (0..count).map(|_| part(reader)).collect::<Option<Vec<_>>>()?;
    reader.0.is_empty().then_some(SlipContent { language, date, until, parts })
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn day(&mut self) -> Option<NaiveDate> {
        let count = u16::from_be_bytes(self.take(2)?.try_into().ok()?);
        epoch().checked_add_signed(TimeDelta::days(count.into()))
    }

    fn text(&mut self) -> Option<String> {
        let length = self.byte()?;
        String::from_utf8(self.take(length.into())?.to_vec()).ok()
    }
}

/// Days are counted from here.
fn epoch() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default()
}

fn day(date: NaiveDate) -> u16 {
    u16::try_from((date - epoch()).num_days()).unwrap_or_default()
}

/// Ids have at most forty letters; a longer one would not be found again.
fn put(bytes: &mut Vec<u8>, id: &str) {
    let id = &id.as_bytes()[..id.len().min(usize::from(u8::MAX))];
    bytes.push(u8::try_from(id.len()).unwrap_or(u8::MAX));
    bytes.extend(id);
}

#[cfg(test)]
mod tests {
    use vault::KeyRing;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn keys(flow: &str, step: &str) -> SlipKeys {
        SlipKeys { flow: FlowId(flow.to_owned()), version: 3, step: StepId(step.to_owned()) }
    }

    #[test]
    fn a_token_says_what_was_put_into_it_for_thirty_days() {
        let stamp = KeyRing::generate().unwrap().stamp("slip");
        let parts = vec![keys("lost_reissue", "done"), keys("pin_reset", "booked")];
        for language in SlipLanguage::ALL {
            let content = SlipContent::new(language, date("2026-11-24"), parts.clone());
            let token = write(&stamp, &content);
            assert!(token.len() < 120, "{} letters", token.len());
            assert_eq!(read(&stamp, &token, date("2026-12-24")), Some(content));
            assert_eq!(read(&stamp, &token, date("2026-12-25")), None, "good no more");
            assert_eq!(read(&stamp, &token, date("2026-11-23")), None, "not yet");
        }
        let general = SlipContent::new(SlipLanguage::Ja, date("2026-11-24"), Vec::new());
        assert_eq!(read(&stamp, &write(&stamp, &general), date("2026-11-24")), Some(general));
    }

    #[test]
    fn whatever_is_changed_in_a_token_it_is_refused() {
        let ring = KeyRing::generate().unwrap();
        let stamp = ring.stamp("slip");
        let today = date("2026-11-24");
        let content = SlipContent::new(SlipLanguage::En, today, vec![keys("lost_reissue", "done")]);
        let bytes = URL_SAFE_NO_PAD.decode(write(&stamp, &content)).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(read(&stamp, &URL_SAFE_NO_PAD.encode(&changed), today), None, "byte {at}");
            assert_eq!(read(&stamp, &URL_SAFE_NO_PAD.encode(&bytes[..at]), today), None, "cut at {at}");
        }
        let token = write(&stamp, &content);
        assert_eq!(read(&ring.stamp("other"), &token, today), None, "another purpose's key");
        for nonsense in ["", "a", "%%%", &"A".repeat(2_000)] {
            assert_eq!(read(&stamp, nonsense, today), None);
        }
    }

    #[test]
    fn a_page_keeps_the_last_slips_of_a_long_visit() {
        let all: Vec<_> = (0..9).map(|n| keys("pin_reset", &format!("end{n}"))).collect();
        let content = SlipContent::new(SlipLanguage::Ja, date("2026-11-24"), all.clone());
        assert_eq!(content.parts, all[3..]);
    }
}

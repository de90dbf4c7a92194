//! A run beside the last good one: what has changed so much that somebody should look before it fails.

use super::measured::{Device, Heard, Measurements, Storage};

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// Mean brightness of the picture, 0..=255.
    Brightness,
    /// By how much the microphone hears the speaker, dB.
    SpeakerDb,
    /// Median round trip on the live connection, ms.
    RoundTripMs,
    /// From the server, kbit/s.
    DownKbps,
    /// To the server, kbit/s.
    UpKbps,
    /// Bytes of storage left.
    StorageLeftBytes,
    /// Major version of the browser.
    BrowserMajor,
}

impl Quantity {
    /// The name in the interface.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brightness => "brightness",
            Self::SpeakerDb => "speaker_db",
            Self::RoundTripMs => "round_trip_ms",
            Self::DownKbps => "down_kbps",
            Self::UpKbps => "up_kbps",
            Self::StorageLeftBytes => "storage_left_bytes",
            Self::BrowserMajor => "browser_major",
        }
    }
}

/// One value that differs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// What.
    pub quantity: Quantity,
    /// In the last good run.
    pub before: f64,
    /// In this run.
    pub now: f64,
    /// Whether it is worse.
    pub worse: bool,
}

/// How a quantity moves before it is worth a word.
#[derive(Clone, Copy)]
enum Rule {
    /// More is better; said when it halved or doubled.
    More,
    /// Less is better; said when it doubled or halved, and is more than noise.
    Less { noise: f64 },
    /// More is better; said when it moved by so many dB.
    Decibels(f64),
    /// Said whenever it moved; less is worse.
    Any,
}

/// What differs between a run and the last good one, in the order of [`Quantity`].
#[must_use]
pub fn compare(now: &Measurements, good: &Measurements) -> Vec<Change> {
    let rules = [
        (Quantity::Brightness, Rule::More),
        (Quantity::SpeakerDb, Rule::Decibels(12.0)),
        (Quantity::RoundTripMs, Rule::Less { noise: 50.0 }),
        (Quantity::DownKbps, Rule::More),
        (Quantity::UpKbps, Rule::More),
        (Quantity::StorageLeftBytes, Rule::More),
        (Quantity::BrowserMajor, Rule::Any),
    ];
    let changes = rules.into_iter().filter_map(|(quantity, rule)| {
        let (before, now) = (value(good, quantity)?, value(now, quantity)?);
        let worse = rule.verdict(before, now)?;
        Some(Change { quantity, before, now, worse })
    });
    changes.collect()
}

impl Rule {
    /// Whether the change is for the worse; None when it is none.
    fn verdict(self, before: f64, now: f64) -> Option<bool> {
        match self {
            Self::More if now * 2.0 <= before => Some(true),
            Self::More if before * 2.0 <= now => Some(false),
            Self::More => None,
            Self::Less { noise } if (now - before).abs() <= noise => None,
            Self::Less { .. } if before * 2.0 <= now => Some(true),
            Self::Less { .. } if now * 2.0 <= before => Some(false),
            Self::Less { .. } => None,
            Self::Decibels(step) => ((now - before).abs() >= step).then_some(now < before),
            Self::Any => ((now - before).abs() > f64::EPSILON).then_some(now < before),
        }
    }
}

fn value(measured: &Measurements, quantity: Quantity) -> Option<f64> {
    match quantity {
        Quantity::Brightness => match measured.camera {
            Device::Works(picture) => Some(picture.brightness),
            Device::Refused | Device::Absent | Device::Busy | Device::Silent | Device::Unanswered | Device::LeftOut => {
                None
            }
        },
        Quantity::SpeakerDb => match measured.speaker {
            Heard::Rose(db) => Some(db),
            Heard::Drowned | Heard::NotPlayed | Heard::NoEar | Heard::LeftOut | Heard::Unanswered => None,
        },
        Quantity::RoundTripMs => measured.network.live_ms,
        Quantity::DownKbps => measured.network.down_kbps,
        Quantity::UpKbps => measured.network.up_kbps,
        Quantity::StorageLeftBytes => measured.storage.map(left),
        Quantity::BrowserMajor => measured.browser.as_ref().map(|browser| f64::from(browser.major)),
    }
}

/// Precise to a few bytes, which browsers round by far more.
fn left(storage: Storage) -> f64 {
    storage.quota_bytes.saturating_sub(storage.used_bytes) as f64
}

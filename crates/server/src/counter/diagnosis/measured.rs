//! What a kiosk says it measured, as JSON: bounded and typed before anybody believes it.
//!
//! The same shape goes into the books and out to pages. Next: `domain::diagnosis` for what it means.

use domain::diagnosis as rules;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The largest span of time that is believed, ms; a year.
const SPAN_MS_MAX: f64 = 366.0 * 86_400_000.0;
/// The largest rate that is believed, kbit/s.
const RATE_KBPS_MAX: f64 = 1.0e9;
/// The most echoes of a run.
const ECHOES_MAX: u32 = 100;
/// Longest version of a browser.
const VERSION_CHARS_MAX: usize = 40;

/// How a device answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeviceState {
    /// It works.
    Works,
    /// The browser may not use it.
    Refused,
    /// There is none.
    Absent,
    /// It cannot be opened.
    Busy,
    /// It was opened and gave nothing.
    Silent,
    /// No answer in time.
    Unanswered,
    /// Left out, such as in a visit.
    LeftOut,
}

/// What the camera sees, as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasuredPicture {
    /// Pixels across.
    width: u32,
    /// Pixels down.
    height: u32,
    /// Mean brightness, 0 to 255.
    brightness: f64,
    /// Standard deviation of the brightness.
    contrast: f64,
}

/// The camera.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasuredCamera {
    /// How it answered.
    state: DeviceState,
    /// What it sees, when it works.
    picture: Option<MeasuredPicture>,
}

/// The microphone.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasuredMicrophone {
    /// How it answered.
    state: DeviceState,
    /// Loudest level in dB of full scale, when it works; -200 for digital silence.
    level_db: Option<f64>,
}

/// How the test tone came through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ToneState {
    /// It was played, and listened for.
    Played,
    /// The room was too loud to tell.
    Drowned,
    /// The browser played nothing.
    NotPlayed,
    /// There is no microphone to hear with.
    NoEar,
    /// No answer in time.
    Unanswered,
    /// Left out, such as in a visit.
    LeftOut,
}

/// The speaker, by the microphone.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasuredSpeaker {
    /// How the tone came through.
    state: ToneState,
    /// By how much its frequency rose at the microphone, dB.
    rose_db: Option<f64>,
}

/// The way to the server and back.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasuredNetwork {
    /// Median round trip on the live connection.
    live_ms: Option<f64>,
    /// Median difference of one round trip to the next.
    jitter_ms: Option<f64>,
    /// Echoes asked for.
    echoes: u32,
    /// Echoes that did not come.
    echoes_lost: u32,
    /// Median round trip of a request.
    request_ms: Option<f64>,
    /// From the server, kbit/s.
    down_kbps: Option<f64>,
    /// To the server, kbit/s.
    up_kbps: Option<f64>,
    /// Longest look-up of our own name.
    dns_ms: Option<f64>,
}

/// Whether another service can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReachState {
    /// It answered.
    Reached,
    /// It did not.
    Unreached,
    /// It was not asked for.
    NotAsked,
}

/// Room the browser gives the page.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasuredStorage {
    /// Bytes in use.
    used_bytes: u64,
    /// Bytes it may use.
    quota_bytes: u64,
}

/// The engine of a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// Chromium, Chrome, Edge.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari.
    Safari,
    /// Another.
    Unknown,
}

/// The browser.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasuredBrowser {
    /// Its engine.
    engine: Engine,
    /// Its major version.
    major: u32,
}

/// The battery.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasuredBattery {
    /// Charge, 0 to 100.
    percent: f64,
    /// Whether it is on mains.
    charging: bool,
}

/// What the kiosk agent says of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeripheralState {
    /// Ready.
    Ready,
    /// Not plugged in.
    Absent,
    /// Plugged in and not working.
    Faulty,
}

/// The kiosk agent.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasuredAgent {
    /// Its version.
    version: String,
    /// The card reader.
    card_reader: PeripheralState,
    /// The scanner.
    scanner: PeripheralState,
}

/// Everything a kiosk measured.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    camera: MeasuredCamera,
    microphone: MeasuredMicrophone,
    speaker: MeasuredSpeaker,
    network: MeasuredNetwork,
    /// Zoom.
    zoom: ReachState,
    storage: Option<MeasuredStorage>,
    /// Memory of the machine, GiB.
    memory_gib: Option<f64>,
    browser: Option<MeasuredBrowser>,
    battery: Option<MeasuredBattery>,
    /// The kiosk agent; null when it did not answer, or was not asked.
    agent: Option<MeasuredAgent>,
    /// Whether the kiosk agent was asked.
    agent_asked: bool,
    /// The kiosk's clock minus the server's.
    clock_ahead_ms: Option<f64>,
    /// Whether a visitor sat down before the end.
    interrupted: bool,
}

impl Measured {
    /// What was measured, when every number can be true.
    pub(super) fn believed(&self) -> Option<rules::Measurements> {
        self.is_bounded().then(|| self.measurements())
    }

    fn is_bounded(&self) -> bool {
        let network = &self.network;
        let spans = [network.live_ms, network.jitter_ms, network.request_ms, network.dns_ms];
        let rates = [network.down_kbps, network.up_kbps];
        let levels = [self.microphone.level_db, self.speaker.rose_db];
        spans.iter().all(|span| within(*span, 0.0, SPAN_MS_MAX))
            && rates.iter().all(|rate| within(*rate, 0.0, RATE_KBPS_MAX))
            && levels.iter().all(|level| within(*level, -300.0, 300.0))
            && within(self.memory_gib, 0.0, 1.0e6)
            && within(self.clock_ahead_ms, -1.0e14, 1.0e14)
            && within(self.battery.map(|battery| battery.percent), 0.0, 100.0)
            && within(self.camera.picture.map(|picture| picture.brightness), 0.0, 255.0)
            && within(self.camera.picture.map(|picture| picture.contrast), 0.0, 255.0)
            && network.echoes <= ECHOES_MAX
            && network.echoes_lost <= network.echoes
            && self.agent.as_ref().is_none_or(|agent| is_version(&agent.version))
            && self.is_whole()
    }

    /// A device that works says what it gives, and another does not.
    fn is_whole(&self) -> bool {
        (self.camera.state == DeviceState::Works) == self.camera.picture.is_some()
            && (self.microphone.state == DeviceState::Works) == self.microphone.level_db.is_some()
            && (self.speaker.state == ToneState::Played) == self.speaker.rose_db.is_some()
    }

    /// Call it on what is bounded: the clock is cut to whole milliseconds.
    fn measurements(&self) -> rules::Measurements {
        let picture =
            self.camera.picture.unwrap_or(MeasuredPicture { width: 0, height: 0, brightness: 0.0, contrast: 0.0 });
        let MeasuredPicture { width, height, brightness, contrast } = picture;
        let sound = rules::Sound { level_db: self.microphone.level_db.unwrap_or_default() };
        let MeasuredNetwork { live_ms, jitter_ms, echoes, echoes_lost, request_ms, down_kbps, up_kbps, dns_ms } =
            self.network;
        rules::Measurements {
            camera: self.camera.state.with(rules::Picture { width, height, brightness, contrast }),
            microphone: self.microphone.state.with(sound),
            speaker: self.speaker.heard(),
            network: rules::Network { live_ms, jitter_ms, echoes, echoes_lost, request_ms, down_kbps, up_kbps, dns_ms },
            zoom: self.zoom.into(),
            storage: self
                .storage
                .map(|MeasuredStorage { used_bytes, quota_bytes }| rules::Storage { used_bytes, quota_bytes }),
            memory_gib: self.memory_gib,
            browser: self
                .browser
                .as_ref()
                .map(|browser| rules::Browser { engine: browser.engine.name().to_owned(), major: browser.major }),
            battery: self.battery.map(|MeasuredBattery { percent, charging }| rules::Battery { percent, charging }),
            agent: self.agent(),
            clock_ahead_ms: self.clock_ahead_ms.map(|ms| ms as i64),
            interrupted: self.interrupted,
        }
    }

    fn agent(&self) -> rules::Agent {
        match &self.agent {
            Some(agent) => {
                rules::Agent::Answered { card_reader: agent.card_reader.into(), scanner: agent.scanner.into() }
            }
            None if self.agent_asked => rules::Agent::Gone,
            None => rules::Agent::NotAsked,
        }
    }
}

fn within(value: Option<f64>, least: f64, most: f64) -> bool {
    value.is_none_or(|value| (least..=most).contains(&value))
}

fn is_version(text: &str) -> bool {
    text.len() <= VERSION_CHARS_MAX && text.chars().all(|letter| letter.is_ascii_graphic())
}

impl DeviceState {
    fn with<T>(self, works: T) -> rules::Device<T> {
        match self {
            Self::Works => rules::Device::Works(works),
            Self::Refused => rules::Device::Refused,
            Self::Absent => rules::Device::Absent,
            Self::Busy => rules::Device::Busy,
            Self::Silent => rules::Device::Silent,
            Self::Unanswered => rules::Device::Unanswered,
            Self::LeftOut => rules::Device::LeftOut,
        }
    }
}

impl MeasuredSpeaker {
    fn heard(self) -> rules::Heard {
        match self.state {
            ToneState::Played => rules::Heard::Rose(self.rose_db.unwrap_or_default()),
            ToneState::Drowned => rules::Heard::Drowned,
            ToneState::NotPlayed => rules::Heard::NotPlayed,
            ToneState::NoEar => rules::Heard::NoEar,
            ToneState::Unanswered => rules::Heard::Unanswered,
            ToneState::LeftOut => rules::Heard::LeftOut,
        }
    }
}

impl Engine {
    fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Safari => "safari",
            Self::Unknown => "unknown",
        }
    }
}

impl From<ReachState> for rules::Reach {
    fn from(state: ReachState) -> Self {
        match state {
            ReachState::Reached => Self::Reached,
            ReachState::Unreached => Self::Unreached,
            ReachState::NotAsked => Self::NotAsked,
        }
    }
}

impl From<PeripheralState> for rules::Peripheral {
    fn from(state: PeripheralState) -> Self {
        match state {
            PeripheralState::Ready => Self::Ready,
            PeripheralState::Absent => Self::Absent,
            PeripheralState::Faulty => Self::Faulty,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn said() -> Value {
        json!({
            "camera": {"state": "works", "picture": {"width": 640, "height": 480, "brightness": 120.5, "contrast": 31.0}},
            "microphone": {"state": "works", "level_db": -30.0},
            "speaker": {"state": "played", "rose_db": 22.0},
            "network": {"live_ms": 4.0, "jitter_ms": 1.0, "echoes": 10, "echoes_lost": 0, "request_ms": 5.0,
                "down_kbps": 90_000.0, "up_kbps": 40_000.0, "dns_ms": null},
            "zoom": "not_asked",
            "storage": {"used_bytes": 10, "quota_bytes": 2_000_000_000u64},
            "memory_gib": 8.0,
            "browser": {"engine": "chromium", "major": 156},
            "battery": null,
            "agent": null,
            "agent_asked": false,
            "clock_ahead_ms": -12.5,
            "interrupted": false,
        })
    }

    fn believed_with(pointer: &str, value: Value) -> bool {
        let mut said = said();
        *said.pointer_mut(pointer).unwrap() = value;
        serde_json::from_value::<Measured>(said).is_ok_and(|measured| measured.believed().is_some())
    }

    #[test]
    fn what_can_be_true_is_believed() {
        let measured: Measured = serde_json::from_value(said()).unwrap();
        let believed = measured.believed().unwrap();
        assert_eq!(rules::judge(&believed, rules::Fitted::default()), []);
        assert_eq!(serde_json::to_value(&measured).unwrap(), said(), "it is filed as it was said");
    }

    #[test]
    fn what_cannot_be_true_is_not() {
        for (pointer, value) in [
            ("/network/live_ms", json!(-1.0)),
            ("/network/down_kbps", json!(1.0e12)),
            ("/network/echoes", json!(101)),
            ("/network/echoes_lost", json!(11)),
            ("/camera/picture/brightness", json!(256.0)),
            ("/camera/picture", json!(null)),
            ("/camera/state", json!("absent")),
            ("/camera/state", json!("on fire")),
            ("/microphone/level_db", json!(null)),
            ("/speaker/rose_db", json!(301.0)),
            ("/memory_gib", json!(-1.0)),
            ("/clock_ahead_ms", json!(1.0e15)),
            ("/battery", json!({"percent": 101.0, "charging": false})),
            ("/storage/used_bytes", json!(-1)),
            ("/browser", json!({"engine": "chromium", "major": 156, "extra": "x".repeat(10_000)})),
            ("/agent", json!({"version": "x".repeat(41), "card_reader": "ready", "scanner": "ready"})),
            ("/agent", json!({"version": "1\u{202e}", "card_reader": "ready", "scanner": "ready"})),
        ] {
            assert!(!believed_with(pointer, value.clone()), "{pointer}: {value}");
        }
        assert!(believed_with("/memory_gib", json!(null)));
    }
}

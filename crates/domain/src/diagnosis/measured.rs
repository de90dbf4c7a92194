//! What a kiosk measures of itself: numbers alone, never a picture, a sound or a name of a person.
//!
//! Owns the shapes; units stand in the names. A value a browser does not tell is None, which is no fault.

/// A device a browser asks for before it can be used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Device<T> {
    /// It works; what was seen or heard.
    Works(T),
    /// Somebody, or a policy, said no.
    Refused,
    /// There is none.
    Absent,
    /// It is there and cannot be opened, mostly because another program holds it.
    Busy,
    /// It was opened and nothing came.
    Silent,
    /// Nothing was heard of it in time.
    Unanswered,
    /// It was left out on purpose, such as in a visit.
    LeftOut,
}

/// What a camera sees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Mean brightness, 0..=255.
    pub brightness: f64,
    /// Standard deviation of the brightness within the picture, 0..=128.
    pub contrast: f64,
}

/// What a microphone hears.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sound {
    /// Loudest level while it was listened to, dB of full scale; -200 for digital silence.
    pub level_db: f64,
}

/// Whether the microphone hears the speaker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Heard {
    /// The tone was played; by how much its frequency rose at the microphone, dB.
    Rose(f64),
    /// The room was so loud at the tone's frequency that nothing can be said.
    Drowned,
    /// The browser played nothing: pages that nobody has touched may be mute.
    NotPlayed,
    /// There was no microphone to hear with.
    NoEar,
    /// It was left out on purpose, such as in a visit.
    LeftOut,
    /// Nothing was heard of it in time.
    Unanswered,
}

/// The way to the server and back.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Network {
    /// Median round trip on the live connection.
    pub live_ms: Option<f64>,
    /// Median difference of one round trip to the next.
    pub jitter_ms: Option<f64>,
    /// Echoes asked for.
    pub echoes: u32,
    /// Echoes that did not come.
    pub echoes_lost: u32,
    /// Median round trip of a request of its own.
    pub request_ms: Option<f64>,
    /// From the server, kbit/s.
    pub down_kbps: Option<f64>,
    /// To the server, kbit/s.
    pub up_kbps: Option<f64>,
    /// Longest look-up of our own name that the page has seen.
    pub dns_ms: Option<f64>,
}

/// Whether another service can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It answered.
    Reached,
    /// It did not.
    Unreached,
    /// It was not asked for.
    NotAsked,
}

/// Room the browser gives the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Storage {
    /// Bytes in use.
    pub used_bytes: u64,
    /// Bytes it may use.
    pub quota_bytes: u64,
}

/// The browser by its engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browser {
    /// `chromium`, `firefox`, `safari`; anything else is not known.
    pub engine: String,
    /// Its major version.
    pub major: u32,
}

/// The battery, where there is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Battery {
    /// Charge, 0..=100.
    pub percent: f64,
    /// Whether it is on mains.
    pub charging: bool,
}

/// What the agent says of one thing that is fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peripheral {
    /// Ready.
    Ready,
    /// Not plugged in.
    Absent,
    /// Plugged in and not working.
    Faulty,
}

/// The program on the kiosk's own machine that knows its card reader and scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agent {
    /// It answered.
    Answered {
        /// The card reader.
        card_reader: Peripheral,
        /// The scanner.
        scanner: Peripheral,
    },
    /// It did not.
    Gone,
    /// Nothing is fitted, so it was not asked.
    NotAsked,
}

/// What the city says is fitted to a kiosk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fitted {
    /// A card reader.
    pub card_reader: bool,
    /// A scanner.
    pub scanner: bool,
}

/// One run's measurements.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurements {
    /// The camera.
    pub camera: Device<Picture>,
    /// The microphone.
    pub microphone: Device<Sound>,
    /// The speaker, by the microphone.
    pub speaker: Heard,
    /// The way to the server.
    pub network: Network,
    /// Zoom.
    pub zoom: Reach,
    /// The browser's room.
    pub storage: Option<Storage>,
    /// Memory of the machine, GiB, as coarse as browsers tell it.
    pub memory_gib: Option<f64>,
    /// The browser.
    pub browser: Option<Browser>,
    /// The battery.
    pub battery: Option<Battery>,
    /// Card reader and scanner.
    pub agent: Agent,
    /// The kiosk's clock minus the server's.
    pub clock_ahead_ms: Option<i64>,
    /// Whether a visitor sat down before it was finished.
    pub interrupted: bool,
}

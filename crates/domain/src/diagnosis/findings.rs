//! Findings: what is wrong, how bad it is, and which part of the kiosk it belongs to.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing need be done.
    Note,
    /// A visit works, and not well.
    Warn,
    /// A visit, or something promised for it, does not work.
    Bad,
}

impl Severity {
    /// The name in the interface.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// A part of the kiosk that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Camera.
    Camera,
    /// Microphone and speaker.
    Sound,
    /// The way to the server, and Zoom.
    Network,
    /// Storage, memory, browser, battery, clock.
    Machine,
    /// Card reader and scanner.
    Reader,
}

impl Part {
    /// All, in the order they are looked at.
    pub const ALL: [Self; 5] = [Self::Machine, Self::Network, Self::Reader, Self::Camera, Self::Sound];

    /// The name in the interface.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::Sound => "sound",
            Self::Network => "network",
            Self::Machine => "machine",
            Self::Reader => "reader",
        }
    }
}

/// Everything that can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// The browser may not use the camera.
    CameraRefused,
    /// No camera.
    CameraAbsent,
    /// The camera cannot be opened.
    CameraBusy,
    /// The camera gives no picture.
    CameraSilent,
    /// The picture is black.
    CameraBlack,
    /// The picture is dark.
    CameraDim,
    /// The browser may not use the microphone.
    MicrophoneRefused,
    /// No microphone.
    MicrophoneAbsent,
    /// The microphone cannot be opened.
    MicrophoneBusy,
    /// The microphone hears nothing at all.
    MicrophoneSilent,
    /// The microphone works and does not hear the speaker.
    SpeakerUnheard,
    /// Whether the speaker works cannot be told.
    SpeakerUntold,
    /// Round trips take too long.
    NetworkSlow,
    /// Round trips differ too much.
    NetworkUnsteady,
    /// Echoes were lost.
    NetworkLossy,
    /// Too little passes in a second.
    NetworkNarrow,
    /// Looking up our name takes too long.
    DnsSlow,
    /// Zoom cannot be reached from the kiosk.
    ZoomUnreached,
    /// The browser's storage is nearly full.
    StorageLow,
    /// The machine has little memory.
    MemoryLow,
    /// The browser is out of date.
    BrowserOld,
    /// The browser is none we know.
    BrowserUnknown,
    /// The battery runs down.
    BatteryLow,
    /// The kiosk's clock is wrong.
    ClockWrong,
    /// The agent for card reader and scanner does not answer.
    AgentGone,
    /// The card reader is not plugged in.
    ReaderAbsent,
    /// The card reader does not work.
    ReaderFaulty,
    /// The scanner is not plugged in.
    ScannerAbsent,
    /// The scanner does not work.
    ScannerFaulty,
    /// A part gave no answer in time.
    PartUnanswered,
    /// A visitor sat down before the end.
    Interrupted,
}

impl Code {
    /// The name in the interface.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CameraRefused => "camera_refused",
            Self::CameraAbsent => "camera_absent",
            Self::CameraBusy => "camera_busy",
            Self::CameraSilent => "camera_silent",
            Self::CameraBlack => "camera_black",
            Self::CameraDim => "camera_dim",
            Self::MicrophoneRefused => "microphone_refused",
            Self::MicrophoneAbsent => "microphone_absent",
            Self::MicrophoneBusy => "microphone_busy",
            Self::MicrophoneSilent => "microphone_silent",
            Self::SpeakerUnheard => "speaker_unheard",
            Self::SpeakerUntold => "speaker_untold",
            Self::NetworkSlow => "network_slow",
            Self::NetworkUnsteady => "network_unsteady",
            Self::NetworkLossy => "network_lossy",
            Self::NetworkNarrow => "network_narrow",
            Self::DnsSlow => "dns_slow",
            Self::ZoomUnreached => "zoom_unreached",
            Self::StorageLow => "storage_low",
            Self::MemoryLow => "memory_low",
            Self::BrowserOld => "browser_old",
            Self::BrowserUnknown => "browser_unknown",
            Self::BatteryLow => "battery_low",
            Self::ClockWrong => "clock_wrong",
            Self::AgentGone => "agent_gone",
            Self::ReaderAbsent => "reader_absent",
            Self::ReaderFaulty => "reader_faulty",
            Self::ScannerAbsent => "scanner_absent",
            Self::ScannerFaulty => "scanner_faulty",
            Self::PartUnanswered => "part_unanswered",
            Self::Interrupted => "interrupted",
        }
    }
}

/// One thing that is wrong, or worth knowing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// Where.
    pub part: Part,
    /// What.
    pub code: Code,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.code.name(), self.severity.name())
    }
}

/// The worst of the findings; None says that the kiosk is fit for visits without a reserve.
#[must_use]
pub fn verdict(findings: &[Finding]) -> Option<Severity> {
    findings.iter().map(|finding| finding.severity).filter(|severity| *severity > Severity::Note).max()
}

//! From measurements to findings: every limit of the diagnosis, and nothing else.

use super::findings::{Code, Finding, Part, Severity};
use super::measured::{
    Agent, Battery, Browser, Device, Fitted, Heard, Measurements, Network, Peripheral, Picture, Reach, Sound, Storage,
};

/// A picture this dark and this even is a covered lens or a dead sensor.
const BLACK_BRIGHTNESS: f64 = 16.0;
const BLACK_CONTRAST: f64 = 6.0;
/// Darker than this a face is not made out.
const DIM_BRIGHTNESS: f64 = 40.0;
/// Below this a microphone gives digital silence; the quietest room lies far above.
const SILENT_DB: f64 = -100.0;
/// A speaker that works raises its tone by at least this at the microphone.
const HEARD_DB: f64 = 10.0;
/// Talk gets hard beyond 150 ms one way and is refused beyond 400 ms (ITU-T G.114).
const ROUND_TRIP_WARN_MS: f64 = 300.0;
const ROUND_TRIP_BAD_MS: f64 = 800.0;
const JITTER_WARN_MS: f64 = 150.0;
const JITTER_BAD_MS: f64 = 300.0;
/// A small picture with sound takes this much each way, and the full one this much.
const NARROW_BAD_KBPS: f64 = 300.0;
const NARROW_WARN_KBPS: f64 = 1_000.0;
const DNS_WARN_MS: f64 = 1_000.0;
/// The page, its kept shell and its key take a few megabytes; updates as much again.
const STORAGE_BAD_BYTES: u64 = 10 * 1024 * 1024;
const STORAGE_WARN_BYTES: u64 = 50 * 1024 * 1024;
const MEMORY_WARN_GIB: f64 = 2.0;
/// The oldest versions that have all the page uses and still got security fixes in 2025.
const CHROMIUM_MAJOR_MIN: u32 = 128;
const FIREFOX_MAJOR_MIN: u32 = 128;
const SAFARI_MAJOR_MIN: u32 = 17;
const BATTERY_BAD_PERCENT: f64 = 10.0;
const BATTERY_WARN_PERCENT: f64 = 30.0;
const CLOCK_WARN_MS: u64 = 5_000;
const CLOCK_BAD_MS: u64 = 60_000;

/// What is wrong with a kiosk that measured this and is meant to have `fitted`; the worst first.
#[must_use]
pub fn judge(measured: &Measurements, fitted: Fitted) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(camera(measured.camera).map(|(severity, code)| found(severity, Part::Camera, code)));
    let ear = microphone(measured.microphone);
    findings.extend(ear.map(|(severity, code)| found(severity, Part::Sound, code)));
    // A dead microphone hears no speaker either; one fault is said once.
    if ear.is_none() {
        findings.extend(speaker(measured.speaker).map(|(severity, code)| found(severity, Part::Sound, code)));
    }
    network(&measured.network, &mut findings);
    if measured.zoom == Reach::Unreached {
        findings.push(found(Severity::Warn, Part::Network, Code::ZoomUnreached));
    }
    machine(measured, &mut findings);
    reader(measured.agent, fitted, &mut findings);
    if measured.interrupted {
        findings.push(found(Severity::Note, Part::Machine, Code::Interrupted));
    }
    findings.sort_by(|one, other| other.severity.cmp(&one.severity).then(one.cmp(other)));
    findings
}

fn found(severity: Severity, part: Part, code: Code) -> Finding {
    Finding { severity, part, code }
}

fn camera(camera: Device<Picture>) -> Option<(Severity, Code)> {
    match camera {
        Device::Works(picture) => seen(picture),
        Device::Refused => Some((Severity::Bad, Code::CameraRefused)),
        Device::Absent => Some((Severity::Bad, Code::CameraAbsent)),
        Device::Busy => Some((Severity::Bad, Code::CameraBusy)),
        Device::Silent => Some((Severity::Bad, Code::CameraSilent)),
        Device::Unanswered => Some((Severity::Warn, Code::PartUnanswered)),
        Device::LeftOut => None,
    }
}

fn seen(picture: Picture) -> Option<(Severity, Code)> {
    if picture.brightness < BLACK_BRIGHTNESS && picture.contrast < BLACK_CONTRAST {
        return Some((Severity::Bad, Code::CameraBlack));
    }
    (picture.brightness < DIM_BRIGHTNESS).then_some((Severity::Warn, Code::CameraDim))
}

fn microphone(microphone: Device<Sound>) -> Option<(Severity, Code)> {
    match microphone {
        Device::Works(sound) => (sound.level_db < SILENT_DB).then_some((Severity::Bad, Code::MicrophoneSilent)),
        Device::Refused => Some((Severity::Bad, Code::MicrophoneRefused)),
        Device::Absent => Some((Severity::Bad, Code::MicrophoneAbsent)),
        Device::Busy => Some((Severity::Bad, Code::MicrophoneBusy)),
        Device::Silent => Some((Severity::Bad, Code::MicrophoneSilent)),
        Device::Unanswered => Some((Severity::Warn, Code::PartUnanswered)),
        Device::LeftOut => None,
    }
}

fn speaker(heard: Heard) -> Option<(Severity, Code)> {
    match heard {
        Heard::Rose(db) => (db < HEARD_DB).then_some((Severity::Bad, Code::SpeakerUnheard)),
        Heard::Drowned | Heard::NotPlayed => Some((Severity::Note, Code::SpeakerUntold)),
        Heard::Unanswered => Some((Severity::Warn, Code::PartUnanswered)),
        Heard::NoEar | Heard::LeftOut => None,
    }
}

fn network(network: &Network, findings: &mut Vec<Finding>) {
    let mut add = |severity: Option<Severity>, code| {
        findings.extend(severity.map(|severity| found(severity, Part::Network, code)));
    };
    let (live, request) = (network.live_ms, network.request_ms);
    if live.is_none() && request.is_none() {
        add(Some(Severity::Warn), Code::PartUnanswered);
    }
    let slowest = [live, request].into_iter().flatten().fold(0.0, f64::max);
    add(above(slowest, ROUND_TRIP_WARN_MS, ROUND_TRIP_BAD_MS), Code::NetworkSlow);
    add(network.jitter_ms.and_then(|ms| above(ms, JITTER_WARN_MS, JITTER_BAD_MS)), Code::NetworkUnsteady);
    let lossy = match network.echoes_lost {
        0 => None,
        lost if lost * 2 >= network.echoes => Some(Severity::Bad),
        _ => Some(Severity::Warn),
    };
    add(lossy, Code::NetworkLossy);
    let narrowest = [network.down_kbps, network.up_kbps].into_iter().flatten().fold(f64::INFINITY, f64::min);
    add(above(-narrowest, -NARROW_WARN_KBPS, -NARROW_BAD_KBPS), Code::NetworkNarrow);
    add(network.dns_ms.filter(|ms| *ms > DNS_WARN_MS).map(|_| Severity::Warn), Code::DnsSlow);
}

/// How bad a value is that is the worse the higher it is.
fn above(value: f64, warn: f64, bad: f64) -> Option<Severity> {
    if value > bad {
        Some(Severity::Bad)
    } else if value > warn {
        Some(Severity::Warn)
    } else {
        None
    }
}

fn machine(measured: &Measurements, findings: &mut Vec<Finding>) {
    let low_memory = measured.memory_gib.is_some_and(|gib| gib < MEMORY_WARN_GIB);
    let all = [
        measured.storage.and_then(storage).map(|severity| (severity, Code::StorageLow)),
        low_memory.then_some((Severity::Warn, Code::MemoryLow)),
        measured.browser.as_ref().and_then(browser),
        measured.battery.and_then(battery).map(|severity| (severity, Code::BatteryLow)),
        measured.clock_ahead_ms.and_then(clock).map(|severity| (severity, Code::ClockWrong)),
    ];
    findings.extend(all.into_iter().flatten().map(|(severity, code)| found(severity, Part::Machine, code)));
}

fn storage(storage: Storage) -> Option<Severity> {
    match storage.quota_bytes.saturating_sub(storage.used_bytes) {
        ..STORAGE_BAD_BYTES => Some(Severity::Bad),
        STORAGE_BAD_BYTES..STORAGE_WARN_BYTES => Some(Severity::Warn),
        STORAGE_WARN_BYTES.. => None,
    }
}

fn browser(browser: &Browser) -> Option<(Severity, Code)> {
    let oldest = match browser.engine.as_str() {
        "chromium" => CHROMIUM_MAJOR_MIN,
        "firefox" => FIREFOX_MAJOR_MIN,
        "safari" => SAFARI_MAJOR_MIN,
        _ => return Some((Severity::Note, Code::BrowserUnknown)),
    };
    (browser.major < oldest).then_some((Severity::Warn, Code::BrowserOld))
}

fn battery(battery: Battery) -> Option<Severity> {
    if battery.charging {
        return None;
    }
    above(-battery.percent, -BATTERY_WARN_PERCENT, -BATTERY_BAD_PERCENT)
}

fn clock(ahead_ms: i64) -> Option<Severity> {
    match ahead_ms.unsigned_abs() {
        0..=CLOCK_WARN_MS => None,
        ms if ms <= CLOCK_BAD_MS => Some(Severity::Warn),
        _ => Some(Severity::Bad),
    }
}

/// What is not fitted cannot be missing.
fn reader(agent: Agent, fitted: Fitted, findings: &mut Vec<Finding>) {
    let mut add = |code| findings.push(found(Severity::Bad, Part::Reader, code));
    let any = fitted.card_reader || fitted.scanner;
    match agent {
        Agent::Gone | Agent::NotAsked if any => add(Code::AgentGone),
        Agent::Gone | Agent::NotAsked => {}
        Agent::Answered { card_reader, scanner } => {
            let reader = state(card_reader, Code::ReaderAbsent, Code::ReaderFaulty);
            let scanner = state(scanner, Code::ScannerAbsent, Code::ScannerFaulty);
            reader.filter(|_| fitted.card_reader).into_iter().for_each(&mut add);
            scanner.filter(|_| fitted.scanner).into_iter().for_each(&mut add);
        }
    }
}

fn state(peripheral: Peripheral, absent: Code, faulty: Code) -> Option<Code> {
    match peripheral {
        Peripheral::Ready => None,
        Peripheral::Absent => Some(absent),
        Peripheral::Faulty => Some(faulty),
    }
}

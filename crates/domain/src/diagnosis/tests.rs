//! Each fault alone is found and named, and a healthy kiosk has none.

use super::*;

fn healthy() -> Measurements {
    Measurements {
        camera: Device::Works(Picture { width: 640, height: 480, brightness: 118.0, contrast: 40.0 }),
        microphone: Device::Works(Sound { level_db: -32.0 }),
        speaker: Heard::Rose(34.0),
        network: Network {
            live_ms: Some(12.0),
            jitter_ms: Some(3.0),
            echoes: 10,
            echoes_lost: 0,
            request_ms: Some(15.0),
            down_kbps: Some(48_000.0),
            up_kbps: Some(22_000.0),
            dns_ms: Some(4.0),
        },
        zoom: Reach::NotAsked,
        storage: Some(Storage { used_bytes: 3_000_000, quota_bytes: 2_000_000_000 }),
        memory_gib: Some(8.0),
        browser: Some(Browser { engine: "chromium".to_owned(), major: 156 }),
        battery: Some(Battery { percent: 100.0, charging: true }),
        agent: Agent::NotAsked,
        clock_ahead_ms: Some(-40),
        interrupted: false,
    }
}

/// What is found when one thing of a healthy kiosk differs.
fn with(change: impl FnOnce(&mut Measurements)) -> Vec<String> {
    fitted_with(Fitted::default(), change)
}

fn fitted_with(fitted: Fitted, change: impl FnOnce(&mut Measurements)) -> Vec<String> {
    let mut measured = healthy();
    change(&mut measured);
    judge(&measured, fitted).iter().map(ToString::to_string).collect()
}

#[test]
fn a_healthy_kiosk_has_no_finding() {
    assert_eq!(judge(&healthy(), Fitted::default()), []);
    assert_eq!(verdict(&[]), None);
}

#[test]
fn each_state_of_the_camera_has_its_own_name() {
    assert_eq!(with(|m| m.camera = Device::Refused), ["camera_refused (bad)"]);
    assert_eq!(with(|m| m.camera = Device::Absent), ["camera_absent (bad)"]);
    assert_eq!(with(|m| m.camera = Device::Busy), ["camera_busy (bad)"]);
    assert_eq!(with(|m| m.camera = Device::Silent), ["camera_silent (bad)"]);
    assert_eq!(with(|m| m.camera = Device::Unanswered), ["part_unanswered (warn)"]);
    assert!(with(|m| m.camera = Device::LeftOut).is_empty());
    let picture = |brightness, contrast| Device::Works(Picture { width: 640, height: 480, brightness, contrast });
    assert_eq!(with(|m| m.camera = picture(0.0, 0.0)), ["camera_black (bad)"]);
    assert_eq!(
        with(|m| m.camera = picture(12.0, 30.0)),
        ["camera_dim (warn)"],
        "a lamp in a dark hall is no dead lens"
    );
    assert_eq!(with(|m| m.camera = picture(39.0, 3.0)), ["camera_dim (warn)"]);
    assert!(with(|m| m.camera = picture(40.0, 3.0)).is_empty());
}

#[test]
fn a_dead_microphone_is_told_apart_from_a_dead_speaker() {
    assert_eq!(with(|m| m.microphone = Device::Refused), ["microphone_refused (bad)"]);
    assert_eq!(with(|m| m.microphone = Device::Absent), ["microphone_absent (bad)"]);
    assert_eq!(with(|m| m.microphone = Device::Busy), ["microphone_busy (bad)"]);
    let deaf = |m: &mut Measurements| {
        m.microphone = Device::Works(Sound { level_db: -200.0 });
        m.speaker = Heard::Rose(0.0);
    };
    assert_eq!(with(deaf), ["microphone_silent (bad)"]);
    assert_eq!(with(|m| m.speaker = Heard::Rose(9.9)), ["speaker_unheard (bad)"]);
    assert!(with(|m| m.speaker = Heard::Rose(10.0)).is_empty());
    assert_eq!(with(|m| m.speaker = Heard::Drowned), ["speaker_untold (note)"]);
    assert_eq!(with(|m| m.speaker = Heard::NotPlayed), ["speaker_untold (note)"]);
    assert!(with(|m| m.speaker = Heard::LeftOut).is_empty());
}

#[test]
fn a_network_is_slow_unsteady_lossy_or_narrow() {
    assert_eq!(with(|m| m.network.live_ms = Some(301.0)), ["network_slow (warn)"]);
    assert_eq!(with(|m| m.network.request_ms = Some(801.0)), ["network_slow (bad)"]);
    assert_eq!(with(|m| m.network.jitter_ms = Some(151.0)), ["network_unsteady (warn)"]);
    assert_eq!(with(|m| m.network.echoes_lost = 1), ["network_lossy (warn)"]);
    assert_eq!(with(|m| m.network.echoes_lost = 5), ["network_lossy (bad)"]);
    assert_eq!(with(|m| m.network.up_kbps = Some(299.0)), ["network_narrow (bad)"]);
    assert_eq!(with(|m| m.network.down_kbps = Some(999.0)), ["network_narrow (warn)"]);
    assert_eq!(with(|m| m.network.dns_ms = Some(1_001.0)), ["dns_slow (warn)"]);
    assert_eq!(with(|m| m.zoom = Reach::Unreached), ["zoom_unreached (warn)"]);
    assert_eq!(with(|m| m.network = Network::default()), ["part_unanswered (warn)"]);
}

#[test]
fn the_machine_is_full_old_empty_or_wrong() {
    let room = |used_bytes| Some(Storage { used_bytes, quota_bytes: 100_000_000 });
    assert_eq!(with(|m| m.storage = room(99_000_000)), ["storage_low (bad)"]);
    assert_eq!(with(|m| m.storage = room(70_000_000)), ["storage_low (warn)"]);
    assert_eq!(with(|m| m.storage = room(u64::MAX)), ["storage_low (bad)"]);
    assert_eq!(with(|m| m.memory_gib = Some(1.0)), ["memory_low (warn)"]);
    let browser = |engine: &str, major| Some(Browser { engine: engine.to_owned(), major });
    assert_eq!(with(|m| m.browser = browser("chromium", 127)), ["browser_old (warn)"]);
    assert_eq!(with(|m| m.browser = browser("safari", 16)), ["browser_old (warn)"]);
    assert_eq!(with(|m| m.browser = browser("unknown", 1)), ["browser_unknown (note)"]);
    assert_eq!(with(|m| m.battery = Some(Battery { percent: 29.0, charging: false })), ["battery_low (warn)"]);
    assert_eq!(with(|m| m.battery = Some(Battery { percent: 9.0, charging: false })), ["battery_low (bad)"]);
    assert!(with(|m| m.battery = Some(Battery { percent: 9.0, charging: true })).is_empty());
    assert_eq!(with(|m| m.clock_ahead_ms = Some(-5_001)), ["clock_wrong (warn)"]);
    assert_eq!(with(|m| m.clock_ahead_ms = Some(i64::MIN)), ["clock_wrong (bad)"]);
    assert_eq!(with(|m| m.interrupted = true), ["interrupted (note)"]);
}

#[test]
fn what_is_not_fitted_is_not_missing() {
    let both = Fitted { card_reader: true, scanner: true };
    let reader = Fitted { card_reader: true, scanner: false };
    let answered = |card_reader, scanner| Agent::Answered { card_reader, scanner };
    assert!(with(|m| m.agent = Agent::Gone).is_empty());
    assert!(with(|m| m.agent = answered(Peripheral::Absent, Peripheral::Faulty)).is_empty());
    assert_eq!(fitted_with(reader, |m| m.agent = Agent::Gone), ["agent_gone (bad)"]);
    assert_eq!(
        fitted_with(reader, |m| m.agent = answered(Peripheral::Absent, Peripheral::Absent)),
        ["reader_absent (bad)"]
    );
    assert_eq!(
        fitted_with(both, |m| m.agent = answered(Peripheral::Faulty, Peripheral::Absent)),
        ["reader_faulty (bad)", "scanner_absent (bad)"]
    );
    assert!(fitted_with(both, |m| m.agent = answered(Peripheral::Ready, Peripheral::Ready)).is_empty());
}

#[test]
fn the_worst_stands_first_and_gives_the_verdict() {
    let mut measured = healthy();
    measured.speaker = Heard::Drowned;
    measured.network.jitter_ms = Some(200.0);
    measured.clock_ahead_ms = Some(600_000);
    let findings = judge(&measured, Fitted::default());
    let severities: Vec<_> = findings.iter().map(|finding| finding.severity).collect();
    assert_eq!(severities, [Severity::Bad, Severity::Warn, Severity::Note]);
    assert_eq!(verdict(&findings), Some(Severity::Bad));
    assert_eq!(verdict(&findings[2..]), None, "a note is no reserve");
}

#[test]
fn a_run_is_set_beside_the_last_good_one() {
    let good = healthy();
    assert_eq!(compare(&good, &good), []);
    let mut now = healthy();
    now.camera = Device::Works(Picture { width: 640, height: 480, brightness: 50.0, contrast: 20.0 });
    now.speaker = Heard::Rose(15.0);
    now.network.live_ms = Some(55.0);
    now.network.down_kbps = Some(20_000.0);
    now.browser = Some(Browser { engine: "chromium".to_owned(), major: 157 });
    let changed: Vec<_> = compare(&now, &good).iter().map(|change| (change.quantity.name(), change.worse)).collect();
    let expected = [("brightness", true), ("speaker_db", true), ("down_kbps", true), ("browser_major", false)];
    assert_eq!(changed, expected, "43 ms more is noise");
    now.camera = Device::Absent;
    assert!(compare(&now, &good).iter().all(|change| change.quantity != Quantity::Brightness), "nothing to compare");
}

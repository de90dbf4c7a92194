//! Calls and chats: from the door to the queue, the wait and its ends, and what is said after it.

use domain::contact::ContactEventKind as K;
use domain::contact::{
    Acceptance, DialPurpose, End, HoldReason, LegCause, NotOffered, Party, RingEnd, RingPurpose, SystemEnd, TargetKind,
    WrapUpEnd,
};
use domain::ids::QueueId;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::log::Log;
use super::{agent, language};

pub fn inbound(log: &mut Log, rng: &mut ChaCha8Rng) {
    match rng.random_range(0..20) {
        0 => return turned_away(log, rng),
        1 => {
            log.then(2_000, K::DigitPressed { digit: '1' });
            log.accept(Acceptance::NotOffered { reason: NotOffered::LeftInIvr });
            log.then(500, K::Left { party: Party::Caller, cause: LegCause::Normal });
            return log.close(None);
        }
        _ => {}
    }
    if let Some(language) = language(rng) {
        log.then(3_000, K::LanguageChosen { language, by_default: false });
    }
    let queue = QueueId::from(if rng.random_bool(0.8) { "phone" } else { "phone_en" });
    log.then(1_000, K::Queued { queue, position: 1, again: false });
    wait(log, rng);
}

fn turned_away(log: &mut Log, rng: &mut ChaCha8Rng) {
    let reasons = [NotOffered::OutOfHours, NotOffered::OutOfHours, NotOffered::QueueFull, NotOffered::Draining];
    let reason = reasons[rng.random_range(0..4)];
    log.then(100, K::TurnedAway { reason });
    log.accept(Acceptance::NotOffered { reason });
    if matches!(reason, NotOffered::OutOfHours | NotOffered::QueueFull) {
        log.then(9_000, K::Left { party: Party::Caller, cause: LegCause::Normal });
    }
    log.close(None);
}

/// The wait and its ends, for every channel.
fn wait(log: &mut Log, rng: &mut ChaCha8Rng) {
    let caller_left = |cause| K::Left { party: Party::Caller, cause };
    match rng.random_range(0..12) {
        0 | 1 => {
            let wait_ms = if rng.random_bool(0.4) { rng.random_range(0..12_000) } else { rng.random_range(0..400_000) };
            log.then(wait_ms, caller_left(LegCause::Normal));
            let wait_ms = log.waited();
            log.accept(Acceptance::Abandoned { wait_ms, short: wait_ms < 10_000 });
            log.close(None);
        }
        2 => {
            let reason = SystemEnd::WaitTooLong;
            log.then(600_000, K::SystemEnded { reason });
            log.accept(Acceptance::EndedBySystem { reason });
            log.then(0, caller_left(LegCause::ContactEnded));
            log.close(None);
        }
        3 => call_back(log, rng),
        _ => {
            if rng.random_bool(0.2) {
                ring_in_vain(log, rng);
            }
            let wait_ms = if rng.random_bool(0.7) { rng.random_range(0..30_000) } else { rng.random_range(0..500_000) };
            ring(log, rng, wait_ms);
            talk(log, rng);
        }
    }
}

fn ring_in_vain(log: &mut Log, rng: &mut ChaCha8Rng) {
    let (assignment, agent) = (log.assignment(), agent(rng.random_range(0..4)));
    log.then(1_000, K::Assigned { assignment, agent, purpose: RingPurpose::Queue });
    log.then(15_000, K::RingEnded { assignment, agent, why: RingEnd::NoAnswer });
}

/// Rings after the wait and is answered at once, so that edges such as a wait of T itself come up.
fn ring(log: &mut Log, rng: &mut ChaCha8Rng, wait_ms: i64) {
    let (assignment, agent) = (log.assignment(), agent(rng.random_range(0..4)));
    let wait_ms = if rng.random_bool(0.05) { 20_000 } else { wait_ms };
    log.then(wait_ms, K::Assigned { assignment, agent, purpose: RingPurpose::Queue });
    log.join(0, agent);
}

fn call_back(log: &mut Log, rng: &mut ChaCha8Rng) {
    log.then(60_000, K::CallbackOffered);
    log.then(4_000, K::CallbackAccepted);
    log.then(1_000, K::Left { party: Party::Caller, cause: LegCause::Normal });
    let tries = rng.random_range(1..4);
    for attempt in 1..=tries {
        log.dialled = attempt;
        log.then(300_000, K::Dialled { attempt, purpose: DialPurpose::Callback });
        if attempt == tries && rng.random_bool(0.6) {
            log.then(8_000, K::DialAnswered { attempt });
            ring(log, rng, 1_000);
            return talk(log, rng);
        }
        log.then(20_000, K::DialFailed { attempt, cause: LegCause::NoAnswer });
    }
    log.then(0, K::CallbackUnreached);
    log.accept(Acceptance::CallbackUnreached);
    log.close(None);
}

/// The conversation, handed on or not, and the work after it.
fn talk(log: &mut Log, rng: &mut ChaCha8Rng) {
    say(log, rng);
    if rng.random_bool(0.15) {
        hand_on(log, rng);
        say(log, rng);
    }
    if rng.random_bool(0.1) {
        return to_the_city(log, rng);
    }
    let caller_first = rng.random_bool(0.7);
    part(log, rng, caller_first);
    let end = if caller_first { End::CallerHungUp } else { End::AgentHungUp };
    log.close(Some(end));
}

/// Talks, with holds; sometimes for hours.
fn say(log: &mut Log, rng: &mut ChaCha8Rng) {
    let most = if rng.random_bool(0.02) { 30_000_000 } else { 600_000 };
    log.then(rng.random_range(5_000..most), K::RecordingStarted);
    for _ in 0..rng.random_range(0..3) {
        log.then(rng.random_range(0..60_000), K::Held { why: HoldReason::Agent });
        log.then(rng.random_range(0..90_000), K::Resumed);
    }
}

fn current(log: &Log) -> domain::ids::AgentId {
    let joined = log.events.iter().rev().find_map(|event| match event.kind {
        K::Joined { agent } => Some(agent),
        _ => None,
    });
    joined.unwrap()
}

fn hand_on(log: &mut Log, rng: &mut ChaCha8Rng) {
    let by = current(log);
    let to = agent(4 + rng.random_range(0..3));
    log.then(5_000, K::Transferred { by, to: TargetKind::Agent(to), attended: false });
    log.then(0, K::Left { party: Party::Agent(by), cause: LegCause::Normal });
    log.then(0, K::WrapUpStarted { agent: by });
    let assignment = log.assignment();
    log.then(500, K::Assigned { assignment, agent: to, purpose: RingPurpose::Transfer });
    log.join(rng.random_range(0..20_000), to);
    log.then(rng.random_range(0..5_000), K::WrapUpEnded { agent: by, why: WrapUpEnd::Filed });
}

fn to_the_city(log: &mut Log, rng: &mut ChaCha8Rng) {
    let by = current(log);
    let attempt = log.dialled + 1;
    log.then(2_000, K::Dialled { attempt, purpose: DialPurpose::Consult });
    log.then(0, K::Held { why: HoldReason::Consult });
    log.then(6_000, K::DialAnswered { attempt });
    log.then(0, K::ConsultStarted { to: TargetKind::External });
    log.then(30_000, K::Transferred { by, to: TargetKind::External, attended: true });
    log.then(0, K::Left { party: Party::Agent(by), cause: LegCause::Normal });
    log.then(0, K::Left { party: Party::Caller, cause: LegCause::ContactEnded });
    wrap_up(log, rng, by);
    log.close(Some(End::Transferred { to: TargetKind::External }));
}

pub fn part(log: &mut Log, rng: &mut ChaCha8Rng, caller_first: bool) {
    let by = current(log);
    let caller = |cause| K::Left { party: Party::Caller, cause };
    let staff = |cause| K::Left { party: Party::Agent(by), cause };
    if caller_first {
        log.then(1_000, caller(LegCause::Normal));
        log.then(0, staff(LegCause::ContactEnded));
    } else {
        log.then(1_000, staff(LegCause::Normal));
        log.then(0, caller(LegCause::ContactEnded));
    }
    wrap_up(log, rng, by);
}

fn wrap_up(log: &mut Log, rng: &mut ChaCha8Rng, agent: domain::ids::AgentId) {
    log.then(0, K::RecordingStopped);
    log.then(0, K::WrapUpStarted { agent });
    log.then(rng.random_range(0..180_000), K::WrapUpEnded { agent, why: WrapUpEnd::Filed });
}

pub fn outbound(log: &mut Log, rng: &mut ChaCha8Rng) {
    log.accept(Acceptance::NotOffered { reason: NotOffered::Outbound });
    log.then(0, K::Dialled { attempt: 1, purpose: DialPurpose::Outbound });
    log.dialled = 1;
    if rng.random_bool(0.4) {
        log.then(25_000, K::DialFailed { attempt: 1, cause: LegCause::NoAnswer });
        return log.close(None);
    }
    log.then(7_000, K::DialAnswered { attempt: 1 });
    log.then(0, K::Joined { agent: agent(rng.random_range(0..4)) });
    say(log, rng);
    part(log, rng, true);
    log.close(Some(End::CallerHungUp));
}

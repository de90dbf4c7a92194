//! Visits: from the ticket at the reception or the kiosk to the last guided flow, with the way to the payment counter.

use domain::contact::ContactEventKind as K;
use domain::contact::{Acceptance, End, LegCause, NotOffered, Party, RingPurpose, SystemEnd};
use domain::ids::{AgentId, QueueId};
use domain::service_flow::{BreakOffReason, FlowId, FlowRecordKind as R, OutcomeKind};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::log::Log;
use super::{agent, conversation, language};

const FLOWS: [&str; 8] = [
    "new_card_with_form",
    "new_card_without_form",
    "card_renewal",
    "lost_reissue",
    "insurance_card",
    "e_application",
    "pin_reset",
    "city_own",
];
const REASONS: [BreakOffReason; 4] =
    [BreakOffReason::NoTime, BreakOffReason::FeeNotPaid, BreakOffReason::LeftSilently, BreakOffReason::Other];
const OUTCOMES: [OutcomeKind; 4] =
    [OutcomeKind::Done, OutcomeKind::Booked, OutcomeKind::ReferredToStaff, OutcomeKind::NotPossibleHere];

pub fn visit(log: &mut Log, rng: &mut ChaCha8Rng) {
    if rng.random_bool(0.05) {
        log.accept(Acceptance::NotOffered { reason: NotOffered::OutOfHours });
        log.then(0, K::TurnedAway { reason: NotOffered::OutOfHours });
        return log.close(None);
    }
    let at_reception = rng.random_bool(0.4);
    if let Some(language) = language(rng) {
        log.then(0, K::LanguageChosen { language, by_default: true });
    }
    log.then(0, K::Queued { queue: QueueId::from("counter"), position: 1, again: false });
    if at_reception {
        log.then(0, K::TicketIssued);
        log.then(rng.random_range(0..900_000), K::CalledUp { times: 1 });
        log.then(30_000, K::Seated);
    }
    match rng.random_range(0..12) {
        0 | 1 => {
            log.then(rng.random_range(0..900_000), K::Left { party: Party::Caller, cause: LegCause::Normal });
            let wait_ms = log.waited();
            log.accept(Acceptance::Abandoned { wait_ms, short: wait_ms < 10_000 });
            log.close(None);
        }
        2 => {
            let reason = SystemEnd::Restart;
            log.then(rng.random_range(0..900_000), K::SystemEnded { reason });
            log.accept(Acceptance::EndedBySystem { reason });
            log.then(0, K::Left { party: Party::Caller, cause: LegCause::ContactEnded });
            log.close(None);
        }
        _ => served(log, rng),
    }
}

fn served(log: &mut Log, rng: &mut ChaCha8Rng) {
    let agent = agent(rng.random_range(4..7));
    let assignment = log.assignment();
    let wait_ms = if rng.random_bool(0.1) { 300_000 } else { rng.random_range(0..700_000) };
    log.then(wait_ms, K::Assigned { assignment, agent, purpose: RingPurpose::Queue });
    log.join(0, agent);
    for _ in 0..rng.random_range(0..4) {
        flow(log, rng);
        if rng.random_bool(0.1) {
            stop_of_the_program(log, rng, agent);
        }
    }
    conversation::part(log, rng, true);
    log.close(Some(End::CallerHungUp));
}

fn flow(log: &mut Log, rng: &mut ChaCha8Rng) {
    let record = |record| K::Flow { record };
    let flow = FlowId(FLOWS[rng.random_range(0..FLOWS.len())].to_owned());
    log.then(10_000, record(R::Started { flow, version: 1 }));
    if rng.random_bool(0.3) {
        log.then(60_000, record(R::DetourBegan));
        let away_ms = rng.random_range(0..900_000);
        log.then(away_ms, record(R::DetourEnded { away_ms: u64::try_from(away_ms).unwrap() }));
    }
    match rng.random_range(0..8) {
        0 => break_off(log, rng),
        1 => {
            break_off(log, rng);
            log.then(rng.random_range(0..300_000), record(R::Resumed));
            log.then(rng.random_range(0..300_000), record(R::Finished { outcome: OutcomeKind::Done }));
        }
        2 => {}
        _ => {
            let outcome = if rng.random_bool(0.7) { OutcomeKind::Done } else { OUTCOMES[rng.random_range(0..4)] };
            log.then(rng.random_range(0..1_200_000), record(R::Finished { outcome }));
        }
    }
}

fn break_off(log: &mut Log, rng: &mut ChaCha8Rng) {
    let record = |record| K::Flow { record };
    let outcome = OutcomeKind::BrokenOff;
    if rng.random_bool(0.9) {
        log.then(rng.random_range(0..300_000), record(R::BrokenOff { reason: REASONS[rng.random_range(0..4)] }));
    }
    log.then(0, record(R::Finished { outcome }));
}

fn stop_of_the_program(log: &mut Log, rng: &mut ChaCha8Rng, agent: AgentId) {
    log.then(20_000, K::Interrupted);
    log.then(rng.random_range(0..120_000), K::TakenUp);
    log.then(1_000, K::CallerBack);
    log.then(1_000, K::Joined { agent });
}

//! Every order of events to a depth, from every interesting start.
//!
//! An event that changes nothing but the clock's hand is not followed further:
//! what could come after it is tried in its place one step earlier.

use domain::agent::PauseReason;
use domain::contact::{Channel, MonitorMode, Party, Target};
use domain::floor::FloorEvent;
use domain::ids::QueueId;

use crate::invariants;
use crate::world::{A, B, C, S, World, outside};

/// Orders tried to this many events, unless `MADOGUCHI_DEPTH` says otherwise.
const DEPTH: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    CallerHangsUp,
    CallerMediaLost,
    PromptEnds,
    CallbackKey,
    AnswerA,
    AnswerB,
    RefuseA,
    HangUpA,
    HangUpB,
    Hold,
    Resume,
    BlindOut,
    BlindB,
    BlindQueue,
    ConsultOut,
    ConsultB,
    Complete,
    Conference,
    SplitBack,
    CancelConsult,
    ThirdAnswers,
    ThirdFails,
    ThirdHangsUp,
    DeskDownA,
    DeskUpA,
    DeskDownB,
    PauseA,
    AvailableA,
    WrapUpDoneA,
    Barge,
    TakeOver,
    HangUpS,
    Tick,
}

const MOVES: [Move; 33] = [
    Move::CallerHangsUp,
    Move::CallerMediaLost,
    Move::PromptEnds,
    Move::CallbackKey,
    Move::AnswerA,
    Move::AnswerB,
    Move::RefuseA,
    Move::HangUpA,
    Move::HangUpB,
    Move::Hold,
    Move::Resume,
    Move::BlindOut,
    Move::BlindB,
    Move::BlindQueue,
    Move::ConsultOut,
    Move::ConsultB,
    Move::Complete,
    Move::Conference,
    Move::SplitBack,
    Move::CancelConsult,
    Move::ThirdAnswers,
    Move::ThirdFails,
    Move::ThirdHangsUp,
    Move::DeskDownA,
    Move::DeskUpA,
    Move::DeskDownB,
    Move::PauseA,
    Move::AvailableA,
    Move::WrapUpDoneA,
    Move::Barge,
    Move::TakeOver,
    Move::HangUpS,
    Move::Tick,
];

#[test]
fn every_order_from_ringing_leaves_nobody_stuck() {
    let mut world = World::staffed();
    world.queue_up(C);
    try_all("ringing", &world);
}

#[test]
fn every_order_from_talking_leaves_nobody_stuck() {
    let mut world = World::staffed();
    world.talk(C);
    try_all("talking", &world);
}

#[test]
fn every_order_from_a_ringing_consultation_leaves_nobody_stuck() {
    let mut world = World::staffed();
    world.talk(C);
    make(&mut world, Move::ConsultOut);
    try_all("consultation rings", &world);
}

#[test]
fn every_order_from_a_conference_leaves_nobody_stuck() {
    let mut world = World::staffed();
    world.talk(C);
    make(&mut world, Move::ConsultOut);
    make(&mut world, Move::ThirdAnswers);
    make(&mut world, Move::Conference);
    try_all("conference", &world);
}

#[test]
fn every_order_from_a_consulted_agent_leaves_nobody_stuck() {
    let mut world = World::staffed();
    world.talk(C);
    make(&mut world, Move::ConsultB);
    make(&mut world, Move::AnswerB);
    try_all("agent consulted", &world);
}

#[test]
fn every_order_from_a_call_taken_over_leaves_nobody_stuck() {
    let mut world = World::staffed();
    world.talk(C);
    make(&mut world, Move::TakeOver);
    try_all("taken over", &world);
}

#[test]
fn every_order_from_a_blind_transfer_leaves_nobody_stuck() {
    let mut world = World::staffed();
    world.talk(C);
    make(&mut world, Move::BlindOut);
    try_all("blind transfer", &world);
}

#[test]
fn every_order_from_a_call_back_leaves_nobody_stuck() {
    let mut world = World::staffed();
    world.queue_up(C);
    make(&mut world, Move::CallbackKey);
    world.end_prompts(C);
    make(&mut world, Move::AnswerA);
    try_all("call-back", &world);
}

#[test]
fn every_order_from_a_wait_without_agents_leaves_nobody_stuck() {
    let mut world = World::staffed();
    make(&mut world, Move::PauseA);
    world.apply(FloorEvent::SetPaused { agent: B, reason: PauseReason::Chosen("break".to_owned()) });
    world.queue_up(C);
    try_all("waiting", &world);
}

#[test]
fn every_order_from_a_chat_that_rings_leaves_nobody_stuck() {
    let mut world = World::staffed();
    world.arrive_at(C, "chat", Channel::Chat);
    try_all("chat rings", &world);
}

#[test]
fn every_order_from_a_chat_in_hand_leaves_nobody_stuck() {
    let mut world = World::staffed();
    world.arrive_at(C, "chat", Channel::Chat);
    make(&mut world, Move::AnswerA);
    try_all("chat", &world);
}

fn try_all(name: &str, world: &World) {
    let depth = std::env::var("MADOGUCHI_DEPTH").ok().and_then(|it| it.parse().ok()).unwrap_or(DEPTH);
    let mut orders = 0;
    descend(world, depth, &mut Vec::new(), &mut orders);
    println!("{name}: {orders} orders of up to {depth} events");
}

fn descend(world: &World, depth: usize, path: &mut Vec<Move>, orders: &mut u64) {
    *orders += 1;
    if depth == 0 || world.floor.contact_view(C).is_none() {
        return finish(world, path);
    }
    let mut next = world.clone();
    for step in MOVES {
        path.push(step);
        let guard = Trace(path.clone());
        let did_something = make(&mut next, step);
        drop(guard);
        // A move that did nothing leaves the world as it was, for the move after it.
        if did_something {
            descend(&next, depth - 1, path, orders);
            next = world.clone();
        }
        path.pop();
    }
}

/// Whatever came before: when everybody leaves, everything closes and is counted once.
fn finish(world: &World, path: &[Move]) {
    let _trace = Trace(path.to_vec());
    invariants::check_recovery(world);
    let mut world = world.clone();
    world.everybody_leaves();
    invariants::check_equation(&world);
    let stuck = [A, B, S].into_iter().find(|agent| !world.works(*agent).is_empty());
    assert_eq!(stuck, None, "an agent is stuck");
}

/// Makes one move; false when nothing came of it.
fn make(world: &mut World, step: Move) -> bool {
    let contact = C;
    let event = match step {
        Move::PromptEnds => {
            let said = world.line(C).playing.is_some();
            world.end_prompt(C);
            return said;
        }
        Move::AnswerA | Move::AnswerB | Move::RefuseA => {
            let agent = if step == Move::AnswerB { B } else { A };
            let assignment = world.assignment(agent, C);
            match step {
                Move::RefuseA => FloorEvent::Refuse { agent, contact, assignment },
                _ => FloorEvent::Answer { agent, contact, assignment },
            }
        }
        Move::CallerHangsUp => {
            let cause = domain::contact::LegCause::Normal;
            FloorEvent::CallerHungUp { contact, cause }
        }
        Move::ThirdAnswers => {
            world.third_answers(C);
            return world.did_something();
        }
        Move::ThirdFails => {
            world.third_fails(C);
            return world.did_something();
        }
        Move::ThirdHangsUp => {
            world.third_hangs_up(C);
            return world.did_something();
        }
        Move::Tick => return world.tick(),
        Move::CallerMediaLost => FloorEvent::MediaLost { contact, party: Party::Caller },
        Move::CallbackKey => FloorEvent::Digit { contact, digit: '9' },
        Move::HangUpA => FloorEvent::HangUp { agent: A, contact },
        Move::HangUpB => FloorEvent::HangUp { agent: B, contact },
        Move::Hold => FloorEvent::Hold { agent: A, contact },
        Move::Resume => FloorEvent::Resume { agent: A, contact },
        Move::BlindOut => FloorEvent::Blind { agent: A, contact, to: outside() },
        Move::BlindB => FloorEvent::Blind { agent: A, contact, to: Target::Agent(B) },
        Move::BlindQueue => FloorEvent::Blind { agent: A, contact, to: Target::Queue(QueueId::from("second")) },
        Move::ConsultOut => FloorEvent::Consult { agent: A, contact, to: outside() },
        Move::ConsultB => FloorEvent::Consult { agent: A, contact, to: Target::Agent(B) },
        Move::Complete => FloorEvent::CompleteTransfer { agent: A, contact },
        Move::Conference => FloorEvent::Conference { agent: A, contact },
        Move::SplitBack => FloorEvent::SplitBack { agent: A, contact },
        Move::CancelConsult => FloorEvent::CancelConsult { agent: A, contact },
        Move::DeskDownA => FloorEvent::DeskDown { agent: A },
        Move::DeskUpA => FloorEvent::DeskUp { agent: A },
        Move::DeskDownB => FloorEvent::DeskDown { agent: B },
        Move::PauseA => FloorEvent::SetPaused { agent: A, reason: PauseReason::Chosen("break".to_owned()) },
        Move::AvailableA => FloorEvent::SetAvailable { agent: A },
        Move::WrapUpDoneA => FloorEvent::WrapUpDone { agent: A, contact },
        Move::TakeOver => FloorEvent::TakeOver { supervisor: S, contact },
        Move::HangUpS => FloorEvent::HangUp { agent: S, contact },
        Move::Barge => FloorEvent::Monitor { supervisor: S, contact, mode: Some(MonitorMode::Barge) },
    };
    world.apply(event);
    world.did_something()
}

/// Prints the order under trial when a check fails.
struct Trace(Vec<Move>);

impl Drop for Trace {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("the order was {:?}", self.0);
        }
    }
}

//! The task of one leg: waits for commands, requests, notes and clocks, one at a time.
//!
//! The only place that waits. Everything it calls returns without waiting for the far end, so a
//! leg is never deaf.

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use rsipstack::transaction::transaction::Transaction;

use super::exchange::Note;
use super::handle::LegCommand;
use super::inbound::Refusal;
use super::leg::{Leg, Phase};

/// The three doors by which things come to a leg.
pub(super) struct Inbox {
    /// From the switchboard.
    pub(super) commands: mpsc::Receiver<LegCommand>,
    /// From the far end.
    pub(super) requests: mpsc::Receiver<Transaction>,
    /// From our own transactions.
    pub(super) notes: mpsc::Receiver<Note>,
}

/// Runs a leg to its end and tells its last event.
pub(super) async fn drive(mut leg: Leg, mut inbox: Inbox) {
    let stop = leg.stack.shared.stop.clone();
    while leg.over.is_none() {
        let deadline = next_deadline(&leg);
        tokio::select! {
            () = stop.cancelled() => break,
            Some(command) = inbox.commands.recv() => on_command(&mut leg, command, Instant::now()),
            Some(tx) = inbox.requests.recv() => leg.on_request(tx, Instant::now()).await,
            Some(note) = inbox.notes.recv() => on_note(&mut leg, note, Instant::now()).await,
            () = until(deadline) => {}
        }
        let now = Instant::now();
        if leg.over.is_none() {
            on_time(&mut leg, now);
            leg.take_up_early(now).await;
        }
        leg.settle(now);
    }
    finish(leg).await;
}

/// Forgets the leg first and tells its end after, so that a command can never reach a dead leg.
async fn finish(mut leg: Leg) {
    if let Some(early) = leg.early.take() {
        leg.reply(early.tx, Refusal::plain(481)).await;
    }
    leg.stack.close_door(&leg.dialog.key());
    leg.stack.shared.leave(leg.id);
    let Leg { stack, sound, over, .. } = leg;
    drop(sound);
    if let Some(event) = over {
        stack.tell(event).await;
    }
}

fn on_command(leg: &mut Leg, command: LegCommand, now: Instant) {
    match (command, leg.phase) {
        (LegCommand::Ring, _) => leg.ring(now),
        (LegCommand::Answer, _) => leg.answer(now),
        (LegCommand::Reject(status), _) => leg.reject(status),
        (LegCommand::Hold(on), _) => leg.hold(on),
        (LegCommand::HangUp, Phase::Offered) => leg.reject(480),
        (LegCommand::HangUp | LegCommand::Cancel, Phase::Dialing) => leg.give_up(487, now),
        // RFC 3261 §15: the answering side may not say BYE before the ACK.
        (LegCommand::HangUp | LegCommand::Cancel, Phase::Answering | Phase::Confirmed) => {
            leg.hang_up_wanted = true;
        }
        (LegCommand::Cancel, Phase::Offered) => {}
    }
}

async fn on_note(leg: &mut Leg, note: Note, now: Instant) {
    match note {
        Note::Cancelled(tag) => leg.on_cancel(tag),
        Note::Acked(tag, ack) => leg.on_ack(tag, &ack).await,
        Note::ServerEnded(tag) => leg.on_served_ended(tag),
        Note::Sent(tag, sent) => {
            if let Some(connection) = &sent.connection {
                leg.dialog.use_flow(connection);
            }
            if let Some(asked) = leg.asked.as_mut().filter(|asked| asked.tag == tag) {
                asked.sent = Some(sent.request);
                asked.connection = sent.connection;
                asked.destination = sent.destination;
                asked.provisional = false;
            }
        }
        Note::Response(tag, response) if leg.dial_tag == Some(tag) => {
            leg.on_dial_response(tag, &response, now).await;
        }
        Note::Response(tag, response) => leg.on_asked_response(tag, &response, now).await,
        Note::Unsent(tag, _) if leg.dial_tag == Some(tag) && leg.phase == Phase::Dialing => {
            leg.fail(503, "the trunk cannot be reached");
        }
        // The session timer ends a leg whose far end cannot be reached.
        Note::Unsent(tag, _) => {
            leg.asked.take_if(|asked| asked.tag == tag);
        }
    }
}

fn on_time(leg: &mut Leg, now: Instant) {
    leg.on_dial_time(now);
    leg.on_reliable_time(now);
    leg.on_timer(now);
}

fn next_deadline(leg: &Leg) -> Option<Instant> {
    let reliable = leg.reliable.as_ref().map(|reliable| reliable.next_at.min(reliable.give_up_at));
    let clocks = [
        leg.ring_deadline,
        leg.giving_up.and_then(|giving_up| giving_up.until),
        leg.retry_at,
        leg.early.as_ref().map(|early| early.until),
        leg.timer.as_ref().map(super::session_timer::SessionTimer::next_deadline),
        reliable,
    ];
    clocks.into_iter().flatten().min()
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

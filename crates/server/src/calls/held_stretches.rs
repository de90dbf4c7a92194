//! Stretches in which the operator kept the sound from the recording, as marks for the player.

use domain::contact::{ContactEvent, ContactEventKind};
use storage::silenced_spans::Span;
use vault::recording::{Channels, Silence};

/// The stretches of one recording, from its contact's log. One that nobody ended lasts to the recording's end.
pub(super) fn held_stretches(log: &[ContactEvent], started_at_ms: i64, duration_ms: u64) -> Vec<Span> {
    let place = |at_ms: i64| u64::try_from(at_ms - started_at_ms).unwrap_or(0).min(duration_ms);
    let (mut found, mut open) = (Vec::new(), None);
    for event in log {
        match event.kind {
            ContactEventKind::SecretHoldOn { .. } => open = Some(place(event.at.0)),
            ContactEventKind::SecretHoldOff { .. } => found.extend(open.take().map(|from| (from, place(event.at.0)))),
            _ => {}
        }
    }
    found.extend(open.map(|from| (from, duration_ms)));
    // What lies before or after this recording has shrunk to nothing at its edge.
    found.retain(|(from, until)| from < until);
    found.into_iter().map(|(from, until)| span(from, until)).collect()
}

fn span(start_ms: u64, end_ms: u64) -> Span {
    let silence = Silence { channels: Channels::Both, start_ms, end_ms };
    Span { silence, kind: "held".to_owned() }
}

#[cfg(test)]
mod tests {
    use domain::contact::SecretHoldEnd;
    use domain::ids::{AgentId, ContactId};
    use domain::time::Timestamp;
    use uuid::Uuid;

    use super::*;

    fn event(at: i64, kind: ContactEventKind) -> ContactEvent {
        ContactEvent { contact: ContactId(Uuid::nil()), seq: 1, at: Timestamp(at), kind }
    }

    fn on(at: i64) -> ContactEvent {
        event(at, ContactEventKind::SecretHoldOn { agent: AgentId(Uuid::nil()) })
    }

    fn off(at: i64) -> ContactEvent {
        event(at, ContactEventKind::SecretHoldOff { why: SecretHoldEnd::Agent })
    }

    #[test]
    fn a_stretch_lies_where_it_was_in_this_recording_and_nowhere_in_another() {
        let check = |log: &[ContactEvent], wanted: &[(u64, u64)]| {
            let found = held_stretches(log, 100_000, 60_000);
            let places: Vec<_> = found.iter().map(|span| (span.silence.start_ms, span.silence.end_ms)).collect();
            assert_eq!(places, wanted, "{log:?}");
        };
        check(&[], &[]);
        check(&[on(105_000), off(112_000), on(120_000), off(121_000)], &[(5_000, 12_000), (20_000, 21_000)]);
        check(&[on(90_000), off(95_000)], &[]);
        check(&[on(90_000), off(105_000)], &[(0, 5_000)]);
        check(&[on(150_000)], &[(50_000, 60_000)]);
        check(&[on(170_000), off(180_000)], &[]);
    }
}

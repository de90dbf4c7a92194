//! Events on their way out of a shard, without ever making it wait.
//!
//! Owns the bounded channel's sender and what is kept back while the switchboard is behind.

use std::collections::VecDeque;

use tokio::sync::mpsc::Sender;
use tokio::sync::mpsc::error::TrySendError;

use crate::event::MediaEvent;

/// Events kept back while the channel is full; beyond it they are lost and logged.
const KEPT_MAX: usize = 65_536;

/// Sends events in order; what does not fit waits here.
pub(crate) struct Outbox {
    sender: Sender<MediaEvent>,
    kept: VecDeque<MediaEvent>,
}

impl Outbox {
    pub(crate) fn new(sender: Sender<MediaEvent>) -> Self {
        Self { sender, kept: VecDeque::new() }
    }

    pub(crate) fn tell(&mut self, event: MediaEvent) {
        self.kept.push_back(event);
        self.flush();
        if self.kept.len() > KEPT_MAX {
            self.kept.pop_front();
            tracing::error!("media events are not taken; the oldest is lost");
        }
    }

    /// Tries again to send what was kept back.
    pub(crate) fn flush(&mut self) {
        while let Some(event) = self.kept.pop_front() {
            match self.sender.try_send(event) {
                Ok(()) => {}
                Err(TrySendError::Full(event)) => {
                    self.kept.push_front(event);
                    return;
                }
                // Nobody listens any more: the engine is ending.
                Err(TrySendError::Closed(_)) => self.kept.clear(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LegId;

    #[test]
    fn events_that_do_not_fit_are_kept_in_order() {
        let (sender, mut receiver) = tokio::sync::mpsc::channel(2);
        let mut outbox = Outbox::new(sender);
        for leg in 0..5 {
            outbox.tell(MediaEvent::WebLost { leg: LegId(leg) });
        }
        let mut seen = Vec::new();
        for _ in 0..5 {
            seen.push(receiver.try_recv().unwrap());
            outbox.flush();
        }
        let expected: Vec<_> = (0..5).map(|leg| MediaEvent::WebLost { leg: LegId(leg) }).collect();
        assert_eq!(seen, expected);
    }
}

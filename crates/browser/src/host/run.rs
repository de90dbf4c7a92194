//! The shell around the machine: it waits for the pipe, orders and the clock, and does what the machine wants done.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot, watch};

use super::exchange::{Erased, KioskFrame};
use super::launch::Processes;
use super::machine::order::{HostEvent, Order};
use super::machine::{Core, Effect};
use crate::cdp::WireFault;
use crate::cdp::pipe::Pipe;
use crate::frame::MaskedFrame;

/// How long the browser may take to let go of the context.
const DISPOSE_PATIENCE: Duration = Duration::from_secs(2);

pub(super) struct Shell {
    pub core: Core,
    pub pipe: Pipe,
    pub processes: Processes,
    pub events: mpsc::Sender<HostEvent>,
    pub operator: watch::Sender<Option<Arc<MaskedFrame>>>,
    pub kiosk: watch::Sender<Option<KioskFrame>>,
    /// Events told so far.
    pub told: u64,
}

impl Shell {
    pub async fn run(mut self, mut orders: mpsc::Receiver<Order>, done: oneshot::Sender<Erased>) {
        let started = Instant::now();
        self.core.begin(started.elapsed());
        let mut until = None;
        while self.carry_out() {
            let wake = self.core.next_deadline().into_iter().chain(until).min();
            let asleep = tokio::time::sleep_until((started + wake.unwrap_or(Duration::from_secs(3600))).into());
            tokio::select! {
                biased;
                message = self.pipe.incoming.recv() => {
                    let now = started.elapsed();
                    match message.unwrap_or(Err(WireFault::Closed)) {
                        Ok(message) => self.core.incoming(message, now),
                        Err(fault) => self.core.lost(&fault.to_string()),
                    }
                }
                // A closed line of orders would answer at once, again and again.
                order = orders.recv(), if until.is_none() => {
                    let now = started.elapsed();
                    // The handle is gone: so is whoever could end the visit properly.
                    let order = order.unwrap_or(Order::Erase);
                    if matches!(order, Order::Erase) {
                        until = Some(now + DISPOSE_PATIENCE);
                        orders.close();
                    }
                    self.core.order(order, now);
                }
                () = asleep => {
                    let now = started.elapsed();
                    if until.is_some_and(|until| until <= now) {
                        self.core.lost("the browser did not let go in time");
                    }
                    self.core.tick(now);
                }
            }
        }
        self.end(done).await;
    }

    /// Does what the machine wants. False when it wants the end.
    fn carry_out(&mut self) -> bool {
        loop {
            let effects = self.core.take_effects();
            if effects.is_empty() {
                return true;
            }
            for effect in effects {
                match effect {
                    Effect::Send(message) => {
                        if self.pipe.outgoing.try_send(message).is_err() {
                            self.core.lost("the browser takes no messages");
                        }
                    }
                    Effect::Tell(event) => {
                        if self.events.try_send(event).is_err() {
                            return false;
                        }
                        self.told += 1;
                    }
                    Effect::Operator(frame) => {
                        drop(self.operator.send_replace(Some(Arc::new(frame.after(self.told)))));
                    }
                    Effect::Kiosk(frame) => drop(self.kiosk.send_replace(Some(frame))),
                    Effect::End => return false,
                }
            }
        }
    }

    async fn end(mut self, done: oneshot::Sender<Erased>) {
        // The last pictures go first: nobody can take them any more.
        self.operator.send_replace(None);
        self.kiosk.send_replace(None);
        drop(self.pipe);
        let processes = self.processes.end().await;
        let erased = self.core.erased(processes);
        // A caller that is gone has no use for the report.
        let _gone = done.send(erased);
    }
}

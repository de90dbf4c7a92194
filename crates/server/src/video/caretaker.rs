//! Looks after what is at Zoom: that it answers, that visits which ended are deleted there, that nothing is recorded.
//!
//! Owns one task and its list of what is still to be deleted. The list lives in memory: after a restart a
//! sweep finds what was left by the beginning of its topic, so nothing about a visit has to be stored here.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::time::Timestamp;
use domain::video_epoch::Breaker;
use tokio::sync::{mpsc, watch};
use zoom::rest::{Listed, Rest, RestFault, Which};

use super::webhook::RECORDED;
use crate::calls::alarms::Alarms;
use crate::calls::{TOPIC_PREFIX, ZoomOrder};
use crate::clock::Clock;

/// How often Zoom is asked whether it is well, and what is due is deleted.
const ROUND: Duration = Duration::from_secs(60);
/// Rounds between two sweeps for what a crash left at Zoom.
const ROUNDS_PER_SWEEP: u32 = 60;
/// Deletions that wait at most; a sweep finds what is beyond.
const WAITING_MAX: usize = 2_000;
/// Tries before a topic that Zoom has never listed counts as one that nobody entered.
const TRIES_UNLISTED_MAX: u32 = 3;
/// Tries that fail before staff are told.
const TRIES_QUIET_MAX: u32 = 3;
/// How long it is said that somebody recorded.
const RECORDED_STANDS: TimeDelta = TimeDelta::hours(24);
/// Days a sweep looks back.
const SWEEP_DAYS: i64 = 30;
const UNREACHABLE: &str = "zoom_unreachable";
const UNPURGED: &str = "zoom_unpurged";

/// The task's memory.
pub(super) struct Caretaker {
    rest: Rest,
    clock: Clock,
    alarms: Alarms,
    well: watch::Sender<bool>,
    breaker: Breaker,
    /// Nothing is asked before this, because Zoom said so.
    quiet_until: Option<DateTime<Utc>>,
    /// Topics that are still to be deleted, with the tries so far.
    waiting: BTreeMap<String, u32>,
    recorded_until: Option<DateTime<Utc>>,
}

impl Caretaker {
    pub(super) fn new(rest: Rest, clock: Clock, alarms: Alarms, well: watch::Sender<bool>) -> Self {
        let (breaker, waiting) = (Breaker::default(), BTreeMap::new());
        Self { rest, clock, alarms, well, breaker, quiet_until: None, waiting, recorded_until: None }
    }

    /// Runs as long as somebody may give orders.
    pub(super) async fn run(mut self, mut orders: mpsc::Receiver<ZoomOrder>) {
        let mut rounds = tokio::time::interval(ROUND);
        let mut until_sweep = 0;
        loop {
            tokio::select! {
                order = orders.recv() => match order {
                    Some(order) => self.obey(order).await,
                    None => return,
                },
                _ = rounds.tick() => {
                    self.round(until_sweep == 0).await;
                    until_sweep = if until_sweep == 0 { ROUNDS_PER_SWEEP } else { until_sweep - 1 };
                }
            }
        }
    }

    async fn obey(&mut self, order: ZoomOrder) {
        match order {
            ZoomOrder::Purge { topic } => {
                if self.waiting.len() < WAITING_MAX {
                    self.waiting.insert(topic, 0);
                }
                self.purge_waiting().await;
            }
            ZoomOrder::StopRecording { topic, id } => {
                self.recorded_until = Some(self.clock.now() + RECORDED_STANDS);
                // Asked at once, whatever the breaker says; what fails is tried again with the topic's deletion.
                if let Err(why) = self.stop_recording(&id).await {
                    tracing::error!(%why, "a recording at Zoom could not be deleted yet");
                }
                self.waiting.insert(topic, 0);
            }
        }
    }

    async fn round(&mut self, sweeps: bool) {
        if self.recorded_until.take_if(|until| *until <= self.clock.now()).is_some() {
            self.alarms.clear(RECORDED);
        }
        if self.is_resting() {
            return;
        }
        let live = self.rest.sessions(Which::Live, self.now_s()).await;
        self.judge(live.as_ref().err());
        if live.is_err() {
            return;
        }
        if sweeps {
            self.sweep().await;
        }
        self.purge_waiting().await;
    }

    /// Past topics of ours that nobody deleted, because the program stopped before.
    async fn sweep(&mut self) {
        let (from, to) = (self.day(-SWEEP_DAYS), self.day(1));
        match self.rest.sessions(Which::Past { from: &from, to: &to }, self.now_s()).await {
            Ok(past) => {
                let ours = past.into_iter().filter(|listed| listed.session_name.starts_with(TOPIC_PREFIX));
                for listed in ours.take(WAITING_MAX) {
                    self.waiting.entry(listed.session_name).or_insert(0);
                }
            }
            Err(why) => self.judge(Some(&why)),
        }
    }

    async fn purge_waiting(&mut self) {
        if self.waiting.is_empty() || self.is_resting() {
            return;
        }
        let listed = match self.listed().await {
            Ok(listed) => listed,
            Err(why) => {
                self.count_tries();
                return self.judge(Some(&why));
            }
        };
        for (topic, tries) in std::mem::take(&mut self.waiting) {
            let mut done = tries + 1 >= TRIES_UNLISTED_MAX;
            for found in listed.iter().filter(|listed| listed.session_name == topic) {
                done = match self.purge(&found.id).await {
                    Ok(()) => true,
                    Err(why) => {
                        tracing::warn!(%why, "a session at Zoom could not be deleted yet");
                        self.judge(Some(&why));
                        false
                    }
                };
            }
            if !done {
                self.waiting.insert(topic, tries + 1);
            }
        }
        self.say_unpurged();
    }

    async fn listed(&self) -> Result<Vec<Listed>, RestFault> {
        let mut listed = self.rest.sessions(Which::Live, self.now_s()).await?;
        let (from, to) = (self.day(-SWEEP_DAYS), self.day(1));
        listed.extend(self.rest.sessions(Which::Past { from: &from, to: &to }, self.now_s()).await?);
        Ok(listed)
    }

    async fn purge(&self, id: &str) -> Result<(), RestFault> {
        self.stop_recording(id).await?;
        self.rest.delete(id, self.now_s()).await
    }

    async fn stop_recording(&self, id: &str) -> Result<(), RestFault> {
        let ended = self.rest.end(id, self.now_s()).await;
        self.rest.delete_recordings(id, self.now_s()).await?;
        // A session that has ended by itself refuses to be ended; what counts is that nothing is left of it.
        match ended {
            Ok(()) | Err(RestFault::Refused(_)) => Ok(()),
            Err(why) => Err(why),
        }
    }

    /// Whether Zoom is well, from what came of asking it.
    fn judge(&mut self, fault: Option<&RestFault>) {
        let Some(fault) = fault else {
            self.well.send_replace(true);
            return self.alarms.clear(UNREACHABLE);
        };
        match fault {
            RestFault::TooOften { retry_after_s } => {
                let pause = TimeDelta::seconds(i64::try_from(*retry_after_s).unwrap_or(0));
                self.quiet_until = Some(self.clock.now() + pause);
            }
            RestFault::Unreachable(_) => self.breaker.failed(self.now()),
            RestFault::KeyRefused(_) | RestFault::NotFound | RestFault::Refused(_) | RestFault::NotUnderstood(_) => {}
        }
        if matches!(fault, RestFault::TooOften { .. }) {
            return;
        }
        self.well.send_replace(false);
        let ja = format!(
            "Zoomに問い合わせできないため（{fault}）、窓口の映像は内蔵の方式でつないでいます。鍵とネットワークを確かめてください。"
        );
        let en = format!(
            "Zoom cannot be asked ({fault}), so visits are carried by the built-in video. Check the key and the network."
        );
        self.alarms.raise(UNREACHABLE, self.clock.now(), &ja, &en);
    }

    fn count_tries(&mut self) {
        for tries in self.waiting.values_mut() {
            *tries += 1;
        }
        self.say_unpurged();
    }

    fn say_unpurged(&self) {
        if self.waiting.values().any(|tries| *tries > TRIES_QUIET_MAX) {
            self.alarms.raise(
                UNPURGED,
                self.clock.now(),
                "終わった対応の記録をZoomからまだ削除できていません。自動でやり直しています。",
                "What Zoom keeps of visits that ended could not be deleted yet. It is tried again by itself.",
            );
        } else {
            self.alarms.clear(UNPURGED);
        }
    }

    fn is_resting(&mut self) -> bool {
        let now = self.clock.now();
        self.quiet_until.take_if(|until| *until <= now);
        self.quiet_until.is_some() || self.breaker.open_until(self.now()).is_some()
    }

    fn now(&self) -> Timestamp {
        Timestamp(self.clock.now().timestamp_millis())
    }

    fn now_s(&self) -> i64 {
        self.clock.now().timestamp()
    }

    /// A day from today, as Zoom writes it.
    fn day(&self, offset_days: i64) -> String {
        (self.clock.now() + TimeDelta::days(offset_days)).format("%Y-%m-%d").to_string()
    }
}

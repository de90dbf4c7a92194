//! Every limit and time of the floor, validated before it is used.
//!
//! Defaults are the demonstration city's. It must never know who is on the
//! floor. Next: `crate::ivr` for the flow before the queue.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::agent::Skills;
use crate::contact::Channel;
use crate::ids::{QueueId, ServiceId};
use crate::ivr::{IvrFault, IvrFlow, is_key};
use crate::queue::QueueConfig;

/// The floor's configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FloorConfig {
    /// Services, each leading to a queue.
    pub services: Vec<ServiceConfig>,
    /// Queues.
    pub queues: Vec<QueueConfig>,
    /// The flow before the queue, for telephone calls.
    pub ivr: IvrFlow,
    /// Call-backs.
    pub callback: CallbackConfig,
    /// How long an assignment rings, in milliseconds.
    pub ring_timeout_ms: u64,
    /// How long a dialled party may ring, in milliseconds.
    pub dial_timeout_ms: u64,
    /// After-call work's limit, in milliseconds.
    pub wrap_up_limit_ms: u64,
    /// How often after-call work may be extended by another limit.
    pub wrap_up_extensions_max: u32,
    /// Abandons shorter than this, in milliseconds, are short (figures.md: 10 s).
    pub short_abandon_ms: u64,
    /// How long a lost desk is awaited before its contact is affected, in milliseconds.
    pub desk_grace_ms: u64,
    /// How long after a restart a visit waits for its kiosk and for its agent, in milliseconds.
    pub restart_grace_ms: u64,
    /// A visit is taken up after a restart when the program was stopped for at most this, in milliseconds.
    pub restart_gap_max_ms: u64,
    /// A prompt whose end is not reported is taken to have ended after this, in milliseconds.
    pub prompt_limit_ms: u64,
    /// How long an agent may silence the recording while something secret is said, in milliseconds.
    pub secret_hold_max_ms: u64,
    /// Whether a transferred call is recorded on after our side has left.
    pub record_after_transfer: bool,
    /// Most contacts open at once; the next one is turned away.
    pub contacts_max: u32,
    /// Most supervisors on one contact.
    pub supervisors_max: u32,
    /// How an agent is told that somebody begins to listen.
    pub announce: ListenNotice,
    /// Whether the tone that tells it is played to the caller too.
    pub tone_to_caller: bool,
}

/// How an agent is told that a supervisor begins to listen; who whispers or speaks is shown in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListenNotice {
    /// Not at all.
    None,
    /// By name on the desk.
    Notice,
    /// By a short tone, and by name on the desk.
    Tone,
}

/// One service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceConfig {
    /// Its name.
    pub id: ServiceId,
    /// The queue it leads to.
    pub queue: QueueId,
    /// Higher is served first.
    #[serde(default)]
    pub priority: u8,
    /// Skills asked for besides the queue's, for example a topic.
    #[serde(default)]
    pub skills: Skills,
}

/// Call-backs that keep the place in line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CallbackConfig {
    /// Whether they are offered.
    pub enabled: bool,
    /// The key that accepts the offer.
    pub digit: char,
    /// Wait in milliseconds after which the offer is made; the key works from the start.
    pub offer_after_ms: u64,
    /// How often the resident is dialled.
    pub attempts_max: u32,
    /// Milliseconds between attempts.
    pub attempt_gap_ms: u64,
    /// Milliseconds after which an accepted call-back that could not be begun is given up.
    pub expires_after_ms: u64,
}

/// What is wrong with a floor's configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FloorFault {
    /// The flow before the queue cannot be followed.
    #[error(transparent)]
    Ivr(#[from] IvrFault),
    /// A value outside its bounds.
    #[error("{name} is {value}; it must be {least} to {most}")]
    OutOfBounds {
        /// The setting.
        name: &'static str,
        /// Its value.
        value: u64,
        /// Least allowed.
        least: u64,
        /// Most allowed.
        most: u64,
    },
    /// A service leads nowhere.
    #[error("service {service} leads to queue {queue}, which is not configured")]
    NoSuchQueue {
        /// The service.
        service: ServiceId,
        /// The queue.
        queue: QueueId,
    },
    /// Two queues of one name.
    #[error("queue {0} is configured twice")]
    QueueTwice(QueueId),
    /// Two services of one name.
    #[error("service {0} is configured twice")]
    ServiceTwice(ServiceId),
    /// A key no telephone has.
    #[error("callback.digit is {0:?}; a telephone has 0-9, * and #")]
    NotAKey(char),
}

impl FloorConfig {
    /// The queue of that name.
    #[must_use]
    pub fn queue(&self, id: &QueueId) -> Option<&QueueConfig> {
        self.queues.iter().find(|queue| queue.id == *id)
    }

    /// The service of that name.
    #[must_use]
    pub fn service(&self, id: &ServiceId) -> Option<&ServiceConfig> {
        self.services.iter().find(|service| service.id == *id)
    }

    /// Services served on a channel, in their order.
    pub fn services_of(&self, channel: Channel) -> impl Iterator<Item = &ServiceConfig> {
        self.services.iter().filter(move |it| self.queue(&it.queue).is_some_and(|queue| queue.channel == channel))
    }

    /// The same with a queue and a service for chats, unless there is a service of theirs already.
    #[must_use]
    pub fn with_chat(mut self) -> Self {
        if self.services_of(Channel::Chat).next().is_none() {
            self.queues.push(queue(CHAT, Channel::Chat, 15 * MINUTE_MS, 10 * MINUTE_MS));
            self.services.push(ServiceConfig {
                id: CHAT.into(),
                queue: CHAT.into(),
                priority: 0,
                skills: Skills::new(),
            });
        }
        self
    }

    /// Checks every bound and every reference.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&self) -> Result<(), FloorFault> {
        self.ivr.check()?;
        self.check_names()?;
        if !is_key(self.callback.digit) {
            return Err(FloorFault::NotAKey(self.callback.digit));
        }
        for (name, value, least, most) in self.bounds() {
            within(name, value, least, most)?;
        }
        for queue in &self.queues {
            within("waiting_max", queue.waiting_max.into(), 1, 10_000)?;
            within("wait_max_ms", queue.wait_max_ms, SECOND_MS, DAY_MS)?;
            within("announce_interval_ms", queue.announce_interval_ms, 5 * SECOND_MS, HOUR_MS)?;
            within("handle_time_ms", queue.handle_time_ms, SECOND_MS, DAY_MS)?;
        }
        Ok(())
    }

    fn check_names(&self) -> Result<(), FloorFault> {
        let mut queues = BTreeSet::new();
        for queue in &self.queues {
            if !queues.insert(&queue.id) {
                return Err(FloorFault::QueueTwice(queue.id.clone()));
            }
        }
        let mut services = BTreeSet::new();
        for service in &self.services {
            if !services.insert(&service.id) {
                return Err(FloorFault::ServiceTwice(service.id.clone()));
            }
            if !queues.contains(&service.queue) {
                return Err(FloorFault::NoSuchQueue { service: service.id.clone(), queue: service.queue.clone() });
            }
        }
        Ok(())
    }

    fn bounds(&self) -> [(&'static str, u64, u64, u64); 15] {
        let callback = &self.callback;
        [
            ("ring_timeout_ms", self.ring_timeout_ms, SECOND_MS, 5 * MINUTE_MS),
            ("dial_timeout_ms", self.dial_timeout_ms, SECOND_MS, 5 * MINUTE_MS),
            ("wrap_up_limit_ms", self.wrap_up_limit_ms, SECOND_MS, HOUR_MS),
            ("wrap_up_extensions_max", self.wrap_up_extensions_max.into(), 0, 20),
            ("short_abandon_ms", self.short_abandon_ms, 0, MINUTE_MS),
            ("desk_grace_ms", self.desk_grace_ms, 0, 5 * MINUTE_MS),
            ("restart_grace_ms", self.restart_grace_ms, SECOND_MS, 10 * MINUTE_MS),
            ("restart_gap_max_ms", self.restart_gap_max_ms, 0, HOUR_MS),
            ("secret_hold_max_ms", self.secret_hold_max_ms, 5 * SECOND_MS, 5 * MINUTE_MS),
            ("prompt_limit_ms", self.prompt_limit_ms, SECOND_MS, 10 * MINUTE_MS),
            ("contacts_max", self.contacts_max.into(), 1, 100_000),
            ("supervisors_max", self.supervisors_max.into(), 0, 100),
            ("callback.attempts_max", callback.attempts_max.into(), 1, 10),
            ("callback.attempt_gap_ms", callback.attempt_gap_ms, SECOND_MS, DAY_MS),
            ("callback.expires_after_ms", callback.expires_after_ms, MINUTE_MS, 7 * DAY_MS),
        ]
    }
}

impl Default for FloorConfig {
    fn default() -> Self {
        Self {
            services: services(),
            queues: vec![
                queue("phone", Channel::Phone, 15 * MINUTE_MS, 5 * MINUTE_MS),
                queue("counter", Channel::Counter, HOUR_MS, 15 * MINUTE_MS),
            ],
            ivr: IvrFlow::default(),
            callback: CallbackConfig::default(),
            ring_timeout_ms: 20 * SECOND_MS,
            dial_timeout_ms: 40 * SECOND_MS,
            wrap_up_limit_ms: MINUTE_MS,
            wrap_up_extensions_max: 5,
            short_abandon_ms: 10 * SECOND_MS,
            desk_grace_ms: 10 * SECOND_MS,
            restart_grace_ms: MINUTE_MS,
            restart_gap_max_ms: 10 * MINUTE_MS,
            prompt_limit_ms: MINUTE_MS,
            secret_hold_max_ms: MINUTE_MS,
            record_after_transfer: false,
            contacts_max: 5_000,
            supervisors_max: 10,
            announce: ListenNotice::Notice,
            tone_to_caller: false,
        }
    }
}

impl Default for CallbackConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            digit: '9',
            offer_after_ms: MINUTE_MS,
            attempts_max: 3,
            attempt_gap_ms: 5 * MINUTE_MS,
            expires_after_ms: 4 * HOUR_MS,
        }
    }
}

/// What a visitor may come to the counter for (clause 6(2)⑤), in the order kiosks show it.
const WISHES: [&str; 7] = ["new_card", "renewal", "lost", "insurance", "bank_account", "mynaportal", "other"];

/// Queue and service of chats, where a city names no other.
const CHAT: &str = "chat";

/// The telephone's service, and one for each wish at the counter.
fn services() -> Vec<ServiceConfig> {
    let service = |id: &str, queue: &str| ServiceConfig {
        id: id.into(),
        queue: queue.into(),
        priority: 0,
        skills: Skills::new(),
    };
    let counter = WISHES.iter().map(|wish| service(wish, "counter"));
    std::iter::once(service("phone", "phone")).chain(counter).collect()
}

fn queue(id: &str, channel: Channel, wait_max_ms: u64, handle_time_ms: u64) -> QueueConfig {
    QueueConfig {
        id: QueueId::from(id),
        channel,
        skills: Skills::new(),
        waiting_max: 20,
        wait_max_ms,
        announce_interval_ms: 30 * SECOND_MS,
        handle_time_ms,
    }
}

const SECOND_MS: u64 = 1_000;
const MINUTE_MS: u64 = 60 * SECOND_MS;
const HOUR_MS: u64 = 60 * MINUTE_MS;
const DAY_MS: u64 = 24 * HOUR_MS;

fn within(name: &'static str, value: u64, least: u64, most: u64) -> Result<(), FloorFault> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(FloorFault::OutOfBounds { name, value, least, most })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(break_it: impl Fn(&mut FloorConfig)) -> String {
        let mut config = FloorConfig::default();
        break_it(&mut config);
        config.check().expect_err("a broken configuration is refused").to_string()
    }

    #[test]
    fn defaults_are_the_specification_s() {
        let config = FloorConfig::default();
        assert_eq!(config.check(), Ok(()));
        assert_eq!((config.ring_timeout_ms, config.wrap_up_limit_ms), (20_000, 60_000));
        assert_eq!((config.short_abandon_ms, config.desk_grace_ms), (10_000, 10_000));
    }

    #[test]
    fn each_wish_at_the_counter_is_a_service_of_its_own() {
        let config = FloorConfig::default();
        let names = |channel| config.services_of(channel).map(|it| it.id.0.clone()).collect::<Vec<_>>();
        assert_eq!(names(Channel::Phone), ["phone"]);
        assert_eq!(names(Channel::Counter), WISHES);
        assert_eq!(names(Channel::Chat), Vec::<String>::new());
    }

    #[test]
    fn a_city_with_chat_has_one_queue_for_it_and_its_own_where_it_names_one() {
        let with_chat = FloorConfig::default().with_chat();
        assert_eq!(with_chat.check(), Ok(()));
        let again = with_chat.clone().with_chat();
        assert_eq!((again.services_of(Channel::Chat).count(), again), (1, with_chat));
    }

    #[test]
    fn broken_setting_is_refused_by_name() {
        assert_eq!(check(|it| it.ring_timeout_ms = 0), "ring_timeout_ms is 0; it must be 1000 to 300000");
        assert!(check(|it| it.wrap_up_limit_ms = u64::MAX).starts_with("wrap_up_limit_ms is"));
        assert!(check(|it| it.callback.attempts_max = 0).starts_with("callback.attempts_max is 0"));
        assert!(check(|it| it.queues[0].waiting_max = 0).starts_with("waiting_max is 0"));
        assert!(check(|it| it.callback.digit = 'x').starts_with("callback.digit is 'x'"));
    }

    #[test]
    fn broken_reference_is_refused_by_name() {
        let faults = [
            check(|it| it.services[0].queue = QueueId::from("nowhere")),
            check(|it| it.queues.push(it.queues[0].clone())),
            check(|it| it.services.push(it.services[0].clone())),
        ];
        assert_eq!(faults[0], "service phone leads to queue nowhere, which is not configured");
        assert_eq!(faults[1], "queue phone is configured twice");
        assert_eq!(faults[2], "service phone is configured twice");
    }
}

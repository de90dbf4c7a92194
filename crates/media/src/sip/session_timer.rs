//! When a session must be refreshed, and when it is dead (RFC 4028).
//!
//! Pure: headers in as numbers, moments in as arguments. Sending UPDATE, re-INVITE or BYE is the
//! leg's work.

use std::time::Duration;

use tokio::time::Instant;

/// Which side refreshes, seen from the transaction that agreed on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refresher {
    /// The side that sent the request.
    Uac,
    /// The side that answers.
    Uas,
}

/// A Session-Expires header value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SessionExpires {
    /// Interval in seconds.
    pub(super) interval_s: u32,
    /// Who refreshes; absent lets the answering side choose.
    pub(super) refresher: Option<Refresher>,
}

/// What our side wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TimerPolicy {
    /// Interval we propose, in seconds.
    pub(super) interval_s: u32,
    /// Smallest interval we accept, in seconds.
    pub(super) min_s: u32,
}

/// What a request said about the timer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TimerRequest {
    /// Its Session-Expires.
    pub(super) expires: Option<SessionExpires>,
    /// Its Min-SE, in seconds.
    pub(super) min_s: Option<u32>,
    /// Whether it supports `timer`.
    pub(super) supported: bool,
}

/// The peer asked for less than we accept; answered 422 with Min-SE (RFC 4028 §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct IntervalTooSmall {
    /// Smallest interval we accept, in seconds.
    pub(super) min_s: u32,
}

/// A session that is being watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SessionTimer {
    interval: Duration,
    we_refresh: bool,
    refreshed_at: Instant,
    refreshing: bool,
}

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimerDue {
    /// Nothing yet.
    Nothing,
    /// It is on us to refresh.
    Refresh,
    /// The session is dead: BYE.
    Expired,
}

impl SessionExpires {
    /// Reads `1800;refresher=uac`; absent when it is no number.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let interval_s = parts.next()?.parse().ok()?;
        let refresher = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            match (name.trim().to_ascii_lowercase().as_str(), value.trim()) {
                ("refresher", who) if who.eq_ignore_ascii_case("uac") => Some(Refresher::Uac),
                ("refresher", who) if who.eq_ignore_ascii_case("uas") => Some(Refresher::Uas),
                _ => None,
            }
        });
        Some(Self { interval_s, refresher })
    }

    /// The header value.
    pub(super) fn text(self) -> String {
        match self.refresher {
            None => self.interval_s.to_string(),
            Some(Refresher::Uac) => format!("{};refresher=uac", self.interval_s),
            Some(Refresher::Uas) => format!("{};refresher=uas", self.interval_s),
        }
    }
}

/// What the answering side writes into its 2xx (RFC 4028 §9).
///
/// A peer that does not know `timer` is refreshed by us; one that leaves the choice to us too,
/// since a refresh that fails shows a dead peer sooner than waiting for one.
///
/// # Errors
/// [`IntervalTooSmall`] when the peer knows `timer` and asked for less than our minimum.
pub(super) fn answer_timer(request: TimerRequest, policy: TimerPolicy) -> Result<SessionExpires, IntervalTooSmall> {
    if let Some(expires) = request.expires
        && expires.interval_s < policy.min_s
        && request.supported
    {
        return Err(IntervalTooSmall { min_s: policy.min_s });
    }
    let asked_s = request.expires.map_or(policy.interval_s, |expires| expires.interval_s);
    let floor_s = request.min_s.unwrap_or(0).max(policy.min_s);
    let interval_s = asked_s.min(policy.interval_s).max(floor_s);
    let refresher = match request.expires.and_then(|expires| expires.refresher) {
        Some(refresher) if request.supported => refresher,
        _ => Refresher::Uas,
    };
    Ok(SessionExpires { interval_s, refresher: Some(refresher) })
}

/// What the asking side makes of a 2xx (RFC 4028 §7.2): a peer without timers is refreshed by us.
pub(super) fn accepted_timer(answer: Option<SessionExpires>, policy: TimerPolicy) -> SessionExpires {
    match answer {
        Some(SessionExpires { interval_s, refresher }) => {
            SessionExpires { interval_s: interval_s.max(1), refresher: refresher.or(Some(Refresher::Uac)) }
        }
        None => SessionExpires { interval_s: policy.interval_s, refresher: Some(Refresher::Uac) },
    }
}

impl SessionTimer {
    /// Starts watching from `now` on.
    pub(super) fn start(agreed: SessionExpires, our_role: Refresher, now: Instant) -> Self {
        Self {
            interval: Duration::from_secs(u64::from(agreed.interval_s)),
            we_refresh: agreed.refresher == Some(our_role),
            refreshed_at: now,
            refreshing: false,
        }
    }

    /// Whether we are the refreshing side.
    pub(super) fn we_refresh(&self) -> bool {
        self.we_refresh
    }

    /// The interval, in seconds.
    pub(super) fn interval_s(&self) -> u32 {
        u32::try_from(self.interval.as_secs()).unwrap_or(u32::MAX)
    }

    /// Says that a refresh is under way, so that it is not begun twice.
    pub(super) fn refreshing(&mut self) {
        self.refreshing = true;
    }

    /// The next moment at which [`Self::due`] says something.
    pub(super) fn next_deadline(&self) -> Instant {
        if self.we_refresh && !self.refreshing { self.refresh_at() } else { self.dead_at() }
    }

    /// What is due at `now`.
    pub(super) fn due(&self, now: Instant) -> TimerDue {
        if now >= self.dead_at() {
            TimerDue::Expired
        } else if self.we_refresh && !self.refreshing && now >= self.refresh_at() {
            TimerDue::Refresh
        } else {
            TimerDue::Nothing
        }
    }

    /// Half of the interval (RFC 4028 §7.2).
    fn refresh_at(&self) -> Instant {
        self.refreshed_at + self.interval / 2
    }

    /// Slightly before the end: 32 s or a third of the interval, the smaller (RFC 4028 §10).
    fn dead_at(&self) -> Instant {
        self.refreshed_at + self.interval - (self.interval / 3).min(Duration::from_secs(32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: TimerPolicy = TimerPolicy { interval_s: 1_800, min_s: 90 };

    fn asked(text: &str, min_s: Option<u32>, supported: bool) -> TimerRequest {
        TimerRequest { expires: SessionExpires::parse(text), min_s, supported }
    }

    #[test]
    fn the_answer_follows_the_table_of_rfc_4028() {
        let check = |request, answer: &str| {
            assert_eq!(answer_timer(request, POLICY).unwrap().text(), answer);
        };
        check(asked("600;refresher=uac", None, true), "600;refresher=uac");
        check(asked("600;refresher=uas", None, true), "600;refresher=uas");
        check(asked("600", None, true), "600;refresher=uas");
        check(asked("3600", None, true), "1800;refresher=uas");
        check(asked("7200", Some(3_600), true), "3600;refresher=uas");
        check(asked("600;refresher=uac", None, false), "600;refresher=uas");
        check(TimerRequest::default(), "1800;refresher=uas");
        check(asked("30", None, false), "90;refresher=uas");
    }

    #[test]
    fn an_interval_below_our_minimum_is_refused() {
        let refused = answer_timer(asked("89", None, true), POLICY);
        assert_eq!(refused, Err(IntervalTooSmall { min_s: 90 }));
    }

    #[test]
    fn the_asking_side_refreshes_a_peer_without_timers() {
        assert_eq!(accepted_timer(None, POLICY).text(), "1800;refresher=uac");
        let answered = accepted_timer(SessionExpires::parse("600;refresher=uas"), POLICY);
        assert_eq!(answered.text(), "600;refresher=uas");
    }

    #[test]
    fn the_refresher_refreshes_at_half_and_the_other_gives_up_before_the_end() {
        let start = Instant::now();
        let agreed = SessionExpires { interval_s: 90, refresher: Some(Refresher::Uac) };
        let mut ours = SessionTimer::start(agreed, Refresher::Uac, start);
        let theirs = SessionTimer::start(agreed, Refresher::Uas, start);
        let at = |s| start + Duration::from_secs(s);
        assert_eq!(ours.due(at(44)), TimerDue::Nothing);
        assert_eq!(ours.due(at(45)), TimerDue::Refresh);
        assert_eq!(ours.next_deadline(), at(45));
        ours.refreshing();
        assert_eq!((ours.due(at(50)), ours.next_deadline()), (TimerDue::Nothing, at(60)));
        assert_eq!(theirs.due(at(59)), TimerDue::Nothing);
        assert_eq!(theirs.due(at(60)), TimerDue::Expired);
        let long = SessionExpires { interval_s: 1_800, refresher: Some(Refresher::Uac) };
        let long = SessionTimer::start(long, Refresher::Uas, start);
        assert_eq!(long.next_deadline(), at(1_800 - 32));
    }

    #[test]
    fn a_broken_header_is_no_timer() {
        for text in ["", "x", "-1", "99999999999", ";refresher=uac"] {
            assert_eq!(SessionExpires::parse(text), None, "{text}");
        }
        let odd = SessionExpires::parse("90 ; Refresher = UAC ").unwrap();
        assert_eq!(odd.refresher, Some(Refresher::Uac));
    }
}

//! Which engine is asked for a segment, for how long, who is asked next, and what is shown in the end.
//!
//! Owns the order, the time-outs, one breaker an engine and the choice among flagged answers. It holds no words: the
//! caller keeps the answers and is told whose to show. It never waits: events come with their moment, orders go out as
//! data, [`Relay::next_deadline`] says when to come back. It must never know what an engine is.

mod breaker;

use std::collections::BTreeMap;

use domain::time::Timestamp;

pub use breaker::Breaker;

/// Most segments under way at once; of more the original is shown.
pub const SEGMENTS_MAX: usize = 64;
/// Most engines in a row.
pub const ENGINES_MAX: usize = 8;

/// One segment of one visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SegmentId(pub u64);

/// An engine's place in the configured order, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EngineIndex(pub usize);

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelayEvent {
    /// A segment is to be translated.
    Begun(SegmentId),
    /// An engine answered, and the answer was judged.
    Answered(SegmentId, EngineIndex, Judged),
    /// An engine failed.
    Failed(SegmentId, EngineIndex),
    /// Nobody reads the segment any more.
    Dropped(SegmentId),
    /// Time passed.
    Ticked,
}

/// What an answer was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// It may be shown as it is.
    Sound,
    /// So many marks: it may be shown flagged.
    Flagged(usize),
    /// It is not shown.
    Bad,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelayOrder {
    /// Ask this engine.
    Ask(SegmentId, EngineIndex),
    /// Show this engine's answer; the segment is done.
    Show(SegmentId, EngineIndex),
    /// Show this engine's answer with its marks, the original beside it; the segment is done.
    ShowFlagged(SegmentId, EngineIndex),
    /// Show the original, easy Japanese and approved phrases; the segment is done.
    ShowOriginal(SegmentId),
}

/// How long engines are waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    /// For each engine in order, in milliseconds.
    pub engines_ms: Vec<u64>,
    /// For a segment over all engines, in milliseconds: after that what is there is shown.
    pub segment_ms: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    engine: usize,
    engine_until: Timestamp,
    segment_until: Timestamp,
    /// The flagged answer with the fewest marks.
    best: Option<(usize, EngineIndex)>,
}

/// The order of engines with what is known of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relay {
    waits: Waits,
    breakers: Vec<Breaker>,
    asked: BTreeMap<SegmentId, Asked>,
}

impl Relay {
    /// Engines beyond [`ENGINES_MAX`] are never asked.
    #[must_use]
    pub fn of(mut waits: Waits) -> Self {
        waits.engines_ms.truncate(ENGINES_MAX);
        let breakers = vec![Breaker::default(); waits.engines_ms.len()];
        Self { waits, breakers, asked: BTreeMap::new() }
    }

    /// What is to be done about an event.
    #[must_use]
    pub fn handle(&mut self, event: RelayEvent, now: Timestamp) -> Vec<RelayOrder> {
        let mut orders = self.overdue(now);
        match event {
            RelayEvent::Begun(id) => orders.extend(self.begin(id, now)),
            RelayEvent::Answered(id, engine, judged) => orders.extend(self.answered(id, engine, judged, now)),
            RelayEvent::Failed(id, engine) => orders.extend(self.failed(id, engine, now)),
            RelayEvent::Dropped(id) => {
                self.asked.remove(&id);
            }
            RelayEvent::Ticked => {}
        }
        orders
    }

    /// When something is overdue if nothing happens before.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.asked.values().map(|asked| asked.engine_until.min(asked.segment_until)).min()
    }

    /// Whether an engine is left alone or only tried out, for the page that shows the state.
    #[must_use]
    pub fn is_open(&self, engine: EngineIndex) -> bool {
        self.breakers.get(engine.0).is_some_and(Breaker::is_open)
    }

    fn begin(&mut self, id: SegmentId, now: Timestamp) -> Vec<RelayOrder> {
        if self.asked.contains_key(&id) {
            return Vec::new();
        }
        if self.asked.len() >= SEGMENTS_MAX {
            return vec![RelayOrder::ShowOriginal(id)];
        }
        let segment_until = now.plus_ms(self.waits.segment_ms);
        self.ask(id, 0, segment_until, None, now)
    }

    /// Asks the first engine from `from` on that may be asked, or ends the segment.
    fn ask(
        &mut self,
        id: SegmentId,
        from: usize,
        segment_until: Timestamp,
        best: Option<(usize, EngineIndex)>,
        now: Timestamp,
    ) -> Vec<RelayOrder> {
        let in_time = now < segment_until;
        let next = (from..self.breakers.len()).find(|engine| in_time && self.breakers[*engine].admits(now));
        let Some(engine) = next else {
            self.asked.remove(&id);
            return vec![best.map_or(RelayOrder::ShowOriginal(id), |(_, engine)| RelayOrder::ShowFlagged(id, engine))];
        };
        let engine_until = now.plus_ms(self.waits.engines_ms[engine]);
        self.asked.insert(id, Asked { engine, engine_until, segment_until, best });
        vec![RelayOrder::Ask(id, EngineIndex(engine))]
    }

    fn answered(&mut self, id: SegmentId, engine: EngineIndex, judged: Judged, now: Timestamp) -> Vec<RelayOrder> {
        let Some(asked) = self.waiting_for(id, engine) else { return Vec::new() };
        match judged {
            Judged::Sound => {
                self.breakers[engine.0].succeeded();
                self.asked.remove(&id);
                vec![RelayOrder::Show(id, engine)]
            }
            Judged::Flagged(marks) => {
                self.breakers[engine.0].succeeded();
                let best = asked.best.filter(|(fewest, _)| *fewest <= marks).or(Some((marks, engine)));
                self.ask(id, engine.0 + 1, asked.segment_until, best, now)
            }
            Judged::Bad => self.failed(id, engine, now),
        }
    }

    fn failed(&mut self, id: SegmentId, engine: EngineIndex, now: Timestamp) -> Vec<RelayOrder> {
        let Some(asked) = self.waiting_for(id, engine) else { return Vec::new() };
        self.breakers[engine.0].failed(now);
        self.ask(id, engine.0 + 1, asked.segment_until, asked.best, now)
    }

    /// The segment's state, where it waits for this engine; an answer that comes too late changes nothing.
    fn waiting_for(&self, id: SegmentId, engine: EngineIndex) -> Option<Asked> {
        self.asked.get(&id).filter(|asked| asked.engine == engine.0).cloned()
    }

    fn overdue(&mut self, now: Timestamp) -> Vec<RelayOrder> {
        let late = |asked: &Asked| asked.engine_until.min(asked.segment_until) <= now;
        let ids: Vec<(SegmentId, EngineIndex)> = self
            .asked
            .iter()
            .filter(|(_, asked)| late(asked))
            .map(|(id, asked)| (*id, EngineIndex(asked.engine)))
            .collect();
        ids.into_iter().flat_map(|(id, engine)| self.failed(id, engine, now)).collect()
    }
}

#[cfg(test)]
mod tests;

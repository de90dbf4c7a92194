//! What a bench can be asked for.

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Subject {
    /// The carrying of sound and the setting up of calls.
    Media,
    /// Visits at the counter.
    Counter,
    /// Running text of calls, and redaction.
    Speech,
}

/// How to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// What is measured.
    #[arg(value_enum)]
    pub(super) subject: Subject,
    /// Calls carried at a time while processor time is measured.
    #[arg(long, default_value_t = 200)]
    pub(super) calls: usize,
    /// Rounds of which the median is taken; programs alternate within a round.
    #[arg(long, default_value_t = 5)]
    pub(super) rounds: usize,
    /// Seconds of load in one round.
    #[arg(long, default_value_t = 8)]
    pub(super) seconds: u64,
    /// Only these parts: start, relay, held, invite, screens.
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    pub(super) only: Vec<Part>,
    /// Speech: ways followed at once in the final pass; 1 follows the likeliest alone.
    #[arg(long)]
    pub(super) beam: Option<u8>,
    /// Speech: frames of 20 ms listened to behind the end of a stretch.
    #[arg(long)]
    pub(super) pad: Option<u16>,
    /// Speech: tell the engine no vocabulary.
    #[arg(long)]
    pub(super) no_prompt: bool,
    /// Speech: worker processes of one thread.
    #[arg(long, default_value_t = 2)]
    pub(super) workers: usize,
    /// Do not install anything.
    #[arg(long)]
    pub(super) no_setup: bool,
    /// Measure the programs that were built before.
    #[arg(long)]
    pub(super) no_build: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Part {
    /// From starting to serving, and memory at rest.
    Start,
    /// Processor time a packet, beside rtpengine.
    Relay,
    /// How many calls are carried before sound suffers, beside rtpengine.
    Held,
    /// From INVITE to 200 at fifty calls a second.
    Invite,
    /// From an event to fifty supervisors' screens.
    Screens,
}

impl Options {
    /// Whether a part was asked for; without a choice all are.
    pub(super) fn wants(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }
}

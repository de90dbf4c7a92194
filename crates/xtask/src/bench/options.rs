//! What a bench can be asked for.

use std::path::PathBuf;

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Subject {
    /// The carrying of sound and the setting up of calls.
    Media,
    /// Visits at the counter.
    Counter,
    /// The shared browser of one visit.
    SharedBrowser,
    /// Running text of calls, and redaction.
    Speech,
    /// Search of the FAQ, on a set that is given or on the seed edition; and how fast a large FAQ is.
    Faq,
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
    /// FAQ: the set, the model, what to write.
    #[command(flatten)]
    pub(super) faq: Faq,
    /// Do not install anything.
    #[arg(long)]
    pub(super) no_setup: bool,
    /// Measure the programs that were built before.
    #[arg(long)]
    pub(super) no_build: bool,
    /// Measure programs of a debug build: for ratios and for trying the bench itself, never for a figure.
    #[arg(long)]
    pub(super) debug: bool,
}

/// What search is judged on. Without a set it is the seed edition.
#[derive(clap::Args)]
pub(super) struct Faq {
    /// FAQ: texts, id → text; the first line of a text is its question.
    #[arg(long, value_name = "FILE", requires_all = ["queries", "qrels"])]
    pub(super) corpus: Option<PathBuf>,
    /// FAQ: questions, id → text.
    #[arg(long, value_name = "FILE", requires = "corpus")]
    pub(super) queries: Option<PathBuf>,
    /// FAQ: grades, question → { text: grade }; 0 is wrong.
    #[arg(long, value_name = "FILE", requires = "corpus")]
    pub(super) qrels: Option<PathBuf>,
    /// FAQ: other wordings, text → [wording].
    #[arg(long, value_name = "FILE", requires = "corpus")]
    pub(super) aliases: Option<PathBuf>,
    /// FAQ: the language of the set.
    #[arg(long, value_name = "ja|en|ja-easy", requires = "corpus")]
    pub(super) language: Option<String>,
    /// FAQ: the model of search by meaning; by default the one in the folder of models.
    #[arg(long, value_name = "FILE")]
    pub(super) model: Option<PathBuf>,
    /// FAQ: write faq/calibration.json from the tuning half of the seed edition's questions.
    #[arg(long, conflicts_with = "corpus")]
    pub(super) fit: bool,
    /// FAQ: tell programs how well search finds.
    #[arg(long)]
    pub(super) json: bool,
    /// FAQ: only these parts; without them all, or how well search finds alone where a set is given or something is written.
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    pub(super) parts: Vec<FaqPart>,
    /// FAQ: entries of the large FAQ, 10,000 at most.
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(10..=10_000))]
    pub(super) entries: u32,
    /// FAQ: questions, and pages, in one run of the load, twenty a second.
    #[arg(long, value_name = "N", default_value_t = 1_200, value_parser = clap::value_parser!(u32).range(20..=100_000))]
    pub(super) questions: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FaqPart {
    /// How well search finds the approved entry.
    Judge,
    /// How fast search answers, alone.
    Search,
    /// How long tables take to be brought in, by the server.
    Import,
    /// How fast pages are, by the server.
    Pages,
}

impl Faq {
    /// Whether a part is wanted.
    pub(super) fn wants(&self, part: FaqPart) -> bool {
        if self.parts.is_empty() {
            part == FaqPart::Judge || !(self.corpus.is_some() || self.fit || self.json)
        } else {
            self.parts.contains(&part)
        }
    }

    /// Whether the server, or anything but the judge, is measured.
    pub(super) fn wants_load(&self) -> bool {
        [FaqPart::Search, FaqPart::Import, FaqPart::Pages].into_iter().any(|part| self.wants(part))
    }
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

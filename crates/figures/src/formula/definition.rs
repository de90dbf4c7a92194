//! The form of a definition, and the editions they stand in.

use domain::service_flow::BreakOffReason;

use crate::fact::{Fact, RunEnding};
use crate::input::{ApplicationLine, BookingKind, BookingResult, Outcome};
use crate::rules::{Rules, ServiceLevelBasis};
use crate::value::Unit;
use crate::words::Words;

/// Words that are part of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Japanese.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

impl Said {
    /// Both as words of their own.
    #[must_use]
    pub fn words(self) -> Words {
        Words::new(self.ja, self.en)
    }
}

/// How one contact counts: `of` is what is summed, `whole` how often it stands in the denominator. A contact with both 0
/// is not behind the figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weight {
    /// In the numerator: a count, or milliseconds.
    pub of: u64,
    /// In the denominator.
    pub whole: u64,
}

impl Weight {
    /// Counted, or not.
    #[must_use]
    pub fn count(is_counted: bool) -> Self {
        Self { of: u64::from(is_counted), whole: 0 }
    }

    /// So often.
    #[must_use]
    pub fn times(n: usize) -> Self {
        Self { of: n as u64, whole: 0 }
    }

    /// In the whole, and in the part of it.
    #[must_use]
    pub fn share(is_part: bool, is_whole: bool) -> Self {
        Self { of: u64::from(is_part), whole: u64::from(is_whole) }
    }

    /// So many milliseconds, where it is in the mean.
    #[must_use]
    pub fn time(ms: u64, is_in: bool) -> Self {
        if is_in { Self { of: ms, whole: 1 } } else { Self::default() }
    }
}

/// What is asked of a definition besides the contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Param {
    /// Nothing.
    None,
    /// A time in milliseconds.
    Within(u64),
    /// T in milliseconds, and what the level is a share of.
    ServiceLevel(u64, ServiceLevelBasis),
    /// A line of the table of applications.
    Line(ApplicationLine),
    /// How a run ended.
    Ending(RunEnding),
    /// Why a run was broken off; `None` where no reason stands in the log.
    Reason(Option<BreakOffReason>),
    /// What became of a contact.
    Outcome(Outcome),
    /// What was booked, with what result.
    Booking(Option<BookingKind>, Option<BookingResult>),
}

/// How one contact counts.
pub type Weigh = fn(&Fact, Param, &Rules) -> Weight;

/// How the contacts' weights become one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gathering {
    /// The sum of `of`.
    Count,
    /// The sums of `of` and `whole`.
    Share,
    /// The mean of `of`.
    Mean,
    /// The middle of `of`; of an even number the mean of the two in the middle.
    Median,
    /// The smallest `of` that nine in ten do not exceed.
    NinetiethPercentile,
    /// The largest `of`.
    Longest,
}

impl Gathering {
    /// What such a figure is told in.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self {
            Self::Count => Unit::Count,
            Self::Share => Unit::Percent,
            Self::Mean | Self::Median | Self::NinetiethPercentile | Self::Longest => Unit::Seconds,
        }
    }
}

/// One definition in one version.
#[derive(Debug, Clone, Copy)]
pub struct Formula {
    /// Its name in data, the same in all versions.
    pub id: &'static str,
    /// From 1.
    pub version: u32,
    /// What it is called.
    pub name: Said,
    /// What it means.
    pub text: Said,
    /// What it is a share or a mean of.
    pub denominator: Option<Said>,
    /// How it is gathered.
    pub gathering: Gathering,
    /// How a contact counts.
    pub weigh: Weigh,
}

/// Definitions that go together.
#[derive(Debug, Clone, Copy)]
pub struct Edition {
    /// From 1.
    pub number: u32,
    /// Its definitions.
    pub parts: &'static [&'static [Formula]],
}

impl Edition {
    /// Its definitions, in order.
    pub fn formulas(self) -> impl Iterator<Item = &'static Formula> {
        self.parts.iter().flat_map(|part| part.iter())
    }

    /// The definition of that name.
    #[must_use]
    pub fn formula(self, id: &str) -> Option<&'static Formula> {
        self.formulas().find(|formula| formula.id == id)
    }
}

/// A definition and what is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// The definition's name.
    pub formula: &'static str,
    /// What is asked.
    pub param: Param,
}

impl Measure {
    /// A definition that needs nothing else.
    #[must_use]
    pub const fn plain(formula: &'static str) -> Self {
        Self { formula, param: Param::None }
    }

    /// A definition with what is asked of it.
    #[must_use]
    pub const fn with(formula: &'static str, param: Param) -> Self {
        Self { formula, param }
    }
}

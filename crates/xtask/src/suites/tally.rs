//! The kinds of tests and how many of each passed and failed.

use anyhow::bail;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// A kind of test, by what it needs and what it proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Format, lints, laws of the house, licences.
    Check,
    /// One crate, no sockets.
    Unit,
    /// Whole contacts on virtual time.
    Scenario,
    /// The storage suite; on both databases.
    Storage,
    /// The trunk against sipp and baresip.
    Sip,
    /// Sockets, browsers' media, recordings.
    Media,
    /// The front end's own tests.
    Web,
    /// The committed interface is the one the server has.
    Contract,
    /// The whole system in a browser with a telephone.
    E2e,
}

/// Every kind with its name.
const KINDS: [(Kind, &str); 9] = [
    (Kind::Check, "check"),
    (Kind::Unit, "unit"),
    (Kind::Scenario, "scenario"),
    (Kind::Storage, "storage"),
    (Kind::Sip, "sip"),
    (Kind::Media, "media"),
    (Kind::Web, "web"),
    (Kind::Contract, "contract"),
    (Kind::E2e, "e2e"),
];

impl Kind {
    /// The kinds of that name; all when none is named.
    ///
    /// # Errors
    /// When a name is none of a kind.
    pub(crate) fn named(names: &[String]) -> anyhow::Result<Vec<Self>> {
        let all = || KINDS.iter().map(|(kind, _)| *kind);
        if names.is_empty() {
            return Ok(all().collect());
        }
        let known: Vec<&str> = KINDS.iter().map(|(_, name)| *name).collect();
        if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
            bail!("no kind of test is called `{unknown}`; there are {}", known.join(", "));
        }
        Ok(all().filter(|kind| names.iter().any(|name| name == kind.name())).collect())
    }

    /// The name in options, logs and counts.
    pub(crate) fn name(self) -> &'static str {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// Whether cargo builds its programs.
    pub(crate) fn is_rust(self) -> bool {
        matches!(self, Self::Unit | Self::Scenario | Self::Storage | Self::Sip | Self::Media)
    }
}

/// Lines of an explanation that the sum at the end repeats.
const WHY_LINES_MAX: usize = 24;
/// Tests in the list of the slowest.
const SLOWEST: usize = 12;

#[derive(Default)]
struct Count {
    passed: usize,
    failed: Vec<Failure>,
}

/// One that failed, and the lines with which it explained itself.
struct Failure {
    what: String,
    why: Vec<String>,
}

/// Passed and failed tests, by the name of their kind.
#[derive(Default)]
pub(crate) struct Tally {
    counts: BTreeMap<(Kind, &'static str), Count>,
    times: BTreeMap<Kind, Duration>,
    /// Tests that tell how long they took.
    timed: Vec<(String, Duration)>,
}

impl Tally {
    /// Counts one that passed.
    pub(crate) fn pass(&mut self, kind: Kind) {
        self.pass_in(kind, "", 1);
    }

    /// Counts some that passed in a part of a kind, such as a database.
    pub(crate) fn pass_in(&mut self, kind: Kind, part: &'static str, count: usize) {
        self.counts.entry((kind, part)).or_default().passed += count;
    }

    /// Counts one that failed and shows it.
    pub(crate) fn fail(&mut self, kind: Kind, what: &str) {
        self.fail_in(kind, "", what);
    }

    /// Counts one that failed in a part of a kind and shows it.
    pub(crate) fn fail_in(&mut self, kind: Kind, part: &'static str, what: &str) {
        println!("FAILED {}: {what}", kind.name());
        let failure = Failure { what: what.to_owned(), why: Vec::new() };
        self.counts.entry((kind, part)).or_default().failed.push(failure);
    }

    /// Keeps what the one that failed last in this part says of itself; the sum tells its beginning.
    pub(crate) fn explain(&mut self, kind: Kind, part: &'static str, why: &[String]) {
        let last = self.counts.get_mut(&(kind, part)).and_then(|count| count.failed.last_mut());
        if let Some(failure) = last {
            failure.why.extend(why.iter().take(WHY_LINES_MAX).cloned());
        }
    }

    /// Adds to the time a kind took, with what it had to build.
    pub(crate) fn took(&mut self, kind: Kind, time: Duration) {
        *self.times.entry(kind).or_default() += time;
    }

    /// Notes how long one test took, for the list of the slowest.
    pub(crate) fn timed(&mut self, name: &str, time: Duration) {
        self.timed.push((name.to_owned(), time));
    }

    /// Passed and failed of one kind, in all its parts.
    pub(crate) fn of(&self, kind: Kind) -> (usize, usize) {
        let counts = self.counts.iter().filter(|((of, _), _)| *of == kind);
        counts.fold((0, 0), |(passed, failed), (_, count)| (passed + count.passed, failed + count.failed.len()))
    }

    /// How many failed.
    pub(crate) fn failed(&self) -> usize {
        self.counts.values().map(|count| count.failed.len()).sum()
    }

    /// Prints the counts by kind, what failed, and last the sum.
    pub(crate) fn print(&self, logs: &Path) {
        println!();
        for ((kind, part), count) in &self.counts {
            let name = [kind.name(), part].join(" ");
            println!("{:<18} {:>5} passed {:>4} failed", name.trim_end(), count.passed, count.failed.len());
        }
        let seconds = |time: &Duration| format!("{} s", time.as_secs());
        let times = self.times.iter().map(|(kind, time)| format!("{} {}", kind.name(), seconds(time)));
        println!("time: {}", times.collect::<Vec<_>>().join(", "));
        let mut slowest: Vec<_> = self.timed.iter().collect();
        slowest.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
        for (name, time) in slowest.into_iter().take(SLOWEST) {
            println!("slow: {} {name}", seconds(time));
        }
        for ((kind, _), count) in &self.counts {
            for Failure { what, why } in &count.failed {
                let first_line = what.lines().next().unwrap_or_default();
                println!("failed: {} {first_line}  ({}/{}.log)", kind.name(), logs.display(), kind.name());
                for line in why {
                    println!("    {line}");
                }
            }
        }
        let passed: usize = self.counts.values().map(|count| count.passed).sum();
        println!("{passed} passed, {} failed", self.failed());
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Tally};

    #[test]
    fn kinds_are_chosen_by_name_and_a_wrong_name_is_refused() {
        let chosen = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            Kind::named(&names).ok()
        };
        assert_eq!(chosen(&["e2e", "unit"]), Some(vec![Kind::Unit, Kind::E2e]));
        assert_eq!(chosen(&["units"]), None);
        assert_eq!(chosen(&[]).map(|all| all.len()), Some(9));
    }

    #[test]
    fn parts_of_a_kind_are_summed() {
        let mut tally = Tally::default();
        tally.pass_in(Kind::Storage, "sqlite", 3);
        tally.pass_in(Kind::Storage, "postgres", 2);
        tally.fail_in(Kind::Storage, "postgres", "row swap");
        assert_eq!((tally.of(Kind::Storage), tally.failed()), ((5, 1), 1));
    }
}

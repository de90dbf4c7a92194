//! One run of `test`: where it is, how long its parts may take, where they write.

use crate::postgres::Postgres;
use std::path::PathBuf;
use std::time::Duration;

/// Everything a suite needs to know about this run.
pub(super) struct Run {
    /// The root of the repository.
    pub(super) root: PathBuf,
    /// The folder of the logs.
    pub(super) logs: PathBuf,
    /// Many more seeds and calls.
    pub(super) long: bool,
    /// The private server, while storage is tested.
    pub(super) postgres: Option<Postgres>,
}

impl Run {
    /// How long one program of a suite may take.
    pub(super) fn limit(&self) -> Duration {
        const MINUTE: u64 = 60;
        Duration::from_secs(if self.long { 240 * MINUTE } else { 45 * MINUTE })
    }

    /// How long a step may take that may have to build everything.
    pub(super) fn build_limit(&self) -> Duration {
        const HOUR: u64 = 3600;
        Duration::from_secs(2 * HOUR)
    }

    /// The log of a kind, opened for adding.
    pub(super) fn log(&self, name: &str) -> anyhow::Result<std::fs::File> {
        let path = self.logs.join(format!("{name}.log"));
        Ok(std::fs::File::options().create(true).append(true).open(path)?)
    }
}

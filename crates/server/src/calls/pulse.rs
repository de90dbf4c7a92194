//! The program's last sign of life, kept so that a start after a kill knows when the run before ended.
//!
//! Eight bytes beside the journal's segments, overwritten about each second by the counted clock, so that
//! neither a jump of the system's clock nor a full disk makes them wrong. Next: `recovery`, which reads them.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use domain::time::Timestamp;

/// The file's name; segments end otherwise.
const NAME: &str = "alive";
/// Time between two signs of life, in ms.
const INTERVAL_MS: u64 = 1_000;

/// Writes signs of life.
#[derive(Debug)]
pub(super) struct Pulse {
    file: File,
    beaten: Option<Timestamp>,
    /// The last sign of the run before.
    pub(super) last: Option<Timestamp>,
}

impl Pulse {
    /// Reads the last sign of an earlier run and makes ready to write.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let file = File::options().create(true).truncate(false).read(true).write(true).open(folder.join(NAME))?;
        let mut bytes = [0; 8];
        let last = file.read_exact_at(&mut bytes, 0).ok().map(|()| Timestamp(i64::from_le_bytes(bytes)));
        Ok(Self { file, beaten: None, last })
    }

    /// Writes a sign of life, when the last one is old enough. A disk that refuses costs only accuracy after a kill.
    pub(super) fn beat(&mut self, now: Timestamp) {
        if self.beaten.is_some_and(|beaten| now.since_ms(beaten) < INTERVAL_MS) {
            return;
        }
        match self.file.write_all_at(&now.0.to_le_bytes(), 0) {
            Ok(()) => self.beaten = Some(now),
            Err(why) => tracing::debug!(%why, "the sign of life could not be written"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_finds_the_last_sign_of_the_run_before() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = Pulse::open(folder.path()).unwrap();
        assert_eq!(first.last, None);
        for at in [1_000, 1_999, 2_000, 2_500] {
            first.beat(Timestamp(at));
        }
        assert_eq!(Pulse::open(folder.path()).unwrap().last, Some(Timestamp(2_000)));
    }
}

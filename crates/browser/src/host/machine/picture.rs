//! What of one page's pictures is on its way.

use std::time::Duration;

use zeroize::Zeroizing;

use crate::frame::Encoding;
use crate::guard::Capture;
use crate::guard::disclosure::WALK_LATE;

/// How long a still waits for the walks before it.
pub(super) const BEFORE_PATIENCE: Duration = Duration::from_millis(600);

/// A picture as it came.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    pub(super) encoding: Encoding,
    pub(super) capture: Capture,
    pub(super) ack: Option<i64>,
}

#[derive(Debug, Default)]
pub(super) enum Still {
    /// None is on its way.
    #[default]
    None,
    /// The walks before it were asked for at this moment.
    Before(Duration),
    /// The browser takes it.
    Taking,
}

/// What of one page's pictures is on its way.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    pub(super) judged: Option<Raw>,
    pub(super) next: Option<Raw>,
    pub(super) still: Still,
    pub(super) still_due: Option<Duration>,
    pub(super) tries: u32,
    pub(super) last: Zeroizing<String>,
    pub(super) last_scroll: Option<(f64, f64)>,
    pub(super) size: Option<(u32, u32)>,
}

impl Pictures {
    pub(super) fn deadline(&self) -> Option<Duration> {
        let judged = self.judged.as_ref().map(|it| it.capture.arrived + WALK_LATE + Duration::from_millis(1));
        let before = match self.still {
            Still::Before(asked) => Some(asked + BEFORE_PATIENCE),
            Still::None | Still::Taking => None,
        };
        [judged, before, self.still_due].into_iter().flatten().min()
    }
}

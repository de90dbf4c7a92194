//! What a call was for.

use std::collections::BTreeMap;
use std::time::Duration;

#[cfg(feature = "leak-controls")]
use super::order::ProbeReply;
use super::order::{Reply, SecretKey};
use crate::cdp::event::FrameId;
use crate::host::input::Input;

/// What a call was for.
#[derive(Debug)]
pub(super) enum Want {
    Nothing,
    /// Without it the host cannot vouch for the page.
    Must(&'static str),
    ContextMade,
    TargetMade,
    Disposed,
    Opened(Reply),
    #[cfg(feature = "leak-controls")]
    Probed(ProbeReply),
    Done(Reply),
    Truth(Reply),
    Visited {
        session: String,
        reply: Reply,
    },
    Typed {
        key: SecretKey,
        reply: Reply,
    },
    Tapped {
        group: u64,
    },
    PhotoGiven {
        group: u64,
    },
    Armed {
        frame: FrameId,
        context: i64,
    },
    Walked {
        frame: FrameId,
        context: i64,
        asked: Duration,
    },
    Shot {
        page: FrameId,
        asked: Duration,
    },
    OwnerFound {
        frame: FrameId,
    },
    OwnerResolved {
        frame: FrameId,
    },
    OwnerPlaced {
        frame: FrameId,
    },
    Document {
        session: String,
    },
    Children {
        session: String,
    },
    ShadowResolved {
        session: String,
        node: i64,
        rest: Vec<i64>,
    },
    ShadowAdopted {
        session: String,
    },
}

/// Things asked of every guard of a page at once.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub(super) last: u64,
    pub(super) taps: BTreeMap<u64, (usize, Input, Reply)>,
    pub(super) photos: BTreeMap<u64, (usize, bool, Reply)>,
}

//! Which stretches of which side are to be silent: joined, widened, clipped, applied to sound.

/// One side of a stereo recording, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channels {
    /// The caller.
    Left,
    /// Everyone but the caller.
    Right,
    /// Both.
    Both,
}

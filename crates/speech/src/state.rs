//! How a recogniser is, for screens.

/// How a recogniser is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecogniserState {
    /// Nobody asked for recognition, or it cannot be had; the words say which and what to do.
    Off(String),
    /// It is on its way.
    Starting,
    /// It listens.
    Ready,
    /// It should listen and does not; the words say why. It is tried again by itself.
    Failed(String),
}

impl RecogniserState {
    /// The state's name, for interfaces.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Off(_) => "off",
            Self::Starting => "starting",
            Self::Ready => "ready",
            Self::Failed(_) => "failed",
        }
    }

    /// Why it is so, where there is something to say.
    #[must_use]
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Off(why) | Self::Failed(why) => Some(why),
            Self::Starting | Self::Ready => None,
        }
    }
}

//! What a machine is prepared for.

/// What the machine is prepared for; each includes the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum For {
    /// Serving pages and calls.
    Run,
    /// Ringing the demonstration's number.
    Call,
    /// Ringing it and having an agent answer in a browser.
    AnsweredCall,
    /// The suites.
    Test,
}

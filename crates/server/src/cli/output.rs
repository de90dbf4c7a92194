//! Words for the person at the terminal.

use std::io::Write as _;

/// Prints; a reader that went away is no failure of ours.
pub(super) fn say(text: &str) -> anyhow::Result<bool> {
    say_bytes(text.as_bytes())
}

/// Prints what need not be text.
pub(super) fn say_bytes(bytes: &[u8]) -> anyhow::Result<bool> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(why) if why.kind() != std::io::ErrorKind::BrokenPipe => Err(why.into()),
        _ => Ok(true),
    }
}

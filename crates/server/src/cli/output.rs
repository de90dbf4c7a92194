//! Words for the person at the terminal.

use std::io::Write as _;

/// Prints; a reader that went away is no failure of ours.
pub(super) fn say(text: &str) -> anyhow::Result<bool> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(why) if why.kind() != std::io::ErrorKind::BrokenPipe => Err(why.into()),
        _ => Ok(true),
    }
}

//! How much is said in a sealed recording, from its own side data.

use media::read_spoken;
use storage::spool::SpoolError;

use super::scribe::SealedSound;

/// Speech of all voices together, in milliseconds.
///
/// # Errors
/// [`SpoolError`] when the file cannot be read.
pub(super) async fn spoken_ms(sound: SealedSound) -> Result<i64, SpoolError> {
    let reading = tokio::task::spawn_blocking(move || -> Result<i64, SpoolError> {
        let chunks = sound.open()?.timelines()?;
        let spoken = read_spoken(chunks.iter().map(|(_, bytes)| bytes.as_slice()));
        let total: u64 = spoken.iter().map(|one| one.end_ms.saturating_sub(one.start_ms)).sum();
        Ok(i64::try_from(total).unwrap_or(i64::MAX))
    });
    reading.await.map_err(|_| SpoolError::CutOff)?
}

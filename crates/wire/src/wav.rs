//! The header of a WAV file with 16-bit PCM.
//!
//! Owns the 44 bytes before the samples. It must never know files.

/// Length of the header.
pub const WAV_HEADER_BYTES: usize = 44;

/// Header of 16-bit PCM; `data_bytes` is the length of the samples that follow, held to what the
/// 32-bit fields can say.
#[must_use]
pub fn wav_header(rate_hz: u32, channels: u16, data_bytes: u64) -> [u8; WAV_HEADER_BYTES] {
    let data = u32::try_from(data_bytes).unwrap_or(u32::MAX).min(u32::MAX - 36);
    let block = channels.saturating_mul(2);
    let mut header = [0; WAV_HEADER_BYTES];
    let mut at = 0;
    let mut put = |bytes: &[u8]| {
        header[at..at + bytes.len()].copy_from_slice(bytes);
        at += bytes.len();
    };
    put(b"RIFF");
    put(&(data + 36).to_le_bytes());
    put(b"WAVEfmt ");
    put(&16_u32.to_le_bytes());
    put(&1_u16.to_le_bytes());
    put(&channels.to_le_bytes());
    put(&rate_hz.to_le_bytes());
    put(&rate_hz.saturating_mul(u32::from(block)).to_le_bytes());
    put(&block.to_le_bytes());
    put(&16_u16.to_le_bytes());
    put(b"data");
    put(&data.to_le_bytes());
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_says_rate_channels_and_length() {
        let header = wav_header(8_000, 2, 32_000);
        assert_eq!(&header[..4], b"RIFF");
        assert_eq!(u32::from_le_bytes(header[4..8].try_into().unwrap()), 32_036);
        assert_eq!(u16::from_le_bytes(header[22..24].try_into().unwrap()), 2);
        assert_eq!(u32::from_le_bytes(header[28..32].try_into().unwrap()), 32_000);
        assert_eq!(u32::from_le_bytes(header[40..44].try_into().unwrap()), 32_000);
    }
}

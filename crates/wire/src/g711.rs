//! G.711 both laws (ITU-T G.711), between bytes and 16-bit samples at 8 kHz.
//!
//! Owns the two companding laws as tables. It must never know packets. Go next to `mix`.

use crate::sdp::Codec;

/// µ-law byte of silence.
pub const PCMU_SILENCE: u8 = 0xFF;
/// A-law byte of silence.
pub const PCMA_SILENCE: u8 = 0xD5;

static PCMU_DECODED: [i16; 256] = decoded(Codec::Pcmu);
static PCMA_DECODED: [i16; 256] = decoded(Codec::Pcma);
static PCMU_TO_PCMA: [u8; 256] = crossed(Codec::Pcmu, Codec::Pcma);
static PCMA_TO_PCMU: [u8; 256] = crossed(Codec::Pcma, Codec::Pcmu);

/// The byte that means silence.
#[must_use]
pub fn silence(codec: Codec) -> u8 {
    match codec {
        Codec::Pcmu => PCMU_SILENCE,
        Codec::Pcma => PCMA_SILENCE,
    }
}

/// One sample of one byte.
#[must_use]
#[inline]
pub fn decode(codec: Codec, byte: u8) -> i16 {
    match codec {
        Codec::Pcmu => PCMU_DECODED[byte as usize],
        Codec::Pcma => PCMA_DECODED[byte as usize],
    }
}

/// One byte of one sample.
#[must_use]
#[inline]
pub fn encode(codec: Codec, sample: i16) -> u8 {
    match codec {
        Codec::Pcmu => encode_pcmu(sample),
        Codec::Pcma => encode_pcma(sample),
    }
}

/// Decodes as many bytes as both slices hold and says how many.
pub fn decode_into(codec: Codec, bytes: &[u8], samples: &mut [i16]) -> usize {
    for (sample, byte) in samples.iter_mut().zip(bytes) {
        *sample = decode(codec, *byte);
    }
    bytes.len().min(samples.len())
}

/// Encodes as many samples as both slices hold and says how many.
pub fn encode_into(codec: Codec, samples: &[i16], bytes: &mut [u8]) -> usize {
    for (byte, sample) in bytes.iter_mut().zip(samples) {
        *byte = encode(codec, *sample);
    }
    bytes.len().min(samples.len())
}

/// Changes the law of a payload in place; nothing happens when both are the same.
pub fn transcode(from: Codec, to: Codec, bytes: &mut [u8]) {
    let table = match (from, to) {
        (Codec::Pcmu, Codec::Pcma) => &PCMU_TO_PCMA,
        (Codec::Pcma, Codec::Pcmu) => &PCMA_TO_PCMU,
        (Codec::Pcmu, Codec::Pcmu) | (Codec::Pcma, Codec::Pcma) => return,
    };
    for byte in bytes {
        *byte = table[*byte as usize];
    }
}

const fn decoded(codec: Codec) -> [i16; 256] {
    let mut table = [0; 256];
    let mut byte = 0_usize;
    while byte < 256 {
        table[byte] = match codec {
            Codec::Pcmu => decode_pcmu(byte as u8),
            Codec::Pcma => decode_pcma(byte as u8),
        };
        byte += 1;
    }
    table
}

const fn crossed(from: Codec, to: Codec) -> [u8; 256] {
    let samples = decoded(from);
    let mut table = [0; 256];
    let mut byte = 0_usize;
    while byte < 256 {
        table[byte] = match to {
            Codec::Pcmu => encode_pcmu(samples[byte]),
            Codec::Pcma => encode_pcma(samples[byte]),
        };
        byte += 1;
    }
    table
}

const fn decode_pcmu(byte: u8) -> i16 {
    let code = !byte;
    let magnitude = ((((code & 0x0F) as i32) << 3) + 0x84) << ((code & 0x70) >> 4);
    let sample = if code & 0x80 != 0 { 0x84 - magnitude } else { magnitude - 0x84 };
    sample as i16
}

const fn encode_pcmu(sample: i16) -> u8 {
    let sign_mask = if sample < 0 { 0x7F } else { 0xFF };
    let magnitude = (sample as i32).abs() >> 2;
    let clipped = if magnitude > 8_158 { 8_158 } else { magnitude };
    let biased = (clipped + 33) as u32;
    // The segment is how far the highest bit stands above bit 5.
    let segment = 26 - biased.leading_zeros();
    let step = (biased >> (segment + 1)) & 0x0F;
    ((segment << 4) | step) as u8 ^ sign_mask
}

const fn decode_pcma(byte: u8) -> i16 {
    let code = byte ^ 0x55;
    let step = ((code & 0x0F) as i32) << 4;
    let segment = (code & 0x70) >> 4;
    let magnitude = match segment {
        0 => step + 8,
        _ => (step + 0x108) << (segment - 1),
    };
    let sample = if code & 0x80 != 0 { magnitude } else { -magnitude };
    sample as i16
}

const fn encode_pcma(sample: i16) -> u8 {
    let sign_mask = if sample < 0 { 0x55 } else { 0xD5 };
    let scaled = (sample >> 3) as i32;
    let magnitude = (if scaled < 0 { -scaled - 1 } else { scaled }) as u32;
    let segment = if magnitude < 0x20 { 0 } else { 27 - magnitude.leading_zeros() };
    let step = if segment < 2 { magnitude >> 1 } else { magnitude >> segment } & 0x0F;
    ((segment << 4) | step) as u8 ^ sign_mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_survives_decoding_and_encoding() {
        for codec in Codec::ALL {
            for byte in 0..=255_u8 {
                let again = encode(codec, decode(codec, byte));
                // µ-law has two zeros; the negative one comes back as the positive.
                let expected = if codec == Codec::Pcmu && byte == 0x7F { 0xFF } else { byte };
                assert_eq!(again, expected, "{codec:?} {byte:#04x}");
            }
        }
    }

    #[test]
    fn known_values_of_the_recommendation_hold() {
        assert_eq!(decode(Codec::Pcmu, 0x00), -32_124);
        assert_eq!(decode(Codec::Pcmu, 0x80), 32_124);
        assert_eq!(decode(Codec::Pcmu, PCMU_SILENCE), 0);
        assert_eq!(decode(Codec::Pcma, 0xAA), 32_256);
        assert_eq!(decode(Codec::Pcma, 0x2A), -32_256);
        assert_eq!(decode(Codec::Pcma, PCMA_SILENCE), 8);
    }

    #[test]
    fn encoding_stays_within_a_segment_step_of_the_sample() {
        for codec in Codec::ALL {
            for sample in (i16::MIN..=i16::MAX).step_by(7) {
                let error = (i32::from(decode(codec, encode(codec, sample))) - i32::from(sample)).abs();
                let allowed = i32::from(sample).abs() / 16 + 8;
                assert!(error <= allowed.max(16), "{codec:?} {sample} is off by {error}");
            }
        }
    }

    #[test]
    fn changing_the_law_keeps_the_sound() {
        let mut bytes = [encode(Codec::Pcmu, 1_000), encode(Codec::Pcmu, -12_000)];
        transcode(Codec::Pcmu, Codec::Pcma, &mut bytes);
        assert!((i32::from(decode(Codec::Pcma, bytes[0])) - 1_000).abs() < 70);
        assert!((i32::from(decode(Codec::Pcma, bytes[1])) + 12_000).abs() < 600);
    }
}

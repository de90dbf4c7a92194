//! RTP packets (RFC 3550 §5.1), read in place and written in place.
//!
//! Owns the fixed header and where the payload begins. It must never know payloads or sockets.
//! Go next to `rtp_stats` and `playout`.

/// Length of the fixed header without contributing sources.
pub const RTP_HEADER_BYTES: usize = 12;
/// Longest packet handled; an Ethernet frame's worth.
pub const RTP_PACKET_BYTES_MAX: usize = 1_500;

/// The fields of a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RtpHeader {
    /// Marker bit: first packet of a talk spurt or of a digit.
    pub marker: bool,
    /// Payload type, 0..=127.
    pub payload_type: u8,
    /// Sequence number.
    pub sequence: u16,
    /// Timestamp in samples.
    pub timestamp: u32,
    /// Synchronisation source.
    pub ssrc: u32,
}

/// A packet read in place: its header and where its payload stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RtpPacket {
    /// The header.
    pub header: RtpHeader,
    /// First byte of the payload; never less than [`RTP_HEADER_BYTES`].
    pub payload_start: usize,
    /// One past the last byte of the payload, padding left out.
    pub payload_end: usize,
}

impl RtpPacket {
    /// The payload within the buffer the packet was read from.
    #[must_use]
    pub fn payload<'a>(&self, buffer: &'a [u8]) -> &'a [u8] {
        buffer.get(self.payload_start..self.payload_end).unwrap_or(&[])
    }
}

/// Why bytes are not an RTP packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RtpError {
    /// Shorter than its own header says, or longer than [`RTP_PACKET_BYTES_MAX`].
    #[error("an RTP packet of {0} bytes has no room for what its header says")]
    Length(usize),
    /// Not version 2.
    #[error("RTP version {0} is not 2")]
    Version(u8),
    /// RTCP arrives on the same port (RFC 5761 §4).
    #[error("the packet is RTCP")]
    Rtcp,
}

/// Reads a packet without copying.
///
/// # Errors
/// [`RtpError`] for anything that is not RTP version 2 with a payload.
pub fn parse(buffer: &[u8]) -> Result<RtpPacket, RtpError> {
    let length = RtpError::Length(buffer.len());
    if buffer.len() < RTP_HEADER_BYTES || buffer.len() > RTP_PACKET_BYTES_MAX {
        return Err(length);
    }
    let version = buffer[0] >> 6;
    if version != 2 {
        return Err(RtpError::Version(version));
    }
    if (192..=223).contains(&buffer[1]) {
        return Err(RtpError::Rtcp);
    }
    let payload_start = payload_start(buffer).ok_or(length)?;
    let padding = match buffer[0] & 0x20 {
        0 => 0,
        _ => usize::from(buffer[buffer.len() - 1]),
    };
    let padding_bad = buffer[0] & 0x20 != 0 && padding == 0;
    let payload_end = buffer.len().checked_sub(padding).ok_or(length)?;
    if padding_bad || payload_end < payload_start {
        return Err(length);
    }
    Ok(RtpPacket {
        header: RtpHeader {
            marker: buffer[1] & 0x80 != 0,
            payload_type: buffer[1] & 0x7F,
            sequence: u16::from_be_bytes([buffer[2], buffer[3]]),
            timestamp: u32::from_be_bytes([buffer[4], buffer[5], buffer[6], buffer[7]]),
            ssrc: u32::from_be_bytes([buffer[8], buffer[9], buffer[10], buffer[11]]),
        },
        payload_start,
        payload_end,
    })
}

/// Skips contributing sources and a header extension (RFC 3550 §5.1, §5.3.1).
fn payload_start(buffer: &[u8]) -> Option<usize> {
    let sources = usize::from(buffer[0] & 0x0F);
    let mut start = RTP_HEADER_BYTES + 4 * sources;
    if buffer[0] & 0x10 != 0 {
        let words = buffer.get(start + 2..start + 4)?;
        start += 4 + 4 * usize::from(u16::from_be_bytes([words[0], words[1]]));
    }
    (start <= buffer.len()).then_some(start)
}

/// The twelve bytes of a header without extension.
#[must_use]
pub fn header_bytes(header: &RtpHeader) -> [u8; RTP_HEADER_BYTES] {
    let mut bytes = [0; RTP_HEADER_BYTES];
    bytes[0] = 0x80;
    bytes[1] = (header.payload_type & 0x7F) | if header.marker { 0x80 } else { 0 };
    bytes[2..4].copy_from_slice(&header.sequence.to_be_bytes());
    bytes[4..8].copy_from_slice(&header.timestamp.to_be_bytes());
    bytes[8..12].copy_from_slice(&header.ssrc.to_be_bytes());
    bytes
}

/// Writes a header right before the payload of a packet read from `buffer` and gives the range to
/// send: nothing is moved, and extensions of the source fall away.
#[must_use]
pub fn rewrite(buffer: &mut [u8], packet: &RtpPacket, header: &RtpHeader) -> std::ops::Range<usize> {
    let start = packet.payload_start.saturating_sub(RTP_HEADER_BYTES);
    if let Some(place) = buffer.get_mut(start..start + RTP_HEADER_BYTES) {
        place.copy_from_slice(&header_bytes(header));
    }
    start..packet.payload_end
}

/// Writes a whole packet and gives its length; `None` when `buffer` is too short.
#[must_use]
pub fn write(buffer: &mut [u8], header: &RtpHeader, payload: &[u8]) -> Option<usize> {
    let length = RTP_HEADER_BYTES + payload.len();
    let place = buffer.get_mut(..length)?;
    place[..RTP_HEADER_BYTES].copy_from_slice(&header_bytes(header));
    place[RTP_HEADER_BYTES..].copy_from_slice(payload);
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: RtpHeader =
        RtpHeader { marker: true, payload_type: 8, sequence: 65_535, timestamp: 7, ssrc: 0xDEAD_BEEF };

    #[test]
    fn a_written_packet_reads_back() {
        let mut buffer = [0; 40];
        let length = write(&mut buffer, &HEADER, b"sound").unwrap();
        let packet = parse(&buffer[..length]).unwrap();
        assert_eq!(packet.header, HEADER);
        assert_eq!(packet.payload(&buffer), b"sound");
    }

    #[test]
    fn sources_extension_and_padding_are_skipped_and_fall_away_when_rewritten() {
        let mut bytes = header_bytes(&HEADER).to_vec();
        bytes[0] = 0x80 | 0x20 | 0x10 | 0x01;
        bytes.extend([1, 2, 3, 4]);
        bytes.extend([0xBE, 0xDE, 0, 1, 9, 9, 9, 9]);
        bytes.extend(b"voice");
        bytes.extend([0, 0, 3]);
        let packet = parse(&bytes).unwrap();
        assert_eq!(packet.payload(&bytes), b"voice");
        let range = rewrite(&mut bytes, &packet, &RtpHeader { sequence: 1, ..HEADER });
        let sent = &bytes[range];
        let again = parse(sent).unwrap();
        assert_eq!((again.header.sequence, again.payload(sent)), (1, b"voice".as_slice()));
    }

    #[test]
    fn what_is_not_rtp_is_refused_by_name() {
        let mut bytes = header_bytes(&HEADER);
        assert_eq!(parse(&bytes[..11]), Err(RtpError::Length(11)));
        bytes[1] = 200;
        assert_eq!(parse(&bytes), Err(RtpError::Rtcp));
        bytes[0] = 0x00;
        assert_eq!(parse(&bytes), Err(RtpError::Version(0)));
        bytes = header_bytes(&HEADER);
        bytes[0] = 0x8F;
        assert_eq!(parse(&bytes), Err(RtpError::Length(12)));
        assert_eq!(parse(&[0x80; 1_501]), Err(RtpError::Length(1_501)));
    }
}

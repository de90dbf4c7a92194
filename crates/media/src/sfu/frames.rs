//! Datagrams in a TCP stream: two bytes of length before each (RFC 4571 §2).
//!
//! Pure. Owns what has come of a frame that is not whole yet. It must never know sockets.

/// Longest frame taken; a datagram is never longer.
pub(super) const FRAME_BYTES_MAX: usize = 2_048;
/// Bytes of a frame's length.
const LENGTH_BYTES: usize = 2;

/// The begin of a stream's next frame.
#[derive(Debug, Default)]
pub(super) struct Frames {
    bytes: Vec<u8>,
}

/// A frame longer than any datagram: whoever sends it speaks another language.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

impl Frames {
    /// Takes what has come, and gives every frame that is whole by now.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Result<Vec<Vec<u8>>, TooLong> {
        self.bytes.extend_from_slice(bytes);
        let (mut frames, mut at) = (Vec::new(), 0);
        while let Some((length, rest)) = self.bytes.get(at..).and_then(|left| left.split_first_chunk::<LENGTH_BYTES>()) {
            let length = usize::from(u16::from_be_bytes(*length));
            if length > FRAME_BYTES_MAX {
                return Err(TooLong);
            }
            let Some(frame) = rest.get(..length) else { break };
            if !frame.is_empty() {
                frames.push(frame.to_vec());
            }
            at += LENGTH_BYTES + length;
        }
        self.bytes.drain(..at);
        Ok(frames)
    }
}

/// A datagram as a frame; `None` for one that no frame holds.
pub(super) fn frame(datagram: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(datagram.len()).ok().filter(|length| usize::from(*length) <= FRAME_BYTES_MAX)?;
    let mut frame = Vec::with_capacity(LENGTH_BYTES + datagram.len());
    frame.extend_from_slice(&length.to_be_bytes());
    frame.extend_from_slice(datagram);
    Some(frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datagrams_come_whole_however_the_stream_is_cut() {
        let sent: Vec<Vec<u8>> = (1..40_u8).map(|n| vec![n; usize::from(n) * 7]).collect();
        let stream: Vec<u8> = sent.iter().flat_map(|datagram| frame(datagram).unwrap()).collect();
        for piece in [1, 2, 3, 100, stream.len()] {
            let mut frames = Frames::default();
            let came: Vec<Vec<u8>> = stream.chunks(piece).flat_map(|bytes| frames.take(bytes).unwrap()).collect();
            assert_eq!(came, sent, "in pieces of {piece}");
        }
    }

    #[test]
    fn a_stream_of_something_else_is_refused_at_its_first_bytes_and_an_empty_frame_is_nothing() {
        assert_eq!(Frames::default().take(b"GET / HTTP/1.1\r\n"), Err(TooLong));
        assert_eq!(Frames::default().take(&[0, 0, 0, 1, 9]), Ok(vec![vec![9]]));
        assert_eq!(frame(&[0; FRAME_BYTES_MAX + 1]), None);
    }
}

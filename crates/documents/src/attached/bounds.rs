//! What all kinds share: how large a picture may be, and where some bytes are found.

/// Most picture points; a page of A4 at 600 an inch has a third of it.
const PIXELS_MAX: u64 = 100_000_000;

/// Whether a picture of that size is none, or would fill the memory of whoever opens it.
pub(super) fn bad_size(width: u32, height: u32) -> bool {
    width == 0 || height == 0 || u64::from(width) * u64::from(height) > PIXELS_MAX
}

/// Where `needle` begins in `bytes`, not before `from`.
pub(super) fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(needle.len()).position(|window| window == needle).map(|at| from + at)
}

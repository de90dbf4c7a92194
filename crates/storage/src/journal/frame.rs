//! One record on the disk: length, checksum, number, bytes. A length of zero is the end.

/// Bytes before the record's own.
pub(crate) const HEAD_LEN: usize = 16;

/// Appends the frame of a record to `buffer`.
pub(crate) fn push(buffer: &mut Vec<u8>, seq: u64, record: &[u8]) {
    let len = (record.len() as u32).to_le_bytes();
    let seq = seq.to_le_bytes();
    buffer.extend_from_slice(&len);
    buffer.extend_from_slice(&checksum(&len, &seq, record).to_le_bytes());
    buffer.extend_from_slice(&seq);
    buffer.extend_from_slice(record);
}

/// The record at the beginning of `bytes`, if a whole one with number `seq` stands there.
pub(crate) fn read(bytes: &[u8], seq: u64) -> Option<&[u8]> {
    let (len, rest) = bytes.split_first_chunk::<4>()?;
    let (sum, rest) = rest.split_first_chunk::<4>()?;
    let (number, rest) = rest.split_first_chunk::<8>()?;
    let record = rest.get(..u32::from_le_bytes(*len) as usize)?;
    let whole = !record.is_empty()
        && u64::from_le_bytes(*number) == seq
        && u32::from_le_bytes(*sum) == checksum(len, number, record);
    whole.then_some(record)
}

fn checksum(len: &[u8; 4], seq: &[u8; 8], record: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(len);
    sum.update(seq);
    sum.update(record);
    sum.finalize()
}

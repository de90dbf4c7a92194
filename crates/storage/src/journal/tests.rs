use std::path::Path;

use super::*;

const SMALL: JournalConfig = JournalConfig { segment_len: 512, segments_max: 8 };

fn record(number: u32) -> Vec<u8> {
    format!("record {number} {}", "x".repeat(number as usize % 40)).into_bytes()
}

fn read_all(folder: &Path) -> Result<Vec<(u64, Vec<u8>)>, ReadError> {
    JournalReader::open(folder)?.read(usize::MAX)
}

/// Copies a journal's segments and checkpoint, so that one state can be broken in many ways.
fn copied(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.contains("spare") {
            std::fs::copy(&path, copy.path().join(name)).unwrap();
        }
    }
    copy
}

#[test]
fn records_come_back_in_order_over_many_segments_and_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let mut written = Vec::new();
    for round in 0..3 {
        let mut journal = Journal::open(folder.path(), SMALL).unwrap();
        for number in 0..10 {
            let seq = journal.append(&[record(number), record(number + 1)]).unwrap();
            written.extend([(seq - 1, record(number)), (seq, record(number + 1))]);
        }
        assert_eq!(journal.torn_bytes(), 0);
        let reader = journal.reader().unwrap().read(usize::MAX).unwrap();
        assert_eq!(reader.last(), written.last(), "round {round}");
        let applied = written[written.len() - 5].0;
        journal.reader().unwrap().checkpoint(applied).unwrap();
        written.retain(|(seq, _)| *seq > applied);
        assert_eq!(read_all(folder.path()).unwrap(), written);
    }
}

#[test]
fn a_journal_torn_at_every_byte_keeps_all_records_before_and_takes_new_ones() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(folder.path(), SMALL).unwrap();
    for number in 0..6 {
        journal.append(&[record(number)]).unwrap();
    }
    drop(journal);
    let segment = segment::path(folder.path(), 1);
    let whole = std::fs::read(&segment).unwrap();
    let (end, _) = segment::end_of(&whole, 1);
    for cut in 0..=end {
        for zeros in [false, true] {
            let torn = copied(folder.path());
            let mut bytes = whole[..cut].to_vec();
            if zeros {
                bytes.resize(whole.len(), 0);
            }
            std::fs::write(segment::path(torn.path(), 1), bytes).unwrap();
            let mut journal = Journal::open(torn.path(), SMALL).unwrap();
            let kept = read_all(torn.path()).unwrap();
            let expected: Vec<_> = (1..).zip((0..6).map(record)).take(kept.len()).collect();
            assert_eq!(kept, expected, "cut at {cut}");
            let whole_frames: usize = kept.iter().map(|(_, r)| r.len() + 16).sum();
            assert!(whole_frames <= cut && cut - whole_frames < 16 + 46, "cut at {cut}");
            let seq = journal.append(&[b"after"]).unwrap();
            assert_eq!(seq, kept.len() as u64 + 1);
            assert_eq!(read_all(torn.path()).unwrap().last().unwrap().1, b"after");
        }
    }
}

#[test]
fn a_torn_batch_never_brings_back_records_that_were_not_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(folder.path(), SMALL).unwrap();
    journal.append(&[b"one"]).unwrap();
    journal.append(&[b"two", b"six"]).unwrap();
    drop(journal);
    let segment = segment::path(folder.path(), 1);
    let mut bytes = std::fs::read(&segment).unwrap();
    bytes[19 + 16] ^= 1;
    std::fs::write(&segment, bytes).unwrap();
    let mut journal = Journal::open(folder.path(), SMALL).unwrap();
    assert!(journal.torn_bytes() > 0);
    journal.append(&[b"2nd"]).unwrap();
    let records = read_all(folder.path()).unwrap();
    assert_eq!(records, vec![(1, b"one".to_vec()), (2, b"2nd".to_vec())]);
}

#[test]
fn a_damaged_record_in_a_finished_segment_is_reported_and_not_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(folder.path(), SMALL).unwrap();
    for number in 0..40 {
        journal.append(&[record(number)]).unwrap();
    }
    let segment = segment::path(folder.path(), 1);
    let mut bytes = std::fs::read(&segment).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&segment, bytes).unwrap();
    assert!(matches!(read_all(folder.path()), Err(ReadError::Damaged { first: 1, .. })));
}

#[test]
fn a_reader_follows_the_writer_and_applied_segments_disappear() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(folder.path(), SMALL).unwrap();
    let mut reader = journal.reader().unwrap();
    for number in 0..100 {
        journal.append(&[record(number)]).unwrap();
        let read = reader.read(10).unwrap();
        assert_eq!(read, vec![(u64::from(number) + 1, record(number))]);
        reader.checkpoint(read[0].0).unwrap();
    }
    assert!(segment::list(folder.path()).unwrap().len() <= 2);
    assert_eq!(reader.read(10).unwrap(), vec![]);
}

#[test]
fn a_journal_nobody_applies_refuses_in_time_and_goes_on_after() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(folder.path(), SMALL).unwrap();
    let mut last = 0;
    let refused = loop {
        match journal.append(&[record(39)]) {
            Ok(seq) => last = seq,
            Err(error) => break error,
        }
    };
    assert_eq!(refused.kind(), std::io::ErrorKind::StorageFull);
    assert_eq!(segment::list(folder.path()).unwrap().len(), 8);
    let mut reader = journal.reader().unwrap();
    let read = reader.read(usize::MAX).unwrap();
    assert_eq!(read.last().unwrap().0, last);
    reader.checkpoint(last).unwrap();
    assert_eq!(journal.append(&[record(39)]).unwrap(), last + 1);
    assert_eq!(reader.read(9).unwrap(), vec![(last + 1, record(39))]);
}

#[test]
fn numbers_go_on_after_the_checkpoint_even_when_the_segments_are_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(folder.path(), SMALL).unwrap();
    let last = journal.append(&[record(1), record(2)]).unwrap();
    journal.reader().unwrap().checkpoint(last).unwrap();
    drop(journal);
    std::fs::remove_file(segment::path(folder.path(), 1)).unwrap();
    let mut journal = Journal::open(folder.path(), SMALL).unwrap();
    assert_eq!(journal.append(&[record(3)]).unwrap(), last + 1);
    assert_eq!(read_all(folder.path()).unwrap(), vec![(3, record(3))]);
}

#[test]
fn empty_and_oversized_records_are_refused_and_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(folder.path(), SMALL).unwrap();
    assert!(journal.append(&[b"".as_slice()]).is_err());
    assert!(journal.append(&[vec![1; 600]]).is_err());
    assert_eq!(journal.append(&[b"ok"]).unwrap(), 1);
    assert_eq!(read_all(folder.path()).unwrap(), vec![(1, b"ok".to_vec())]);
}

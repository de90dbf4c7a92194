//! Receipts to bytes and back, hostile bytes, and chains with something wrong.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::ids::ContactId;
use crate::time::Timestamp;

fn a_receipt() -> ErasureReceipt {
    ErasureReceipt {
        installation: InstallationId::parse("zama-01").expect("a name"),
        sequence: 1,
        previous: Digest::default(),
        visit: Some(ContactId(Uuid::from_u128(0x1234))),
        end: BrowserEnd::Submitted,
        ended_at: Timestamp(1_790_000_000_000),
        erased: BTreeMap::from([
            (TraceKind::Profile, Timestamp(1_790_000_000_400)),
            (TraceKind::Frames, Timestamp(1_790_000_000_300)),
            (TraceKind::Photo, Timestamp(1_789_999_990_000)),
        ]),
        rebuilt: 0,
        found_before: 0,
        scan: CanaryScan {
            at: Timestamp(1_790_000_000_900),
            found: BTreeMap::from([(Canary::Url, 0), (Canary::Cookie, 0)]),
            places: BTreeSet::from([ScanPlace::Disk, ScanPlace::Logs]),
        },
        verified_at: Timestamp(1_790_000_001_000),
    }
}

/// A sum that stands in for SHA-256: different for different bytes of these tests.
fn sum(bytes: &[u8]) -> Digest {
    let mut digest = [0_u8; 32];
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for (at, byte) in bytes.iter().enumerate() {
        state = (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        digest[at % 32] ^= state.to_le_bytes()[at % 8];
    }
    Digest(digest)
}

const WRITTEN: &str = "\
madoguchi-erasure-receipt=1
installation=zama-01
sequence=1
previous=0000000000000000000000000000000000000000000000000000000000000000
visit=00000000-0000-0000-0000-000000001234
end=submitted
ended_at_ms=1790000000000
erased_at_ms.profile=1790000000400
erased_at_ms.frames=1790000000300
erased_at_ms.photo=1789999990000
erased_at_ms.captions=-
erased_at_ms.form-data=-
erased_at_ms.mailbox=-
rebuilt=0
found_before=0
found.url=0
found.cookie=0
found.storage=-
found.form=-
found.photo=-
found.download=-
searched.profile=no
searched.disk=yes
searched.logs=yes
searched.database=no
searched_at_ms=1790000000900
verified_at_ms=1790000001000
";

#[test]
fn a_receipt_is_written_in_one_form_and_read_back() {
    assert_eq!(String::from_utf8(a_receipt().signed_bytes()).as_deref(), Ok(WRITTEN));
    assert_eq!(ErasureReceipt::parse(WRITTEN.as_bytes()), Ok(a_receipt()));
}

#[test]
fn whatever_is_not_exactly_a_receipt_is_refused_for_its_reason() {
    use ReceiptFault::{BadValue, Missing, NotCanonical, OtherForm, OtherVersion, TooMuch};
    let cases = [
        ("receipt=1", "receipt=2", OtherVersion),
        ("madoguchi-erasure-receipt=1", "madoguchi-audit=1", OtherForm),
        ("madoguchi-erasure-receipt=1\n", "", OtherForm),
        ("installation=zama-01", "installation=Zama", BadValue("installation")),
        ("installation=zama-01", "installation=", BadValue("installation")),
        ("sequence=1", "sequence=0", BadValue("sequence")),
        ("sequence=1", "sequence=01", NotCanonical),
        ("sequence=1", "sequence=+1", NotCanonical),
        ("sequence=1", "sequence=18446744073709551616", BadValue("sequence")),
        ("sequence=1\n", "", Missing("sequence")),
        ("previous=00", "previous=0", BadValue("previous")),
        ("previous=00", "previous=0G", BadValue("previous")),
        ("previous=00", "previous=0A", BadValue("previous")),
        ("visit=0000", "visit=zzzz", BadValue("visit")),
        ("visit=00000000-0000-0000-0000-000000001234", "visit=00000000000000000000000000001234", NotCanonical),
        ("end=submitted", "end=taro", BadValue("end")),
        ("erased_at_ms.photo", "erased_at_ms.name", Missing("erased_at_ms")),
        ("erased_at_ms.captions=-", "erased_at_ms.captions=", BadValue("erased_at_ms")),
        ("found.url=0", "found.url=1000001", BadValue("found")),
        ("found.url=0\nfound.cookie=0", "found.cookie=0\nfound.url=0", Missing("found")),
        ("searched.disk=yes", "searched.disk=maybe", BadValue("searched")),
        ("rebuilt=0\n", "rebuilt=0\nrebuilt=0\n", Missing("found_before")),
        ("verified_at_ms=1790000001000\n", "verified_at_ms=1790000001000", NotCanonical),
        ("verified_at_ms=1790000001000\n", "verified_at_ms=1790000001000\nname=x\n", TooMuch),
        ("rebuilt=0\n", "rebuilt=0\r\n", BadValue("rebuilt")),
    ];
    for (from, to, fault) in cases {
        let changed = WRITTEN.replacen(from, to, 1);
        assert_ne!(changed, WRITTEN, "{from}");
        assert_eq!(ErasureReceipt::parse(changed.as_bytes()), Err(fault), "{from} -> {to}");
    }
}

#[test]
fn too_many_bytes_and_other_marks_are_refused_before_they_are_read() {
    let long = "x".repeat(RECEIPT_BYTES_MAX + 1);
    assert_eq!(ErasureReceipt::parse(long.as_bytes()), Err(ReceiptFault::TooLong(RECEIPT_BYTES_MAX + 1)));
    assert_eq!(ErasureReceipt::parse(&[0xff, 0xfe]), Err(ReceiptFault::NotText));
    assert_eq!(ErasureReceipt::parse("氏名".as_bytes()), Err(ReceiptFault::NotText));
    assert_eq!(ErasureReceipt::parse(b""), Err(ReceiptFault::OtherForm));
}

#[test]
fn the_signature_stands_behind_the_bytes_it_signs() {
    let signed = SignedReceipt { receipt: a_receipt(), signature: [0xab; 64] };
    let file = signed.file_bytes();
    assert!(file.starts_with(&a_receipt().signed_bytes()));
    assert_eq!(SignedReceipt::parse(&file), Ok(signed));
    let text = String::from_utf8(file).expect("text");
    let cases = [
        (text.replace("signature=ab", "signature=AB"), ReceiptFault::NoSignature),
        (text.replace("signature=ab", "signature="), ReceiptFault::NoSignature),
        (text.trim_end().to_owned(), ReceiptFault::NoSignature),
        (format!("{text}x\n"), ReceiptFault::NoSignature),
        (WRITTEN.to_owned(), ReceiptFault::NoSignature),
        (text.replacen("signature=", "signature=00\nsignature=", 1), ReceiptFault::TooMuch),
    ];
    for (changed, fault) in cases {
        assert_eq!(SignedReceipt::parse(changed.as_bytes()), Err(fault), "{changed}");
    }
}

#[test]
fn the_code_of_a_receipt_is_its_values_in_letters_that_a_qr_code_holds_well() {
    let signed = SignedReceipt { receipt: a_receipt(), signature: [0xab; 64] };
    let code = signed.code();
    let start = "MADOGUCHI-ERASURE:1:ZAMA-01:1:0000";
    assert!(code.starts_with(start) && code.ends_with("ABABAB"), "{code}");
    assert!(code.bytes().all(|byte| b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".contains(&byte)), "{code}");
    assert!(SignedReceipt::is_code(&code) && !SignedReceipt::is_code(WRITTEN));
    for text in [code.clone(), code.to_ascii_lowercase(), format!("  {code}\n")] {
        assert_eq!(SignedReceipt::parse_code(&text).as_ref(), Ok(&signed));
    }
}

#[test]
fn a_code_that_was_changed_is_refused_for_its_reason() {
    let code = SignedReceipt { receipt: a_receipt(), signature: [0xab; 64] }.code();
    let cases = [
        (code.replace("MADOGUCHI-ERASURE", "MADOGUCHI"), ReceiptFault::OtherForm),
        (code.replace("ERASURE:1:", "ERASURE:2:"), ReceiptFault::OtherVersion),
        (code[..code.len() - 4].to_owned(), ReceiptFault::NoSignature),
        (code[..40].to_owned(), ReceiptFault::Missing("visit")),
        (format!("{code}:X"), ReceiptFault::TooMuch),
        (code.replace(":SUBMITTED:", ":TARO:"), ReceiptFault::BadValue("end")),
        (code.replace(":ZAMA-01:1:", ":ZAMA-01:01:"), ReceiptFault::NotCanonical),
        (code.replace(":ZAMA-01:1:", ":ZAMA-01:1\nX=:"), ReceiptFault::Missing("previous")),
    ];
    for (changed, fault) in cases {
        assert_ne!(changed, code);
        assert_eq!(SignedReceipt::parse_code(&changed), Err(fault), "{changed}");
    }
}

fn chain_of(count: u64) -> Vec<ErasureReceipt> {
    let mut receipts: Vec<ErasureReceipt> = Vec::new();
    for sequence in 1..=count {
        let previous = receipts.last().map_or(Digest::default(), |before| ChainHead::after(before, sum).digest);
        let visit = Some(ContactId(Uuid::from_u128(u128::from(sequence))));
        receipts.push(ErasureReceipt { sequence, previous, visit, ..a_receipt() });
    }
    receipts
}

#[test]
fn a_whole_chain_leads_to_its_head_from_the_start_and_from_the_middle() {
    let (chain, name) = (chain_of(5), a_receipt().installation);
    let head = check_chain(&name, ChainHead::default(), &chain, sum);
    assert_eq!(head, Ok(ChainHead::after(&chain[4], sum)));
    assert_eq!(check_chain(&name, ChainHead::after(&chain[1], sum), &chain[2..], sum), head);
    assert_eq!(check_chain(&name, ChainHead::default(), &[], sum), Ok(ChainHead::default()));
}

#[test]
fn each_break_of_a_chain_is_found() {
    let name = a_receipt().installation;
    type Breaking = fn(&mut Vec<ErasureReceipt>);
    let cases: [(&str, Breaking, ChainFault); 6] = [
        ("one is left out", |chain| drop(chain.remove(2)), ChainFault::OutOfOrder { expected: 3, found: 4 }),
        (
            "one stands twice",
            |chain| chain.insert(2, chain[1].clone()),
            ChainFault::OutOfOrder { expected: 3, found: 2 },
        ),
        ("two are exchanged", |chain| chain.swap(2, 3), ChainFault::OutOfOrder { expected: 3, found: 4 }),
        ("one is changed", |chain| chain[2].rebuilt = 7, ChainFault::Broken { sequence: 4 }),
        ("the first is not the first", |chain| chain[0].previous = Digest([1; 32]), ChainFault::Broken { sequence: 1 }),
        (
            "one is another's",
            |chain| chain[3].installation = InstallationId::parse("ebina").expect("a name"),
            ChainFault::OtherInstallation { sequence: 4 },
        ),
    ];
    for (why, change, fault) in cases {
        let mut chain = chain_of(5);
        change(&mut chain);
        assert_eq!(check_chain(&name, ChainHead::default(), &chain, sum), Err(fault), "{why}");
    }
}

#[test]
fn a_scan_proves_nothing_when_it_looked_for_nothing_or_nowhere() {
    let clean = a_receipt().scan;
    assert!(clean.is_clean());
    assert!(!CanaryScan { found: BTreeMap::new(), ..clean.clone() }.is_clean());
    assert!(!CanaryScan { places: BTreeSet::new(), ..clean.clone() }.is_clean());
    assert!(!CanaryScan { found: BTreeMap::from([(Canary::Url, 0), (Canary::Form, 1)]), ..clean }.is_clean());
}

fn any_receipt() -> impl Strategy<Value = ErasureReceipt> {
    let traces = proptest::sample::subsequence(TraceKind::ALL.to_vec(), 0..=TraceKind::ALL.len());
    let canaries = proptest::sample::subsequence(Canary::ALL.to_vec(), 0..=Canary::ALL.len());
    let places = proptest::sample::subsequence(ScanPlace::ALL.to_vec(), 0..=ScanPlace::ALL.len());
    let ends = proptest::sample::select(BrowserEnd::ALL.to_vec());
    let chain = ("[a-z0-9-]{1,64}", 1_u64.., any::<[u8; 32]>(), proptest::option::of(any::<u128>()));
    let times = (any::<[i64; 4]>(), any::<u32>(), any::<u32>(), 0..=CANARIES_MAX);
    (chain, ends, traces, canaries, places, times).prop_map(|(chain, end, traces, canaries, places, times)| {
        let (name, sequence, previous, visit) = chain;
        let ([ended, erased, searched, verified], rebuilt, found_before, found) = times;
        ErasureReceipt {
            installation: InstallationId::parse(&name).expect("a name"),
            sequence,
            previous: Digest(previous),
            visit: visit.map(|id| ContactId(Uuid::from_u128(id))),
            end,
            ended_at: Timestamp(ended),
            erased: traces.into_iter().map(|trace| (trace, Timestamp(erased))).collect(),
            rebuilt,
            found_before,
            scan: CanaryScan {
                at: Timestamp(searched),
                found: canaries.into_iter().map(|canary| (canary, found)).collect(),
                places: places.into_iter().collect(),
            },
            verified_at: Timestamp(verified),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_receipt_is_read_back_as_it_was(receipt in any_receipt()) {
        let bytes = receipt.signed_bytes();
        prop_assert!(bytes.len() <= RECEIPT_BYTES_MAX);
        prop_assert_eq!(ErasureReceipt::parse(&bytes), Ok(receipt));
    }

    #[test]
    fn every_code_is_short_and_is_read_back_as_it_was(receipt in any_receipt(), byte in any::<u8>()) {
        let signed = SignedReceipt { receipt, signature: [byte; 64] };
        prop_assert!(signed.code().len() <= CODE_CHARS_MAX);
        prop_assert_eq!(SignedReceipt::parse_code(&signed.code()), Ok(signed));
    }

    #[test]
    fn a_changed_byte_makes_another_receipt_or_none(
        receipt in any_receipt(),
        at in any::<usize>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = receipt.signed_bytes();
        let at = at % bytes.len();
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        prop_assert_ne!(ErasureReceipt::parse(&bytes), Ok(receipt));
    }

    #[test]
    fn no_bytes_make_the_reader_stumble(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(ErasureReceipt::parse(&bytes).is_err() && SignedReceipt::parse(&bytes).is_err());
    }
}

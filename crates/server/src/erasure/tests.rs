//! What is refused without any books, each with its reason; and that openssl agrees about what is signed.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use domain::erasure_receipt::{
    BrowserEnd, CODE_CHARS_MAX, Canary, CanaryScan, Digest, ErasureReceipt, ReceiptFault, ScanPlace, SignedReceipt,
    TraceKind,
};
use domain::ids::ContactId;
use domain::time::Timestamp;
use uuid::Uuid;
use vault::KeyRing;

use super::inspect::{Aspect, Finding, Standing, Trouble, inspect, is_good, read};
use super::said::{limits, said};
use super::shown::ReceiptShown;
use super::signing::{PublicKey, PublicKeyFault, SigningKey};

fn a_key() -> SigningKey {
    SigningKey::of(&KeyRing::generate().unwrap()).unwrap()
}

fn a_receipt(key: &SigningKey) -> ErasureReceipt {
    ErasureReceipt {
        installation: key.public().installation(),
        sequence: 12,
        previous: Digest([0x5a; 32]),
        visit: Some(ContactId(Uuid::from_u128(0x0193_abcd))),
        end: BrowserEnd::Submitted,
        ended_at: Timestamp(1_790_000_000_000),
        erased: TraceKind::ALL.into_iter().map(|trace| (trace, Timestamp(1_790_000_000_400))).collect(),
        rebuilt: 1,
        found_before: 2,
        scan: CanaryScan {
            at: Timestamp(1_790_000_000_900),
            found: Canary::ALL.into_iter().map(|canary| (canary, 0)).collect::<BTreeMap<_, _>>(),
            places: BTreeSet::from([ScanPlace::Disk, ScanPlace::Logs]),
        },
        verified_at: Timestamp(1_790_000_001_000),
    }
}

fn refused(text: &str, key: &PublicKey) -> Option<(Aspect, Trouble)> {
    let findings = inspect(&read(text.as_bytes()), key);
    let broken = findings.iter().find_map(|one| match &one.standing {
        Standing::Broken(trouble) => Some((one.aspect, trouble.clone())),
        Standing::Holds | Standing::NotChecked => None,
    });
    assert_eq!(is_good(&findings), broken.is_none());
    broken
}

#[test]
fn a_receipt_holds_as_a_file_and_as_a_code_and_says_what_was_not_checked() {
    let key = a_key();
    let signed = key.sign(a_receipt(&key)).unwrap();
    let file = String::from_utf8(signed.file_bytes()).unwrap();
    for text in [file, signed.code(), signed.code().to_ascii_lowercase() + "\n"] {
        assert_eq!(refused(&text, &key.public()), None);
        let findings = inspect(&read(text.as_bytes()), &key.public());
        let open: Vec<Aspect> =
            findings.iter().filter(|one| one.standing == Standing::NotChecked).map(|one| one.aspect).collect();
        assert_eq!(open, [Aspect::Books, Aspect::Before, Aspect::After]);
        assert_eq!(findings.len(), Aspect::ALL.len());
    }
}

#[test]
fn each_forgery_is_refused_for_its_reason_without_any_books() {
    let (key, other) = (a_key(), a_key());
    let signed = key.sign(a_receipt(&key)).unwrap();
    let file = String::from_utf8(signed.file_bytes()).unwrap();
    let swapped = file.replace("ended_at_ms=1790000000000\nerased", "erased");
    let by_other = SignedReceipt { signature: other.sign(a_receipt(&key)).unwrap().signature, ..signed.clone() };
    let all_other = other.sign(a_receipt(&other)).unwrap();
    let unreadable = |fault| (Aspect::Form, Trouble::Unreadable(fault));
    let forged = (Aspect::Signature, Trouble::Forged);
    let says = other.public().installation();
    let cases = [
        ("renumbered", file.replace("sequence=12", "sequence=13"), forged.clone()),
        ("another time", file.replace("ended_at_ms=1790000000000", "ended_at_ms=1790000000001"), forged.clone()),
        ("another link", file.replace("previous=5a", "previous=5b"), forged.clone()),
        ("one found less", file.replace("found_before=2", "found_before=0"), forged.clone()),
        ("signed by another", String::from_utf8(by_other.file_bytes()).unwrap(), forged.clone()),
        ("a code renumbered", signed.code().replacen(":12:", ":13:", 1), forged),
        ("a line gone", swapped, unreadable(ReceiptFault::Missing("ended_at_ms"))),
        ("cut off", file[..file.len() - 40].to_owned(), unreadable(ReceiptFault::NoSignature)),
        (
            "a code cut off",
            signed.code().rsplit_once(':').unwrap().0.to_owned(),
            unreadable(ReceiptFault::Missing("signature")),
        ),
        ("lines exchanged", exchanged(&file, 12, 13), unreadable(ReceiptFault::Missing("erased_at_ms"))),
        ("empty", String::new(), unreadable(ReceiptFault::NoSignature)),
        ("too long", "x".repeat(5_000), unreadable(ReceiptFault::TooLong(5_000))),
        (
            "another installation's",
            String::from_utf8(all_other.file_bytes()).unwrap(),
            (Aspect::Installation, Trouble::OtherInstallation { says, key: key.public().installation() }),
        ),
    ];
    for (why, text, wanted) in cases {
        assert_eq!(refused(&text, &key.public()), Some(wanted), "{why}");
    }
}

fn exchanged(file: &str, one: usize, other: usize) -> String {
    let mut lines: Vec<&str> = file.lines().collect();
    lines.swap(one, other);
    lines.join("\n") + "\n"
}

#[test]
fn nothing_is_good_before_its_signature_was_looked_at() {
    let held = |aspect| Finding { aspect, standing: Standing::Holds };
    assert!(!is_good(&[]));
    assert!(!is_good(&[held(Aspect::Form), Finding { aspect: Aspect::Signature, standing: Standing::NotChecked }]));
    assert!(is_good(&[held(Aspect::Signature)]));
}

#[test]
fn what_was_found_is_said_in_both_languages() {
    let key = a_key();
    let findings = inspect(&Err(ReceiptFault::NoSignature), &key.public());
    for line in findings.iter().map(said).chain([limits()]) {
        assert!(!line.ja.is_ascii() && line.en.is_ascii(), "{line:?}");
    }
}

#[test]
fn the_key_is_the_same_after_a_rotation_and_its_file_reads_back() {
    let mut ring = KeyRing::generate().unwrap();
    let before = SigningKey::of(&ring).unwrap().public();
    ring.rotate().unwrap();
    let key = SigningKey::of(&ring).unwrap().public();
    assert_eq!(before, key);
    assert_ne!(a_key().public(), key);
    assert_eq!(PublicKey::from_pem(key.to_pem().as_bytes()), Ok(key));
    assert_eq!(PublicKey::from_pem(b"-----BEGIN"), Err(PublicKeyFault::NotPem));
    // An X25519 key (RFC 8410 §4) differs in one byte of its algorithm.
    let other = key.to_pem().replacen("MCowBQYDK2Vw", "MCowBQYDK2Vu", 1);
    assert_eq!(PublicKey::from_pem(other.as_bytes()), Err(PublicKeyFault::OtherKind));
}

#[test]
fn openssl_verifies_what_is_signed_with_the_exported_key() {
    let folder = tempfile::tempdir().unwrap();
    let key = a_key();
    let signed = key.sign(a_receipt(&key)).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("key.pem", key.public().to_pem().as_bytes());
    write("signed", &signed.receipt.signed_bytes());
    write("signature", &signed.signature);
    let verifies = || {
        let arguments = "pkeyutl -verify -pubin -inkey key.pem -rawin -in signed -sigfile signature";
        let output = Command::new("openssl").current_dir(folder.path()).args(arguments.split(' ')).output();
        output.expect("openssl is installed").status.success()
    };
    assert!(verifies());
    write("signed", &ErasureReceipt { sequence: 13, ..signed.receipt }.signed_bytes());
    assert!(!verifies());
}

#[test]
fn the_largest_receipt_fits_what_the_kiosk_reads() {
    let key = a_key();
    let largest = ErasureReceipt { sequence: u64::MAX, rebuilt: u32::MAX, ..a_receipt(&key) };
    let shown = ReceiptShown::of(&key.sign(largest).unwrap()).unwrap();
    assert!(shown.qr_text.len() <= CODE_CHARS_MAX, "{}", shown.qr_text.len());
    assert!(shown.qr_svg.len() <= 64 * 1_024, "{}", shown.qr_svg.len());
    assert!(shown.qr_svg.starts_with("<?xml") && shown.erased.len() == TraceKind::ALL.len());
}

//! Whose mail is taken, how much of it, until when; and which links are opened.

use proptest::prelude::*;

use super::*;
use crate::time::Timestamp;

const NOW: Timestamp = Timestamp(1_790_000_000_000);
const UNTIL: Timestamp = Timestamp(1_790_003_600_000);

fn rules(names: &[&str]) -> Vec<DomainRule> {
    names.iter().map(|name| DomainRule::parse(name).expect("a rule")).collect()
}

fn address() -> VisitAddress {
    VisitAddress::from_chance(0x0123_4567_89ab_cdef_0123, DomainName::parse("mail.city.example").expect("a name"))
}

fn mailbox() -> SiteMailbox {
    SiteMailbox::new(address(), rules(&["apply.example", "*.apply.example"]), UNTIL)
}

fn mail(recipient: &str) -> ArrivedMail<'_> {
    ArrivedMail {
        recipient,
        envelope_sender: "bounce@mx.apply.example",
        from: "noreply@apply.example",
        is_sender_proved: true,
        bytes: 4_000,
    }
}

#[test]
fn an_address_is_made_of_chance_and_of_letters_that_are_not_mistaken() {
    let written = address().written();
    let (local, domain) = written.split_once('@').expect("an address");
    assert_eq!((local.len(), domain), (17, "mail.city.example"));
    assert!(local.starts_with('v') && !local.contains(['l', 'o', '0', '1']), "{local}");
    let other = VisitAddress::from_chance(0x0123_4567_89ab_cdef_0124, DomainName::parse(domain).expect("a name"));
    assert_ne!(other.written(), written);
}

#[test]
fn only_the_visits_own_address_has_a_mailbox() {
    let own = address().written();
    let capitals = own.to_ascii_uppercase();
    let tagged = own.replace('@', "+x@");
    let long = format!("{}@mail.city.example", "v".repeat(300));
    let cases: [(&str, Result<(), MailRefusal>); 7] = [
        (&own, Ok(())),
        (&capitals, Ok(())),
        (&tagged, Err(MailRefusal::NoSuchMailbox)),
        ("postmaster@mail.city.example", Err(MailRefusal::NoSuchMailbox)),
        ("", Err(MailRefusal::NoSuchMailbox)),
        (&long, Err(MailRefusal::NoSuchMailbox)),
        (&own[..own.len() - 1], Err(MailRefusal::NoSuchMailbox)),
    ];
    for (recipient, expected) in cases {
        assert_eq!(mailbox().judge_recipient(recipient, NOW), expected, "{recipient}");
    }
}

#[test]
fn only_the_sites_senders_are_wanted() {
    let wide = format!("{}@apply.example", "a".repeat(300));
    let cases: [(&str, bool, Result<(), MailRefusal>); 15] = [
        ("noreply@apply.example", true, Ok(())),
        ("noreply@APPLY.example", true, Ok(())),
        ("noreply@mx.apply.example", true, Ok(())),
        ("noreply@apply.example", false, Err(MailRefusal::SenderNotProved)),
        ("noreply@badapply.example", true, Err(MailRefusal::OtherSender)),
        ("noreply@apply.example.evil.example", true, Err(MailRefusal::OtherSender)),
        ("noreply@other.example", true, Err(MailRefusal::OtherSender)),
        ("", true, Err(MailRefusal::NoSender)),
        ("@apply.example", true, Err(MailRefusal::NoSender)),
        ("a@evil.example@apply.example", true, Err(MailRefusal::NoSender)),
        ("<a@apply.example>", true, Err(MailRefusal::NoSender)),
        ("a b@apply.example", true, Err(MailRefusal::NoSender)),
        ("a@[127.0.0.1]", true, Err(MailRefusal::NoSender)),
        ("a@ａpply.example", true, Err(MailRefusal::NoSender)),
        (&wide, true, Err(MailRefusal::NoSender)),
    ];
    for (sender, is_proved, expected) in cases {
        assert_eq!(mailbox().judge_sender(sender, is_proved), expected, "{sender}");
    }
}

#[test]
fn a_message_is_judged_whole_when_it_is_there() {
    let own = address().written();
    let good = mail(&own);
    let cases = [
        (good, Ok(())),
        (ArrivedMail { recipient: "x@mail.city.example", ..good }, Err(MailRefusal::NoSuchMailbox)),
        (ArrivedMail { envelope_sender: "", ..good }, Err(MailRefusal::NoSender)),
        (ArrivedMail { envelope_sender: "a@evil.example", ..good }, Err(MailRefusal::OtherSender)),
        (ArrivedMail { from: "a@evil.example", ..good }, Err(MailRefusal::OtherSender)),
        (ArrivedMail { is_sender_proved: false, ..good }, Err(MailRefusal::SenderNotProved)),
        (ArrivedMail { bytes: MESSAGE_BYTES_MAX, ..good }, Ok(())),
        (ArrivedMail { bytes: MESSAGE_BYTES_MAX + 1, ..good }, Err(MailRefusal::TooLong)),
    ];
    for (arrived, expected) in cases {
        assert_eq!(mailbox().take(&arrived, NOW), expected, "{arrived:?}");
    }
}

#[test]
fn a_visit_gets_few_messages_and_few_bytes() {
    let own = address().written();
    let mut many = mailbox();
    for _ in 0..MESSAGES_MAX {
        assert_eq!(many.take(&mail(&own), NOW), Ok(()));
    }
    assert_eq!(many.take(&mail(&own), NOW), Err(MailRefusal::Full));
    let mut large = mailbox();
    let largest = ArrivedMail { bytes: MESSAGE_BYTES_MAX, ..mail(&own) };
    for _ in 0..ALL_BYTES_MAX / MESSAGE_BYTES_MAX {
        assert_eq!(large.take(&largest, NOW), Ok(()));
    }
    assert_eq!(large.take(&ArrivedMail { bytes: 1, ..largest }, NOW), Err(MailRefusal::Full));
}

#[test]
fn nothing_is_taken_after_the_visit() {
    let own = address().written();
    let mut closed = mailbox();
    closed.close();
    assert_eq!(closed.take(&mail(&own), NOW), Err(MailRefusal::VisitOver));
    assert_eq!(mailbox().take(&mail(&own), UNTIL), Err(MailRefusal::VisitOver));
}

#[test]
fn a_link_is_opened_only_where_no_reader_can_read_it_otherwise() {
    use LinkRefusal::{OddHost, OddMarks, OtherHost, OtherScheme, TooLong};
    let long = format!("https://apply.example/{}", "a".repeat(LINK_CHARS_MAX));
    let cases: [(&str, Result<(), LinkRefusal>); 30] = [
        ("https://apply.example/form?id=1%20&k=v#top", Ok(())),
        ("https://APPLY.example", Ok(())),
        ("https://www.apply.example:443/a", Ok(())),
        ("https://apply.example?next=https://evil.example/", Ok(())),
        ("http://apply.example/", Err(OtherScheme)),
        ("HTTPS://apply.example/", Err(OtherScheme)),
        ("https:/apply.example/", Err(OtherScheme)),
        ("https:apply.example/", Err(OtherScheme)),
        ("//apply.example/", Err(OtherScheme)),
        ("javascript:alert(1)//apply.example", Err(OtherScheme)),
        ("data:text/html,x", Err(OtherScheme)),
        ("file:///etc/passwd", Err(OtherScheme)),
        ("chrome://version", Err(OtherScheme)),
        ("https://apply.example@evil.example/", Err(OddHost)),
        ("https://a:b@apply.example/", Err(OddHost)),
        ("https://apply.example:8443/", Err(OddHost)),
        ("https://apply.example:/", Err(OddHost)),
        ("https://127.0.0.1/", Err(OddHost)),
        ("https://0x7f.1/", Err(OddHost)),
        ("https://[::1]/", Err(OddMarks)),
        ("https://localhost/", Err(OddHost)),
        ("https://apply.example./", Err(OddHost)),
        ("https://apply%2Eexample/", Err(OddHost)),
        ("https:///apply.example/", Err(OddHost)),
        ("https://evil.example\\@apply.example/", Err(OddMarks)),
        ("https://evil.example\t.apply.example/", Err(OddMarks)),
        ("https://ａpply.example/", Err(OddMarks)),
        ("https://evil.example/apply.example", Err(OtherHost)),
        ("https://badapply.example/", Err(OtherHost)),
        (&long, Err(TooLong)),
    ];
    let hosts = rules(&["apply.example", "*.apply.example"]);
    for (link, expected) in cases {
        assert_eq!(may_open(link, &hosts), expected, "{link}");
    }
    assert_eq!(may_open("https://www.apply.example/", &rules(&["apply.example"])), Err(OtherHost));
    assert_eq!(may_open("https://apply.example/", &rules(&["*.apply.example"])), Err(OtherHost));
}

#[test]
fn the_links_of_a_japanese_message_are_found_without_what_stands_around_them() {
    let text = "申請は、https://apply.example/f?k=ab12。（https://www.apply.example/help）\n\
                <https://apply.example/f?k=ab12>\nhttps://evil.example/ See https://apply.example/end.\n";
    let hosts = rules(&["apply.example", "*.apply.example"]);
    let expected = ["https://apply.example/f?k=ab12", "https://www.apply.example/help", "https://apply.example/end"];
    assert_eq!(openable_links(text, &hosts), expected);
}

#[test]
fn names_that_are_no_domains_are_refused() {
    let long = format!("{}.example", "a".repeat(64));
    for name in ["", "example", ".example", "a..example", "-a.example", "a-.example", "a_b.example", "1.2.3.4", &long] {
        assert_eq!(DomainName::parse(name), None, "{name}");
    }
    for name in ["a.example", "A1.Example", "xn--zama-xn4b.example", "x.xn--q9jyb4c"] {
        assert!(DomainName::parse(name).is_some(), "{name}");
    }
    assert_eq!(DomainRule::parse("*.*.example"), None);
    assert_eq!(DomainRule::parse("*."), None);
}

/// Pieces of links in any order, so that some are good and many are nearly so.
fn a_link() -> impl Strategy<Value = String> {
    let pieces =
        ["apply.example", "www.", ".", "@", "evil.example", ":443", ":", "/", "\\\\", "?", "#", "%2e", "https://", "a"];
    let rest = proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..6);
    (any::<bool>(), rest).prop_map(|(is_https, rest)| {
        let scheme = if is_https { "https://" } else { "" };
        format!("{scheme}{}", rest.concat())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_opened_goes_to_a_host_of_the_profiles(link in a_link()) {
        let hosts = rules(&["apply.example", "*.apply.example"]);
        if may_open(&link, &hosts).is_ok() {
            let rest = link.strip_prefix("https://").expect("https");
            let host = rest.split(['/', '?', '#', ':']).next().expect("a host").to_ascii_lowercase();
            prop_assert!(host == "apply.example" || host.ends_with(".apply.example"), "{}", link);
        }
    }

    #[test]
    fn no_text_makes_the_reader_stumble(text in "\\PC{0,200}") {
        let hosts = rules(&["apply.example"]);
        for link in openable_links(&text, &hosts) {
            prop_assert_eq!(may_open(link, &hosts), Ok(()));
        }
    }
}

//! The talk of one connection, without a socket.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::policy::Policy;
use crate::store::Mailboxes;

const VISIT: Visit = Visit(7);
const HELLO: &str = "EHLO site.example\r\n";
const LETTER: &str = "From: city@site.example\r\nSubject: s\r\n\r\nhttps://site.example/x\r\n.\r\n";

struct Sites {
    on: bool,
}

impl Policy for Sites {
    fn is_on(&self) -> bool {
        self.on
    }

    fn recipient(&self, _: &Address) -> Verdict {
        Verdict::Accept
    }

    fn sender(&self, visit: Visit, domain: &str) -> Verdict {
        if visit == VISIT && domain == "site.example" { Verdict::Accept } else { Verdict::Refuse }
    }
}

fn gate(on: bool) -> (Gate, String) {
    let mailboxes = Arc::new(Mailboxes::default());
    let address = mailboxes.open(VISIT, "visit.example", [1; 8]).unwrap();
    let gate = Gate { mailboxes, policy: Arc::new(Sites { on }), host: "mail.visit.example".to_owned() };
    (gate, address.to_string())
}

/// What is said to all of `input`, and whether the connection goes on.
fn said(gate: &Gate, input: &[u8]) -> (String, Next) {
    let mut dialogue = Dialogue::begin(gate.clone(), Cover::None);
    let mut out = String::new();
    let next = dialogue.take(input, &mut out);
    (out, next)
}

fn codes(said: &str) -> Vec<&str> {
    said.lines().filter(|line| line.get(3..4) == Some(" ")).filter_map(|line| line.get(..3)).collect()
}

fn whole(to: &str) -> String {
    format!("{HELLO}MAIL FROM:<city@site.example>\r\nRCPT TO:<{to}>\r\nDATA\r\n{LETTER}QUIT\r\n")
}

#[test]
fn a_letter_from_an_expected_site_is_there_when_the_reply_says_so() {
    let (gate, to) = gate(true);
    let (out, next) = said(&gate, whole(&to).as_bytes());
    assert_eq!(codes(&out), ["250", "250", "250", "354", "250", "221"]);
    assert_eq!(next, Next::Close);
    let letters = gate.mailboxes.letters(VISIT);
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].links(), ["https://site.example/x"]);
}

#[test]
fn commands_have_an_order_and_bounds() {
    let (gate, to) = gate(true);
    let check = |commands: &str, last: &str| {
        let commands = commands.replace("TO", &format!("RCPT TO:<{to}>")).replace('\n', "\r\n");
        let (out, _) = said(&gate, commands.as_bytes());
        assert_eq!(codes(&out).last(), Some(&last), "{commands}{out}");
    };
    let mail = "MAIL FROM:<city@site.example>\n";
    check(mail, "503");
    check("HELO a\nTO\n", "503");
    check("HELO a\nDATA\n", "503");
    check(&format!("HELO a\n{mail}DATA\n"), "503");
    check(&format!("HELO a\n{mail}{mail}"), "503");
    check(&format!("HELO a\n{mail}TO\nTO\n"), "452");
    check(&format!("HELO a\n{mail}TO\nRSET\nDATA\n"), "503");
    check(&format!("HELO a\n{mail}TO\nHELO a\nDATA\n"), "503");
    check("HELO a\nMAIL FROM:<city@site.example> SIZE=262145\n", "552");
    check("HELO a\nMAIL FROM:<>\n", "550");
    check("HELO a\nMAIL FROM:city@site.example\n", "501");
    check("VRFY city\n", "502");
    check("AUTH PLAIN AGEAYg==\n", "502");
    check("STARTTLS\n", "502");
    check("XYZZY\n", "500");
}

#[test]
fn a_letter_that_names_another_sender_than_its_envelope_is_refused() {
    let (gate, to) = gate(true);
    let forged = whole(&to).replace("From: city@site.example", "From: city@evil.example");
    assert_eq!(codes(&said(&gate, forged.as_bytes()).0), ["250", "250", "250", "354", "550", "221"]);
    assert!(gate.mailboxes.letters(VISIT).is_empty());
}

#[test]
fn nobody_gets_past_the_greeting_while_it_is_off() {
    let (gate, to) = gate(false);
    let mut out = String::new();
    assert_eq!(Dialogue::begin(gate.clone(), Cover::None).greet(&mut out), Next::Close);
    assert_eq!(codes(&out), ["554"]);
    assert_eq!(codes(&said(&gate, whole(&to).as_bytes()).0), ["554"]);
}

#[test]
fn what_was_sent_before_tls_is_not_taken_for_what_comes_under_it() {
    let (gate, to) = gate(true);
    let mut dialogue = Dialogue::begin(gate.clone(), Cover::Offered);
    let mut out = String::new();
    assert_eq!(dialogue.take(format!("{HELLO}STARTTLS\r\n{}", whole(&to)).as_bytes(), &mut out), Next::Close);
    assert!(gate.mailboxes.letters(VISIT).is_empty());
    let mut dialogue = Dialogue::begin(gate, Cover::Offered);
    assert_eq!(dialogue.take(format!("{HELLO}STARTTLS\r\n").as_bytes(), &mut out), Next::Upgrade);
}

#[test]
fn who_tries_addresses_is_sent_away() {
    let (gate, _) = gate(true);
    let tries: String = (0..20).map(|number| format!("RCPT TO:<a{number}@visit.example>\r\n")).collect();
    let (out, next) = said(&gate, format!("{HELLO}MAIL FROM:<city@site.example>\r\n{tries}").as_bytes());
    assert_eq!(next, Next::Close);
    assert_eq!(codes(&out).iter().filter(|code| **code == "550").count(), usize::from(FAULTS_MAX) + 1);
    let (out, next) = said(&gate, "NOOP\r\n".repeat(20).as_bytes());
    assert_eq!((codes(&out).last(), next), (Some(&"421"), Next::Close));
}

proptest! {
    #[test]
    fn it_does_not_matter_in_what_pieces_a_talk_comes(cuts in prop::collection::vec(1_usize..40, 1..40)) {
        let (whole_gate, to) = gate(true);
        let input = whole(&to);
        let (expected, _) = said(&whole_gate, input.as_bytes());
        let (pieces_gate, _) = gate(true);
        let mut dialogue = Dialogue::begin(pieces_gate.clone(), Cover::None);
        let (mut out, mut rest, mut cuts) = (String::new(), input.as_bytes(), cuts.into_iter().cycle());
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(cuts.next().unwrap_or(1).min(rest.len()));
            dialogue.take(piece, &mut out);
            rest = after;
        }
        prop_assert_eq!(out, expected);
        prop_assert_eq!(pieces_gate.mailboxes.letters(VISIT).len(), 1);
    }

    #[test]
    fn no_bytes_bring_it_down_or_get_a_letter_in(input in prop::collection::vec(any::<u8>(), 0..4_000)) {
        let (gate, _) = gate(true);
        let (out, _) = said(&gate, &input);
        prop_assert!(gate.mailboxes.letters(VISIT).is_empty());
        prop_assert!(out.len() < 4_000);
    }

    #[test]
    fn no_order_of_commands_passes_a_letter_to_anybody_else(order in prop::collection::vec(0_usize..9, 0..30)) {
        let (gate, to) = gate(true);
        let commands = [
            HELLO.to_owned(),
            "MAIL FROM:<city@site.example>\r\n".to_owned(),
            "MAIL FROM:<city@evil.example>\r\n".to_owned(),
            format!("RCPT TO:<{to}>\r\n"),
            "RCPT TO:<other@elsewhere.example>\r\n".to_owned(),
            "DATA\r\n".to_owned(),
            LETTER.to_owned(),
            LETTER.replace("city@site", "city@evil"),
            "RSET\r\n".to_owned(),
        ];
        let input: String = order.iter().map(|index| commands[*index].as_str()).collect();
        said(&gate, input.as_bytes());
        for letter in gate.mailboxes.letters(VISIT) {
            prop_assert_eq!(letter.from().domain(), "site.example");
        }
    }
}

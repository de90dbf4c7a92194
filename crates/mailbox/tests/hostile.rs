//! The door against whoever may knock: real sockets, raw bytes.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may end at what it did not expect")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use mailbox::{
    Address, Gate, LETTERS_MAX, Limits, MESSAGE_BYTES_MAX, Mailboxes, Policy, Upgrade, Upgraded, Verdict, Visit, serve,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

const VISIT: Visit = Visit(7);
/// How long anything may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(20);
const BODY: &str = "From: city@site.example\r\nSubject: s\r\n\r\nhttps://site.example/x\r\n.\r\n";

struct Sites {
    on: AtomicBool,
}

impl Policy for Sites {
    fn is_on(&self) -> bool {
        self.on.load(Ordering::SeqCst)
    }

    fn recipient(&self, _: &Address) -> Verdict {
        Verdict::Accept
    }

    fn sender(&self, visit: Visit, domain: &str) -> Verdict {
        if visit == VISIT && domain == "site.example" { Verdict::Accept } else { Verdict::Refuse }
    }
}

/// Covers nothing: what matters is that it is asked.
struct Bare;

impl Upgrade for Bare {
    fn upgrade(&self, stream: TcpStream) -> Upgraded {
        Box::pin(async move { Ok(Box::new(stream) as Box<dyn mailbox::Stream>) })
    }
}

/// A door on a loopback port, with one visit.
struct Door {
    at: std::net::SocketAddr,
    mailboxes: Arc<Mailboxes>,
    sites: Arc<Sites>,
    to: String,
    stop: CancellationToken,
}

impl Door {
    async fn open(limits: Limits) -> Self {
        let mailboxes = Arc::new(Mailboxes::default());
        let to = mailboxes.open(VISIT, "visit.example", [3; 8]).unwrap().to_string();
        let sites = Arc::new(Sites { on: AtomicBool::new(true) });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (at, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
        let gate = Gate { mailboxes: mailboxes.clone(), policy: sites.clone(), host: "mail.visit.example".to_owned() };
        tokio::spawn(serve(listener, gate, limits, Some(Arc::new(Bare)), stop.clone()));
        Self { at, mailboxes, sites, to, stop }
    }

    async fn knock(&self) -> Caller {
        let mut caller = Caller(TcpStream::connect(self.at).await.unwrap());
        assert_eq!(caller.reply().await, "220");
        caller
    }

    /// A caller who has named an expected sender and this visit.
    async fn admitted(&self) -> Caller {
        let mut caller = self.knock().await;
        let to = format!("RCPT TO:<{}>", self.to);
        for command in ["HELO site.example", "MAIL FROM:<city@site.example>", &to] {
            assert_eq!(caller.say(&format!("{command}\r\n")).await, "250", "{command}");
        }
        caller
    }

    /// What is said to a message.
    async fn told(&self, message: &[u8]) -> String {
        let mut caller = self.admitted().await;
        assert_eq!(caller.say("DATA\r\n").await, "354");
        caller.send(message).await;
        caller.reply().await
    }

    fn letters(&self) -> usize {
        self.mailboxes.letters(VISIT).len()
    }
}

struct Caller(TcpStream);

impl Caller {
    async fn send(&mut self, bytes: &[u8]) {
        timeout(PATIENCE, self.0.write_all(bytes)).await.expect("the door takes it").unwrap();
    }

    async fn say(&mut self, line: &str) -> String {
        self.send(line.as_bytes()).await;
        self.reply().await
    }

    /// The code of the next reply; empty when the connection is closed.
    async fn reply(&mut self) -> String {
        loop {
            let line = self.line().await;
            if line.get(3..4) != Some("-") {
                return line.get(..3).unwrap_or_default().to_owned();
            }
        }
    }

    async fn line(&mut self) -> String {
        let mut line = Vec::new();
        while !line.ends_with(b"\n") {
            match timeout(PATIENCE, self.0.read_u8()).await.expect("the door answers") {
                Ok(byte) => line.push(byte),
                Err(_) => break,
            }
        }
        String::from_utf8(line).unwrap()
    }

    async fn is_closed(&mut self) -> bool {
        self.line().await.is_empty()
    }
}

#[tokio::test]
async fn a_letter_comes_in_and_goes_with_its_visit() {
    let door = Door::open(Limits::default()).await;
    let mut arrivals = door.mailboxes.arrivals();
    assert_eq!(door.told(BODY.as_bytes()).await, "250");
    timeout(PATIENCE, arrivals.changed()).await.unwrap().unwrap();
    assert_eq!(door.mailboxes.letters(VISIT)[0].links(), ["https://site.example/x"]);
    assert_eq!(door.mailboxes.close(VISIT), Some(1));
    let mut late = door.knock().await;
    late.say("HELO site.example\r\n").await;
    late.say("MAIL FROM:<city@site.example>\r\n").await;
    assert_eq!(late.say(&format!("RCPT TO:<{}>\r\n", door.to)).await, "550");
}

#[tokio::test]
async fn a_visit_that_ends_while_its_letter_comes_gets_nothing_more() {
    let door = Door::open(Limits::default()).await;
    let mut caller = door.admitted().await;
    assert_eq!(caller.say("DATA\r\n").await, "354");
    door.mailboxes.close(VISIT);
    assert_eq!(caller.say(BODY).await, "550");
    assert_eq!(door.letters(), 0);
}

#[tokio::test]
async fn nothing_is_passed_on() {
    let door = Door::open(Limits::default()).await;
    for recipient in [
        "somebody@elsewhere.example",
        "postmaster@visit.example",
        "postmaster",
        "a%elsewhere.example@visit.example",
        "@elsewhere.example:a@visit.example",
        "elsewhere.example!a@visit.example",
        "\"a@elsewhere.example\"@visit.example",
        "a@[127.0.0.1]",
    ] {
        let mut caller = door.knock().await;
        caller.say("HELO site.example\r\n").await;
        assert_eq!(caller.say("MAIL FROM:<city@site.example>\r\n").await, "250");
        let code = caller.say(&format!("RCPT TO:<{recipient}>\r\n")).await;
        assert!(["550", "501"].contains(&code.as_str()), "{recipient}: {code}");
        assert_eq!(caller.say("DATA\r\n").await, "503", "{recipient}");
    }
}

#[tokio::test]
async fn only_expected_senders_get_in() {
    let door = Door::open(Limits::default()).await;
    for sender in ["city@evil.example", "city@site.example.evil.example", "city@sub.site.example", ""] {
        let mut caller = door.knock().await;
        caller.say("HELO site.example\r\n").await;
        caller.say(&format!("MAIL FROM:<{sender}>\r\n")).await;
        assert_ne!(caller.say(&format!("RCPT TO:<{}>\r\n", door.to)).await, "250", "{sender}");
    }
    let forged = BODY.replace("city@site", "city@evil");
    assert_eq!(door.told(forged.as_bytes()).await, "550");
    assert_eq!(door.letters(), 0);
}

#[tokio::test]
async fn a_second_recipient_waits_for_another_letter() {
    let door = Door::open(Limits::default()).await;
    let mut caller = door.admitted().await;
    assert_eq!(caller.say(&format!("RCPT TO:<{}>\r\n", door.to)).await, "452");
}

#[tokio::test]
async fn commands_may_come_all_at_once() {
    let door = Door::open(Limits::default()).await;
    let mut caller = door.knock().await;
    let talk =
        format!("EHLO a.example\r\nMAIL FROM:<city@site.example>\r\nRCPT TO:<{}>\r\nDATA\r\n{BODY}QUIT\r\n", door.to);
    caller.send(talk.as_bytes()).await;
    for code in ["250", "250", "250", "354", "250", "221"] {
        assert_eq!(caller.reply().await, code);
    }
    assert_eq!(door.letters(), 1);
}

#[tokio::test]
async fn no_second_letter_is_smuggled_behind_an_end_that_others_see() {
    let door = Door::open(Limits::default()).await;
    for end in ["\n.\n", "\n.\r\n", "\r.\r", "\r.\r\n", "\r\n.\n", "\r\n.\r", "\r\n\0.\r\n"] {
        let second = format!("MAIL FROM:<city@site.example>\r\nRCPT TO:<{}>\r\nDATA\r\n{BODY}", door.to);
        let smuggled = format!("From: city@site.example\r\n\r\nfirst{end}{second}");
        assert_eq!(door.told(smuggled.as_bytes()).await, "554", "{end:?}");
    }
    assert_eq!(door.letters(), 0);
}

#[tokio::test]
async fn dots_are_text_where_they_were_doubled() {
    let door = Door::open(Limits::default()).await;
    assert_eq!(door.told(b"From: city@site.example\r\n\r\n..\r\n..a\r\n.\r\n").await, "250");
    assert_eq!(door.mailboxes.letters(VISIT)[0].text().replace('\r', ""), ".\n.a");
}

#[tokio::test]
async fn eight_bits_are_text_and_no_command() {
    let door = Door::open(Limits::default()).await;
    let text = "From: city@site.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n申請\r\n.\r\n";
    assert_eq!(door.told(text.as_bytes()).await, "250");
    assert_eq!(door.mailboxes.letters(VISIT)[0].text(), "申請");
    let mut caller = door.knock().await;
    assert_eq!(caller.say("HELO 窓口.example\r\n").await, "500");
    assert_eq!(caller.say("NO\0OP\r\n").await, "500");
    assert_eq!(caller.say("NOOP\n").await, "500");
}

#[tokio::test]
async fn long_lines_end_a_connection_or_refuse_a_message() {
    let door = Door::open(Limits::default()).await;
    let mut caller = door.knock().await;
    assert_eq!(caller.say(&format!("HELO {}\r\n", "a".repeat(600))).await, "500");
    assert!(caller.is_closed().await);
    let mut endless = door.knock().await;
    endless.send(&[b'A'; 4_096]).await;
    assert_eq!(endless.reply().await, "500");
    let long = format!("From: city@site.example\r\n\r\n{}\r\n.\r\n", "a".repeat(1_500));
    assert_eq!(door.told(long.as_bytes()).await, "554");
}

#[tokio::test]
async fn what_is_too_large_is_refused_and_who_does_not_stop_is_cut_off() {
    let door = Door::open(Limits::default()).await;
    let line = format!("{}\r\n", "a".repeat(900));
    let large = format!("From: city@site.example\r\n\r\n{}.\r\n", line.repeat(MESSAGE_BYTES_MAX / 900 + 1));
    assert_eq!(door.told(large.as_bytes()).await, "552");
    let headers = format!("From: city@site.example\r\n{}\r\n.\r\n", "X: y\r\n".repeat(1_000));
    assert_eq!(door.told(headers.as_bytes()).await, "554");
    let mut caller = door.admitted().await;
    caller.say("DATA\r\n").await;
    let mut sent = 0_usize;
    // Sending fails once the door is shut, which is what is waited for.
    while sent < 64 * 1024 * 1024 && caller.0.write_all(line.as_bytes()).await.is_ok() {
        sent += line.len();
    }
    assert!(sent < 64 * 1024 * 1024, "the door was shut");
    assert_eq!(door.letters(), 0);
}

#[tokio::test]
async fn bombs_of_parts_are_refused_and_nested_ones_are_no_trouble() {
    let door = Door::open(Limits::default()).await;
    let head = "From: city@site.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    let wide = format!("{head}{}--b--\r\n.\r\n", "--b\r\n\r\nx\r\n".repeat(10_000));
    assert_eq!(door.told(wide.as_bytes()).await, "554");
    let mut deep = String::from("From: city@site.example\r\n");
    for level in 0..2_000 {
        deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"));
    }
    assert_eq!(door.told(format!("{deep}\r\nx\r\n.\r\n").as_bytes()).await, "554");
    let folded = "Content-Type: message/rfc822\r\n\r\n".repeat(4_000);
    let code = door.told(format!("From: city@site.example\r\n{folded}x\r\n.\r\n").as_bytes()).await;
    assert!(["250", "554"].contains(&code.as_str()), "{code}");
    let tags = format!("{}\r\n", "<a href=<".repeat(100)).repeat(250);
    let html = format!("From: city@site.example\r\nContent-Type: text/html\r\n\r\n{tags}.\r\n");
    assert_eq!(door.told(html.as_bytes()).await, "250");
}

#[tokio::test]
async fn slow_callers_are_sent_away_and_leave_room_for_others() {
    let limits = Limits { connections: 2, idle: Duration::from_millis(500), whole: Duration::from_secs(3) };
    let door = Door::open(limits).await;
    let (mut silent, mut dripping) = (door.knock().await, door.knock().await);
    let mut third = Caller(TcpStream::connect(door.at).await.unwrap());
    assert_eq!(third.reply().await, "421");
    // One byte in time, again and again: the whole time is what ends it.
    let drip = async {
        let mut drops = 0_u32;
        while dripping.0.write_all(b"N").await.is_ok() {
            drops += 1;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        drops
    };
    let (drops, told) = tokio::join!(timeout(PATIENCE, drip), silent.reply());
    assert_eq!(told, "421");
    assert!(drops.expect("it is cut off") > 12, "silence is not what ended it");
    drop(silent);
    assert_eq!(door.told(BODY.as_bytes()).await, "250");
}

#[tokio::test]
async fn a_visit_gets_as_many_letters_as_it_may_and_a_connection_brings_a_few() {
    let door = Door::open(Limits::default()).await;
    for _ in 0..LETTERS_MAX {
        assert_eq!(door.told(BODY.as_bytes()).await, "250");
    }
    let mut caller = door.knock().await;
    caller.say("HELO site.example\r\n").await;
    caller.say("MAIL FROM:<city@site.example>\r\n").await;
    assert_eq!(caller.say(&format!("RCPT TO:<{}>\r\n", door.to)).await, "452");
    door.mailboxes.close(VISIT);
    door.mailboxes.open(VISIT, "visit.example", [3; 8]).unwrap();
    let mut busy = door.admitted().await;
    for _ in 0..4 {
        assert_eq!(busy.say("DATA\r\n").await, "354");
        assert_eq!(busy.say(BODY).await, "250");
        let next = busy.say("MAIL FROM:<city@site.example>\r\n").await;
        if next == "421" {
            break;
        }
        assert_eq!(busy.say(&format!("RCPT TO:<{}>\r\n", door.to)).await, "250");
    }
    assert!(busy.is_closed().await);
    assert_eq!(door.letters(), 4);
}

#[tokio::test]
async fn nobody_is_let_in_while_the_city_has_not_agreed() {
    let door = Door::open(Limits::default()).await;
    let mut inside = door.admitted().await;
    assert_eq!(inside.say("DATA\r\n").await, "354");
    door.sites.on.store(false, Ordering::SeqCst);
    assert_eq!(inside.say(BODY).await, "550");
    let mut caller = Caller(TcpStream::connect(door.at).await.unwrap());
    assert_eq!(caller.reply().await, "554");
    assert!(caller.is_closed().await);
}

#[tokio::test]
async fn tls_is_begun_with_nothing_left_from_before() {
    let door = Door::open(Limits::default()).await;
    let mut caller = door.knock().await;
    assert_eq!(caller.say("EHLO site.example\r\n").await, "250");
    assert_eq!(caller.say("STARTTLS\r\n").await, "220");
    assert_eq!(caller.say("MAIL FROM:<city@site.example>\r\n").await, "503", "who spoke before is not known inside");
    assert_eq!(caller.say("STARTTLS\r\n").await, "502");
    let mut injecting = door.knock().await;
    injecting.say("EHLO site.example\r\n").await;
    assert_eq!(injecting.say("STARTTLS\r\nMAIL FROM:<city@site.example>\r\n").await, "220");
    assert!(injecting.is_closed().await);
}

#[tokio::test]
async fn the_end_of_the_program_ends_connections() {
    let door = Door::open(Limits::default()).await;
    let mut caller = door.knock().await;
    door.stop.cancel();
    assert!(caller.is_closed().await);
    assert!(TcpStream::connect(door.at).await.is_err());
}

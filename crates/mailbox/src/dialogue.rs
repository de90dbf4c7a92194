//! The receiving side of SMTP as a machine without sockets (RFC 5321, of extensions SIZE, 8BITMIME, PIPELINING).
//!
//! Bytes go in as they come, replies come out, and a letter that was accepted is in its mailbox before the reply says
//! so. Commands are read by `smtp_proto`; the order of commands, the bounds and the refusals are here. Nothing is ever
//! passed on: a recipient is an address of a visit, or refused.

use smtp_proto::{MailFrom, RcptTo, Request};
use zeroize::{Zeroize as _, Zeroizing};

use crate::address::Address;
use crate::letter::{self, Unread};
use crate::limits::{COMMAND_BYTES_MAX, FAULTS_MAX, LETTERS_A_CONNECTION_MAX, LINE_BYTES_MAX, MESSAGE_BYTES_MAX};
use crate::policy::{Gate, Verdict};
use crate::refusal as say;
use crate::store::{NotDelivered, Visit};
use crate::text::{Taken, Text};

/// What to do with the connection after a piece of it was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Read,
    /// Begin TLS; the dialogue begins anew inside it.
    Upgrade,
    Close,
}

/// Whether TLS can be begun on this connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cover {
    /// It is there.
    On,
    /// It can be asked for.
    Offered,
    /// The caller gave none.
    None,
}

/// One connection's talk.
pub(crate) struct Dialogue {
    gate: Gate,
    cover: Cover,
    stage: Stage,
    /// What came of a line that has no end yet.
    line: Zeroizing<Vec<u8>>,
    /// The line is longer than a line may be, and its rest is skipped.
    overlong: bool,
    faults: u8,
    letters: u8,
}

enum Stage {
    /// Nobody has said who they are.
    Fresh,
    Greeted,
    /// A sender was named.
    From(Address),
    /// A sender who is expected at this visit's address.
    To(Route),
    /// The text is coming in.
    Text(Route, Text),
}

#[derive(Clone)]
struct Route {
    to: Address,
    visit: Visit,
}

impl Dialogue {
    pub(crate) fn begin(gate: Gate, cover: Cover) -> Self {
        let line = Zeroizing::new(Vec::with_capacity(LINE_BYTES_MAX));
        Self { gate, cover, stage: Stage::Fresh, line, overlong: false, faults: 0, letters: 0 }
    }

    /// The first thing that is said.
    pub(crate) fn greet(&self, out: &mut String) -> Next {
        if !self.gate.policy.is_on() {
            out.push_str(say::GREETING_OFF);
            return Next::Close;
        }
        out.push_str(&format!("220 {} ESMTP\r\n", self.gate.host));
        Next::Read
    }

    /// Takes what came, line by line, and says what there is to say.
    pub(crate) fn take(&mut self, mut bytes: &[u8], out: &mut String) -> Next {
        while !bytes.is_empty() {
            let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at.saturating_add(1));
            let (piece, rest) = bytes.split_at(end);
            bytes = rest;
            match self.piece(piece, out) {
                Next::Read => {}
                // What was sent in the clear after STARTTLS must not be taken for what comes under it (RFC 3207 §6).
                Next::Upgrade if !bytes.is_empty() => return Next::Close,
                ended @ (Next::Upgrade | Next::Close) => return ended,
            }
        }
        Next::Read
    }

    fn line_bytes_max(&self) -> usize {
        match self.stage {
            Stage::Text(..) => LINE_BYTES_MAX,
            Stage::Fresh | Stage::Greeted | Stage::From(_) | Stage::To(_) => COMMAND_BYTES_MAX,
        }
    }

    fn piece(&mut self, piece: &[u8], out: &mut String) -> Next {
        let ended = piece.ends_with(b"\n");
        if self.overlong || self.line.len().saturating_add(piece.len()) > self.line_bytes_max() {
            self.line.zeroize();
            self.overlong = !ended;
            return self.too_long(piece, out);
        }
        self.line.extend_from_slice(piece);
        if !ended {
            return Next::Read;
        }
        let mut line = std::mem::replace(&mut self.line, Zeroizing::new(Vec::new()));
        let next = self.whole_line(&line, out);
        // Overwritten, and the same room serves the next line.
        line.zeroize();
        self.line = line;
        next
    }

    fn too_long(&mut self, piece: &[u8], out: &mut String) -> Next {
        match &mut self.stage {
            Stage::Text(_, text) => ends_or_reads(text.overlong(piece), out),
            Stage::Fresh | Stage::Greeted | Stage::From(_) | Stage::To(_) => {
                out.push_str(say::LINE_TOO_LONG);
                Next::Close
            }
        }
    }

    fn whole_line(&mut self, line: &[u8], out: &mut String) -> Next {
        if let Stage::Text(_, text) = &mut self.stage {
            let taken = text.line(line);
            if taken != Taken::End {
                return ends_or_reads(taken, out);
            }
            return self.end_of_text(out);
        }
        let command = line.strip_suffix(b"\r\n").filter(|text| text.iter().all(|byte| (b' '..=b'~').contains(byte)));
        if command.is_none() {
            return self.fault(say::BAD_LINE, out);
        }
        if !self.gate.policy.is_on() {
            out.push_str(say::GREETING_OFF);
            return Next::Close;
        }
        match Request::parse(&mut line.iter()) {
            Ok(request) => self.request(request, out),
            Err(smtp_proto::Error::UnknownCommand) => self.fault(say::UNKNOWN, out),
            Err(_) => self.fault(say::SYNTAX, out),
        }
    }

    fn request(&mut self, request: Request<std::borrow::Cow<'_, str>>, out: &mut String) -> Next {
        match request {
            Request::Ehlo { .. } => self.hello(true, out),
            Request::Helo { .. } => self.hello(false, out),
            Request::Mail { from } => self.mail(&from, out),
            Request::Rcpt { to } => self.recipient(&to, out),
            Request::Data => self.data(out),
            Request::Rset => {
                self.stage = if matches!(self.stage, Stage::Fresh) { Stage::Fresh } else { Stage::Greeted };
                answer(say::FINE, out)
            }
            Request::Noop { .. } => self.idle(out),
            Request::Quit => {
                out.push_str(say::BYE);
                Next::Close
            }
            Request::StartTls => self.start_tls(out),
            Request::Vrfy { .. }
            | Request::Expn { .. }
            | Request::Help { .. }
            | Request::Auth { .. }
            | Request::Bdat { .. }
            | Request::Lhlo { .. }
            | Request::Etrn { .. }
            | Request::Atrn { .. }
            | Request::Burl { .. } => self.fault(say::NOT_DONE, out),
        }
    }

    fn hello(&mut self, extended: bool, out: &mut String) -> Next {
        self.stage = Stage::Greeted;
        let host = &self.gate.host;
        if !extended {
            out.push_str(&format!("250 {host}\r\n"));
            return Next::Read;
        }
        let tls = if self.cover == Cover::Offered { "250-STARTTLS\r\n" } else { "" };
        out.push_str(&format!("250-{host}\r\n250-PIPELINING\r\n250-8BITMIME\r\n{tls}250 SIZE {MESSAGE_BYTES_MAX}\r\n"));
        Next::Read
    }

    fn mail(&mut self, from: &MailFrom<std::borrow::Cow<'_, str>>, out: &mut String) -> Next {
        match self.stage {
            Stage::Greeted => {}
            Stage::Fresh | Stage::From(_) | Stage::To(_) | Stage::Text(..) => return self.fault(say::NOT_YET, out),
        }
        if self.letters >= LETTERS_A_CONNECTION_MAX {
            out.push_str(say::ENOUGH);
            return Next::Close;
        }
        if from.size > MESSAGE_BYTES_MAX {
            return self.fault(say::TOO_LARGE, out);
        }
        // An empty sender is a notice that a letter failed: nothing is ever sent from here.
        let Ok(sender) = Address::parse(&from.address) else { return self.fault(say::NO_SENDER, out) };
        self.stage = Stage::From(sender);
        answer(say::FINE, out)
    }

    fn recipient(&mut self, to: &RcptTo<std::borrow::Cow<'_, str>>, out: &mut String) -> Next {
        let sender = match &self.stage {
            Stage::From(sender) => sender,
            Stage::To(_) => return self.fault(say::ONE_RECIPIENT, out),
            Stage::Fresh | Stage::Greeted | Stage::Text(..) => return self.fault(say::NOT_YET, out),
        };
        if to.orcpt.is_some() || to.flags != 0 {
            return self.fault(say::NO_PARAMETERS, out);
        }
        let known = Address::parse(&to.address).ok().filter(|to| self.gate.policy.recipient(to) == Verdict::Accept);
        let known = known.and_then(|to| self.gate.mailboxes.visit_at(&to).map(|visit| Route { to, visit }));
        let expected = |route: &Route| self.gate.policy.sender(route.visit, sender.domain()) == Verdict::Accept;
        let Some(route) = known.filter(expected) else { return self.fault(say::NO_RECIPIENT, out) };
        if !self.gate.mailboxes.has_room(&route.to) {
            return self.fault(say::FULL, out);
        }
        self.stage = Stage::To(route);
        answer(say::FINE, out)
    }

    fn data(&mut self, out: &mut String) -> Next {
        match &self.stage {
            Stage::To(route) => {
                self.stage = Stage::Text(route.clone(), Text::begin());
                answer(say::GO_ON, out)
            }
            Stage::Fresh | Stage::Greeted | Stage::From(_) | Stage::Text(..) => self.fault(say::NOT_YET, out),
        }
    }

    fn end_of_text(&mut self, out: &mut String) -> Next {
        match std::mem::replace(&mut self.stage, Stage::Greeted) {
            Stage::Text(route, text) => {
                self.letters = self.letters.saturating_add(1);
                answer(self.deliver(&route, text), out)
            }
            before @ (Stage::Fresh | Stage::Greeted | Stage::From(_) | Stage::To(_)) => {
                self.stage = before;
                Next::Read
            }
        }
    }

    fn deliver(&self, route: &Route, text: Text) -> &'static str {
        let letter = match text.whole().map(|whole| letter::read(&whole)) {
            Ok(Ok(letter)) => letter,
            Ok(Err(Unread::TooLarge)) => return say::TOO_LARGE,
            Ok(Err(Unread::NoMessage | Unread::TooManyParts | Unread::NoSender)) => return say::BAD_MESSAGE,
            Err(refused) => return refused,
        };
        // The envelope and the letter may name two senders: both must be expected.
        if !self.gate.policy.is_on() || self.gate.policy.sender(route.visit, letter.from().domain()) == Verdict::Refuse
        {
            return say::NO_SENDER;
        }
        match self.gate.mailboxes.deliver(&route.to, route.visit, letter) {
            Ok(()) => say::FINE,
            Err(NotDelivered::Gone) => say::NO_RECIPIENT,
            Err(NotDelivered::Full) => say::FULL,
        }
    }

    fn start_tls(&mut self, out: &mut String) -> Next {
        match self.cover {
            Cover::Offered => {
                out.push_str(say::TLS_NOW);
                Next::Upgrade
            }
            Cover::On | Cover::None => self.fault(say::NO_TLS, out),
        }
    }

    /// Asking for nothing is no fault, but nobody does it without end.
    fn idle(&mut self, out: &mut String) -> Next {
        self.faults = self.faults.saturating_add(1);
        if self.faults > FAULTS_MAX {
            out.push_str(say::ENOUGH);
            return Next::Close;
        }
        answer(say::FINE, out)
    }

    fn fault(&mut self, says: &'static str, out: &mut String) -> Next {
        self.faults = self.faults.saturating_add(1);
        out.push_str(says);
        if self.faults > FAULTS_MAX {
            out.push_str(say::ENOUGH);
            return Next::Close;
        }
        Next::Read
    }
}

fn answer(says: &'static str, out: &mut String) -> Next {
    out.push_str(says);
    Next::Read
}

fn ends_or_reads(taken: Taken, out: &mut String) -> Next {
    match taken {
        Taken::More | Taken::End => Next::Read,
        Taken::Endless => {
            out.push_str(say::TOO_LARGE);
            Next::Close
        }
    }
}

#[cfg(test)]
mod tests;

//! A caller's side of SIP for many calls over one socket: what is sent, and what an answer says.

use std::net::SocketAddr;

/// The city's number in the demonstration.
const CITY_NUMBER: &str = "0120101366";

/// What stays the same in all messages of a run.
pub(super) struct Caller {
    /// Our SIP address.
    pub(super) local: SocketAddr,
    /// The server's.
    pub(super) server: SocketAddr,
    /// Where its sound goes.
    pub(super) sound_port: u16,
    /// Distinguishes runs against one server.
    pub(super) run: u32,
}

impl Caller {
    /// The request that rings, with an offer of G.711.
    pub(super) fn invite(&self, call: usize) -> String {
        let Self { local, sound_port, .. } = self;
        let sdp = format!(
            "v=0\r\no=caller 1 1 IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\nm=audio {sound_port} RTP/AVP 0 101\r\n\
             a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n",
            ip = local.ip()
        );
        let target = format!("sip:{CITY_NUMBER}@{}", self.server);
        let more = format!("Contact: <sip:caller@{local}>\r\nContent-Type: application/sdp\r\n");
        self.request("INVITE", 1, call, &target, &format!("<{target}>"), &more, &sdp)
    }

    /// The confirmation of a 200 (RFC 3261 §13.2.2.4).
    pub(super) fn ack(&self, call: usize, answer: &Answer) -> String {
        self.request("ACK", 1, call, &answer.contact, &answer.to, "", "")
    }

    /// The hang-up.
    pub(super) fn bye(&self, call: usize, answer: &Answer) -> String {
        self.request("BYE", 2, call, &answer.contact, &answer.to, "", "")
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one message, each named")]
    fn request(
        &self,
        method: &str,
        sequence: u32,
        call: usize,
        target: &str,
        to: &str,
        more: &str,
        body: &str,
    ) -> String {
        let Self { local, run, .. } = self;
        let number = number(call);
        let length = body.len();
        format!(
            "{method} {target} SIP/2.0\r\nVia: SIP/2.0/UDP {local};rport;branch=z9hG4bK-{run}-{call}-{method}\r\n\
             Max-Forwards: 70\r\nFrom: <sip:{number}@{local}>;tag=t{run}-{call}\r\nTo: {to}\r\n\
             Call-ID: {run}-{call}\r\nCSeq: {sequence} {method}\r\n{more}Content-Length: {length}\r\n\r\n{body}"
        )
    }
}

/// The caller's number of a call; its last four digits stay visible when masked.
pub(super) fn number(call: usize) -> String {
    format!("0901234{:04}", call % 10_000)
}

/// What matters of an answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// Which call it belongs to.
    pub(super) call: usize,
    /// 100 to 699.
    pub(super) status: u16,
    /// The request it answers.
    pub(super) method: String,
    to: String,
    contact: String,
}

impl Answer {
    /// Reads an answer; `None` for requests and for answers to another run.
    pub(super) fn read(text: &str, run: u32) -> Option<Self> {
        let status = text.strip_prefix("SIP/2.0 ")?.get(..3)?.parse().ok()?;
        let header = |name: &str| {
            let lines = text.lines().take_while(|line| !line.is_empty());
            let found = lines.filter_map(|line| line.split_once(':')).find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.trim())
        };
        let call = header("Call-ID")?.strip_prefix(&format!("{run}-"))?.parse().ok()?;
        let method = header("CSeq")?.split_ascii_whitespace().nth(1)?.to_owned();
        let contact = header("Contact").and_then(|value| value.split_once('<')?.1.split_once('>'));
        let contact = contact.map(|(address, _)| address.to_owned()).unwrap_or_default();
        Some(Self { call, status, method, to: header("To")?.to_owned(), contact })
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Caller};

    #[test]
    fn an_answer_gives_what_ack_and_bye_need_and_foreign_text_nothing() {
        let address = "127.0.0.1:5070".parse().unwrap();
        let caller = Caller { local: address, server: address, sound_port: 4_000, run: 7 };
        let text = "SIP/2.0 200 OK\r\nTo: <sip:a@b>;tag=x\r\nCall-ID: 7-12\r\nCSeq: 1 INVITE\r\n\
                    Contact: <sip:c@d:1>;expires=3\r\n\r\nContact: <sip:no@no>";
        let answer = Answer::read(text, 7).unwrap();
        assert_eq!((answer.call, answer.status, answer.method.as_str()), (12, 200, "INVITE"));
        let bye = caller.bye(12, &answer);
        assert!(bye.starts_with("BYE sip:c@d:1 SIP/2.0\r\n") && bye.contains("To: <sip:a@b>;tag=x\r\n"), "{bye}");
        assert_eq!(Answer::read(text, 8), None);
        assert_eq!(Answer::read(&bye, 7), None);
    }
}

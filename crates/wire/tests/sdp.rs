//! SDP as carriers, telephones and attackers write it.

use std::net::{Ipv4Addr, SocketAddrV4};

use wire::sdp::{
    Codec, Direction, LocalAudio, SDP_BYTES_MAX, SdpError, accept_answer, build_answer, build_offer, parse,
};

const OFFER: &str = "v=0\r\no=- 20 1 IN IP4 192.0.2.9\r\ns=call\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n\
    m=audio 40000 RTP/AVP 18 8 0 96\r\na=rtpmap:18 G729/8000\r\na=rtpmap:8 PCMA/8000\r\n\
    a=rtpmap:96 telephone-event/8000\r\na=fmtp:96 0-15\r\na=ptime:20\r\na=sendrecv\r\n";

fn local(direction: Direction) -> LocalAudio {
    let address = SocketAddrV4::new(Ipv4Addr::new(198, 51, 100, 1), 30_000);
    LocalAudio { address, session_id: 77, version: 3, direction }
}

fn with(from: &str, to: &str) -> String {
    assert!(OFFER.contains(from));
    OFFER.replace(from, to)
}

#[test]
fn the_first_codec_of_the_offer_that_we_carry_is_answered_with_its_payload_types() {
    let offer = parse(OFFER.as_bytes()).unwrap();
    let answer = build_answer(&offer, &local(Direction::SendRecv), &Codec::ALL).unwrap();
    assert_eq!(answer.agreed.codec, Codec::Pcma);
    assert_eq!(answer.agreed.dtmf_send, Some(96));
    assert_eq!(answer.agreed.remote, "192.0.2.9:40000".parse().unwrap());
    assert!(answer.sdp.contains("m=audio 30000 RTP/AVP 8 96\r\n"), "{}", answer.sdp);
    assert!(answer.sdp.contains("o=- 77 3 IN IP4 198.51.100.1\r\n"));
    assert!(answer.agreed.sends && answer.agreed.receives);
}

#[test]
fn our_offer_reads_back_and_an_answer_to_it_is_accepted() {
    let ours = build_offer(&local(Direction::SendRecv), &Codec::ALL);
    let peer = parse(ours.as_bytes()).unwrap();
    assert_eq!(peer.codecs.len(), 2);
    let answer = build_answer(&peer, &local(Direction::SendRecv), &[Codec::Pcma]).unwrap();
    let answer = parse(answer.sdp.as_bytes()).unwrap();
    let agreed = accept_answer(&Codec::ALL, Direction::SendRecv, &answer).unwrap();
    assert_eq!((agreed.codec, agreed.dtmf_send), (Codec::Pcma, Some(101)));
}

#[test]
fn directions_are_answered_as_rfc_3264_says() {
    let check = |offered: &str, wanted, written: &str, sends, receives| {
        let offer = parse(with("a=sendrecv", offered).as_bytes()).unwrap();
        let answer = build_answer(&offer, &local(wanted), &Codec::ALL).unwrap();
        assert!(answer.sdp.contains(written), "{offered}: {}", answer.sdp);
        assert_eq!((answer.agreed.sends, answer.agreed.receives), (sends, receives), "{offered}");
    };
    check("a=sendonly", Direction::SendRecv, "a=recvonly", false, true);
    check("a=recvonly", Direction::SendRecv, "a=sendonly", true, false);
    check("a=inactive", Direction::SendRecv, "a=inactive", false, false);
    check("a=sendrecv", Direction::SendOnly, "a=sendonly", true, false);
    check("a=x-foo", Direction::SendRecv, "a=sendrecv", true, true);
}

#[test]
fn the_old_hold_address_is_a_hold() {
    let offer = parse(with("c=IN IP4 192.0.2.9", "c=IN IP4 0.0.0.0").as_bytes()).unwrap();
    assert!(offer.is_hold());
    let answer = build_answer(&offer, &local(Direction::SendRecv), &Codec::ALL).unwrap();
    assert!(!answer.agreed.sends);
}

#[test]
fn what_cannot_be_carried_is_refused_by_name() {
    let check = |from: &str, to: &str, error: SdpError| {
        assert_eq!(parse(with(from, to).as_bytes()), Err(error), "{to}");
    };
    check("c=IN IP4 192.0.2.9", "c=IN IP6 2001:db8::9", SdpError::Ipv6Address);
    check("c=IN IP4 192.0.2.9", "c=IN IP4 sip.example.jp", SdpError::HostName);
    let multicast = SdpError::NotUnicast(Ipv4Addr::new(224, 2, 1, 1));
    check("c=IN IP4 192.0.2.9", "c=IN IP4 224.2.1.1/127", multicast);
    check("c=IN IP4 192.0.2.9\r\n", "", SdpError::NoAddress);
    check("RTP/AVP", "RTP/SAVP", SdpError::Profile("RTP/SAVP".into()));
    check("18 8 0 96", "18 96", SdpError::NoCodec);
    check("audio 40000", "audio 0", SdpError::NoAudio);
    check("audio 40000", "video 40000", SdpError::NoAudio);
}

#[test]
fn broken_lines_are_named_with_their_number() {
    let check = |from: &str, to: &str, at: usize| match parse(with(from, to).as_bytes()) {
        Err(SdpError::Malformed { line, .. }) => assert_eq!(line, at, "{to}"),
        other => panic!("{to}: {other:?}"),
    };
    check("v=0", "v=1", 1);
    check("o=- 20 1", "o=- x 1", 2);
    check("s=call", "call", 3);
    check("40000", "400000", 6);
    check("18 8 0 96", "", 6);
    check("18 8 0 96", "18 \u{1}", 6);
}

#[test]
fn sizes_have_limits() {
    let too_large = |text: String| {
        assert!(matches!(parse(text.as_bytes()), Err(SdpError::TooLarge { .. })));
    };
    too_large(format!("{OFFER}a={}", "x".repeat(SDP_BYTES_MAX)));
    too_large(format!("{OFFER}{}", "a=x\r\n".repeat(500)));
    too_large(format!("{OFFER}{}", "m=audio 1 RTP/AVP 0\r\n".repeat(20)));
    too_large(with("18 8 0 96", &"0 ".repeat(60)));
}

#[test]
fn further_media_lines_are_declined_in_their_place() {
    let video = "m=video 5000 RTP/AVP 31\r\na=sendonly\r\nm=audio 40000 RTP/AVP";
    let offer = parse(with("m=audio 40000 RTP/AVP", video).as_bytes()).unwrap();
    assert_eq!((offer.audio_index, offer.direction), (1, Direction::SendRecv));
    let answer = build_answer(&offer, &local(Direction::SendRecv), &Codec::ALL).unwrap();
    let lines: Vec<&str> = answer.sdp.lines().filter(|line| line.starts_with("m=")).collect();
    assert_eq!(lines, ["m=video 0 RTP/AVP 31", "m=audio 30000 RTP/AVP 8 96"]);
}

#[test]
fn a_plain_stream_offered_beside_a_secure_one_is_taken() {
    let both = "m=audio 40002 RTP/SAVP 0\r\nm=audio 40000 RTP/AVP";
    let offer = parse(with("m=audio 40000 RTP/AVP", both).as_bytes()).unwrap();
    assert_eq!(offer.address.port(), 40_000);
}

#[test]
fn a_dynamic_payload_type_may_carry_g711_and_a_foreign_rate_may_not() {
    let dynamic = with("18 8 0 96", "97").replace("18 G729/8000", "97 pcmu/8000/1");
    assert_eq!(parse(dynamic.as_bytes()).unwrap().codecs[0].payload_type, 97);
    let wide = with("18 8 0 96", "97").replace("18 G729/8000", "97 PCMU/16000");
    assert_eq!(parse(wide.as_bytes()), Err(SdpError::NoCodec));
}

#[test]
fn a_subject_in_shift_jis_does_not_lose_the_call() {
    let mut bytes = OFFER.as_bytes().to_vec();
    let at = OFFER.find("call").unwrap();
    bytes.splice(at..at + 4, [0x8D, 0xC0, 0x8A, 0xD4]);
    assert!(parse(&bytes).is_ok());
}

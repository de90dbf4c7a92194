//! Calls that come in.

use media::sip::{EndCause, TrunkEvent};
use wire::sdp::Codec;

use crate::support::{Bench, OFFER, Scenario, Wire, config, header, part, parts, sipp_calls, success, to_tag};

#[tokio::test]
async fn an_ordinary_call_is_announced_answered_and_ended() {
    let mut bench = Bench::start(config()).await;
    let asserted = "P-Asserted-Identity: \"Zama\" <tel:+81462551111>\nRecord-Route: <sip:127.0.0.1:[local_port];lr>";
    let mut peer = sipp_calls(&Scenario::new("call").with("HEADERS", asserted), &bench);
    let leg = bench
        .expect("incoming call", |event| match event {
            TrunkEvent::Incoming { leg, trunk, caller, dialled, .. } => {
                assert_eq!(trunk, "carrier");
                assert_eq!(caller.number.as_deref(), Some("+81462551111"));
                assert_eq!(caller.display.as_deref(), Some("Zama"));
                assert_eq!(dialled, "0120101366");
                Some(*leg)
            }
            _ => None,
        })
        .await;
    bench.handle.ring(leg).unwrap();
    bench.handle.answer(leg).unwrap();
    bench.event(TrunkEvent::Confirmed { leg }).await;
    let agreed = bench.line.agreed(leg).unwrap();
    assert_eq!((agreed.codec, agreed.dtmf_send, agreed.sends, agreed.receives), (Codec::Pcmu, Some(101), true, true));
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::RemoteHungUp }).await;
    success(&mut peer).await;
    bench.is_clean().await;
    assert!(bench.handle.answer(leg).is_err());
}

#[tokio::test]
async fn a_withheld_number_stays_withheld() {
    let mut bench = Bench::start(config()).await;
    let headers = "Privacy: id\nP-Asserted-Identity: <sip:+81462551111@127.0.0.1>";
    let from = "\"Anonymous\" <sip:anonymous@anonymous.invalid>";
    let mut peer = sipp_calls(&Scenario::new("call").with("HEADERS", headers).with("FROM", from), &bench);
    let leg = bench
        .expect("incoming call", |event| match event {
            TrunkEvent::Incoming { leg, caller, .. } => {
                assert!(caller.anonymous && caller.number.is_none() && caller.display.is_none());
                Some(*leg)
            }
            _ => None,
        })
        .await;
    bench.handle.answer(leg).unwrap();
    success(&mut peer).await;
}

#[tokio::test]
async fn a_caller_who_gives_up_while_it_rings_is_cancelled() {
    let mut bench = Bench::start(config()).await;
    let mut peer = sipp_calls(&Scenario::new("cancel"), &bench);
    let leg = bench.incoming().await;
    bench.handle.ring(leg).unwrap();
    bench.event(TrunkEvent::Cancelled { leg }).await;
    success(&mut peer).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn cancel_and_answer_at_the_same_moment_end_in_one_event_whoever_wins() {
    let mut bench = Bench::start(config()).await;
    let wire = Wire::at("127.0.0.1", &bench).await;
    for round in 0..30 {
        let call = format!("race{round}");
        let sdp = "Content-Type: application/sdp\r\n";
        let invite = wire.request("INVITE", &call, 1, "", sdp, &wire.offer("sendrecv"));
        wire.send(invite.as_bytes()).await;
        let leg = bench.incoming().await;
        let cancel = wire
            .request("CANCEL", &call, 1, "", "", "")
            .replace(&format!("z9hG4bK{call}CANCEL1"), &format!("z9hG4bK{call}INVITE1"));
        if round % 2 == 0 {
            let _ = bench.handle.answer(leg);
            wire.send(cancel.as_bytes()).await;
        } else {
            wire.send(cancel.as_bytes()).await;
            let _ = bench.handle.answer(leg);
        }
        loop {
            let answer = wire.receive("SIP/2.0 ").await;
            let is_invite = header(&answer, "CSeq").unwrap().ends_with("INVITE");
            if !is_invite || answer.starts_with("SIP/2.0 100") || header(&answer, "Call-ID").as_deref() != Some(&call) {
                continue;
            }
            let tag = to_tag(&answer);
            let same_branch = if answer.starts_with("SIP/2.0 200") { "ACK" } else { "INVITE" };
            let ack = wire
                .request("ACK", &call, 1, &tag, "", "")
                .replace(&format!("z9hG4bK{call}ACK1"), &format!("z9hG4bK{call}{same_branch}1"));
            wire.send(ack.as_bytes()).await;
            if answer.starts_with("SIP/2.0 200") {
                wire.send(wire.request("BYE", &call, 2, &tag, "", "").as_bytes()).await;
            }
            break;
        }
        bench
            .expect("the end", |event| match event {
                TrunkEvent::Cancelled { leg: over } if *over == leg => Some(()),
                TrunkEvent::HungUp { leg: over, cause: EndCause::RemoteHungUp } if *over == leg => Some(()),
                _ => None,
            })
            .await;
    }
    bench.is_clean().await;
    assert!(!bench.has_seen(|event| matches!(event, TrunkEvent::Failed { .. })));
}

#[tokio::test]
async fn an_answer_nobody_acknowledges_is_repeated_and_then_ended() {
    let mut bench = Bench::start(config()).await;
    let mut peer = sipp_calls(&Scenario::new("no_ack"), &bench);
    let leg = bench.incoming().await;
    bench.handle.answer(leg).unwrap();
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::AckMissing }).await;
    success(&mut peer).await;
    let answers = peer.story().matches("SIP/2.0 200 OK").count();
    // Once, five times over by T1 doubling to T2, and the peer's own 200 to our BYE at least.
    assert!(answers >= 7, "{answers} answers");
    bench.is_clean().await;
}

#[tokio::test]
async fn a_call_that_is_refused_hears_the_status() {
    let mut bench = Bench::start(config()).await;
    let sdp = "Content-Type: application/sdp";
    let scenario = Scenario::new("refused").with("HEADERS", sdp).with("STATUS", "486");
    let mut peer = sipp_calls(&scenario, &bench);
    let leg = bench.incoming().await;
    bench.handle.reject(leg, 486).unwrap();
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::Rejected(486) }).await;
    success(&mut peer).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn what_cannot_become_a_call_is_refused_before_anybody_hears_of_it() {
    let bench = Bench::start(config()).await;
    let sdp = "Content-Type: application/sdp";
    let ipv6 = OFFER.replace("c=IN IP[media_ip_type] [media_ip]", "c=IN IP6 2001:db8::1");
    let name = OFFER.replace("c=IN IP[media_ip_type] [media_ip]", "c=IN IP4 media.example");
    let secure = OFFER.replace("RTP/AVP", "RTP/SAVP");
    let codec = OFFER.replace("RTP/AVP 0 8 101", "RTP/AVP 18").replace("a=rtpmap:0 PCMU/8000\n", "");
    let garbage = "this is no description";
    for (headers, offer, status, expect) in [
        (format!("{sdp}\nRequire: teleport, timer"), OFFER, "420", "Unsupported: teleport"),
        (format!("{sdp}\nSupported: timer\nSession-Expires: 1"), OFFER, "422", "Min-SE: 2"),
        (sdp.to_owned(), ipv6.as_str(), "488", "Warning: 399 .*IPv6"),
        (sdp.to_owned(), name.as_str(), "488", "Warning: 399 .*host name"),
        (sdp.to_owned(), secure.as_str(), "488", "Warning: 399 .*SAVP"),
        (sdp.to_owned(), codec.as_str(), "488", "Warning: 399 .*PCMU"),
        (sdp.to_owned(), garbage, "488", "Warning: 399"),
        ("Content-Type: text/plain".to_owned(), OFFER, "415", "Accept: application/sdp"),
    ] {
        let scenario = Scenario::new("refused").with("HEADERS", &headers).with("OFFER", offer);
        let mut peer = sipp_calls(&scenario.with("STATUS", status).with("EXPECT", expect), &bench);
        success(&mut peer).await;
    }
    bench.is_clean().await;
}

#[tokio::test]
async fn a_late_offer_is_answered_in_the_ack() {
    let mut bench = Bench::start(config()).await;
    let mut peer = sipp_calls(&Scenario::new("late_offer").part("AFTER", "late_offer_talk"), &bench);
    let leg = bench.incoming().await;
    bench.handle.answer(leg).unwrap();
    bench.event(TrunkEvent::Confirmed { leg }).await;
    assert!(bench.line.agreed(leg).is_some());
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::RemoteHungUp }).await;
    success(&mut peer).await;
}

#[tokio::test]
async fn a_late_offer_answered_with_nothing_usable_is_ended() {
    let mut bench = Bench::start(config()).await;
    let secure = OFFER.replace("RTP/AVP", "RTP/SAVP");
    let scenario = Scenario::new("late_offer").with("OFFER", &secure).part("AFTER", "await_bye");
    let mut peer = sipp_calls(&scenario, &bench);
    let leg = bench.incoming().await;
    bench.handle.answer(leg).unwrap();
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::NotAcceptable }).await;
    success(&mut peer).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn we_hang_up_and_the_far_end_agrees() {
    let mut bench = Bench::start(config()).await;
    let mut peer = sipp_calls(&Scenario::new("late_offer").part("AFTER", "await_bye"), &bench);
    let leg = bench.incoming().await;
    bench.handle.answer(leg).unwrap();
    // Before the ACK: the BYE must wait for it.
    bench.handle.hang_up(leg).unwrap();
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::LocalHungUp }).await;
    success(&mut peer).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn hold_in_every_old_and_new_form_is_answered_and_told() {
    let mut bench = Bench::start(config()).await;
    let held = |seq: &str, direction: &str, expect: &str| {
        let offer = match direction {
            "0.0.0.0" => OFFER.replace("c=IN IP[media_ip_type] [media_ip]", "c=IN IP4 0.0.0.0"),
            direction => format!("{OFFER}\na={direction}"),
        };
        let ask = part("reinvite").with("METHOD", "INVITE").with("SEQ", seq).with("EXPECT", expect);
        parts(&[ask.with("OFFER", &offer), part("reinvite_ack").with("SEQ", seq)])
    };
    let talk = [
        held("2", "sendonly", "a=recvonly"),
        held("3", "sendrecv", "a=sendrecv"),
        held("4", "inactive", "a=inactive"),
        held("5", "sendrecv", "a=sendrecv"),
        held("6", "0.0.0.0", "a=sendrecv"),
        held("7", "sendrecv", "a=sendrecv"),
    ];
    let mut peer = sipp_calls(&Scenario::new("call").with("TALK", &talk.join("\n")), &bench);
    let leg = bench.incoming().await;
    bench.handle.answer(leg).unwrap();
    for _ in 0..3 {
        bench.event(TrunkEvent::RemoteHold { leg, on: true }).await;
        assert!(!bench.line.agreed(leg).unwrap().sends);
        bench.event(TrunkEvent::RemoteHold { leg, on: false }).await;
    }
    success(&mut peer).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn a_re_invite_that_overtakes_its_ack_is_served_after_it_and_refused_when_none_comes() {
    let mut bench = Bench::start(config()).await;
    let wire = Wire::at("127.0.0.1", &bench).await;
    let sdp = "Content-Type: application/sdp\r\n";
    wire.send(wire.request("INVITE", "fast", 1, "", sdp, &wire.offer("sendrecv")).as_bytes()).await;
    let leg = bench.incoming().await;
    bench.handle.answer(leg).unwrap();
    let tag = to_tag(&wire.receive("200").await);
    wire.send(wire.request("INVITE", "fast", 2, &tag, sdp, &wire.offer("sendonly")).as_bytes()).await;
    wire.send(wire.request("ACK", "fast", 1, &tag, "", "").as_bytes()).await;
    while header(&wire.receive("200").await, "CSeq").as_deref() != Some("2 INVITE") {}
    bench.event(TrunkEvent::RemoteHold { leg, on: true }).await;
    wire.send(wire.request("INVITE", "fast", 3, &tag, sdp, &wire.offer("sendrecv")).as_bytes()).await;
    assert_eq!(header(&wire.receive("491").await, "CSeq").as_deref(), Some("3 INVITE"), "no ACK came");
    wire.send(wire.request("ACK", "fast", 2, &tag, "", "").as_bytes()).await;
    wire.send(wire.request("BYE", "fast", 4, &tag, "", "").as_bytes()).await;
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::RemoteHungUp }).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn an_unusable_re_invite_is_refused_and_the_call_goes_on() {
    let mut bench = Bench::start(config()).await;
    let wire = Wire::at("127.0.0.1", &bench).await;
    let sdp = "Content-Type: application/sdp\r\n";
    wire.send(wire.request("INVITE", "bad", 1, "", sdp, &wire.offer("sendrecv")).as_bytes()).await;
    let leg = bench.incoming().await;
    bench.handle.answer(leg).unwrap();
    let tag = to_tag(&wire.receive("200").await);
    wire.send(wire.request("ACK", "bad", 1, &tag, "", "").as_bytes()).await;
    bench.event(TrunkEvent::Confirmed { leg }).await;
    let before = bench.line.agreed(leg);
    let secure = wire.offer("sendrecv").replace("RTP/AVP", "RTP/SAVP");
    wire.send(wire.request("INVITE", "bad", 2, &tag, sdp, &secure).as_bytes()).await;
    wire.receive("488").await;
    wire.send(
        wire.request("INFO", "bad", 3, &tag, "Content-Type: application/dtmf-relay\r\n", "Signal=7\r\n").as_bytes(),
    )
    .await;
    wire.receive("200").await;
    bench.event(TrunkEvent::Digit { leg, digit: '7' }).await;
    wire.send(wire.request("REFER", "bad", 4, &tag, "Refer-To: <sip:0990@evil>\r\n", "").as_bytes()).await;
    wire.receive("603").await;
    wire.send(wire.request("INFO", "bad", 2, &tag, "", "").as_bytes()).await;
    wire.receive("500").await;
    assert_eq!(bench.line.agreed(leg), before);
    wire.send(wire.request("BYE", "bad", 5, &tag, "", "").as_bytes()).await;
    wire.receive("200").await;
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::RemoteHungUp }).await;
    wire.send(wire.request("INFO", "bad", 6, &tag, "", "").as_bytes()).await;
    wire.receive("481").await;
}

#[tokio::test]
async fn a_peer_that_insists_on_reliable_ringing_gets_it() {
    let mut bench = Bench::start(config()).await;
    let wire = Wire::at("127.0.0.1", &bench).await;
    let more = "Content-Type: application/sdp\r\nRequire: 100rel\r\n";
    wire.send(wire.request("INVITE", "rel", 1, "", more, &wire.offer("sendrecv")).as_bytes()).await;
    let leg = bench.incoming().await;
    bench.handle.ring(leg).unwrap();
    let ringing = wire.receive("180").await;
    assert_eq!(header(&ringing, "RSeq").as_deref(), Some("1"));
    assert_eq!(header(&ringing, "Require").as_deref(), Some("100rel"));
    let again = wire.receive("180").await;
    assert_eq!(header(&again, "RSeq").as_deref(), Some("1"), "repeated until PRACK");
    let tag = to_tag(&ringing);
    wire.send(wire.request("PRACK", "rel", 2, &tag, "RAck: 9 1 INVITE\r\n", "").as_bytes()).await;
    wire.receive("481").await;
    wire.send(wire.request("PRACK", "rel", 3, &tag, "RAck: 1 1 INVITE\r\n", "").as_bytes()).await;
    let accepted = wire.receive("SIP/2.0 200").await;
    assert_eq!(header(&accepted, "CSeq").as_deref(), Some("3 PRACK"));
    bench.handle.answer(leg).unwrap();
    wire.receive("SIP/2.0 200").await;
    wire.send(wire.request("ACK", "rel", 1, &tag, "", "").as_bytes()).await;
    bench.event(TrunkEvent::Confirmed { leg }).await;
    bench.handle.hang_up(leg).unwrap();
    wire.receive("BYE").await;
}

#[tokio::test]
async fn repeated_and_merged_invites_make_one_call() {
    let mut bench = Bench::start(config()).await;
    let wire = Wire::at("127.0.0.1", &bench).await;
    let sdp = "Content-Type: application/sdp\r\n";
    let invite = wire.request("INVITE", "twice", 1, "", sdp, &wire.offer("sendrecv"));
    wire.send(invite.as_bytes()).await;
    wire.send(invite.as_bytes()).await;
    let leg = bench.incoming().await;
    let other_path = invite.replace("z9hG4bKtwice", "z9hG4bKmerged");
    wire.send(other_path.as_bytes()).await;
    wire.receive("482").await;
    bench.handle.answer(leg).unwrap();
    let answer = wire.receive("SIP/2.0 200").await;
    wire.send(invite.as_bytes()).await;
    let again = wire.receive("SIP/2.0 200").await;
    assert_eq!(to_tag(&answer), to_tag(&again));
    wire.send(wire.request("ACK", "twice", 1, &to_tag(&answer), "", "").as_bytes()).await;
    bench.event(TrunkEvent::Confirmed { leg }).await;
    let bye = wire.request("BYE", "twice", 2, &to_tag(&answer), "", "");
    wire.send(bye.as_bytes()).await;
    wire.receive("SIP/2.0 200").await;
    wire.send(bye.as_bytes()).await;
    let repeated = wire.receive("SIP/2.0 200").await;
    assert_eq!(header(&repeated, "CSeq").as_deref(), Some("2 BYE"));
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::RemoteHungUp }).await;
    assert_eq!(bench.handle.stats().legs, 0);
}

#[tokio::test]
async fn a_call_over_tcp_lives_on_its_stream() {
    use media::sip::SipTransport;

    use crate::support::{free_port, sipp};

    let mut bench = Bench::start(config()).await;
    let remote = format!("127.0.0.1:{}", bench.port(SipTransport::Tcp));
    let mut peer = sipp(&Scenario::new("late_offer").part("AFTER", "await_bye"), free_port(), &["-t", "t1", &remote]);
    let leg = bench.incoming().await;
    bench.handle.answer(leg).unwrap();
    bench.event(TrunkEvent::Confirmed { leg }).await;
    bench.handle.hang_up(leg).unwrap();
    success(&mut peer).await;
    bench.is_clean().await;
}

//! Session timers (RFC 4028) in both roles, and hold by us, with their collisions.

use std::time::Duration;

use media::sip::{EndCause, TrunkEvent};

use crate::support::{
    Bench, OFFER, Scenario, Wire, config, config_toward, header, part, sipp, sipp_calls, success, to_tag,
};

/// Answers an in-dialog request of ours with 200, and takes the ACK where there is one.
fn answered(method: &str, expect: &str, headers: &str, answer: &str, number: &str) -> String {
    let response = part("answer_request").with("METHOD", method).with("STATUS", "200 OK").with("EXPECT", expect);
    let response = response.with("ANSWER_HEADERS", headers).with("ANSWER", answer).with("VAR", number).text();
    let ack = if method == "INVITE" { "<recv request=\"ACK\"/>" } else { "" };
    format!("{response}\n{ack}")
}

#[tokio::test]
async fn the_far_end_refreshes_by_update_and_by_re_invite() {
    let mut bench = Bench::start(config()).await;
    let headers = "Supported: timer\nSession-Expires: 3;refresher=uac";
    let refresh = |method: &str, seq: &str| {
        let expect = "Session-Expires: 3;refresher=uac";
        let ask = part("reinvite").with("METHOD", method).with("SEQ", seq).with("EXPECT", expect);
        let ask = ask.with("REINVITE_HEADERS", headers).text();
        let ack = if method == "INVITE" { part("reinvite_ack").with("SEQ", seq).text() } else { String::new() };
        format!("<pause milliseconds=\"1500\"/>\n{ask}\n{ack}")
    };
    let talk = [refresh("UPDATE", "2"), refresh("INVITE", "3"), "<pause milliseconds=\"1000\"/>".to_owned()];
    let scenario = Scenario::new("call").with("HEADERS", headers).with("TALK", &talk.join("\n"));
    let mut peer = sipp_calls(&scenario, &bench);
    let leg = bench.incoming().await;
    bench.handle.answer(leg).unwrap();
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::RemoteHungUp }).await;
    success(&mut peer).await;
}

#[tokio::test]
async fn a_far_end_that_stops_refreshing_is_hung_up_on() {
    let mut bench = Bench::start(config()).await;
    let headers = "Supported: timer\nSession-Expires: 2;refresher=uac";
    let talk = part("await_bye").text();
    let scenario = Scenario::new("call").with("HEADERS", headers).with("TALK", &talk).without_goodbye();
    let mut peer = sipp_calls(&scenario, &bench);
    let leg = bench.incoming().await;
    bench.handle.answer(leg).unwrap();
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::SessionExpired }).await;
    success(&mut peer).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn we_refresh_by_update_where_it_is_known_and_by_re_invite_where_not() {
    for (allow, method) in [("Allow: INVITE, ACK, BYE, UPDATE\n", "UPDATE"), ("", "INVITE")] {
        let mut bench = Bench::start(config()).await;
        let headers = format!("{allow}Supported: timer\nSession-Expires: 2;refresher=uas");
        let agreed = "Require: timer\nSession-Expires: 2;refresher=uac";
        let expect = "Session-Expires: 2;refresher=uac";
        let talk = [answered(method, expect, agreed, OFFER, "2"), answered(method, expect, agreed, OFFER, "3")];
        let scenario = Scenario::new("call").with("HEADERS", &headers).with("TALK", &talk.join("\n"));
        let mut peer = sipp_calls(&scenario, &bench);
        let leg = bench.incoming().await;
        bench.handle.answer(leg).unwrap();
        bench.event(TrunkEvent::HungUp { leg, cause: EndCause::RemoteHungUp }).await;
        success(&mut peer).await;
    }
}

#[tokio::test]
async fn a_far_end_that_has_forgotten_the_call_ends_it_at_the_refresh() {
    let mut bench = Bench::start(config()).await;
    let wire = Wire::at("127.0.0.1", &bench).await;
    let more =
        "Content-Type: application/sdp\r\nAllow: UPDATE\r\nSupported: timer\r\nSession-Expires: 2;refresher=uas\r\n";
    wire.send(wire.request("INVITE", "gone", 1, "", more, &wire.offer("sendrecv")).as_bytes()).await;
    let leg = bench.incoming().await;
    bench.handle.answer(leg).unwrap();
    let tag = to_tag(&wire.receive("SIP/2.0 200").await);
    wire.send(wire.request("ACK", "gone", 1, &tag, "", "").as_bytes()).await;
    let update = wire.receive("UPDATE").await;
    wire.send(response_to(&update, "481 Call/Transaction Does Not Exist", "").as_bytes()).await;
    wire.receive("BYE").await;
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::Lost }).await;
}

#[tokio::test]
async fn we_hold_and_take_back_and_survive_a_collision() {
    let port = crate::support::free_port();
    let mut bench = Bench::start(config_toward(port)).await;
    let held = format!("{OFFER}\na=recvonly");
    let collision = part("answer_request").with("METHOD", "INVITE").with("STATUS", "491 Request Pending");
    let collision = collision.with("EXPECT", "a=sendonly").with("VAR", "2").text();
    let then = [
        part("respond").with("STATUS", "200 OK").text(),
        "<recv request=\"ACK\"/>".to_owned(),
        format!("{collision}\n<recv request=\"ACK\"/>"),
        answered("INVITE", "a=sendonly", "", &held, "3"),
        answered("INVITE", "a=sendrecv", "", OFFER, "4"),
        part("await_bye").text(),
    ];
    let mut peer = sipp(&Scenario::new("callee").with("THEN", &then.join("\n")), port, &[]);
    let leg = crate::callees::dial(&bench, "0463000000", Duration::from_secs(10));
    bench.event(TrunkEvent::Answered { leg }).await;
    bench.handle.hold(leg, true).unwrap();
    crate::support::until("we hold", || bench.line.agreed(leg).is_some_and(|agreed| !agreed.receives)).await;
    bench.handle.hold(leg, false).unwrap();
    crate::support::until("we took it back", || bench.line.agreed(leg).is_some_and(|agreed| agreed.receives)).await;
    bench.handle.hang_up(leg).unwrap();
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::LocalHungUp }).await;
    success(&mut peer).await;
    assert!(!bench.has_seen(|event| matches!(event, TrunkEvent::RemoteHold { .. })));
}

#[tokio::test]
async fn two_re_invites_that_cross_are_settled_by_491() {
    let mut bench = Bench::start(config()).await;
    let wire = Wire::at("127.0.0.1", &bench).await;
    let sdp = "Content-Type: application/sdp\r\n";
    wire.send(wire.request("INVITE", "glare", 1, "", sdp, &wire.offer("sendrecv")).as_bytes()).await;
    let leg = bench.incoming().await;
    bench.handle.answer(leg).unwrap();
    let tag = to_tag(&wire.receive("SIP/2.0 200").await);
    wire.send(wire.request("ACK", "glare", 1, &tag, "", "").as_bytes()).await;
    bench.event(TrunkEvent::Confirmed { leg }).await;
    bench.handle.hold(leg, true).unwrap();
    let ours = wire.receive("INVITE").await;
    wire.send(wire.request("INVITE", "glare", 2, &tag, sdp, &wire.offer("sendonly")).as_bytes()).await;
    wire.receive("491").await;
    wire.send(wire.request("UPDATE", "glare", 3, &tag, sdp, &wire.offer("sendonly")).as_bytes()).await;
    wire.receive("491").await;
    wire.send(wire.request("UPDATE", "glare", 4, &tag, "", "").as_bytes()).await;
    let refreshed = wire.receive("SIP/2.0 200").await;
    assert!(header(&refreshed, "Session-Expires").is_some());
    wire.send(response_to(&ours, "491 Request Pending", "").as_bytes()).await;
    let again = loop {
        let invite = wire.receive("INVITE").await;
        if header(&invite, "CSeq") != header(&ours, "CSeq") {
            break invite;
        }
    };
    assert!(again.contains("a=sendonly"));
    wire.send(response_to(&again, "200 OK", &wire.offer("recvonly")).as_bytes()).await;
    crate::support::until("we hold", || bench.line.agreed(leg).is_some_and(|agreed| !agreed.receives)).await;
    bench.handle.hang_up(leg).unwrap();
    wire.receive("BYE").await;
}

/// A response of a plain peer to a request of ours.
fn response_to(request: &str, status: &str, body: &str) -> String {
    let kept = request
        .lines()
        .filter(|line| ["Via:", "From:", "To:", "Call-ID:", "CSeq:"].iter().any(|name| line.starts_with(name)));
    let headers: String = kept.map(|line| format!("{line}\r\n")).collect();
    let uri = request.split_whitespace().nth(1).unwrap();
    let contact = format!("Contact: <{uri}>\r\nContent-Type: application/sdp\r\n");
    format!("SIP/2.0 {status}\r\n{headers}{contact}Content-Length: {}\r\n\r\n{body}", body.len())
}

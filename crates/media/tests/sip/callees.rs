//! Calls that go out.

use std::time::Duration;

use media::LegId;
use media::sip::{Credentials, DialRequest, EndCause, TrunkEvent};

use crate::support::{Bench, OFFER, Program, Scenario, config, config_toward, free_port, part, sipp, success};

/// Orders a call and returns its leg.
pub(crate) fn dial(bench: &Bench, to: &str, ring_timeout: Duration) -> LegId {
    let leg = bench.ids.next();
    let request = DialRequest { trunk: "carrier".to_owned(), to: to.to_owned(), from: None, ring_timeout };
    bench.handle.dial(leg, request).unwrap();
    leg
}

fn ok() -> String {
    part("respond").with("STATUS", "200 OK").with("RETRANS", "retrans=\"500\"").text()
}

fn status(line: &str) -> String {
    part("respond").with("STATUS", line).text()
}

const ACK: &str = "<recv request=\"ACK\"/>";
const LONG: Duration = Duration::from_secs(15);

async fn called(then: &[String]) -> (Bench, Program) {
    called_expecting("SIP", then).await
}

async fn called_expecting(expect: &str, then: &[String]) -> (Bench, Program) {
    let port = free_port();
    let bench = Bench::start(config_toward(port)).await;
    let scenario = Scenario::new("callee").with("EXPECT", expect).with("THEN", &then.join("\n"));
    (bench, sipp(&scenario, port, &[]))
}

#[tokio::test]
async fn an_ordinary_call_out_rings_is_answered_and_ended_by_us() {
    let identity = "P-Asserted-Identity: .sip:0462550000@127.0.0.1;user=phone";
    let then = [status("180 Ringing"), ok(), ACK.to_owned(), part("await_bye").text()];
    let (mut bench, mut peer) = called_expecting(identity, &then).await;
    let leg = dial(&bench, "0463000000", LONG);
    bench
        .expect("ringing", |event| matches!(event, TrunkEvent::Ringing { leg: it, .. } if *it == leg).then_some(()))
        .await;
    bench.event(TrunkEvent::Answered { leg }).await;
    assert!(bench.line.agreed(leg).unwrap().sends);
    bench.handle.hang_up(leg).unwrap();
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::LocalHungUp }).await;
    success(&mut peer).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn early_media_is_heard_before_the_answer() {
    let then = [
        status("183 Session Progress"),
        "<pause milliseconds=\"100\"/>".to_owned(),
        ok(),
        ACK.to_owned(),
        part("await_bye").text(),
    ];
    let (mut bench, mut peer) = called(&then).await;
    let leg = dial(&bench, "0463000000", LONG);
    bench.event(TrunkEvent::Ringing { leg, early_media: true }).await;
    bench.event(TrunkEvent::Answered { leg }).await;
    bench.handle.hang_up(leg).unwrap();
    success(&mut peer).await;
}

#[tokio::test]
async fn reliable_ringing_is_acknowledged_by_prack() {
    let ringing = part("respond").with("STATUS", "180 Ringing").with("ANSWER_HEADERS", "Require: 100rel\nRSeq: 776");
    let prack =
        part("answer_request").with("METHOD", "PRACK").with("STATUS", "200 OK").with("EXPECT", "RAck: 776 1 INVITE");
    let then = [ringing.text(), prack.with("VAR", "2").text()];
    let port = free_port();
    let mut bench = Bench::start(config_toward(port)).await;
    let scenario = Scenario::new("callee").with("EXPECT", "Supported: timer, 100rel").with("THEN", &then.join("\n"));
    let mut peer = sipp(&scenario, port, &[]);
    let leg = dial(&bench, "0463000000", LONG);
    bench
        .expect("ringing", |event| matches!(event, TrunkEvent::Ringing { leg: it, .. } if *it == leg).then_some(()))
        .await;
    success(&mut peer).await;
    bench.handle.cancel(leg).unwrap();
    bench
        .expect("the end", |event| {
            matches!(event, TrunkEvent::Failed { leg: it, status: 487, .. } if *it == leg).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_refusal_is_told_with_its_status() {
    let (mut bench, mut peer) = called(&[status("486 Busy Here"), ACK.to_owned()]).await;
    let leg = dial(&bench, "0463000000", LONG);
    let (status, reason) = failed(&mut bench, leg).await;
    assert_eq!((status, reason.as_str()), (486, "Busy Here"));
    success(&mut peer).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn a_redirection_is_not_followed() {
    let (mut bench, mut peer) = called(&[status("302 Moved Temporarily"), ACK.to_owned()]).await;
    let leg = dial(&bench, "0463000000", LONG);
    assert_eq!(failed(&mut bench, leg).await.0, 302);
    success(&mut peer).await;
}

#[tokio::test]
async fn a_cancel_before_the_answer_reaches_the_far_end() {
    let cancelled = format!("{}\n{ACK}", part("refuse_cancelled").text());
    let (mut bench, mut peer) = called(&[status("180 Ringing"), cancelled]).await;
    let leg = dial(&bench, "0463000000", LONG);
    bench
        .expect("ringing", |event| matches!(event, TrunkEvent::Ringing { leg: it, .. } if *it == leg).then_some(()))
        .await;
    bench.handle.cancel(leg).unwrap();
    assert_eq!(failed(&mut bench, leg).await, (487, "cancelled".to_owned()));
    success(&mut peer).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn a_call_nobody_answers_is_given_up_after_the_ring_timeout() {
    let cancelled = format!("{}\n{ACK}", part("refuse_cancelled").text());
    let (mut bench, mut peer) = called(&[status("180 Ringing"), cancelled]).await;
    let leg = dial(&bench, "0463000000", Duration::from_millis(700));
    assert_eq!(failed(&mut bench, leg).await.0, 408);
    success(&mut peer).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn a_proxy_that_is_silent_fails_the_call_after_64_t1() {
    let silent = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let mut bench = Bench::start(config_toward(silent.local_addr().unwrap().port())).await;
    let leg = dial(&bench, "0463000000", LONG);
    assert_eq!(failed(&mut bench, leg).await.0, 408);
    bench.is_clean().await;
}

#[tokio::test]
async fn an_answer_with_unusable_sound_is_acknowledged_and_hung_up() {
    let secure = OFFER.replace("RTP/AVP", "RTP/SAVP");
    let answer = part("respond").with("STATUS", "200 OK").with("ANSWER", &secure).text();
    let (mut bench, mut peer) = called(&[answer, ACK.to_owned(), part("await_bye").text()]).await;
    let leg = dial(&bench, "0463000000", LONG);
    assert_eq!(failed(&mut bench, leg).await.0, 488);
    success(&mut peer).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn a_challenge_of_proxy_or_server_is_answered_with_the_digest_of_the_trunk() {
    let challenge = "Digest realm=\"carrier\", nonce=\"47364c23432d2e131a5fb210812c\", qop=\"auth,auth-int\"";
    for (line, asks, answers) in [
        ("401 Unauthorized", "WWW-Authenticate", "Authorization"),
        ("407 Proxy Authentication Required", "Proxy-Authenticate", "Proxy-Authorization"),
    ] {
        let port = free_port();
        let mut config = config_toward(port);
        let password = secrecy::SecretString::from("geheim".to_owned());
        config.trunks[0].credentials = Some(Credentials { username: "zama".to_owned(), password });
        let mut bench = Bench::start(config).await;
        let asked = part("respond").with("STATUS", line).with("ANSWER_HEADERS", &format!("{asks}: {challenge}"));
        let then = [
            asked.text(),
            ACK.to_owned(),
            part("verified_invite").with("HEADER", answers).text(),
            ok(),
            ACK.to_owned(),
            part("await_bye").text(),
        ];
        let mut peer = sipp(&Scenario::new("callee").with("THEN", &then.join("\n")), port, &[]);
        let leg = dial(&bench, "0463000000", LONG);
        bench.event(TrunkEvent::Answered { leg }).await;
        bench.handle.hang_up(leg).unwrap();
        success(&mut peer).await;
        // sipp computes the digest itself, but only knows how to find it in Authorization.
        assert_eq!(peer.story().contains("verified true"), answers == "Authorization");
        bench.is_clean().await;
    }
}

#[tokio::test]
async fn a_demand_for_a_longer_session_is_met() {
    let too_small =
        part("respond").with("STATUS", "422 Session Interval Too Small").with("ANSWER_HEADERS", "Min-SE: 3600");
    let again = "<recv request=\"INVITE\"><action><ereg regexp=\"Session-Expires: 3600\" search_in=\"msg\" check_it=\"true\" assign_to=\"2\"/><log message=\"[$2]\"/></action></recv>";
    let then = [too_small.text(), ACK.to_owned(), again.to_owned(), ok(), ACK.to_owned(), part("await_bye").text()];
    let (mut bench, mut peer) = called(&then).await;
    let leg = dial(&bench, "0463000000", LONG);
    bench.event(TrunkEvent::Answered { leg }).await;
    bench.handle.hang_up(leg).unwrap();
    success(&mut peer).await;
}

#[tokio::test]
async fn what_cannot_be_dialled_fails_at_once() {
    let mut bench = Bench::start(config_toward(free_port())).await;
    let leg = dial(&bench, "1@evil.example", LONG);
    assert_eq!(failed(&mut bench, leg).await.0, 484);
    let unknown = bench.ids.next();
    let request = DialRequest { trunk: "none".to_owned(), to: "1".to_owned(), from: None, ring_timeout: LONG };
    bench.handle.dial(unknown, request).unwrap();
    assert_eq!(failed(&mut bench, unknown).await.0, 404);
    let mut inward = Bench::start(config()).await;
    let leg = dial(&inward, "1", LONG);
    assert_eq!(failed(&mut inward, leg).await.0, 503);
    bench.is_clean().await;
}

async fn failed(bench: &mut Bench, leg: LegId) -> (u16, String) {
    bench
        .expect("failure", |event| match event {
            TrunkEvent::Failed { leg: it, status, reason } if *it == leg => Some((*status, reason.clone())),
            _ => None,
        })
        .await
}

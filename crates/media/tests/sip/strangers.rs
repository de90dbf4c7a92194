//! Those who should not be here, and what no peer should send.

use std::time::Duration;

use media::sip::TrunkEvent;

use crate::support::{Bench, Wire, config, header, to_tag};

#[tokio::test]
async fn a_stranger_hears_nothing_and_is_reported_once() {
    let mut bench = Bench::start(config()).await;
    let stranger = Wire::at("127.0.0.2", &bench).await;
    let peer = Wire::at("127.0.0.1", &bench).await;
    for round in 0..20 {
        let call = format!("scan{round}");
        let sdp = "Content-Type: application/sdp\r\n";
        stranger.send(stranger.request("INVITE", &call, 1, "", sdp, &stranger.offer("sendrecv")).as_bytes()).await;
        stranger.send(stranger.request("OPTIONS", &call, 2, "", "", "").as_bytes()).await;
        stranger.send(stranger.request("REGISTER", &call, 3, "", "", "").as_bytes()).await;
        stranger.send(b"\r\n\r\n").await;
        stranger.send(b"\x16\x03\x01garbage").await;
    }
    // The socket is read in order, so once the peer is answered the stranger has been dealt with.
    peer.send(peer.request("OPTIONS", "peer", 1, "", "", "").as_bytes()).await;
    let answer = peer.receive("SIP/2.0 200").await;
    assert!(header(&answer, "Allow").unwrap().contains("INVITE"));
    assert!(stranger.heard_nothing());
    assert_eq!(bench.handle.stats().strangers, 100);
    let refused = |event: &TrunkEvent| match event {
        TrunkEvent::Refused { peer, .. } => Some(peer.to_string()),
        _ => None,
    };
    assert_eq!(bench.expect("a report", refused).await, "127.0.0.2");
    peer.send(peer.request("BYE", "none", 1, "", "", "").as_bytes()).await;
    peer.receive("481").await;
    assert!(!bench.has_seen(|event| matches!(event, TrunkEvent::Incoming { .. })));
}

#[tokio::test]
async fn a_stranger_is_refused_on_streams_too() {
    use media::sip::SipTransport;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let bench = Bench::start(config()).await;
    let to: std::net::SocketAddr = format!("127.0.0.1:{}", bench.port(SipTransport::Tcp)).parse().unwrap();
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.2:0".parse().unwrap()).unwrap();
    let mut stream = socket.connect(to).await.unwrap();
    let _ = stream.write_all(b"OPTIONS sip:x SIP/2.0\r\n\r\n").await;
    let mut heard = Vec::new();
    let end = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut heard)).await;
    assert!(end.is_ok() && heard.is_empty(), "{heard:?}");
    assert_eq!(bench.handle.stats().strangers, 1);
}

#[tokio::test]
async fn a_flood_of_new_calls_is_cut_off_and_the_running_call_goes_on() {
    let mut config = config();
    config.requests_per_s_max = 5;
    let mut bench = Bench::start(config).await;
    let wire = Wire::at("127.0.0.1", &bench).await;
    let sdp = "Content-Type: application/sdp\r\n";
    wire.send(wire.request("INVITE", "good", 1, "", sdp, &wire.offer("sendrecv")).as_bytes()).await;
    let leg = bench.incoming().await;
    bench.handle.answer(leg).unwrap();
    let tag = to_tag(&wire.receive("SIP/2.0 200").await);
    wire.send(wire.request("ACK", "good", 1, &tag, "", "").as_bytes()).await;
    for round in 0..50 {
        wire.send(wire.request("OPTIONS", &format!("flood{round}"), 1, "", "", "").as_bytes()).await;
    }
    wire.send(wire.request("BYE", "good", 2, &tag, "", "").as_bytes()).await;
    bench.expect("the end", |event| matches!(event, TrunkEvent::HungUp { .. }).then_some(())).await;
    assert!(bench.handle.stats().flooded >= 40, "{:?}", bench.handle.stats());
}

#[tokio::test]
async fn nonsense_from_a_peer_never_stops_the_trunk() {
    let mut bench = Bench::start(config()).await;
    let wire = Wire::at("127.0.0.1", &bench).await;
    let sdp = "Content-Type: application/sdp\r\n";
    let good = wire.request("INVITE", "nonsense", 1, "", sdp, &wire.offer("sendrecv"));
    let without =
        |name: &str| -> String { good.split_inclusive("\r\n").filter(|line| !line.starts_with(name)).collect() };
    let hostile: Vec<Vec<u8>> = vec![
        b"INVITE".to_vec(),
        b"INVITE sip:a SIP/2.0\r\n\r\n".to_vec(),
        b"INVITE sip:a SIP/9.9\r\nVia: x\r\n\r\n".to_vec(),
        b"SIP/2.0 99999 OK\r\n\r\n".to_vec(),
        b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x;branch=z9hG4bK1\r\nCSeq: 1 INVITE\r\n\r\n".to_vec(),
        vec![0xff; 3_000],
        without("Via").into_bytes(),
        without("From").into_bytes(),
        without("To").into_bytes(),
        without("Call-ID").into_bytes(),
        without("CSeq").into_bytes(),
        without("Contact").into_bytes(),
        good.replace("CSeq: 1 INVITE", "CSeq: 99999999999 INVITE").into_bytes(),
        good.replace("CSeq: 1 INVITE", "CSeq: INVITE").into_bytes(),
        good.replace("CSeq: 1 INVITE", "CSeq: 1 BYE").into_bytes(),
        good.replace("Contact: <sip:caller@", "Contact: <").into_bytes(),
        good.replace("Contact: <", "Contact: \"unclosed <").into_bytes(),
        good.replace("Content-Length: ", "Content-Length: -").into_bytes(),
        good.replace("Content-Length: ", "Content-Length: 9999999").into_bytes(),
        good.replace("From: <sip:", "From: <sip:\u{0}\u{7f}é").into_bytes(),
        good.replace("Max-Forwards: 70", &format!("X-Long: {}", "x".repeat(7_000))).into_bytes(),
        good.replace("Max-Forwards: 70\r\n", &"X: y\r\n".repeat(400)).into_bytes(),
        good.replace("Max-Forwards: 70", "Session-Expires: 99999999999;refresher=zzz\r\nMin-SE: x").into_bytes(),
        good.replace("a=sendrecv", &"a=x\r\n".repeat(300)).into_bytes(),
        good.replace("z9hG4bK", "").into_bytes(),
    ];
    for message in &hostile {
        wire.send(message).await;
        for cut in [1, 7, 20, message.len() / 2] {
            wire.send(&message[..cut.min(message.len())]).await;
        }
    }
    wire.send(wire.request("OPTIONS", "alive", 1, "", "", "").as_bytes()).await;
    loop {
        let answer = wire.receive("SIP/2.0").await;
        if header(&answer, "Call-ID").as_deref() == Some("alive") {
            assert!(answer.starts_with("SIP/2.0 200"), "{answer}");
            break;
        }
    }
    // Some of it was odd but a call all the same; those are refused to clean up.
    while bench.handle.stats().legs > 0 {
        let leg = bench.incoming().await;
        let _ = bench.handle.reject(leg, 480);
        bench
            .expect("the end", |event| {
                matches!(event, TrunkEvent::HungUp { leg: over, .. } if *over == leg).then_some(())
            })
            .await;
    }
    bench.is_clean().await;
}

//! The trunk itself: registered, probed, up and down.

use std::time::Duration;

use media::sip::{Credentials, Registration, SipConfig, SipTrunk, StartError, TrunkEvent};

use crate::support::{Bench, EchoLine, PATIENCE, Scenario, config, config_toward, free_port, part, sipp, success};

async fn trunk_is(bench: &mut Bench, wanted: bool) -> String {
    bench
        .expect(&format!("trunk up: {wanted}"), |event| match event {
            TrunkEvent::TrunkState { name, up, why } if name == "carrier" && *up == wanted => Some(why.clone()),
            _ => None,
        })
        .await
}

fn registering(port: u16) -> SipConfig {
    let mut config = config_toward(port);
    let password = secrecy::SecretString::from("geheim".to_owned());
    config.trunks[0].registration = Some(Registration {
        registrar: "carrier.example".to_owned(),
        account: "0462550000".to_owned(),
        credentials: Credentials { username: "zama".to_owned(), password },
        expires: Duration::from_secs(600),
    });
    config
}

#[tokio::test]
async fn a_registration_is_made_with_digest_and_kept() {
    let port = free_port();
    let round = [part("register_challenge").text(), part("register_verified").text()].join("\n");
    // The granted second passes, and the binding is made again under the same Call-ID.
    let scenario = Scenario::new("registrar").with("ROUNDS", &format!("{round}\n{round}"));
    let mut registrar = sipp(&scenario, port, &[]);
    let mut bench = Bench::start(registering(port)).await;
    assert_eq!(trunk_is(&mut bench, true).await, "registered");
    success(&mut registrar).await;
    assert_eq!(registrar.story().matches("verified true").count(), 2);
}

#[tokio::test]
async fn a_registrar_that_refuses_takes_the_trunk_down() {
    let port = free_port();
    let round = part("register_refused").text();
    let mut registrar = sipp(&Scenario::new("registrar").with("ROUNDS", &round), port, &[]);
    let mut bench = Bench::start(registering(port)).await;
    let why = trunk_is(&mut bench, false).await;
    assert!(why.contains("403"), "{why}");
    success(&mut registrar).await;
}

#[tokio::test]
async fn a_probed_trunk_goes_up_and_down_with_its_proxy() {
    let proxy = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let mut config = config_toward(proxy.local_addr().unwrap().port());
    config.trunks[0].options_interval = Some(Duration::from_millis(300));
    let mut bench = Bench::start(config).await;
    answer_options(&proxy, "200 OK").await;
    trunk_is(&mut bench, true).await;
    let why = trunk_is(&mut bench, false).await;
    assert!(why.contains("out of service"), "{why}");
    // The silent proxy was asked several times over; any of its answers will do.
    let answering = tokio::spawn(async move {
        loop {
            answer_options(&proxy, "405 Method Not Allowed").await;
        }
    });
    trunk_is(&mut bench, true).await;
    answering.abort();
}

/// Answers one OPTIONS request.
async fn answer_options(proxy: &tokio::net::UdpSocket, status: &str) {
    let mut packet = vec![0; 8_192];
    let received = tokio::time::timeout(PATIENCE, proxy.recv_from(&mut packet)).await;
    let (length, from) = received.unwrap().unwrap();
    let request = String::from_utf8_lossy(&packet[..length]).into_owned();
    assert!(request.starts_with("OPTIONS sip:127.0.0.1 SIP/2.0"), "{request}");
    let kept = request
        .lines()
        .filter(|line| ["Via:", "From:", "To:", "Call-ID:", "CSeq:"].iter().any(|name| line.starts_with(name)));
    let headers: String = kept.map(|line| format!("{line}\r\n")).collect();
    let response = format!("SIP/2.0 {status}\r\n{headers}Content-Length: 0\r\n\r\n");
    proxy.send_to(response.as_bytes(), from).await.unwrap();
}

#[tokio::test]
async fn a_configuration_that_contradicts_itself_is_refused() {
    let silent = SipConfig { listen_udp: None, listen_tcp: None, ..config() };
    let mut twins = config();
    twins.trunks.push(twins.trunks[0].clone());
    let mut homeless = registering(5_060);
    homeless.trunks[0].proxy = None;
    let mut unheard = config_toward(5_060);
    unheard.listen_udp = None;
    for config in [silent, twins, homeless, unheard] {
        let started = SipTrunk::start(config, std::sync::Arc::new(EchoLine::default()), media::LegIds::default()).await;
        assert!(matches!(started, Err(StartError::Config(_))));
    }
    let bench = Bench::start(config()).await;
    let mut taken = config();
    taken.listen_udp = Some(bench.handle.listening()[0].1);
    let started = SipTrunk::start(taken, std::sync::Arc::new(EchoLine::default()), media::LegIds::default()).await;
    assert!(matches!(started, Err(StartError::Listen { .. })));
}

//! A real telephone program, baresip, against the trunk: sound, hold, keys, TLS.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use media::sip::{EndCause, SipConfig, SipTransport, TlsFiles, TlsListen, TrunkEvent};
use media::{LegId, MediaConfig, MediaEngine, MediaEvent};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use wire::dtmf::Digit;

use crate::support::{Bench, PATIENCE, Program, config, free_port, until};

/// A telephone that is told what to do over its control port.
struct Phone {
    _program: Program,
    control: TcpStream,
}

impl Phone {
    async fn start(account: &str, more: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let control_port = free_tcp_port();
        let speech = folder.path().join("tone.wav");
        std::fs::write(&speech, tone()).unwrap();
        let speech = speech.display();
        let config = format!(
            "sip_listen 127.0.0.1:{}\n{more}\ncall_max_calls 4\naudio_source aufile,{speech}\naudio_player aubridge,none\n\
             audio_alert aubridge,none\nrtp_ports 30000-39999\nmodule_path /usr/lib/baresip/modules\nmodule g711.so\n\
             module aufile.so\nmodule aubridge.so\nmodule_tmp account.so\nmodule_app menu.so\nmodule_app ctrl_tcp.so\n\
             ctrl_tcp_listen 127.0.0.1:{control_port}\n",
            free_port()
        );
        std::fs::write(folder.path().join("config"), config).unwrap();
        std::fs::write(folder.path().join("accounts"), format!("{account}\n")).unwrap();
        std::fs::write(folder.path().join("contacts"), "").unwrap();
        let mut command = Command::new("baresip");
        command.args(["-f", folder.path().to_str().unwrap(), "-s"]);
        let program = Program::start(&mut command, folder);
        let connecting = async {
            loop {
                if let Ok(control) = TcpStream::connect(("127.0.0.1", control_port)).await {
                    return control;
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        let control = tokio::time::timeout(PATIENCE, connecting).await;
        let Ok(control) = control else { panic!("no control port") };
        Self { _program: program, control }
    }

    async fn order(&mut self, command: &str, params: &str) {
        let json = format!("{{\"command\":\"{command}\",\"params\":\"{params}\"}}");
        let netstring = format!("{}:{json},", json.len());
        self.control.write_all(netstring.as_bytes()).await.unwrap();
    }
}

/// A minute of 440 Hz as WAV: the telephone hangs up when its file ends.
fn tone() -> Vec<u8> {
    let samples = (0..60 * 8_000_u32).map(|n| (f64::from(n) * 440.0 * std::f64::consts::TAU / 8_000.0).sin() * 8_000.0);
    let data: Vec<u8> = samples.flat_map(|sample| (sample as i16).to_le_bytes()).collect();
    let length = data.len() as u32;
    let mut wav = b"RIFF".to_vec();
    wav.extend((length + 36).to_le_bytes());
    wav.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wav.extend(8_000_u32.to_le_bytes());
    wav.extend(16_000_u32.to_le_bytes());
    wav.extend(b"\x02\0\x10\0data");
    wav.extend(length.to_le_bytes());
    wav.extend(data);
    wav
}

fn free_tcp_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

async fn answered_call(bench: &mut Bench, phone: &mut Phone, to: &str) -> LegId {
    phone.order("dial", to).await;
    let incoming = async { tokio::time::timeout(PATIENCE / 2, bench.incoming()).await };
    let Ok(leg) = incoming.await else { panic!("no call") };
    bench.handle.ring(leg).unwrap();
    bench.handle.answer(leg).unwrap();
    bench.event(TrunkEvent::Confirmed { leg }).await;
    leg
}

#[tokio::test]
async fn a_telephone_calls_is_heard_holds_presses_keys_and_hangs_up() {
    let mut bench = Bench::start(config()).await;
    let mut phone = Phone::start("<sip:0462551111@127.0.0.1>;regint=0", "").await;
    let to = format!("sip:0120101366@127.0.0.1:{}", bench.port(SipTransport::Udp));
    let leg = answered_call(&mut bench, &mut phone, &to).await;
    let heard = bench.line.heard();
    until("sound is heard", || bench.line.heard() > heard + 20).await;
    phone.order("hold", "").await;
    bench.event(TrunkEvent::RemoteHold { leg, on: true }).await;
    phone.order("resume", "").await;
    bench.event(TrunkEvent::RemoteHold { leg, on: false }).await;
    phone.order("sndcode", "5").await;
    let keys = bench.line.agreed(leg).unwrap().dtmf_receive.unwrap();
    until("a key is heard", || bench.line.heard_type(keys) > 0).await;
    phone.order("hangup", "").await;
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::RemoteHungUp }).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn a_key_pressed_on_a_telephone_comes_out_of_the_media_engine() {
    let (engine, mut told) = MediaEngine::start(MediaConfig::default()).unwrap();
    let mut bench = Bench::start_over(config(), Arc::default(), Arc::new(engine.clone())).await;
    let mut phone = Phone::start("<sip:0462551111@127.0.0.1>;regint=0", "").await;
    let to = format!("sip:0120101366@127.0.0.1:{}", bench.port(SipTransport::Udp));
    let leg = answered_call(&mut bench, &mut phone, &to).await;
    phone.order("sndcode", "5").await;
    let digit = async {
        while let Some(event) = told.recv().await {
            if let MediaEvent::Digit { leg: pressed, digit } = event {
                return (pressed, digit);
            }
        }
        panic!("the engine ended");
    };
    let (pressed, digit) = tokio::time::timeout(PATIENCE, digit).await.unwrap();
    assert_eq!((pressed, digit), (leg, Digit::from_event(5).unwrap()));
    bench.handle.hang_up(leg).unwrap();
    let closed = async { while !matches!(told.recv().await, Some(MediaEvent::LegClosed { .. })) {} };
    tokio::time::timeout(PATIENCE, closed).await.unwrap();
}

#[tokio::test]
async fn we_hold_a_telephone_and_hang_up_on_it() {
    let mut bench = Bench::start(config()).await;
    let mut phone = Phone::start("<sip:0462551111@127.0.0.1>;regint=0", "").await;
    let to = format!("sip:0120101366@127.0.0.1:{}", bench.port(SipTransport::Udp));
    let leg = answered_call(&mut bench, &mut phone, &to).await;
    bench.handle.hold(leg, true).unwrap();
    until("we hold", || !bench.line.agreed(leg).unwrap().receives).await;
    bench.handle.hold(leg, false).unwrap();
    until("we took it back", || bench.line.agreed(leg).unwrap().receives).await;
    bench.handle.hang_up(leg).unwrap();
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::LocalHungUp }).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn a_telephone_calls_over_tls() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let folder = TempDir::new().unwrap();
    let config = tls_config(folder.path());
    let authority = folder.path().join("certificate.pem");
    let mut bench = Bench::start(config).await;
    let more = format!("sip_cafile {}\nsip_verify_server yes", authority.display());
    let mut phone = Phone::start("<sip:0462551111@127.0.0.1;transport=tls>;regint=0", &more).await;
    let to = format!("sip:0120101366@127.0.0.1:{};transport=tls", bench.port(SipTransport::Tls));
    let leg = answered_call(&mut bench, &mut phone, &to).await;
    bench.handle.hang_up(leg).unwrap();
    bench.event(TrunkEvent::HungUp { leg, cause: EndCause::LocalHungUp }).await;
    bench.is_clean().await;
}

#[tokio::test]
async fn two_systems_call_each_other_over_tls() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let folder = TempDir::new().unwrap();
    let mut called = Bench::start(tls_config(folder.path())).await;
    let mut config = tls_config(folder.path());
    config.trunks[0].proxy = Some(format!("localhost:{}", called.port(SipTransport::Tls)));
    config.trunks[0].transport = SipTransport::Tls;
    let mut caller = Bench::start(config).await;
    let out = crate::callees::dial(&caller, "0120101366", PATIENCE);
    let leg = called.incoming().await;
    called.handle.answer(leg).unwrap();
    caller.event(TrunkEvent::Answered { leg: out }).await;
    called.event(TrunkEvent::Confirmed { leg }).await;
    called.handle.hang_up(leg).unwrap();
    caller.event(TrunkEvent::HungUp { leg: out, cause: EndCause::RemoteHungUp }).await;
    caller.is_clean().await;
    called.is_clean().await;
}

/// A listener with a certificate of its own, written into `folder`.
fn tls_config(folder: &Path) -> SipConfig {
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    if !certificate.exists() {
        let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
        let made = rcgen::generate_simple_self_signed(names).unwrap();
        std::fs::write(&certificate, made.cert.pem()).unwrap();
        std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    }
    let mut config = config();
    config.listen_tls = Some(TlsListen { addr: "127.0.0.1:0".parse().unwrap(), files: TlsFiles { certificate, key } });
    config
}

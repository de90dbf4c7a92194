//! The engine under load: two telephones a call, routed to each other.

use std::io::{self, BufRead as _, Write as _};
use std::net::{Ipv4Addr, SocketAddrV4};
use std::time::Duration;

use media::{GroupId, LegId, MediaConfig, MediaEngine, MediaHandle, RecordingTarget, TapFrame};
use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::mpsc::{Receiver, channel};
use vault::KeyRing;
use wire::sdp::{Codec, Negotiated};

/// Frames a tap may hold before it loses them.
const TAP_FRAMES_MAX: usize = 256;
/// How often the taps are looked at.
const TAP_TURN: Duration = Duration::from_millis(20);

/// Reads the generator's ports, prints ours, and serves until standard input closes.
pub(crate) fn serve(mode: &str, shards: usize) -> io::Result<()> {
    let rtp_ports = 10_000..=32_000;
    let config = MediaConfig { rtp_ports, shards, legs_max: 20_000, ..MediaConfig::default() };
    let (engine, mut events) = MediaEngine::start(config).map_err(io::Error::other)?;
    std::thread::spawn(move || while events.blocking_recv().is_some() {});
    let ports = ports()?;
    let folder = std::env::temp_dir().join(format!("relay-load-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mut taps = Vec::new();
    for (call, pair) in ports.chunks_exact(2).enumerate() {
        let group = open_call(&engine, call, pair)?;
        if mode != "relay" {
            engine.record_start(group, target(&folder, call)?);
        }
        if mode == "tap" {
            let (sender, frames) = channel(TAP_FRAMES_MAX);
            engine.tap(group, sender);
            taps.push(frames);
        }
    }
    std::thread::spawn(move || listen(taps));
    // The load runs until the generator closes the pipe.
    for _ in io::stdin().lines() {}
    std::fs::remove_dir_all(&folder)
}

fn ports() -> io::Result<Vec<u16>> {
    let mut ports = Vec::new();
    for line in io::stdin().lock().lines() {
        match line?.parse() {
            Ok(port) => ports.push(port),
            Err(_) => break,
        }
    }
    Ok(ports)
}

fn open_call(engine: &MediaHandle, call: usize, pair: &[u16]) -> io::Result<GroupId> {
    let group = GroupId(call as u64);
    let shard = call % engine.shards();
    let legs = [LegId(2 * call as u64 + 1), LegId(2 * call as u64 + 2)];
    for (leg, port) in legs.into_iter().zip(pair) {
        let local = engine.open_rtp_on(leg, shard).map_err(io::Error::other)?;
        media::sip::RtpLine::set_rtp_remote(engine, leg, agreed(*port));
        writeln!(io::stdout(), "{}", local.port())?;
    }
    let routes = vec![(legs[0], legs[1]), (legs[1], legs[0])];
    engine.set_routes(group, legs.to_vec(), routes).map_err(io::Error::other)?;
    Ok(group)
}

fn agreed(port: u16) -> Negotiated {
    Negotiated {
        remote: SocketAddrV4::new(Ipv4Addr::LOCALHOST, port),
        codec: Codec::Pcmu,
        payload_type_send: 0,
        payload_type_receive: 0,
        dtmf_send: None,
        dtmf_receive: None,
        sends: true,
        receives: true,
    }
}

fn target(folder: &std::path::Path, call: usize) -> io::Result<RecordingTarget> {
    let ring = KeyRing::generate().map_err(io::Error::other)?;
    let key = ring.contact_key(uuid::Uuid::from_u128(call as u128)).map_err(io::Error::other)?;
    let path = folder.join(format!("{call}.mdgr"));
    Ok(RecordingTarget { path, key, left: LegId(2 * call as u64 + 1), created_at_ms: 0 })
}

/// Takes the taps' frames on a thread of its own, in turns, as speech recognition would.
fn listen(mut taps: Vec<Receiver<TapFrame>>) {
    while !taps.is_empty() {
        std::thread::sleep(TAP_TURN);
        taps.retain_mut(|frames| {
            loop {
                match frames.try_recv() {
                    Ok(_heard) => {}
                    Err(error) => return error == TryRecvError::Empty,
                }
            }
        });
    }
}

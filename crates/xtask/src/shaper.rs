//! `shape`: a room of its own behind a poor line, for browsers under test.
//!
//! Two TUN devices, one here and one in a network namespace, and this program between them: every packet
//! from one leaves by the other late, or never, as `line` decides. Needs root and `/dev/net/tun`; needs
//! neither netem nor any other kernel module. Orders come as JSON on the standard input, one line each,
//! and are answered with what passed since the order before. It ends, and the room with it, when the
//! input ends.

mod line;
mod room;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use line::{Fate, Figures, Line, Quality};
use room::Room;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio_tun::Tun;

/// Largest packet of the devices, above their MTU of 1,500.
const PACKET_BYTES_MAX: usize = 2_048;
/// Packets on their way in one direction; far more than any line here holds.
const UNDERWAY_MAX: usize = 20_000;

/// What `shape` was asked for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Name of the room: a network namespace that is made and removed.
    #[arg(long)]
    name: String,
    /// Third part of the two addresses, `10.213.N.1` here and `10.213.N.2` in the room.
    #[arg(long)]
    net: u8,
    /// Begin of the chance by which packets are lost.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Both directions, and when they began.
struct Both {
    up: Mutex<Line>,
    down: Mutex<Line>,
    began: Instant,
}

/// Makes the room and carries its packets until the input ends.
///
/// # Errors
/// When the machine lets nobody make devices or rooms.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve(options))
}

async fn serve(options: &Options) -> anyhow::Result<()> {
    let room = Room::make(&options.name, options.net)?;
    let (here, there) = (Arc::new(room.device("h")?), Arc::new(room.device("r")?));
    room.connect(here.name(), there.name())?;
    let both = Arc::new(Both {
        up: Mutex::new(Line::new(options.seed)),
        down: Mutex::new(Line::new(options.seed.wrapping_add(1))),
        began: Instant::now(),
    });
    let up = tokio::spawn(carry(Arc::clone(&there), Arc::clone(&here), Arc::clone(&both), true));
    let down = tokio::spawn(carry(here, there, Arc::clone(&both), false));
    println!("{}", serde_json::json!({"ready": {"room": room.name, "here": room.here(), "there": room.there()}}));
    let mut orders = BufReader::new(tokio::io::stdin()).lines();
    while let Some(order) = orders.next_line().await? {
        println!("{}", obey(&both, &order));
    }
    up.abort();
    down.abort();
    Ok(())
}

/// Takes an order; the answer tells the figures of the line as it was until then.
fn obey(both: &Both, order: &str) -> serde_json::Value {
    match Quality::read(order) {
        Ok(quality) => {
            let up = lock(&both.up).become_(quality);
            let down = lock(&both.down).become_(quality);
            serde_json::json!({"took": order, "up": told(up), "down": told(down)})
        }
        Err(why) => serde_json::json!({"refused": why}),
    }
}

fn told(figures: Figures) -> serde_json::Value {
    let Figures { passed, bytes, lost, overflowed, blocked } = figures;
    serde_json::json!({"passed": passed, "bytes": bytes, "lost": lost, "overflowed": overflowed, "blocked": blocked})
}

/// Carries packets one way, in their order.
async fn carry(from: Arc<Tun>, to: Arc<Tun>, both: Arc<Both>, is_up: bool) -> anyhow::Result<()> {
    let mut underway: VecDeque<(Duration, Vec<u8>)> = VecDeque::new();
    let mut buffer = [0; PACKET_BYTES_MAX];
    loop {
        let next = underway.front().map(|(at, _)| both.began + *at);
        let arrival = async {
            match next {
                Some(at) => tokio::time::sleep_until(at.into()).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            read = from.recv(&mut buffer) => {
                let bytes = buffer.get(..read.context("reading a device")?).unwrap_or_default();
                let line = if is_up { &both.up } else { &both.down };
                let fate = lock(line).take(bytes, both.began.elapsed());
                if let (Fate::Arrives(at), true) = (fate, underway.len() < UNDERWAY_MAX) {
                    underway.push_back((at, bytes.to_vec()));
                }
            }
            () = arrival => {
                let now = both.began.elapsed();
                while let Some((_, packet)) = underway.pop_front_if(|(at, _)| *at <= now) {
                    // A packet that the other side's queue does not take is lost, as on any line.
                    let _ = to.try_send(&packet);
                }
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

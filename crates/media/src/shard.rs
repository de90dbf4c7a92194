//! One thread that carries sound: epoll over its legs' sockets, a tick each 20 ms.
//!
//! Owns the loop, its descriptors and the clock reading of the thread. Everything it decides is in
//! `exchange`, `orders` and `tick`. It must never block but in epoll.

mod exchange;
mod orders;
mod tick;

use std::io;
use std::net::{SocketAddr, SocketAddrV4, TcpListener, UdpSocket};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::time::{Duration, Instant};

use nix::sys::epoll::{Epoll, EpollCreateFlags, EpollEvent, EpollFlags, EpollTimeout};
use nix::sys::eventfd::{EfdFlags, EventFd};
use tokio::sync::mpsc::Sender;

use crate::LegId;
use crate::clock::Clock;
use crate::command::{Command, ShardLink};
use crate::config::MediaConfig;
use crate::event::MediaEvent;
use crate::leg::{End, Leg};
use crate::outbox::Outbox;
use crate::receive_buffer;
use crate::recorder::RecorderLink;
use crate::rtp_leg::RtpEnd;
use crate::sfu::{Sender as Page, Sfu, TcpDoor};
use exchange::Exchange;

/// Orders waiting for a shard; the one who orders waits beyond it, for milliseconds.
const COMMANDS_MAX: usize = 4_096;
/// Events taken from epoll at one time.
const EPOLL_EVENTS: usize = 256;
/// Datagrams read from the browsers' port before the telephones have their turn.
const WEB_READS_MAX: usize = 64;
/// Longest datagram read.
const DATAGRAM_BYTES_MAX: usize = 2_048;
/// Shortest span between two turns while many packets come: what arrives meanwhile is taken together.
/// A wake-up for each packet costs more than the packet itself, and a listener's buffer holds far more.
const TURN: Duration = Duration::from_micros(250);
/// One tick.
const TICK: Duration = Duration::from_millis(20);
/// Ticks skipped rather than caught up when the thread was held back this long.
const TICK_BEHIND_MAX: Duration = Duration::from_millis(200);
/// Ticks between two looks for silence: one second.
const TICKS_PER_LOOK: u32 = 50;

const TOKEN_WAKE: u64 = u64::MAX;
const TOKEN_WEB: u64 = u64::MAX - 1;
const TOKEN_CALLERS: u64 = u64::MAX - 2;
/// Tries to find a port that is free for UDP and for TCP.
const BINDS_MAX: usize = 32;

/// Starts a shard's thread.
pub(crate) fn start(
    index: usize,
    config: &MediaConfig,
    clock: Clock,
    recorder: RecorderLink,
    events: Sender<MediaEvent>,
) -> io::Result<ShardLink> {
    let (web_socket, listener) = bind_web(index, config)?;
    let web_port = web_socket.local_addr()?.port();
    let wake = Arc::new(EventFd::from_flags(EfdFlags::EFD_NONBLOCK | EfdFlags::EFD_CLOEXEC)?);
    let epoll = Epoll::new(EpollCreateFlags::EPOLL_CLOEXEC)?;
    epoll.add(&wake, EpollEvent::new(EpollFlags::EPOLLIN, TOKEN_WAKE))?;
    epoll.add(&web_socket, EpollEvent::new(EpollFlags::EPOLLIN, TOKEN_WEB))?;
    let tcp = TcpDoor::new(listener);
    epoll.add(tcp.listener(), EpollEvent::new(EpollFlags::EPOLLIN, TOKEN_CALLERS))?;
    let (commands, receiver) = sync_channel(COMMANDS_MAX);
    let sfu = Sfu::new(web_socket.try_clone()?, tcp, Outbox::new(events.clone()), Instant::now());
    let outbox = Outbox::new(events);
    let web_reader = web_socket.try_clone()?;
    let exchange = Exchange::new(clock, outbox, recorder, config.rtp_timeout, web_socket);
    let thread_wake = Arc::clone(&wake);
    std::thread::Builder::new().name(format!("media-{index}")).spawn(move || {
        let shard = Shard { clock, epoll, wake: thread_wake, commands: receiver, web_reader, exchange, sfu };
        shard.run();
    })?;
    let web_address = SocketAddr::V4(SocketAddrV4::new(config.shown_ip(), web_port));
    Ok(ShardLink { commands, wake, web_address })
}

/// The browsers' port, the same for UDP and for TCP.
fn bind_web(index: usize, config: &MediaConfig) -> io::Result<(UdpSocket, TcpListener)> {
    let offset = u16::try_from(index).unwrap_or(u16::MAX);
    let port = match config.web_udp_port_base {
        0 => 0,
        base => base.saturating_add(offset),
    };
    let mut tries = 1..=BINDS_MAX;
    loop {
        let socket = UdpSocket::bind(SocketAddrV4::new(config.bind_ip, port))?;
        socket.set_nonblocking(true)?;
        receive_buffer::enlarge(&socket, "WebRTC");
        match TcpListener::bind(socket.local_addr()?) {
            Ok(listener) => {
                listener.set_nonblocking(true)?;
                return Ok((socket, listener));
            }
            // Any free port was asked for, and another one may be free for both.
            Err(_) if port == 0 && tries.next().is_some() => {}
            Err(error) => return Err(error),
        }
    }
}

struct Shard {
    clock: Clock,
    epoll: Epoll,
    wake: Arc<EventFd>,
    commands: Receiver<Command>,
    web_reader: UdpSocket,
    exchange: Exchange,
    sfu: Sfu,
}

impl Shard {
    fn run(mut self) {
        let mut events = [EpollEvent::empty(); EPOLL_EVENTS];
        let mut buffer = [0; DATAGRAM_BYTES_MAX];
        let mut next_tick = Instant::now() + TICK;
        let mut ticks = 0_u32;
        let mut turned_at = Instant::now();
        loop {
            let wanted = self.sfu.due().map_or(next_tick, |due| due.min(next_tick));
            let timeout = wanted.saturating_duration_since(Instant::now());
            let count = match self.epoll.wait(&mut events, timeout_ms(timeout)) {
                Ok(count) => count,
                Err(nix::errno::Errno::EINTR) => 0,
                Err(error) => {
                    tracing::error!(%error, "epoll failed; the shard ends");
                    return;
                }
            };
            let now = Instant::now();
            for event in &events[..count] {
                match event.data() {
                    TOKEN_WAKE => {
                        if self.take_commands(now).is_err() {
                            return;
                        }
                    }
                    TOKEN_WEB => self.read_web(&mut buffer, now),
                    TOKEN_CALLERS => self.sfu.tcp.accept(&self.epoll, now),
                    token if TcpDoor::is_connection(token) => self.read_tcp(token, &mut buffer, now),
                    leg => self.exchange.rtp_ready(LegId(leg), &mut buffer, now),
                }
            }
            if now >= next_tick {
                self.exchange.tick(now);
                self.sfu.tick(now);
                self.sfu.tcp.tick(now);
                ticks = ticks.wrapping_add(1);
                if ticks.is_multiple_of(TICKS_PER_LOOK) {
                    self.exchange.look_for_silence(now);
                    self.sfu.look(now);
                }
                next_tick += TICK;
                if now > next_tick + TICK_BEHIND_MAX {
                    next_tick = now + TICK;
                }
            }
            self.exchange.drain_web(now);
            self.sfu.flush(now);
            let is_dense = now.saturating_duration_since(turned_at) < 2 * TURN;
            turned_at = now;
            if is_dense && count > 0 {
                std::thread::sleep(TURN);
            }
        }
    }

    fn read_web(&mut self, buffer: &mut [u8], now: Instant) {
        for _ in 0..WEB_READS_MAX {
            match self.web_reader.recv_from(buffer) {
                Ok((length, source)) => {
                    let bytes = &buffer[..length];
                    let page = Page { address: source, is_tcp: false };
                    if self.sfu.datagram_known(page, bytes, now) {
                        continue;
                    }
                    if !self.exchange.web_datagram(source, bytes, now) {
                        self.sfu.datagram_new(page, bytes, now);
                    }
                    self.exchange.drain_web(now);
                }
                Err(_) => return,
            }
        }
    }

    /// Reads from a page whose network drops UDP; only visits are joined so.
    fn read_tcp(&mut self, token: u64, buffer: &mut [u8], now: Instant) {
        let Some((address, datagrams)) = self.sfu.tcp.read(token, buffer) else { return };
        let page = Page { address, is_tcp: true };
        for bytes in datagrams {
            if !self.sfu.datagram_known(page, &bytes, now) {
                self.sfu.datagram_new(page, &bytes, now);
            }
        }
    }

    /// Takes every waiting order; an error means the engine ends.
    fn take_commands(&mut self, now: Instant) -> Result<(), Ending> {
        let _ = self.wake.read();
        loop {
            match self.commands.try_recv() {
                Ok(Command::Stop) | Err(TryRecvError::Disconnected) => return Err(Ending),
                Ok(command) => self.command(command, now),
                Err(TryRecvError::Empty) => return Ok(()),
            }
        }
    }

    fn command(&mut self, command: Command, now: Instant) {
        let at = self.clock.samples(now);
        match command {
            Command::OpenRtp { leg, socket, seed } => {
                self.take_in(Leg::new(leg, End::Rtp(RtpEnd::new(socket)), seed, at));
            }
            Command::OpenWeb { leg, end, seed } => {
                self.take_in(Leg::new(leg, End::Web(end), seed, at));
            }
            Command::AdoptLeg(leg) => {
                let id = leg.id;
                self.take_in(*leg);
                self.exchange.settle_leg(id, at);
            }
            Command::AdoptGroup { group, baggage } => self.exchange.settle_group(group, *baggage),
            Command::MoveLeg { leg, to } => self.move_leg(leg, &to),
            Command::MoveGroup { group, to } => {
                let baggage = Box::new(self.exchange.release_group(group));
                if to.try_send(Command::AdoptGroup { group, baggage }).is_err() {
                    tracing::error!(group.id = group.0, "a group lost its recording in moving");
                }
            }
            // A closed leg is dropped here, and its socket leaves epoll with it.
            Command::Leg { leg, order } => drop(self.exchange.order_leg(leg, order, at)),
            Command::Group { group, order } => self.exchange.order_group(group, order, at),
            Command::Visit(order) => self.sfu.order(order, now),
            Command::Stop => {}
        }
    }

    fn take_in(&mut self, leg: Leg) {
        match &leg.end {
            End::Rtp(end) => {
                let watch = EpollEvent::new(EpollFlags::EPOLLIN, leg.id.0);
                if let Err(error) = self.epoll.add(&end.socket, watch) {
                    tracing::error!(%error, leg.id = leg.id.0, "a leg's socket cannot be watched");
                }
            }
            End::Web(_) => self.exchange.touched(leg.id),
        }
        self.exchange.legs.insert(leg.id, leg);
    }

    fn move_leg(&mut self, id: LegId, to: &ShardLink) {
        let Some(leg) = self.exchange.release_leg(id) else {
            return;
        };
        if let End::Rtp(end) = &leg.end {
            let _ = self.epoll.delete(&end.socket);
        }
        if to.try_send(Command::AdoptLeg(Box::new(leg))).is_err() {
            tracing::error!(leg.id = id.0, "a leg was lost in moving to a busy shard");
        }
    }
}

struct Ending;

/// Rounded up, so that a tick is never early.
fn timeout_ms(timeout: Duration) -> EpollTimeout {
    let ms = timeout.as_micros().div_ceil(1_000);
    u16::try_from(ms).map_or(EpollTimeout::from(u16::MAX), EpollTimeout::from)
}

//! Telephones for tests: real sockets, tones that can be measured.

use std::f32::consts::TAU;
use std::net::{SocketAddr, SocketAddrV4, UdpSocket};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use media::{LegId, MediaConfig, MediaEngine, MediaEvent, MediaHandle, Sound};
use tokio::sync::mpsc::Receiver;
use wire::g711;
use wire::rtp::{RtpHeader, parse, write};
use wire::sdp::{Codec, Negotiated};

/// Longest wait for an event.
pub(crate) const EVENT_LIMIT: Duration = Duration::from_secs(10);
/// Amplitude of a telephone's tone.
pub(crate) const TONE_LEVEL: f32 = 8_000.0;

/// How often sound is measured at most.
const MEASUREMENTS_MAX: usize = 6;
/// How late a thread may wake before the sound of that moment says nothing about the engine.
const STALL_MIN: Duration = Duration::from_millis(10);

/// Measures sound, and again when it was wrong while the machine stood still: packets that
/// are sent in bunches are heard in bunches. Wrong on a machine that kept time is wrong at once.
pub(crate) fn steadily(measure: impl Fn()) {
    for _ in 1..MEASUREMENTS_MAX {
        let watch = StallWatch::begin();
        let outcome = catch_unwind(AssertUnwindSafe(&measure));
        let longest = watch.end();
        match outcome {
            Ok(()) => return,
            Err(failure) if longest < STALL_MIN => resume_unwind(failure),
            Err(_) => eprintln!("the machine stood still for {longest:?}: measured again"),
        }
    }
    measure();
}

/// A thread that sleeps in small steps and notes how late it was woken at worst.
struct StallWatch {
    over: Arc<AtomicBool>,
    longest_us: Arc<AtomicU64>,
    thread: std::thread::JoinHandle<()>,
    stolen_before: u64,
}

impl StallWatch {
    fn begin() -> Self {
        let (over, longest_us) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (ends, longest) = (over.clone(), longest_us.clone());
        let thread = std::thread::spawn(move || {
            let step = Duration::from_millis(2);
            while !ends.load(Ordering::Relaxed) {
                let due = Instant::now() + step;
                std::thread::park_timeout(step);
                let late_us = due.elapsed().as_micros() as u64;
                longest.fetch_max(late_us, Ordering::Relaxed);
            }
        });
        Self { over, longest_us, thread, stolen_before: stolen_ticks() }
    }

    /// The longest stall; what the host took from this machine counts as one.
    fn end(self) -> Duration {
        self.over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap();
        let stolen = Duration::from_millis(10 * (stolen_ticks() - self.stolen_before));
        Duration::from_micros(self.longest_us.load(Ordering::Relaxed)).max(stolen)
    }
}

/// Time the host gave to others, in ticks of 10 ms since the start (proc(5), `/proc/stat`).
fn stolen_ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let fields = stat.lines().next().into_iter().flat_map(str::split_ascii_whitespace);
    fields.skip(8).find_map(|field| field.parse().ok()).unwrap_or(0)
}

pub(crate) struct Floor {
    pub(crate) engine: MediaHandle,
    pub(crate) events: Receiver<MediaEvent>,
    pub(crate) seen: Vec<MediaEvent>,
}

pub(crate) fn floor() -> Floor {
    floor_with(|_| {})
}

pub(crate) fn floor_with(change: impl FnOnce(&mut MediaConfig)) -> Floor {
    let mut config = MediaConfig { rtp_ports: 20_000..=59_999, ..MediaConfig::default() };
    change(&mut config);
    let (engine, events) = MediaEngine::start(config).unwrap();
    Floor { engine, events, seen: Vec::new() }
}

impl Floor {
    /// Waits for an event, keeping the others in `seen`.
    pub(crate) fn event<T>(&mut self, wanted: impl Fn(&MediaEvent) -> Option<T>) -> T {
        let deadline = Instant::now() + EVENT_LIMIT;
        loop {
            while let Ok(event) = self.events.try_recv() {
                self.seen.push(event.clone());
                if let Some(found) = wanted(&event) {
                    return found;
                }
            }
            assert!(Instant::now() < deadline, "no such event, only {:?}", self.seen);
            std::thread::park_timeout(Duration::from_millis(2));
        }
    }

    /// A telephone connected to a new leg on shard 0.
    pub(crate) fn telephone(&self, leg: u64, codec: Codec, tone_hz: f32) -> Telephone {
        self.telephone_on(0, leg, codec, tone_hz)
    }

    /// A telephone connected to a new leg on any shard.
    pub(crate) fn telephone_on(&self, shard: usize, leg: u64, codec: Codec, tone_hz: f32) -> Telephone {
        let local = self.engine.open_rtp_on(LegId(leg), shard).unwrap();
        let telephone = Telephone::new(leg, codec, tone_hz, local);
        media::sip::RtpLine::set_rtp_remote(&self.engine, LegId(leg), telephone.agreed());
        telephone
    }
}

pub(crate) struct Telephone {
    pub(crate) leg: LegId,
    pub(crate) socket: UdpSocket,
    pub(crate) codec: Codec,
    pub(crate) heard: Vec<i16>,
    pub(crate) headers: Vec<RtpHeader>,
    pub(crate) keys: Vec<Vec<u8>>,
    pub(crate) silent: bool,
    engine: SocketAddrV4,
    tone_hz: f32,
    pub(crate) sequence: u16,
    pub(crate) timestamp: u32,
    phase: u32,
    marker_sent: bool,
}

pub(crate) const KEY_PAYLOAD_TYPE: u8 = 101;

impl Telephone {
    pub(crate) fn new(leg: u64, codec: Codec, tone_hz: f32, engine: SocketAddrV4) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_nonblocking(true).unwrap();
        Self {
            leg: LegId(leg),
            socket,
            codec,
            heard: Vec::new(),
            headers: Vec::new(),
            keys: Vec::new(),
            silent: false,
            engine,
            tone_hz,
            sequence: 65_530,
            timestamp: u32::MAX - 500,
            phase: 0,
            marker_sent: false,
        }
    }

    pub(crate) fn agreed(&self) -> Negotiated {
        let SocketAddr::V4(remote) = self.socket.local_addr().unwrap() else {
            panic!("IPv4 only");
        };
        Negotiated {
            remote,
            codec: self.codec,
            payload_type_send: self.codec.static_payload_type(),
            payload_type_receive: self.codec.static_payload_type(),
            dtmf_send: Some(KEY_PAYLOAD_TYPE),
            dtmf_receive: Some(KEY_PAYLOAD_TYPE),
            sends: true,
            receives: true,
        }
    }

    /// Where the engine listens for this telephone.
    pub(crate) fn engine_address(&self) -> SocketAddrV4 {
        self.engine
    }

    pub(crate) fn say(&mut self) {
        let mut payload = [0; 160];
        for byte in &mut payload {
            let angle = TAU * self.tone_hz * self.phase as f32 / 8_000.0;
            *byte = g711::encode(self.codec, (angle.sin() * TONE_LEVEL) as i16);
            self.phase = (self.phase + 1) % 8_000;
        }
        let payload_type = self.codec.static_payload_type();
        let marker = !std::mem::replace(&mut self.marker_sent, true);
        self.send(payload_type, marker, self.timestamp, &payload);
        self.timestamp = self.timestamp.wrapping_add(160);
    }

    /// Sends one packet with the next sequence number.
    pub(crate) fn send(&mut self, payload_type: u8, marker: bool, timestamp: u32, payload: &[u8]) {
        let ssrc = 1_000 + self.leg.0 as u32;
        let header = RtpHeader { marker, payload_type, sequence: self.sequence, timestamp, ssrc };
        let mut packet = [0; 300];
        let length = write(&mut packet, &header, payload).unwrap();
        self.socket.send_to(&packet[..length], self.engine).unwrap();
        self.sequence = self.sequence.wrapping_add(1);
    }

    pub(crate) fn listen(&mut self) {
        let mut buffer = [0; 1_500];
        while let Ok((length, _)) = self.socket.recv_from(&mut buffer) {
            let packet = parse(&buffer[..length]).unwrap();
            let payload = packet.payload(&buffer);
            self.headers.push(packet.header);
            if packet.header.payload_type == KEY_PAYLOAD_TYPE {
                self.keys.push(payload.to_vec());
            } else {
                self.heard.extend(payload.iter().map(|byte| g711::decode(self.codec, *byte)));
            }
        }
    }

    /// Level of a tone in what was heard lately.
    pub(crate) fn hears(&self, tone_hz: f32) -> f32 {
        let lately = self.heard.len().min(4_000);
        level(&self.heard[self.heard.len() - lately..], tone_hz)
    }
}

/// Lets telephones talk and listen for a while, 20 ms at a time.
pub(crate) fn talk(telephones: &mut [&mut Telephone], milliseconds: u64) {
    let mut next = Instant::now();
    for _ in 0..milliseconds / 20 {
        for telephone in telephones.iter_mut().filter(|telephone| !telephone.silent) {
            telephone.say();
        }
        next += Duration::from_millis(20);
        while let Some(left) = next.checked_duration_since(Instant::now()) {
            for telephone in telephones.iter_mut() {
                telephone.listen();
            }
            std::thread::park_timeout(left.min(Duration::from_millis(5)));
        }
    }
    for telephone in telephones.iter_mut() {
        telephone.listen();
    }
}

/// Amplitude of a tone (Goertzel's question, asked with two sums).
pub(crate) fn level(samples: &[i16], tone_hz: f32) -> f32 {
    if samples.is_empty() {
        return 0.0;
    }
    let step = TAU * tone_hz / 8_000.0;
    let sum = |wave: fn(f32) -> f32| -> f32 {
        let parts = samples.iter().enumerate();
        parts.map(|(n, sample)| f32::from(*sample) * wave((step * n as f32) % TAU)).sum()
    };
    sum(f32::sin).hypot(sum(f32::cos)) * 2.0 / samples.len() as f32
}

/// A tone as a sound to play.
pub(crate) fn tone(tone_hz: f32, milliseconds: usize) -> Sound {
    let samples = (0..milliseconds * 8).map(|n| {
        let angle = TAU * ((tone_hz * n as f32 / 8_000.0) % 1.0);
        (angle.sin() * TONE_LEVEL) as i16
    });
    Sound::from_samples(samples.collect())
}

/// Asserts that packets run on without a jump in sequence or source.
pub(crate) fn assert_continuous(headers: &[RtpHeader]) {
    assert!(!headers.is_empty());
    for pair in headers.windows(2) {
        assert_eq!(pair[1].ssrc, pair[0].ssrc, "one source");
        assert_eq!(pair[1].sequence, pair[0].sequence.wrapping_add(1), "one sequence");
        let step = pair[1].timestamp.wrapping_sub(pair[0].timestamp);
        assert!(step < 8_000, "timestamps run on: {pair:?}");
    }
}

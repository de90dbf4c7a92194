//! Recordings: one thread that turns packets of all shards into encrypted stereo files.
//!
//! Owns files, their pace (written at least each second, synced about each second) and their faults. The
//! shards hand packets over through a bounded queue and never wait: what does not fit is dropped and
//! counted. It must never know who the caller is beyond a leg's number. Go next to `tape`.

mod levels;
mod spoken;
mod tape;

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::time::{Duration, Instant};

use vault::ContactKey;
use vault::recording::{Shape, WriteError, Writer};
use wire::g711;
use wire::rtp::RtpHeader;
use wire::sdp::Codec;

use crate::clock::Clock;
use crate::event::{MediaEvent, RecordingSummary, Side};
use crate::outbox::Outbox;
use crate::{GroupId, LegId};
use levels::Levels;
use tape::{Placed, Tape, WINDOW_SAMPLES};

pub use spoken::{Spoken, read_spoken};

/// Packets waiting for the recorder: about three seconds of fifty calls.
const PACKETS_MAX: usize = 16_384;
/// Longest payload handed over at once; longer ones are divided.
const PAYLOAD_BYTES_MAX: usize = 240;
/// How often waiting packets are taken. Polling keeps the shards from waking this thread each packet.
const PACE: Duration = Duration::from_millis(40);
/// How long a packet may come out of order before its place is written: 200 ms.
const HOLD_SAMPLES: u64 = 1_600;
/// Sound written at one time: 200 ms. With hold and pace that is less than half a second, which leaves
/// the rest of the promised second to a machine under load.
const CHUNK_SAMPLES: u64 = 1_600;
/// Sound between two syncs to disk: one second.
const SYNC_SAMPLES: u64 = 8_000;
/// Files waiting to be synced; a slow disk skips turns rather than queueing them.
const SYNCS_MAX: usize = 256;

/// What to record and where.
pub struct RecordingTarget {
    /// The file to create; it must not exist, its folder must.
    pub path: PathBuf,
    /// The contact's key.
    pub key: ContactKey,
    /// The caller's leg, on the left; every other leg of the group that anybody hears is on the right.
    pub left: LegId,
    /// Begin of the recording, in milliseconds since 1970, for the file's header.
    pub created_at_ms: i64,
}

/// A packet on its way to the recorder.
struct Packet {
    group: GroupId,
    leg: LegId,
    side: Side,
    codec: Codec,
    ssrc: u32,
    timestamp: u32,
    arrival: u64,
    length: u16,
    payload: [u8; PAYLOAD_BYTES_MAX],
}

enum Control {
    Start { group: GroupId, target: Box<RecordingTarget>, at: u64 },
    Stop { group: GroupId, at: u64 },
}

/// A shard's way to the recorder.
#[derive(Clone)]
pub(crate) struct RecorderLink {
    control: Sender<Control>,
    packets: SyncSender<Packet>,
    dropped: Arc<AtomicU64>,
}

impl RecorderLink {
    pub(crate) fn start(&self, group: GroupId, target: RecordingTarget, at: u64) {
        let target = Box::new(target);
        let _ = self.control.send(Control::Start { group, target, at });
    }

    pub(crate) fn stop(&self, group: GroupId, at: u64) {
        let _ = self.control.send(Control::Stop { group, at });
    }

    /// Hands one packet's sound over; never waits.
    #[expect(clippy::too_many_arguments, reason = "one flat copy on the hot path")]
    pub(crate) fn packet(
        &self,
        group: GroupId,
        leg: LegId,
        side: Side,
        codec: Codec,
        header: &RtpHeader,
        arrival: u64,
        payload: &[u8],
    ) {
        let mut timestamp = header.timestamp;
        for part in payload.chunks(PAYLOAD_BYTES_MAX) {
            let mut copy = [0; PAYLOAD_BYTES_MAX];
            copy[..part.len()].copy_from_slice(part);
            let packet = Packet {
                group,
                leg,
                side,
                codec,
                ssrc: header.ssrc,
                timestamp,
                arrival,
                length: part.len() as u16,
                payload: copy,
            };
            if self.packets.try_send(packet).is_err() {
                self.dropped.fetch_add(1, Ordering::Relaxed);
            }
            timestamp = timestamp.wrapping_add(part.len() as u32);
        }
    }
}

/// Starts the recorder's thread and the one that syncs its files.
pub(crate) fn start(clock: Clock, events: tokio::sync::mpsc::Sender<MediaEvent>) -> io::Result<RecorderLink> {
    let (control, controls) = mpsc::channel();
    let (packets, packet_receiver) = mpsc::sync_channel(PACKETS_MAX);
    let (syncs, sync_receiver) = mpsc::sync_channel::<File>(SYNCS_MAX);
    let dropped = Arc::new(AtomicU64::new(0));
    let recorder = Recorder {
        clock,
        outbox: Outbox::new(events),
        recordings: BTreeMap::new(),
        syncs,
        dropped: Arc::clone(&dropped),
        bytes: Vec::new(),
        levels: Levels::default(),
    };
    std::thread::Builder::new()
        .name("media-recorder".to_owned())
        .spawn(move || recorder.run(&controls, &packet_receiver))?;
    std::thread::Builder::new().name("media-sync".to_owned()).spawn(move || {
        for file in sync_receiver {
            if let Err(error) = file.sync_data() {
                tracing::warn!(%error, "a recording was not synced to disk");
            }
        }
    })?;
    Ok(RecorderLink { control, packets, dropped })
}

struct Recorder {
    clock: Clock,
    outbox: Outbox,
    recordings: BTreeMap<GroupId, Recording>,
    syncs: SyncSender<File>,
    dropped: Arc<AtomicU64>,
    bytes: Vec<u8>,
    levels: Levels,
}

struct Recording {
    path: PathBuf,
    tape: Tape,
    /// `None` after a fault: the call goes on and its packets fall on the floor.
    writer: Option<Writer<File>>,
    fault: Option<String>,
    synced: u64,
}

impl Recorder {
    fn run(mut self, controls: &Receiver<Control>, packets: &Receiver<Packet>) {
        let mut stops = Vec::new();
        loop {
            match controls.recv_timeout(PACE) {
                Ok(control) => {
                    self.control(control, &mut stops);
                    for control in controls.try_iter() {
                        self.control(control, &mut stops);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            for packet in packets.try_iter().take(PACKETS_MAX) {
                self.packet(&packet);
            }
            // A stop was ordered behind its last packets, which have been taken by here.
            for (group, at) in stops.drain(..) {
                self.stop(group, at);
            }
            self.write_due();
            self.tell_levels();
            self.outbox.flush();
        }
        for packet in packets.try_iter() {
            self.packet(&packet);
        }
        let now = self.clock.samples(Instant::now());
        let open: Vec<GroupId> = self.recordings.keys().copied().collect();
        for group in open {
            self.stop(group, now);
        }
    }

    fn control(&mut self, control: Control, stops: &mut Vec<(GroupId, u64)>) {
        match control {
            Control::Start { group, target, at } => self.begin(group, *target, at),
            Control::Stop { group, at } => stops.push((group, at)),
        }
    }

    fn begin(&mut self, group: GroupId, target: RecordingTarget, at: u64) {
        if self.recordings.contains_key(&group) {
            // A second start ends the first recording, so that neither is lost.
            self.stop(group, at);
        }
        let created = File::options().write(true).create_new(true).open(&target.path);
        let writer = created
            .map_err(WriteError::from)
            .and_then(|file| Writer::create(file, &target.key, Shape::TELEPHONE, target.created_at_ms));
        let mut recording =
            Recording { path: target.path, tape: Tape::starting(at), writer: None, fault: None, synced: 0 };
        self.outbox.tell(MediaEvent::RecordingStarted { group, at_samples: at });
        match writer {
            Ok(writer) => recording.writer = Some(writer),
            Err(error) => self.outbox.tell(recording.failed(group, &error)),
        }
        self.recordings.insert(group, recording);
    }

    fn packet(&mut self, packet: &Packet) {
        let Some(recording) = self.recordings.get_mut(&packet.group) else {
            return;
        };
        let mut samples = [0; PAYLOAD_BYTES_MAX];
        let payload = &packet.payload[..usize::from(packet.length)];
        let length = g711::decode_into(packet.codec, payload, &mut samples);
        self.levels.hear(packet.group, packet.leg, &samples[..length]);
        let position = recording.tape.position(packet.arrival);
        if position > recording.tape.written() + WINDOW_SAMPLES - CHUNK_SAMPLES {
            // This thread was held up; make room before the window overruns itself.
            let told = recording.write(packet.group, position - HOLD_SAMPLES, &mut self.bytes);
            told.into_iter().for_each(|event| self.outbox.tell(event));
        }
        let silent = recording.tape.place(Placed {
            leg: packet.leg,
            side: packet.side,
            ssrc: packet.ssrc,
            timestamp: packet.timestamp,
            arrival: packet.arrival,
            samples: &samples[..length],
        });
        if silent {
            let (group, side) = (packet.group, packet.side);
            self.outbox.tell(MediaEvent::SilentChannel { group, side });
        }
    }

    fn write_due(&mut self) {
        let now = self.clock.samples(Instant::now());
        for (group, recording) in &mut self.recordings {
            let ready = recording.tape.position(now).saturating_sub(HOLD_SAMPLES);
            if ready < recording.tape.written() + CHUNK_SAMPLES {
                continue;
            }
            let told = recording.write(*group, ready, &mut self.bytes);
            told.into_iter().for_each(|event| self.outbox.tell(event));
            recording.sync(&self.syncs);
        }
    }

    fn tell_levels(&mut self) {
        let now = self.clock.samples(Instant::now());
        if let Some(groups) = self.levels.report(now, self.recordings.keys().copied()) {
            self.outbox.tell(MediaEvent::Levels { groups });
        }
    }

    fn stop(&mut self, group: GroupId, at: u64) {
        let Some(mut recording) = self.recordings.remove(&group) else {
            return;
        };
        let end = recording.tape.position(at);
        let told = recording.write(group, end, &mut self.bytes);
        told.into_iter().for_each(|event| self.outbox.tell(event));
        if let Err(error) = recording.finish() {
            let event = recording.failed(group, &error);
            self.outbox.tell(event);
        }
        let summary = RecordingSummary {
            duration_ms: recording.tape.written() / 8,
            left: recording.tape.summary(Side::Left),
            right: recording.tape.summary(Side::Right),
            dropped_overall: self.dropped.load(Ordering::Relaxed),
            path: recording.path,
            fault: recording.fault,
        };
        self.outbox.tell(MediaEvent::RecordingClosed { group, summary });
    }
}

impl Recording {
    /// Writes everything up to `position`; gives the event of a fault.
    fn write(&mut self, group: GroupId, position: u64, bytes: &mut Vec<u8>) -> Option<MediaEvent> {
        let mut result = Ok(());
        bytes.clear();
        self.tape.speech.take(bytes);
        if let Some(writer) = self.writer.as_mut().filter(|_| !bytes.is_empty()) {
            result = writer.append_timeline(bytes);
        }
        bytes.clear();
        self.tape.take(position, bytes);
        if let Some(writer) = self.writer.as_mut().filter(|_| !bytes.is_empty()) {
            result = result.and_then(|()| writer.append_sound(bytes));
        }
        result.err().map(|error| self.failed(group, &error))
    }

    fn sync(&mut self, syncs: &SyncSender<File>) {
        if self.tape.written() < self.synced + SYNC_SAMPLES {
            return;
        }
        let file = self.writer.as_mut().and_then(|writer| writer.sink_mut().try_clone().ok());
        if file.is_some_and(|file| syncs.try_send(file).is_ok()) {
            self.synced = self.tape.written();
        }
    }

    fn finish(&mut self) -> Result<(), WriteError> {
        let Some(writer) = self.writer.take() else {
            return Ok(());
        };
        let file = writer.finish()?;
        file.sync_all()?;
        Ok(())
    }

    fn failed(&mut self, group: GroupId, error: &WriteError) -> MediaEvent {
        let why = error.to_string();
        tracing::error!(%error, group.id = group.0, "a recording cannot be written; the call goes on");
        self.writer = None;
        self.fault = Some(why.clone());
        MediaEvent::RecordingFault { group, why }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const GROUP: GroupId = GroupId(4);
    const CALLER: LegId = LegId(1);

    fn recorder(syncs: SyncSender<File>) -> (Recorder, tokio::sync::mpsc::Receiver<MediaEvent>) {
        let (events, receiver) = tokio::sync::mpsc::channel(16);
        let began = Instant::now().checked_sub(Duration::from_secs(10)).unwrap();
        let recorder = Recorder {
            clock: Clock::starting(began),
            outbox: Outbox::new(events),
            recordings: BTreeMap::new(),
            syncs,
            dropped: Arc::default(),
            bytes: Vec::new(),
            levels: Levels::default(),
        };
        (recorder, receiver)
    }

    fn target(path: &Path) -> RecordingTarget {
        let ring = vault::KeyRing::generate().unwrap();
        let key = ring.contact_key(uuid::Uuid::nil()).unwrap();
        RecordingTarget { path: path.to_owned(), key, left: CALLER, created_at_ms: 0 }
    }

    fn packet(arrival: u64) -> Packet {
        Packet {
            group: GROUP,
            leg: CALLER,
            side: Side::Left,
            codec: Codec::Pcmu,
            ssrc: 1,
            timestamp: arrival as u32,
            arrival,
            length: 160,
            payload: [0x20; PAYLOAD_BYTES_MAX],
        }
    }

    #[test]
    fn a_disk_that_fills_up_ends_the_recording_with_an_alarm_and_takes_packets_still() {
        let folder = tempfile::tempdir().unwrap();
        let (syncs, _synced) = mpsc::sync_channel(4);
        let (mut recorder, mut events) = recorder(syncs);
        recorder.begin(GROUP, target(&folder.path().join("full.mdgr")), 0);
        assert_eq!(events.try_recv().unwrap(), MediaEvent::RecordingStarted { group: GROUP, at_samples: 0 });
        (0..50).for_each(|n| recorder.packet(&packet(n * 160)));
        recorder.write_due();
        assert!(events.try_recv().is_err(), "all is well so far");
        let full = File::options().write(true).open("/dev/full").unwrap();
        let recording = recorder.recordings.get_mut(&GROUP).unwrap();
        *recording.writer.as_mut().unwrap().sink_mut() = full;
        recorder.stop(GROUP, 90_000);
        let MediaEvent::RecordingFault { group, why } = events.try_recv().unwrap() else {
            panic!("a fault comes first");
        };
        assert!(group == GROUP && why.contains("No space left"), "{why}");
        let MediaEvent::RecordingClosed { summary, .. } = events.try_recv().unwrap() else {
            panic!("then the end");
        };
        assert!(summary.fault.is_some());
        recorder.packet(&packet(91_000));
    }

    #[test]
    fn packets_that_do_not_fit_are_dropped_and_counted() {
        let (control, _controls) = mpsc::channel();
        let (packets, _receiver) = mpsc::sync_channel(3);
        let link = RecorderLink { control, packets, dropped: Arc::default() };
        let header = RtpHeader::default();
        for _ in 0..5 {
            link.packet(GROUP, CALLER, Side::Left, Codec::Pcmu, &header, 0, &[0; 320]);
        }
        assert_eq!(link.dropped.load(Ordering::Relaxed), 7);
    }
}

/**
 * Whether the microphone hears anything, and whether it hears the speaker: a tone is played for less than a
 * second, and its frequency must rise at the microphone. Sound is thrown away here: two numbers leave this file.
 */
import type { DeviceState, MeasuredMicrophone, MeasuredSpeaker } from "../../api/diagnosis-types";
import { stateOf } from "./camera";
import { pause, rounded } from "./limits";

/** Between the harmonics of the mains and of most voices, and loud in small speakers. */
const TONE_HZ = 1_870;
const TONE_GAIN = 0.4;
const LISTEN_MS = 500;
/** From the start of the tone until it is heard, sound card and air included. */
const DELAY_MS = 400;
const STEP_MS = 40;
const SILENCE_DB = -200;
/** Sound cards are no quieter; what lies below is arithmetic. */
const FLOOR_DB = -90;
/** Louder than this at the tone's own frequency before it is played, nothing can be told. */
const DROWNED_DB = -45;
const TELLING_DB = 10;

export interface MeasuredSound {
  microphone: MeasuredMicrophone;
  speaker: MeasuredSpeaker;
}

export const soundLeftOut = (microphone: DeviceState, speaker: MeasuredSpeaker["state"]): MeasuredSound => ({
  microphone: { state: microphone, level_db: null },
  speaker: { state: speaker, rose_db: null },
});

/** In a visit the running microphone is listened to, and nothing is played. */
export async function probeSound(running: MediaStreamTrack | null, signal: AbortSignal): Promise<MeasuredSound> {
  const context = new AudioContext();
  try {
    if (running !== null) return await listenTo(context, running.clone(), false, signal);
    const untreated = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: untreated });
    const [track] = stream.getAudioTracks();
    return track === undefined ? soundLeftOut("absent", "no_ear") : await listenTo(context, track, true, signal);
  } catch (error) {
    return soundLeftOut(stateOf(error), "no_ear");
  } finally {
    await context.close().catch(() => undefined);
  }
}

async function listenTo(context: AudioContext, track: MediaStreamTrack, play: boolean, signal: AbortSignal): Promise<MeasuredSound> {
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const ear = new AnalyserNode(context, { fftSize: 4_096, smoothingTimeConstant: 0 });
  source.connect(ear);
  try {
    // A page that nobody has touched may be kept mute; then the context does not run, and hears nothing either.
    void context.resume();
    await pause(STEP_MS * 5);
    if (context.state !== "running") return soundLeftOut("left_out", play ? "not_played" : "left_out");
    const before = await listen(ear, context.sampleRate);
    if (!play || signal.aborted) return { microphone: works(before.level_db), speaker: { state: "left_out", rose_db: null } };
    const during = await heardWhilePlaying(context, ear);
    const after = await listen(ear, context.sampleRate);
    const level_db = Math.max(before.level_db, during.level_db, after.level_db);
    return { microphone: works(level_db), speaker: speakerOf(Math.max(before.tone_db, after.tone_db), during.tone_db) };
  } finally {
    source.disconnect();
    track.stop();
  }
}

const works = (level_db: number): MeasuredMicrophone => ({ state: "works", level_db: rounded(level_db) });

/** What the tone's frequency with and without the tone says of the speaker. */
export function speakerOf(without_db: number, with_db: number): MeasuredSpeaker {
  const rose_db = rounded(Math.max(with_db, FLOOR_DB) - Math.max(without_db, FLOOR_DB));
  if (rose_db < TELLING_DB && without_db > DROWNED_DB) return { state: "drowned", rose_db: null };
  return { state: "played", rose_db };
}

async function heardWhilePlaying(context: AudioContext, ear: AnalyserNode): Promise<Heard> {
  const tone = new OscillatorNode(context, { frequency: TONE_HZ });
  const volume = new GainNode(context, { gain: TONE_GAIN });
  tone.connect(volume).connect(context.destination);
  tone.start();
  try {
    await pause(DELAY_MS);
    return await listen(ear, context.sampleRate);
  } finally {
    tone.stop();
    volume.disconnect();
    // What still hangs in the room belongs to the tone.
    await pause(DELAY_MS);
  }
}

interface Heard {
  level_db: number;
  tone_db: number;
}

/** The loudest moment, and the median at the tone's frequency. */
async function listen(ear: AnalyserNode, rate_hz: number): Promise<Heard> {
  const samples = new Float32Array(ear.fftSize);
  const tones: number[] = [];
  let level_db = SILENCE_DB;
  const end = performance.now() + LISTEN_MS;
  while (performance.now() < end) {
    ear.getFloatTimeDomainData(samples);
    level_db = Math.max(level_db, levelOf(samples));
    tones.push(toneIn(samples, TONE_HZ, rate_hz));
    await pause(STEP_MS);
  }
  tones.sort((one, other) => one - other);
  return { level_db, tone_db: tones[tones.length >> 1] ?? SILENCE_DB };
}

/** Root mean square in dB of full scale. */
export function levelOf(samples: Float32Array): number {
  let squares = 0;
  for (const sample of samples) squares += sample * sample;
  return decibels(squares / Math.max(1, samples.length));
}

/** Power at one frequency in dB of full scale (Goertzel, under a Hann window). */
export function toneIn(samples: Float32Array, frequency_hz: number, rate_hz: number): number {
  const turn = (2 * Math.PI * frequency_hz) / rate_hz;
  const factor = 2 * Math.cos(turn);
  let [last, before] = [0, 0];
  samples.forEach((sample, at) => {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / samples.length);
    [last, before] = [sample * window + factor * last - before, last];
  });
  const power = last * last + before * before - factor * last * before;
  // A full-scale sine gives (n / 4) squared under this window; its mean square is a half.
  return decibels((power / (samples.length / 4) ** 2) * 0.5);
}

const decibels = (power: number) => (power <= 1e-20 ? SILENCE_DB : 10 * Math.log10(power));

/**
 * Synthetic callers: what they say, and when in it a secret is said, by the synthesiser's own label times.
 * Japanese is spoken by Open JTalk with the project's voice, English by eSpeak NG.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readWav, wavFile } from "./sound.mjs";

const RATE_HZ = 8000;
const DICTIONARY = "/var/lib/mecab/dic/open-jtalk/naist-jdic";
const VOICE = new URL("../../crates/speech/voices/nitech/nitech_jp_atr503_m001.htsvoice", import.meta.url).pathname;
const SAMPLES = new URL("../../fixtures/voice/", import.meta.url);
/** Labels of Open JTalk count in 100 ns. */
const LABELS_A_SECOND = 1e7;
const PEAK = 0.5;
/** What is below this is no voice. */
const QUIET = 0.01;
/** Shorter than what the recogniser takes for the end of a sentence. */
const BREATH_S = 0.2;
/** Half the length of the low pass before the rate is lowered, in samples of the lower rate. */
const FILTER_REACH = 16;

const run = promisify(execFile);

/**
 * A caller's speech from parts `{ ja | en | voice, secret }` and `{ pause_s }`, with silence at its end so that the telephone stays:
 * the WAV file and the spans in seconds in which a secret is said.
 */
export async function spoken(parts, { lead_s = 0.5, tail_s = 60 } = {}) {
  const pieces = [silence(lead_s)];
  const secrets = [];
  let at = pieces[0].length;
  for (const part of parts) {
    const piece = part.pause_s === undefined ? await voiceOf(part) : { samples: silence(part.pause_s), voiced: null };
    if (part.secret) secrets.push({ from_s: at / RATE_HZ + piece.voiced.from_s, to_s: at / RATE_HZ + piece.voiced.to_s });
    pieces.push(piece.samples);
    at += piece.samples.length;
  }
  const samples = joined([...pieces, silence(tail_s)]);
  return { file: wavFile(samples, RATE_HZ), secrets, lead_s, speech_s: at / RATE_HZ };
}

/**
 * A WAV file in which the `turns` are spoken over and over for `seconds`, each `pause_s` after the other. A turn is a
 * sample voice, or several in one breath: one stretch of speech, however many sentences it holds.
 */
export async function overAndOver(turns, { seconds = 120, pause_s = 4 } = {}) {
  const voices = await Promise.all(turns.map((turn) => (Array.isArray(turn) ? inOneBreath(turn) : sampleVoice(turn))));
  const pieces = [silence(1)];
  let count = pieces[0].length;
  for (let turn = 0; count < seconds * RATE_HZ; turn += 1) {
    const { samples } = voices[turn % voices.length];
    pieces.push(samples, silence(pause_s));
    count += samples.length + pieces.at(-1).length;
  }
  return wavFile(joined(pieces).subarray(0, seconds * RATE_HZ), RATE_HZ);
}

async function inOneBreath(names) {
  const voices = await Promise.all(names.map(sampleVoice));
  const heard = voices.map(({ samples, voiced }) => samples.subarray(voiced.from_s * RATE_HZ, voiced.to_s * RATE_HZ));
  return { samples: joined(heard.flatMap((samples) => [samples, silence(BREATH_S)])) };
}

async function voiceOf({ ja, en, voice }) {
  if (voice !== undefined) return sampleVoice(voice);
  const folder = await mkdtemp(join(tmpdir(), "madoguchi-voice-"));
  try {
    const sound = join(folder, "voice.wav");
    const trace = join(folder, "trace.txt");
    if (ja !== undefined) {
      const speaking = run("open_jtalk", ["-x", DICTIONARY, "-m", VOICE, "-ow", sound, "-ot", trace]);
      speaking.child.stdin.end(`${ja}\n`);
      await speaking;
    } else {
      await run("espeak-ng", ["-v", "en-us", "-s", "130", "-w", sound, en]);
    }
    const { channels, rate_hz } = readWav(await readFile(sound));
    const samples = levelled(lowered(channels[0], rate_hz));
    return { samples, voiced: ja === undefined ? loudIn(samples) : voicedByLabels(await readFile(trace, "utf8")) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One of the sample voices of the fixtures, such as `ja-1`. */
async function sampleVoice(name) {
  const { channels } = readWav(await readFile(new URL(`${name}.wav`, SAMPLES)));
  return { samples: channels[0], voiced: loudIn(channels[0]) };
}

/** From the first to the last phoneme that is no silence. */
function voicedByLabels(trace) {
  const labels = trace.split("[Output label]")[1].split("\n").map((line) => /^(\d+) (\d+) [^-]*-([^+]+)\+/.exec(line)).filter((found) => found !== null);
  const voiced = labels.filter(([, , , phoneme]) => phoneme !== "sil" && phoneme !== "pau");
  return { from_s: Number(voiced[0][1]) / LABELS_A_SECOND, to_s: Number(voiced.at(-1)[2]) / LABELS_A_SECOND };
}

function loudIn(samples) {
  const loud = (sample) => Math.abs(sample) > QUIET;
  return { from_s: samples.findIndex(loud) / RATE_HZ, to_s: samples.findLastIndex(loud) / RATE_HZ };
}

/** The sound at the telephone's rate, without what is above its half. */
function lowered(samples, rate_hz) {
  const step = rate_hz / RATE_HZ;
  const reach = Math.ceil(FILTER_REACH * step);
  const taps = Float64Array.from({ length: 2 * reach + 1 }, (_, index) => tap((index - reach) / step, FILTER_REACH));
  const sum = taps.reduce((total, each) => total + each, 0);
  return Float64Array.from({ length: Math.floor(samples.length / step) }, (_, index) => {
    const middle = Math.round(index * step);
    let value = 0;
    for (let offset = -reach; offset <= reach; offset += 1) value += (samples[middle + offset] ?? 0) * taps[offset + reach];
    return value / sum;
  });
}

/** A windowed sinc that ends a little below half the rate. */
function tap(at, reach) {
  const CUT = 0.9;
  const sinc = at === 0 ? 1 : Math.sin(Math.PI * CUT * at) / (Math.PI * CUT * at);
  return sinc * (0.5 + 0.5 * Math.cos((Math.PI * at) / reach));
}

function levelled(samples) {
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-9);
  return samples.map((sample) => (sample * PEAK) / loudest);
}

function silence(seconds) {
  return new Float64Array(Math.round(seconds * RATE_HZ));
}

function joined(pieces) {
  const whole = new Float64Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Root mean square of a stretch, 0..1. */
export function levelOf(samples, rate_hz, { from_s, to_s }) {
  const part = samples.subarray(Math.round(from_s * rate_hz), Math.round(to_s * rate_hz));
  return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, part.length));
}

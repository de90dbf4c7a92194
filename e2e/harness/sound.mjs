/** Tones in WAV files: writing them, reading what came back, and measuring it. */

const HEADER_BYTES = 44;

/** A 16-bit mono WAV file of one tone. */
export function toneFile({ frequency_hz, seconds, rate_hz, level = 0.4 }) {
  const count = Math.round(seconds * rate_hz);
  return wavFile(Float64Array.from({ length: count }, (_, index) => level * Math.sin((2 * Math.PI * frequency_hz * index) / rate_hz)), rate_hz);
}

/** A 16-bit mono WAV file of samples of -1..1. */
export function wavFile(samples, rate_hz) {
  const file = Buffer.alloc(HEADER_BYTES + samples.length * 2);
  writeHeader(file, rate_hz, samples.length);
  samples.forEach((sample, index) => file.writeInt16LE(Math.round(sample * 32_767), HEADER_BYTES + index * 2));
  return file;
}

function writeHeader(file, rate_hz, count) {
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + count * 2, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate_hz, 24);
  file.writeUInt32LE(rate_hz * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(count * 2, 40);
}

/** The channels of a WAV file of 16 bits or µ-law, each a Float64Array of -1..1. */
export function readWav(file) {
  if (file.toString("latin1", 0, 4) !== "RIFF") throw new Error("no WAV file");
  let at = 12;
  let form = null;
  while (at + 8 <= file.length) {
    const name = file.toString("latin1", at, at + 4);
    const size = Math.min(file.readUInt32LE(at + 4), file.length - at - 8);
    if (name === "fmt ") form = readForm(file, at + 8);
    if (name === "data") return { rate_hz: form.rate_hz, channels: readChannels(file, at + 8, size, form) };
    at += 8 + size + (size % 2);
  }
  throw new Error("no sound in the file");
}

const MU_LAW = 7;

function readForm(file, at) {
  const [coding, bits] = [file.readUInt16LE(at), file.readUInt16LE(at + 14)];
  if (bits !== (coding === MU_LAW ? 8 : 16)) throw new Error(`${bits} bits a sample`);
  return { coding, channels: file.readUInt16LE(at + 2), rate_hz: file.readUInt32LE(at + 4) };
}

function readChannels(file, at, size, form) {
  const bytes = form.coding === MU_LAW ? 1 : 2;
  const sample = form.coding === MU_LAW ? (place) => expanded(file[place]) : (place) => file.readInt16LE(place) / 32_768;
  const count = Math.floor(size / bytes / form.channels);
  return Array.from({ length: form.channels }, (_, channel) =>
    Float64Array.from({ length: count }, (_, index) => sample(at + bytes * (index * form.channels + channel))),
  );
}

/** A byte of µ-law as a sample (ITU-T G.711). */
function expanded(byte) {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + 0x84) << ((code & 0x70) >> 4)) - 0x84;
  return (code & 0x80 ? -magnitude : magnitude) / 32_768;
}

/** The share of the energy of `samples` that is at `frequency_hz` (Goertzel), 0..1; 0 for silence. */
export function shareAt(samples, rate_hz, frequency_hz) {
  const step = (2 * Math.PI * frequency_hz) / rate_hz;
  const factor = 2 * Math.cos(step);
  let [before, last, energy] = [0, 0, 0];
  for (const sample of samples) {
    [before, last] = [last, sample + factor * last - before];
    energy += sample * sample;
  }
  if (energy / samples.length < 1e-6) return 0;
  const power = before * before + last * last - factor * before * last;
  return power / ((samples.length / 2) * energy);
}

/** For how many seconds the tone is most of what is heard, looked at in steps of 100 ms. */
export function secondsOf(samples, rate_hz, frequency_hz) {
  const SHARE_MIN = 0.7;
  const step = Math.round(rate_hz / 10);
  let heard = 0;
  for (let at = 0; at + step <= samples.length; at += step) {
    if (shareAt(samples.subarray(at, at + step), rate_hz, frequency_hz) > SHARE_MIN) heard += 1;
  }
  return heard / 10;
}

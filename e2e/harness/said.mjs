/** A telephone that says sentences: supplied speech, again and again, with pauses between. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Where speech for tests lies, as 8 kHz µ-law or 16-bit WAV. */
const SPEECH = new URL("../../fixtures/voice/", import.meta.url);
/** The recogniser's model, where the suites have fetched it. */
const MODEL = process.env.MADOGUCHI_TEST_MODEL ?? "";
const RATE_HZ = 8000;
const HEADER_BYTES = 44;

/** Settings that switch recognition on; null where no model was fetched on this machine. */
export function recognition() {
  if (!existsSync(MODEL)) return null;
  return `[speech]\nrecogniser = "local"\nworkers = 1\nmodels_folder = "${dirname(MODEL)}"\n`;
}

/** A WAV file in which the sentences of `names` are said over and over for `seconds`, `pause_s` apart. */
export async function sentences(names, { seconds = 120, pause_s = 4 } = {}) {
  const said = await Promise.all(names.map(async (name) => samplesOf(await readFile(new URL(name, SPEECH)))));
  const samples = new Int16Array(seconds * RATE_HZ);
  let at = RATE_HZ;
  for (let turn = 0; at < samples.length; turn += 1) {
    const sentence = said[turn % said.length];
    samples.set(sentence.subarray(0, Math.max(0, samples.length - at)), at);
    at += sentence.length + pause_s * RATE_HZ;
  }
  return wav(samples);
}

function samplesOf(file) {
  let form = 1;
  let at = 12;
  while (at + 8 <= file.length) {
    const [name, size] = [file.toString("latin1", at, at + 4), file.readUInt32LE(at + 4)];
    if (name === "fmt ") form = file.readUInt16LE(at + 8);
    if (name === "data") {
      const bytes = file.subarray(at + 8, at + 8 + size);
      return form === 7 ? Int16Array.from(bytes, linear) : new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + size));
    }
    at += 8 + size + (size % 2);
  }
  throw new Error("no sound in the file");
}

/** One sample of µ-law (ITU-T G.711). */
function linear(byte) {
  const turned = ~byte & 0xff;
  const size = (((turned & 0x0f) << 3) + 0x84) << ((turned & 0x70) >> 4);
  return turned & 0x80 ? 0x84 - size : size - 0x84;
}

function wav(samples) {
  const file = Buffer.alloc(HEADER_BYTES + samples.length * 2);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + samples.length * 2, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE_HZ, 24);
  file.writeUInt32LE(RATE_HZ * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, index) => file.writeInt16LE(sample, HEADER_BYTES + index * 2));
  return file;
}

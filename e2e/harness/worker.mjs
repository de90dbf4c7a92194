/** The product's own speech worker, asked directly: what a recogniser can still hear in a sound. */
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { BINARY } from "./server.mjs";

const PROGRAM = join(dirname(BINARY), "madoguchi-whisper");
/** The worker takes 16 kHz, this much at once. */
const RATE_HZ = 16_000;
const STRETCH_S = 25;
const LENGTH_BYTES = 4;

/** What the worker hears in samples of -1..1 at half its rate, with care and without a prompt. */
export async function heardAgain(samples, rate_hz, language) {
  if (rate_hz * 2 !== RATE_HZ) throw new Error(`sound at ${rate_hz} Hz`);
  const worker = spawn(PROGRAM, ["--model", process.env.MADOGUCHI_TEST_MODEL], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = frames(worker.stdout);
  try {
    const { value: hello } = await answers.next();
    if (hello !== "ready") throw new Error(`the worker refused: ${JSON.stringify(hello)}`);
    const texts = [];
    for (let from = 0; from < samples.length; from += STRETCH_S * rate_hz) {
      const sound = doubled(samples.subarray(from, from + STRETCH_S * rate_hz));
      worker.stdin.write(frame({ id: from, samples: sound.length, language, prompt: "", last_pass: true }));
      worker.stdin.write(Buffer.from(sound.buffer));
      const { value: answer } = await answers.next();
      if (answer?.outcome?.heard === undefined) throw new Error(`the worker failed: ${JSON.stringify(answer)}`);
      texts.push(answer.outcome.heard.words.map((word) => word.text).join(""));
    }
    return texts.join(" ");
  } finally {
    worker.kill();
  }
}

function frame(message) {
  const json = Buffer.from(JSON.stringify(message));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(json.length);
  return Buffer.concat([length, json]);
}

async function* frames(stream) {
  let held = Buffer.alloc(0);
  for await (const piece of stream) {
    held = Buffer.concat([held, piece]);
    while (held.length >= LENGTH_BYTES && held.length >= LENGTH_BYTES + held.readUInt32LE()) {
      const end = LENGTH_BYTES + held.readUInt32LE();
      yield JSON.parse(held.toString("utf8", LENGTH_BYTES, end));
      held = held.subarray(end);
    }
  }
}

/** Twice the rate, each new sample in the middle of its neighbours, as 16-bit numbers. */
function doubled(samples) {
  return Int16Array.from({ length: samples.length * 2 }, (_, index) => {
    const [left, right] = [samples[Math.floor(index / 2)], samples[Math.ceil(index / 2)] ?? 0];
    return Math.round(((left + right) / 2) * 32_767);
  });
}

/** Speech recognition under test: the settings that turn it on, and what it left in the books. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { readWav } from "./sound.mjs";
import { answerCall, ask, download, fileRecordByKeys, newestContact } from "./staff.mjs";
import { Telephone } from "./telephone.mjs";
import { until } from "./wait.mjs";

/** The recogniser's model, where the suites have fetched it. */
const MODEL = process.env.MADOGUCHI_TEST_MODEL ?? "";
/** Text is completed and the sound is redacted within this after the end of a call. */
const FINISHED_LIMIT_MS = 120_000;
/** How the loudness of a sound is looked at when two are laid beside each other. */
const STEP_S = 0.02;
const DIGITS = ["〇零０", "一１", "二２", "三３", "四４", "五５", "六６", "七７", "八８", "九９"];
/** This many digits of a number in a row are a part of it. */
const PART = 4;

/** Settings that switch recognition on; null where no model was fetched on this machine. */
export function recognition() {
  if (!existsSync(MODEL)) return null;
  return `[speech]\nrecogniser = "local"\nmodels_folder = "${dirname(MODEL)}"\n`;
}

/**
 * One call from the first ring to the filed record, in which the caller says what `spoken` made; `meanwhile` is done
 * from the answer on. Gives the contact, and what the caller heard as a WAV file.
 */
export async function callerSpeaks(t, { page, server, speech, language = "1" }, meanwhile = async () => undefined) {
  const telephone = await Telephone.start({ speech: speech.file });
  let heard = null;
  t.after(() => heard ?? telephone.stop());
  const answered_at = await answerCall(page, server, telephone, language);
  const begun_at = telephone.at("CALL_ESTABLISHED");
  assert.ok(answered_at - begun_at < speech.lead_s * 1000, "the caller began to speak before the agent was there");
  await meanwhile();
  const said_at = begun_at + (speech.speech_s + 1) * 1000;
  await until("all has been said", said_at - begun_at + FINISHED_LIMIT_MS, () => Date.now() > said_at);
  await page.getByRole("button", { name: /^終話/ }).click();
  await fileRecordByKeys(page);
  const contact = await newestContact(page);
  heard = await telephone.stop();
  return { contact, heard };
}

/** The coverage of the day, in Japan, on which the contact came. */
export async function coverageOf(page, contact) {
  const day = new Date(Date.parse(contact.arrived_at) + 9 * 3_600_000).toISOString().slice(0, 10);
  const { status, body } = await ask(page, "GET", `/api/coverage/${day}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** The contact's redacted recording, once there is one, opened with a reason. */
export async function finishedRecording(page, server, contact) {
  const file = await until("the redacted recording", FINISHED_LIMIT_MS, async () => {
    await open(page, contact);
    const { status, body } = await download(page, server, `/api/contacts/${contact.id}/recording.wav`);
    return status === 200 ? body : null;
  });
  return readWav(file);
}

/** The text of a contact as its reader has it, segment by segment. */
export async function textOf(page, contact) {
  await open(page, contact);
  const { status, body } = await ask(page, "GET", `/api/contacts/${contact.id}/transcript`);
  assert.equal(status, 200, JSON.stringify(body));
  return body.segments.map((segment) => segment.words.map((word) => word.text).join("")).join(" ");
}

async function open(page, contact) {
  const opened = await ask(page, "POST", `/api/contacts/${contact.id}/open`, { reason: "試験の確認" });
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
}

/** The longest part of any of the numbers, of four digits or more, that stands in the text, however its digits are written and parted. */
export function leakedDigits(text, numbers) {
  const digits = [...text].map((letter) => {
    const value = DIGITS.findIndex((forms) => forms.includes(letter));
    return value === -1 ? letter : String(value);
  });
  const run = digits.join("").replace(/[^0-9]/gu, "");
  let longest = "";
  for (const number of numbers) {
    for (let from = 0; from < number.length; from += 1) {
      for (let to = from + PART; to <= number.length; to += 1) {
        const part = number.slice(from, to);
        if (part.length > longest.length && run.includes(part)) longest = part;
      }
    }
  }
  return longest;
}

/**
 * How much later a sound stands in the recording than in what was spoken, in seconds: where the loudness of both,
 * looked at outside the secrets, agrees best.
 */
export function lagOf(original, recorded, rate_hz, { secrets }) {
  const [from, to] = [envelope(original, rate_hz), envelope(recorded, rate_hz)];
  const open = from.map((_, index) => !secrets.some(({ from_s, to_s }) => index * STEP_S > from_s - 1 && index * STEP_S < to_s + 1));
  let best = { agreement: -1, lag: 0 };
  for (let lag = -from.length; lag < to.length; lag += 1) {
    let agreement = 0;
    for (let index = 0; index < from.length; index += 1) if (open[index]) agreement += from[index] * (to[index + lag] ?? 0);
    if (agreement > best.agreement) best = { agreement, lag };
  }
  return best.lag * STEP_S;
}

function envelope(samples, rate_hz) {
  const step = Math.round(rate_hz * STEP_S);
  return Array.from({ length: Math.floor(samples.length / step) }, (_, index) => {
    const part = samples.subarray(index * step, (index + 1) * step);
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / step);
  });
}

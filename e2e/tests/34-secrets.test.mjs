/**
 * An individual number that a caller says is kept nowhere: not in the text, not in the sound, not in a store, log or
 * index. The callers are synthetic, so that the spans in which the secret is said are known from the synthesiser.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { quietBrowser } from "../harness/city.mjs";
import { callerSpeaks, finishedRecording, lagOf, leakedDigits, recognition, textOf } from "../harness/recognition.mjs";
import { rounds } from "../harness/rounds.mjs";
import { Server } from "../harness/server.mjs";
import { readWav } from "../harness/sound.mjs";
import { levelOf, spoken } from "../harness/spoken.mjs";
import { ask, logIn, takeSeat } from "../harness/staff.mjs";
import { tracesIn } from "../harness/traces.mjs";
import { heardAgain } from "../harness/worker.mjs";

/** Announcements, the choice of a language and the answer take less than this. */
const LEAD_S = 20;
/** Valid by its check digit, and nobody's. */
const NUMBER = "983205673214";
const NEAR = "983205673215";
/** What is left of a voice where nothing may be: the quantum of the line's coding. */
const SILENT = 0.002;
const LOUD = 0.01;
const MARGIN_S = 0.05;

const secret = (said) => ({ ja: said, secret: true });
const CASES = {
  "with a valid check digit": [{ ja: "はい、マイナンバーは、" }, secret("きゅう、はち、さん、に、ぜろ、ご、ろく、なな、さん、に、いち、よん、"), { ja: "です。更新の予約をお願いします。" }],
  "over a pause": [{ ja: "個人番号ですね。" }, secret("きゅう、はち、さん、に、ぜろ、ご、"), { pause_s: 2.5 }, secret("ろく、なな、さん、に、いち、よん、"), { pause_s: 1 }, { ja: "何を持って行けばいいですか。" }],
  "with a misheard digit": [{ ja: "個人番号は、" }, secret("きゅうはちさんに、ぜろごろくなな、さんにいちご、"), { ja: "です。カードの受け取りはいつですか。" }],
  "in groups": [{ ja: "マイナンバーは、" }, secret("きゅうはちさんに、の、ぜろごろくなな、の、さんにいちよん、"), { ja: "です。よろしくお願いします。" }],
  "corrected midway": [{ ja: "マイナンバーは、" }, secret("きゅうはちさんに、ぜろごろくなな、さんにいちご、"), { ja: "あ、違います。" }, secret("さんにいちよん、"), { ja: "でした。予約をお願いします。" }],
  "in English": [{ en: "My number is" }, { en: "nine eight three two, zero five six seven, three two one four.", secret: true }, { en: "I would like to renew my card." }],
};
const TRIED = rounds({ sample: ["over a pause"], whole: Object.keys(CASES) });

const settings = recognition();
const options = settings === null ? { skip: "no model: madoguchi models fetch" } : {};

let server;
let browser;
let page;
let manager;

before(async () => {
  if (settings === null) return;
  server = await Server.start(settings);
  browser = await quietBrowser();
  page = await browser.page();
  await logIn(page, server, "denwa1");
  await takeSeat(page, server);
  manager = await browser.page();
  await logIn(manager, server, "sekinin");
});

after(async () => {
  await browser?.stop();
  await server?.stop();
});

for (const name of TRIED) {
  test(`an individual number ${name} leaves no trace in text or sound`, options, async (t) => {
    const speech = await spoken(CASES[name], { lead_s: LEAD_S });
    const isEnglish = name === "in English";
    const { contact } = await callerSpeaks(t, { page, server, speech, language: isEnglish ? "2" : "1" });
    const sound = await finishedRecording(manager, server, contact);
    const text = await textOf(manager, contact);
    t.diagnostic(`text: ${text}`);
    assert.equal(leakedDigits(text, [NUMBER, NEAR]), "", "digits of the number are in the text");
    assertSilenced(t, sound, speech);
    await assertUnheard(t, sound, isEnglish ? "en" : "ja");
  });
}

test("what was said is in no file of the program", options, async () => {
  const grouped = (between) => NUMBER.match(/.{4}/gu).join(between);
  const words = [NUMBER, NEAR, grouped("-"), grouped(" "), grouped("、"), "九八三二〇五六七三二一四", "きゅうはちさんに", "キュウハチサンニ"];
  const { files, found } = await tracesIn(server.folder, words, { pictures: false });
  assert.ok(files > 5, `${files} files were searched`);
  assert.deepEqual(found, []);
  for (const query of [NUMBER, NUMBER.slice(0, 4), "マイナンバーは"]) {
    const { body } = await ask(manager, "GET", `/api/transcripts/search?q=${encodeURIComponent(query)}`);
    assert.equal(leakedDigits(JSON.stringify(body?.items ?? []), [NUMBER, NEAR]), "", `the search for ${query}`);
  }
});

test("with redaction off in a test build, the same looks find the number in text and sound", options, async (t) => {
  await server.stop();
  server = await Server.start(settings, { env: { MADOGUCHI_POSITIVE_CONTROL: "1" } });
  await logIn(page, server, "denwa1");
  await takeSeat(page, server);
  await logIn(manager, server, "sekinin");
  const speech = await spoken(CASES["in groups"], { lead_s: LEAD_S });
  const { contact } = await callerSpeaks(t, { page, server, speech });
  const sound = await finishedRecording(manager, server, contact);
  const text = await textOf(manager, contact);
  t.diagnostic(`text: ${text}`);
  assert.notEqual(leakedDigits(text, [NUMBER, NEAR]), "", "the number is in the text");
  assert.throws(() => assertSilenced(t, sound, speech), /a voice is heard/u);
  await assert.rejects(assertUnheard(t, sound, "ja"), /digits of the number are heard/u);
});

/** In the spans of the secret there is nothing on the caller's side, and beside them there is a voice. */
function assertSilenced(t, sound, speech) {
  const [caller] = sound.channels;
  const original = readWav(speech.file);
  const lag_s = lagOf(original.channels[0], caller, sound.rate_hz, speech);
  for (const span of speech.secrets) {
    const within = { from_s: span.from_s + lag_s + MARGIN_S, to_s: span.to_s + lag_s - MARGIN_S };
    const level = levelOf(caller, sound.rate_hz, within);
    t.diagnostic(`secret at ${within.from_s.toFixed(2)} to ${within.to_s.toFixed(2)} s: level ${level.toFixed(5)}`);
    assert.ok(level < SILENT, `a voice is heard where the number was said: level ${level}`);
  }
  assert.ok(caller.some((sample) => Math.abs(sample) > LOUD), "the rest of the call can be heard");
}

/** Whoever recognises the recording once more finds no part of the number on either side. */
async function assertUnheard(t, sound, language) {
  for (const side of sound.channels) {
    const text = await heardAgain(side, sound.rate_hz, language);
    t.diagnostic(`heard again: ${text}`);
    assert.equal(leakedDigits(text, [NUMBER, NEAR]), "", "digits of the number are heard in the recording");
  }
}

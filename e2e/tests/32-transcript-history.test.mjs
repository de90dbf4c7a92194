/** What a caller said is found by a word after the call, and the word plays from its second. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeRecord, isOver } from "../harness/call-desk.mjs";
import { agentAtDesk, cityWithTrunk, quietBrowser } from "../harness/city.mjs";
import { cutOff, faultsOf } from "../harness/looks.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { freeSipPort } from "../harness/ports.mjs";
import { recognition } from "../harness/recognition.mjs";
import { overAndOver } from "../harness/spoken.mjs";
import { answerCall, ask, logIn } from "../harness/staff.mjs";
import { Telephone } from "../harness/telephone.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 60_000;
/** Hang-up, the last words, the redacted recording. */
const READY_LIMIT_MS = 150_000;
/** A search of one call has its answer within this. */
const ANSWER_MS = 2_000;
/** A word of the sentence that no recogniser of this kind misses. */
const WORD = "マイナンバーカード";
/** How far the sound may be from the word, in seconds: a decode places words to some tenths. */
const OFF_S = 0.6;

const settings = recognition();
const options = settings === null ? { skip: "no model: madoguchi models fetch" } : {};

let server;
let browser;
let readers;
let page;
let reader;

before(async () => {
  if (settings === null) return;
  server = await cityWithTrunk(await freeSipPort(), settings);
  [browser, readers] = await Promise.all([quietBrowser(), quietBrowser()]);
  page = await agentAtDesk(browser, server, "denwa1");
  reader = await readers.page();
  await logIn(reader, server, "kantoku");
  await until("the recogniser is ready", LIMIT_MS, async () => (await ask(reader, "GET", "/api/speech/state")).body.state === "ready");
});

after(async () => {
  await browser?.stop();
  await readers?.stop();
  await server?.stop();
});

test("a word found by search plays the second in which it was said", options, async (t) => {
  const caller = await Telephone.start({ speech: await overAndOver(["ja-1"]) });
  t.after(() => caller.stop());
  await answerCall(page, server, caller);
  await page.getByRole("log", { name: "通話の文字" }).getByRole("listitem").filter({ hasText: WORD }).first().waitFor({ timeout: LIMIT_MS });
  caller.hangUp();
  await isOver(caller, "the caller");
  const contact = await closeRecord(page);

  await reader.goto(`${server.url}/history/search`);
  await reader.getByLabel("言葉").fill("まいなんばーかーど");
  const found = reader.getByRole("link", { name: /から聞く$/ }).first();
  const hit = await until("the word is found", READY_LIMIT_MS, async () => {
    await reader.getByRole("button", { name: "検索する" }).click();
    // What was kept a moment after the page looked is on it only when it looks again.
    const isShown = await found.waitFor({ timeout: ANSWER_MS }).then(() => true, () => false);
    if (!isShown) return null;
    const { body } = await ask(reader, "GET", `/api/transcripts/search?q=${encodeURIComponent(WORD)}`);
    return body.items.find((item) => item.contact === contact.id) ?? null;
  });
  await looksWell("transcript-search");
  await found.click();
  await until("the recording may be heard", READY_LIMIT_MS, async () => (await ask(reader, "GET", `/api/contacts/${contact.id}`)).body.recording?.may_listen === true);
  await reader.reload();
  await reader.getByRole("button", { name: "理由を入力して開く" }).click();
  await reader.getByLabel("閲覧の理由").fill("市からの照会に回答するため");
  await reader.getByRole("button", { name: "開く", exact: true }).click();

  const word = reader.locator(":focus");
  await until("the word that was found has the focus", LIMIT_MS, async () => ((await word.textContent().catch(() => null)) ?? "") !== "" && (await word.getAttribute("data-word")) !== null);
  await until("the player stands at the word", LIMIT_MS, async () => Math.abs((await playerAt()) - hit.at_ms / 1000) < 0.05);
  const heard = await playedFrom(() => reader.keyboard.press("Enter"));
  t.diagnostic(`found at ${hit.at_ms} ms; played from ${heard.from_s.toFixed(2)} s, loudest ${heard.peak.toFixed(3)}`);
  assert.ok(Math.abs(heard.from_s - hit.at_ms / 1000) < OFF_S, `played from ${heard.from_s} s, found at ${hit.at_ms} ms`);
  assert.ok(heard.peak > 0.02, "the word is heard");
  await looksWell("transcript-of-call");
  assert.deepEqual(reader.problems, []);
});

/** Where the player stands, in seconds; far away while there is none. */
function playerAt() {
  return reader.evaluate(() => document.querySelector("audio")?.currentTime ?? Number.POSITIVE_INFINITY);
}

/** Starts the sound; tells where it began and how loud it was in the second after. */
async function playedFrom(start) {
  await reader.evaluate(() => {
    const audio = document.querySelector("audio");
    const context = new AudioContext();
    const ear = context.createAnalyser();
    context.createMediaElementSource(audio).connect(ear);
    window.heard = { from_s: null, peak: 0, context };
    const samples = new Float32Array(ear.fftSize);
    const look = () => {
      if (!audio.paused) {
        window.heard.from_s ??= audio.currentTime;
        ear.getFloatTimeDomainData(samples);
        for (const sample of samples) window.heard.peak = Math.max(window.heard.peak, Math.abs(sample));
      }
      requestAnimationFrame(look);
    };
    look();
  });
  await start();
  return until("a second was played", LIMIT_MS, () =>
    reader.evaluate(async () => {
      await window.heard.context.resume();
      const { from_s, peak } = window.heard;
      return from_s !== null && document.querySelector("audio").currentTime > from_s + 1 ? { from_s, peak } : null;
    }),
  );
}

/** Nothing is cut off, too broad or out of order for those who cannot see it well, at three widths. */
async function looksWell(name) {
  await keepPicture(reader, name);
  for (const width of [1440, 820, 390]) {
    await reader.setViewportSize({ width, height: 900 });
    assert.deepEqual(await cutOff(reader), [], `${name} at ${width}`);
  }
  assert.deepEqual(await faultsOf(reader), [], name);
  await reader.setViewportSize({ width: 1440, height: 900 });
}

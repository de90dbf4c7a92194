/** What a visitor says is read on both screens while it is said, and is nowhere when the visit is over. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "../harness/browser.mjs";
import { closeRecord } from "../harness/call-desk.mjs";
import { agentAtDesk, quietBrowser } from "../harness/city.mjs";
import { enrolledKiosk, takeTicket } from "../harness/kiosk.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { leakedDigits, recognition } from "../harness/recognition.mjs";
import { Server } from "../harness/server.mjs";
import { readWav, wavFile } from "../harness/sound.mjs";
import { spoken } from "../harness/spoken.mjs";
import { logIn } from "../harness/staff.mjs";
import { tracesIn, wordsIn } from "../harness/traces.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
/** The first words are on the screens within this after picture and sound stand, on a machine that does other work too. */
const FIRST_WORDS_MS = 45_000;
/** Right by its check digit, and nobody's. */
const NUMBER = "983205673214";
const MICROPHONE_HZ = 48_000;
/** What is shorter may stand anywhere by chance. */
const TRACE_CHARS = 8;

const settings = recognition();
const options = settings === null ? { skip: "no model: madoguchi models fetch" } : {};

let server;
let hall;
let office;
let kiosk;
let desk;
/** What was read on the screens. */
const read = new Set();

const captionsOf = (page) => page.getByRole("region", { name: "字幕" });

before(async () => {
  if (settings === null) return;
  server = await Server.start(settings);
  const said = await spoken([{ voice: "ja-1" }, { pause_s: 1.5 }, { ja: `マイナンバーは、${[...NUMBER].join("、")}です。`, secret: true }], { tail_s: 2 });
  hall = await Browser.start({ microphone: widened(said.file), kept: true });
  office = await quietBrowser();
  const manager = await office.page();
  await logIn(manager, server, "sekinin");
  kiosk = await enrolledKiosk(hall, server, manager, "1階ロビー");
  desk = await agentAtDesk(office, server, "mado1");
});

after(async () => {
  await hall?.stop();
  await office?.stop();
  await server?.stop();
});

test("what a visitor says is read on both screens within seconds, and no number of it", options, async (t) => {
  await takeTicket(kiosk, "カードを更新する");
  await desk.getByRole("heading", { name: "窓口の来庁者" }).waitFor({ timeout: LIMIT_MS });
  await desk.keyboard.press("F2");
  await captionsOf(kiosk).waitFor({ timeout: LIMIT_MS });
  const from_ms = Date.now();
  for (const page of [kiosk, desk]) await captionsOf(page).getByText(/更新/).first().waitFor({ timeout: FIRST_WORDS_MS });
  t.diagnostic(`first words on both screens after ${Date.now() - from_ms} ms`);
  await captionsOf(kiosk).getByText("自動認識", { exact: true }).waitFor();
  await captionsOf(desk).getByText("自動認識・参考").waitFor();
  await until("the number was said, and something was taken out", 2 * FIRST_WORDS_MS, async () => {
    for (const page of [kiosk, desk]) noteRead(await textOf(page));
    return [...read].some((text) => text.includes("［個人番号］"));
  });
  for (const text of read) assert.equal(leakedDigits(text, [NUMBER]), "", "digits of the number on a screen");
  await keepPicture(kiosk, "kiosk-captions");
  await keepPicture(desk, "desk-captions");
  await kiosk.setViewportSize({ width: 1280, height: 800 });
});

test("the visitor puts captions away and back, and a page that comes back has them all", options, async () => {
  await kiosk.getByRole("button", { name: "字幕を消す" }).click();
  await captionsOf(kiosk).waitFor({ state: "detached" });
  await kiosk.getByRole("button", { name: "字幕を出す" }).click();
  await captionsOf(kiosk).getByText(/更新/).first().waitFor({ timeout: LIMIT_MS });
  await kiosk.reload();
  await captionsOf(kiosk).getByText(/更新/).first().waitFor({ timeout: LIMIT_MS });
});

test("when the visit is over, what was read is on no page and in no store", options, async (t) => {
  for (const page of [kiosk, desk]) noteRead(await textOf(page));
  await kiosk.getByRole("button", { name: "終わる", exact: true }).click();
  await kiosk.getByRole("dialog").getByRole("button", { name: "終わる", exact: true }).click();
  await kiosk.getByRole("heading", { name: "ご利用ありがとうございました" }).waitFor({ timeout: LIMIT_MS });
  await captionsOf(desk).waitFor({ state: "detached", timeout: LIMIT_MS });
  assert.equal(await captionsOf(kiosk).count(), 0);
  const contact = await closeRecord(desk);
  assert.deepEqual([contact.channel, contact.has_recording], ["counter", false]);
  const words = [NUMBER, ...[...read].filter((text) => [...text].length >= TRACE_CHARS)];
  assert.ok(words.length > 1, "something was read");
  const { files, found } = await tracesIn(server.folder, words);
  assert.deepEqual(found, []);
  assert.deepEqual(wordsIn(Buffer.from(server.program.output), words), []);
  await hall.close();
  const profile = await tracesIn(hall.profile, words, { pictures: false });
  assert.deepEqual(profile.found, []);
  assert.deepEqual([...desk.problems, ...kiosk.problems], []);
  t.diagnostic(`searched ${files} files of the server, its log, and ${profile.files} files of the browser for ${words.length} texts`);
});

function noteRead(texts) {
  for (const text of texts) read.add(text);
}

/** The captions on a page, without the mark of one that is still spoken. */
async function textOf(page) {
  const items = await captionsOf(page).locator("li [lang]").allTextContents();
  return items.map((text) => text.replace(/…$/u, "").trim()).filter((text) => text !== "");
}

/** The file at the rate of a microphone. */
function widened(file) {
  const { channels, rate_hz } = readWav(file);
  const [samples] = channels;
  const step = MICROPHONE_HZ / rate_hz;
  const wide = Float64Array.from({ length: samples.length * step }, (_, index) => {
    const [at, part] = [Math.floor(index / step), (index % step) / step];
    return samples[at] * (1 - part) + (samples[at + 1] ?? 0) * part;
  });
  return wavFile(wide, MICROPHONE_HZ);
}

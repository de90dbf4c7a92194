/** What goes wrong at a counter: a page that crashes, a camera that is refused, no device at all, two pages of one kiosk, a kiosk that is unplugged. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "../harness/browser.mjs";
import { closeRecord } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf } from "../harness/city.mjs";
import { pageHears, TONES } from "../harness/ears.mjs";
import { enrolledKiosk, seesMoving, takeTicket } from "../harness/kiosk.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { rounds } from "../harness/rounds.mjs";
import { Server } from "../harness/server.mjs";
import { toneFile } from "../harness/sound.mjs";
import { ask, logIn } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
/** A visit waits a minute for a kiosk that has gone. */
const ABSENT_LIMIT_MS = 90_000;
const REMOTE = { desk: "来庁者の映像", kiosk: "オペレーターの映像" };

let server;
let hall;
let strict;
let bare;
let office;
let manager;
let kiosk;
let desk;

before(async () => {
  server = await Server.start();
  const microphone = toneFile({ frequency_hz: TONES.caller, seconds: 5, rate_hz: 48_000 });
  [hall, office, strict, bare] = await Promise.all([browserOf("caller"), browserOf("agent"), Browser.start({ microphone, strict: true }), Browser.start({ devices: false })]);
  manager = await office.page();
  await logIn(manager, server, "sekinin");
  kiosk = await enrolledKiosk(hall, server, manager, "1階ロビー");
  desk = await agentAtDesk(office, server, "mado1");
});

after(async () => {
  await Promise.all([hall, office, strict, bare].map((browser) => browser?.stop()));
  await server?.stop();
});

const newest = async () => (await ask(manager, "GET", "/api/contacts?limit=1")).body.items[0];

/** A visitor at this kiosk is answered; gives the contact. */
async function served(page) {
  await takeTicket(page, "カードを更新する");
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  await desk.getByRole("button", { name: /^対応を終える/ }).waitFor({ timeout: LIMIT_MS });
  return newest();
}

/** The operator ends the visit and files it; the kiosk is free again. */
async function ends(page) {
  await desk.getByRole("button", { name: /^対応を終える/ }).click();
  await page.getByRole("heading", { name: "ご利用ありがとうございました" }).waitFor({ timeout: LIMIT_MS });
  return closeRecord(desk);
}

test("an operator whose page crashes is back in the same visit with the next page", async (t) => {
  const contact = await served(kiosk);
  await Promise.all([seesMoving(desk, REMOTE.desk), seesMoving(kiosk, REMOTE.kiosk)]);
  const context = desk.context();
  const crashed = desk;
  const gone = crashed.waitForEvent("crash");
  // The renderer dies without a word to anybody; no navigation ever ends.
  crashed.goto("chrome://crash").catch(() => undefined);
  await gone;
  const crashed_ms = Date.now();
  desk = await context.newPage();
  await desk.goto(`${server.url}/desk`);
  await Promise.all([seesMoving(desk, REMOTE.desk), seesMoving(kiosk, REMOTE.kiosk)]);
  t.diagnostic(`both see each other ${Date.now() - crashed_ms} ms after the crash`);
  await pageHears(desk, ["caller"]);
  await crashed.close();
  const filed = await ends(kiosk);
  assert.equal(filed.id, contact.id);
  await kiosk.getByRole("button", { name: "最初の画面にもどる" }).click();
});

test("a second page of one kiosk takes its visit over, and the first lets go and says so", async () => {
  const contact = await served(kiosk);
  const second = await kiosk.context().newPage();
  await second.goto(`${server.url}/kiosk`);
  await kiosk.getByRole("heading", { name: /この窓口は別の画面で使われています/ }).waitFor({ timeout: LIMIT_MS });
  await Promise.all([seesMoving(desk, REMOTE.desk), seesMoving(second, REMOTE.kiosk)]);
  assert.equal((await ends(second)).id, contact.id);
  await second.close();
});

test("a code that enrolled a kiosk enrols no other", async () => {
  const { body } = await ask(manager, "POST", "/api/kiosks/codes", { name: "2階" });
  const [first, replayed] = [await hall.page(), await hall.page()];
  for (const page of [first, replayed]) {
    await page.goto(`${server.url}/kiosk`);
    await page.getByLabel("登録コード").fill(body.code);
    await page.getByRole("button", { name: "登録する" }).click();
    if (page === first) await page.getByRole("heading", { name: "ご用件を選んでください" }).waitFor({ timeout: LIMIT_MS });
  }
  await replayed.getByText("登録コードが違うか、期限が切れています。").waitFor({ timeout: LIMIT_MS });
  await Promise.all([first, replayed].map((page) => page.context().close()));
});

test("a visit goes on by voice where the camera is refused, and both sides are told", async () => {
  const page = await enrolledKiosk(strict, server, manager, "カメラ不許可", { permissions: ["microphone"] });
  await served(page);
  await page.getByText("カメラを使えないため、声だけでお話しします。").waitFor({ timeout: LIMIT_MS });
  await desk.getByText("来庁者のカメラが使えません。映像は届きません。").waitFor({ timeout: LIMIT_MS });
  await pageHears(desk, ["caller"]);
  await seesMoving(page, REMOTE.kiosk);
  await keepPicture(page, "kiosk-no-camera");
  await keepPicture(desk, "desk-no-camera");
  await ends(page);
  await page.context().close();
});

test("a visit goes on in writing where the kiosk has neither camera nor microphone", async () => {
  const page = await enrolledKiosk(bare, server, manager, "機器なし");
  await served(page);
  await page.getByText("マイクを使えないため、あなたの声が届きません。").waitFor({ timeout: LIMIT_MS });
  await desk.getByText("来庁者のマイクが使えません。声は届きません。").waitFor({ timeout: LIMIT_MS });
  await seesMoving(page, REMOTE.kiosk);
  await page.getByRole("button", { name: "文字で話す", exact: true }).click();
  await page.getByRole("button", { name: "はい", exact: true }).click();
  await desk.getByText("はい", { exact: true }).first().waitFor({ timeout: LIMIT_MS });
  await ends(page);
  await page.context().close();
});

const unplugged = rounds({ sample: null, whole: "a kiosk that is unplugged within a visit keeps it for a minute, and then the visit is closed and told" });
if (unplugged !== null) test(unplugged, async () => {
  const page = await enrolledKiosk(bare, server, manager, "電源断");
  const contact = await served(page);
  await bare.close();
  const { body } = await ask(manager, "GET", `/api/contacts/${contact.id}`);
  assert.equal(body.ended_at, null, "the visit waits for its kiosk");
  await until("the visit is over", ABSENT_LIMIT_MS, async () => (await newest()).ended_at !== null);
  const filed = await closeRecord(desk);
  assert.equal(filed.id, contact.id);
});

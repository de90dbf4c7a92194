/** The kiosk for everybody: each screen in each way of speaking, large letters, no mouse, no colours, a screen reader. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { closeRecord } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf } from "../harness/city.mjs";
import { pressByKey, tabTo } from "../harness/keys.mjs";
import { enrolledKiosk, seesMoving } from "../harness/kiosk.mjs";
import { cutOff, faultsOf, smallButtons } from "../harness/looks.mjs";
import { Server } from "../harness/server.mjs";
import { ask, logIn } from "../harness/staff.mjs";

const LIMIT_MS = 30_000;
const FINGER_PX = 60;
const SIZES = [["desktop", 1280, 800], ["tablet", 768, 1024], ["phone", 390, 844]];
const SHOTS = new URL("../shots/", import.meta.url).pathname;
const NAMES = new URL("../names/", import.meta.url).pathname;
const VOICES = {
  ja: { button: "日本語", largest: "とても大きい", normal: "標準", contrast: "見やすい色" },
  en: { button: "English", largest: "Very large", normal: "Standard", contrast: "High contrast" },
  easy: { button: /^やさしい/, largest: /とても/, normal: "ふつう", contrast: /見みやすい|見やすい/ },
};

let server;
let hall;
let office;
let manager;
let kiosk;
let desk;

before(async () => {
  await mkdir(SHOTS, { recursive: true });
  server = await Server.start("[demo]\nkeep_calendar = true\n");
  hall = await browserOf("caller");
  office = await browserOf("agent");
  manager = await office.page();
  await logIn(manager, server, "sekinin");
  await openToday({ open: "00:00", close: "23:59" });
  kiosk = await enrolledKiosk(hall, server, manager, "1階ロビー");
});

after(async () => {
  await hall?.stop();
  await office?.stop();
  await server?.stop();
});

/** Enters what holds for the counter today in place of what held before. */
async function openToday(hours) {
  const date = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo" }).format(new Date());
  const path = "/api/calendar/counter/exceptions";
  const { body } = await ask(manager, "GET", path);
  for (const { id } of body) await ask(manager, "DELETE", `${path}/${id}`);
  const { status } = await ask(manager, "POST", path, { date, ...hours, reason: "test" });
  assert.ok(status < 300, `the calendar takes ${JSON.stringify(hours)}: ${status}`);
}

/** Looks at the screen as it stands in each way of speaking, and in the largest letters at each size. */
async function lookAt(page, name, { settled }) {
  const problems = [];
  const note = (label, found) => problems.push(...found.map((each) => `${name} ${label}: ${each}`));
  for (const [voice, words] of Object.entries(VOICES)) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole("button", { name: words.button, exact: true }).first().click();
    await page.getByRole("button", { name: words.normal, exact: true }).click();
    await settled();
    note(voice, await faultsOf(page));
    note(voice, await smallButtons(page, FINGER_PX));
    await page.screenshot({ path: `${SHOTS}access-${name}-${voice}.png`, fullPage: true });
    await page.getByRole("button", { name: words.largest, exact: typeof words.largest === "string" }).click();
    for (const [place, width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      note(`${voice} ${place} 200 %`, await cutOff(page));
      await page.screenshot({ path: `${SHOTS}access-${name}-${voice}-200-${place}.png`, fullPage: true });
    }
    await page.getByRole("button", { name: words.normal, exact: true }).click();
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: VOICES.ja.button, exact: true }).click();
  await lookWithoutColours(page, name, note);
  await lookWithContrast(page, name, note);
  assert.deepEqual(problems, []);
}

async function lookWithoutColours(page, name, note) {
  await page.emulateMedia({ forcedColors: "active" });
  note("forced colours", await faultsOf(page));
  await page.screenshot({ path: `${SHOTS}access-${name}-forced.png`, fullPage: true });
  await page.emulateMedia({ forcedColors: "none" });
}

async function lookWithContrast(page, name, note) {
  const contrast = page.getByRole("button", { name: VOICES.ja.contrast });
  await contrast.click();
  note("contrast", await faultsOf(page));
  await page.screenshot({ path: `${SHOTS}access-${name}-contrast.png`, fullPage: true });
  await contrast.click();
}

/** What a screen reader is given, against what was found right; the first run writes it down. */
async function namesOf(page, name) {
  const found = (await page.locator("body").ariaSnapshot()).replaceAll(/\d+/g, "0");
  const file = `${NAMES}${name}.yml`;
  if (!existsSync(file)) {
    await mkdir(NAMES, { recursive: true });
    await writeFile(file, `${found}\n`);
  }
  assert.equal(`${found}\n`, await readFile(file, "utf8"), `what a screen reader is given on ${name}`);
}

async function namesInBoth(page, name) {
  for (const voice of ["ja", "en"]) {
    await page.getByRole("button", { name: VOICES[voice].button, exact: true }).click();
    await namesOf(page, `${name}-${voice}`);
  }
  await page.getByRole("button", { name: VOICES.ja.button, exact: true }).click();
}

const heading = (name) => kiosk.getByRole("heading", { level: 1, name });
const shows = (level) => ({ settled: () => kiosk.getByRole("heading", { level }).first().waitFor() });

test("the start and the consent can be read, touched and heard by everybody", async () => {
  await lookAt(kiosk, "start", shows(1));
  await namesInBoth(kiosk, "start");
  await kiosk.getByRole("button", { name: "カードを更新する" }).click();
  await lookAt(kiosk, "consent", shows(1));
  await namesInBoth(kiosk, "consent");
});

test("waiting can be read, touched and heard by everybody", async () => {
  await kiosk.getByRole("button", { name: "同意して受付する" }).click();
  await heading(/^受付番号/).waitFor({ timeout: LIMIT_MS });
  await lookAt(kiosk, "waiting", shows(1));
  await namesInBoth(kiosk, "waiting");
});

test("the visit, the writing and the document can be read, touched and heard by everybody", async () => {
  desk = await agentAtDesk(office, server, "mado1");
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  await seesMoving(kiosk, "オペレーターの映像");
  await lookAt(kiosk, "visit", shows(1));
  await namesInBoth(kiosk, "visit");
  await kiosk.getByRole("button", { name: "文字で話す", exact: true }).click();
  await lookAt(kiosk, "writing", shows(2));
  await kiosk.getByRole("button", { name: "文字をとじる" }).click();
  await kiosk.getByRole("button", { name: "書類を見せる" }).click();
  await lookAt(kiosk, "document", shows(2));
  await kiosk.getByRole("button", { name: "見せない" }).click();
  await kiosk.getByRole("button", { name: "しまいました" }).click();
});

test("the end, the closed counter, the lost line and the enrolment can be read by everybody", async () => {
  await kiosk.getByRole("button", { name: "終わる", exact: true }).click();
  await kiosk.getByRole("dialog").getByRole("button", { name: "終わる", exact: true }).click();
  await heading("ご利用ありがとうございました").waitFor({ timeout: LIMIT_MS });
  assert.deepEqual(await faultsOf(kiosk), []);
  await kiosk.screenshot({ path: `${SHOTS}access-end-ja.png`, fullPage: true });
  await closeRecord(desk);
  await kiosk.getByRole("button", { name: "最初の画面にもどる" }).click();
  await openToday({ open: null, close: null });
  await heading("ただいま受付時間外です").waitFor({ timeout: LIMIT_MS });
  await lookAt(kiosk, "closed", shows(1));
  await openToday({ open: "00:00", close: "23:59" });
  await heading("ご用件を選んでください").waitFor({ timeout: LIMIT_MS });
  await kiosk.context().setOffline(true);
  await heading("ただいまつながりません").waitFor({ timeout: LIMIT_MS });
  await lookAt(kiosk, "gone", shows(1));
  await kiosk.context().setOffline(false);
  await heading("ご用件を選んでください").waitFor({ timeout: LIMIT_MS });
  const stranger = await hall.page({ width: 1280, height: 800 });
  await stranger.goto(`${server.url}/kiosk`);
  await stranger.getByLabel("登録コード").waitFor({ timeout: LIMIT_MS });
  assert.deepEqual([await faultsOf(stranger), await cutOff(stranger)], [[], []]);
  await stranger.context().close();
});

test("a whole visit is made by keyboard alone, and the focus is always seen", async () => {
  await pressByKey(kiosk, "カードを更新する");
  await pressByKey(kiosk, "同意して受付する");
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  await heading("オペレーターと話しています").waitFor({ timeout: LIMIT_MS });
  await pressByKey(kiosk, "マイクを切る");
  await kiosk.getByText("マイクは切れています。", { exact: false }).waitFor();
  await kiosk.keyboard.press("Enter");
  await pressByKey(kiosk, "文字で話す");
  await kiosk.getByRole("region", { name: "文字で話す" }).waitFor();
  await tabTo(kiosk, /^書く/);
  await kiosk.keyboard.type("hello");
  await pressByKey(kiosk, "送る");
  await desk.getByText("hello", { exact: true }).waitFor({ timeout: LIMIT_MS });
  await pressByKey(kiosk, "書類を見せる");
  await tabTo(kiosk, "番号をかくす黒い板");
  const cover = kiosk.getByRole("button", { name: "番号をかくす黒い板" });
  const before_move = await cover.boundingBox();
  await kiosk.keyboard.press("ArrowLeft");
  await kiosk.keyboard.press("ArrowDown");
  const after_move = await cover.boundingBox();
  assert.ok(after_move.x < before_move.x && after_move.y > before_move.y, "the cover is moved by arrows");
  await pressByKey(kiosk, "見せない");
  await pressByKey(kiosk, "しまいました");
  await pressByKey(kiosk, "終わる");
  await kiosk.getByRole("dialog").waitFor();
  await pressByKey(kiosk, "終わる");
  await heading("ご利用ありがとうございました").waitFor({ timeout: LIMIT_MS });
  await closeRecord(desk);
  await pressByKey(kiosk, "最初の画面にもどる");
  await heading("ご用件を選んでください").waitFor();
});

test("a kiosk that is left alone goes back to the start and holds nothing of who was there", async (t) => {
  const left = await enrolledKiosk(hall, server, manager, "2階", { prepare: (page) => page.clock.install() });
  // The harness puts this there; the kiosk never reads it.
  await left.evaluate(() => localStorage.removeItem("madoguchi.audio"));
  const history = await left.evaluate(() => window.history.length);
  await left.getByRole("button", { name: "English" }).click();
  await left.getByRole("button", { name: "Very large" }).click();
  await left.getByRole("button", { name: "Lost card or replacement" }).click();
  await left.clock.fastForward(61_000);
  await left.getByRole("dialog", { name: "Are you still there?" }).waitFor({ timeout: LIMIT_MS });
  await left.screenshot({ path: `${SHOTS}access-idle-en.png`, fullPage: true });
  await left.clock.fastForward(21_000);
  await left.getByRole("heading", { name: "ご用件を選んでください" }).waitFor({ timeout: LIMIT_MS });
  const held = await whatIsHeld(left);
  t.diagnostic(JSON.stringify(held));
  assert.deepEqual([held.local, held.session, held.cookies], [[], [], ""]);
  assert.deepEqual(held.databases, { "madoguchi-kiosk": { identity: ["own"] } });
  assert.equal(held.history, history);
  assert.deepEqual(held.strange, []);
  assert.deepEqual(await left.context().cookies(), []);
  assert.deepEqual([held.language, held.size], ["ja", "0"]);
  assert.deepEqual([...left.problems, ...kiosk.problems, ...desk.problems], []);
});

/** Everything a page can keep: storage, databases with their keys, caches, cookies, history. */
function whatIsHeld(page) {
  return page.evaluate(async () => {
    const asked = (request) => new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
    const databases = {};
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name));
      databases[name] = {};
      for (const store of database.objectStoreNames) databases[name][store] = await asked(database.transaction(store).objectStore(store).getAllKeys());
      database.close();
    }
    const kept = [];
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) kept.push(new URL(request.url).pathname);
    const isShell = (path) => path === "/kiosk" || path === "/icon.svg" || path.startsWith("/assets/");
    return {
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      cookies: document.cookie,
      databases,
      kept: kept.length,
      strange: kept.filter((path) => !isShell(path)),
      history: window.history.length,
      language: document.documentElement.lang,
      size: document.documentElement.dataset.size,
    };
  });
}

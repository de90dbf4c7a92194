/** The kiosk for everybody: each screen in each way of speaking, in large letters, without colours, for a screen reader. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { closeRecord } from "../harness/call-desk.mjs";
import { browserOf } from "../harness/city.mjs";
import { enrolledKiosk, seesMoving } from "../harness/kiosk.mjs";
import { cutOff, faultsOf, smallButtons } from "../harness/looks.mjs";
import { rounds } from "../harness/rounds.mjs";
import { Server } from "../harness/server.mjs";
import { ask, logIn } from "../harness/staff.mjs";

const LIMIT_MS = 30_000;
/** Every picture, not a choice of them. */
const WHOLE = rounds({ sample: false, whole: true });
const FINGER_PX = 60;
const SIZES = [["desktop", 1280, 800], ["tablet", 768, 1024], ["phone", 390, 844]];
const SHOTS = new URL("../shots/", import.meta.url).pathname;
const NAMES = new URL("../names/", import.meta.url).pathname;
const VOICES = {
  ja: { button: "日本語", largest: "とても大きい", normal: "標準", contrast: "見やすい配色" },
  en: { button: "English", largest: "Very large", normal: "Standard" },
  easy: { button: /^やさしい/, largest: /とても/, normal: "ふつう" },
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
async function lookAt(page, name) {
  const problems = [];
  const note = (label, found) => problems.push(...found.map((each) => `${name} ${label}: ${each}`));
  for (const [voice, words] of Object.entries(VOICES)) {
    await page.getByRole("button", { name: words.button, exact: true }).first().click();
    note(voice, await faultsOf(page));
    note(voice, await smallButtons(page, FINGER_PX));
    if (WHOLE || voice !== "easy") await shoot(page, `${name}-${voice}`);
    await page.getByRole("button", { name: words.largest, exact: typeof words.largest === "string" }).click();
    for (const [place, width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      note(`${voice} ${place} 200 %`, await cutOff(page));
      if (WHOLE || (voice === "easy" && place === "phone")) await shoot(page, `${name}-${voice}-200-${place}`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole("button", { name: words.normal, exact: true }).click();
  }
  await page.getByRole("button", { name: VOICES.ja.button, exact: true }).click();
  await lookWithoutColours(page, name);
  await lookWithContrast(page, name, note);
  assert.deepEqual(problems, []);
}

function shoot(page, name) {
  return page.screenshot({ path: `${SHOTS}access-${name}.png`, fullPage: true });
}

/** The system's own colours: for people to look at, since they are not the page's own. */
async function lookWithoutColours(page, name) {
  await page.emulateMedia({ forcedColors: "active" });
  await shoot(page, `${name}-forced`);
  await page.emulateMedia({ forcedColors: "none" });
}

async function lookWithContrast(page, name, note) {
  const contrast = page.getByRole("button", { name: VOICES.ja.contrast });
  await contrast.click();
  note("contrast", await faultsOf(page, ["color-contrast"]));
  if (WHOLE) await shoot(page, `${name}-contrast`);
  await contrast.click();
}

/** A machine that cannot keep up tells so, as a slow line does; that is for 28-counter-trouble. */
const SMALLER_PICTURE = /^ *- alert: (回線が混み合っているため、映像を小さくしています|つながりにくいので|[^\n]*smaller)[^\n]*\n/gmu;

/** What a screen reader is given, against what was found right; MADOGUCHI_WRITE_NAMES=1 writes it down anew. */
async function namesOf(page, name) {
  const told = await page.locator("body").ariaSnapshot();
  const found = told.replaceAll(/\d+/g, "0").replaceAll(SMALLER_PICTURE, "");
  const file = `${NAMES}${name}.yml`;
  if (process.env.MADOGUCHI_WRITE_NAMES === "1") {
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

test("the start and the consent can be read, touched and heard by everybody", async () => {
  await lookAt(kiosk, "start");
  await namesInBoth(kiosk, "start");
  await kiosk.getByRole("button", { name: "カードを更新する" }).click();
  await lookAt(kiosk, "consent");
  await namesInBoth(kiosk, "consent");
});

test("waiting can be read, touched and heard by everybody", async () => {
  await kiosk.getByRole("button", { name: "同意して受付する" }).click();
  await heading(/^受付番号/).waitFor({ timeout: LIMIT_MS });
  await lookAt(kiosk, "waiting");
  await namesInBoth(kiosk, "waiting");
});

test("the visit, the writing and the document can be read, touched and heard by everybody", async () => {
  // The visitor waits already: the desk rings as soon as it is ready.
  desk = await office.page();
  await logIn(desk, server, "mado1");
  await desk.goto(`${server.url}/desk`);
  await desk.getByRole("region", { name: "自分の状態" }).getByText("音声: 接続済み").waitFor({ timeout: LIMIT_MS });
  await desk.getByRole("button", { name: "受付を始める" }).click();
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  await seesMoving(kiosk, "オペレーターの映像");
  await lookAt(kiosk, "visit");
  await namesInBoth(kiosk, "visit");
  await kiosk.getByRole("button", { name: "文字で話す", exact: true }).click();
  await lookAt(kiosk, "writing");
  await kiosk.getByRole("button", { name: "文字をとじる" }).click();
  await kiosk.getByRole("button", { name: "書類を見せる" }).click();
  await lookAt(kiosk, "document");
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
  await heading("ただいまの時間は受付をしていません").waitFor({ timeout: LIMIT_MS });
  await lookAt(kiosk, "closed");
  await openToday({ open: "00:00", close: "23:59" });
  await heading("ご用件を選んでください").waitFor({ timeout: LIMIT_MS });
  await kiosk.context().setOffline(true);
  await heading("ただいま、つながりにくくなっています").waitFor({ timeout: LIMIT_MS });
  await lookAt(kiosk, "gone");
  await kiosk.context().setOffline(false);
  await heading("ご用件を選んでください").waitFor({ timeout: LIMIT_MS });
  const stranger = await hall.page({ width: 1280, height: 800 });
  await stranger.goto(`${server.url}/kiosk`);
  await stranger.getByLabel("登録コード").waitFor({ timeout: LIMIT_MS });
  assert.deepEqual([await faultsOf(stranger), await cutOff(stranger)], [[], []]);
  await stranger.context().close();
});

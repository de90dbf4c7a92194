/** Kiosks are looked after from afar: faults and their remedy, a page loaded anew, checks unasked, in a visit, and silence. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "../harness/browser.mjs";
import { agentAtDesk, browserOf } from "../harness/city.mjs";
import { KioskCare, codesOf } from "../harness/kiosk-care.mjs";
import { takeTicket } from "../harness/kiosk.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { Server } from "../harness/server.mjs";
import { toneFile } from "../harness/sound.mjs";
import { ask, logIn } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
const RUN_LIMIT_MS = 90_000;
const BOTH = ["microphone", "camera"];

let server;
let hall;
let office;
let manager;
let care;
let hushed;

before(async () => {
  server = await Server.start("[diagnosis]\nsilent_after_s = 25\n");
  hall = await Browser.start({ microphone: toneFile({ frequency_hz: 440, seconds: 5, rate_hz: 48_000 }), strict: true });
  office = await browserOf("agent");
  manager = await office.page();
  await logIn(manager, server, "sekinin");
  care = new KioskCare(server, manager);
  // Its page goes away now; until it is missed the other tests have time.
  hushed = await care.kiosk(hall, "3階廊下");
  hushed.context = hushed.page.context();
  await hushed.page.close();
});

after(async () => {
  await hall?.stop();
  await office?.stop();
  await server?.stop();
});

async function alarmOf(code) {
  return (await server.health()).alarms.find((alarm) => alarm.code === code);
}

test("what was found becomes a fault, is mended, and the page is loaded anew with a reason", async () => {
  const kiosk = await care.kiosk(hall, "2階ホール", { permissions: ["microphone"] });
  await care.checked(kiosk);
  await manager.goto(`${server.url}/admin/kiosks/${kiosk.id}`);
  await manager.getByRole("heading", { name: "カメラの使用が許可されていません" }).waitFor({ timeout: LIMIT_MS });
  await manager.getByText("窓口端末のブラウザーの設定で、このサイトにカメラを許可してください。").waitFor();
  await manager.getByRole("button", { name: "カメラの使用が許可されていません: 不具合として登録" }).click();
  await manager.getByRole("button", { name: "保存する" }).click();
  const closing = manager.getByRole("button", { name: "カメラの使用が許可されていません: 対応済みにする" });
  await closing.waitFor({ timeout: LIMIT_MS });
  await keepPicture(manager, "diagnosis-fault");
  await kiosk.page.context().grantPermissions(BOTH);
  assert.deepEqual(codesOf(await care.checked(kiosk)), []);
  await closing.click();
  await manager.getByRole("button", { name: "保存する" }).click();
  await manager.getByText("2文字以上で入力してください。").waitFor();
  await manager.getByLabel("行った対応").fill("ブラウザーの設定でカメラを許可した");
  await manager.getByRole("button", { name: "保存する" }).click();
  await manager.getByText("対応済み", { exact: true }).waitFor({ timeout: LIMIT_MS });

  await kiosk.page.evaluate(() => (globalThis.__before = true));
  await manager.getByRole("button", { name: "画面の読み込み直し" }).click();
  await manager.getByLabel("理由").fill("設定を変えたため");
  await keepPicture(manager, "diagnosis-reload");
  await manager.getByRole("button", { name: "読み込み直す", exact: true }).click();
  await manager.getByText("窓口端末に指示しました。").waitFor({ timeout: LIMIT_MS });
  const isFresh = () => kiosk.page.evaluate(() => globalThis.__before === undefined && document.querySelector("h1") !== null);
  await until("the kiosk's page is a fresh one", LIMIT_MS, () => isFresh().catch(() => false));
  const { body: audit } = await ask(manager, "GET", "/api/audit?action=kiosk.reloaded");
  assert.equal(audit.items[0].detail.reason, "設定を変えたため");
  await kiosk.page.close();
});

test("each kiosk checks itself before the counter opens, and a faulty one is told to everybody", async () => {
  const cityTime = (at_ms) => new Date(at_ms + 9 * 3_600_000).toISOString();
  const minutesOn = (minutes) => cityTime(Date.now() + minutes * 60_000);
  // A day that opens at its last minute would close as it opens.
  const opening = minutesOn(12).slice(11, 16) === "23:59" ? minutesOn(13) : minutesOn(12);
  const faulty = await care.kiosk(hall, "開設前", { permissions: ["microphone"] });
  const entry = { date: opening.slice(0, 10), open: opening.slice(11, 16), close: "23:59", reason: "点検の試験" };
  const entered = await ask(manager, "POST", "/api/calendar/counter/exceptions", entry);
  assert.ok(entered.status < 300, JSON.stringify(entered));
  const alarm = await until("the alarm", RUN_LIMIT_MS, () => alarmOf("kiosk_unfit"));
  assert.match(alarm.message_ja, /開設前/);
  const { body } = await ask(manager, "GET", `/api/kiosks/${faulty.id}/diagnoses`);
  assert.deepEqual(body.map(({ asked_by, verdict }) => [asked_by, verdict]), [[null, "bad"]]);
  await faulty.page.context().grantPermissions(BOTH);
  await care.checked(faulty);
  await until("the alarm is over", LIMIT_MS, async () => (await alarmOf("kiosk_unfit")) === undefined);
  await faulty.page.close();
});

test("an operator checks the kiosk of the visit in hand, and nothing is played", async () => {
  const lobby = await care.kiosk(hall, "1階ロビー");
  const desk = await agentAtDesk(office, server, "mado1");
  await takeTicket(lobby.page, "カードを更新する");
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  const isLive = () => lobby.page.evaluate(() => [...document.querySelectorAll("video")].some((video) => video.videoWidth > 0));
  await until("the visit's camera is live", LIMIT_MS, isLive);
  await desk.getByRole("button", { name: "窓口端末の点検" }).click();
  const dialog = desk.getByRole("dialog");
  await dialog.getByLabel(/来庁者の利用中でも点検する/).check({ timeout: LIMIT_MS });
  await dialog.getByRole("button", { name: "点検する", exact: true }).click();
  await dialog.getByText("点検が終わりました。").waitFor({ timeout: RUN_LIMIT_MS });
  await keepPicture(desk, "diagnosis-desk");
  const { body } = await ask(desk, "GET", `/api/kiosks/${lobby.id}/diagnoses`);
  const [{ measured }] = body;
  const told = [measured.camera.state, measured.microphone.state, measured.speaker.state, measured.network.down_kbps];
  assert.deepEqual(told, ["works", "works", "left_out", null], JSON.stringify(measured));
  assert.deepEqual([...desk.problems, ...lobby.page.problems], []);
});

test("a kiosk that falls silent in opening hours raises an alarm, which ends when it is back", async () => {
  const missed = async () => {
    const alarm = await alarmOf("kiosk_silent");
    return alarm?.message_ja.includes(hushed.name) === true ? alarm : null;
  };
  const alarm = await until("the alarm", RUN_LIMIT_MS, missed);
  assert.match(alarm.message_ja, /25秒以上応答がありません/);
  const back = await hushed.context.newPage();
  await back.goto(`${server.url}/kiosk`);
  await until("the kiosk is not missed any more", LIMIT_MS, async () => (await missed()) === null);
  await manager.goto(`${server.url}/admin/kiosks/${hushed.id}`);
  await manager.getByRole("button", { name: "English" }).click();
  await manager.getByText("Earlier checks").first().waitFor({ timeout: LIMIT_MS });
  await keepPicture(manager, "diagnosis-english");
});

/** Kiosks are looked after from afar: planted faults are found and named, a healthy kiosk has none, a silent one is missed. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { agentAtDesk, browserOf } from "../harness/city.mjs";
import { Browser } from "../harness/browser.mjs";
import { blackPicture, emptyBattery, fastClock, fullStorage, kioskAgent, oldBrowser, soundingRoom } from "../harness/faults.mjs";
import { enrolledKiosk, takeTicket } from "../harness/kiosk.mjs";
import { narrowLine } from "../harness/narrow.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { freeTcpPort } from "../harness/ports.mjs";
import { Server } from "../harness/server.mjs";
import { toneFile } from "../harness/sound.mjs";
import { ask, logIn } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
const RUN_LIMIT_MS = 60_000;
const ZOOM = "https://zoom.invalid/ping";

let server;
let hall;
let dark;
let bare;
let office;
let manager;
let agent_port;
const opened = [];

before(async () => {
  agent_port = await freeTcpPort();
  server = await Server.start(`[diagnosis]\nsilent_after_s = 25\nagent_port = ${agent_port}\nzoom_url = "${ZOOM}"\n`);
  hall = await Browser.start({ microphone: toneFile({ frequency_hz: 440, seconds: 5, rate_hz: 48_000 }), strict: true });
  office = await browserOf("agent");
  manager = await office.page();
  await logIn(manager, server, "sekinin");
});

after(async () => {
  for (const line of opened) await line.stop();
  for (const browser of [hall, dark, bare, office]) await browser?.stop();
  await server?.stop();
});

/** A kiosk that has no fault but what `plant` does to its page before it is opened. */
async function kioskWith(name, plant = () => undefined, { browser = hall, room = true, zoom = true, ...like } = {}) {
  const page = await enrolledKiosk(browser, server, manager, name, {
    ...like,
    before: async (fresh) => {
      await fresh.route(ZOOM, (route) => (zoom ? route.fulfill({ status: 204 }) : route.abort()));
      if (room) await fresh.addInitScript(soundingRoom);
      await plant(fresh);
    },
  });
  const { body } = await ask(manager, "GET", "/api/kiosks/states");
  return { name, page, id: body.find((kiosk) => kiosk.name === name).id };
}

/** Has a kiosk checked through the interface; the diagnosis as filed. */
async function checked({ id, name }, by = manager) {
  const { status, body: run } = await ask(by, "POST", `/api/kiosks/${id}/diagnosis`, {});
  assert.equal(status, 202, JSON.stringify(run));
  await until(`${name} is checked`, RUN_LIMIT_MS, async () => {
    const { body } = await ask(by, "GET", `/api/kiosks/${id}/diagnosis`);
    assert.ok(["running", "done"].includes(body.state), `${name}: ${body.state}`);
    return body.id === run.id && body.state === "done";
  });
  const { body } = await ask(by, "GET", `/api/kiosks/${id}/diagnoses`);
  return body.find((one) => one.id === run.id);
}

const codesOf = (diagnosis) => diagnosis.findings.map(({ code }) => code).sort();

/** Checks a kiosk and gives what was found; its page is closed, so that the machine has its cores for the next. */
async function foundAt(t, kiosk, expected) {
  const diagnosis = await checked(kiosk);
  t.diagnostic(`${kiosk.name}: ${codesOf(diagnosis).join(", ") || "nothing"} in ${Date.parse(diagnosis.ended_at) - Date.parse(diagnosis.started_at)} ms`);
  assert.deepEqual(codesOf(diagnosis), expected, JSON.stringify(diagnosis.measured));
  await kiosk.page.close();
  return diagnosis;
}

let lobby;

test("a healthy kiosk is checked from its page, and nothing is found", async (t) => {
  lobby = await kioskWith("1階ロビー");
  await manager.goto(`${server.url}/admin/kiosks`);
  await manager.getByRole("link", { name: lobby.name }).click();
  await manager.getByText("まだ点検していません").waitFor({ timeout: LIMIT_MS });
  await manager.getByText("点検の記録はまだありません。").waitFor({ timeout: LIMIT_MS });
  const begun = Date.now();
  await manager.getByRole("button", { name: "点検する" }).click();
  await manager.getByRole("progressbar", { name: "点検しています" }).waitFor({ timeout: LIMIT_MS });
  await lobby.page.getByText("この端末を点検しています。").waitFor({ timeout: LIMIT_MS });
  await manager.getByText("点検が終わりました。").waitFor({ timeout: RUN_LIMIT_MS });
  await manager.getByText("不具合は見つかりませんでした。").waitFor({ timeout: LIMIT_MS });
  t.diagnostic(`from the button to the result ${Date.now() - begun} ms`);
  await lobby.page.getByText("この端末を点検しています。").waitFor({ state: "hidden", timeout: LIMIT_MS });
  const { body } = await ask(manager, "GET", `/api/kiosks/${lobby.id}/diagnoses`);
  t.diagnostic(JSON.stringify(body[0].measured));
  assert.deepEqual([body.length, body[0].verdict, body[0].findings], [1, "good", []]);
  await manager.getByText("測定した値").click();
  await keepPicture(manager, "diagnosis-healthy");
});

test("faults of camera, microphone and speaker are told apart", async (t) => {
  await foundAt(t, await kioskWith("カメラ不許可", undefined, { permissions: ["microphone"] }), ["camera_refused"]);
  // Chromium's stand-in microphone plays its own tone and hears nothing of ours.
  await foundAt(t, await kioskWith("スピーカー故障", undefined, { room: false }), ["speaker_unheard"]);
  dark = await Browser.start({ microphone: toneFile({ frequency_hz: 440, seconds: 5, rate_hz: 48_000, level: 0 }), camera: blackPicture() });
  await foundAt(t, await kioskWith("真っ暗で無音", undefined, { browser: dark, room: false }), ["camera_black", "microphone_silent"]);
  bare = await Browser.start({ devices: false });
  await foundAt(t, await kioskWith("機器なし", undefined, { browser: bare, room: false }), ["camera_absent", "microphone_absent"]);
});

test("faults of the machine are found", async (t) => {
  await foundAt(t, await kioskWith("時計", (page) => page.addInitScript(fastClock)), ["clock_wrong"]);
  await foundAt(t, await kioskWith("電池", (page) => page.addInitScript(emptyBattery)), ["battery_low"]);
  await foundAt(t, await kioskWith("古いブラウザー", (page) => oldBrowser(page)), ["browser_old"]);
  const full = await kioskWith("保存場所");
  await fullStorage(full.page, server.url);
  await foundAt(t, full, ["storage_low"]);
});

test("faults of the line are found", async (t) => {
  await foundAt(t, await kioskWith("Zoom", undefined, { zoom: false }), ["zoom_unreached"]);
  const line = await narrowLine(server.webPort, { delay_ms: 220, rate_kbps: 500 });
  opened.push(line);
  const slow = await kioskWith("遅い回線", undefined, { url: `http://localhost:${line.port}` });
  const { measured } = await foundAt(t, slow, ["network_narrow", "network_slow"]);
  t.diagnostic(JSON.stringify(measured.network));
  assert.ok(measured.network.live_ms > 400 && measured.network.down_kbps < 700, JSON.stringify(measured.network));
});

test("a card reader is missed where one is fitted, and nowhere else", async (t) => {
  const kiosk = await kioskWith("カードリーダー");
  const fittings = await ask(manager, "PUT", `/api/kiosks/${kiosk.id}/fittings`, { card_reader: true, scanner: false });
  assert.equal(fittings.status, 204);
  assert.deepEqual(codesOf(await checked(kiosk)), ["agent_gone"]);
  const agent = await kioskAgent(agent_port, { card_reader: "absent" });
  opened.push(agent);
  await foundAt(t, kiosk, ["reader_absent"]);
});

test("what was found becomes a fault, is mended, and the page is loaded anew with a reason", async () => {
  const refused = await kioskWith("2階ホール", undefined, { permissions: ["microphone"] });
  await checked(refused);
  await manager.goto(`${server.url}/admin/kiosks/${refused.id}`);
  await manager.getByRole("heading", { name: "カメラの使用が許可されていません" }).waitFor({ timeout: LIMIT_MS });
  await manager.getByText("キオスクのブラウザーの設定で、このサイトにカメラを許可してください。").waitFor();
  await manager.getByRole("button", { name: "カメラの使用が許可されていません: 不具合として登録" }).click();
  await manager.getByRole("button", { name: "保存する" }).click();
  await manager.getByRole("button", { name: "カメラの使用が許可されていません: 対応済みにする" }).waitFor({ timeout: LIMIT_MS });
  await keepPicture(manager, "diagnosis-fault");
  await refused.page.context().grantPermissions(["microphone", "camera"]);
  assert.deepEqual(codesOf(await checked(refused)), []);
  await manager.getByRole("button", { name: "カメラの使用が許可されていません: 対応済みにする" }).click();
  await manager.getByRole("button", { name: "保存する" }).click();
  await manager.getByText("2文字以上で入力してください。").waitFor();
  await manager.getByLabel("行った対応").fill("ブラウザーの設定でカメラを許可した");
  await manager.getByRole("button", { name: "保存する" }).click();
  await manager.getByText("対応済み", { exact: true }).waitFor({ timeout: LIMIT_MS });

  await refused.page.evaluate(() => (globalThis.__before = true));
  await manager.getByRole("button", { name: "画面の読み込み直し" }).click();
  await manager.getByLabel("理由").fill("設定を変えたため");
  await keepPicture(manager, "diagnosis-reload");
  await manager.getByRole("button", { name: "読み込み直す", exact: true }).click();
  await manager.getByText("キオスクに指示しました。").waitFor({ timeout: LIMIT_MS });
  await until("the kiosk's page is a fresh one", LIMIT_MS, () => refused.page.evaluate(() => globalThis.__before === undefined && document.querySelector("h1") !== null).catch(() => false));
  const { body: audit } = await ask(manager, "GET", "/api/audit?action=kiosk.reloaded");
  assert.equal(audit.items[0].detail.reason, "設定を変えたため");
  await refused.page.close();
});

test("each kiosk checks itself before the counter opens, and a faulty one is told to everybody", async (t) => {
  const faulty = await kioskWith("開設前", undefined, { permissions: ["microphone"] });
  const city = (at_ms) => new Date(at_ms + 9 * 3_600_000).toISOString();
  const [today, opening] = [city(Date.now()).slice(0, 10), city(Date.now() + 12 * 60_000)];
  if (opening.slice(0, 10) !== today || opening.slice(11, 16) > "23:40") return t.skip("no opening fits before midnight");
  const entry = { date: today, open: opening.slice(11, 16), close: "23:59", reason: "点検の試験" };
  assert.ok((await ask(manager, "POST", "/api/calendar/counter/exceptions", entry)).status < 300);
  const alarm = await until("the alarm", RUN_LIMIT_MS, async () => (await server.health()).alarms.find(({ code }) => code === "kiosk_unfit"));
  assert.match(alarm.message_ja, /開設前/);
  const { body } = await ask(manager, "GET", `/api/kiosks/${faulty.id}/diagnoses`);
  assert.deepEqual(body.map(({ asked_by, verdict }) => [asked_by, verdict]), [[null, "bad"]]);
  await faulty.page.context().grantPermissions(["microphone", "camera"]);
  await checked(faulty);
  await until("the alarm is over", LIMIT_MS, async () => !(await server.health()).alarms.some(({ code }) => code === "kiosk_unfit"));
  await faulty.page.close();
});

test("an operator checks the kiosk of the visit in hand, and nothing is played", async () => {
  const desk = await agentAtDesk(office, server, "mado1");
  await takeTicket(lobby.page, "カードを更新する");
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  await desk.getByRole("button", { name: "キオスクの点検" }).click();
  const dialog = desk.getByRole("dialog");
  await dialog.getByLabel(/来庁者の利用中でも点検する/).check({ timeout: LIMIT_MS });
  await until("the visit's camera is live", LIMIT_MS, () => lobby.page.evaluate(() => [...document.querySelectorAll("video")].some((video) => video.videoWidth > 0)));
  await dialog.getByRole("button", { name: "点検する" }).click();
  await dialog.getByText("点検が終わりました。").waitFor({ timeout: RUN_LIMIT_MS });
  await keepPicture(desk, "diagnosis-desk");
  const { body } = await ask(desk, "GET", `/api/kiosks/${lobby.id}/diagnoses`);
  const [{ measured }] = body;
  assert.deepEqual([measured.camera.state, measured.microphone.state, measured.speaker.state, measured.network.down_kbps], ["works", "works", "left_out", null], JSON.stringify(measured));
  assert.deepEqual([...desk.problems, ...lobby.page.problems], []);
});

test("a kiosk that falls silent in opening hours raises an alarm, which ends when it is back", async () => {
  const context = lobby.page.context();
  await lobby.page.close();
  const alarm = await until("the alarm", RUN_LIMIT_MS, async () => (await server.health()).alarms.find(({ code, message_ja }) => code === "kiosk_silent" && message_ja.includes("1階ロビー")));
  assert.match(alarm.message_ja, /25秒以上応答がありません/);
  const back = await context.newPage();
  await back.goto(`${server.url}/kiosk`);
  await until("the kiosk is not missed any more", LIMIT_MS, async () => !(await server.health()).alarms.some(({ code, message_ja }) => code === "kiosk_silent" && message_ja.includes("1階ロビー")));
  await manager.goto(`${server.url}/admin/kiosks/${lobby.id}`);
  await manager.getByRole("button", { name: "English" }).click();
  await manager.getByText("Earlier checks").first().waitFor({ timeout: LIMIT_MS });
  await keepPicture(manager, "diagnosis-english");
});

/** Fourteen faults planted in kiosks are found and named from afar, and a healthy kiosk has none. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "../harness/browser.mjs";
import { browserOf } from "../harness/city.mjs";
import { blackPicture, emptyBattery, fastClock, fullStorage, kioskAgent, oldBrowser } from "../harness/faults.mjs";
import { fitCardReader } from "../harness/kiosk.mjs";
import { KioskCare, ZOOM, codesOf } from "../harness/kiosk-care.mjs";
import { narrowLine } from "../harness/narrow.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { freeTcpPort } from "../harness/ports.mjs";
import { Server } from "../harness/server.mjs";
import { toneFile } from "../harness/sound.mjs";
import { ask, logIn } from "../harness/staff.mjs";

const LIMIT_MS = 30_000;
const RUN_LIMIT_MS = 90_000;

let server;
let hall;
let dark;
let bare;
let office;
let manager;
let care;
let agent_port;
const open = [];

const tone = (level) => toneFile({ frequency_hz: 440, seconds: 5, rate_hz: 48_000, level });

before(async () => {
  agent_port = await freeTcpPort();
  server = await Server.start(`[diagnosis]\nagent_port = ${agent_port}\nzoom_url = "${ZOOM}"\n`);
  hall = await Browser.start({ microphone: tone(0.4), strict: true });
  office = await browserOf("agent");
  manager = await office.page();
  await logIn(manager, server, "sekinin");
  care = new KioskCare(server, manager);
});

after(async () => {
  for (const each of open) await each.stop();
  for (const browser of [hall, dark, bare, office]) await browser?.stop();
  await server?.stop();
});

/** Each kiosk with what is to be found at it, all at once: a check is waiting more than work. */
function allFind(t, planted) {
  return Promise.all(planted.map(async ([kiosk, expected]) => care.finds(t, kiosk, expected)));
}

async function closed(...kiosks) {
  for (const { page } of kiosks) await page.close();
}

test("a healthy kiosk is checked from its page, and nothing is found", async (t) => {
  const lobby = await care.kiosk(hall, "1階ロビー");
  await manager.goto(`${server.url}/admin/kiosks`);
  await manager.getByRole("link", { name: lobby.name }).click();
  await manager.getByText("まだ点検していません").waitFor({ timeout: LIMIT_MS });
  await manager.getByText("点検の記録はまだありません。").waitFor({ timeout: LIMIT_MS });
  const begun = Date.now();
  await manager.getByRole("button", { name: "点検する", exact: true }).click();
  await manager.getByRole("progressbar", { name: "点検しています" }).waitFor({ timeout: LIMIT_MS });
  await lobby.page.getByText("この端末を点検しています。").waitFor({ timeout: LIMIT_MS });
  await manager.getByText("点検が終わりました。").waitFor({ timeout: RUN_LIMIT_MS });
  const { body } = await ask(manager, "GET", `/api/kiosks/${lobby.id}/diagnoses`);
  t.diagnostic(`from the button to the result ${Date.now() - begun} ms: ${JSON.stringify(body[0].measured)}`);
  assert.deepEqual([body.length, body[0].verdict, codesOf(body[0])], [1, "good", []]);
  await manager.getByText("不具合は見つかりませんでした。").waitFor({ timeout: LIMIT_MS });
  await lobby.page.getByText("この端末を点検しています。").waitFor({ state: "hidden", timeout: LIMIT_MS });
  await manager.getByText("測定した値").click();
  await keepPicture(manager, "diagnosis-healthy");
  assert.deepEqual([...manager.problems, ...lobby.page.problems], []);
  await closed(lobby);
});

test("faults of camera, microphone and speaker are told apart", async (t) => {
  dark = await Browser.start({ microphone: tone(0), camera: blackPicture() });
  bare = await Browser.start({ devices: false });
  const refused = await care.kiosk(hall, "カメラ不許可", { permissions: ["microphone"] });
  // Chromium's stand-in microphone plays its own tone and hears nothing of ours.
  const dumb = await care.kiosk(hall, "スピーカー故障", { room: false });
  const covered = await care.kiosk(dark, "真っ暗で無音", { room: false });
  const empty = await care.kiosk(bare, "機器なし", { room: false });
  await allFind(t, [
    [refused, ["camera_refused"]],
    [dumb, ["speaker_unheard"]],
    [covered, ["camera_black", "microphone_silent"]],
    [empty, ["camera_absent", "microphone_absent"]],
  ]);
  await closed(refused, dumb, covered, empty);
});

test("faults of the machine are found", async (t) => {
  const fast = await care.kiosk(hall, "時計", { plant: (page) => page.addInitScript(fastClock) });
  const weak = await care.kiosk(hall, "電池", { plant: (page) => page.addInitScript(emptyBattery) });
  const old = await care.kiosk(hall, "古いブラウザー", { plant: (page) => oldBrowser(page) });
  await allFind(t, [
    [fast, ["clock_wrong"]],
    [weak, ["battery_low"]],
    [old, ["browser_old"]],
  ]);
  await closed(fast, weak, old);
});

test("full storage is found", async (t) => {
  // The quota is the origin's: no other kiosk of this browser may be there.
  const full = await care.kiosk(hall, "保存場所");
  await fullStorage(full.page, server.url);
  await care.finds(t, full, ["storage_low"]);
  await closed(full);
});

test("faults of the line are found, and a card reader is missed where one is fitted", async (t) => {
  const unreached = await care.kiosk(hall, "Zoom", { zoom: false });
  const line = await narrowLine(server.webPort, { delay_ms: 220, rate_kbps: 500 });
  open.push(line);
  const slow = await care.kiosk(hall, "遅い回線", { url: `http://localhost:${line.port}` });
  const reader = await care.kiosk(hall, "カードリーダー");
  await fitCardReader(manager, "カードリーダー");
  const [{ measured }] = await allFind(t, [
    [slow, ["network_narrow", "network_slow"]],
    [unreached, ["zoom_unreached"]],
    [reader, ["agent_gone"]],
  ]);
  t.diagnostic(`220 ms each way and 500 kbit/s are measured as ${JSON.stringify(measured.network)}`);
  assert.ok(measured.network.live_ms > 400 && measured.network.down_kbps < 700, JSON.stringify(measured.network));
  open.push(await kioskAgent(agent_port, { card_reader: "absent" }));
  await care.finds(t, reader, ["reader_absent"]);
  await closed(unreached, slow, reader);
});

/** Visits where Zoom is used: chosen, left for the built-in video by both sides at once, watched and deleted. */
import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { closeRecord } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf } from "../harness/city.mjs";
import { enrolledKiosk, pictureSeen, takeTicket } from "../harness/kiosk.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { Server } from "../harness/server.mjs";
import { ask, logIn } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";
import { claimsOf, standInSdk, ZoomStandIn } from "../harness/zoom-stand-in.mjs";

const LIMIT_MS = 30_000;
const KIOSK = "1階ロビー";
const REMOTE = { desk: "来庁者の映像", kiosk: "オペレーターの映像" };

let zoom;
let sdk;
let server;
let hall;
let office;
let manager;
let kiosk;
let desk;

before(async () => {
  zoom = await ZoomStandIn.start();
  sdk = await standInSdk();
  server = await Server.start(zoom.settings(sdk.folder), { env: zoom.env });
  hall = await browserOf("caller");
  office = await browserOf("agent");
  manager = await office.page();
  await logIn(manager, server, "sekinin");
  kiosk = await enrolledKiosk(hall, server, manager, KIOSK);
  desk = await agentAtDesk(office, server, "mado1");
});

after(async () => {
  await hall?.stop();
  await office?.stop();
  await server?.stop();
  await zoom?.stop();
  await sdk?.remove();
});

const sees = (page, label) =>
  until(`${label} moves`, LIMIT_MS, async () => {
    const seen = await pictureSeen(page, label);
    return seen !== null && seen.changed > 0.002 ? seen : null;
  });

const joined = (page) => until("the page joins at Zoom", LIMIT_MS, () => page.evaluate(() => window.zoomJoined?.findLast((one) => one !== "left") ?? null));

const codes = async () => (await server.health()).alarms.map(({ code }) => code);

/** What the contact's log says of its video. */
async function videoOf(contact) {
  const { body } = await ask(manager, "GET", `/api/contacts/${contact}`);
  return body.events.filter(({ kind }) => kind === "video_provider").map(({ detail }) => [detail.epoch, detail.provider, detail.cause]);
}

async function visitBegins() {
  await takeTicket(kiosk, "カードを更新する");
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
}

test("both pages join one Zoom session by grants of their own, and a recording there moves both away from it", async () => {
  await until("Zoom is known to be well", LIMIT_MS, () => zoom.askedFor("GET").length > 0);
  await visitBegins();
  const [atKiosk, atDesk] = await Promise.all([joined(kiosk), joined(desk)]);
  assert.equal(atKiosk.topic, atDesk.topic);
  const claims = [atKiosk, atDesk].map(({ token }) => claimsOf(token, zoom.env.MADOGUCHI_ZOOM_SDK_SECRET));
  assert.deepEqual(claims.map((it) => [it.app_key, it.role_type, it.tpc, it.user_key]), [
    ["sdk-key", 0, atKiosk.topic, "visitor"],
    ["sdk-key", 1, atKiosk.topic, "agent"],
  ]);
  await kiosk.getByText("つながっています").waitFor({ timeout: LIMIT_MS });
  await keepPicture(kiosk, "kiosk-zoom");

  const session = zoom.add(atKiosk.topic, { recordings: 1 });
  const told = await zoom.tell(server, "session.recording_started", { session_id: session.id, session_name: atKiosk.topic, session_key: "" });
  assert.equal(told.status, 204);
  await Promise.all([sees(desk, REMOTE.desk), sees(kiosk, REMOTE.kiosk)]);
  assert.ok((await codes()).includes("zoom_recording"));
  await desk.getByText("Zoomで窓口の録画が始まったため", { exact: false }).first().waitFor({ timeout: LIMIT_MS });
  await until("the recording and the session are deleted at Zoom", LIMIT_MS, () => session.recordings === 0 && !zoom.sessions.has(session.id));
  assert.ok(zoom.askedFor("DELETE").some(({ path }) => path.endsWith("/recordings")));

  await desk.keyboard.press("Shift+F2");
  const contact = await closeRecord(desk);
  assert.deepEqual(await videoOf(contact.id), [
    [1, "zoom", "configured"],
    [2, "builtin", "recording_started"],
  ]);
  assert.deepEqual([...desk.problems, ...kiosk.problems], []);
});

test("a connection that breaks at one side moves both, and two failures leave Zoom alone for a while", async () => {
  await kiosk.reload();
  await visitBegins();
  const { topic } = await joined(kiosk);
  const session = zoom.add(topic);
  await joined(desk);
  await kiosk.getByText("つながっています").waitFor({ timeout: LIMIT_MS });
  await kiosk.evaluate(() => window.zoomTells("connection-change", { state: "Closed" }));
  await Promise.all([sees(desk, REMOTE.desk), sees(kiosk, REMOTE.kiosk)]);
  await until("the session is deleted at Zoom", LIMIT_MS, () => !zoom.sessions.has(session.id));
  await desk.keyboard.press("Shift+F2");
  const contact = await closeRecord(desk);
  assert.deepEqual(await videoOf(contact.id), [
    [1, "zoom", "configured"],
    [2, "builtin", "connection_lost"],
  ]);

  await kiosk.reload();
  await visitBegins();
  await Promise.all([sees(desk, REMOTE.desk), sees(kiosk, REMOTE.kiosk)]);
  await desk.keyboard.press("Shift+F2");
  assert.deepEqual(await videoOf((await closeRecord(desk)).id), [[1, "builtin", "breaker_open"]]);
});

test("a message that Zoom did not sign changes nothing, and one sent again is heard once", async () => {
  const object = { session_id: "1", session_name: "madoguchi-x" };
  assert.equal((await zoom.tell(server, "session.recording_started", object, { signature: "v0=00" })).status, 401);
  assert.equal((await zoom.tell(server, "session.ended", object, { at_s: Math.floor(Date.now() / 1000) - 900 })).body.code, "stale");
  assert.equal((await zoom.tell(server, "session.ended", object)).status, 204);
  const validated = await zoom.tell(server, "endpoint.url_validation", { plainToken: "abc" });
  assert.deepEqual(validated.body, { plainToken: "abc", encryptedToken: ZoomStandIn.encrypted("abc") });
});

test("where Zoom's files were not fetched, the built-in video is chosen at once, and it is said", async () => {
  await server.stop();
  server = await Server.start(zoom.settings(join(tmpdir(), "madoguchi-no-such-sdk")), { env: zoom.env });
  assert.ok((await codes()).includes("zoom_sdk_missing"));
  manager = await office.page();
  await logIn(manager, server, "sekinin");
  kiosk = await enrolledKiosk(hall, server, manager, KIOSK);
  desk = await agentAtDesk(office, server, "mado1");
  await desk.getByText("Zoomのファイルがこのサーバーにないため", { exact: false }).first().waitFor({ timeout: LIMIT_MS });
  await visitBegins();
  await Promise.all([sees(desk, REMOTE.desk), sees(kiosk, REMOTE.kiosk)]);
  await keepPicture(desk, "desk-zoom-missing");
  await desk.keyboard.press("Shift+F2");
  assert.deepEqual(await videoOf((await closeRecord(desk)).id), [[1, "builtin", "sdk_missing"]]);
  assert.deepEqual([...desk.problems, ...kiosk.problems], []);
});

/**
 * The server is killed, or stopped, within visits: whoever waits keeps number and place, whoever talks is in the
 * same visit again by picture and sound, without touching anything, and the history tells what happened.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { storyOf } from "../harness/call-desk.mjs";
import { browserOf } from "../harness/city.mjs";
import { pageHears } from "../harness/ears.mjs";
import { enrolledKiosk, pictureSeen, takeTicket } from "../harness/kiosk.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { Server } from "../harness/server.mjs";
import { ask, fileRecordByKeys, logIn, newestContact } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
const REMOTE = { desk: "来庁者の映像", kiosk: "オペレーターの映像" };
const RECONNECTING = "つなぎ直しています。そのままお待ちください。";

let server;
let hall;
let office;
let manager;
let first;
let second;
let desk;
let agent;

before(async () => {
  server = await Server.start();
  hall = await browserOf("caller");
  office = await browserOf("agent");
  manager = await office.page();
  await logIn(manager, server, "sekinin");
  first = await enrolledKiosk(hall, server, manager, "1階ロビー");
  second = await enrolledKiosk(hall, server, manager, "2階窓口");
});

after(async () => {
  await hall?.stop();
  await office?.stop();
  await server?.stop();
});

/** Waits until a page sees the other side move. */
function sees(page, label) {
  return until(`${label} moves`, LIMIT_MS, async () => {
    const seen = await pictureSeen(page, label);
    return seen !== null && seen.changed > 0.002 ? seen : null;
  });
}

/** Waits until both sides see each other move; gives when each did. */
async function bothSee(kiosk) {
  const at = async (page, label) => {
    await sees(page, label);
    return Date.now();
  };
  const [desk_ms, kiosk_ms] = await Promise.all([at(desk, REMOTE.desk), at(kiosk, REMOTE.kiosk)]);
  return { desk_ms, kiosk_ms };
}

/** Waits for the ticket and the place in line on a kiosk whose line stands. */
async function waitsAs(kiosk, ticket, place) {
  await kiosk.getByText(RECONNECTING).waitFor({ state: "hidden", timeout: LIMIT_MS });
  await kiosk.getByRole("heading", { name: new RegExp(`^受付番号\\s*${ticket}$`) }).waitFor({ timeout: LIMIT_MS });
  await kiosk.getByText(place, { exact: true }).first().waitFor({ timeout: LIMIT_MS });
}

/** Visits that are open, by their ids, oldest first. */
async function openVisits() {
  const { body } = await ask(manager, "GET", "/api/contacts?limit=50");
  return body.items.filter((contact) => contact.channel === "counter" && contact.ended_at === null).map(({ id }) => id).reverse();
}

test("two visitors in line keep number, place and contact over a kill", async () => {
  await takeTicket(first, "カードを新しくつくる");
  await waitsAs(first, 1, "次があなたの番です");
  await takeTicket(second, "カードを更新する");
  await waitsAs(second, 2, "2番目");
  const before_kill = await until("both visits in the history", LIMIT_MS, async () => {
    const open = await openVisits();
    return open.length === 2 ? open : null;
  });
  await server.kill();
  await first.getByText(RECONNECTING).waitFor({ timeout: LIMIT_MS });
  await keepPicture(first, "kiosk-restart-waiting");
  await server.serve();
  await until("both kiosks are back", LIMIT_MS, async () => {
    const { body } = await ask(manager, "GET", "/api/kiosks");
    return body?.every?.(({ connected }) => connected);
  });
  await waitsAs(first, 1, "次があなたの番です");
  await waitsAs(second, 2, "2番目");
  assert.deepEqual(await openVisits(), before_kill);
});

test("visitor and operator see and hear each other again in the same visit after a kill", async (t) => {
  desk = await office.page();
  await logIn(desk, server, "mado1");
  await desk.goto(`${server.url}/desk`);
  const state = desk.getByRole("region", { name: "自分の状態" });
  await state.getByText("音声: 接続済み").waitFor({ timeout: LIMIT_MS });
  // It rings at once, for somebody waits.
  await state.getByRole("button", { name: "受付を始める" }).click({ timeout: LIMIT_MS });
  agent = (await ask(desk, "GET", "/api/me")).body;
  await desk.getByText("受付票 1 番").first().waitFor({ timeout: LIMIT_MS });
  await desk.keyboard.press("F2");
  await bothSee(first);
  const [contact] = await openVisits();

  const killed_ms = Date.now();
  await server.kill();
  const serving_ms = Date.now();
  await server.serve();
  const ready_ms = Date.now();
  const { desk_ms, kiosk_ms } = await bothSee(first);
  const back_ms = Math.max(desk_ms, kiosk_ms);
  t.diagnostic(`both pictures ${back_ms - killed_ms} ms after the kill; of this the start took ${ready_ms - serving_ms} ms, after it the desk ${desk_ms - ready_ms} ms, the kiosk ${kiosk_ms - ready_ms} ms`);
  await pageHears(desk, ["caller"], { video: REMOTE.desk });
  await pageHears(first, ["agent"], { video: REMOTE.kiosk });
  await first.getByText(RECONNECTING).waitFor({ state: "hidden", timeout: LIMIT_MS });
  await desk.getByText("受付票 1 番").first().waitFor();
  await keepPicture(desk, "desk-restart");
  await keepPicture(first, "kiosk-restart-back");
  assert.equal((await openVisits())[0], contact);

  await desk.keyboard.press("Shift+F2");
  await first.getByRole("heading", { name: "ご利用ありがとうございました" }).waitFor({ timeout: LIMIT_MS });
  const ended_ms = Date.now();
  await fileRecordByKeys(desk);
  const row = await newestContact(desk);
  assert.deepEqual([row.id, row.acceptance, row.end, row.agent.name], [contact, "answered", "agent_hung_up", agent.name]);
  assert.ok(row.talk_ms > 0 && row.talk_ms <= ended_ms - Date.parse(row.answered_at) - (ready_ms - serving_ms), `talked ${row.talk_ms} ms`);
  // The end is written behind the filed record, a moment later.
  const story = await until("the story has its end", LIMIT_MS, async () => {
    const kinds = (await storyOf(manager, row)).map(({ kind }) => kind);
    return kinds.includes("closed") ? kinds : null;
  });
  const told = story.filter((kind) => ["interrupted", "taken_up", "caller_back", "joined"].includes(kind));
  const once = ["interrupted", "taken_up", "caller_back", "joined"];
  assert.deepEqual(told, [...once, ...once], "killed while waiting, and while talking");
  assert.equal(story.filter((kind) => kind === "closed").length, 1);
  const { status, body } = await ask(manager, "GET", `/api/agents/${agent.id}/states?from=${new Date(killed_ms - 60_000).toISOString()}`);
  assert.equal(status, 200, JSON.stringify(body));
  const states = body.items.map(({ state }) => state);
  assert.equal(states.filter((state) => state === "talking").length, 2, states.join());
  assert.ok(states.indexOf("stopped") < states.lastIndexOf("talking"), states.join());
});

test("a stop for an update is no end of a visit either", async (t) => {
  const state = desk.getByRole("region", { name: "自分の状態" });
  await state.getByRole("button", { name: "受付を始める" }).click({ timeout: LIMIT_MS });
  await desk.getByText("受付票 2 番").first().waitFor({ timeout: LIMIT_MS });
  await desk.keyboard.press("F2");
  await bothSee(second);
  const [contact] = await openVisits();
  const stopped_ms = Date.now();
  await server.program.stop("SIGTERM");
  assert.equal(server.program.exitCode, 0, "the stop does not wait for the visit");
  t.diagnostic(`stopped within ${Date.now() - stopped_ms} ms`);
  await second.getByText(RECONNECTING).waitFor({ timeout: LIMIT_MS });
  await keepPicture(second, "kiosk-restart-talking");
  await server.serve();
  const ready_ms = Date.now();
  const { desk_ms, kiosk_ms } = await bothSee(second);
  t.diagnostic(`after the start the desk sees in ${desk_ms - ready_ms} ms, the kiosk in ${kiosk_ms - ready_ms} ms`);
  await second.getByRole("button", { name: "終わる", exact: true }).click();
  await second.getByRole("dialog").getByRole("button", { name: "終わる", exact: true }).click();
  await second.getByRole("heading", { name: "ご利用ありがとうございました" }).waitFor({ timeout: LIMIT_MS });
  await fileRecordByKeys(desk);
  const row = await newestContact(desk);
  assert.deepEqual([row.id, row.acceptance, row.end], [contact, "answered", "caller_hung_up"]);
});

/**
 * Nothing is lost: the program is killed at any instant of five live calls. After the restart every
 * contact is closed with what happened to it, every recording plays to within a second of the kill,
 * agents can work again, and the audit log verifies.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Browser } from "../harness/browser.mjs";
import { rounds, seeded } from "../harness/rounds.mjs";
import { BINARY, Server } from "../harness/server.mjs";
import { readWav, toneFile } from "../harness/sound.mjs";
import { ask, hearRecording, logIn, takeSeat } from "../harness/staff.mjs";
import { Telephone } from "../harness/telephone.mjs";
import { until } from "../harness/wait.mjs";

const ROUNDS = rounds({ sample: 1, whole: 50 });
const AGENTS = ["denwa1", "denwa2", "denwa3"];
const CALLERS = 5;
/** The kill comes between the first ring and here. */
const LATEST_KILL_MS = 14_000;
/** A recording may lack this much before the kill. */
const LOST_MS_MAX = 1_000;
const RESTART_LIMIT_MS = 60_000;
/** The sign of life is given each second; a busy machine gives it late. */
const STOPPED_MS_MAX = 5_000;

const run = promisify(execFile);
const chance = seeded(20_260_401);
let server;
let browser;
let desks;
let supervisor;
let known = new Set();

before(async () => {
  server = await Server.start();
  browser = await Browser.start({ microphone: toneFile({ frequency_hz: 1000, seconds: 5, rate_hz: 48_000 }) });
  supervisor = await browser.page();
  await logIn(supervisor, server, "kantoku");
  desks = [];
  for (const login of AGENTS) {
    const page = await browser.page();
    await logIn(page, server, login);
    page.agent = (await ask(page, "GET", "/api/me")).body;
    desks.push(page);
  }
});

after(async () => {
  await browser?.stop();
  await server?.stop();
});

for (let round = 1; round <= ROUNDS; round += 1) {
  test(`a kill in round ${round} loses no contact and no second of sound`, async (t) => {
    for (const page of desks) await takeSeat(page, server);
    const callers = await ringAll();
    const answering = desks.map((page) => answerWhenItRings(page));
    const kill_after_ms = Math.round(chance() * LATEST_KILL_MS);
    const begun_at = Date.now();
    await until("the moment of the kill", LATEST_KILL_MS + 1_000, () => Date.now() - begun_at >= kill_after_ms);
    const killed_at = Date.now();
    await server.kill();
    const established = callers.map((caller) => caller.at("CALL_ESTABLISHED"));
    for (const caller of callers) await caller.stop();
    await Promise.all(answering);
    await server.serve();
    const contacts = await unseenContacts(established.filter(Boolean).length);
    t.diagnostic(`killed after ${kill_after_ms} ms; ${contacts.length} contacts, ${established.filter(Boolean).length} picked up`);
    for (const contact of contacts) {
      assert.ok(contact.ended_at, `contact ${contact.id} has an end`);
      assert.ok(contact.acceptance, `contact ${contact.id} has one acceptance`);
    }
    await assertAgentsStopped(killed_at);
    await assertRecordings(t, contacts, established, killed_at);
    await assertAudit();
  });
}

/** Five citizens ring and choose Japanese when they are picked up. */
async function ringAll() {
  const speech = toneFile({ frequency_hz: 440, seconds: 120, rate_hz: 8000 });
  const numbers = Array.from({ length: CALLERS }, (_, index) => `0901234000${index}`);
  const callers = await Promise.all(numbers.map((number) => Telephone.start({ number, speech })));
  for (const caller of callers) {
    caller.once("CALL_ESTABLISHED", () => caller.press("1"));
    caller.dial(server.sipAddress);
  }
  return callers;
}

/** Answers what rings; a page that loses the server, or at which nothing rings in time, has nothing to answer. */
async function answerWhenItRings(page) {
  await page
    .getByRole("button", { name: /^応答/ })
    .click({ timeout: LATEST_KILL_MS })
    .catch(() => null);
}

/** What the history has that it did not have before; at least as many as were picked up. */
async function unseenContacts(picked_up) {
  const found = await until("the history after the restart", RESTART_LIMIT_MS, async () => {
    const { status, body } = await ask(supervisor, "GET", "/api/contacts?limit=50");
    if (status !== 200) return null;
    const fresh = body.items.filter((contact) => !known.has(contact.id));
    return fresh.length >= picked_up && fresh.every((contact) => contact.ended_at) ? fresh : null;
  });
  for (const contact of found) known.add(contact.id);
  return found;
}

/** Sorted by length, recordings and picked-up calls go together: who was picked up first was recorded longest. */
async function assertRecordings(t, contacts, established, killed_at) {
  const wanted_ms = established.filter(Boolean).map((at) => killed_at - at - LOST_MS_MAX).filter((ms) => ms > 0).sort((a, b) => b - a);
  const ids = new Set(contacts.map((contact) => contact.id));
  const recorded = await until("the recordings of the killed calls", RESTART_LIMIT_MS, async () => {
    const { body } = await ask(supervisor, "GET", "/api/contacts?limit=50");
    const found = body.items.filter((contact) => ids.has(contact.id) && contact.has_recording);
    return found.length >= wanted_ms.length ? found : null;
  });
  const lengths_ms = [];
  for (const contact of recorded) {
    const body = await hearRecording(browser, server, contact, RESTART_LIMIT_MS);
    const { channels, rate_hz } = readWav(body);
    lengths_ms.push((channels[0].length / rate_hz) * 1000);
  }
  lengths_ms.sort((a, b) => b - a);
  t.diagnostic(`recordings ${lengths_ms.map(Math.round)} ms, wanted at least ${wanted_ms.map(Math.round)} ms`);
  wanted_ms.forEach((least_ms, index) => {
    assert.ok((lengths_ms[index] ?? 0) >= least_ms, `recording ${index} lasts ${lengths_ms[index]} ms of ${least_ms} ms`);
  });
}

/** Everybody's day ends at the kill, not at the restart: nobody is counted as working in between. */
async function assertAgentsStopped(killed_at) {
  for (const page of desks) {
    const { body } = await ask(supervisor, "GET", `/api/agents/${page.agent.id}/states?from=${new Date(killed_at - 60_000).toISOString()}`);
    const stopped = body.items.filter(({ state, from }) => state === "stopped" && Math.abs(Date.parse(from) - killed_at) < STOPPED_MS_MAX);
    assert.equal(stopped.length, 1, `${page.agent.name} stopped at the kill: ${JSON.stringify(body.items)}`);
  }
}

async function assertAudit() {
  const folder = join(server.folder, "data");
  const config = join(server.folder, "madoguchi.toml");
  const { stdout } = await run(BINARY, ["verify", "audit", "--config", config, "--data", folder]);
  assert.match(stdout, /\d/);
}

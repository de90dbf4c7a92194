/**
 * A busy hour in a minute: every call that rang is in the history once, none twice, and the memory of
 * the program does not grow with the number of calls.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Browser } from "../harness/browser.mjs";
import { freeSipPort } from "../harness/ports.mjs";
import { rounds } from "../harness/rounds.mjs";
import { CITY_NUMBER, Server } from "../harness/server.mjs";
import { toneFile } from "../harness/sound.mjs";
import { ask, logIn } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const CALLS = rounds({ sample: 150, whole: 3000 });
const CALLS_PER_S = rounds({ sample: 15, whole: 50 });
const TALK_MS = 2_000;
const LOAD_LIMIT_MS = 300_000;
/** Growth of the resident memory allowed from the middle of the load to its end. */
const GROWTH_MB_MAX = 60;
const PAGE = 200;

const run = promisify(execFile);
const SCENARIO = new URL("../harness/short-call.xml", import.meta.url).pathname;
let server;
let browser;
let page;

before(async () => {
  server = await Server.start("", { sound_ports: 2 * CALLS_PER_S * 10 });
  browser = await Browser.start({ microphone: toneFile({ frequency_hz: 1000, seconds: 1, rate_hz: 48_000 }) });
  page = await browser.page();
  await logIn(page, server, "kantoku");
});

after(async () => {
  await browser?.stop();
  await server?.stop();
});

test(`${CALLS} calls at ${CALLS_PER_S} a second are each in the history once`, async (t) => {
  await load(CALLS);
  const after_first_mb = await resident_mb();
  await load(CALLS);
  const after_second_mb = await resident_mb();
  const ids = await until("every call in the history", 60_000, async () => {
    const found = await allClosed();
    return found.length >= 2 * CALLS ? found : null;
  });
  t.diagnostic(`history: ${ids.length} contacts, ${new Set(ids).size} different; memory ${after_first_mb} then ${after_second_mb} MB`);
  assert.equal(ids.length, 2 * CALLS);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(after_second_mb - after_first_mb < GROWTH_MB_MAX, `memory grew from ${after_first_mb} to ${after_second_mb} MB`);
});

/** Rings `calls` times; fails when a single call does. */
async function load(calls) {
  const folder = await mkdtemp(join(tmpdir(), "madoguchi-load-"));
  const args = ["-sf", SCENARIO, "-s", CITY_NUMBER, "-i", "127.0.0.1", "-p", String(await freeSipPort()), "-nostdin"];
  args.push("-m", String(calls), "-r", String(CALLS_PER_S), "-d", String(TALK_MS), "-trace_err", `127.0.0.1:${server.sipPort}`);
  try {
    await run("sipp", args, { cwd: folder, timeout: LOAD_LIMIT_MS });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function resident_mb() {
  const status = await readFile(`/proc/${server.program.child.pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024);
}

/** Every contact of the history that is over, page by page. */
async function allClosed() {
  const ids = [];
  let cursor = "";
  do {
    const { status, body } = await ask(page, "GET", `/api/contacts?limit=${PAGE}${cursor}`);
    assert.equal(status, 200);
    ids.push(...body.items.filter((contact) => contact.ended_at).map((contact) => contact.id));
    cursor = body.next_cursor === null ? null : `&cursor=${encodeURIComponent(body.next_cursor)}`;
  } while (cursor !== null);
  return ids;
}

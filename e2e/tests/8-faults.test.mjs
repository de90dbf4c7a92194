/**
 * What breaks around the program: the database goes away, the disk is full, the clock jumps, the program is
 * told to stop. Live calls go on, nothing is lost or doubled, and nothing is silent about it.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Browser } from "../harness/browser.mjs";
import { Postgres } from "../harness/postgres.mjs";
import { Server } from "../harness/server.mjs";
import { readWav, toneFile } from "../harness/sound.mjs";
import { answerCall, ask, callPanel, fileRecordByKeys, hearRecording, logIn, takeSeat } from "../harness/staff.mjs";
import { Telephone } from "../harness/telephone.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 60_000;
const AWAY_MS = 30_000;

let browser;

before(async () => {
  browser = await Browser.start({ microphone: toneFile({ frequency_hz: 1000, seconds: 5, rate_hz: 48_000 }) });
});

after(async () => {
  await browser?.stop();
});

test("with the database away for 30 s calls go on and come in, and all of it stands in the books once", async (t) => {
  const postgres = await Postgres.start();
  t.after(() => postgres.stop());
  const server = await begin(t, `[database]\nurl = "${postgres.url}"\n`);
  const [first, second] = [await desk(server, "denwa1"), await desk(server, "denwa2")];
  const supervisor = await watch(server);
  await takeSeat(first, server);
  const before = await citizen(t, "09012340001");
  await answerCall(first, server, before);
  await takeSeat(second, server);

  await postgres.takeAway();
  const gone_at = Date.now();
  const during = await citizen(t, "09012340002");
  await answerCall(second, server, during);
  await supervisor.getByText(/データベースにつながりません/).first().waitFor({ timeout: LIMIT_MS });
  await until("half a minute without the database", 2 * AWAY_MS, () => Date.now() - gone_at > AWAY_MS);
  assert.ok(!before.has("CALL_CLOSED") && !during.has("CALL_CLOSED"), "both calls go on");
  during.hangUp();
  await second.getByText("後処理中").first().waitFor({ timeout: LIMIT_MS });
  await postgres.bring();

  await supervisor.getByText(/データベースにつながりません/).first().waitFor({ state: "hidden", timeout: LIMIT_MS });
  before.hangUp();
  await first.getByText("後処理中").first().waitFor({ timeout: LIMIT_MS });
  const contacts = await history(supervisor, (items) => items.length >= 2 && items.every((item) => item.ended_at !== null && item.has_recording));
  assert.deepEqual(contacts.map(({ acceptance }) => acceptance), ["answered", "answered"]);
  for (const contact of contacts) {
    const { body } = await ask(supervisor, "GET", `/api/contacts/${contact.id}`);
    const kinds = body.events.map(({ kind }) => kind);
    for (const once of ["arrived", "queued", "answered", "joined", "recording_started", "recording_stopped"]) {
      assert.equal(kinds.filter((kind) => kind === once).length, 1, `${once} in ${kinds}`);
    }
  }
});

test("with the disk of recordings full calls go on, and the contact says that its recording is faulty", async (t) => {
  // The spool is a small disk in a room of the program's own, so nothing else is short of space.
  const server = await begin(t, "", { around: withSmallSpool });
  const page = await desk(server, "denwa1");
  const supervisor = await watch(server);
  await takeSeat(page, server);
  const faulty = ({ recording_fault }) => recording_fault !== null;
  const cut = await talk(t, page, server, "09012340003", faulty, async () => {
    await fill(server);
    await supervisor.getByText(/録音を書き込めません/).first().waitFor({ timeout: LIMIT_MS });
  });
  assert.match(cut.recording_fault, /No space left/, "the contact says what is wrong with its recording");
  // What was recorded may have left the spool by now, so the disk is filled up again.
  const next = await talk(t, page, server, "09012340004", faulty, () => fill(server));
  assert.match(next.recording_fault, /No space left|nothing of the recording/, "nor is the next one faulty in silence");

  await rm(ballastOf(server));
  const whole = await talk(t, page, server, "09012340005", ({ has_recording }) => has_recording);
  assert.equal(whole.recording_fault, null);
  await supervisor.getByText(/録音を書き込めません/).first().waitFor({ state: "hidden", timeout: LIMIT_MS });
  const file = await hearRecording(browser, server, cut);
  const { channels, rate_hz } = readWav(file);
  assert.ok(channels[0].length / rate_hz >= 1, "some seconds of it");
});

test("a system clock that jumps by an hour moves no timer and no time in the books", async (t) => {
  const library = ["x86_64", "aarch64"].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`).find(existsSync);
  assert.ok(library, "libfaketime is installed");
  const folder = await mkdtemp(join(tmpdir(), "madoguchi-clock-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const clock = join(folder, "clock");
  await writeFile(clock, "+0");
  const env = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_CACHE_DURATION: "1", FAKETIME_DONT_FAKE_MONOTONIC: "1", FAKETIME_DISABLE_SHM: "1" };
  const server = await begin(t, "", { env });
  const page = await desk(server, "denwa1");
  await takeSeat(page, server);
  const telephone = await citizen(t, "09012340006");
  await answerCall(page, server, telephone);
  const answered_at = Date.now();
  for (const [offset, said] of [["+3600", /parted_ms=3(599|600)\d{3}/], ["-3600", /parted_ms=-3(599|600)\d{3}/]]) {
    await writeFile(clock, offset);
    await until(`the jump to ${offset} s is in the log`, LIMIT_MS, () => server.program.mustRun() || said.test(plain(server.program.output)));
    assert.ok(!telephone.has("CALL_CLOSED"), `the call goes on at ${offset} s`);
  }
  telephone.hangUp();
  const most_ms = Date.now() - answered_at + 5_000;
  await page.getByText("後処理中").first().waitFor({ timeout: LIMIT_MS });
  const [contact] = await history(page, (items) => items.length > 0 && items[0].ended_at !== null);
  assert.ok(contact.talk_ms > 0 && contact.talk_ms < most_ms, `talked for ${contact.talk_ms} ms of ${most_ms} ms`);
  assert.ok(Math.abs(Date.parse(contact.arrived_at) - answered_at) < 120_000, `arrived at ${contact.arrived_at}`);
});

test("told to stop, the program takes no further call, lets the live one end, and then ends well", async (t) => {
  const server = await begin(t);
  const page = await desk(server, "denwa1");
  await takeSeat(page, server);
  const live = await citizen(t, "09012340007");
  await answerCall(page, server, live);
  server.program.child.kill("SIGTERM");
  await until("it says that it drains", LIMIT_MS, () => /draining/.test(server.program.output));
  const late = await citizen(t, "09012340008");
  late.dial(server.sipAddress);
  await until("the further call is turned away", LIMIT_MS, () => late.has("CALL_CLOSED"));
  assert.match(JSON.stringify(late.events.find(({ type }) => type === "CALL_CLOSED")), /503/);
  assert.ok(!late.has("CALL_ESTABLISHED") && !live.has("CALL_CLOSED"), "the live call goes on");
  await callPanel(page).getByText("通話中").waitFor({ timeout: LIMIT_MS });
  assert.equal(server.program.exitCode, null, "it waits for the live call");
  live.hangUp();
  await fileRecordByKeys(page);
  await until("the program ends", 3 * LIMIT_MS, () => server.program.exitCode !== null);
  assert.equal(server.program.exitCode, 0, server.program.output.slice(-2_000));
});

/** A server that is gone after the test. */
async function begin(t, settings = "", options = {}) {
  const server = await Server.start(settings, options);
  t.after(() => server.stop());
  return server;
}

async function desk(server, login) {
  const page = await browser.page();
  await logIn(page, server, login);
  return page;
}

/** A supervisor before the page that shows alarms. */
async function watch(server) {
  const page = await desk(server, "kantoku");
  await page.goto(`${server.url}/supervisor`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

async function citizen(t, number) {
  const telephone = await Telephone.start({ number, speech: toneFile({ frequency_hz: 440, seconds: 180, rate_hz: 8000 }) });
  t.after(() => telephone.stop());
  return telephone;
}

/** A whole call in which `during` happens; gives its row of the history, once that is as wanted. */
async function talk(t, page, server, number, wanted, during = async () => {}) {
  const telephone = await citizen(t, number);
  await answerCall(page, server, telephone);
  await during();
  assert.ok(!telephone.has("CALL_CLOSED"), "the call goes on");
  telephone.hangUp();
  await fileRecordByKeys(page);
  const its = (row) => row.caller_masked.endsWith(number.slice(-4)) && row.ended_at !== null && wanted(row);
  return (await history(page, (items) => items.some(its))).find(its);
}

/** The history, once it is as wanted. */
function history(page, wanted) {
  return until("the history", LIMIT_MS, async () => {
    const { status, body } = await ask(page, "GET", "/api/contacts?limit=10").catch(() => ({ status: 0 }));
    return status === 200 && wanted(body.items) ? body.items : null;
  });
}

/** Text without the colours of a terminal. */
const plain = (text) => text.replaceAll(/\u001b\[[0-9;]*m/g, "");

const spoolOf = (server) => join(server.folder, "data", "spool");
/** The spool as it is in the program's own room. */
const ballastOf = (server) => join("/proc", String(server.program.child.pid), "root", spoolOf(server), "ballast");

/** Starts the program in a room of its own, where the spool is a disk of a few seconds' sound. */
function withSmallSpool(file, args, server) {
  const alone = process.getuid() === 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
  const script = 'mkdir -p "$0"; mount -t tmpfs -o size=2m tmpfs "$0"; exec setpriv --pdeathsig KILL "$@"';
  return ["unshare", [...alone, "sh", "-euc", script, spoolOf(server), file, ...args]];
}

/** Writes until the spool's disk takes no more. */
async function fill(server) {
  const part = Buffer.alloc(4_096);
  const ballast = await open(ballastOf(server), "a");
  try {
    for (;;) await ballast.write(part);
  } catch (error) {
    assert.equal(error.code, "ENOSPC");
  } finally {
    await ballast.close();
  }
}

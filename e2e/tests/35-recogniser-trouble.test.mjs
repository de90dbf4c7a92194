/** The recogniser dies again and again while a caller speaks: the call does not notice, and the text is whole after it. */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Browser } from "../harness/browser.mjs";
import { callerSpeaks, coverageOf, finishedRecording, recognition, textOf } from "../harness/recognition.mjs";
import { rounds } from "../harness/rounds.mjs";
import { Server } from "../harness/server.mjs";
import { secondsOf, toneFile, readWav } from "../harness/sound.mjs";
import { spoken } from "../harness/spoken.mjs";
import { logIn, takeSeat } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const AGENT_HZ = 1000;
const KILL_EVERY_MS = 5_000;
const KILLED_FOR_MS = rounds({ sample: 15_000, whole: 60_000 });
const LEAD_S = 20;
/** What each sample voice says that a small model hears well, in every writing of the same sound. */
const HEARD = { "ja-1": /更新/u, "ja-3": /引っ越し|引越/u, "ja-2": /住民[票表]/u };

const settings = recognition();
const options = settings === null ? { skip: "no model: madoguchi models fetch" } : {};

let server;
let browser;
let page;
let manager;

before(async () => {
  if (settings === null) return;
  server = await Server.start(settings);
  browser = await Browser.start({ microphone: toneFile({ frequency_hz: AGENT_HZ, seconds: 5, rate_hz: 48_000 }) });
  page = await browser.page();
  await logIn(page, server, "denwa1");
  await takeSeat(page, server);
  manager = await browser.page();
  await logIn(manager, server, "sekinin");
});

after(async () => {
  await browser?.stop();
  await server?.stop();
});

test("a recogniser killed every five seconds harms no call, and the text is complete after it", options, async (t) => {
  const names = Object.keys(HEARD);
  const times = Math.ceil((KILLED_FOR_MS / 1000 + 5) / (names.length * 6));
  const parts = Array.from({ length: times }, () => names.flatMap((voice) => [{ voice }, { pause_s: 1 }])).flat();
  const speech = await spoken(parts, { lead_s: LEAD_S });
  let killed = 0;
  const { contact, heard } = await callerSpeaks(t, { page, server, speech }, async () => {
    const end = Date.now() + KILLED_FOR_MS;
    while (Date.now() < end) {
      const next = Date.now() + KILL_EVERY_MS;
      killed += await killWorkers();
      await until("the next kill", 2 * KILL_EVERY_MS, () => Date.now() >= next);
    }
  });
  t.diagnostic(`${killed} workers killed in ${KILLED_FOR_MS / 1000} s`);
  assert.ok(killed >= KILLED_FOR_MS / KILL_EVERY_MS - 1, `${killed} workers were killed`);
  const atCaller = readWav(heard);
  const agent_s = secondsOf(atCaller.channels[0], atCaller.rate_hz, AGENT_HZ);
  assert.ok(agent_s > speech.speech_s - LEAD_S, `the caller heard the agent for ${agent_s} s`);
  await finishedRecording(manager, server, contact);
  const text = await textOf(manager, contact);
  t.diagnostic(`text: ${text}`);
  for (const [voice, words] of Object.entries(HEARD)) {
    const found = text.match(new RegExp(words, "gu")) ?? [];
    assert.ok(found.length >= times, `${voice} was said ${times} times and is in the text ${found.length} times`);
  }
  // The agent's tone is no speech, and may count as not understood; what nobody explains would be a gap.
  const { due, recorded, gaps, short } = await coverageOf(manager, contact);
  assert.deepEqual({ due, recorded, gaps }, { due: 1, recorded: 1, gaps: 0 }, JSON.stringify(short));
});

/** Kills the recogniser's processes of this server; gives how many there were. */
async function killWorkers() {
  let killed = 0;
  for (const id of (await readdir("/proc")).filter((name) => /^\d+$/u.test(name))) {
    const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
    const parent = Number(/^PPid:\t(\d+)/mu.exec(status)?.[1]);
    if (parent === server.program.child.pid && /^Name:\tmadoguchi-whisp/mu.test(status)) {
      process.kill(Number(id), "SIGKILL");
      killed += 1;
    }
  }
  return killed;
}

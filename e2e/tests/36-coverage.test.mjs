/** A day of calls, all recorded and all text; and one whose recording is taken away, which is found and explained. */
import assert from "node:assert/strict";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { agentAtDesk, quietBrowser } from "../harness/city.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { coverageOf, recognition } from "../harness/recognition.mjs";
import { rounds } from "../harness/rounds.mjs";
import { Server } from "../harness/server.mjs";
import { spoken } from "../harness/spoken.mjs";
import { ask, callPanel, fileRecordByKeys, logIn } from "../harness/staff.mjs";
import { Telephone } from "../harness/telephone.mjs";
import { until } from "../harness/wait.mjs";

const CALLS = rounds({ sample: 3, whole: 200 });
const AGENTS = ["denwa1", "denwa2", "denwa3"];
const LIMIT_MS = 60_000;
const TALK_MS = 5_000;
/** Text and sound of the last calls are finished within this. */
const FINISHED_LIMIT_MS = rounds({ sample: 180_000, whole: 900_000 });

const settings = recognition();
const options = settings === null ? { skip: "no model: madoguchi models fetch" } : {};

let server;
let browser;
let manager;
let desks;
let left = CALLS;

before(async () => {
  if (settings === null) return;
  server = await Server.start(`${settings}[floor.ivr]\ngreeting = false\n`);
  browser = await quietBrowser();
  manager = await browser.page();
  await logIn(manager, server, "sekinin");
  desks = [];
  for (const login of AGENTS) desks.push(await agentAtDesk(browser, server, login));
});

after(async () => {
  await browser?.stop();
  await server?.stop();
});

test(`${CALLS} calls of a day are recorded and transcribed, each one`, options, async (t) => {
  await Promise.all(desks.map((page) => callsOf(t, page)));
  const day = await until("every call is finished", FINISHED_LIMIT_MS, async () => {
    const figures = await today();
    return figures.due >= CALLS && figures.short.every(({ code }) => code !== "waiting") ? figures : null;
  });
  t.diagnostic(`due ${day.due}, recorded ${day.recorded}, transcribed ${day.transcribed}, short ${JSON.stringify(day.short)}`);
  // What the recogniser made nothing of, where it lay and why: the server's own words.
  for (const line of server.program.output.split("\n").filter((each) => each.includes("speech got no text"))) t.diagnostic(line);
  assert.deepEqual([day.due, day.recorded, day.transcribed, day.gaps], [CALLS, CALLS, CALLS, 0], JSON.stringify(day.short));
});

test("a recording that is taken away is found and explained", options, async (t) => {
  await oneCall(t, desks[0], async () => {
    const spool = join(server.folder, "data", "spool");
    const files = (await readdir(spool)).filter((name) => name.endsWith(".mdgr"));
    assert.equal(files.length, 1, `files of the call in hand: ${files}`);
    await rm(join(spool, files[0]));
  });
  const day = await until("the gap is known", FINISHED_LIMIT_MS, async () => {
    const figures = await today();
    return figures.due === CALLS + 1 && figures.gaps === 1 ? figures : null;
  });
  assert.deepEqual([day.recorded, day.transcribed], [CALLS, CALLS]);
  const [gap] = day.short;
  assert.equal(gap.code, "lost");
  assert.ok(gap.fault, "the fault is told");
  await manager.goto(`${server.url}/coverage`);
  await manager.getByText(String(CALLS + 1)).first().waitFor({ timeout: LIMIT_MS });
  await keepPicture(manager, "coverage-with-a-gap");
  assert.deepEqual(manager.problems, []);
});

async function today() {
  return coverageOf(manager, { arrived_at: new Date().toISOString() });
}

/** Calls one after the other at one desk, until the day's are done. */
async function callsOf(t, page) {
  while (left > 0) {
    left -= 1;
    await oneCall(t, page);
  }
}

/** A caller rings; whoever's desk this is answers what rings there, talks, hangs up and files. */
async function oneCall(t, page, meanwhile = async () => undefined) {
  const voices = ["ja-1", "ja-2", "ja-3"];
  const speech = await spoken([{ voice: voices[left % voices.length] }, { pause_s: 1 }, { voice: voices[(left + 1) % voices.length] }], { lead_s: 4, tail_s: 120 });
  const telephone = await Telephone.start({ speech: speech.file });
  let stopped = false;
  t.after(() => stopped || telephone.stop());
  telephone.dial(server.sipAddress);
  await until("the city picks up", LIMIT_MS, () => telephone.has("CALL_ESTABLISHED"));
  telephone.press("1");
  await page.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  await callPanel(page).getByText("通話中").first().waitFor({ timeout: LIMIT_MS });
  const from = Date.now();
  await meanwhile();
  await until("they have talked", LIMIT_MS, () => Date.now() - from > TALK_MS);
  await page.getByRole("button", { name: /^終話/ }).click();
  await fileRecordByKeys(page);
  await page.getByRole("region", { name: "自分の状態" }).getByText("受付可", { exact: true }).waitFor({ timeout: LIMIT_MS });
  stopped = true;
  await telephone.stop();
}

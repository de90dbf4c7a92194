/** A call as text while it is spoken: on the supervisor's page and at the desk, and kept when it is over. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeRecord, isOver } from "../harness/call-desk.mjs";
import { agentAtDesk, cityWithTrunk, quietBrowser } from "../harness/city.mjs";
import { cutOff, faultsOf } from "../harness/looks.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { freeSipPort } from "../harness/ports.mjs";
import { recognition } from "../harness/recognition.mjs";
import { overAndOver } from "../harness/spoken.mjs";
import { answerCall, ask, logIn } from "../harness/staff.mjs";
import { Telephone } from "../harness/telephone.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 60_000;
/** A word of the sentence that no recogniser of this kind misses. */
const WORD = /マイナンバーカード/;

const settings = recognition();
const options = settings === null ? { skip: "no model: madoguchi models fetch" } : {};

let server;
let browser;
let overseers;
let page;
let supervisor;

before(async () => {
  if (settings === null) return;
  server = await cityWithTrunk(await freeSipPort(), settings);
  [browser, overseers] = await Promise.all([quietBrowser(), quietBrowser()]);
  page = await agentAtDesk(browser, server, "denwa1");
  supervisor = await overseers.page();
  await logIn(supervisor, server, "kantoku");
  await supervisor.goto(`${server.url}/supervisor`);
  await until("the recogniser is ready", LIMIT_MS, async () => (await ask(supervisor, "GET", "/api/speech/state")).body.state === "ready");
});

after(async () => {
  await browser?.stop();
  await overseers?.stop();
  await server?.stop();
});

/** The caller's lines on a page, as they are just now. */
function linesOn(somebody, log) {
  return somebody.getByRole("log", { name: log }).getByRole("listitem").filter({ hasText: "発信者" });
}

test("a supervisor reads what a caller says while it is said, the desk too, and it is kept", options, async (t) => {
  // Text before the end of a stretch takes two passes over it: on a slow machine only a long one has the time.
  const caller = await Telephone.start({ speech: await overAndOver([["ja-1", "ja-2", "ja-6"]], { seconds: 180 }) });
  t.after(() => caller.stop());
  await answerCall(page, server, caller);

  const along = supervisor.getByRole("region", { name: "通話を文字で見る" });
  await along.getByRole("button", { name: /全文を見る$/ }).click({ timeout: LIMIT_MS });
  const lines = linesOn(supervisor, /の通話の全文を見る$/);
  await lines.filter({ hasText: "認識中…" }).first().waitFor({ timeout: LIMIT_MS });
  const finals = lines.filter({ hasNotText: "認識中…" }).filter({ hasText: WORD });
  await finals.first().waitFor({ timeout: LIMIT_MS });
  await linesOn(page, "通話の文字").filter({ hasText: WORD }).first().waitFor({ timeout: LIMIT_MS });
  await looksWell(supervisor, "supervisor-reading");
  await looksWell(page, "desk-reading");

  caller.hangUp();
  await isOver(caller, "the caller");
  const contact = await closeRecord(page);
  const manager = await overseers.page();
  t.after(() => manager.context().close());
  await logIn(manager, server, "sekinin");
  const { body } = await ask(manager, "GET", `/api/audit?subject=contact:${contact.id}`);
  assert.ok(body.items.some((item) => item.action === "contact.words_followed" && item.actor_name === "監督 一郎"));
  assert.deepEqual([...page.problems, ...supervisor.problems], []);
});

/** Nothing is cut off, too broad or out of order for those who cannot see it well, at three widths. */
async function looksWell(somebody, name) {
  await keepPicture(somebody, name);
  for (const width of [1440, 820, 390]) {
    await somebody.setViewportSize({ width, height: 900 });
    assert.deepEqual(await cutOff(somebody), [], `${name} at ${width}`);
  }
  assert.deepEqual(await faultsOf(somebody), [], name);
  await somebody.setViewportSize({ width: 1440, height: 900 });
}

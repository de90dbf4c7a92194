/** A question on the telephone brings the right FAQ entry onto the operator's screen, and what becomes of it is kept. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeRecord, isOver } from "../harness/call-desk.mjs";
import { agentAtDesk, cityWithTrunk, quietBrowser } from "../harness/city.mjs";
import { lastHeard, tapLive } from "../harness/live-tap.mjs";
import { cutOff, faultsOf } from "../harness/looks.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { freeSipPort } from "../harness/ports.mjs";
import { recognition } from "../harness/recognition.mjs";
import { spoken } from "../harness/spoken.mjs";
import { answerCall, ask, logIn } from "../harness/staff.mjs";
import { Telephone } from "../harness/telephone.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 60_000;
/** Speech becomes text within this, on a busy machine too; how long suggestions take after that is the server's figure. */
const HEARD_LIMIT_MS = 180_000;
/** A first start makes the vectors of the whole FAQ, in a build for tests on a busy machine. */
const VECTORS_LIMIT_MS = 600_000;
/** The caller begins to speak when the agent is there. */
const LEAD_S = 30;
const QUESTION = "カードを受け取るときに持っていくものを教えてください。";
const ANSWER = { key: "pickup-bring", question: "カードを受け取るときの持ち物は何ですか" };
/** The supplied voice asks for a renewal, what to bring and a booking at once; any of these answers a part of it. */
const RENEWAL = ["card-renewal", "pickup-booking", "pickup-bring", "apply-bring", "cert-renew-where"];

const settings = recognition();
const options = settings === null ? { skip: "no model: madoguchi models fetch" } : {};

let server;
let browser;
let offices;
let page;
let manager;

before(async () => {
  if (settings === null) return;
  server = await cityWithTrunk(await freeSipPort(), settings);
  [browser, offices] = await Promise.all([quietBrowser(), quietBrowser()]);
  page = await agentAtDesk(browser, server, "denwa1", { prepare: tapLive });
  manager = await offices.page();
  await logIn(manager, server, "sekinin");
  await until("the recogniser is ready", LIMIT_MS, async () => (await ask(manager, "GET", "/api/speech/state")).body.state === "ready");
  await until("every title has its vector", VECTORS_LIMIT_MS, async () => {
    const { body } = await ask(manager, "GET", "/api/faq/state");
    return body.state === "ready" && body.titles > 0 && body.vectors === body.titles;
  });
});

after(async () => {
  await browser?.stop();
  await offices?.stop();
  await server?.stop();
});

/** A caller in conversation who says these parts; ends with the test. */
async function callerSays(t, parts) {
  const speech = await spoken(parts, { lead_s: LEAD_S, tail_s: 240 });
  const caller = await Telephone.start({ speech: speech.file });
  t.after(() => caller.stop());
  const answered_at = await answerCall(page, server, caller);
  assert.ok(answered_at - caller.at("CALL_ESTABLISHED") < LEAD_S * 1000, "the caller began to speak before the agent was there");
  return caller;
}

/** Calls whose suggestions were looked at. */
const known = [];

/** The newest suggestions of this call, once they are as wanted. */
async function suggested(what, isIt) {
  let last = null;
  const found = await until(what, HEARD_LIMIT_MS, async () => {
    last = (await lastHeard(page, "suggestions")) ?? last;
    return last !== null && !known.includes(last.contact) && isIt(last) ? last : null;
  }).catch((error) => {
    throw new Error(`${error.message}; last told: 「${last?.question}」 ${last?.hits.map(({ key }) => key).join(", ")}`);
  });
  known.push(found.contact);
  return found;
}

const panel = () => page.getByRole("region", { name: "FAQの候補" });
/** The entry that keys speak of. */
const chosen = () => panel().locator("li[aria-current=true]");

test("a spoken question brings the right entry, which goes into the note and is known to be used", options, async (t) => {
  const caller = await callerSays(t, [{ ja: "もしもし。" }, { pause_s: 2 }, { ja: QUESTION }]);
  const told = await suggested("suggestions for what was asked", ({ hits }) => hits.some(({ key }) => key === ANSWER.key));
  t.diagnostic(`heard「${told.question}」; told ${told.after_ms} ms after the final segment; ${told.band}: ${told.hits.map(({ key }) => key).join(", ")}`);
  assert.ok(told.hits.length <= 3 && told.hits.every(({ version, sources }) => version >= 1 && sources.length > 0));

  await panel().getByText("自動検索").waitFor({ timeout: LIMIT_MS });
  const focus = await page.evaluate(() => document.activeElement?.closest("section")?.getAttribute("aria-labelledby") ?? null);
  assert.notEqual(focus, "assist-title", "the focus was not taken");
  await looksWell("desk-assist");
  for (let turn = 0; turn < told.hits.length && !(await chosen().textContent()).includes(ANSWER.key); turn += 1) await page.keyboard.press("F7");
  await chosen().getByText(ANSWER.question).waitFor({ timeout: LIMIT_MS });
  await chosen().locator("mark").first().waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press("Shift+F7");
  await chosen().getByText("固定中").waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press("Control+F7");
  const note = page.getByLabel(/^メモ/);
  await until("the entry is in the note", LIMIT_MS, async () => (await note.inputValue()).includes(`【FAQ ${ANSWER.key}@1】${ANSWER.question}`));
  await page.keyboard.press("Control+Shift+F8");
  const dialog = page.getByRole("dialog", { name: "FAQの項目への指摘" });
  await dialog.getByRole("textbox").fill("はがきを失くした人への案内も要ります");
  await dialog.getByRole("button", { name: "指摘を送る" }).click();
  await dialog.waitFor({ state: "detached", timeout: LIMIT_MS });

  const logged = await until("it is known to be used", LIMIT_MS, async () => {
    const { body } = await ask(manager, "GET", "/api/faq/questions?channel=call&outcome=taken");
    return body.find(({ id }) => id === told.question_id) ?? null;
  });
  const view = await ask(manager, "GET", `/api/faq/entries/${ANSWER.key}`);
  await withdrawnWhileShown();
  caller.hangUp();
  await isOver(caller, "the caller");
  const contact = await closeRecord(page);
  assert.deepEqual([logged.contact, logged.text], [contact.id, told.question]);
  assert.deepEqual([view.body.comments[0].contact, view.body.comments[0].text], [contact.id, "はがきを失くした人への案内も要ります"]);
  assert.equal(await panel().count(), 0, "nothing of the call is left on the screen");
  assert.deepEqual(page.problems, []);
});

/** The manager takes the entry away: the operator's screen says so at once, and nothing more is copied from it. */
async function withdrawnWhileShown() {
  const { status, body } = await ask(manager, "POST", `/api/faq/entries/${ANSWER.key}`, { do: "withdraw", version: 1, reason: "試験" });
  assert.equal(status, 200, JSON.stringify(body));
  await chosen().getByText("この項目は取り下げられました。案内に使わないでください。").waitFor({ timeout: LIMIT_MS });
  await looksWell("desk-assist-withdrawn");
  const before = await page.getByLabel(/^メモ/).inputValue();
  await page.keyboard.press("Control+F7");
  assert.equal(await page.getByLabel(/^メモ/).inputValue(), before);
}

test("a supplied voice is understood well enough to be helped, and an entry that does not fit is said to be so", options, async (t) => {
  const caller = await callerSays(t, [{ voice: "ja-1" }]);
  const told = await suggested("suggestions for what was asked", ({ hits }) => hits.some(({ key }) => RENEWAL.includes(key)));
  t.diagnostic(`heard「${told.question}」; told ${told.after_ms} ms after the final segment; ${told.band}: ${told.hits.map(({ key }) => key).join(", ")}`);
  await chosen().waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press("Control+Shift+F7");
  await until("it is known not to fit", LIMIT_MS, async () => {
    const { body } = await ask(manager, "GET", "/api/faq/questions?channel=call&outcome=wrong");
    return body.some(({ id }) => id === told.question_id);
  });
  caller.hangUp();
  await isOver(caller, "the caller");
  await closeRecord(page);
  assert.deepEqual(page.problems, []);
});

/** Nothing is cut off, too broad or out of order for those who cannot see it well, at three widths. */
async function looksWell(name) {
  await keepPicture(page, name);
  for (const width of [1440, 820, 390]) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await cutOff(page), [], `${name} at ${width}`);
  }
  assert.deepEqual(await faultsOf(page), [], name);
  await page.setViewportSize({ width: 1440, height: 900 });
}

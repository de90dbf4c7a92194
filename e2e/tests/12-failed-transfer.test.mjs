/** Passing a caller on to somebody who cannot be reached: the caller is never lost and the agent learns why. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { callIs, closeRecord, isOver, passOnToNumber, storyOf, told } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf, callerInTalk, cityWithTrunk, outsideTelephone } from "../harness/city.mjs";
import { pageHears, telephoneHears } from "../harness/ears.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { callPanel } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
/** Short, so that a test need not wait for long, and long enough for a slow machine to see the ringing. */
const DIAL_TIMEOUT_S = 15;
/** No telephone has this number. */
const NOBODY = "0462552222";

let server;
let browser;
let page;
let outside;

before(async () => {
  outside = await outsideTelephone({ answers: false });
  server = await cityWithTrunk(outside.sipPort, `[floor]\ndial_timeout_ms = ${DIAL_TIMEOUT_S}000\n`);
  browser = await browserOf("agent");
  page = await agentAtDesk(browser, server, "denwa1");
});

beforeEach(() => outside.forget());

afterEach(() => assert.deepEqual(page.problems, []));

after(async () => {
  await outside?.stop();
  await browser?.stop();
  await server?.stop();
});

const rings = () => until("the outside telephone rings", LIMIT_MS, () => outside.has("CALL_INCOMING"));

async function backInTalk(caller) {
  await callIs(page, "通話中");
  await pageHears(page, ["caller"]);
  await telephoneHears(caller, ["agent"]);
}

async function failureOf(contact, kind) {
  return (await storyOf(page, contact)).find((event) => event.kind === kind)?.detail.cause;
}

test("a caller passed on to a busy telephone rings at the agent again, who is told that it was busy", async (t) => {
  const caller = await callerInTalk(t, page, server);
  await passOnToNumber(page, "blind", "046-255-1111");
  await rings();
  await telephoneHears(caller, [], { music: true });
  outside.hangUp();
  await told(page, "転送先は話し中でした");
  await page.getByRole("heading", { name: "転送から戻った通話" }).waitFor({ timeout: LIMIT_MS });
  await keepPicture(page, "desk-failed-transfer");
  await page.keyboard.press("F2");
  await backInTalk(caller);
  await page.keyboard.press("Shift+F2");
  await isOver(caller, "the caller");
  assert.equal(await failureOf(await closeRecord(page), "transfer_failed"), "busy");
});

test("a consultation nobody answers ends by itself, and the agent is back with the caller and told", async (t) => {
  const caller = await callerInTalk(t, page, server);
  await passOnToNumber(page, "consult", "046-255-1111");
  await rings();
  await callPanel(page).getByText("呼出中").waitFor({ timeout: LIMIT_MS });
  await telephoneHears(caller, [], { music: true });
  await keepPicture(page, "desk-ringing-third");
  await told(page, "相談先が応答しませんでした");
  await backInTalk(caller);
  await isOver(outside, "the outside telephone");
  caller.hangUp();
  assert.equal(await failureOf(await closeRecord(page), "dial_failed"), "no_answer");
});

test("a number that nobody has brings the caller back with the reason, and a hand-over note is at hand", async (t) => {
  const caller = await callerInTalk(t, page, server);
  await passOnToNumber(page, "blind", NOBODY);
  const news = page.getByRole("alert").filter({ hasText: "転送先にはつながりませんでした" });
  await news.waitFor({ timeout: LIMIT_MS });
  await page.getByRole("heading", { name: "転送から戻った通話" }).waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press("F2");
  await backInTalk(caller);
  await news.getByRole("button", { name: "引継ぎ票を書く" }).click();
  const note = page.getByRole("dialog", { name: "引継ぎ票を書く" });
  await note.getByRole("button", { name: "やめる" }).click({ timeout: LIMIT_MS });
  await note.waitFor({ state: "hidden", timeout: LIMIT_MS });
  await news.getByRole("button", { name: "閉じる" }).click();
  caller.hangUp();
  assert.equal(await failureOf(await closeRecord(page), "transfer_failed"), "unreachable");
});

test("a caller who hangs up while the transfer rings ends the ringing", async (t) => {
  const caller = await callerInTalk(t, page, server);
  await passOnToNumber(page, "blind", "046-255-1111");
  await rings();
  caller.hangUp();
  await isOver(outside, "the outside telephone");
  assert.equal((await closeRecord(page)).end, "caller_hung_up");
});

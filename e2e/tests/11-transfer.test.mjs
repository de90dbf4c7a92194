/** Passing a caller on: unannounced, announced, as a conference of three; and the keypad on the way. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { callIs, closeRecord, fileRecord, isOver, isUp, passOnToColleague, passOnToEntry, passOnToNumber, storyOf } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf, callerInTalk, cityWithTrunk, outsideTelephone } from "../harness/city.mjs";
import { pageHears, telephoneHears } from "../harness/ears.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { callPanel, newestContact } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;

let server;
let browser;
let page;
let outside;

before(async () => {
  outside = await outsideTelephone();
  server = await cityWithTrunk(outside.sipPort);
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

/** The agent is in after-call work, caller and outside party are in conversation. */
async function assertPassedOn(caller) {
  await isUp(outside, "the outside party");
  await telephoneHears(caller, ["outside"]);
  await telephoneHears(outside, ["caller"]);
  await pageHears(page, []);
  await page.getByText("後処理中").first().waitFor();
}

async function story(contact) {
  return (await storyOf(page, contact)).map((event) => event.kind);
}

test("a caller passed on by number speaks with the outside party, and the caller's hang-up ends it all", async (t) => {
  const caller = await callerInTalk(t, page, server);
  await passOnToNumber(page, "blind", "046-255-1111");
  await assertPassedOn(caller);
  caller.hangUp();
  await isOver(outside, "the outside party");
  const contact = await closeRecord(page);
  assert.equal(contact.end, "transferred");
  assert.ok(contact.has_recording);
  const kinds = await story(contact);
  assert.deepEqual(kinds.filter((kind) => ["transferred", "dialled", "dial_answered", "recording_stopped"].includes(kind)), ["transferred", "dialled", "dial_answered", "recording_stopped"]);
});

test("a caller passed on by the directory speaks with the department, and its hang-up ends it all", async (t) => {
  const caller = await callerInTalk(t, page, server);
  await passOnToEntry(page, "blind", "戸籍住民課");
  await assertPassedOn(caller);
  outside.hangUp();
  await isOver(caller, "the caller");
  const contact = await closeRecord(page);
  assert.equal(contact.end, "transferred");
});

test("a caller hears music while the agent asks outside, and the completed transfer joins the two", async (t) => {
  const caller = await callerInTalk(t, page, server);
  await passOnToNumber(page, "consult", "0462551111");
  await isUp(outside, "the outside party");
  await callIs(page, "相談中");
  await telephoneHears(caller, [], { music: true });
  await telephoneHears(outside, ["agent"]);
  await pageHears(page, ["outside"]);
  await keepPicture(page, "desk-consulting");
  await callPanel(page).getByRole("button", { name: "転送を完了" }).click();
  await assertPassedOn(caller);
  caller.hangUp();
  await isOver(outside, "the outside party");
  const contact = await closeRecord(page);
  const transferred = (await storyOf(page, contact)).find((event) => event.kind === "transferred");
  assert.equal(transferred.detail.attended, true);
});

test("a consultation that is given up ends outside and brings agent and caller together again", async (t) => {
  const caller = await callerInTalk(t, page, server);
  await passOnToNumber(page, "consult", "0462551111");
  await isUp(outside, "the outside party");
  await pageHears(page, ["outside"]);
  await callPanel(page).getByRole("button", { name: "相談をやめて戻る" }).click();
  await isOver(outside, "the outside party");
  await callIs(page, "通話中");
  await pageHears(page, ["caller"]);
  await telephoneHears(caller, ["agent"]);
  await page.keyboard.press("Shift+F2");
  await isOver(caller, "the caller");
  const contact = await closeRecord(page);
  assert.equal(contact.end, "agent_hung_up");
});

test("in a conference each of the three hears both others, and goes on as a call of two when one leaves", async (t) => {
  const caller = await callerInTalk(t, page, server);
  await passOnToNumber(page, "consult", "0462551111");
  await isUp(outside, "the outside party");
  await callPanel(page).getByRole("button", { name: "三者通話にする" }).click();
  await callIs(page, "三者通話");
  await telephoneHears(caller, ["agent", "outside"]);
  await telephoneHears(outside, ["agent", "caller"]);
  await pageHears(page, ["caller", "outside"]);
  await keepPicture(page, "desk-conference");
  outside.hangUp();
  await callIs(page, "通話中");
  await telephoneHears(caller, ["agent"]);
  await pageHears(page, ["caller"]);
  caller.hangUp();
  await closeRecord(page);
});

test("an agent who leaves a conference leaves the other two to each other", async (t) => {
  const caller = await callerInTalk(t, page, server);
  await passOnToNumber(page, "consult", "0462551111");
  await isUp(outside, "the outside party");
  await callPanel(page).getByRole("button", { name: "三者通話にする" }).click();
  await callIs(page, "三者通話");
  await page.keyboard.press("Shift+F2");
  await assertPassedOn(caller);
  outside.hangUp();
  await isOver(caller, "the caller");
  const contact = await closeRecord(page);
  assert.equal(contact.end, "transferred");
});

test("keys the agent presses reach the outside party, and the caller's keys disturb nobody", async (t) => {
  const caller = await callerInTalk(t, page, server);
  for (const key of "129#") caller.press(key);
  await passOnToNumber(page, "consult", "0462551111");
  await isUp(outside, "the outside party");
  await pageHears(page, ["outside"]);
  await page.keyboard.press("Shift+F9");
  const keypad = page.getByRole("group", { name: "キーパッド" });
  await keypad.getByRole("button", { name: "7", exact: true }).click();
  await page.keyboard.press("5");
  await page.keyboard.press("#");
  await until("the keys outside", LIMIT_MS, () => outside.keys() === "75#");
  await page.keyboard.press("Escape");
  await callPanel(page).getByRole("button", { name: "相談をやめて戻る" }).click();
  await pageHears(page, ["caller"]);
  await telephoneHears(caller, ["agent"]);
  caller.hangUp();
  const contact = await closeRecord(page);
  assert.ok(!(await story(contact)).includes("callback_accepted"));
});

test("a colleague is asked, takes the caller over, and passes the caller back to the line", async (t) => {
  const second = await browserOf("colleague");
  t.after(() => second.stop());
  const caller = await callerInTalk(t, page, server);
  const colleague = await agentAtDesk(second, server, "denwa2");
  await passOnToColleague(page, "consult", "電話 みどり");
  await colleague.getByRole("heading", { name: "同僚からの相談" }).waitFor({ timeout: LIMIT_MS });
  await colleague.keyboard.press("F2");
  await pageHears(page, ["colleague"]);
  await pageHears(colleague, ["agent"]);
  await telephoneHears(caller, [], { music: true });
  await callPanel(page).getByRole("button", { name: "転送を完了" }).click();
  await telephoneHears(caller, ["colleague"]);
  await pageHears(colleague, ["caller"]);
  await callIs(colleague, "通話中");
  await fileRecord(page);
  await passOnToColleague(colleague, "blind", "電話 あおい");
  await page.getByRole("heading", { name: "同僚からの転送" }).waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press("F2");
  await telephoneHears(caller, ["agent"]);
  await pageHears(page, ["caller"]);
  caller.hangUp();
  await closeRecord(page);
  const contact = await newestContact(page);
  assert.equal(contact.end, "caller_hung_up");
  assert.deepEqual(colleague.problems, []);
});

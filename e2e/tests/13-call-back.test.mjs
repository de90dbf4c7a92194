/** A caller who does not want to wait keeps the place in line, hangs up, and is called back. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { callIs, closeRecord, isOver, isUp, storyOf, told } from "../harness/call-desk.mjs";
import { browserOf, cityWithTrunk, outsideTelephone, speech } from "../harness/city.mjs";
import { TONES, pageHears, telephoneHears } from "../harness/ears.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { readWav, secondsOf } from "../harness/sound.mjs";
import { fileRecordByKeys, hearRecording, logIn, newestContact, takeSeat } from "../harness/staff.mjs";
import { Telephone } from "../harness/telephone.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
const CALLER = "09012345678";
const ATTEMPTS = 2;

let server;
let browser;
let page;
let home;

before(async () => {
  // The telephone the trunk leads to is the caller's own.
  home = await outsideTelephone({ number: CALLER, answers: false });
  server = await cityWithTrunk(home.sipPort, `[floor]\ndial_timeout_ms = 8000\n[floor.callback]\nattempts_max = ${ATTEMPTS}\nattempt_gap_ms = 1000\n`);
  browser = await browserOf("agent");
  page = await browser.page();
  await logIn(page, server, "denwa1");
  await takeSeat(page, server);
  await page.getByRole("button", { name: "一時停止" }).click();
});

after(async () => {
  await home?.stop();
  await browser?.stop();
  await server?.stop();
});

/** A citizen waits in line, asks to be called back, and is released. */
async function asksToBeCalledBack(t) {
  const caller = await Telephone.start({ number: CALLER, speech: speech("caller") });
  t.after(() => caller.stop());
  caller.dial(server.sipAddress);
  await isUp(caller, "the caller");
  caller.press("1");
  await until("the caller is in line", LIMIT_MS, async () => (await caller.listen(0.2)) !== null);
  // The key works from the first second of the wait; before it, it is a key of the menu and changes nothing.
  await until("the city takes leave", LIMIT_MS, async () => {
    caller.press("9");
    await caller.listen(2);
    return caller.has("CALL_CLOSED");
  });
}

test("a caller who chose it is called back when an agent is free, and the two talk", async (t) => {
  await asksToBeCalledBack(t);
  await page.getByRole("button", { name: "受付を始める" }).click();
  await page.getByRole("heading", { name: "折り返しの電話" }).waitFor({ timeout: LIMIT_MS });
  await keepPicture(page, "desk-call-back");
  await page.keyboard.press("F2");
  await until("the caller's telephone rings", LIMIT_MS, () => home.has("CALL_INCOMING"));
  await page.getByRole("heading", { name: "発信しています" }).waitFor({ timeout: LIMIT_MS });
  home.accept();
  await callIs(page, "通話中");
  await pageHears(page, ["outside"]);
  await telephoneHears(home, ["agent"]);
  await page.keyboard.press("Shift+F2");
  await isOver(home, "the caller");
  const contact = await closeRecord(page);
  assert.equal(contact.acceptance, "answered");
  const kinds = (await storyOf(page, contact)).map((event) => event.kind);
  const wanted = ["queued", "callback_accepted", "assigned", "answered", "dialled", "dial_answered", "joined"];
  assert.deepEqual(kinds.filter((kind) => wanted.includes(kind)), wanted);
  await assertConversationRecorded(contact);
});

async function assertConversationRecorded(contact) {
  const file = await hearRecording(browser, server, contact);
  const { channels, rate_hz } = readWav(file);
  assert.ok(secondsOf(channels[0], rate_hz, TONES.outside) > 0.5, "the resident is on the left");
  assert.ok(secondsOf(channels[1], rate_hz, TONES.agent) > 0.5, "the agent is on the right");
}

test("a call-back that reaches nobody is tried again, told to the agent, and ends as a class of its own", async (t) => {
  await page.getByRole("button", { name: "一時停止" }).click();
  await asksToBeCalledBack(t);
  await page.getByRole("button", { name: "受付を始める" }).click();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    home.forget();
    await page.getByRole("heading", { name: "折り返しの電話" }).waitFor({ timeout: LIMIT_MS });
    await page.keyboard.press("F2");
    await until("the caller's telephone rings", LIMIT_MS, () => home.has("CALL_INCOMING"));
    home.hangUp();
    await told(page, "折り返し先は話し中でした");
    await page.getByRole("alert").getByRole("button", { name: "閉じる" }).click();
  }
  // An agent sees the contacts he or she spoke in; this one is the overseers' to see.
  const overseer = await browser.page();
  t.after(() => overseer.context().close());
  await logIn(overseer, server, "kantoku");
  const contact = await until("the contact is closed", LIMIT_MS, async () => {
    const newest = await newestContact(overseer);
    return newest.acceptance === "callback_unreached" ? newest : null;
  });
  const story = await storyOf(overseer, contact);
  assert.equal(story.filter((event) => event.kind === "dial_failed").length, ATTEMPTS);
  assert.equal(contact.answered_at, null);
  await page.getByRole("region", { name: "自分の状態" }).getByText("受付可", { exact: true }).waitFor({ timeout: LIMIT_MS });
  assert.deepEqual(page.problems, []);
});

test("an agent calls a resident, the two talk, and the call stands in the history as one made", async () => {
  home.forget();
  await page.getByRole("button", { name: "一時停止" }).click();
  await page.getByRole("heading", { name: "一時停止中です" }).waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press("F8");
  const dialog = page.getByRole("dialog", { name: "電話をかける" });
  await dialog.getByRole("button", { name: "番号", exact: true }).click();
  await dialog.getByLabel("電話番号").fill("090-1234-5678");
  await dialog.getByRole("button", { name: /発信$/ }).click();
  await until("the resident's telephone rings", LIMIT_MS, () => home.has("CALL_INCOMING"));
  home.accept();
  await callIs(page, "通話中");
  await pageHears(page, ["outside"]);
  await telephoneHears(home, ["agent"]);
  home.hangUp();
  await fileRecordByKeys(page);
  await page.getByRole("region", { name: "自分の状態" }).getByText(/^一時停止/).first().waitFor({ timeout: LIMIT_MS });
  const contact = await newestContact(page);
  assert.equal(contact.direction, "outbound");
  assert.ok(contact.has_recording);
});

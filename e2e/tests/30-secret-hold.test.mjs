/** 「番号を言われます」: what is said meanwhile is in no recording, it ends by itself, and both people hear each other all along. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, strongestHeard } from "../harness/browser.mjs";
import { callTones } from "../harness/conversation.mjs";
import { Server } from "../harness/server.mjs";
import { readWav, secondsOf, toneFile } from "../harness/sound.mjs";
import { answerCall, ask, callPanel, fileRecordByKeys, hearRecording, logIn, newestContact, takeSeat } from "../harness/staff.mjs";
import { Telephone } from "../harness/telephone.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 15_000;
const HOLD_MAX_MS = 5_000;
/** At both ends of a stretch: a packet on its way, and the margin of the silenced copy. */
const EDGE_MS = 300;

let server;
let browser;

before(async () => {
  server = await Server.start(`[floor]\nsecret_hold_max_ms = ${HOLD_MAX_MS}\n`);
  browser = await Browser.start({ microphone: toneFile({ frequency_hz: callTones.agent_hz, seconds: 5, rate_hz: 48_000 }) });
});

after(async () => {
  await browser?.stop();
  await server?.stop();
});

test("a number said while the operator holds is in no recording, and the hold ends by itself", async (t) => {
  const page = await browser.page();
  await logIn(page, server, "denwa1");
  await takeSeat(page, server);
  const telephone = await Telephone.start({ speech: toneFile({ frequency_hz: callTones.caller_hz, seconds: 180, rate_hz: 8000 }) });
  t.after(() => telephone.stop());
  await answerCall(page, server, telephone);
  await spoken(page, 2_000);

  await page.keyboard.press("Control+F9");
  const held = callPanel(page).getByText(/録音と文字起こしを止めています/);
  await held.waitFor({ timeout: LIMIT_MS });
  const heard = await until("the agent still hears the caller", LIMIT_MS, () => strongestHeard(page));
  assert.ok(Math.abs(heard.frequency_hz - callTones.caller_hz) < 15, `${heard.frequency_hz} Hz`);
  await held.waitFor({ state: "hidden", timeout: HOLD_MAX_MS + LIMIT_MS });
  await spoken(page, 2_000);

  await page.getByRole("button", { name: /^番号を言われます/ }).click();
  await held.waitFor({ timeout: LIMIT_MS });
  await page.getByRole("button", { name: /^録音を再開する/ }).click();
  await held.waitFor({ state: "hidden", timeout: LIMIT_MS });
  await spoken(page, 1_000);
  await page.getByRole("button", { name: /^終話/ }).click();
  await fileRecordByKeys(page);

  const contact = await newestContact(page);
  const { body } = await ask(page, "GET", `/api/contacts/${contact.id}`);
  const at = (kind) => body.events.filter((event) => event.kind === kind);
  assert.deepEqual(at("secret_hold_off").map(({ detail }) => detail.why), ["limit_over", "agent"]);
  await assertSilentBetween(contact, at);
});

/** Lets the conversation go on for some time. */
async function spoken(page, duration_ms) {
  const begun_at = Date.now();
  await until("some talk", duration_ms + LIMIT_MS, () => Date.now() - begun_at > duration_ms);
  assert.ok(await callPanel(page).isVisible());
}

async function assertSilentBetween(contact, at) {
  const begun_at = Date.parse(at("recording_started")[0].at);
  const { channels, rate_hz } = readWav(await hearRecording(browser, server, contact));
  const place = (event, edge_ms) => Math.round(((Date.parse(event.at) - begun_at + edge_ms) / 1000) * rate_hz);
  const holds = at("secret_hold_on").map((on, index) => [place(on, EDGE_MS), place(at("secret_hold_off")[index], -EDGE_MS)]);
  const [first] = holds;
  assert.ok(first[1] - first[0] > 3 * rate_hz, "the first hold lasted its limit");
  for (const channel of channels) {
    assert.ok(channel.subarray(...first).every((sample) => sample === 0), "nothing at all is recorded meanwhile");
  }
  assert.ok(secondsOf(channels[0].subarray(first[1] + rate_hz), rate_hz, callTones.caller_hz) > 1, "the recording goes on");
  const { body } = await managers(contact);
  const marks = body.recording.silenced.filter(({ kind }) => kind === "held");
  assert.deepEqual(marks.map(({ side }) => side), ["both", "both"]);
}

/** The contact as a manager sees it. */
async function managers(contact) {
  const page = await browser.page();
  await logIn(page, server, "sekinin");
  const answer = await ask(page, "GET", `/api/contacts/${contact.id}`);
  await page.close();
  return answer;
}

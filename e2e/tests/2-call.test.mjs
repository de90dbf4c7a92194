/**
 * The first conversation: a citizen rings, an agent answers in a browser, each hears
 * the other, and the history has both where they belong.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, strongestHeard } from "../harness/browser.mjs";
import { callTones, recordedSeconds } from "../harness/conversation.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { Server } from "../harness/server.mjs";
import { readWav, secondsOf, toneFile } from "../harness/sound.mjs";
import { answerCall, ask, fileRecordByKeys, logIn, newestContact, takeSeat } from "../harness/staff.mjs";
import { Telephone } from "../harness/telephone.mjs";
import { until } from "../harness/wait.mjs";

const { caller_hz: CALLER_HZ, agent_hz: AGENT_HZ } = callTones;
const TALK_S = 6;

let server;
let browser;

before(async () => {
  server = await Server.start();
  browser = await Browser.start({ microphone: toneFile({ frequency_hz: AGENT_HZ, seconds: 5, rate_hz: 48_000 }) });
});

after(async () => {
  await browser?.stop();
  await server?.stop();
});

test("a caller and an agent hear each other and the recording has each on its own side", async (t) => {
  const page = await browser.page();
  await logIn(page, server, "denwa1");
  await takeSeat(page, server);

  const speech = toneFile({ frequency_hz: CALLER_HZ, seconds: 180, rate_hz: 8000 });
  const telephone = await Telephone.start({ speech });
  const answered_at = await answerCall(page, server, telephone);

  const heard = await until("the caller's tone at the agent", 10_000, async () => {
    const strongest = await strongestHeard(page);
    return strongest !== null && Math.abs(strongest.frequency_hz - CALLER_HZ) < 15 && strongest.level_db > -60 ? strongest : null;
  });
  t.diagnostic(`at the agent: ${heard.frequency_hz.toFixed(0)} Hz at ${heard.level_db.toFixed(0)} dB`);

  await keepPicture(page, "desk-in-call");
  await until("the talk is long enough", (TALK_S + 1) * 1000, () => Date.now() - answered_at > TALK_S * 1000);
  await page.getByRole("button", { name: /^終話/ }).click();
  await until("the caller's telephone hears the end", 10_000, () => telephone.has("CALL_CLOSED"));

  const atCaller = readWav(await telephone.stop());
  const agentHeard_s = secondsOf(atCaller.channels[0], atCaller.rate_hz, AGENT_HZ);
  t.diagnostic(`at the caller: ${AGENT_HZ} Hz for ${agentHeard_s} s`);
  assert.ok(agentHeard_s > TALK_S - 2, `the caller heard the agent for ${agentHeard_s} s only`);

  await fileRecordByKeys(page);
  const contact = await newestContact(page);
  assert.equal(contact.acceptance, "answered");
  await assertHeardByManagersAlone(page, contact);
  await assertRecording(t, contact);
  await assertSpeakers(page, contact);
  await page.goto(`${server.url}/history/${contact.id}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  await keepPicture(page, "history-of-call");
  assert.deepEqual(page.problems, []);
});


/** Both voices have their names; what nobody can name does not stand in the time line. */
async function assertSpeakers(page, contact) {
  const { body } = await ask(page, "GET", `/api/contacts/${contact.id}`);
  const { body: me } = await ask(page, "GET", "/api/me");
  const said = new Set(body.speakers.map(({ party, label }) => `${party} ${label}`));
  assert.deepEqual([...said].sort(), [`agent ${me.name}`, "caller null"], JSON.stringify(body.speakers));
}

/** Recognition is off here, so nobody took anything out of the recording: the agent who had the call may not hear it. */
async function assertHeardByManagersAlone(page, contact) {
  const opened = await ask(page, "POST", `/api/contacts/${contact.id}/open`, { reason: "録音の確認" });
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
  const refused = await until("the recording is finished", 60_000, async () => {
    const { status, body } = await ask(page, "GET", `/api/contacts/${contact.id}/peaks`);
    return status === 423 ? null : { status, code: body.code };
  });
  assert.deepEqual(refused, { status: 403, code: "recording_unredacted" });
  const { body } = await ask(page, "GET", `/api/contacts/${contact.id}`);
  assert.deepEqual([body.recording.state, body.recording.may_listen], ["unredacted", false]);
}

async function assertRecording(t, contact) {
  const seconds = await recordedSeconds(browser, server, contact);
  t.diagnostic(`in the recording: ${JSON.stringify(seconds)}`);
  assert.ok(seconds.caller_left > TALK_S - 2, "the caller is on the left");
  assert.ok(seconds.agent_right > TALK_S - 2, "the agent is on the right");
  assert.equal(seconds.caller_right, 0, "the caller is not on the right");
  assert.equal(seconds.agent_left, 0, "the agent is not on the left");
}

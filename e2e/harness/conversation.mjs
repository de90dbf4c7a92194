/** What a conversation of two tones left in the books. */
import assert from "node:assert/strict";
import { readWav, secondsOf } from "./sound.mjs";
import { ask, download } from "./staff.mjs";
import { until } from "./wait.mjs";

const RECORDING_LIMIT_MS = 30_000;
/** What each side speaks, so that each can be told from the other. */
export const callTones = { caller_hz: 440, agent_hz: 1000 };

/** For how many seconds each tone is on each side of the contact's recording, opened with a reason. */
export async function recordedSeconds(page, server, contact) {
  const opened = await ask(page, "POST", `/api/contacts/${contact.id}/open`, { reason: "録音の確認" });
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
  const file = await until("the recording can be fetched", RECORDING_LIMIT_MS, async () => {
    const { status, body } = await download(page, server, `/api/contacts/${contact.id}/recording.wav`);
    return status === 200 ? body : null;
  });
  const { channels, rate_hz } = readWav(file);
  assert.equal(channels.length, 2);
  const [left, right] = channels;
  return {
    caller_left: secondsOf(left, rate_hz, callTones.caller_hz),
    caller_right: secondsOf(right, rate_hz, callTones.caller_hz),
    agent_left: secondsOf(left, rate_hz, callTones.agent_hz),
    agent_right: secondsOf(right, rate_hz, callTones.agent_hz),
  };
}

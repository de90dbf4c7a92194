/** What a conversation of two tones left in the books. */
import assert from "node:assert/strict";
import { readWav, secondsOf } from "./sound.mjs";
import { hearRecording } from "./staff.mjs";

/** What each side speaks, so that each can be told from the other. */
export const callTones = { caller_hz: 440, agent_hz: 1000 };

/** For how many seconds each tone is on each side of the contact's recording, heard by a manager. */
export async function recordedSeconds(browser, server, contact) {
  const file = await hearRecording(browser, server, contact);
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

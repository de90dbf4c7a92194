/**
 * One whole call against a demonstration that is already running: a citizen rings, the demonstration's
 * agent answers in Chromium, each hears the other's tone, and the history has both where they belong.
 * Arguments: the address of the pages, and where the city's telephone side listens.
 */
import { Browser, strongestHeard } from "./harness/browser.mjs";
import { callTones, recordedSeconds } from "./harness/conversation.mjs";
import { CITY_NUMBER } from "./harness/server.mjs";
import { readWav, secondsOf, toneFile } from "./harness/sound.mjs";
import { answerCall, fileRecordByKeys, logIn, newestContact, takeSeat } from "./harness/staff.mjs";
import { Telephone } from "./harness/telephone.mjs";
import { until } from "./harness/wait.mjs";

const [url = "http://localhost:8080", sip = "127.0.0.1:5060", login = "denwa1"] = process.argv.slice(2);
const TALK_MS = 6_000;
const LIMIT_MS = 15_000;
/** So much of a talk is heard at least: the rest is getting through. */
const HEARD_S_MIN = TALK_MS / 1000 - 2;
const city = { url, sipAddress: `sip:${CITY_NUMBER}@${sip}` };
const begun_at = Date.now();

function tell(what) {
  console.log(`    ${((Date.now() - begun_at) / 1000).toFixed(1).padStart(5)} s  ${what}`);
}

async function call(browser) {
  const page = await browser.page();
  await logIn(page, city, login);
  await takeSeat(page, city);
  tell(`${login} has a seat in Chromium and is available`);
  const telephone = await Telephone.start({ speech: toneFile({ frequency_hz: callTones.caller_hz, seconds: 180, rate_hz: 8000 }) });
  const answered_at = await answerCall(page, city, telephone);
  tell("the agent's page rang and the agent answered");
  const heard = await until("the caller's tone at the agent", LIMIT_MS, async () => {
    const strongest = await strongestHeard(page);
    return strongest !== null && Math.abs(strongest.frequency_hz - callTones.caller_hz) < 15 ? strongest : null;
  });
  tell(`at the agent: ${heard.frequency_hz.toFixed(0)} Hz at ${heard.level_db.toFixed(0)} dB (the caller speaks ${callTones.caller_hz} Hz)`);
  await until("the talk is long enough", TALK_MS + LIMIT_MS, () => Date.now() - answered_at > TALK_MS);
  await page.getByRole("button", { name: /^終話/ }).click();
  await until("the caller's telephone hears the end", LIMIT_MS, () => telephone.has("CALL_CLOSED"));
  const { channels, rate_hz } = readWav(await telephone.stop());
  const atCaller_s = secondsOf(channels[0], rate_hz, callTones.agent_hz);
  tell(`at the caller: ${callTones.agent_hz} Hz for ${atCaller_s} s of ${TALK_MS / 1000} s of talk`);
  await fileRecordByKeys(page);
  const contact = await newestContact(page);
  tell(`in the history: ${contact.acceptance}, topic ${contact.topic}, outcome ${contact.outcome}`);
  const seconds = await recordedSeconds(browser, city, contact);
  tell(`in the recording, seconds of each tone: ${JSON.stringify(seconds)}`);
  return (
    contact.acceptance === "answered" &&
    atCaller_s > HEARD_S_MIN &&
    seconds.caller_left > HEARD_S_MIN &&
    seconds.agent_right > HEARD_S_MIN &&
    seconds.caller_right + seconds.agent_left === 0
  );
}

const browser = await Browser.start({ microphone: toneFile({ frequency_hz: callTones.agent_hz, seconds: 5, rate_hz: 48_000 }) });
let good = false;
try {
  good = await call(browser);
} finally {
  await browser.stop();
}
console.log(good ? "    each heard the other, and the books have it" : "    something is missing: see above");
process.exit(good ? 0 : 1);

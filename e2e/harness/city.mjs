/** A city on the telephone network: the server, and a telephone outside that its trunk leads to. */
import { Browser } from "./browser.mjs";
import { TONES } from "./ears.mjs";
import { Server } from "./server.mjs";
import { toneFile } from "./sound.mjs";
import { answerCall, logIn, takeSeat } from "./staff.mjs";
import { Telephone } from "./telephone.mjs";

/** The number of the demonstration's city hall, as the carrier is asked for it. */
export const OUTSIDE_NUMBER = "0462551111";
const SPEECH_S = 300;

/** What a telephone says for as long as any test takes. */
export function speech(party) {
  return toneFile({ frequency_hz: TONES[party], seconds: SPEECH_S, rate_hz: 8000 });
}

/** Chromium whose microphone speaks the party's tone; options as `Browser.start` has them. */
export function browserOf(party, options = {}) {
  return Browser.start({ microphone: toneFile({ frequency_hz: TONES[party], seconds: 5, rate_hz: 48_000 }), ...options });
}

/** Chromium whose microphone hears nothing. */
export function quietBrowser() {
  return Browser.start({ microphone: toneFile({ frequency_hz: 1000, seconds: 1, rate_hz: 48_000, level: 0 }) });
}

/** The telephone that every call out of the city reaches. */
export function outsideTelephone({ number = OUTSIDE_NUMBER, answers = true } = {}) {
  return Telephone.start({ number, speech: speech("outside"), answers });
}

/** The demonstration with its trunk leading to `port`; callers go straight to the language menu. */
export function cityWithTrunk(port, settings = "") {
  const trunk = `[[trunk]]\nname = "carrier"\npeers = ["192.0.2.1/32"]\nproxy = "127.0.0.1:${port}"\n`;
  return Server.start(`${trunk}[floor.ivr]\ngreeting = false\n${settings}`);
}

/** An agent at a desk, ready for calls; `prepare` is done to the page before its first address. */
export async function agentAtDesk(browser, server, login, { prepare = async () => undefined } = {}) {
  const page = await browser.page();
  await prepare(page);
  await logIn(page, server, login);
  await takeSeat(page, server);
  return page;
}

/** A citizen in conversation with the agent of the page; the telephone ends with the test `t`. */
export async function callerInTalk(t, page, server, number = "09012345678") {
  const caller = await Telephone.start({ number, speech: speech("caller") });
  t.after(() => caller.stop());
  await answerCall(page, server, caller);
  return caller;
}

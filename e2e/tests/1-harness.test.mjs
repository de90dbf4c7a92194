/** The measuring itself: what the other tests rely on is shown to tell right from wrong. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readWav, secondsOf, shareAt, toneFile } from "../harness/sound.mjs";
import { Telephone } from "../harness/telephone.mjs";
import { until } from "../harness/wait.mjs";

const RATE_HZ = 8000;

test("a tone that was written is measured at its own frequency and at no other", () => {
  const { channels, rate_hz } = readWav(toneFile({ frequency_hz: 440, seconds: 1, rate_hz: RATE_HZ }));
  assert.ok(shareAt(channels[0], rate_hz, 440) > 0.95);
  assert.ok(shareAt(channels[0], rate_hz, 1000) < 0.01);
  assert.ok(Math.abs(secondsOf(channels[0], rate_hz, 440) - 1) < 0.05);
});

test("silence and noise are no tone", () => {
  assert.equal(shareAt(new Float64Array(800), RATE_HZ, 440), 0);
  const noise = Float64Array.from({ length: 800 }, (_, index) => Math.sin(index * index));
  assert.ok(shareAt(noise, RATE_HZ, 440) < 0.2);
});

test("two telephones hear each other's tones", async () => {
  const speech = (frequency_hz) => toneFile({ frequency_hz, seconds: 30, rate_hz: RATE_HZ });
  const caller = await Telephone.start({ number: "09011112222", speech: speech(440) });
  const called = await Telephone.start({ number: "0462551111", speech: speech(1000) });
  caller.dial(`sip:0462551111@127.0.0.1:${called.sipPort}`);
  await until("the call is up", 10_000, () => caller.has("CALL_ESTABLISHED"));
  const begun_at = Date.now();
  await until("three seconds of talk", 5_000, () => Date.now() - begun_at > 3_000);
  caller.hangUp();
  await until("the other side hears the end", 10_000, () => called.has("CALL_CLOSED"));
  for (const [telephone, frequency_hz] of [[caller, 1000], [called, 440]]) {
    const { channels, rate_hz } = readWav(await telephone.stop());
    const heard_s = secondsOf(channels[0], rate_hz, frequency_hz);
    assert.ok(heard_s > 2, `${frequency_hz} Hz for ${heard_s} s`);
  }
});

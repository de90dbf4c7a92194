import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { brightnessOf, stateOf } from "./camera";
import { median, within } from "./limits";
import { browserOf } from "./machine";
import { agentOf } from "./reader";
import { levelOf, speakerOf, toneIn } from "./sound";

const RATE_HZ = 48_000;
const wave = (hz: number, size: number) => Float32Array.from({ length: 4_096 }, (_, at) => size * Math.sin((2 * Math.PI * hz * at) / RATE_HZ));
const grey = (light: number) => new Uint8ClampedArray(Array.from({ length: 64 }, () => [light, light, light, 255]).flat());

describe("a picture", () => {
  test("is measured by its brightness and how much that differs", () => {
    expect(brightnessOf(grey(0))).toEqual({ brightness: 0, contrast: 0 });
    expect(brightnessOf(grey(255)).brightness).toBe(255);
    const half = new Uint8ClampedArray([...grey(0), ...grey(200)]);
    expect(brightnessOf(half)).toEqual({ brightness: 100, contrast: 100 });
    expect(brightnessOf(new Uint8ClampedArray())).toEqual({ brightness: 0, contrast: 0 });
  });

  test("that was not permitted is told apart from one that is not there", () => {
    const named = (name: string) => stateOf(new DOMException("", name));
    expect([named("NotAllowedError"), named("NotFoundError"), named("NotReadableError"), stateOf("odd")]).toEqual(["refused", "absent", "busy", "absent"]);
  });
});

describe("a tone", () => {
  test("is found at its own frequency and not beside it", () => {
    const tone = wave(1_870, 0.5);
    expect(toneIn(tone, 1_870, RATE_HZ)).toBeCloseTo(-9, 0);
    expect(toneIn(tone, 440, RATE_HZ)).toBeLessThan(-60);
    expect(levelOf(tone)).toBeCloseTo(-9, 0);
    expect(levelOf(new Float32Array(4_096))).toBe(-200);
    expect(toneIn(new Float32Array(4_096), 1_870, RATE_HZ)).toBe(-200);
  });

  test("says something of the speaker unless the room drowns it", () => {
    expect(speakerOf(-200, -200)).toEqual({ state: "played", rose_db: 0 });
    expect(speakerOf(-200, -40)).toEqual({ state: "played", rose_db: 50 });
    expect(speakerOf(-70, -30)).toEqual({ state: "played", rose_db: 40 });
    expect(speakerOf(-70, -69)).toEqual({ state: "played", rose_db: 1 });
    expect(speakerOf(-30, -29)).toEqual({ state: "drowned", rose_db: null });
    expect(speakerOf(-30, -10)).toEqual({ state: "played", rose_db: 20 });
  });
});

describe("a browser", () => {
  test("is known by its brands, or by its long name", () => {
    expect(browserOf([{ brand: "Not A;Brand", version: "8" }, { brand: "Chromium", version: "156" }], "")).toEqual({ engine: "chromium", major: 156 });
    const agents: [string, string, number][] = [
      ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36", "chromium", 109],
      ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "firefox", 128],
      ["Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "safari", 17],
      ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "safari", 18],
      ["curl/8", "unknown", 0],
    ];
    for (const [agent, engine, major] of agents) expect(browserOf([], agent)).toEqual({ engine, major });
  });
});

describe("the kiosk agent", () => {
  test("is one that speaks as it should, and no other program at its port", () => {
    const fine = { agent: "madoguchi-kiosk-agent", version: "1.0 β\n", card_reader: "ready", scanner: "absent" };
    expect(agentOf(fine)).toEqual({ version: "1.0", card_reader: "ready", scanner: "absent" });
    for (const odd of [null, "hello", {}, { ...fine, agent: "other" }, { ...fine, scanner: "burning" }, { ...fine, version: 1 }]) expect(agentOf(odd)).toBeNull();
  });
});

describe("a limit", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("ends what takes too long, what fails, and what is called off", async () => {
    const never = new Promise<string>(() => undefined);
    const late = within(1_000, never, "late");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await late).toBe("late");
    expect(await within(1_000, Promise.reject(new Error("no")), "failed")).toBe("failed");
    const stop = new AbortController();
    const off = within(1_000, never, "off", stop.signal);
    stop.abort();
    expect(await off).toBe("off");
    expect(await within(1_000, never, "off before", stop.signal)).toBe("off before");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("leaves medians to themselves", () => {
    expect([median([]), median([3]), median([1, 9, 2]), median([1, 2, 3, 10])]).toEqual([null, 3, 2, 2.5]);
  });
});

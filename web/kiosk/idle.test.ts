import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { IDLE_AFTER_MS, IDLE_COUNTDOWN_MS, IdleWatch } from "./idle";

beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => vi.useRealTimers());

function watched(applies: () => boolean = () => true) {
  const countdowns: (number | null)[] = [];
  const onOver = vi.fn();
  const watch = new IdleWatch({ now: Date.now, applies, onCountdown: (until_ms) => countdowns.push(until_ms), onOver });
  watch.touch();
  return { watch, countdowns, onOver };
}

describe("a kiosk that nobody touches", () => {
  test("asks after a minute and goes back when nobody answers", () => {
    const { countdowns, onOver } = watched();
    vi.advanceTimersByTime(IDLE_AFTER_MS - 1);
    expect(countdowns).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(countdowns).toEqual([IDLE_AFTER_MS + IDLE_COUNTDOWN_MS]);
    vi.advanceTimersByTime(IDLE_COUNTDOWN_MS - 1);
    expect(onOver).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onOver).toHaveBeenCalledOnce();
  });

  test("stays when a touch answers, and begins the minute anew", () => {
    const { watch, countdowns, onOver } = watched();
    vi.advanceTimersByTime(IDLE_AFTER_MS + 5_000);
    watch.touch();
    expect(countdowns.at(-1)).toBeNull();
    vi.advanceTimersByTime(IDLE_AFTER_MS - 1);
    expect([countdowns.length, onOver.mock.calls.length]).toEqual([2, 0]);
  });

  test("does not ask where there is nothing to clear, or a visit goes on", () => {
    const { countdowns, onOver } = watched(() => false);
    vi.advanceTimersByTime(10 * IDLE_AFTER_MS);
    expect([countdowns, onOver.mock.calls.length]).toEqual([[], 0]);
  });

  test("does not go back when a ticket came during the countdown", () => {
    let applies = true;
    const { onOver } = watched(() => applies);
    vi.advanceTimersByTime(IDLE_AFTER_MS);
    applies = false;
    vi.advanceTimersByTime(IDLE_COUNTDOWN_MS);
    expect(onOver).not.toHaveBeenCalled();
  });

  test("keeps quiet once the page is left", () => {
    const { watch, countdowns } = watched();
    watch.stop();
    vi.advanceTimersByTime(10 * IDLE_AFTER_MS);
    expect(countdowns).toEqual([]);
  });
});

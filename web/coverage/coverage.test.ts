import { describe, expect, test } from "vitest";
import { share } from "../history/waveform";
import { percent, reasonsOf } from "./coverage";

describe("a day's coverage", () => {
  test("reads 100 % only when nothing is missing", () => {
    expect(percent(200, 200)).toBe("100 %");
    expect(percent(1999, 2000)).toBe("99.9 %");
    expect(percent(0, 3)).toBe("0 %");
    expect(percent(0, 0)).toBe("—");
  });

  test("names the most frequent reason first", () => {
    expect(reasonsOf({ waiting: 1, recognition_off: 3, lost: 1 }).map(([code]) => code)).toEqual(["recognition_off", "lost", "waiting"]);
  });
});

describe("a silenced stretch", () => {
  test("lies where it is in the recording, and the shortest can be seen", () => {
    expect(share({ start_ms: 5_000, end_ms: 7_500 }, 10)).toEqual({ left: "50%", width: "25%" });
    expect(share({ start_ms: 5_000, end_ms: 5_001 }, 10)).toEqual({ left: "50%", width: "0.3%" });
    expect(share({ start_ms: 9_000, end_ms: 99_000 }, 10)).toEqual({ left: "90%", width: "10%" });
  });
});

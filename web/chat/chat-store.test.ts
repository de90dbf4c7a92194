import { describe, expect, test } from "vitest";
import { digest, emptyChat, endsIn_s, TYPING_MS } from "./chat-store";
import { type ChatLine, hidesSomething, latestFrom, mergeChat } from "./lines";
import type { ServerMessage } from "./messages";

const NOW_MS = Date.parse("2026-12-01T01:00:00Z");
const aLine = (over: Partial<ChatLine> = {}): ChatLine => ({ number: 1, from: "resident", pieces: [{ text: "更新したい", removed: null }], answer: null, choices: [], no_answer: false, at: "2026-12-01T01:00:00Z", ...over });
const welcome = (token: string): ServerMessage => ({ type: "welcome", token, city_ja: "座間市", city_en: "Zama City", telephone: null, line_chars_max: 500, now: "2026-12-01T01:00:10Z" });
const standing = (stage: "bot" | "waiting" | "talking" | "over", idle_until: string | null = null): ServerMessage => ({ type: "state", stage, position: null, estimate_minutes: null, agent: null, idle_until });
const after = (messages: readonly ServerMessage[], state = emptyChat) => messages.reduce((now, message) => digest(now, message, NOW_MS), state);

describe("the lines of a chat", () => {
  test("stand in order, each once, and a line told anew takes its place", () => {
    const known = mergeChat([], [aLine({ number: 2 }), aLine({ number: 1 })]);
    const covered = aLine({ number: 1, pieces: [{ text: "［個人番号］", removed: "individual_number" }] });
    const merged = mergeChat(known, [covered, aLine({ number: 3 })]);
    expect(merged.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(merged[0]).toBe(covered);
    expect(hidesSomething(covered)).toBe(true);
    expect(mergeChat(merged, [])).toBe(merged);
  });

  test("say which is the other side's newest, and an old line told anew is no news", () => {
    const known = [aLine({ number: 1 }), aLine({ number: 2, from: "agent" })];
    expect(latestFrom("resident", known, mergeChat(known, [aLine({ number: 1 })]))).toBeNull();
    expect(latestFrom("resident", known, mergeChat(known, [aLine({ number: 3 })]))?.number).toBe(3);
  });
});

describe("the resident's page", () => {
  test("keeps its lines over a break, and begins anew under another secret", () => {
    const first = after([welcome("a"), { type: "lines", lines: [aLine()] }, standing("bot")]);
    expect(after([welcome("a")], first).lines).toHaveLength(1);
    const other = after([welcome("b")], first);
    expect([other.lines.length, other.lost]).toEqual([0, false]);
  });

  test("says that a chat with an operator was lost when it is not found again", () => {
    expect(after([welcome("a"), standing("talking"), welcome("b")]).lost).toBe(true);
  });

  test("shows the operator writing for a while, and no longer once the line is there", () => {
    const typing = after([welcome("a"), standing("talking"), { type: "typing" }]);
    expect(typing.typing_until_ms).toBe(NOW_MS + TYPING_MS);
    expect(after([{ type: "lines", lines: [aLine({ from: "agent" })] }], typing).typing_until_ms).toBe(0);
    expect(after([{ type: "lines", lines: [aLine()] }], typing).typing_until_ms).toBe(NOW_MS + TYPING_MS);
  });

  test("warns by the server's clock when the chat is about to end", () => {
    const state = after([welcome("a"), standing("talking", "2026-12-01T01:01:00Z")]);
    expect(state.clock_offset_ms).toBe(10_000);
    expect(endsIn_s(state, NOW_MS)).toBe(50);
    expect(endsIn_s(state, NOW_MS - 60_000)).toBeNull();
    expect(endsIn_s(state, NOW_MS + 600_000)).toBe(0);
    expect(endsIn_s(after([standing("bot")]), NOW_MS)).toBeNull();
  });
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ProblemError } from "../api/client";
import { type BoardState, type BoardView, emptyBoard, followBoard, pauseAfter } from "./board-feed";

const view: BoardView = { now: "2026-04-01T00:00:00Z", open: true, city_ja: "座間市", city_en: "Zama", calls: [], waiting: ["3"] };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function follow(answers: (() => Promise<BoardView>)[]) {
  let state: BoardState = emptyBoard;
  let asked = 0;
  const stop = followBoard((change) => (state = change(state)), () => (answers[Math.min(asked++, answers.length - 1)] ?? (() => Promise.resolve(view)))());
  return { state: () => state, asked: () => asked, stop };
}

test("asks every two seconds, and slower the longer nobody answers", async () => {
  expect([0, 1, 2, 3, 9].map(pauseAfter)).toEqual([2_000, 4_000, 8_000, 15_000, 15_000]);
  const board = follow([() => Promise.resolve(view)]);
  await vi.advanceTimersByTimeAsync(4_100);
  expect(board.asked()).toBe(3);
  board.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(board.asked()).toBe(3);
});

test("shows what was told last while the line is gone, and says so", async () => {
  const board = follow([() => Promise.resolve(view), () => Promise.reject(new Error("gone"))]);
  await vi.advanceTimersByTimeAsync(2_100);
  expect(board.state()).toEqual({ view, enrolled: true, lost: true });
});

test("a screen that is no display, or none any more, shows no numbers", async () => {
  const refused = new ProblemError({ status: 403, code: "board_not_enrolled", detail_ja: "", detail_en: "" });
  const board = follow([() => Promise.resolve(view), () => Promise.reject(refused)]);
  await vi.advanceTimersByTimeAsync(2_100);
  expect(board.state()).toEqual({ view: null, enrolled: false, lost: false });
});

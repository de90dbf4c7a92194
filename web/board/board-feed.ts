/**
 * Asks the server every two seconds what is called; with growing pauses while it does not answer.
 * Must never know React; the display shows what is told last, and says when that is old.
 */
import { get, ProblemError } from "../api/client";

export interface BoardCall {
  ticket: string;
  kiosk: string;
  since: string;
  times: number;
}

export interface BoardView {
  now: string;
  open: boolean;
  city_ja: string;
  city_en: string;
  calls: BoardCall[];
  waiting: string[];
}

export interface BoardState {
  /** What was told last; null before the first answer. */
  view: BoardView | null;
  /** The screen is no display yet. */
  enrolled: boolean | null;
  /** The server does not answer. */
  lost: boolean;
}

export const emptyBoard: BoardState = { view: null, enrolled: null, lost: false };

const EVERY_MS = 2_000;
const PAUSE_MAX_MS = 15_000;

/** How long to wait after `failures` answers that did not come. */
export function pauseAfter(failures: number): number {
  return Math.min(EVERY_MS * 2 ** failures, PAUSE_MAX_MS);
}

/** Follows the board until it is told to stop. */
export function followBoard(onState: (change: (before: BoardState) => BoardState) => void, ask: () => Promise<BoardView> = () => get<BoardView>("/api/board")): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let stopped = false;
  const look = async () => {
    try {
      const view = await ask();
      failures = 0;
      if (!stopped) onState(() => ({ view, enrolled: true, lost: false }));
    } catch (error) {
      const known = error instanceof ProblemError && error.problem.code === "board_not_enrolled";
      failures = known ? 0 : failures + 1;
      if (!stopped) onState((before) => (known ? { view: null, enrolled: false, lost: false } : { ...before, lost: true }));
    }
    if (!stopped) timer = setTimeout(() => void look(), pauseAfter(failures));
  };
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

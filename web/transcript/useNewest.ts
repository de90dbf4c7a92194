/** Keeps the newest line in sight until its reader scrolls up, and brings it back on request. */
import { type RefObject, useEffect, useRef, useState } from "react";

/** Nearer to the end than this, a reader follows. */
const NEAR_PX = 48;

export interface Newest {
  box: RefObject<HTMLDivElement | null>;
  /** The reader has scrolled up, and stays there. */
  away: boolean;
  onScroll: () => void;
  toNewest: () => void;
}

export function useNewest(lines: readonly unknown[]): Newest {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [away, setAway] = useState(false);
  useEffect(() => {
    if (follows.current) toEnd(box.current);
  }, [lines]);
  return {
    box,
    away,
    onScroll: () => {
      follows.current = isNearEnd(box.current);
      setAway(!follows.current);
    },
    toNewest: () => {
      follows.current = true;
      setAway(false);
      toEnd(box.current);
      // The button is gone in a moment; whoever pressed it goes on reading.
      box.current?.focus();
    },
  };
}

function toEnd(element: HTMLElement | null): void {
  if (element !== null) element.scrollTop = element.scrollHeight;
}

function isNearEnd(element: HTMLElement | null): boolean {
  return element === null || element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR_PX;
}

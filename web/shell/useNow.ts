/** The present instant in ms, ticking; one timer for all who ask. */
import { useSyncExternalStore } from "react";

const TICK_MS = 500;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now_ms = Date.now();

function startTicking(): ReturnType<typeof setInterval> {
  // While nobody asked, the instant stood still.
  now_ms = Date.now();
  return setInterval(() => {
    now_ms = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= startTicking();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

export const useNow = () => useSyncExternalStore(subscribe, () => now_ms);

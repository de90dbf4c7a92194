/** Sums over an agent's states. Pure. */
import type { StateSpan } from "../api/types";

/** States in which nobody works. */
const AWAY = ["signed_out", "stopped"];

/** How long each state held in all, the longest first; time signed out is left out. */
export function totalsOf(spans: readonly StateSpan[]): [string, number][] {
  const totals = new Map<string, number>();
  for (const { state, duration_ms } of spans) {
    if (!AWAY.includes(state)) totals.set(state, (totals.get(state) ?? 0) + duration_ms);
  }
  return [...totals].sort(([, left], [, right]) => right - left);
}

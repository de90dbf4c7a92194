import { expect, test } from "vitest";
import type { StateSpan } from "../api/types";
import { totalsOf } from "./agent-day";

const span = (state: string, duration_ms: number): StateSpan => ({ state, duration_ms, reason: null, contact: null, from: "2026-11-22T00:00:00Z", to: null });

test("times of a state are added up, the longest first, and time away is no state", () => {
  const spans = [span("signed_out", 9_000), span("available", 1_000), span("talking", 5_000), span("available", 2_000), span("stopped", 7_000)];
  expect(totalsOf(spans)).toEqual([
    ["talking", 5_000],
    ["available", 3_000],
  ]);
});

import { expect, test } from "vitest";
import { flows, viewAt } from "../dev/flow-samples.mjs";
import { earlierTries, formatAmount, hasEnded, optionsOf } from "./flow-rules";
import type { ActionView } from "./view";

test("every step of every shipped flow offers a way on, or is the end", () => {
  for (const flow of flows) {
    for (const { id } of flow.steps) {
      const view = viewAt(flow.id, id);
      const { action } = view.step;
      const ways = optionsOf(action, false).filter(({ unavailable }) => !unavailable).length;
      const on = action.kind === "explain" || (action.kind === "shared_page" && action.checks.length === 0);
      expect(ways > 0 || on || hasEnded(view), `${flow.id} ${id}`).toBe(true);
    }
  }
});

test("no step has more options than there are number keys", () => {
  for (const flow of flows) for (const { id } of flow.steps) expect(optionsOf(viewAt(flow.id, id).step.action, false).length, `${flow.id} ${id}`).toBeLessThanOrEqual(9);
});

test("the way to the payment counter is back once the resident is there", () => {
  const { action } = viewAt("lost_reissue", "fee").step;
  expect([optionsOf(action, false), optionsOf(action, true)].map(([only]) => only?.event)).toEqual([{ event: "detour_began" }, { event: "detour_ended" }]);
});

test("earlier wrong tries are asked for while none are counted", () => {
  const guard = (left: number): Extract<ActionView, { kind: "pin_guard" }> => ({ kind: "pin_guard", pin: "signature", tries_max: 5, left });
  expect([earlierTries(guard(5)), earlierTries(guard(4))]).toEqual([[1, 2, 3, 4, 5], []]);
});

test("amounts are written with their thousands", () => {
  expect([0, 800, 1000, 12_500].map(formatAmount)).toEqual(["0", "800", "1,000", "12,500"]);
});

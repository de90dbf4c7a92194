/** What somebody who does not see the screen must hear of the shared browser. Pure: two states in, a name out. */
import type { BrowserView } from "./browser-store";
import type { BrowserState, Side } from "./wire";

export type Change = "resident" | "operator" | "offered" | "asked" | "held" | "clear" | { life: BrowserState["life"] | "lost" };

export function changeBetween(before: BrowserView, after: BrowserView): Change | null {
  if (before.status === "open" && after.status === "lost") return { life: "lost" };
  const [old, now] = [before.state, after.state];
  if (now === null || now === old) return null;
  if (old === null || old.life !== now.life) return { life: now.life };
  const [wasHeld, isHeld] = [isTyped(old), isTyped(now)];
  if (wasHeld !== isHeld) return isHeld ? "held" : "clear";
  return old.control === null || now.control === null ? null : controlChange(after.side, old.control, now.control);
}

const isTyped = (state: BrowserState) => state.hold?.standing === "held";

function controlChange(side: Side, old: NonNullable<BrowserState["control"]>, now: NonNullable<BrowserState["control"]>): Change | null {
  if (old.holder !== now.holder) return now.holder;
  if (old.offered_until === null && now.offered_until !== null && side === "operator") return "offered";
  return old.asked_until === null && now.asked_until !== null && side === "resident" ? "asked" : null;
}

/** Keys within the panel of a guided flow: digits press what they stand beside, Enter goes on. */
import type { KeyboardEvent } from "react";
import { optionsOf } from "../../flow/flow-rules";
import { belongsToInputMethod, isTextEntry } from "../shortcuts";
import type { Flow } from "./useFlow";

export function useFlowKeys(flow: Flow): (event: KeyboardEvent) => void {
  return (event) => {
    const { view, choosing } = flow;
    const native = event.nativeEvent;
    if (view === null || choosing || belongsToInputMethod(native) || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (isTextEntry(event.target) || !(event.target instanceof Element) || event.target.closest("dialog") !== null) return;
    if (/^[1-9]$/.test(event.key)) {
      const chosen = optionsOf(view.step.action, view.detour_since !== null)[Number(event.key) - 1];
      if (chosen === undefined) return;
      event.preventDefault();
      if (!chosen.unavailable) flow.tell(chosen.event);
    }
    if (event.key === "Enter" && view.can_continue && event.target.closest("button, a, summary") === null) {
      event.preventDefault();
      flow.tell({ event: "continue" });
    }
  };
}

/** Listens for the desk's keys; dialogs keep their keys to themselves. */
import { useLayoutEffect, useRef } from "react";
import { actionOf, belongsToInputMethod, type DeskAction, isTextEntry } from "./shortcuts";

export const dialogOpen = () => document.querySelector("dialog[open]") !== null;

/** What must work even while a dialog is open: the call does not wait for it. */
const THROUGH_DIALOGS: readonly DeskAction[] = ["answer", "red", "hold", "mute", "secret"];

export function useShortcuts(handle: (action: DeskAction) => void): void {
  const latest = useRef(handle);
  // Before anybody can have seen what this render shows: no key is lost between the picture and its meaning.
  useLayoutEffect(() => {
    latest.current = handle;
  });
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { key, shiftKey, ctrlKey, altKey, metaKey, isComposing, repeat, keyCode } = event;
      const action = actionOf({ key, shiftKey, ctrlKey, altKey, metaKey, isComposing, repeat, keyCode, inText: isTextEntry(event.target) });
      if (action === null || (dialogOpen() && !THROUGH_DIALOGS.includes(action))) return;
      event.preventDefault();
      latest.current(action);
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}

/** Number keys and Enter for the record of the contact, outside text fields, buttons, dialogs, the keypad and the guided flow. */
export function useFormKeys(active: boolean, handle: (key: string) => void): void {
  const latest = useRef(handle);
  // Before anybody can have seen what this render shows: no key is lost between the picture and its meaning.
  useLayoutEffect(() => {
    latest.current = handle;
  });
  useLayoutEffect(() => {
    if (!active) return;
    const listen = (event: KeyboardEvent) => {
      if (belongsToInputMethod(event) || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      if (!/^(\d|Enter)$/.test(event.key) || isTextEntry(event.target) || dialogOpen()) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest("[data-keypad], [data-flow]") != null) return;
      if (event.key === "Enter" && target?.closest("button, a, summary") != null) return;
      event.preventDefault();
      latest.current(event.key);
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [active]);
}

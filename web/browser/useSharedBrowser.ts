/** The shared browser for React: what is known, and what is said aloud when it changes. */
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { dialogOpen } from "../desk/useShortcuts";
import { announce } from "../shell/announcer";
import { withoutReadings } from "../words/ruby";
import type { BrowserView, InputRefusal } from "./browser-store";
import { type Change, changeBetween } from "./changes";
import { type PaneAction, paneActionOf } from "./page-keys";
import type { SharedBrowser } from "./shared-browser";

export function useSharedBrowser(browser: SharedBrowser, sentenceOf: (change: Change) => string | null): BrowserView {
  const latest = useRef(sentenceOf);
  useLayoutEffect(() => {
    latest.current = sentenceOf;
  });
  useEffect(() => {
    let before = browser.view.read();
    return browser.view.subscribe(() => {
      const after = browser.view.read();
      const change = changeBetween(before, after);
      before = after;
      const sentence = change === null ? null : latest.current(change);
      if (sentence !== null) announce(withoutReadings(sentence));
    });
  }, [browser]);
  return useSyncExternalStore(browser.view.subscribe, browser.view.read);
}

export type PaneRefusal = InputRefusal | "no_paste" | null;

/** Why the last act did nothing, until the next one does, or control changes: then it says nothing of what may be done. */
export function useRefusal(browser: SharedBrowser): [PaneRefusal, (refusal: PaneRefusal) => void] {
  const [last, setLast] = useState<{ refusal: PaneRefusal; epoch: number }>({ refusal: null, epoch: -1 });
  return [last.epoch === browser.epoch() ? last.refusal : null, (refusal) => setLast({ refusal, epoch: browser.epoch() })];
}

/** The pane's two keys, wherever the focus is; dialogs keep their keys to themselves. */
export function usePaneKeys(handle: (action: PaneAction) => void): void {
  const latest = useRef(handle);
  useLayoutEffect(() => {
    latest.current = handle;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const action = paneActionOf(event);
      if (action === null || event.repeat || dialogOpen()) return;
      event.preventDefault();
      latest.current(action);
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}

/** Into the field that types into the page, or out of it to where control is passed on. */
export function crossOver(pane: HTMLElement | null): void {
  const field = pane?.querySelector<HTMLElement>("[data-page-field]");
  if (field == null) return;
  if (document.activeElement === field) pane?.querySelector<HTMLElement>("[data-control-bar]")?.focus();
  else field.focus();
}

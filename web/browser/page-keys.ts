/**
 * Which keys of the shared browser's pane do what: what goes to the page, what stays. Pure. The pane's own two keys are
 * none of the desk's (`desk/shortcuts.ts`); browsers give F6 up to a page that takes it.
 */
import { type PageKey, pageKeys } from "./wire";

interface Press {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

export type PaneAction = "cross" | "hand";

/** F6 goes into the page and out of it; with Shift it passes control on. */
export const paneChords = { cross: { key: "F6", shift: false }, hand: { key: "F6", shift: true } } as const;

export function paneActionOf({ key, shiftKey, ctrlKey, altKey, metaKey }: Press): PaneAction | null {
  if (key !== "F6" || ctrlKey || altKey || metaKey) return null;
  return shiftKey ? "hand" : "cross";
}

/** The key that goes to the page; null for what is text, or the browser's or the desk's own. */
export function pageKeyOf({ key, ctrlKey, altKey, metaKey }: Press): PageKey | null {
  if (ctrlKey || altKey || metaKey) return null;
  return pageKeys.find((each) => each === key) ?? null;
}

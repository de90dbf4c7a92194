/**
 * Which key does what at the desk. Pure: an event's facts in, an action out.
 * Keys are free in browsers, or are given up by them to a page that takes them (F7), and rest while an input method is converting. Shown on buttons by the same table.
 */
export type DeskAction = "answer" | "red" | "hold" | "transfer" | "mute" | "secret" | "keypad" | "state" | "note" | "save" | "summary" | "flow" | "flow_next" | "flow_back" | "hand" | "assist_next" | "assist_copy" | "assist_pin" | "assist_wrong" | "assist_flag" | "assist_draft" | "hands" | "help";

interface Chord {
  key: string;
  shift?: boolean;
  ctrl?: boolean;
  /** Works only outside text fields. */
  outsideText?: boolean;
}

export const chords: Readonly<Record<DeskAction, Chord>> = {
  answer: { key: "F2" },
  red: { key: "F2", shift: true },
  hold: { key: "F4" },
  transfer: { key: "F8" },
  state: { key: "F8", shift: true },
  mute: { key: "F9" },
  secret: { key: "F9", ctrl: true },
  keypad: { key: "F9", shift: true },
  note: { key: "m", ctrl: true },
  save: { key: "Enter", ctrl: true },
  summary: { key: "F8", ctrl: true },
  flow: { key: "F4", shift: true },
  flow_next: { key: "F10" },
  flow_back: { key: "F10", ctrl: true },
  hand: { key: "F9", ctrl: true, shift: true },
  assist_next: { key: "F7" },
  assist_pin: { key: "F7", shift: true },
  assist_copy: { key: "F7", ctrl: true },
  assist_wrong: { key: "F7", ctrl: true, shift: true },
  assist_flag: { key: "F8", ctrl: true, shift: true },
  assist_draft: { key: "F10", ctrl: true, shift: true },
  hands: { key: "F2", ctrl: true },
  help: { key: "?", outsideText: true },
};

/** The facts of a keydown that decide. */
export interface Press {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  isComposing: boolean;
  repeat: boolean;
  keyCode: number;
  inText: boolean;
}

/** Some browsers report a key that belongs to the input method only by this code. */
const IME_KEY_CODE = 229;

export function belongsToInputMethod(press: Pick<Press, "isComposing" | "keyCode">): boolean {
  return press.isComposing || press.keyCode === IME_KEY_CODE;
}

export function actionOf(press: Press): DeskAction | null {
  if (belongsToInputMethod(press) || press.repeat || press.altKey || press.metaKey) return null;
  for (const [action, chord] of Object.entries(chords) as [DeskAction, Chord][]) {
    if (chord.outsideText === true && press.inText) continue;
    // The question mark needs Shift on most layouts, so Shift says nothing about it.
    const shiftFits = chord.key === "?" || press.shiftKey === (chord.shift ?? false);
    if (press.key.toLowerCase() === chord.key.toLowerCase() && shiftFits && press.ctrlKey === (chord.ctrl ?? false)) return action;
  }
  return null;
}

/** The chord as written on a button: `Shift + F2`. */
export function chordText(action: DeskAction): string {
  const { key, shift = false, ctrl = false } = chords[action];
  return [ctrl && "Ctrl", shift && "Shift", key.length === 1 ? key.toUpperCase() : key].filter(Boolean).join(" + ");
}

export function isTextEntry(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "button", "submit", "range", "file"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable === true;
}

/**
 * What page and server say to each other of the shared browser. Types, limits, and the reading of what comes in;
 * nothing that acts. Texts are JSON, one message a frame; pictures and the photo are bytes (`wire-bytes.ts`).
 * The same words as `domain::control_token`, `domain::browser_hold` and `domain::visit_browser`. No message holds an
 * address of a page: pages have labels, links have numbers.
 */
import { decimal, flag, instant, listOf, NotThis, oneOf, orNull, record, type Shape, type ShapeOf, text, whole } from "./shape";

/** Characters (UTF-16 units) of one JSON message from the server. */
export const MESSAGE_CHARS_MAX = 512 * 1_024;
/** Characters of one committed text. */
export const TEXT_CHARS_MAX = 1_000;
/** Pixels a side of the page. */
export const PAGE_PX_MAX = 4_096;
/** Pixels one turn of the wheel scrolls, each way. */
export const WHEEL_PX_MAX = 2_000;
/** Characters of an answer to a dialog that asks for a text. */
export const PROMPT_CHARS_MAX = 1_000;
/** Choices of one list; a page with more shows the first. */
export const OPTIONS_MAX = 500;
/** Bytes of one photo. Source: the national application's rule, 7 MB. */
export const PHOTO_BYTES_MAX = 7_000_000;
/** Digits of 申請書ID. */
export const FORM_ID_DIGITS = 23;
/** Keys one hold passes on. */
export const SECRET_KEYS_MAX = 512;

export const sides = ["resident", "operator"] as const;
/** A side of the shared browser: the visitor at the kiosk, or the agent who serves. */
export type Side = (typeof sides)[number];

export const lives = ["closed", "starting", "live", "paused", "ending", "erasing", "verified", "failed"] as const;
export type Life = (typeof lives)[number];

export const controlActs = ["ask", "offer", "agree", "decline", "take", "release", "take_back"] as const;
/**
 * What a side asks of the control token. The operator asks, takes what is offered, and releases; the resident offers,
 * agrees to what was asked (an offer, too) or declines, and takes back at any time.
 */
export type ControlAct = (typeof controlActs)[number];

export const secretKinds = ["password", "pin", "one_time_code", "other"] as const;
export type SecretKind = (typeof secretKinds)[number];

export const keypads = ["digits", "letters"] as const;
/** The keypad a field wants: digits alone, or letters, digits and marks. */
export type Keypad = (typeof keypads)[number];

export const blankReasons = ["loading", "unknown_page", "unguarded", "moving", "page_fights"] as const;
/** Why the operator sees nothing though no secret is typed. */
export type BlankReason = (typeof blankReasons)[number];

const number53 = whole(0, Number.MAX_SAFE_INTEGER);
/** A label in one language; never an address. */
const label: Shape<string> = (value, place) => {
  const read = text(80)(value, place);
  if (read.includes("://")) throw new NotThis(place);
  return read;
};
const named = { label_ja: label, label_en: label };
const id = text(64);

const control = record({
  /** To be sent with whatever this side does next. */
  epoch: number53,
  holder: oneOf(sides),
  /** What this side may do. */
  may: listOf(oneOf(controlActs), controlActs.length),
  /** Until when the operator's question stands. */
  asked_until: orNull(instant),
  /** Until when the resident's offer stands. */
  offered_until: orNull(instant),
  is_other_here: flag,
});

const keypad = record({
  /** To be sent with every key. */
  hold: number53,
  kind: oneOf(secretKinds),
  keypad: oneOf(keypads),
  /** Whether the resident is asked if they are still there. */
  asks_still_there: flag,
  /** Seeds the order of the digits, 32 bits; null where they stand in their order. */
  scramble_seed: orNull(whole(0, 0xffff_ffff)),
});

const hold = record({
  /** `held`: a secret is typed; `leaving`: it was, and no clean picture yet; `unguarded`: the page is not known to be safe. */
  standing: oneOf(["clear", "held", "leaving", "unguarded"]),
  /** What is typed; null when nothing is. */
  kind: orNull(oneOf(secretKinds)),
  /** The resident's camera is paused and the microphone opens by the talk button alone. */
  is_private: flag,
  is_talking: flag,
  /** The last hold, for the talk button. */
  hold: orNull(number53),
  /** The resident's keypad; always null on the operator's line. */
  keypad: orNull(keypad),
});

const start = record({
  id,
  ...named,
  /** Opens with 申請書ID when one is given. */
  takes_form_id: flag,
});

const state = record({
  type: oneOf(["state"]),
  life: oneOf(lives),
  /** Whether this side's input would act. */
  can_act: flag,
  control: orNull(control),
  hold: orNull(hold),
  /** Why this side's picture is blank; null when it is not. */
  blank: orNull(oneOf(blankReasons)),
  /** What the page is called in the site's profile; null when it has no name. */
  page: orNull(record(named)),
  /** The page's own pixels. */
  size: orNull(record({ width_px: whole(1, PAGE_PX_MAX), height_px: whole(1, PAGE_PX_MAX) })),
  /** Pages that can be opened. */
  starts: listOf(start, 40),
  /** The name the operator shows. */
  operator: text(80),
  /** The visit's own mail address; null when it has none. */
  mailbox: orNull(text(254)),
  /** Whether the operator may have a mail address made for the visit; always false on the kiosk's line. */
  may_make_mailbox: flag,
  /** When it ends by itself. */
  over_at: orNull(instant),
});

const dialog = record({ type: oneOf(["dialog"]), id: number53, kind: oneOf(["alert", "confirm", "prompt", "leave"]), text: text(2_000), preset: text(PROMPT_CHARS_MAX) });

const option = record({ label: text(200), group: orNull(text(200)), chosen: flag, disabled: flag });
const select = record({ type: oneOf(["select"]), id: number53, label: text(200), multiple: flag, options: listOf(option, OPTIONS_MAX) });

export const dateKinds = ["date", "month", "time", "datetime-local"] as const;
export type DateKind = (typeof dateKinds)[number];
/** As HTML writes them: 2026-04-01, 2026-04, 08:30, 2026-04-01T08:30; empty when there is none. */
const dateText = text(16);
const date = record({ type: oneOf(["date"]), id: number53, label: text(200), kind: oneOf(dateKinds), value: dateText, min: dateText, max: dateText });

/** The page opened a window, which is shown in its place, or was kept from it. */
const popup = record({ type: oneOf(["popup"]), how: oneOf(["opened", "closed", "refused"]), page: orNull(record(named)) });
/** The page would print: kept as so many pages for the kiosk's printer, or refused. */
const print = record({ type: oneOf(["print"]), how: oneOf(["ready", "printed", "refused"]), pages: whole(0, 200) });
const download = record({ type: oneOf(["download_refused"]), kind: oneOf(["document", "picture", "other"]) });

const mail = record({
  type: oneOf(["mail"]),
  id: number53,
  at: instant,
  from: text(254),
  subject: text(300),
  text: text(20_000),
  /** Links that may be opened, by number; the server alone knows where they lead. */
  links: listOf(record({ number: whole(1, 50), label: text(200) }), 50),
});

export const photoChecks = ["face", "size", "brightness", "contrast", "background", "sharpness"] as const;
/** What is looked at while a photo is taken; a person decides. */
export type PhotoCheck = (typeof photoChecks)[number];

const photo = record({
  type: oneOf(["photo"]),
  id: number53,
  /** False when it is not wanted any more. */
  wanted: flag,
  /** Pixels a side. */
  px_min: whole(1, 6_000),
  px_max: whole(1, 6_000),
  bytes_min: whole(0, PHOTO_BYTES_MAX),
  bytes_max: whole(1, PHOTO_BYTES_MAX),
  /** Width over height; the card's photo is 35 mm by 45 mm. */
  ratio: decimal(0.2, 5),
  checks: listOf(oneOf(photoChecks), photoChecks.length),
});

export const traceKinds = ["profile", "frames", "photo", "captions", "form-data", "mailbox"] as const;
export type TraceKind = (typeof traceKinds)[number];

const receipt = record({
  type: oneOf(["receipt"]),
  /** Counted from 1 by the installation. */
  number: whole(1, Number.MAX_SAFE_INTEGER),
  ended_at: instant,
  /** What existed, and when it was erased. */
  erased: listOf(record({ what: oneOf(traceKinds), at: instant }), traceKinds.length),
  /** Canaries that the last search found; 0 when all is gone. */
  found: whole(0, 1_000_000),
  /** When the erasure was verified; null when it is not. */
  verified_at: orNull(instant),
  /** What the code says, to be typed where none can be read. */
  qr_text: text(1_000),
  /** The code as an SVG document, made by the server. */
  qr_svg: text(64 * 1_024),
});

/** What was asked has been answered by somebody, or is not asked any more. */
const gone = record({ type: oneOf(["gone"]), id: number53 });

export const refusals = ["stale_epoch", "not_holder", "hold", "not_live", "not_allowed", "too_much", "other_side_away"] as const;
const refused = record({ type: oneOf(["refused"]), code: oneOf(refusals) });

const readers = { state, dialog, select, date, popup, print, download_refused: download, mail, photo, receipt, gone, refused };

export type BrowserState = ShapeOf<typeof state>;
export type ControlState = ShapeOf<typeof control>;
export type HoldState = ShapeOf<typeof hold>;
export type KeypadState = ShapeOf<typeof keypad>;
export type StartPage = ShapeOf<typeof start>;
export type Dialog = ShapeOf<typeof dialog>;
export type Select = ShapeOf<typeof select>;
export type DateAsked = ShapeOf<typeof date>;
export type Popup = ShapeOf<typeof popup>;
export type Print = ShapeOf<typeof print>;
export type DownloadRefused = ShapeOf<typeof download>;
export type Mail = ShapeOf<typeof mail>;
export type PhotoAsked = ShapeOf<typeof photo>;
export type Receipt = ShapeOf<typeof receipt>;
export type Gone = ShapeOf<typeof gone>;
export type Refused = ShapeOf<typeof refused>;

export type ServerMessage = BrowserState | Dialog | Select | DateAsked | Popup | Print | DownloadRefused | Mail | PhotoAsked | Receipt | Gone | Refused;

/** Reads one text frame of the server on this side's line; null when it is not as agreed, whatever it is. */
export function readServerMessage(frame: string, side: Side): ServerMessage | null {
  if (frame.length > MESSAGE_CHARS_MAX) return null;
  try {
    const value: unknown = JSON.parse(frame);
    const type = typeof value === "object" && value !== null ? (value as Record<string, unknown>)["type"] : undefined;
    if (typeof type !== "string" || !Object.hasOwn(readers, type)) return null;
    const message = readers[type as keyof typeof readers](value, type);
    // The operator's line never tells what the resident types on.
    return message.type === "state" && side === "operator" && message.hold !== null && message.hold.keypad !== null ? null : message;
  } catch (error) {
    if (error instanceof NotThis || error instanceof SyntaxError) return null;
    throw error;
  }
}

export const pageKeys = ["Tab", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Enter", "Escape", "Backspace", "Delete", "Home", "End", "PageUp", "PageDown"] as const;
/** Keys that are passed on; everything else arrives as committed text or not at all. */
export type PageKey = (typeof pageKeys)[number];

export const photoReasons = ["health", "religion", "child", "staff_confirmed"] as const;
/** Why a photo is given though a check warns. */
export type PhotoReason = (typeof photoReasons)[number];

/** What acts on the page; the epoch is the one the sender's screen showed when the gesture began. */
export type Input =
  /** `x`, `y` in the page's own pixels; button 0 is the main one, 2 the other. */
  | { type: "pointer"; what: "move" | "down" | "up"; button: 0 | 2; x: number; y: number; epoch: number }
  /** At `x`, `y`; by so many pixels right and down. */
  | { type: "wheel"; x: number; y: number; right_px: number; down_px: number; epoch: number }
  | { type: "key"; key: PageKey; shift: boolean; epoch: number }
  /** Committed text alone, at most TEXT_CHARS_MAX; a composition is never sent. */
  | { type: "text"; text: string; epoch: number }
  | { type: "dialog_answer"; id: number; ok: boolean; text: string; epoch: number }
  /** Places in the list, from 0. */
  | { type: "select_answer"; id: number; chosen: readonly number[] | null; epoch: number }
  /** As HTML writes it; null leaves the field as it is. */
  | { type: "date_answer"; id: number; value: string | null; epoch: number }
  /**
   * A start page by its id, with the 23 digits of 申請書ID where they were read from the form's code. While no browser
   * stands it begins one: the operator alone may, with epoch 0.
   */
  | { type: "open"; start: string; form_id: string | null; epoch: number }
  /** A link of a mail by its number. */
  | { type: "open_link"; mail: number; number: number; epoch: number }
  | { type: "back"; epoch: number }
  | { type: "reload"; epoch: number };

/** From either side, by the ordinary channel. The photo itself goes as bytes, see `photoParcel`. */
export type PageMessage =
  | Input
  | { type: "control"; act: ControlAct; epoch: number }
  /** The talk button, pressed or let go. */
  | { type: "talk"; hold: number; on: boolean }
  | { type: "still_there"; hold: number }
  | { type: "photo_cancel"; id: number }
  /** This frame has been painted; the server sends the next. */
  | { type: "seen"; frame: number }
  /** The operator has a mail address made for this visit; where `may_make_mailbox` says so. */
  | { type: "make_mailbox"; epoch: number }
  /** A frame is missing or could not be painted: all of the picture, please. */
  | { type: "key_frame" }
  | { type: "end" };

/**
 * A key of the resident's keypad, by a channel of its own that the operator's side has none of. One printable ASCII
 * character, or a key; `seq` counts from 1 within the hold, so that a key acts once.
 */
export interface SecretMessage {
  type: "secret";
  hold: number;
  seq: number;
  key: { character: string } | "backspace" | "clear" | "enter";
}

/** What stands before the bytes of a photo. */
export interface PhotoGiven {
  type: "photo_give";
  id: number;
  width_px: number;
  height_px: number;
  /** Why it is given against a warning; null when nothing warned. */
  despite: PhotoReason | null;
  epoch: number;
}

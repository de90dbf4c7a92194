/**
 * The shared browser of one page without React: follows state and picture, and sends what may be sent.
 * Owns no rule of what may be (`browser-store.ts`) and no pixel (`picture.ts`). Whoever mounts it gives the line.
 */
import { makeStore, type Store } from "../live/live-store";
import { type BrowserAction, type BrowserView, emptyBrowser, epochOf, type InputRefusal, isCovered, mayMakeMailbox, reduceBrowser, refusalOf } from "./browser-store";
import type { Painted, Painter } from "./picture";
import { type ControlAct, type Input, type PageMessage, type PhotoGiven, type PhotoReason, PROMPT_CHARS_MAX, readServerMessage, type SecretMessage, SECRET_KEYS_MAX, type Side, TEXT_CHARS_MAX } from "./wire";
import { photoParcel, readTiles, type TileFrame } from "./wire-bytes";

/** Whole pictures asked for in a row without one that can be painted. */
export const KEY_FRAMES_ASKED_MAX = 5;

/** The line to the server; `secret` and `bytes` are the kiosk's alone. */
export interface BrowserLine {
  say: (message: PageMessage) => void;
  secret?: (message: SecretMessage) => void;
  bytes?: (parcel: Uint8Array<ArrayBuffer>) => void;
}

/** A photo that a person found good. */
export interface TakenPhoto {
  jpeg: Uint8Array<ArrayBuffer>;
  width_px: number;
  height_px: number;
  despite: PhotoReason | null;
}

export class SharedBrowser {
  readonly view: Store<BrowserView, BrowserAction>;
  readonly side: Side;
  private readonly picture: Painter;
  private readonly line: BrowserLine;
  /** The last frame that was taken in; null until a whole picture came. */
  private last: number | null = null;
  /** A whole picture was asked for and has not come. */
  private is_awaited = false;
  private key_frames_asked = 0;
  private readonly keys = { hold: -1, sent: 0 };

  constructor({ side, picture, line }: { side: Side; picture: Painter; line: BrowserLine }) {
    this.side = side;
    this.picture = picture;
    this.line = line;
    this.view = makeStore(reduceBrowser, emptyBrowser(side));
  }

  /** The line is there; everything is told anew. */
  opened(): void {
    this.cover();
    this.view.send({ type: "status", status: "open" });
  }

  lost(): void {
    this.cover();
    this.view.send({ type: "status", status: "lost" });
  }

  /** The line is not to come back: nothing of what was told stays, save which receipt was put away. */
  closed(): void {
    this.cover();
    this.view.send({ type: "status", status: "off" });
    this.view.send({ type: "forget" });
  }

  /** One frame of the line, text or bytes. What is not as agreed changes nothing. */
  hear(data: string | ArrayBuffer): void {
    if (typeof data !== "string") return this.hearTiles(data);
    const message = readServerMessage(data, this.side);
    if (message === null) return;
    const before = isCovered(this.side, this.view.read().state);
    const after = message.type === "state" ? isCovered(this.side, message) : before;
    // The canvas is empty before anybody is told that a hold began.
    if (after && !before) this.cover();
    this.view.send({ type: "message", message });
    if (message.type === "state" && !after && this.last === null) this.askKeyFrame();
  }

  /** The canvas that shows the page, or none. */
  show(canvas: HTMLCanvasElement | null): void {
    this.picture.show(canvas);
    this.view.send({ type: "picture", picture: "waiting" });
    const { status, state } = this.view.read();
    if (canvas !== null && status === "open" && !isCovered(this.side, state)) this.askAgain();
  }

  /** Sends what acts on the page; gives why it was not sent. */
  input(input: Input): InputRefusal | null {
    const refusal = refusalOf(this.view.read(), input) ?? (isTooMuch(input) ? "too_much" : null);
    if (refusal === null) this.line.say(input);
    return refusal;
  }

  /** What a gesture that begins here is to be sent with. */
  epoch(): number {
    return epochOf(this.view.read());
  }

  /** Asks something of the control token; false when this side may not. */
  control(act: ControlAct): boolean {
    const { status, state } = this.view.read();
    if (status !== "open" || state?.control?.may.includes(act) !== true) return false;
    this.line.say({ type: "control", act, epoch: state.control.epoch });
    return true;
  }

  /** One key of the resident's keypad; false when it goes nowhere. Nothing of it is kept. */
  secret(key: SecretMessage["key"]): boolean {
    const { side, status, state } = this.view.read();
    const keypad = state?.hold?.keypad ?? null;
    if (side !== "resident" || status !== "open" || keypad === null || this.line.secret === undefined) return false;
    if (typeof key === "object" && !/^[\x20-\x7e]$/.test(key.character)) return false;
    if (this.keys.hold !== keypad.hold) Object.assign(this.keys, { hold: keypad.hold, sent: 0 });
    if (this.keys.sent >= SECRET_KEYS_MAX) return false;
    this.keys.sent += 1;
    this.line.secret({ type: "secret", hold: keypad.hold, seq: this.keys.sent, key });
    return true;
  }

  talk(on: boolean): void {
    const hold = this.view.read().state?.hold;
    if (this.side === "resident" && hold != null && hold.hold !== null && (hold.is_private || !on)) this.line.say({ type: "talk", hold: hold.hold, on });
  }

  stillThere(): void {
    const keypad = this.view.read().state?.hold?.keypad;
    if (keypad != null) this.line.say({ type: "still_there", hold: keypad.hold });
  }

  /**
   * Hands the photo over and wipes it, sent or not; gives why it was not sent. It is the resident's to give, whoever
   * holds control; the server gives it to the page.
   */
  givePhoto({ jpeg, width_px, height_px, despite }: TakenPhoto): InputRefusal | null {
    const { status, state, photo } = this.view.read();
    const isLive = status === "open" && state?.life === "live";
    const refusal = photo === null || this.line.bytes === undefined ? "not_allowed" : isLive ? null : "not_live";
    if (photo !== null && refusal === null) {
      const given: PhotoGiven = { type: "photo_give", id: photo.id, width_px, height_px, despite, epoch: this.epoch() };
      const parcel = photoParcel(given, jpeg);
      if (parcel !== null) this.line.bytes?.(parcel);
      // A socket takes the bytes at the call: what is left here can go at once.
      parcel?.fill(0);
    }
    jpeg.fill(0);
    return refusal;
  }

  cancelPhoto(): void {
    const { photo } = this.view.read();
    if (photo !== null) this.line.say({ type: "photo_cancel", id: photo.id });
  }

  /** Has a mail address made for the visit; false when that may not be. */
  makeMailbox(): boolean {
    const may = mayMakeMailbox(this.view.read());
    if (may) this.line.say({ type: "make_mailbox", epoch: this.epoch() });
    return may;
  }

  end(): void {
    this.line.say({ type: "end" });
  }

  putAway(key: number): void {
    this.view.send({ type: "put_away", key });
  }

  putReceiptAway(): void {
    this.view.send({ type: "put_receipt_away" });
  }

  private hearTiles(buffer: ArrayBuffer): void {
    if (isCovered(this.side, this.view.read().state)) return;
    const frame = readTiles(buffer);
    if (frame === null) return this.askAgain();
    if (!frame.is_key && this.last === null) return this.askKeyFrame();
    if (!frame.is_key && this.last !== null && frame.frame <= this.last) return;
    if (!frame.is_key && frame.frame !== (this.last ?? 0) + 1) return this.askKeyFrame();
    if (frame.is_key) this.is_awaited = false;
    this.last = frame.frame;
    void this.picture.paint(frame).then((how) => this.follow(frame, how));
  }

  private follow(frame: TileFrame, how: Painted): void {
    if (how === "broken") return this.askKeyFrame();
    if (how === "dropped" || isCovered(this.side, this.view.read().state)) return;
    if (frame.is_key) this.key_frames_asked = 0;
    this.line.say({ type: "seen", frame: frame.frame });
    // A later frame may have been lost meanwhile: what stands there is old, and is said to be.
    if (this.last !== null) this.view.send({ type: "picture", picture: "shown" });
  }

  /** Nothing is painted until a whole picture comes; it is asked for once. */
  private askKeyFrame(): void {
    this.last = null;
    this.view.send({ type: "picture", picture: "waiting" });
    if (this.is_awaited || this.key_frames_asked >= KEY_FRAMES_ASKED_MAX) return;
    this.is_awaited = true;
    this.key_frames_asked += 1;
    this.line.say({ type: "key_frame" });
  }

  /** What came may have been the whole picture that was asked for. */
  private askAgain(): void {
    this.is_awaited = false;
    this.askKeyFrame();
  }

  private cover(): void {
    this.last = null;
    this.is_awaited = false;
    this.key_frames_asked = 0;
    this.picture.wipe();
    this.view.send({ type: "picture", picture: "waiting" });
  }
}

function isTooMuch(input: Input): boolean {
  if (input.type === "text") return input.text.length === 0 || input.text.length > TEXT_CHARS_MAX;
  return input.type === "dialog_answer" && input.text.length > PROMPT_CHARS_MAX;
}

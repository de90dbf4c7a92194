/** Messages of the shared browser for tests and scenes, whole and plausible; a test changes what it is about. */
import type { Painted, Painter } from "../browser/picture";
import { SharedBrowser } from "../browser/shared-browser";
import type { BrowserState, ControlState, HoldState, KeypadState, Mail, PageMessage, PhotoAsked, Receipt, SecretMessage, ServerMessage, Side } from "../browser/wire";
import { TILE_PX, type TileFrame, writeTiles } from "../browser/wire-bytes";

export const aControl = (part: Partial<ControlState> = {}): ControlState => ({ epoch: 4, holder: "resident", may: [], asked_until: null, offered_until: null, is_other_here: true, ...part });

export const aHold = (part: Partial<HoldState> = {}): HoldState => ({ standing: "clear", kind: null, is_private: false, is_talking: false, hold: null, keypad: null, ...part });

export const aKeypad = (part: Partial<KeypadState> = {}): KeypadState => ({ hold: 7, kind: "pin", keypad: "digits", asks_still_there: false, scramble_seed: null, ...part });

/** Live, guarded, clean; nobody but who holds control may act. */
export const aState = (part: Partial<BrowserState> = {}): BrowserState => ({
  type: "state",
  life: "live",
  can_act: true,
  control: aControl(),
  hold: aHold(),
  blank: null,
  page: { label_ja: "申請の内容を入力する", label_en: "Enter the application" },
  size: { width_px: 1_280, height_px: 800 },
  starts: [
    { id: "card", label_ja: "カードの申請", label_en: "Apply for a card", takes_form_id: true },
    { id: "booking", label_ja: "受取りの予約", label_en: "Book a pick-up", takes_form_id: false },
  ],
  operator: "佐藤",
  mailbox: null,
  may_make_mailbox: false,
  over_at: null,
  ...part,
});

export const aMail = (part: Partial<Mail> = {}): Mail => ({
  type: "mail",
  id: 1,
  at: "2026-04-01T00:00:00Z",
  from: "tetsuzuki@shinsei.example.jp",
  subject: "申請の続きについて",
  text: "お申込みありがとうございます。\n次のリンクから、写真の登録に進んでください。",
  links: [{ number: 1, label: "写真の登録" }],
  ...part,
});

export const aPhoto = (part: Partial<PhotoAsked> = {}): PhotoAsked => ({ type: "photo", id: 11, wanted: true, px_min: 480, px_max: 6_000, bytes_min: 20_000, bytes_max: 7_000_000, ratio: 3.5 / 4.5, checks: ["face", "size", "brightness", "contrast", "background", "sharpness"], ...part });

/** A square of squares, as a code looks. */
const code = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h29v29H0z"/><path d="${Array.from({ length: 21 * 21 }, (_, at) => [at % 21, Math.floor(at / 21)] as const).filter(([x, y]) => ((x < 7 || x > 13) && y < 7 ? x % 14 === 0 || x % 14 === 6 || y === 0 || y === 6 || ((x % 14) - 3) ** 2 + (y - 3) ** 2 < 4 : (x * 7 + y * 13 + x * y) % 3 === 0)).map(([x, y]) => `M${x + 4} ${y + 4}h1v1h-1z`).join("")}"/></svg>`;

export const aReceipt = (part: Partial<Receipt> = {}): Receipt => ({
  type: "receipt",
  number: 128,
  ended_at: "2026-04-01T00:20:03Z",
  erased: (["profile", "frames", "photo", "captions", "form-data", "mailbox"] as const).map((what, at) => ({ what, at: `2026-04-01T00:20:0${3 + Math.floor(at / 3)}Z` })),
  found: 0,
  verified_at: "2026-04-01T00:20:05Z",
  qr_text: "madoguchi:erasure:1:zama:128:9f2c4e0b7a51",
  qr_svg: code,
  ...part,
});

/** A whole picture of one tile a place, or what changed since the one before. */
export function aFrame(part: Partial<Omit<TileFrame, "tiles">> & { places?: readonly (readonly [number, number])[] } = {}): ArrayBuffer {
  const { width_px = 128, height_px = 64, frame = 1, is_key = true, is_sharp = false } = part;
  const all = [0, TILE_PX].map((x) => [x, 0] as const);
  const tiles = (part.places ?? (is_key ? all : [[0, 0] as const])).map(([x, y]) => ({ x, y, kind: "image/png" as const, bytes: new Uint8Array([frame, x & 0xff, y & 0xff]) }));
  return writeTiles({ frame, is_key, is_sharp, width_px, height_px, tiles });
}

/** A painter whose canvas is the test. */
export class Easel implements Painter {
  painted: number[] = [];
  wiped = 0;
  next: Painted = "painted";
  show() {}
  paint({ frame }: TileFrame): Promise<Painted> {
    const how = this.next;
    if (how === "painted") this.painted.push(frame);
    return Promise.resolve(how);
  }
  wipe() {
    this.wiped += 1;
    this.painted = [];
  }
}

/** A page whose server is the test. */
export function aBrowser(side: Side, first: BrowserState | null = aState()) {
  const said: PageMessage[] = [];
  const secrets: SecretMessage[] = [];
  const parcels: Uint8Array[] = [];
  const easel = new Easel();
  const browser = new SharedBrowser({ side, picture: easel, line: { say: (message) => said.push(message), ...(side === "resident" ? { secret: (message) => secrets.push(message), bytes: (parcel) => parcels.push(parcel.slice()) } : {}) } });
  const hear = (message: ServerMessage) => browser.hear(JSON.stringify(message));
  browser.opened();
  if (first !== null) hear(first);
  return { browser, said, secrets, parcels, easel, hear };
}

/**
 * The line of the shared browser, one a side: the kiosk's proves itself by the kiosk's key, the desk's by the login.
 * Keeps the line up and hands on what it says; must never know what a message means. `shared-browser.ts` does.
 * The messages are in `wire.ts`, the bytes in `wire-bytes.ts`; how the kiosk proves itself is as on /api/kiosk/live.
 */
import { helloTo, type KioskProof } from "../kiosk/kiosk-proof";
import { type LineStatus, SocketLine, type SocketLineOptions } from "../live/socket-line";
import { type PageMessage, readServerMessage, type SecretMessage, type Side } from "./wire";

/** What the server says when it closes the line for good. */
const refusals: ReadonlyMap<number, Refusing> = new Map<number, Refusing>([
  [4001, "not_yours"],
  [4004, "none_here"],
  [4009, "taken_over"],
]);

/** `none_here`: this kiosk has no shared browser; `taken_over`: another page of this side has it. */
type Refusing = "not_yours" | "none_here" | "taken_over";
export type BrowserLinkStatus = LineStatus | Refusing;

/** Characters of a challenge. */
const CHALLENGE_CHARS_MAX = 1_000;

/** The kiosk's line with its proof, or the line of the desk that serves this contact. */
export type BrowserEnd = { proof: KioskProof } | { contact: string };

export interface BrowserLinkOptions extends SocketLineOptions<BrowserLinkStatus> {
  end: BrowserEnd;
  /** One frame, from the first state on. */
  onFrame: (data: string | ArrayBuffer) => void;
}

const pathOf = (end: BrowserEnd): string => ("proof" in end ? "/api/kiosk/browser" : `/api/desk/visits/${encodeURIComponent(end.contact)}/browser`);

export class BrowserLink extends SocketLine<Refusing> {
  private readonly end: BrowserEnd;
  private readonly onFrame: (data: string | ArrayBuffer) => void;
  private readonly side: Side;

  constructor(options: BrowserLinkOptions) {
    super(pathOf(options.end), options);
    this.end = options.end;
    this.onFrame = options.onFrame;
    this.side = "proof" in options.end ? "resident" : "operator";
  }

  /** Sends where there is a line; what is said into a lost one is said again by a person, if at all. */
  say(message: PageMessage | SecretMessage): void {
    if (this.status === "open") this.socket?.send(JSON.stringify(message));
  }

  bytes(parcel: Uint8Array<ArrayBuffer>): void {
    if (this.status === "open") this.socket?.send(parcel);
  }

  /** The server speaks first. */
  protected override begin(): void {}

  protected override refusedBy(code: number): Refusing | null {
    return refusals.get(code) ?? null;
  }

  protected override receive(data: unknown, socket: WebSocket): void {
    if (typeof data !== "string" && !(data instanceof ArrayBuffer)) return;
    if (this.status === "open") return this.onFrame(data);
    if (typeof data !== "string") return;
    const nonce = "proof" in this.end ? nonceIn(data) : null;
    if (nonce !== null && "proof" in this.end) return void this.prove(nonce, this.end.proof, socket);
    // The state is the welcome: what comes before it belongs to nothing that is known.
    if (readServerMessage(data, this.side)?.type !== "state") return;
    this.entered();
    this.onFrame(data);
  }

  private async prove(nonce: string, proof: KioskProof, socket: WebSocket): Promise<void> {
    try {
      const hello = await helloTo(nonce, proof);
      if (socket === this.socket) socket.send(hello);
    } catch {
      this.lose(socket);
    }
  }
}

/** The nonce of a challenge; null when the frame is none. */
function nonceIn(data: string): string | null {
  if (data.length > CHALLENGE_CHARS_MAX) return null;
  try {
    const { type, nonce } = JSON.parse(data) as { type?: unknown; nonce?: unknown };
    return type === "challenge" && typeof nonce === "string" ? nonce : null;
  } catch {
    return null;
  }
}

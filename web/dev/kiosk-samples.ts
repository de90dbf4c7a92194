/** A kiosk's messages and states for tests, whole and plausible; a test changes what it is about. */
import type { ServerMessage as BrowserMessage } from "../browser/wire";
import { emptyKiosk, type KioskState, reduceKiosk } from "../kiosk/kiosk-store";
import { type ServerMessage, type Visit, type Welcome, wishes } from "../kiosk/messages";

export const aVisit = (part: Partial<Visit> = {}): Visit => ({
  contact: "v1",
  ticket: "A-027",
  language: "ja",
  wish: "renewal",
  state: "waiting",
  position: 3,
  estimate_minutes: 12,
  agent: null,
  agent_away: false,
  video: null,
  guests: [],
  document: "none",
  captions: "none",
  interrupted: false,
  line: null,
  telephone: null,
  issued_at: "2026-04-01T00:00:00Z",
  ...part,
});

export const aWelcome = (part: Partial<Welcome> = {}): Welcome => ({
  type: "welcome",
  name: "1番",
  now: "2026-04-01T00:00:00Z",
  open: true,
  next_open: null,
  city_ja: "座間市",
  city_en: "Zama City",
  call_number: "+81120101366",
  wishes: [...wishes],
  visit: null,
  ...part,
});

export const told = (state: KioskState, ...messages: ServerMessage[]): KioskState => messages.reduce((after, message) => reduceKiosk(after, { type: "message", message }), state);

/** Enrolled, connected and greeted. */
export const aKiosk = (part: Partial<Welcome> = {}): KioskState => {
  const known = reduceKiosk(emptyKiosk, { type: "identity", own: { kiosk: "k1", name: "1番" } });
  return reduceKiosk(told(known, aWelcome(part)), { type: "status", status: "open" });
};

/** A socket whose far end is the test. */
export class FarEnd {
  static all: FarEnd[] = [];
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;
  onclose: ((event?: { code: number }) => void) | null = null;
  readyState = 1;
  sent: Record<string, unknown>[] = [];
  parcels: Uint8Array[] = [];

  constructor() {
    (this.constructor as typeof FarEnd).all.push(this);
  }

  static get last(): FarEnd {
    return this.all.at(-1) ?? new this();
  }

  /** What a link takes for a socket. */
  static connect(): WebSocket {
    return new FarEnd() as unknown as WebSocket;
  }

  /** Signs of life are answered at once; everything else is the test's. */
  send(text: string | Uint8Array) {
    if (typeof text !== "string") return void this.parcels.push(text.slice());
    const said = JSON.parse(text) as Record<string, unknown>;
    if (said["type"] !== "echo") return void this.sent.push(said);
    this.say({ type: "echo", now: "2026-04-01T00:00:00Z" });
    this.say({ type: "done", id: Number(said["id"]) });
  }

  close() {
    this.readyState = 3;
  }

  say(message: ServerMessage | BrowserMessage) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  show(frame: ArrayBuffer) {
    this.onmessage?.({ data: frame });
  }
}

/** The far end of the kiosk's line of the shared browser, apart from that of its visit. */
export class SharedEnd extends FarEnd {
  static override all: FarEnd[] = [];

  static override connect(): WebSocket {
    return new SharedEnd() as unknown as WebSocket;
  }
}

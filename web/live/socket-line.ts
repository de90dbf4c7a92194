/**
 * A WebSocket to the server that comes back by itself with growing pauses, unless the server does not want this page.
 * Its heirs say what is said on it: `socket-link.ts` numbers commands, `browser/browser-link.ts` carries the shared
 * browser. Must never know a message, a page or React.
 */
export type LineStatus = "connecting" | "open" | "lost" | "stopped";

/** From the opening of the socket to the welcome. */
const GREETING_LIMIT_MS = 8_000;
/** A server that is started anew is back within seconds: for half a minute nobody waits longer than two. */
const PAUSES_MS: readonly number[] = [150, 400, 1_000, ...Array<number>(20).fill(1_500), 4_000, 8_000];
/** The close code of a server that is there and has no room at the moment (RFC 6455 registry: Try Again Later). */
export const TRY_AGAIN_LATER = 1013;
/** It is not asked again within the first, short pauses. */
const LATER_ATTEMPT = 3;

/** How long to wait before the next attempt; `chance` in 0..1 keeps many pages from coming at once. */
export function pauseBefore(attempt: number, chance: number): number {
  const pause_ms = PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)] ?? 8_000;
  return Math.round(pause_ms * (0.75 + chance / 2));
}

export interface SocketLineOptions<Status> {
  onStatus: (status: Status) => void;
  connect?: () => WebSocket;
  chance?: () => number;
}

/** `Refusing` are the states beside the line's own in which the server does not want this page. */
export abstract class SocketLine<Refusing extends string> {
  protected socket: WebSocket | null = null;
  protected status: LineStatus | Refusing = "stopped";
  private readonly path: string;
  private readonly line: SocketLineOptions<LineStatus | Refusing>;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  protected constructor(path: string, options: SocketLineOptions<LineStatus | Refusing>) {
    this.path = path;
    this.line = options;
  }

  /** Connects, or connects anew. */
  open(): void {
    this.drop();
    this.become(this.status === "lost" ? "lost" : "connecting");
    const socket = (this.line.connect ?? (() => connectTo(this.path)))();
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    this.timer = setTimeout(() => this.lose(socket), GREETING_LIMIT_MS);
    socket.onopen = () => this.begin(socket);
    socket.onmessage = (event) => {
      if (socket === this.socket) this.receive(event.data, socket);
    };
    socket.onclose = (event: CloseEvent | undefined) => this.closed(socket, event?.code ?? 0);
  }

  /** Reconnects at once instead of after the pause. */
  hurry(): void {
    if (this.status === "lost") this.open();
  }

  /** The browser says that the network is gone: believes it without waiting for a time-out. */
  cut(): void {
    if (this.socket !== null) this.lose(this.socket);
  }

  close(): void {
    this.leave("stopped");
  }

  /** The socket stands: what this side says first, if it is not the server that begins. */
  protected abstract begin(socket: WebSocket): void;

  /** One frame, text or bytes. */
  protected abstract receive(data: unknown, socket: WebSocket): void;

  /** Why the server does not want this page, if this close code says so. */
  protected refusedBy(_code: number): Refusing | null {
    return null;
  }

  /** The server lets this page in. */
  protected entered(): void {
    this.greeted();
    this.attempt = 0;
    this.become("open");
  }

  /** The server has spoken: it need not be given up. */
  protected greeted(): void {
    clearTimeout(this.timer);
  }

  /** Lets go of the line and does not come back by itself. */
  protected leave(status: "stopped" | Refusing): void {
    this.drop();
    this.become(status);
  }

  protected lose(socket: WebSocket): void {
    if (socket !== this.socket) return;
    this.drop();
    this.become("lost");
    this.timer = setTimeout(() => this.open(), pauseBefore(this.attempt, (this.line.chance ?? Math.random)()));
    this.attempt += 1;
  }

  protected drop(): void {
    clearTimeout(this.timer);
    const { socket } = this;
    this.socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  protected become(status: LineStatus | Refusing): void {
    if (this.status === status) return;
    this.status = status;
    this.line.onStatus(status);
  }

  private closed(socket: WebSocket, code: number): void {
    if (socket !== this.socket) return;
    const refusal = this.refusedBy(code);
    if (refusal !== null) return this.leave(refusal);
    if (code === TRY_AGAIN_LATER) this.attempt = Math.max(this.attempt, LATER_ATTEMPT);
    this.lose(socket);
  }
}

function connectTo(path: string): WebSocket {
  const address = new URL(path, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(address);
}

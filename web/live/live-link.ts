/**
 * The WebSocket to the server: greets, numbers commands, matches answers, reconnects with growing pauses.
 * Must never know what a message means to a page, nor React; the stores digest what it delivers.
 * Contract: docs/API-DESIGN.md, "WebSocket".
 */
import type { Command, ServerMessage } from "./messages";

export type LinkStatus = "connecting" | "open" | "lost" | "seat_taken" | "taken_over" | "stopped";

/** A command that the server declined, or that got no answer in time (code `no_answer`). */
export class Refusal extends Error {
  readonly code: string;
  readonly detail_ja: string;
  readonly detail_en: string;

  constructor(code: string, detail_ja: string, detail_en: string) {
    super(code);
    this.code = code;
    this.detail_ja = detail_ja;
    this.detail_en = detail_en;
  }
}

/** What is said of a command that never left this browser. */
export const noLine = () => new Refusal("no_line", "サーバーに接続していないため、操作できませんでした。", "Not connected to the server, so nothing was done.");
const NO_ANSWER = () => new Refusal("no_answer", "サーバーから応答がありませんでした。", "The server did not answer.");

/** A command unanswered for this long means that the line is dead, whatever the browser believes. */
const ANSWER_LIMIT_MS = 6_000;
const GREETING_LIMIT_MS = 8_000;
const PAUSES_MS = [150, 400, 1_000, 2_000, 4_000, 8_000] as const;

/** How long to wait before the next attempt; `chance` in 0..1 keeps many desks from coming at once. */
export function pauseBefore(attempt: number, chance: number): number {
  const pause_ms = PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)] ?? 8_000;
  return Math.round(pause_ms * (0.75 + chance / 2));
}

interface Waiting {
  done: () => void;
  refuse: (refusal: Refusal) => void;
  limit: ReturnType<typeof setTimeout>;
}

export interface LinkOptions {
  page: "desk" | "supervisor";
  tab: string;
  onMessage: (message: ServerMessage) => void;
  onStatus: (status: LinkStatus) => void;
  connect?: () => WebSocket;
  chance?: () => number;
}

function connectHere(): WebSocket {
  const address = new URL("/api/live", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(address);
}

export class LiveLink {
  private readonly options: LinkOptions;
  private socket: WebSocket | null = null;
  private status: LinkStatus = "stopped";
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LinkOptions) {
    this.options = options;
  }

  open(takeOver = false): void {
    this.drop();
    this.become(this.status === "lost" ? "lost" : "connecting");
    const socket = (this.options.connect ?? connectHere)();
    this.socket = socket;
    this.timer = setTimeout(() => this.lose(socket), GREETING_LIMIT_MS);
    socket.onopen = () => this.greet(takeOver);
    socket.onmessage = (event) => this.receive(socket, event.data);
    socket.onclose = () => this.lose(socket);
  }

  /** Asks for the seat after `seat_taken` or `taken_over`. */
  takeOver(): void {
    if (this.status === "seat_taken" && this.socket?.readyState === WebSocket.OPEN) this.greet(true);
    else this.open(true);
  }

  /** Reconnects at once instead of after the pause. */
  hurry(): void {
    if (this.status === "lost") this.open();
  }

  close(): void {
    this.drop();
    this.become("stopped");
  }

  /** Sends a command; settles when the server has done or refused it. */
  command(command: Command): Promise<void> {
    const { socket } = this;
    if (socket === null || this.status !== "open") return Promise.reject(noLine());
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((done, refuse) => {
      const limit = setTimeout(() => {
        this.settle(id)?.refuse(NO_ANSWER());
        this.lose(socket);
      }, ANSWER_LIMIT_MS);
      this.waiting.set(id, { done, refuse, limit });
      socket.send(JSON.stringify({ ...command, id }));
    });
  }

  private greet(take_over: boolean): void {
    const { page, tab } = this.options;
    this.socket?.send(JSON.stringify({ type: "hello", page, tab, take_over }));
  }

  private receive(socket: WebSocket, data: unknown): void {
    if (socket !== this.socket || typeof data !== "string") return;
    const message = JSON.parse(data) as ServerMessage;
    switch (message.type) {
      case "welcome":
        clearTimeout(this.timer);
        this.attempt = 0;
        this.options.onMessage(message);
        this.become("open");
        return;
      case "seat_taken":
        clearTimeout(this.timer);
        this.become("seat_taken");
        return;
      case "taken_over":
        this.drop();
        this.become("taken_over");
        return;
      case "done":
        this.settle(message.id)?.done();
        return;
      case "refused":
        this.settle(message.id)?.refuse(new Refusal(message.code, message.detail_ja, message.detail_en));
        return;
      default:
        this.options.onMessage(message);
    }
  }

  private settle(id: number): Waiting | undefined {
    const found = this.waiting.get(id);
    this.waiting.delete(id);
    if (found !== undefined) clearTimeout(found.limit);
    return found;
  }

  private lose(socket: WebSocket): void {
    if (socket !== this.socket) return;
    const wasTaken = this.status === "seat_taken";
    this.drop();
    if (wasTaken) return;
    this.become("lost");
    this.timer = setTimeout(() => this.open(), pauseBefore(this.attempt, (this.options.chance ?? Math.random)()));
    this.attempt += 1;
  }

  private drop(): void {
    clearTimeout(this.timer);
    const { socket } = this;
    this.socket = null;
    if (socket !== null) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    for (const id of [...this.waiting.keys()]) this.settle(id)?.refuse(noLine());
  }

  private become(status: LinkStatus): void {
    if (this.status === status) return;
    this.status = status;
    this.options.onStatus(status);
  }
}

/**
 * The desk's line to the server: greets with page and tab, and stands back where another tab has the seat.
 * Must never know what a message means to a page, nor React; the stores digest what it delivers.
 * Contract: docs/API-DESIGN.md, "WebSocket".
 */
import type { Command, ServerMessage } from "./messages";
import { type LineStatus, SocketLink, type SocketLinkOptions } from "./socket-link";

type Refusing = "seat_taken" | "taken_over";
export type LinkStatus = LineStatus | Refusing;

<<<<<<< HEAD
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
=======
export interface LinkOptions extends SocketLinkOptions<ServerMessage, LinkStatus> {
>>>>>>> flow
  page: "desk" | "supervisor";
  tab: string;
}

export class LiveLink extends SocketLink<ServerMessage, Command, Refusing> {
  private readonly who: { page: "desk" | "supervisor"; tab: string };
  private taking = false;

  constructor(options: LinkOptions) {
    super("/api/live", options);
    this.who = { page: options.page, tab: options.tab };
  }

  override open(takeOver = false): void {
    this.taking = takeOver;
    super.open();
  }

  /** Asks for the seat after `seat_taken` or `taken_over`. */
  takeOver(): void {
    if (this.status === "seat_taken" && this.socket?.readyState === WebSocket.OPEN) this.greet(this.socket, true);
    else this.open(true);
  }

  protected override begin(socket: WebSocket): void {
    this.greet(socket, this.taking);
  }

<<<<<<< HEAD
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
=======
  protected override heed(message: ServerMessage): boolean {
>>>>>>> flow
    switch (message.type) {
      case "welcome":
        this.welcomed(message);
        return false;
      case "seat_taken":
        this.greeted();
        this.become("seat_taken");
        return false;
      case "taken_over":
        this.leave("taken_over");
        return false;
      default:
        return true;
    }
  }

  /** A seat that is taken is asked for by a press, not by a line that comes back. */
  protected override lose(socket: WebSocket): void {
    if (socket === this.socket && this.status === "seat_taken") this.drop();
    else super.lose(socket);
  }

<<<<<<< HEAD
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
=======
  private greet(socket: WebSocket, take_over: boolean): void {
    socket.send(JSON.stringify({ type: "hello", ...this.who, take_over }));
>>>>>>> flow
  }
}

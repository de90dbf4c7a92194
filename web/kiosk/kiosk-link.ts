/**
 * The kiosk's WebSocket: answers the challenge with the kiosk's key, numbers commands, matches answers,
 * reconnects with growing pauses. Must never know what a message means to a screen, nor React.
 * The desk's line is live/live-link.ts.
 */
import { pauseBefore, Refusal } from "../live/live-link";
import type { Command, ServerMessage } from "./messages";

export type KioskLinkStatus = "connecting" | "open" | "lost" | "replaced" | "revoked" | "stopped";

const NO_LINE = () => new Refusal("no_line", "回線がつながっていないため、操作できませんでした。", "The line is down, so nothing was done.");
const NO_ANSWER = () => new Refusal("no_answer", "サーバーから応答がありませんでした。", "The server did not answer.");

/** A command unanswered for this long means that the line is dead, whatever the browser believes. */
const ANSWER_LIMIT_MS = 6_000;
/** From the opening of the socket to the welcome. */
const GREETING_LIMIT_MS = 8_000;

interface Waiting {
  done: (now: string) => void;
  refuse: (refusal: Refusal) => void;
  limit: ReturnType<typeof setTimeout>;
}

export interface KioskLinkOptions {
  kiosk: string;
  sign: (nonce: string) => Promise<string>;
  onMessage: (message: ServerMessage) => void;
  onStatus: (status: KioskLinkStatus) => void;
  connect?: () => WebSocket;
  chance?: () => number;
}

function connectHere(): WebSocket {
  const address = new URL("/api/kiosk/live", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(address);
}

export class KioskLink {
  private readonly options: KioskLinkOptions;
  private socket: WebSocket | null = null;
  private status: KioskLinkStatus = "stopped";
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: KioskLinkOptions) {
    this.options = options;
  }

  /** Connects, or connects anew; also takes the kiosk back after `replaced`. */
  open(): void {
    this.drop();
    this.become(this.status === "lost" ? "lost" : "connecting");
    const socket = (this.options.connect ?? connectHere)();
    this.socket = socket;
    this.timer = setTimeout(() => this.lose(socket), GREETING_LIMIT_MS);
    socket.onmessage = (event) => this.receive(socket, event.data);
    socket.onclose = () => this.lose(socket);
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
    this.drop();
    this.become("stopped");
  }

  /** Sends a command; settles when the server has done or refused it. */
  async command(command: Command): Promise<void> {
    await this.send(command);
  }

  /** Asks for a sign of life; the server's clock. */
  echo(): Promise<string> {
    return this.send({ type: "echo" });
  }

  private send(command: Command): Promise<string> {
    const { socket } = this;
    if (socket === null || this.status !== "open") return Promise.reject(NO_LINE());
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((done, refuse) => {
      const limit = setTimeout(() => {
        this.settle(id)?.refuse(NO_ANSWER());
        if (socket === this.socket) this.lose(socket);
      }, ANSWER_LIMIT_MS);
      this.waiting.set(id, { done, refuse, limit });
      socket.send(JSON.stringify({ ...command, id }));
    });
  }

  private async greet(socket: WebSocket, nonce: string): Promise<void> {
    const { kiosk, sign } = this.options;
    const signature = await sign(nonce);
    if (socket === this.socket) socket.send(JSON.stringify({ type: "hello", kiosk, signature }));
  }

  private receive(socket: WebSocket, data: unknown): void {
    if (socket !== this.socket || typeof data !== "string") return;
    const message = JSON.parse(data) as ServerMessage;
    switch (message.type) {
      case "challenge":
        this.greet(socket, message.nonce).catch(() => this.lose(socket));
        return;
      case "welcome":
        clearTimeout(this.timer);
        this.attempt = 0;
        this.options.onMessage(message);
        this.become("open");
        return;
      case "replaced":
      case "revoked":
        this.drop();
        this.become(message.type);
        return;
      case "done":
        this.settle(message.id)?.done("");
        return;
      case "echo":
        this.settle(message.id)?.done(message.now);
        return;
      case "refused":
        this.settle(message.id)?.refuse(new Refusal(message.code, message.detail_ja, message.detail_en));
        return;
      case "hours":
      case "visit":
      case "visit_gone":
      case "media_answer":
      case "diagnose":
      case "stop_diagnosis":
      case "reload":
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
    this.drop();
    this.become("lost");
    this.timer = setTimeout(() => this.open(), pauseBefore(this.attempt, (this.options.chance ?? Math.random)()));
    this.attempt += 1;
  }

  private drop(): void {
    clearTimeout(this.timer);
    const { socket } = this;
    this.socket = null;
    if (socket !== null) {
      socket.onmessage = socket.onclose = null;
      socket.close();
    }
    for (const id of [...this.waiting.keys()]) this.settle(id)?.refuse(NO_LINE());
  }

  private become(status: KioskLinkStatus): void {
    if (this.status === status) return;
    this.status = status;
    this.options.onStatus(status);
  }
}

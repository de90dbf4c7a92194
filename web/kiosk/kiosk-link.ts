/**
 * The kiosk's line to the server: answers its challenge with the kiosk's key, and stays away once another page
 * has this identity or the key is out of service. Must never know what a message means to a screen, nor React.
 * Contract: docs/API-DESIGN.md, "WebSocket /api/kiosk/live".
 */
import { type LineStatus, SocketLink, type SocketLinkOptions } from "../live/socket-link";
import type { Command, ServerMessage } from "./messages";

type Refusing = "replaced" | "revoked";
export type KioskLinkStatus = LineStatus | Refusing;

export interface KioskLinkOptions extends SocketLinkOptions<ServerMessage, KioskLinkStatus> {
  kiosk: string;
  sign: (nonce: string) => Promise<string>;
}

/** `open` also takes the kiosk back after `replaced`. */
export class KioskLink extends SocketLink<ServerMessage, Command, Refusing> {
  private readonly options: KioskLinkOptions;

  constructor(options: KioskLinkOptions) {
    super("/api/kiosk/live", options);
    this.options = options;
  }

  /** The server speaks first. */
  protected override begin(): void {}

  protected override heed(message: ServerMessage, socket: WebSocket): boolean {
    switch (message.type) {
      case "challenge":
        this.greet(socket, message.nonce).catch(() => this.lose(socket));
        return false;
      case "welcome":
        this.welcomed(message);
        return false;
      case "replaced":
      case "revoked":
        this.leave(message.type);
        return false;
      default:
        return true;
    }
  }

  private async greet(socket: WebSocket, nonce: string): Promise<void> {
    const { kiosk, sign } = this.options;
    const signature = await sign(nonce);
    if (socket === this.socket) socket.send(JSON.stringify({ type: "hello", kiosk, signature }));
  }
<<<<<<< HEAD

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
        this.settle(message.id)?.done();
        return;
      case "refused":
        this.settle(message.id)?.refuse(new Refusal(message.code, message.detail_ja, message.detail_en));
        return;
      case "hours":
      case "visit":
      case "visit_gone":
      case "flow":
      case "slip":
      case "media_answer":
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
=======
>>>>>>> flow
}

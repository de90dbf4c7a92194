/**
 * The kiosk's line to the server: answers its challenge with the kiosk's key, and stays away once another page
 * has this identity or the key is out of service. Must never know what a message means to a screen, nor React.
 * Contract: docs/API-DESIGN.md, "WebSocket /api/kiosk/live".
 */
import type { LineStatus } from "../live/socket-line";
import { SocketLink, type SocketLinkOptions } from "../live/socket-link";
import { helloTo, type KioskProof } from "./kiosk-proof";
import type { Command, ServerMessage } from "./messages";

type Refusing = "replaced" | "revoked";
export type KioskLinkStatus = LineStatus | Refusing;

export interface KioskLinkOptions extends SocketLinkOptions<ServerMessage, KioskLinkStatus>, KioskProof {}

/** `open` also takes the kiosk back after `replaced`. */
export class KioskLink extends SocketLink<ServerMessage, Command, Refusing> {
  private readonly options: KioskLinkOptions;
  /** The server's clock as it was told last. */
  private server_now = "";

  constructor(options: KioskLinkOptions) {
    super("/api/kiosk/live", options);
    this.options = options;
  }

  /** Asks for a sign of life; the server's clock. */
  async echo(): Promise<string> {
    await this.command({ type: "echo" });
    return this.server_now;
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
      case "echo":
        this.server_now = message.now;
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
    const hello = await helloTo(nonce, this.options);
    if (socket === this.socket) socket.send(hello);
  }
}

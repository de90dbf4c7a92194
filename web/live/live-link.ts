/**
 * The desk's line to the server: greets with page and tab, and stands back where another tab has the seat.
 * Must never know what a message means to a page, nor React; the stores digest what it delivers.
 * Contract: docs/API-DESIGN.md, "WebSocket".
 */
import type { Command, ServerMessage } from "./messages";
import { SocketLink, type SocketLinkOptions } from "./socket-link";
import type { LineStatus } from "./socket-line";

/** The pages that connect; only a desk takes a seat. */
export type LivePage = "desk" | "supervisor" | "city";

type Refusing = "seat_taken" | "taken_over";
export type LinkStatus = LineStatus | Refusing;

export interface LinkOptions extends SocketLinkOptions<ServerMessage, LinkStatus> {
  page: LivePage;
  tab: string;
}

export class LiveLink extends SocketLink<ServerMessage, Command, Refusing> {
  private readonly who: { page: LivePage; tab: string };
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

  protected override heed(message: ServerMessage): boolean {
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

  private greet(socket: WebSocket, take_over: boolean): void {
    socket.send(JSON.stringify({ type: "hello", ...this.who, take_over }));
  }
}

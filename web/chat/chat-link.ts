/**
 * The resident's line to the server: says which conversation this is, and stays away once another page has it.
 * Must never know what a message means to a screen.
 * Contract: docs/API-DESIGN.md, "WebSocket /api/chat/live".
 */
import type { LineStatus } from "../live/socket-line";
import { SocketLink, type SocketLinkOptions } from "../live/socket-link";
import type { ChatLanguage, Command, ServerMessage } from "./messages";

type Refusing = "replaced" | "busy";
export type ChatStatus = LineStatus | Refusing;

export interface ChatLinkOptions extends SocketLinkOptions<ServerMessage, ChatStatus> {
  /** The conversation's secret, when there is one, and the language a new one is held in. */
  greeting: () => { token: string | null; language: ChatLanguage };
}

export class ChatLink extends SocketLink<ServerMessage, Command, Refusing> {
  private readonly greeting: ChatLinkOptions["greeting"];

  constructor(options: ChatLinkOptions) {
    super("/api/chat/live", options);
    this.greeting = options.greeting;
  }

  protected override begin(socket: WebSocket): void {
    socket.send(JSON.stringify({ type: "hello", ...this.greeting() }));
  }

  protected override heed(message: ServerMessage): boolean {
    switch (message.type) {
      case "welcome":
        this.welcomed(message);
        return false;
      case "replaced":
      case "busy":
        this.leave(message.type);
        return false;
      default:
        return true;
    }
  }
}

/** The built-in way: the program's own forwarding unit, by the connection that `visit-media.ts` keeps up. */
import type { VisitMedia } from "../visit-media";
import type { VideoProvider } from "./provider";

type Connection = Pick<VisitMedia, "prepare" | "connect" | "stop">;

export class BuiltinProvider implements VideoProvider {
  readonly name = "builtin";
  private readonly media: Connection;

  constructor(media: Connection) {
    this.media = media;
  }

  preload(): void {
    void this.media.prepare();
  }

  /** Tries for as long as the visit lasts: there is no grant, and no other way after it. */
  async join(): Promise<void> {
    await this.media.connect();
  }

  // The connection's own tracks are muted by `visit-media.ts`, where the page asks for it.
  mic(): void {}

  cam(): void {}

  leave(): Promise<void> {
    this.media.stop();
    return Promise.resolve();
  }
}

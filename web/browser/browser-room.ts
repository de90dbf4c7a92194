/**
 * The shared browser of one page together with its line, without React: opened, closed, taken back from another page.
 * Owns no rule of when; the kiosk's seat and the desk's panel say that.
 */
import { makeStore, type Store } from "../live/live-store";
import { type BrowserEnd, BrowserLink, type BrowserLinkStatus } from "./browser-link";
import { type Painter, Picture } from "./picture";
import { type BrowserLine, SharedBrowser } from "./shared-browser";
import type { Side } from "./wire";

export interface BrowserRoomOptions {
  side: Side;
  picture?: Painter;
  connect?: () => WebSocket;
  chance?: () => number;
}

export class BrowserRoom {
  readonly browser: SharedBrowser;
  readonly line: Store<BrowserLinkStatus, BrowserLinkStatus> = makeStore((_: BrowserLinkStatus, next: BrowserLinkStatus) => next, "stopped");
  private readonly options: BrowserRoomOptions;
  private link: BrowserLink | null = null;

  constructor(options: BrowserRoomOptions) {
    this.options = options;
    const { side, picture = new Picture() } = options;
    // What a resident types and photographs has no way out of the operator's page.
    const own: Partial<BrowserLine> = side === "resident" ? { secret: (message) => this.link?.say(message), bytes: (parcel) => this.link?.bytes(parcel) } : {};
    this.browser = new SharedBrowser({ side, picture, line: { say: (message) => this.link?.say(message), ...own } });
  }

  /** Opens the line; where it is open already, nothing. */
  open(end: BrowserEnd): void {
    if (this.link !== null) return;
    const { connect, chance } = this.options;
    this.link = new BrowserLink({
      end,
      onFrame: (data) => this.browser.hear(data),
      onStatus: (status) => this.follow(status),
      ...(connect === undefined ? {} : { connect }),
      ...(chance === undefined ? {} : { chance }),
    });
    this.link.open();
  }

  /** A person has this page taken into use again, after another had it or the server said no. */
  again(): void {
    this.link?.open();
  }

  hurry(): void {
    this.link?.hurry();
  }

  cut(): void {
    this.link?.cut();
  }

  /** Lets go of the line, and of everything that was told. */
  close(): void {
    this.link?.close();
    this.link = null;
  }

  private follow(status: BrowserLinkStatus): void {
    switch (status) {
      case "open":
        this.browser.opened();
        break;
      case "lost":
        this.browser.lost();
        break;
      case "stopped":
      case "not_yours":
      case "none_here":
      case "taken_over":
        this.browser.closed();
        break;
      case "connecting":
        break;
    }
    this.line.send(status);
  }
}

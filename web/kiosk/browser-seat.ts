/**
 * The shared browser's seat at this kiosk: its line is open from the moment an agent serves the visit until the visit
 * is over and its receipt was put away, and while a secret is typed the resident's camera and voice stay here.
 * Must never know React nor what a screen looks like.
 */
import { BrowserRoom, type BrowserRoomOptions } from "../browser/browser-room";
import { type Place, placeOf, privacyOf } from "../browser/place";
import { makeStore, type Store } from "../live/live-store";
import type { Privacy } from "../visit/visit-media";
import type { KioskProof } from "./kiosk-proof";
import type { Visit } from "./messages";

export interface BrowserSeatOptions extends Omit<BrowserRoomOptions, "side"> {
  /** Keeps the resident's picture and voice from the other side, or lets them go again. */
  keepPrivate: (privacy: Privacy) => void;
  /** Something else of the shared browser stands on the screen. */
  onPlace: (place: Place) => void;
}

export class BrowserSeat {
  readonly room: BrowserRoom;
  /** What of it stands on the screen. */
  readonly place: Store<Place, Place> = makeStore((_: Place, next: Place) => next, "nothing");
  private readonly options: BrowserSeatOptions;
  private proof: KioskProof | null = null;
  private visit: Pick<Visit, "contact" | "state"> | null = null;
  private privacy: Privacy = "none";

  constructor(options: BrowserSeatOptions) {
    this.options = options;
    this.room = new BrowserRoom({ ...options, side: "resident" });
    this.room.browser.view.subscribe(() => this.look());
  }

  /** This kiosk's own key; null when it is no kiosk any more. */
  prove(proof: KioskProof | null): void {
    this.leave();
    this.proof = proof;
    this.follow(this.visit);
  }

  /** Goes with the visit as the server has it. */
  follow(visit: Pick<Visit, "contact" | "state"> | null): void {
    const isAnother = visit !== null && this.visit !== null && visit.contact !== this.visit.contact;
    this.visit = visit;
    if (isAnother) this.leave();
    if (visit?.state === "talking" && this.proof !== null) this.room.open({ proof: this.proof });
    else this.leaveWhenDone();
  }

  /** Whether something of it is on the screen, or is going to be. */
  stands(): boolean {
    return this.place.read() !== "nothing";
  }

  /** The resident has read the receipt, or the next one is to begin. */
  putAway(): void {
    this.room.browser.putReceiptAway();
  }

  /** Lets go of everything, whatever stands. */
  leave(): void {
    this.room.close();
  }

  /** The view changed: privacy first, before anything is drawn of it. */
  private look(): void {
    const view = this.room.browser.view.read();
    const privacy = privacyOf(view, this.privacy);
    if (privacy !== this.privacy) {
      this.privacy = privacy;
      this.options.keepPrivate(privacy);
    }
    const before = this.place.read();
    const place = placeOf(view, before);
    this.place.send(place);
    if (place !== before) this.options.onPlace(place);
    this.leaveWhenDone();
  }

  private leaveWhenDone(): void {
    if (this.visit?.state !== "talking" && this.place.read() === "nothing") this.leave();
  }
}

/**
 * The video of one visit, carried by whom the server says: Zoom or the built-in way. Owns the going from one to the
 * other, never the choice: a way that fails is told to the server, and the next one is begun when the server begins it
 * for both sides. Stands where `VisitMedia` stood, whose devices serve both ways.
 */
import { BuiltinProvider } from "./providers/builtin";
import { type ProviderEvents, VideoFault, type VideoGrant, type VideoProvider, type VideoSaid, type VideoTold, within } from "./providers/provider";
import { ZoomProvider } from "./providers/zoom";
import { standardDevices } from "./visit-devices";
import { noVisitMedia, type Privacy, VisitMedia, type VisitMediaOptions, type VisitMediaState, whatGoesOut } from "./visit-media";

/** How long a page tries to be in a Zoom session; the server gives up no sooner. */
const JOIN_DEADLINE_MS = 8_000;
/** How long a cover waits for the built-in way: the server's word, and Zoom's leaving. */
const COVER_LIMIT_MS = 15_000;

export interface VisitVideoState extends VisitMediaState {
  /** Goes over from Zoom to the built-in way: said to the person until there is a picture again. */
  switching: boolean;
  /** The other side's picture as Zoom draws it; null in the built-in way. */
  picture: HTMLElement | null;
}

export const noVisitVideo: VisitVideoState = { ...noVisitMedia, switching: false, picture: null };

type Media = Pick<VisitMedia, "prepare" | "connect" | "hurry" | "unheard" | "mute" | "lookAway" | "keepPrivate" | "showInstead" | "tryDevices" | "stop"> & Partial<Pick<VisitMedia, "devicesInUse">>;

export interface VisitVideoOptions extends Omit<VisitMediaOptions, "onChange"> {
  /** Tells the server of an attempt; asking gives the grant. */
  say: (epoch: number, said: VideoSaid) => Promise<VideoGrant | null>;
  onChange: (state: VisitVideoState) => void;
  media?: (options: VisitMediaOptions) => Media;
  zoom?: (events: ProviderEvents) => VideoProvider;
}

export class VisitVideo {
  private readonly options: VisitVideoOptions;
  private readonly media: Media;
  private readonly builtin: VideoProvider;
  private readonly zoom: VideoProvider;
  private state: VisitVideoState = noVisitVideo;
  /** What the media says by itself; while Zoom carries the visit, its line is not the visit's. */
  private line: VisitMediaState = noVisitMedia;
  private told: VideoTold | null = null;
  /** The attempt that was begun here; what an older one still awaits is thrown away. */
  private begun: VideoTold | null = null;
  private running = false;
  private zoomLine: "starting" | "up" = "starting";
  private picture: HTMLElement | null = null;
  private leaving: Promise<void> = Promise.resolve();
  /** Something covered stands in the camera's place, which Zoom cannot send. */
  private covered = false;
  /** Who waits for the built-in way. */
  private awaiting: (() => void)[] = [];

  constructor(options: VisitVideoOptions) {
    this.options = options;
    const media = options.media ?? ((given) => new VisitMedia(given));
    this.media = media({
      ...options,
      // The choice of devices may change between visits.
      get wanted() {
        return options.wanted ?? standardDevices;
      },
      onChange: (line) => this.become(line),
    });
    this.builtin = new BuiltinProvider(this.media);
    const zoom = options.zoom ?? ((events) => new ZoomProvider(events));
    this.zoom = zoom({ onPicture: (picture) => this.show(picture), onLost: () => this.fail("connection_lost") });
  }

  /** Goes with the server: what it says is begun, and what was before is left. */
  follow(told: VideoTold | null): void {
    this.told = told;
    if (told?.epoch === 0 && told.provider === "zoom") this.zoom.preload();
    if (this.running) this.begin();
  }

  prepare(): Promise<void> {
    return this.media.prepare();
  }

  /** The operator is there: from now on the visit has picture and sound. */
  connect(): Promise<void> {
    this.running = true;
    return this.begin();
  }

  hurry(): void {
    this.media.hurry();
  }

  /** The server hears nothing of this page, by the built-in line. */
  unheard(): void {
    this.media.unheard();
  }

  mute(on: boolean): void {
    this.media.mute(on);
    if (this.isOnZoom()) this.zoom.mic(whatGoesOut({ ...this.line, muted: on }).hears);
  }

  lookAway(on: boolean): void {
    this.media.lookAway(on);
    if (!this.isOnZoom()) return;
    this.tellZoom({ away: on });
    // The media has no line to speak of, so it tells nobody.
    this.options.onAway?.(on);
  }

  /** Keeps our picture and voice here while something secret is typed, or the picture alone. */
  keepPrivate(privacy: Privacy): void {
    this.media.keepPrivate(privacy);
    if (this.isOnZoom()) this.tellZoom({ privacy });
  }

  /**
   * Sends this in place of the camera's picture, or the camera's again. Zoom's own camera cannot be covered: it goes dark,
   * both sides go over to the built-in way, and until then this waits. Throws where that does not come about.
   */
  async showInstead(track: MediaStreamTrack | null): Promise<void> {
    this.covered = track !== null;
    const waits = this.covered && this.running && this.begun?.provider !== "builtin";
    if (waits) this.uncoverable();
    const over = waits ? this.untilBuiltin() : Promise.resolve();
    await Promise.all([this.media.showInstead(track), over, this.covered ? this.leaving : null]);
    if (!this.covered && this.isOnZoom()) this.zoom.cam(whatGoesOut(this.line).sees);
  }

  /** The devices of the visit, as far as they are neither muted nor dark; Zoom keeps its own to itself. */
  devicesInUse(): { audio: MediaStreamTrack | null; video: MediaStreamTrack | null } {
    return this.media.devicesInUse?.() ?? { audio: null, video: null };
  }

  tryDevices(): Promise<void> {
    return this.media.tryDevices();
  }

  stop(): void {
    const wasOnZoom = this.isOnZoom();
    this.running = false;
    this.begun = null;
    this.told = null;
    this.picture = null;
    this.covered = false;
    this.awaiting = [];
    if (wasOnZoom) this.leaving = this.zoom.leave();
    this.state = noVisitVideo;
    this.media.stop();
  }

  private async begin(): Promise<void> {
    const next = this.told?.epoch === 0 ? null : (this.told ?? { epoch: 0, provider: "builtin" as const });
    const before = this.begun;
    if (next === null || (before?.epoch === next.epoch && before.provider === next.provider)) return;
    this.begun = next;
    if (before?.provider === "zoom") await this.leaveZoom(next);
    if (this.begun !== next) return;
    if (next.provider === "zoom") return this.enterZoom(next);
    for (const go of this.awaiting.splice(0)) go();
    if (before?.provider !== "builtin") await this.builtin.join(null, 0);
  }

  /** Zoom's camera goes dark at once; the server is asked to move both sides. */
  private uncoverable(): void {
    if (!this.isOnZoom()) return;
    this.zoom.cam(false);
    this.fail("cover_needed");
  }

  private untilBuiltin(): Promise<void> {
    return within(new Promise<void>((go) => this.awaiting.push(go)), COVER_LIMIT_MS, "cover_needed");
  }

  private async leaveZoom(next: VideoTold): Promise<void> {
    this.become(this.line, { switching: next.provider === "builtin" });
    this.leaving = this.zoom.leave();
    await this.leaving;
  }

  private async enterZoom(attempt: VideoTold): Promise<void> {
    const deadline_ms = performance.now() + JOIN_DEADLINE_MS;
    const left_ms = () => Math.max(deadline_ms - performance.now(), 0);
    this.zoomLine = "starting";
    this.become(this.line);
    if (this.covered) return this.uncoverable();
    try {
      await Promise.all([this.leaving, this.media.prepare()]);
      const grant = await within(this.options.say(attempt.epoch, "ask"), left_ms(), "join_timeout");
      if (this.begun !== attempt) return;
      this.tellZoom({});
      await this.zoom.join(grant, left_ms());
      if (this.begun !== attempt) return;
      this.zoomLine = "up";
      this.become(this.line);
      await this.options.say(attempt.epoch, "joined");
    } catch (error) {
      if (this.begun === attempt) this.fail(error instanceof VideoFault ? error.failure : "join_refused");
    }
  }

  /** Tells the server, which moves both sides; without a line to it, its own deadline does. */
  private fail(failure: VideoFault["failure"]): void {
    const { begun } = this;
    if (begun?.provider === "zoom") void this.options.say(begun.epoch, failure).catch(() => undefined);
  }

  private tellZoom(part: Partial<VisitMediaState>): void {
    const { sees, hears } = whatGoesOut({ ...this.line, ...part });
    this.zoom.mic(hears);
    this.zoom.cam(sees && !this.covered);
  }

  private isOnZoom(): boolean {
    return this.begun?.provider === "zoom";
  }

  private show(picture: HTMLElement | null): void {
    this.picture = picture;
    this.become(this.line);
  }

  private become(line: VisitMediaState, part: { switching?: boolean } = {}): void {
    this.line = line;
    const switching = (part.switching ?? this.state.switching) && line.line !== "up" && this.running;
    const shown = this.isOnZoom() ? { line: this.zoomLine, picture: this.picture } : { line: switching && line.line === "off" ? ("starting" as const) : line.line, picture: null };
    this.state = { ...line, ...shown, switching };
    this.options.onChange(this.state);
  }
}

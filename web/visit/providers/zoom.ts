/**
 * Zoom's way: its SDK loaded from our own server, one session for one attempt. Owns that it never keeps anybody
 * waiting: `join` of the SDK may settle late or never, so each step has a limit of ours.
 */
import { type ProviderEvents, VideoFault, type VideoGrant, type VideoProvider, within } from "./provider";
import { assetsOf, loadZoomSdk, type ZoomClient, type ZoomSdk } from "./zoom-sdk";

/** Who was in a session leaves it first, so that nobody is heard twice; after this the next way begins anyway. */
const LEAVE_LIMIT_MS = 1_000;
/** The client takes two seconds to take itself down, which only another Zoom session waits for. */
const TAKE_DOWN_LIMIT_MS = 5_000;
/** 360 lines: what a desk shows and a hall's line carries. */
const QUALITY = 2;

interface Ready {
  sdk: ZoomSdk;
  client: ZoomClient;
}

type Listener = (payload: never) => void;

export class ZoomProvider implements VideoProvider {
  readonly name = "zoom";
  private readonly events: ProviderEvents;
  private readonly load: () => Promise<ZoomSdk>;
  private ready: Promise<Ready> | null = null;
  private joined: ZoomClient | null = null;
  private listeners: [string, Listener][] = [];
  private shown: number | null = null;
  private wants = { mic: true, cam: true };
  private takenDown: Promise<unknown> = Promise.resolve();

  constructor(events: ProviderEvents, load: () => Promise<ZoomSdk> = loadZoomSdk) {
    this.events = events;
    this.load = load;
  }

  preload(): void {
    this.ready ??= this.prepare();
    // A failure is told when somebody wants to join.
    this.ready.catch(() => undefined);
  }

  async join(grant: VideoGrant, deadline_ms: number): Promise<void> {
    const until_ms = performance.now() + deadline_ms;
    const left_ms = () => Math.max(until_ms - performance.now(), 0);
    this.preload();
    const { client } = await within(this.ready as Promise<Ready>, left_ms(), "sdk_failed").catch((error: unknown) => {
      throw error instanceof VideoFault ? error : new VideoFault("sdk_failed", { cause: error });
    });
    const joining = client.join(grant.topic, grant.token, grant.name);
    await within(joining, left_ms(), "join_timeout").catch((error: unknown) => {
      throw error instanceof VideoFault ? error : new VideoFault("join_refused", { cause: error });
    });
    this.joined = client;
    this.follow(client);
    await this.begin(client);
  }

  mic(on: boolean): void {
    this.wants = { ...this.wants, mic: on };
    const stream = this.joined?.getMediaStream();
    void (on ? stream?.unmuteAudio() : stream?.muteAudio())?.catch(() => undefined);
  }

  cam(on: boolean): void {
    this.wants = { ...this.wants, cam: on };
    const stream = this.joined?.getMediaStream();
    void (on ? stream?.startVideo() : stream?.stopVideo())?.catch(() => undefined);
  }

  async leave(): Promise<void> {
    const { ready, joined, listeners } = this;
    this.ready = null;
    this.joined = null;
    this.listeners = [];
    this.shown = null;
    for (const [event, listener] of listeners) joined?.off(event, listener);
    this.events.onPicture(null);
    if (ready === null) return;
    const left = joined === null ? Promise.resolve() : joined.leave();
    const gone = within(left, LEAVE_LIMIT_MS, "connection_lost").catch(() => undefined);
    const down = gone.then(() => ready).then(({ sdk }) => sdk.destroyClient());
    this.takenDown = within(down, TAKE_DOWN_LIMIT_MS, "connection_lost").catch(() => undefined);
    await gone;
  }

  private async prepare(): Promise<Ready> {
    await this.takenDown;
    const sdk = await this.load();
    const client = sdk.createClient();
    await client.init("ja-JP", assetsOf(location.origin), { patchJsMedia: false, isLogDetailed: false, leaveOnPageUnload: true });
    return { sdk, client };
  }

  /** Without a microphone or camera the visit goes on with the rest, as it does in the built-in way. */
  private async begin(client: ZoomClient): Promise<void> {
    const stream = client.getMediaStream();
    await Promise.allSettled([stream.startAudio(), this.wants.cam ? stream.startVideo() : Promise.resolve()]);
    if (!this.wants.mic) this.mic(false);
    for (const { userId, bVideoOn } of client.getAllUser()) {
      if (bVideoOn && userId !== client.getCurrentUserInfo().userId) await this.show(client, userId);
    }
  }

  private follow(client: ZoomClient): void {
    this.listen(client, "connection-change", ({ state }: { state: string }) => {
      if (state === "Closed" || state === "Fail") this.events.onLost("connection_lost");
    });
    this.listen(client, "peer-video-state-change", ({ action, userId }: { action: string; userId: number }) => {
      if (action === "Start") void this.show(client, userId);
      else if (userId === this.shown) this.hide(client);
    });
    this.listen(client, "user-removed", (gone: { userId: number }[]) => {
      if (gone.some(({ userId }) => userId === this.shown)) this.hide(client);
    });
  }

  private listen<T>(client: ZoomClient, event: string, listener: (payload: T) => void): void {
    client.on(event, listener as Listener);
    this.listeners.push([event, listener as Listener]);
  }

  private async show(client: ZoomClient, participant: number): Promise<void> {
    const element = await client.getMediaStream().attachVideo(participant, QUALITY).catch(() => null);
    if (client !== this.joined || !(element instanceof HTMLElement)) return;
    this.shown = participant;
    // The SDK draws only inside an element of its own.
    const container = document.createElement("video-player-container");
    container.append(element);
    this.events.onPicture(container);
  }

  private hide(client: ZoomClient): void {
    const { shown } = this;
    this.shown = null;
    if (shown !== null) void client.getMediaStream().detachVideo(shown).catch(() => undefined);
    this.events.onPicture(null);
  }
}

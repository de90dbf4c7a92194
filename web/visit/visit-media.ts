/**
 * Picture and sound of one visit, at the kiosk or at the operator's desk: own camera and microphone,
 * one peer connection at a time, what comes from the other side. Owns WebRTC only; must never know
 * contacts, words or React. A line that fails is replaced by a new offer.
 */
import { LineWatch } from "./line-watch";
import { type Device, holdDevices, type Held, releaseDevices, standardDevices, takeCamera } from "./visit-devices";

export type VisitLine = "off" | "starting" | "up" | "lost";

/** What the person keeps to themselves for as long as something secret is typed: picture and sound, or the picture alone. */
export type Privacy = "none" | "silent" | "talking";

export interface VisitMediaState {
  line: VisitLine;
  camera: Device;
  microphone: Device;
  muted: boolean;
  /** Both directions are dark and silent until the visitor comes back. */
  away: boolean;
  /** Our picture is dark and our voice closed, though the other side is seen and heard. */
  privacy: Privacy;
  /** What our own camera sees; null without one. */
  own: MediaStream | null;
  /** Picture and sound of the other side. */
  remote: MediaStream | null;
  /** Picture and sound in the further lines, for those who join. */
  others: readonly MediaStream[];
}

export const noVisitMedia: VisitMediaState = { line: "off", camera: "unknown", microphone: "unknown", muted: false, away: false, privacy: "none", own: null, remote: null, others: [] };

/** Host candidates come at once; a stuck resolver must not hold up a visit. */
const GATHERING_LIMIT_MS = 1_000;
/** A browser that sees trouble itself may be wrong for an instant. */
const TROUBLE_PATIENCE_MS = 500;
/** From the answer to the first connection; a browser would try for half a minute. */
const CONNECTING_LIMIT_MS = 4_000;
const RETRY_PAUSES_MS = [300, 1_000, 1_000, 2_000] as const;

/** Puts one codec first and keeps the others in their order. */
export function preferCodec<T extends { mimeType: string }>(codecs: readonly T[], wanted: string): T[] {
  const isWanted = ({ mimeType }: T) => mimeType.toLowerCase() === wanted.toLowerCase();
  return [...codecs.filter(isWanted), ...codecs.filter((codec) => !isWanted(codec))];
}

export interface VisitMediaOptions {
  /** Takes an offer with all its candidates, and whether we look away; gives the answer. */
  ask: (sdp: string, away: boolean) => Promise<string>;
  /** Tells the server that we look away, or back: it ends picture and sound itself. */
  onAway?: (on: boolean) => void;
  onChange: (state: VisitMediaState) => void;
  /** Further lines of picture and sound that only receive. */
  further?: number;
  wanted?: MediaStreamConstraints;
}

export class VisitMedia {
  private readonly options: VisitMediaOptions;
  private state: VisitMediaState = noVisitMedia;
  private held: Held = { audio: null, video: null };
  /** What is sent in place of the camera's picture. */
  private instead: MediaStreamTrack | null = null;
  private preparing: Promise<void> | null = null;
  private peer: RTCPeerConnection | null = null;
  /** The newest connection until it first stands. */
  private rising: RTCPeerConnection | null = null;
  /** Counts visits; what an ended one still awaits is thrown away. */
  private life = 0;
  private running = false;
  private round = 0;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly watch = new LineWatch();

  constructor(options: VisitMediaOptions) {
    this.options = options;
  }

  /** Asks for camera and microphone ahead of the connection, so that a question of the browser costs no time later. */
  prepare(): Promise<void> {
    this.preparing ??= this.takeDevices(this.life);
    return this.preparing;
  }

  /** The devices of the visit that goes on, as far as they are neither muted nor dark. */
  devicesInUse(): Held {
    const live = <T extends MediaStreamTrack>(track: T | null) => (track?.enabled === true && track.readyState === "live" ? track : null);
    return { audio: live(this.held.audio), video: live(this.held.video) };
  }

  /** Connects, or connects anew; an older connection shows its picture until the next one stands. */
  async connect(): Promise<void> {
    this.running = true;
    clearTimeout(this.timer);
    this.round += 1;
    const { round } = this;
    if (this.state.line === "off") this.become({ line: "starting" });
    let peer: RTCPeerConnection | null = null;
    try {
      await this.prepare();
      if (!this.isCurrent(round)) return;
      peer = this.makePeer(round);
      await peer.setLocalDescription(await peer.createOffer());
      await gathered(peer);
      if (!this.isCurrent(round)) throw superseded();
      const sdp = await this.options.ask(peer.localDescription?.sdp ?? "", this.state.away);
      if (!this.isCurrent(round)) throw superseded();
      await peer.setRemoteDescription({ type: "answer", sdp });
      if (!this.isCurrent(round)) throw superseded();
      this.peer?.close();
      this.peer = peer;
      if (peer.connectionState !== "connected") this.plan(CONNECTING_LIMIT_MS);
    } catch {
      peer?.close();
      if (this.isCurrent(round)) this.lose();
    }
  }

  /** The way to the server is open again: does not wait for a pause to end. */
  hurry(): void {
    if (this.running && this.state.line === "lost") void this.connect();
  }

  /** The server does not hear us, whatever the browser believes: offers anew, unless it does so already. */
  unheard(): void {
    if (this.running && this.state.line === "up") this.renew();
  }

  mute(on: boolean): void {
    this.become({ muted: on });
    this.applyToTracks();
  }

  /** Makes both directions dark and silent, or ends that. The other side's picture is hidden by who shows it. */
  lookAway(on: boolean): void {
    this.become({ away: on });
    this.applyToTracks();
    if (this.state.line !== "off") this.options.onAway?.(on);
  }

  /** Keeps picture and voice here, or the picture alone; what was muted or dark before is so again afterwards. */
  keepPrivate(privacy: Privacy): void {
    this.become({ privacy });
    this.applyToTracks();
  }

  /**
   * Sends this in place of the camera's picture, or the camera's again; the connection stays. The camera is let go
   * of meanwhile: some tablets open one at a time.
   */
  async showInstead(track: MediaStreamTrack | null): Promise<void> {
    const { life } = this;
    this.instead = track;
    await this.replacePicture(track);
    releaseDevices({ audio: null, video: this.held.video });
    const video = track === null ? await takeCamera(this.options.wanted ?? standardDevices) : null;
    if (life !== this.life || this.instead !== track) return releaseDevices({ audio: null, video });
    this.held = { ...this.held, video };
    if (video !== null) video.onended = () => this.loseDevice(video);
    await this.replacePicture(track ?? video);
    this.applyToTracks();
    const own = track ?? video;
    this.become({ own: own === null ? null : new MediaStream([own]), ...(track === null ? { camera: video === null ? "absent" : "live" } : {}) });
  }

  /** Looks for a camera and microphone again and connects anew with what is found. */
  async tryDevices(): Promise<void> {
    await this.preparing;
    releaseDevices(this.held);
    this.preparing = null;
    await (this.running ? this.connect() : this.prepare());
  }

  /** The end of the visit: lets go of camera, microphone and connection. */
  stop(): void {
    this.life += 1;
    this.running = false;
    this.round += 1;
    this.attempt = 0;
    clearTimeout(this.timer);
    this.watch.stop();
    this.peer?.close();
    this.peer = null;
    this.rising = null;
    this.preparing = null;
    releaseDevices(this.held);
    this.held = { audio: null, video: null };
    this.instead = null;
    // What is kept private is so in the next connection too, until somebody says otherwise.
    this.become({ ...noVisitMedia, privacy: this.state.privacy });
  }

  private async takeDevices(life: number): Promise<void> {
    const found = await holdDevices(this.options.wanted ?? standardDevices);
    if (life !== this.life) return releaseDevices(found.held);
    this.held = found.held;
    for (const track of [found.held.audio, found.held.video]) {
      if (track !== null) track.onended = () => this.loseDevice(track);
    }
    this.applyToTracks();
    this.become({ camera: found.camera, microphone: found.microphone, own: found.held.video === null ? null : new MediaStream([found.held.video]) });
  }

  /** A device was unplugged: the visit goes on with the rest, and says so. */
  private loseDevice(track: MediaStreamTrack): void {
    if (track === this.held.video) {
      this.held = { ...this.held, video: null };
      this.become({ camera: "absent", own: null });
    } else if (track === this.held.audio) {
      this.held = { ...this.held, audio: null };
      this.become({ microphone: "absent" });
    }
  }

  private makePeer(round: number): RTCPeerConnection {
    const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    const remote = new MediaStream();
    this.rising = peer;
    this.addLine(peer, "audio", "audio/opus");
    this.addLine(peer, "video", "video/VP8");
    const further = Array.from({ length: this.options.further ?? 0 }, () => new MediaStream());
    for (const _ of further) this.addFurther(peer);
    peer.ontrack = ({ track, transceiver }) => {
      const place = further.length === 0 ? 0 : Math.floor(peer.getTransceivers().indexOf(transceiver) / 2);
      (further[place - 1] ?? remote).addTrack(track);
      if (this.isCurrent(round)) this.become({ remote, others: further });
    };
    peer.onconnectionstatechange = () => {
      if (this.isCurrent(round)) this.follow(peer, round);
    };
    return peer;
  }

  private addLine(peer: RTCPeerConnection, kind: "audio" | "video", codec: string): void {
    const track = kind === "video" ? (this.instead ?? this.held.video) : this.held.audio;
    // The server's line is both ways even while there is nothing to send.
    const transceiver = peer.addTransceiver(track ?? kind, { direction: "sendrecv", streams: this.state.own === null ? [] : [this.state.own] });
    const codecs = RTCRtpReceiver.getCapabilities(kind)?.codecs;
    if (codecs !== undefined) transceiver.setCodecPreferences(preferCodec(codecs, codec));
  }

  private addFurther(peer: RTCPeerConnection): void {
    for (const [kind, codec] of [["audio", "audio/opus"], ["video", "video/VP8"]] as const) {
      const transceiver = peer.addTransceiver(kind, { direction: "recvonly" });
      const codecs = RTCRtpReceiver.getCapabilities(kind)?.codecs;
      if (codecs !== undefined) transceiver.setCodecPreferences(preferCodec(codecs, codec));
    }
  }

  private follow(peer: RTCPeerConnection, round: number): void {
    if (peer.connectionState === "connected") {
      clearTimeout(this.timer);
      this.rising = null;
      this.attempt = 0;
      this.become({ line: "up" });
      this.watch.start(peer, () => {
        if (this.isCurrent(round) && this.state.line === "up") this.renew();
      });
    } else if (peer === this.rising) {
      if (peer.connectionState === "failed") this.lose();
    } else if (this.state.line === "up" && ["disconnected", "failed"].includes(peer.connectionState)) {
      // The patience runs from the first trouble: a failure after a disconnection does not begin it again.
      this.become({ line: "lost" });
      this.plan(TROUBLE_PATIENCE_MS);
    }
  }

  private renew(): void {
    this.become({ line: "lost" });
    void this.connect();
  }

  private lose(): void {
    this.become({ line: "lost" });
    this.plan(RETRY_PAUSES_MS[Math.min(this.attempt, RETRY_PAUSES_MS.length - 1)] ?? 5_000);
    this.attempt += 1;
  }

  private plan(pause_ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.connect(), pause_ms);
  }

  private isCurrent(round: number): boolean {
    return this.running && round === this.round;
  }

  private async replacePicture(track: MediaStreamTrack | null): Promise<void> {
    for (const peer of new Set([this.peer, this.rising])) {
      await peer?.getTransceivers().find(({ receiver }) => receiver.track.kind === "video")?.sender.replaceTrack(track);
    }
  }

  private applyToTracks(): void {
    const { sees, hears } = whatGoesOut(this.state);
    if (this.instead !== null) this.instead.enabled = sees;
    if (this.held.audio !== null) this.held.audio.enabled = hears;
    if (this.held.video !== null) this.held.video.enabled = sees;
  }

  private become(part: Partial<VisitMediaState>): void {
    this.state = { ...this.state, ...part };
    this.options.onChange(this.state);
  }
}

/** Whether the other side sees and hears us. Who holds the talk button down wants to be heard, muted before or not. */
export function whatGoesOut({ muted, away, privacy }: Pick<VisitMediaState, "muted" | "away" | "privacy">): { sees: boolean; hears: boolean } {
  if (away) return { sees: false, hears: false };
  return { sees: privacy === "none", hears: privacy === "talking" || (privacy === "none" && !muted) };
}

const superseded = () => new DOMException("superseded", "AbortError");

/** Waits until every candidate is in the description, but not for ever. */
function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((done) => {
    const limit = setTimeout(done, GATHERING_LIMIT_MS);
    peer.addEventListener("icegatheringstatechange", () => {
      if (peer.iceGatheringState !== "complete") return;
      clearTimeout(limit);
      done();
    });
  });
}


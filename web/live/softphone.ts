/**
 * The desk's leg of every call: one microphone, one persistent peer connection, one player.
 * Owns WebRTC only; must never know contacts, React or words. `useLine.ts` drives it.
 * Calls are bridged by the server, so answering needs no negotiation.
 */
import { type AudioSettings, microphoneWish, playThrough } from "./audio-settings";

export type MediaStatus = "off" | "starting" | "up" | "lost" | "no_microphone";

export interface MediaState {
  status: MediaStatus;
  muted: boolean;
  /** The browser waits for a gesture before it plays. */
  blocked: boolean;
  stream: MediaStream | null;
}

export const noMedia: MediaState = { status: "off", muted: false, blocked: false, stream: null };

/** Host candidates come at once; a stuck resolver must not hold up a call. */
const GATHERING_LIMIT_MS = 1_000;
/** A short gap in connectivity heals by itself; a longer one is renegotiated. */
const DISCONNECT_PATIENCE_MS = 1_500;
const RETRY_PAUSES_MS = [300, 1_000, 2_000, 5_000] as const;
const WANTED_CODECS = ["audio/PCMU", "audio/PCMA", "audio/telephone-event"];

/** Puts the trunk's own codecs first so that nothing is transcoded between caller and agent. */
export function preferTrunkCodecs<T extends { mimeType: string; clockRate?: number }>(codecs: readonly T[]): T[] {
  const rank = ({ mimeType }: T) => {
    const place = WANTED_CODECS.findIndex((wanted) => wanted.toLowerCase() === mimeType.toLowerCase());
    return place === -1 ? WANTED_CODECS.length : place;
  };
  return [...codecs].sort((left, right) => rank(left) - rank(right));
}

export class Softphone {
  private readonly ask: (sdp: string) => Promise<string>;
  private readonly changed: (state: MediaState) => void;
  private readonly player: HTMLAudioElement;
  private settings: AudioSettings;
  private state: MediaState = noMedia;
  private peer: RTCPeerConnection | null = null;
  private running = false;
  private round = 0;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: (sdp: string) => Promise<string>, changed: (state: MediaState) => void, settings: AudioSettings) {
    this.ask = ask;
    this.changed = changed;
    this.settings = settings;
    this.player = new Audio();
    this.player.autoplay = true;
  }

  /** Connects, or connects anew; an older connection plays until the new one stands. */
  async connect(): Promise<void> {
    this.running = true;
    clearTimeout(this.timer);
    this.round += 1;
    const { round } = this;
    if (this.state.status !== "up") this.become({ status: this.state.status === "lost" ? "lost" : "starting" });
    let peer: RTCPeerConnection | null = null;
    try {
      const track = await this.microphone();
      if (round !== this.round || !this.running) return;
      peer = this.preparePeer(track, round);
      await peer.setLocalDescription(await peer.createOffer());
      await gathered(peer);
      const answer = await this.ask(peer.localDescription?.sdp ?? "");
      if (round !== this.round || !this.running) throw new DOMException("superseded", "AbortError");
      await peer.setRemoteDescription({ type: "answer", sdp: answer });
      this.peer?.close();
      this.peer = peer;
      this.attempt = 0;
    } catch (error) {
      peer?.close();
      if (round !== this.round || !this.running) return;
      this.become({ status: isMicrophoneFault(error) ? "no_microphone" : "lost" });
      this.retry();
    }
  }

  mute(on: boolean): void {
    this.become({ muted: on });
    for (const track of this.state.stream?.getAudioTracks() ?? []) track.enabled = !on;
  }

  /** Takes other devices or another treatment of the microphone without dropping the call. */
  async adopt(settings: AudioSettings): Promise<void> {
    this.settings = settings;
    await playThrough(this.player, settings.output);
    if (!this.running) return;
    this.release();
    const sender = this.peer?.getSenders()[0];
    if (sender === undefined) return this.connect();
    try {
      await sender.replaceTrack(await this.microphone());
    } catch {
      this.become({ status: "no_microphone" });
      this.retry();
    }
  }

  /** After a gesture: plays what the browser held back. */
  async resume(): Promise<void> {
    try {
      await this.player.play();
      this.become({ blocked: false });
    } catch {
      this.become({ blocked: this.player.srcObject !== null });
    }
  }

  /** Lets go of microphone and connection. */
  stop(): void {
    this.running = false;
    this.round += 1;
    clearTimeout(this.timer);
    this.peer?.close();
    this.peer = null;
    this.player.srcObject = null;
    this.release();
    this.become(noMedia);
  }

  private async microphone(): Promise<MediaStreamTrack> {
    const held = this.state.stream?.getAudioTracks()[0];
    if (held?.readyState === "live") return held;
    if (navigator.mediaDevices === undefined) throw new DOMException("no secure context", "NotFoundError");
    const stream = await navigator.mediaDevices.getUserMedia({ audio: microphoneWish(this.settings) });
    const track = stream.getAudioTracks()[0];
    if (track === undefined) throw new DOMException("no track", "NotFoundError");
    track.enabled = !this.state.muted;
    track.onended = () => void this.microphoneLost();
    this.become({ stream });
    return track;
  }

  /** The headset was pulled out: goes on with whatever microphone is there. */
  private async microphoneLost(): Promise<void> {
    if (this.running) await this.adopt(this.settings);
  }

  private preparePeer(track: MediaStreamTrack, round: number): RTCPeerConnection {
    const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    const transceiver = peer.addTransceiver(track, { direction: "sendrecv", streams: this.state.stream === null ? [] : [this.state.stream] });
    const codecs = RTCRtpReceiver.getCapabilities("audio")?.codecs;
    if (codecs !== undefined) transceiver.setCodecPreferences(preferTrunkCodecs(codecs));
    peer.ontrack = (event) => this.play(event.streams[0] ?? new MediaStream([event.track]));
    peer.onconnectionstatechange = () => {
      if (round === this.round) this.follow(peer);
    };
    return peer;
  }

  private follow(peer: RTCPeerConnection): void {
    clearTimeout(this.timer);
    if (peer.connectionState === "connected") this.become({ status: "up" });
    else if (peer.connectionState === "failed") void this.connectAnew();
    else if (peer.connectionState === "disconnected") this.timer = setTimeout(() => void this.connectAnew(), DISCONNECT_PATIENCE_MS);
  }

  private connectAnew(): Promise<void> {
    this.become({ status: "lost" });
    return this.connect();
  }

  private retry(): void {
    const pause_ms = RETRY_PAUSES_MS[Math.min(this.attempt, RETRY_PAUSES_MS.length - 1)];
    this.attempt += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.connect(), pause_ms);
  }

  private play(stream: MediaStream): void {
    this.player.srcObject = stream;
    void playThrough(this.player, this.settings.output).then(() => this.resume());
  }

  private release(): void {
    for (const track of this.state.stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    this.become({ stream: null });
  }

  private become(part: Partial<MediaState>): void {
    this.state = { ...this.state, ...part };
    this.changed(this.state);
  }
}

function isMicrophoneFault(error: unknown): boolean {
  return error instanceof DOMException && ["NotAllowedError", "NotFoundError", "NotReadableError", "OverconstrainedError"].includes(error.name);
}

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

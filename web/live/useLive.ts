/** One live connection for a page: store, socket, softphone, and the commands that use them. */
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { type AudioSettings, storedAudio } from "./audio-settings";
import { LiveLink, type LinkStatus, type LivePage } from "./live-link";
import { emptyLive, type LiveAction, type LiveState, makeStore, reduceLive, type Store } from "./live-store";
import type { Command, ServerMessage } from "./messages";
import { noLine, Refusal } from "./socket-link";
import { type MediaState, noMedia, Softphone } from "./softphone";
import type { VideoGrant, VideoSaid } from "../visit/providers/provider";
import { renewsForZoom } from "../visit/providers/policy";
import { preloadZoom } from "../visit/providers/zoom-sdk";
import { tabId } from "./tab-id";

const ANSWER_LIMIT_MS = 6_000;
/** Permission for the microphone is asked before; this is for the connection alone. */
const AUDIO_LIMIT_MS = 10_000;
const SWEEP_AFTER_MS = 1_000;

type OfferKind = "media_offer" | "visit_offer" | "visit_join";

/** The parts of a live page without React, so that one effect can start and stop them together. */
class LiveRoom {
  readonly live: Store<LiveState, LiveAction> = makeStore(reduceLive, emptyLive);
  readonly media: Store<MediaState, MediaState> = makeStore((_, next: MediaState) => next, noMedia);
  readonly link: LiveLink;
  readonly phone: Softphone;
  private readonly wantsAudio: boolean;
  /** Who waits for the answer to an offer: the telephone's or a visit's. */
  private readonly answers = new Map<OfferKind, (sdp: string) => void>();
  private phoneRuns = false;
  /** The newest leave to join at Zoom; used once, by who asked for it. */
  private grant: VideoGrant | null = null;

  constructor(page: LivePage) {
    this.wantsAudio = page === "desk";
    this.link = new LiveLink({ page, tab: tabId(), onMessage: (message) => this.receive(message), onStatus: (status) => this.follow(status) });
    this.phone = new Softphone((sdp) => this.offer({ type: "media_offer", sdp }), (state) => this.media.send(state), storedAudio());
  }

  start(): () => void {
    const hurry = () => this.link.hurry();
    const wake = () => {
      if (this.media.read().blocked) void this.phone.resume();
    };
    addEventListener("online", hurry);
    document.addEventListener("visibilitychange", hurry);
    addEventListener("pointerdown", wake);
    addEventListener("keydown", wake);
    this.link.open();
    return () => {
      removeEventListener("online", hurry);
      document.removeEventListener("visibilitychange", hurry);
      removeEventListener("pointerdown", wake);
      removeEventListener("keydown", wake);
      this.link.close();
      this.phone.stop();
    };
  }

  /** Connects the microphone; a supervisor's page does so only to monitor. */
  async startAudio(): Promise<void> {
    this.phoneRuns = true;
    await this.phone.connect();
  }

  /** Connects the microphone and waits until the server has the sound, or has been given time enough. */
  async openAudio(): Promise<void> {
    await this.startAudio();
    if (this.live.read().media_up) return;
    await new Promise<void>((done) => {
      const settle = () => {
        clearTimeout(limit);
        stop();
        done();
      };
      const stop = this.live.subscribe(() => this.live.read().media_up && settle());
      const limit = setTimeout(settle, AUDIO_LIMIT_MS);
    });
  }

  stopAudio(): void {
    this.phoneRuns = false;
    this.phone.stop();
    this.live.send({ type: "audio_stopped" });
  }

  private receive(message: ServerMessage): void {
    if (message.type === "media_answer" || message.type === "visit_answer") {
      const asked: readonly OfferKind[] = message.type === "media_answer" ? ["media_offer"] : ["visit_offer", "visit_join"];
      for (const kind of asked) this.answers.get(kind)?.(message.sdp);
      return;
    }
    if (message.type === "video_grant") {
      this.grant = message;
      return;
    }
    if (message.type === "welcome" && message.zoom && this.wantsAudio && !renewsForZoom()) void preloadZoom();
    this.live.send({ type: "message", message, now_ms: Date.now() });
    if (message.type === "media_state" && !message.up) this.renewAudio();
  }

  /** The server lost our audio while the browser believes it stands. */
  private renewAudio(): void {
    if (this.phoneRuns && this.media.read().status === "up" && !this.answers.has("media_offer")) void this.phone.connect();
  }

  private follow(status: LinkStatus): void {
    this.live.send({ type: "status", status });
    if (status === "open") {
      setTimeout(() => this.live.send({ type: "sweep" }), SWEEP_AFTER_MS);
      if (this.wantsAudio || this.phoneRuns) void this.startAudio();
      // A reloaded page starts unmuted; the server must not remember otherwise.
      if (this.wantsAudio) this.link.command({ type: "mute", on: this.media.read().muted }).catch(() => undefined);
    }
    if (status === "seat_taken" || status === "taken_over") this.stopAudio();
  }

  /** Joins this page to a visit by picture and sound. */
  offerVisit(contact: string, sdp: string, away: boolean): Promise<string> {
    return this.offer({ type: "visit_offer", contact, sdp, away });
  }

  /** Says something of a visit's video; the grant comes ahead of the answer to the question. */
  async sayOfVideo(contact: string, epoch: number, say: VideoSaid): Promise<VideoGrant | null> {
    await this.link.command({ type: "video", contact, epoch, say });
    const { grant } = this;
    this.grant = null;
    return say === "ask" ? grant : null;
  }

  /** Joins this page to a visit as a guest, by picture and sound. */
  joinVisit(contact: string, sdp: string, away: boolean): Promise<string> {
    return this.offer({ type: "visit_join", contact, sdp, away });
  }

  /** Writes a line to the visitor, or to the resident of a chat; null when it was taken, else the refusal. */
  async say(contact: string, text: string, type: "say" | "chat_say"): Promise<Refusal | null> {
    try {
      await this.link.command({ type, contact, text });
      return null;
    } catch (error) {
      return error instanceof Refusal ? error : new Refusal("failed", "送れませんでした。", "That was not sent.");
    }
  }

  private offer(command: Extract<Command, { type: OfferKind }>): Promise<string> {
    return new Promise((done, fail) => {
      const settle = (finish: () => void) => {
        clearTimeout(limit);
        // A later offer may be waiting by now; its answer is not ours to drop.
        if (this.answers.get(command.type) === take) this.answers.delete(command.type);
        finish();
      };
      const take = (answer: string) => settle(() => done(answer));
      const limit = setTimeout(() => settle(() => fail(new Error("no media answer"))), ANSWER_LIMIT_MS);
      this.answers.set(command.type, take);
      this.link.command(command).catch((refusal: unknown) => settle(() => fail(refusal)));
    });
  }
}

export interface Live {
  state: LiveState;
  media: MediaState;
  /** Sends a command; a refusal becomes a notice. True when the server did it. */
  act: (command: Command) => Promise<boolean>;
  /** Sends a command; the refusal, for those who show it themselves. */
  tell: (command: Command) => Promise<Refusal | null>;
  mute: (on: boolean) => void;
  takeOver: () => void;
  resumeAudio: () => void;
  /** Resolves when one can be heard; what asks for sound before is refused. */
  openAudio: () => Promise<void>;
  stopAudio: () => void;
  adopt: (settings: AudioSettings) => Promise<void>;
  /** Joins this page to a visit; gives the answer to its offer. */
  offerVisit: (contact: string, sdp: string, away: boolean) => Promise<string>;
  /** Says something of a visit's video; asking gives the grant. */
  sayOfVideo: (contact: string, epoch: number, say: VideoSaid) => Promise<VideoGrant | null>;
  /** Joins this page to a visit as a guest. */
  joinVisit: (contact: string, sdp: string, away: boolean) => Promise<string>;
  /** Writes a line to the visitor; null when it was taken, else the refusal. */
  say: (contact: string, text: string) => Promise<Refusal | null>;
  /** Writes a line to the resident of a chat, or has it told that one is being written. */
  chat: { say: (contact: string, text: string) => Promise<Refusal | null>; typing: (contact: string) => void };
  dismiss: (key: number) => void;
}

export function useLive(page: LivePage): Live {
  const [room] = useState(() => new LiveRoom(page));
  useEffect(() => room.start(), [room]);
  const state = useSyncExternalStore(room.live.subscribe, room.live.read);
  const media = useSyncExternalStore(room.media.subscribe, room.media.read);
  const actions = useMemo(() => {
    const tell = async (command: Command) => {
      try {
        await room.link.command(command);
        return null;
      } catch (error) {
        return error instanceof Refusal ? error : noLine();
      }
    };
    const act = async (command: Command) => {
      const refusal = await tell(command);
      if (refusal !== null) room.live.send({ type: "notify", code: refusal.code, detail_ja: refusal.detail_ja, detail_en: refusal.detail_en });
      return refusal === null;
    };
    return {
      act,
      tell,
      mute: (on: boolean) => {
        room.phone.mute(on);
        void act({ type: "mute", on });
      },
      takeOver: () => room.link.takeOver(),
      resumeAudio: () => void room.phone.resume(),
      openAudio: () => room.openAudio(),
      stopAudio: () => room.stopAudio(),
      adopt: (settings: AudioSettings) => room.phone.adopt(settings),
      offerVisit: (contact: string, sdp: string, away: boolean) => room.offerVisit(contact, sdp, away),
      sayOfVideo: (contact: string, epoch: number, say: VideoSaid) => room.sayOfVideo(contact, epoch, say),
      joinVisit: (contact: string, sdp: string, away: boolean) => room.joinVisit(contact, sdp, away),
      say: (contact: string, text: string) => room.say(contact, text, "say"),
      chat: {
        say: (contact: string, text: string) => room.say(contact, text, "chat_say"),
        // Nobody needs to know when it was not told.
        typing: (contact: string) => void tell({ type: "chat_typing", contact }),
      },
      dismiss: (key: number) => room.live.send({ type: "dismiss", key }),
    };
  }, [room]);
  return { state, media, ...actions };
}

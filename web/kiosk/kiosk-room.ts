/**
 * The kiosk without React: identity, line, picture and sound, and the clocks, in one place that starts and stops.
 * Owns no rule: `kiosk-store.ts` decides what is, `screens.ts` what is shown.
 */
import { problemOf, post } from "../api/client";
import type { Problem } from "../api/types";
import { Refusal } from "../live/socket-link";
import { makeStore, type Store } from "../live/live-store";
import type { VideoGrant, VideoSaid } from "../visit/providers/provider";
import { FURTHER_LINES } from "../visit/seats";
import { type ChosenDevices, standardChoice, wantedFor } from "../visit/visit-choice";
import { noVisitVideo, VisitVideo, type VisitVideoOptions, type VisitVideoState } from "../visit/visit-video";
import { kioskSpeechIn, languageOf } from "../words/kiosk-speech";
import { withoutReadings } from "../words/ruby";
import { FormReading } from "../browser/form-reading";
import { BrowserSeat } from "./browser-seat";
import { Examiner } from "./diagnosis/examiner";
import { canHoldIdentity, type Identity, type IdentityShelf, makeKey, signChallenge } from "./identity";
import { IdleWatch } from "./idle";
import { isStaffKey } from "./staff-gesture";
import { KioskLink, type KioskLinkStatus } from "./kiosk-link";
import type { DeviceShelf } from "./device-shelf";
import { DocumentShow } from "./document-show";
import { emptyKiosk, isTouched, type KioskAction, type KioskState, reduceKiosk, slipToTake } from "./kiosk-store";
import type { Command, Enrolled, ServerMessage, Wish } from "./messages";

const OFFER_LIMIT_MS = 6_000;
/** A short break is not worth a word; a longer one is, the sooner the less there is to keep. */
const PATIENCE_MS = 5_000;
const PATIENCE_IN_VISIT_MS = 8_000;
/** How long the farewell stands. */
export const FAREWELL_MS = 20_000;
/** With a slip or a receipt to read and to photograph. */
export const FAREWELL_WITH_SLIP_MS = 60_000;

export interface RoomOptions {
  shelf: IdentityShelf;
  deviceShelf?: DeviceShelf;
  connect?: () => WebSocket;
  connectBrowser?: () => WebSocket;
  media?: VisitVideoOptions["media"];
  now?: () => number;
}

export class KioskRoom {
  readonly store: Store<KioskState, KioskAction> = makeStore(reduceKiosk, emptyKiosk);
  readonly media: Store<VisitVideoState, VisitVideoState> = makeStore((_, next: VisitVideoState) => next, noVisitVideo);
  readonly camera: VisitVideo;
  readonly examiner: Examiner;
  readonly documents: DocumentShow;
  readonly shared: BrowserSeat;
  readonly form: FormReading;
  /** The camera and microphone of this kiosk. */
  devices: ChosenDevices = standardChoice;
  private readonly options: RoomOptions;
  private readonly idle: IdleWatch;
  private link: KioskLink | null = null;
  /** What the operator was told of our devices, and in which visit. */
  private devicesTold: string | null = null;
  private answer: ((sdp: string) => void) | null = null;
  /** The newest leave to join at Zoom; used once, by who asked for it. */
  private grant: VideoGrant | null = null;
  /** The server's clock minus this one's, as the last greeting told. */
  clock_offset_ms = 0;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private farewell: ReturnType<typeof setTimeout> | undefined;
  /** When the farewell ends by itself. */
  farewell_until_ms = 0;

  constructor(options: RoomOptions) {
    this.options = options;
    const { media } = options;
    const wanted = () => wantedFor(this.devices);
    this.camera = new VisitVideo({
      ...(media === undefined ? {} : { media }),
      get wanted() {
        return wanted();
      },
      ask: (sdp, away) => this.offer(sdp, away),
      say: (epoch, said) => this.sayOfVideo(epoch, said),
      onAway: (on) => void this.command({ type: "look_away", on }).catch(() => undefined),
      further: FURTHER_LINES,
      onChange: (state) => {
        this.media.send(state);
        this.tellDevices();
      },
    });
    this.documents = new DocumentShow({
      showInstead: (track) => this.camera.showInstead(track),
      onShow: (on) => void this.command({ type: "show_document", on }).catch(() => undefined),
      words: () => withoutReadings(kioskSpeechIn(this.store.read().sitting.voice).w.document.preparing),
    });
    this.form = new FormReading({
      showInstead: (track) => this.camera.showInstead(track),
      isFree: () => this.documents.view.read().phase === "off",
      words: () => withoutReadings(kioskSpeechIn(this.store.read().sitting.voice).w.shared.reading),
    });
    const { connectBrowser } = options;
    this.shared = new BrowserSeat({
      keepPrivate: (privacy) => this.camera.keepPrivate(privacy),
      // The receipt has the whole time of a farewell to be read, whenever it comes.
      onPlace: (place) => place === "receipt" && this.stayLonger(),
      ...(connectBrowser === undefined ? {} : { connect: connectBrowser }),
    });
    this.examiner = new Examiner({
      command: (command) => this.command(command),
      echo: () => this.link?.echo() ?? Promise.reject(new Error("not enrolled")),
      running: () => this.camera.devicesInUse(),
      occupied: () => this.store.read().visit !== null,
    });
    this.idle = new IdleWatch({
      now: () => this.now(),
      applies: () => this.store.read().own !== null && this.store.read().visit === null && this.store.read().sitting.ended === null && isTouched(this.store.read()),
      onCountdown: (until_ms) => this.store.send({ type: "idle", until_ms }),
      onOver: () => this.restart(),
    });
  }

  start(): () => void {
    const hurry = () => {
      this.link?.hurry();
      this.shared.room.hurry();
    };
    const cut = () => {
      this.link?.cut();
      this.shared.room.cut();
    };
    const touch = (event: Event) => {
      this.touch();
      if (event instanceof KeyboardEvent && isStaffKey(event)) this.check();
    };
    const window_events = [["online", hurry], ["offline", cut], ["pointerdown", touch], ["keydown", touch]] as const;
    for (const [name, listener] of window_events) addEventListener(name, listener, { capture: true });
    document.addEventListener("visibilitychange", hurry);
    const unfollow = this.followVisits();
    this.idle.touch();
    void this.recognise();
    return () => {
      for (const [name, listener] of window_events) removeEventListener(name, listener, { capture: true });
      document.removeEventListener("visibilitychange", hurry);
      unfollow();
      this.idle.stop();
      clearTimeout(this.patience);
      clearTimeout(this.farewell);
      this.link?.close();
      this.link = null;
      this.examiner.follow(false);
      this.documents.end();
      this.form.end();
      this.shared.leave();
      this.camera.stop();
    };
  }

  /** Makes this browser a kiosk by the one-time code; the problem when it could not. */
  async enrol(code: string): Promise<Problem | null> {
    try {
      const { key, public_key } = await makeKey();
      const { kiosk, name } = await post<Enrolled>("/api/kiosk/enrol", { code, public_key });
      await this.options.shelf.keep({ kiosk, name, key });
      this.enter({ kiosk, name, key });
      return null;
    } catch (error) {
      return problemOf(error);
    }
  }

  choose(part: Extract<KioskAction, { type: "choose" }>["part"]): void {
    this.store.send({ type: "choose", part });
  }

  /** Any sign of life; while the kiosk asks whether somebody is there, it is the answer. */
  touch(): void {
    this.idle.touch();
  }

  /** Everything back to the start: words, size, colours, and what was chosen. */
  restart(): void {
    clearTimeout(this.farewell);
    this.shared.putAway();
    if (this.store.read().visit === null) this.shared.leave();
    this.store.send({ type: "restart" });
  }

  async takeTicket(wish: Wish): Promise<void> {
    const { sitting } = this.store.read();
    if (sitting.asking) return;
    this.choose({ asking: true, refusal: null });
    await this.act({ type: "ticket", language: languageOf(sitting.voice), wish });
    this.choose({ asking: false });
  }

  /** Brings a number taken at the reception. */
  async takeNumber(number: string): Promise<void> {
    if (this.store.read().sitting.asking) return;
    this.choose({ asking: true, refusal: null });
    await this.act({ type: "take_number", number });
    this.choose({ asking: false });
  }

  /** Cancels the ticket or ends the visit; the server says when it is gone. */
  async leave(): Promise<void> {
    this.choose({ confirming: false, leaving: true });
    if (!(await this.act({ type: "leave" }))) this.choose({ leaving: false });
  }

  /** Writes a line to the operator; null when it was taken, else the code of the refusal. */
  async say(text: string): Promise<string | null> {
    try {
      await this.command({ type: "say", text });
      return null;
    } catch (error) {
      return error instanceof Refusal ? error.code : "failed";
    }
  }

  /** Begins to show a document, by the camera that is named or the one that looks away from the resident. */
  async aimAtDocument(device: string | null = null): Promise<void> {
    // One camera: what was before it is put away first.
    await this.form.stop();
    await this.documents.aim(device);
  }

  /** Staff have made their sign: camera and microphone are tested where no resident is in the middle of something. */
  check(): void {
    const { own, visit } = this.store.read();
    if (own !== null && own !== undefined && visit === null) this.choose({ checking: true });
  }

  /** Uses these devices from now on, and remembers them. */
  async useDevices(chosen: ChosenDevices): Promise<void> {
    this.devices = chosen;
    // A choice that cannot be kept still holds until the page is loaded again.
    await this.options.deviceShelf?.keep(chosen).catch(() => undefined);
    this.restart();
  }

  async callStaff(): Promise<void> {
    try {
      await this.command({ type: "call_staff" });
      this.choose({ staff: "called" });
    } catch {
      this.choose({ staff: "failed" });
    }
  }

  /** Takes the kiosk back from another window of this identity. */
  takeBack(): void {
    this.link?.open();
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }

  private async recognise(): Promise<void> {
    const identity = canHoldIdentity() ? await this.options.shelf.read().catch(() => null) : null;
    this.devices = (await this.options.deviceShelf?.read().catch(() => null)) ?? standardChoice;
    if (identity === null) this.store.send({ type: "identity", own: null });
    else this.enter(identity);
  }

  private enter(identity: Identity): void {
    this.store.send({ type: "identity", own: { kiosk: identity.kiosk, name: identity.name } });
    const { connect } = this.options;
    const proof = { kiosk: identity.kiosk, sign: (nonce: string) => signChallenge(identity, nonce) };
    this.shared.prove(proof);
    this.link?.close();
    this.link = new KioskLink({
      ...proof,
      onMessage: (message) => this.receive(message),
      onStatus: (status) => this.followLine(status),
      ...(connect === undefined ? {} : { connect }),
    });
    this.link.open();
  }

  private receive(message: ServerMessage): void {
    if (this.examiner.receive(message)) return;
    if (message.type === "welcome") this.clock_offset_ms = Date.parse(message.now) - this.now();
    if (message.type === "media_answer") this.answer?.(message.sdp);
    else if (message.type === "video_grant") this.grant = message;
    else this.store.send({ type: "message", message });
    // The server tells what it does not hear; a page may believe in its line all the same.
    if (message.type === "visit" && message.visit.line?.visitor_heard === false) this.camera.unheard();
  }

  private followLine(status: KioskLinkStatus): void {
    this.store.send({ type: "status", status });
    this.examiner.follow(status === "open");
    if (status === "open") {
      this.camera.hurry();
      this.devicesTold = null;
      this.tellDevices();
    }
    if (status === "replaced" || status === "revoked") {
      this.shared.leave();
      this.camera.stop();
    }
    if (status === "revoked") void this.forget();
    clearTimeout(this.patience);
    if (status !== "lost" && status !== "connecting") return;
    const pause_ms = this.store.read().visit === null ? PATIENCE_MS : PATIENCE_IN_VISIT_MS;
    this.patience = setTimeout(() => this.store.send({ type: "gone" }), pause_ms);
  }

  /** The administration took the key out of use: the kiosk waits to be enrolled anew. */
  private async forget(): Promise<void> {
    this.link = null;
    this.shared.prove(null);
    await this.options.shelf.drop().catch(() => undefined);
    this.restart();
    this.store.send({ type: "identity", own: null, revoked: true });
  }

  /** Devices come with the ringing, the connection with the talk; both go with the visit. */
  private followVisits(): () => void {
    let before = this.store.read();
    return this.store.subscribe(() => {
      const after = this.store.read();
      const [was, is] = [before.visit, after.visit];
      const moved = was?.state !== is?.state || was?.contact !== is?.contact;
      const farewell = before.sitting.ended === null && after.sitting.ended !== null;
      before = after;
      this.examiner.followVisit(is !== null);
      if (was !== is) this.shared.follow(is);
      if (moved) this.tellDevices();
      // The end of a visit is the camera's `stop`.
      if (is !== null && (was?.video?.epoch !== is.video?.epoch || was?.video?.provider !== is.video?.provider)) this.camera.follow(is.video);
      if (moved && is?.state === "ringing") void this.camera.prepare();
      else if (moved && is?.state === "talking") this.begin(after);
      else if (moved) this.camera.stop();
      if (is?.state !== "talking") this.form.end();
      if (is?.state !== "talking") this.documents.end();
      else if (was?.document !== is.document) this.documents.follow(is.document, was?.document ?? "none");
      if (farewell) this.sayFarewell();
    });
  }

  /** Tells the operator which devices there are; again after each greeting, since a server that began anew knows nothing. */
  private tellDevices(): void {
    const { visit } = this.store.read();
    const { camera, microphone } = this.media.read();
    if (visit?.state !== "talking" || camera === "unknown" || microphone === "unknown") return;
    const devices = { camera: camera === "live", microphone: microphone === "live" };
    const told = `${visit.contact} ${devices.camera} ${devices.microphone}`;
    if (told === this.devicesTold) return;
    this.devicesTold = told;
    this.command({ type: "devices", ...devices }).catch(() => {
      if (this.devicesTold === told) this.devicesTold = null;
    });
  }

  /** The farewell stands for its whole time again. */
  stayLonger(): void {
    if (this.store.read().sitting.ended !== null) this.sayFarewell();
  }

  /** The operator is there: picture and sound, and the wish to write where there was one. */
  private begin({ sitting, written }: KioskState): void {
    void this.camera.connect();
    if (sitting.writing && written.length === 0) void this.say(withoutReadings(kioskSpeechIn(sitting.voice).w.written.first));
  }

  private sayFarewell(): void {
    clearTimeout(this.farewell);
    const isShort = slipToTake(this.store.read()) === null && !this.shared.stands();
    const stands_ms = isShort ? FAREWELL_MS : FAREWELL_WITH_SLIP_MS;
    this.farewell_until_ms = this.now() + stands_ms;
    this.farewell = setTimeout(() => {
      if (this.store.read().visit === null) this.restart();
    }, stands_ms);
  }

  /** The grant comes ahead of the answer to the question. */
  private async sayOfVideo(epoch: number, say: VideoSaid): Promise<VideoGrant | null> {
    await this.command({ type: "video", epoch, say });
    const { grant } = this;
    this.grant = null;
    return say === "ask" ? grant : null;
  }

  private command(command: Command): Promise<void> {
    return this.link?.command(command) ?? Promise.reject(new Error("not enrolled"));
  }

  /** True when the server did it; its refusal is shown otherwise. */
  private async act(command: Command): Promise<boolean> {
    try {
      await this.command(command);
      return true;
    } catch (error) {
      const { detail_ja, detail_en } = error instanceof Refusal ? error : problemOf(error);
      this.choose({ refusal: { detail_ja, detail_en } });
      return false;
    }
  }

  private offer(sdp: string, away: boolean): Promise<string> {
    return new Promise((done, fail) => {
      const settle = (finish: () => void) => {
        clearTimeout(limit);
        // A later offer may be waiting by now; its answer is not ours to drop.
        if (this.answer === take) this.answer = null;
        finish();
      };
      const take = (answer: string) => settle(() => done(answer));
      const limit = setTimeout(() => settle(() => fail(new Error("no media answer"))), OFFER_LIMIT_MS);
      this.answer = take;
      this.command({ type: "media_offer", sdp, away }).catch((refusal: unknown) => settle(() => fail(refusal)));
    });
  }
}

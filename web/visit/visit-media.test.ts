// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { deviceOf } from "./visit-devices";
import { noVisitMedia, preferCodec, VisitMedia, type VisitMediaState } from "./visit-media";

class FakeTrack {
  enabled = true;
  readyState = "live";
  onended: (() => void) | null = null;
  constructor(readonly kind: "audio" | "video") {}
  stop() {
    this.readyState = "ended";
  }
}

class FakeStream {
  private readonly tracks: FakeTrack[];
  constructor(tracks: FakeTrack[] = []) {
    this.tracks = [...tracks];
  }
  addTrack(track: FakeTrack) {
    this.tracks.push(track);
  }
  getTracks = () => this.tracks;
  getAudioTracks = () => this.tracks.filter(({ kind }) => kind === "audio");
  getVideoTracks = () => this.tracks.filter(({ kind }) => kind === "video");
}

/** A connection whose far end is the test. */
class FakePeer extends EventTarget {
  static all: FakePeer[] = [];
  static get last(): FakePeer {
    return FakePeer.all.at(-1) ?? new FakePeer();
  }
  iceGatheringState = "gathering";
  connectionState = "new";
  localDescription: { sdp: string } | null = null;
  closed = false;
  lines: [string, string, string[]][] = [];
  sent: Record<string, FakeTrack | null> = {};
  transceivers: { receiver: { track: { kind: string } }; sender: { replaceTrack: (next: FakeTrack | null) => Promise<void> } }[] = [];
  getTransceivers = () => this.transceivers;
  ontrack: ((event: { track: FakeTrack }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;

  constructor() {
    super();
    FakePeer.all.push(this);
  }
  addTransceiver(track: FakeTrack | string, { direction }: { direction: string }) {
    const line: [string, string, string[]] = [typeof track === "string" ? track : track.kind, direction, []];
    this.lines.push(line);
    const kind = typeof track === "string" ? track : track.kind;
    this.sent[kind] = typeof track === "string" ? null : track;
    this.transceivers.push({ receiver: { track: { kind } }, sender: { replaceTrack: (next) => Promise.resolve(void (this.sent[kind] = next)) } });
    return { setCodecPreferences: (codecs: { mimeType: string }[]) => (line[2] = codecs.map(({ mimeType }) => mimeType)) };
  }
  createOffer = () => Promise.resolve({ type: "offer", sdp: `offer ${FakePeer.all.indexOf(this) + 1}` });
  setLocalDescription = (description: { sdp: string }) => {
    this.localDescription = description;
    return Promise.resolve();
  };
  setRemoteDescription = () => Promise.resolve();
  packets = 0;
  /** Reports that come in by themselves, one for each look, until the line breaks. */
  broken = false;
  getStats = () => {
    if (!this.broken) this.packets += 1;
    return Promise.resolve([{ type: "transport", packetsReceived: this.packets }, { type: "codec" }]);
  };
  close() {
    this.closed = true;
  }
  gather() {
    this.iceGatheringState = "complete";
    this.localDescription = { sdp: `${this.localDescription?.sdp} with candidates` };
    this.dispatchEvent(new Event("icegatheringstatechange"));
  }
  become(state: string) {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

let devices: Record<"audio" | "video", "there" | string>;
let taken: FakeTrack[] = [];
const codecs = { audio: ["audio/red", "audio/opus", "audio/PCMU"], video: ["video/H264", "video/VP8", "video/AV1"] };

function take(wanted: MediaStreamConstraints): Promise<FakeStream> {
  const kinds = (["audio", "video"] as const).filter((kind) => wanted[kind] !== undefined);
  const refused = kinds.map((kind) => devices[kind]).find((device) => device !== "there");
  if (refused !== undefined) return Promise.reject(new DOMException("no", refused));
  const tracks = kinds.map((kind) => new FakeTrack(kind));
  taken.push(...tracks);
  return Promise.resolve(new FakeStream(tracks));
}

beforeEach(() => {
  vi.useFakeTimers();
  FakePeer.all = [];
  taken = [];
  devices = { audio: "there", video: "there" };
  vi.stubGlobal("RTCPeerConnection", FakePeer);
  vi.stubGlobal("MediaStream", FakeStream);
  vi.stubGlobal("RTCRtpReceiver", { getCapabilities: (kind: "audio" | "video") => ({ codecs: codecs[kind].map((mimeType) => ({ mimeType })) }) });
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: take } });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function visit(ask: (sdp: string) => Promise<string> = () => Promise.resolve("answer")) {
  const states: VisitMediaState[] = [noVisitMedia];
  const asked: string[] = [];
  const media = new VisitMedia({
    ask: (sdp) => {
      asked.push(sdp);
      return ask(sdp);
    },
    onChange: (state) => states.push(state),
  });
  return { media, asked, state: () => states.at(-1) ?? noVisitMedia };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

async function standing(ask?: (sdp: string) => Promise<string>) {
  const all = visit(ask);
  void all.media.connect();
  await settle();
  FakePeer.last.gather();
  await settle();
  FakePeer.last.become("connected");
  return all;
}

describe("picture and sound of a visit", () => {
  test("are offered once, with all candidates, Opus and VP8 first", async () => {
    const { media, asked, state } = visit();
    void media.connect();
    await settle();
    expect(asked).toEqual([]);
    FakePeer.last.gather();
    await settle();
    expect(asked).toEqual(["offer 1 with candidates"]);
    expect(FakePeer.last.lines).toEqual([["audio", "sendrecv", ["audio/opus", "audio/red", "audio/PCMU"]], ["video", "sendrecv", ["video/VP8", "video/H264", "video/AV1"]]]);
    expect(state().line).toBe("starting");
    FakePeer.last.become("connected");
    expect([state().line, state().camera, state().microphone]).toEqual(["up", "live", "live"]);
  });

  test("do not wait for ever for candidates", async () => {
    const { media, asked } = visit();
    void media.connect();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual(["offer 1"]);
  });

  test("come from the other side into one stream", async () => {
    const { state } = await standing();
    const [sound, picture] = [new FakeTrack("audio"), new FakeTrack("video")];
    for (const track of [sound, picture]) FakePeer.last.ontrack?.({ track });
    expect((state().remote as unknown as FakeStream).getTracks()).toEqual([sound, picture]);
  });

  test("use the devices that were asked for ahead", async () => {
    const { media } = visit();
    await media.prepare();
    void media.connect();
    await settle();
    expect(taken).toHaveLength(2);
  });

  test("stop with the visit, even while the browser still asks for the camera", async () => {
    const { media, state } = await standing();
    media.stop();
    expect(taken.map(({ readyState }) => readyState)).toEqual(["ended", "ended"]);
    expect([FakePeer.last.closed, state()]).toEqual([true, noVisitMedia]);
    void media.connect();
    media.stop();
    await settle();
    expect(taken.map(({ readyState }) => readyState)).toEqual(["ended", "ended", "ended", "ended"]);
    expect(FakePeer.all).toHaveLength(1);
  });
});

describe("missing devices", () => {
  test("without a camera the visit goes on by voice, and says so", async () => {
    devices.video = "NotAllowedError";
    const { state } = await standing();
    expect([state().camera, state().microphone, state().own, state().line]).toEqual(["refused", "live", null, "up"]);
    expect(FakePeer.last.lines.map(([kind, direction]) => [kind, direction])).toEqual([["audio", "sendrecv"], ["video", "sendrecv"]]);
  });

  test("without a microphone the picture still comes", async () => {
    devices.audio = "NotFoundError";
    const { state } = await standing();
    expect([state().camera, state().microphone, state().line]).toEqual(["live", "absent", "up"]);
  });

  test("a camera that is unplugged is missed, and found again when asked", async () => {
    const { media, state } = await standing();
    taken.find(({ kind }) => kind === "video")?.onended?.();
    expect([state().camera, state().own, state().line]).toEqual(["absent", null, "up"]);
    void media.tryDevices();
    await settle();
    FakePeer.last.gather();
    await settle();
    expect([state().camera, FakePeer.all.length]).toEqual(["live", 2]);
  });

  test("are refused or absent, by the browser's own word", () => {
    expect(["NotAllowedError", "SecurityError", "NotFoundError", "NotReadableError"].map((name) => deviceOf(new DOMException("", name)))).toEqual(["refused", "refused", "absent", "absent"]);
  });
});

describe("a line that fails", () => {
  test("is offered anew after half a second, counted from the first trouble", async () => {
    const { asked, state } = await standing();
    FakePeer.last.become("disconnected");
    expect(state().line).toBe("lost");
    await vi.advanceTimersByTimeAsync(300);
    FakePeer.last.become("failed");
    await vi.advanceTimersByTimeAsync(199);
    expect(FakePeer.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    FakePeer.last.gather();
    await settle();
    expect([asked.length, FakePeer.all[0]?.closed]).toEqual([2, true]);
    FakePeer.last.become("connected");
    expect(state().line).toBe("up");
  });

  test("that heals by itself is left alone", async () => {
    const { state } = await standing();
    FakePeer.last.become("disconnected");
    await vi.advanceTimersByTimeAsync(400);
    FakePeer.last.become("connected");
    await vi.advanceTimersByTimeAsync(60_000);
    expect([state().line, FakePeer.all.length]).toEqual(["up", 1]);
  });

  test("is tried with growing pauses while nobody answers, and at once when the way is open again", async () => {
    const { media, asked } = visit(() => Promise.reject(new Error("no line")));
    const counts: number[] = [];
    void media.connect();
    for (const pause_ms of [0, 300, 1_000, 1_000]) {
      await vi.advanceTimersByTimeAsync(pause_ms);
      FakePeer.last.gather();
      await settle();
      counts.push(asked.length);
    }
    expect(counts).toEqual([1, 2, 3, 4]);
    media.hurry();
    await settle();
    FakePeer.last.gather();
    await settle();
    expect(asked).toHaveLength(5);
  });

  test("that brings nothing for a second and a half is offered anew, whatever the browser believes", async () => {
    const { state } = await standing();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([state().line, FakePeer.all.length]).toEqual(["up", 1]);
    FakePeer.last.broken = true;
    await vi.advanceTimersByTimeAsync(2_000);
    expect([state().line, FakePeer.all.length]).toEqual(["lost", 2]);
    FakePeer.last.gather();
    await settle();
    FakePeer.last.become("connected");
    await vi.advanceTimersByTimeAsync(60_000);
    expect([state().line, FakePeer.all.length]).toEqual(["up", 2]);
  });

  test("on which the server does not hear us is offered anew at its word, once", async () => {
    const { media, state } = await standing();
    media.unheard();
    media.unheard();
    await settle();
    expect([state().line, FakePeer.all.length]).toEqual(["lost", 2]);
  });

  test("that never stands after an answer is given up and offered anew", async () => {
    const { media, asked } = visit();
    void media.connect();
    await settle();
    FakePeer.last.gather();
    await vi.advanceTimersByTimeAsync(4_000);
    FakePeer.last.gather();
    await settle();
    expect(asked).toHaveLength(2);
    FakePeer.last.become("failed");
    await vi.advanceTimersByTimeAsync(300);
    expect(FakePeer.all).toHaveLength(3);
  });

  test("whose answer comes after the end changes nothing", async () => {
    let answer: (sdp: string) => void = () => undefined;
    const { media, state } = visit(() => new Promise((done) => (answer = done)));
    void media.connect();
    await settle();
    FakePeer.last.gather();
    await settle();
    media.stop();
    answer("late");
    await vi.advanceTimersByTimeAsync(60_000);
    expect([state(), FakePeer.all.length, FakePeer.last.closed]).toEqual([noVisitMedia, 1, true]);
  });
});

describe("private moments", () => {
  const enabled = () => Object.fromEntries(taken.map(({ kind, enabled: on }) => [kind, on]));

  test("mute takes the voice away and leaves the picture", async () => {
    const { media } = await standing();
    media.mute(true);
    expect(enabled()).toEqual({ audio: false, video: true });
  });

  test("looking away stops both, and coming back keeps a mute that was there", async () => {
    const { media, state } = await standing();
    media.mute(true);
    media.lookAway(true);
    expect([enabled(), state().away]).toEqual([{ audio: false, video: false }, true]);
    media.lookAway(false);
    expect(enabled()).toEqual({ audio: false, video: true });
  });

  test("while a secret is typed keep picture and voice here, save for the talk button, muted before or not", async () => {
    const { media, state } = await standing();
    media.mute(true);
    media.keepPrivate("silent");
    expect([enabled(), state().privacy]).toEqual([{ audio: false, video: false }, "silent"]);
    media.keepPrivate("talking");
    expect(enabled()).toEqual({ audio: true, video: false });
    media.keepPrivate("none");
    expect(enabled()).toEqual({ audio: false, video: true });
    media.mute(false);
    expect(enabled()).toEqual({ audio: true, video: true });
  });

  test("of somebody who looked away before stay dark and silent in a secret, and after it", async () => {
    const { media } = await standing();
    media.lookAway(true);
    for (const privacy of ["silent", "talking", "none"] as const) {
      media.keepPrivate(privacy);
      expect(enabled(), privacy).toEqual({ audio: false, video: false });
    }
    media.lookAway(false);
    expect(enabled()).toEqual({ audio: true, video: true });
  });

  test("a secret's hold over a document that is shown, devices taken anew and the next connection", async () => {
    const { media } = await standing();
    const document = new FakeTrack("video");
    await media.showInstead(document as unknown as MediaStreamTrack);
    media.keepPrivate("silent");
    expect(document.enabled).toBe(false);
    media.stop();
    taken = [];
    void media.connect();
    await settle();
    expect(enabled()).toEqual({ audio: false, video: false });
  });

  test("last over a reconnection and over devices taken anew", async () => {
    const { media } = await standing();
    media.lookAway(true);
    FakePeer.last.become("failed");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(enabled()).toEqual({ audio: false, video: false });
    taken = [];
    void media.tryDevices();
    await settle();
    expect(enabled()).toEqual({ audio: false, video: false });
  });
});

describe("a picture in place of the camera's", () => {
  test("is sent on the same connection while the camera is let go of, and the camera's again after", async () => {
    const { media, state } = await standing();
    const [camera, document] = [FakePeer.last.sent["video"], new FakeTrack("video")];
    await media.showInstead(document as unknown as MediaStreamTrack);
    expect([FakePeer.last.sent["video"], camera?.readyState, FakePeer.all.length]).toEqual([document, "ended", 1]);
    media.lookAway(true);
    expect(document.enabled).toBe(false);
    media.lookAway(false);
    await media.showInstead(null);
    expect([FakePeer.last.sent["video"]?.readyState, FakePeer.last.sent["video"] === document, state().camera]).toEqual(["live", false, "live"]);
  });

  test("stays over a reconnection", async () => {
    const { media } = await standing();
    const document = new FakeTrack("video");
    await media.showInstead(document as unknown as MediaStreamTrack);
    FakePeer.last.become("failed");
    await vi.advanceTimersByTimeAsync(2_000);
    expect([FakePeer.all.length, FakePeer.last.sent["video"]]).toEqual([2, document]);
  });
});

test("a codec that the browser does not know changes no order", () => {
  expect(preferCodec([{ mimeType: "video/H264" }, { mimeType: "video/AV1" }], "video/VP8").map(({ mimeType }) => mimeType)).toEqual(["video/H264", "video/AV1"]);
});

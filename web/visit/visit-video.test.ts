import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ProviderEvents, VideoFault, type VideoFailure, type VideoGrant, type VideoSaid, type VideoTold } from "./providers/provider";
import { noVisitMedia, type VisitMediaOptions } from "./visit-media";
import { VisitVideo, type VisitVideoState } from "./visit-video";

const grantOf = (epoch: number): VideoGrant => ({ epoch, topic: `t${epoch}`, token: "j.w.t", name: "visitor" });
const zoom = (epoch: number): VideoTold => ({ epoch, provider: "zoom" });
const builtin = (epoch: number): VideoTold => ({ epoch, provider: "builtin" });

const track = {} as MediaStreamTrack;

/** One page of a visit: its media and Zoom are the test's, and everything that happens stands in `log`. */
function page() {
  const log: string[] = [];
  const states: VisitVideoState[] = [];
  let media!: VisitMediaOptions;
  let events!: ProviderEvents;
  const gate: { join: (failure?: VideoFailure) => void; leave: () => void; leaves: Promise<void> } = { join: () => undefined, leave: () => undefined, leaves: Promise.resolve() };
  const note = (what: string) => {
    log.push(what);
    return Promise.resolve();
  };
  const video = new VisitVideo({
    ask: () => Promise.reject(new Error("no line")),
    say: (epoch: number, said: VideoSaid) => note(`${said} ${epoch}`).then(() => (said === "ask" ? grantOf(epoch) : null)),
    onAway: (on) => log.push(`away ${on}`),
    onChange: (state) => states.push(state),
    media: (options) => {
      media = options;
      return { prepare: () => note("prepare"), connect: () => note("connect"), hurry: () => undefined, unheard: () => undefined, mute: (on) => log.push(`mute ${on}`), lookAway: (on) => log.push(`dark ${on}`), keepPrivate: (privacy) => log.push(`private ${privacy}`), showInstead: (track) => note(track === null ? "own picture" : "cover"), tryDevices: () => note("devices"), stop: () => options.onChange(noVisitMedia) };
    },
    zoom: (given) => {
      events = given;
      return {
        name: "zoom",
        preload: () => log.push("preload"),
        join: (grant) => {
          log.push(`join ${grant?.topic}`);
          return new Promise((done, fail) => {
            gate.join = (failure) => (failure === undefined ? done() : fail(new VideoFault(failure)));
          });
        },
        mic: (on) => log.push(`mic ${on}`),
        cam: (on) => log.push(`cam ${on}`),
        leave: () => {
          log.push("leave");
          return gate.leaves;
        },
      };
    },
  });
  return { video, log, states, gate, media: () => media, events: () => events, last: () => states.at(-1) as VisitVideoState };
}

const settled = () => vi.advanceTimersByTimeAsync(0);

async function inZoom() {
  const all = page();
  all.video.follow(zoom(1));
  void all.video.connect();
  await settled();
  all.gate.join();
  await settled();
  return all;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("a visit's video", () => {
  test("is the built-in one where the server says nothing of it", async () => {
    const { video, log } = page();
    void video.connect();
    await settled();
    expect(log).toEqual(["connect"]);
  });

  test("loads Zoom ahead, and joins only when the server has begun", async () => {
    const { video, log, gate, last } = page();
    video.follow(zoom(0));
    void video.connect();
    await settled();
    expect(log).toEqual(["preload"]);
    video.follow(zoom(1));
    await settled();
    expect(log.slice(1)).toEqual(["prepare", "ask 1", "mic true", "cam true", "join t1"]);
    expect(last().line).toBe("starting");
    gate.join();
    await settled();
    expect([log.at(-1), last().line]).toEqual(["joined 1", "up"]);
  });

  test.each(["sdk_failed", "join_refused", "join_timeout"] as const)("that Zoom does not carry (%s) is told, and goes over when the server says so", async (failure) => {
    const { video, log, gate, media, last } = page();
    video.follow(zoom(1));
    void video.connect();
    await settled();
    gate.join(failure);
    await settled();
    expect(log.at(-1)).toBe(`${failure} 1`);
    expect(log).not.toContain("connect");
    video.follow(builtin(2));
    await settled();
    expect(log.slice(-2)).toEqual(["leave", "connect"]);
    expect(last().switching).toBe(true);
    media().onChange({ ...noVisitMedia, line: "up" });
    expect([last().switching, last().line]).toEqual([false, "up"]);
  });

  test("leaves Zoom before the built-in way begins, and what Zoom says later is dropped", async () => {
    const all = await inZoom();
    let left: () => void = () => undefined;
    all.gate.leaves = new Promise((done) => (left = done));
    all.video.follow(builtin(2));
    await settled();
    expect(all.log.at(-1)).toBe("leave");
    left();
    await settled();
    expect(all.log.at(-1)).toBe("connect");
    all.events().onLost("connection_lost");
    await settled();
    expect(all.log.at(-1)).toBe("connect");
  });

  test("that is lost at Zoom is told to the server, which moves both", async () => {
    const all = await inZoom();
    all.events().onLost("connection_lost");
    expect(all.log.at(-1)).toBe("connection_lost 1");
  });

  test("shows nothing in the camera's place at Zoom: that goes dark, and a cover waits for the built-in way", async () => {
    const all = await inZoom();
    all.log.length = 0;
    let covered = false;
    const covering = all.video.showInstead(track).then(() => (covered = true));
    await settled();
    expect(all.log).toEqual(["cam false", "cover_needed 1", "cover"]);
    all.video.lookAway(false);
    expect(all.log).toContain("cam false");
    expect(all.log).not.toContain("cam true");
    expect(covered).toBe(false);
    all.video.follow(builtin(2));
    await covering;
    expect(all.log.slice(-2)).toEqual(["leave", "connect"]);
    await all.video.showInstead(null);
    expect(all.log.at(-1)).toBe("own picture");
  });

  test("says that there is no cover where the built-in way does not come, and Zoom has its camera back after", async () => {
    const all = await inZoom();
    const covering = expect(all.video.showInstead(track)).rejects.toThrow("cover_needed");
    await vi.advanceTimersByTimeAsync(20_000);
    await covering;
    await all.video.showInstead(null);
    expect(all.log.slice(-2)).toEqual(["own picture", "cam true"]);
  });

  test("does not join Zoom while something covered is shown", async () => {
    const all = page();
    all.video.follow(zoom(0));
    void all.video.connect();
    const covering = all.video.showInstead(track);
    all.video.follow(zoom(1));
    await settled();
    expect(all.log).toContain("cover_needed 1");
    all.video.follow(builtin(2));
    await covering;
    expect(all.log).not.toContain("join t1");
  });

  test("covers at once in the built-in way", async () => {
    const { video, log } = page();
    void video.connect();
    await settled();
    await video.showInstead(track);
    expect(log).toEqual(["connect", "cover"]);
  });

  test("goes over once, however often the server says so", async () => {
    const { video, log } = page();
    video.follow(builtin(1));
    void video.connect();
    for (const epoch of [1, 2, 3]) {
      video.follow(builtin(epoch));
      await settled();
    }
    expect(log.filter((it) => it === "connect")).toHaveLength(1);
  });

  test("joins another Zoom session where another operator takes over", async () => {
    const all = await inZoom();
    all.video.follow(zoom(2));
    await settled();
    expect(all.log.slice(-6)).toEqual(["leave", "prepare", "ask 2", "mic true", "cam true", "join t2"]);
    expect(all.last().switching).toBe(false);
  });

  test("is dark and silent at Zoom too while somebody looks away", async () => {
    const { video, log } = await inZoom();
    log.length = 0;
    video.lookAway(true);
    expect(log).toEqual(["dark true", "mic false", "cam false", "away true"]);
    log.length = 0;
    video.mute(true);
    expect(log).toEqual(["mute true", "mic false"]);
  });

  test("keeps picture and voice from Zoom too while a secret is typed", async () => {
    const { video, log } = await inZoom();
    log.length = 0;
    video.keepPrivate("silent");
    video.keepPrivate("talking");
    video.keepPrivate("none");
    expect(log).toEqual(["private silent", "mic false", "cam false", "private talking", "mic true", "cam false", "private none", "mic true", "cam true"]);
  });

  test("shows the picture that Zoom draws, and none of it after the end", async () => {
    const { video, events, last, log } = await inZoom();
    const picture = {} as HTMLElement;
    events().onPicture(picture);
    expect(last().picture).toBe(picture);
    video.stop();
    expect([last().picture, last().line, log.at(-1)]).toEqual([null, "off", "leave"]);
  });

  test("asks within its deadline only", async () => {
    const { video, log } = page();
    video.follow(zoom(1));
    void video.connect();
    await vi.advanceTimersByTimeAsync(60_000);
    // The provider has the deadline for the joining itself; a page that is told nothing tells nothing more.
    expect(log.filter((it) => it.startsWith("ask"))).toHaveLength(1);
  });
});

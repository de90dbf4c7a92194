// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { VideoFault } from "./provider";
import { ZoomProvider } from "./zoom";
import type { ZoomClient, ZoomParticipant, ZoomSdk } from "./zoom-sdk";

const grant = { epoch: 1, topic: "t1", token: "j.w.t", name: "visitor" };
const never = new Promise<never>(() => undefined);

/** What stands for the SDK: settles as the test says. */
function sdkThat(part: { init?: Promise<unknown>; join?: Promise<unknown>; leave?: Promise<unknown>; others?: ZoomParticipant[] } = {}) {
  const log: string[] = [];
  const listeners = new Map<string, (payload: never) => void>();
  const note = (what: string, result: Promise<unknown> = Promise.resolve()) => {
    log.push(what);
    return result;
  };
  const client: ZoomClient = {
    init: (language, assets, options) => note(`init ${language} ${assets} ${JSON.stringify(options)}`, part.init),
    join: (topic, token, name) => note(`join ${topic} ${token} ${name}`, part.join),
    leave: () => note("leave", part.leave),
    getAllUser: () => [{ userId: 1, bVideoOn: true }, ...(part.others ?? [])],
    getCurrentUserInfo: () => ({ userId: 1, bVideoOn: true }),
    getMediaStream: () => ({
      startAudio: () => note("startAudio"),
      muteAudio: () => note("muteAudio"),
      unmuteAudio: () => note("unmuteAudio"),
      startVideo: () => note("startVideo"),
      stopVideo: () => note("stopVideo"),
      attachVideo: (who) => note(`attach ${who}`, Promise.resolve(document.createElement("video-player"))),
      detachVideo: (who) => note(`detach ${who}`),
    }),
    on: (event, listener) => void listeners.set(event, listener),
    off: (event) => void listeners.delete(event),
  };
  const sdk: ZoomSdk = { createClient: () => client, destroyClient: () => note("destroy") as Promise<void> };
  const tell = (event: string, payload: unknown) => listeners.get(event)?.(payload as never);
  return { sdk, log, tell, listeners };
}

function provider(sdk: Promise<ZoomSdk>) {
  const pictures: (HTMLElement | null)[] = [];
  const lost: string[] = [];
  const zoom = new ZoomProvider({ onPicture: (picture) => pictures.push(picture), onLost: (failure) => lost.push(failure) }, () => sdk);
  return { zoom, pictures, lost };
}

async function failureOf(joining: Promise<void>): Promise<string> {
  const failed = joining.then(
    () => "joined",
    (error: unknown) => (error instanceof VideoFault ? error.failure : String(error)),
  );
  await vi.advanceTimersByTimeAsync(8_000);
  return failed;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("Zoom's way", () => {
  test("starts the SDK with our own files and joins by the grant", async () => {
    const { sdk, log } = sdkThat({ others: [{ userId: 7, bVideoOn: true }] });
    const { zoom, pictures } = provider(Promise.resolve(sdk));
    expect(await failureOf(zoom.join(grant, 8_000))).toBe("joined");
    expect(log[0]).toBe(`init ja-JP ${location.origin}/zoom/lib {"patchJsMedia":false,"isLogDetailed":false,"leaveOnPageUnload":true}`);
    expect(log.slice(1)).toEqual(["join t1 j.w.t visitor", "startAudio", "startVideo", "attach 7"]);
    expect(pictures[0]?.localName).toBe("video-player-container");
  });

  test.each([
    ["the files are not there", () => Promise.reject<ZoomSdk>(new Error("404")), "sdk_failed"],
    ["the files never come", () => never, "sdk_failed"],
    ["it does not start", () => Promise.resolve(sdkThat({ init: Promise.reject(new Error("wasm")) }).sdk), "sdk_failed"],
    ["it is turned away", () => Promise.resolve(sdkThat({ join: Promise.reject({ type: "INVALID_PARAMETERS" }) }).sdk), "join_refused"],
    ["its join never settles", () => Promise.resolve(sdkThat({ join: never }).sdk), "join_timeout"],
  ] as const)("says within the deadline why not: %s", async (_, load, failure) => {
    expect(await failureOf(provider(load()).zoom.join(grant, 8_000))).toBe(failure);
  });

  test("lets go within its own limit, whatever the SDK does", async () => {
    const { sdk, log, listeners } = sdkThat({ leave: never });
    const { zoom } = provider(Promise.resolve(sdk));
    await failureOf(zoom.join(grant, 8_000));
    let gone = false;
    void zoom.leave().then(() => (gone = true));
    await vi.advanceTimersByTimeAsync(1_000);
    expect([gone, log.slice(-2), listeners.size]).toEqual([true, ["leave", "destroy"], 0]);
  });

  test("says when the connection is gone, and shows who comes and goes", async () => {
    const { sdk, log, tell } = sdkThat();
    const { zoom, lost, pictures } = provider(Promise.resolve(sdk));
    await failureOf(zoom.join(grant, 8_000));
    tell("peer-video-state-change", { action: "Start", userId: 9 });
    await vi.advanceTimersByTimeAsync(0);
    tell("user-removed", [{ userId: 9 }]);
    expect([log.slice(-2), pictures.at(-1)]).toEqual([["attach 9", "detach 9"], null]);
    tell("connection-change", { state: "Reconnecting" });
    expect(lost).toEqual([]);
    tell("connection-change", { state: "Closed" });
    expect(lost).toEqual(["connection_lost"]);
  });
});

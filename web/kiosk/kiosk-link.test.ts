// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aVisit, aWelcome, FarEnd } from "../dev/kiosk-samples";
import { KioskLink, type KioskLinkStatus } from "./kiosk-link";
import type { ServerMessage } from "./messages";

function link(sign: (nonce: string) => Promise<string> = (nonce) => Promise.resolve(`signed ${nonce}`)) {
  const statuses: KioskLinkStatus[] = [];
  const messages: ServerMessage[] = [];
  const made = new KioskLink({ kiosk: "k1", sign, onStatus: (status) => statuses.push(status), onMessage: (message) => messages.push(message), connect: FarEnd.connect, chance: () => 0.5 });
  made.open();
  return { made, statuses, messages };
}

async function opened() {
  const all = link();
  FarEnd.last.say({ type: "challenge", nonce: "n1" });
  await vi.advanceTimersByTimeAsync(0);
  FarEnd.last.say(aWelcome());
  return all;
}

beforeEach(() => {
  FarEnd.all = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe("the kiosk's line", () => {
  test("says who it is only in answer to a challenge", async () => {
    link();
    expect(FarEnd.last.sent).toEqual([]);
    FarEnd.last.say({ type: "challenge", nonce: "n1" });
    await vi.advanceTimersByTimeAsync(0);
    expect(FarEnd.last.sent).toEqual([{ type: "hello", kiosk: "k1", signature: "signed n1" }]);
  });

  test("does not answer an old challenge on a later socket", async () => {
    let finish: (signature: string) => void = () => undefined;
    const { made } = link(() => new Promise((done) => (finish = done)));
    FarEnd.last.say({ type: "challenge", nonce: "n1" });
    made.open();
    finish("late");
    await vi.advanceTimersByTimeAsync(0);
    expect(FarEnd.all.map(({ sent }) => sent)).toEqual([[], []]);
  });

  test("tries again when the key does not sign", async () => {
    const { statuses } = link(() => Promise.reject(new Error("no key")));
    FarEnd.last.say({ type: "challenge", nonce: "n1" });
    await vi.advanceTimersByTimeAsync(0);
    expect(statuses.at(-1)).toBe("lost");
  });

  test("settles each command by its own answer", async () => {
    const { made } = await opened();
    const first = made.command({ type: "call_staff" });
    const second = made.command({ type: "leave" });
    expect(FarEnd.last.sent.slice(1)).toEqual([{ type: "call_staff", id: 1 }, { type: "leave", id: 2 }]);
    FarEnd.last.say({ type: "refused", id: 2, code: "no_visit", detail_ja: "", detail_en: "" });
    FarEnd.last.say({ type: "done", id: 1 });
    await expect(first).resolves.toBeUndefined();
    await expect(second).rejects.toMatchObject({ code: "no_visit" });
  });

  test("reconnects with growing pauses, and believes the browser that the network is gone", async () => {
    const { made, statuses } = await opened();
    made.cut();
    expect([statuses.at(-1), FarEnd.last.readyState]).toEqual(["lost", 3]);
    vi.advanceTimersByTime(200);
    expect(FarEnd.all).toHaveLength(2);
    FarEnd.last.onclose?.();
    vi.advanceTimersByTime(200);
    expect(FarEnd.all).toHaveLength(2);
    vi.advanceTimersByTime(300);
    expect(FarEnd.all).toHaveLength(3);
    FarEnd.last.onclose?.();
    made.hurry();
    expect(FarEnd.all).toHaveLength(4);
    FarEnd.last.say(aWelcome({ visit: aVisit() }));
    expect(statuses).toEqual(["connecting", "open", "lost", "open"]);
  });

  test("takes an unanswered command, and a greeting that stays away, for a dead line", async () => {
    const { made, statuses } = await opened();
    const refused = expect(made.command({ type: "leave" })).rejects.toMatchObject({ code: "no_answer" });
    vi.advanceTimersByTime(6_000);
    await refused;
    expect(statuses.at(-1)).toBe("lost");
    vi.advanceTimersByTime(200);
    const count = FarEnd.all.length;
    vi.advanceTimersByTime(9_000);
    expect(FarEnd.all.length).toBeGreaterThan(count);
  });

  test.each(["replaced", "revoked"] as const)("stays away once it is %s, until it is opened again", async (type) => {
    const { made, statuses } = await opened();
    FarEnd.last.say({ type });
    vi.advanceTimersByTime(60_000);
    expect([FarEnd.all.length, statuses.at(-1)]).toEqual([1, type]);
    await expect(made.command({ type: "leave" })).rejects.toMatchObject({ code: "no_line" });
    made.open();
    expect(FarEnd.all).toHaveLength(2);
  });

  test("ignores what an abandoned socket still says", async () => {
    const { messages } = await opened();
    const late = FarEnd.last.onmessage;
    FarEnd.last.onclose?.();
    late?.({ data: JSON.stringify({ type: "visit", visit: aVisit() }) });
    expect(messages).toEqual([aWelcome()]);
  });
});

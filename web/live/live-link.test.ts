// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aMe } from "../dev/samples";
import { LiveLink, type LinkStatus } from "./live-link";
import type { ServerMessage } from "./messages";
import { pauseBefore } from "./socket-line";
import { Refusal } from "./socket-link";

/** A socket whose far end is the test. */
class FakeSocket {
  static all: FakeSocket[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  readyState: number = WebSocket.OPEN;
  sent: Record<string, unknown>[] = [];

  constructor() {
    FakeSocket.all.push(this);
  }

  send(text: string) {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close() {
    this.readyState = WebSocket.CLOSED;
  }

  say(message: ServerMessage) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

const welcome: ServerMessage = { type: "welcome", me: aMe, now: "2026-04-01T00:00:00Z", zoom: false };

function link() {
  const statuses: LinkStatus[] = [];
  const messages: ServerMessage[] = [];
  const made = new LiveLink({
    page: "desk",
    tab: "t1",
    onStatus: (status) => statuses.push(status),
    onMessage: (message) => messages.push(message),
    connect: () => new FakeSocket() as unknown as WebSocket,
    chance: () => 0.5,
  });
  made.open();
  return { made, statuses, messages, socket: () => FakeSocket.all.at(-1) ?? new FakeSocket() };
}

function opened() {
  const all = link();
  all.socket().onopen?.();
  all.socket().say(welcome);
  return all;
}

beforeEach(() => {
  FakeSocket.all = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe("the live link", () => {
  test("greets with its page and tab before anything else", () => {
    const { socket } = opened();
    expect(socket().sent).toEqual([{ type: "hello", page: "desk", tab: "t1", take_over: false }]);
  });

  test("numbers commands and settles each by its own answer", async () => {
    const { made, socket } = opened();
    const first = made.command({ type: "hold", contact: "c1" });
    const second = made.command({ type: "resume", contact: "c1" });
    socket().say({ type: "refused", id: 2, code: "not_held", detail_ja: "保留中ではありません。", detail_en: "Not held." });
    socket().say({ type: "done", id: 1 });
    await expect(first).resolves.toBeUndefined();
    await expect(second).rejects.toMatchObject({ code: "not_held" });
  });

  test("refuses a command at once while there is no line", async () => {
    const { made } = link();
    await expect(made.command({ type: "mute", on: true })).rejects.toBeInstanceOf(Refusal);
  });

  test("reconnects after a loss, with growing pauses", () => {
    const { statuses, socket } = opened();
    socket().onclose?.();
    expect(statuses).toEqual(["connecting", "open", "lost"]);
    vi.advanceTimersByTime(200);
    expect(FakeSocket.all).toHaveLength(2);
    socket().onclose?.();
    vi.advanceTimersByTime(200);
    expect(FakeSocket.all).toHaveLength(2);
    vi.advanceTimersByTime(300);
    expect(FakeSocket.all).toHaveLength(3);
    socket().onopen?.();
    socket().say(welcome);
    expect(statuses.at(-1)).toBe("open");
  });

  test("takes an unanswered command as a dead line", async () => {
    const { made, statuses } = opened();
    const command = made.command({ type: "hold", contact: "c1" });
    const refused = expect(command).rejects.toMatchObject({ code: "no_answer" });
    vi.advanceTimersByTime(6_000);
    await refused;
    expect(statuses.at(-1)).toBe("lost");
  });

  test("waits when the seat is taken, and takes it over on the same line when told to", () => {
    const { made, statuses, socket } = link();
    socket().onopen?.();
    socket().say({ type: "seat_taken" });
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    made.takeOver();
    expect(socket().sent.at(-1)).toMatchObject({ type: "hello", take_over: true });
    socket().say(welcome);
    expect(statuses).toEqual(["connecting", "seat_taken", "open"]);
  });

  test("lets go for good when another tab takes over", () => {
    const { statuses, socket } = opened();
    const first = socket();
    first.say({ type: "taken_over" });
    vi.advanceTimersByTime(60_000);
    expect([first.readyState, FakeSocket.all.length, statuses.at(-1)]).toEqual([WebSocket.CLOSED, 1, "taken_over"]);
  });

  test("ignores what an abandoned socket still says", () => {
    const { messages, socket } = opened();
    const first = socket();
    const late = first.onmessage;
    first.onclose?.();
    late?.({ data: JSON.stringify({ type: "media_state", up: true }) });
    expect(messages).toEqual([welcome]);
  });
});

test("pauses grow to a ceiling and are spread by chance", () => {
  expect([0, 1, 2, 99].map((attempt) => pauseBefore(attempt, 0.5))).toEqual([150, 400, 1_000, 8_000]);
  expect([pauseBefore(2, 0), pauseBefore(2, 1)]).toEqual([750, 1_250]);
});

test("a server that is started anew is asked at least every two seconds for half a minute", () => {
  let waited_ms = 0;
  for (let attempt = 0; waited_ms < 30_000; attempt += 1) {
    expect(pauseBefore(attempt, 1)).toBeLessThanOrEqual(2_000);
    waited_ms += pauseBefore(attempt, 0.5);
  }
});

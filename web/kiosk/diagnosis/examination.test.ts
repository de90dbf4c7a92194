import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Measured, Part } from "../../api/diagnosis-types";
import type { Command, Diagnose } from "../messages";
import { examine, type Probes } from "./examination";
import { Examiner } from "./examiner";

const order = (part: Partial<Diagnose> = {}): Diagnose => ({ type: "diagnose", run: "r1", pass: "p1", in_visit: false, agent_port: null, zoom_url: null, ...part });
const picture = { width: 640, height: 480, brightness: 120, contrast: 30 };

const probes: Probes = {
  machine: () => Promise.resolve({ storage: null, memory_gib: 8, browser: null, battery: null }),
  network: () => Promise.resolve({ network: { live_ms: 1, jitter_ms: 0, echoes: 10, echoes_lost: 0, request_ms: 1, down_kbps: 9, up_kbps: 9, dns_ms: null }, clock_ahead_ms: 3 }),
  zoom: () => Promise.resolve("not_asked"),
  reader: () => Promise.resolve({ agent: null, agent_asked: false }),
  camera: () => Promise.resolve({ state: "works", picture }),
  sound: () => Promise.resolve({ microphone: { state: "works", level_db: -30 }, speaker: { state: "played", rose_db: 30 } }),
};

async function examined(part: Partial<Diagnose>, changed: Partial<Probes>, held: { audio: MediaStreamTrack | null; video: MediaStreamTrack | null } = { audio: null, video: null }) {
  const begun: Part[] = [];
  const stop = new AbortController();
  const around = { echo: () => Promise.resolve(""), onPart: (name: Part) => begun.push(name), running: () => held };
  const answer = examine(order(part), around, stop.signal, { ...probes, ...changed });
  return { answer, begun, stop };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("an examination", () => {
  test("goes through all parts and says what each brought", async () => {
    const { answer, begun } = await examined({}, {});
    const measured = await answer;
    expect(begun).toEqual(["machine", "network", "reader", "camera", "sound"]);
    expect(measured).toMatchObject({ memory_gib: 8, clock_ahead_ms: 3, camera: { picture }, speaker: { rose_db: 30 }, interrupted: false });
  });

  test("loses one part to a probe that hangs, and no other", async () => {
    const { answer } = await examined({}, { camera: () => new Promise(() => undefined) });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await answer).toMatchObject({ camera: { state: "unanswered", picture: null }, microphone: { level_db: -30 } });
  });

  test("in a visit opens nothing that the visit does not hold", async () => {
    const open = vi.fn(probes.camera);
    const { answer, begun } = await examined({ in_visit: true }, { camera: open });
    expect((await answer).camera.state).toBe("left_out");
    expect(open).not.toHaveBeenCalled();
    expect(begun).toEqual(["machine", "network", "reader"]);
    const track = {} as MediaStreamTrack;
    const held = await examined({ in_visit: true }, { camera: open }, { audio: null, video: track });
    expect((await held.answer).camera.state).toBe("works");
    expect(open.mock.calls[0]?.[0]).toBe(track);
  });

  test("that is called off says what it had by then", async () => {
    const { answer, begun, stop } = await examined({}, { network: () => new Promise(() => undefined) });
    await vi.advanceTimersByTimeAsync(0);
    stop.abort();
    expect(await answer).toMatchObject({ memory_gib: 8, interrupted: true, camera: { state: "left_out" } });
    expect(begun).toEqual(["machine", "network"]);
  });
});

describe("the examiner", () => {
  function examiner(occupied = false) {
    const said: Command[] = [];
    const echo = vi.fn(() => Promise.resolve(""));
    const reload = vi.fn();
    const finish: ((measured: Measured) => void)[] = [];
    const signals: AbortSignal[] = [];
    const made = new Examiner({
      command: (command) => Promise.resolve(void said.push(command)),
      echo,
      running: () => ({ audio: null, video: null }),
      occupied: () => occupied,
      reload,
      look: (_order, _around, signal) => {
        signals.push(signal);
        return new Promise((done) => finish.push(done));
      },
    });
    return { made, said, echo, reload, finish, signals };
  }
  const measured = { interrupted: false } as Measured;

  test("measures when it is asked, and is busy meanwhile", async () => {
    const { made, said, finish } = examiner();
    expect(made.receive(order())).toBe(true);
    expect(made.busy.read()).toBe(true);
    finish[0]?.(measured);
    await vi.advanceTimersByTimeAsync(0);
    expect(said).toEqual([{ type: "diagnosed", run: "r1", measured }]);
    expect(made.busy.read()).toBe(false);
  });

  test("says nothing more of a run that was called off, and nothing of another's end", async () => {
    const { made, said, finish, signals } = examiner();
    made.receive(order());
    made.receive({ type: "stop_diagnosis", run: "r0" });
    expect(signals[0]?.aborted).toBe(false);
    made.receive({ type: "stop_diagnosis", run: "r1" });
    expect(signals[0]?.aborted).toBe(true);
    finish[0]?.(measured);
    await vi.advanceTimersByTimeAsync(0);
    expect(said).toEqual([]);
  });

  test("stops when a visitor sits down, and still answers", async () => {
    const { made, said, finish, signals } = examiner();
    made.receive(order());
    made.followVisit(false);
    expect(signals[0]?.aborted).toBe(false);
    made.followVisit(true);
    expect(signals[0]?.aborted).toBe(true);
    finish[0]?.({ ...measured, interrupted: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(said).toHaveLength(1);
  });

  test("does not begin without a visit what meets one on arrival", () => {
    const { made, signals } = examiner(true);
    made.receive(order());
    expect(signals[0]?.aborted).toBe(true);
  });

  test("gives signs of life while the line is open", async () => {
    const { made, echo } = examiner();
    made.follow(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(echo).toHaveBeenCalledTimes(4);
    made.follow(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(echo).toHaveBeenCalledTimes(4);
  });

  test("loads the page anew when it is told to", async () => {
    const { made, reload } = examiner();
    expect(made.receive({ type: "reload", how: "reload" })).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(reload).toHaveBeenCalledTimes(1);
    expect(made.receive({ type: "revoked" })).toBe(false);
  });
});

import { describe, expect, test } from "vitest";
import { addMonths, hourText, weekdayOf, weeksOf } from "../calendar/month";
import { aContact, anAgent } from "../dev/samples";
import { detailWords } from "../history/event-words";
import { cityDay, emptySearch, searchFromAddress, searchToAddress } from "../history/search";
import { condense, outline } from "../history/waveform";
import { emptyLive, type LiveState } from "../live/live-store";
import type { AgentView, ContactView } from "../live/messages";
import { homeOf, pagesFor, safeNext } from "./pages";
import { ja } from "../words/ja";
import { canMonitor, floorView } from "../supervisor/floor-view";

const NOW_MS = Date.parse("2026-04-01T00:02:00Z");

function floor(contacts: readonly Partial<ContactView>[], agents: readonly Partial<AgentView>[] = []): LiveState {
  return {
    ...emptyLive,
    contacts: Object.fromEntries(contacts.map((part, index) => [`c${index}`, aContact({ id: `c${index}`, ...part })])),
    agents: Object.fromEntries(agents.map((part, index) => [`a${index}`, anAgent({ id: `a${index}`, ...part })])),
  };
}

describe("the floor", () => {
  test("has who waits longest first, ringing included, and knows the longest wait", () => {
    const view = floorView(
      floor([
        { state: "waiting", answered_at: null, queued_at: "2026-04-01T00:01:30Z" },
        { state: "ringing", answered_at: null, queued_at: "2026-04-01T00:00:30Z" },
        { state: "talking" },
        { state: "ivr", answered_at: null, queued_at: null },
      ]),
      NOW_MS,
    );
    expect([view.waiting.map(({ id }) => id), view.longest_wait_ms, view.in_menu]).toEqual([["c1", "c0"], 90_000, 1]);
  });

  test("does not count a call that rings at a colleague after a transfer as waiting", () => {
    const view = floorView(floor([{ state: "ringing" }]), NOW_MS);
    expect([view.waiting.length, view.in_hand.length, view.longest_wait_ms]).toEqual([0, 1, null]);
  });

  test("counts agents by what they do and leaves out who is away", () => {
    const view = floorView(floor([], [{ state: "available" }, { state: "paused" }, { state: "hold" }, { state: "offline" }]), NOW_MS);
    expect([view.available, view.paused, view.in_call, view.agents.length]).toEqual([1, 1, 1, 3]);
  });

  test("can be listened to only where somebody speaks", () => {
    expect((["talking", "held", "waiting", "wrap_up"] as const).map((state) => canMonitor(aContact({ state })))).toEqual([true, true, false, false]);
  });
});

describe("the calendar's month", () => {
  test("has whole weeks from Sunday", () => {
    const days = Array.from({ length: 30 }, (_, day) => ({ date: `2026-04-${String(day + 1).padStart(2, "0")}`, open: null, close: null, reason_ja: null, reason_en: null, kind: "weekly" as const }));
    const weeks = weeksOf(days);
    expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7]);
    expect(weeks[0]?.map((day) => day?.date.slice(8) ?? "")).toEqual(["", "", "", "01", "02", "03", "04"]);
    expect(weekdayOf("2026-04-01")).toBe(3);
    expect(weeksOf([])).toEqual([]);
  });

  test("goes over the ends of years", () => {
    expect([addMonths("2026-12", 1), addMonths("2027-01", -1), addMonths("2026-04", 9)]).toEqual(["2027-01", "2026-12", "2027-01"]);
  });

  test("shows hours without needless zeros", () => {
    expect([hourText("08:30"), hourText("20:00:00"), hourText(null)]).toEqual(["8:30", "20:00", ""]);
  });
});

describe("the history", () => {
  test("searches whole days of the city", () => {
    expect([cityDay("2026-04-01", "start"), cityDay("2026-04-01", "end"), cityDay("", "end")]).toEqual(["2026-03-31T15:00:00.000Z", "2026-04-01T15:00:00.000Z", ""]);
  });

  test("keeps its search in the address, but never a telephone number", () => {
    const search = { ...emptySearch, topic: "ア", number: "0462551111" };
    const address = searchToAddress(search);
    expect(address).not.toContain("0462551111");
    expect(searchFromAddress(new URL(address, "http://x").searchParams)).toEqual({ ...search, number: "" });
    expect(searchToAddress(emptySearch)).toBe("/history");
  });

  test("keeps the loudest peak of each stretch", () => {
    expect(condense([1, 9, 2, 3, 8, 1], 3)).toEqual([9, 3, 8]);
    expect(condense([1, 2], 5)).toEqual([1, 2]);
    expect(outline([255, 0])).toBe("M0 0L1 255L1 256L0 511Z");
    expect(outline([])).toBe("");
  });

  test("tells an event's detail in words and without ids", () => {
    const id = "018f6d2e-1111-7222-8333-444455556666";
    expect(detailWords({ assignment: 1, agent: id, why: "no_answer" }, ja)).toBe("応答なし");
    expect(detailWords({ acceptance: { answered: { wait_ms: 12_400 } }, end: "caller_hung_up" }, ja)).toBe("12 s・発信者が切断");
    expect(detailWords({ party: { agent: id }, cause: "normal" }, ja)).toBe("終話");
    expect(detailWords(null, ja)).toBe("");
  });
});

describe("who sees what", () => {
  test("an agent lands on the desk and has no administration", () => {
    expect(homeOf(["agent_phone"])).toBe("/desk");
    expect(pagesFor(["agent_phone"]).some((page) => page.group === "admin")).toBe(false);
  });

  test("a city officer lands on what the city reads", () => {
    expect(homeOf(["city_officer"])).toBe("/city");
    expect(pagesFor(["city_officer"]).map((page) => page.path)).not.toContain("/desk");
  });

  test("only addresses of our own follow a login", () => {
    expect(["/history", "//evil.example", "/\\evil.example", "https://evil.example", "/login", null].map(safeNext)).toEqual(["/history", "/", "/", "/", "/", "/"]);
  });
});

// @vitest-environment jsdom
import "../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SpeechContext, speechIn } from "../words/useWords";
import type { Segment, Transcript } from "./transcript-types";
import { TranscriptView } from "./TranscriptView";
import type { Player } from "./usePlayer";
import { movedBy, wordAt, wordFrom } from "./word-places";

const words = (start_ms: number, ...texts: string[]) => texts.map((text, index) => ({ text, start_ms: start_ms + index * 400, end_ms: start_ms + (index + 1) * 400, redacted: null as string | null, masked: false }));
const segment = (id: string, party: string, spoken: Segment["words"], over: Partial<Segment> = {}): Segment => ({
  id, party, label: null, start_ms: spoken[0]?.start_ms ?? 0, end_ms: spoken.at(-1)?.end_ms ?? 0, audible: true, language: "ja", confidence: 0.9, source: "live", words: spoken, correction: null, ...over,
});
const said = [
  segment("s1", "agent", words(0, "お電話", "ありがとうございます"), { label: "佐藤 花子" }),
  segment("s2", "caller", [...words(2_000, "番号は"), { text: "［個人番号］", start_ms: 2_400, end_ms: 6_000, redacted: "individual_number", masked: false }]),
];
const transcript = (over: Partial<Transcript> = {}): Transcript => ({ label_ja: "自動認識・参考", label_en: "Recognised automatically; for reference", typed: false, coverage: { state: "complete", why: null }, masked: false, may_correct: true, segments: said, ...over });

const player = (): Player => ({ element: { current: null }, at_s: 0, duration_s: 10, playing: false, failed: false, speed: 1, toggle: vi.fn(), seek: vi.fn(), playFrom: vi.fn(), setSpeed: vi.fn(), events: { onTimeUpdate: vi.fn(), onDurationChange: vi.fn(), onPlay: vi.fn(), onPause: vi.fn(), onError: vi.fn() } });

function show(shown: Transcript, plays: Player | null, linked_ms: number | null = null) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <SpeechContext value={speechIn("ja")}>
        <main>
          <h1>詳細</h1>
          <h2>録音</h2>
          <TranscriptView contact="c1" transcript={shown} player={plays} linked_ms={linked_ms} />
        </main>
      </SpeechContext>
    </QueryClientProvider>,
  );
}

const requests: { path: string; body: unknown }[] = [];
let answer: () => Response = () => new Response(null, { status: 204 });
beforeEach(() => {
  requests.length = 0;
  answer = () => new Response(null, { status: 204 });
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    requests.push({ path, body: typeof init.body === "string" ? JSON.parse(init.body) : undefined });
    return Promise.resolve(answer());
  });
});
afterEach(() => vi.unstubAllGlobals());

describe("the words and their sound", () => {
  test("a moment leads to the word that is heard, or to the next one", () => {
    expect(wordAt(said, 450)).toEqual({ segment: 0, word: 1 });
    expect(wordAt(said, 1_500)).toBeNull();
    expect(wordFrom(said, 1_500)).toEqual({ segment: 1, word: 0 });
    expect(wordFrom(said, 99_000)).toBeNull();
    expect(wordAt([{ ...said[0]!, audible: false }], 100)).toBeNull();
  });

  test("arrow keys go from word to word and from speaker to speaker, and stop at the ends", () => {
    expect(movedBy("ArrowRight", { segment: 0, word: 1 }, said)).toEqual({ segment: 1, word: 0 });
    expect(movedBy("ArrowLeft", { segment: 1, word: 0 }, said)).toEqual({ segment: 0, word: 1 });
    expect(movedBy("ArrowDown", { segment: 1, word: 0 }, said)).toEqual({ segment: 1, word: 0 });
    expect(movedBy("End", { segment: 0, word: 0 }, said)).toEqual({ segment: 1, word: 1 });
    expect(movedBy("a", { segment: 0, word: 0 }, said)).toBeNull();
  });

  test("a word plays from its second, and one word alone is in the tab order", () => {
    const plays = player();
    show(transcript(), plays);
    fireEvent.click(screen.getByRole("button", { name: "ありがとうございます" }));
    expect(plays.playFrom).toHaveBeenCalledWith(0.4);
    const stops = [...document.querySelectorAll("[data-word]")].filter((each) => (each as HTMLElement).tabIndex === 0);
    expect(stops).toHaveLength(1);
    const first = screen.getByRole("button", { name: "お電話" });
    act(() => first.focus());
    fireEvent.keyDown(first, { key: "ArrowDown" });
    expect(document.activeElement?.textContent).toBe("番号は");
  });

  test("a link to a moment puts the focus on its word", () => {
    show(transcript(), player(), 2_100);
    expect(document.activeElement?.textContent).toBe("番号は");
  });

  test("nothing plays where there is no recording, and why there is no text is said", () => {
    show(transcript({ coverage: { state: "off", why: "設定" } }), null);
    expect(screen.getByRole("button", { name: "お電話" }).getAttribute("aria-disabled")).toBe("true");
    expect(screen.getByText(/音声認識を使っていなかった/)).toBeTruthy();
    expect(screen.getByText("自動認識・参考")).toBeTruthy();
  });
});

describe("a correction", () => {
  test("is written in its place and sent, and Escape gives it up", async () => {
    show(transcript(), player());
    const opener = screen.getAllByRole("button", { name: /の発話を訂正/ })[0]!;
    fireEvent.click(opener);
    const field = screen.getByLabelText(/訂正後の文/);
    expect((field as HTMLTextAreaElement).value).toBe("お電話ありがとうございます");
    fireEvent.keyDown(field, { key: "Escape" });
    expect(screen.queryByLabelText(/訂正後の文/)).toBeNull();
    fireEvent.click(screen.getAllByRole("button", { name: /の発話を訂正/ })[0]!);
    fireEvent.change(screen.getByLabelText(/訂正後の文/), { target: { value: "お電話をありがとうございます" } });
    fireEvent.submit(screen.getByLabelText(/訂正後の文/).closest("form")!);
    await waitFor(() => expect(requests).toEqual([{ path: "/api/contacts/c1/transcript/s1", body: { text: "お電話をありがとうございます" } }]));
  });

  test("that the server refuses says why and keeps the words", async () => {
    answer = () => new Response(JSON.stringify({ status: 422, code: "secret_in_note", detail_ja: "個人番号は保存できません。", detail_en: "No." }), { status: 422 });
    show(transcript(), player());
    fireEvent.click(screen.getAllByRole("button", { name: /の発話を訂正/ })[0]!);
    fireEvent.submit(screen.getByLabelText(/訂正後の文/).closest("form")!);
    await screen.findByText("個人番号は保存できません。");
    expect((screen.getByLabelText(/訂正後の文/) as HTMLTextAreaElement).value).toBe("お電話ありがとうございます");
  });

  test("stands beside what was recognised, with who and when", () => {
    const corrected = { ...said[0]!, correction: { text: "お電話をどうも", by: { id: "a1", name: "佐藤 花子" }, at: "2026-11-29T03:00:00Z" } };
    show(transcript({ segments: [corrected], may_correct: false }), player());
    expect(screen.getByText("お電話をどうも")).toBeTruthy();
    expect(screen.getByText(/佐藤 花子 が訂正/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "お電話" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /訂正/ })).toBeNull();
  });

  test("and the text are free of accessibility faults", async () => {
    show(transcript(), player());
    fireEvent.click(screen.getAllByRole("button", { name: /の発話を訂正/ })[0]!);
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });
});

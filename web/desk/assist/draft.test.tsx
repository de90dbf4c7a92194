// @vitest-environment jsdom
import "../../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { someTopics } from "../../dev/samples";
import { aDraft, anEntry, someSuggestions } from "../../dev/suggestion-samples";
import type { Suggestions } from "../../faq/suggested";
import { SpeechContext, speechIn } from "../../words/useWords";
import { WrapUpPanel } from "../WrapUpPanel";
import { AssistPanel } from "./AssistPanel";

const sent: { path: string; body: unknown }[] = [];
beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal("fetch", (path: string, init: RequestInit = {}) => {
    if (init.method === "POST") sent.push({ path, body: JSON.parse(String(init.body)) });
    return Promise.resolve(init.method === "POST" ? new Response(null, { status: 204 }) : new Response("[]"));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

function page(told: Suggestions | null, language: "ja" | "en" = "ja") {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  client.setQueryData(["topics"], someTopics);
  return (
    <QueryClientProvider client={client}>
      <SpeechContext value={speechIn(language)}>
        <main>
          <h1>席</h1>
          <AssistPanel contact="c1" told={told} />
          <WrapUpPanel contact="c1" after={null} clock_offset_ms={0} onFiled={() => undefined} onExtend={() => undefined} />
        </main>
      </SpeechContext>
    </QueryClientProvider>
  );
}

const press = (key: string, chord: { ctrlKey?: boolean; shiftKey?: boolean } = {}) => act(() => void fireEvent.keyDown(document.body, { key, ...chord }));
const note = () => (screen.getByLabelText(/メモ/) as HTMLTextAreaElement).value;
const draft = () => within(screen.getByRole("region", { name: "AIの要約（確認済みの項目から）" }));

describe("a draft of the entries that are shown", () => {
  test("is not there unless the server tells one, and leaves the entries and the focus where they are", () => {
    const { rerender } = render(page(someSuggestions()));
    expect(screen.queryByText("AIの要約（確認済みの項目から）")).toBeNull();
    const field = screen.getByLabelText(/メモ/);
    field.focus();
    rerender(page(someSuggestions({ draft: aDraft() })));
    expect(document.activeElement).toBe(field);
    screen.getByText("カードを受け取るときの持ち物は何ですか");
    rerender(page(someSuggestions({ question_id: "q2" })));
    expect(screen.queryByText("AIの要約（確認済みの項目から）")).toBeNull();
  });

  test("says what it is, who made it, and of each sentence the entry and the words it rests on", async () => {
    render(page(someSuggestions({ draft: aDraft() })));
    draft().getByText("交付通知書（はがき）をお持ちください。");
    draft().getByText("交付通知書（はがき）", { selector: "q" });
    draft().getByText("作成: small-8b");
    draft().getByRole("button", { name: "この文のもと: pickup-who@1 を開く" });
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  test("leads from a sentence to its entry", () => {
    render(page(someSuggestions({ draft: aDraft() })));
    fireEvent.click(draft().getByRole("button", { name: "この文のもと: pickup-who@1 を開く" }));
    const open = screen.getByRole("button", { name: "カードは本人でないと受け取れませんか" });
    expect([open.getAttribute("aria-expanded"), document.activeElement]).toEqual(["true", open]);
  });

  test("goes into the note by one key, and counts as used", async () => {
    render(page(someSuggestions({ draft: aDraft() })));
    press("F10", { ctrlKey: true, shiftKey: true });
    expect(note()).toBe("【AIの要約（確認済みの項目から）】\n交付通知書（はがき）をお持ちください。（pickup-bring@1）\nご本人がお越しください。（pickup-who@1）");
    await waitFor(() => expect(sent).toEqual([{ path: "/api/faq/questions/q1", body: { outcome: "taken", hit: "pickup-bring@1" } }]));
    press("F10", { ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(sent).toHaveLength(1));
  });

  test("cannot be copied where there is none", () => {
    render(page(someSuggestions()));
    press("F10", { ctrlKey: true, shiftKey: true });
    expect([note(), sent.length]).toEqual(["", 0]);
  });

  test("says so where a sentence rests on what is not to be read out", () => {
    const sentences = [{ text: "料金を先に確かめます。", key: "op-fee", version: 2, quote: "料金を先に確かめます。" }];
    render(page(someSuggestions({ hits: [anEntry({ key: "op-fee", version: 2, audience: "operator" })], draft: aDraft({ sentences }) })));
    draft().getByText("オペレーター用（読み上げない）");
  });

  test("shows what a model wrote as text and nothing else", () => {
    const text = "<img src=x onerror=alert(1)> [here](https://evil.example/) **1,000円**";
    render(page(someSuggestions({ draft: aDraft({ sentences: [{ text, key: "pickup-bring", version: 1, quote: "交付通知書（はがき）" }] }) })));
    draft().getByText(text);
    const region = screen.getByRole("region", { name: "AIの要約（確認済みの項目から）" });
    expect([region.querySelector("img"), region.querySelector("a"), region.querySelector("strong")]).toEqual([null, null, null]);
  });

  test("is in English where the staff reads English", () => {
    render(page(someSuggestions({ draft: aDraft() }), "en"));
    screen.getByRole("region", { name: "AI summary (of the approved entries)" });
  });
});

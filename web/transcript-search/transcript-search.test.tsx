// @vitest-environment jsdom
import "../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Me } from "../api/types";
import type { TranscriptHit, TranscriptHits } from "../history/transcript-types";
import { SpeechContext, speechIn } from "../words/useWords";
import TranscriptSearchPage from "./TranscriptSearchPage";
import { notAsked, withPage } from "./useTranscriptSearch";

const me: Me = { id: "m", login: "m", name: "監督", roles: ["supervisor"], skills: [], seat: null, demo: false, totp_enrolled: false, keys: 0, keys_available: false };
const hit = (over: Partial<TranscriptHit> = {}): TranscriptHit => ({ contact: "c1", arrived_at: "2026-11-29T03:00:00Z", channel: "phone", agent: { id: "a1", name: "佐藤 花子" }, segment: "s1", party: "caller", label: null, at_ms: 12_400, snippet: [{ text: "カードの", hit: false }, { text: "更新", hit: true }], corrected: false, more: 2, ...over });
const page = (over: Partial<TranscriptHits> = {}): TranscriptHits => ({ items: [], next_cursor: null, searched_until: "2026-04-01T00:00:00Z", searched: 200, masked: false, ...over });

let pages: (TranscriptHits | Promise<TranscriptHits> | { status: number; body: object })[] = [];
const asked: string[] = [];
beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal("fetch", async (path: string) => {
    if (!path.startsWith("/api/transcripts")) return new Response("[]");
    asked.push(path);
    const next = await pages.shift();
    if (next !== undefined && "status" in next) return new Response(JSON.stringify(next.body), { status: next.status });
    return new Response(JSON.stringify(next));
  });
});
afterEach(() => vi.unstubAllGlobals());

function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <SpeechContext value={speechIn("ja")}>
        <main>
          <TranscriptSearchPage me={me} rest="search" />
        </main>
      </SpeechContext>
    </QueryClientProvider>,
  );
}

function lookFor(words: string) {
  const field = screen.getByLabelText("言葉");
  fireEvent.change(field, { target: { value: words } });
  fireEvent.submit(field.closest("form")!);
}

describe("the search of what was said", () => {
  test("goes on by itself until everything was looked at, and says that nothing was found", async () => {
    pages = [page({ next_cursor: "abc" }), page()];
    show();
    expect(screen.getByText(/話された言葉から/)).toBeTruthy();
    lookFor("更新");
    await screen.findByText(/見つかりませんでした/);
    expect(asked.map((path) => path.includes("cursor=abc"))).toEqual([false, true]);
    expect(screen.getByRole("status").textContent).toContain("400 件をすべて確認しました");
  });

  test("shows who said it when, marks the words, and leads to the second", async () => {
    pages = [page({ items: [hit({ corrected: true })] })];
    show();
    lookFor("更新");
    expect((await screen.findByRole("link", { name: "0:12 から聞く" })).getAttribute("href")).toBe("/history/c1?at=12400");
    expect(document.querySelector("mark")?.textContent).toBe("更新");
    expect(screen.getByText("訂正文")).toBeTruthy();
    expect(screen.getByText(/ほかに 2 か所/)).toBeTruthy();
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  test("can be stopped and taken up where it was", async () => {
    let release: (page: TranscriptHits) => void = () => undefined;
    pages = [page({ next_cursor: "one", items: [hit()] }), new Promise<TranscriptHits>((resolve) => (release = resolve)), page()];
    show();
    lookFor("更新");
    await screen.findByText(/検索を続けています/);
    fireEvent.click(screen.getByRole("button", { name: "検索をやめる" }));
    expect(screen.getByRole("status").textContent).toContain("検索をやめました");
    release(page({ items: [hit({ segment: "late" })] }));
    fireEvent.click(screen.getByRole("button", { name: "さらに前を探す" }));
    await waitFor(() => expect(screen.getByRole("status").textContent).toContain("すべて確認しました"));
    expect(screen.getAllByRole("link", { name: /から聞く/ })).toHaveLength(1);
    expect(asked.at(-1)).toContain("cursor=one");
  });

  test("shows the server's refusal of a query that holds a secret", async () => {
    pages = [{ status: 422, body: { status: 422, code: "secret_in_query", detail_ja: "検索できません。", detail_en: "No." } }];
    show();
    lookFor("983205673214");
    expect((await screen.findByRole("alert")).textContent).toBe("検索できません。");
  });

  test("waits for the person after enough was found", () => {
    const many = page({ next_cursor: "x", items: Array.from({ length: 20 }, () => hit()) });
    expect(withPage(notAsked, many, 0).state).toBe("paused");
    expect(withPage(notAsked, page({ next_cursor: "x" }), 0).state).toBe("searching");
    expect(withPage(notAsked, page(), 0).state).toBe("done");
  });
});

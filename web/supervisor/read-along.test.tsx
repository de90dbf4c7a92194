// @vitest-environment jsdom
import "../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ChatLine } from "../chat/lines";
import { aContact, aMe, anAgent } from "../dev/samples";
import { emptyLive, type LiveState } from "../live/live-store";
import { SpeechContext, speechIn } from "../words/useWords";
import { ReadAlong } from "./ReadAlong";
import type { Floor } from "./useFloor";

const line = (over: Partial<ChatLine>): ChatLine => ({ number: 1, from: "resident", pieces: [{ text: "更新したい", removed: null }], answer: null, choices: [], no_answer: false, at: "2026-12-01T01:00:00Z", ...over });
const chat = aContact({ id: "k1", channel: "chat", queue: "chat", service: "chat", caller: null, caller_masked: null, recording: false, state: "talking", agent: "a", arrived_at: "2026-12-01T01:00:00Z" });
const floor = (state: Partial<LiveState>, act = vi.fn(async () => null)) => ({ live: { state: { ...emptyLive, status: "open", me: aMe, agents: { a: anAgent({ id: "a", name: "電話 ケン" }) }, contacts: { k1: chat }, ...state }, act } }) as unknown as Floor;

beforeEach(() => void vi.stubGlobal("fetch", () => Promise.resolve(new Response("[]"))));
afterEach(() => vi.unstubAllGlobals());

const show = (over: Floor) => (
  <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
    <SpeechContext value={speechIn("ja")}>
      <main>
        <ReadAlong floor={over} />
      </main>
    </SpeechContext>
  </QueryClientProvider>
);

test("a chat is opened to be read only, is asked for as it is opened, and says that this is noted", async () => {
  const act = vi.fn(async () => null);
  const { rerender } = render(show(floor({}, act)));
  expect(screen.queryByRole("group", { name: "やり取り" })).toBeNull();
  screen.getByText("電話 ケン");
  fireEvent.click(screen.getByRole("button", { name: "チャット（10:00から）を読む" }));
  expect(act).toHaveBeenCalledWith({ type: "follow", contact: "k1", on: true });
  rerender(show(floor({ chats: { k1: [line({}), line({ number: 2, from: "colleague", pieces: [{ text: "こんにちは", removed: null }] })] } }, act)));
  const log = within(screen.getByRole("group", { name: "やり取り" }));
  log.getByText("更新したい");
  expect(log.getByText(/^オペレーター/)).toBeTruthy();
  screen.getByText("読むだけです。読んだことは監査ログに残ります。");
  expect(screen.queryByRole("textbox")).toBeNull();
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "チャット（10:00から）を閉じる" }));
  expect(act).toHaveBeenLastCalledWith({ type: "follow", contact: "k1", on: false });
});

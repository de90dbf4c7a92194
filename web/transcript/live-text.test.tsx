// @vitest-environment jsdom
import "../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import type { SpeechState } from "../api/types";
import { aLine, aSecretLine } from "../dev/line-samples";
import { SpeechContext, speechIn } from "../words/useWords";
import { CallText } from "./CallText";
import type { TranscriptLine } from "./lines";
import { LiveText } from "./LiveText";

const ready: SpeechState = { state: "ready", why_ja: "", why_en: "", how_ja: "", how_en: "", queues: ["phone"] };

function page(children: ReactNode, language: "ja" | "en" = "ja", speech: SpeechState = ready) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  client.setQueryData(["speech-state"], speech);
  return (
    <QueryClientProvider client={client}>
      <SpeechContext value={speechIn(language)}>
        <main>{children}</main>
      </SpeechContext>
    </QueryClientProvider>
  );
}

const text = (lines: readonly TranscriptLine[]) => page(<LiveText lines={lines} label="通話の文字" />);

async function faults(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

/** Gives the log a height, which jsdom has not. */
function tall(box: HTMLElement, scrolled: number) {
  Object.defineProperties(box, { scrollHeight: { value: 1_000, configurable: true }, clientHeight: { value: 200, configurable: true } });
  box.scrollTop = scrolled;
  fireEvent.scroll(box);
}

test("who speaks, what is still being said and what was taken out are told in words, not by colour alone", async () => {
  render(text([aSecretLine(), aLine({ id: "l2", party: "agent", label: "佐藤 花子", final: false, text: "少々お待ち", at: "2026-04-01T00:00:05Z" })]));
  const [said, speaking] = within(screen.getByRole("log", { name: "通話の文字" })).getAllByRole("listitem");
  within(said!).getByText("発信者");
  within(said!).getByText("個人番号（伏せました）");
  expect(said!.textContent).not.toContain("［個人番号］");
  within(speaking!).getByText("佐藤 花子");
  within(speaking!).getByText("認識中…");
  screen.getByText("自動認識・参考");
  expect(await faults()).toEqual([]);
});

test("a line that turns final loses its mark and keeps its place", () => {
  const { rerender } = render(text([aLine({ final: false, text: "更新の" })]));
  rerender(text([aLine({ final: true, text: "更新の件です。" })]));
  const lines = screen.getAllByRole("listitem");
  expect(lines).toHaveLength(1);
  within(lines[0]!).getByText("更新の件です。");
  expect(screen.queryByText("認識中…")).toBeNull();
});

test("the newest line stays in sight until its reader scrolls up, and comes back on request", () => {
  const lines = [aLine()];
  const { rerender } = render(text(lines));
  const box = screen.getByRole("log");
  tall(box, 800);
  rerender(text([...lines, aLine({ id: "l2" })]));
  expect(box.scrollTop).toBe(1_000);
  tall(box, 100);
  rerender(text([...lines, aLine({ id: "l2" }), aLine({ id: "l3" })]));
  expect(box.scrollTop, "who reads further up is not disturbed").toBe(100);
  act(() => screen.getByRole("button", { name: "最新の発言へ" }).click());
  expect([box.scrollTop, document.activeElement]).toEqual([1_000, box]);
  expect(screen.queryByRole("button", { name: "最新の発言へ" })).toBeNull();
});

test("a page says so where calls are not turned into text, and how that is changed", () => {
  const off: SpeechState = { ...ready, state: "off", why_ja: "設定で止めてあります。", why_en: "It is switched off." };
  render(page(<CallText lines={[]} />, "en", off));
  screen.getByText("Calls are not turned into text.");
  screen.getByText("It is switched off.", { exact: false });
  expect(screen.queryByRole("log")).toBeNull();
});

// @vitest-environment jsdom
import "../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { expect, test } from "vitest";
import { SpeechContext, speechIn } from "../words/useWords";
import type { HeardQuestion } from "./question-types";
import { QuestionsCard } from "./QuestionsCard";

const asked = (over: Partial<HeardQuestion> = {}): HeardQuestion => ({ id: "q1", at: "2026-04-01T00:00:10Z", language: "ja", text: "再発行はいくらですか", band: "choose", hits: ["reissue-fee@1", "reissue-how@1"], outcome: "taken", outcome_hit: "reissue-fee@1", ...over });

function show(questions: HeardQuestion[]) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  client.setQueryData(["contacts", "c1", "questions"], questions);
  return render(
    <QueryClientProvider client={client}>
      <SpeechContext value={speechIn("ja")}>
        <main>
          <h1>詳細</h1>
          <h2>録音</h2>
          <QuestionsCard contact="c1" />
        </main>
      </SpeechContext>
    </QueryClientProvider>,
  );
}

test("a contact tells what was asked, what was suggested and what became of it", async () => {
  show([asked(), asked({ id: "q2", text: "宇宙へ行けますか", hits: [], band: "none", outcome: null, outcome_hit: null })]);
  const [first, second] = within(screen.getByRole("list", { name: "聞き取った質問とFAQの候補" })).getAllByRole("listitem");
  within(first!).getByText("再発行はいくらですか");
  within(first!).getByText(/reissue-fee@1、reissue-how@1/);
  within(first!).getByText("使った reissue-fee@1");
  within(second!).getByText(/承認された項目は見つかりませんでした/);
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test("nothing is shown where nothing was asked", () => {
  show([]);
  expect(screen.queryByText("聞き取った質問とFAQの候補")).toBeNull();
});

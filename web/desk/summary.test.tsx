// @vitest-environment jsdom
import "../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { someTopics } from "../dev/samples";
import type { CallSummary } from "../history/summary-types";
import { ja } from "../words/ja";
import { SpeechContext, speechIn } from "../words/useWords";
import { asNote } from "./useSummary";
import { WrapUpPanel } from "./WrapUpPanel";

const cites = [{ segment: "s1", at_ms: 0 }];
const draft: CallSummary = {
  state: "draft", label_ja: "自動作成の下書き・要確認", label_en: "Draft", source: "rules", masked: true, confirmed_by: null, confirmed_at: null,
  lines: [{ kind: "wish", text: "受け取りたい", cites }, { kind: "answer", text: "予約が必要", cites }, { kind: "open", text: "折り返す", cites }],
  topic: { code: "ウ", evidence: [{ term: "受け取り", cites }], runner_up: null },
};
let now: CallSummary = draft;
let refusal: object | null = null;
const sent: unknown[] = [];
beforeEach(() => {
  now = draft;
  refusal = null;
  sent.length = 0;
  vi.stubGlobal("fetch", (path: string, init: RequestInit = {}) => {
    if (!path.endsWith("/summary")) return Promise.resolve(new Response("[]"));
    if (init.method === "GET") return Promise.resolve(new Response(JSON.stringify(now)));
    sent.push(JSON.parse(String(init.body)));
    return Promise.resolve(refusal === null ? new Response(null, { status: 204 }) : new Response(JSON.stringify(refusal), { status: 422 }));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

function show(ended = true) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(["topics"], someTopics);
  const after = ended ? { since: "2026-04-01T00:00:00Z", until: "2026-04-01T00:01:00Z" } : null;
  render(
    <QueryClientProvider client={client}>
      <SpeechContext value={speechIn("ja")}>
        <main>
          <h1>席</h1>
          <WrapUpPanel contact="c1" after={after} clock_offset_ms={0} onFiled={() => undefined} onExtend={() => undefined} />
        </main>
      </SpeechContext>
    </QueryClientProvider>,
  );
}
const note = () => (screen.getByLabelText(/メモ/) as HTMLTextAreaElement).value;

describe("the draft beside the record", () => {
  test("is taken into the note by one key once it was mended, and never by itself", async () => {
    show();
    const answered = await screen.findByDisplayValue("予約が必要");
    expect(note()).toBe("");
    fireEvent.change(answered, { target: { value: "予約が必要（電話可）" } });
    fireEvent.click(screen.getByRole("button", { name: "「折り返す」を除く" }));
    fireEvent.keyDown(window, { key: "F8", ctrlKey: true });
    await waitFor(() => expect(note()).toBe("【要望】受け取りたい\n【案内】予約が必要（電話可）"));
    expect(sent).toEqual([{ lines: [{ kind: "wish", text: "受け取りたい", cites: ["s1"] }, { kind: "answer", text: "予約が必要（電話可）", cites: ["s1"] }] }]);
    fireEvent.keyDown(window, { key: "F8", ctrlKey: true });
    expect(sent).toHaveLength(1);
  });

  test("proposes a topic with its evidence and chooses none", async () => {
    show();
    expect(await screen.findByText(/区分の候補: \(ウ\) 交付/)).toBeTruthy();
    expect(screen.getByText(/「受け取り」/)).toBeTruthy();
    expect((screen.getByRole("radio", { name: /\(ウ\)/ }) as HTMLInputElement).checked).toBe(false);
    fireEvent.click(screen.getByRole("button", { name: "この区分を選ぶ" }));
    expect((screen.getByRole("radio", { name: /\(ウ\)/ }) as HTMLInputElement).checked).toBe(true);
    expect(screen.queryByText(/区分の候補/)).toBeNull();
  });

  test("keeps its lines when the server refuses them and says why", async () => {
    refusal = { status: 422, code: "secret_in_note", detail_ja: "個人番号は保存できません。", detail_en: "No." };
    show();
    await screen.findByDisplayValue("予約が必要");
    fireEvent.keyDown(window, { key: "F8", ctrlKey: true });
    expect((await screen.findByRole("alert")).textContent).toBe("個人番号は保存できません。");
    expect(note()).toBe("");
  });

  test("is not asked for while the call goes on, and is free of accessibility faults after it", async () => {
    show(false);
    expect(screen.queryByText("要約の下書き")).toBeNull();
    document.body.innerHTML = "";
    show();
    await screen.findByDisplayValue("予約が必要");
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });

  test("stands in the note by its kinds", () => {
    expect(asNote(draft.lines, ja.summary.kinds)).toBe("【要望】受け取りたい\n【案内】予約が必要\n【未了】折り返す");
    expect(asNote([], ja.summary.kinds)).toBe("");
  });
});

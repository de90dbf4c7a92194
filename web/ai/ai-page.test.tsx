// @vitest-environment jsdom
import "../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Role } from "../api/types";
import { aPrompt, someUses, withUse } from "../dev/ai-views";
import { aMe } from "../dev/samples";
import { pagesFor } from "../shell/pages";
import { en } from "../words/en";
import { ja } from "../words/ja";
import { SpeechContext, speechIn } from "../words/useWords";
import AiPage from "./AiPage";
import { percent, reasonText } from "./reasons";
import type { AiPrompt, AiUse } from "./types";

interface Answered {
  uses: AiUse[] | Response;
  prompts: { items: AiPrompt[]; next_cursor: string | null }[];
  texts: object | Response;
  put: Response;
}
let answers: Answered;
const sent: { method: string; path: string; body: unknown }[] = [];
const asked: string[] = [];

beforeEach(() => {
  sent.length = 0;
  asked.length = 0;
  answers = { uses: someUses(), prompts: [{ items: [aPrompt()], next_cursor: null }], texts: { sent: "task\n\n{\"question\":\"手数料は\"}", answer: "[]" }, put: new Response(null, { status: 204 }) };
  vi.stubGlobal("fetch", (path: string, init: RequestInit = {}) => {
    const answer = (body: unknown) => Promise.resolve(body instanceof Response ? body.clone() : Response.json(body));
    if (init.method === "PUT" || init.method === "POST") {
      sent.push({ method: init.method, path, body: JSON.parse(String(init.body)) });
      return answer(init.method === "PUT" ? answers.put : answers.texts);
    }
    asked.push(path);
    return answer(path.startsWith("/api/ai/uses") ? answers.uses : (answers.prompts.length > 1 ? answers.prompts.shift() : answers.prompts[0]));
  });
});
afterEach(() => vi.unstubAllGlobals());

function show(roles: Role[] = ["manager"], language: "ja" | "en" = "ja") {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <SpeechContext value={speechIn(language)}>
        <main>
          <AiPage me={{ ...aMe, roles }} rest="" />
        </main>
      </SpeechContext>
    </QueryClientProvider>,
  );
}

const card = async (name: string) => within(await screen.findByRole("region", { name }));
const refusal = () => Response.json({ code: "conflict", detail_ja: "他の人が先に変更しました。", detail_en: "Somebody else changed this first." }, { status: 409 });

async function faults(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

describe("the AI ledger", () => {
  test("says of each use what runs where, what it is sent, who approved it and how good it is", async () => {
    show();
    const drafts = await card("FAQの要約（通話中）");
    for (const words of ["使用中", "small-8b", "外部のサーバー llm.city.example", "番号・電話番号・氏名を消した質問の文と、表示中の承認済みFAQの文", "理由: 市と協議済み", "99.7%"]) drafts.getByText(words);
    drafts.getByText(/責任 花子 が .* に承認/);
    expect(drafts.getByText("不採用").textContent).toBe("不採用 7");
    const speech = await card("音声認識");
    speech.getByText("このサーバーの中");
    speech.getByText("設定ファイルで入・切します。");
    speech.getByText("11.3%");
    expect(speech.queryByRole("button")).toBeNull();
    (await card("FAQの意味検索")).getByText(/この版では測定していません/);
    const summary = await card("応対の要約");
    for (const words of ["業務責任者の承認がありません。", "まだ承認されていません。", "測定していません。", "まだ使われていません。"]) summary.getByText(words);
    expect(await faults()).toEqual([]);
  });

  test("names a server of vectors with what is sent to it, and says how it is", async () => {
    answers.uses = withUse("search", { model: "city-embed", runs: "elsewhere", host: "vectors.city.example", state: "failed", why: "vectors_failed", measured: null });
    show();
    const search = await card("FAQの意味検索");
    for (const words of ["応答なし", "city-embed", "外部のサーバー vectors.city.example", "公開しているFAQの見出し（質問の文とその言い換え）と、番号・電話番号・氏名を消した質問の文"]) search.getByText(words);
    search.getByText(/応答していません。言葉だけで検索しています/);
    expect(await faults()).toEqual([]);
  });

  test("switches a use on with a reason, after saying what that means", async () => {
    show();
    fireEvent.click((await card("応対の要約")).getByRole("button", { name: "応対の要約: 承認して使う" }));
    const dialog = within(screen.getByRole("dialog"));
    dialog.getByText(/モデル small-8b（外部のサーバー llm.city.example）の使用を承認します.*承認し直すまで使いません/);
    fireEvent.click(dialog.getByRole("button", { name: "承認して使う" }));
    dialog.getByText("理由を2文字以上で書いてください。");
    expect(sent).toEqual([]);
    fireEvent.change(dialog.getByLabelText("理由"), { target: { value: "市と協議済み" } });
    expect(await faults()).toEqual([]);
    fireEvent.click(dialog.getByRole("button", { name: "承認して使う" }));
    await waitFor(() => expect(sent).toEqual([{ method: "PUT", path: "/api/ai/uses/summary", body: { on: true, reason: "市と協議済み" } }]));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(asked.filter((path) => path === "/api/ai/uses").length).toBeGreaterThan(1));
  });

  test("switches a use off, and says why where the server does not take it", async () => {
    answers.put = refusal();
    show();
    fireEvent.click((await card("FAQの要約（通話中）")).getByRole("button", { name: "FAQの要約（通話中）: 停止する" }));
    const dialog = within(screen.getByRole("dialog"));
    dialog.getByText(/すぐに止まります/);
    fireEvent.change(dialog.getByLabelText("理由"), { target: { value: "誤りが多い" } });
    fireEvent.click(dialog.getByRole("button", { name: "停止する" }));
    await dialog.findByText("他の人が先に変更しました。");
    expect(sent[0]?.body).toEqual({ on: false, reason: "誤りが多い" });
  });

  test("has no switch for what is not set up, and none for others than managers", async () => {
    answers.uses = withUse("summary", { state: "not_set", why: null, model: null, runs: "nowhere", host: null });
    show();
    const button = (await card("応対の要約")).getByRole("button");
    expect(button.getAttribute("aria-disabled")).toBe("true");
    fireEvent.click(button);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  test("is read by the city and by administrators, who switch and open nothing", async () => {
    show(["city_officer"]);
    await card("FAQの要約（通話中）");
    screen.getByText(/業務責任者だけができます/);
    await screen.findByText("項目にない内容（金額）");
    expect(screen.getAllByRole("button").map((button) => button.textContent)).toEqual(["最新の状態にする"]);
    const readers: Role[] = ["manager", "administrator", "city_officer"];
    for (const role of readers) expect(pagesFor([role]).some(({ path }) => path === "/admin/ai"), role).toBe(true);
    expect(pagesFor(["agent_phone"]).some(({ path }) => path === "/admin/ai")).toBe(false);
  });

  test("says why it cannot be read", async () => {
    answers.uses = Response.json({ code: "database_away", detail_ja: "データベースに接続できません。", detail_en: "Away." }, { status: 503 });
    show();
    await screen.findByText("データベースに接続できません。");
  });
});

describe("the prompt log", () => {
  test("is empty before anything was asked, and says so", async () => {
    answers.prompts = [{ items: [], next_cursor: null }];
    show();
    await screen.findByText("条件に合う記録はありません。");
  });

  test("is searched by use and result, and goes on page by page", async () => {
    answers.prompts = [{ items: [aPrompt()], next_cursor: "1.x" }, { items: [aPrompt({ id: "p2", outcome: "failed", reason: "status_500" })], next_cursor: null }];
    show();
    await screen.findByText("項目にない内容（金額）");
    fireEvent.click(screen.getByRole("button", { name: "さらに表示" }));
    await screen.findByText("接続先がエラーを返しました（500）");
    expect(asked.at(-1)).toBe("/api/ai/prompts?cursor=1.x");
    fireEvent.change(screen.getByLabelText("用途"), { target: { value: "drafts" } });
    fireEvent.change(screen.getByLabelText("結果"), { target: { value: "refused" } });
    await waitFor(() => expect(asked.at(-1)).toBe("/api/ai/prompts?purpose=drafts&outcome=refused"));
  });

  test("shows texts to a manager who states a reason, as text", async () => {
    answers.texts = { sent: "task\n\n<script>alert(1)</script>", answer: null };
    show();
    fireEvent.click(await screen.findByRole("button", { name: /内容を見る/ }));
    const dialog = within(screen.getByRole("dialog"));
    fireEvent.change(dialog.getByLabelText("理由"), { target: { value: "回答の確認" } });
    fireEvent.click(dialog.getByRole("button", { name: "内容を見る" }));
    await screen.findByText(/<script>alert\(1\)<\/script>/);
    screen.getByText("応答はありません。");
    expect(sent).toEqual([{ method: "POST", path: "/api/ai/prompts/p1/open", body: { reason: "回答の確認" } }]);
    expect(document.querySelector("script")).toBeNull();
    expect(await faults()).toEqual([]);
  });

  test("says where texts went with their contact", async () => {
    answers.prompts = [{ items: [aPrompt({ erased: true })], next_cursor: null }];
    show();
    await screen.findByText("消去済み");
    expect(screen.queryByRole("button", { name: /内容を見る/ })).toBeNull();
  });

  test("says why texts cannot be read", async () => {
    answers.texts = Response.json({ code: "erased", detail_ja: "この記録は消去されています。", detail_en: "This record was erased." }, { status: 410 });
    show(["manager"], "en");
    fireEvent.click(await screen.findByRole("button", { name: /Read/ }));
    const dialog = within(screen.getByRole("dialog"));
    fireEvent.change(dialog.getByLabelText("Reason"), { target: { value: "check" } });
    fireEvent.click(dialog.getByRole("button", { name: "Read" }));
    await dialog.findByText("This record was erased.");
  });
});

describe("codes in words", () => {
  test("say the fault and its kind, and show what nobody knows as it is", () => {
    expect(reasonText("not_said:money", ja)).toBe("項目にない内容（金額）");
    expect(reasonText("lines_dropped:3", en)).toBe("Lines with what nobody said were dropped（3）");
    expect(reasonText("status_429", en)).toBe("The server answered with an error (429)");
    expect(reasonText("something_else", ja)).toBe("something_else");
    expect(percent(2321 / 2329)).toBe("99.7%");
  });
});

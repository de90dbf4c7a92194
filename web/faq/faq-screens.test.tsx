// @vitest-environment jsdom
import "../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Me } from "../api/types";
import { aDraft, aReview, aRow, aVersion, aView, manager, officer, published, reviewer, someone, writer } from "../dev/faq-views";
import { go } from "../shell/route";
import { SpeechContext, speechIn } from "../words/useWords";
import FaqPage from "./FaqPage";
import type { FaqView } from "./types";

type Reply = unknown | ((body: Record<string, unknown>) => { status: number; body: unknown });
let replies: Record<string, Reply>;
let asked: [string, string, unknown][];

beforeEach(() => {
  replies = {};
  asked = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit = {}) => {
    const method = init.method ?? "GET";
    const body = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    asked.push([method, path, body]);
    const reply = replies[`${method} ${path.split("?")[0]}`];
    const { status, body: answer } = typeof reply === "function" ? reply(body) : { status: reply === undefined ? 404 : 200, body: reply ?? {} };
    return Promise.resolve(new Response(JSON.stringify(answer), { status }));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

const agent = someone(reviewer, "agent_phone");
const lead = someone(manager, "manager");

function show(rest: string, me: Me = agent) {
  return render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SpeechContext value={speechIn("ja")}>
        <main>
          <FaqPage me={me} rest={rest} />
        </main>
      </SpeechContext>
    </QueryClientProvider>,
  );
}

async function faults(): Promise<string[]> {
  // Colours need a layout, which jsdom has not; the pictures are checked for them.
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const sent = () => asked.filter(([method]) => method === "POST").map(([, , body]) => body);

async function openEntry(view: FaqView, me: Me = agent) {
  replies["GET /api/faq/entries/reissue-fee"] = view;
  replies["POST /api/faq/entries/reissue-fee"] = view;
  show("reissue-fee", me);
  await screen.findByRole("region", { name: "公開までの流れ" });
}

describe("the list", () => {
  const counts = { draft: 1, in_review: 0, approved: 0, scheduled: 0, published: 2, withdrawn: 0, expired: 0 };

  test("tells in words what is late, stale and commented, and goes on for more", async () => {
    replies["GET /api/faq/entries"] = { items: [aRow({ overdue: true, stale: ["en"], open_comments: 2, draft: "in_review" })], next_cursor: "n", counts };
    show("");
    const row = within((await screen.findByText("reissue-fee")).closest("li") as HTMLElement);
    for (const words of ["公開中", "改稿を確認中", "見直し期限切れ", "英語：要更新", "未対応のコメント 2"]) row.getByText(words);
    expect(row.getByRole("link", { name: "再発行の手数料はいくらですか" }).getAttribute("href")).toBe("/faq/reissue-fee");
    expect(screen.getByRole("button", { name: /^公開中\s*2$/ })).toBeTruthy();
    press("さらに表示");
    await waitFor(() => expect(asked.at(-1)?.[1]).toContain("cursor=n"));
    expect(await faults()).toEqual([]);
  });

  test("narrows by standing and words, keeps both in the address, and says when nothing fits", async () => {
    replies["GET /api/faq/entries"] = { items: [], next_cursor: null, counts };
    show("");
    await screen.findByText(/まだありません/);
    press(/^下書き/);
    fireEvent.change(screen.getByLabelText("質問の言葉・キー"), { target: { value: "手数料" } });
    fireEvent.submit(screen.getByRole("search"));
    await screen.findByText("条件に合うFAQ項目はありません。");
    expect(asked.at(-1)?.[1]).toBe(`/api/faq/entries?text=${encodeURIComponent("手数料")}&standing=draft`);
    expect(location.search).toBe(`?text=${encodeURIComponent("手数料")}&standing=draft`);
  });
});

describe("an entry", () => {
  test("shows what is read beside the draft, in the chosen language, and has no fault", async () => {
    const draft = aDraft({ content: { ...aDraft().content, ja: { ...aDraft().content.ja, answer: "**1,200円** です。<b>" } } });
    await openEntry(published({ draft }));
    const live = within(screen.getByRole("region", { name: "公開中（住民が読む文）" }));
    live.getByText("1,000円");
    const beside = within(screen.getByRole("region", { name: "下書き" }));
    beside.getByText("1,200円");
    expect(document.querySelector("[aria-labelledby=draft-title] b")).toBeNull();
    fireEvent.click(screen.getByRole("radio", { name: "英語" }));
    live.getByText("1,000 yen");
    fireEvent.click(screen.getByRole("radio", { name: "やさしい日本語" }));
    live.getByText("この言語の文はありません。");
    expect(await faults()).toEqual([]);
  });

  test("is passed by a colleague with a remark", async () => {
    await openEntry(aView({ draft: aDraft({ stage: "in_review" }) }));
    press("確認済みにする");
    const dialog = within(screen.getByRole("dialog"));
    fireEvent.change(dialog.getByLabelText(/気づいた点/), { target: { value: "よいです" } });
    fireEvent.click(dialog.getByRole("button", { name: "確認済みにする" }));
    await screen.findByText("確認の結果を記録しました。");
    expect(sent()).toEqual([{ do: "review", seen: 4, verdict: "passed", remark: "よいです" }]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  test("tells an author why they cannot pass it, and offers an agent neither approval nor publication", async () => {
    await openEntry(aView({ draft: aDraft({ stage: "in_review" }) }), someone(writer, "agent_phone"));
    screen.getByText("自分が書いた下書きは、ほかの人が確認します。");
    for (const name of [/承認/, /公開する/, /取り下げ/]) expect(screen.queryByRole("button", { name })).toBeNull();
  });

  test("is withdrawn for a reason and after a question only", async () => {
    await openEntry(published(), lead);
    press("公開を取り下げる");
    const dialog = within(screen.getByRole("dialog"));
    fireEvent.click(dialog.getByRole("button", { name: "取り下げる" }));
    dialog.getByText("書いてください。");
    expect(sent()).toEqual([]);
    fireEvent.change(dialog.getByLabelText(/取下げの理由/), { target: { value: "改定" } });
    fireEvent.click(dialog.getByRole("button", { name: "取り下げる" }));
    await waitFor(() => expect(sent()).toEqual([{ do: "withdraw", version: 2, reason: "改定" }]));
  });

  test("is published at a time of the city, with an end", async () => {
    await openEntry(aView({ versions: [aVersion(1)], next_version: 2 }), lead);
    press("版数 1 を公開する");
    const dialog = within(screen.getByRole("dialog"));
    fireEvent.click(dialog.getByRole("radio", { name: "日時を指定する" }));
    fireEvent.change(dialog.getByLabelText(/公開する日時/), { target: { value: "2999-04-01T09:00" } });
    fireEvent.change(dialog.getByLabelText(/公開を終える日時/), { target: { value: "2999-05-01T00:00" } });
    fireEvent.click(dialog.getByRole("button", { name: "公開する" }));
    await waitFor(() => expect(sent()).toEqual([{ do: "publish", version: 1, at: "2999-04-01T00:00:00.000Z", until: "2999-04-30T15:00:00.000Z" }]));
  });

  test("shows a made-up approval as what it is", async () => {
    await openEntry(published({ demonstration: true, versions: [aVersion(2, { approval: { ...aVersion(2).approval, ground: "demonstration", by: manager } }), aVersion(1)] }), lead);
    expect(screen.getAllByText("デモ承認（市の承認ではありません）").length).toBeGreaterThan(0);
    fireEvent.click(screen.getByRole("tab", { name: /版の履歴/ }));
    screen.getByText(/市の職員は承認していません/);
    screen.getByText("責任 花子（デモ操作）");
    screen.getByRole("button", { name: "版数 1 を差し戻し公開する" });
    expect(await faults()).toEqual([]);
  });

  test("tells who was faster and reads what stands again", async () => {
    const view = published({ draft: aDraft({ stage: "in_review", reviews: [aReview(reviewer)] }) });
    await openEntry(view, someone(officer, "city_officer"));
    replies["POST /api/faq/entries/reissue-fee"] = () => ({ status: 409, body: { status: 409, code: "already_approved", detail_ja: "市 次郎さんが版数 3 を先に承認しました。", detail_en: "Faster." } });
    replies["GET /api/faq/entries/reissue-fee"] = published({ versions: [aVersion(3), ...view.versions], next_version: 4 });
    press("市として承認する");
    fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "承認する" }));
    expect((await screen.findByText(/市 次郎さんが版数 3 を先に承認しました。/)).textContent).toContain("表示を更新しました");
    await screen.findByText("版数 3 は承認済みで、まだ公開されていません。");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  test("keeps another refusal in the dialog, with what was typed", async () => {
    await openEntry(published(), lead);
    replies["POST /api/faq/entries/reissue-fee"] = () => ({ status: 422, body: { status: 422, code: "too_long", detail_ja: "長すぎます。", detail_en: "Too long." } });
    press("公開を取り下げる");
    fireEvent.change(screen.getByLabelText(/取下げの理由/), { target: { value: "改定" } });
    fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "取り下げる" }));
    await within(screen.getByRole("dialog")).findByText("長すぎます。");
    expect(screen.getByLabelText<HTMLTextAreaElement>(/取下げの理由/).value).toBe("改定");
  });

  test("takes comments and has them dealt with; the arrows go through the tabs", async () => {
    const comments = [{ number: 1, by: writer, at: "2026-11-20T00:00:00Z", text: "古いです", contact: "c1", resolved: null }];
    await openEntry(published({ comments, records: [{ at: "2026-11-20T00:00:00Z", by: null, kind: "expired", revision: null, version: 1, words: null }] }));
    const texts = screen.getByRole("tab", { name: "本文" });
    fireEvent.keyDown(texts, { key: "ArrowLeft" });
    expect(document.activeElement?.textContent).toBe("記録");
    screen.getByText("自動");
    fireEvent.keyDown(document.activeElement as Element, { key: "ArrowLeft" });
    fireEvent.change(screen.getByLabelText("コメント"), { target: { value: " 確かめます " } });
    press("コメントを残す");
    await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>("コメント").value).toBe(""));
    press(/対応済みにする/);
    await waitFor(() => expect(sent()).toEqual([{ do: "comment", text: "確かめます", contact: null }, { do: "resolve_comment", number: 1 }]));
    expect(await faults()).toEqual([]);
  });
});

describe("the comparison", () => {
  test("marks what came and went for eyes and voices without colours, and leaves out what stayed", async () => {
    replies["GET /api/faq/entries/reissue-fee"] = published({ draft: aDraft() });
    replies["GET /api/faq/entries/reissue-fee/compare"] = [
      { field: "answer_ja", pieces: [{ kind: "kept", text: "手数料は" }, { kind: "removed", text: "800円\n" }, { kind: "added", text: "1,000円" }] },
      { field: "owner", pieces: [{ kind: "kept", text: "デジタル推進課" }] },
    ];
    go("/faq/reissue-fee/compare?from=2&to=draft");
    show("reissue-fee/compare");
    await screen.findByText("回答（日本語）");
    const [added, removed] = [document.querySelector("dd ins"), document.querySelector("dd del")];
    expect([added?.textContent, removed?.textContent]).toEqual(["［追加：1,000円］", "［削除：800円↵\n］"]);
    expect(screen.queryByText("デジタル推進課")).toBeNull();
    fireEvent.click(screen.getByLabelText("変わらない項目も表示する"));
    screen.getByText("デジタル推進課");
    expect(await faults()).toEqual([]);
    fireEvent.change(screen.getByLabelText("比べる元"), { target: { value: "1" } });
    await waitFor(() => expect(asked.at(-1)?.[1]).toBe("/api/faq/entries/reissue-fee/compare?from=1&to=draft"));
  });
});

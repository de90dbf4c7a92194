// @vitest-environment jsdom
import "../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { type ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { manager, officer, reviewer, someone } from "../dev/faq-views";
import { SpeechContext, speechIn } from "../words/useWords";
import { takeBeginning } from "./beginning";
import EditionsPage from "./EditionsPage";
import { FaqSearch } from "./FaqSearch";
import ImportPage from "./ImportPage";
import QuestionsPage from "./QuestionsPage";
import ReviewFilePage from "./ReviewFilePage";
import SearchPage from "./SearchPage";
import type { FaqHit } from "./types";

type Reply = unknown | ((body: unknown, init: RequestInit) => Promise<Response> | Response);
let replies: Record<string, Reply>;
let asked: { method: string; path: string; body: unknown }[];

beforeEach(() => {
  replies = {};
  asked = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit = {}) => {
    const method = init.method ?? "GET";
    const body = typeof init.body === "string" ? JSON.parse(init.body) : init.body;
    asked.push({ method, path, body });
    const reply = replies[`${method} ${path.split("?")[0]}`];
    if (typeof reply === "function") return reply(body, init);
    return Promise.resolve(reply === undefined ? new Response(null, { status: 204 }) : new Response(JSON.stringify(reply)));
  });
});
afterEach(() => vi.unstubAllGlobals());

function show(page: ReactNode) {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SpeechContext value={speechIn("ja")}>
        <main>
          <h1>FAQ</h1>
          {page}
        </main>
      </SpeechContext>
    </QueryClientProvider>,
  );
}

async function faults(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false }, "page-has-heading-one": { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

const press = (name: string | RegExp, inside = screen as Pick<typeof screen, "getByRole">) => fireEvent.click(inside.getByRole("button", { name }));
const posts = () => asked.filter(({ method }) => method === "POST");
const choose = (label: RegExp, name: string) => fireEvent.change(screen.getByLabelText(label), { target: { files: [new File(["key,topic"], name)] } });
const planned = { added: ["parking"], changed: [{ key: "reissue-fee", fields: ["answer_ja"] }], unchanged: 3, missing: ["old-entry"], problems: [], further_problems: 0, done: false };
const wrong = { ...planned, problems: [{ row: 12, field: "answer_ja", code: "bad_link", text_ja: "リンクの行き先が使えません。", text_en: "Bad link." }], further_problems: 2 };

describe("an import", () => {
  test("shows its problems by row, and is not carried out while there is one", async () => {
    replies["POST /api/faq/import"] = wrong;
    show(<ImportPage />);
    choose(/CSV または Excel/, "faq.csv");
    const problems = within(await screen.findByRole("group", { name: "直すところ（3 件）" }));
    expect(problems.getAllByRole("row")[1]?.textContent).toBe("12回答（日本語）リンクの行き先が使えません。");
    screen.getByText(/1件も取り込みません/);
    expect(screen.queryByRole("button", { name: /取り込む/ })).toBeNull();
    expect(await faults()).toEqual([]);
  });

  test("is looked at first, and carried out when somebody says so", async () => {
    replies["POST /api/faq/import"] = planned;
    show(<ImportPage />);
    choose(/CSV または Excel/, "faq.csv");
    await screen.findByText("追加（1 件）");
    expect(posts().map(({ path }) => path)).toEqual(["/api/faq/import?dry_run=true"]);
    expect(await faults()).toEqual([]);

    replies["POST /api/faq/import"] = { ...planned, done: true };
    press("2 件を下書きとして取り込む");
    press("2 件を下書きとして取り込む", within(screen.getByRole("dialog")));
    await screen.findByText(/下書きとして取り込みました。公開には/);
    expect(posts().map(({ path }) => path)).toEqual(["/api/faq/import?dry_run=true", "/api/faq/import?dry_run=false"]);
    expect(screen.queryByRole("button", { name: /件を下書きとして取り込む/ })).toBeNull();
  });

  test("that changes nothing says so and has nothing to carry out", async () => {
    replies["POST /api/faq/import"] = { ...planned, added: [], changed: [] };
    show(<ImportPage />);
    choose(/CSV または Excel/, "faq.xlsx");
    await screen.findByText("変わるところはありません。");
    expect(screen.queryByRole("button", { name: /取り込む/ })).toBeNull();
  });

  test("of another kind of file is refused before it is sent", () => {
    show(<ImportPage />);
    choose(/CSV または Excel/, "faq.pdf");
    screen.getByText(/faq.pdf は使えません/);
    expect(posts()).toEqual([]);
  });

  test("can be called off, and what comes after that counts no more", async () => {
    let signal: AbortSignal | null | undefined;
    let answer: (response: Response) => void = () => undefined;
    replies["POST /api/faq/import"] = (_: unknown, init: RequestInit) => {
      signal = init.signal;
      return new Promise<Response>((resolve) => (answer = resolve));
    };
    show(<ImportPage />);
    choose(/CSV または Excel/, "faq.csv");
    await screen.findByRole("progressbar", { name: /faq.csv を調べています/ });
    press("やめる");
    screen.getByText("中止しました。何も変わっていません。");
    expect(signal?.aborted).toBe(true);
    answer(new Response(JSON.stringify(planned)));
    await Promise.resolve();
    await waitFor(() => expect(screen.queryByText(/取り込むとこうなります/)).toBeNull());
  });
});

describe("a review file", () => {
  test("comes back with marks and problems by row, and is recorded when somebody says so", async () => {
    const result = { officer_name: "山本 太郎", signed_on: "2026-11-29", unmarked: 2, marks: [{ key: "reissue-fee", mark: "returned", remark: "金額を確認" }], problems: [], done: false };
    replies["POST /api/faq/review-file"] = { ...result, problems: [{ row: 7, text_ja: "下書きが変わっています。", text_en: "Changed." }] };
    show(<ReviewFilePage me={someone(manager, "manager")} rest="" />);
    choose(/印と署名のある/, "review.xlsx");
    const marks = within(await screen.findByRole("group", { name: "市の印" }));
    expect(marks.getAllByRole("row")[1]?.textContent).toBe("reissue-fee差し戻し金額を確認");
    expect(within(screen.getByRole("group", { name: "直すところ（1 件）" })).getAllByRole("row")[1]?.textContent).toBe("7下書きが変わっています。");
    screen.getByText(/1件も記録しません/);
    expect(screen.queryByRole("button", { name: /記録する/ })).toBeNull();
    replies["POST /api/faq/review-file"] = result;
    choose(/印と署名のある/, "review.xlsx");
    await screen.findByText("署名した山本 太郎さん（2026/11/29）の印として記録します。よろしければ記録してください。");
    replies["POST /api/faq/review-file"] = { ...result, done: true };
    press("1 件の印を記録する");
    await screen.findByText("市の印を記録しました。");
    expect(posts().map(({ path }) => path)).toEqual(["/api/faq/review-file?dry_run=true", "/api/faq/review-file?dry_run=true", "/api/faq/review-file?dry_run=false"]);
    expect(await faults()).toEqual([]);
  });

  test("goes out to everybody and is entered by those who publish", () => {
    show(<ReviewFilePage me={someone(reviewer, "agent_phone")} rest="" />);
    expect(screen.getByRole("link", { name: "Excelをダウンロード" }).getAttribute("href")).toBe("/api/faq/review-file?format=xlsx");
    screen.getByText(/読み込めるのは、業務責任者と市職員です/);
    expect(screen.queryByLabelText(/印と署名のある/)).toBeNull();
  });
});

describe("a file to be taken out", () => {
  test("says why it is refused where it stands, and is given to the browser under the server's name", async () => {
    replies["GET /api/faq/review-file"] = () => Promise.resolve(new Response(JSON.stringify({ status: 409, code: "conflict", detail_ja: "確認中の項目がありません。", detail_en: "Nothing." }), { status: 409 }));
    show(<ReviewFilePage me={someone(reviewer, "agent_phone")} rest="" />);
    const link = screen.getByRole("link", { name: "PDFをダウンロード" });
    fireEvent.click(link);
    await screen.findByText("確認中の項目がありません。");

    const kept: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      kept.push(this.download);
    });
    URL.createObjectURL = () => "blob:x";
    URL.revokeObjectURL = () => undefined;
    replies["GET /api/faq/review-file"] = () => Promise.resolve(new Response("x", { headers: { "content-disposition": 'attachment; filename="faq-review.pdf"' } }));
    fireEvent.click(link);
    await waitFor(() => expect(kept).toEqual(["faq-review.pdf"]));
    expect(screen.queryByText("確認中の項目がありません。")).toBeNull();
    vi.restoreAllMocks();
  });
});

describe("editions", () => {
  const edition = { number: 2, made_at: "2026-11-20T00:00:00Z", made_by: manager, note: "改定", entries: 61, added: 3, changed: 5, removed: 1, receipt: null };
  const first = { ...edition, number: 1, receipt: { received_by: "山本 太郎", received_on: "2026-10-02", noted_by: manager, noted_at: "2026-10-03T00:00:00Z" } };

  test("are made by the manager with a note, after a question", async () => {
    replies["GET /api/faq/editions"] = [edition, first];
    replies["POST /api/faq/editions"] = { ...edition, number: 3 };
    show(<EditionsPage me={someone(manager, "manager")} rest="" />);
    await screen.findByText("改訂版（第2版）");
    expect(screen.getByRole("link", { name: "改訂版（第2版）: 変更一覧（PDF）" }).getAttribute("href")).toBe("/api/faq/editions/2/files/changes.pdf");
    expect(screen.queryByRole("link", { name: "初版（第1版）: 変更一覧（PDF）" })).toBeNull();
    press("新しい版を作る");
    fireEvent.change(screen.getByLabelText(/この版について/), { target: { value: " 手数料 " } });
    expect(posts()).toEqual([]);
    press("作る");
    await screen.findByText("第3版を作りました。");
    expect(posts().map(({ path, body }) => [path, body])).toEqual([["/api/faq/editions", { note: "手数料" }]]);
    expect(await faults()).toEqual([]);
  });

  test("are seen by agents, and neither made nor received by them", async () => {
    replies["GET /api/faq/editions"] = [edition];
    show(<EditionsPage me={someone(reviewer, "agent_phone")} rest="" />);
    await screen.findByText("受領の記録なし");
    expect(screen.queryByRole("button")).toBeNull();
  });

  test("have their receipt recorded by name and day", async () => {
    replies["GET /api/faq/editions"] = [edition];
    show(<EditionsPage me={someone(officer, "city_officer")} rest="" />);
    await screen.findByText("受領の記録なし");
    press(/受領を記録する/);
    press("保存する");
    screen.getByText("受け取った人の名前を入力してください。");
    fireEvent.change(screen.getByLabelText(/受け取った人/), { target: { value: "山本 太郎" } });
    fireEvent.change(screen.getByLabelText(/受け取った日/), { target: { value: "2026-11-25" } });
    press("保存する");
    await screen.findByText("受領を記録しました。");
    expect(posts().map(({ path, body }) => [path, body])).toEqual([["/api/faq/editions/2/receipt", { received_by: "山本 太郎", received_on: "2026-11-25" }]]);
  });
});

describe("questions and proposals", () => {
  const question = { id: "q1", at: "2026-11-20T00:00:00Z", channel: "chat", language: "ja", text: "駐車場は", band: "none", confidence: 0.03, hits: [], contact: null, outcome: null };
  const proposal = { id: "p1", state: "open", kind: "entry", target: null, language: "ja", wording: "駐車場はありますか", count: 9, examples: ["車で行けますか"], made_at: "2026-11-20T00:00:00Z", decided_by: null, decided_at: null };

  test("the log is narrowed by band, outcome, channel and whole days of the city", async () => {
    replies["GET /api/faq/questions"] = [question];
    replies["GET /api/faq/proposals"] = [proposal];
    show(<QuestionsPage me={someone(manager, "manager")} rest="" />);
    await screen.findByText("駐車場は");
    fireEvent.change(screen.getByLabelText("確信度区分"), { target: { value: "none" } });
    fireEvent.change(screen.getByLabelText("場所"), { target: { value: "chat" } });
    fireEvent.change(screen.getByLabelText("終了日"), { target: { value: "2026-11-20" } });
    await waitFor(() => expect(asked.at(-1)?.path).toBe("/api/faq/questions?channel=chat&band=none&until=2026-11-20T15%3A00%3A00.000Z"));
    screen.getByRole("tab", { name: /提案\s*1/ });
    expect(await faults()).toEqual([]);
  });

  test("a question that no entry answers is taken note of and written next, or becomes an alias by its key", async () => {
    replies["GET /api/faq/questions"] = [];
    replies["GET /api/faq/proposals"] = [proposal];
    show(<QuestionsPage me={someone(manager, "manager")} rest="" />);
    fireEvent.click(screen.getByRole("tab", { name: /提案/ }));
    await screen.findByText("車で行けますか");
    press("駐車場はありますか: 採用する");
    press("採用する", within(screen.getByRole("dialog")));
    fireEvent.click(await screen.findByRole("button", { name: "この質問で書く" }));
    expect([takeBeginning(), location.pathname]).toEqual(["駐車場はありますか", "/faq/new"]);
    expect(posts().map(({ body }) => body)).toEqual([{ do: "accept" }]);
  });

  test("a proposal is accepted with key and wording put right, or rejected after a question", async () => {
    replies["GET /api/faq/questions"] = [];
    replies["GET /api/faq/proposals"] = [{ ...proposal, kind: "alias" }];
    show(<QuestionsPage me={someone(manager, "manager")} rest="" />);
    fireEvent.click(screen.getByRole("tab", { name: /提案/ }));
    await screen.findByText("車で行けますか");
    expect(await faults()).toEqual([]);
    press("駐車場はありますか: 採用する");
    const dialog = within(screen.getByRole("dialog"));
    press("採用する", dialog);
    dialog.getByText("キーを入力してください。");
    fireEvent.change(dialog.getByLabelText(/キー/), { target: { value: "parking" } });
    fireEvent.change(dialog.getByLabelText(/^言い換え/), { target: { value: "市役所に駐車場はありますか" } });
    press("採用する", dialog);
    expect((await screen.findByRole("link", { name: "下書きを開く" })).getAttribute("href")).toBe("/faq/parking");
    press("駐車場はありますか: 採用しない");
    press("採用しない", within(screen.getByRole("dialog")));
    await waitFor(() => expect(posts().map(({ path, body }) => [path, body])).toEqual([["/api/faq/proposals/p1", { do: "accept", key: "parking", wording: "市役所に駐車場はありますか" }], ["/api/faq/proposals/p1", { do: "reject" }]]));
  });
});

/** The search under the heading of a panel, where it stands. */
function Beside(props: { onCopy?: (words: string) => void }) {
  return (
    <>
      <h2>FAQ</h2>
      <FaqSearch {...props} />
    </>
  );
}

describe("the search", () => {
  const hit = (over: Partial<FaqHit> = {}): FaqHit => ({ key: "reissue-fee", version: 3, edition: 2, question: "再発行の手数料", answer: "手数料は **1,000円** です。", passage: "1,000円", topic: "o", audience: "resident", demonstration: false, files: [], score: 0.8, ...over });
  const suggestion = (question: string) => ({ key: "reissue-fee", version: 3, question, title: question });
  const chosen = () => within(screen.getByRole("listbox")).getByRole("option", { selected: true });
  const field = () => screen.getByRole("combobox", { name: "住民の質問" });

  test("suggests while one types, chosen by keys alone, and asks what was chosen", async () => {
    replies["GET /api/faq/suggest"] = [suggestion("再発行の手数料"), suggestion("紛失の届け出")];
    replies["GET /api/faq/search"] = { question: "q1", band: "answer", confidence: 0.9, by_meaning: true, hits: [hit()] };
    show(<Beside />);
    fireEvent.change(field(), { target: { value: "さいはっこう" } });
    const options = await within(await screen.findByRole("listbox")).findAllByRole("option");
    expect([field().getAttribute("aria-expanded"), options.length]).toEqual(["true", 2]);
    fireEvent.keyDown(field(), { key: "ArrowDown" });
    fireEvent.keyDown(field(), { key: "ArrowDown" });
    expect(field().getAttribute("aria-activedescendant")).toBe(chosen().id);
    expect(chosen().textContent).toBe("紛失の届け出");
    expect(await faults()).toEqual([]);
    fireEvent.keyDown(field(), { key: "ArrowUp" });
    fireEvent.keyDown(field(), { key: "Enter" });
    await screen.findByText("この回答です。");
    expect(asked.find(({ path }) => path.startsWith("/api/faq/search"))?.path).toBe(`/api/faq/search?text=${encodeURIComponent("再発行の手数料")}&lang=ja&limit=5`);
    expect(screen.queryByRole("listbox")).toBeNull();
  });

  test("closes its suggestions on Escape and leaves the Enter of a conversion alone", async () => {
    replies["GET /api/faq/suggest"] = [suggestion("再発行の手数料")];
    show(<Beside />);
    fireEvent.change(field(), { target: { value: "さい" } });
    await screen.findByRole("listbox");
    fireEvent.keyDown(field(), { key: "Enter", isComposing: true });
    screen.getByRole("listbox");
    fireEvent.keyDown(field(), { key: "Escape" });
    expect(field().getAttribute("aria-expanded")).toBe("false");
    expect(asked.some(({ path }) => path.startsWith("/api/faq/search"))).toBe(false);
  });

  test("says on its page why meaning takes no part and what to do, and nothing where all is well", async () => {
    const state = { meaning: "endpoint", state: "failed", thresholds: "judged", titles: 3, vectors: 1, why_ja: "意味検索が動いていません。", why_en: "", how_ja: "管理者に連絡してください。", how_en: "" };
    replies["GET /api/faq/state"] = state;
    const page = () => <SearchPage me={someone(reviewer, "agent_phone")} rest="" />;
    show(page());
    await screen.findByText(/意味検索が動いていません。.*管理者に連絡してください。/);
    cleanup();
    replies["GET /api/faq/state"] = { ...state, state: "ready", thresholds: "other_model", why_ja: "基準は別の検索モデルで測ったものです。" };
    show(page());
    await screen.findByText(/別の検索モデルで測ったものです。/);
    cleanup();
    for (const fine of ["ready", "off"]) {
      replies["GET /api/faq/state"] = { ...state, state: fine };
      show(page());
      await waitFor(() => expect(asked.filter(({ path }) => path === "/api/faq/state").length).toBeGreaterThan(fine === "ready" ? 2 : 3));
      expect(screen.queryByText(/意味検索/)).toBeNull();
      cleanup();
    }
  });

  async function ask(answer: object) {
    replies["GET /api/faq/search"] = answer;
    const onCopy = vi.fn();
    show(<Beside onCopy={onCopy} />);
    fireEvent.change(field(), { target: { value: "いくら" } });
    press("検索する");
    await screen.findByRole("alert");
    return onCopy;
  }

  test("shows a sure answer with its passage, version and edition, copies it and takes feedback", async () => {
    const onCopy = await ask({ question: "q1", band: "answer", confidence: 0.9, by_meaning: true, hits: [hit(), hit({ key: "lost-stop", question: "止めたい" })] });
    const answer = within(screen.getByRole("article", { name: "再発行の手数料" }));
    expect(document.querySelector("article mark")?.textContent).toBe("1,000円");
    answer.getByText("版数 3・第2版");
    press("メモに写す", answer);
    expect(onCopy).toHaveBeenCalledWith("再発行の手数料\n手数料は 1,000円 です。\n（FAQ reissue-fee 版数 3・第2版）");
    press("役に立った", answer);
    await answer.findByText("記録しました。");
    expect(posts().map(({ path, body }) => [path, body])).toEqual([["/api/faq/questions/q1", { outcome: "helped", hit: "reissue-fee@3" }]]);
    expect(await faults()).toEqual([]);
  });

  test("opens none of three by itself when it is not sure, and says so when nothing is", async () => {
    await ask({ question: "q2", band: "choose", confidence: 0.5, by_meaning: false, hits: ["一つ", "二つ", "三つ", "四つ"].map((question, at) => hit({ key: `entry-${at}`, question })) });
    screen.getByText("近いものがあります。質問に合うものを選んでください。");
    screen.getByText(/言葉の一致だけで探しました/);
    expect(screen.queryByRole("article")).toBeNull();
    expect(screen.queryByRole("button", { name: "四つ" })).toBeNull();
    press("二つ");
    screen.getByRole("article", { name: "二つ" });
    expect(await faults()).toEqual([]);
  });

  test("tells an operator to hand over rather than to guess", async () => {
    await ask({ question: "q3", band: "hand_over", confidence: 0.1, by_meaning: true, hits: [] });
    screen.getByText(/推測で答えず、担当へ引き継いでください/);
    press("どれも合わない");
    await waitFor(() => expect(posts().map(({ path, body }) => [path, body])).toEqual([["/api/faq/questions/q3", { outcome: "not_helped", hit: null }]]));
  });
});

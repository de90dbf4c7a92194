// @vitest-environment jsdom
import "../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aReceipt } from "../dev/browser-samples";
import type { PageProps } from "../shell/page-props";
import { SpeechContext, speechIn } from "../words/useWords";
import { emptyErasureSearch, erasureAddress, type ErasureDetail, type ErasureRow, erasureSearchOf, secondsOf } from "./erasure-types";
import ErasurePage from "./ErasurePage";

const me = { id: "m", login: "shi1", name: "市 職員", roles: ["city_officer"], skills: [], seat: null, demo: true, totp_enrolled: false, keys: 0, keys_available: true } satisfies PageProps["me"];

const aRow = (part: Partial<ErasureRow> = {}): ErasureRow => ({ number: 12, contact: "c1", end: "submitted", ended_at: "2026-04-01T00:00:00Z", verified_at: "2026-04-01T00:00:00.842Z", took_ms: 842, result: "at_once", rebuilt: 0, found_before: 0, photo: true, ...part });

function aDetail(part: Partial<ErasureDetail> = {}): ErasureDetail {
  const { type: _, ...receipt } = aReceipt({ number: 12 });
  const check = { aspect: "signature", holds: true, said_ja: "電子署名: 正しい", said_en: "signature: holds" };
  return { ...aRow(), receipt, installation: "0123", sha256: "abcd", searched: ["profile", "disk"], whole: true, checks: [check], ...part };
}

/** What the server answers, by the path that is asked for. */
let answers: Record<string, unknown>;
let asked: string[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    const body = answers[path.split("?")[0] ?? ""];
    return Promise.resolve(new Response(JSON.stringify(body ?? { status: 404, code: "not_found", detail_ja: "見つかりません。", detail_en: "Not found." }), { status: body === undefined ? 404 : 200 }));
  });
});
afterEach(() => vi.unstubAllGlobals());

function show(rest: string, language: "ja" | "en" = "ja") {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <SpeechContext value={speechIn(language)}>
        <main>
          <ErasurePage me={me} rest={rest} />
        </main>
      </SpeechContext>
    </QueryClientProvider>,
  );
}

async function faults() {
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return violations.map(({ id }) => id);
}

describe("the list of receipts", () => {
  test("says when it is empty, and asks the server for what is looked for", async () => {
    answers = { "/api/erasure/receipts": { items: [], next_cursor: null } };
    show("");
    await screen.findByText("条件に合う消去証明はありません。");
    fireEvent.change(screen.getByLabelText("番号"), { target: { value: " 7 " } });
    fireEvent.change(screen.getByLabelText("終了日"), { target: { value: "2026-04-01" } });
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "検索する" })));
    expect(asked.at(-1)).toBe("/api/erasure/receipts?number=7&to=2026-04-01T15%3A00%3A00.000Z");
    expect(location.search).toBe("?number=7&to=2026-04-01");
    expect(await faults()).toEqual([]);
  });

  test("shows each with its end, result and way to the contact, and goes on by pages", async () => {
    const rows = [aRow(), aRow({ number: 11, contact: null, end: "restarted", result: "after_rebuild", photo: false, took_ms: 9_400 })];
    answers = { "/api/erasure/receipts": { items: rows, next_cursor: 11 } };
    show("");
    const second = within(await screen.findByRole("row", { name: /消去証明 11/ }));
    for (const words of ["システムの再起動", "作り直して確認", "9.4秒", "撮影なし", "不明（再起動時）"]) second.getByText(words);
    expect(screen.getByRole("link", { name: "対応を開く" }).getAttribute("href")).toBe("/history/c1");
    answers = { "/api/erasure/receipts": { items: [aRow({ number: 10 })], next_cursor: null } };
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "さらに表示" })));
    await screen.findByRole("row", { name: /消去証明 10/ });
    expect(asked.at(-1)).toBe("/api/erasure/receipts?cursor=11");
    expect(await faults()).toEqual([]);
  });

  test("names what is wrong when all are verified", async () => {
    const finding = { number: 3, said_ja: "台帳から抜き取られています", said_en: "it was taken out of the books" };
    answers = { "/api/erasure/receipts": { items: [], next_cursor: null }, "/api/erasure/verify": { whole: false, receipts: 5, findings: [finding] } };
    show("", "en");
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Verify all receipts" })));
    const told = await screen.findByRole("alert");
    within(told).getByText("Number 3: it was taken out of the books");
  });
});

describe("one receipt", () => {
  test("says that it holds, what was searched and what was not, and can be taken along", async () => {
    answers = { "/api/erasure/receipts/12": aDetail() };
    show("12");
    await screen.findByText(/この証明は正しいものです/);
    const facts = within(screen.getByRole("region", { name: "証明の内容" }));
    facts.getByText("ブラウザーの一時領域、ディスク");
    facts.getByText("ログ、データベース");
    expect(screen.getByRole("link", { name: "証明のファイルを保存" }).getAttribute("href")).toBe("/api/erasure/receipts/12/file");
    screen.getByText("madoguchi verify erasure erasure-receipt-12.txt --key erasure-key-0123.pem");
    expect(await faults()).toEqual([]);
  });

  test("that was tampered with is never called genuine", async () => {
    const check = { aspect: "signature", holds: false, said_ja: "電子署名: 署名が合いません", said_en: "" };
    answers = { "/api/erasure/receipts/12": aDetail({ whole: false, checks: [check] }) };
    show("12");
    await screen.findByText(/この証明には正しくない点があります/);
    expect(screen.queryByText(/この証明は正しいものです/)).toBeNull();
    within(screen.getByRole("region", { name: "確認の結果" })).getByText("正しくない");
  });

  test("that does not exist is told", async () => {
    answers = {};
    show("99");
    await screen.findByText("見つかりません。");
  });
});

test("the search stands in the address and is read back", () => {
  const search = { ...emptyErasureSearch, number: "7", result: "after_rebuild" };
  expect(erasureAddress(search)).toBe("/erasure?number=7&result=after_rebuild");
  expect(erasureSearchOf(new URLSearchParams("number=7&result=after_rebuild&name=x"))).toEqual(search);
  expect(erasureAddress(emptyErasureSearch)).toBe("/erasure");
  expect(secondsOf(842)).toBe("0.8");
});

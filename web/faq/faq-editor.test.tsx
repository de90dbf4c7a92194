// @vitest-environment jsdom
import "../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aContent, aDraft, published, reviewer, writer } from "../dev/faq-views";
import { freePage, go, onRoute, routeNow } from "../shell/route";
import { SpeechContext, speechIn } from "../words/useWords";
import EditorPage from "./EditorPage";
import type { FaqContent, FaqView } from "./types";

let view: FaqView;
let refusal: { status: number; body: object } | null;
let saved: { do: string; content: FaqContent; seen: number; still_right: string[] }[];
let stopListening: () => void;

beforeEach(() => {
  view = published();
  refusal = null;
  saved = [];
  history.replaceState(null, "", "/faq/reissue-fee/edit");
  freePage();
  stopListening = onRoute(() => undefined);
  go("/faq/reissue-fee/edit", "replace");
  vi.stubGlobal("fetch", (path: string, init: RequestInit = {}) => {
    const body = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    if (path === "/api/faq/check") {
      const problems = body.content.ja.answer === "" ? [{ field: "answer_ja", code: "empty", text_ja: "回答：書いてください。", text_en: "Write." }] : [];
      return Promise.resolve(new Response(JSON.stringify({ problems, conflicts: body.key === "another-fee" ? [{ key: "reissue-fee", question: "同じ質問", contradiction: true }] : [] })));
    }
    if (init.method === "POST") {
      saved.push(body);
      const { status, body: answer } = refusal ?? { status: 200, body: view };
      return Promise.resolve(new Response(JSON.stringify(answer), { status }));
    }
    const known = path === "/api/faq/entries/reissue-fee";
    return Promise.resolve(known ? new Response(JSON.stringify(view)) : new Response(JSON.stringify({ status: 404, code: "not_found", detail_ja: "", detail_en: "" }), { status: 404 }));
  });
});
afterEach(() => {
  stopListening();
  freePage();
  vi.unstubAllGlobals();
});

async function open(entryKey: string | null = "reissue-fee") {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SpeechContext value={speechIn("ja")}>
        <main>
          <EditorPage entryKey={entryKey} />
        </main>
      </SpeechContext>
    </QueryClientProvider>,
  );
  return within(await screen.findByRole("region", { name: "日本語" }));
}

const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });
const save = () => fireEvent.click(screen.getByRole("button", { name: /下書きを保存する/ }));

describe("the editor", () => {
  test("shows what residents would see, and nothing of it as HTML", async () => {
    const japanese = await open();
    type(japanese.getByLabelText(/^回答/), "**太い**\n\n- <img src=x>\n\n[市](javascript:alert(1)) [市](https://www.example.jp/)");
    const preview = within(japanese.getByRole("region", { name: "表示の見本（日本語）" }));
    expect(preview.getByText("太い").closest("strong")).not.toBeNull();
    expect(document.querySelector("img")).toBeNull();
    expect(preview.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual(["https://www.example.jp/"]);
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  test("checks while one types, and puts what is wrong under the field one has touched", async () => {
    const japanese = await open();
    await screen.findByText("直すところはありません。");
    type(japanese.getByLabelText(/^回答/), "");
    await screen.findByText("直すところが 1 か所あります。");
    const field = japanese.getByLabelText(/^回答/);
    expect(field.getAttribute("aria-invalid")).toBe("true");
    fireEvent.click(screen.getByRole("button", { name: "回答：書いてください。" }));
    expect(document.activeElement).toBe(field);
  });

  test("leaves an untouched form in peace until saving is tried", async () => {
    const japanese = await open(null);
    await screen.findByText(/直すところが 1 か所/);
    expect(japanese.getByLabelText(/^回答/).getAttribute("aria-invalid")).toBeNull();
    type(japanese.getByLabelText(/^質問/), "いくらですか");
    save();
    screen.getByText("キーを入力してください。");
    expect(japanese.getByLabelText(/^回答/).getAttribute("aria-invalid")).toBe("true");
    expect(saved).toEqual([]);
  });

  test("creates an entry over nothing, and tells of one that answers the same", async () => {
    const japanese = await open(null);
    type(screen.getByRole("textbox", { name: /^キー/ }), "another-fee");
    type(japanese.getByLabelText(/^質問/), "いくらですか");
    type(japanese.getByLabelText(/^回答/), "1,000円です。");
    expect((await screen.findByRole("link", { name: "同じ質問" })).getAttribute("href")).toBe("/faq/reissue-fee");
    screen.getByText("内容が食い違っています：");
    save();
    await waitFor(() => expect(saved).toHaveLength(1));
    expect([saved[0]?.seen, saved[0]?.content.ja.answer, saved[0]?.content.en]).toEqual([0, "1,000円です。", null]);
    await waitFor(() => expect(routeNow().path).toBe("/faq/another-fee"));
  });

  test("does not write over an entry that has the key already", async () => {
    await open(null);
    type(screen.getByRole("textbox", { name: /^キー/ }), "reissue-fee");
    await screen.findByText("このキーはもう使われています。");
    save();
    await screen.findByRole("link", { name: "再発行の手数料はいくらですか" });
    expect(saved).toEqual([]);
  });

  test("saves by Ctrl+S what was written over, and asks whether the translation still fits", async () => {
    view = published({ draft: aDraft({ revision: 9 }) });
    const japanese = await open();
    expect(screen.queryByRole("checkbox", { name: /このままで正しい/ })).toBeNull();
    type(japanese.getByLabelText(/^回答/), "1,200円です。");
    fireEvent.click(screen.getByRole("checkbox", { name: "英語の文は、このままで正しい" }));
    fireEvent.keyDown(japanese.getByLabelText(/^回答/), { key: "s", ctrlKey: true });
    await waitFor(() => expect(saved).toHaveLength(1));
    expect([saved[0]?.do, saved[0]?.seen, saved[0]?.still_right]).toEqual(["edit", 9, ["en"]]);
    await waitFor(() => expect(routeNow().path).toBe("/faq/reissue-fee"));
  });

  test("does not send that a translation fits once it was changed itself", async () => {
    const japanese = await open();
    type(japanese.getByLabelText(/^回答/), "1,200円です。");
    fireEvent.click(screen.getByRole("checkbox", { name: "英語の文は、このままで正しい" }));
    type(within(screen.getByRole("region", { name: "英語" })).getByLabelText(/^回答/), "1,200 yen.");
    save();
    await waitFor(() => expect(saved[0]?.still_right).toEqual([]));
  });

  test("warns that saving takes a draft out of review", async () => {
    view = published({ draft: aDraft({ stage: "in_review" }) });
    await open();
    screen.getByText(/保存すると作成中に戻り/);
  });

  test("loses nothing where somebody was faster: theirs is taken, or mine is saved over it", async () => {
    const japanese = await open();
    type(japanese.getByLabelText(/^回答/), "わたしの回答です。");
    refusal = { status: 409, body: { status: 409, code: "changed_since", detail_ja: "電話 はるさんが先に保存しました。", detail_en: "Faster." } };
    view = published({ draft: aDraft({ revision: 11, authors: [reviewer] }) });
    save();
    await screen.findByText(/電話 はるさんが先に保存しました。/);
    await screen.findByText(/いまの下書きは電話 はるさんが/);
    expect(japanese.getByLabelText<HTMLTextAreaElement>(/^回答/).value).toBe("わたしの回答です。");
    refusal = null;
    view = published({ draft: aDraft({ revision: 12, authors: [reviewer] }) });
    fireEvent.click(screen.getByRole("button", { name: "自分の内容で保存する" }));
    await waitFor(() => expect(saved).toHaveLength(2));
    expect([saved[1]?.seen, saved[1]?.content.ja.answer]).toEqual([12, "わたしの回答です。"]);
  });

  test("takes theirs when it is told to", async () => {
    const japanese = await open();
    type(japanese.getByLabelText(/^回答/), "わたしの回答です。");
    refusal = { status: 409, body: { status: 409, code: "changed_since", detail_ja: "先に保存しました。", detail_en: "Faster." } };
    save();
    await screen.findByText(/先に保存しました。/);
    view = published({ draft: aDraft({ revision: 12, authors: [writer], content: aContent({ ja: { ...aContent().ja, answer: "ほかの人の回答です。" } }) }) });
    fireEvent.click(screen.getByRole("button", { name: /いまの内容に置き換える/ }));
    await waitFor(() => expect(japanese.getByLabelText<HTMLTextAreaElement>(/^回答/).value).toBe("ほかの人の回答です。"));
    screen.getByText("変更はありません。");
  });
});

describe("something unsaved", () => {
  test("keeps somebody on the page, by links, by Back and by closing, until they decide", async () => {
    const japanese = await open();
    go("/faq");
    expect(routeNow().path).toBe("/faq");
    go("/faq/reissue-fee/edit");
    type(japanese.getByLabelText(/^回答/), "1,200円です。");

    go("/history");
    expect(routeNow().path).toBe("/faq/reissue-fee/edit");
    fireEvent.click(await screen.findByRole("button", { name: "編集を続ける" }));
    expect(screen.queryByRole("dialog")).toBeNull();

    history.replaceState(null, "", "/history");
    fireEvent.popState(window);
    expect([routeNow().path, location.pathname]).toEqual(["/faq/reissue-fee/edit", "/faq/reissue-fee/edit"]);
    const closing = new Event("beforeunload", { cancelable: true });
    fireEvent(window, closing);
    expect(closing.defaultPrevented).toBe(true);

    fireEvent.click(await screen.findByRole("button", { name: "保存せずに移動する" }));
    expect(routeNow().path).toBe("/history");
  });

  test("is nothing once it is as it was", async () => {
    const japanese = await open();
    const field = japanese.getByLabelText<HTMLTextAreaElement>(/^回答/);
    const before = field.value;
    type(field, "1,200円です。");
    type(field, before);
    go("/history");
    expect(routeNow().path).toBe("/history");
  });
});

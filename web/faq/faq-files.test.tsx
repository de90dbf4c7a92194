// @vitest-environment jsdom
import "../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aContent, aDraft, aFile, published } from "../dev/faq-views";
import { anEntry, someSuggestions } from "../dev/suggestion-samples";
import { AssistPanel } from "../desk/assist/AssistPanel";
import { freePage, go, onRoute } from "../shell/route";
import { SpeechContext, speechIn } from "../words/useWords";
import EditorPage from "./EditorPage";
import { EntryTexts } from "./EntryTexts";
import { FILE_BYTES_MAX, fileFault, sizeOf, withFile, withoutFile } from "./files";
import type { FaqContent, FaqView } from "./types";

/** A request that is on its way for as long as the test wants. */
class Sending {
  static all: Sending[] = [];
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  status = 0;
  responseText = "";
  address = "";
  aborted = false;
  open(_: string, address: string) {
    this.address = address;
    Sending.all.push(this);
  }
  setRequestHeader() {}
  send() {}
  abort() {
    this.aborted = true;
    this.onabort?.();
  }
  answer(status: number, body: object) {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload?.();
  }
}

let view: FaqView;
let saved: { content: FaqContent }[];
let stopListening: () => void;

beforeEach(() => {
  Sending.all = [];
  saved = [];
  view = published({ draft: aDraft({ content: aContent({ attachments: [aFile()] }) }) });
  history.replaceState(null, "", "/faq/reissue-fee/edit");
  freePage();
  stopListening = onRoute(() => undefined);
  go("/faq/reissue-fee/edit", "replace");
  vi.stubGlobal("XMLHttpRequest", Sending);
  vi.stubGlobal("fetch", (path: string, init: RequestInit = {}) => {
    if (path === "/api/faq/check") return Promise.resolve(new Response(JSON.stringify({ problems: [], conflicts: [] })));
    if (init.method === "POST") saved.push(JSON.parse(String(init.body)));
    return Promise.resolve(new Response(JSON.stringify(view)));
  });
});
afterEach(() => {
  stopListening();
  freePage();
  vi.unstubAllGlobals();
});

async function open() {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SpeechContext value={speechIn("ja")}>
        <main>
          <EditorPage entryKey="reissue-fee" />
        </main>
      </SpeechContext>
    </QueryClientProvider>,
  );
  return within(await screen.findByRole("region", { name: "添付ファイル" }));
}

const choose = (panel: ReturnType<typeof within>, ...files: File[]) => fireEvent.change(panel.getByLabelText(/ファイルを選ぶ/), { target: { files } });
const text = new File(["受付時間"], "案内.txt");
const brought = { file: { name: "案内.txt", kind: "text", bytes: 12, sha256: "cd".repeat(32) }, altered: false };

describe("files in the editor", () => {
  test("are sent one by one with how far they are, and go with the draft", async () => {
    const panel = await open();
    choose(panel, text);
    const sending = Sending.all[0];
    expect(sending?.address).toBe(`/api/faq/files?name=${encodeURIComponent("案内.txt")}`);
    act(() => sending?.upload.onprogress?.({ loaded: 3, total: 12 }));
    expect(panel.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("25");
    const answer = within(screen.getByRole("region", { name: "日本語" })).getByLabelText(/^回答/);
    fireEvent.change(answer, { target: { value: "送信中に書きました。" } });
    await act(async () => sending?.answer(201, brought));
    await panel.findByText(/案内\.txt/);
    expect(panel.queryByRole("progressbar")).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: /下書きを保存する/ }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0]?.content.attachments.map(({ name }) => name)).toEqual(["再交付申請書.pdf", "案内.txt"]);
    expect(saved[0]?.content.ja.answer).toBe("送信中に書きました。");
  });

  test("keep saving waiting while they are on their way", async () => {
    const panel = await open();
    choose(panel, text);
    screen.getByText("ファイルの送信が終わってから保存してください。");
    fireEvent.keyDown(panel.getByLabelText(/ファイルを選ぶ/), { key: "s", ctrlKey: true });
    expect(saved).toEqual([]);
    fireEvent.click(panel.getByRole("button", { name: "送信をやめる：案内.txt" }));
    expect(Sending.all[0]?.aborted).toBe(true);
    await waitFor(() => expect(panel.queryByRole("progressbar")).toBeNull());
    screen.getByText("変更はありません。");
  });

  test("that are refused say why and what to do, and leave nothing behind", async () => {
    const panel = await open();
    choose(panel, new File(["<html>"], "form.pdf"));
    await act(async () => Sending.all[0]?.answer(422, { status: 422, code: "faq_file_unfit", detail_ja: "タグを消してください。", detail_en: "Take the tags out." }));
    expect((await panel.findByRole("alert")).textContent).toContain("「form.pdf」は添付できませんでした。タグを消してください。");
    fireEvent.click(panel.getByRole("button", { name: "この知らせを閉じる：form.pdf" }));
    expect(panel.queryByRole("alert")).toBeNull();
    screen.getByText("変更はありません。");
  });

  test("that are too large or too many are not sent at all", async () => {
    const panel = await open();
    const large = new File([""], "large.pdf");
    Object.defineProperty(large, "size", { value: 1_073_741_824 });
    choose(panel, large, new File([""], "empty.txt"));
    expect(Sending.all).toEqual([]);
    expect(panel.getAllByRole("alert").map(({ textContent }) => textContent)).toEqual([expect.stringContaining("10.5 MB を超えています"), expect.stringContaining("空です")]);
    choose(panel, ...Array.from({ length: 8 }, (_, index) => new File(["x"], `${index}.txt`)));
    expect(Sending.all).toHaveLength(7);
  });

  test("are taken off by keyboard, and the one who did it stays where files are chosen", async () => {
    const panel = await open();
    const link = panel.getByRole("link", { name: "再交付申請書.pdf (PDF、1.3 MB)" });
    expect([link.getAttribute("href"), link.getAttribute("download")]).toEqual([`/api/faq/entries/reissue-fee/files/${"ab".repeat(32)}`, "再交付申請書.pdf"]);
    fireEvent.click(panel.getByRole("button", { name: "添付から外す：再交付申請書.pdf" }));
    expect(document.activeElement).toBe(panel.getByLabelText(/ファイルを選ぶ/));
    fireEvent.click(screen.getByRole("button", { name: /下書きを保存する/ }));
    await waitFor(() => expect(saved[0]?.content.attachments).toEqual([]));
  });

  test("tell when something was taken out of a picture", async () => {
    const panel = await open();
    choose(panel, new File(["x"], "map.png"));
    await act(async () => Sending.all[0]?.answer(201, { file: aFile({ name: "map.png", kind: "png", sha256: "ef".repeat(32) }), altered: true }));
    await panel.findByText(/「map.png」から、画像以外の情報/);
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});

describe("files of a text", () => {
  test("are shown to whoever reviews or approves, by name and digest", () => {
    render(
      <SpeechContext value={speechIn("ja")}>
        <EntryTexts view={view} />
      </SpeechContext>,
    );
    const draft = within(screen.getByRole("region", { name: "下書き" }));
    expect(draft.getByRole("link", { name: /再交付申請書\.pdf/ }).getAttribute("href")).toContain("/api/faq/entries/reissue-fee/files/");
    draft.getByText(`SHA-256 ${"ab".repeat(32)}`);
  });

  test("are a link beside a suggestion in a call", () => {
    const told = someSuggestions({ hits: [anEntry({ files: [aFile()] })] });
    render(
      <QueryClientProvider client={new QueryClient()}>
        <SpeechContext value={speechIn("ja")}>
          <AssistPanel contact="c1" told={told} />
        </SpeechContext>
      </QueryClientProvider>,
    );
    expect(screen.getByRole("link", { name: "再交付申請書.pdf (PDF、1.3 MB)" }).getAttribute("href")).toBe(`/api/faq/entries/pickup-bring/files/${"ab".repeat(32)}`);
  });
});

test("sizes are told in units people know", () => {
  expect([1, 999, 1_001, 999_999, 1_000_000, 1_950_001, FILE_BYTES_MAX].map(sizeOf)).toEqual(["1 KB", "1 KB", "2 KB", "1000 KB", "1.0 MB", "2.0 MB", "10.5 MB"]);
});

test("a file takes the place of one with its name or its bytes", () => {
  const [one, two] = [aFile({ name: "a.pdf", sha256: "1" }), aFile({ name: "b.pdf", sha256: "2" })];
  expect(withFile([one, two], aFile({ name: "A.pdf", sha256: "3" })).map(({ sha256 }) => sha256)).toEqual(["3", "2"]);
  expect(withFile([one, two], aFile({ name: "B.pdf", sha256: "1" })).map(({ name }) => name)).toEqual(["B.pdf"]);
  expect(withoutFile([one, two], one)).toEqual([two]);
  expect([fileFault(0, 0), fileFault(1, 7), fileFault(1, 8), fileFault(FILE_BYTES_MAX, 0), fileFault(FILE_BYTES_MAX + 1, 0)]).toEqual(["empty", null, "too_many", null, "too_large"]);
});

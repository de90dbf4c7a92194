// @vitest-environment jsdom
import "../../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { someTopics } from "../../dev/samples";
import { anEntry, someSuggestions } from "../../dev/suggestion-samples";
import type { Suggestions } from "../../faq/suggested";
import { SpeechContext, speechIn } from "../../words/useWords";
import { WrapUpPanel } from "../WrapUpPanel";
import { AssistPanel } from "./AssistPanel";
import { asNoteLine, cardsOf, chosenOf, marked, nextOf, noNotes, pinned, PINS_MAX } from "./suggestions";

const sent: { path: string; body: unknown }[] = [];
let refusal: Response | null = null;
beforeEach(() => {
  sent.length = 0;
  refusal = null;
  vi.stubGlobal("fetch", (path: string, init: RequestInit = {}) => {
    if (init.method === "POST") {
      sent.push({ path, body: JSON.parse(String(init.body)) });
      return Promise.resolve(refusal ?? new Response(null, { status: 204 }));
    }
    return Promise.resolve(new Response("[]"));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

function page(told: Suggestions | null, language: "ja" | "en" = "ja") {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  client.setQueryData(["topics"], someTopics);
  return (
    <QueryClientProvider client={client}>
      <SpeechContext value={speechIn(language)}>
        <main>
          <h1>席</h1>
          <AssistPanel contact="c1" told={told} />
          <WrapUpPanel contact="c1" after={null} clock_offset_ms={0} onFiled={() => undefined} onExtend={() => undefined} />
        </main>
      </SpeechContext>
    </QueryClientProvider>
  );
}

const press = (key: string, chord: { ctrlKey?: boolean; shiftKey?: boolean } = {}) => act(() => void fireEvent.keyDown(document.body, { key, ...chord }));
const cards = () => within(screen.getByRole("list", { name: "FAQの候補" })).getAllByRole("listitem").filter((item) => item.querySelector("h3") !== null);
const current = () => cards().find((item) => item.getAttribute("aria-current") === "true")!;
const note = () => (screen.getByLabelText(/メモ/) as HTMLTextAreaElement).value;

async function faults(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

describe("suggestions at the desk", () => {
  test("are not there before anything was asked", () => {
    render(page(null));
    expect(screen.queryByText("FAQの候補")).toBeNull();
    press("F7", { ctrlKey: true });
    expect([note(), sent.length]).toEqual(["", 0]);
  });

  test("say that a machine found them, for what question, how surely, and from which text and source", async () => {
    render(page(someSuggestions()));
    const panel = within(screen.getByRole("region", { name: "FAQの候補" }));
    for (const words of ["自動検索", "当てはまる項目を選んでください", "マイナンバーカードの受け取りには何を持って行けばいいですか"]) panel.getByText(words);
    expect(cards()).toHaveLength(3);
    const best = within(current());
    best.getByText("交付通知書（はがき）", { selector: "mark" });
    best.getByText(/pickup-bring@1（第1版）/);
    best.getByRole("link", { name: "座間市 マイナンバーカードの受け取り" });
    best.getByText("デモの承認（市の承認ではありません）");
    expect(cards().filter((item) => item.querySelector("mark") !== null), "others are folded").toHaveLength(1);
    expect(await faults()).toEqual([]);
  });

  test("leave the focus where it is when they come", () => {
    const { rerender } = render(page(null));
    const field = screen.getByLabelText(/メモ/);
    field.focus();
    rerender(page(someSuggestions()));
    expect(document.activeElement).toBe(field);
  });

  test("are gone through by one key, and another question begins with its best", () => {
    const { rerender } = render(page(someSuggestions()));
    press("F7");
    within(current()).getByText("カードは本人でないと受け取れませんか");
    press("F7");
    within(current()).getByText("オペレーター用（読み上げない）");
    within(current()).getByText(/業務手引き 3章/);
    rerender(page(someSuggestions({ question_id: "q2", hits: [anEntry({ key: "reissue-fee", question: "再発行はいくらですか" })] })));
    within(current()).getByText("再発行はいくらですか");
  });

  test("go into the note by one key, and that is told", async () => {
    render(page(someSuggestions()));
    fireEvent.change(screen.getByLabelText(/メモ/), { target: { value: "受け取りの件" } });
    press("F7", { ctrlKey: true });
    expect(note()).toBe("受け取りの件\n【FAQ pickup-bring@1】カードを受け取るときの持ち物は何ですか\n交付通知書（はがき）");
    await waitFor(() => expect(sent).toEqual([{ path: "/api/faq/questions/q1", body: { outcome: "taken", hit: "pickup-bring@1" } }]));
    within(current()).getByText("使った");
  });

  test("do not push out what stands in a note that is full", () => {
    render(page(someSuggestions()));
    const whole = "あ".repeat(1_990);
    fireEvent.change(screen.getByLabelText(/メモ/), { target: { value: whole } });
    press("F7", { ctrlKey: true });
    expect([note(), sent.length]).toEqual([whole, 0]);
    screen.getByText("メモがいっぱいで写せません。");
  });

  test("stay when pinned, over other questions and a reload, until they are let go", async () => {
    const { rerender, unmount } = render(page(someSuggestions()));
    press("F7", { shiftKey: true });
    rerender(page(someSuggestions({ question_id: "q2", hits: [anEntry({ key: "reissue-fee", question: "再発行はいくらですか" })] })));
    expect(cards().map((item) => item.querySelector("h3")!.textContent)).toEqual(["カードを受け取るときの持ち物は何ですか", "再発行はいくらですか"]);
    within(cards()[0]!).getByText("固定中");
    unmount();
    render(page(null));
    within(current()).getByText("カードを受け取るときの持ち物は何ですか");
    press("F7", { shiftKey: true });
    expect(screen.queryByText("FAQの候補")).toBeNull();
    await waitFor(() => expect(sent).toHaveLength(1));
  });

  test("that do not fit are told by one key, and the next is chosen", async () => {
    render(page(someSuggestions()));
    press("F7", { ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(sent).toEqual([{ path: "/api/faq/questions/q1", body: { outcome: "wrong", hit: "pickup-bring@1" } }]));
    within(cards()[0]!).getByText("当てはまらない", { selector: "span" });
    within(current()).getByText("カードは本人でないと受け取れませんか");
  });

  test("that are withdrawn while they are shown are struck and said to be so", async () => {
    const { rerender } = render(page(someSuggestions()));
    rerender(page(someSuggestions({ off: [{ key: "pickup-bring", version: 1, why: "withdrawn" }] })));
    within(current()).getByRole("alert");
    screen.getByText("この項目は取り下げられました。案内に使わないでください。");
    const copy = within(current()).getByRole("button", { name: "メモへ写す" });
    expect(copy.getAttribute("aria-disabled")).toBe("true");
    press("F7", { ctrlKey: true });
    expect(note()).toBe("");
    expect(await faults()).toEqual([]);
  });

  test("take a comment in the call, on the entry and with the contact", async () => {
    render(page(someSuggestions()));
    press("F8", { ctrlKey: true, shiftKey: true });
    const dialog = within(screen.getByRole("dialog", { name: "FAQの項目への指摘" }));
    fireEvent.click(dialog.getByRole("button", { name: "指摘を送る" }));
    dialog.getByText("気づいたことを書いてください。");
    fireEvent.change(dialog.getByRole("textbox"), { target: { value: " はがきの色が変わった " } });
    fireEvent.click(dialog.getByRole("button", { name: "指摘を送る" }));
    await waitFor(() => expect(sent).toEqual([{ path: "/api/faq/entries/pickup-bring", body: { do: "comment", text: "はがきの色が変わった", contact: "c1" } }]));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  test("stay usable when the server does not take what is said of them", async () => {
    refusal = Response.json({ code: "gone", detail_ja: "記録できませんでした。", detail_en: "Not kept." }, { status: 404 });
    render(page(someSuggestions(), "en"));
    press("F7", { ctrlKey: true });
    await screen.findByText("Not kept.");
    expect((screen.getByLabelText(/Note/) as HTMLTextAreaElement).value).toContain("pickup-bring@1");
  });

  test("that were not found say so", () => {
    render(page(someSuggestions({ band: "none", hits: [] })));
    screen.getByText("承認された項目は見つかりませんでした");
  });
});

describe("which entry keys speak of", () => {
  const told = someSuggestions();
  const first = cardsOf(told, noNotes);

  test("is the best that was found, not a pinned one and not one that does not fit", () => {
    const kept = pinned(noNotes, first[1]!);
    expect(chosenOf(cardsOf(told, kept), null)?.entry.key).toBe("pickup-bring");
    expect(chosenOf(cardsOf(told, marked(kept, first[0]!, "wrong")), null)?.entry.key).toBe("op-fee-gate");
    expect(chosenOf([], null)).toBeNull();
    expect(nextOf([], null)).toBeNull();
    expect(nextOf(first, first[2]!)?.entry.key).toBe("pickup-bring");
  });

  test("a mark is of one question alone, and pins are bounded", () => {
    const notes = marked(noNotes, first[0]!, "wrong");
    expect(cardsOf({ ...told, question_id: "q2" }, notes)[0]!.mark).toBeNull();
    let many = noNotes;
    for (let number = 0; number < PINS_MAX + 3; number += 1) many = pinned(many, { ...first[0]!, entry: anEntry({ key: `entry-${number}` }) });
    expect(many.pinned.map(({ entry }) => entry.key)).toEqual(["entry-3", "entry-4", "entry-5", "entry-6", "entry-7"]);
  });

  test("goes into a note shortened where no passage was found", () => {
    const long = asNoteLine({ ...first[0]!, entry: anEntry({ passage: null, answer: "長い。".repeat(200) }) });
    expect([...long.split("\n")[1]!]).toHaveLength(201);
  });
});

// @vitest-environment jsdom
import "../dev/test-setup";
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, test, vi } from "vitest";
import type { ChatLine } from "../chat/lines";
import { aContact, anAgent } from "../dev/samples";
import type { ContactView, Work } from "../live/messages";
import { SpeechContext, speechIn } from "../words/useWords";
import { abilitiesIn } from "./call-store";
import { ChatPanel } from "./ChatPanel";
import { Hands, nextHand } from "./Hands";
import { RingingCard } from "./RingingCard";
import { TransferDialog } from "./TransferDialog";

const aChat = (over: Partial<ContactView> = {}) => aContact({ channel: "chat", caller: null, caller_masked: null, dialled: null, queue: "chat", service: "chat", recording: false, previous: [], ...over });
const aLine = (over: Partial<ChatLine> = {}): ChatLine => ({ number: 1, from: "resident", pieces: [{ text: "更新したい", removed: null }], answer: null, choices: [], no_answer: false, at: "2026-12-01T01:00:00Z", ...over });
const answer = { key: "renewal", version: 2, edition: 1, question_html: "更新は？", answer_html: "<p>窓口へ。</p>", sources: [], files: [], demonstration: false, by_itself: true };
const nothing = () => undefined;
const able = abilitiesIn({ kind: "call", agent: anAgent({ state: "talking", contact: "c1" }), contact: aChat(), part: "own" });

function show(lines: readonly ChatLine[], over: Partial<Parameters<typeof ChatPanel>[0]> = {}) {
  const props = { contact: aChat(), lines, typed_ms: 0, able, clock_offset_ms: 0, onSay: async () => null, onTyping: nothing, onHangUp: nothing, onHand: nothing, onTransfer: nothing, onHandover: nothing, ...over };
  return render(
    <SpeechContext value={speechIn("ja")}>
      <main>
        <ChatPanel {...props} />
      </main>
    </SpeechContext>,
  );
}

const log = () => screen.getByRole("group", { name: "やり取り" });

describe("a chat at the desk", () => {
  test("has no sound: it is ended, and nothing is held, muted or dialled", () => {
    expect(able.hang_up && able.raise_hand).toBe(true);
    expect([able.hold, able.mute, able.digits, able.secret]).toEqual([false, false, false, false]);
  });

  test("shows what the bot was asked and which answer it gave, before and after it is answered", () => {
    const lines = [aLine(), aLine({ number: 2, from: "bot", answer, pieces: [{ text: "更新は？\n窓口へ。", removed: null }] }), aLine({ number: 3, from: "bot", no_answer: true })];
    const { unmount } = show(lines);
    for (const words of ["更新したい", "承認された回答を表示しました: 回答renewal（2）", "回答が見つからなかったと案内しました。"]) expect(within(log()).getByText(words)).toBeTruthy();
    unmount();
    render(
      <SpeechContext value={speechIn("ja")}>
        <RingingCard contact={aChat({ state: "ringing" })} assignment={{ id: 1, agent: "me", ring_until: new Date().toISOString(), purpose: "queue" }} chat={lines} clock_offset_ms={0} onAnswer={nothing} onRefuse={nothing} />
      </SpeechContext>,
    );
    expect(screen.getByRole("region", { name: "チャットの問合せ" })).toBeTruthy();
    expect(within(log()).getByText("更新したい")).toBeTruthy();
  });

  test("says where the resident reads easy Japanese, while it rings and while it is served", () => {
    const { unmount } = show([aLine()], { contact: aChat({ reads_easy: true }) });
    expect(screen.getByText("やさしい日本語")).toBeTruthy();
    unmount();
    const ringing = (reads_easy: boolean) => (
      <SpeechContext value={speechIn("ja")}>
        <RingingCard contact={aChat({ state: "ringing", reads_easy })} assignment={{ id: 1, agent: "me", ring_until: new Date().toISOString(), purpose: "queue" }} clock_offset_ms={0} onAnswer={nothing} onRefuse={nothing} />
      </SpeechContext>
    );
    const { rerender } = render(ringing(true));
    expect(screen.getByText("やさしい日本語")).toBeTruthy();
    rerender(ringing(false));
    expect(screen.queryByText("やさしい日本語")).toBeNull();
  });

  test("names the files an answer brought along", () => {
    const files = [{ name: "申請書.pdf", kind: "pdf" as const, bytes: 1_234_567, address: "/guide/renewal/files/ab" }];
    show([aLine({ number: 2, from: "bot", answer: { ...answer, files } })]);
    expect(within(log()).getByText("添付ファイル: 申請書.pdf（1.3 MB）")).toBeTruthy();
  });

  test("marks what was taken out of a line", () => {
    show([aLine({ pieces: [{ text: "番号は", removed: null }, { text: "［個人番号］", removed: "individual_number" }] })]);
    expect(log().querySelector("mark")?.textContent).toBe("［個人番号］");
    expect(within(log()).getByText("番号などを消して表示しています。")).toBeTruthy();
  });

  test("sends a line by keys, keeps it when it is refused, and tells that one is being written", async () => {
    const onSay = vi.fn(async () => "送れません" as string | null);
    const onTyping = vi.fn();
    show([aLine()], { onSay, onTyping });
    const field = screen.getByLabelText("利用者へ書く");
    fireEvent.change(field, { target: { value: "はい" } });
    fireEvent.change(field, { target: { value: "はい。" } });
    expect(onTyping).toHaveBeenCalledTimes(1);
    await act(async () => void fireEvent.keyDown(field, { key: "Enter", ctrlKey: true }));
    expect(onSay).toHaveBeenCalledWith("c1", "はい。");
    expect(screen.getByRole("alert").textContent).toContain("送れません");
    expect((field as HTMLTextAreaElement).value).toBe("はい。");
    onSay.mockResolvedValueOnce(null);
    await act(async () => void fireEvent.click(screen.getByRole("button", { name: "送る" })));
    expect((field as HTMLTextAreaElement).value).toBe("");
  });

  test("tells that the resident is writing", () => {
    show([aLine()], { typed_ms: Date.now() });
    expect(screen.getByText("利用者が入力しています…")).toBeTruthy();
  });

  test("has no fault that axe finds", async () => {
    show([aLine(), aLine({ number: 2, from: "bot", answer }), aLine({ number: 3, from: "agent" })]);
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});

describe("several chats", () => {
  const works: Work[] = [
    { contact: "c1", channel: "chat", kind: "handling", since: "2026-12-01T01:00:00Z", until: null },
    { contact: "c2", channel: "chat", kind: "handling", since: "2026-12-01T01:05:00Z", until: null },
    { contact: "c3", channel: "chat", kind: "wrap_up", since: "2026-12-01T01:06:00Z", until: null },
  ];
  const hands = (chats: Record<string, readonly ChatLine[]>, shown: string, onChoose = vi.fn()) => (
    <SpeechContext value={speechIn("ja")}>
      <main>
        <Hands works={works} chats={chats} shown={shown} onChoose={onChoose} />
      </main>
    </SpeechContext>
  );

  test("stand side by side with how each stands and what nobody has read", async () => {
    const onChoose = vi.fn();
    const chats = { c1: [aLine()], c2: [aLine()] };
    const { rerender } = render(hands(chats, "c1", onChoose));
    const second = screen.getByRole("button", { name: /チャット2（10:05から）/ });
    expect(second.textContent).toContain("未読 1");
    expect(screen.getByRole("button", { name: /チャット1/, pressed: true }).textContent).not.toContain("未読");
    fireEvent.click(second);
    expect(onChoose).toHaveBeenCalledWith("c2");
    rerender(hands(chats, "c2"));
    rerender(hands({ ...chats, c2: [aLine(), aLine({ number: 2, from: "agent" })] }, "c1"));
    expect(screen.getByRole("button", { name: /チャット2/ }).textContent).not.toContain("未読");
    rerender(hands({ ...chats, c2: [aLine(), aLine({ number: 3 }), aLine({ number: 4 })] }, "c1"));
    expect(screen.getByRole("button", { name: /チャット2/ }).textContent).toContain("未読 2");
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  test("are gone through by one key, round and round", () => {
    expect(["c1", "c2", "c3", null].map((shown) => nextHand(works, shown))).toEqual(["c2", "c3", "c1", "c1"]);
    expect(nextHand([], null)).toBeNull();
  });

  test("are passed on to a colleague who has room, or back into line, and to no telephone", () => {
    const onChoose = vi.fn();
    const colleagues = [anAgent({ id: "a", name: "窓口 みどり", takes_chat: true, state: "talking" }), anAgent({ id: "b", name: "電話 はる" })];
    render(
      <SpeechContext value={speechIn("ja")}>
        <TransferDialog purpose="pass_chat" colleagues={colleagues} queue="chat" onChoose={onChoose} onHandover={nothing} onClose={nothing} />
      </SpeechContext>,
    );
    const dialog = within(screen.getByRole("dialog"));
    expect(dialog.queryByText("電話 はる")).toBeNull();
    expect(dialog.queryByRole("textbox")).toBeNull();
    fireEvent.click(dialog.getByRole("button", { name: "窓口 みどり: 引き継ぐ" }));
    expect(onChoose).toHaveBeenLastCalledWith("transfer", { agent: "a" });
    fireEvent.click(dialog.getByRole("button", { name: /列に戻す/ }));
    expect(onChoose).toHaveBeenLastCalledWith("transfer", { queue: "chat" });
  });
});

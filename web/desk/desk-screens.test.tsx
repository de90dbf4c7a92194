// @vitest-environment jsdom
import "../dev/test-setup";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aContact, anAgent, someTopics } from "../dev/samples";
import type { AgentState, ContactState } from "../live/messages";
import { noMedia } from "../live/softphone";
import { SpeechContext, speechIn } from "../words/useWords";
import { abilitiesIn, type Abilities } from "./call-store";
import { CallCard, type CallHandlers } from "./CallCard";
import { Keypad } from "./Keypad";
import { MyState } from "./MyState";
import { VisitCaptions } from "./VisitCaptions";
import { RingingCard } from "./RingingCard";
import { ShortcutHelp } from "./ShortcutHelp";
import { TransferDialog } from "./TransferDialog";
import { WrapUpPanel } from "./WrapUpPanel";

const directory = [
  { id: "d1", name_ja: "市民課", name_en: "Citizens", kind: "department", number: "+81462525111", hours_ja: "平日", open_now: true, opens_at: null, note_ja: "" },
  { id: "d2", name_ja: "国保年金課", name_en: "Insurance", kind: "department", number: "+81462527003", hours_ja: "平日", open_now: false, opens_at: null, note_ja: "" },
];

function show(children: ReactNode, language: "ja" | "en" = "ja") {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  client.setQueryData(["topics"], someTopics);
  client.setQueryData(["directory"], directory);
  client.setQueryData(["pause-reasons"], [{ code: "break", label_ja: "休憩", label_en: "Break" }]);
  return render(
    <QueryClientProvider client={client}>
      <SpeechContext value={speechIn(language)}>
        <main>{children}</main>
      </SpeechContext>
    </QueryClientProvider>,
  );
}

async function faults(): Promise<string[]> {
  // Colours need a layout, which jsdom has not; the pictures are checked for them.
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

const nothing = () => undefined;
const visiting = { onVisitOffer: () => Promise.reject<string>(new Error("no line")), onVideoSaid: () => Promise.resolve(null), onLookAway: nothing, onAskDocument: nothing, isPrivate: false, seats: [], written: [], captions: [], onSay: () => Promise.resolve(null) };
const handlers: CallHandlers & typeof visiting = { ...visiting, onHold: nothing, onMute: nothing, onKeypad: nothing, onHand: nothing, onTransfer: nothing, onHangUp: nothing, onHandover: nothing, onComplete: nothing, onConference: nothing, onCancelConsult: nothing, onDigit: nothing, onSecretHold: nothing };

function ableIn(agent: AgentState, contact: ContactState): Abilities {
  return abilitiesIn({ kind: "call", agent: anAgent({ state: agent, contact: "c1" }), contact: aContact({ state: contact, third: { label: "市民課", state: "talking" } }), part: "own" });
}

let answers: ((path: string, init: RequestInit) => Response) | null = null;
const requests: { path: string; body: unknown }[] = [];
beforeEach(() => {
  requests.length = 0;
  answers = null;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    // The draft of the summary is asked for by itself; its own test looks at it.
    if (!path.endsWith("/summary")) requests.push({ path, body: typeof init.body === "string" ? JSON.parse(init.body) : undefined });
    return Promise.resolve(answers?.(path, init) ?? new Response(null, { status: 204 }));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

describe("captions at the desk", () => {
  const visit = (captions: "on" | "kept" | "off" | "zoom" | "none") => aContact({ channel: "counter", state: "talking", captions });
  const line = { id: "1", speaker: "visitor", text: "更新です", final: true, at: "2026-04-01T00:00:00Z", redacted: [] };

  test("show who says what, that a machine wrote it, and what becomes of it", async () => {
    show(<VisitCaptions contact={visit("on")} lines={[line]} />);
    const box = within(screen.getByRole("region", { name: "字幕" }));
    box.getByText("自動認識・参考");
    box.getByText(/どこにも残りません/);
    expect(box.getByRole("listitem").textContent).toBe("来庁者更新です");
    expect(await faults()).toEqual([]);
  });

  test("that are kept say so", () => {
    show(<VisitCaptions contact={visit("kept")} lines={[]} />);
    screen.getByText(/記録に残ります/);
  });

  test("that are not there say why, and of a call nothing", () => {
    const { unmount } = show(<VisitCaptions contact={visit("off")} lines={[]} />);
    screen.getByText(/音声認識を使っていないため/);
    unmount();
    show(<VisitCaptions contact={visit("none")} lines={[]} />);
    expect(document.body.textContent).not.toContain("字幕");
  });
});

describe("the ringing card", () => {
  const assignment = { id: 1, agent: "me", ring_until: "2026-04-01T00:01:00Z", purpose: "queue" as const };

  test("shows number, language and earlier contacts, and answers", async () => {
    const onAnswer = vi.fn();
    const contact = aContact({ state: "ringing", previous: [{ id: "p", at: "2026-03-01T00:00:00Z", topic: "ア", outcome: "resolved" }] });
    show(<RingingCard contact={contact} assignment={assignment} clock_offset_ms={0} onAnswer={onAnswer} onRefuse={nothing} />);
    const card = screen.getByRole("region", { name: "着信" });
    for (const words of ["090-1234-5678", "日本語", "(ア) 制度全般"]) within(card).getByText(words);
    fireEvent.click(within(card).getByRole("button", { name: "応答" }));
    expect(onAnswer).toHaveBeenCalledOnce();
    expect(await faults()).toEqual([]);
  });

  test("says that answering a call-back dials the resident", () => {
    show(<RingingCard contact={aContact({ state: "ringing", callback: true })} assignment={assignment} clock_offset_ms={0} onAnswer={nothing} onRefuse={nothing} />);
    within(screen.getByRole("region", { name: "折り返しの電話" })).getByText("応答すると、こちらから発信者に電話をかけます。");
  });

  test("says so when the caller withholds the number, and why it rings when it is no turn of the queue", () => {
    show(<RingingCard contact={aContact({ caller: null, caller_masked: null })} assignment={{ ...assignment, purpose: "consult" }} clock_offset_ms={0} onAnswer={nothing} onRefuse={nothing} />, "en");
    screen.getByText("Number withheld");
    screen.getByRole("region", { name: "A colleague asks for advice" });
  });
});

describe("the call card", () => {
  test("keeps what cannot be done focusable, named and without effect", () => {
    const onHold = vi.fn();
    show(<CallCard contact={aContact({ state: "consulting" })} part="own" able={ableIn("consulting", "consulting")} muted={false} keypad={false} clock_offset_ms={0} {...handlers} onHold={onHold} />);
    const hold = screen.getByRole("button", { name: "保留" });
    expect(hold.getAttribute("aria-disabled")).toBe("true");
    fireEvent.click(hold);
    expect(onHold).not.toHaveBeenCalled();
  });

  test("offers to complete, join or leave a consultation", async () => {
    const onComplete = vi.fn();
    const contact = aContact({ state: "consulting", third: { label: "市民課", state: "talking" }, monitors: [{ id: "s1", name: "監督 一郎", mode: "listen" }] });
    show(<CallCard contact={contact} part="own" able={ableIn("consulting", "consulting")} muted keypad clock_offset_ms={0} {...handlers} onComplete={onComplete} />);
    fireEvent.click(screen.getByRole("button", { name: "転送を完了" }));
    expect(onComplete).toHaveBeenCalledOnce();
    screen.getByText("ミュート中: こちらの声は相手に聞こえません");
    screen.getByText("聴取中：監督 一郎");
    expect(await faults()).toEqual([]);
  });
});

test("the keypad sends what is pressed and typed, and nothing else", () => {
  const digits: string[] = [];
  const onClose = vi.fn();
  show(<Keypad onDigit={(digit) => digits.push(digit)} onClose={onClose} />);
  const pad = screen.getByRole("group", { name: "キーパッド" });
  fireEvent.click(within(pad).getByRole("button", { name: "#" }));
  for (const key of ["5", "*", "x", "Escape"]) fireEvent.keyDown(pad, { key });
  fireEvent.keyDown(pad, { key: "7", isComposing: true });
  expect([digits, onClose.mock.calls.length]).toEqual([["#", "5", "*"], 1]);
});

describe("one's own state", () => {
  test("names the pause and asks for its reason", async () => {
    const onPause = vi.fn();
    const agent = anAgent({ state: "available" });
    show(<MyState visit={false} agent={agent} media={{ ...noMedia, status: "up" }} mediaUp able={abilitiesIn({ kind: "idle", agent })} clock_offset_ms={0} onAvailable={nothing} onPause={onPause} />);
    screen.getByText("音声: 接続済み");
    fireEvent.click(screen.getByRole("button", { name: "一時停止" }));
    expect(onPause).toHaveBeenCalledWith("break");
    expect(await faults()).toEqual([]);
  });

  test("says that a refused call caused the pause", () => {
    const agent = anAgent({ state: "paused", reason: "no_answer" });
    show(<MyState visit={false} agent={agent} media={noMedia} mediaUp={false} able={abilitiesIn({ kind: "paused", agent })} clock_offset_ms={0} onAvailable={nothing} onPause={nothing} />);
    screen.getByText("一時停止（応答なし）");
    screen.getByText("音声: 未接続");
  });
});

describe("the record of the call", () => {
  const panel = (onFiled: () => void) => show(<WrapUpPanel contact="c1" after={{ since: "2026-04-01T00:00:00Z", until: "2026-04-01T00:01:00Z" }} clock_offset_ms={0} onFiled={onFiled} onExtend={nothing} />);
  const key = (name: string) => act(() => void fireEvent.keyDown(document.body, { key: name }));

  test("is filed with three keys", async () => {
    const onFiled = vi.fn();
    panel(onFiled);
    for (const name of ["1", "2", "Enter"]) key(name);
    await waitFor(() => expect(onFiled).toHaveBeenCalledOnce());
    expect(requests).toEqual([{ path: "/api/contacts/c1/wrap-up", body: { topic: "ア", sub_code: "ア-3", outcome: "resolved", booking: null, note: "" } }]);
    expect(await faults()).toEqual([]);
  });

  test("is not sent without a topic, and says why", () => {
    panel(nothing);
    key("Enter");
    screen.getByText("問合せ区分を選んでください。");
    expect(requests).toEqual([]);
  });

  test("leaves digits to the note while it is being written", () => {
    panel(nothing);
    const note = screen.getByLabelText(/メモ/);
    fireEvent.keyDown(note, { key: "1" });
    expect(screen.queryAllByRole("radio", { checked: true })).toHaveLength(1);
  });

  test("shows the server's refusal of a number beside the note", async () => {
    answers = () => Response.json({ code: "secret_in_note", detail_ja: "個人番号らしい数字があります。", detail_en: "An individual number." }, { status: 422 });
    panel(nothing);
    for (const name of ["2", "Enter"]) key(name);
    const note = await waitFor(() => screen.getByRole("textbox", { name: /メモ/, description: /個人番号らしい数字/ }));
    expect(note.getAttribute("aria-invalid")).toBe("true");
  });
});

describe("the transfer dialog", () => {
  const open = (onChoose: (...chosen: unknown[]) => void, onHandover: (entry: unknown) => void = nothing) =>
    show(<TransferDialog purpose="pass_on" colleagues={[anAgent({ id: "a2", name: "鈴木" }), anAgent({ id: "a3", name: "田中", state: "talking" })]} queue="phone" onChoose={onChoose} onHandover={onHandover} onClose={nothing} />);

  test("finds a department and consults it", async () => {
    const onChoose = vi.fn();
    open(onChoose);
    fireEvent.change(screen.getByRole("searchbox", { name: "転送先を検索" }), { target: { value: "市民" } });
    fireEvent.click(screen.getByRole("button", { name: "市民課: 先に相談" }));
    expect(onChoose).toHaveBeenCalledWith("consult", { directory: "d1" });
    expect(await faults()).toEqual([]);
  });

  test("offers a hand-over note in place of a call where the department is closed", () => {
    const onHandover = vi.fn();
    open(nothing, onHandover);
    expect(screen.queryByRole("button", { name: /国保年金課: (すぐ転送|先に相談)/ })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "国保年金課: 引継ぎ票を書く" }));
    expect(onHandover).toHaveBeenCalledWith(expect.objectContaining({ id: "d2" }));
  });

  test("refuses what cannot be a number and reads wide digits", () => {
    const onChoose = vi.fn();
    open(onChoose);
    fireEvent.click(screen.getByRole("button", { name: "番号" }));
    const field = screen.getByLabelText(/電話番号/);
    fireEvent.change(field, { target: { value: "あ" } });
    fireEvent.submit(field);
    screen.getByText("電話番号として読めません。");
    fireEvent.change(field, { target: { value: "０４６－２５５－１１１１" } });
    fireEvent.click(screen.getByRole("button", { name: /すぐ転送/ }));
    expect(onChoose).toHaveBeenCalledWith("transfer", { number: "0462551111" });
  });

  test("offers only colleagues who are free, and the queue", () => {
    const onChoose = vi.fn();
    open(onChoose);
    fireEvent.click(screen.getByRole("button", { name: "同僚・受付" }));
    screen.getByRole("button", { name: "鈴木: すぐ転送" });
    expect(screen.queryByRole("button", { name: "田中: すぐ転送" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "受付の列に戻す" }));
    expect(onChoose).toHaveBeenCalledWith("transfer", { queue: "phone" });
  });
});

test("every shortcut is listed", async () => {
  show(<ShortcutHelp onClose={nothing} />);
  for (const keys of ["F2", "Shift + F2", "F4", "F8", "F9", "Ctrl + Enter", "?"]) screen.getByText(keys);
  expect(await faults()).toEqual([]);
});

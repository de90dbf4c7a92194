// @vitest-environment jsdom
import "../dev/test-setup";
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { beforeEach, describe, expect, test, vi } from "vitest";
// Comes with the first use, which no test is to wait for.
import "../browser/KioskScreen";
import type { BrowserState, ServerMessage as SharedMessage } from "../browser/wire";
import { aHold, aKeypad, aReceipt, aState } from "../dev/browser-samples";
import { aVisit, aWelcome, FarEnd, SharedEnd } from "../dev/kiosk-samples";
import { noVisitVideo, type VisitVideoState } from "../visit/visit-video";
import { type Identity, makeKey } from "./identity";
import { KioskApp } from "./KioskApp";
import { KioskFence } from "./KioskFence";
import { KioskRoom } from "./kiosk-room";

const identity: Identity = { kiosk: "k1", name: "1番", key: (await makeKey()).key };
const camera = { prepare: vi.fn(), connect: vi.fn(), hurry: vi.fn(), unheard: vi.fn(), mute: vi.fn(), lookAway: vi.fn(), keepPrivate: vi.fn(), tryDevices: vi.fn(), showInstead: vi.fn(() => Promise.resolve()), stop: vi.fn() };

async function faults(): Promise<string[]> {
  // Colours need a layout, which jsdom has not; the pictures are checked for them.
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

async function kiosk(held: Identity | null = identity) {
  const room = new KioskRoom({ shelf: { read: () => Promise.resolve(held), keep: () => Promise.resolve(), drop: () => Promise.resolve() }, connect: FarEnd.connect, connectBrowser: SharedEnd.connect, media: () => camera });
  render(<KioskApp room={room} />);
  await waitFor(() => expect(room.store.read().own).not.toBeUndefined());
  return { room, look: (part: Partial<VisitVideoState>) => act(() => room.media.send({ ...noVisitVideo, ...part })) };
}

async function greeted(part: Parameters<typeof aWelcome>[0] = {}) {
  const all = await kiosk();
  say(aWelcome(part));
  return all;
}

const say = (message: Parameters<FarEnd["say"]>[0]) => act(() => FarEnd.last.say(message));
const press = (name: string | RegExp, inside: HTMLElement = document.body) => fireEvent.click(within(inside).getByRole("button", { name }));
const title = () => screen.getByRole("heading", { level: 1 });

beforeEach(() => {
  FarEnd.all = [];
  SharedEnd.all = [];
  vi.clearAllMocks();
  vi.stubGlobal("indexedDB", {});
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
});

describe("the start", () => {
  test("takes two touches to a ticket, with the consent between", async () => {
    await greeted();
    press("カードをなくした・つくり直す");
    expect(document.activeElement).toBe(title());
    screen.getByText(/映像はどこにも残しません/);
    screen.getByText(/暗証番号は声に出さないでください/);
    expect(await faults()).toEqual([]);
    press("同意して受付する");
    expect(FarEnd.last.sent.at(-1)).toMatchObject({ type: "ticket", language: "ja", wish: "lost" });
    say({ type: "visit", visit: aVisit() });
    expect(title().textContent).toBe("受付番号 A-027");
  });

  test("shows no wish that the server does not take, nor one the page does not know", async () => {
    await greeted({ wishes: ["renewal", "moon"] });
    expect(within(screen.getByRole("list")).getAllByRole("button").map((button) => button.textContent)).toEqual(["カードを更新する"]);
  });

  test.each([["日本語", "ja"], ["English", "en"], [/^やさしい/, "ja"]] as const)("in %s has a language, names and no fault", async (name, lang) => {
    await greeted();
    press(name);
    expect(document.documentElement.lang).toBe(lang);
    expect(screen.getByRole("button", { name }).getAttribute("aria-pressed")).toBe("true");
    expect(await faults()).toEqual([]);
  });

  test("in easy Japanese sets readings that a voice does not say twice", async () => {
    await greeted();
    press(/^やさしい/);
    expect(document.querySelector("main ruby rt")?.getAttribute("aria-hidden")).toBe("true");
    // jsdom's names have spaces around each ruby, which browsers have not.
    screen.getByRole("button", { name: /^カードを\s*新\s*しく/ });
  });

  test("keeps size and contrast on the page until the restart", async () => {
    const { room } = await greeted();
    press("とても大きい");
    press("見やすい配色");
    expect({ ...document.documentElement.dataset }).toEqual({ size: "2", contrast: "high" });
    act(() => room.restart());
    expect({ ...document.documentElement.dataset }).toEqual({ size: "0", contrast: "standard" });
  });

  test("outside the hours says when it opens and what to do", async () => {
    await greeted({ open: false, next_open: "2026-11-23T23:30:00Z" });
    screen.getByText("次の受付は 11月24日（火曜日）8:30 からです。");
    screen.getByText("0120-101-366");
    expect(await faults()).toEqual([]);
  });
});

describe("with a ticket", () => {
  test("shows place and wait, and tells changes once in the live region", async () => {
    await greeted({ visit: aVisit() });
    screen.getByText("3番目");
    screen.getByText("約12分");
    say({ type: "visit", visit: aVisit({ position: 1, estimate_minutes: 0 }) });
    screen.getByText("次があなたの番です");
    screen.getByText("まもなく");
    expect(screen.getByTestId("announcer").textContent?.trim()).toBe("順番は1番目です。");
    expect(await faults()).toEqual([]);
  });

  test("asks before it cancels, and thanks afterwards", async () => {
    await greeted({ visit: aVisit() });
    press("受付を取り消す");
    const dialog = screen.getByRole("dialog", { name: "受付を取り消しますか" });
    expect(await faults()).toEqual([]);
    press("このまま待つ", dialog);
    expect(screen.queryByRole("dialog")).toBeNull();
    press("受付を取り消す");
    press("取り消す", screen.getByRole("dialog"));
    expect(FarEnd.last.sent.at(-1)).toMatchObject({ type: "leave" });
    say({ type: "visit_gone", contact: "v1" });
    expect(title().textContent).toBe("受付を取り消しました");
    screen.getByText("受付番号は A-027 でした。");
    press("最初の画面にもどる");
    expect(title().textContent).toBe("ご用件を選んでください");
  });

  test("calls staff and shows that they were called", async () => {
    await greeted({ visit: aVisit() });
    press("係員を呼ぶ");
    const id = Number(FarEnd.last.sent.at(-1)?.["id"]);
    say({ type: "done", id });
    await waitFor(() => screen.getByRole("button", { name: "係員を呼びました" }));
    within(screen.getByRole("contentinfo")).getByText("係員を呼びました。そのままお待ちください。");
  });
});

describe("the shared browser", () => {
  const over: Partial<BrowserState> = { can_act: false, control: null, hold: null, page: null, size: null };
  const tell = (message: SharedMessage) => act(async () => SharedEnd.last.say(message));

  async function shared(...messages: SharedMessage[]) {
    await greeted({ visit: aVisit({ state: "talking", agent: "佐藤", captions: "on" }), slip_paper: "receipt80" });
    for (const message of messages) await tell(message);
  }

  test("is not there until one is opened, nor where the kiosk has none", async () => {
    await shared(aState({ ...over, life: "closed" }));
    expect(screen.queryByRole("heading", { level: 2 })).toBeNull();
    act(() => SharedEnd.last.onclose?.({ code: 4004 }));
    expect([screen.queryByRole("heading", { level: 2 }), title().textContent]).toEqual([null, "オペレーターとお話し中"]);
  });

  test("is said to be prepared, then takes the main place; operator, captions and the visit's end stay", async () => {
    await shared(aState({ ...over, life: "starting" }));
    screen.getByRole("heading", { level: 2, name: "手続きの画面を準備しています…" });
    screen.getByText(/オペレーターと一緒に/);
    expect(screen.getByTestId("announcer").textContent?.trim()).toBe("手続きの画面を準備しています…");
    await tell(aState());
    expect(screen.getByTestId("announcer").textContent?.trim()).toBe("手続きの画面が開きました。");
    await screen.findByRole("heading", { level: 2, name: "手続きの画面" });
    screen.getByText("あなたが操作しています");
    expect(screen.getByLabelText("オペレーターの映像").closest("[data-stage]")?.className).toContain("corner");
    screen.getByRole("region", { name: "字幕" });
    screen.getByRole("button", { name: "終わる" });
    expect(screen.getAllByRole("heading", { level: 1 })).toHaveLength(1);
    expect(await faults()).toEqual([]);
  });

  test("while a secret is typed keeps the camera here before it says so, and one's own picture off the screen", async () => {
    await shared(aState());
    await screen.findByText("あなたが操作しています");
    await tell(aState({ hold: aHold({ standing: "held", kind: "pin", is_private: true, hold: 7, keypad: aKeypad() }) }));
    expect(camera.keepPrivate).toHaveBeenLastCalledWith("silent");
    screen.getByText("オペレーターには見えません。あなたのカメラも止まっています。");
    expect(await faults()).toEqual([]);
    await tell(aState());
    expect(camera.keepPrivate).toHaveBeenLastCalledWith("none");
  });

  test("ends with the receipt on the farewell, which is put away by a press", async () => {
    await shared(aState());
    await screen.findByText("あなたが操作しています");
    say({ type: "visit_gone", contact: "v1" });
    expect(title().textContent).toBe("ご利用ありがとうございました");
    await tell(aState({ ...over, life: "erasing" }));
    screen.getByText("入力したものを消しています…");
    await tell(aState({ ...over, life: "verified" }));
    await tell(aReceipt());
    screen.getByRole("article", { name: "消去の証明" });
    screen.getByRole("button", { name: "印刷する" });
    expect(await faults()).toEqual([]);
    press("閉じる");
    expect([screen.queryByRole("article"), SharedEnd.last.readyState, title().textContent]).toEqual([null, 3, "ご利用ありがとうございました"]);
  });

  test("that another window has comes back by a press", async () => {
    await shared(aState());
    act(() => SharedEnd.last.onclose?.({ code: 4009 }));
    screen.getByText("手続きの画面は、別の窓で開かれています。");
    press("この画面で続ける");
    expect(SharedEnd.all).toHaveLength(2);
  });
});

describe("face to face", () => {
  const talking = () => greeted({ visit: aVisit({ state: "talking", agent: "佐藤" }) });

  test("shows who is there, how the line is, and both pictures", async () => {
    const { look } = await talking();
    look({ line: "up", camera: "live", microphone: "live", own: {} as MediaStream, remote: {} as MediaStream });
    screen.getByText("担当 佐藤");
    screen.getByText("つながっています");
    expect([...document.querySelectorAll("video")].map((video) => video.getAttribute("aria-label"))).toEqual(["オペレーターの映像", "あなたの映像"]);
    expect(await faults()).toEqual([]);
  });

  test("says that it reconnects, and nothing of a fault, while the operator is not back after a restart", async () => {
    const { look } = await greeted({ visit: aVisit({ state: "talking", agent: "佐藤", interrupted: true }) });
    look({ line: "up", camera: "live", microphone: "live", own: {} as MediaStream });
    screen.getByText("つなぎ直しています。そのままお待ちください。");
    expect(await faults()).toEqual([]);
    say({ type: "visit", visit: aVisit({ state: "talking", agent: "佐藤" }) });
    screen.getByText("つながっています");
  });

  test("looks away in both directions until pressed again", async () => {
    const { look } = await talking();
    look({ line: "up", camera: "live", microphone: "live", own: {} as MediaStream, remote: {} as MediaStream });
    press("目隠し");
    expect(camera.lookAway).toHaveBeenCalledWith(true);
    look({ line: "up", away: true, own: {} as MediaStream, remote: {} as MediaStream });
    const [remote, own] = document.querySelectorAll("video");
    expect([remote?.hidden, remote?.muted, own?.hidden]).toEqual([true, true, true]);
    screen.getByText("お互いに見えず、聞こえません。");
    press("目隠しをやめる");
    expect(camera.lookAway).toHaveBeenLastCalledWith(false);
    expect(await faults()).toEqual([]);
  });

  test("says what is missing and what to do about it", async () => {
    const { look } = await talking();
    look({ line: "up", camera: "refused", microphone: "live" });
    screen.getByText("カメラを使えないため、声だけでお話しします。");
    look({ line: "up", camera: "refused", microphone: "absent" });
    screen.getByText(/係員を呼んでください/);
    press("もう一度試す");
    expect(camera.tryDevices).toHaveBeenCalledOnce();
    expect(await faults()).toEqual([]);
  });

  test("writes beside the picture, in answers of one touch, and says what was not sent", async () => {
    await greeted({ visit: aVisit({ state: "talking", agent: "花子" }) });
    press("文字で話す");
    say({ type: "written", contact: "v1", lines: [{ number: 1, from: "agent", text: "見えますか", at: "2026-04-01T00:00:00Z" }] });
    screen.getByText("見えますか");
    press("はい");
    const sent = FarEnd.last.sent.at(-1);
    expect(sent).toMatchObject({ type: "say", text: "はい" });
    say({ type: "refused", id: Number(sent?.["id"]), code: "line_too_fast", detail_ja: "x", detail_en: "x" });
    await screen.findByText("続けて送りすぎています。少し待ってから送ってください。");
    expect(screen.getByLabelText("書く").getAttribute("autocomplete")).toBe("off");
    expect(await faults()).toEqual([]);
  });

  test("shows what both say, reads out what the operator has said to the end, and puts it away when asked", async () => {
    const line = (id: string, speaker: string, text: string, final = true) => ({ id, speaker, text, final, at: `2026-04-01T00:00:0${id}Z`, redacted: [] });
    await greeted({ visit: aVisit({ state: "talking", agent: "花子", captions: "on" }) });
    say({ type: "captions", contact: "v1", lines: [line("1", "visitor", "更新です"), line("2", "agent", "はい"), line("3", "agent", "カードは", false)] });
    const box = screen.getByRole("region", { name: "字幕" });
    within(box).getByText("自動認識");
    expect(within(box).getAllByRole("listitem").map((item) => item.textContent)).toEqual(["あなた更新です", "オペレーターはい", "オペレーターカードは…"]);
    const read = () => box.querySelector("[aria-live=polite]")?.textContent;
    expect(read()).toBe("オペレーター: はい");
    say({ type: "captions", contact: "v1", lines: [line("3", "agent", "カードはお持ちですか")] });
    expect(read()).toBe("オペレーター: はいオペレーター: カードはお持ちですか");
    expect(await faults()).toEqual([]);
    press("字幕を消す");
    expect(screen.queryByRole("region", { name: "字幕" })).toBeNull();
    press("字幕を出す");
    within(screen.getByRole("region", { name: "字幕" })).getByText("更新です");
    say({ type: "visit_gone", contact: "v1" });
    expect(document.body.textContent).not.toContain("更新です");
  });

  test("shows nothing of captions where there are none", async () => {
    await talking();
    expect(screen.queryByRole("button", { name: /字幕/ })).toBeNull();
  });

  test("asks before a document is shown, and lets the resident decline", async () => {
    await greeted({ visit: aVisit({ state: "talking", agent: "花子", document: "asked" }) });
    screen.getByText("オペレーターが書類を見たいと言っています。");
    press("見せない");
    expect(FarEnd.last.sent.at(-1)).toMatchObject({ type: "show_document", on: false });
    say({ type: "visit", visit: aVisit({ state: "talking", agent: "花子" }) });
    expect(screen.queryByText("オペレーターが書類を見たいと言っています。")).toBeNull();
  });

  test("says what a poor line means, and at the last step how to go on by telephone", async () => {
    await talking();
    const poor = { step: "low_video", cause: "narrow", visitor_heard: true, agent_heard: true, by_telephone: false } as const;
    const visit = aVisit({ state: "talking", agent: "佐藤", line: poor, telephone: { number: "+81120101366", code: "48213" } });
    say({ type: "visit", visit });
    screen.getByText(/映像を小さくしています/);
    expect(screen.queryByText(/48213/)).toBeNull();
    say({ type: "visit", visit: { ...visit, line: { ...poor, step: "telephone", cause: "silent" } } });
    within(screen.getByRole("region", { name: "電話で続けるには" })).getByText(/48213/);
    screen.getByText(/0120-101-366/);
    expect(await faults()).toEqual([]);
    say({ type: "visit", visit: { ...visit, line: { ...poor, step: "telephone", cause: "silent", by_telephone: true } } });
    expect(screen.queryByText(/48213/)).toBeNull();
    screen.getByText(/電話の声でお話ししています/);
  });

  test("shows number and code where the line to the server is gone too", async () => {
    await greeted({ visit: aVisit({ state: "talking", agent: "佐藤", telephone: { number: "+81120101366", code: "48213" } }) });
    vi.useFakeTimers({ shouldAdvanceTime: true });
    act(() => FarEnd.last.onclose?.());
    await act(() => vi.advanceTimersByTimeAsync(9_000));
    vi.useRealTimers();
    screen.getByText(/48213/);
  });

  test("asks for a touch where the browser holds the sound back", async () => {
    vi.spyOn(HTMLMediaElement.prototype, "play").mockRejectedValue(new DOMException("", "NotAllowedError"));
    const { look } = await talking();
    look({ line: "up", remote: {} as MediaStream });
    await waitFor(() => screen.getByRole("button", { name: "音を出す" }));
  });
});

describe("for staff", () => {
  test("a browser that is no kiosk wants a code, and says when it is wrong", async () => {
    await kiosk(null);
    vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ code: "code_wrong" }, { status: 403 })));
    fireEvent.change(screen.getByLabelText(/登録コード/), { target: { value: "ＡＢ 12" } });
    press(/^登録する/);
    await waitFor(() => screen.getByText("登録コードが違うか、期限が切れています。"));
    expect(await faults()).toEqual([]);
  });

  test("a page that was replaced takes the kiosk back when told to", async () => {
    await greeted();
    say({ type: "replaced" });
    expect(await faults()).toEqual([]);
    press(/^この画面で使う/);
    expect(FarEnd.all).toHaveLength(2);
  });
});

test("a kiosk without a line says what to do", async () => {
  const { room } = await kiosk();
  act(() => room.store.send({ type: "gone" }));
  within(screen.getByRole("main")).getByText("お近くの職員に声をかけてください。");
  expect(screen.getByTestId("announcer").textContent).toContain("お近くの職員に声をかけてください。");
  expect(await faults()).toEqual([]);
});

test("a page that breaks says whom to ask, in each way of speaking, and begins anew", () => {
  vi.useFakeTimers();
  vi.spyOn(console, "error").mockReturnValue();
  const reload = vi.fn();
  const Broken = (): never => {
    throw new Error("broken");
  };
  render(
    <KioskFence reload={reload}>
      <Broken />
    </KioskFence>,
  );
  screen.getByText("Please speak to a member of staff nearby.");
  vi.advanceTimersByTime(15_000);
  expect(reload).toHaveBeenCalledOnce();
  vi.useRealTimers();
});

// @vitest-environment jsdom
import "../dev/test-setup";
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { aBrowser, aControl, aHold, aMail, aPhoto, aReceipt, aState } from "../dev/browser-samples";
import { LiveRegion } from "../shell/LiveRegion";
import { SpeechContext, speechIn } from "../words/useWords";
import { OperatorBrowser } from "./OperatorBrowser";
import type { BrowserState, ServerMessage } from "./wire";

async function faults(): Promise<string[]> {
  // Colours need a layout, which jsdom has not; the pictures are checked for them.
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

const mine = (part: Partial<BrowserState> = {}) => aState({ control: aControl({ holder: "operator", may: ["release"] }), ...part });

function desk(first: BrowserState = mine(), language: "ja" | "en" = "ja") {
  const all = aBrowser("operator", first);
  render(
    <SpeechContext value={speechIn(language)}>
      <main>
        <h1>デスク</h1>
        <LiveRegion />
        <OperatorBrowser browser={all.browser} form={[{ label: "お名前", text: "座間 花子" }]} clock_offset_ms={0} />
      </main>
    </SpeechContext>,
  );
  return { ...all, tell: (message: ServerMessage) => act(() => all.hear(message)), last: () => all.said.at(-1) };
}

const press = (name: string | RegExp, inside: HTMLElement = document.body) => act(() => void fireEvent.click(within(inside).getByRole("button", { name })));
const field = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "ページに入力する欄" });
const canvas = () => screen.getByRole("img", { name: /ページの画面/ });

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue({ left: 0, top: 0, width: 640, height: 400 } as DOMRect);
});

describe("control", () => {
  test("is always said in words, whoever has it", async () => {
    const { tell } = desk(aState({ control: aControl({ may: ["ask"] }) }));
    expect(within(screen.getByRole("group", { name: "操作している人" })).getByText("来庁者が操作しています")).toBeDefined();
    expect(await faults()).toEqual([]);
    tell(mine());
    screen.getByText("あなたが操作しています");
    expect(document.querySelector("[data-holder]")?.getAttribute("data-holder")).toBe("operator");
    expect(screen.getByTestId("announcer").textContent?.trim()).toBe("操作を引き受けました。");
    expect(await faults()).toEqual([]);
  });

  test("is asked for, taken when offered, and given back; nothing else is on the bar", () => {
    const { tell, last } = desk(aState({ control: aControl({ may: ["ask"] }) }));
    press("操作させてもらう");
    expect(last()).toEqual({ type: "control", act: "ask", epoch: 4 });
    tell(aState({ control: aControl({ epoch: 5, may: ["take", "decline"], offered_until: "2026-04-01T00:00:30Z" }) }));
    expect(screen.queryByRole("button", { name: "操作させてもらう" })).toBeNull();
    press("操作を引き受ける");
    expect(last()).toEqual({ type: "control", act: "take", epoch: 5 });
    tell(mine({ control: aControl({ epoch: 6, holder: "operator", may: ["release"] }) }));
    press("操作を来庁者に戻す");
    expect(last()).toEqual({ type: "control", act: "release", epoch: 6 });
  });

  test("passes by Shift and F6, but is never taken unoffered", () => {
    const { tell, said } = desk(aState({ control: aControl({ may: ["ask"] }) }));
    const key = () => act(() => void fireEvent.keyDown(document.body, { key: "F6", shiftKey: true }));
    key();
    tell(aState({ control: aControl({ may: ["take"], offered_until: "2026-04-01T00:00:30Z" }) }));
    key();
    tell(mine());
    key();
    tell(aState());
    key();
    expect(said.flatMap((each) => (each.type === "control" ? [each.act] : []))).toEqual(["ask", "take", "release"]);
  });
});

describe("the page", () => {
  test("is worked on where it is seen", () => {
    const { said } = desk();
    fireEvent.pointerDown(canvas(), { clientX: 320, clientY: 200, button: 0, pointerId: 1 });
    fireEvent.pointerUp(canvas(), { clientX: 320, clientY: 200, button: 0, pointerId: 1 });
    fireEvent.wheel(canvas(), { clientX: 64, clientY: 40, deltaY: 100 });
    expect(said.slice(-3)).toEqual([
      { type: "pointer", what: "down", button: 0, x: 640, y: 400, epoch: 4 },
      { type: "pointer", what: "up", button: 0, x: 640, y: 400, epoch: 4 },
      { type: "wheel", x: 128, y: 80, right_px: 0, down_px: 100, epoch: 4 },
    ]);
    expect(document.activeElement).toBe(field());
  });

  test("gets committed text alone, never what is being composed", () => {
    const { said } = desk();
    const typed = () => said.flatMap((each) => (each.type === "text" ? [each.text] : []));
    fireEvent.compositionStart(field());
    for (const value of ["z", "ざ", "ざま", "座間"]) fireEvent.input(field(), { target: { value }, isComposing: true });
    fireEvent.keyDown(field(), { key: "Enter", isComposing: true });
    fireEvent.keyDown(field(), { key: "Enter", keyCode: 229 });
    expect(typed()).toEqual([]);
    fireEvent.compositionEnd(field(), { data: "座間" });
    expect([typed(), field().value, said.some(({ type }) => type === "key")]).toEqual([["座間"], "", false]);
    fireEvent.input(field(), { target: { value: "a" } });
    expect(typed()).toEqual(["座間", "a"]);
  });

  test("gets nothing of a composition that control changed under", () => {
    const { said, tell } = desk();
    fireEvent.compositionStart(field());
    tell(mine({ control: aControl({ epoch: 8, holder: "operator", may: ["release"] }) }));
    fireEvent.compositionEnd(field(), { data: "座間" });
    expect(said.some(({ type }) => type === "text")).toBe(false);
    screen.getByText(/操作する人が代わったため/);
  });

  test("gets the keys of the list; the desk's own pass by, and pasting is refused", () => {
    const { said } = desk();
    for (const key of ["Tab", "Backspace", "F9", "a"]) fireEvent.keyDown(field(), { key, shiftKey: key === "Tab" });
    fireEvent.keyDown(field(), { key: "Enter", ctrlKey: true });
    expect(said.filter(({ type }) => type === "key")).toEqual([{ type: "key", key: "Tab", shift: true, epoch: 4 }, { type: "key", key: "Backspace", shift: false, epoch: 4 }]);
    expect(fireEvent.paste(field(), { clipboardData: { getData: () => "1234" } })).toBe(false);
    expect(fireEvent.drop(field())).toBe(false);
    screen.getByText(/貼り付けは使えません/);
  });

  test("is left by F6, so that nobody is caught in it; without control Tab goes on by itself", () => {
    const { tell, said } = desk();
    act(() => void fireEvent.keyDown(document.body, { key: "F6" }));
    expect(document.activeElement).toBe(field());
    act(() => void fireEvent.keyDown(field(), { key: "F6" }));
    expect(document.activeElement).toBe(screen.getByRole("group", { name: "操作している人" }));
    tell(aState());
    expect(fireEvent.keyDown(field(), { key: "Tab" })).toBe(true);
    expect(said.some(({ type }) => type === "key")).toBe(false);
  });

  test("is named, and never by an address", () => {
    desk(mine({ page: null }));
    screen.getByRole("heading", { name: "名前のないページ" });
  });

  test("opens by start pages, with the form's number where there is one", () => {
    const { last } = desk();
    press("受取りの予約を開く");
    expect(last()).toEqual({ type: "open", start: "booking", form_id: null, epoch: 4 });
    press("カードの申請を開く");
    const number = screen.getByLabelText("申請書ID（23桁）");
    fireEvent.change(number, { target: { value: "１２3" } });
    press("開く");
    screen.getByText("23桁の数字で入れてください。");
    expect(last()).toMatchObject({ start: "booking" });
    fireEvent.change(number, { target: { value: "12345678901234567890123" } });
    press("開く");
    expect(last()).toEqual({ type: "open", start: "card", form_id: "12345678901234567890123", epoch: 4 });
  });

  test("takes what was asked beforehand by an explicit press", () => {
    const { last } = desk();
    press("お名前を入力する");
    expect(last()).toEqual({ type: "text", text: "座間 花子", epoch: 4 });
  });
});

describe("a hold", () => {
  const held = mine({ hold: aHold({ standing: "held", kind: "pin", is_private: true, hold: 7 }) });

  test("shows the placeholder and says how the visitor is heard", async () => {
    const { tell } = desk();
    tell(held);
    screen.getByRole("heading", { name: "ご本人が入力中です。画面はお見せできません" });
    screen.getByText("入力しているもの: 暗証番号");
    screen.getByText(/来庁者のカメラは止まっています/);
    expect(screen.queryByRole("img", { name: /ページの画面/ })).toBeNull();
    expect(screen.queryByRole("textbox", { name: "ページに入力する欄" })).toBeNull();
    expect(screen.getByTestId("announcer").textContent?.trim()).toBe("ご本人が入力中です。操作はできません。");
    expect(await faults()).toEqual([]);
    tell(mine({ hold: aHold({ standing: "held", kind: "pin", is_private: true, is_talking: true, hold: 7 }) }));
    screen.getByText("来庁者が話しています");
  });

  test("lets nothing of the operator's out, by no button", () => {
    const { said, tell } = desk();
    tell(held);
    const before = said.length;
    for (const name of ["前のページ", "読み込み直す", "受取りの予約を開く", "お名前を入力する"]) {
      expect(screen.getByRole("button", { name }).getAttribute("aria-disabled"), name).toBe("true");
      press(name);
    }
    expect(said.length).toBe(before);
  });

  test.each(["loading", "unknown_page", "unguarded", "moving", "page_fights"] as const)("is not the only reason to see nothing: %s is said in words", (blank) => {
    desk(mine({ blank }));
    screen.getByRole("heading", { name: "画面をお見せできません" });
    expect(screen.queryByRole("img", { name: /ページの画面/ })).toBeNull();
  });
});

describe("what the page asks", () => {
  test("is answered by who holds control, and read by the other", async () => {
    const { tell, last } = desk();
    tell({ type: "dialog", id: 3, kind: "confirm", text: "送信しますか", preset: "" });
    expect(document.activeElement?.textContent).toBe("ページからの質問");
    expect(await faults()).toEqual([]);
    press("OK");
    expect(last()).toEqual({ type: "dialog_answer", id: 3, ok: true, text: "", epoch: 4 });
    tell(aState());
    screen.getByText("操作している人が答えます。");
    expect(screen.queryByRole("button", { name: "OK" })).toBeNull();
    tell({ type: "gone", id: 3 });
    expect(screen.queryByText("送信しますか")).toBeNull();
  });

  test("of a list and of a date is answered by our own controls", async () => {
    const { tell, last } = desk();
    tell({ type: "select", id: 4, label: "都道府県", multiple: false, options: ["東京都", "神奈川県"].map((label, at) => ({ label, group: null, chosen: at === 0, disabled: false })) });
    fireEvent.click(screen.getByRole("radio", { name: "神奈川県" }));
    press("これに決める");
    expect(last()).toEqual({ type: "select_answer", id: 4, chosen: [1], epoch: 4 });
    tell({ type: "gone", id: 4 });
    tell({ type: "date", id: 5, label: "生年月日", kind: "date", value: "1950-01-31", min: "1949-01-01", max: "1951-12-31" });
    fireEvent.change(screen.getByRole("combobox", { name: "月" }), { target: { value: "2" } });
    expect(screen.getByRole("alert").textContent).toBe("その日付は選べません。");
    screen.getByRole("option", { name: "1950年（昭和25年）" });
    expect(await faults()).toEqual([]);
    fireEvent.change(screen.getByRole("combobox", { name: "日" }), { target: { value: "8" } });
    press("これに決める");
    expect(last()).toEqual({ type: "date_answer", id: 5, value: "1950-02-08", epoch: 4 });
  });
});

test("mail of the visit opens its links by number", async () => {
  const { tell, last } = desk(mine({ mailbox: "v-7k2m@mail.example.jp" }));
  screen.getByText("v-7k2m@mail.example.jp");
  tell(aMail());
  expect(await faults()).toEqual([]);
  press("1番のリンクを開く: 写真の登録");
  expect(last()).toEqual({ type: "open_link", mail: 1, number: 1, epoch: 4 });
});

test("the end asks first, and the erasure is told", async () => {
  const { tell, last, said } = desk();
  tell(aPhoto());
  screen.getByText(/写真はここには出ません/);
  press("共同画面を終わる");
  const dialog = screen.getByRole("dialog", { name: "共同画面を終わりますか" });
  expect(await faults()).toEqual([]);
  press("続ける", dialog);
  expect(said.some(({ type }) => type === "end")).toBe(false);
  press("共同画面を終わる");
  press("終わって消去する", screen.getByRole("dialog"));
  expect(last()).toEqual({ type: "end" });
  tell(mine({ life: "verified", control: null, hold: null }));
  tell(aReceipt());
  screen.getByText(/番号: 128/);
  expect(screen.queryByRole("button", { name: "共同画面を終わる" })).toBeNull();
});

test("in English has names and no fault", async () => {
  desk(mine({ mailbox: "v@mail.example.jp" }), "en");
  screen.getByRole("heading", { name: "Enter the application" });
  screen.getByText("You hold control");
  expect(await faults()).toEqual([]);
});

describe("while no browser stands", () => {
  const rest = (life: "closed" | "verified", part: Partial<BrowserState> = {}) => aState({ life, can_act: false, control: null, hold: null, page: null, size: null, ...part });

  test("says what it is and what the visitor is going to see, and begins with a start page", async () => {
    const { last, tell } = desk(rest("closed"));
    screen.getByText(/来庁者の端末には「準備しています」と出て/);
    expect(screen.queryByRole("button", { name: "共同画面を終わる" })).toBeNull();
    expect(await faults()).toEqual([]);
    press("受取りの予約を開く");
    expect(last()).toEqual({ type: "open", start: "booking", form_id: null, epoch: 0 });
    tell(aState({ life: "starting", can_act: false, control: null, hold: null, size: null }));
    expect(screen.queryByText(/来庁者の端末には「準備しています」と出て/)).toBeNull();
  });

  test("can begin again after what was before is erased, with the form's number typed", () => {
    const { last, tell } = desk(rest("verified"));
    tell(aReceipt());
    screen.getByText(/すべて消去しました/);
    press("カードの申請を開く");
    fireEvent.change(screen.getByRole("textbox", { name: /申請書ID/ }), { target: { value: "1234-5678-9012-3456-7890-123" } });
    press("開く");
    expect(last()).toEqual({ type: "open", start: "card", form_id: "12345678901234567890123", epoch: 0 });
  });

  test("cannot begin while the erasure is not verified", () => {
    desk(aState({ life: "failed", can_act: false, control: null, hold: null, size: null }));
    expect(screen.queryByRole("button", { name: /を開く$/ })).toBeNull();
  });
});

test("a mail address for the visitor is asked for once, and again after a refusal", () => {
  const { said, tell } = desk(mine({ may_make_mailbox: true }));
  const asked = () => said.filter(({ type }) => type === "make_mailbox").length;
  press("メールアドレスを作る");
  press("メールアドレスを作る");
  expect([asked(), said.at(-1)]).toEqual([1, { type: "make_mailbox", epoch: 4 }]);
  tell({ type: "refused", code: "not_allowed" });
  press("メールアドレスを作る");
  expect(asked()).toBe(2);
  tell(mine({ mailbox: "v@mail.example.jp" }));
  expect(screen.queryByRole("button", { name: "メールアドレスを作る" })).toBeNull();
});

// @vitest-environment jsdom
import "../dev/test-setup";
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { aBrowser, aControl, aHold, aKeypad, aMail, aPhoto, aReceipt, aState } from "../dev/browser-samples";
import { LiveRegion } from "../shell/LiveRegion";
import { KioskSpeechContext, kioskSpeechIn, type Voice } from "../words/kiosk-speech";
import { FormReading } from "./form-reading";
import { KioskBrowser } from "./KioskBrowser";
import type { PhotoCamera } from "./photo-camera";
import type { FaceFound } from "./photo-checks";
import type { BrowserState, KeypadState, PageMessage, ServerMessage } from "./wire";

async function faults(): Promise<string[]> {
  // Colours need a layout, which jsdom has not; the pictures are checked for them.
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

/** A camera whose picture is the test's: grey all over, which warns of contrast and focus. */
class StillCamera implements PhotoCamera {
  closed = 0;
  jpeg = new Uint8Array([0xff, 0xd8, 1, 2, 3]);
  found: readonly FaceFound[] | null = null;
  stream: MediaStream | null = { getTracks: () => [] } as unknown as MediaStream;
  light = 170;
  open = () => Promise.resolve(this.stream);
  look = () => ({ data: new Uint8ClampedArray(160 * 206 * 4).fill(this.light), width: 160, height: 206 });
  faces = () => Promise.resolve(this.found);
  take = () => Promise.resolve({ jpeg: this.jpeg, width_px: 480, height_px: 617 });
  close = () => void (this.closed += 1);
}

function kiosk(first: BrowserState = aState(), { voice = "ja" as Voice, camera = new StillCamera(), reading = undefined as FormReading | undefined } = {}) {
  const all = aBrowser("resident", first);
  const shown = render(
    <KioskSpeechContext value={kioskSpeechIn(voice)}>
      <LiveRegion />
      <main>
        <KioskBrowser browser={all.browser} clock_offset_ms={0} camera={camera} {...(reading === undefined ? {} : { reading })} onPrint={() => undefined} />
      </main>
    </KioskSpeechContext>,
  );
  return { ...all, ...shown, camera, tell: (message: ServerMessage) => act(() => all.hear(message)), last: () => all.said.at(-1) };
}

const press = (name: string | RegExp, inside: HTMLElement = document.body) => act(async () => void fireEvent.click(within(inside).getByRole("button", { name })));
const theirs = (part: Partial<BrowserState> = {}) => aState({ can_act: false, control: aControl({ holder: "operator", may: ["take_back"] }), ...part });
const held = (part: Partial<KeypadState> = {}, hold = {}) => aState({ hold: aHold({ standing: "held", kind: "pin", is_private: true, hold: 7, keypad: aKeypad(part), ...hold }) });

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue({ left: 0, top: 0, width: 640, height: 400 } as DOMRect);
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
});

describe("control", () => {
  test("comes back by one touch, at any time", async () => {
    const { last, tell } = kiosk(theirs());
    screen.getByText("佐藤さんが操作しています");
    await press("操作を自分に戻す");
    expect(last()).toEqual({ type: "control", act: "take_back", epoch: 4 });
    expect(await faults()).toEqual([]);
    tell(theirs({ hold: aHold({ standing: "held", kind: "pin", is_private: true, hold: 7, keypad: aKeypad() }) }));
    screen.getByRole("button", { name: "操作を自分に戻す" });
    tell(aPhoto());
    screen.getByRole("button", { name: "操作を自分に戻す" });
  });

  test("is asked for in plain words; the answer that changes nothing comes first", async () => {
    const { last, tell } = kiosk(aState({ control: aControl({ may: ["agree", "decline", "take_back"], asked_until: "2026-04-01T00:00:30Z" }) }));
    const question = screen.getByRole("region", { name: "佐藤さんに操作をまかせますか" });
    expect(within(question).getAllByRole("button").map(({ textContent }) => textContent)).toEqual(["自分で操作する", "まかせる"]);
    expect(await faults()).toEqual([]);
    await press("まかせる");
    expect(last()).toEqual({ type: "control", act: "agree", epoch: 4 });
    tell(aState({ control: aControl({ epoch: 5, may: ["release", "take_back"], offered_until: "2026-04-01T00:00:30Z" }) }));
    screen.getByText("佐藤さんが引き受けるのを待っています");
    await press("操作を自分に戻す");
    expect(last()).toEqual({ type: "control", act: "take_back", epoch: 5 });
  });

  test("is offered unasked, too", async () => {
    const { last } = kiosk(aState({ control: aControl({ may: ["offer"] }) }));
    await press("操作をまかせる");
    expect(last()).toEqual({ type: "control", act: "offer", epoch: 4 });
  });

  test("that is the resident's has no way back to press by mistake", () => {
    kiosk();
    expect(screen.queryByRole("button", { name: "操作を自分に戻す" })).toBeNull();
    screen.getByText("あなたが操作しています");
  });
});

describe("the page", () => {
  test("is pressed and scrolled by a finger", () => {
    const { said } = kiosk();
    const canvas = screen.getByRole("img", { name: "ページの画面: 申請の内容を入力する" });
    const touch = (type: "pointerDown" | "pointerMove" | "pointerUp", clientY: number) => fireEvent[type](canvas, { clientX: 320, clientY, button: 0, pointerId: 1, pointerType: "touch" });
    touch("pointerDown", 200);
    touch("pointerUp", 200);
    expect(said.slice(-2)).toEqual([
      { type: "pointer", what: "down", button: 0, x: 640, y: 400, epoch: 4 },
      { type: "pointer", what: "up", button: 0, x: 640, y: 400, epoch: 4 },
    ]);
    touch("pointerDown", 200);
    touch("pointerMove", 100);
    expect(said.at(-1)).toEqual({ type: "wheel", x: 640, y: 400, right_px: 0, down_px: 200, epoch: 4 });
  });

  test("has no keyboard until it is asked for", async () => {
    const { last } = kiosk();
    expect(screen.queryByRole("textbox")).toBeNull();
    await press("キーボードで入力する");
    const field = screen.getByRole("textbox", { name: "ページに入力する欄" });
    fireEvent.compositionStart(field);
    fireEvent.compositionEnd(field, { data: "花子" });
    expect(last()).toEqual({ type: "text", text: "花子", epoch: 4 });
    expect(await faults()).toEqual([]);
  });

  test("stays in sight while the operator works on it, and takes nothing", () => {
    const { said, tell } = kiosk(theirs());
    const before = said.length;
    fireEvent.pointerDown(screen.getByRole("img", { name: /ページの画面/ }), { clientX: 1, clientY: 1, button: 0, pointerId: 1 });
    expect(said.length).toBe(before);
    screen.getByText("いまは操作できません。");
    tell(aState({ control: aControl({ epoch: 5 }) }));
    expect(screen.queryByText("いまは操作できません。")).toBeNull();
  });
});

describe("the keypad", () => {
  const keypad = () => screen.getByRole("group", { name: "入力するキー" });
  const typed = () => screen.getByRole("status", { name: "入力した文字の数" }).textContent;

  test("has no field that a browser would fill in or remember", async () => {
    kiosk(held());
    expect(document.querySelector("input, textarea, select, [contenteditable]")).toBeNull();
    expect(document.activeElement).toBe(keypad());
    screen.getByRole("heading", { name: "暗証番号を入力してください" });
    expect(await faults()).toEqual([]);
  });

  test("sends each digit at once, and keeps how many alone", async () => {
    const { secrets } = kiosk(held());
    for (const digit of ["4", "2"]) await press(digit, keypad());
    expect([typed(), secrets.map(({ key }) => key)]).toEqual(["2文字入力しました", [{ character: "4" }, { character: "2" }]]);
    expect(keypad().textContent).toContain("●●");
    await press("1文字消す");
    await press("全部消す");
    expect(typed()).toBe("まだ入力していません");
    await press("決定");
    expect(secrets.slice(2).map(({ key }) => key)).toEqual(["backspace", "clear", "enter"]);
  });

  test("takes a real keyboard, but no chords, and of letters only where letters are wanted", () => {
    const { secrets, tell } = kiosk(held());
    const key = (key: string, part = {}) => fireEvent.keyDown(keypad(), { key, ...part });
    for (const each of ["7", "a", "あ", "Backspace", "Enter", "F2"]) key(each);
    key("v", { ctrlKey: true });
    expect(secrets.map((each) => each.key)).toEqual([{ character: "7" }, "backspace", "enter"]);
    tell(held({ hold: 8, keypad: "letters", kind: "password" }));
    key("A");
    expect(secrets.at(-1)).toEqual({ type: "secret", hold: 8, seq: 1, key: { character: "A" } });
  });

  test("has letters, capitals and marks, each with a name for a voice", async () => {
    const { secrets } = kiosk(held({ keypad: "letters", kind: "password" }));
    expect(await faults()).toEqual([]);
    await press("q", keypad());
    await press("大文字", keypad());
    await press("大文字のQ", keypad());
    await press("記号", keypad());
    await press("感嘆符", keypad());
    await press("空白", keypad());
    expect(secrets.map(({ key }) => (typeof key === "object" ? key.character : key)).join("")).toBe("qQ! ");
    expect(within(keypad()).getAllByRole("button").every((button) => (button.getAttribute("aria-label") ?? button.textContent ?? "").trim() !== "")).toBe(true);
  });

  test("begins anew with another field", async () => {
    const { tell } = kiosk(held());
    await press("4", keypad());
    tell(held({ hold: 8 }));
    expect(typed()).toBe("まだ入力していません");
  });

  test("stands in the order of its seed, and says so", () => {
    kiosk(held({ scramble_seed: 5 }));
    const digits = within(keypad()).getAllByRole("button").map(({ textContent }) => textContent ?? "").filter((text) => /^\d$/.test(text));
    expect([...digits].sort().join("")).toBe("0123456789");
    expect(digits.join("")).not.toBe("1234567890");
    screen.getByText(/数字の並びを変えています/);
  });

  test("asks whether somebody is still there", async () => {
    const { last } = kiosk(held({ asks_still_there: true }));
    await press("はい、入力しています");
    expect(last()).toEqual({ type: "still_there", hold: 7 });
  });
});

describe("the talk button", () => {
  const button = () => screen.getByRole("button", { name: /^押して話す/ });
  const talks = (said: { type: string }[]) => said.flatMap((each) => (each.type === "talk" ? [(each as { on?: boolean }).on] : []));

  test("sends the voice for as long as it is pressed, by finger or key", () => {
    const { said } = kiosk(held());
    screen.getByText(/あなたのカメラも止まっています/);
    fireEvent.pointerDown(button(), { button: 0, pointerId: 1 });
    fireEvent.pointerUp(button(), { pointerId: 1 });
    for (let each = 0; each < 3; each += 1) fireEvent.keyDown(button(), { key: " " });
    fireEvent.keyUp(button(), { key: " " });
    expect(talks(said)).toEqual([true, false, true, false]);
  });

  test("is let go when it loses the focus, when the window does, and when it goes from the screen", () => {
    const { said, tell } = kiosk(held());
    const pressDown = () => fireEvent.pointerDown(button(), { button: 0, pointerId: 1 });
    pressDown();
    fireEvent.blur(button());
    pressDown();
    fireEvent.blur(window);
    pressDown();
    tell(aState({ hold: aHold({ hold: 7 }) }));
    expect(talks(said)).toEqual([true, false, true, false, true, false]);
  });

  test("turns on and off for who cannot hold it, and says which", () => {
    const { said, tell } = kiosk(held());
    fireEvent.click(button(), { detail: 0 });
    tell(held({}, { is_talking: true }));
    expect(button().getAttribute("aria-pressed")).toBe("true");
    screen.getByText("声が届いています。離すと止まります");
    fireEvent.click(button(), { detail: 0 });
    expect(talks(said)).toEqual([true, false]);
  });
});

describe("the photo booth", () => {
  const settle = () => act(() => Promise.resolve());

  test("guides, takes, and hands over with a reason where something warns; the bytes are gone after it", async () => {
    const { tell, camera, parcels } = kiosk(aState());
    tell(aPhoto());
    await settle();
    screen.getByText(/オペレーターには見えません/);
    screen.getByText("線に合わせて、目で確かめてください", { selector: "li:first-of-type span" });
    screen.getByText("顔がはっきりしません");
    expect(await faults()).toEqual([]);
    await press("撮る");
    const give = screen.getByRole("button", { name: "この写真を使う" });
    expect(give.getAttribute("aria-disabled")).toBe("true");
    await press("この写真を使う");
    expect(parcels).toEqual([]);
    fireEvent.click(screen.getByRole("radio", { name: "係員が見て、よいと言った" }));
    expect(await faults()).toEqual([]);
    await press("この写真を使う");
    const parcel = parcels[0] ?? new Uint8Array();
    expect(new TextDecoder().decode(parcel)).toContain('"despite":"staff_confirmed"');
    expect([...parcel.slice(-3)]).toEqual([1, 2, 3]);
    expect([...camera.jpeg]).toEqual([0, 0, 0, 0, 0]);
  });

  test("judges the photo as it was taken, and gives none unjudged without a reason", async () => {
    const camera = new StillCamera();
    camera.light = 40;
    const { tell } = kiosk(aState(), { camera });
    tell(aPhoto());
    await settle();
    screen.getByText("暗いです。明るいほうを向いてください");
    camera.light = 170;
    await press("撮る");
    expect(screen.queryByText("暗いです。明るいほうを向いてください")).toBeNull();
    await press("撮り直す");
    camera.look = () => null as never;
    await press("撮る");
    expect(screen.getByRole("button", { name: "この写真を使う" }).getAttribute("aria-disabled")).toBe("true");
  });

  test("wipes what is taken again, given up, or left by the end", async () => {
    const { tell, camera, last, unmount } = kiosk(aState());
    tell(aPhoto());
    await settle();
    const again = async () => {
      camera.jpeg = new Uint8Array([0xff, 0xd8, 1, 2, 3]);
      await press("撮る");
    };
    const isWiped = () => camera.jpeg.every((byte) => byte === 0);
    await again();
    expect(isWiped()).toBe(false);
    await press("撮り直す");
    expect(isWiped()).toBe(true);
    await again();
    await press("写真をやめる");
    expect([isWiped(), last()]).toEqual([true, { type: "photo_cancel", id: 11 }]);
    tell(aPhoto({ wanted: false }));
    expect(camera.closed).toBe(1);
    tell(aPhoto({ id: 12 }));
    await settle();
    await again();
    unmount();
    expect(isWiped()).toBe(true);
  });

  test("wipes what is still being made when it is given up or left", async () => {
    for (const how of ["given up", "left"]) {
      const { tell, camera, unmount } = kiosk(aState());
      tell(aPhoto());
      await settle();
      let made: () => void = () => undefined;
      camera.take = () => new Promise((done) => (made = () => done({ jpeg: camera.jpeg, width_px: 480, height_px: 617 })));
      await press("撮る");
      if (how === "given up") await press("写真をやめる");
      else unmount();
      await act(async () => made());
      expect([...camera.jpeg], how).toEqual([0, 0, 0, 0, 0]);
      expect(screen.queryByRole("button", { name: "この写真を使う" })).toBeNull();
      unmount();
    }
  });

  test("says so when there is no camera", async () => {
    const camera = new StillCamera();
    camera.stream = null;
    const { tell } = kiosk(aState(), { camera });
    tell(aPhoto());
    await settle();
    screen.getByText(/カメラが使えません/);
    expect(screen.queryByRole("button", { name: "撮る" })).toBeNull();
  });
});

describe("the end", () => {
  test("asks first; then the proof says what was erased and when", async () => {
    const { tell, last } = kiosk();
    await press("手続きの画面を終わる");
    await press("続ける", screen.getByRole("dialog", { name: "手続きの画面を終わりますか" }));
    await press("手続きの画面を終わる");
    await press("終わる", screen.getByRole("dialog"));
    expect(last()).toEqual({ type: "end" });
    tell(aState({ life: "verified", can_act: false, control: null, hold: null, page: null, size: null }));
    tell(aReceipt());
    const proof = screen.getByRole("article", { name: "消去の証明" });
    expect(within(proof).getAllByRole("row")).toHaveLength(7);
    within(proof).getByText("残っているものはありませんでした");
    within(proof).getByRole("img", { name: "消去の証明の二次元コード" });
    expect(await faults()).toEqual([]);
  });

  test("never calls erased what was found, or is not verified", () => {
    const { tell } = kiosk(aState({ life: "failed", control: null, hold: null }));
    for (const part of [{ found: 2 }, { verified_at: null }]) {
      tell(aReceipt(part));
      expect(screen.queryByText("この手続きで使った内容は、すべて消えました。")).toBeNull();
      screen.getByText("消えたことを、まだ確かめられていません。");
    }
  });
});

const moments: [string, ServerMessage[]][] = [
  ["a question and mail", [aState({ control: aControl({ may: ["agree", "decline"], asked_until: "2026-04-01T00:00:30Z" }), mailbox: "v@mail.example.jp" }), aMail()]],
  ["the letters", [held({ keypad: "letters", kind: "password", asks_still_there: true })]],
  ["the receipt", [aState({ life: "verified", control: null, hold: null }), aReceipt()]],
];

describe.each(["en", "easy"] as const)("in %s", (voice) => {
  test.each(moments)("%s has names and no fault", async (_, messages) => {
    const { tell } = kiosk(aState(), { voice });
    for (const message of messages) tell(message);
    expect(await faults()).toEqual([]);
  });
});

describe("a form's code", () => {
  const id = "12345678901234567890123";
  const opened = (said: readonly PageMessage[]) => said.filter(({ type }) => type === "open");

  async function reading(first: BrowserState = aState()) {
    const own: boolean[] = [];
    const reader = new FormReading({
      showInstead: (track) => Promise.resolve(void own.push(track === null)),
      isFree: () => true,
      words: () => "",
      picture: () => ({ track: {} as MediaStreamTrack, camera: {} as MediaStream, open: () => Promise.resolve(true), close: () => undefined }),
    });
    const all = kiosk(first, { reading: reader });
    await press("申請書のコードを読み取る");
    return { ...all, reader, own, see: (code: string) => act(() => reader.see(code)) };
  }

  test("is read by this camera alone, and opens the page with its number by the resident's press", async () => {
    const { said, last, see, reader, own } = await reading();
    screen.getByText(/申請書はオペレーターには見えません/);
    expect(await faults()).toEqual([]);
    see("https://example.com/");
    screen.getByText(/申請書のコードではないようです/);
    const before = last();
    see(id);
    expect([last(), document.body.textContent?.includes(id)]).toEqual([before, false]);
    expect(await faults()).toEqual([]);
    await press("カードの申請を開く");
    expect(opened(said)).toEqual([{ type: "open", start: "card", form_id: id, epoch: 4 }]);
    expect([reader.view.read().form_id, own]).toEqual([null, [false, true]]);
  });

  test("opens nothing while the operator holds control, and says how to have it back", async () => {
    const { said, see, last, tell } = await reading(theirs());
    see(id);
    await press("カードの申請を開く");
    expect(opened(said)).toEqual([]);
    screen.getByText("開くには、先に「操作を自分に戻す」を押してください。");
    await press("操作を自分に戻す");
    expect(last()).toEqual({ type: "control", act: "take_back", epoch: 4 });
    tell(aState({ control: aControl({ epoch: 5 }) }));
    await press("カードの申請を開く");
    expect(opened(said)).toEqual([{ type: "open", start: "card", form_id: id, epoch: 5 }]);
  });

  test("is not read on while a secret is typed, or where no page takes its number", async () => {
    const { tell, reader, own } = await reading();
    await act(async () => void tell(held()));
    expect([reader.view.read().phase, own]).toEqual(["off", [false, true]]);
    tell(aState({ starts: [{ id: "booking", label_ja: "受取りの予約", label_en: "Book", takes_form_id: false }] }));
    expect(screen.queryByRole("button", { name: "申請書のコードを読み取る" })).toBeNull();
  });
});

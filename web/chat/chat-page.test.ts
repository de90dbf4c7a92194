// @vitest-environment jsdom
import axe from "axe-core";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { chatEasy } from "../words/chat-easy";
import { chatEn } from "../words/chat-en";
import { chatJa } from "../words/chat-ja";
import { type Acts, ChatPage } from "./chat-page";
import { type ChatState, emptyChat } from "./chat-store";
import type { ChatLine } from "./lines";

const NOW_MS = Date.parse("2026-12-01T01:00:00Z");
const aLine = (over: Partial<ChatLine> = {}): ChatLine => ({ number: 1, from: "resident", pieces: [{ text: "更新したい", removed: null }], answer: null, choices: [], no_answer: false, at: "2026-12-01T01:00:00Z", ...over });
const answer = { key: "renewal", version: 2, edition: 1, question_html: "更新は？", answer_html: "<p><strong>本人</strong>が窓口へ。</p>\n", sources: [{ title: "市の案内", date: "2026-04" }], files: [], demonstration: false, by_itself: true };
const open: ChatState = {
  ...emptyChat,
  status: "open",
  welcome: { token: "a", city_ja: "座間市", city_en: "Zama City", telephone: "0120-101-366", line_chars_max: 500, now: "2026-12-01T01:00:00Z" },
  hours: { open: true, next_open: null, today: [["09:00", "17:00"]] },
};

let acts: Acts;
let page: ChatPage;

beforeEach(() => {
  document.body.innerHTML = '<div id="root"></div>';
  acts = { say: vi.fn(async () => null), choose: vi.fn(), helped: vi.fn(), handOver: vi.fn(), typing: vi.fn(), leave: vi.fn(), again: vi.fn(), switchLanguage: vi.fn(), close: null };
  page = new ChatPage(document.getElementById("root") as HTMLElement, chatJa, "ja", acts);
});

const show = (over: Partial<ChatState> = {}) => page.show({ ...open, ...over }, NOW_MS);
const button = (name: string) => [...document.querySelectorAll("button")].find((each) => each.textContent === name);
const text = () => document.body.textContent ?? "";

describe("the chat's page", () => {
  test("labels an answer the program chose, with source, edition and version", () => {
    show({ lines: [aLine(), aLine({ number: 2, from: "bot", answer })] });
    for (const words of ["自動で選ばれた回答です", "本人が窓口へ。", "市の案内（2026-04）", "第1版・回答renewal（2）"]) expect(text()).toContain(words);
    expect(document.querySelector("strong")?.textContent).toBe("本人");
  });

  test("links the files of an answer with name, kind and size, and has nothing there without", () => {
    show({ lines: [aLine({ number: 2, from: "bot", answer })] });
    expect(document.querySelector(".files")).toBeNull();
    const files = [
      { name: "再交付{申請|x}<b>.pdf", kind: "pdf" as const, bytes: 1_234_567, address: "/guide/renewal/files/ab" },
      { name: "地図.png", kind: "png" as const, bytes: 12_001, address: "/guide/renewal/files/cd" },
    ];
    show({ lines: [aLine({ number: 2, from: "bot", answer: { ...answer, files } })] });
    const links = [...document.querySelectorAll<HTMLAnchorElement>(".files a")];
    expect(links.map((link) => [link.textContent, link.getAttribute("href"), link.target])).toEqual([
      ["再交付{申請|x}<b>.pdf", "/guide/renewal/files/ab", "_blank"],
      ["地図.png", "/guide/renewal/files/cd", "_blank"],
    ]);
    expect([...document.querySelectorAll(".files li")].map((item) => item.textContent)).toEqual(["再交付{申請|x}<b>.pdf （PDF、1.3 MB）", "地図.png （画像、13 KB）"]);
    expect(document.querySelector("b")).toBeNull();
    page.speak(chatEasy, "ja-easy");
    show({ lines: [aLine({ number: 2, from: "bot", answer: { ...answer, files } })] });
    expect(document.querySelector(".files a")?.getAttribute("href")).toBe("/guide/renewal/files/ab?lang=ja-easy");
    expect(document.querySelector(".files rt")?.textContent).toBe("み");
  });

  test("does not call an answer automatic that the resident chose", () => {
    show({ lines: [aLine({ number: 2, from: "bot", answer: { ...answer, by_itself: false } })] });
    expect(text()).not.toContain(chatJa.chosenByItself);
    expect(text()).toContain(chatJa.chosenByYou);
  });

  test("sets what people wrote as text, and marks what was taken out", () => {
    const pieces = [{ text: "<img src=x> 番号は", removed: null }, { text: "［個人番号］", removed: "individual_number" }];
    show({ lines: [aLine({ pieces }), aLine({ number: 2, from: "agent", pieces: [{ text: "<b>はい</b>", removed: null }] })] });
    expect(document.querySelector("img, b")).toBeNull();
    expect(document.querySelector("mark")?.textContent).toBe("［個人番号］");
    expect(text()).toContain(chatJa.removed);
  });

  test("offers up to three questions and says which was chosen", () => {
    const choices = ["a", "b", "c"].map((key) => ({ key, question_html: `質問${key}` }));
    show({ lines: [aLine({ number: 4, from: "bot", choices })] });
    button("質問b")?.click();
    expect(acts.choose).toHaveBeenCalledWith(4, "b");
  });

  test("says that it cannot answer, with telephone and hours, and offers an operator while they are there", () => {
    show({ lines: [aLine({ number: 2, from: "bot", no_answer: true })] });
    for (const words of [chatJa.noAnswer, "0120-101-366", "09:00–17:00"]) expect(text()).toContain(words);
    button(chatJa.handOver)?.click();
    expect(acts.handOver).toHaveBeenCalled();
    show({ hours: { open: false, next_open: "2026-12-02T00:00:00Z", today: [] } });
    expect(button(chatJa.handOver)).toBeUndefined();
    expect(text()).toContain(chatJa.closedNow);
  });

  test("asks once whether an answer helped", () => {
    show({ lines: [aLine({ number: 2, from: "bot", answer })] });
    button(chatJa.yes)?.click();
    expect(acts.helped).toHaveBeenCalledWith(2, true);
    expect(button(chatJa.no)).toBeUndefined();
  });

  test("tells place, operator, writing and the end in turn", () => {
    const bar = () => document.querySelector(".bar")?.textContent;
    const standing = { ...emptyChat.standing };
    show({ standing: { ...standing, stage: "waiting", position: 2, estimate_minutes: 5 } });
    expect(bar()).toBe("オペレーターを呼んでいます。2番目です。 目安 約5分");
    show({ standing: { ...standing, stage: "talking", agent: "電話 ケン" } });
    expect(bar()).toBe("オペレーター 電話 ケンが対応しています。");
    show({ standing: { ...standing, stage: "talking" }, typing_until_ms: NOW_MS + 1 });
    expect(bar()).toBe(chatJa.typing);
    show({ standing: { ...standing, stage: "over" } });
    expect(bar()).toBe(chatJa.over);
    expect((document.querySelector("form") as HTMLElement).hidden).toBe(true);
    button(chatJa.again)?.click();
    expect(acts.again).toHaveBeenCalled();
  });

  test("keeps what was typed when it was not taken, and says why", async () => {
    vi.mocked(acts.say).mockResolvedValueOnce("送れません");
    show();
    const field = document.querySelector("textarea") as HTMLTextAreaElement;
    field.value = "こんにちは";
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await vi.waitFor(() => expect(document.querySelector("[role=alert]")?.textContent).toBe("送れません"));
    expect(field.value).toBe("こんにちは");
    document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await vi.waitFor(() => expect(field.value).toBe(""));
  });

  test("speaks easy Japanese with readings above, and leaves what people write as it is", () => {
    page.speak(chatEasy, "ja-easy");
    show({ lines: [aLine({ pieces: [{ text: "{紙|かみ}をなくした", removed: null }] }), aLine({ number: 2, from: "bot", no_answer: true })] });
    expect(document.querySelector("ruby")?.outerHTML).toMatch(/^<ruby>.+<rt>.+<\/rt><\/ruby>$/);
    expect(document.querySelector(".resident .text")?.textContent).toBe("{紙|かみ}をなくした");
    expect([document.documentElement.lang, document.title]).toEqual(["ja", "座間市のチャット"]);
    expect(document.querySelector("[role=log]")?.getAttribute("aria-label")).toBe("話したこと");
    expect(button("やさしい日本語")).toBeUndefined();
    button("日本語")?.click();
    expect(acts.switchLanguage).toHaveBeenCalledWith("ja");
  });

  test("offers each of the other languages under its own name", () => {
    show();
    button("やさしい日本語")?.click();
    button("English")?.click();
    expect(acts.switchLanguage).toHaveBeenCalledWith("ja-easy");
    expect(acts.switchLanguage).toHaveBeenCalledWith("en");
  });

  test("speaks English throughout once it is asked to", () => {
    show({ lines: [aLine({ number: 2, from: "bot", no_answer: true })] });
    page.speak(chatEn, "en");
    show({ lines: [aLine({ number: 2, from: "bot", no_answer: true })] });
    expect(text()).toContain(chatEn.noAnswer);
    expect(text()).not.toContain(chatJa.noAnswer);
    expect(document.documentElement.lang).toBe("en");
  });

  test("has no fault that axe finds", async () => {
    const choices = [{ key: "a", question_html: "質問" }];
    show({ lines: [aLine(), aLine({ number: 2, from: "bot", answer }), aLine({ number: 3, from: "bot", choices })] });
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});

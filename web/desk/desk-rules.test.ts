// @vitest-environment jsdom
import { describe, expect, test } from "vitest";
import type { DirectoryEntry } from "../api/types";
import { someTopics } from "../dev/samples";
import { searchDirectory } from "./directory-search";
import { actionOf, chordText, chords, isTextEntry, type Press } from "./shortcuts";
import { completed, type Draft, emptyDraft, faultOf, pickTopic, pressDigit, stageOf, storedDraft, storeDraft } from "./wrap-up-draft";

const press = (key: string, part: Partial<Press> = {}): Press => ({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, isComposing: false, repeat: false, keyCode: 0, inText: false, ...part });

describe("shortcuts", () => {
  test.each([
    [press("F2"), "answer"],
    [press("F2", { shiftKey: true }), "red"],
    [press("F4"), "hold"],
    [press("F8"), "transfer"],
    [press("F9", { shiftKey: true }), "keypad"],
    [press("Enter", { ctrlKey: true, inText: true }), "save"],
    [press("M", { ctrlKey: true }), "note"],
    [press("?", { shiftKey: true }), "help"],
    [press("?", { inText: true, shiftKey: true }), null],
    [press("F4", { altKey: true }), null],
    [press("F2", { ctrlKey: true }), "hands"],
    [press("F2", { ctrlKey: true, shiftKey: true }), null],
    [press("Enter"), null],
    [press("F2", { repeat: true }), null],
  ] as const)("%o", (given, action) => expect(actionOf(given)).toBe(action));

  test("rest while an input method converts", () => {
    expect(actionOf(press("F8", { isComposing: true }))).toBeNull();
    expect(actionOf(press("F9", { keyCode: 229 }))).toBeNull();
  });

  test("are all different", () => {
    const texts = Object.values(chords).map((chord) => JSON.stringify([chord.key, chord.shift ?? false, chord.ctrl ?? false]));
    expect(new Set(texts).size).toBe(texts.length);
  });

  test("are written as on a keyboard", () => {
    expect([chordText("answer"), chordText("red"), chordText("save"), chordText("note")]).toEqual(["F2", "Shift + F2", "Ctrl + Enter", "Ctrl + M"]);
  });

  test("know text fields from other controls", () => {
    const made = (tag: string, type = "") => Object.assign(document.createElement(tag), type === "" ? {} : { type });
    expect([made("textarea"), made("select"), made("input"), made("input", "tel")].map(isTextEntry)).toEqual([true, true, true, true]);
    expect([made("button"), made("input", "radio"), made("div"), null].map(isTextEntry)).toEqual([false, false, false, false]);
  });
});

describe("the record of a contact", () => {
  const typed = (keys: string): Draft => [...keys].reduce((draft, key) => pressDigit(draft, someTopics, Number(key)), emptyDraft);

  test("is complete after two digits for an ordinary call", () => {
    expect(completed(typed("12"), someTopics)).toEqual({ topic: "ア", sub_code: "ア-3", outcome: "resolved", booking: null, note: "" });
  });

  test("counts only what is in use", () => {
    expect(typed("2").topic).toBe("ウ");
    expect(typed("3").topic).toBeNull();
    expect(typed("13").sub_code).toBeNull();
  });

  test("needs no detail where the topic has none", () => {
    expect(completed(typed("2"), someTopics)?.topic).toBe("ウ");
    expect(stageOf(typed("2"), someTopics)).toBe("outcome");
  });

  test("takes a third digit for another outcome", () => {
    expect(typed("113").outcome).toBe("referred_agency");
    expect(typed("119").outcome).toBe("resolved");
  });

  test("says what is missing and is not sent before", () => {
    expect([faultOf(emptyDraft, someTopics), faultOf(typed("1"), someTopics), faultOf(typed("11"), someTopics)]).toEqual(["topic", "sub_code", null]);
    expect(completed(typed("1"), someTopics)).toBeNull();
  });

  test("begins again with zero, keeping outcome and note", () => {
    const draft = pressDigit({ ...typed("115"), note: "メモ" }, someTopics, 0);
    expect(draft).toMatchObject({ topic: null, sub_code: null, outcome: "broken_off", note: "メモ" });
  });

  test("drops the detail when the topic changes, and keeps it when it does not", () => {
    expect(pickTopic(typed("11"), "ウ").sub_code).toBeNull();
    expect(pickTopic(typed("11"), "ア").sub_code).toBe("ア-1");
  });

  test("outlives a reload, and is gone once filed", () => {
    storeDraft(sessionStorage, "c9", typed("12"));
    expect(storedDraft(sessionStorage, "c9")).toEqual(typed("12"));
    storeDraft(sessionStorage, "c9", null);
    expect(storedDraft(sessionStorage, "c9")).toEqual(emptyDraft);
    sessionStorage.setItem("madoguchi.draft.c9", "{broken");
    expect(storedDraft(sessionStorage, "c9")).toEqual(emptyDraft);
  });
});

describe("the search of the directory", () => {
  const entry = (id: string, part: Partial<DirectoryEntry>): DirectoryEntry => ({ id, name_ja: "", name_en: "", kind: "department", number: "", hours_ja: "", open_now: true, opens_at: null, note_ja: "", ...part });
  const entries = [
    entry("shut", { name_ja: "国保年金課", name_en: "Insurance Division", open_now: false, number: "+81462527003" }),
    entry("card", { name_ja: "市民課 マイナンバー係", name_en: "Citizens' Division", number: "+81462525111" }),
    entry("line", { name_ja: "総合フリーダイヤル", note_ja: "紛失・一時停止", number: "+81120950178", open_now: null }),
  ];
  const found = (typed: string) => searchDirectory(entries, typed).map(({ id }) => id);

  test.each([
    ["", ["card", "line", "shut"]],
    ["まいなんばー", ["card"]],
    ["ﾏｲﾅﾝﾊﾞｰ 市民", ["card"]],
    ["insurance", ["shut"]],
    ["紛失", ["line"]],
    ["５１１１", ["card"]],
    ["市役所", []],
  ] as const)("“%s” finds %j", (typed, ids) => expect(found(typed)).toEqual(ids));
});

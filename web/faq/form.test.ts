import { describe, expect, test } from "vitest";
import { aContent, aDraft, aVersion, aView, published } from "../dev/faq-views";
import { actOf, type Asking, cityInstant, faultOf, isGrave, noAnswer, wordsOf } from "./asks";
import { contentOf, emptyForm, formOf, inDoubt, keyFault, sameContent, startOf } from "./form";
import { compareAddress, editAddress, entryAddress, placeOf } from "./places";
import { sheetType, XLSX } from "./sheet-file";

describe("the form of an entry", () => {
  test("gives back what it was made of", () => {
    const content = aContent({ ja: { ...aContent().ja, aliases: ["一つ", "二つ"] }, related: ["a-b-c", "d-e-f"] });
    expect(sameContent(contentOf(formOf(content)), content)).toBe(true);
  });

  test("leaves out a language of which nothing is written, empty sources and empty lines", () => {
    const form = formOf(aContent());
    const sent = contentOf({ ...form, en: { question: " ", reading: "", answer: "", aliases: "\n" }, sources: [...form.sources, { title: "", place: " ", date: "" }], ja: { ...form.ja, aliases: " 一つ \n\n二つ" }, related: " a-b-c\n\nd-e-f " });
    expect([sent.en, sent.easy, sent.sources.length]).toEqual([null, null, 1]);
    expect([sent.ja.aliases, sent.related]).toEqual([["一つ", "二つ"], ["a-b-c", "d-e-f"]]);
    expect(contentOf(emptyForm("2027-01-01")).sources).toEqual([]);
  });

  test("keeps a language of which half is written, so that the server can say so", () => {
    expect(contentOf({ ...formOf(aContent()), en: { question: "Why?", reading: "", answer: "", aliases: "" } }).en?.question).toBe("Why?");
  });

  test("begins with the draft, else with the newest approved text", () => {
    const content = aContent({ owner: "別の課" });
    expect(startOf(published({ draft: aDraft({ content }) }))?.owner).toBe("別の課");
    expect(startOf(published())?.owner).toBe("デジタル推進課");
    expect(startOf(aView())).toBeNull();
  });

  test("asks whether a translation still fits where the Japanese changed and it did not", () => {
    const old = aVersion(1, { content: aContent({ easy: { question: "{金|かね}は", reading: "", answer: "1000{円|えん}", aliases: [] } }) });
    const { content } = old;
    const ja = { ...content.ja, answer: "**1,200円** です。" };
    expect(inDoubt(old, content)).toEqual([]);
    expect(inDoubt(old, { ...content, ja })).toEqual(["en", "ja-easy"]);
    expect(inDoubt(old, { ...content, ja, easy: null, en: { question: "?", reading: "", answer: "1,200 yen", aliases: [] } })).toEqual([]);
    expect(inDoubt(old, { ...content, ja: { ...content.ja, aliases: [], reading: "" } })).toEqual([]);
    expect(inDoubt({ ...old, stale: ["en"] }, content)).toEqual(["en"]);
    expect(inDoubt(undefined, { ...content, ja })).toEqual([]);
  });

  test("knows what a key is", () => {
    expect(["", "ab", "reissue-fee", "Reissue", "1ab", "a_b", "a".repeat(48), "a".repeat(49)].map(keyFault)).toEqual(["empty", "bad", null, "bad", "bad", "bad", null, "bad"]);
  });
});

describe("the addresses of the FAQ", () => {
  test.each([
    ["", { page: "list" }],
    ["new", { page: "new" }],
    ["editions", { page: "editions" }],
    ["editions/1", { page: "lost" }],
    ["reissue-fee", { page: "entry", key: "reissue-fee" }],
    ["reissue-fee/edit", { page: "edit", key: "reissue-fee" }],
    ["reissue-fee/compare", { page: "compare", key: "reissue-fee" }],
    ["reissue-fee/x", { page: "lost" }],
    ["reissue-fee/edit/x", { page: "lost" }],
    ["No%20key", { page: "lost" }],
    ["=new", { page: "entry", key: "new" }],
    ["=new/edit", { page: "edit", key: "new" }],
  ] as const)("%s is a place", (rest, place) => expect(placeOf(rest)).toEqual(place));

  test("an entry that is called as a page is has an address of its own", () => {
    for (const key of ["new", "search", "reissue-fee"]) {
      expect(placeOf(entryAddress(key).replace("/faq/", ""))).toEqual({ page: "entry", key });
      expect(placeOf(editAddress(key).replace("/faq/", ""))).toEqual({ page: "edit", key });
    }
    expect(compareAddress("reissue-fee", 1, "draft")).toBe("/faq/reissue-fee/compare?from=1&to=draft");
  });
});

describe("what is asked before something is done", () => {
  const NOW = Date.parse("2026-11-30T00:00:00Z");
  const view = published({ draft: aDraft({ stage: "in_review", revision: 7 }), versions: [aVersion(2), aVersion(1, { content: aContent({ risk: "high" }) })], scheduled: { version: 2, at: "", until: null } });

  test("a reason where something goes back or goes away, and how it was checked where the fact may have changed", () => {
    const wanted = (asking: Asking) => wordsOf(asking, view);
    expect([wanted({ kind: "send_back" }), wanted({ kind: "withdraw" }), wanted({ kind: "confirm", version: 2 }), wanted({ kind: "roll_back", version: 1 })]).toEqual(["required", "required", "required", "required"]);
    expect([wanted({ kind: "pass" }), wanted({ kind: "roll_back", version: 2 }), wanted({ kind: "approve" }), wanted({ kind: "publish", version: 2 })]).toEqual(["optional", "optional", "none", "none"]);
    expect(faultOf({ kind: "withdraw" }, view, { ...noAnswer, words: " " }, NOW)).toBe("no_words");
    expect(faultOf({ kind: "withdraw" }, view, { ...noAnswer, words: "改定" }, NOW)).toBeNull();
  });

  test("times in order, in the city's zone, and never a half one taken for at once", () => {
    const fault = (at: string, until: string, later = true) => faultOf({ kind: "publish", version: 2 }, view, { words: "", later, at, until }, NOW);
    expect(cityInstant("2026-12-01T09:00")).toBe("2026-12-01T00:00:00.000Z");
    expect([fault("2026-12-01T09:00", ""), fault("", ""), fault("2026-11-30T08:59", ""), fault("2026-12-01T09:00", "2026-12-01T09:00")]).toEqual([null, "no_time", "past", "order"]);
    expect([fault("", "2026-11-29T00:00", false), fault("", "2026-12-29T00:00", false), fault("2026-01-01T00:00", "", false)]).toEqual(["order", null, null]);
  });

  test("what was seen goes along", () => {
    const sent = (asking: Asking, words = "理由") => actOf(asking, view, { ...noAnswer, words: ` ${words} ` });
    expect(sent({ kind: "discard" })).toEqual({ do: "discard", seen: 7 });
    expect(sent({ kind: "pass" })).toEqual({ do: "review", seen: 7, verdict: "passed", remark: "理由" });
    expect(sent({ kind: "send_back" })).toEqual({ do: "review", seen: 7, verdict: "returned", remark: "理由" });
    expect(sent({ kind: "approve" })).toEqual({ do: "approve", seen: 7, version: 3 });
    expect(sent({ kind: "demonstrate" })).toEqual({ do: "approve_as_demonstration", seen: 7, version: 3 });
    expect(sent({ kind: "publish", version: 2 })).toEqual({ do: "publish", version: 2, at: null, until: null });
    expect(sent({ kind: "unschedule" })).toEqual({ do: "unschedule", version: 2 });
    expect(sent({ kind: "withdraw" })).toEqual({ do: "withdraw", version: 2, reason: "理由" });
    expect(sent({ kind: "roll_back", version: 1 })).toEqual({ do: "roll_back", to: 1, latest: 2, note: "理由" });
    expect(sent({ kind: "confirm", version: 1 })).toEqual({ do: "confirm_fact", version: 1, note: "理由" });
    expect(actOf({ kind: "approve" }, published(), noAnswer)).toBeNull();
  });

  test("what takes something away stands out", () => {
    expect((["discard", "withdraw", "approve"] as const).map((kind) => isGrave({ kind }))).toEqual([true, true, false]);
  });
});

test("a file's name says what it is", () => {
  expect([sheetType("FAQ.XLSX"), sheetType("faq.csv"), sheetType("faq.xls"), sheetType("csv")]).toEqual([XLSX, "text/csv", null, null]);
});

import { describe, expect, test } from "vitest";
import { kioskEasy } from "./kiosk-easy";
import { kioskEn } from "./kiosk-en";
import { kioskJa } from "./kiosk-ja";
import { languageOf, voices } from "./kiosk-speech";
import { readingsOf, withoutReadings } from "./ruby";

function flatten(tree: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") found.set(`${path}${key}`, value);
    else for (const [name, text] of flatten(value as object, `${path}${key}.`)) found.set(name, text);
  }
  return found;
}

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((match) => match[0]).sort();

describe("the kiosk's words", () => {
  const japanese = flatten(kioskJa);
  const others = { en: flatten(kioskEn), easy: flatten(kioskEasy) };

  test.each(["en", "easy"] as const)("have the same keys and placeholders in ja and %s", (voice) => {
    expect([...others[voice].keys()].sort()).toEqual([...japanese.keys()].sort());
    for (const [key, text] of japanese) expect(placeholders(others[voice].get(key) ?? ""), key).toEqual(placeholders(text));
  });

  test("are never empty", () => {
    for (const [key, text] of [...japanese, ...others.en, ...others.easy]) expect(text.trim(), key).not.toBe("");
  });

  test("in easy Japanese have a reading in kana for every kanji", () => {
    for (const [key, notation] of others.easy) {
      // The names of the languages are each written in their own way.
      if (key.startsWith("languages.")) continue;
      for (const { text, reading } of readingsOf(notation)) {
        if (reading === null) expect(text, key).not.toMatch(/\p{Script=Han}/u);
        else expect(reading, key).toMatch(/^[\p{Script=Hiragana}ー]+$/u);
      }
    }
  });

  test("in easy Japanese are said in short sentences", () => {
    for (const [key, notation] of others.easy) {
      for (const sentence of withoutReadings(notation).split("。")) expect(sentence.length, `${key}: ${sentence}`).toBeLessThanOrEqual(40);
    }
  });

  test("in plain Japanese and English carry no readings", () => {
    for (const [key, text] of [...japanese, ...others.en]) {
      if (!key.startsWith("languages.")) expect(withoutReadings(text), key).toBe(text);
    }
  });
});

test("easy Japanese waits in the queue as Japanese", () => {
  expect(voices.map(languageOf)).toEqual(["ja", "en", "ja"]);
});

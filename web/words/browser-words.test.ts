import { describe, expect, test } from "vitest";
import { deskBrowserWords, kioskBrowserWords, sharedWords } from "../browser/speech";
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
const catalogues = { desk: { ja: deskBrowserWords.ja, en: deskBrowserWords.en }, kiosk: kioskBrowserWords, shared: sharedWords };

describe.each(Object.entries(catalogues))("the shared browser's words at the %s", (_, catalogue) => {
  const japanese = flatten(catalogue.ja);
  const others = Object.entries(catalogue).map(([voice, words]) => [voice, flatten(words)] as const);

  test("have the same keys and placeholders in every way of speaking, and none is empty", () => {
    for (const [voice, words] of others) {
      expect([...words.keys()].sort(), voice).toEqual([...japanese.keys()].sort());
      for (const [key, text] of japanese) {
        expect(placeholders(words.get(key) ?? ""), `${voice} ${key}`).toEqual(placeholders(text));
        expect(words.get(key)?.trim(), `${voice} ${key}`).not.toBe("");
      }
    }
  });

  test("have readings in easy Japanese alone, over every kanji, in short sentences", () => {
    for (const [voice, words] of others) {
      for (const [key, notation] of words) {
        if (voice !== "easy") expect(withoutReadings(notation), key).toBe(notation);
        else for (const { text, reading } of readingsOf(notation)) expect(reading ?? text, key).not.toMatch(/\p{Script=Han}/u);
        if (voice === "easy") for (const sentence of withoutReadings(notation).split("。")) expect(sentence.length, `${key}: ${sentence}`).toBeLessThanOrEqual(40);
      }
    }
  });
});

import { describe, expect, test } from "vitest";
import { en } from "./en";
import { ja } from "./ja";
import { fill, labelOf } from "./words";

function flatten(tree: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") found.set(`${path}${key}`, value);
    else for (const [name, text] of flatten(value as object, `${path}${key}.`)) found.set(name, text);
  }
  return found;
}

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((match) => match[0]).sort();

describe("the word catalogue", () => {
  const japanese = flatten(ja);
  const english = flatten(en);

  test("has the same keys in Japanese and English", () => {
    expect([...english.keys()].sort()).toEqual([...japanese.keys()].sort());
  });

  test("has the same placeholders in Japanese and English", () => {
    for (const [key, text] of japanese) {
      expect(placeholders(english.get(key) ?? ""), key).toEqual(placeholders(text));
    }
  });

  test("has no empty text", () => {
    for (const [key, text] of [...japanese, ...english]) expect(text.trim(), key).not.toBe("");
  });

  test("fills known placeholders and shows unknown ones", () => {
    expect(fill("あと {seconds} 秒 {what}", { seconds: 5 })).toBe("あと 5 秒 {what}");
  });

  test("shows the code itself where the server knows more codes than the catalogue", () => {
    expect(labelOf({ a: "A" }, "a")).toBe("A");
    expect(labelOf({ a: "A" }, "b")).toBe("b");
    expect(labelOf({ a: "A" }, null)).toBe("—");
  });
});

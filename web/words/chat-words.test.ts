import { describe, expect, test } from "vitest";
import { chatEmbed } from "./chat-embed";
import { chatEasy } from "./chat-easy";
import { chatEn } from "./chat-en";
import { chatJa } from "./chat-ja";
import { readingsOf } from "./ruby";

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((match) => match[0]).sort();

describe("the chat's words", () => {
  test("have the same keys and placeholders in all languages, and none is empty", () => {
    expect(Object.keys(chatEn).sort()).toEqual(Object.keys(chatJa).sort());
    for (const [key, text] of Object.entries(chatJa)) {
      const english = chatEn[key as keyof typeof chatEn];
      expect(placeholders(english), key).toEqual(placeholders(text));
      expect(text.trim() === "" || english.trim() === "", key).toBe(false);
    }
    expect(Object.keys(chatEasy)).toEqual(Object.keys(chatJa));
    for (const [key, text] of Object.entries(chatJa)) expect(placeholders(chatEasy[key as keyof typeof chatEasy]), key).toEqual(placeholders(text));
    expect(Object.keys(chatEmbed.en)).toEqual(Object.keys(chatEmbed.ja));
  });

  test("have a reading over every kanji in easy Japanese", () => {
    for (const [key, text] of Object.entries(chatEasy)) {
      const bare = readingsOf(text).filter(({ reading }) => reading === null).map((part) => part.text).join("");
      expect(bare, key).not.toMatch(/[\u3400-\u9fff]/);
    }
  });
});

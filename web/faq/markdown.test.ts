import { describe, expect, test } from "vitest";
import { cut, rangeOf } from "./marking";
import { furiganaOf, type Inline, mayLeadTo, parseMarkdown, plainOf } from "./markdown";

/** The tree written as the server writes HTML, so that both can be held against one table. */
function written(text: string): string {
  const furigana = (words: string) => furiganaOf(words).map(({ text: base, reading }) => (reading === null ? base : `<ruby>${base}<rt>${reading}</rt></ruby>`)).join("");
  const inline = (part: Inline): string =>
    part.kind === "text" ? furigana(part.text) : part.kind === "break" ? "<br>" : part.kind === "strong" ? `<strong>${part.parts.map(inline).join("")}</strong>` : `<a ${part.address}>${furigana(part.label)}</a>`;
  const line = (tag: string, parts: readonly Inline[]) => `<${tag}>${parts.map(inline).join("")}</${tag}>`;
  return parseMarkdown(text)
    .map((block) => (block.kind === "list" ? `<${block.ordered ? "ol" : "ul"}>${block.items.map((item) => line("li", item)).join("")}</${block.ordered ? "ol" : "ul"}>` : line(block.kind === "heading" ? "h2" : "p", block.parts)))
    .join("");
}

describe("the Markdown of answers", () => {
  test.each([
    ["一行目\n二行目\n\n次", "<p>一行目<br>二行目</p><p>次</p>"],
    ["## 持ち物\n- カード\n- **本人確認書類**", "<h2>持ち物</h2><ul><li>カード</li><li><strong>本人確認書類</strong></li></ul>"],
    ["1. 申請\r\n2. 受取", "<ol><li>申請</li><li>受取</li></ol>"],
    ["[電話](tel:0120-101-366)と[案内](/faq/x)", "<p><a tel:0120-101-366>電話</a>と<a /faq/x>案内</a></p>"],
    ["**[市](/a)へ**", "<p><strong><a /a>市</a>へ</strong></p>"],
    ["", ""],
    ["{申請|しんせい}を", "<p><ruby>申請<rt>しんせい</rt></ruby>を</p>"],
    ["[{市|し}の](/a)", "<p><a /a><ruby>市<rt>し</rt></ruby>の</a></p>"],
    ["{申請|<b>}{申請}{|か}{申請|しん", "<p>{申請|<b>}{申請}{|か}{申請|しん</p>"],
    ["{{申請|しんせい}", "<p>{<ruby>申請<rt>しんせい</rt></ruby></p>"],
    ["![図](https://example.jp/a.png)", "<p>!<a https://example.jp/a.png>図</a></p>"],
    ["# 一 ### 三\n|表|", "<p># 一 ### 三<br>|表|</p>"],
    ["**太字", "<p>**太字</p>"],
    ["** **", "<p>** **</p>"],
    ["****", "<p>****</p>"],
    ["[あ](", "<p>[あ](</p>"],
    ["[[あ](/b)", "<p>[<a /b>あ</a></p>"],
    ["[a ** b](/x) **", "<p>[a ** b](/x) **</p>"],
    ["- ", "<p>-</p>"],
    ["-つ", "<p>-つ</p>"],
    ["1.5倍", "<p>1.5倍</p>"],
    ["1234. い", "<p>1234. い</p>"],
    ["<script>alert('x')</script>", "<p><script>alert('x')</script></p>"],
  ])("%j is read as the server reads it", (text, wanted) => {
    expect(written(text)).toBe(wanted);
  });

  test.each(["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "http://example.jp/", "//example.jp/", "/\\example.jp", "https://a:b@example.jp/", "https://example/", "https://.jp/", 'https://example.jp/"onclick=x', "https://example.jp:x/", "tel:", "tel:abc", "", "https://例え.jp/", `https://example.jp/${"a".repeat(600)}`])("no link leads to %s", (address) => {
    expect(mayLeadTo(address)).toBe(false);
    expect(written(`[ここ](${address})`)).not.toContain("<a");
  });

  test("a bomb is read in time", () => {
    for (const piece of ["{", "{申|", "[", "](", "**", "[a](", "**[", "- **", "1. [", "[[a](/b)"]) {
      const began = performance.now();
      written(piece.repeat(8_000 / piece.length));
      expect(performance.now() - began, piece).toBeLessThan(1_000);
    }
  });

  test("copied words keep numbers and addresses", () => {
    expect(plainOf("## 手数料\n**1,000円**です。\n1. [市](https://example.jp/a)\n2. [電話](tel:0120101366)\n- [0120-101-366](tel:0120101366)")).toBe("手数料\n1,000円です。\n1. 市 (https://example.jp/a)\n2. 電話 (0120101366)\n- 0120-101-366");
  });
});

describe("a passage in an answer", () => {
  const answer = "手数料は **1,000円** です。\n\n- {現金|げんきん}で払います。\n- [市役所](https://example.jp/)へ";
  const marked = (passage: string) => rangeOf(parseMarkdown(answer), passage);

  test("is found over strong words, furigana, list marks and addresses", () => {
    const whole = "手数料は1,000円です。現金で払います。市役所へ";
    expect(marked("手数料は 1,000円 です。")).toEqual([0, 13]);
    expect(marked("- 現金で払います。\n- 市役所 (https://example.jp/)へ")).toEqual([13, whole.length]);
  });

  test("that is not whole is marked by its longest line, and a strange one not at all", () => {
    expect(marked("どこにもない\n- 現金で払います。")).toEqual([13, 21]);
    expect(marked("どこにもない")).toBeNull();
    expect(rangeOf([], null)).toBeNull();
  });

  test("cuts the text it begins and ends in", () => {
    expect(cut("1,000円 です", 4, [5, 9])).toEqual([
      { text: "1", marked: false },
      { text: ",000", marked: true },
      { text: "円 です", marked: false },
    ]);
  });
});

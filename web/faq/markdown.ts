/**
 * The answers' Markdown as a tree: paragraphs, lists, headings, strong words, links, furigana, and nothing else.
 * Pure; the same reading as the server's, so that a preview shows what residents will see. What is no markup is text.
 * Markdown.tsx shows the tree.
 */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "break" }
  | { kind: "strong"; parts: Inline[] }
  | { kind: "link"; label: string; address: string };

export type Block = { kind: "heading"; parts: Inline[] } | { kind: "paragraph"; parts: Inline[] } | { kind: "list"; ordered: boolean; items: Inline[][] };

/** What a link may lead to: https with a host that has a dot, a telephone number, or a page of this site. */
const ADDRESS_CHARS_MAX = 500;
const PLAIN = /^[A-Za-z0-9\-._~:/?#[\]@!$&()*+,;=%]*$/;
const WEB = /^https:\/\/[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d+)?(?:[/?#]|$)/;
const TELEPHONE = /^tel:(?=.*\d)\+?[\d-]+$/;
const TELEPHONE_CHARS_MAX = 28;

export function mayLeadTo(address: string): boolean {
  if (address.startsWith("tel:")) return TELEPHONE.test(address) && address.length <= TELEPHONE_CHARS_MAX;
  if (address.length > ADDRESS_CHARS_MAX || !PLAIN.test(address)) return false;
  return WEB.test(address) || /^\/(?!\/)/.test(address);
}

type Kind = "empty" | "heading" | "bullet" | "counted" | "words";

function kindOf(line: string): { kind: Kind; words: string } {
  const text = line.trim();
  const marked = /^(## |- |\d{1,3}\. )(.*)$/.exec(text);
  const words = (marked?.[2] ?? text).trim();
  if (words === "") return { kind: "empty", words };
  if (marked === null) return { kind: "words", words };
  return { kind: marked[1] === "## " ? "heading" : marked[1] === "- " ? "bullet" : "counted", words };
}

export function parseMarkdown(text: string): Block[] {
  const groups: { kind: Kind; lines: string[] }[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const { kind, words } = kindOf(line);
    const open = groups.at(-1);
    // Every heading stands alone.
    if (open?.kind === kind && kind !== "heading") open.lines.push(words);
    else groups.push({ kind, lines: [words] });
  }
  return groups.filter(({ kind }) => kind !== "empty").map(({ kind, lines }) => blockOf(kind, lines));
}

function blockOf(kind: Kind, lines: readonly string[]): Block {
  if (kind === "bullet" || kind === "counted") return { kind: "list", ordered: kind === "counted", items: lines.map(inlines) };
  return { kind: kind === "heading" ? "heading" : "paragraph", parts: inlines(lines.join("\n")) };
}

const STRONG = /\*\*([\s\S]*?)\*\*/y;

/** Strong words and links; strong words that begin or end with a blank are text. */
function inlines(text: string): Inline[] {
  const found: Inline[] = [];
  let from = 0;
  for (let at = text.indexOf("**"); at >= 0; at = text.indexOf("**", from)) {
    STRONG.lastIndex = at;
    const inside = STRONG.exec(text)?.[1];
    if (inside === undefined) break;
    const whole = inside !== "" && inside.trim().length === inside.length;
    found.push(...links(text.slice(from, at)), whole ? { kind: "strong", parts: links(inside) } : { kind: "text", text: "**" });
    from = whole ? at + inside.length + 4 : at + 2;
  }
  return [...found, ...links(text.slice(from))];
}

const LINK = /\[([^[\]\n]+)\]\(([^)\n]*)\)/g;
const LABEL_CHARS_MAX = 300;

function links(text: string): Inline[] {
  const found: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const [whole, label = "", address = ""] = match;
    if (label.trim() === "" || label.length > LABEL_CHARS_MAX || !mayLeadTo(address)) continue;
    found.push(...lines(text.slice(from, match.index)), { kind: "link", label, address });
    from = match.index + whole.length;
  }
  return [...found, ...lines(text.slice(from))];
}

function lines(text: string): Inline[] {
  return text.split("\n").flatMap((line, index): Inline[] => [...(index > 0 ? [{ kind: "break" } as const] : []), ...(line === "" ? [] : [{ kind: "text", text: line } as const])]);
}

export interface Written {
  text: string;
  /** Kana to be set above the text; null where there are none. */
  reading: string | null;
}

const PAIR = /\{([^{}|\n]*[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆][^{}|\n]*)\|([\u3041-\u3096\u30a1-\u30faー]+)\}/g;

/** Words cut at their furigana; a pair that is not whole is text. */
export function furiganaOf(words: string): Written[] {
  const found: Written[] = [];
  let from = 0;
  for (const match of words.matchAll(PAIR)) {
    if (match.index > from) found.push({ text: words.slice(from, match.index), reading: null });
    found.push({ text: match[1] ?? "", reading: match[2] ?? null });
    from = match.index + match[0].length;
  }
  if (from < words.length) found.push({ text: words.slice(from), reading: null });
  return found;
}

export const withoutFurigana = (words: string): string => furiganaOf(words).map(({ text }) => text).join("");

/** The words alone, one block or list item a line: what is copied into a note. */
export function plainOf(text: string): string {
  return parseMarkdown(text)
    .flatMap((block) => (block.kind === "list" ? block.items.map((item, index) => `${block.ordered ? `${index + 1}. ` : "- "}${wordsOf(item)}`) : [wordsOf(block.parts)]))
    .join("\n");
}

function wordsOf(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (part.kind === "text") return withoutFurigana(part.text);
      if (part.kind === "break") return "\n";
      if (part.kind === "strong") return wordsOf(part.parts);
      const label = withoutFurigana(part.label);
      const shown = part.address.startsWith("https:") && label !== part.address;
      const digits = (words: string) => words.replace(/\D/g, "");
      const number = part.address.startsWith("tel:") && !digits(label).includes(digits(part.address));
      return shown || number ? `${label} (${part.address.replace(/^tel:/, "")})` : label;
    })
    .join("");
}

import type { ReactNode } from "react";
import styles from "./Markdown.module.css";
import { cut, letters, type Range, rangeOf } from "./marking";
import { type Block, furiganaOf, type Inline, parseMarkdown } from "./markdown";

interface Props {
  text: string;
  lang: "ja" | "en";
  /** Plain words that are marked where they are found. */
  passage?: string | null;
}

/** An approved answer or its preview. Built of elements one by one: nothing in the text becomes HTML. */
export function Markdown({ text, lang, passage = null }: Props) {
  const blocks = parseMarkdown(text);
  const range = rangeOf(blocks, passage);
  const pen = { at: 0, range };
  return (
    <div className={styles.text} lang={lang}>
      {blocks.map((block, index) => blockOf(block, index, pen))}
    </div>
  );
}

/** One line with its furigana, such as a question. */
export function Line({ children }: { children: string }) {
  return wordsOf(children, { at: 0, range: null });
}

/** How many counted letters were written so far. One drawing has one pen, so that drawing twice gives the same. */
interface Pen {
  at: number;
  range: Range;
}

function blockOf(block: Block, key: number, pen: Pen): ReactNode {
  if (block.kind === "heading") {
    return (
      <p key={key} className={styles.heading}>
        {partsOf(block.parts, pen)}
      </p>
    );
  }
  if (block.kind === "paragraph") return <p key={key}>{partsOf(block.parts, pen)}</p>;
  const items = block.items.map((item, index) => <li key={index}>{partsOf(item, pen)}</li>);
  return block.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>;
}

function partsOf(parts: readonly Inline[], pen: Pen): ReactNode[] {
  return parts.map((part, index) => {
    if (part.kind === "break") return <br key={index} />;
    if (part.kind === "strong") return <strong key={index}>{partsOf(part.parts, pen)}</strong>;
    if (part.kind === "text") return <span key={index}>{wordsOf(part.text, pen)}</span>;
    const away = part.address.startsWith("https:") ? { target: "_blank", rel: "noopener noreferrer" } : {};
    return (
      <a key={index} href={part.address} {...away}>
        {wordsOf(part.label, pen)}
      </a>
    );
  });
}

function wordsOf(text: string, pen: Pen): ReactNode[] {
  return furiganaOf(text).map(({ text: words, reading }, index) => {
    const pieces = cut(words, pen.at, pen.range);
    pen.at += letters(words);
    const shown = pieces.map((piece, at) => (piece.marked ? <mark key={at}>{piece.text}</mark> : piece.text));
    if (reading === null) return <span key={index}>{shown}</span>;
    return (
      <ruby key={index}>
        {shown}
        <rp aria-hidden="true">（</rp>
        <rt aria-hidden="true">{reading}</rt>
        <rp aria-hidden="true">）</rp>
      </ruby>
    );
  });
}

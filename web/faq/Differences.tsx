import { Fragment } from "react";
import { useWords } from "../words/useWords";
import { labelOf } from "../words/words";
import styles from "./Compare.module.css";
import type { ComparedField, ComparedPiece } from "./types";

const isChanged = ({ pieces }: ComparedField) => pieces.some(({ kind }) => kind !== "kept");

/** What was added is underlined and what was removed is struck out, each between marks that a voice reads too. */
export function Differences({ fields, whole }: { fields: readonly ComparedField[]; whole: boolean }) {
  const { w } = useWords();
  const shown = whole ? fields : fields.filter(isChanged);
  return (
    <dl className={styles.fields}>
      {shown.map((field) => (
        <div key={field.field} className={styles.field} data-changed={isChanged(field) || undefined}>
          <dt>{labelOf(w.faq.fields, field.field)}</dt>
          <dd lang={field.field.endsWith("_en") ? "en" : "ja"}>
            {field.pieces.map((piece, index) => (
              <Piece key={index} piece={piece} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Piece({ piece }: { piece: ComparedPiece }) {
  const { w } = useWords();
  if (piece.kind === "kept") return piece.text;
  const Tag = piece.kind === "added" ? "ins" : "del";
  return (
    <Tag>
      <span className="visually-hidden">{piece.kind === "added" ? w.faq.compare.addedBegins : w.faq.compare.removedBegins}</span>
      <Breaks text={piece.text} />
      <span className="visually-hidden">{w.faq.compare.ends}</span>
    </Tag>
  );
}

/** A new line that came or went is seen by its sign. */
function Breaks({ text }: { text: string }) {
  return text.split("\n").map((line, index) => (
    <Fragment key={index}>
      {index > 0 && (
        <>
          <span aria-hidden="true">↵</span>
          {"\n"}
        </>
      )}
      {line}
    </Fragment>
  ));
}

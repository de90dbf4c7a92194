/**
 * A conversation as text while it is spoken: who says what, what is still being said, what was taken out.
 * Follows the newest line unless its reader has scrolled up. Must never know where the lines come from.
 */
import { Button } from "../parts/Button";
import { formatClock } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import type { TranscriptLine, TranscriptPiece } from "./lines";
import styles from "./LiveText.module.css";
import { useNewest } from "./useNewest";

export function LiveText({ lines, label }: { lines: readonly TranscriptLine[]; label: string }) {
  const { w } = useWords();
  const { box, away, onScroll, toNewest } = useNewest(lines);
  return (
    <div className={styles.frame}>
      <div ref={box} className={styles.box} role="log" aria-live="off" aria-label={label} tabIndex={0} onScroll={onScroll}>
        {lines.length === 0 && <p className={styles.empty}>{w.transcript.empty}</p>}
        <ol className={styles.lines}>
          {lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ol>
      </div>
      {away && (
        <div className={styles.newest}>
          <Button size="small" onClick={toNewest}>
            {w.transcript.newest}
          </Button>
        </div>
      )}
      <p className={styles.label}>
        <strong>{w.transcript.label}</strong> {w.transcript.labelHint}
      </p>
    </div>
  );
}

function Line({ line }: { line: TranscriptLine }) {
  const { w, language } = useWords();
  return (
    <li className={`${styles.line} ${styles[line.party] ?? ""} ${line.final ? "" : styles.partial}`} lang={line.language ?? undefined}>
      <p className={styles.who} lang={language}>
        <span className={styles.party}>{labelOf(w.transcript.parties, line.party)}</span> {line.label !== null && <span>{line.label}</span>} <time dateTime={line.at}>{formatClock(line.at, language)}</time>
        {!line.final && <span className={styles.speaking}>{w.transcript.partial}</span>}
      </p>
      <p className={styles.text}>
        <LineText pieces={line.pieces} />
      </p>
    </li>
  );
}

/** A line's words, with what was taken out shown as such. */
export function LineText({ pieces }: { pieces: readonly TranscriptPiece[] }) {
  const { w, language } = useWords();
  return pieces.map((piece, index) =>
    piece.redacted === null ? (
      piece.text
    ) : (
      <span key={index} className={styles.secret} lang={language}>
        {fill(w.transcript.takenOut, { kind: labelOf(w.transcript.secrets, piece.redacted) })}
      </span>
    ),
  );
}

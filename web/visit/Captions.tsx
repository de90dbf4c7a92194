/**
 * Captions under the picture, at the kiosk and at the desk: who says what, as a machine heard it.
 * Its height never changes with what is said, so that nothing on the page moves. Must never know where lines come
 * from, nor any word. A voice reads only what others have said to the end.
 */
import { type ReactNode, useEffect, useRef } from "react";
import { type CaptionLine, finalsOfOthers } from "./captions";
import styles from "./Captions.module.css";

interface Props {
  lines: readonly CaptionLine[];
  /** Whose page this is. */
  own: string;
  /** The language spoken. */
  lang: string;
  words: {
    /** What the box is called. */
    name: string;
    title: ReactNode;
    /** That a machine wrote it. */
    label: ReactNode;
    /** What becomes of it. */
    note: ReactNode;
  };
  /** Who a speaker is, in the page's words. */
  nameOf: (speaker: string) => string;
  /** The same for the screen. */
  shownNameOf?: (speaker: string) => ReactNode;
  /** What stands below a line, such as its translation. */
  below?: (line: CaptionLine) => ReactNode;
}

/** Lines that a voice can still find to read. */
const READ_MAX = 3;
/** Somebody who has scrolled up this far reads what was said before. */
const AWAY_PX = 24;

export function Captions({ lines, own, lang, words, nameOf, shownNameOf = nameOf, below }: Props) {
  const box = useNewestInSight(lines);
  return (
    <section className={styles.captions} aria-label={words.name}>
      <p className={styles.head}>
        <strong>{words.title}</strong>
        <span className={styles.label}>{words.label}</span>
        <span className={styles.note}>{words.note}</span>
      </p>
      <div ref={box} className={styles.log} role="group" aria-label={words.name} tabIndex={0}>
        <ol>
          {lines.map((line) => (
            <li key={line.id} className={line.final ? styles.final : styles.partial}>
              <span className={`${styles.who} ${line.speaker === own ? styles.own : styles.other}`}>{shownNameOf(line.speaker)}</span>
              <span className={styles.text} lang={lang}>
                {line.text}
                {!line.final && <span aria-hidden="true">…</span>}
                {below?.(line)}
              </span>
            </li>
          ))}
        </ol>
      </div>
      <div className="visually-hidden" aria-live="polite" aria-relevant="additions">
        {finalsOfOthers(lines, own)
          .slice(-READ_MAX)
          .map((line) => (
            <p key={line.id}>
              {nameOf(line.speaker)}: <span lang={lang}>{line.text}</span>
            </p>
          ))}
      </div>
    </section>
  );
}

/** The newest line is in sight, unless somebody has scrolled back to read. jsdom has no layout to scroll. */
function useNewestInSight(lines: readonly CaptionLine[]) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    const place = box.current;
    if (place === null) return;
    const look = () => {
      follows.current = place.scrollHeight - place.scrollTop - place.clientHeight < AWAY_PX;
    };
    place.addEventListener("scroll", look, { passive: true });
    return () => place.removeEventListener("scroll", look);
  }, []);
  useEffect(() => {
    if (box.current !== null && follows.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  return box;
}

/**
 * Writing beside the picture, at the kiosk and at the desk: what was written, a field, and ready-made lines.
 * Must never know where lines come from or go to, nor any word. A browser keeps nothing of what is typed here:
 * a field without completion is left out of what it restores after a crash.
 */
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "../parts/Button";
import { TextArea } from "../parts/Field";
import { Notice } from "../parts/Parts";
import { useDraft } from "./useDraft";
import { LINE_CHARS_MAX, type WrittenLine } from "./written";
import styles from "./WrittenTalk.module.css";

interface Props {
  lines: readonly WrittenLine[];
  /** Whose page this is. */
  own: WrittenLine["from"];
  words: {
    log: string;
    empty: ReactNode;
    field: ReactNode;
    hint: ReactNode;
    send: ReactNode;
    quick: string;
    visitor: ReactNode;
    agent: ReactNode;
  };
  /** Ready-made lines: what is shown, and what is sent. */
  phrases: readonly { shown: ReactNode; text: string }[];
  /** Sends a line; null when it was taken, else why not. */
  onSay: (text: string) => Promise<ReactNode | null>;
}

export function WrittenTalk({ lines, own, words, phrases, onSay }: Props) {
  const { draft, setDraft, why, send, submit, onKeyDown } = useDraft(onSay);
  return (
    <div className={styles.talk}>
      <Log lines={lines} own={own} words={words} />
      {why !== null && (
        <Notice tone="bad" alert>
          {why}
        </Notice>
      )}
      <form className={styles.form} onSubmit={submit} autoComplete="off">
        <TextArea id="written" label={words.field} hint={words.hint} rows={2} maxLength={LINE_CHARS_MAX} autoComplete="off" value={draft} onChange={(event) => setDraft(event.target.value)} onKeyDown={onKeyDown} />
        <Button type="submit" look="solid">
          {words.send}
        </Button>
      </form>
      <ul className={styles.phrases} aria-label={words.quick}>
        {phrases.map((phrase) => (
          <li key={phrase.text}>
            <Button onClick={() => void send(phrase.text)}>{phrase.shown}</Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Log({ lines, own, words }: Pick<Props, "lines" | "own" | "words">) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The newest line is in sight; jsdom has no layout to scroll.
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  return (
    <div ref={box} className={styles.log} role="group" aria-label={words.log} tabIndex={0}>
      {lines.length === 0 && <p className={styles.empty}>{words.empty}</p>}
      <ol>
        {lines.map((line) => (
          <li key={line.number} className={line.from === own ? styles.own : styles.other}>
            <span className={styles.who}>{line.from === "visitor" ? words.visitor : words.agent}</span>
            <p className={styles.text}>{line.text}</p>
          </li>
        ))}
      </ol>
    </div>
  );
}

import { useEffect, useRef } from "react";
import { announce } from "../shell/announcer";
import type { ContactView } from "../live/messages";
import { latestLineOf, type WrittenLine } from "../visit/written";
import { WrittenTalk } from "../visit/WrittenTalk";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./VisitPicture.module.css";

interface Props {
  contact: ContactView;
  lines: readonly WrittenLine[];
  /** Null when the line was taken, else why not. */
  onSay: (contact: string, text: string) => Promise<string | null>;
}

/** Writing with a visitor who cannot or would rather not speak; ready-made lines in the visitor's language. */
export function VisitWriting({ contact, lines, onSay }: Props) {
  const { w } = useWords();
  const known = useRef(lines);
  useEffect(() => {
    const news = latestLineOf("visitor", known.current, lines);
    known.current = lines;
    if (news !== null) announce(fill(w.written.says, { text: news.text }));
  }, [lines, w]);
  const phrases = (contact.language === "en" ? w.written.phrasesForeign : w.written.phrases).map((text) => ({ shown: text, text }));
  return (
    <section className={styles.writing} aria-labelledby="writing-title">
      <h3 id="writing-title">{w.written.title}</h3>
      <WrittenTalk lines={lines} own="agent" words={w.written} phrases={phrases} onSay={(text) => onSay(contact.id, text)} />
    </section>
  );
}

import { Button } from "../parts/Button";
import { RubyText } from "../parts/RubyText";
import { formatTime } from "../shell/format";
import { withoutReadings } from "../words/ruby";
import { fill } from "../words/words";
import styles from "./Panels.module.css";
import type { SharedWords } from "./speech";
import type { Mail } from "./wire";

interface Props {
  words: SharedWords;
  language: "ja" | "en";
  address: string;
  mails: readonly Mail[];
  able: boolean;
  onOpenLink: (mail: number, number: number) => void;
}

/** The mailbox of one visit: its address, what came, and links that open in the shared browser. */
export function MailPanel({ words, language, address, mails, able, onOpenLink }: Props) {
  const w = words.mail;
  return (
    <section className={styles.sheet} aria-labelledby="browser-mail">
      <h3 id="browser-mail">
        <RubyText>{w.title}</RubyText>
      </h3>
      <p className={styles.soft}>
        <RubyText>{w.address}</RubyText>: <span className={styles.address}>{address}</span>
      </p>
      {mails.length === 0 && (
        <p>
          <RubyText>{w.empty}</RubyText>
        </p>
      )}
      {mails.map(({ id, at, from, subject, text, links }) => (
        <article key={id} className={styles.mail} aria-labelledby={`mail-${id}`}>
          <h4 id={`mail-${id}`}>{subject}</h4>
          <p className={styles.soft}>
            <RubyText>{w.from}</RubyText>: {from} <time dateTime={at}>{formatTime(at, language)}</time>
          </p>
          <p className={styles.said}>{text}</p>
          {links.map(({ number, label }) => (
            <Button key={number} className={styles.link ?? ""} unavailable={!able} aria-label={withoutReadings(fill(w.link, { number, label }))} onClick={() => onOpenLink(id, number)}>
              <RubyText>{fill(w.link, { number, label })}</RubyText>
            </Button>
          ))}
        </article>
      ))}
      <p className={styles.soft}>
        <RubyText>{w.erased}</RubyText>
      </p>
    </section>
  );
}

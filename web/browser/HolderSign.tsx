import { RubyText } from "../parts/RubyText";
import styles from "./Control.module.css";
import type { Side } from "./wire";

/**
 * Who holds control: a shape, a colour and words, of which the words alone suffice. Round and blue is the visitor,
 * square and green the operator, on both screens alike.
 */
export function HolderSign({ holder, title, words }: { holder: Side; title: string; words: string }) {
  return (
    <div className={`${styles.sign} ${styles[holder]}`} data-holder={holder}>
      <svg viewBox="0 0 24 24" width="40" height="40" aria-hidden="true" focusable="false">
        {holder === "resident" ? <circle cx="12" cy="12" r="11" /> : <rect x="1" y="1" width="22" height="22" rx="3" />}
        <path className={styles.hand} d="M8 11V7.5a1.25 1.25 0 0 1 2.5 0V11m0-4.5a1.25 1.25 0 0 1 2.5 0V11m0-3.5a1.25 1.25 0 0 1 2.5 0v6c0 2.5-1.8 4.5-4.2 4.5-2 0-3-1-4-3l-1-2.2c-.4-.9.7-1.7 1.5-1z" />
      </svg>
      <div>
        <span className={styles.signTitle}>
          <RubyText>{title}</RubyText>
        </span>
        <strong>
          <RubyText>{words}</RubyText>
        </strong>
      </div>
    </div>
  );
}

import { type KeyboardEvent, useState } from "react";
import { useWords } from "../words/useWords";
import styles from "./Desk.module.css";
import { belongsToInputMethod } from "./shortcuts";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;
const SENT_SHOWN = 16;

/** Twelve keys to the far end; the keyboard works while the focus is here. */
export function Keypad({ onDigit, onClose }: { onDigit: (digit: string) => void; onClose: () => void }) {
  const { w } = useWords();
  const [sent, setSent] = useState("");
  const send = (digit: string) => {
    setSent((before) => (before + digit).slice(-SENT_SHOWN));
    onDigit(digit);
  };
  const press = (event: KeyboardEvent) => {
    if (belongsToInputMethod(event.nativeEvent) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") onClose();
    else if (KEYS.some((key) => key === event.key)) send(event.key);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.keypad} role="group" aria-label={w.desk.keypad} data-keypad="" onKeyDown={press}>
      <p className={styles.soft}>{w.desk.keypadHint}</p>
      <output className={`${styles.sent} digits`} aria-label={w.desk.sent}>
        {sent}
      </output>
      <div className={styles.keys}>
        {KEYS.map((key) => (
          <button key={key} type="button" autoFocus={key === "1"} onClick={() => send(key)}>
            {key}
          </button>
        ))}
      </div>
    </div>
  );
}

import { Button } from "../parts/Button";
import { fill } from "../words/words";
import styles from "./Panels.module.css";
import type { DeskBrowserWords } from "./speech";

/** One thing the visitor was asked beforehand. */
export interface FormText {
  label: string;
  text: string;
}

/** Types what was asked beforehand, one thing a press; there is no other way of pasting. */
export function FormData({ texts, w, able, onInsert }: { texts: readonly FormText[]; w: DeskBrowserWords; able: boolean; onInsert: (text: FormText) => void }) {
  return (
    <section className={styles.sheet} aria-labelledby="browser-form">
      <h3 id="browser-form">{w.form.title}</h3>
      <p className={styles.soft}>{w.form.hint}</p>
      <ul className={styles.list}>
        {texts.map((each) => (
          <li key={each.label}>
            <span>
              <span className={styles.soft}>{each.label}</span> <strong>{each.text}</strong>
            </span>
            <Button size="small" unavailable={!able} onClick={() => onInsert(each)}>
              {fill(w.form.insert, { label: each.label })}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

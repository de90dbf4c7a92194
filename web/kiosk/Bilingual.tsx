import type { Pair } from "../words/kiosk-staff";
import styles from "./Kiosk.module.css";

/** Japanese, and the same in English below it. */
export function Bilingual({ words }: { words: Pair }) {
  return (
    <span className={styles.pair}>
      <span lang="ja">{words.ja}</span>{" "}
      <span lang="en" className={styles.second}>
        {words.en}
      </span>
    </span>
  );
}

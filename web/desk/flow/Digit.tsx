import type { Language } from "../../api/types";
import type { ActionView } from "../../flow/view";
import styles from "./Flow.module.css";
import type { Flow } from "./useFlow";

/** What the part of a step's action is given. */
export interface ActionProps<K extends ActionView["kind"]> {
  flow: Flow;
  action: Extract<ActionView, { kind: K }>;
  visitor: Language;
}

/** The number key that presses the line. */
export function Digit({ index }: { index: number }) {
  return (
    <kbd className={styles.digit} aria-hidden="true">
      {index + 1}
    </kbd>
  );
}

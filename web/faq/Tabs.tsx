import { type KeyboardEvent, type ReactNode, useId } from "react";
import styles from "./Tabs.module.css";

interface Props<T extends string> {
  label: string;
  tabs: readonly (readonly [T, string, number | null])[];
  chosen: T;
  onChoose: (tab: T) => void;
  children: ReactNode;
}

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Tabs after the ARIA pattern: one stop of the Tab key, arrows go from one to the next. */
export function Tabs<T extends string>({ label, tabs, chosen, onChoose, children }: Props<T>) {
  const id = useId();
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = steps[event.key];
    const at = tabs.findIndex(([name]) => name === chosen);
    const next = step === undefined ? undefined : tabs[step(at, tabs.length)];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next[0]);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next[0]}"]`)?.focus();
  };
  return (
    <div className={styles.tabs}>
      <div className={styles.list} role="tablist" aria-label={label} onKeyDown={press}>
        {tabs.map(([name, words, count]) => (
          <button key={name} id={`${id}-${name}`} type="button" role="tab" data-tab={name} aria-selected={name === chosen} aria-controls={`${id}-panel`} tabIndex={name === chosen ? 0 : -1} onClick={() => onChoose(name)}>
            {words}
            {count !== null && count > 0 && <span className={`digits ${styles.count}`}>{count}</span>}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} className={styles.panel} role="tabpanel" aria-labelledby={`${id}-${chosen}`} tabIndex={0}>
        {children}
      </div>
    </div>
  );
}

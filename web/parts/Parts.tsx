import type { ReactNode } from "react";
import styles from "./Parts.module.css";

export type Tone = "plain" | "info" | "good" | "warn" | "bad" | "notice";

/** A titled sheet of a page. */
export function Panel({ id, title, aside, tone = "plain", children }: { id: string; title: ReactNode; aside?: ReactNode; tone?: Tone; children: ReactNode }) {
  return (
    <section className={`${styles.panel} ${styles[`edge-${tone}`] ?? ""}`} aria-labelledby={`${id}-title`}>
      <div className={styles.panelHead}>
        <h2 id={`${id}-title`}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** A sentence that stands out. `alert` makes assistive technology say it at once. */
export function Notice({ tone, children, alert = false, action }: { tone: Tone; children: ReactNode; alert?: boolean; action?: ReactNode }) {
  return (
    <div className={`${styles.notice} ${styles[`tone-${tone}`]}`} role={alert ? "alert" : undefined}>
      <div className={styles.noticeWords}>{children}</div>
      {action}
    </div>
  );
}

/** A state as coloured mark and words; the words alone suffice. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`${styles.badge} ${styles[`tone-${tone}`]}`}>
      <span className={styles.dot} aria-hidden="true" />
      {children}
    </span>
  );
}

/** What a list shows when it holds nothing. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className={styles.empty}>{children}</p>;
}

/** Names and values, side by side. */
export function Facts({ items }: { items: readonly (readonly [ReactNode, ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {items.map(([name, value], index) => (
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A table that scrolls by itself on narrow screens, reachable by keyboard. */
export function Table({ label, head, children }: { label: string; head: readonly ReactNode[]; children: ReactNode }) {
  return (
    <div className={styles.tableScroll} role="group" aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** How much of a limited time is left, 0..=1, with words for it. */
export function TimeBar({ label, share, text, tone = "info" }: { label: string; share: number; text: string; tone?: Tone }) {
  const percent = Math.round(Math.max(0, Math.min(1, share)) * 100);
  return (
    <div className={styles.timeBar}>
      <div className={styles.timeWords}>
        <span>{label}</span>
        <span className="digits">{text}</span>
      </div>
      <div className={styles.track} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} aria-valuetext={text}>
        <div className={`${styles.bar} ${styles[`bar-${tone}`] ?? ""}`} style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}

/** A heading row of a page, with its actions. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.pageHead}>
      <h1 tabIndex={-1}>{title}</h1>
      {children !== undefined && <div className={styles.pageActions}>{children}</div>}
    </div>
  );
}

/** A group of buttons that wraps. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}

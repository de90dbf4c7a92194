import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";
import styles from "./Field.module.css";

interface Around {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  /** Small words beside the label: required, optional, or a key. */
  mark?: ReactNode;
}

function describedBy({ id, hint, error }: Around): string | undefined {
  const ids = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(" ");
}

function Frame({ id, label, hint, error, mark, children }: Around & { children: ReactNode }) {
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
        {mark !== undefined && <span className={styles.mark}>{mark}</span>}
      </label>
      {hint !== undefined && (
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
      {error !== undefined && (
        <p className={styles.error} id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

/** A labelled one-line input. */
export function TextField({ label, hint, error, mark, className = "", ...input }: Around & InputHTMLAttributes<HTMLInputElement> & { id: string }) {
  const around = { id: input.id, label, hint, error, mark };
  return (
    <Frame {...around}>
      <input className={`${styles.input} ${className}`} {...input} aria-invalid={error !== undefined || undefined} aria-describedby={describedBy(around)} />
    </Frame>
  );
}

/** A labelled text of several lines. */
export function TextArea({ label, hint, error, mark, ...area }: Around & TextareaHTMLAttributes<HTMLTextAreaElement> & { id: string }) {
  const around = { id: area.id, label, hint, error, mark };
  return (
    <Frame {...around}>
      <textarea rows={4} className={styles.input} {...area} aria-invalid={error !== undefined || undefined} aria-describedby={describedBy(around)} />
    </Frame>
  );
}

/** A labelled native choice. */
export function SelectField({ label, hint, error, mark, children, ...select }: Around & SelectHTMLAttributes<HTMLSelectElement> & { id: string }) {
  const around = { id: select.id, label, hint, error, mark };
  return (
    <Frame {...around}>
      <select className={styles.input} {...select} aria-invalid={error !== undefined || undefined} aria-describedby={describedBy(around)}>
        {children}
      </select>
    </Frame>
  );
}

/** A labelled switch, box before words. */
export function Checkbox({ label, ...input }: { label: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label className={styles.check}>
      <input type="checkbox" {...input} />
      <span>{label}</span>
    </label>
  );
}

interface Choice {
  value: string;
  label: ReactNode;
  /** The number key that chooses it. */
  shortcut?: string | undefined;
}

interface ChoicesProps {
  legend: ReactNode;
  name: string;
  choices: readonly Choice[];
  value: string | null;
  onPick: (value: string) => void;
  error?: string | undefined;
  /** Marks the group that number keys choose from. */
  active?: boolean;
  dense?: boolean;
}

/** One of several, as large radio tiles. */
export function Choices({ legend, name, choices, value, onPick, error, active = false, dense = false }: ChoicesProps) {
  return (
    <fieldset className={styles.field} aria-describedby={error === undefined ? undefined : `${name}-error`}>
      <legend className={styles.label}>{legend}</legend>
      <div className={`${styles.choices} ${dense ? styles.dense : ""} ${active ? styles.active : ""}`}>
        {choices.map((choice) => (
          <label key={choice.value} className={styles.choice}>
            <input type="radio" name={name} value={choice.value} checked={value === choice.value} onChange={() => onPick(choice.value)} />
            <span className={styles.choiceWords}>{choice.label}</span>
            {choice.shortcut !== undefined && (
              <kbd className={styles.choiceKey} aria-hidden="true">
                {choice.shortcut}
              </kbd>
            )}
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p className={styles.error} id={`${name}-error`}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

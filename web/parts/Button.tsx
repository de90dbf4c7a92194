import type { ButtonHTMLAttributes, MouseEvent, ReactNode } from "react";
import styles from "./Button.module.css";

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "disabled"> {
  look?: "solid" | "outline" | "quiet" | "good" | "bad" | "bad-outline";
  size?: "small" | "normal" | "large";
  /** The key that does the same; shown on the button and told to assistive technology. */
  shortcut?: string | undefined;
  /** Stays focusable and is announced as unavailable. */
  unavailable?: boolean;
  children: ReactNode;
}

/** A native button in the Digital Agency look. */
export function Button({ look = "outline", size = "normal", shortcut, unavailable = false, onClick, className = "", children, ...rest }: Props) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (unavailable) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      type="button"
      {...rest}
      className={`${styles.button} ${styles[look]} ${styles[size]} ${className}`}
      aria-disabled={unavailable || undefined}
      aria-keyshortcuts={shortcut?.replaceAll(" ", "")}
      onClick={press}
    >
      <span className={styles.label}>{children}</span>
      {shortcut !== undefined && (
        <kbd className={styles.key} aria-hidden="true">
          {shortcut}
        </kbd>
      )}
    </button>
  );
}

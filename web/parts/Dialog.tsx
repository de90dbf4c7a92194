import type { ReactNode, SyntheticEvent } from "react";
import styles from "./Dialog.module.css";

interface Props {
  id: string;
  title: ReactNode;
  closeLabel: string;
  /** Left out, the dialog stays until one of its buttons decides. */
  onClose?: () => void;
  wide?: boolean;
  /** Without the cross: the buttons say all there is to say, and Escape still closes. */
  plain?: boolean;
  children: ReactNode;
  actions?: ReactNode;
}

const FIRST_FIELD = "[data-dialog-body] :is(input:not([type=radio], [type=checkbox]), select, textarea)";

/**
 * Opens the element as a modal for as long as it is mounted; the browser traps and returns focus.
 * A form begins at its first field; anything else where the browser begins.
 */
function showWhileMounted(element: HTMLDialogElement | null) {
  element?.showModal();
  element?.querySelector<HTMLElement>(FIRST_FIELD)?.focus();
  return () => element?.close();
}

/** A native modal dialog. */
export function Dialog({ id, title, closeLabel, onClose, wide = false, plain = false, children, actions }: Props) {
  const cancel = (event: SyntheticEvent) => {
    event.preventDefault();
    onClose?.();
  };
  return (
    <dialog ref={showWhileMounted} className={`${styles.dialog} ${wide ? styles.wide : ""}`} aria-labelledby={`${id}-title`} onCancel={cancel}>
      <div className={styles.head}>
        <h2 id={`${id}-title`}>{title}</h2>
        {onClose !== undefined && !plain && (
          <button type="button" className={styles.close} onClick={onClose} aria-label={closeLabel}>
            <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
              <path d="M6 6l12 12M18 6L6 18" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
            </svg>
          </button>
        )}
      </div>
      <div className={styles.body} data-dialog-body="">{children}</div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </dialog>
  );
}

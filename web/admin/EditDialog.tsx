import type { ReactNode } from "react";
import { ProblemNotice } from "../shell/ProblemNotice";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { useWords } from "../words/useWords";
import styles from "./Admin.module.css";

interface Props {
  id: string;
  title: string;
  error: unknown;
  pending: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form in a dialog with save and cancel. */
export function EditDialog({ id, title, error, pending, onSubmit, onClose, children }: Props) {
  const { w } = useWords();
  return (
    <Dialog
      id={id}
      title={title}
      closeLabel={w.close}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{w.cancel}</Button>
          <Button look="solid" type="submit" form={`${id}-form`} unavailable={pending}>
            {w.save}
          </Button>
        </>
      }
    >
      <form
        id={`${id}-form`}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending) onSubmit();
        }}
      >
        <ProblemNotice error={error} />
        {children}
      </form>
    </Dialog>
  );
}

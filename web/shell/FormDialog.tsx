import type { FormEvent, ReactNode } from "react";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { useWords } from "../words/useWords";

interface Props {
  id: string;
  title: string;
  /** What the button says that sends the form. */
  action: string;
  pending?: boolean;
  wide?: boolean;
  className?: string | undefined;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form in a dialog: cancel and send below, Enter sends, the page stays where it is. */
export function FormDialog({ id, title, action, pending = false, wide = false, className, onSubmit, onClose, children }: Props) {
  const { w } = useWords();
  const form = `${id}-form`;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog
      id={id}
      title={title}
      closeLabel={w.close}
      onClose={onClose}
      wide={wide}
      actions={
        <>
          <Button onClick={onClose}>{w.cancel}</Button>
          <Button look="solid" type="submit" form={form} unavailable={pending}>
            {action}
          </Button>
        </>
      }
    >
      <form id={form} className={className} onSubmit={submit} noValidate>
        {children}
      </form>
    </Dialog>
  );
}

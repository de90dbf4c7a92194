import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";

/** Asks before a call is taken from its agent. */
export function TakeOverDialog({ agent, onConfirm, onClose }: { agent: string; onConfirm: () => void; onClose: () => void }) {
  const { w } = useWords();
  return (
    <Dialog
      id="take-over"
      title={w.supervision.takeOverTitle}
      closeLabel={w.close}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{w.cancel}</Button>
          <Button look="solid" onClick={onConfirm}>
            {w.supervision.takeOverConfirm}
          </Button>
        </>
      }
    >
      <p>{fill(w.supervision.takeOverText, { agent })}</p>
    </Dialog>
  );
}

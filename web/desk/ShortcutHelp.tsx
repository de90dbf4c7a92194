import { Dialog } from "../parts/Dialog";
import { useWords } from "../words/useWords";
import styles from "./Desk.module.css";
import { chordText, type DeskAction } from "./shortcuts";

const LISTED: readonly DeskAction[] = ["answer", "red", "hold", "mute", "secret", "transfer", "keypad", "state", "note", "save", "summary", "flow", "flow_next", "flow_back", "hand", "assist_next", "assist_copy", "assist_pin", "assist_wrong", "assist_flag", "assist_draft", "hands", "help"];

/** Every key of the desk. */
export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { w } = useWords();
  const meanings = { ...w.shortcuts, ...w.flow.keys, ...w.assist.keys, secret: w.secretHold.shortcut };
  const rows = [...LISTED.map((action) => [chordText(action), meanings[action]] as const), ["1 – 9", w.flow.keys.digits] as const, ["1 – 9 / 0", w.shortcuts.wrapUp] as const, ["Esc", w.shortcuts.escape] as const];
  return (
    <Dialog id="shortcuts" title={w.shortcuts.title} closeLabel={w.close} onClose={onClose}>
      <p>{w.shortcuts.intro}</p>
      <dl className={styles.shortcuts}>
        {rows.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

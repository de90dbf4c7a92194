import type { ContactView } from "../live/messages";
import { Button } from "../parts/Button";
import { Actions, Notice } from "../parts/Parts";
import { useNow } from "../shell/useNow";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { chordText } from "./shortcuts";

interface Props {
  contact: ContactView;
  able: boolean;
  clock_offset_ms: number;
  onHold: (on: boolean) => void;
}

/** 「番号を言われます」: nothing is recorded or written down until it is pressed again, or its time is over. */
export function SecretHoldButton({ contact, able, clock_offset_ms, onHold }: Props) {
  const { w } = useWords();
  const now_ms = useNow() + clock_offset_ms;
  const until = contact.secret_hold_until;
  if (until === null) {
    return (
      <Actions>
        <Button shortcut={chordText("secret")} unavailable={!able} title={w.secretHold.hint} onClick={() => onHold(true)}>
          {w.secretHold.begin}
        </Button>
      </Actions>
    );
  }
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now_ms) / 1000));
  return (
    <Notice
      tone="warn"
      action={
        <Actions>
          <Button look="solid" shortcut={chordText("secret")} onClick={() => onHold(false)}>
            {w.secretHold.end}
          </Button>
          <Button onClick={() => onHold(true)}>{w.secretHold.more}</Button>
        </Actions>
      }
    >
      {fill(w.secretHold.on, { seconds })}
    </Notice>
  );
}

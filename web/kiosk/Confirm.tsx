import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { RubyText } from "../parts/RubyText";
import { useKioskWords } from "../words/kiosk-speech";

interface Props {
  title: string;
  text: string;
  yes: string;
  no: string;
  /** Something is lost by saying yes. */
  grave?: boolean;
  onYes: () => void;
  onNo: () => void;
}

/** Asks before the screen goes on. The harmless answer comes first, and so has the focus. */
export function Confirm({ title, text, yes, no, grave = true, onYes, onNo }: Props) {
  const { w } = useKioskWords();
  return (
    <Dialog
      id="confirm"
      title={<RubyText>{title}</RubyText>}
      closeLabel={w.notices.close}
      onClose={onNo}
      plain
      actions={
        <>
          <Button look="solid" size="large" onClick={onNo}>
            <RubyText>{no}</RubyText>
          </Button>
          <Button look={grave ? "bad-outline" : "outline"} size="large" onClick={onYes}>
            <RubyText>{yes}</RubyText>
          </Button>
        </>
      }
    >
      <p>
        <RubyText>{text}</RubyText>
      </p>
    </Dialog>
  );
}

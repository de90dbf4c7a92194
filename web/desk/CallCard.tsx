import type { ContactState, ContactView } from "../live/messages";
import { Button } from "../parts/Button";
import { Actions, Badge, Facts, Notice, Panel, type Tone } from "../parts/Parts";
import { formatDuration } from "../shell/format";
import { useNow } from "../shell/useNow";
import type { CaptionLine } from "../visit/captions";
import type { WrittenLine } from "../visit/written";
import type { Seats } from "../visit/seats";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import type { Abilities, CallPart } from "./call-store";
import type { VideoGrant, VideoSaid } from "../visit/providers/provider";
import styles from "./Desk.module.css";
import { Keypad } from "./Keypad";
import { Earlier, visitFacts } from "./RingingCard";
import { SecretHoldButton } from "./SecretHoldButton";
import { chordText } from "./shortcuts";
import { VisitCaptions } from "./VisitCaptions";
import { VisitPicture } from "./VisitPicture";
import { VisitWriting } from "./VisitWriting";
import { callerOf } from "./useDesk";

export const contactTones: Record<ContactState, Tone> = {
  ivr: "plain",
  waiting: "warn",
  ringing: "info",
  dialling: "info",
  talking: "good",
  interrupted: "warn",
  held: "warn",
  consulting: "info",
  conference: "info",
  transferring: "info",
  transferred: "plain",
  wrap_up: "notice",
  closed: "plain",
};

export interface CallHandlers {
  onHold: () => void;
  onMute: () => void;
  onKeypad: () => void;
  onHand: () => void;
  onTransfer: () => void;
  onHangUp: () => void;
  onHandover: () => void;
  onComplete: () => void;
  onConference: () => void;
  onCancelConsult: () => void;
  onDigit: (digit: string) => void;
  onSecretHold: (on: boolean) => void;
}

interface Props extends CallHandlers {
  onVisitOffer: (contact: string, sdp: string, away: boolean) => Promise<string>;
  onVideoSaid: (contact: string, epoch: number, said: VideoSaid) => Promise<VideoGrant | null>;
  onLookAway: (contact: string, on: boolean) => void;
  onAskDocument: (contact: string, on: boolean) => void;
  /** The visitor types a secret in the shared browser. */
  isPrivate: boolean;
  /** Who is in which line of the visit's connection. */
  seats: Seats;
  written: readonly WrittenLine[];
  captions: readonly CaptionLine[];
  onSay: (contact: string, text: string) => Promise<string | null>;
  contact: ContactView;
  part: CallPart;
  able: Abilities;
  muted: boolean;
  keypad: boolean;
  clock_offset_ms: number;
}

/** The call in hand. */
export function CallCard({ contact, part, able, muted, keypad, clock_offset_ms, ...on }: Props) {
  const speech = useWords();
  const { w } = speech;
  const now_ms = useNow() + clock_offset_ms;
  const since = contact.answered_at ?? contact.state_since;
  const isVisit = contact.channel === "counter";
  return (
    <Panel
      id="call"
      title={part === "dialling" ? w.desk.dialling : isVisit ? w.desk.visit : w.desk.call}
      tone={contact.state === "held" ? "warn" : "info"}
      aside={
        <span className={styles.badges}>
          {contact.recording && <Badge tone="bad">{w.desk.recording}</Badge>}
          <Badge tone={contactTones[contact.state]}>{isVisit && contact.state === "talking" ? w.desk.serving : w.contactStates[contact.state]}</Badge>
        </span>
      }
    >
      <div className={styles.who}>
        <p className={`${styles.caller} digits`}>{callerOf(contact, speech)}</p>
        <p className={styles.language}>{w.languages[contact.language ?? "unknown"]}</p>
        <p className={styles.talkTime}>
          <span className="visually-hidden">{w.desk.talkTime}</span>
          <span className="digits">{formatDuration(now_ms - Date.parse(since))}</span>
        </p>
      </div>
      {isVisit && <Facts items={visitFacts(contact, w)} />}
      {isVisit && part === "own" && <VisitPicture key={contact.id} visit={contact} offer={on.onVisitOffer} say={on.onVideoSaid} onAway={on.onLookAway} seats={on.seats} onAskDocument={on.onAskDocument} isPrivate={on.isPrivate} />}
      {isVisit && part === "own" && <VisitCaptions key={`captions ${contact.id}`} contact={contact} lines={on.captions} />}
      {isVisit && part === "own" && <VisitWriting key={`written ${contact.id}`} contact={contact} lines={on.written} onSay={on.onSay} />}
      {part === "consulted" && <Notice tone="info">{w.desk.consulted}</Notice>}
      {muted && <Notice tone="warn">{w.desk.muted}</Notice>}
      {contact.state === "held" && (
        <p className={styles.holdTime}>
          {w.contactStates.held} <span className="digits">{formatDuration(now_ms - Date.parse(contact.state_since))}</span>
        </p>
      )}
      <Monitors contact={contact} />
      {contact.third !== null && <Third contact={contact} able={able} {...on} />}
      {part === "own" && !isVisit && <SecretHoldButton contact={contact} able={able.secret} clock_offset_ms={clock_offset_ms} onHold={on.onSecretHold} />}
      {isVisit ? (
        <Actions>
          <Button look="bad" shortcut={chordText("red")} unavailable={!able.hang_up} onClick={on.onHangUp}>
            {w.desk.endVisit}
          </Button>
        </Actions>
      ) : (
        <CallButtons able={able} muted={muted} keypad={keypad} {...on} />
      )}
      {keypad && able.digits && <Keypad onDigit={on.onDigit} onClose={on.onKeypad} />}
      <Actions>
        <Button shortcut={chordText("hand")} aria-pressed={contact.hand_raised} unavailable={!able.raise_hand} onClick={on.onHand}>
          {contact.hand_raised ? w.supervision.lowerHand : w.supervision.raiseHand}
        </Button>
        <Button look="quiet" onClick={on.onHandover}>
          {w.desk.handover}
        </Button>
      </Actions>
      {part === "own" && !isVisit && <Earlier contacts={contact.previous} />}
    </Panel>
  );
}

const MONITOR_MODES = ["listen", "whisper", "barge"] as const;

/** Who is on the call besides the two who speak, by name and by what they do. */
function Monitors({ contact }: { contact: ContactView }) {
  const { w } = useWords();
  return MONITOR_MODES.map((mode) => {
    const names = contact.monitors.filter((monitor) => monitor.mode === mode).map(({ name }) => name);
    return (
      names.length > 0 && (
        <Notice key={mode} tone="notice">
          {fill(w.supervision.monitored[mode], { names: names.join("・") })}
        </Notice>
      )
    );
  });
}

function CallButtons({ able, muted, keypad, ...on }: Pick<Props, "able" | "muted" | "keypad"> & CallHandlers) {
  const { w } = useWords();
  return (
      <div className={styles.callButtons}>
        <Button shortcut={chordText("hold")} aria-pressed={able.resume} unavailable={!able.hold && !able.resume} onClick={on.onHold}>
          {able.resume ? w.desk.resume : w.desk.hold}
        </Button>
        <Button shortcut={chordText("mute")} aria-pressed={muted} unavailable={!able.mute} onClick={on.onMute}>
          {muted ? w.desk.unmute : w.desk.mute}
        </Button>
        <Button shortcut={chordText("transfer")} unavailable={!able.pass_on} onClick={on.onTransfer}>
          {w.desk.transfer}
        </Button>
        <Button shortcut={chordText("keypad")} aria-expanded={keypad} unavailable={!able.digits} onClick={on.onKeypad}>
          {w.desk.keypad}
        </Button>
        <Button look="bad" shortcut={chordText("red")} unavailable={!able.hang_up} onClick={on.onHangUp}>
          {w.desk.hangUp}
        </Button>
      </div>
  );
}

function Third({ contact, able, onComplete, onConference, onCancelConsult }: { contact: ContactView; able: Abilities } & CallHandlers) {
  const { w } = useWords();
  if (contact.third === null) return null;
  return (
    <div className={styles.third}>
      <p>
        <span className={styles.soft}>{w.desk.third}</span> <strong>{contact.third.label}</strong> <Badge tone={contact.third.state === "talking" ? "good" : "info"}>{w.thirdStates[contact.third.state]}</Badge>
      </p>
      <Actions>
        <Button look="solid" unavailable={!able.complete} onClick={onComplete}>
          {w.desk.complete}
        </Button>
        <Button unavailable={!able.conference} onClick={onConference}>
          {w.desk.conference}
        </Button>
        <Button unavailable={!able.cancel_consult} onClick={onCancelConsult}>
          {w.desk.cancelConsult}
        </Button>
      </Actions>
    </div>
  );
}

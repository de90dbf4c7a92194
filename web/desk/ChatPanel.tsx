import { type ChangeEvent, useEffect, useRef } from "react";
import { type ChatLine, hidesSomething, latestFrom, textOf } from "../chat/lines";
import { sizeOf } from "../faq/files";
import type { ContactView } from "../live/messages";
import { Button } from "../parts/Button";
import { TextArea } from "../parts/Field";
import { Actions, Badge, Notice, Panel } from "../parts/Parts";
import { announce } from "../shell/announcer";
import { formatDuration, formatTime } from "../shell/format";
import { useNow } from "../shell/useNow";
import { useDraft } from "../visit/useDraft";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import type { Abilities } from "./call-store";
import styles from "./Chat.module.css";
import deskStyles from "./Desk.module.css";
import { chordText } from "./shortcuts";

/** The resident is told at most this often that the operator writes. */
const TYPING_EVERY_MS = 2_000;
/** The other side is shown to be writing for this long after it was said. */
const TYPING_MS = 4_000;
/** The server refuses a longer line. */
const LINE_CHARS_MAX = 500;

interface Props {
  contact: ContactView;
  lines: readonly ChatLine[];
  /** When the resident was last said to be writing. */
  typed_ms: number;
  able: Abilities;
  clock_offset_ms: number;
  /** Null when the line was taken, else why not. */
  onSay: (contact: string, text: string) => Promise<string | null>;
  onTyping: (contact: string) => void;
  onHangUp: () => void;
  onHand: () => void;
  /** Passes the chat to a colleague or back into line. */
  onTransfer: () => void;
  onHandover: () => void;
}

/** The chat in hand: what the bot was asked and answered, what is written, and a field. */
export function ChatPanel({ contact, lines, typed_ms, able, clock_offset_ms, onSay, onTyping, onHangUp, onHand, onTransfer, onHandover }: Props) {
  const { w } = useWords();
  const now_ms = useNow();
  useNews(lines);
  const since = contact.answered_at ?? contact.state_since;
  return (
    <Panel id="call" title={w.chat.title} tone="info" aside={<Badge tone="good">{w.desk.serving}</Badge>}>
      <div className={deskStyles.who}>
        <p className={deskStyles.language}>
          {w.languages[contact.language ?? "unknown"]} {contact.reads_easy && <Badge tone="notice">{w.chat.readsEasy}</Badge>}
        </p>
        <p className={deskStyles.talkTime}>
          <span className="visually-hidden">{w.desk.talkTime}</span>
          <span className="digits">{formatDuration(now_ms + clock_offset_ms - Date.parse(since))}</span>
        </p>
      </div>
      <ChatLog lines={lines} />
      <p className={styles.typing} role="status">
        {now_ms - typed_ms < TYPING_MS ? w.chat.typing : ""}
      </p>
      <ChatForm contact={contact} onSay={(text) => onSay(contact.id, text)} onTyping={() => onTyping(contact.id)} />
      <p className={styles.note}>{w.chat.kept}</p>
      <Actions>
        <Button look="bad" shortcut={chordText("red")} unavailable={!able.hang_up} onClick={onHangUp}>
          {w.chat.end}
        </Button>
        <Button shortcut={chordText("hand")} aria-pressed={contact.hand_raised} unavailable={!able.raise_hand} onClick={onHand}>
          {contact.hand_raised ? w.supervision.lowerHand : w.supervision.raiseHand}
        </Button>
        <Button shortcut={chordText("transfer")} unavailable={!able.pass_on} onClick={onTransfer}>
          {w.chat.passOn}
        </Button>
        <Button look="quiet" onClick={onHandover}>
          {w.desk.handover}
        </Button>
      </Actions>
    </Panel>
  );
}

/** What was written so far; also shown while the chat rings and during after-call work. */
export function ChatLog({ lines }: { lines: readonly ChatLine[] }) {
  const { w, language } = useWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The newest line is in sight; jsdom has no layout to scroll.
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  return (
    <div ref={box} className={styles.log} role="group" aria-label={w.chat.log} tabIndex={0}>
      {lines.length === 0 && <p className={styles.note}>{w.chat.empty}</p>}
      <ol>
        {lines.map((line) => (
          <li key={line.number} className={styles[line.from]} data-line={line.number}>
            <p className={styles.who}>
              {w.chat[line.from]} <time dateTime={line.at}>{formatTime(line.at, language)}</time>
            </p>
            <LineText line={line} />
            {hidesSomething(line) && <p className={styles.note}>{w.chat.removed}</p>}
          </li>
        ))}
      </ol>
    </div>
  );
}

function LineText({ line }: { line: ChatLine }) {
  const { w } = useWords();
  const { answer } = line;
  return (
    <>
      {answer !== null && <p className={styles.note}>{fill(w.chat.answered, { key: answer.key, version: answer.version })}</p>}
      {line.choices.length > 0 && <p className={styles.note}>{w.chat.offered}</p>}
      {answer !== null && answer.files.length > 0 && <p className={styles.note}>{fill(w.chat.files, { names: answer.files.map(({ name, bytes }) => `${name}（${sizeOf(bytes)}）`).join("、") })}</p>}
      <p className={styles.text}>{line.no_answer ? w.chat.noAnswer : line.pieces.map((piece, at) => (piece.removed === null ? piece.text : <mark key={at}>{piece.text}</mark>))}</p>
    </>
  );
}

function ChatForm({ contact, onSay, onTyping }: { contact: ContactView; onSay: (text: string) => Promise<string | null>; onTyping: () => void }) {
  const { w } = useWords();
  const { draft, setDraft, why, send, submit, onKeyDown } = useDraft(onSay);
  const told_ms = useRef(0);
  const write = (event: ChangeEvent<HTMLTextAreaElement>) => {
    setDraft(event.target.value);
    const now_ms = Date.now();
    if (now_ms - told_ms.current < TYPING_EVERY_MS) return;
    told_ms.current = now_ms;
    onTyping();
  };
  const phrases = contact.language === "en" ? w.chat.phrasesForeign : w.chat.phrases;
  return (
    <>
      {why !== null && (
        <Notice tone="bad" alert>
          {why}
        </Notice>
      )}
      <form className={styles.form} onSubmit={submit} autoComplete="off">
        <TextArea id="chat-line" label={w.chat.field} hint={w.chat.hint} rows={2} maxLength={LINE_CHARS_MAX} autoComplete="off" value={draft} onChange={write} onKeyDown={onKeyDown} />
        <Button type="submit" look="solid">
          {w.chat.send}
        </Button>
      </form>
      <ul className={styles.phrases} aria-label={w.chat.quick}>
        {phrases.map((text) => (
          <li key={text}>
            <Button size="small" onClick={() => void send(text)}>
              {text}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A resident's new line is said aloud. */
function useNews(lines: readonly ChatLine[]): void {
  const { w } = useWords();
  const known = useRef(lines);
  useEffect(() => {
    const news = latestFrom("resident", known.current, lines);
    known.current = lines;
    if (news !== null) announce(fill(w.chat.says, { text: textOf(news) }));
  }, [lines, w]);
}

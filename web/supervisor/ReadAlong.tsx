/** All calls with the line that is spoken just now, and all chats; opening one shows every word so far, to be read only. */
import { callerOf } from "../desk/useDesk";
import type { ContactView } from "../live/messages";
import { Button } from "../parts/Button";
import { Empty, Panel } from "../parts/Parts";
import { endOf, newestLine, type TranscriptLine } from "../transcript/lines";
import { LineText, LiveText } from "../transcript/LiveText";
import { SpeechNotice } from "../transcript/SpeechNotice";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import styles from "./ReadAlong.module.css";
import { useReading } from "./useReading";
import type { ChatLine } from "../chat/lines";
import { ChatLog } from "../desk/ChatPanel";
import { formatTime } from "../shell/format";
import type { Floor } from "./useFloor";

/** Letters of the newest line that tell whether to read on. */
const END_LETTERS = 60;

const noLines: readonly TranscriptLine[] = [];
const noChat: readonly ChatLine[] = [];

export function ReadAlong({ floor }: { floor: Floor }) {
  const speech = useWords();
  const { w } = speech;
  const { state } = floor.live;
  const { reading, read } = useReading(floor.live);
  const calls = Object.values(state.contacts)
    .filter((contact) => contact.channel === "phone" && (contact.recording || state.transcripts[contact.id] !== undefined))
    .sort((left, right) => left.arrived_at.localeCompare(right.arrived_at));
  const chats = Object.values(state.contacts)
    .filter((contact) => contact.channel === "chat" && contact.state !== "closed")
    .sort((left, right) => left.arrived_at.localeCompare(right.arrived_at));
  const open = calls.find((contact) => contact.id === reading);
  const openChat = chats.find((contact) => contact.id === reading);
  return (
    <Panel id="read-along" title={w.transcript.readAlong}>
      <SpeechNotice />
      {calls.length + chats.length === 0 ? (
        <Empty>{w.supervisor.noContacts}</Empty>
      ) : (
        <div className={open === undefined && openChat === undefined ? undefined : styles.columns}>
          <ul className={styles.calls}>
            {calls.map((contact) => (
              <Call key={contact.id} contact={contact} agent={nameIn(floor, contact)} newest={newestLine(state.transcripts[contact.id])} isOpen={contact.id === reading} onRead={() => read(contact.id === reading ? null : contact.id)} />
            ))}
            {chats.map((contact) => (
              <Chat key={contact.id} contact={contact} agent={nameIn(floor, contact)} isOpen={contact.id === reading} onRead={() => read(contact.id === reading ? null : contact.id)} />
            ))}
          </ul>
          {openChat !== undefined && (
            <div>
              <p className={styles.none}>{w.chat.readNote}</p>
              <ChatLog key={openChat.id} lines={state.chats[openChat.id] ?? noChat} />
            </div>
          )}
          {open !== undefined && <LiveText key={open.id} lines={state.transcripts[open.id] ?? noLines} label={fill(w.transcript.readOf, { caller: callerOf(open, speech) })} />}
        </div>
      )}
    </Panel>
  );
}

function nameIn(floor: Floor, contact: ContactView): string {
  return contact.agent === null ? "—" : (floor.live.state.agents[contact.agent]?.name ?? "—");
}

/** A chat has no newest line here: nothing of it is told before it is opened, and that is noted. */
function Chat({ contact, agent, isOpen, onRead }: { contact: ContactView; agent: string; isOpen: boolean; onRead: () => void }) {
  const { w, language } = useWords();
  const at = formatTime(contact.arrived_at, language);
  return (
    <li className={styles.call}>
      <div className={styles.words}>
        <p className={styles.who}>
          <strong>{w.chat.title}</strong> <time dateTime={contact.arrived_at}>{at}</time> <span>{agent}</span>
        </p>
        <p className={styles.none}>{w.contactStates[contact.state]}</p>
      </div>
      <Button size="small" aria-expanded={isOpen} aria-label={fill(isOpen ? w.chat.stopReadingOf : w.chat.readOf, { at })} onClick={onRead}>
        {isOpen ? w.transcript.stopReading : w.transcript.read}
      </Button>
    </li>
  );
}

function Call({ contact, agent, newest, isOpen, onRead }: { contact: ContactView; agent: string; newest: TranscriptLine | null; isOpen: boolean; onRead: () => void }) {
  const speech = useWords();
  const { w } = speech;
  const caller = callerOf(contact, speech);
  return (
    <li className={styles.call}>
      <div className={styles.words}>
        <p className={styles.who}>
          <strong className="digits">{caller}</strong> <span>{agent}</span>
        </p>
        <p className={newest?.final === false ? styles.speaking : styles.newest} lang={newest?.language ?? undefined}>
          {newest === null ? (
            <span className={styles.none}>{w.transcript.nothing}</span>
          ) : (
            <>
              <span className={styles.party}>{labelOf(w.transcript.parties, newest.party)}</span> <LineText pieces={endOf(newest.pieces, END_LETTERS)} />
            </>
          )}
        </p>
      </div>
      <Button size="small" aria-expanded={isOpen} aria-label={fill(isOpen ? w.transcript.stopReadingOf : w.transcript.readOf, { caller })} onClick={onRead}>
        {isOpen ? w.transcript.stopReading : w.transcript.read}
      </Button>
    </li>
  );
}

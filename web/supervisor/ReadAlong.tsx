/** All calls with the line that is spoken just now; opening one shows every word so far. */
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
import type { Floor } from "./useFloor";

/** Letters of the newest line that tell whether to read on. */
const END_LETTERS = 60;

const noLines: readonly TranscriptLine[] = [];

export function ReadAlong({ floor }: { floor: Floor }) {
  const speech = useWords();
  const { w } = speech;
  const { state } = floor.live;
  const { reading, read } = useReading(floor.live);
  const calls = Object.values(state.contacts)
    .filter((contact) => contact.channel === "phone" && (contact.recording || state.transcripts[contact.id] !== undefined))
    .sort((left, right) => left.arrived_at.localeCompare(right.arrived_at));
  const open = calls.find((contact) => contact.id === reading);
  return (
    <Panel id="read-along" title={w.transcript.readAlong}>
      <SpeechNotice />
      {calls.length === 0 ? (
        <Empty>{w.supervisor.noContacts}</Empty>
      ) : (
        <div className={open === undefined ? undefined : styles.columns}>
          <ul className={styles.calls}>
            {calls.map((contact) => (
              <Call key={contact.id} contact={contact} agent={nameIn(floor, contact)} newest={newestLine(state.transcripts[contact.id])} isOpen={contact.id === reading} onRead={() => read(contact.id === reading ? null : contact.id)} />
            ))}
          </ul>
          {open !== undefined && <LiveText key={open.id} lines={state.transcripts[open.id] ?? noLines} label={fill(w.transcript.readOf, { caller: callerOf(open, speech) })} />}
        </div>
      )}
    </Panel>
  );
}

function nameIn(floor: Floor, contact: ContactView): string {
  return contact.agent === null ? "—" : (floor.live.state.agents[contact.agent]?.name ?? "—");
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

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { directoryQuery } from "../api/queries";
import type { DirectoryEntry } from "../api/types";
import type { AgentView, Target } from "../live/messages";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Dialog } from "../parts/Dialog";
import { Badge, Empty } from "../parts/Parts";
import { formatNumber, readNumber } from "../shell/format";
import { useWords } from "../words/useWords";
import { agentTones } from "./MyState";
import styles from "./Desk.module.css";
import { searchDirectory } from "./directory-search";

export type PassOn = "transfer" | "consult" | "call_out";

interface Props {
  /** Passing on a call or a chat in hand, or calling somebody from idle. */
  purpose: "pass_on" | "pass_chat" | "call_out";
  colleagues: readonly AgentView[];
  queue: string | null;
  onChoose: (how: PassOn, to: Target) => void;
  onHandover: (entry: DirectoryEntry) => void;
  onClose: () => void;
}

type Tab = "directory" | "number" | "colleague";

/** Where to: the directory, a number, a colleague or the queue. */
export function TransferDialog({ purpose, colleagues, queue, onChoose, onHandover, onClose }: Props) {
  const { w } = useWords();
  const [tab, setTab] = useState<Tab>("directory");
  if (purpose === "pass_chat") return <ChatTargets colleagues={colleagues} queue={queue} onChoose={(to) => onChoose("transfer", to)} onClose={onClose} />;
  const tabs: readonly [Tab, string][] = [
    ["directory", w.desk.directoryTab],
    ["number", w.desk.numberTab],
    ...(purpose === "pass_on" ? [["colleague", w.desk.colleagueTab] satisfies [Tab, string]] : []),
  ];
  const choices = (to: Target, name: string): ReactNode =>
    purpose === "call_out" ? (
      <Button look="solid" size="small" aria-label={`${name}: ${w.desk.dial}`} onClick={() => onChoose("call_out", to)}>
        {w.desk.dial}
      </Button>
    ) : (
      <>
        <Button look="solid" size="small" aria-label={`${name}: ${w.desk.transferConsult}`} onClick={() => onChoose("consult", to)}>
          {w.desk.transferConsult}
        </Button>
        <Button size="small" aria-label={`${name}: ${w.desk.transferBlind}`} onClick={() => onChoose("transfer", to)}>
          {w.desk.transferBlind}
        </Button>
      </>
    );
  return (
    <Dialog id="transfer" title={purpose === "pass_on" ? w.desk.transfer : w.desk.callOut} closeLabel={w.close} onClose={onClose} wide>
      <div className={styles.tabs} role="group" aria-label={w.desk.transfer}>
        {tabs.map(([each, label]) => (
          <button key={each} type="button" aria-pressed={tab === each} onClick={() => setTab(each)}>
            {label}
          </button>
        ))}
      </div>
      {tab === "directory" && <Directory choices={choices} onHandover={purpose === "pass_on" ? onHandover : null} />}
      {tab === "number" && <ByNumber choices={choices} onEnter={(number) => onChoose(purpose === "call_out" ? "call_out" : "consult", { number })} />}
      {tab === "colleague" && <Colleagues colleagues={colleagues} queue={queue} choices={choices} onQueue={(name) => onChoose("transfer", { queue: name })} />}
    </Dialog>
  );
}

/** A chat goes to a colleague who has room for one more, or back into line; nobody can be asked about it beforehand. */
function ChatTargets({ colleagues, queue, onChoose, onClose }: { colleagues: readonly AgentView[]; queue: string | null; onChoose: (to: Target) => void; onClose: () => void }) {
  const { w } = useWords();
  const free = colleagues.filter(({ takes_chat }) => takes_chat);
  return (
    <Dialog id="transfer" title={w.chat.passOn} closeLabel={w.close} onClose={onClose}>
      <p className={styles.soft}>{w.chat.passHint}</p>
      {free.length === 0 && <Empty>{w.desk.noColleague}</Empty>}
      <ul className={styles.targets}>
        {free.map((agent) => (
          <li key={agent.id}>
            <Colleague agent={agent} />
            <div className={styles.targetActions}>
              <Button look="solid" size="small" aria-label={`${agent.name}: ${w.chat.passOn}`} onClick={() => onChoose({ agent: agent.id })}>
                {w.chat.passOn}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {queue !== null && <Button onClick={() => onChoose({ queue })}>{w.desk.queueReturn}</Button>}
    </Dialog>
  );
}

type Choices = (to: Target, name: string) => ReactNode;

function Directory({ choices, onHandover }: { choices: Choices; onHandover: ((entry: DirectoryEntry) => void) | null }) {
  const { w, pick } = useWords();
  const entries = useQuery(directoryQuery).data ?? [];
  const [typed, setTyped] = useState("");
  const found = searchDirectory(entries, typed);
  return (
    <>
      <TextField id="directory-search" type="search" label={w.desk.searchDirectory} autoComplete="off" autoFocus value={typed} onChange={(event) => setTyped(event.target.value)} />
      <p className="visually-hidden" role="status">
        {found.length}
      </p>
      {found.length === 0 && <Empty>{w.desk.noMatch}</Empty>}
      <ul className={styles.targets}>
        {found.map((entry) => {
          const name = pick(entry.name_ja, entry.name_en);
          return (
            <li key={entry.id}>
              <div className={styles.targetWords}>
                <strong>{name}</strong>
                <span className="digits">{formatNumber(entry.number)}</span>
                <span className={styles.soft}>
                  {entry.open_now !== null && <Badge tone={entry.open_now ? "good" : "plain"}>{entry.open_now ? w.desk.open : w.desk.closed}</Badge>} {entry.hours_ja}
                </span>
                {entry.note_ja !== "" && <span className={styles.soft}>{entry.note_ja}</span>}
                {takesNotes(entry) && <span className={styles.soft}>{w.desk.closedHint}</span>}
              </div>
              <div className={styles.targetActions}>
                {!takesNotes(entry) && choices({ directory: entry.id }, name)}
                {takesNotes(entry) && onHandover !== null && (
                  <Button size="small" aria-label={`${name}: ${w.desk.handover}`} onClick={() => onHandover(entry)}>
                    {w.handovers.title}
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** A department that is closed cannot be called; it is left a note. */
function takesNotes(entry: DirectoryEntry): boolean {
  return entry.kind === "department" && entry.open_now === false;
}

function ByNumber({ choices, onEnter }: { choices: Choices; onEnter: (number: string) => void }) {
  const { w } = useWords();
  const [typed, setTyped] = useState("");
  const [tried, setTried] = useState(false);
  const number = readNumber(typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (number !== null) onEnter(number);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextField
        id="number"
        type="tel"
        label={w.desk.number}
        hint={w.desk.numberHint}
        autoComplete="off"
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        error={tried && number === null ? w.desk.numberBad : undefined}
      />
      <div className={styles.targetActions}>{number === null ? <Button unavailable>{w.desk.dial}</Button> : choices({ number }, formatNumber(number))}</div>
    </form>
  );
}

/** Who a colleague is, what they do now, and where they sit. */
function Colleague({ agent }: { agent: AgentView }) {
  const { w } = useWords();
  return (
    <div className={styles.targetWords}>
      <strong>{agent.name}</strong>
      <span className={styles.soft}>
        <Badge tone={agentTones[agent.state]}>{w.agentStates[agent.state]}</Badge> {agent.seat}
      </span>
    </div>
  );
}

function Colleagues({ colleagues, queue, choices, onQueue }: { colleagues: readonly AgentView[]; queue: string | null; choices: Choices; onQueue: (queue: string) => void }) {
  const { w } = useWords();
  return (
    <>
      {colleagues.length === 0 && <Empty>{w.desk.noColleague}</Empty>}
      <ul className={styles.targets}>
        {colleagues.map((agent) => (
          <li key={agent.id}>
            <Colleague agent={agent} />
            <div className={styles.targetActions}>{agent.state === "available" ? choices({ agent: agent.id }, agent.name) : null}</div>
          </li>
        ))}
      </ul>
      {queue !== null && <Button onClick={() => onQueue(queue)}>{w.desk.queueReturn}</Button>}
    </>
  );
}

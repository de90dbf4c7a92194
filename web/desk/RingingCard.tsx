import { useQuery } from "@tanstack/react-query";
import { topicsQuery } from "../api/queries";
import type { ChatLine } from "../chat/lines";
import type { Assignment, ContactView, EarlierContact } from "../live/messages";
import { Button } from "../parts/Button";
import { Actions, Badge, Facts, Notice, Panel, TimeBar } from "../parts/Parts";
import { formatDuration, formatMoment, formatNumber } from "../shell/format";
import { useNow } from "../shell/useNow";
import { useWords } from "../words/useWords";
import { fill, labelOf, type Words } from "../words/words";
import { ChatLog } from "./ChatPanel";
import styles from "./Desk.module.css";
import { chordText } from "./shortcuts";
import { callerOf } from "./useDesk";

interface Props {
  contact: ContactView;
  assignment: Assignment;
  /** What was written before, when it is a chat. */
  chat?: readonly ChatLine[];
  clock_offset_ms: number;
  onAnswer: () => void;
  onRefuse: () => void;
}

const noLines: readonly ChatLine[] = [];

/** Who rings, in which language, for how long already, and what they asked before. */
export function RingingCard({ contact, assignment, chat = noLines, clock_offset_ms, onAnswer, onRefuse }: Props) {
  const speech = useWords();
  const { w } = speech;
  const now_ms = useNow() + clock_offset_ms;
  const left_ms = Date.parse(assignment.ring_until) - now_ms;
  const rings_ms = Math.max(1, Date.parse(assignment.ring_until) - Date.parse(contact.state_since));
  return (
    <Panel id="ringing" title={titleOf(contact, assignment, w)} tone="good">
      <div className={styles.who}>
        <p className={`${styles.caller} digits`}>{callerOf(contact, speech)}</p>
        <p className={styles.language} lang={contact.language ?? undefined}>
          {w.languages[contact.language ?? "unknown"]} {contact.reads_easy && <Badge tone="notice">{w.chat.readsEasy}</Badge>}
        </p>
      </div>
      <Facts
        items={[
          [w.desk.waited, <span className="digits">{formatDuration(now_ms - Date.parse(contact.queued_at ?? contact.arrived_at))}</span>],
          ...(contact.channel === "counter" ? visitFacts(contact, w) : contact.channel === "chat" ? [] : [[w.desk.dialled, <span className="digits">{contact.dialled === null ? "—" : formatNumber(contact.dialled)}</span>] as const]),
        ]}
      />
      {contact.callback && <Notice tone="info">{w.desk.callbackHint}</Notice>}
      <Actions>
        <Button look="good" size="large" shortcut={chordText("answer")} onClick={onAnswer}>
          {w.desk.answer}
        </Button>
        <Button look="bad-outline" size="large" shortcut={chordText("red")} onClick={onRefuse}>
          {w.desk.refuse}
        </Button>
      </Actions>
      <TimeBar label={w.desk.ringBar} share={left_ms / rings_ms} text={fill(w.desk.ringLeft, { seconds: Math.max(0, Math.ceil(left_ms / 1000)) })} tone="good" />
      {contact.channel === "chat" && <ChatLog lines={chat} />}
      {contact.channel === "phone" && <Earlier contacts={contact.previous} />}
    </Panel>
  );
}

/** What a visitor came for, and where they sit. */
export function visitFacts(contact: ContactView, w: Words): readonly (readonly [string, string])[] {
  return [
    [w.desk.wish, labelOf(w.wishes, contact.service)],
    [w.desk.kiosk, contact.kiosk ?? "—"],
  ];
}

function titleOf(contact: ContactView, assignment: Assignment, w: Words): string {
  if (contact.channel === "chat") return w.chat.ringing;
  if (contact.channel === "counter") return w.desk.visitRinging;
  if (contact.callback) return w.desk.callback;
  return assignment.purpose === "queue" ? w.desk.ringing : w.purposes[assignment.purpose];
}

/** Earlier contacts of the same number: when, about what, with what result. */
export function Earlier({ contacts }: { contacts: readonly EarlierContact[] }) {
  const { w, language, pick } = useWords();
  const topics = useQuery(topicsQuery).data ?? [];
  const topicLabel = (code: string | null) => {
    const topic = topics.find((each) => each.code === code);
    return topic === undefined ? (code ?? "—") : `(${topic.code}) ${pick(topic.label_ja, topic.label_en)}`;
  };
  return (
    <div className={styles.earlier}>
      <h3>{w.desk.previous}</h3>
      {contacts.length === 0 ? (
        <p className={styles.soft}>{w.desk.previousNone}</p>
      ) : (
        <ul>
          {contacts.map((earlier) => (
            <li key={earlier.id ?? earlier.at}>
              <time dateTime={earlier.at}>{formatMoment(earlier.at, language)}</time>
              <span>{topicLabel(earlier.topic)}</span>
              {earlier.outcome !== null && <span className={styles.soft}>{w.outcomes[earlier.outcome] ?? earlier.outcome}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

import { useEffect, useRef, useState } from "react";
import { type ChatLine, textOf } from "../chat/lines";
import type { LiveState } from "../live/live-store";
import type { Work } from "../live/messages";
import { Badge, type Tone } from "../parts/Parts";
import { announce } from "../shell/announcer";
import { formatTime } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Chat.module.css";
import { chordText } from "./shortcuts";

const noLines: readonly ChatLine[] = [];
const tones: Record<Work["kind"], Tone> = { ringing: "good", handling: "info", consulted: "info", wrap_up: "notice" };

interface Props {
  works: readonly Work[];
  chats: LiveState["chats"];
  shown: string | null;
  onChoose: (contact: string) => void;
}

/** Several chats at once: which there are, how each stands, and what was written in those that are not shown. */
export function Hands({ works, chats, shown, onChoose }: Props) {
  const { w, language } = useWords();
  const unread = useUnread(works, chats, shown);
  if (works.length < 2) return null;
  return (
    <div className={styles.hands} role="group" aria-label={fill(w.chat.hands, { key: chordText("hands") })}>
      {works.map((work, at) => {
        const count = unread(work.contact);
        return (
          <button key={work.contact} type="button" aria-pressed={work.contact === shown} onClick={() => onChoose(work.contact)}>
            <span>{fill(w.chat.numbered, { number: at + 1, at: formatTime(work.since, language) })}</span> <Badge tone={tones[work.kind]}>{w.chat.standings[work.kind]}</Badge>
            {count > 0 && <strong className={styles.unread}>{fill(w.chat.unread, { count })}</strong>}
          </button>
        );
      })}
    </div>
  );
}

/** The contact whose turn it is after the one that is shown. */
export function nextHand(works: readonly Work[], shown: string | null): string | null {
  const at = works.findIndex(({ contact }) => contact === shown);
  return works[(at + 1) % Math.max(1, works.length)]?.contact ?? null;
}

const fromResident = (lines: readonly ChatLine[]) => lines.filter(({ from }) => from === "resident");
const lastOf = (lines: readonly ChatLine[]) => fromResident(lines).at(-1)?.number ?? 0;

/** Lines of residents nobody has looked at; a new one is said aloud where the chat is not shown. */
function useUnread(works: readonly Work[], chats: LiveState["chats"], shown: string | null): (contact: string) => number {
  const { w } = useWords();
  const [read, setRead] = useState<Readonly<Record<string, number>>>({});
  const heard = useRef<Record<string, number>>({});
  const last = shown === null ? 0 : lastOf(chats[shown] ?? noLines);
  if (shown !== null && (read[shown] ?? 0) < last) setRead({ ...read, [shown]: last });
  useEffect(() => {
    works.forEach(({ contact, kind }, at) => {
      const newest = fromResident(chats[contact] ?? noLines).at(-1);
      const before = heard.current[contact];
      heard.current[contact] = newest?.number ?? 0;
      const isNews = newest !== undefined && before !== undefined && newest.number > before;
      if (isNews && kind === "handling" && contact !== shown) announce(fill(w.chat.saysElsewhere, { number: at + 1, text: textOf(newest) }));
    });
  }, [works, chats, shown, w]);
  return (contact) => fromResident(chats[contact] ?? noLines).filter(({ number }) => number > (read[contact] ?? 0)).length;
}

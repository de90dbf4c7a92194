import { FileList } from "../../faq/FileFields";
import { Line, Markdown } from "../../faq/Markdown";
import { plainOf } from "../../faq/markdown";
import type { SuggestedEntry, SuggestionBand, Suggestions } from "../../faq/suggested";
import { Button } from "../../parts/Button";
import { Actions, Badge, Notice, Panel, type Tone } from "../../parts/Parts";
import { useWords } from "../../words/useWords";
import { fill } from "../../words/words";
import { chordText } from "../shortcuts";
import { useShortcuts } from "../useShortcuts";
import styles from "./Assist.module.css";
import { Draft } from "./Draft";
import { FlagDialog } from "./FlagDialog";
import { type Card, cardId, citationOf } from "./suggestions";
import { type Assist, useAssist } from "./useAssist";

/** Approved entries for what the caller asks; shown from the first question on, and never in the way of anything else. */
export function AssistPanel({ contact, told }: { contact: string; told: Suggestions | null }) {
  const { w, pick } = useWords();
  const assist = useAssist(contact, told);
  const { cards, card } = assist;
  useShortcuts((action) => {
    if (action === "assist_next") assist.next();
    if (action === "assist_draft") assist.copyDraft();
    if (card === null) return;
    if (action === "assist_copy") assist.copy(card);
    if (action === "assist_pin") assist.pin(card);
    if (action === "assist_wrong") assist.wrong(card);
    if (action === "assist_flag") assist.flag(card);
  });
  if (told === null && cards.length === 0) return null;
  return (
    <div data-assist="">
      <Panel id="assist" title={w.assist.title} aside={<Badge tone="notice">{w.assist.automatic}</Badge>}>
        {told !== null && <Asked told={told} />}
        {assist.problem !== null && <Notice tone="warn">{pick(assist.problem.detail_ja, assist.problem.detail_en)}</Notice>}
        {assist.draft !== null && <Draft draft={assist.draft} assist={assist} />}
        {cards.length > 0 && (
          <ol className={styles.cards} aria-label={w.assist.title}>
            {cards.map((each) => (
              <Entry key={citationOf(each.entry)} card={each} chosen={each === card} assist={assist} />
            ))}
          </ol>
        )}
        {cards.length > 1 && (
          <div>
            <Button look="quiet" size="small" shortcut={chordText("assist_next")} onClick={assist.next}>
              {w.assist.next}
            </Button>
          </div>
        )}
        {assist.flagging !== null && <FlagDialog contact={contact} entry={assist.flagging.entry} onClose={assist.closeFlag} />}
      </Panel>
    </div>
  );
}

const bandTones: Record<SuggestionBand, Tone> = { answer: "good", choose: "info", hand_over: "warn", none: "plain" };

/** The question as it was heard, and how sure the answer is. */
function Asked({ told }: { told: Suggestions }) {
  const { w, language } = useWords();
  return (
    <div className={styles.asked}>
      <p className={styles.heard}>
        <span className={styles.soft}>{told.by === "agent" ? w.assist.heardAgain : w.assist.heard}</span> <q lang={told.language === language ? undefined : told.language}>{told.question}</q>
      </p>
      <p>
        <Badge tone={bandTones[told.band]}>{w.assist.bands[told.band]}</Badge>
      </p>
    </div>
  );
}

function Entry({ card, chosen, assist }: { card: Card; chosen: boolean; assist: Assist }) {
  const { w } = useWords();
  const { entry, off, mark } = card;
  const lang = entry.language === "en" ? "en" : "ja";
  return (
    <li className={`${styles.card} ${chosen ? styles.chosen : ""} ${mark === "wrong" ? styles.wrong : ""}`} aria-current={chosen || undefined}>
      <h3 className={off === null ? undefined : styles.struck} lang={lang}>
        <button type="button" id={cardId(card)} className={styles.open} aria-expanded={chosen} onClick={() => assist.choose(card)}>
          <Line>{entry.question}</Line>
        </button>
      </h3>
      <p className={styles.badges}>
        {card.pinned && <Badge tone="info">{w.assist.pinned}</Badge>}
        {mark !== null && <Badge tone={mark === "taken" ? "good" : "bad"}>{w.assist.marks[mark]}</Badge>}
        {entry.audience === "operator" && <Badge tone="warn">{w.assist.operatorOnly}</Badge>}
        {entry.demonstration && <Badge tone="warn">{w.assist.demonstration}</Badge>}
        {entry.stale && <Badge tone="warn">{w.assist.stale}</Badge>}
      </p>
      {off !== null && (
        <Notice tone="bad" alert>
          {w.assist.off[off]}
        </Notice>
      )}
      {chosen && (
        <div className={off === null ? undefined : styles.struck}>
          <Markdown text={entry.answer} lang={lang} passage={entry.passage === null ? null : plainOf(entry.passage)} />
        </div>
      )}
      {chosen && <Origin entry={entry} />}
      {chosen && <Acts card={card} assist={assist} />}
    </li>
  );
}

/** Which text it is, and what it rests on. */
function Origin({ entry }: { entry: SuggestedEntry }) {
  const { w } = useWords();
  return (
    <div className={styles.origin}>
      <p>
        <span className={styles.soft}>{w.assist.text}</span> {citationOf(entry)}（{entry.edition === null ? w.assist.noEdition : fill(w.assist.edition, { number: entry.edition })}）
      </p>
      <ul aria-label={w.assist.sources}>
        {entry.sources.map(({ title, place, date }) => (
          <li key={`${title} ${place} ${date}`}>
            <span className={styles.soft}>{w.assist.source}</span>{" "}
            {place.startsWith("https://") ? (
              <a href={place} target="_blank" rel="noopener noreferrer">
                {title}
              </a>
            ) : (
              `${title}（${place}）`
            )}{" "}
            {date}
          </li>
        ))}
      </ul>
      <FileList entryKey={entry.key} files={entry.files} />
    </div>
  );
}

function Acts({ card, assist }: { card: Card; assist: Assist }) {
  const { w } = useWords();
  const gone = card.off !== null;
  return (
    <Actions>
      <Button size="small" shortcut={chordText("assist_copy")} unavailable={gone} onClick={() => assist.copy(card)}>
        {w.assist.copy}
      </Button>
      <Button size="small" shortcut={chordText("assist_pin")} aria-pressed={card.pinned} onClick={() => assist.pin(card)}>
        {w.assist.pin}
      </Button>
      <Button size="small" shortcut={chordText("assist_wrong")} aria-pressed={card.mark === "wrong"} onClick={() => assist.wrong(card)}>
        {w.assist.wrong}
      </Button>
      <Button size="small" look="quiet" shortcut={chordText("assist_flag")} onClick={() => assist.flag(card)}>
        {w.assist.flag}
      </Button>
    </Actions>
  );
}

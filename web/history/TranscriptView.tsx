import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Badge, Empty, Notice } from "../parts/Parts";
import { formatDuration } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import { CorrectionForm, CorrectionNote } from "./CorrectionForm";
import styles from "./Transcript.module.css";
import type { Segment, Transcript, WordPiece } from "./transcript-types";
import type { Player } from "./usePlayer";
import { useWordClock } from "./useWordClock";
import { movedBy, samePlace, wordFrom, type WordPlace } from "./word-places";

interface Props {
  contact: string;
  transcript: Transcript;
  /** Absent where there is no sound to play. */
  player: Player | null;
  /** Where a search found a word. */
  linked_ms: number | null;
}

/** What was said; a word plays from its second. One word is in the tab order, arrows go to the others. */
export function TranscriptView({ contact, transcript, player, linked_ms }: Props) {
  const { w, pick } = useWords();
  const { segments } = transcript;
  const linked = linked_ms === null ? null : wordFrom(segments, linked_ms);
  const [at, setAt] = useState<WordPlace>(linked ?? { segment: 0, word: 0 });
  const heard = useWordClock(player, segments);
  const list = useRef<HTMLOListElement>(null);
  const focus = (place: WordPlace) => list.current?.querySelector<HTMLElement>(`[data-word="${place.segment}-${place.word}"]`)?.focus();
  useEffect(() => {
    if (linked !== null) focus(linked);
    // Only the first showing follows the link; what is done later is the reader's.
  }, []);
  useEffect(() => {
    if (heard === null) return;
    list.current?.querySelector(`[data-word="${heard.segment}-${heard.word}"]`)?.scrollIntoView?.({ block: "nearest" });
  }, [heard]);
  const move = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset["word"] === undefined) return;
    const next = movedBy(event.key, at, segments);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    focus(next);
  };
  return (
    <section className={styles.transcript} aria-labelledby="transcript-title">
      <div className={styles.head}>
        <h3 id="transcript-title">{transcript.typed ? w.spokenText.typedTitle : w.spokenText.title}</h3>
        <Badge tone="notice">{pick(transcript.label_ja, transcript.label_en)}</Badge>
      </div>
      <CoverageNotice transcript={transcript} />
      {segments.length === 0 ? (
        <Empty>{w.spokenText.empty}</Empty>
      ) : (
        <>
          <p className={styles.hint}>{transcript.typed ? w.spokenText.typedHint : player === null ? w.spokenText.silent : w.spokenText.hint}</p>
          <ol className={styles.segments} ref={list} onKeyDown={move} aria-label={w.spokenText.title}>
            {segments.map((segment, index) => (
              <SegmentRow key={segment.id} contact={contact} segment={segment} index={index} at={at} heard={heard} linked={linked} player={player} mayCorrect={transcript.may_correct} typed={transcript.typed} onAt={setAt} />
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function CoverageNotice({ transcript }: { transcript: Transcript }) {
  const { w } = useWords();
  const { state, why } = transcript.coverage;
  return (
    <>
      {state !== "complete" && (
        <Notice tone={state === "waiting" ? "info" : "warn"}>
          {w.spokenText.coverage[state]}
          {why !== null && ` ${fill(w.spokenText.why, { why })}`}
        </Notice>
      )}
      {transcript.masked && <p className={styles.hint}>{w.spokenText.masked}</p>}
    </>
  );
}

interface RowProps {
  contact: string;
  segment: Segment;
  index: number;
  at: WordPlace;
  heard: WordPlace | null;
  linked: WordPlace | null;
  player: Player | null;
  mayCorrect: boolean;
  typed: boolean;
  onAt: (place: WordPlace) => void;
}

function SegmentRow({ contact, segment, index, at, heard, linked, player, mayCorrect, typed, onAt }: RowProps) {
  const { w } = useWords();
  const [correcting, setCorrecting] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const kind = labelOf(w.history.parties, segment.party);
  const speaker = segment.label === null ? kind : fill(w.history.speakerNamed, { party: kind, name: segment.label });
  const close = () => {
    setCorrecting(false);
    opener.current?.focus();
  };
  const playable = player !== null && segment.audible;
  return (
    <li className={`${styles.segment} ${segment.party === "caller" ? styles.caller : styles.staff}`} data-segment={segment.id}>
      <div className={styles.who}>
        <span className="digits">{formatDuration(segment.start_ms)}</span> <span>{speaker}</span>
        {!segment.audible && !typed && <span className={styles.hint}>{w.spokenText.otherRecording}</span>}
      </div>
      <p className={segment.correction === null ? styles.words : `${styles.words} ${styles.replaced}`} lang={segment.language ?? undefined}>
        {segment.words.map((word, place) => {
          const here = { segment: index, word: place };
          return (
            <Word
              key={place}
              word={word}
              place={here}
              inTabOrder={samePlace(at, here)}
              heard={samePlace(heard, here)}
              linked={samePlace(linked, here)}
              onFocus={() => onAt(here)}
              onPlay={playable ? () => player.playFrom(word.start_ms / 1000) : null}
            />
          );
        })}
      </p>
      {segment.correction !== null && <CorrectionNote correction={segment.correction} language={segment.language} />}
      {correcting ? (
        <CorrectionForm contact={contact} segment={segment} onClose={close} />
      ) : (
        mayCorrect && (
          <button type="button" ref={opener} className={styles.correct} tabIndex={at.segment === index ? 0 : -1} onClick={() => setCorrecting(true)} aria-label={fill(w.spokenText.correctOf, { time: formatDuration(segment.start_ms), speaker })}>
            {w.spokenText.correct}
          </button>
        )
      )}
    </li>
  );
}

interface WordProps {
  word: WordPiece;
  place: WordPlace;
  inTabOrder: boolean;
  heard: boolean;
  linked: boolean;
  onFocus: () => void;
  onPlay: (() => void) | null;
}

function Word({ word, place, inTabOrder, heard, linked, onFocus, onPlay }: WordProps) {
  const { w } = useWords();
  const taken = word.redacted !== null;
  const look = [styles.word, taken ? styles.taken : "", word.masked ? styles.masked : "", linked ? styles.linked : "", heard ? styles.heard : ""].filter(Boolean).join(" ");
  return (
    <button
      type="button"
      className={look}
      data-word={`${place.segment}-${place.word}`}
      tabIndex={inTabOrder ? 0 : -1}
      aria-current={heard || undefined}
      aria-disabled={onPlay === null || undefined}
      title={taken ? w.spokenText.takenOut : word.masked ? w.spokenText.masked : undefined}
      onFocus={onFocus}
      onClick={() => onPlay?.()}
    >
      {word.text}
    </button>
  );
}

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../api/client";
import { Button } from "../parts/Button";
import { Actions, Badge, Notice, type Tone } from "../parts/Parts";
import { announce } from "../shell/announcer";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { FileList } from "./FileFields";
import { Line, Markdown } from "./Markdown";
import { plainOf, withoutFurigana } from "./markdown";
import { entryAddress } from "./places";
import styles from "./Search.module.css";
import type { Band, FaqAnswer, FaqHit, Lang, QuestionOutcome } from "./types";

const tones: Record<Band, Tone> = { answer: "good", choose: "info", hand_over: "warn" };
/** Among how many one chooses. */
const CHOICES = 3;

interface Props {
  answer: FaqAnswer;
  lang: Lang;
  onCopy: ((words: string) => void) | undefined;
}

/** Sure: the answer. Less sure: one of three is opened by hand. Not sure: said so, and a person takes over. */
export function Answer({ answer, lang, onCopy }: Props) {
  const { w } = useWords();
  const { band, hits } = answer;
  const [first, ...others] = hits;
  const sure = band === "answer" && first !== undefined;
  const choices = sure ? others : hits.slice(0, CHOICES);
  const shownBand = hits.length === 0 ? "hand_over" : band;
  return (
    <div className={styles.answer}>
      <Notice tone={tones[shownBand]} alert>
        <strong>{w.faq.search.bands[shownBand]}</strong>
      </Notice>
      {sure && <Hit hit={first} question={answer.question} lang={lang} onCopy={onCopy} />}
      {choices.length > 0 && band === "choose" && <Choices hits={choices} question={answer.question} lang={lang} onCopy={onCopy} />}
      {choices.length > 0 && band !== "choose" && (
        <details>
          <summary className={styles.summary}>{fill(sure ? w.faq.search.others : w.faq.search.unsure, { count: choices.length })}</summary>
          <Choices hits={choices} question={answer.question} lang={lang} onCopy={onCopy} />
        </details>
      )}
      {!sure && <Feedback question={answer.question} hit={null} outcomes={["not_helped"]} />}
    </div>
  );
}

function Choices({ hits, question, lang, onCopy }: { hits: readonly FaqHit[]; question: string; lang: Lang; onCopy: Props["onCopy"] }) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <ol className={styles.choices}>
      {hits.map((hit) => {
        const id = citation(hit);
        return (
          <li key={id}>
            <button type="button" className={styles.choice} aria-expanded={open === id} onClick={() => setOpen(open === id ? null : id)} lang={lang === "en" ? "en" : "ja"}>
              <Line>{hit.question}</Line>
            </button>
            {open === id && <Hit hit={hit} question={question} lang={lang} onCopy={onCopy} />}
          </li>
        );
      })}
    </ol>
  );
}

const citation = ({ key, version }: FaqHit) => `${key}@${version}`;

function Hit({ hit, question, lang, onCopy }: { hit: FaqHit; question: string; lang: Lang; onCopy: Props["onCopy"] }) {
  const { w } = useWords();
  const tag = lang === "en" ? "en" : "ja";
  const source = [fill(w.faq.version, { version: hit.version }), hit.edition === null ? w.faq.search.noEdition : fill(w.faq.edition, { number: hit.edition })].join("・");
  return (
    <article className={styles.hit} aria-label={withoutFurigana(hit.question)}>
      <h3 lang={tag}>
        <Line>{hit.question}</Line>
      </h3>
      <Markdown text={hit.answer} lang={tag} passage={hit.passage} />
      <FileList entryKey={hit.key} files={hit.files} />
      <p className={styles.source}>
        {hit.demonstration && <Badge tone="warn">{w.faq.grounds.demonstration}</Badge>}
        {hit.audience === "operator" && <Badge tone="warn">{w.faq.audiences.operator}</Badge>}
        <a href={entryAddress(hit.key)}>{hit.key}</a>
        <span>{source}</span>
        <span>{w.faq.topics[hit.topic]}</span>
      </p>
      <div className={styles.done}>
        <CopyButton hit={hit} source={source} onCopy={onCopy} />
        <Feedback question={question} hit={citation(hit)} outcomes={["helped", "not_helped"]} />
      </div>
    </article>
  );
}

/** The answer in plain words with what it rests on, for a note. */
export function noteOf(hit: FaqHit, source: string): string {
  return `${withoutFurigana(hit.question)}\n${plainOf(hit.answer)}\n（FAQ ${hit.key} ${source}）`;
}

function CopyButton({ hit, source, onCopy }: { hit: FaqHit; source: string; onCopy: Props["onCopy"] }) {
  const { w } = useWords();
  const [failed, setFailed] = useState(false);
  const copy = () => {
    const words = noteOf(hit, source);
    const done = () => {
      setFailed(false);
      announce(w.faq.search.copied);
    };
    if (onCopy !== undefined) {
      onCopy(words);
      done();
    } else navigator.clipboard.writeText(words).then(done, () => setFailed(true));
  };
  return (
    <>
      <Button size="small" onClick={copy}>
        {onCopy === undefined ? w.faq.search.copy : w.faq.search.copyToNote}
      </Button>
      {failed && (
        <span role="alert" className={styles.failed}>
          {w.faq.search.copyFailed}
        </span>
      )}
    </>
  );
}

function Feedback({ question, hit, outcomes }: { question: string; hit: string | null; outcomes: readonly QuestionOutcome[] }) {
  const { w } = useWords();
  const say = useMutation({ mutationFn: (outcome: QuestionOutcome) => post(`/api/faq/questions/${question}`, { outcome, hit }) });
  if (say.isSuccess) {
    return (
      <p role="status" className={styles.soft}>
        {w.faq.search.thanks}
      </p>
    );
  }
  return (
    <Actions>
      {outcomes.map((outcome) => (
        <Button key={outcome} size="small" look="quiet" unavailable={say.isPending} onClick={() => say.mutate(outcome)}>
          {hit === null ? w.faq.search.noneFits : w.faq.search.feedback[outcome]}
        </Button>
      ))}
      <ProblemNotice error={say.error} />
    </Actions>
  );
}

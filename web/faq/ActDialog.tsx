import { useState } from "react";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { Choices, TextArea, TextField } from "../parts/Field";
import { Notice } from "../parts/Parts";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { actOf, type Answered, type AnswerFault, type Asking, faultOf, isGrave, noAnswer, wordsOf } from "./asks";
import styles from "./Entry.module.css";
import type { FaqAct, FaqView } from "./types";

const WORDS_MAX = 2_000;

interface Props {
  asking: Asking;
  view: FaqView;
  error: unknown;
  pending: boolean;
  onAct: (what: FaqAct) => void;
  onClose: () => void;
}

/** Asks before something is done to an entry: for words where they belong to it, for a time, or whether it is meant. */
export function ActDialog({ asking, view, error, pending, onAct, onClose }: Props) {
  const { w } = useWords();
  const [answered, setAnswered] = useState<Answered>(noAnswer);
  const [tried, setTried] = useState(false);
  const words = w.faq.asks[asking.kind];
  const labels: Readonly<Record<string, string>> = w.faq.askWords;
  const fault = faultOf(asking, view, answered, Date.now());
  const wanted = wordsOf(asking, view);
  const version = "version" in asking ? asking.version : asking.kind === "withdraw" ? view.live?.version : asking.kind === "unschedule" ? view.scheduled?.version : view.next_version;
  const send = () => {
    setTried(true);
    const what = fault === null ? actOf(asking, view, answered) : null;
    if (what !== null && !pending) onAct(what);
  };
  return (
    <Dialog
      id="act"
      title={words.title}
      closeLabel={w.close}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{w.cancel}</Button>
          <Button look={isGrave(asking) ? "bad" : "solid"} type="submit" form="act-form" unavailable={pending}>
            {words.action}
          </Button>
        </>
      }
    >
      <form
        id="act-form"
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <ProblemNotice error={error} />
        <p>{fill(words.text, { version: version ?? "—" })}</p>
        {asking.kind === "demonstrate" && <Notice tone="warn">{w.faq.demonstrationMeans}</Notice>}
        {asking.kind === "publish" && <When answered={answered} fault={tried ? fault : null} onChange={setAnswered} />}
        {wanted !== "none" && (
          <TextArea id="act-words" label={labels[asking.kind] ?? ""} mark={wanted === "optional" ? w.optional : w.required} maxLength={WORDS_MAX} value={answered.words} onChange={(event) => setAnswered({ ...answered, words: event.target.value })} error={tried && fault === "no_words" ? w.faq.faults.no_words : undefined} />
        )}
      </form>
    </Dialog>
  );
}

/** At once or from a day on, and until when. */
function When({ answered, fault, onChange }: { answered: Answered; fault: AnswerFault | null; onChange: (answered: Answered) => void }) {
  const { w } = useWords();
  return (
    <>
      <Choices
        legend={w.faq.when.legend}
        name="act-when"
        value={answered.later ? "later" : "now"}
        onPick={(value) => onChange({ ...answered, later: value === "later" })}
        choices={[
          { value: "now", label: w.faq.when.now },
          { value: "later", label: w.faq.when.later },
        ]}
      />
      {answered.later && <TextField id="act-at" type="datetime-local" label={w.faq.when.at} hint={w.faq.when.zone} required value={answered.at} onChange={(event) => onChange({ ...answered, at: event.target.value })} error={fault === "past" || fault === "no_time" ? w.faq.faults[fault] : undefined} />}
      <TextField id="act-until" type="datetime-local" label={w.faq.when.until} mark={w.optional} hint={w.faq.when.untilHint} value={answered.until} onChange={(event) => onChange({ ...answered, until: event.target.value })} error={fault === "order" ? w.faq.faults.order : undefined} />
    </>
  );
}

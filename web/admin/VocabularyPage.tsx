/** Words the recogniser is told to expect, queue by queue. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../api/client";
import { keys, speechStateQuery, vocabularyQuery } from "../api/queries";
import type { Vocabulary } from "../api/types";
import { Button } from "../parts/Button";
import { SelectField, TextArea } from "../parts/Field";
import { Actions, Notice, PageHead, Panel } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { ProblemNotice } from "../shell/ProblemNotice";
import { SpeechNotice } from "../transcript/SpeechNotice";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import styles from "./Admin.module.css";

const ALL = "all";

export default function VocabularyPage() {
  const { w } = useWords();
  const queues = useQuery(speechStateQuery).data?.queues ?? [];
  const [queue, setQueue] = useState(ALL);
  const vocabulary = useQuery(vocabularyQuery(queue));
  return (
    <>
      <PageHead title={w.transcript.vocabulary.title} />
      <p>{w.transcript.vocabulary.hint}</p>
      <SpeechNotice />
      <SelectField id="queue" label={w.transcript.vocabulary.queue} value={queue} onChange={(event) => setQueue(event.target.value)}>
        {[ALL, ...queues].map((each) => (
          <option key={each} value={each}>
            {labelOf(w.transcript.vocabulary.queues, each)}
          </option>
        ))}
      </SelectField>
      <ProblemNotice error={vocabulary.error} />
      {vocabulary.data !== undefined && <Editor key={`${queue} ${vocabulary.data.edition}`} stored={vocabulary.data} />}
    </>
  );
}

/** One term a line; empty lines say nothing. */
function termsOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

function Editor({ stored }: { stored: Vocabulary }) {
  const { w, language } = useWords();
  const client = useQueryClient();
  const [text, setText] = useState(stored.terms.join("\n"));
  const terms = termsOf(text);
  const save = useMutation({
    mutationFn: () => put(`/api/speech/vocabulary/${stored.queue}`, { based_on: stored.edition, terms }),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.vocabulary }),
  });
  const changed = stored.changed_at === null ? w.transcript.vocabulary.unchanged : fill(w.transcript.vocabulary.changed, { name: stored.changed_by ?? "—", time: formatMoment(stored.changed_at, language) });
  return (
    <>
      <Panel id="terms" title={labelOf(w.transcript.vocabulary.queues, stored.queue)} aside={<span className="digits">{fill(w.transcript.vocabulary.count, { count: terms.length })}</span>}>
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (!save.isPending) save.mutate();
          }}
        >
          <ProblemNotice error={save.error} />
          {save.isSuccess && (
            <Notice tone="good" alert>
              {w.saved}
            </Notice>
          )}
          <TextArea id="terms-text" label={w.transcript.vocabulary.terms} hint={changed} rows={12} value={text} onChange={(event) => setText(event.target.value)} />
          <Actions>
            <Button look="solid" type="submit" unavailable={save.isPending || terms.join("\n") === stored.terms.join("\n")}>
              {w.save}
            </Button>
          </Actions>
        </form>
      </Panel>
      <details>
        <summary className={styles.summary}>{w.transcript.vocabulary.shipped}</summary>
        <p>{stored.shipped.join("、")}</p>
      </details>
    </>
  );
}

import { Button } from "../parts/Button";
import { Checkbox, SelectField, TextArea, TextField } from "../parts/Field";
import { Actions, Panel } from "../parts/Parts";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Editor.module.css";
import { type EntryForm, noSource } from "./form";
import { fieldId, type Told, useFault } from "./Problems";
import { audiences, type FaqSource, risks, topics } from "./types";

interface Props {
  form: EntryForm;
  told: Told;
  onChange: (part: Partial<EntryForm>, field: string) => void;
}

/** What an entry is about, for whom, and who answers for it. */
export function AboutFields({ form, told, onChange }: Props) {
  const { w } = useWords();
  const fault = useFault(told);
  const choice = <T extends string>(field: "topic" | "audience" | "risk", words: readonly T[], names: Record<T, string>, hint?: string) => (
    <SelectField id={fieldId(field)} label={w.faq.fields[field]} hint={hint} value={form[field]} error={fault(field)} onChange={(event) => onChange({ [field]: event.target.value }, field)}>
      {words.map((word) => (
        <option key={word} value={word}>
          {names[word]}
        </option>
      ))}
    </SelectField>
  );
  return (
    <Panel id="about" title={w.faq.editor.about}>
      <div className={styles.about}>
        {choice("topic", topics, w.faq.topics)}
        {choice("audience", audiences, w.faq.audiences)}
        {choice("risk", risks, w.faq.risks)}
        <TextField id={fieldId("owner")} label={w.faq.fields.owner} mark={w.required} value={form.owner} error={fault("owner")} onChange={(event) => onChange({ owner: event.target.value }, "owner")} />
        <TextField id={fieldId("review_by")} type="date" label={w.faq.fields.review_by} mark={w.required} value={form.review_by} error={fault("review_by")} onChange={(event) => onChange({ review_by: event.target.value }, "review_by")} />
      </div>
      {form.risk === "high" && <p className={styles.soft}>{w.faq.editor.highRisk}</p>}
      <Checkbox id={fieldId("publish")} label={w.faq.editor.publish} checked={form.publish} onChange={(event) => onChange({ publish: event.target.checked }, "publish")} />
    </Panel>
  );
}

/** What it rests on, and what is worth reading with it. */
export function SourceFields({ form, told, onChange }: Props) {
  const { w } = useWords();
  const fault = useFault(told);
  const set = (sources: FaqSource[]) => onChange({ sources }, "sources");
  const change = (at: number, part: Partial<FaqSource>) => set(form.sources.map((source, index) => (index === at ? { ...source, ...part } : source)));
  const wrong = fault("sources");
  return (
    <Panel id="sources" title={w.faq.fields.sources}>
      <p className={styles.soft}>{w.faq.editor.sourcesHint}</p>
      {wrong !== undefined && (
        <p id="sources-error" className={styles.error}>
          {wrong}
        </p>
      )}
      {form.sources.map((source, index) => (
        <fieldset key={index} className={styles.source} aria-describedby={wrong === undefined ? undefined : "sources-error"}>
          <legend>{fill(w.faq.editor.source, { number: index + 1 })}</legend>
          <TextField id={index === 0 ? fieldId("sources") : `source-title-${index}`} label={w.faq.editor.sourceTitle} value={source.title} onChange={(event) => change(index, { title: event.target.value })} />
          <TextField id={`source-place-${index}`} label={w.faq.editor.sourcePlace} value={source.place} onChange={(event) => change(index, { place: event.target.value })} />
          <TextField id={`source-date-${index}`} label={w.faq.editor.sourceDate} placeholder="2026-04-01" inputMode="numeric" value={source.date} onChange={(event) => change(index, { date: event.target.value })} />
          <Button size="small" look="bad-outline" aria-label={`${fill(w.faq.editor.source, { number: index + 1 })}: ${w.remove}`} onClick={() => set(form.sources.length === 1 ? [noSource] : form.sources.filter((_, at) => at !== index))}>
            {w.remove}
          </Button>
        </fieldset>
      ))}
      <Actions>
        <Button onClick={() => set([...form.sources, noSource])}>{w.faq.editor.addSource}</Button>
      </Actions>
      <TextArea id={fieldId("related")} label={w.faq.fields.related} mark={w.optional} hint={w.faq.editor.relatedHint} rows={2} spellCheck={false} value={form.related} error={fault("related")} onChange={(event) => onChange({ related: event.target.value }, "related")} />
    </Panel>
  );
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../api/client";
import { keys, topicsQuery } from "../api/queries";
import type { SubCode, Topic } from "../api/types";
import { ProblemNotice } from "../shell/ProblemNotice";
import { Button } from "../parts/Button";
import { Checkbox, TextField } from "../parts/Field";
import { Actions, Notice, PageHead, Panel } from "../parts/Parts";
import { useWords } from "../words/useWords";
import styles from "./Admin.module.css";

const emptyTopic: Topic = { code: "", label_ja: "", label_en: "", active: true, sub_codes: [] };

/** The topics (ア)-(ケ) and their details, edited as one list. */
export default function TopicsPage() {
  const { w } = useWords();
  const topics = useQuery(topicsQuery);
  return (
    <>
      <PageHead title={w.topics.title} />
      <p>{w.topics.hint}</p>
      <ProblemNotice error={topics.error} />
      {topics.data !== undefined && <Editor key={topics.dataUpdatedAt} stored={topics.data} />}
    </>
  );
}

function Editor({ stored }: { stored: readonly Topic[] }) {
  const { w } = useWords();
  const client = useQueryClient();
  const [topics, setTopics] = useState<readonly Topic[]>(stored);
  const save = useMutation({ mutationFn: () => put("/api/topics", topics), onSuccess: () => void client.invalidateQueries({ queryKey: keys.topics }) });
  const change = (index: number, part: Partial<Topic>) => {
    save.reset();
    setTopics(topics.map((topic, at) => (at === index ? { ...topic, ...part } : topic)));
  };
  return (
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
      {topics.map((topic, index) => (
        <Panel key={index} id={`topic-${index}`} title={`(${topic.code}) ${topic.label_ja}`} aside={<Checkbox label={w.topics.active} checked={topic.active} onChange={(event) => change(index, { active: event.target.checked })} />}>
          <div className={styles.topic}>
            <TextField id={`code-${index}`} label={w.topics.code} required maxLength={8} value={topic.code} onChange={(event) => change(index, { code: event.target.value })} />
            <TextField id={`ja-${index}`} label={w.topics.labelJa} required maxLength={80} value={topic.label_ja} onChange={(event) => change(index, { label_ja: event.target.value })} />
            <TextField id={`en-${index}`} label={w.topics.labelEn} required maxLength={80} value={topic.label_en} onChange={(event) => change(index, { label_en: event.target.value })} />
          </div>
          <SubCodes prefix={`${index}`} parent={topic.code} subCodes={topic.sub_codes} onChange={(sub_codes) => change(index, { sub_codes })} />
        </Panel>
      ))}
      <Actions>
        <Button onClick={() => setTopics([...topics, emptyTopic])}>{w.topics.addTopic}</Button>
        <Button look="solid" type="submit" unavailable={save.isPending}>
          {w.save}
        </Button>
      </Actions>
    </form>
  );
}

function SubCodes({ prefix, parent, subCodes, onChange }: { prefix: string; parent: string; subCodes: readonly SubCode[]; onChange: (subCodes: SubCode[]) => void }) {
  const { w } = useWords();
  const change = (index: number, part: Partial<SubCode>) => onChange(subCodes.map((sub, at) => (at === index ? { ...sub, ...part } : sub)));
  return (
    <details>
      <summary className={styles.summary}>{`${w.topics.subCodes}（${subCodes.length}）`}</summary>
      <div className={styles.form}>
        {subCodes.map((sub, index) => (
          <div key={index} className={styles.topic}>
            <TextField id={`sub-code-${prefix}-${index}`} label={w.topics.code} required maxLength={8} value={sub.code} onChange={(event) => change(index, { code: event.target.value })} />
            <TextField id={`sub-ja-${prefix}-${index}`} label={w.topics.labelJa} required maxLength={80} value={sub.label_ja} onChange={(event) => change(index, { label_ja: event.target.value })} />
            <TextField id={`sub-en-${prefix}-${index}`} label={w.topics.labelEn} required maxLength={80} value={sub.label_en} onChange={(event) => change(index, { label_en: event.target.value })} />
            <Checkbox label={w.topics.active} checked={sub.active} onChange={(event) => change(index, { active: event.target.checked })} />
          </div>
        ))}
        <div>
          <Button size="small" onClick={() => onChange([...subCodes, { code: `${parent}-${subCodes.length + 1}`, label_ja: "", label_en: "", active: true }])}>
            {w.topics.addSub}
          </Button>
        </div>
      </div>
    </details>
  );
}

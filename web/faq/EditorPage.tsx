import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { TextField } from "../parts/Field";
import { PageHead, Panel } from "../parts/Parts";
import { cityDate } from "../shell/format";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { takeBeginning } from "./beginning";
import { Editor } from "./Editor";
import styles from "./Editor.module.css";
import { emptyForm, formOf, keyFault, startOf } from "./form";
import { entryAddress } from "./places";
import { entryQuery } from "./queries";
import type { FaqView } from "./types";
import { usePaused } from "./usePaused";

/** Writes a draft: of an entry that is there, or of one that is to be. */
export default function EditorPage({ entryKey }: { entryKey: string | null }) {
  return entryKey === null ? <Create /> : <Change entryKey={entryKey} />;
}

function Change({ entryKey }: { entryKey: string }) {
  const { w } = useWords();
  const entry = useQuery({ ...entryQuery(entryKey), refetchOnMount: "always", refetchOnWindowFocus: false });
  // Writing begins with what stands, not with what was read earlier; from then on it stays, whatever is read again.
  const [began, setBegan] = useState<FaqView>();
  if (began === undefined && entry.isFetchedAfterMount && entry.data !== undefined) setBegan(entry.data);
  const start = began === undefined ? null : startOf(began);
  return (
    <>
      <PageHead title={w.faq.editor.title}>
        <a className={styles.back} href={entryAddress(entryKey)}>
          {w.faq.editor.back}
        </a>
      </PageHead>
      <p className={styles.under}>
        <code>{entryKey}</code>
      </p>
      <ProblemNotice error={entry.error} />
      {began === undefined && !entry.isError && <p role="status">{w.loading}</p>}
      {began !== undefined && <Editor entryKey={entryKey} began={began} start={start === null ? emptyForm("") : formOf(start)} keyField={null} mayBe />}
    </>
  );
}

/** A year from today: by then somebody looks at it again. */
function inAYear(now_ms: number): string {
  const [year = "", ...rest] = cityDate(now_ms).split("-");
  const day = rest.join("-");
  return `${Number(year) + 1}-${day === "02-29" ? "02-28" : day}`;
}

/** A key is looked up once nobody types on. */
const KEY_PAUSE_MS = 300;

function Create() {
  const { w } = useWords();
  const [key, setKey] = useState("");
  const [start] = useState(() => emptyForm(inAYear(Date.now())));
  const [question] = useState(takeBeginning);
  const fault = keyFault(key);
  const stood = usePaused(key, KEY_PAUSE_MS);
  const other = useQuery({ ...entryQuery(stood), enabled: keyFault(stood) === null });
  const taken = other.data?.key === key;
  const field = (tried: boolean) => (
    <Panel id="key" title={w.faq.editor.keyTitle}>
      <TextField id="f-key" label={w.faq.fields.key} mark={w.required} hint={w.faq.editor.keyHint} autoComplete="off" autoCapitalize="off" spellCheck={false} maxLength={48} value={key} onChange={(event) => setKey(event.target.value.trim())} error={taken ? w.faq.editor.keyTaken : fault !== null && (tried || (key.length > 2 && fault === "bad")) ? w.faq.editor.keyFault[fault] : undefined} />
      {taken && <a href={entryAddress(key)}>{other.data?.versions[0]?.content.ja.question ?? other.data?.draft?.content.ja.question ?? key}</a>}
    </Panel>
  );
  return (
    <>
      <PageHead title={w.faq.editor.createTitle}>
        <a className={styles.back} href="/faq">
          {w.faq.back}
        </a>
      </PageHead>
      <Editor entryKey={key} began={null} start={start} question={question} keyField={field} mayBe={fault === null && !taken} />
    </>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { Actions, Facts, Notice, PageHead, Panel } from "../parts/Parts";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import styles from "./Exchange.module.css";
import { entryAddress } from "./places";
import { faqKeys } from "./queries";
import { ChooseFile, RowProblems, SheetProgress } from "./SheetFile";
import type { FaqImport } from "./types";
import { isBusy, useSheet } from "./useSheet";

/** Takes entries in from CSV or Excel: first what it would do, row by row; then, when somebody says so, it is done. */
export default function ImportPage() {
  const { w } = useWords();
  const client = useQueryClient();
  const entered = useCallback(() => void client.invalidateQueries({ queryKey: faqKeys.entries }), [client]);
  const { sheet, choose, enter, callOff } = useSheet<FaqImport>("/api/faq/import", entered);
  const { result } = sheet;
  return (
    <>
      <PageHead title={w.faq.import.title}>
        <a className={styles.back} href="/faq">
          {w.faq.back}
        </a>
      </PageHead>
      <p>{w.faq.import.hint}</p>
      <Panel id="import-file" title={w.faq.import.choose}>
        <ChooseFile label={w.faq.import.file} hint={w.faq.import.fileHint} accept=".csv,.xlsx" busy={isBusy(sheet.state)} onChoose={choose} />
        <SheetProgress sheet={sheet} onCallOff={callOff} />
      </Panel>
      {result !== null && <Planned name={sheet.name} result={result} done={result.done} />}
      {result !== null && sheet.state === "looked" && <Enter result={result} onEnter={enter} />}
    </>
  );
}

function Planned({ name, result, done }: { name: string; result: FaqImport; done: boolean }) {
  const { w } = useWords();
  const nothing = result.added.length === 0 && result.changed.length === 0;
  return (
    <Panel id="planned" tone={done ? "good" : "info"} title={fill(done ? w.faq.import.doneTitle : w.faq.import.plannedTitle, { name })}>
      {done && (
        <Notice tone="good" alert>
          {w.faq.import.done}
        </Notice>
      )}
      {!done && nothing && result.problems.length === 0 && (
        <Notice tone="info" alert>
          {w.faq.import.noChange}
        </Notice>
      )}
      <Facts
        items={[
          [w.faq.import.added, <span className="digits">{result.added.length}</span>],
          [w.faq.import.changed, <span className="digits">{result.changed.length}</span>],
          [w.faq.import.unchanged, <span className="digits">{result.unchanged}</span>],
          [w.faq.import.missing, <span className="digits">{result.missing.length}</span>],
          [w.faq.import.problems, <span className="digits">{result.problems.length + result.further_problems}</span>],
        ]}
      />
      <RowProblems problems={result.problems} further={result.further_problems} withField />
      <Keys title={w.faq.import.added} keys={result.added.map((key) => [key, ""])} linked={done} />
      <Keys title={w.faq.import.changed} keys={result.changed.map(({ key, fields }) => [key, fields.map((field) => labelOf(w.faq.fields, field)).join("、")])} linked />
      <Keys title={w.faq.import.missing} hint={w.faq.import.missingHint} keys={result.missing.map((key) => [key, ""])} linked />
    </Panel>
  );
}

function Keys({ title, hint, keys, linked }: { title: string; hint?: string; keys: readonly (readonly [string, string])[]; linked: boolean }) {
  const { w } = useWords();
  if (keys.length === 0) return null;
  return (
    <details className={styles.keys}>
      <summary>{fill(w.faq.import.keys, { title, count: keys.length })}</summary>
      {hint !== undefined && <p className={styles.soft}>{hint}</p>}
      <ul>
        {keys.map(([key, words]) => (
          <li key={key}>
            {linked ? <a href={entryAddress(key)}>{key}</a> : <code>{key}</code>}
            {words !== "" && <span className={styles.soft}> {words}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Enter({ result, onEnter }: { result: FaqImport; onEnter: () => void }) {
  const { w } = useWords();
  const [asking, setAsking] = useState(false);
  const count = result.added.length + result.changed.length;
  if (result.problems.length > 0) return <Notice tone="warn">{w.faq.import.withProblems}</Notice>;
  if (count === 0) return null;
  return (
    <>
      <Actions>
        <Button look="solid" onClick={() => setAsking(true)}>
          {fill(w.faq.import.enter, { count })}
        </Button>
      </Actions>
      {asking && (
        <Dialog
          id="enter"
          title={w.faq.import.title}
          closeLabel={w.close}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>{w.cancel}</Button>
              <Button
                look="solid"
                onClick={() => {
                  setAsking(false);
                  onEnter();
                }}
              >
                {fill(w.faq.import.enter, { count })}
              </Button>
            </>
          }
        >
          <p>{fill(w.faq.import.enterText, { added: result.added.length, changed: result.changed.length })}</p>
        </Dialog>
      )}
    </>
  );
}

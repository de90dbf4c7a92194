import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Checkbox, SelectField } from "../parts/Field";
import { Empty, PageHead } from "../parts/Parts";
import { ProblemNotice } from "../shell/ProblemNotice";
import { go } from "../shell/route";
import { useRoute } from "../shell/useRoute";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Compare.module.css";
import { Differences } from "./Differences";
import { compareAddress, entryAddress } from "./places";
import { compareQuery, entryQuery } from "./queries";
import type { FaqView } from "./types";

/** Two texts of an entry held against each other, word by word. */
export default function ComparePage({ entryKey }: { entryKey: string }) {
  const { w } = useWords();
  const { query } = useRoute();
  const [from, to] = [query.get("from") ?? "", query.get("to") ?? ""];
  const entry = useQuery(entryQuery(entryKey));
  const compared = useQuery(compareQuery(entryKey, from, to));
  const [whole, setWhole] = useState(false);
  return (
    <>
      <PageHead title={w.faq.compare.title}>
        <a className={styles.back} href={entryAddress(entryKey)}>
          {w.faq.compare.back}
        </a>
      </PageHead>
      <p className={styles.soft}>
        <code>{entryKey}</code>
      </p>
      <ProblemNotice error={entry.error ?? compared.error} />
      {entry.data !== undefined && <Chooser view={entry.data} from={from} to={to} />}
      <div className={styles.legend}>
        <span>
          <ins>{w.faq.compare.added}</ins>
        </span>
        <span>
          <del>{w.faq.compare.removed}</del>
        </span>
        <Checkbox label={w.faq.compare.whole} checked={whole} onChange={(event) => setWhole(event.target.checked)} />
      </div>
      {compared.isPending && !compared.isError && <p role="status">{from === "" || to === "" ? w.faq.compare.choose : w.loading}</p>}
      {compared.data !== undefined && (compared.data.every(({ pieces }) => pieces.every(({ kind }) => kind === "kept")) && !whole ? <Empty>{w.faq.compare.same}</Empty> : <Differences fields={compared.data} whole={whole} />)}
    </>
  );
}

function Chooser({ view, from, to }: { view: FaqView; from: string; to: string }) {
  const { w } = useWords();
  const choices = [...(view.draft === null ? [] : [["draft", w.faq.sheets.draft] as const]), ...view.versions.map(({ version }) => [String(version), fill(version === view.live?.version ? w.faq.compare.versionLive : w.faq.version, { version })] as const)];
  // Replaced, so that Back leads to the entry and not through every choice.
  const pick = (left: string, right: string) => go(compareAddress(view.key, left, right), "replace");
  const options = choices.map(([value, name]) => (
    <option key={value} value={value}>
      {name}
    </option>
  ));
  return (
    <div className={styles.chooser}>
      <SelectField id="compare-from" label={w.faq.compare.from} value={from} onChange={(event) => pick(event.target.value, to)}>
        {options}
      </SelectField>
      <SelectField id="compare-to" label={w.faq.compare.to} value={to} onChange={(event) => pick(from, event.target.value)}>
        {options}
      </SelectField>
    </div>
  );
}

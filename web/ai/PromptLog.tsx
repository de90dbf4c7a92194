import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../parts/Button";
import { SelectField } from "../parts/Field";
import { Badge, Empty, Panel, Table, type Tone } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { labelOf } from "../words/words";
import styles from "./Ai.module.css";
import { PromptDialog } from "./PromptDialog";
import { type PromptSearch, promptsQuery } from "./queries";
import { reasonText } from "./reasons";
import type { AiPrompt } from "./types";

const tones: Record<string, Tone> = { accepted: "good", partly: "info", refused: "warn", failed: "bad", asked: "plain" };

/** What the language model was asked, the newest first; the texts are opened one by one, with a reason. */
export function PromptLog({ manages }: { manages: boolean }) {
  const { w } = useWords();
  const [search, setSearch] = useState<PromptSearch>({ purpose: "", outcome: "" });
  const [opening, setOpening] = useState<AiPrompt | null>(null);
  const log = useInfiniteQuery(promptsQuery(search));
  const rows = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel id="ai-log" title={w.ai.log.title}>
      <p>{w.ai.log.hint}</p>
      <div className={styles.filters} role="search" aria-label={w.ai.log.title}>
        <SelectField id="ai-purpose" label={w.ai.log.purpose} value={search.purpose} onChange={(event) => setSearch({ ...search, purpose: event.target.value })}>
          <option value="">{w.all}</option>
          {(["summary", "drafts"] as const).map((purpose) => (
            <option key={purpose} value={purpose}>
              {w.ai.purposes[purpose]}
            </option>
          ))}
        </SelectField>
        <SelectField id="ai-outcome" label={w.ai.log.outcome} value={search.outcome} onChange={(event) => setSearch({ ...search, outcome: event.target.value })}>
          <option value="">{w.all}</option>
          {Object.entries(w.ai.outcomes).map(([outcome, label]) => (
            <option key={outcome} value={outcome}>
              {label}
            </option>
          ))}
        </SelectField>
      </div>
      <ProblemNotice error={log.error} />
      {log.isPending && !log.isError && <p role="status">{w.loading}</p>}
      {log.isSuccess && rows.length === 0 && <Empty>{w.ai.log.empty}</Empty>}
      {rows.length > 0 && <Rows rows={rows} onOpen={manages ? setOpening : null} />}
      {log.hasNextPage && (
        <Button onClick={() => void log.fetchNextPage()} unavailable={log.isFetchingNextPage}>
          {w.more}
        </Button>
      )}
      {opening !== null && <PromptDialog prompt={opening} onClose={() => setOpening(null)} />}
    </Panel>
  );
}

function Rows({ rows, onOpen }: { rows: readonly AiPrompt[]; onOpen: ((prompt: AiPrompt) => void) | null }) {
  const { w, language } = useWords();
  return (
    <Table label={w.ai.log.title} head={[w.ai.log.at, w.ai.log.purpose, w.ai.model, w.ai.runs, w.ai.log.outcome, w.ai.log.took, w.ai.log.contact, w.ai.log.texts]}>
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row" className="digits">
            {formatMoment(row.at, language)}
          </th>
          <td>{labelOf(w.ai.purposes, row.purpose)}</td>
          <td>{row.model}</td>
          <td>{row.place}</td>
          <td className={styles.outcome}>
            <Badge tone={tones[row.outcome] ?? "plain"}>{labelOf(w.ai.outcomes, row.outcome)}</Badge>
            {row.reason !== null && <p>{reasonText(row.reason, w)}</p>}
          </td>
          <td className="digits">{row.took_ms === null ? "—" : `${(row.took_ms / 1000).toFixed(1)} s`}</td>
          <td>
            <a href={`/history/${row.contact}`}>{w.ai.log.contact}</a>
          </td>
          <td>
            {row.erased ? (
              w.ai.log.erased
            ) : onOpen === null ? (
              "—"
            ) : (
              <Button size="small" onClick={() => onOpen(row)} aria-label={`${formatMoment(row.at, language)}: ${w.ai.log.open}`}>
                {w.ai.log.open}
              </Button>
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

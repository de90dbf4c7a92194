import { useQuery } from "@tanstack/react-query";
import { statesQuery } from "../api/queries";
import type { Named, StateSpan } from "../api/types";
import { usePauseLabel } from "../desk/MyState";
import { Dialog } from "../parts/Dialog";
import { Empty, Facts, Table } from "../parts/Parts";
import { formatClock, formatDuration } from "../shell/format";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { labelOf } from "../words/words";
import { totalsOf } from "./agent-day";

/** What an agent did today: how long in each state, and every change. */
export function AgentDay({ agent, onClose }: { agent: Named; onClose: () => void }) {
  const { w } = useWords();
  const states = useQuery(statesQuery(agent.id));
  const spans = states.data?.items ?? [];
  return (
    <Dialog id="agent-day" title={`${agent.name} ${w.supervisor.dayOf}`} closeLabel={w.close} onClose={onClose} wide>
      <ProblemNotice error={states.error} />
      {states.isPending && !states.isError && <p role="status">{w.loading}</p>}
      {states.isSuccess && spans.length === 0 && <Empty>{w.supervisor.dayEmpty}</Empty>}
      {spans.length > 0 && (
        <>
          <Facts items={totalsOf(spans).map(([state, total_ms]) => [labelOf(w.loggedStates, state), <span className="digits">{formatDuration(total_ms)}</span>] as const)} />
          <Spans spans={spans} />
        </>
      )}
    </Dialog>
  );
}

function Spans({ spans }: { spans: readonly StateSpan[] }) {
  const { w, language } = useWords();
  const pauseLabel = usePauseLabel();
  return (
    <Table label={w.supervisor.dayOf} head={[w.supervisor.since, w.supervisor.state, w.supervisor.time, w.supervisor.with]}>
      {[...spans].reverse().map((span) => (
        <tr key={`${span.from}-${span.state}`}>
          <td className="digits">{formatClock(span.from, language)}</td>
          <td>
            {labelOf(w.loggedStates, span.state)}
            {span.reason !== null && `（${pauseLabel(span.reason)}）`}
          </td>
          <td className="digits">{formatDuration(span.duration_ms)}</td>
          <td>{span.contact === null ? "—" : <a href={`/history/${span.contact}`}>{w.history.detail}</a>}</td>
        </tr>
      ))}
    </Table>
  );
}

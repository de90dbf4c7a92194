import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { coverageDayQuery, coverageQuery } from "../api/queries";
import type { DayCoverage } from "../api/types";
import { addMonths } from "../calendar/month";
import { Button } from "../parts/Button";
import { Actions, Badge, Empty, Notice, PageHead, Panel, Table } from "../parts/Parts";
import { cityDate, formatMoment } from "../shell/format";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import { percent, reasonsOf } from "./coverage";

/** How much of each day's conversations was recorded and became text, and why not. */
export default function CoveragePage() {
  const { w } = useWords();
  const [month, setMonth] = useState(() => cityDate(Date.now()).slice(0, 7));
  const [day, setDay] = useState<string | null>(null);
  const coverage = useQuery(coverageQuery(month));
  const move = (months: number) => {
    setMonth(addMonths(month, months));
    setDay(null);
  };
  const days = coverage.data?.days.filter(({ due }) => due > 0) ?? [];
  return (
    <>
      <PageHead title={w.pages.coverage}>
        <Actions>
          <Button size="small" onClick={() => move(-1)}>
            {w.coverage.before}
          </Button>
          <strong className="digits" aria-live="polite">
            {month}
          </strong>
          <Button size="small" onClick={() => move(1)}>
            {w.coverage.after}
          </Button>
        </Actions>
      </PageHead>
      <Notice tone="info">{w.coverage.definition}</Notice>
      <ProblemNotice error={coverage.error} />
      {coverage.isPending && <p role="status">{w.loading}</p>}
      {coverage.data !== undefined && days.length === 0 && <Empty>{w.coverage.empty}</Empty>}
      {days.length > 0 && <Days days={days} chosen={day} onChoose={setDay} />}
      {day !== null && <Day day={day} />}
    </>
  );
}

function Days({ days, chosen, onChoose }: { days: readonly DayCoverage[]; chosen: string | null; onChoose: (day: string) => void }) {
  const { w } = useWords();
  return (
    <Table label={w.pages.coverage} head={[w.coverage.day, w.coverage.due, w.coverage.recorded, w.coverage.transcribed, w.coverage.gaps, w.coverage.reasons]}>
      {days.map((each) => (
        <tr key={each.day}>
          <th scope="row">
            <Button size="small" look="quiet" aria-pressed={chosen === each.day} onClick={() => onChoose(each.day)}>
              {each.day}
            </Button>
          </th>
          <td className="digits">{each.due}</td>
          <td className="digits">{`${each.recorded}（${percent(each.recorded, each.due)}）`}</td>
          <td className="digits">{`${each.transcribed}（${percent(each.transcribed, each.due)}）`}</td>
          <td>{each.gaps > 0 ? <Badge tone="bad">{String(each.gaps)}</Badge> : <span className="digits">0</span>}</td>
          <td>{reasonsOf(each.shortfalls).map(([code, count]) => `${labelOf(w.coverage.codes, code)} ${count}`).join("、")}</td>
        </tr>
      ))}
    </Table>
  );
}

function Day({ day }: { day: string }) {
  const { w, language } = useWords();
  const detail = useQuery(coverageDayQuery(day));
  const short = detail.data?.short ?? [];
  return (
    <Panel id="coverage-day" title={fill(w.coverage.shortOf, { day })}>
      <ProblemNotice error={detail.error} />
      {detail.isPending && <p role="status">{w.loading}</p>}
      {detail.data !== undefined && short.length === 0 && <Empty>{w.coverage.whole}</Empty>}
      {short.length > 0 && (
        <Table label={fill(w.coverage.shortOf, { day })} head={[w.coverage.arrived, w.coverage.code, ""]}>
          {short.map((each) => (
            <tr key={each.contact}>
              <th scope="row">{formatMoment(each.arrived_at, language)}</th>
              <td>
                {labelOf(w.coverage.codes, each.code)} {each.gap && <Badge tone="bad">{w.coverage.isGap}</Badge>}
                {[each.fault, each.waiting_why].filter((text) => text !== null).map((text) => (
                  <div key={text}>{text}</div>
                ))}
              </td>
              <td>
                <a href={`/history/${each.contact}`}>{w.coverage.open}</a>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}

import { Button } from "../parts/Button";
import { Actions, Badge, Facts, Panel, type Tone } from "../parts/Parts";
import { formatDay, formatMoment } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import styles from "./Ai.module.css";
import { percent, reasonText, sendsOf } from "./reasons";
import type { AiMeasured, AiOutcomes, AiSaid, AiState, AiUse } from "./types";

const tones: Record<AiState, Tone> = { on: "good", starting: "info", off: "plain", failed: "bad", not_set: "plain" };

/** One use of AI with everything the city wants to know of it. */
export function UseCard({ use, onSwitch }: { use: AiUse; onSwitch: (() => void) | null }) {
  const { w } = useWords();
  const on = use.state === "on" || use.state === "failed" || use.state === "starting";
  return (
    <Panel id={`ai-${use.purpose}`} title={w.ai.purposes[use.purpose]} aside={<Badge tone={tones[use.state]}>{w.ai.states[use.state]}</Badge>}>
      <p>{w.ai.about[use.purpose]}</p>
      {use.why !== null && <p className={styles.why}>{reasonText(use.why, w)}</p>}
      <Facts
        items={[
          [w.ai.model, use.model ?? "—"],
          [w.ai.runs, use.host === null ? w.ai.places[use.runs] : fill(w.ai.onHost, { host: use.host })],
          [w.ai.sent, sendsOf(use, w)],
          [w.ai.said, <Said key="said" said={use.said} switchable={use.switchable} />],
        ]}
      />
      <Facts
        items={[
          [w.ai.measured, <Measured key="measured" measured={use.measured} />],
          ...(use.outcomes === null ? [] : [[w.ai.outcomesOf, <Outcomes key="outcomes" outcomes={use.outcomes} />] as const]),
        ]}
      />
      {use.switchable && onSwitch !== null && (
        <Actions>
          <Button look={on ? "bad-outline" : "solid"} unavailable={use.state === "not_set"} onClick={onSwitch} aria-label={`${w.ai.purposes[use.purpose]}: ${on ? w.ai.switchOff : w.ai.switchOn}`}>
            {on ? w.ai.switchOff : w.ai.switchOn}
          </Button>
        </Actions>
      )}
    </Panel>
  );
}

function Said({ said, switchable }: { said: AiSaid | null; switchable: boolean }) {
  const { w, language } = useWords();
  if (said === null) return switchable ? w.ai.neverSaid : w.ai.byConfiguration;
  const words = fill(said.on ? w.ai.saidOn : w.ai.saidOff, { name: said.by, time: formatMoment(said.at, language) });
  const of = [said.model, said.base_url].filter((text) => text !== "").join(" / ");
  return (
    <>
      <p>{words}</p>
      <p>
        {w.ai.reason}: {said.reason}
      </p>
      {of !== "" && <p className={styles.soft}>{of}</p>}
    </>
  );
}

function Measured({ measured }: { measured: AiMeasured | null }) {
  const { w, language } = useWords();
  if (measured === null) return w.ai.notMeasured;
  return (
    <>
      <ul className={styles.figures}>
        {measured.figures.map(({ name, share, of }) => (
          <li key={name}>
            {labelOf(w.ai.figures, name)} <span className="digits">{percent(share)}</span>
            {of !== null && <span className={styles.soft}> {fill(w.ai.of, { count: of })}</span>}
          </li>
        ))}
      </ul>
      <p className={styles.soft}>
        {labelOf(w.ai.sets, measured.on)}
        {measured.measured_on !== null && ` ${fill(w.ai.measuredOn, { day: formatDay(measured.measured_on, language) })}`}
      </p>
    </>
  );
}

function Outcomes({ outcomes }: { outcomes: AiOutcomes }) {
  const { w } = useWords();
  const rows = Object.entries(outcomes).filter(([, count]) => count > 0);
  if (rows.length === 0) return w.ai.nothingAsked;
  return (
    <ul className={styles.figures}>
      {rows.map(([outcome, count]) => (
        <li key={outcome}>
          {labelOf(w.ai.outcomes, outcome)} <span className="digits">{count}</span>
        </li>
      ))}
    </ul>
  );
}

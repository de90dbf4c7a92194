import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { pauseReasonsQuery } from "../api/queries";
import type { AgentState, AgentView } from "../live/messages";
import type { MediaState } from "../live/softphone";
import { Button } from "../parts/Button";
import { Badge, type Tone } from "../parts/Parts";
import { formatDuration } from "../shell/format";
import { useNow } from "../shell/useNow";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import type { Abilities } from "./call-store";
import styles from "./Desk.module.css";
import { chordText } from "./shortcuts";

export const agentTones: Record<AgentState, Tone> = {
  offline: "plain",
  available: "good",
  paused: "notice",
  ringing: "info",
  dialling: "info",
  talking: "info",
  hold: "warn",
  consulting: "info",
  wrap_up: "notice",
  monitoring: "info",
  lost: "bad",
};

/** The words for a pause reason: the city's own list first, then the system's. */
export function usePauseLabel(): (code: string | null) => string {
  const { w, pick } = useWords();
  const reasons = useQuery(pauseReasonsQuery).data ?? [];
  return (code) => {
    if (code === null) return "";
    const reason = reasons.find((each) => each.code === code);
    return reason === undefined ? labelOf(w.pauses, code) : pick(reason.label_ja, reason.label_en);
  };
}

interface Props {
  agent: AgentView | null;
  /** The contact in hand is no call: a visit or a chat. */
  visit: boolean;
  media: MediaState;
  mediaUp: boolean;
  able: Abilities;
  clock_offset_ms: number;
  onAvailable: () => void;
  onPause: (reason: string) => void;
}

/** One's own state, since when, and the switch between available and paused. */
export function MyState({ agent, visit, media, mediaUp, able, clock_offset_ms, onAvailable, onPause }: Props) {
  const { w, pick } = useWords();
  const now_ms = useNow() + clock_offset_ms;
  const pauseLabel = usePauseLabel();
  const reasons = useQuery(pauseReasonsQuery).data ?? [];
  const [chosen, setChosen] = useState("");
  const reason = chosen || (reasons[0]?.code ?? "");
  const busy = agent !== null && !["available", "paused", "offline", "monitoring"].includes(agent.state);
  const up = media.status === "up" && mediaUp;
  return (
    <section className={styles.myState} aria-label={w.desk.myState}>
      <div className={styles.stateWords}>
        {agent === null ? (
          <Badge tone="plain">{w.loading}</Badge>
        ) : (
          <>
            <span className={styles.stateBadge}>
              <Badge tone={agentTones[agent.state]}>
                {visit && agent.state === "talking" ? w.desk.serving : w.agentStates[agent.state]}
                {agent.state === "paused" && agent.reason !== null && `（${pauseLabel(agent.reason)}）`}
              </Badge>
            </span>
            <span className="digits">{fill(w.desk.since, { time: formatDuration(now_ms - Date.parse(agent.since)) })}</span>
          </>
        )}
        <Badge tone={up ? "good" : "warn"}>{up ? w.link.up : w.link.down}</Badge>
        {busy && <span className={styles.soft}>{agent.available_next ? w.desk.afterAvailable : w.desk.afterPaused}</span>}
      </div>
      <div className={styles.stateActions}>
        {able.go_available && (
          <Button look={busy ? "outline" : "good"} shortcut={chordText("state")} onClick={onAvailable}>
            {w.desk.goAvailable}
          </Button>
        )}
        {able.go_paused && (
          <>
            <label className={styles.reason}>
              <span className="visually-hidden">{w.desk.pauseReason}</span>
              <select value={reason} onChange={(event) => setChosen(event.target.value)}>
                {reasons.map((each) => (
                  <option key={each.code} value={each.code}>
                    {pick(each.label_ja, each.label_en)}
                  </option>
                ))}
              </select>
            </label>
            <Button shortcut={chordText("state")} onClick={() => onPause(reason)}>
              {w.desk.goPause}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}

import { callerOf } from "../desk/useDesk";
import type { AlertView, ContactView } from "../live/messages";
import { Button } from "../parts/Button";
import { Badge } from "../parts/Parts";
import { formatDuration } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Supervisor.module.css";
import type { Floor } from "./useFloor";

/** A raised hand and the alerts of a contact, each with the button that says it was seen to. */
export function AlertBadges({ contact, floor }: { contact: ContactView; floor: Floor }) {
  const speech = useWords();
  const { w } = speech;
  const { live, now_ms } = floor;
  const agent = contact.agent === null ? "" : (live.state.agents[contact.agent]?.name ?? "");
  const time = (since: string) => formatDuration(now_ms - Date.parse(since));
  const words = (alert: AlertView) => (alert.word === null ? w.supervision.alert[alert.code] : fill(w.supervision.alertWord, { word: alert.word }));
  if (!contact.hand_raised && contact.alert_states.length === 0) return null;
  return (
    <ul className={styles.alerts}>
      {contact.hand_raised && contact.hand_raised_at !== null && (
        <li>
          <Badge tone="bad">{fill(w.supervision.handSince, { agent, time: time(contact.hand_raised_at) })}</Badge>
          <Button size="small" look="quiet" onClick={() => void live.act({ type: "raise_hand", contact: contact.id, on: false })}>
            {w.supervision.lowered}
          </Button>
        </li>
      )}
      {contact.alert_states.map((alert) => (
        <li key={alert.code}>
          <Badge tone={alert.seen_at === null ? "warn" : "plain"}>{fill(w.supervision.alertSince, { alert: words(alert), time: time(alert.since) })}</Badge>
          {alert.seen_at === null ? (
            <Button size="small" look="quiet" aria-label={fill(w.supervision.seenOf, { alert: words(alert), caller: callerOf(contact, speech) })} onClick={() => void live.act({ type: "see_alert", contact: contact.id, alert: alert.code })}>
              {w.supervision.seen}
            </Button>
          ) : (
            <span className={styles.soft}>{fill(w.supervision.seenBy, { name: alert.seen_by ?? "" })}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

import type { ReactNode } from "react";
import type { Me } from "../api/types";
import { Button } from "../parts/Button";
import { Actions, Panel } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import type { Asking } from "./asks";
import styles from "./Entry.module.css";
import { candidateOf, isReviewed, type Offer, type Offers, offersFor } from "./offers";
import { compareAddress, editAddress } from "./places";
import type { FaqAct, FaqView } from "./types";

interface Props {
  view: FaqView;
  me: Me;
  pending: boolean;
  onAct: (what: FaqAct) => void;
  onAsk: (asking: Asking) => void;
}

/** Where the entry stands on its way, and what this person may do about it. */
export function Acts({ view, me, pending, onAct, onAsk }: Props) {
  const { w } = useWords();
  const offers = offersFor(view, me);
  return (
    <Panel id="acts" title={w.faq.way} aside={<Steps view={view} />}>
      <State view={view} />
      <Actions>
        <Buttons view={view} offers={offers} pending={pending} onAct={onAct} onAsk={onAsk} />
      </Actions>
      <Waiting offers={offers} />
    </Panel>
  );
}

const STEPS = ["write", "review", "approve", "publish"] as const;

/** How many of the steps the newest text has behind it. */
export function stepsDone(view: FaqView): number {
  const { draft } = view;
  if (draft !== null) return draft.stage === "writing" ? 0 : isReviewed(draft) ? 2 : 1;
  if (view.versions.length === 0) return 0;
  return candidateOf(view) === null ? STEPS.length : STEPS.length - 1;
}

function Steps({ view }: { view: FaqView }) {
  const { w } = useWords();
  const done = stepsDone(view);
  return (
    <ol className={styles.steps} aria-label={w.faq.way}>
      {STEPS.map((step, index) => (
        <li key={step} data-done={index < done || undefined} aria-current={index === done ? "step" : undefined}>
          {w.faq.steps[step]}
          {index < done && <span className="visually-hidden">{w.faq.stepDone}</span>}
        </li>
      ))}
    </ol>
  );
}

/** What stands, in sentences. */
function State({ view }: { view: FaqView }) {
  const { w, language } = useWords();
  const { draft, live, scheduled, off } = view;
  const candidate = candidateOf(view);
  const moment = (at: string | null) => formatMoment(at, language);
  const lines: ReactNode[] = [];
  if (live !== null) lines.push(fill(live.until === null ? w.faq.state.live : w.faq.state.liveUntil, { version: live.version, since: moment(live.since), until: moment(live.until) }));
  else lines.push(w.faq.state.notLive);
  if (off !== null) lines.push(fill(w.faq.state[off.why], { version: off.version, at: moment(off.at), name: off.by?.name ?? "—", reason: off.reason ?? "—" }));
  if (scheduled !== null) lines.push(fill(w.faq.state.scheduled, { version: scheduled.version, at: moment(scheduled.at) }));
  else if (candidate !== null && off?.version !== candidate.version) lines.push(fill(w.faq.state.candidate, { version: candidate.version }));
  if (draft !== null) lines.push(fill(draft.stage === "writing" ? w.faq.state.writing : w.faq.state.inReview, { at: moment(draft.saved_at), since: moment(draft.since), names: draft.authors.map(({ name }) => name).join("、") }));
  return (
    <ul className={styles.state}>
      {lines.map((line, index) => (
        <li key={index}>{line}</li>
      ))}
    </ul>
  );
}

function Buttons({ view, offers, pending, onAct, onAsk }: Omit<Props, "me"> & { offers: Offers }) {
  const { w } = useWords();
  const { draft } = view;
  const candidate = candidateOf(view);
  const button = (offer: Offer, words: string, look: "solid" | "outline" | "bad-outline", press: () => void) =>
    offer.offered && (
      <Button key={words} look={look} unavailable={pending} onClick={press}>
        {words}
      </Button>
    );
  const ask = (kind: "discard" | "pass" | "send_back" | "approve" | "demonstrate" | "unschedule" | "withdraw") => () => onAsk({ kind });
  return (
    <>
      {button(offers.submit, w.faq.acts.submit, "solid", () => draft !== null && onAct({ do: "submit", seen: draft.revision }))}
      {button(offers.pass, w.faq.acts.pass, "solid", ask("pass"))}
      {button(offers.approve, w.faq.acts.approve, "solid", ask("approve"))}
      {button(offers.demonstrate, w.faq.acts.demonstrate, "outline", ask("demonstrate"))}
      {candidate !== null && button(offers.confirm, w.faq.acts.confirm, "solid", () => onAsk({ kind: "confirm", version: candidate.version }))}
      {candidate !== null && button(offers.publish, fill(w.faq.acts.publish, { version: candidate.version }), "solid", () => onAsk({ kind: "publish", version: candidate.version }))}
      {button(offers.send_back, w.faq.acts.send_back, "outline", ask("send_back"))}
      <a className={styles.act} href={editAddress(view.key)}>
        {draft === null ? w.faq.acts.write : w.faq.acts.edit}
      </a>
      {draft !== null && view.versions.length > 0 && (
        <a className={styles.act} href={compareAddress(view.key, view.live?.version ?? view.versions[0]?.version ?? 1, "draft")}>
          {w.faq.acts.compare}
        </a>
      )}
      {button(offers.unschedule, w.faq.acts.unschedule, "bad-outline", ask("unschedule"))}
      {button(offers.discard, w.faq.acts.discard, "bad-outline", ask("discard"))}
      {button(offers.withdraw, w.faq.acts.withdraw, "bad-outline", ask("withdraw"))}
    </>
  );
}

/** Why something that is one's duty must wait. */
function Waiting({ offers }: { offers: Offers }) {
  const { w } = useWords();
  const reasons = [...new Set(Object.values(offers).map(({ waits }: Offer) => waits))].filter((waits) => waits !== null);
  if (reasons.length === 0) return null;
  return (
    <ul className={styles.waits}>
      {reasons.map((waits) => (
        <li key={waits}>{w.faq.waits[waits]}</li>
      ))}
    </ul>
  );
}

import { useEffect, useRef } from "react";
import type { WrapUp } from "../api/types";
import { Button } from "../parts/Button";
import { Actions, Panel, TimeBar } from "../parts/Parts";
import { formatDuration } from "../shell/format";
import { useNow } from "../shell/useNow";
import { useWords } from "../words/useWords";
import styles from "./Desk.module.css";
import { chordText } from "./shortcuts";
import { SummaryDraft } from "./SummaryDraft";
import { asNote, useSummary } from "./useSummary";
import { useFormKeys, useShortcuts } from "./useShortcuts";
import { useWrapUp } from "./useWrapUp";
import { pickTopic } from "./wrap-up-draft";
import { stay, WrapUpFields } from "./WrapUpForm";

interface Props {
  contact: string;
  /** The call has ended and the clock runs. */
  after: { since: string; until: string | null } | null;
  clock_offset_ms: number;
  onFiled: (wrapUp: WrapUp) => void;
  onExtend: () => void;
}

/** The record of the call in hand: open during the call, timed after it. */
export function WrapUpPanel({ contact, after, clock_offset_ms, onFiled, onExtend }: Props) {
  const { w } = useWords();
  const control = useWrapUp(contact, null, onFiled);
  useFormKeys(true, control.press);
  const ended = after !== null;
  const summary = useSummary(contact, ended);
  const take = () => {
    if (!ended || summary.lines.length === 0 || summary.summary?.state === "confirmed" || summary.confirm.isPending) return;
    summary.confirm.mutate(undefined, {
      onSuccess: () => {
        const note = [control.draft.note.trim(), asNote(summary.lines, w.summary.kinds)].filter((part) => part !== "").join("\n");
        control.change({ ...control.draft, note });
      },
    });
  };
  useShortcuts((action) => {
    if (action === "save") control.submit();
    if (action === "summary") take();
    if (action === "note") document.getElementById("note")?.focus();
  });
  const form = useRef<HTMLFormElement>(null);
  const ready = control.topics.length > 0;
  useEffect(() => {
    // The button that had the focus is gone with the call: the keyboard goes on in the form.
    if (ended && ready && document.activeElement === document.body) form.current?.querySelector<HTMLElement>("input[type=radio]")?.focus();
  }, [ended, ready]);
  return (
    <Panel id="wrap-up" title={w.desk.wrapUp} tone={ended ? "notice" : "plain"} aside={<p className={styles.aside}>{ended ? w.desk.keysHint : w.desk.wrapUpDuring}</p>}>
      {after !== null && <WrapUpClock after={after} clock_offset_ms={clock_offset_ms} />}
      {ended && <SummaryDraft control={summary} topics={control.topics} topic={control.draft.topic} onTopic={(code) => control.change(pickTopic(control.draft, code))} onTake={take} />}
      <form ref={form} className={styles.form} onSubmit={stay(control.submit)}>
        <WrapUpFields control={control} numbered />
        <Actions>
          <Button type="submit" look="solid" size="large" shortcut={chordText("save")} unavailable={control.saving}>
            {ended ? w.desk.saveReady : w.desk.saveOnly}
          </Button>
          {ended && after.until !== null && <Button onClick={onExtend}>{w.desk.extend}</Button>}
        </Actions>
      </form>
    </Panel>
  );
}

function WrapUpClock({ after, clock_offset_ms }: { after: { since: string; until: string | null }; clock_offset_ms: number }) {
  const { w } = useWords();
  const now_ms = useNow() + clock_offset_ms;
  if (after.until === null) return null;
  const left_ms = Date.parse(after.until) - now_ms;
  const whole_ms = Math.max(1, Date.parse(after.until) - Date.parse(after.since));
  return <TimeBar label={w.desk.wrapUpLeft} share={left_ms / whole_ms} text={formatDuration(left_ms)} tone={left_ms < 15_000 ? "warn" : "info"} />;
}

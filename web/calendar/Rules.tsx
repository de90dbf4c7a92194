import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../api/client";
import { keys, rulesQuery } from "../api/queries";
import type { CalendarRules, Weekday, WeeklyRule } from "../api/types";
import { Button } from "../parts/Button";
import { Checkbox, TextField } from "../parts/Field";
import { Actions, Empty, Notice, Panel } from "../parts/Parts";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Calendar.module.css";
import type { CalendarChannel } from "./month";
import { faultOf, NTHS, toggled, WEEKDAYS } from "./rules";

/** The regular hours of a channel, to be changed. */
export function Rules({ channel }: { channel: CalendarChannel }) {
  const { w } = useWords();
  const rules = useQuery(rulesQuery(channel));
  return (
    <Panel id="rules" title={w.calendar.rules}>
      <p className={styles.soft}>{w.calendar.rulesHint}</p>
      <ProblemNotice error={rules.error} />
      {/* Another channel, and rules that came anew, begin a form of their own. */}
      {rules.data !== undefined && <RulesForm key={`${channel}-${rules.dataUpdatedAt}`} channel={channel} stored={rules.data} />}
    </Panel>
  );
}

const FRESH: WeeklyRule = { days: ["mon", "tue", "wed", "thu", "fri"], open: "08:30", close: "17:15" };

function RulesForm({ channel, stored }: { channel: CalendarChannel; stored: CalendarRules }) {
  const { w } = useWords();
  const client = useQueryClient();
  const [rules, setRules] = useState(stored);
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () => put(`/api/calendar/${channel}/rules`, rules),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.calendar }),
  });
  const change = (part: Partial<CalendarRules>) => {
    setRules({ ...rules, ...part });
    if (!save.isIdle) save.reset();
  };
  const submit = () => {
    setTried(true);
    if (rules.weekly.every((rule) => faultOf(rule) === null) && !save.isPending) save.mutate();
  };
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ProblemNotice error={save.error} />
      {rules.weekly.length === 0 && <Empty>{w.calendar.noRules}</Empty>}
      {rules.weekly.map((rule, index) => (
        <RuleFields
          key={index}
          id={`rule-${index}`}
          title={fill(w.calendar.rule, { number: index + 1 })}
          rule={rule}
          tried={tried}
          onChange={(changed) => change({ weekly: rules.weekly.with(index, changed) })}
          onRemove={() => change({ weekly: rules.weekly.toSpliced(index, 1) })}
        />
      ))}
      <Checkbox label={w.calendar.shutOnHolidays} checked={rules.closed_on_national_holidays} onChange={(event) => change({ closed_on_national_holidays: event.target.checked })} />
      <Checkbox label={w.calendar.shutAtYearEnd} checked={rules.closed_at_year_end} onChange={(event) => change({ closed_at_year_end: event.target.checked })} />
      {save.isSuccess && (
        <Notice tone="good" alert>
          {w.saved}
        </Notice>
      )}
      <Actions>
        <Button onClick={() => change({ weekly: [...rules.weekly, FRESH] })}>{w.calendar.addRule}</Button>
        <Button type="submit" look="solid" unavailable={save.isPending}>
          {w.save}
        </Button>
      </Actions>
    </form>
  );
}

interface RuleProps {
  id: string;
  title: string;
  rule: WeeklyRule;
  tried: boolean;
  onChange: (rule: WeeklyRule) => void;
  onRemove: () => void;
}

function RuleFields({ id, title, rule, tried, onChange, onRemove }: RuleProps) {
  const { w } = useWords();
  const fault = tried ? faultOf(rule) : null;
  const nth = rule.nth ?? [];
  return (
    <fieldset className={styles.rule}>
      <legend>{title}</legend>
      <div className={styles.choices} role="group" aria-label={w.calendar.ruleDays}>
        {WEEKDAYS.map((day: Weekday, index) => (
          <Checkbox key={day} label={w.calendar.weekdays[(index + 1) % 7] ?? day} checked={rule.days.includes(day)} onChange={() => onChange({ ...rule, days: toggled(WEEKDAYS, rule.days, day) })} />
        ))}
      </div>
      {fault === "days" && <p className={styles.fault}>{w.calendar.needDays}</p>}
      <div className={styles.choices} role="group" aria-label={w.calendar.ruleNth}>
        {NTHS.map((number) => (
          <Checkbox key={number} label={fill(w.calendar.nth, { number })} checked={nth.includes(number)} onChange={() => onChange({ ...rule, nth: toggled(NTHS, nth, number) })} />
        ))}
      </div>
      <div className={styles.pair}>
        <TextField id={`${id}-open`} type="time" label={w.calendar.open} value={rule.open} onChange={(event) => onChange({ ...rule, open: event.target.value })} error={fault === "hours" ? w.calendar.badHours : undefined} />
        <TextField id={`${id}-close`} type="time" label={w.calendar.close} value={rule.close} onChange={(event) => onChange({ ...rule, close: event.target.value })} />
      </div>
      <div>
        <Button look="bad-outline" size="small" aria-label={`${title}: ${w.remove}`} onClick={onRemove}>
          {w.remove}
        </Button>
      </div>
    </fieldset>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { calendarQuery } from "../api/queries";
import type { CalendarDay } from "../api/types";
import { ProblemNotice } from "../shell/ProblemNotice";
import { Button } from "../parts/Button";
import { Badge, PageHead, Panel, type Tone } from "../parts/Parts";
import type { PageProps } from "../shell/page-props";
import { cityDate } from "../shell/format";
import { has } from "../shell/pages";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Calendar.module.css";
import { Exceptions, HolidayImport } from "./Exceptions";
import { Rules } from "./Rules";
import { addMonths, type CalendarChannel, hourText, isOpen, weeksOf } from "./month";

const kindTones: Record<CalendarDay["kind"], Tone> = { weekly: "plain", nth: "info", holiday: "bad", year_end: "bad", exception: "notice", maintenance: "warn", closed: "plain" };

/** When each channel is open, day by day, and why. */
export default function CalendarPage({ me }: PageProps) {
  const { w } = useWords();
  const today = cityDate(Date.now());
  const [channel, setChannel] = useState<CalendarChannel>("phone");
  const [month, setMonth] = useState(today.slice(0, 7));
  const days = useQuery(calendarQuery(channel, month));
  const manages = has(me.roles, "manager", "administrator");
  const [year, number] = month.split("-").map(Number);
  return (
    <>
      <PageHead title={w.calendar.title}>
        {(["phone", "counter"] as const).map((each) => (
          <Button key={each} aria-pressed={channel === each} onClick={() => setChannel(each)}>
            {w.channels[each]}
          </Button>
        ))}
      </PageHead>
      <div className={styles.bar}>
        <Button size="small" onClick={() => setMonth(addMonths(month, -1))}>
          {w.calendar.prevMonth}
        </Button>
        <h2 aria-live="polite">{fill(w.calendar.month, { year: year ?? 0, month: number ?? 0 })}</h2>
        <Button size="small" onClick={() => setMonth(addMonths(month, 1))}>
          {w.calendar.nextMonth}
        </Button>
        <Button size="small" look="quiet" onClick={() => setMonth(today.slice(0, 7))}>
          {w.calendar.thisMonth}
        </Button>
        {days.data !== undefined && <span className={styles.soft}>{fill(w.calendar.openDays, { count: days.data.filter(isOpen).length })}</span>}
      </div>
      <ProblemNotice error={days.error} />
      <MonthGrid days={days.data ?? []} today={today} caption={`${w.channels[channel]} ${month}`} />
      {manages && <Exceptions channel={channel} />}
      {manages && <Rules channel={channel} />}
      {has(me.roles, "administrator") && (
        <Panel id="import" title={w.calendar.importTitle}>
          <HolidayImport />
        </Panel>
      )}
    </>
  );
}

function MonthGrid({ days, today, caption }: { days: readonly CalendarDay[]; today: string; caption: string }) {
  const { w } = useWords();
  return (
    <div className={styles.scroll} role="region" aria-label={caption} tabIndex={0}>
      <table className={styles.month}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {w.calendar.weekdays.map((weekday, index) => (
              <th key={weekday} scope="col" className={index === 0 ? styles.sunday : index === 6 ? styles.saturday : undefined}>
                {weekday}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(days).map((week, index) => (
            <tr key={index}>
              {week.map((day, weekday) => (
                <td key={weekday} className={day === null ? styles.blank : isOpen(day) ? undefined : styles.shut} aria-current={day?.date === today ? "date" : undefined}>
                  {day !== null && <Day day={day} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Day({ day }: { day: CalendarDay }) {
  const { w, pick } = useWords();
  const reason = pick(day.reason_ja, day.reason_en);
  const special = day.kind !== "weekly" && day.kind !== "closed";
  return (
    <div className={styles.day}>
      <time dateTime={day.date}>{Number(day.date.slice(8))}</time>
      <span className={styles.hours}>{isOpen(day) ? `${hourText(day.open)}–${hourText(day.close)}` : w.calendar.closed}</span>
      {special && (
        <span className={styles.kind}>
          <Badge tone={kindTones[day.kind]}>{w.calendar.kinds[day.kind]}</Badge>
        </span>
      )}
      {reason !== "" && reason !== w.calendar.kinds[day.kind] && <span className={styles.reason}>{reason}</span>}
    </div>
  );
}

/**
 * A month as a grid of weeks, and its arithmetic. Pure; months are `YYYY-MM`.
 */
import type { CalendarDay } from "../api/types";

/** The channels that have a calendar. */
export type CalendarChannel = "phone" | "counter";

export function addMonths(month: string, months: number): string {
  const [year, number] = month.split("-").map(Number);
  const index = (year ?? 0) * 12 + (number ?? 1) - 1 + months;
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/** The weekday of a date, Sunday as 0. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** Weeks from Sunday, with null before the first and after the last day. */
export function weeksOf(days: readonly CalendarDay[]): (CalendarDay | null)[][] {
  const first = days[0];
  if (first === undefined) return [];
  const cells: (CalendarDay | null)[] = [...Array<null>(weekdayOf(first.date)).fill(null), ...days];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

export const isOpen = (day: CalendarDay) => day.open !== null && day.close !== null;

/** "08:30:00" and "08:30" both read "8:30". */
export function hourText(time: string | null): string {
  return time === null ? "" : time.slice(0, 5).replace(/^0/, "");
}

/**
 * Dates as our own controls take them, and as HTML writes them. Pure: what the page asked and what was chosen in,
 * a text or nothing out; the current year comes in.
 */
import type { DateAsked, DateKind } from "./wire";

export type Part = "year" | "month" | "day" | "hour" | "minute";
export type Parts = Readonly<Record<Part, number | null>>;

export const partsOf: Readonly<Record<DateKind, readonly Part[]>> = {
  date: ["year", "month", "day"],
  month: ["year", "month"],
  time: ["hour", "minute"],
  "datetime-local": ["year", "month", "day", "hour", "minute"],
};

/** Years before and after the current one, where the page says nothing: births and dates to come. */
const YEARS_BACK = 120;
const YEARS_ON = 15;

const WRITTEN = /^(?:(\d{4})-(\d\d)(?:-(\d\d))?)?T?(?:(\d\d):(\d\d))?/;

/** The parts of a value as HTML writes it; null where it says nothing. */
export function readDate(written: string): Parts {
  const [, year, month, day, hour, minute] = WRITTEN.exec(written) ?? [];
  const number = (text: string | undefined) => (text === undefined ? null : Number(text));
  return { year: number(year), month: number(month), day: number(day), hour: number(hour), minute: number(minute) };
}

/** As HTML writes it; null while a part is missing, there is no such day, or the page does not take it. */
export function writeDate({ kind, min, max }: Pick<DateAsked, "kind" | "min" | "max">, parts: Parts): string | null {
  if (partsOf[kind].some((part) => parts[part] === null)) return null;
  const two = (part: Part) => String(parts[part]).padStart(2, "0");
  if (parts.year !== null && parts.month !== null && parts.day !== null && parts.day > daysIn(parts.year, parts.month)) return null;
  const day = [String(parts.year).padStart(4, "0"), two("month"), ...(kind === "month" ? [] : [two("day")])].join("-");
  const time = `${two("hour")}:${two("minute")}`;
  const written = kind === "time" ? time : kind === "datetime-local" ? `${day}T${time}` : day;
  // Texts of one kind stand in the order of their instants.
  return (min !== "" && written < min) || (max !== "" && written > max) ? null : written;
}

/** What can be chosen for one part. */
export function choicesFor(part: Part, { min, max, value }: Pick<DateAsked, "min" | "max" | "value">, parts: Parts, year_now: number): readonly number[] {
  switch (part) {
    case "year":
      return range(readDate(min).year ?? Math.min(year_now - YEARS_BACK, readDate(value).year ?? year_now), readDate(max).year ?? year_now + YEARS_ON);
    case "month":
      return range(1, 12);
    case "day":
      return range(1, daysIn(parts.year ?? 2000, parts.month ?? 1));
    case "hour":
      return range(0, 23);
    case "minute":
      return range(0, 59);
  }
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, Math.min(to - from + 1, 400)) }, (_, at) => from + at);

/** In the Gregorian calendar; months count from 1. */
export const daysIn = (year: number, month: number): number => (month === 2 ? ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);

export interface Era {
  name: "reiwa" | "heisei" | "showa" | "taisho";
  year: number;
}

const eras = [["reiwa", 2019], ["heisei", 1989], ["showa", 1926], ["taisho", 1912]] as const;

/** The era that a year ended in, as forms at a city hall write it; null before Taishō. */
export function eraOf(year: number): Era | null {
  const found = eras.find(([, first]) => year >= first);
  return found === undefined ? null : { name: found[0], year: year - found[1] + 1 };
}

/**
 * Times, durations and numbers as staff read them. Pure: the language and the instant are arguments.
 * The city's clock is Japan's, wherever the browser stands.
 */
import type { Language } from "../api/types";

const ZONE = "Asia/Tokyo";
const locales: Record<Language, string> = { ja: "ja-JP", en: "en-GB" };

/** 75_000 → "1:15"; 3_675_000 → "1:01:15". Negative counts as nothing. */
export function formatDuration(duration_ms: number): string {
  const seconds = Math.max(0, Math.floor(duration_ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

export function formatOptionalDuration(duration_ms: number | null): string {
  return duration_ms === null ? "—" : formatDuration(duration_ms);
}

function formatWith(at: string | null, language: Language, options: Intl.DateTimeFormatOptions): string {
  if (at === null || Number.isNaN(Date.parse(at))) return "—";
  return new Intl.DateTimeFormat(locales[language], { timeZone: ZONE, ...options }).format(new Date(at));
}

/** Day, month and time of day. */
export function formatMoment(at: string | null, language: Language): string {
  return formatWith(at, language, { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false });
}

/** Time of day with seconds. */
export function formatClock(at: string | null, language: Language): string {
  return formatWith(at, language, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
}

/** Time of day without seconds. */
export function formatTime(at: string | null, language: Language): string {
  return formatWith(at, language, { hour: "2-digit", minute: "2-digit", hour12: false });
}

/** Today in the city, as YYYY-MM-DD. */
export function cityDate(now_ms: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(now_ms));
}

/** "+81462551111" → "046-255-1111" where the area code is known, else with the country code's zero. */
export function formatNumber(number: string): string {
  if (!number.startsWith("+81")) return number;
  const local = `0${number.slice(3)}`;
  if (/^0(120|800|570)\d{6,7}$/.test(local)) return `${local.slice(0, 4)}-${local.slice(4, 7)}-${local.slice(7)}`;
  if (/^0[5-9]0\d{8}$/.test(local)) return `${local.slice(0, 3)}-${local.slice(3, 7)}-${local.slice(7)}`;
  if (/^0[36]\d{8}$/.test(local)) return `${local.slice(0, 2)}-${local.slice(2, 6)}-${local.slice(6)}`;
  return local.length === 10 ? `${local.slice(0, 3)}-${local.slice(3, 6)}-${local.slice(6)}` : local;
}

/** A number as typed, when it can be one: digits, with an optional plus. */
export function readNumber(text: string): string | null {
  const plain = text.normalize("NFKC").replace(/[\s()-]/g, "").replace(/[‐‑–—−ー]/g, "");
  return /^\+?\d{3,15}$/.test(plain) ? plain : null;
}

/** A day of the city, of a date ("2026-04-01") or an instant. */
export function formatDay(at: string | null, language: Language): string {
  const whole = at !== null && /^\d{4}-\d{2}-\d{2}$/.test(at) ? `${at}T00:00:00+09:00` : at;
  return formatWith(whole, language, { year: "numeric", month: "2-digit", day: "2-digit" });
}

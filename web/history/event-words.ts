/**
 * The detail of a contact's event in words: what is known is named, ids are left out. Pure.
 */
import type { Words } from "../words/words";
import { labelOf } from "../words/words";

const SHOWN_DEPTH = 3;

function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(text);
}

/** `{ why: "no_answer", agent: "<uuid>" }` → "応答なし". Numbers keep their own name out of the way. */
export function detailWords(detail: unknown, w: Words, depth = 0): string {
  if (detail === null || detail === undefined || typeof detail === "boolean" || depth > SHOWN_DEPTH) return "";
  if (typeof detail === "number") return String(detail);
  if (typeof detail === "string") return isId(detail) ? "" : labelOf({ ...w.flowLog.details, ...w.eventDetails }, detail);
  if (Array.isArray(detail)) return "";
  return Object.entries(detail as Record<string, unknown>)
    .filter(([name]) => !["channel", "service", "queue", "assignment", "attempt", "agent", "supervisor", "by", "version", "confirmed_at"].includes(name))
    .map(([name, value]) => (name.endsWith("_ms") && typeof value === "number" ? `${Math.round(value / 1000)} s` : detailWords(value, w, depth + 1)))
    .filter((words) => words !== "")
    .join("・");
}

/** The detail of one event; the shared browser's notes have words of their own. */
export function eventDetail(kind: string, detail: unknown, w: Words): string {
  const note = kind === "shared_browser" ? (detail as { note?: unknown } | null)?.note : undefined;
  return typeof note === "string" ? labelOf(w.browserNotes, note) : detailWords(detail, w);
}

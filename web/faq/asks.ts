/**
 * What is asked before something is done to an entry, and what is sent once it is answered. Pure.
 * ActDialog.tsx shows it.
 */
import type { FaqAct, FaqView } from "./types";

export type Asking =
  | { kind: "discard" | "pass" | "send_back" | "approve" | "demonstrate" | "unschedule" | "withdraw" }
  | { kind: "confirm" | "publish"; version: number }
  | { kind: "roll_back"; version: number };

export interface Answered {
  words: string;
  later: boolean;
  /** As typed, in the city's time; counts where it is to be later. */
  at: string;
  /** As typed; empty is without an end. */
  until: string;
}

export const noAnswer: Answered = { words: "", later: false, at: "", until: "" };

/** Whether words belong to it, and whether they must be there. */
export function wordsOf(asking: Asking, view: FaqView): "none" | "optional" | "required" {
  switch (asking.kind) {
    case "pass":
      return "optional";
    case "send_back":
    case "withdraw":
    case "confirm":
      return "required";
    case "roll_back":
      return riskOf(view, asking.version) === "high" ? "required" : "optional";
    case "discard":
    case "approve":
    case "demonstrate":
    case "unschedule":
    case "publish":
      return "none";
  }
}

const riskOf = (view: FaqView, version: number) => view.versions.find((text) => text.version === version)?.content.risk;

/** Takes something from residents or throws something away. */
export const isGrave = (asking: Asking): boolean => ["discard", "withdraw", "roll_back"].includes(asking.kind);

const OF_A_LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** "2026-12-01T09:00" of the city as an instant; Japan has one offset and no summer time. */
export function cityInstant(local: string): string | null {
  return OF_A_LOCAL_TIME.test(local) ? new Date(`${local}:00+09:00`).toISOString() : null;
}

const startOf = (answered: Answered) => (answered.later ? cityInstant(answered.at) : null);

export type AnswerFault = "no_words" | "no_time" | "past" | "order";

/** What is missing in the answer, before it is sent. */
export function faultOf(asking: Asking, view: FaqView, answered: Answered, now_ms: number): AnswerFault | null {
  if (wordsOf(asking, view) === "required" && answered.words.trim() === "") return "no_words";
  if (asking.kind !== "publish") return null;
  const [from, until] = [startOf(answered), cityInstant(answered.until)];
  // Half a time is none, and none would be at once.
  if (answered.later && from === null) return "no_time";
  if (from !== null && Date.parse(from) <= now_ms) return "past";
  if (until !== null && Date.parse(until) <= (from === null ? now_ms : Date.parse(from))) return "order";
  return null;
}

/** Null where what was asked of is there no more. */
export function actOf(asking: Asking, view: FaqView, answered: Answered): FaqAct | null {
  const words = answered.words.trim();
  const seen = view.draft?.revision ?? null;
  switch (asking.kind) {
    case "discard":
      return seen === null ? null : { do: "discard", seen };
    case "pass":
      return seen === null ? null : { do: "review", seen, verdict: "passed", remark: words };
    case "send_back":
      return seen === null ? null : { do: "review", seen, verdict: "returned", remark: words };
    case "approve":
      return seen === null ? null : { do: "approve", seen, version: view.next_version };
    case "demonstrate":
      return seen === null ? null : { do: "approve_as_demonstration", seen, version: view.next_version };
    case "confirm":
      return { do: "confirm_fact", version: asking.version, note: words };
    case "publish":
      return { do: "publish", version: asking.version, at: startOf(answered), until: cityInstant(answered.until) };
    case "unschedule":
      return view.scheduled === null ? null : { do: "unschedule", version: view.scheduled.version };
    case "withdraw":
      return view.live === null ? null : { do: "withdraw", version: view.live.version, reason: words };
    case "roll_back":
      return { do: "roll_back", to: asking.version, latest: view.versions[0]?.version ?? asking.version, note: words };
  }
}

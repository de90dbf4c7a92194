/**
 * The record of a contact while it is being written: choosing by number keys, what is still missing, what is sent.
 * Pure; must never know React. The note is judged by the server, whose refusal is shown beside it.
 */
import type { Booking, Outcome, Topic, WrapUp } from "../api/types";

export interface Draft {
  topic: string | null;
  sub_code: string | null;
  outcome: Outcome;
  booking: Booking | null;
  note: string;
}

export type Stage = "topic" | "sub_code" | "outcome";
export type Fault = "topic" | "sub_code";

/** Letters of a note. */
export const NOTE_CHARS_MAX = 2_000;

export const emptyDraft: Draft = { topic: null, sub_code: null, outcome: "resolved", booking: null, note: "" };
export const outcomes: readonly Outcome[] = ["resolved", "transferred_city", "referred_agency", "call_back", "broken_off"];

export const activeTopics = (topics: readonly Topic[]) => topics.filter((topic) => topic.active);
export const activeSubCodes = (topics: readonly Topic[], code: string | null) =>
  (topics.find((topic) => topic.code === code)?.sub_codes ?? []).filter((sub) => sub.active);

export function pickTopic(draft: Draft, topic: string): Draft {
  return draft.topic === topic ? draft : { ...draft, topic, sub_code: null };
}

/** Which group number keys choose from: the first that is still open, then the outcome. */
export function stageOf(draft: Draft, topics: readonly Topic[]): Stage {
  if (draft.topic === null) return "topic";
  if (draft.sub_code === null && activeSubCodes(topics, draft.topic).length > 0) return "sub_code";
  return "outcome";
}

/** A number key in the form: 1 is the first choice of the open group. 0 opens the topics again. */
export function pressDigit(draft: Draft, topics: readonly Topic[], digit: number): Draft {
  if (digit === 0) return { ...draft, topic: null, sub_code: null };
  switch (stageOf(draft, topics)) {
    case "topic": {
      const topic = activeTopics(topics)[digit - 1];
      return topic === undefined ? draft : pickTopic(draft, topic.code);
    }
    case "sub_code": {
      const sub = activeSubCodes(topics, draft.topic)[digit - 1];
      return sub === undefined ? draft : { ...draft, sub_code: sub.code };
    }
    case "outcome": {
      const outcome = outcomes[digit - 1];
      return outcome === undefined ? draft : { ...draft, outcome };
    }
  }
}

export function faultOf(draft: Draft, topics: readonly Topic[]): Fault | null {
  if (draft.topic === null) return "topic";
  return draft.sub_code === null && activeSubCodes(topics, draft.topic).length > 0 ? "sub_code" : null;
}

/** What is sent; null while something is missing. */
export function completed(draft: Draft, topics: readonly Topic[]): WrapUp | null {
  if (draft.topic === null || faultOf(draft, topics) !== null) return null;
  return { ...draft, topic: draft.topic, note: draft.note.trim() };
}

/** The draft with another line in its note; null where that would be too long. */
export function withLine(draft: Draft, line: string): Draft | null {
  const note = [draft.note.trim(), line].filter((part) => part !== "").join("\n");
  return note.length > NOTE_CHARS_MAX ? null : { ...draft, note };
}

const PREFIX = "madoguchi.draft.";

/** Drafts outlive a reload of this tab, never the tab. */
export function storedDraft(storage: Storage, contact: string): Draft {
  try {
    const stored: unknown = JSON.parse(storage.getItem(PREFIX + contact) ?? "null");
    return typeof stored === "object" && stored !== null ? { ...emptyDraft, ...stored } : emptyDraft;
  } catch {
    return emptyDraft;
  }
}

export function storeDraft(storage: Storage, contact: string, draft: Draft | null): void {
  if (draft === null) storage.removeItem(PREFIX + contact);
  else storage.setItem(PREFIX + contact, JSON.stringify(draft));
}

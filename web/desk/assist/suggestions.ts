/**
 * What the FAQ suggests during a call, and what its agent did with it: which entries are on the screen, which one keys
 * speak of, what goes into the note. Pure; must never know React or the server. `useAssist.ts` keeps it.
 */
import { plainOf } from "../../faq/markdown";
import type { EntryOff, SuggestedDraft, SuggestedEntry, Suggestions } from "../../faq/suggested";

/** What an agent said of an entry for one question. */
export type Mark = "taken" | "wrong";

/** An entry on the screen, with the question it was found for. */
export interface Card {
  entry: SuggestedEntry;
  question_id: string;
  pinned: boolean;
  mark: Mark | null;
  off: EntryOff["why"] | null;
}

/** What is kept of a call in this tab. */
export interface AssistNotes {
  pinned: { entry: SuggestedEntry; question_id: string }[];
  marks: Record<string, Mark>;
}

export const noNotes: AssistNotes = { pinned: [], marks: {} };
/** More pins push the oldest out. */
export const PINS_MAX = 5;
const MARKS_MAX = 200;
/** Letters of an answer that go into the note where no passage was found. */
const NOTE_LETTERS_MAX = 200;

export const citationOf = ({ key, version }: { key: string; version: number }): string => `${key}@${version}`;
const markOf = (question_id: string, entry: { key: string; version: number }) => `${question_id} ${citationOf(entry)}`;

/** What stands on the screen: pinned entries first, then what was found for the newest question. */
export function cardsOf(told: Suggestions | null, notes: AssistNotes): Card[] {
  const off = (entry: SuggestedEntry) => told?.off.find((each) => citationOf(each) === citationOf(entry))?.why ?? null;
  const card = (entry: SuggestedEntry, question_id: string, pinned: boolean): Card => ({ entry, question_id, pinned, mark: notes.marks[markOf(question_id, entry)] ?? null, off: off(entry) });
  const pinned = notes.pinned.map(({ entry, question_id }) => card(entry, question_id, true));
  const isPinned = (entry: SuggestedEntry) => pinned.some((each) => citationOf(each.entry) === citationOf(entry));
  const fresh = told === null ? [] : told.hits.filter((hit) => !isPinned(hit)).map((hit) => card(hit, told.question_id, false));
  return [...pinned, ...fresh];
}

/** The card that keys speak of: the one chosen, else the best that was found, else the first pinned. */
export function chosenOf(cards: readonly Card[], chosen: string | null): Card | null {
  const asked = cards.find(({ entry }) => citationOf(entry) === chosen);
  return asked ?? cards.find(({ pinned, mark }) => !pinned && mark !== "wrong") ?? cards[0] ?? null;
}

/** The card after the chosen one, round and round. */
export function nextOf(cards: readonly Card[], chosen: Card | null): Card | null {
  const at = chosen === null ? -1 : cards.indexOf(chosen);
  return cards[(at + 1) % Math.max(1, cards.length)] ?? null;
}

export function marked(notes: AssistNotes, card: Card, mark: Mark): AssistNotes {
  const marks = Object.entries({ ...notes.marks, [markOf(card.question_id, card.entry)]: mark }).slice(-MARKS_MAX);
  return { ...notes, marks: Object.fromEntries(marks) };
}

export function pinned(notes: AssistNotes, card: Card): AssistNotes {
  const others = notes.pinned.filter(({ entry }) => citationOf(entry) !== citationOf(card.entry));
  if (card.pinned) return { ...notes, pinned: others };
  return { ...notes, pinned: [...others, { entry: card.entry, question_id: card.question_id }].slice(-PINS_MAX) };
}

/** An entry as it goes into the note: what was cited, and the passage. */
export function asNoteLine({ entry }: Card): string {
  const words = plainOf(entry.passage ?? entry.answer).replace(/\s+/g, " ").trim();
  const letters = [...words];
  const short = letters.length > NOTE_LETTERS_MAX ? `${letters.slice(0, NOTE_LETTERS_MAX).join("")}…` : words;
  return `【FAQ ${citationOf(entry)}】${plainOf(entry.question)}\n${short}`;
}

/** A draft as it goes into the note: that a machine wrote it, and what each sentence rests on. */
export function draftAsNote(draft: SuggestedDraft, label: string): string {
  return [`【${label}】`, ...draft.sentences.map((sentence) => `${sentence.text}（${citationOf(sentence)}）`)].join("\n");
}

/** The id of the button that opens a card. */
export const cardId = ({ entry }: Card): string => `assist-${entry.key}-${entry.version}`;

/** The card a sentence rests on, where it stands on the screen. */
export function cardOf(cards: readonly Card[], sentence: { key: string; version: number }): Card | null {
  return cards.find(({ entry }) => citationOf(entry) === citationOf(sentence)) ?? null;
}

const PREFIX = "madoguchi.assist.";

/** Pins and marks outlive a reload of this tab, never the tab. */
export function storedNotes(storage: Storage, contact: string): AssistNotes {
  try {
    const stored: unknown = JSON.parse(storage.getItem(PREFIX + contact) ?? "null");
    return typeof stored === "object" && stored !== null ? { ...noNotes, ...stored } : noNotes;
  } catch {
    return noNotes;
  }
}

export function storeNotes(storage: Storage, contact: string, notes: AssistNotes | null): void {
  if (notes === null || notes === noNotes) storage.removeItem(PREFIX + contact);
  else storage.setItem(PREFIX + contact, JSON.stringify(notes));
}

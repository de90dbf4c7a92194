/**
 * An entry as a form: every field as it is typed, and the way to what is sent. Pure.
 * What is right and what is not is the server's to say (`POST /api/faq/check`); this knows fields, not limits.
 */
import { KEY } from "./places";
import type { Audience, FaqContent, FaqFile, FaqProblem, FaqSource, FaqText, FaqTopic, FaqVersion, FaqView, Lang, Risk } from "./types";

export interface TextForm {
  question: string;
  reading: string;
  answer: string;
  /** One a line. */
  aliases: string;
}

export interface EntryForm {
  topic: FaqTopic;
  audience: Audience;
  risk: Risk;
  publish: boolean;
  ja: TextForm;
  en: TextForm;
  easy: TextForm;
  sources: FaqSource[];
  owner: string;
  review_by: string;
  /** Keys, with blanks or new lines between them. */
  related: string;
  attachments: FaqFile[];
}

export type TextPart = "ja" | "en" | "easy";

const noText: TextForm = { question: "", reading: "", answer: "", aliases: "" };
export const noSource: FaqSource = { title: "", place: "", date: "" };

/** A new entry; somebody has to look at it again within a year. */
export function emptyForm(review_by: string): EntryForm {
  return { topic: "a", audience: "resident", risk: "medium", publish: true, ja: noText, en: noText, easy: noText, sources: [noSource], owner: "", review_by, related: "", attachments: [] };
}

function textForm(text: FaqText | null): TextForm {
  return text === null ? noText : { ...text, aliases: text.aliases.join("\n") };
}

export function formOf(content: FaqContent): EntryForm {
  const { ja, en, easy, sources, related } = content;
  return { ...content, ja: textForm(ja), en: textForm(en), easy: textForm(easy), sources: sources.length === 0 ? [noSource] : sources, related: related.join("\n") };
}

const linesOf = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");

function textOf(form: TextForm): FaqText {
  return { question: form.question.trim(), reading: form.reading.trim(), answer: form.answer.trim(), aliases: linesOf(form.aliases) };
}

/** A language of which nothing is written is not there. */
function linked(form: TextForm): FaqText | null {
  return Object.values(form).every((words: string) => words.trim() === "") ? null : textOf(form);
}

const isEmptySource = ({ title, place, date }: FaqSource) => `${title}${place}${date}`.trim() === "";

export function contentOf(form: EntryForm): FaqContent {
  const { topic, audience, risk, publish, review_by } = form;
  const sources = form.sources.filter((source) => !isEmptySource(source)).map(({ title, place, date }) => ({ title: title.trim(), place: place.trim(), date: date.trim() }));
  return { topic, audience, risk, publish, ja: textOf(form.ja), en: linked(form.en), easy: linked(form.easy), sources, owner: form.owner.trim(), review_by, related: form.related.split(/\s+/).filter((key) => key !== ""), attachments: form.attachments };
}

/** What the writing begins with: the draft where there is one, else the newest approved text. */
export function startOf(view: FaqView): FaqContent | null {
  return view.draft?.content ?? view.versions[0]?.content ?? null;
}

const sameWords = (one: FaqText, other: FaqText) => one.question === other.question && one.answer === other.answer;

/** Languages whose text stands as it was though the Japanese is another: somebody has to say that it still fits. */
export function inDoubt(before: FaqVersion | undefined, content: FaqContent): Lang[] {
  if (before === undefined) return [];
  const changed = !sameWords(before.content.ja, content.ja);
  const parts = [["en", before.content.en, content.en], ["ja-easy", before.content.easy, content.easy]] as const;
  return parts.filter(([lang, old, text]) => old !== null && text !== null && sameWords(old, text) && (changed || before.stale.includes(lang))).map(([lang]) => lang);
}

export const sameContent = (one: FaqContent, other: FaqContent): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What is wrong with a key that somebody wants to give. */
export function keyFault(key: string): "empty" | "bad" | null {
  if (key === "") return "empty";
  return KEY.test(key) ? null : "bad";
}

/** Problems by field, each field's in order; what is about the whole stands under no name. */
export function byField(problems: readonly FaqProblem[]): ReadonlyMap<string, readonly FaqProblem[]> {
  const found = new Map<string, FaqProblem[]>();
  for (const problem of problems) {
    const field = problem.field ?? "";
    found.set(field, [...(found.get(field) ?? []), problem]);
  }
  return found;
}

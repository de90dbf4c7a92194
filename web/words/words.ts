/**
 * The shape of the word catalogue, and filling of placeholders.
 * Pure; must never know React. `useWords.ts` chooses the language.
 */
import type { ja } from "./ja";

/** The catalogue's shape: the same keys, any text. */
export type Widen<T> = T extends string ? string : T extends readonly string[] ? readonly string[] : { [K in keyof T]: Widen<T[K]> };

export type Words = Widen<typeof ja>;

/** Puts values into `{name}` placeholders; an unknown placeholder stays visible. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** A label for a code that the server may extend: the code itself when no word is known. */
export function labelOf(labels: Readonly<Record<string, string>>, code: string | null | undefined): string {
  if (code === null || code === undefined || code === "") return "—";
  return labels[code] ?? code;
}

/**
 * Which page of the FAQ an address names, and the address of each. Pure.
 * An entry may be called as a page is; `=` stands before a key that would be mistaken for one.
 */
const PAGES = ["new", "editions", "review", "import", "questions", "search"] as const;

export type FaqPlace =
  | { page: "list" }
  | { page: (typeof PAGES)[number] }
  | { page: "entry" | "edit" | "compare"; key: string }
  | { page: "lost" };

const MARK = "=";

const isPage = (word: string): word is (typeof PAGES)[number] => (PAGES as readonly string[]).includes(word);

/** What a key must look like; the server says so too. */
export const KEY = /^[a-z][a-z0-9-]{2,47}$/;

export function placeOf(rest: string): FaqPlace {
  const [first = "", second, ...more] = rest.split("/");
  if (first === "") return { page: "list" };
  if (isPage(first)) return second === undefined ? { page: first } : { page: "lost" };
  const key = first.startsWith(MARK) ? first.slice(MARK.length) : first;
  if (!KEY.test(key) || more.length > 0) return { page: "lost" };
  if (second === undefined) return { page: "entry", key };
  return second === "edit" || second === "compare" ? { page: second, key } : { page: "lost" };
}

export const entryAddress = (key: string): string => `/faq/${isPage(key) ? MARK : ""}${key}`;
export const editAddress = (key: string): string => `${entryAddress(key)}/edit`;

/** `from` and `to` are version numbers or "draft". */
export const compareAddress = (key: string, from: string | number, to: string | number): string => `${entryAddress(key)}/compare?from=${from}&to=${to}`;

/**
 * 申請書ID out of the code on an application form: 23 digits, alone or in an address of the national application site.
 * Pure. Everything else that a code may say is none of ours, and is not kept.
 */
import { FORM_ID_DIGITS } from "./wire";

/** The national application site and what lies below it. Source: sites/examples/card-application.toml. */
const SITE = "kojinbango-card.go.jp";
/** Characters of a code that is looked at. */
const CODE_CHARS_MAX = 500;

/** The 23 digits; null when the code is not a form's. */
export function formIdIn(code: string): string | null {
  if (code.length > CODE_CHARS_MAX) return null;
  const plain = code.normalize("NFKC").replace(/[\s-]/g, "");
  if (isFormId(plain)) return plain;
  if (!URL.canParse(code.trim())) return null;
  const address = new URL(code.trim());
  if (address.protocol !== "https:" || !(address.hostname === SITE || address.hostname.endsWith(`.${SITE}`))) return null;
  // Two numbers of that length: which of them is meant is nobody's to guess.
  const found = new Set((address.pathname + address.search).match(/\d+/g)?.filter(isFormId));
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

const isFormId = (text: string): boolean => /^\d+$/.test(text) && text.length === FORM_ID_DIGITS;

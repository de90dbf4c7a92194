/**
 * Finding a transfer target by typing: names in both languages, notes and numbers, widths and kana kinds made equal. Pure.
 */
import type { DirectoryEntry } from "../api/types";

/** Wide to narrow, katakana to hiragana, capitals to small, so that any way of typing finds. */
export function fold(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60));
}

const digitsOf = (text: string) => text.normalize("NFKC").replace(/[^\d+]/g, "");

/** Entries that hold every word typed; open ones first, otherwise in the city's own order. */
export function searchDirectory(entries: readonly DirectoryEntry[], typed: string): DirectoryEntry[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const digits = digitsOf(typed);
  const found = entries.filter((entry) => {
    const text = fold([entry.name_ja, entry.name_en, entry.note_ja].join(" "));
    const byNumber = digits.length >= 3 && digitsOf(entry.number).includes(digits);
    return byNumber || words.every((word) => text.includes(word));
  });
  return [...found.filter((entry) => entry.open_now !== false), ...found.filter((entry) => entry.open_now === false)];
}

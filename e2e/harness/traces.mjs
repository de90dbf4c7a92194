/** Looking for what must not be there: planted words in every form a store may give them, and pictures of any format. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** How pictures and films begin; those too short to be told from chance are looked for at the start of a file alone. */
const PICTURES = [
  { format: "WebM", bytes: Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), anywhere: false },
  { format: "IVF", bytes: Buffer.from("DKIF"), anywhere: false },
  { format: "Ogg", bytes: Buffer.from("OggS"), anywhere: false },
  { format: "JPEG", bytes: Buffer.from([0xff, 0xd8, 0xff]), anywhere: false },
  { format: "JPEG", bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46]), anywhere: true },
  { format: "PNG", bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), anywhere: true },
];
const BASE64_SHIFTS = 3;

/** A word as stores write it: UTF-8, UTF-16, escaped in JSON, and in base64 at every shift. */
function formsOf(word) {
  const escaped = [...word].map((letter) => (letter.charCodeAt(0) < 128 ? letter : `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`)).join("");
  const forms = [Buffer.from(word), Buffer.from(word, "utf16le"), Buffer.from(escaped)];
  for (let shift = 0; shift < BASE64_SHIFTS; shift += 1) {
    const padded = Buffer.concat([Buffer.alloc(shift), Buffer.from(word)]);
    // The letters at both ends also carry what stands beside the word.
    forms.push(Buffer.from(padded.toString("base64").slice(shift === 0 ? 0 : 4, -4)));
  }
  return forms;
}

/** The words found in the bytes. */
export function wordsIn(bytes, words) {
  return words.filter((word) => formsOf(word).some((form) => bytes.includes(form)));
}

/** The formats of pictures found in the bytes. */
export function picturesIn(bytes) {
  return PICTURES.filter(({ bytes: beginning, anywhere }) => (anywhere ? bytes.includes(beginning) : bytes.subarray(0, beginning.length).equals(beginning))).map(({ format }) => format);
}

/** Every file below the folder: how many there are, and what was found where. */
export async function tracesIn(folder, words, { pictures = true } = {}) {
  const found = [];
  let files = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // A file that went away meanwhile holds nothing.
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    files += 1;
    const what = [...wordsIn(bytes, words), ...(pictures ? picturesIn(bytes) : [])];
    if (what.length > 0) found.push(`${path}: ${what.join(", ")}`);
  }
  return { files, found };
}

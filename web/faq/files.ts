/**
 * Files that go with an entry: their size and address in words, and what is told of them before they are sent. Pure.
 * What a file is the server says by its content; names and endings mean nothing here.
 */
import type { FaqFile } from "./types";

/** Largest file, in bytes, as the server has it. */
export const FILE_BYTES_MAX = 10 * 1024 * 1024;
/** Most files of an entry, as the server has it. */
export const FILES_MAX = 8;
/** What a file dialog offers. */
export const ACCEPTED = ".pdf,.png,.jpg,.jpeg,.txt,application/pdf,image/png,image/jpeg,text/plain";

const KB = 1_000;
const MB = 1_000_000;

/** Never less than the file is. */
export function sizeOf(bytes: number): string {
  if (bytes < MB) return `${Math.max(1, Math.ceil(bytes / KB))} KB`;
  return `${(Math.ceil(bytes / (MB / 10)) / 10).toFixed(1)} MB`;
}

/** Where staff get a file that a text of the entry names. */
export const fileAddress = (key: string, { sha256 }: FaqFile): string => `/api/faq/entries/${key}/files/${sha256}`;

export type FileFault = "empty" | "too_large" | "too_many";

/** Why a file need not be sent at all; `beside` are those that are there or on their way. */
export function fileFault(bytes: number, beside: number): FileFault | null {
  if (bytes === 0) return "empty";
  if (bytes > FILE_BYTES_MAX) return "too_large";
  return beside >= FILES_MAX ? "too_many" : null;
}

/** With another file; the same bytes or the same name take the place of what was there. */
export function withFile(files: readonly FaqFile[], file: FaqFile): FaqFile[] {
  const same = (other: FaqFile) => other.sha256 === file.sha256 || other.name.toLowerCase() === file.name.toLowerCase();
  const at = files.findIndex(same);
  return at < 0 ? [...files, file] : [...files.slice(0, at), file, ...files.slice(at + 1).filter((other) => !same(other))];
}

export const withoutFile = (files: readonly FaqFile[], { sha256 }: FaqFile): FaqFile[] => files.filter((other) => other.sha256 !== sha256);

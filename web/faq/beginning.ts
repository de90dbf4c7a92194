/** The question a new entry begins with: given by one page, taken once by the next. It stands in no address. */
let question = "";

export function beginWith(words: string): void {
  question = words;
}

export function takeBeginning(): string {
  const words = question;
  question = "";
  return words;
}

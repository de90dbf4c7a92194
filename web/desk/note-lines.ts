/**
 * Lines that other parts of the desk add to the note of the contact in hand. Plain TypeScript: whoever holds the draft
 * listens, whoever has a line adds it. Must never know what the lines are about.
 */
type Taker = (line: string) => boolean;

const takers = new Map<string, Taker>();

/** Adds a line to the note of a contact; false where nobody writes one, or it is full. */
export function addToNote(contact: string, line: string): boolean {
  return takers.get(contact)?.(line) ?? false;
}

/** Takes lines for a contact's note until the answer is called. */
export function takeLines(contact: string, taker: Taker): () => void {
  takers.set(contact, taker);
  return () => {
    if (takers.get(contact) === taker) takers.delete(contact);
  };
}

/**
 * The one live region: what assistive technology is told of calls and queues.
 * Plain TypeScript; `Shell.tsx` renders the latest sentence.
 */
const listeners = new Set<() => void>();
let sentence = "";
let turn = 0;

/** Says a sentence once. The same sentence twice in a row is said twice. */
export function announce(text: string): void {
  turn += 1;
  // A no-break space at the end makes an equal sentence a change of the region.
  sentence = turn % 2 === 0 ? text : `${text}\u00a0`;
  for (const listener of listeners) listener();
}

export const announced = () => sentence;

export function onAnnounced(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

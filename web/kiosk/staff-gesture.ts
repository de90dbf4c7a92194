/**
 * What only staff do at a kiosk: five touches on the city's name in a row, or Ctrl+Shift+K. No secret and no right
 * hangs on it; it keeps residents from screens that are not for them. Pure; the room knows what it opens.
 */
export const TOUCHES = 5;
export const WITHIN_MS = 4_000;

/** The touches that still count, with this one; as many as `TOUCHES` are the gesture. */
export function touchesWith(before: readonly number[], now_ms: number): readonly number[] {
  return [...before.filter((at_ms) => now_ms - at_ms < WITHIN_MS), now_ms].slice(-TOUCHES);
}

export const isStaffKey = (event: Pick<KeyboardEvent, "ctrlKey" | "shiftKey" | "code">): boolean => event.ctrlKey && event.shiftKey && event.code === "KeyK";

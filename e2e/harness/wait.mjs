/** Looking for a value until it is there, with a limit; never a bare sleep. */

const STEP_MS = 50;

/**
 * Calls `look` until it gives something true; gives that.
 * Throws with `what` when the limit has passed.
 */
export async function until(what, limit_ms, look) {
  const end = Date.now() + limit_ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${limit_ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
}

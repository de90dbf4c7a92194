/**
 * Time limits of the probes, and small arithmetic on what they bring. Pure but for the timer.
 * A probe that hangs must cost its own part alone.
 */

/** What `promise` brings, or `otherwise` when it fails, takes longer than `limit_ms`, or `signal` calls it off. */
export function within<T>(limit_ms: number, promise: Promise<T>, otherwise: T, signal?: AbortSignal): Promise<T> {
  return new Promise((done) => {
    const end = (value: T) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      done(value);
    };
    const stop = () => end(otherwise);
    const timer = setTimeout(stop, limit_ms);
    if (signal?.aborted === true) stop();
    signal?.addEventListener("abort", stop);
    promise.then(end, stop);
  });
}

export const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

/** Two digits behind the point are more than any probe is good for. */
export const rounded = (value: number) => Math.round(value * 100) / 100;
export const roundedOrNull = (value: number | null) => (value === null || !Number.isFinite(value) ? null : rounded(value));

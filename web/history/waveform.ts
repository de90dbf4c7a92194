/**
 * Peaks of a recording brought to a width, and drawn as a path. Pure.
 */

/** The loudest of each of `columns` equal stretches, 0..=255. */
export function condense(peaks: readonly number[], columns: number): number[] {
  if (peaks.length <= columns) return [...peaks];
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * peaks.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * peaks.length) / columns));
    return peaks.slice(from, to).reduce((loudest, peak) => Math.max(loudest, peak), 0);
  });
}

/** A closed outline around the middle of a box of one unit a peak by 2 × 255 units. */
export function outline(peaks: readonly number[]): string {
  if (peaks.length === 0) return "";
  const upper = peaks.map((peak, x) => `${x} ${255 - peak}`);
  const lower = peaks.map((peak, x) => `${x} ${256 + peak}`).reverse();
  return `M${[...upper, ...lower].join("L")}Z`;
}

/** Where a stretch lies in the picture of a recording of `length_s` seconds; the shortest can still be seen. */
export function share({ start_ms, end_ms }: { start_ms: number; end_ms: number }, length_s: number): { left: string; width: string } {
  const percent = (ms: number) => (length_s > 0 ? Math.max(0, Math.min(100, ms / 10 / length_s)) : 0);
  const left = percent(start_ms);
  return { left: `${left}%`, width: `${Math.max(0.3, percent(end_ms) - left)}%` };
}

/**
 * Shares and reasons of a day's coverage in words. Pure.
 */

/** "99.5 %"; only what is whole reads 100 %. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return "—";
  const thousandths = part === whole ? 1000 : Math.min(999, Math.floor((part * 1000) / whole));
  return `${(thousandths / 10).toFixed(1).replace(/\.0$/, "")} %`;
}

/** The most frequent reason first. */
export function reasonsOf(shortfalls: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(shortfalls).sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
}

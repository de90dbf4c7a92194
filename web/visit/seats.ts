/** Whose picture stands where: the lines of a visit's connection by who sits in them. Pure. */

/** `visitor`, `agent` or a guest's id, line by line, as the server tells. */
export type Seats = readonly (string | null)[];

export const noSeats: Seats = [];

/** Beside visitor and operator two guests fit; the first line is the other side's own. */
export const FURTHER_LINES = 2;

export interface Seated<T> {
  main: T | null;
  others: readonly { seat: string; stream: T }[];
}

/** The picture to be shown large, and those beside it. Until the server has told, the first line is the other side. */
export function seatedIn<T>(seats: Seats, main: string, first: T | null, further: readonly T[]): Seated<T> {
  if (seats.length === 0) return { main: first, others: [] };
  const lines = [first, ...further];
  const others = seats.flatMap((seat, line) => {
    const stream = lines[line] ?? null;
    return seat === null || seat === main || stream === null ? [] : [{ seat, stream }];
  });
  return { main: lines[seats.indexOf(main)] ?? null, others };
}

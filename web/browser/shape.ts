/**
 * Reading what came over a line as what it should be, and refusing everything else: bounded, and strict about fields
 * that nobody agreed on. Pure; must never know which messages there are. `wire.ts` says that.
 */

/** What was read is not what was agreed; says where, never what it was, since that may be personal. */
export class NotThis extends Error {
  constructor(readonly place: string) {
    super(`not as agreed: ${place}`);
  }
}

/** Takes anything and gives what it is, or throws `NotThis`. */
export type Shape<T> = (value: unknown, place: string) => T;

export type ShapeOf<S> = S extends Shape<infer T> ? T : never;

/** A text of at most `max` UTF-16 units, without control characters but line breaks and tabs. */
export const text =
  (max: number): Shape<string> =>
  (value, place) => {
    if (typeof value !== "string" || value.length > max || /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value)) throw new NotThis(place);
    return value;
  };

/** A whole number from `min` to `max`, both included. */
export const whole =
  (min: number, max: number): Shape<number> =>
  (value, place) => {
    if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) throw new NotThis(place);
    return value;
  };

/** A finite number from `min` to `max`, both included. */
export const decimal =
  (min: number, max: number): Shape<number> =>
  (value, place) => {
    if (typeof value !== "number" || !Number.isFinite(value) || value < min || value > max) throw new NotThis(place);
    return value;
  };

export const flag: Shape<boolean> = (value, place) => {
  if (typeof value !== "boolean") throw new NotThis(place);
  return value;
};

/** An instant as RFC 3339 writes it, in UTC or with an offset. */
export const instant: Shape<string> = (value, place) => {
  const written = text(40)(value, place);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(written) || Number.isNaN(Date.parse(written))) throw new NotThis(place);
  return written;
};

/** One of these words. */
export const oneOf =
  <const W extends readonly string[]>(words: W): Shape<W[number]> =>
  (value, place) => {
    const found = words.find((word) => word === value);
    if (found === undefined) throw new NotThis(place);
    return found;
  };

export const orNull =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value, place) =>
    value === null ? null : shape(value, place);

export const listOf =
  <T>(shape: Shape<T>, max: number): Shape<readonly T[]> =>
  (value, place) => {
    if (!Array.isArray(value) || value.length > max) throw new NotThis(place);
    return value.map((each, index) => shape(each, `${place}[${index}]`));
  };

/** Exactly these fields: none missing, none besides. */
export const record =
  <F extends Record<string, Shape<unknown>>>(fields: F): Shape<{ [K in keyof F]: ShapeOf<F[K]> }> =>
  (value, place) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new NotThis(place);
    const given = value as Record<string, unknown>;
    if (Object.keys(given).some((name) => !Object.hasOwn(fields, name))) throw new NotThis(`${place}.?`);
    return Object.fromEntries(Object.entries(fields).map(([name, shape]) => [name, shape(given[name], `${place}.${name}`)])) as { [K in keyof F]: ShapeOf<F[K]> };
  };

/** How much is tried: a sample in every run, the whole when acceptance asks for it. */

const LONG = process.env.MADOGUCHI_LONG === "1";

/** `sample` ordinarily, `whole` with `cargo xtask test --long`. */
export function rounds({ sample, whole }) {
  return LONG ? whole : sample;
}

/** Numbers in 0..1 that are the same on every run (mulberry32), so that a failing round can be repeated. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

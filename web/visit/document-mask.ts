/**
 * Where a document is held, and what of it is never sent: an outline to hold it in, and a solid cover for the
 * number that can be moved but not removed or made smaller. Pure geometry; all figures are shares, 0 to 1.
 * Source: clause 6(2)③d; the individual number must not reach the operator.
 */
export type DocumentKind = "card" | "paper";

/** A rectangle as shares of what it lies in. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** ISO/IEC 7810 ID-1: 85.60 mm by 53.98 mm. */
const CARD_RATIO = 85.6 / 53.98;
/** Paper is held upright or across; nearly all of the picture is its. */
const MARGIN = 0.04;
const CARD_SHARE = 0.84;

/** One press of an arrow. */
export const STEP = 0.05;

/** The part of the picture that is sent at all, for a camera whose picture is `ratio` times as wide as high. */
export function outlineOf(kind: DocumentKind, ratio: number): Area {
  if (kind === "paper") return { left: MARGIN, top: MARGIN, width: 1 - 2 * MARGIN, height: 1 - 2 * MARGIN };
  const width = Math.min(CARD_SHARE, (CARD_SHARE * CARD_RATIO) / ratio);
  const height = (width * ratio) / CARD_RATIO;
  return { left: (1 - width) / 2, top: (1 - height) / 2, width, height };
}

/**
 * The cover at first, as shares of the outline: on a card where the back has number and code, on paper the upper
 * part, where notices and certificates print the number.
 */
export function coverAtFirst(kind: DocumentKind): Area {
  return kind === "card" ? { left: 0.42, top: 0.04, width: 0.56, height: 0.34 } : { left: 0, top: 0, width: 1, height: 0.3 };
}

/** The cover moved by shares of the outline; no part of it leaves the outline, so none of it is lost. */
export function moved(cover: Area, right: number, down: number): Area {
  const within = (at: number, size: number) => Math.min(Math.max(at, 0), 1 - size);
  return { ...cover, left: within(cover.left + right, cover.width), top: within(cover.top + down, cover.height) };
}

/** A rectangle in a rectangle, as pixels of a picture; grown to whole pixels, so that no line of it shows. */
export function pixelsOf(area: Area, within: Area, width_px: number, height_px: number): { x: number; y: number; width: number; height: number } {
  const x = Math.floor((within.left + area.left * within.width) * width_px);
  const y = Math.floor((within.top + area.top * within.height) * height_px);
  const right = Math.ceil((within.left + (area.left + area.width) * within.width) * width_px);
  const bottom = Math.ceil((within.top + (area.top + area.height) * within.height) * height_px);
  return { x, y, width: right - x, height: bottom - y };
}

/** The whole of what something lies in. */
export const whole: Area = { left: 0, top: 0, width: 1, height: 1 };

/**
 * What is looked at in a photo before it is taken. Pure: pixels in, findings out; a person decides, always.
 * The thresholds are for a picture GUIDE_WIDTH_PX wide; light is 0..255. Must never know the camera nor keep a pixel.
 * Source: the card's photo is 35 mm by 45 mm, from the front, without hat, shadow or background.
 */
import type { PhotoCheck } from "./wire";

/** A picture as a canvas gives it: four bytes a pixel, red, green, blue, alpha. */
export interface Pixels {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** Checks look at the photo's part of the picture in this width. */
export const GUIDE_WIDTH_PX = 160;
/** Where the face belongs, as shares of the photo. */
export const OVAL = { x: 0.5, y: 0.46, across: 0.27, down: 0.32 } as const;
/** Hair lies around the oval, shoulders below it: the background is looked at beside and above them. */
const HAIR = 1.35;
const SHOULDERS_AT = 0.62;
/** Within the face's outline. */
const INNER = 0.85;

const DARK = 80;
const BRIGHT = 215;
/** Between the two halves of a face. */
const SHADOW = 45;
const FLAT = 12;
const BUSY = 26;
/** Mean square of the Laplacian. */
const BLURRED = 30;
/** Of the height of the photo. */
const FACE_SHARE = { least: 0.38, most: 0.78 } as const;
const OFF_CENTRE = 0.12;
const TILTED_DEGREES = 8;

export type Finding = "good" | "person" | "dark" | "bright" | "shadow" | "flat" | "busy" | "blurred" | "no_face" | "many_faces" | "small" | "large" | "off_centre" | "tilted";

export type Findings = Readonly<Record<PhotoCheck, Finding>>;

/** A face as the browser found it, as shares of the photo. */
export interface FaceFound {
  x: number;
  y: number;
  width: number;
  height: number;
  /** The line through both eyes against the level, in degrees; null when the eyes were not found. */
  tilt_degrees: number | null;
}

/** All that is looked at; `faces` is null where the browser cannot find faces, and a person decides with the oval. */
export function findingsIn(pixels: Pixels, faces: readonly FaceFound[] | null): Findings {
  const light = lightOf(pixels);
  return {
    face: faceOf(faces),
    size: sizeOf(faces),
    brightness: brightnessOf(light),
    contrast: light.face.spread < FLAT ? "flat" : "good",
    background: light.ground.spread > BUSY ? "busy" : "good",
    sharpness: sharpnessOf(pixels) < BLURRED ? "blurred" : "good",
  };
}

/** Which of these a person has to look at twice. */
export const warningsOf = (findings: Findings, checks: readonly PhotoCheck[]): readonly PhotoCheck[] => checks.filter((check) => findings[check] !== "good" && findings[check] !== "person");

function faceOf(faces: readonly FaceFound[] | null): Finding {
  if (faces === null) return "person";
  const [face, another] = faces;
  if (face === undefined) return "no_face";
  if (another !== undefined) return "many_faces";
  const off = Math.max(Math.abs(face.x + face.width / 2 - OVAL.x), Math.abs(face.y + face.height / 2 - OVAL.y));
  if (off > OFF_CENTRE) return "off_centre";
  return Math.abs(face.tilt_degrees ?? 0) > TILTED_DEGREES ? "tilted" : "good";
}

function sizeOf(faces: readonly FaceFound[] | null): Finding {
  const face = faces?.[0];
  if (face === undefined) return faces === null ? "person" : "no_face";
  if (face.height < FACE_SHARE.least) return "small";
  return face.height > FACE_SHARE.most ? "large" : "good";
}

/** Mean and standard deviation of light. */
interface Light {
  mean: number;
  spread: number;
}

function brightnessOf({ face, left, right }: ReturnType<typeof lightOf>): Finding {
  if (face.mean < DARK) return "dark";
  if (face.mean > BRIGHT) return "bright";
  return Math.abs(left.mean - right.mean) > SHADOW ? "shadow" : "good";
}

function lightOf({ data, width, height }: Pixels) {
  const sums = { face: tally(), left: tally(), right: tally(), ground: tally() };
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const [x, y] = [(column + 0.5) / width, (row + 0.5) / height];
      const far = ((x - OVAL.x) / OVAL.across) ** 2 + ((y - OVAL.y) / OVAL.down) ** 2;
      const light = lumaAt(data, (row * width + column) * 4);
      if (far <= 1) {
        count(sums.face, light);
        count(x < OVAL.x ? sums.left : sums.right, light);
      } else if (far > HAIR ** 2 && y < SHOULDERS_AT) count(sums.ground, light);
    }
  }
  return { face: lightIn(sums.face), left: lightIn(sums.left), right: lightIn(sums.right), ground: lightIn(sums.ground) };
}

const tally = () => ({ n: 0, sum: 0, squares: 0 });

function count(into: ReturnType<typeof tally>, light: number): void {
  into.n += 1;
  into.sum += light;
  into.squares += light * light;
}

function lightIn({ n, sum, squares }: ReturnType<typeof tally>): Light {
  if (n === 0) return { mean: 0, spread: 0 };
  const mean = sum / n;
  return { mean, spread: Math.sqrt(Math.max(0, squares / n - mean * mean)) };
}

/** ITU-R BT.601. */
const lumaAt = (data: Uint8ClampedArray, at: number) => 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);

/** Mean square of the Laplacian within the face, without its outline: edges make it large, blur takes them. */
function sharpnessOf({ data, width, height }: Pixels): number {
  const [left, right] = [Math.max(1, Math.floor((OVAL.x - OVAL.across) * width)), Math.min(width - 1, Math.ceil((OVAL.x + OVAL.across) * width))];
  const [top, bottom] = [Math.max(1, Math.floor((OVAL.y - OVAL.down) * height)), Math.min(height - 1, Math.ceil((OVAL.y + OVAL.down) * height))];
  const light = (column: number, row: number) => lumaAt(data, (row * width + column) * 4);
  const sum = tally();
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1) {
      const far = (((column + 0.5) / width - OVAL.x) / OVAL.across) ** 2 + (((row + 0.5) / height - OVAL.y) / OVAL.down) ** 2;
      if (far > INNER ** 2) continue;
      count(sum, light(column - 1, row) + light(column + 1, row) + light(column, row - 1) + light(column, row + 1) - 4 * light(column, row));
    }
  }
  return sum.n === 0 ? 0 : sum.squares / sum.n;
}

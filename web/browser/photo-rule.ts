/**
 * The rule a photo has to keep, and how it is made to: cut, size, JPEG within bytes. Pure; whoever has the picture
 * encodes. Source: the national application's rule (JPEG, RGB, 480-6000 px a side, 20 KB-7 MB).
 */
import type { PhotoAsked } from "./wire";

export type PhotoRule = Pick<PhotoAsked, "px_min" | "px_max" | "bytes_min" | "bytes_max" | "ratio">;

/** A small camera's picture may be stretched so far; further, it only looks large. */
export const STRETCH_MAX = 1.6;
/** Encodings tried before a picture is given up. */
export const TRIES_MAX = 12;
const QUALITY_FIRST = 0.92;
const QUALITY_STEP = 0.12;
const QUALITY_LEAST = 0.5;

export interface Cut {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The largest part of a picture with this ratio, in its middle, in whole pixels. */
export function cutOf(width: number, height: number, ratio: number): Cut {
  const across = Math.min(width, Math.floor(height * ratio));
  const down = Math.min(height, Math.floor(across / ratio));
  return { x: Math.floor((width - across) / 2), y: Math.floor((height - down) / 2), width: across, height: down };
}

export interface Size {
  width_px: number;
  height_px: number;
}

/** How large the photo is made: as the camera saw it, within the rule; null when the camera sees too little. */
export function sizeFor({ width, height }: Cut, rule: PhotoRule): Size | null {
  const scale = Math.max(1, rule.px_min / Math.min(width, height));
  if (width <= 0 || height <= 0 || scale > STRETCH_MAX) return null;
  const shrunk = Math.min(scale, rule.px_max / Math.max(width, height));
  return { width_px: Math.max(rule.px_min, Math.round(width * shrunk)), height_px: Math.max(rule.px_min, Math.round(height * shrunk)) };
}

export type Encode = (size: Size, quality: number) => Promise<Uint8Array<ArrayBuffer> | null>;

export interface Encoded extends Size {
  jpeg: Uint8Array<ArrayBuffer>;
}

/** Encodes until the bytes keep the rule: less quality then less size when too many, the other way when too few. */
export async function encodeToRule(encode: Encode, first: Size, rule: PhotoRule): Promise<Encoded | null> {
  let [size, quality] = [first, QUALITY_FIRST];
  for (let tried = 0; tried < TRIES_MAX; tried += 1) {
    const jpeg = await encode(size, quality);
    if (jpeg === null) return null;
    const is_large = jpeg.length > rule.bytes_max;
    const fits = !is_large && jpeg.length >= rule.bytes_min;
    if (fits && keepsRule(jpeg, size)) return { ...size, jpeg };
    jpeg.fill(0);
    if (fits) return null;
    if (is_large && quality > QUALITY_LEAST) quality = Math.max(QUALITY_LEAST, quality - QUALITY_STEP);
    else if (!is_large && quality < 1) quality = 1;
    else {
      const next = scaled(size, is_large ? 0.75 : 1.5, rule);
      if (next === null) return null;
      size = next;
    }
  }
  return null;
}

function scaled({ width_px, height_px }: Size, by: number, { px_min, px_max }: PhotoRule): Size | null {
  const next = { width_px: Math.round(width_px * by), height_px: Math.round(height_px * by) };
  return Math.min(next.width_px, next.height_px) < px_min || Math.max(next.width_px, next.height_px) > px_max ? null : next;
}

/** What the head of a JPEG says of it; null when it is none. ITU-T T.81, annex B. */
export function jpegFacts(bytes: Uint8Array): { width_px: number; height_px: number; components: number } | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 < bytes.length; ) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) return null;
    // SOF0 to SOF15, but for the tables DHT, JPG and DAC among them.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return { height_px: view.getUint16(at + 5), width_px: view.getUint16(at + 7), components: view.getUint8(at + 9) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** A JPEG in colour, of this size. */
function keepsRule(jpeg: Uint8Array, { width_px, height_px }: Size): boolean {
  const facts = jpegFacts(jpeg);
  return facts?.components === 3 && facts.width_px === width_px && facts.height_px === height_px;
}

/**
 * The two things that travel as bytes: tiles of the picture to the page, and the photo from the kiosk. Pure.
 * Numbers are big-endian. What comes in is bounded before anything of it is copied.
 */
import { PAGE_PX_MAX, PHOTO_BYTES_MAX, type PhotoGiven } from "./wire";

/** First byte of a frame of tiles, and of a photo. */
export const TILES_MARK = 0x54;
export const PHOTO_MARK = 0x50;
/** Pixels a side of a tile; those at the right and lower edge are cut. */
export const TILE_PX = 64;
/** Bytes of one frame. */
export const FRAME_BYTES_MAX = 8 * 1_024 * 1_024;
/** Bytes of one tile: more than its raw pixels would take. */
export const TILE_BYTES_MAX = TILE_PX * TILE_PX * 4 + 1_024;

const KEY = 0b01;
const SHARP = 0b10;
/** Mark, flags, frame (4), width (2), height (2), tile size (1), tiles (2). */
const HEAD_BYTES = 13;
/** x (2), y (2), kind (1), bytes (4). */
const TILE_HEAD_BYTES = 9;
const kinds = ["image/png", "image/jpeg"] as const;

export interface Tile {
  /** Left and upper edge in the page's pixels; multiples of TILE_PX. */
  x: number;
  y: number;
  kind: (typeof kinds)[number];
  bytes: Uint8Array;
}

export interface TileFrame {
  /** Counts from 1; each says what changed since the one before. */
  frame: number;
  /** Holds the whole picture: needs no frame before it. */
  is_key: boolean;
  /** Sent again without loss after motion stopped. */
  is_sharp: boolean;
  width_px: number;
  height_px: number;
  tiles: readonly Tile[];
}

/** Reads a frame; null when it is not one, whatever it is. */
export function readTiles(buffer: ArrayBuffer): TileFrame | null {
  if (buffer.byteLength < HEAD_BYTES || buffer.byteLength > FRAME_BYTES_MAX) return null;
  const view = new DataView(buffer);
  const flags = view.getUint8(1);
  const [frame, width_px, height_px, count] = [view.getUint32(2), view.getUint16(6), view.getUint16(8), view.getUint16(11)];
  if (view.getUint8(0) !== TILES_MARK || (flags & ~(KEY | SHARP)) !== 0 || view.getUint8(10) !== TILE_PX || frame === 0) return null;
  if (width_px === 0 || height_px === 0 || width_px > PAGE_PX_MAX || height_px > PAGE_PX_MAX) return null;
  const places = Math.ceil(width_px / TILE_PX) * Math.ceil(height_px / TILE_PX);
  const is_key = (flags & KEY) !== 0;
  if (count > places || (is_key && count !== places)) return null;
  const tiles = readEach(view, count, width_px, height_px);
  return tiles === null ? null : { frame, is_key, is_sharp: (flags & SHARP) !== 0, width_px, height_px, tiles };
}

/** Every tile, each place at most once, and nothing after the last. */
function readEach(view: DataView<ArrayBuffer>, count: number, width_px: number, height_px: number): Tile[] | null {
  const tiles: Tile[] = [];
  const taken = new Set<number>();
  let at = HEAD_BYTES;
  for (let each = 0; each < count; each += 1) {
    if (at + TILE_HEAD_BYTES > view.byteLength) return null;
    const [x, y, size] = [view.getUint16(at), view.getUint16(at + 2), view.getUint32(at + 5)];
    const kind = kinds[view.getUint8(at + 4)];
    at += TILE_HEAD_BYTES;
    const place = y * (PAGE_PX_MAX + 1) + x;
    if (kind === undefined || x % TILE_PX !== 0 || y % TILE_PX !== 0 || x >= width_px || y >= height_px || taken.has(place)) return null;
    if (size === 0 || size > TILE_BYTES_MAX || at + size > view.byteLength) return null;
    taken.add(place);
    tiles.push({ x, y, kind, bytes: new Uint8Array(view.buffer, at, size) });
    at += size;
  }
  return at === view.byteLength ? tiles : null;
}

/** Writes a frame as the server does; for stand-ins and tests. */
export function writeTiles({ frame, is_key, is_sharp, width_px, height_px, tiles }: TileFrame): ArrayBuffer {
  const buffer = new ArrayBuffer(HEAD_BYTES + tiles.reduce((sum, { bytes }) => sum + TILE_HEAD_BYTES + bytes.length, 0));
  const view = new DataView(buffer);
  view.setUint8(0, TILES_MARK);
  view.setUint8(1, (is_key ? KEY : 0) | (is_sharp ? SHARP : 0));
  view.setUint32(2, frame);
  view.setUint16(6, width_px);
  view.setUint16(8, height_px);
  view.setUint8(10, TILE_PX);
  view.setUint16(11, tiles.length);
  let at = HEAD_BYTES;
  for (const { x, y, kind, bytes } of tiles) {
    view.setUint16(at, x);
    view.setUint16(at + 2, y);
    view.setUint8(at + 4, kinds.indexOf(kind));
    view.setUint32(at + 5, bytes.length);
    new Uint8Array(buffer, at + TILE_HEAD_BYTES).set(bytes);
    at += TILE_HEAD_BYTES + bytes.length;
  }
  return buffer;
}

/** Mark, length of the JSON (2), the JSON, the JPEG. Null when the photo is too large to be sent. */
export function photoParcel(given: PhotoGiven, jpeg: Uint8Array): Uint8Array<ArrayBuffer> | null {
  if (jpeg.length === 0 || jpeg.length > PHOTO_BYTES_MAX) return null;
  const head = new TextEncoder().encode(JSON.stringify(given));
  const parcel = new Uint8Array(3 + head.length + jpeg.length);
  parcel[0] = PHOTO_MARK;
  new DataView(parcel.buffer).setUint16(1, head.length);
  parcel.set(head, 3);
  parcel.set(jpeg, 3 + head.length);
  return parcel;
}

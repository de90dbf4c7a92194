import { describe, expect, test } from "vitest";
import { aFrame } from "../dev/browser-samples";
import { PHOTO_BYTES_MAX, type PhotoGiven } from "./wire";
import { FRAME_BYTES_MAX, PHOTO_MARK, photoParcel, readTiles, TILE_BYTES_MAX, type TileFrame, writeTiles } from "./wire-bytes";

const tile = (x: number, y: number, size = 3) => ({ x, y, kind: "image/jpeg" as const, bytes: new Uint8Array(size).fill(9) });
const frame = (part: Partial<TileFrame> = {}): TileFrame => ({ frame: 3, is_key: false, is_sharp: true, width_px: 100, height_px: 70, tiles: [tile(64, 64), tile(0, 0)], ...part });

describe("a frame of tiles", () => {
  test("is read as it was written", () => {
    expect(readTiles(writeTiles(frame()))).toEqual(frame());
    expect(readTiles(aFrame())).toMatchObject({ frame: 1, is_key: true, is_sharp: false, tiles: [{ x: 0 }, { x: 64 }] });
  });

  const broken: [string, Partial<TileFrame>][] = [
    ["the number nought", { frame: 0 }],
    ["no size", { width_px: 0 }],
    ["a page larger than any", { width_px: 4_097 }],
    ["a tile beside the grid", { tiles: [tile(63, 0)] }],
    ["a tile outside the page", { tiles: [tile(128, 0)] }],
    ["a place that is told twice", { tiles: [tile(0, 0), tile(0, 0)] }],
    ["an empty tile", { tiles: [tile(0, 0, 0)] }],
    ["a tile larger than its pixels", { tiles: [tile(0, 0, TILE_BYTES_MAX + 1)] }],
    ["a whole picture with a hole", { is_key: true }],
    ["more tiles than places", { tiles: Array.from({ length: 5 }, (_, at) => tile(at * 64, 0)) }],
  ];

  test.each(broken)("is refused with %s", (_, part) => {
    expect(readTiles(writeTiles(frame(part)))).toBeNull();
  });

  test.each([[0, 0x00, "mark"], [1, 0b100, "flag"], [10, 32, "tile size"], [17, 2, "kind of picture"]] as const)("is refused with another byte %i (%i: %s)", (at, byte, _) => {
    const buffer = writeTiles(frame());
    new Uint8Array(buffer)[at] = byte;
    expect(readTiles(buffer)).toBeNull();
  });

  test("is refused when it is cut anywhere, or goes on after its end", () => {
    const whole = writeTiles(frame());
    for (let size = 0; size < whole.byteLength; size += 1) expect(readTiles(whole.slice(0, size)), String(size)).toBeNull();
    const longer = new Uint8Array(whole.byteLength + 1);
    longer.set(new Uint8Array(whole));
    expect(readTiles(longer.buffer)).toBeNull();
    expect(readTiles(new ArrayBuffer(FRAME_BYTES_MAX + 1))).toBeNull();
  });
});

describe("a photo's parcel", () => {
  const given: PhotoGiven = { type: "photo_give", id: 11, width_px: 480, height_px: 617, despite: null, epoch: 4 };

  test("holds the words and the bytes", () => {
    const parcel = photoParcel(given, new Uint8Array([0xff, 0xd8, 7])) ?? new Uint8Array();
    const length = new DataView(parcel.buffer).getUint16(1);
    expect(parcel[0]).toBe(PHOTO_MARK);
    expect(JSON.parse(new TextDecoder().decode(parcel.slice(3, 3 + length)))).toEqual(given);
    expect([...parcel.slice(3 + length)]).toEqual([0xff, 0xd8, 7]);
  });

  test("is not made of nothing, nor of more than a site takes", () => {
    expect(photoParcel(given, new Uint8Array())).toBeNull();
    expect(photoParcel(given, new Uint8Array(PHOTO_BYTES_MAX + 1))).toBeNull();
  });
});

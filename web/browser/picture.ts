/**
 * The page's picture on a canvas: tiles decoded and drawn in their order, the newest whole picture first. Must never
 * know the line nor who may see what; whoever owns it wipes it. Also where a finger on the canvas is on the page.
 */
import { TILE_PX, type Tile, type TileFrame } from "./wire-bytes";

/** Frames that wait to be painted; with more the page does not keep up, and what waits is given up. */
export const FRAMES_WAITING_MAX = 8;

/** `dropped`: something newer or a wipe came first. `broken`: a tile is no picture, or too much waits. */
export type Painted = "painted" | "dropped" | "broken";

/** What a tile becomes before it is drawn. */
export interface Drawable {
  readonly width: number;
  readonly height: number;
  close?: () => void;
}

export interface Painter {
  show: (canvas: HTMLCanvasElement | null) => void;
  paint: (frame: TileFrame) => Promise<Painted>;
  wipe: () => void;
}

/** Decodes one tile in the browser. */
export async function decodeTile({ kind, bytes }: Tile): Promise<Drawable> {
  return createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: kind }));
}

export class Picture implements Painter {
  private readonly decode: (tile: Tile) => Promise<Drawable>;
  private canvas: HTMLCanvasElement | null = null;
  /** Rises with every whole picture and every wipe; frames of an earlier one are not drawn. */
  private age = 0;
  private waiting = 0;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(decode: (tile: Tile) => Promise<Drawable> = decodeTile) {
    this.decode = decode;
  }

  show(canvas: HTMLCanvasElement | null): void {
    this.age += 1;
    this.canvas = canvas;
  }

  paint(frame: TileFrame): Promise<Painted> {
    if (frame.is_key) this.age += 1;
    const age = this.age;
    if (this.waiting >= FRAMES_WAITING_MAX) {
      this.age += 1;
      return Promise.resolve("broken");
    }
    this.waiting += 1;
    const painted = Promise.all([this.decodeAll(frame), this.turn])
      .then(([tiles]) => this.draw(frame, tiles, age))
      .catch((): Painted => "broken")
      .finally(() => (this.waiting -= 1));
    this.turn = painted;
    return painted;
  }

  wipe(): void {
    this.age += 1;
    const { canvas } = this;
    if (canvas === null) return;
    canvas.getContext("2d")?.clearRect(0, 0, canvas.width, canvas.height);
    canvas.width = 1;
    canvas.height = 1;
  }

  /** Null when a tile is no picture, or a larger one than a tile. */
  private async decodeAll({ tiles }: TileFrame): Promise<Drawable[] | null> {
    const decoded = await Promise.allSettled(tiles.map((tile) => this.decode(tile)));
    const drawables = decoded.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    const is_whole = drawables.length === tiles.length && drawables.every(({ width, height }) => width <= TILE_PX && height <= TILE_PX);
    if (is_whole) return drawables;
    for (const each of drawables) each.close?.();
    return null;
  }

  private draw(frame: TileFrame, tiles: Drawable[] | null, age: number): Painted {
    const pen = this.canvas?.getContext("2d") ?? null;
    const is_late = age !== this.age || this.canvas === null || pen === null;
    if (tiles !== null && !is_late && this.canvas !== null) {
      fit(this.canvas, frame);
      frame.tiles.forEach(({ x, y }, at) => pen?.drawImage(tiles[at] as unknown as CanvasImageSource, x, y));
    }
    for (const each of tiles ?? []) each.close?.();
    if (is_late) return "dropped";
    return tiles === null ? "broken" : "painted";
  }
}

/** A canvas that is given its size anew is emptied, so only another size is given. */
function fit(canvas: HTMLCanvasElement, { width_px, height_px }: TileFrame): void {
  if (canvas.width !== width_px) canvas.width = width_px;
  if (canvas.height !== height_px) canvas.height = height_px;
}

export interface Point {
  x: number;
  y: number;
}

/** Where a point of the window is on the page; the nearest pixel of it when it lies beside. */
export function pagePoint(rect: { left: number; top: number; width: number; height: number }, at: Point, size: { width_px: number; height_px: number }): Point {
  const scaled = (offset: number, shown: number, whole_px: number) => (shown <= 0 ? 0 : Math.min(Math.max(Math.floor((offset / shown) * whole_px), 0), whole_px - 1));
  return { x: scaled(at.x - rect.left, rect.width, size.width_px), y: scaled(at.y - rect.top, rect.height, size.height_px) };
}

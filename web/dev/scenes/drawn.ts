/** Drawn stand-ins for what no scene has: a page of a site, as tiles, and a person before the camera. Never shipped. */
import { BrowserPhotoCamera } from "../../browser/photo-camera";
import type { SharedBrowser } from "../../browser/shared-browser";
import { drawPage, HEIGHT, tilesOf, WIDTH } from "../drawn-page.mjs";
import { TILE_PX, writeTiles } from "../../browser/wire-bytes";

/** Tells the page's picture as the server would: all of it, tile by tile. */
export async function tellPage(browser: SharedBrowser, covered: boolean): Promise<void> {
  const tiles = (await tilesOf(drawPage(covered), TILE_PX)).map((tile) => ({ ...tile, kind: "image/png" as const }));
  browser.hear(writeTiles({ frame: 1, is_key: true, is_sharp: true, width_px: WIDTH, height_px: HEIGHT, tiles }));
}

function drawPerson(pen: CanvasRenderingContext2D, busy: boolean): void {
  pen.fillStyle = "#dfe4ea";
  pen.fillRect(0, 0, 1_280, 960);
  if (busy) for (let x = 0; x < 1_280; x += 90) { pen.fillStyle = x % 180 === 0 ? "#3d4b5c" : "#f1e6c8"; pen.fillRect(x, 0, 46, 620); }
  const oval = (x: number, y: number, across: number, down: number, colour: string) => { pen.fillStyle = colour; pen.beginPath(); pen.ellipse(x, y, across, down, 0, 0, 7); pen.fill(); };
  oval(640, 1_000, 330, 260, "#31435c");
  oval(640, 420, 205, 290, "#2b2320");
  oval(640, 450, 180, 255, "#e3b594");
  for (let at = 0; at < 60; at += 1) oval(500 + (at * 37) % 280, 210 + (at * 53) % 90, 7, 3, "#2b2320");
  for (const x of [570, 710]) { oval(x, 430, 26, 13, "#fff"); oval(x, 430, 12, 12, "#2b2320"); pen.fillStyle = "#2b2320"; pen.fillRect(x - 32, 392, 64, 9); }
  oval(640, 500, 12, 34, "#c98f6e");
  oval(640, 585, 58, 14, "#a8504a");
}

/** A camera before which somebody sits. */
export class DrawnCamera extends BrowserPhotoCamera {
  constructor(private readonly busy: boolean) {
    super();
  }
  override open(): Promise<MediaStream | null> {
    const canvas = document.createElement("canvas");
    canvas.width = 1_280;
    canvas.height = 960;
    const pen = canvas.getContext("2d");
    const draw = () => pen !== null && drawPerson(pen, this.busy);
    draw();
    setInterval(draw, 100);
    return Promise.resolve(canvas.captureStream(10));
  }
}

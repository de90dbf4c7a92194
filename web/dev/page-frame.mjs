/**
 * The drawn page as the host would send it, whole: one frame for each side, made in a browser and laid where the stand-in
 * server finds it. Never shipped.
 */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TILE_PX = 64;

/** Where the stand-in server looks for frames. */
export const framesFolder = mkdtempSync(join(tmpdir(), "madoguchi-frames-"));

/** Mark, flags (key and sharp), frame, width, height, tile size, tiles; then each tile: docs/API-DESIGN.md. */
function frameOf({ width, height, tiles }) {
  const head = Buffer.alloc(13);
  head.writeUInt8(0x54, 0);
  head.writeUInt8(0b11, 1);
  head.writeUInt32BE(1, 2);
  head.writeUInt16BE(width, 6);
  head.writeUInt16BE(height, 8);
  head.writeUInt8(TILE_PX, 10);
  head.writeUInt16BE(tiles.length, 11);
  const parts = tiles.flatMap(({ x, y, base64 }) => {
    const bytes = Buffer.from(base64, "base64");
    const place = Buffer.alloc(9);
    place.writeUInt16BE(x, 0);
    place.writeUInt16BE(y, 2);
    place.writeUInt32BE(bytes.length, 5);
    return [place, bytes];
  });
  return Buffer.concat([head, ...parts]);
}

/** Draws both frames with this browser: what the resident sees, and what the operator does. */
export async function drawFrames(browser) {
  const page = await browser.newPage();
  const script = readFileSync(new URL("drawn-page.mjs", import.meta.url), "utf8").replaceAll("export ", "");
  for (const [side, covered] of [["resident", false], ["operator", true]]) {
    const drawn = await page.evaluate(`(async () => { ${script}
      const tiles = await tilesOf(drawPage(${covered}), ${TILE_PX});
      return { width: WIDTH, height: HEIGHT, tiles: tiles.map(({ x, y, bytes }) => ({ x, y, base64: btoa(String.fromCharCode(...bytes)) })) };
    })()`);
    writeFileSync(join(framesFolder, `${side}.bin`), frameOf(drawn));
  }
  await page.close();
}

/** Pictures of what a page shows, at the three widths, for people to look at. */
import { mkdir } from "node:fs/promises";

const WIDTHS = [390, 820, 1440];
/** Where pictures are kept. */
export const SHOTS = new URL("../shots/", import.meta.url).pathname;

/** Keeps pictures of the page under this name; it is left at the widest. */
export async function keepPicture(page, name) {
  await mkdir(SHOTS, { recursive: true });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${SHOTS}${name}-${width}.png`, fullPage: true });
  }
}

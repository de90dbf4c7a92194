/** Pictures of what a page shows, at the three widths, for people to look at. */
import { mkdir } from "node:fs/promises";
import { rounds } from "./rounds.mjs";

const WIDTHS = [390, 820, 1440];
/** Where pictures are kept. */
export const SHOTS = new URL("../shots/", import.meta.url).pathname;

/** Nobody looks at the pictures of an ordinary run, and they take minutes; MADOGUCHI_PICTURES=1 keeps them. */
export const KEPT = process.env.MADOGUCHI_PICTURES === "1" || rounds({ sample: false, whole: true });

/** Keeps pictures of the page under this name, where pictures are kept; the page is left at the widest. */
export async function keepPicture(page, name) {
  if (!KEPT) {
    await page.setViewportSize({ width: WIDTHS.at(-1), height: 900 });
    return;
  }
  await mkdir(SHOTS, { recursive: true });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${SHOTS}${name}-${width}.png`, fullPage: true });
  }
}

/** Keeps a picture of a page as wide as it is, for a story told in order. */
export async function keepMoment(page, name) {
  if (!KEPT) return;
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}${name}.png`, fullPage: true });
}

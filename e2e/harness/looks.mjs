/** How a page looks to those who cannot see it well: what axe finds, what sticks out, what is cut off. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axeFile = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What axe finds, one line each. The policy of the pages forbids inline scripts, so axe comes through the debugger. */
export async function faultsOf(page, rules = RULES) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(await readFile(axeFile, "utf8"));
  // A colour on its way from one to another is neither.
  await page.evaluate(() => Promise.all(document.getAnimations().filter((each) => each instanceof CSSTransition).map((each) => each.finished.catch(() => undefined))));
  const { violations } = await page.evaluate((only) => window.axe.run({ runOnly: only, resultTypes: ["violations"] }), rules);
  return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}`));
}

/** What sticks out to the right, and words that are cut off; none on a page that reflows. */
export function cutOff(page) {
  return page.evaluate(() => {
    const found = [];
    const out_px = document.documentElement.scrollWidth - window.innerWidth;
    if (out_px > 0) found.push(`the page is ${out_px} px too broad`);
    // What a row of tabs or a broad table holds is reached by moving it sideways.
    const movesSideways = (element) => {
      const holder = element.parentElement;
      if (holder === null) return false;
      const isMoved = ["auto", "scroll"].includes(getComputedStyle(holder).overflowX) && holder.scrollWidth > holder.clientWidth;
      return isMoved || movesSideways(holder);
    };
    const readBySpeechAlone = (element) => element.closest(".visually-hidden") !== null;
    for (const element of document.body.querySelectorAll("*")) {
      const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== "");
      const box = element.getBoundingClientRect();
      if (!hasText || box.width === 0 || readBySpeechAlone(element) || element.tagName === "OPTION") continue;
      const name = `${element.tagName.toLowerCase()} "${element.textContent.trim().slice(0, 20)}"`;
      if ((box.left < -1 || box.right > window.innerWidth + 1) && !movesSideways(element)) found.push(`${name} lies outside`);
      const style = getComputedStyle(element);
      const cuts = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
      if (cuts && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) found.push(`${name} is cut off`);
    }
    return found;
  });
}

/** Buttons too small for a finger. */
export function smallButtons(page, least_px) {
  return page.evaluate((least) => {
    const small = (button) => {
      const { width, height } = button.getBoundingClientRect();
      return width > 0 && (width < least || height < least);
    };
    return [...document.querySelectorAll("button")].filter(small).map((button) => button.getAttribute("aria-label") ?? button.textContent);
  }, least_px);
}

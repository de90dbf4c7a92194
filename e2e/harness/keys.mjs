/** A person at a keyboard: goes from one thing to the next until it is the one wanted, and always sees where they are. */
const STEPS_MAX = 60;

/** Presses Tab until what has the focus is called so; throws when it is never reached, or the focus is not seen. */
export async function tabTo(page, name) {
  const passed = [];
  for (let step = 0; step < STEPS_MAX; step += 1) {
    await page.keyboard.press("Tab");
    const here = await focused(page);
    passed.push(here.name);
    if (!here.seen) throw new Error(`the focus on "${here.name}" is not seen`);
    if (typeof name === "string" ? here.name === name : name.test(here.name)) return;
  }
  throw new Error(`"${name}" is not reached by Tab: ${passed.join(" → ")}`);
}

/** Goes to a button by Tab and presses it. */
export async function pressByKey(page, name) {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}

function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    // Readings of kanji are left out, as in the words of a test.
    const copy = element.cloneNode(true);
    for (const reading of copy.querySelectorAll("rt, rp, kbd")) reading.remove();
    const label = element.labels?.[0]?.textContent;
    const name = (element.getAttribute("aria-label") ?? label ?? copy.textContent).trim();
    const style = getComputedStyle(element);
    const seen = element === document.body || style.outlineStyle !== "none" || style.boxShadow !== "none" || element.tagName === "H1";
    return { name: element === document.body ? "the page" : name, seen };
  });
}

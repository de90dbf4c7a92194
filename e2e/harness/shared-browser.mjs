/** The shared browser as its two people use it: the operator by keyboard at the desk, the resident by touch at the kiosk. */
import { until } from "./wait.mjs";

const LIMIT_MS = 40_000;
/** From the ring of focus into the field, in the page's pixels. */
const INSIDE_PX = 14;
/** How long the picture is unchanged when the page is at rest. */
const STILL_MS = 1_000;

/** The operator's desk. */
export class OperatorHands {
  constructor(desk) {
    this.desk = desk;
    this.pane = desk.getByRole("region", { name: "共同画面" });
  }

  /** Does something that leads to another page, or the same anew, and waits until that stands still. */
  async turnsPage(act) {
    const canvas = this.pane.locator("canvas");
    const before = await canvas.evaluate(inkOf);
    await act();
    let [seen, since] = [before, performance.now()];
    await until("another page stands still", LIMIT_MS, async () => {
      const now = (await canvas.isVisible()) ? await canvas.evaluate(inkOf) : null;
      if (now !== seen) [seen, since] = [now, performance.now()];
      return now !== null && now !== before && performance.now() - since > STILL_MS;
    });
  }

  /** Opens a start page by its name. */
  async open(name) {
    await this.pane.getByRole("button", { name: `${name}を開く`, exact: true }).click({ timeout: LIMIT_MS });
  }

  /** Waits until the page of this name is shown, whole. */
  async sees(name) {
    await this.pane.getByRole("heading", { name, exact: true }).waitFor({ timeout: LIMIT_MS });
    await until(`the operator sees ${name}`, LIMIT_MS, () => isPainted(this.pane));
  }

  /** Asks for control; the resident agrees, and the operator takes it. */
  async takeControl(resident) {
    await this.pane.getByRole("button", { name: "操作させてもらう" }).click();
    await resident.kiosk.getByRole("button", { name: "まかせる", exact: true }).click({ timeout: LIMIT_MS });
    await this.pane.getByRole("button", { name: "操作を引き受ける" }).click({ timeout: LIMIT_MS });
    await this.pane.getByText("あなたが操作しています").waitFor({ timeout: LIMIT_MS });
  }

  /** Takes the control that the resident offers unasked. */
  async takeOffered(resident) {
    await resident.kiosk.getByRole("button", { name: "操作をまかせる", exact: true }).click({ timeout: LIMIT_MS });
    await this.pane.getByRole("button", { name: "操作を引き受ける" }).click({ timeout: LIMIT_MS });
    await this.pane.getByText("あなたが操作しています").waitFor({ timeout: LIMIT_MS });
  }

  /** The field that types into the page. */
  get field() {
    return this.pane.locator("[data-page-field]");
  }

  async tab(times = 1) {
    await this.key("Tab", times);
  }

  /** Each key waits for the field: it is gone while the page may not be seen for a moment. */
  async text(text) {
    await this.field.focus({ timeout: LIMIT_MS });
    await this.desk.keyboard.insertText(text);
  }

  async key(key, times = 1) {
    for (let each = 0; each < times; each += 1) {
      await this.field.focus({ timeout: LIMIT_MS });
      await this.desk.keyboard.press(key);
    }
  }

  /** Opens the list with the focus, and takes the entry so many below. */
  async choose(below) {
    await this.text(" ");
    await this.key("ArrowDown", below);
    await this.key("Enter");
  }

  /** Clicks into the page where its ring of focus is, a little inside of its left upper corner. */
  async clickFocus() {
    const canvas = this.pane.locator("canvas");
    let [place, since] = ["", performance.now()];
    // A picture comes a moment after the key: the ring counts once it has stood still.
    const ring = await until("the ring of focus stands still", LIMIT_MS, async () => {
      const seen = (await canvas.isVisible()) ? await canvas.evaluate(ringOn) : null;
      if (JSON.stringify(seen) !== place) [place, since] = [JSON.stringify(seen), performance.now()];
      return seen !== null && performance.now() - since > STILL_MS ? seen : null;
    });
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    await this.desk.mouse.click(box.x + ((ring.x + INSIDE_PX) * box.width) / ring.width, box.y + ((ring.y + INSIDE_PX) * box.height) / ring.height);
  }

  /** What is covered of what the operator sees, once it is as tall as asked for. */
  cover(isWhole) {
    const canvas = this.pane.locator("canvas");
    return until("what is secret is covered", LIMIT_MS, async () => {
      if (!(await canvas.isVisible())) return null;
      const box = await canvas.evaluate(coverOn);
      return box !== null && isWhole(box) ? box : null;
    });
  }

  /** Answers the page's date with our own control. */
  async date(year, month, day) {
    await this.clickFocus();
    const sheet = this.pane.getByRole("form", { name: "日付と時刻を選ぶ" });
    await sheet.waitFor({ timeout: LIMIT_MS });
    for (const [at, value] of [year, month, day].entries()) await sheet.getByRole("combobox").nth(at).selectOption(`${value}`);
    await sheet.getByRole("button", { name: "これに決める" }).click();
    await sheet.waitFor({ state: "hidden", timeout: LIMIT_MS });
  }
}

/** The resident's kiosk. */
export class ResidentHands {
  constructor(kiosk) {
    this.kiosk = kiosk;
  }

  get keypad() {
    return this.kiosk.locator("[data-keypad]");
  }

  /** Types a secret on the keypad with a real keyboard, as anybody may, and ends with its key. */
  async typeSecret(secret) {
    await this.keypad.waitFor({ timeout: LIMIT_MS });
    await this.keypad.focus();
    for (const character of secret) await this.kiosk.keyboard.press(character === " " ? "Space" : character);
    await this.kiosk.getByText(`${secret.length}文字入力しました`).waitFor({ timeout: LIMIT_MS });
    await this.kiosk.keyboard.press("Enter");
  }

  /** Touches a place of the page, in its own pixels. */
  async touch(x, y) {
    const box = await this.kiosk.locator("canvas").first().boundingBox();
    await this.kiosk.mouse.click(box.x + (x * box.width) / 1280, box.y + (y * box.height) / 800);
  }

  async seesPage() {
    await until("the resident sees the page", LIMIT_MS, () => isPainted(this.kiosk));
  }
}

/** A number that changes with what is drawn. */
function inkOf(canvas) {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum = (Math.imul(sum, 31) + data[at]) | 0;
  return sum;
}

/** What is covered of the picture, in its pixels: the smallest box around the cover's colour (`browser::frame`). */
function coverOn(canvas) {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let at = 0; at < data.length; at += 4) {
    if (Math.abs(data[at] - 0x5a) > 3 || Math.abs(data[at + 1] - 0x5f) > 3 || Math.abs(data[at + 2] - 0x66) > 3) continue;
    const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
    Object.assign(box, { left: Math.min(box.left, x), top: Math.min(box.top, y), right: Math.max(box.right, x + 1), bottom: Math.max(box.bottom, y + 1) });
  }
  return box.right > box.left ? box : null;
}

/** Where the practice site's ring of focus begins, in the picture's pixels; null while there is none. */
function ringOn(canvas) {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  for (let at = 0; at < data.length; at += 4) {
    // #f3a712, as the practice site's style sheet has it, and what lossy pictures make of it.
    if (Math.abs(data[at] - 243) < 24 && Math.abs(data[at + 1] - 167) < 24 && Math.abs(data[at + 2] - 18) < 40) return { x: (at / 4) % width, y: Math.floor(at / 4 / width), width, height };
  }
  return null;
}

/** Whether the picture of the page is there, and has more than one colour. */
async function isPainted(scope) {
  const canvas = scope.locator("[data-page-picture] canvas").first();
  if ((await canvas.count()) === 0 || !(await canvas.isVisible())) return false;
  return canvas.evaluate((it) => {
    const { data } = it.getContext("2d").getImageData(0, 0, it.width, it.height);
    for (let at = 4; at < data.length; at += 4) if (data[at] !== data[0] || data[at + 1] !== data[1]) return data[at + 3] === 255;
    return false;
  });
}


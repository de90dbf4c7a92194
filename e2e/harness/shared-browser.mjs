/** The shared browser as its two people use it: the operator by keyboard at the desk, the resident by touch at the kiosk. */
import { until } from "./wait.mjs";

const LIMIT_MS = 40_000;

/** The operator's desk. */
export class OperatorHands {
  constructor(desk) {
    this.desk = desk;
    this.pane = desk.getByRole("region", { name: "共同画面" });
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

  async giveBack() {
    await this.pane.getByRole("button", { name: "操作を来庁者に戻す" }).click();
    await this.pane.getByText("来庁者が操作しています").waitFor({ timeout: LIMIT_MS });
  }

  /** The field that types into the page. */
  get field() {
    return this.pane.locator("[data-page-field]");
  }

  async tab(times = 1) {
    await this.field.focus();
    for (let each = 0; each < times; each += 1) await this.desk.keyboard.press("Tab");
  }

  async text(text) {
    await this.field.focus();
    await this.desk.keyboard.insertText(text);
  }

  async key(key, times = 1) {
    await this.field.focus();
    for (let each = 0; each < times; each += 1) await this.desk.keyboard.press(key);
  }

  /** Opens the list with the focus, and takes the entry so many below. */
  async choose(below) {
    await this.text(" ");
    await this.key("ArrowDown", below);
    await this.key("Enter");
  }

  /** Clicks at a place of the page, in its own pixels. */
  async click(x, y) {
    const box = await this.pane.locator("canvas").boundingBox();
    await this.desk.mouse.click(box.x + (x * box.width) / 1280, box.y + (y * box.height) / 800);
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


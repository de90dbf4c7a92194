/** A kiosk of the counter in Chromium, and what a visitor does at it, by the words on its screen. */
import { ask } from "./staff.mjs";
import { until } from "./wait.mjs";

const LIMIT_MS = 30_000;

/**
 * Enrols a page as a kiosk of this name, with a code that `manager`, logged in, asks for; it finds the city at `url`,
 * and `prepare` is done to the page before.
 */
export async function enrolledKiosk(browser, server, manager, name, { url = server.url, prepare = async () => undefined, ...like } = {}) {
  const { status, body } = await ask(manager, "POST", "/api/kiosks/codes", { name });
  if (status !== 200) throw new Error(`no code: ${status} ${JSON.stringify(body)}`);
  const page = await browser.page({ width: 1280, height: 800, ...like });
  await prepare(page);
  await page.goto(`${url}/kiosk`);
  await page.getByLabel("登録コード").fill(body.code);
  await page.getByRole("button", { name: "登録する" }).click();
  await page.getByRole("heading", { name: "ご用件を選んでください" }).waitFor({ timeout: LIMIT_MS });
  return page;
}

/** A manager enters that the kiosk has a card reader. */
export async function fitCardReader(manager, name) {
  const { body: kiosks } = await ask(manager, "GET", "/api/kiosks/states");
  const { id } = kiosks.find((kiosk) => kiosk.name === name);
  const { status, body } = await ask(manager, "PUT", `/api/kiosks/${id}/fittings`, { card_reader: true, scanner: false });
  if (status !== 204) throw new Error(`no card reader: ${status} ${JSON.stringify(body)}`);
}

/** A visitor takes a ticket with two touches, and waits or is served at once. */
export async function takeTicket(page, wish) {
  await page.getByRole("button", { name: wish }).click();
  await page.getByRole("button", { name: "同意して受付する" }).click();
  await page.getByRole("heading", { name: /^受付番号|オペレーターがまいります/ }).waitFor({ timeout: LIMIT_MS });
}

/** Waits until the page shows another picture of the other side than now; on a poor line that may be a still. */
export async function pictureComes(page, label, limit_ms) {
  const count = () => page.evaluate((name) => document.querySelector(`video[aria-label="${name}"]`)?.getVideoPlaybackQuality().totalVideoFrames ?? 0, label);
  const before = await count();
  await until(`${label}: a new picture`, limit_ms, async () => {
    const now = await count();
    return now > 0 && now !== before;
  });
}

/** Waits until a page sees the other side move, and gives what it sees. */
export function seesMoving(page, label) {
  return until(`${label} moves`, LIMIT_MS, async () => {
    const seen = await pictureSeen(page, label);
    return seen !== null && seen.changed > 0.002 ? seen : null;
  });
}

/**
 * What the page sees of the other side: width in pixels, mean brightness from 0 to 255, and how much of the
 * picture changed within a fifth of a second; null while there is none.
 */
export function pictureSeen(page, label) {
  return page.evaluate(async (name) => {
    const video = document.querySelector(`video[aria-label="${name}"]`);
    if (video === null || video.videoWidth === 0 || video.srcObject === null) return null;
    const [width, height] = [160, 120];
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const take = () => {
      context.drawImage(video, 0, 0, width, height);
      return context.getImageData(0, 0, width, height).data;
    };
    const before = take();
    await new Promise((done) => setTimeout(done, 200));
    const after = take();
    let [changed, brightness] = [0, 0];
    for (let at = 0; at < after.length; at += 4) {
      brightness += (after[at] + after[at + 1] + after[at + 2]) / 3;
      if (Math.abs(after[at] - before[at]) + Math.abs(after[at + 1] - before[at + 1]) > 40) changed += 1;
    }
    const pixels = width * height;
    return { width: video.videoWidth, brightness: Math.round(brightness / pixels), changed: changed / pixels };
  }, label);
}

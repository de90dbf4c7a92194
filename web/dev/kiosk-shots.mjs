/**
 * Takes pictures of the kiosk's screens, at the sizes it is put up in, with the stand-in server; runs axe on each, and
 * looks at what the browser holds after everything went back to the start.
 * Usage: node dev/kiosk-shots.mjs OUT_FOLDER [screen …]; needs Chromium and a built web/dist.
 */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { drawFrames, framesFolder } from "./page-frame.mjs";

const [out = "shots", ...wanted] = process.argv.slice(2);
const SIZES = [["portrait", 1080, 1920], ["tablet", 1280, 800], ["phone", 390, 844], ["wide", 1440, 900], ["upright", 820, 1180]];
mkdirSync(out, { recursive: true });

/** Stands in for the far end: a moving picture, drawn here. */
const drawnPeer = () => {
  window.RTCPeerConnection = class extends EventTarget {
    iceGatheringState = "complete";
    connectionState = "new";
    localDescription = { sdp: "v=0" };
    addTransceiver() { return { setCodecPreferences() {} }; }
    getTransceivers() { return []; }
    createOffer() { return Promise.resolve({ type: "offer", sdp: "v=0" }); }
    setLocalDescription() { return Promise.resolve(); }
    setRemoteDescription() {
      const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
      const pen = canvas.getContext("2d");
      let turn = 0;
      const draw = () => {
        pen.fillStyle = "#2b4a6f"; pen.fillRect(0, 0, 640, 480);
        pen.fillStyle = "#e8c9a8"; pen.beginPath(); pen.arc(320, 210 + Math.sin(turn += 0.1) * 4, 90, 0, 7); pen.fill();
        pen.fillStyle = "#f4f4f8"; pen.fillRect(190, 310, 260, 170);
      };
      draw();
      setInterval(draw, 80);
      for (const track of canvas.captureStream(12).getTracks()) this.ontrack?.({ track });
      this.connectionState = "connected";
      this.onconnectionstatechange?.();
      return Promise.resolve();
    }
    close() {}
    getStats() { return Promise.resolve(new Map()); }
  };
};

const press = (name) => (page) => page.getByRole("button", { name }).click();
const english = press("English");
const easy = press(/^やさしい/);
const huge = press(/とても|Very large/);
const contrast = press(/見やすい|High contrast/);
const shared = async (page) => {
  await page.locator("main h2").first().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll("[data-page-picture] canvas")].every((canvas) => canvas.hidden || canvas.width === 1280));
};
const wish = (page) => page.locator("main li button").nth(1).click();
const screens = {
  enrol: { scene: null, steps: [] },
  enrol_wrong: { scene: null, steps: [(page) => page.getByLabel(/登録コード/).fill("x"), press(/^登録する/), (page) => page.getByRole("alert").waitFor()] },
  captions: { scene: "captioned", steps: [] },
  captions_en_huge: { scene: "captioned", steps: [english, huge] },
  captions_easy_contrast: { scene: "captioned", steps: [easy, contrast] },
  start: { scene: "start", steps: [] },
  start_en: { scene: "start", steps: [english] },
  start_easy: { scene: "start", steps: [easy] },
  start_huge: { scene: "start", steps: [huge] },
  start_huge_easy: { scene: "start", steps: [easy, huge] },
  start_contrast: { scene: "start", steps: [contrast] },
  closed: { scene: "closed", steps: [] },
  closed_easy: { scene: "closed", steps: [easy] },
  consent: { scene: "start", steps: [wish] },
  consent_en: { scene: "start", steps: [english, wish] },
  consent_easy: { scene: "start", steps: [easy, wish] },
  consent_huge: { scene: "start", steps: [huge, wish] },
  waiting: { scene: "waiting", steps: [] },
  waiting_easy: { scene: "waiting", steps: [easy, (page) => page.locator("footer button").last().click()] },
  waiting_huge: { scene: "waiting", steps: [huge] },
  waiting_contrast: { scene: "waiting", steps: [contrast, press("受付を取り消す")] },
  cancel: { scene: "waiting", steps: [press("受付を取り消す")] },
  ringing: { scene: "ringing", steps: [] },
  talking: { scene: "talking", steps: [] },
  talking_en: { scene: "talking", steps: [english, press("Microphone off")] },
  talking_huge: { scene: "talking", steps: [huge] },
  talking_contrast: { scene: "talking", steps: [contrast] },
  away: { scene: "talking", steps: [press("目隠し")] },
  end: { scene: "talking", steps: [press("終わる"), (page) => page.getByRole("dialog").getByRole("button", { name: "終わる" }).click(), (page) => page.getByText(/でした/).waitFor()] },
  guide_explain: { scene: "guide_explain", steps: [] },
  guide_branch_en: { scene: "guide_branch", steps: [english] },
  guide_list_easy: { scene: "guide_list", steps: [easy] },
  guide_fee: { scene: "guide_fee", steps: [] },
  guide_pin: { scene: "guide_pin", steps: [] },
  guide_pin_huge: { scene: "guide_pin", steps: [huge] },
  guide_page_contrast: { scene: "guide_page", steps: [contrast] },
  guide_done: { scene: "guide_done", steps: [] },
  guide_done_easy: { scene: "guide_done", steps: [easy] },
  guide_done_forced: { scene: "guide_done", forced: true, steps: [] },
  guide_end: { scene: "guide_done", steps: [press("終わる"), (page) => page.getByRole("dialog").getByRole("button", { name: "終わる" }).click(), (page) => page.getByText(/でした/).waitFor()] },
  guide_end_contrast: { scene: "guide_done", steps: [contrast, press("終わる"), (page) => page.getByRole("dialog").getByRole("button", { name: "終わる" }).click(), (page) => page.getByText(/でした/).waitFor()] },
  gone: { scene: "start", cut: true, steps: [] },
  gone_easy: { scene: "start", cut: true, steps: [easy] },
  idle: { scene: "start", clock: true, steps: [english, (page) => page.clock.runFor(60_500), (page) => page.getByRole("dialog").waitFor()] },
  keyboard: { scene: "start", steps: ["Tab", "Enter", "Tab", "Tab", "Enter"].map((key) => (page) => page.keyboard.press(key)).concat((page) => page.getByRole("heading", { level: 1, name: /A-027/ }).waitFor()) },
  offline: { scene: "start", cut: true, steps: [(page) => page.context().setOffline(true), (page) => page.reload(), (page) => page.getByText("お近くの職員に声をかけてください。").last().waitFor(), (page) => page.context().setOffline(false)] },
  forced_start: { scene: "start", forced: true, steps: [] },
  forced_waiting: { scene: "waiting", forced: true, steps: [] },
  ...Object.fromEntries(["starting", "live", "theirs", "mail", "asked", "hold", "photo", "ending", "receipt"].map((name) => [`shared_${name}`, { scene: `shared_${name}`, steps: [shared] }])),
  shared_live_easy: { scene: "shared_live", steps: [easy, shared] },
  shared_hold_en: { scene: "shared_hold", steps: [english, shared] },
  shared_hold_huge: { scene: "shared_hold", steps: [shared, huge, contrast] },
  shared_farewell: { scene: "shared_receipt", steps: [shared, press(/^終わる$/), (page) => page.getByRole("dialog").getByRole("button").last().click(), (page) => page.locator("[data-receipt]").waitFor()] },
  replaced: { scene: "replaced", steps: [] },
  revoked: { scene: "revoked", steps: [(page) => page.getByText(/取り消されました/).waitFor()] },
};

const server = spawn(process.execPath, [new URL("fixture-server.mjs", import.meta.url).pathname], { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, FRAMES: framesFolder } });
const origin = await new Promise((done) => server.stdout.once("data", (text) => done(String(text).trim())));
const browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--no-sandbox"] });
await drawFrames(browser);
const axe = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
let faults = 0;
const fault = (text) => { faults += 1; console.log(text); };

async function enrol(page) {
  await page.goto(`${origin}/kiosk`);
  await page.getByLabel(/登録コード/).fill("KIOSK-1");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "ご用件を選んでください" }).waitFor();
}

/** What a resident must find nothing in: storage, history beyond the empty tab and the page, and every cache but the page's own shell. */
async function leftOver(page) {
  return page.evaluate(async () => {
    const kept = [];
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) kept.push(new URL(request.url).pathname);
    const strange = kept.filter((path) => path !== "/kiosk" && path !== "/icon.svg" && !path.startsWith("/assets/"));
    return { storage: localStorage.length + sessionStorage.length, cookies: document.cookie.replace(/scene=\w+/, ""), history: history.length - 2, kept: kept.length, strange, databases: (await indexedDB.databases()).map(({ name }) => name) };
  });
}

async function look(page, label, name, width) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) fault(`${label} overflows by ${wide} px`);
  const small = await page.evaluate(() => [...document.querySelectorAll("button")].filter((button) => { const { width, height } = button.getBoundingClientRect(); return width > 0 && (width < 60 || height < 60); }).map((button) => button.textContent));
  if (small.length > 0) fault(`${label} small to touch: ${small}`);
  await page.screenshot({ path: `${out}/${name}-${width}.png`, fullPage: true });
  // axe is read into the page by the debugger, which the content policy does not bind.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  for (const violation of violations) fault(`${label} axe ${violation.id}: ${violation.nodes[0].html.slice(0, 160)} (${violation.nodes.length})`);
}

async function shoot(context, name, { scene, steps, cut, clock, forced }, [place, width, height]) {
  const page = await context.newPage();
  const label = `${name} ${place}`;
  page.on("console", (message) => { if (message.type() === "error" && !cut && !/status of 403/.test(message.text())) fault(`${label} console: ${message.text()}`); });
  page.on("pageerror", (error) => fault(`${label} error: ${error.message}`));
  await page.setViewportSize({ width, height });
  if (clock === true) await page.clock.install();
  if (forced === true) await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  if (scene !== null) await context.addCookies([{ name: "scene", value: scene, url: origin }]);
  // A line that is gone closes at once, as a network does that is down.
  if (cut === true) await page.addInitScript(() => { window.WebSocket = class extends EventTarget { static OPEN = 1; constructor() { super(); setTimeout(() => this.onclose?.(), 10); } close() {} }; });
  await page.goto(`${origin}/kiosk`);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  for (const step of steps) await step(page);
  await page.waitForLoadState("networkidle");
  await look(page, label, name, width);
  if (clock === true) {
    await page.clock.runFor(20_500);
    await page.getByRole("heading", { level: 1, name: "ご用件を選んでください" }).waitFor();
    const left = await leftOver(page);
    console.log(`${label} left over after the reset: ${JSON.stringify(left)}`);
    if (left.storage + left.history + left.strange.length > 0) fault(`${label} leaves something`);
  }
  await page.close();
}

const names = wanted.length > 0 ? wanted : Object.keys(screens);
const chosen = (process.env["SIZES"] ?? "portrait,tablet,phone").split(",");
try {
  for (const enrolled of [false, true]) {
    const todo = names.filter((name) => (screens[name].scene !== null) === enrolled);
    if (todo.length === 0) continue;
    const context = await browser.newContext({ permissions: ["camera", "microphone"], reducedMotion: "reduce" });
    await context.addInitScript(drawnPeer);
    if (enrolled) {
      const page = await context.newPage();
      await enrol(page);
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      await page.close();
    }
    // Revoking takes the key away, so it comes last.
    for (const size of SIZES.filter(([place]) => chosen.includes(place))) for (const name of todo) if (name !== "revoked") await shoot(context, name, screens[name], size);
    if (todo.includes("revoked")) await shoot(context, "revoked", screens.revoked, SIZES[1]);
    await context.close();
  }
} finally {
  await browser.close();
  server.kill();
}
console.log(`${names.length} screens at ${chosen.length} sizes, ${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;

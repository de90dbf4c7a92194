/**
 * Takes pictures of pages at three widths with the stand-in server, and runs axe on each.
 * Usage: node dev/shots.mjs OUT_FOLDER [scene:path …]; needs Chromium and a built web/dist. Parts that no page has mounted
 * yet stand at /scenes (`dev/scenes`, built by its own configuration).
 */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { drawFrames, framesFolder } from "./page-frame.mjs";

const [out = "shots", ...wanted] = process.argv.slice(2);
const targets = wanted.length > 0 ? wanted : ["idle:/login", "idle:/desk", "ringing:/desk", "talking:/desk", "consulting:/desk", "wrap_up:/desk", "taken:/desk", "floor:/supervisor", "idle:/history", "idle:/history/h1", "idle:/faq", "idle:/faq/reissue-fee", "idle:/faq/reissue-fee/edit", "idle:/faq/reissue-fee/compare?from=3&to=draft", "idle:/faq/editions", "idle:/faq/review", "idle:/faq/import", "idle:/faq/questions", "idle:/faq/search", "idle:/handovers", "idle:/calendar", "idle:/admin/accounts", "idle:/admin/topics", "idle:/admin/directory", "idle:/admin/prompts", "idle:/admin/audit", "idle:/security", "idle:/setup"];
mkdirSync(out, { recursive: true });

/** Stands in for a connection whose far end the stand-in server cannot be. */
const quietPeer = () => {
  window.RTCPeerConnection = class extends EventTarget {
    iceGatheringState = "complete";
    connectionState = "connected";
    localDescription = { sdp: "v=0" };
    addTransceiver() { return { setCodecPreferences() {} }; }
    getSenders() { return []; }
    createOffer() { return Promise.resolve({ type: "offer", sdp: "v=0" }); }
    setLocalDescription() { return Promise.resolve(); }
    setRemoteDescription() { this.onconnectionstatechange?.(); return Promise.resolve(); }
    close() {}
    getStats() { return Promise.resolve(new Map()); }
  };
};

const server = spawn(process.execPath, [new URL("fixture-server.mjs", import.meta.url).pathname], { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, FRAMES: framesFolder } });
const origin = await new Promise((done) => server.stdout.once("data", (text) => done(String(text).trim())));
const browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--no-sandbox"] });
await drawFrames(browser);
const axe = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
let faults = 0;
try {
  for (const target of targets) {
    const [scene, path, language = "ja"] = target.split(":");
    for (const width of [1440, 820, 390]) {
      const context = await browser.newContext({ viewport: { width, height: width === 390 ? 844 : 900 }, bypassCSP: false });
      await context.addCookies([{ name: "scene", value: scene, url: origin }]);
      await context.addInitScript(quietPeer);
      await context.addInitScript(`localStorage.setItem("madoguchi.language", ${JSON.stringify(language)})`);
      const page = await context.newPage();
      page.on("console", (message) => { if (message.type() === "error") { faults += 1; console.log(`${target} ${width} console: ${message.text()}`); } });
      page.on("pageerror", (error) => { faults += 1; console.log(`${target} ${width} error: ${error.message}`); });
      await page.goto(origin + path);
      await page.waitForLoadState("networkidle");
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      if (scene.startsWith("shared_") && scene !== "shared_none") await page.locator("#shared-browser-title").waitFor();
      await page.waitForFunction(() => [...document.querySelectorAll("[data-page-picture] canvas")].every((canvas) => canvas.hidden || canvas.width === 1280));
      // A scene says itself when it is all there.
      await page.waitForFunction(() => document.documentElement.dataset["scene"] !== "waiting");
      if (process.env["PRESS"]) for (const key of process.env["PRESS"].split(" ")) { await page.keyboard.press(key); await page.waitForLoadState("networkidle"); }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) { faults += 1; console.log(`${target} ${width} overflows by ${wide} px`); }
      await page.screenshot({ path: `${out}/${(scene + path + (language === "ja" ? "" : `-${language}`)).replaceAll(/[/?=&]/g, "-")}-${width}.png`, fullPage: true });
      // axe is read into the page by the debugger, which the content policy does not bind.
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      for (const violation of violations) { faults += 1; console.log(`${target} ${width} axe ${violation.id}: ${violation.nodes[0].html.slice(0, 160)} (${violation.nodes.length})`); }
      await context.close();
    }
  }
} finally {
  await browser.close();
  server.kill();
}
console.log(`${targets.length} pages at three widths, ${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;

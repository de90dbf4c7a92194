/** Every screen at three widths: looked at by axe, and kept as a picture for people. */
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Browser } from "../harness/browser.mjs";
import { faultsOf } from "../harness/looks.mjs";
import { KEPT, SHOTS } from "../harness/pictures.mjs";
import { Server } from "../harness/server.mjs";
import { toneFile } from "../harness/sound.mjs";
import { logIn } from "../harness/staff.mjs";

const WIDTHS = [1440, 820, 390];
const SCREENS = [
  { name: "login", path: "/login", login: null },
  { name: "desk", path: "/desk", login: "denwa1" },
  { name: "supervisor", path: "/supervisor", login: "kantoku" },
  { name: "history", path: "/history", login: "kantoku" },
  { name: "handovers", path: "/handovers", login: "kantoku" },
  { name: "calendar", path: "/calendar", login: "sekinin" },
  { name: "kiosks", path: "/admin/kiosks", login: "sekinin" },
  { name: "ai-ledger", path: "/admin/ai", login: "sekinin" },
  { name: "kiosk-enrolment", path: "/kiosk", login: null },
];

let server;
let browser;

before(async () => {
  await mkdir(SHOTS, { recursive: true });
  server = await Server.start();
  browser = await Browser.start({ microphone: toneFile({ frequency_hz: 1000, seconds: 1, rate_hz: 48_000 }) });
});

after(async () => {
  await browser?.stop();
  await server?.stop();
});

for (const screen of SCREENS) {
  test(`${screen.name} has no fault that axe finds and nothing beside the page, at every width`, async (t) => {
    const page = await browser.page();
    if (screen.login !== null) await logIn(page, server, screen.login);
    for (const width of WIDTHS) {
      await t.test(`${screen.name} at ${width} px`, () => look(page, screen, width));
    }
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}

async function look(page, screen, width) {
  await page.setViewportSize({ width, height: 900 });
  await page.goto(`${server.url}${screen.path}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  if (KEPT) await page.screenshot({ path: `${SHOTS}${screen.name}-${width}.png`, fullPage: true });
  const overflow_px = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow_px <= 0, `${overflow_px} px stick out to the right`);
  assert.deepEqual(await faultsOf(page), []);
}

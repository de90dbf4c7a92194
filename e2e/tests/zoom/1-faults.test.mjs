/**
 * The real SDK in Chromium against every way in which Zoom cannot be reached: how long until both sides are in the
 * built-in video, on one epoch, with pictures that move. Wants the SDK's files in `MADOGUCHI_ZOOM_SDK`.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeRecord } from "../../harness/call-desk.mjs";
import { agentAtDesk, browserOf } from "../../harness/city.mjs";
import { enrolledKiosk, pictureSeen, takeTicket } from "../../harness/kiosk.mjs";
import { keepPicture } from "../../harness/pictures.mjs";
import { Server } from "../../harness/server.mjs";
import { ask, logIn } from "../../harness/staff.mjs";
import { until } from "../../harness/wait.mjs";
import { FAULTS, faultyZoom, ZoomStandIn } from "../../harness/zoom-stand-in.mjs";

const SDK = process.env.MADOGUCHI_ZOOM_SDK;
const LIMIT_MS = 60_000;
/** From the answer to pictures both ways (clause 6(2)⑧). */
const FALLBACK_MS = 12_000;
const REMOTE = { desk: "来庁者の映像", kiosk: "オペレーターの映像" };
const SWITCHING = "映像を切り替えています";

let zoom;
before(async () => {
  assert.ok(SDK, "MADOGUCHI_ZOOM_SDK names no folder");
  zoom = await ZoomStandIn.start();
});
after(() => zoom?.stop());

/** Waits in the page for a picture that moves, frame by frame; gives when it did, by the clock of all. */
function movesAt(page, label) {
  return until(`${label} moves`, LIMIT_MS, async () => {
    const seen = await pictureSeen(page, label);
    return seen !== null && seen.changed > 0.002 ? Date.now() : null;
  });
}

/** Notes in the page what it says of a change-over, since it may be over sooner than anybody looks. */
async function noteSwitching(page) {
  await page.evaluate((words) => {
    window.saidSwitching = false;
    new MutationObserver(() => (window.saidSwitching ||= document.body.innerText.includes(words))).observe(document.body, { childList: true, subtree: true, characterData: true });
  }, SWITCHING);
}

for (const fault of FAULTS) {
  test(`Zoom out of reach: ${fault}`, async (t) => {
    const far = await faultyZoom(fault);
    t.after(() => far.stop());
    const server = await Server.start(zoom.settings(SDK), { env: zoom.env });
    t.after(() => server.stop());
    const [hall, office] = [await browserOf("caller", { args: far.args }), await browserOf("agent", { args: far.args })];
    t.after(() => Promise.all([hall.stop(), office.stop()]));
    const manager = await office.page();
    await logIn(manager, server, "sekinin");
    const kiosk = await enrolledKiosk(hall, server, manager, "1階ロビー");
    const desk = await agentAtDesk(office, server, "mado1");
    await takeTicket(kiosk, "カードを更新する");
    const answer = desk.getByRole("button", { name: /^応答/ });
    await answer.waitFor({ timeout: LIMIT_MS });
    // Files are loaded while it rings, as they are in a hall.
    await until("the SDK is loaded", LIMIT_MS, async () => (await Promise.all([kiosk, desk].map((page) => page.evaluate(() => performance.getEntriesByName(`${location.origin}/zoom/index.esm.js`).length)))).every((count) => count > 0));
    await Promise.all([noteSwitching(kiosk), noteSwitching(desk)]);
    await answer.click();
    const answered_ms = Date.now();
    const times = await Promise.all([movesAt(desk, REMOTE.desk), movesAt(kiosk, REMOTE.kiosk)]);
    const [at_desk_ms, at_kiosk_ms] = times.map((at_ms) => at_ms - answered_ms);
    const said = await Promise.all([kiosk, desk].map((page) => page.evaluate(() => window.saidSwitching)));
    await keepPicture(kiosk, `zoom-fallback-${fault.replaceAll(" ", "-")}`);
    await desk.keyboard.press("Shift+F2");
    const contact = await closeRecord(desk);
    const { body } = await ask(manager, "GET", `/api/contacts/${contact.id}`);
    const log = body.events.filter(({ kind }) => kind === "video_provider");
    const steps = log.map(({ detail }) => [detail.epoch, detail.provider]);
    t.diagnostic(`${fault}: pictures after ${at_desk_ms} ms at the desk, ${at_kiosk_ms} ms at the kiosk; cause ${log.at(-1)?.detail.cause}; Zoom's servers were asked ${far.met() ?? "-"} times`);
    assert.deepEqual(steps, [[1, "zoom"], [2, "builtin"]]);
    assert.deepEqual(said, [true, true], "both are told that the video is being switched");
    assert.ok(Math.max(at_desk_ms, at_kiosk_ms) <= FALLBACK_MS, `${at_desk_ms} ms, ${at_kiosk_ms} ms`);
  });
}

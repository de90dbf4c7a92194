/** What must survive at the desk: a reload in the middle of a call, and a second tab. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, strongestHeard } from "../harness/browser.mjs";
import { Server } from "../harness/server.mjs";
import { toneFile } from "../harness/sound.mjs";
import { answerCall, callPanel, logIn, takeSeat } from "../harness/staff.mjs";
import { Telephone } from "../harness/telephone.mjs";
import { until } from "../harness/wait.mjs";

const CALLER_HZ = 440;
const BACK_LIMIT_MS = 3_000;
const LIMIT_MS = 30_000;

let server;
let browser;
let telephone;
let page;

before(async () => {
  server = await Server.start();
  browser = await Browser.start({ microphone: toneFile({ frequency_hz: 1000, seconds: 1, rate_hz: 48_000 }) });
  page = await browser.page();
  await logIn(page, server, "denwa1");
  await takeSeat(page, server);
  telephone = await Telephone.start({ speech: toneFile({ frequency_hz: CALLER_HZ, seconds: 180, rate_hz: 8000 }) });
  await answerCall(page, server, telephone);
});

after(async () => {
  await telephone?.stop();
  await browser?.stop();
  await server?.stop();
});

test("an agent who reloads the page is back in the call within three seconds", async (t) => {
  const reloaded_at = Date.now();
  await page.reload({ waitUntil: "commit" });
  await callPanel(page).getByText("通話中").waitFor({ timeout: LIMIT_MS });
  await page.getByRole("region", { name: "自分の状態" }).getByText("音声: 接続済み").waitFor({ timeout: LIMIT_MS });
  const back_ms = Date.now() - reloaded_at;
  t.diagnostic(`back after ${back_ms} ms`);
  await until("the caller is heard again", LIMIT_MS, async () => {
    const strongest = await strongestHeard(page);
    return strongest !== null && Math.abs(strongest.frequency_hz - CALLER_HZ) < 15 && strongest.level_db > -60;
  });
  assert.ok(back_ms < BACK_LIMIT_MS, `back after ${back_ms} ms`);
  assert.ok(!telephone.has("CALL_CLOSED"), "the caller stayed connected");
});

test("a second tab of the same agent takes the call over, and the first lets go", async () => {
  const second = await page.context().newPage();
  await second.goto(`${server.url}/desk`);
  await second.getByRole("button", { name: "このタブに引き取る" }).click({ timeout: LIMIT_MS });
  await callPanel(second).getByText("通話中").waitFor({ timeout: LIMIT_MS });
  await page.getByText("別のタブに引き取られました").waitFor({ timeout: LIMIT_MS });
  assert.equal(await callPanel(page).count(), 0);
  assert.ok(!telephone.has("CALL_CLOSED"), "the caller stayed connected");
  await second.getByRole("button", { name: /^終話/ }).click();
  await until("the caller hears the end", LIMIT_MS, () => telephone.has("CALL_CLOSED"));
});

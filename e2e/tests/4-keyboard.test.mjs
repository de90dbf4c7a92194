/** A whole call without a mouse: available, answer, hold, resume, hang up, record. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "../harness/browser.mjs";
import { Server } from "../harness/server.mjs";
import { toneFile } from "../harness/sound.mjs";
import { callPanel, fileRecordByKeys, logIn, newestContact } from "../harness/staff.mjs";
import { Telephone } from "../harness/telephone.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
const RING_LIMIT_MS = 60_000;

let server;
let browser;

before(async () => {
  server = await Server.start();
  browser = await Browser.start({ microphone: toneFile({ frequency_hz: 1000, seconds: 1, rate_hz: 48_000 }) });
});

after(async () => {
  await browser?.stop();
  await server?.stop();
});

test("an agent serves a call from first ring to filed record by keyboard alone", async (t) => {
  const page = await browser.page();
  await logIn(page, server, "denwa1");
  await page.goto(`${server.url}/desk`);
  const state = page.getByRole("region", { name: "自分の状態" });
  await state.getByText("音声: 接続済み").waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press("Shift+F8");
  await state.getByText("受付可", { exact: true }).waitFor({ timeout: LIMIT_MS });

  const telephone = await Telephone.start({ speech: toneFile({ frequency_hz: 440, seconds: 180, rate_hz: 8000 }) });
  telephone.dial(server.sipAddress);
  await until("the city picks up", RING_LIMIT_MS, () => telephone.has("CALL_ESTABLISHED"));
  telephone.press("1");
  await page.getByRole("button", { name: /^応答/ }).waitFor({ timeout: RING_LIMIT_MS });
  await page.keyboard.press("F2");
  const call = callPanel(page);
  await call.getByText("通話中").waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press("F4");
  await call.getByText("保留中").first().waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press("F4");
  await call.getByText("通話中").waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press("Shift+F2");
  await until("the caller hears the end", LIMIT_MS, () => telephone.has("CALL_CLOSED"));
  await telephone.stop();

  const keys = await fileRecordByKeys(page);
  t.diagnostic(`record filed with ${keys} keys`);
  await state.getByText("受付可", { exact: true }).waitFor({ timeout: LIMIT_MS });
  const contact = await newestContact(page);
  assert.equal(contact.outcome, "resolved");
  assert.ok(contact.topic, "the record has a topic");
  assert.deepEqual(page.problems, []);
});

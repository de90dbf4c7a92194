/** Hold from both sides: the agent's button and the caller's own telephone. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { callIs, closeRecord, isOver, storyOf } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf, callerInTalk, cityWithTrunk } from "../harness/city.mjs";
import { pageHears, telephoneHears } from "../harness/ears.mjs";
import { freeSipPort } from "../harness/ports.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
const PACKETS_A_SECOND = 50;

let server;
let browser;
let page;

before(async () => {
  server = await cityWithTrunk(await freeSipPort());
  browser = await browserOf("agent");
  page = await agentAtDesk(browser, server, "denwa1");
});

after(async () => {
  await browser?.stop();
  await server?.stop();
});

test("a caller on hold hears music and not the agent, and both hear each other again after it", async (t) => {
  const caller = await callerInTalk(t, page, server);
  await telephoneHears(caller, ["agent"]);
  await pageHears(page, ["caller"]);

  await page.keyboard.press("F4");
  await callIs(page, "保留中");
  await telephoneHears(caller, [], { music: true });
  await pageHears(page, []);

  await page.keyboard.press("F4");
  await callIs(page, "通話中");
  await telephoneHears(caller, ["agent"]);
  await pageHears(page, ["caller"]);

  await page.getByRole("button", { name: /^終話/ }).click();
  await isOver(caller, "the caller");
  const contact = await closeRecord(page);
  const story = (await storyOf(page, contact)).map((event) => event.kind);
  assert.deepEqual(story.filter((kind) => ["held", "resumed"].includes(kind)), ["held", "resumed"]);
});

test("a caller whose telephone holds the call is silent meanwhile, stays in the call and is back afterwards", async (t) => {
  const caller = await callerInTalk(t, page, server);
  await telephoneHears(caller, ["agent"]);
  caller.hold();
  await pageHears(page, []);
  await callIs(page, "通話中");
  const held = await caller.received();
  caller.resume();
  await pageHears(page, ["caller"]);
  await until("a second of sound at the caller", LIMIT_MS, async () => (await caller.received()) > held + PACKETS_A_SECOND);
  caller.hangUp();
  await closeRecord(page);
  assert.deepEqual(page.problems, []);
});

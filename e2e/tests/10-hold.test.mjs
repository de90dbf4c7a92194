/** Hold from both sides: the agent's button and the caller's own telephone. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { callIs, closeRecord, isOver, storyOf } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf, callerInTalk, cityWithTrunk } from "../harness/city.mjs";
import { pageHears, telephoneHears } from "../harness/ears.mjs";
import { freeSipPort } from "../harness/ports.mjs";

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

test("a caller on hold hears music and not the agent, and both hear each other again after it", async () => {
  const caller = await callerInTalk(page, server);
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
  await caller.stop();
  const contact = await closeRecord(page);
  const story = (await storyOf(page, contact)).map((event) => event.kind);
  assert.deepEqual(story.filter((kind) => ["held", "resumed"].includes(kind)), ["held", "resumed"]);
});

test("a caller whose telephone holds the call is silent meanwhile, stays in the call and is back afterwards", async () => {
  const caller = await callerInTalk(page, server);
  await telephoneHears(caller, ["agent"]);
  caller.hold();
  await pageHears(page, []);
  await callIs(page, "通話中");
  caller.resume();
  await pageHears(page, ["caller"]);
  await telephoneHears(caller, ["agent"]);
  caller.hangUp();
  await page.getByText("後処理中").first().waitFor();
  await caller.stop();
  await closeRecord(page);
  assert.deepEqual(page.problems, []);
});

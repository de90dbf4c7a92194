/** A supervisor in a browser of their own: listens unheard, whispers to the agent alone, speaks to both. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeRecord, isOver, storyOf } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf, callerInTalk, cityWithTrunk } from "../harness/city.mjs";
import { pageHears, telephoneHears } from "../harness/ears.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { freeSipPort } from "../harness/ports.mjs";
import { ask, logIn } from "../harness/staff.mjs";

const LIMIT_MS = 30_000;

let server;
let browser;
let overseers;
let page;
let supervisor;

before(async () => {
  server = await cityWithTrunk(await freeSipPort());
  [browser, overseers] = await Promise.all([browserOf("agent"), browserOf("supervisor")]);
  page = await agentAtDesk(browser, server, "denwa1");
  supervisor = await overseers.page();
  await logIn(supervisor, server, "kantoku");
  await supervisor.goto(`${server.url}/supervisor`);
});

after(async () => {
  await browser?.stop();
  await overseers?.stop();
  await server?.stop();
});

/** Presses the button of the one call in hand. */
async function joins(mode) {
  await supervisor.getByRole("region", { name: "対応中の問合せ" }).getByRole("button", { name: new RegExp(`の通話: ${mode}$`) }).click({ timeout: LIMIT_MS });
}

test("listening hears both and is heard by nobody, whispering reaches the agent alone, taking part reaches both", async (t) => {
  const caller = await callerInTalk(t, page, server);
  await joins("聞く");
  await pageHears(supervisor, ["caller", "agent"]);
  await pageHears(page, ["caller"]);
  await telephoneHears(caller, ["agent"]);
  await page.getByText("聴取中：監督 一郎").waitFor({ timeout: LIMIT_MS });

  await joins("ささやく");
  await pageHears(page, ["caller", "supervisor"]);
  await telephoneHears(caller, ["agent"]);
  await pageHears(supervisor, ["caller", "agent"]);

  await keepPicture(supervisor, "supervisor-whispering");
  await joins("参加する");
  await telephoneHears(caller, ["agent", "supervisor"]);
  await pageHears(page, ["caller", "supervisor"]);
  await pageHears(supervisor, ["caller", "agent"]);

  await supervisor.getByRole("button", { name: "やめる" }).click();
  await telephoneHears(caller, ["agent"]);
  await pageHears(page, ["caller"]);
  await page.keyboard.press("Shift+F2");
  await isOver(caller, "the caller");
  const contact = await closeRecord(page);
  const modes = (await storyOf(page, contact)).filter((event) => event.kind === "monitor_on").map((event) => event.detail.mode);
  assert.deepEqual(modes, ["listen", "whisper", "barge"]);
  await assertAudited(t, contact);
  assert.deepEqual([...page.problems, ...supervisor.problems], []);
});

async function assertAudited(t, contact) {
  const manager = await overseers.page();
  t.after(() => manager.context().close());
  await logIn(manager, server, "sekinin");
  const { body } = await ask(manager, "GET", `/api/audit?subject=contact:${contact.id}`);
  const entries = body.items.filter((item) => item.action.startsWith("contact.monitor")).reverse();
  assert.deepEqual(entries.map((item) => item.detail.mode ?? item.action), ["listen", "whisper", "barge", "contact.monitor_ended"]);
  assert.ok(entries.every((item) => item.actor_name === "監督 一郎"));
}

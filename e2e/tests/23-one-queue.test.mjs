/**
 * One queue: an agent with both skills gets calls and visits in the order of their arrival, one at a time, and the
 * supervisor sees both at once: one served, one waiting.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { agentAtDesk, browserOf, cityWithTrunk, speech } from "../harness/city.mjs";
import { pageHears } from "../harness/ears.mjs";
import { enrolledKiosk, seesMoving, takeTicket } from "../harness/kiosk.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { freeSipPort } from "../harness/ports.mjs";
import { fileRecordByKeys, logIn, newestContact } from "../harness/staff.mjs";
import { Telephone } from "../harness/telephone.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;

let server;
let hall;
let office;
let desk;
let kiosk;
let supervisor;

before(async () => {
  server = await cityWithTrunk(await freeSipPort());
  [hall, office] = await Promise.all([browserOf("caller"), browserOf("agent")]);
  const manager = await office.page();
  await logIn(manager, server, "sekinin");
  kiosk = await enrolledKiosk(hall, server, manager, "端末1");
  desk = await agentAtDesk(office, server, "mado4");
  supervisor = await office.page();
  await logIn(supervisor, server, "kantoku");
  await supervisor.goto(`${server.url}/supervisor`);
});

after(async () => {
  await Promise.all([hall?.stop(), office?.stop()]);
  await server?.stop();
});

const inHand = () => supervisor.getByRole("region", { name: "対応中の問合せ" });
const waiting = () => supervisor.getByRole("region", { name: "待っている問合せ" });

/** A citizen rings and chooses Japanese. */
async function ring(t) {
  const caller = await Telephone.start({ number: "09012345678", speech: speech("caller") });
  t.after(() => caller.stop());
  caller.dial(server.sipAddress);
  await until("the city picks up", 2 * LIMIT_MS, () => caller.has("CALL_ESTABLISHED"));
  caller.press("1");
  return caller;
}

test("who came first is served first, a call before a visit and a visit before a call", async (t) => {
  await ring(t);
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: 2 * LIMIT_MS });
  await pageHears(desk, ["caller"]);

  await takeTicket(kiosk, "カードを更新する");
  await waiting().getByText("受付票 1 番").waitFor({ timeout: LIMIT_MS });
  await inHand().getByText("5678").first().waitFor({ timeout: LIMIT_MS });
  assert.equal(await desk.getByText("受付票 1 番").count(), 0, "a call excludes a visit");
  await keepPicture(supervisor, "supervisor-call-and-visit");
  await desk.keyboard.press("Shift+F2");
  await fileRecordByKeys(desk);
  const call = await newestContact(desk);
  assert.deepEqual([call.channel, call.acceptance], ["phone", "answered"]);

  await desk.getByText("受付票 1 番").first().waitFor({ timeout: LIMIT_MS });
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  await seesMoving(desk, "来庁者の映像");
  await ring(t);
  await waiting().getByText("5678").first().waitFor({ timeout: LIMIT_MS });
  await inHand().getByText("受付票 1 番").waitFor({ timeout: LIMIT_MS });
  assert.equal(await inHand().getByRole("button", { name: /: 聞く$/ }).count(), 0, "nobody listens to a visit unseen");
  await inHand().getByRole("button", { name: "1 番の応対に参加する" }).waitFor({ timeout: LIMIT_MS });
  await keepPicture(supervisor, "supervisor-visit-and-call");
  await desk.keyboard.press("Shift+F2");
  await fileRecordByKeys(desk);
  const visit = await newestContact(desk);
  assert.deepEqual([visit.channel, visit.acceptance], ["counter", "answered"]);
  await desk.getByRole("button", { name: /^応答/ }).waitFor({ timeout: LIMIT_MS });
});

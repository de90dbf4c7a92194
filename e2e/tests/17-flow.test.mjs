/**
 * A guided flow at a visit, spoken over the pages' own connections: the reissue of a lost card waits for its fee
 * until a named person beside the visit confirms it, the way to the payment counter is counted apart, the history
 * tells every step, a kill keeps it, and every visit ends with a slip.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeRecord } from "../harness/call-desk.mjs";
import { browserOf } from "../harness/city.mjs";
import { enrolledKiosk, takeTicket } from "../harness/kiosk.mjs";
import { hears, say, tapLive } from "../harness/live-tap.mjs";
import { SHOTS, keepPicture } from "../harness/pictures.mjs";
import { Server } from "../harness/server.mjs";
import { ask, logIn, takeSeat } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
/** The way from the first step of a lost card to its fee. */
const TO_THE_FEE = [
  { event: "continue" },
  { event: "choose", choice: "yes" },
  { event: "choose", choice: "home" },
  { event: "choose", choice: "ordinary" },
  { event: "choose", choice: "self" },
  ...["form", "phone", "photo_rule", "no_use"].map((item) => ({ event: "tick", item, ticked: true })),
  { event: "continue" },
  { event: "mail_chosen", mail: "own_telephone" },
];

let server;
let hall;
let office;
let manager;
let officer;
let colleague;
let kiosk;
let desk;
let contact;

before(async () => {
  server = await Server.start();
  hall = await browserOf("caller");
  office = await browserOf("agent");
  manager = await office.page();
  await logIn(manager, server, "sekinin");
  officer = await office.page();
  await logIn(officer, server, "shi1");
  await makeSupervisorToo("mado1");
  colleague = await office.page();
  await logIn(colleague, server, "mado2");
  kiosk = await enrolledKiosk(hall, server, manager, "1階ロビー");
  await tapLive(kiosk);
  await kiosk.reload();
  desk = await office.page();
  await tapLive(desk);
  await logIn(desk, server, "mado1");
  await takeSeat(desk, server);
});

after(async () => {
  await hall?.stop();
  await office?.stop();
  await server?.stop();
});

/** Gives an agent of the demonstration the supervisor's role as well. */
async function makeSupervisorToo(login) {
  const administrator = await office.page();
  await logIn(administrator, server, "kanri");
  const { body: accounts } = await ask(administrator, "GET", "/api/accounts");
  const { id, name, roles, skills, disabled } = accounts.find((each) => each.login === login);
  const { status } = await ask(administrator, "PUT", `/api/accounts/${id}`, { login, name, roles: [...roles, "supervisor"], skills, disabled });
  assert.equal(status, 200);
  await administrator.context().close();
}

/** A visitor takes a ticket and the agent answers; gives the contact. */
async function visit(wish) {
  await kiosk.reload();
  await takeTicket(kiosk, wish);
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  const heard = await hears(desk, "contact", "the visit in hand", (each) => each.contact.state === "talking");
  // What is heard is not yet on the screen, and keys are for what is on the screen.
  await desk.locator('[aria-keyshortcuts="Shift+F2"]').waitFor({ timeout: LIMIT_MS });
  return heard.contact.id;
}

/** Tells the flow what happened, and that it was taken. */
async function tell(event) {
  const answer = await say(desk, { type: "flow_event", contact, event });
  assert.equal(answer.type, "done", `${JSON.stringify(event)}: ${JSON.stringify(answer)}`);
}

/** Keeps pictures of the page as it is printed: A4, and receipt paper of 80 and 58 mm. */
async function keepPrint(page) {
  await page.emulateMedia({ media: "print" });
  for (const width of [794, 302, 219]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${SHOTS}slip-print-${width}.png`, fullPage: true });
  }
}

/** Waits until the desk is shown this step. */
function deskShows(step) {
  return hears(desk, "flow", `the step ${step}`, (each) => each.contact === contact && each.view?.step.id === step);
}

test("the agent who serves the visit leads it through a flow, and the kiosk follows without the operator's words", async () => {
  contact = await visit("カードをなくした");
  const { body: choices } = await ask(desk, "GET", `/api/visits/${contact}/flows`);
  assert.equal(choices.length, 15);
  assert.deepEqual(choices.filter((each) => each.fits_wish).map((each) => each.id).includes("lost_reissue"), true);
  assert.ok(choices.findIndex((each) => !each.fits_wish) > choices.findLastIndex((each) => each.fits_wish), "those that fit stand first");
  assert.equal((await say(desk, { type: "flow_event", contact, event: { event: "continue" } })).code, "no_flow");
  assert.equal((await say(desk, { type: "flow_start", contact, flow: "wedding" })).code, "unknown_flow");
  assert.equal((await say(desk, { type: "flow_start", contact, flow: "lost_reissue" })).type, "done");
  assert.equal((await say(desk, { type: "flow_start", contact, flow: "pin_reset" })).code, "flow_open");
  const shown = await deskShows("welcome");
  assert.ok(shown.view.step.script.ja.length > 0 && shown.view.can_continue && !shown.view.can_go_back);
  const atKiosk = await hears(kiosk, "flow", "the step at the kiosk", (each) => each.view?.step.id === "welcome");
  assert.equal(atKiosk.view.step.script, null);
  assert.deepEqual(atKiosk.view.step.text, shown.view.step.text);
  await tell({ event: "continue" });
  await tell({ event: "back" });
  assert.equal((await deskShows("welcome")).view.can_go_back, false);
});

test("a reissue does not pass its fee until a named person beside the visit confirms it", async () => {
  for (const event of TO_THE_FEE) await tell(event);
  const { view } = await deskShows("fee");
  assert.deepEqual(view.step.action, { kind: "gate", gate: "fee", fee: { card_yen: 800, certificate_yen: 200, total_yen: 1000 }, confirmed: null });
  assert.equal((await say(desk, { type: "flow_event", contact, event: { event: "continue" } })).code, "gate_closed");
  assert.equal((await say(desk, { type: "flow_event", contact, event: { event: "gate_confirmed", by: contact, how: { proof: "payment" }, at: 0 } })).type, "refused");
  const path = `/api/visits/${contact}/fee`;
  assert.equal((await ask(colleague, "POST", path, { proof: "payment" })).body.code, "role_wanted", "an agent cannot confirm");
  const own = await ask(desk, "POST", path, { proof: "payment" });
  assert.deepEqual([own.status, own.body.code], [403, "own_visit"], "whoever serves the visit cannot, also as a supervisor");

  const { body: asked } = await ask(officer, "GET", "/api/visits/fees");
  assert.deepEqual(asked.map(({ contact: of, ticket, kiosk: where, fee, detour_since }) => [of, ticket, where, fee.total_yen, detour_since]), [[contact, "1", "1階ロビー", 1000, null]]);
  await tell({ event: "detour_began" });
  const away = await hears(desk, "flow", "the way to the payment counter", (each) => each.view?.detour_since !== null);
  const { body: during } = await ask(officer, "GET", "/api/visits/fees");
  assert.equal(during[0].detour_since, away.view.detour_since);

  for (const number of ["", "983205673214", "x".repeat(80), "1 2"]) {
    const refused = await ask(officer, "POST", path, { proof: "receipt_number", number });
    assert.equal(refused.status, 422, `${number}: ${JSON.stringify(refused.body)}`);
  }
  assert.equal((await ask(officer, "POST", path, { proof: "receipt_number", number: "R8-0042" })).status, 204);
  assert.equal((await ask(officer, "POST", path, { proof: "payment" })).body.code, "nothing_asked", "once is enough");
  const confirmed = await hears(desk, "flow", "the confirmation", (each) => each.view?.step.action.confirmed);
  assert.equal(confirmed.view.step.action.confirmed.by_name, "市 職員");
  assert.deepEqual(confirmed.view.step.action.confirmed.how, { proof: "receipt_number", number: "R8-0042" });
  assert.equal((await say(desk, { type: "flow_event", contact, event: { event: "continue" } })).code, "gate_closed", "the visitor is still away");
  await tell({ event: "detour_ended" });
  await deskShows("apply_open");
  const { body: audit } = await ask(manager, "GET", "/api/audit?action=visit.fee_confirmed");
  assert.deepEqual(audit.items.map(({ actor_name, subject }) => [actor_name, subject])[0], ["市 職員", `contact:${contact}`]);
  assert.equal(audit.items.length, 1, "what was refused is not in the audit log");
});

test("a page that is loaded again is shown the flow where it stood", async () => {
  await desk.reload();
  await deskShows("apply_open");
  await kiosk.reload();
  await hears(kiosk, "flow", "the flow at the kiosk", (each) => each.view?.step.id === "apply_open");
});

test("the end gives a slip to desk, kiosk and telephone, and the history tells every step", async () => {
  await until("the desk has its sound again", LIMIT_MS, () => desk.getByText("音声: 接続済み").first().isVisible());
  await tell({ event: "continue" });
  for (const item of ["own_link", "photo", "accepted"]) await tell({ event: "tick", item, ticked: true });
  await tell({ event: "continue" });
  const { view } = await deskShows("done");
  assert.equal(view.step.action.outcome, "done");
  const { body: slip } = await ask(desk, "GET", `/api/visits/${contact}/slip`);
  assert.deepEqual(slip.slips, [view.step.action.slip]);
  const { slip: atKiosk } = await hears(kiosk, "slip", "the slip at the kiosk", (each) => each.slip.contact === contact);
  assert.deepEqual(atKiosk, slip);
  assert.ok(slip.pages.easy.qr_svg.includes("<svg"));

  const telephone = await hall.page({ width: 390, height: 844 });
  for (const [language, words] of [["ja", slip.slips[0].was_done.ja], ["en", slip.slips[0].comes_next.en], ["easy", "今日"]]) {
    const { pathname } = new URL(slip.pages[language].url);
    await telephone.goto(`${server.url}${pathname}`);
    await telephone.getByText(words).first().waitFor({ timeout: LIMIT_MS });
    await keepPicture(telephone, `slip-${language}`);
  }
  await keepPrint(telephone);
  assert.deepEqual([...telephone.problems], []);
  await telephone.context().close();

  await desk.keyboard.press("Shift+F2");
  const closed = await closeRecord(desk);
  assert.equal(closed.id, contact);
  assert.ok(closed.detour_ms > 0 && closed.detour_ms <= closed.talk_ms, `${closed.detour_ms} ms away`);
  const { body: detail } = await ask(desk, "GET", `/api/contacts/${contact}`);
  const records = detail.events.filter((each) => each.kind === "flow").map((each) => each.detail.record);
  assert.deepEqual(records[0], { kind: "started", flow: "lost_reissue", version: 1 });
  assert.deepEqual(records.at(-1), { kind: "finished", outcome: "done" });
  const gate = records.findIndex((each) => each.kind === "gate_confirmed");
  const applied = records.findIndex((each) => each.kind === "entered" && each.step === "apply_open");
  assert.ok(gate > 0 && gate < applied, "confirmed ahead of the application");
  assert.deepEqual(records[gate].how, { proof: "receipt_number", number: "R8-0042" });
});

test("a flow whose visitor leaves is broken off, and the last message at the kiosk is the slip of that end", async () => {
  contact = await visit("そのほかの相談");
  await say(desk, { type: "flow_start", contact, flow: "pin_reset" });
  await hears(kiosk, "flow", "the flow at the kiosk", (each) => each.contact === contact && each.view !== null);
  await kiosk.getByRole("button", { name: "終わる", exact: true }).click();
  await kiosk.getByRole("dialog").getByRole("button", { name: "終わる", exact: true }).click();
  const { slip } = await hears(kiosk, "slip", "the slip at the kiosk", (each) => each.slip.contact === contact);
  assert.equal(slip.slips.length, 1);
  await closeRecord(desk);
  const { body } = await ask(desk, "GET", `/api/contacts/${contact}`);
  const records = body.events.filter((each) => each.kind === "flow").map((each) => each.detail.record);
  assert.deepEqual(records.slice(-2), [{ kind: "broken_off", reason: "left_silently" }, { kind: "finished", outcome: "broken_off" }]);
});

test("a visit without a flow ends with the general slip", async () => {
  contact = await visit("そのほかの相談");
  await desk.keyboard.press("Shift+F2");
  const { slip } = await hears(kiosk, "slip", "the general slip", (each) => each.slip.contact === contact);
  assert.equal(slip.slips[0].flow_title.ja, "窓口での相談");
  assert.equal(slip.slips[0].call[0].number, "0120-101-366");
  await closeRecord(desk);
});

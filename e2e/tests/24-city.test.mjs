/**
 * The city's hall: a number from the reception is called up on the display and brought to a kiosk, a call for staff
 * is taken by name, and a city officer joins the visit so that all three see and hear each other.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeRecord, storyOf } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf } from "../harness/city.mjs";
import { pageHears } from "../harness/ears.mjs";
import { enrolledKiosk, seesMoving } from "../harness/kiosk.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { Server } from "../harness/server.mjs";
import { ask, logIn } from "../harness/staff.mjs";

const LIMIT_MS = 30_000;
const KIOSK = "端末1";
const OFFICER = "市 職員";

let server;
let hall;
let office;
let tablet;
let manager;
let kiosk;
let officer;
let board;
let desk;

before(async () => {
  server = await Server.start();
  [hall, office, tablet] = await Promise.all([browserOf("caller"), browserOf("agent"), browserOf("supervisor")]);
  manager = await office.page();
  await logIn(manager, server, "sekinin");
  kiosk = await enrolledKiosk(hall, server, manager, KIOSK);
  officer = await tablet.page({ width: 820, height: 1180 });
  await logIn(officer, server, "shi1");
  await officer.goto(`${server.url}/city`);
  await officer.getByRole("heading", { name: "ホール", level: 1 }).waitFor({ timeout: LIMIT_MS });
});

after(async () => {
  await Promise.all([hall?.stop(), office?.stop(), tablet?.stop()]);
  await server?.stop();
});

test("a screen of the hall becomes a display by a code and shows no numbers before", async () => {
  board = await hall.page({ width: 1280, height: 720 });
  await board.goto(`${server.url}/board`);
  await board.getByLabel(/登録コード|コード/).waitFor({ timeout: LIMIT_MS });
  await manager.goto(`${server.url}/admin/kiosks`);
  await manager.getByRole("button", { name: "呼出表示を登録" }).click();
  await manager.getByLabel("名前（設置場所）").fill("待合ホール");
  await manager.getByRole("button", { name: "登録コードを発行" }).last().click();
  const code = await manager.getByRole("dialog").getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).textContent({ timeout: LIMIT_MS });
  await board.getByRole("textbox").fill(code);
  await board.getByRole("button").click();
  await board.getByText("Nobody is waiting").waitFor({ timeout: LIMIT_MS });
});

test("a number of the reception is called to the free kiosk, brought there, and offered", async () => {
  await officer.getByRole("button", { name: "なくした・再発行" }).click();
  const slip = officer.getByRole("dialog", { name: "番号札" });
  await slip.getByText("1", { exact: true }).waitFor({ timeout: LIMIT_MS });
  await keepPicture(officer, "city-slip");
  await slip.getByRole("button", { name: "閉じる" }).last().click();
  const call = board.getByRole("listitem").filter({ hasText: KIOSK });
  await call.getByText("1", { exact: true }).waitFor({ timeout: LIMIT_MS });
  await keepPicture(board, "board-called");
  await kiosk.getByText("1番の方をお呼びしています").waitFor({ timeout: LIMIT_MS });
  await keepPicture(kiosk, "kiosk-called");
  await officer.getByRole("row").filter({ hasText: "呼出中" }).first().waitFor({ timeout: LIMIT_MS });

  desk = await agentAtDesk(office, server, "mado1");
  assert.equal(await desk.getByRole("button", { name: /^応答/ }).count(), 0, "nobody is offered a visitor without a kiosk");
  await kiosk.getByRole("button", { name: "番号札をお持ちの方" }).click();
  await kiosk.getByRole("button", { name: "9", exact: true }).click();
  await kiosk.getByRole("button", { name: "同意して進む" }).click();
  await kiosk.getByText("この番号は見つかりません").waitFor({ timeout: LIMIT_MS });
  await keepPicture(kiosk, "kiosk-number");
  await kiosk.getByRole("button", { name: "消す", exact: true }).click();
  await kiosk.getByRole("button", { name: "1", exact: true }).click();
  await kiosk.getByRole("button", { name: "同意して進む" }).click();
  await desk.getByText("受付票 1 番").first().waitFor({ timeout: LIMIT_MS });
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  await Promise.all([seesMoving(desk, "来庁者の映像"), seesMoving(kiosk, "オペレーターの映像")]);
  await board.getByText("No number is called. Please wait.").waitFor({ timeout: LIMIT_MS });
});

test("a call for staff is taken by name, and is over for everybody then", async () => {
  await kiosk.getByRole("button", { name: "係員を呼ぶ" }).click();
  await officer.getByText(`${KIOSK} で利用者が職員を呼んでいます`).waitFor({ timeout: LIMIT_MS });
  await desk.getByText(`${KIOSK}で利用者が職員を呼んでいます。`).waitFor({ timeout: LIMIT_MS });
  await keepPicture(officer, "city-staff-call");
  await officer.getByRole("button", { name: `${KIOSK} に向かいます` }).click();
  await officer.getByText(`${KIOSK}: ${OFFICER} が向かっています`).waitFor({ timeout: LIMIT_MS });
  await desk.getByText(`${KIOSK}で利用者が職員を呼んでいます。`).waitFor({ state: "hidden", timeout: LIMIT_MS });
});

test("an officer joins by name, and all three see and hear each other until the officer leaves", async () => {
  await officer.getByRole("button", { name: "1 番の応対に参加する" }).click();
  await officer.getByRole("dialog").getByRole("button", { name: "参加する" }).click();
  await kiosk.getByText(`市の職員 ${OFFICER} が参加しています。`).waitFor({ timeout: LIMIT_MS });
  await desk.getByText(`市の職員 ${OFFICER} が参加しています。`).waitFor({ timeout: LIMIT_MS });
  await Promise.all([seesMoving(kiosk, OFFICER), seesMoving(desk, OFFICER), seesMoving(officer, "利用者"), seesMoving(officer, "窓口 つばさ")]);
  await Promise.all([seesMoving(kiosk, "オペレーターの映像"), seesMoving(desk, "来庁者の映像")]);
  await pageHears(kiosk, ["agent", "supervisor"], { everywhere: true });
  await pageHears(desk, ["caller", "supervisor"], { everywhere: true });
  await pageHears(officer, ["caller", "agent"], { everywhere: true });
  for (const [page, name] of [[kiosk, "kiosk-three"], [desk, "desk-three"], [officer, "city-three"]]) await keepPicture(page, name);

  await officer.getByRole("button", { name: "退出する" }).click();
  await kiosk.getByText(`市の職員 ${OFFICER} が参加しています。`).waitFor({ state: "hidden", timeout: LIMIT_MS });
  await pageHears(kiosk, ["agent"], { everywhere: true });
  await pageHears(officer, [], { everywhere: true });

  await desk.keyboard.press("Shift+F2");
  const contact = await closeRecord(desk);
  assert.deepEqual([contact.channel, contact.acceptance], ["counter", "answered"]);
  const kinds = (await storyOf(manager, contact)).map(({ kind }) => kind);
  const told = kinds.filter((kind) => ["ticket_issued", "called_up", "seated", "guest_joined", "guest_left"].includes(kind));
  assert.deepEqual(told, ["ticket_issued", "called_up", "seated", "guest_joined", "guest_left"]);
  const { body } = await ask(manager, "GET", `/api/audit?subject=contact:${contact.id}`);
  assert.deepEqual(body.items.filter(({ action }) => action.startsWith("visit.")).map(({ action, actor_name }) => [action, actor_name]).reverse(), [["visit.joined", OFFICER], ["visit.left", OFFICER]]);
  assert.deepEqual([...desk.problems, ...kiosk.problems, ...officer.problems, ...board.problems], []);
});

/** A resident sits down at a kiosk, takes a ticket with two touches, and meets an operator by picture and sound. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeRecord } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf } from "../harness/city.mjs";
import { pageHears } from "../harness/ears.mjs";
import { enrolledKiosk, seesMoving, takeTicket } from "../harness/kiosk.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { Server } from "../harness/server.mjs";
import { ask, logIn } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
const KIOSK = "1階ロビー";
const REMOTE = { desk: "来庁者の映像", kiosk: "オペレーターの映像" };

let server;
let hall;
let office;
let manager;
let kiosk;
let desk;

before(async () => {
  server = await Server.start();
  hall = await browserOf("caller");
  office = await browserOf("agent");
  manager = await office.page();
  await logIn(manager, server, "sekinin");
  kiosk = await enrolledKiosk(hall, server, manager, KIOSK);
});

after(async () => {
  await hall?.stop();
  await office?.stop();
  await server?.stop();
});

test("a visitor waits with a number, and is no visitor any more after taking it back", async () => {
  await takeTicket(kiosk, "カードを新しくつくる");
  await kiosk.getByRole("heading", { name: /^受付番号\s*1$/ }).waitFor({ timeout: LIMIT_MS });
  await kiosk.getByText("次があなたの番です").waitFor({ timeout: LIMIT_MS });
  await keepPicture(kiosk, "kiosk-waiting");
  await kiosk.getByRole("button", { name: "受付を取り消す" }).click();
  await kiosk.getByRole("dialog").getByRole("button", { name: "取り消す", exact: true }).click();
  await kiosk.getByRole("heading", { name: "受付を取り消しました" }).waitFor({ timeout: LIMIT_MS });
  const contact = await until("the visit in the history", LIMIT_MS, async () => {
    const { body } = await ask(manager, "GET", "/api/contacts?limit=1");
    return body.items[0]?.ended_at ? body.items[0] : null;
  });
  assert.deepEqual([contact.channel, contact.acceptance, contact.answered_at], ["counter", "abandoned", null]);
  await kiosk.getByRole("button", { name: "最初の画面にもどる" }).click();
});

test("visitor and operator see and hear each other, and the visit stands in the history with its wait", async (t) => {
  desk = await agentAtDesk(office, server, "mado1");
  const taken_ms = Date.now();
  await takeTicket(kiosk, "カードを更新する");
  await desk.getByRole("heading", { name: "窓口の来庁者" }).waitFor({ timeout: LIMIT_MS });
  await desk.getByText("受付票 2 番").first().waitFor();
  await desk.getByText("カードの更新").first().waitFor();
  await desk.getByText(KIOSK).first().waitFor();
  await keepPicture(desk, "desk-visit-ringing");
  await desk.keyboard.press("F2");
  const joined_ms = Date.now();
  const [atDesk, atKiosk] = await Promise.all([seesMoving(desk, REMOTE.desk), seesMoving(kiosk, REMOTE.kiosk)]);
  t.diagnostic(`both pictures ${Date.now() - joined_ms} ms after the answer: desk ${JSON.stringify(atDesk)}, kiosk ${JSON.stringify(atKiosk)}`);
  await pageHears(desk, ["caller"]);
  await pageHears(kiosk, ["agent"]);
  await keepPicture(desk, "desk-visit");
  await keepPicture(kiosk, "kiosk-visit");

  await kiosk.getByRole("button", { name: "目隠し", exact: true }).click();
  await desk.getByText("来庁者が目隠し中です。").waitFor({ timeout: LIMIT_MS });
  await desk.locator(`video[aria-label="${REMOTE.desk}"]`).waitFor({ state: "hidden", timeout: LIMIT_MS });
  await pageHears(desk, []);
  await kiosk.getByRole("button", { name: "目隠しをやめる" }).click();
  await desk.getByText("来庁者が目隠し中です。").waitFor({ state: "hidden", timeout: LIMIT_MS });
  await seesMoving(desk, REMOTE.desk);

  await desk.keyboard.press("Shift+F2");
  await kiosk.getByRole("heading", { name: "ご利用ありがとうございました" }).waitFor({ timeout: LIMIT_MS });
  const contact = await closeRecord(desk);
  assert.deepEqual([contact.channel, contact.acceptance, contact.end, contact.has_recording], ["counter", "answered", "agent_hung_up", false]);
  assert.ok(contact.wait_ms >= 0 && contact.wait_ms <= joined_ms - taken_ms, `waited ${contact.wait_ms} ms`);
  assert.deepEqual([...desk.problems, ...kiosk.problems], []);
});

test("a kiosk that is loaded again is back in its visit", async () => {
  await kiosk.reload();
  await takeTicket(kiosk, "そのほかの相談");
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  await seesMoving(desk, REMOTE.desk);
  await kiosk.reload();
  await seesMoving(kiosk, REMOTE.kiosk);
  await seesMoving(desk, REMOTE.desk);
  await kiosk.getByRole("button", { name: "終わる", exact: true }).click();
  await kiosk.getByRole("dialog").getByRole("button", { name: "終わる", exact: true }).click();
  assert.equal((await closeRecord(desk)).end, "caller_hung_up");
});

test("staff who are called are told where, and a kiosk out of service serves nobody", async () => {
  await kiosk.getByRole("button", { name: "係員を呼ぶ" }).click();
  await desk.getByText(`${KIOSK}で利用者が職員を呼んでいます。`).waitFor({ timeout: LIMIT_MS });
  const { body: kiosks } = await ask(manager, "GET", "/api/kiosks");
  assert.deepEqual(kiosks.map(({ name, connected }) => [name, connected]), [[KIOSK, true]]);
  await manager.goto(`${server.url}/admin/kiosks`);
  await manager.getByRole("button", { name: `${KIOSK}: 使用をやめる` }).click();
  await keepPicture(manager, "kiosk-revoke");
  await manager.getByRole("dialog").getByRole("button", { name: "使用をやめる" }).click();
  await kiosk.getByText("この端末の登録は取り消されました。").first().waitFor({ timeout: LIMIT_MS });
  await kiosk.reload();
  await kiosk.getByLabel("登録コード").waitFor({ timeout: LIMIT_MS });
});

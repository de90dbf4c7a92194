/** When the department is closed, what is to be done is left as a note; the city takes it, and one nobody takes is overdue. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeRecord } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf, callerInTalk, cityWithTrunk } from "../harness/city.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { freeSipPort } from "../harness/ports.mjs";
import { ask, logIn } from "../harness/staff.mjs";

const LIMIT_MS = 30_000;
/** Overdue notes are looked for every half a minute. */
const REMINDER_LIMIT_MS = 60_000;
const DAY_MS = 24 * 3_600_000;
const DEPARTMENT = "国保年金課";
const TEXT = "資格確認書について、折り返しの電話をお願いします。";

let server;
let browser;
let page;

before(async () => {
  server = await cityWithTrunk(await freeSipPort(), "[demo]\nkeep_calendar = true\n");
  browser = await browserOf("agent");
  await telephonesOpenAndOfficeClosed();
  page = await agentAtDesk(browser, server, "denwa1");
});

after(async () => {
  await browser?.stop();
  await server?.stop();
});

/** Enters into the calendar, as its page does, that telephones are open and the office is closed, whatever day this is. */
async function telephonesOpenAndOfficeClosed() {
  const manager = await browser.page();
  await logIn(manager, server, "sekinin");
  for (const offset of [0, 1]) {
    const date = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo" }).format(Date.now() + offset * DAY_MS);
    const hours = [["phone", "00:00", "23:59"], ["city_office", null, null]];
    for (const [channel, open, close] of hours) {
      const { status, body } = await ask(manager, "POST", `/api/calendar/${channel}/exceptions`, { date, open, close, reason: "臨時の変更" });
      assert.equal(status, 201, JSON.stringify(body));
    }
  }
  await manager.context().close();
}

test("a closed department is left a note from the desk, which the city acknowledges and finishes", async (t) => {
  const caller = await callerInTalk(t, page, server);
  await page.keyboard.press("F8");
  const targets = page.getByRole("dialog", { name: "転送・相談" });
  await targets.getByLabel("転送先を検索").fill(DEPARTMENT);
  await targets.getByText("時間外です。引継ぎ票をお使いください。").first().waitFor({ timeout: LIMIT_MS });
  assert.equal(await targets.getByRole("button", { name: `${DEPARTMENT}: すぐ転送` }).count(), 0);
  await keepPicture(page, "desk-closed-department");
  await targets.getByRole("button", { name: `${DEPARTMENT}: 引継ぎ票を書く` }).click();
  const note = page.getByRole("dialog", { name: "引継ぎ票を書く" });
  await note.getByLabel("引継ぎの内容").fill(TEXT);
  await keepPicture(page, "desk-hand-over-note");
  await note.getByRole("button", { name: "引継ぎ票を送る" }).click();
  await note.waitFor({ state: "hidden", timeout: LIMIT_MS });
  caller.hangUp();
  const contact = await closeRecord(page);

  const officer = await browser.page();
  t.after(() => officer.context().close());
  await logIn(officer, server, "shi1");
  await officer.goto(`${server.url}/handovers`);
  const card = officer.getByRole("article", { name: DEPARTMENT });
  await card.getByText(TEXT).waitFor({ timeout: LIMIT_MS });
  await card.getByText("未確認").waitFor();
  await card.getByRole("button", { name: "確認した" }).click();
  await card.getByText("確認済み").waitFor({ timeout: LIMIT_MS });
  await card.getByRole("button", { name: "完了にする" }).click();
  await card.getByText("完了", { exact: true }).first().waitFor({ timeout: LIMIT_MS });
  const { body } = await ask(officer, "GET", `/api/handovers?contact=${contact.id}`);
  assert.equal(body.items[0].acknowledged_by.name, "市 職員");
  assert.ok(Date.parse(body.items[0].due_at) > Date.now() + DAY_MS, "due on an opening day after the closed ones");
  assert.deepEqual([...page.problems, ...officer.problems], []);
});

test("a note that nobody finishes is overdue when its time has come, and the overseers are reminded", async (t) => {
  const { body: contacts } = await ask(page, "GET", "/api/contacts?limit=1");
  const { body: directory } = await ask(page, "GET", "/api/directory");
  const department = directory.find((entry) => entry.name_ja === DEPARTMENT).id;
  const due_at = new Date(Date.now() + 3_000).toISOString();
  const written = await ask(page, "POST", "/api/handovers", { contact: contacts.items[0].id, department, text: "至急の確認", due_at });
  assert.equal(written.status, 201, JSON.stringify(written.body));

  const overseer = await browser.page();
  t.after(() => overseer.context().close());
  await logIn(overseer, server, "kantoku");
  await overseer.goto(`${server.url}/supervisor`);
  await overseer.getByRole("alert").filter({ hasText: "期限を過ぎた引継ぎ票があります" }).first().waitFor({ timeout: REMINDER_LIMIT_MS });
  await overseer.goto(`${server.url}/handovers`);
  await overseer.getByRole("article").filter({ hasText: "至急の確認" }).getByText("期限超過").waitFor({ timeout: LIMIT_MS });
});

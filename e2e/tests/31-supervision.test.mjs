/** Several supervisors on one call, taking it over, a raised hand, and a hold that lasts too long. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { callIs, closeRecord, fileRecord, isOver, storyOf, told } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf, callerInTalk, cityWithTrunk } from "../harness/city.mjs";
import { pageHears, telephoneHears, TONES } from "../harness/ears.mjs";
import { acts, inHand, supervisorAt, takesOver } from "../harness/overseers.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { freeSipPort } from "../harness/ports.mjs";
import { readWav, secondsOf, shareAt } from "../harness/sound.mjs";
import { ask, newestContact } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
const RECORDING_LIMIT_MS = 60_000;
/** Short, so that the test need not wait for minutes. */
const LONG_HOLD_S = 4;
/** The longest silence a caller may meet while another takes the call: less than a pause between two sentences. */
const GAP_MAX_S = 0.3;
const RATE_HZ = 8000;

let server;
let [agents, overseers, speakers] = [];
let page;
let pages;
let manager;

before(async () => {
  server = await cityWithTrunk(await freeSipPort(), `[alerts]\nlong_hold_s = ${LONG_HOLD_S}\n`);
  // Whoever speaks at the same time needs a tone of their own, which is the browser's.
  [agents, overseers, speakers] = await Promise.all([browserOf("agent"), browserOf("supervisor"), browserOf("colleague")]);
  page = await agentAtDesk(agents, server, "denwa1");
  pages = [];
  for (const login of ["kantoku", "kantoku2", "kantoku3", "kantoku4", "kantoku5"]) pages.push(await supervisorAt(overseers, server, login));
  manager = await supervisorAt(speakers, server, "sekinin");
});

after(async () => {
  for (const each of [agents, overseers, speakers, server]) await each?.stop();
});

const calm = () => assert.deepEqual([page, manager, ...pages].flatMap(({ problems }) => problems), []);

test("four listen, one whispers to the agent alone, one speaks to everybody, and the recording has who spoke", async (t) => {
  const caller = await callerInTalk(t, page, server);
  const [whisperer, ...listeners] = pages;
  for (const each of pages) await acts(each, "聞く");
  await telephoneHears(caller, ["agent"]);
  await pageHears(page, ["caller"]);
  await page.getByText(/^聴取中：(.+・){4}.+/).waitFor({ timeout: LIMIT_MS });

  await acts(whisperer, "ささやく");
  await pageHears(page, ["caller", "supervisor"]);
  await acts(manager, "参加する");
  await pageHears(page, ["caller", "supervisor", "colleague"]);
  await telephoneHears(caller, ["agent", "colleague"]);
  for (const each of [...listeners, whisperer]) await pageHears(each, ["caller", "agent", "colleague"]);
  await page.getByText("ささやき中：監督 一郎（発信者には聞こえません）").waitFor({ timeout: LIMIT_MS });
  await page.getByText("会話に参加中：責任 花子").waitFor({ timeout: LIMIT_MS });
  const others = await inHand(listeners[0]).getByRole("row").nth(1).innerText();
  for (const who of ["監督 一郎（ささやき）", "見守 桜（聴取）", "責任 花子（参加）"]) assert.ok(others.includes(who), others);
  await keepPicture(listeners[0], "supervision-six-on-one-call");

  await page.keyboard.press("Shift+F2");
  await isOver(caller, "the caller");
  const contact = await closeRecord(page);
  assertNeverHeard(await caller.heard(), TONES.supervisor);
  const names = await until("who spoke in the recording", RECORDING_LIMIT_MS, async () => {
    const { body } = await ask(manager, "GET", `/api/contacts/${contact.id}`);
    const said = new Set((body?.speakers ?? []).map(({ party, label }) => `${party} ${label ?? ""}`.trim()));
    return said.size > 0 ? said : null;
  });
  assert.deepEqual([...names].sort(), ["agent 電話 あおい", "caller", "supervisor 監督 一郎", "supervisor 責任 花子"]);
  const begun = (await storyOf(manager, contact)).filter(({ kind }) => kind === "monitor_on").map(({ detail }) => detail.mode);
  assert.deepEqual(begun.sort(), ["barge", "listen", "listen", "listen", "listen", "listen", "whisper"]);
  const { body } = await ask(manager, "GET", `/api/audit?subject=contact:${contact.id}`);
  assert.equal(body.items.filter(({ action }) => action === "contact.monitored").length, 7, "each access is in the audit log");
  calm();
});

/** What the caller heard holds no stretch of the tone. */
function assertNeverHeard(heard, frequency_hz) {
  const { channels, rate_hz } = readWav(heard);
  const [samples] = channels;
  assert.ok(secondsOf(samples, rate_hz, TONES.agent) > 1, "the caller heard the agent");
  const step = rate_hz / 5;
  for (let at = 0; at + step <= samples.length; at += step) {
    const share = shareAt(samples.subarray(at, at + step), rate_hz, frequency_hz);
    assert.ok(share < 0.02, `a whisper reached the caller ${at / rate_hz} s into the call (${share})`);
  }
}

test("a supervisor takes the call over without the caller losing sound, and both record their part", async (t) => {
  const caller = await callerInTalk(t, page, server);
  const [supervisor] = pages;
  await acts(supervisor, "聞く");
  await pageHears(supervisor, ["caller", "agent"]);
  await takesOver(supervisor);
  await telephoneHears(caller, ["supervisor"]);
  await pageHears(supervisor, ["caller"]);
  await pageHears(page, []);
  await told(page, "この通話は監督 一郎さんが引き継ぎました");
  await keepPicture(supervisor, "supervision-taken-over");
  await page.keyboard.press("Shift+F2");
  await fileRecord(page);
  await telephoneHears(caller, ["supervisor"]);

  await supervisor.getByRole("region", { name: "引き継いだ通話" }).getByRole("button", { name: /^終話/ }).click();
  await isOver(caller, "the caller");
  await fileAtSupervisor(supervisor);
  const contact = await newestContact(supervisor);
  const events = await storyOf(supervisor, contact);
  const kinds = events.map(({ kind }) => kind);
  assert.ok(kinds.includes("taken_over"), kinds.join());
  assert.equal(kinds.filter((kind) => kind === "queued").length, 1);
  assert.equal(kinds.filter((kind) => kind === "recording_stopped").length, 1, "the recording goes on");
  assert.equal(contact.acceptance, "answered");
  assertNoGap(await caller.heard());
  calm();
});

/** Between the agent's tone and the supervisor's there is no more silence than speech has by itself. */
function assertNoGap(heard) {
  const { channels, rate_hz } = readWav(heard);
  const [samples] = channels;
  const step = rate_hz / 50;
  const loud = Array.from({ length: Math.floor(samples.length / step) }, (_, index) => {
    const part = samples.subarray(index * step, (index + 1) * step);
    return { agent: shareAt(part, RATE_HZ, TONES.agent) > 0.5, supervisor: shareAt(part, RATE_HZ, TONES.supervisor) > 0.5 };
  });
  const first = loud.findIndex(({ supervisor }) => supervisor);
  const last = loud.slice(0, first).findLastIndex(({ agent }) => agent);
  assert.ok(first > 0 && last > 0, `agent until ${last}, supervisor from ${first}`);
  const gap_s = (first - last - 1) / 50;
  assert.ok(gap_s <= GAP_MAX_S, `${gap_s} s without sound`);
  console.log(`between the two: ${gap_s} s`);
}

async function fileAtSupervisor(supervisor) {
  const panel = supervisor.getByRole("region", { name: "引き継いだ通話" });
  await panel.getByRole("radio").first().waitFor({ timeout: LIMIT_MS });
  await supervisor.keyboard.press("1");
  await panel.getByRole("radio", { checked: true }).first().waitFor({ timeout: LIMIT_MS });
  if ((await panel.getByRole("group", { name: "細区分" }).count()) > 0) await supervisor.keyboard.press("1");
  await supervisor.keyboard.press("Enter");
  await panel.waitFor({ state: "detached", timeout: LIMIT_MS });
}

test("a raised hand stands on top with since when and goes down when a supervisor joins; a long hold is raised, seen and cleared", async (t) => {
  const caller = await callerInTalk(t, page, server);
  const [supervisor] = pages;
  await page.keyboard.press("Control+Shift+F9");
  await inHand(supervisor).getByText(/電話 あおいさんが呼んでいます（\d/).waitFor({ timeout: LIMIT_MS });
  await page.getByRole("button", { name: /^呼び出しを取り消す/ }).waitFor({ timeout: LIMIT_MS });
  await supervisor.getByRole("button", { name: "要対応だけ表示" }).click();
  await keepPicture(supervisor, "supervision-raised-hand");
  await acts(supervisor, "聞く");
  await page.getByRole("button", { name: /^スーパーバイザーを呼ぶ/ }).waitFor({ timeout: LIMIT_MS });
  await inHand(supervisor).getByText("要対応の問合せはありません。").waitFor({ timeout: LIMIT_MS });
  await supervisor.getByRole("button", { name: "やめる" }).click();

  await page.keyboard.press("F4");
  await callIs(page, "保留中");
  await inHand(supervisor).getByText(/^長い保留（\d/).waitFor({ timeout: LIMIT_MS });
  assert.equal(await page.getByText("長い保留").count(), 0, "alerts are the supervisors'");
  await keepPicture(supervisor, "supervision-long-hold");
  await inHand(supervisor).getByRole("button", { name: /「長い保留」を確認した$/ }).click();
  await inHand(supervisor).getByText("要対応の問合せはありません。").waitFor({ timeout: LIMIT_MS });
  await supervisor.getByRole("button", { name: "要対応だけ表示" }).click();
  await inHand(supervisor).getByText("監督 一郎さんが確認済み").waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press("F4");
  await callIs(page, "通話中");
  await until("the alert is over", LIMIT_MS, async () => (await inHand(supervisor).getByText(/^長い保留/).count()) === 0);

  await page.keyboard.press("Shift+F2");
  await isOver(caller, "the caller");
  const contact = await closeRecord(page);
  const watched = ["hand_raised", "hand_lowered", "alert_raised", "alert_acknowledged", "alert_cleared"];
  const kinds = (await storyOf(supervisor, contact)).map(({ kind }) => kind).filter((kind) => watched.includes(kind));
  assert.deepEqual(kinds, watched);
  calm();
});

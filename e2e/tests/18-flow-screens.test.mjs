/** Guided flows as the two people see them: the operator presses, the resident reads, a named person confirms the fee. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeRecord } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf } from "../harness/city.mjs";
import { beginFlow, breakOff, confirmFee, flowPanel, goOn, kioskShows, standsAt } from "../harness/flow-desk.mjs";
import { endsOf, shippedFlows, stepOf } from "../harness/flow-ways.mjs";
import { enrolledKiosk, fitCardReader, takeTicket } from "../harness/kiosk.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { rounds } from "../harness/rounds.mjs";
import { Server } from "../harness/server.mjs";
import { ask, logIn } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
const KIOSK = "1階ロビー";
/** One visit may have this many flows, one after another. */
const FLOWS_A_VISIT = 18;

let server;
let hall;
let office;
let desk;
let kiosk;
let officer;
/** The visit of the lost card. */
let reissue;

before(async () => {
  server = await Server.start();
  [hall, office] = await Promise.all([browserOf("caller"), browserOf("agent")]);
  const manager = await office.page();
  await logIn(manager, server, "sekinin");
  kiosk = await enrolledKiosk(hall, server, manager, KIOSK);
  await fitCardReader(manager, KIOSK);
  officer = await office.page();
  await logIn(officer, server, "shi1");
  desk = await agentAtDesk(office, server, "mado1");
});

after(async () => {
  await hall?.stop();
  await office?.stop();
  await server?.stop();
});

/** A visitor sits down and is answered. */
async function visit(wish) {
  await takeTicket(kiosk, wish);
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  await flowPanel(desk).getByRole("searchbox", { name: "手続きをさがす" }).waitFor({ timeout: LIMIT_MS });
}

/** The operator ends the visit and files it; the kiosk is free again. */
async function endVisit() {
  await desk.getByRole("button", { name: /^対応を終える/ }).click();
  await kiosk.getByRole("heading", { name: "ご利用ありがとうございました" }).waitFor({ timeout: LIMIT_MS });
  const contact = await closeRecord(desk);
  await kiosk.getByRole("button", { name: "最初の画面にもどる" }).click();
  await kiosk.getByRole("heading", { name: "ご用件を選んでください" }).waitFor({ timeout: LIMIT_MS });
  return contact;
}

/** Walks the flow to this end, looking at both screens at each step; `seen` is called where they stand. */
async function walk(flow, { end, path }, seen = () => undefined) {
  await beginFlow(desk, flow);
  if (path === null) {
    await breakOff(desk, "時間がない");
  } else {
    for (const way of path) {
      await kioskShows(kiosk, way.step);
      await seen(way.step);
      await goOn(desk, officer, way);
      await standsAt(desk, stepOf(flow, way.to));
    }
  }
  await standsAt(desk, end);
  await kioskShows(kiosk, end);
  await seen(end);
}

/** These are walked through to the application in every run. */
const IN_FULL = ["lost_reissue", "public_money_account"];

/** Of the others an ordinary run walks every third; that each end of each flow is reached is shown without a browser too. */
const EVERY = rounds({ sample: 3, whole: 1 });

/** What is walked: one end of some flows, or every end of all. */
function walks() {
  const walked = shippedFlows().filter(({ id }, at) => IN_FULL.includes(id) || at % EVERY === 0);
  return walked.flatMap((flow) => {
    const ends = endsOf(flow);
    const steps = ({ path }) => (path === null ? Infinity : path.length);
    const nearest = ends.toSorted((a, b) => steps(a) - steps(b))[0];
    const done = ends.find(({ end }) => end.action.outcome === "done");
    return rounds({ sample: [IN_FULL.includes(flow.id) ? done : nearest], whole: ends }).map((each) => ({ flow, ...each }));
  });
}

/** Keeps pictures of both screens in a whole run: the first time such a step is seen, and every end. */
function picturesOf(flow, kept) {
  return async (step) => {
    const kind = step.action.kind;
    if (rounds({ sample: true, whole: kept.has(kind) && kind !== "outcome" })) return;
    kept.add(kind);
    await keepPicture(desk, `flow-desk-${flow.id}-${step.id}`);
    await keepPicture(kiosk, `flow-kiosk-${flow.id}-${step.id}`);
  };
}

/** Presses keys at the desk, one after another. */
async function type(...keys) {
  for (const key of keys) await desk.keyboard.press(key);
}

/** Waits for the step, and answers it by keys alone. */
async function answer(flow, id, ...keys) {
  await standsAt(desk, stepOf(flow, id));
  await type(...keys);
}

test("a lost card is reissued by keyboard alone, behind a gate that a city officer opens", async () => {
  const flow = shippedFlows().find(({ id }) => id === "lost_reissue");
  await visit("カードをなくした・つくり直す");
  await kiosk.getByRole("button", { name: /^やさしい/ }).click();
  await type("Shift+F4");
  await desk.keyboard.type("なくした");
  await type("Tab", "Enter");
  await answer(flow, "welcome", "F10");
  await standsAt(desk, stepOf(flow, "stopped"));
  await answer(flow, "stopped", "Shift+F4", "1");
  await answer(flow, "where", "2");
  await answer(flow, "police_number", "1");
  await flowPanel(desk).getByRole("checkbox", { checked: true }).waitFor({ timeout: LIMIT_MS });
  await kiosk.locator("[data-done=true]").waitFor({ timeout: LIMIT_MS });
  await kioskShows(kiosk, stepOf(flow, "police_number"), "easy");
  await type("Control+F10");
  await answer(flow, "where", "1");
  await answer(flow, "how_fast", "1");
  await answer(flow, "who", "1");
  await tickAll(flow, "ready");
  await answer(flow, "email", "1");
  await answer(flow, "fee", "1");
  await flowPanel(desk).getByText("会計へ行っています").waitFor({ timeout: LIMIT_MS });
  const { body: asked } = await ask(officer, "GET", "/api/visits/fees");
  assert.deepEqual(asked.map(({ kiosk: where, fee }) => [where, fee.total_yen]), [[KIOSK, 1000]]);
  reissue = asked[0].contact;
  const refused = await ask(desk, "POST", `/api/visits/${reissue}/fee`, { proof: "payment" });
  assert.equal(refused.status, 403, "the agent who serves the visit opens no gate");
  await confirmFee(officer, { proof: "receipt_number", number: "R-2041" });
  await flowPanel(desk).getByText(/^市 職員 が .* に確認しました（領収書の番号 R-2041）。$/).waitFor({ timeout: LIMIT_MS });
  await type("1");
  await standsAt(desk, stepOf(flow, "apply_open"));
  assert.equal(await flowPanel(desk).getByRole("button", { name: "前へもどる" }).getAttribute("aria-disabled"), "true", "nobody goes back behind the gate");
});

/** Ticks every line by its number, and goes on. */
async function tickAll(flow, id) {
  const { items } = stepOf(flow, id).action;
  await standsAt(desk, stepOf(flow, id));
  for (const [index] of items.entries()) {
    await type(String(index + 1));
    await until(`${index + 1} ticked`, LIMIT_MS, async () => (await flowPanel(desk).getByRole("checkbox", { checked: true }).count()) === index + 1);
  }
  await flowPanel(desk).getByRole("button", { name: "進む", disabled: false }).waitFor({ timeout: LIMIT_MS });
  await type("Enter");
}

test("breaking off asks why, keeps numbers out, and can be taken back", async () => {
  const flow = shippedFlows().find(({ id }) => id === "lost_reissue");
  const dialog = await breakOff(desk, "その他");
  await dialog.getByText("「その他」のときは、説明を書いてください。").waitFor({ timeout: LIMIT_MS });
  await dialog.getByLabel("説明").fill("番号は 123456789018 です");
  await dialog.getByRole("button", { name: "案内をやめる" }).click();
  await dialog.getByRole("alert").waitFor({ timeout: LIMIT_MS });
  await keepPicture(desk, "flow-break-off");
  await dialog.getByLabel("説明").fill("写真の機械で申請したいとのこと");
  await dialog.getByRole("button", { name: "案内をやめる" }).click();
  await standsAt(desk, stepOf(flow, "broken_off"));
  await flowPanel(desk).getByRole("button", { name: "続きから再開する" }).click();
  await answer(flow, "apply_open", "F10");
  await flowPanel(desk).getByRole("heading", { name: stepOf(flow, "apply_send").label.ja }).focus();
  await tickAll(flow, "apply_send");
  await standsAt(desk, stepOf(flow, "done"));
});

test("the slip is on both screens, on paper of its own size, behind its code, and stands on the farewell", async () => {
  const slip = flowPanel(desk).getByRole("article");
  await slip.getByText("再交付の手数料を確認し、カードの再交付を申請しました。").waitFor({ timeout: LIMIT_MS });
  const code = slip.getByRole("img", { name: "この紙を開くQRコード" });
  assert.ok((await code.evaluate((picture) => picture.decode().then(() => picture.naturalWidth))) > 20, "the code is drawn");
  await keepPicture(desk, "flow-slip-desk");
  await keepPicture(kiosk, "flow-slip-kiosk");
  await printsOn("レシート 80mm", 80);
  await printsOn("A4", 210);
  const { body } = await ask(desk, "GET", `/api/visits/${reissue}/slip`);
  const page = await hall.page();
  await page.goto(`${server.url}${new URL(body.pages.en.url).pathname}`);
  await page.getByText("The fee was confirmed and you applied for the reissue.").waitFor({ timeout: LIMIT_MS });
  await keepPicture(page, "flow-slip-page");
  await page.close();
  await desk.getByRole("button", { name: /^対応を終える/ }).click();
  await kiosk.getByRole("heading", { level: 1, name: "ありがとうございました" }).waitFor({ timeout: LIMIT_MS });
  await kiosk.getByRole("img", { name: "紙を 開く QRコード" }).waitFor({ timeout: LIMIT_MS });
  await keepPicture(kiosk, "flow-farewell");
  await kiosk.getByRole("button", { name: /に もどる$/ }).click();
  const row = await closeRecord(desk);
  assert.equal(row.id, reissue);
  const { body: story } = await ask(desk, "GET", `/api/contacts/${row.id}`);
  assert.ok(story.detour_ms > 0, "the way to the payment counter is counted apart");
  assert.deepEqual([...desk.problems, ...kiosk.problems], []);
});

/** Prints by the button, into a PDF whose page is as wide as the paper. */
async function printsOn(button, width_mm) {
  await desk.evaluate(() => {
    window.printing = new Promise((done) => {
      window.print = done;
    });
  });
  await flowPanel(desk).getByRole("button", { name: button }).click();
  await desk.evaluate(() => window.printing);
  const pdf = await desk.pdf({ preferCSSPageSize: true });
  const [, width_pt] = /\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)/.exec(pdf.toString("latin1"));
  assert.ok(Math.abs((Number(width_pt) / 72) * 25.4 - width_mm) < 1, `${button} is ${width_pt} pt wide`);
  await desk.evaluate(() => window.dispatchEvent(new Event("afterprint")));
}

test("shipped flows are walked by the desk's buttons, and the resident reads each step", async (t) => {
  const all = walks();
  const kept = new Set();
  const begun_ms = Date.now();
  for (let from = 0; from < all.length; from += FLOWS_A_VISIT) {
    await visit("そのほかの相談");
    for (const each of all.slice(from, from + FLOWS_A_VISIT)) await walk(each.flow, each, picturesOf(each.flow, kept));
    await endVisit();
  }
  t.diagnostic(`${all.length} ends of ${shippedFlows().length} flows in ${Date.now() - begun_ms} ms`);
  assert.deepEqual([...desk.problems, ...kiosk.problems], []);
});

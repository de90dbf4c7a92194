/** Guided flows as the two people see them: the operator presses, the resident reads, a named person confirms the fee. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeRecord } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf } from "../harness/city.mjs";
import { beginFlow, breakOff, confirmFee, flowPanel, goOn, kioskShows, standsAt } from "../harness/flow-desk.mjs";
import { endsOf, shippedFlows, stepOf } from "../harness/flow-ways.mjs";
import { enrolledKiosk, takeTicket } from "../harness/kiosk.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { rounds } from "../harness/rounds.mjs";
import { Server } from "../harness/server.mjs";
import { logIn } from "../harness/staff.mjs";

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

before(async () => {
  server = await Server.start(`[counter]\ncard_reader_kiosks = ["${KIOSK}"]\n`);
  [hall, office] = await Promise.all([browserOf("caller"), browserOf("agent")]);
  const manager = await office.page();
  await logIn(manager, server, "sekinin");
  kiosk = await enrolledKiosk(hall, server, manager, KIOSK);
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

/** These are walked through to the application in every run; of the others the nearest end is. */
const IN_FULL = ["lost_reissue", "public_money_account"];

/** What is walked: one end of each flow, or every end. */
function walks() {
  return shippedFlows().flatMap((flow) => {
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

test("each shipped flow is walked by the desk's buttons, and the resident reads each step", async (t) => {
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

/** A whole visit at the kiosk without a mouse, and what is left when somebody walks away: nothing. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeRecord } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf } from "../harness/city.mjs";
import { pressByKey, tabTo } from "../harness/keys.mjs";
import { enrolledKiosk } from "../harness/kiosk.mjs";
import { Server } from "../harness/server.mjs";
import { logIn } from "../harness/staff.mjs";

const LIMIT_MS = 30_000;
const SHOTS = new URL("../shots/", import.meta.url).pathname;

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
  kiosk = await enrolledKiosk(hall, server, manager, "1階ロビー");
  desk = await agentAtDesk(office, server, "mado1");
});

after(async () => {
  await hall?.stop();
  await office?.stop();
  await server?.stop();
});

const heading = (name) => kiosk.getByRole("heading", { level: 1, name });

test("a whole visit is made by keyboard alone, and the focus is always seen", async () => {
  await pressByKey(kiosk, "カードを更新する");
  await pressByKey(kiosk, "同意して受付する");
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  await heading("オペレーターとお話し中").waitFor({ timeout: LIMIT_MS });
  await pressByKey(kiosk, "マイクを切る");
  await kiosk.getByText("マイクを切っています。", { exact: false }).waitFor();
  await kiosk.keyboard.press("Enter");
  await pressByKey(kiosk, "文字で話す");
  await kiosk.getByRole("region", { name: "文字で話す" }).waitFor();
  await tabTo(kiosk, /^書く/);
  await kiosk.keyboard.type("hello");
  await pressByKey(kiosk, "送る");
  await desk.getByText("hello", { exact: true }).waitFor({ timeout: LIMIT_MS });
  await pressByKey(kiosk, "書類を見せる");
  await tabTo(kiosk, "番号をかくす黒い板");
  const cover = kiosk.getByRole("button", { name: "番号をかくす黒い板" });
  const before_move = await cover.boundingBox();
  await kiosk.keyboard.press("ArrowLeft");
  await kiosk.keyboard.press("ArrowDown");
  const after_move = await cover.boundingBox();
  assert.ok(after_move.x < before_move.x && after_move.y > before_move.y, "the cover is moved by arrows");
  await pressByKey(kiosk, "見せない");
  await pressByKey(kiosk, "しまいました");
  await pressByKey(kiosk, "終わる");
  await kiosk.getByRole("dialog").waitFor();
  await pressByKey(kiosk, "終わる");
  await heading("ご利用ありがとうございました").waitFor({ timeout: LIMIT_MS });
  await closeRecord(desk);
  await pressByKey(kiosk, "最初の画面にもどる");
  await heading("ご用件を選んでください").waitFor();
  const held = await whatIsHeld(kiosk);
  assert.deepEqual([held.local, held.session, held.strange, held.databases], [["madoguchi.audio"], [], [], { "madoguchi-kiosk": { identity: ["own"] } }]);
});

test("a kiosk that is left alone goes back to the start and holds nothing of who was there", async (t) => {
  const left = await enrolledKiosk(hall, server, manager, "2階", { prepare: (page) => page.clock.install() });
  // The harness puts this into every page; the kiosk never reads it.
  await left.evaluate(() => localStorage.removeItem("madoguchi.audio"));
  const history = await left.evaluate(() => window.history.length);
  await left.getByRole("button", { name: "English" }).click();
  await left.getByRole("button", { name: "Very large" }).click();
  await left.getByRole("button", { name: "Lost card or replacement" }).click();
  await left.clock.fastForward(61_000);
  await left.getByRole("dialog", { name: "Are you still there?" }).waitFor({ timeout: LIMIT_MS });
  await left.screenshot({ path: `${SHOTS}access-idle-en.png`, fullPage: true });
  await left.clock.fastForward(21_000);
  await left.getByRole("heading", { name: "ご用件を選んでください" }).waitFor({ timeout: LIMIT_MS });
  const held = await whatIsHeld(left);
  t.diagnostic(JSON.stringify(held));
  assert.deepEqual([held.local, held.session, held.cookies], [[], [], ""]);
  assert.deepEqual(held.databases, { "madoguchi-kiosk": { identity: ["own"] } });
  assert.equal(held.history, history);
  assert.deepEqual(held.strange, []);
  assert.deepEqual(await left.context().cookies(), []);
  assert.deepEqual([held.language, held.size], ["ja", "0"]);
  assert.deepEqual([...left.problems, ...kiosk.problems, ...desk.problems], []);
});

/** Everything a page can keep: storage, databases with their keys, caches, cookies, history. */
function whatIsHeld(page) {
  return page.evaluate(async () => {
    const asked = (request) => new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
    const databases = {};
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name));
      databases[name] = {};
      for (const store of database.objectStoreNames) databases[name][store] = await asked(database.transaction(store).objectStore(store).getAllKeys());
      database.close();
    }
    const kept = [];
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) kept.push(new URL(request.url).pathname);
    const isShell = (path) => path === "/kiosk" || path === "/icon.svg" || path.startsWith("/assets/");
    return {
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      cookies: document.cookie,
      databases,
      kept: kept.length,
      strange: kept.filter((path) => !isShell(path)),
      history: window.history.length,
      language: document.documentElement.lang,
      size: document.documentElement.dataset.size,
    };
  });
}

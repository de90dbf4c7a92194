/** Camera and microphone are chosen and tested before the first visit of the day, at the kiosk and at the desk. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browserOf } from "../harness/city.mjs";
import { enrolledKiosk, seesMoving } from "../harness/kiosk.mjs";
import { cutOff, faultsOf } from "../harness/looks.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { Server } from "../harness/server.mjs";
import { logIn } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;

let server;
let hall;
let office;
let kiosk;

before(async () => {
  server = await Server.start();
  hall = await browserOf("caller");
  office = await browserOf("agent");
  const manager = await office.page();
  await logIn(manager, server, "sekinin");
  kiosk = await enrolledKiosk(hall, server, manager, "1階ロビー");
});

after(async () => {
  await hall?.stop();
  await office?.stop();
  await server?.stop();
});

/** The devices this kiosk remembers; null while there are none. */
function remembered(page) {
  return page.evaluate(async () => {
    const asked = (request) => new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
    const database = await asked(indexedDB.open("madoguchi-kiosk"));
    const kept = await asked(database.transaction("identity").objectStore("identity").get("devices"));
    database.close();
    return kept ?? null;
  });
}

const heard = (page, name) => until("the microphone", LIMIT_MS, async () => Number(await page.getByRole("meter", { name }).getAttribute("aria-valuenow")) > 35);

test("staff test the kiosk by a sign that residents do not make, and it remembers the devices and nothing else", async () => {
  await kiosk.keyboard.press("Control+Shift+K");
  await kiosk.getByRole("heading", { level: 1, name: "カメラとマイクの確認" }).waitFor({ timeout: LIMIT_MS });
  await seesMoving(kiosk, "カメラの映像");
  await heard(kiosk, "マイクの音の大きさ");
  await kiosk.getByRole("button", { name: "スピーカーの音を出す" }).click();
  assert.deepEqual([await faultsOf(kiosk), await cutOff(kiosk)], [[], []]);
  await keepPicture(kiosk, "kiosk-check");
  const camera = kiosk.getByLabel("カメラ", { exact: true });
  await camera.selectOption({ index: 1 });
  const chosen = await camera.inputValue();
  await kiosk.getByRole("button", { name: "これでよい" }).click();
  await kiosk.getByRole("heading", { name: "ご用件を選んでください" }).waitFor({ timeout: LIMIT_MS });
  assert.deepEqual(await remembered(kiosk), { camera: chosen, microphone: "" });
  await kiosk.reload();
  await kiosk.getByRole("heading", { name: "ご用件を選んでください" }).waitFor({ timeout: LIMIT_MS });
  for (let touch = 0; touch < 5; touch += 1) await kiosk.getByText("マイナンバーカード オンライン窓口").click();
  assert.equal(await camera.inputValue({ timeout: LIMIT_MS }).then((value) => value === chosen || value === ""), true);
  await until("the remembered camera", LIMIT_MS, async () => (await camera.inputValue()) === chosen);
  await kiosk.getByRole("button", { name: "変えずにもどる" }).click();
  await kiosk.getByRole("heading", { name: "ご用件を選んでください" }).waitFor({ timeout: LIMIT_MS });
  assert.deepEqual(kiosk.problems, []);
});

test("an agent of the counter sees the camera in the test, and one of the telephone has none", async () => {
  const desk = await office.page();
  await logIn(desk, server, "mado1");
  await desk.goto(`${server.url}/desk`);
  await desk.getByRole("button", { name: "音声の確認" }).click({ timeout: LIMIT_MS });
  const dialog = desk.getByRole("dialog");
  await seesMoving(desk, "カメラの映像");
  assert.deepEqual(await faultsOf(desk), []);
  await keepPicture(desk, "desk-check");
  const camera = dialog.getByLabel("カメラ", { exact: true });
  await camera.selectOption({ index: 1 });
  const chosen = await camera.inputValue();
  await dialog.getByRole("button", { name: "この設定を使う" }).click();
  assert.equal(await desk.evaluate(() => localStorage.getItem("madoguchi.camera")), chosen);
  const telephone = await office.page();
  await logIn(telephone, server, "denwa1");
  await telephone.goto(`${server.url}/desk`);
  await telephone.getByRole("button", { name: "音声の確認" }).click({ timeout: LIMIT_MS });
  await telephone.getByRole("dialog").getByRole("meter").waitFor();
  assert.equal(await telephone.getByLabel("カメラ", { exact: true }).count(), 0);
  assert.deepEqual([...desk.problems, ...telephone.problems], []);
});

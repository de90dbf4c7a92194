/** Whole visits in English and in easy Japanese, with how old each picture is when it is seen. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeRecord } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf } from "../harness/city.mjs";
import { pictureAge, withClockCamera } from "../harness/clock-camera.mjs";
import { pageHears } from "../harness/ears.mjs";
import { enrolledKiosk, seesMoving } from "../harness/kiosk.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { Server } from "../harness/server.mjs";
import { logIn } from "../harness/staff.mjs";

const LIMIT_MS = 30_000;
const PICTURES = 60;
const VISITOR = "来庁者の映像";
/** What the visitor reads and touches, from the choice of the language to the farewell. */
const SPEECH = {
  en: {
    voice: "English",
    wish: "Renew my card",
    agree: "Agree and take a ticket",
    talking: "Talking with an operator",
    operator: "Picture of the operator",
    end: "End",
    thanks: "Thank you for visiting",
    restart: "Back to the start",
    desk: "英語",
  },
  easy: {
    voice: /^やさしい/,
    wish: /なくした/,
    agree: /はじめます/,
    talking: /話/,
    operator: "担当の 人の ビデオ",
    end: /^終/,
    thanks: "ありがとうございました",
    restart: /もどる$/,
    desk: "日本語",
  },
};

let server;
let hall;
let office;
let kiosk;
let desk;

before(async () => {
  server = await Server.start();
  hall = await browserOf("caller");
  office = await browserOf("agent");
  const manager = await office.page();
  await logIn(manager, server, "sekinin");
  kiosk = await enrolledKiosk(hall, server, manager, "English lobby", { prepare: withClockCamera });
  desk = await agentAtDesk(office, server, "mado1", { prepare: withClockCamera });
});

after(async () => {
  await hall?.stop();
  await office?.stop();
  await server?.stop();
});

for (const [language, words] of Object.entries(SPEECH)) {
  test(`a whole visit in ${language}, from the touch to both pictures and the end`, async (t) => {
    await kiosk.getByRole("button", { name: words.voice }).click();
    await kiosk.getByRole("button", { name: words.wish }).click();
    const touched_ms = Date.now();
    await kiosk.getByRole("button", { name: words.agree }).click();
    await desk.getByRole("heading", { name: "窓口の来庁者" }).waitFor({ timeout: LIMIT_MS });
    await desk.getByText(words.desk, { exact: true }).first().waitFor();
    await desk.keyboard.press("F2");
    const answered_ms = Date.now();
    await Promise.all([seesMoving(desk, VISITOR), seesMoving(kiosk, words.operator)]);
    t.diagnostic(`${language}: both pictures ${Date.now() - answered_ms} ms after the answer, ${Date.now() - touched_ms} ms after the touch`);
    await kiosk.getByRole("heading", { level: 1, name: words.talking }).waitFor();
    await Promise.all([pageHears(desk, ["caller"]), pageHears(kiosk, ["agent"])]);
    for (const [who, page, label] of [["desk", desk, VISITOR], ["kiosk", kiosk, words.operator]]) {
      const age = await pictureAge(page, label, PICTURES);
      t.diagnostic(`${language}: pictures at the ${who} are ${JSON.stringify(age)} old`);
      assert.ok(age.count >= PICTURES / 2, `pictures at the ${who} can be read: ${JSON.stringify(age)}`);
    }
    await keepPicture(kiosk, `kiosk-visit-${language}`);
    await kiosk.getByRole("button", { name: words.end }).click();
    await kiosk.getByRole("dialog").getByRole("button", { name: words.end }).click();
    await kiosk.getByRole("heading", { name: words.thanks }).waitFor({ timeout: LIMIT_MS });
    await keepPicture(kiosk, `kiosk-end-${language}`);
    const contact = await closeRecord(desk);
    const queue = language === "en" ? "en" : "ja";
    assert.deepEqual([contact.channel, contact.language, contact.acceptance, contact.end], ["counter", queue, "answered", "caller_hung_up"]);
    assert.ok(contact.wait_ms <= answered_ms - touched_ms, `waited ${contact.wait_ms} ms`);
    await kiosk.getByRole("button", { name: words.restart }).click();
    await kiosk.getByRole("heading", { name: "ご用件を選んでください" }).waitFor();
    assert.deepEqual([...desk.problems, ...kiosk.problems], []);
  });
}

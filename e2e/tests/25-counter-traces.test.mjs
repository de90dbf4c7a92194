/** Writing and documents in a visit, and what is left of both when it is over: nothing. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { closeRecord } from "../harness/call-desk.mjs";
import { agentAtDesk, browserOf } from "../harness/city.mjs";
import { coloursSeen, noteColours, withDocumentCamera } from "../harness/document-camera.mjs";
import { enrolledKiosk, takeTicket } from "../harness/kiosk.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { Server } from "../harness/server.mjs";
import { logIn } from "../harness/staff.mjs";
import { tracesIn, wordsIn } from "../harness/traces.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
const VISITOR = "来庁者の映像";
/** Said in the visit and nowhere else. */
const CANARIES = ["カナリアの歌は七色です", "canary-song-5c1e", "書きかけのカナリア"];
/** Right by its check digit, and nobody's. */
const NUMBER = "123456789018";

let server;
let hall;
let office;
let kiosk;
let desk;

before(async () => {
  server = await Server.start();
  hall = await browserOf("caller", { kept: true });
  office = await browserOf("agent");
  const manager = await office.page();
  await logIn(manager, server, "sekinin");
  kiosk = await enrolledKiosk(hall, server, manager, "1階ロビー", { prepare: withDocumentCamera });
  desk = await agentAtDesk(office, server, "mado1");
});

after(async () => {
  await hall?.stop();
  await office?.stop();
  await server?.stop();
});

test("the search finds planted words in every form, and pictures", async () => {
  const folder = await mkdtemp(join(tmpdir(), "madoguchi-traces-"));
  const [word] = CANARIES;
  await writeFile(join(folder, "plain"), `xx${word}yy`);
  await writeFile(join(folder, "wide"), Buffer.from(`xx${word}yy`, "utf16le"));
  for (const shift of [0, 1, 2]) await writeFile(join(folder, `base64-${shift}`), Buffer.from(`${"x".repeat(shift)}${word}yy`).toString("base64"));
  await writeFile(join(folder, "picture"), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  await writeFile(join(folder, "nothing"), "nothing");
  const { files, found } = await tracesIn(folder, CANARIES);
  await rm(folder, { recursive: true });
  assert.deepEqual([files, found.length], [7, 6]);
});

test("visitor and operator write to each other, and no individual number gets through", async () => {
  await takeTicket(kiosk, "カードを更新する");
  await desk.getByRole("heading", { name: "窓口の来庁者" }).waitFor({ timeout: LIMIT_MS });
  await kiosk.getByRole("button", { name: "文字で話す", exact: true }).click();
  await desk.keyboard.press("F2");
  const writing = kiosk.getByRole("region", { name: "文字で話す" });
  await desk.getByText("文字で話したいです。", { exact: true }).waitFor({ timeout: LIMIT_MS });
  await writing.getByLabel("書く").fill(CANARIES[0]);
  await writing.getByRole("button", { name: "送る", exact: true }).click();
  const answering = desk.getByRole("region", { name: "文字で話す" });
  await answering.getByText(CANARIES[0]).waitFor({ timeout: LIMIT_MS });
  await answering.getByLabel("来庁者へ書く").fill(CANARIES[1]);
  await desk.keyboard.press("Control+Enter");
  await writing.getByText(CANARIES[1]).waitFor({ timeout: LIMIT_MS });
  await writing.getByRole("button", { name: "わかりました" }).click();
  await answering.getByText("わかりました").waitFor({ timeout: LIMIT_MS });
  await writing.getByLabel("書く").fill(`番号は${NUMBER}です`);
  await writing.getByRole("button", { name: "送る", exact: true }).click();
  await writing.getByText(/送りませんでした。番号は書かないでください/).waitFor({ timeout: LIMIT_MS });
  await answering.getByLabel("来庁者へ書く").fill(NUMBER);
  await desk.keyboard.press("Control+Enter");
  await answering.getByText(/番号は書かずに/).waitFor({ timeout: LIMIT_MS });
  assert.equal(await answering.getByRole("group", { name: "書いた文字" }).getByText(NUMBER).count(), 0);
  await keepPicture(kiosk, "kiosk-writing");
  await keepPicture(desk, "desk-writing");
  await answering.getByLabel("来庁者へ書く").fill("");
  await kiosk.setViewportSize({ width: 1280, height: 800 });
  await kiosk.reload();
  await writing.getByText(CANARIES[0]).waitFor({ timeout: LIMIT_MS });
  await writing.getByLabel("書く").fill(CANARIES[2]);
});

test("a document is seen through its cover alone, and never before it is shown", async (t) => {
  await until("the visitor's own picture", LIMIT_MS, async () => {
    const running = await desk.evaluate((name) => (document.querySelector(`video[aria-label="${name}"]`)?.videoWidth ?? 0) > 0, VISITOR);
    return running;
  });
  await noteColours(desk, VISITOR);
  const seen = (what, isSo) => until(what, LIMIT_MS, async () => {
    const colours = await coloursSeen(desk);
    return colours.frames > 0 && isSo(colours) ? colours : null;
  });
  await seen("the visitor", ({ now }) => now.blue > 0.5);
  await desk.getByRole("button", { name: "書類を見せてもらう" }).click();
  await kiosk.getByText("オペレーターが書類を見たいと言っています。").waitFor({ timeout: LIMIT_MS });
  await kiosk.getByRole("alert").getByRole("button", { name: "書類を見せる" }).click();
  await seen("nothing of the visitor", ({ now }) => now.blue < 0.01);
  await kiosk.getByText("マイナンバーは見せないでください。", { exact: false }).waitFor();
  await keepPicture(kiosk, "kiosk-document-aim");
  await kiosk.setViewportSize({ width: 1280, height: 800 });
  assert.equal((await coloursSeen(desk)).most.green, 0, "the document is not seen while it is aimed");
  const shows = kiosk.getByRole("button", { name: "この画面を見せる" });
  await until("the camera", LIMIT_MS, async () => (await shows.getAttribute("aria-disabled")) === null);
  await shows.click();
  await desk.getByText("書類の映像です。", { exact: false }).waitFor({ timeout: LIMIT_MS });
  await seen("the card", ({ now }) => now.green > 0.3);
  await keepPicture(desk, "desk-document");
  await keepPicture(kiosk, "kiosk-document-shown");
  await desk.getByRole("button", { name: "静止画にする" }).click();
  await desk.getByRole("img", { name: "静止画" }).waitFor();
  await desk.getByRole("button", { name: "静止画をやめる" }).click();
  await desk.getByRole("img", { name: "静止画" }).waitFor({ state: "hidden" });
  await desk.getByRole("button", { name: "書類をしまってもらう" }).click();
  await kiosk.getByText("書類をしまってください。", { exact: false }).waitFor({ timeout: LIMIT_MS });
  await seen("nothing of the card", ({ now }) => now.green < 0.01 && now.blue < 0.01);
  await kiosk.getByRole("button", { name: "しまいました" }).click();
  const { most, frames } = await seen("the visitor again", ({ now }) => now.blue > 0.5);
  t.diagnostic(`${frames} frames, most of each colour ${JSON.stringify(most)}`);
  assert.deepEqual([most.magenta, most.yellow], [0, 0], "neither the number nor the table was ever seen");
});

test("when the visit is over, nothing of picture or writing is in any store", async (t) => {
  await kiosk.getByRole("button", { name: "終わる", exact: true }).click();
  await kiosk.getByRole("dialog").getByRole("button", { name: "終わる", exact: true }).click();
  await kiosk.getByRole("heading", { name: "ご利用ありがとうございました" }).waitFor({ timeout: LIMIT_MS });
  for (const page of [kiosk, desk]) for (const word of CANARIES) assert.equal(await page.getByText(word).count(), 0);
  const contact = await closeRecord(desk);
  assert.deepEqual([contact.channel, contact.has_recording], ["counter", false]);
  assert.deepEqual([...desk.problems, ...kiosk.problems], []);
  const { files, found } = await tracesIn(server.folder, CANARIES);
  assert.deepEqual(found, []);
  assert.deepEqual(wordsIn(Buffer.from(server.program.output), CANARIES), []);
  await hall.close();
  const profile = await tracesIn(hall.profile, CANARIES, { pictures: false });
  assert.deepEqual(profile.found, []);
  t.diagnostic(`searched ${files} files of the server, its log, and ${profile.files} files of the kiosk's browser`);
});

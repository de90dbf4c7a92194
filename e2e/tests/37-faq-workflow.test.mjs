/**
 * An entry of the FAQ from a draft to residents and into two editions, by the people whose duty it is;
 * what residents read changes by publication alone, an export comes back as no change, and a roll-back restores.
 */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { quietBrowser } from "../harness/city.mjs";
import { changeAnswer, decide, liveSheet, makeEdition, openEntry, staffAt, submit, throughToResidents, writeEntry } from "../harness/faq-desk.mjs";
import { cutOff, faultsOf } from "../harness/looks.mjs";
import { keepPicture, SHOTS } from "../harness/pictures.mjs";
import { Server } from "../harness/server.mjs";
import { ask, download } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
/** Eighty entries are set as PDF within this, by a program that is not made for speed. */
const FILE_LIMIT_MS = 180_000;
const KEY = "city-parking";
const FIRST = "市役所の駐車場は **30分まで無料** です。";
const SECOND = "市役所の駐車場は **60分まで無料** です。";
const entry = {
  key: KEY,
  question: "市役所に駐車場はありますか",
  reading: "しやくしょにちゅうしゃじょうはありますか",
  answer: FIRST,
  english: { question: "Is there parking at the city office?", answer: "Yes, there is a car park at the city office." },
  source: { title: "庁舎案内", place: "庁舎案内 駐車場の頁", date: "2026-04-01" },
  owner: "財産管理課",
};

let server;
let browser;
/** Who does what: denwa1 writes, denwa2 reviews, shi1 approves, sekinin publishes. */
let people;

before(async () => {
  server = await Server.start();
  browser = await quietBrowser();
  const at = (login) => staffAt(browser, server, login);
  people = { writer: await at("denwa1"), colleague: await at("denwa2"), officer: await at("shi1"), manager: await at("sekinin") };
});

after(async () => {
  await browser?.stop();
  await server?.stop();
});

/** Nothing went wrong on anybody's page. */
const calm = () => assert.deepEqual(Object.values(people).flatMap(({ problems }) => problems), []);

/** Nothing is cut off, too broad or out of order at three widths. */
async function looksWell(page, name) {
  await keepPicture(page, name);
  for (const width of [1440, 820, 390]) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await cutOff(page), [], `${name} at ${width}`);
  }
  assert.deepEqual(await faultsOf(page), [], name);
  await page.setViewportSize({ width: 1440, height: 900 });
}

const view = async () => (await ask(people.manager, "GET", `/api/faq/entries/${KEY}`)).body;

let firstEdition;

test("a draft is passed by another than its author, approved by the city, published, and in the first edition", async () => {
  const { writer, colleague, officer, manager } = people;
  await writeEntry(writer, server, entry);
  await submit(writer);
  await writer.getByText("自分が書いた下書きは、ほかの人が確認します。").waitFor({ timeout: LIMIT_MS });
  await openEntry(officer, server, KEY);
  await officer.getByText("市の承認の前に、作成者以外の人の確認が必要です。").waitFor({ timeout: LIMIT_MS });
  for (const page of [writer, colleague, manager]) {
    await openEntry(page, server, KEY);
    assert.equal(await page.getByRole("button", { name: "市として承認する" }).count(), 0, "the city alone approves");
  }

  await throughToResidents(people, server, KEY, 1);
  await liveSheet(manager).getByText("30分まで無料").waitFor({ timeout: LIMIT_MS });
  await liveSheet(manager).getByText("市の承認", { exact: true }).waitFor({ timeout: LIMIT_MS });
  await looksWell(manager, "faq-entry-published");
  firstEdition = await makeEdition(manager, server, "駐車場の案内を加えました。");
  const { versions, live } = await view();
  assert.deepEqual([live.version, versions[0].approval.ground, versions[0].approval.by.name], [1, "officer", "市 職員"]);
  calm();
});

test("a change stands beside the published text until it is published, word by word, and is in the next edition", async () => {
  const { writer, manager } = people;
  await changeAnswer(writer, server, KEY, SECOND);
  await liveSheet(writer).getByText("30分まで無料").waitFor({ timeout: LIMIT_MS });
  await writer.getByRole("link", { name: "下書きを比べる" }).click();
  await writer.locator("dd ins").getByText("60").waitFor({ timeout: LIMIT_MS });
  await writer.locator("dd del").getByText("30").waitFor({ timeout: LIMIT_MS });
  await looksWell(writer, "faq-compare");
  await openEntry(writer, server, KEY);
  await submit(writer);
  assert.equal((await view()).live.version, 1, "what residents read is as it was");

  await throughToResidents(people, server, KEY, 2);
  await liveSheet(manager).getByText("60分まで無料").waitFor({ timeout: LIMIT_MS });
  const number = await makeEdition(manager, server, "駐車場の無料の時間を改めました。");
  assert.equal(number, firstEdition + 1);
  await looksWell(manager, "faq-editions");
  const editions = (await ask(manager, "GET", "/api/faq/editions")).body;
  const [edition] = editions.filter((each) => each.number === number);
  assert.deepEqual([edition.added, edition.changed, edition.removed], [0, 1, 0]);
  await keepFile(`${number}/files/edition.pdf`, "%PDF");
  await keepFile(`${number}/files/changes.pdf`, "%PDF");
  await keepFile(`${number}/files/edition.xlsx`, "PK");
  calm();
});

/** The file begins as it should, and is kept beside the pictures for people to look at. */
async function keepFile(path, begins) {
  const response = await people.manager.context().request.get(`${server.url}/api/faq/editions/${path}`, { timeout: FILE_LIMIT_MS });
  const body = await response.body();
  assert.equal(response.status(), 200, path);
  assert.ok(body.subarray(0, begins.length).toString("latin1") === begins && body.length > 1_000, `${path} has ${body.length} bytes`);
  await mkdir(SHOTS, { recursive: true });
  await writeFile(`${SHOTS}faq-${path.replaceAll("/", "-")}`, body);
}

test("what was exported as Excel comes back as no change", async () => {
  const { manager } = people;
  const { status, body } = await download(manager, server, "/api/faq/export?format=xlsx&what=latest");
  assert.equal(status, 200);
  await manager.goto(`${server.url}/faq/import`);
  await manager.getByLabel("CSV または Excel のファイル").setInputFiles({ name: "faq.xlsx", mimeType: "application/octet-stream", buffer: body });
  await manager.getByText("変わるところはありません。").waitFor({ timeout: LIMIT_MS });
  assert.equal(await manager.getByRole("button", { name: /取り込む$/ }).count(), 0);
  await looksWell(manager, "faq-import-no-change");
  calm();
});

test("a roll-back puts the older text before residents as a new version", async () => {
  const { manager } = people;
  await openEntry(manager, server, KEY);
  await manager.getByRole("tab", { name: /^版の履歴/ }).click();
  await decide(manager, "版数 1 を差し戻し公開する", {
    dialog: "差し戻し公開",
    yes: "差し戻し公開する",
    fill: (question) => question.getByLabel(/^理由/).fill("無料の時間は30分のままでした。"),
    told: "以前の文に戻しました。",
  });
  await manager.getByText("版数 1 の承認による", { exact: false }).waitFor({ timeout: LIMIT_MS });
  await looksWell(manager, "faq-versions");
  await manager.getByRole("tab", { name: "本文" }).click();
  await liveSheet(manager).getByText("30分まで無料").waitFor({ timeout: LIMIT_MS });
  const { live, versions } = await view();
  assert.deepEqual([live.version, versions[0].approval.ground, versions[0].approval.of_version, versions[0].content.ja.answer], [3, "roll_back", 1, FIRST]);
  calm();
});

/** The smallest document that is one. */
const FORM = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

test("a form goes to residents with the text that names it, and a page that calls itself a PDF does not", async () => {
  const { writer, manager } = people;
  await openEntry(writer, server, KEY);
  await writer.getByRole("link", { name: "改稿を書く" }).click();
  const panel = writer.getByRole("region", { name: "添付ファイル" });
  const choose = (text) => panel.getByLabel(/ファイルを選ぶ/).setInputFiles({ name: "駐車場利用申請書.pdf", mimeType: "application/pdf", buffer: Buffer.from(text) });
  await choose("<html><script>alert(1)</script></html>");
  await panel.getByRole("alert").filter({ hasText: "添付できませんでした" }).waitFor({ timeout: LIMIT_MS });
  await panel.getByRole("button", { name: /^この知らせを閉じる/ }).click();
  await choose(FORM);
  await panel.getByText(/^駐車場利用申請書\.pdf/).waitFor({ timeout: LIMIT_MS });
  await looksWell(writer, "faq-files");
  await writer.getByRole("button", { name: /^下書きを保存する/ }).click();
  await writer.getByRole("link", { name: /^駐車場利用申請書\.pdf/ }).waitFor({ timeout: LIMIT_MS });
  await submit(writer);
  await throughToResidents(people, server, KEY, 4);
  const { versions } = await view();
  const [file] = versions[0].content.attachments;
  assert.deepEqual([file.name, file.kind, file.bytes], ["駐車場利用申請書.pdf", "pdf", FORM.length]);
  const resident = (path) => manager.context().request.get(`${server.url}/guide/${KEY}${path}`);
  assert.ok((await (await resident("")).text()).includes("駐車場利用申請書.pdf (PDF、1 KB)"));
  const sent = await resident(`/files/${file.sha256}`);
  assert.equal((await sent.body()).toString("latin1"), FORM);
  const headers = sent.headers();
  assert.match(headers["content-disposition"], /^attachment; /);
  assert.match(headers["content-security-policy"], /; sandbox$/);
  assert.equal(headers["x-content-type-options"], "nosniff");
  calm();
});

test("of two who write at once the slower is told by whom, and loses nothing", async () => {
  const { writer, colleague } = people;
  await openEntry(writer, server, KEY);
  await writer.getByRole("link", { name: "改稿を書く" }).click();
  await writer.getByRole("region", { name: "日本語", exact: true }).getByLabel(/^回答/).fill("市役所の駐車場は **45分まで無料** です。");
  await changeAnswer(colleague, server, KEY, SECOND);
  await writer.getByRole("button", { name: /^下書きを保存する/ }).click();
  await writer.getByText("入力した内容は残っています。").waitFor({ timeout: LIMIT_MS });
  await writer.getByRole("button", { name: "自分の内容で保存する" }).click();
  const draft = await until("the draft is the writer's", LIMIT_MS, async () => {
    const { draft: stands } = await view();
    return stands?.content.ja.answer.includes("45分") ? stands : null;
  });
  assert.deepEqual(draft.authors.map(({ name }) => name).sort(), ["電話 あおい", "電話 みどり"]);
  calm();
});

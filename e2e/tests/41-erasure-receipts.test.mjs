/**
 * The receipts of erasures for city and manager: found, opened, printed, taken along, and checked outside the system;
 * one that was changed in the books is shown as not genuine. The receipts are put into the books by the room itself.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { quietBrowser } from "../harness/city.mjs";
import { cutOff, faultsOf } from "../harness/looks.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { BINARY, Server } from "../harness/server.mjs";
import { ask, download, logIn } from "../harness/staff.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
const RECEIPTS = 30;
const PAGE = 25;
const WRITER = join(dirname(BINARY), "examples", "erasure_receipts");
const run = promisify(execFile);

let server;
let browser;
let officer;

before(async () => {
  server = await Server.start();
  browser = await quietBrowser();
  officer = await browser.page();
  await logIn(officer, server, "shi1");
});

after(async () => {
  await browser?.stop();
  await server?.stop();
});

const write = (count, ...rest) => run(WRITER, ["--data", join(server.folder, "data"), ...rest, String(count)]);
const rows = () => officer.getByRole("group", { name: "消去証明" }).getByRole("row");
const heading = (name) => officer.getByRole("heading", { level: 1, name, exact: true });
const chosen = (name) => officer.getByRole("search").getByLabel(name, { exact: true });
const search = () => officer.getByRole("button", { name: "検索する", exact: true }).click();

/** Rows below the head, once there are so many. */
const shown = (count) => until(`${count} rows`, LIMIT_MS, async () => (await rows().count()) === count + 1);

async function looksWell(name) {
  await keepPicture(officer, name);
  for (const width of [1440, 820, 390]) {
    await officer.setViewportSize({ width, height: 900 });
    assert.deepEqual(await cutOff(officer), [], `${name} at ${width}`);
    assert.deepEqual(await faultsOf(officer), [], `${name} at ${width}`);
  }
  await officer.setViewportSize({ width: 1440, height: 900 });
}

/** The program at the terminal: its exit code and what it said. */
async function madoguchi(...args) {
  try {
    const { stdout } = await run(BINARY, args, { cwd: server.folder });
    return { code: 0, said: stdout };
  } catch ({ code, stdout, stderr }) {
    return { code, said: stdout + stderr };
  }
}

test("a city without receipts is told that there are none", async () => {
  await officer.goto(`${server.url}/erasure`);
  await officer.getByText("条件に合う消去証明はありません。").waitFor({ timeout: LIMIT_MS });
  await looksWell("erasure-empty");
});

test("receipts are found by number, result, end and contact, page by page", async () => {
  await write(RECEIPTS);
  await officer.goto(`${server.url}/erasure`);
  await shown(PAGE);
  await officer.getByRole("button", { name: "さらに表示" }).click();
  await shown(RECEIPTS);
  await looksWell("erasure-list");
  await chosen("消去の結果").selectOption("after_rebuild");
  await search();
  await shown(3);
  await chosen("終わり方").selectOption("crashed");
  await search();
  await officer.getByText("条件に合う消去証明はありません。").waitFor({ timeout: LIMIT_MS });
  await officer.getByRole("button", { name: "条件を消す" }).click();
  // Both pages of the list were fetched before, and are there again.
  await shown(RECEIPTS);
  await chosen("番号").fill("7");
  await search();
  await shown(1);
  assert.equal(new URL(officer.url()).search, "?number=7");
  await officer.reload();
  await shown(1);
});

test("one receipt is opened, printed, taken along, and holds outside the system", async () => {
  await officer.getByRole("link", { name: "消去証明 7" }).click();
  await heading("消去証明 7").waitFor({ timeout: LIMIT_MS });
  await officer.getByText("この証明は正しいものです。", { exact: false }).waitFor({ timeout: LIMIT_MS });
  assert.equal(await officer.getByRole("region", { name: "確認の結果" }).getByRole("listitem").count(), 6);
  await looksWell("erasure-receipt");
  await officer.evaluate(() => {
    window.print = () => {
      document.documentElement.dataset.printed = document.documentElement.dataset.print;
      dispatchEvent(new Event("afterprint"));
    };
  });
  await officer.getByRole("button", { name: "印刷する" }).click();
  await until("it is printed", LIMIT_MS, () => officer.evaluate(() => document.documentElement.dataset.printed === "a4"));
  const [file, key] = await Promise.all(["/api/erasure/receipts/7/file", "/api/erasure/key"].map((path) => download(officer, server, path)));
  const [receipt, pem] = [join(server.folder, "receipt.txt"), join(server.folder, "key.pem")];
  await writeFile(receipt, file.body);
  await writeFile(pem, key.body);
  const code = (await ask(officer, "GET", "/api/erasure/receipts/7")).body.receipt.qr_text;
  for (const what of [receipt, code]) {
    const { code: ended, said } = await madoguchi("verify", "erasure", what, "--key", pem);
    assert.equal(ended, 0, said);
    assert.match(said, /結果: 正しい証明です/);
  }
  await writeFile(receipt, file.body.toString().replace("sequence=7", "sequence=8"));
  const forged = await madoguchi("verify", "erasure", receipt, "--key", pem);
  assert.equal(forged.code, 1, forged.said);
});

test("the history of a visit leads to its receipt", async () => {
  const given = await ask(officer, "POST", "/api/hall/numbers", { wish: "new_card", language: "ja" });
  assert.ok([200, 201].includes(given.status), JSON.stringify(given.body));
  const { contact } = given.body;
  await ask(officer, "DELETE", `/api/hall/numbers/${contact}`);
  await write(1, "--contact", contact);
  await until("the visit stands in the history", LIMIT_MS, async () => (await ask(officer, "GET", `/api/contacts/${contact}`)).status === 200);
  await officer.goto(`${server.url}/history/${contact}`);
  const card = officer.getByRole("region", { name: "消去証明" });
  await card.getByRole("link", { name: `消去証明 ${RECEIPTS + 1}` }).waitFor({ timeout: LIMIT_MS });
  await looksWell("erasure-of-contact");
  await card.getByRole("link", { name: `消去証明 ${RECEIPTS + 1}` }).click();
  await heading(`消去証明 ${RECEIPTS + 1}`).waitFor({ timeout: LIMIT_MS });
});

test("all are verified in one step, and the audit log has it", async () => {
  await officer.goto(`${server.url}/erasure`);
  await officer.getByRole("button", { name: "すべての証明を検証する" }).click();
  await officer.getByText(`${RECEIPTS + 1} 件を検証しました。`, { exact: false }).waitFor({ timeout: LIMIT_MS });
  await looksWell("erasure-verified");
  const manager = await browser.page();
  await logIn(manager, server, "sekinin");
  const audit = await ask(manager, "GET", "/api/audit?action=erasure.");
  assert.equal(audit.body.items[0].action, "erasure.verified");
  assert.equal(audit.body.items.filter(({ action }) => action === "erasure.recorded").length, RECEIPTS + 1);
  assert.deepEqual([...officer.problems, ...manager.problems], []);
});

/**
 * A resident asks in the chat and is answered with approved text; what it does not know goes to an operator, in the
 * same queue, with all that was said. An individual number leaves the server's memory nowhere.
 */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { storyOf } from "../harness/call-desk.mjs";
import { agentAtDesk, quietBrowser } from "../harness/city.mjs";
import { cutOff, faultsOf, smallButtons } from "../harness/looks.mjs";
import { keepPicture } from "../harness/pictures.mjs";
import { freeTcpPort } from "../harness/ports.mjs";
import { Server } from "../harness/server.mjs";
import { ask, fileRecordByKeys, logIn, newestContact } from "../harness/staff.mjs";
import { tracesIn } from "../harness/traces.mjs";
import { until } from "../harness/wait.mjs";

const LIMIT_MS = 30_000;
/** Valid by its check digit, and nobody's. */
const NUMBER = "983205673214";
/** A question of the seed edition, as it stands there, and its entry. */
const QUESTION = "電話の内容は録音されますか";
const ENTRY = "call-recording";
const FAR_OFF = "今夜の献立は何がいいと思いますか";

let server;
let browser;
let desk;
let citySite;
let citySiteUrl;

before(async () => {
  const port = await freeTcpPort();
  citySiteUrl = `http://127.0.0.1:${port}`;
  server = await Server.start(`[chat]\nenabled = true\nallowed_origins = ["${citySiteUrl}"]\n`);
  browser = await quietBrowser();
  citySite = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><html lang="ja"><meta charset="utf-8"><title>市のページ</title><h1>市のページ</h1><script src="${server.url}/chat.js" async></script></html>`);
  });
  await new Promise((done, fail) => citySite.once("error", fail).listen(port, "127.0.0.1", done));
  desk = await agentAtDesk(browser, server, "denwa4");
});

after(async () => {
  await browser?.stop();
  citySite?.close();
  await server?.stop();
});

/** A resident's page at the chat. */
async function resident(options = {}) {
  const page = await browser.page({ width: 820, permissions: [], ...options });
  await page.goto(`${server.url}/chat?lang=ja`);
  await page.getByText("知りたいことを書いてください").waitFor({ timeout: LIMIT_MS });
  return page;
}

async function write(page, text) {
  await page.getByRole("textbox").fill(text);
  await page.getByRole("button", { name: "送信" }).click();
}

const log = (page) => page.getByRole("log", { name: "やり取り" });
const deskLog = () => desk.getByRole("group", { name: "やり取り" });
const has = (place, text) => place.getByText(text).first().waitFor({ timeout: LIMIT_MS });

async function looksRight(page) {
  assert.deepEqual(await faultsOf(page), []);
  for (const width of [320, 390, 820, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await cutOff(page), [], `${width} px`);
  }
  assert.deepEqual(await smallButtons(page, 44), []);
}

/** The resident asks for an operator, who answers. */
async function handedOver(page) {
  await page.getByRole("button", { name: "オペレーターと話す" }).click();
  await desk.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  await has(page, "対応しています");
}

/** The operator files the record of a chat that has ended, and is free again. */
async function filed() {
  await fileRecordByKeys(desk);
  await desk.getByRole("region", { name: "自分の状態" }).getByText("受付可", { exact: true }).waitFor({ timeout: LIMIT_MS });
  return newestContact(desk);
}

/** What was written in a contact, as the history shows it after a reason was stated. */
async function written(contact) {
  const page = await browser.page();
  await logIn(page, server, "sekinin");
  const opened = await ask(page, "POST", `/api/contacts/${contact.id}/open`, { reason: "チャットの確認" });
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
  const { body } = await ask(page, "GET", `/api/contacts/${contact.id}/transcript`);
  await page.context().close();
  return { typed: body.typed, lines: body.segments.map(({ party, words }) => [party, words.map(({ text }) => text).join("")]) };
}

test("approved text answers, an operator takes over, and a number is removed everywhere", async () => {
  const page = await resident();
  await keepPicture(page, "chat-empty");
  await write(page, QUESTION);
  const shown = log(page).getByText(`回答${ENTRY}（1）`).first();
  const offered = log(page).getByRole("button", { name: QUESTION });
  await shown.or(offered).first().waitFor({ timeout: LIMIT_MS });
  if (await offered.isVisible()) await offered.click();
  await shown.waitFor({ timeout: LIMIT_MS });
  await has(log(page), /自動で選ばれた回答です|お選びになった質問の回答です/);
  await has(log(page), /^出典: /);
  await has(log(page), "市の承認を受けたものではありません");
  await keepPicture(page, "chat-answer");
  await looksRight(page);

  await write(page, FAR_OFF);
  const reply = log(page).getByRole("listitem").filter({ hasText: FAR_OFF }).locator("xpath=following-sibling::li[1]");
  await has(reply, /この質問にはお答えできません|近い質問が見つかりました/);
  assert.equal(await reply.getByText("自動で選ばれた回答です").count(), 0, "what lies outside is never answered");
  await has(page, /^電話 0120/);
  await keepPicture(page, "chat-no-answer");

  await page.getByRole("button", { name: "オペレーターと話す" }).click();
  await desk.getByRole("region", { name: "チャットの問合せ" }).waitFor({ timeout: LIMIT_MS });
  await has(deskLog(), FAR_OFF);
  await keepPicture(desk, "chat-desk-ringing");
  await desk.getByRole("button", { name: /^応答/ }).click();
  await has(page, "対応しています");
  await has(deskLog(), QUESTION);

  await desk.getByLabel("利用者へ書く").fill("こんにちは。");
  await has(page, "オペレーターが入力しています");
  await desk.getByRole("button", { name: "送る", exact: true }).click();
  await has(log(page), "こんにちは。");
  await page.getByRole("textbox").pressSequentially("番号は", { delay: 50 });
  await has(desk.getByRole("status"), "利用者が入力しています");
  await write(page, `マイナンバーは${NUMBER}です`);
  for (const place of [log(page), deskLog()]) await has(place, "マイナンバーは［個人番号］です");
  await has(log(page), "番号などと思われる部分を消しました");
  for (const piece of [NUMBER.slice(0, 4), NUMBER.slice(4, 8), NUMBER.slice(8)]) await write(page, piece);
  for (const place of [log(page), deskLog()]) {
    await until("a number in pieces is covered in every line", LIMIT_MS, async () => !/9832|0567|3214/.test(await place.textContent()));
  }
  await desk.getByLabel("利用者へ書く").fill(`${NUMBER}ですね`);
  await desk.getByRole("button", { name: "送る", exact: true }).click();
  await desk.getByRole("alert").filter({ hasText: "送れません" }).waitFor({ timeout: LIMIT_MS });
  await keepPicture(desk, "chat-desk");
  assert.deepEqual(await faultsOf(desk), []);
  await keepPicture(page, "chat-talking");
  await looksRight(page);

  await desk.keyboard.press("Shift+F2");
  await has(page, "チャットを終わりました");
  await keepPicture(page, "chat-over");
  const contact = await filed();
  assert.deepEqual([contact.channel, contact.acceptance, contact.end], ["chat", "answered", "agent_hung_up"]);
  const kept = await written(contact);
  assert.equal(kept.typed, true);
  const parties = new Set(kept.lines.map(([party]) => party));
  assert.deepEqual([...parties].sort(), ["agent", "bot", "caller"]);
  assert.ok(kept.lines.some(([party, text]) => party === "caller" && text === "マイナンバーは［個人番号］です"), JSON.stringify(kept.lines));
  assert.doesNotMatch(JSON.stringify(kept.lines), /9832|0567|3214/);
  const { files, found } = await tracesIn(server.folder, [NUMBER], { pictures: false });
  assert.ok(files > 10);
  assert.deepEqual(found, [], "the number stands nowhere on the disk");
  assert.deepEqual(page.problems, []);
});

test("the history shows the chat with its numbers removed", async () => {
  const manager = await browser.page();
  await logIn(manager, server, "sekinin");
  const contact = await newestContact(manager);
  await manager.goto(`${server.url}/history/${contact.id}`);
  await manager.getByRole("button", { name: "理由を入力して開く" }).click();
  await manager.getByLabel("閲覧の理由").fill("チャットの確認");
  await manager.getByRole("button", { name: "開く", exact: true }).click();
  await has(manager, "チャットのやり取り");
  await has(manager, "［個人番号］");
  await keepPicture(manager, "chat-history");
});

test("a page that is reloaded within the minute finds its chat again", async () => {
  const page = await resident();
  await write(page, FAR_OFF);
  await handedOver(page);
  await page.reload();
  await has(log(page), FAR_OFF);
  await has(page, "対応しています");
  await write(page, "まだいます");
  await has(deskLog(), "まだいます");
  await page.getByRole("button", { name: "終わる" }).click();
  await has(page, "チャットを終わりました");
  const contact = await filed();
  assert.equal(contact.end, "caller_hung_up");
  await page.getByRole("button", { name: "新しく始める" }).click();
  await page.getByText("知りたいことを書いてください").waitFor({ timeout: LIMIT_MS });
});

test("an operator has two chats, passes one on, and a supervisor reads along", async () => {
  const [first, second] = [await resident(), await resident()];
  await write(first, FAR_OFF);
  await handedOver(first);
  await write(second, "別の質問です");
  await second.getByRole("button", { name: "オペレーターと話す" }).click();
  await desk.getByRole("region", { name: "チャットの問合せ" }).waitFor({ timeout: LIMIT_MS });
  await desk.getByRole("region", { name: "チャット", exact: true }).waitFor({ timeout: LIMIT_MS });
  await desk.keyboard.press("F2");
  await has(second, "対応しています");
  await has(deskLog(), "別の質問です");
  const hands = desk.getByRole("group", { name: /^受けているチャット/ });
  await write(first, "急いでいます");
  await hands.getByText(/^未読/).waitFor({ timeout: LIMIT_MS });
  await keepPicture(desk, "chat-two-hands");
  assert.deepEqual(await faultsOf(desk), []);
  await desk.keyboard.press("Control+F2");
  await has(deskLog(), "急いでいます");
  assert.equal(await hands.getByText(/^未読/).count(), 0);

  const reader = await browser.page();
  await logIn(reader, server, "kantoku");
  await reader.goto(`${server.url}/supervisor`);
  await reader.getByRole("button", { name: /^チャット（.*）を読む$/ }).first().click({ timeout: LIMIT_MS });
  await has(reader, "読むだけです");
  await reader.getByRole("group", { name: "やり取り" }).waitFor({ timeout: LIMIT_MS });
  assert.equal(await reader.getByLabel("利用者へ書く").count(), 0);

  const colleague = await agentAtDesk(browser, server, "denwa5");
  await desk.getByRole("button", { name: /^引き継ぐ/ }).click();
  await desk.getByRole("button", { name: "電話 ゆう: 引き継ぐ" }).click({ timeout: LIMIT_MS });
  await has(first, "オペレーターを呼んでいます");
  await colleague.getByRole("button", { name: /^応答/ }).click({ timeout: LIMIT_MS });
  await has(colleague.getByRole("group", { name: "やり取り" }), "急いでいます");
  await has(first, "対応しています");
  await fileRecordByKeys(desk, "後処理の残り");
  await has(deskLog(), "別の質問です");
  await second.getByRole("button", { name: "終わる" }).click();
  await filed();
  await first.getByRole("button", { name: "終わる" }).click();
  await fileRecordByKeys(colleague);
  const manager = await browser.page();
  await logIn(manager, server, "sekinin");
  const { body } = await ask(manager, "GET", "/api/audit");
  assert.ok(body.items.some(({ action }) => action === "contact.words_followed"), "reading along is in the audit log");
  assert.deepEqual([...first.problems, ...second.problems, ...desk.problems, ...colleague.problems], []);
  for (const page of [first, second, reader, colleague, manager]) await page.context().close();
});

test("a resident who reads easy Japanese has readings above the words", async () => {
  const page = await resident();
  await page.getByRole("button", { name: "やさしい日本語" }).click();
  await page.locator("ruby rt").first().waitFor({ timeout: LIMIT_MS });
  await page.getByRole("textbox").fill(QUESTION);
  await page.keyboard.press("Control+Enter");
  await has(page.getByRole("log", { name: "話したこと" }), QUESTION);
  await looksRight(page);
  await keepPicture(page, "chat-easy");
});

test("the chat stands in the page of a site that is named, and in no other's", async () => {
  const page = await browser.page({ permissions: [] });
  const addresses = [];
  page.on("request", (request) => addresses.push(new URL(request.url()).origin));
  await page.goto(citySiteUrl);
  await page.getByRole("button", { name: "チャットを開く" }).click({ timeout: LIMIT_MS });
  const frame = page.frameLocator("iframe");
  await frame.getByText("知りたいことを書いてください").waitFor({ timeout: LIMIT_MS });
  await frame.getByRole("textbox").fill(FAR_OFF);
  await frame.getByRole("button", { name: "送信" }).click();
  await frame.getByText(FAR_OFF).waitFor({ timeout: LIMIT_MS });
  await keepPicture(page, "chat-embedded");
  await frame.getByRole("button", { name: "閉じる" }).click();
  await page.getByRole("button", { name: "チャットを開く" }).waitFor({ timeout: LIMIT_MS });
  assert.deepEqual([...new Set(addresses)].sort(), [citySiteUrl, server.url].sort(), "nothing from elsewhere");

  const other = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<!doctype html><iframe src="${server.url}/chat"></iframe>`);
  });
  const port = await freeTcpPort();
  await new Promise((done, fail) => other.once("error", fail).listen(port, "127.0.0.1", done));
  const refused = page.waitForEvent("console", { predicate: (message) => message.text().includes("frame-ancestors"), timeout: LIMIT_MS });
  await page.goto(`http://127.0.0.1:${port}`);
  await refused;
  other.close();
});

/** Opens the connection as a page of its own making, says these frames, and gives what came back until it closed or was quiet. */
function frames(page, said) {
  return page.evaluate(async ([address, toSay]) => {
    const socket = new WebSocket(address);
    const heard = [];
    let closed = false;
    socket.onmessage = ({ data }) => heard.push(JSON.parse(data));
    const ended = new Promise((done) => {
      socket.onclose = () => {
        closed = true;
        done();
      };
    });
    const opened = await Promise.race([new Promise((done) => (socket.onopen = () => done(true))), ended.then(() => false)]);
    if (!opened) return { opened, closed, heard };
    for (const frame of toSay) socket.send(typeof frame === "string" ? frame : "x".repeat(frame));
    await Promise.race([ended, new Promise((done) => setTimeout(done, 3_000))]);
    socket.close();
    return { opened, closed, heard };
  }, [`${server.url.replace("http", "ws")}/api/chat/live`, said]);
}

test("what no page of ours would send is refused, bounded or ends the connection", async () => {
  const page = await resident();
  const hello = JSON.stringify({ type: "hello", token: null, language: "ja" });
  const say = (text, id = 1) => JSON.stringify({ type: "say", text, id });
  const codes = ({ heard }) => heard.filter(({ type }) => type === "refused").map(({ code }) => code);
  assert.equal((await frames(page, [say("はじめに名乗らない")])).closed, true);
  assert.equal((await frames(page, [JSON.stringify({ type: "hello", token: null, language: "xx" })])).closed, true);
  assert.equal((await frames(page, [hello, 1_000_000])).closed, true, "a megabyte");
  assert.equal((await frames(page, [hello, ...Array(200).fill(JSON.stringify({ type: "typing" }))])).closed, true, "a flood");
  assert.deepEqual(codes(await frames(page, [hello, "{", say("あ".repeat(501)), say(" "), JSON.stringify({ type: "choose", line: 1, key: "call-recording", id: 2 })])), ["not_understood", "line_too_long", "line_empty", "not_offered"]);
  const many = codes(await frames(page, [hello, ...Array(25).fill(say(FAR_OFF))]));
  assert.ok(many.length >= 5 && many.every((code) => code === "line_too_fast"), JSON.stringify(many));
  const { heard } = await frames(page, [JSON.stringify({ type: "hello", token: "0".repeat(64), language: "ja" }), say("<script>alert(1)</script>")]);
  assert.deepEqual(heard.find(({ type, lines }) => type === "lines" && lines[0].from === "resident").lines[0].pieces, [{ text: "<script>alert(1)</script>", removed: null }]);
  assert.notEqual(heard.find(({ type }) => type === "welcome").token, "0".repeat(64), "a guessed secret opens nothing");

  const stranger = await browser.page({ permissions: [] });
  await stranger.goto(citySiteUrl);
  assert.equal((await frames(stranger, [hello])).opened, false, "another site's script is let in nowhere");
});

test("a stop of the program within a chat leaves a closed record with its text", async () => {
  const page = await resident();
  await write(page, FAR_OFF);
  await handedOver(page);
  await write(page, "途中で止まります");
  await has(deskLog(), "途中で止まります");
  const manager = await browser.page();
  await logIn(manager, server, "sekinin");
  await server.kill();
  await server.serve();
  await has(page, "前のチャットは終わりました");
  await logIn(manager, server, "sekinin");
  const contact = await newestContact(manager);
  assert.equal(contact.channel, "chat");
  assert.ok(JSON.stringify(await storyOf(manager, contact)).includes("restart"));
  const { lines } = await written(contact);
  assert.ok(lines.some(([, text]) => text === "途中で止まります"), JSON.stringify(lines));
});

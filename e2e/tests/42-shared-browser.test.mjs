/**
 * The shared browser in two Chromium: a resident without e-mail and without a form, an operator who fills the whole
 * application for them, the mailed link, control both ways, password and PIN by the resident alone, a photo, the end.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { agentAtDesk, browserOf } from "../harness/city.mjs";
import { enrolledKiosk, takeTicket } from "../harness/kiosk.mjs";
import { Launcher } from "../harness/launcher.mjs";
import { keepMoment } from "../harness/pictures.mjs";
import { BINARY, Server } from "../harness/server.mjs";
import { OperatorHands, ResidentHands } from "../harness/shared-browser.mjs";
import { logIn } from "../harness/staff.mjs";
import { tracesIn, wordsIn } from "../harness/traces.mjs";

const LIMIT_MS = 60_000;
/** Said and typed in this visit and nowhere else. */
const TYPED = { family: "金糸雀", given: "花子", address: "練習市かなりあ町7番地", password: "Sakura#canary77", answer: "kamakura-canary", pin: "4826" };

const FORM_ID = `7${"0".repeat(20)}77`;
/** The practice site's pad in CSS pixels, and how much wider its cover is. */
const [PAD_PX, DOTS_PX, DOTS_GAP_PX, COVER_MARGIN_PX] = [292, 60, 16, 8];
const PAD_COVER_PX = DOTS_PX + DOTS_GAP_PX + PAD_PX + 2 * COVER_MARGIN_PX;
const KEY_STEP = { x: 92, y: 76 };

let launcher;
let server;
let hall;
let office;
let manager;
let kiosk;
let desk;
let operator;
let resident;

before(async () => {
  launcher = await Launcher.start();
  server = await Server.start("", { launcher });
  hall = await browserOf("caller", { kept: true });
  office = await browserOf("agent");
  manager = await office.page();
  await logIn(manager, server, "sekinin");
  kiosk = await enrolledKiosk(hall, server, manager, "1階ロビー");
  desk = await agentAtDesk(office, server, "mado1");
  await takeTicket(kiosk, "カードを更新する");
  await desk.getByRole("heading", { name: "窓口の来庁者" }).waitFor({ timeout: LIMIT_MS });
  await desk.keyboard.press("F2");
  operator = new OperatorHands(desk);
  resident = new ResidentHands(kiosk);
});

after(async () => {
  await hall?.stop();
  await office?.stop();
  await server?.stop();
  await launcher?.stop();
});

/** Both screens as they are, for the story. */
async function story(name) {
  await keepMoment(desk, `shared-browser-${name}-desk`);
  await keepMoment(kiosk, `shared-browser-${name}-kiosk`);
}

test("a link that the site mails comes to the visit's own address and opens in the shared browser", async () => {
  await operator.open("メールで受け取る申請");
  await operator.sees("メールアドレスの登録");
  await resident.seesPage();
  await story("01-opened");
  await operator.takeControl(resident);
  await operator.pane.getByRole("button", { name: "メールアドレスを作る" }).click();
  const address = operator.pane.getByText(/^[a-z0-9]+@visit\.madoguchi\.test$/);
  await address.waitFor({ timeout: LIMIT_MS });
  await operator.tab(4);
  for (const text of [FORM_ID, TYPED.family, await address.textContent()]) {
    await operator.tab();
    await operator.text(text);
  }
  await story("02-mail-form");
  await operator.key("Enter");
  await operator.sees("メールを送りました");
  const link = operator.pane.getByRole("button", { name: /^1番のリンクを開く/ });
  await link.waitFor({ timeout: LIMIT_MS });
  await story("03-mail-came");
  assert.equal(await operator.pane.getByText("http://", { exact: false }).count(), 0, "no address of a page stands on the screen");
  await link.click();
  await operator.sees("申請内容の入力");
});

test("the operator fills the form, after control passed to them, back, and to them again", async () => {
  await kiosk.getByRole("button", { name: "操作を自分に戻す" }).click();
  await operator.pane.getByText("来庁者が操作しています").waitFor({ timeout: LIMIT_MS });
  await operator.takeOffered(resident);
  await operator.tab(4);
  for (const text of [TYPED.family, TYPED.given, "カナリア", "ハナコ"]) {
    await operator.tab();
    await operator.text(text);
  }
  // 1985 (the list begins with 2030), February, the 28th, female.
  for (const below of [46, 2, 28, 1]) {
    await operator.tab();
    await operator.choose(below);
  }
  await operator.tab();
  await operator.text("252-0000");
  await operator.tab();
  await operator.choose(1);
  for (const text of [TYPED.address, "046-000-0000", "hanako@example.jp", "hanako@example.jp"]) {
    await operator.tab();
    await operator.text(text);
  }
  await operator.tab();
  await operator.date(2026, 12, 1);
  await story("04-form");
  await operator.tab(4);
  await operator.text(" ");
  await operator.tab(2);
  await operator.key("Enter");
  await operator.sees("顔写真");
});

test("the photo goes from the kiosk's camera into the page", async () => {
  await operator.tab(5);
  await operator.text(" ");
  await kiosk.getByRole("button", { name: "撮る", exact: true }).click({ timeout: LIMIT_MS });
  await story("05-photo");
  const reason = kiosk.getByLabel("係員が見て、よいと言った");
  const give = kiosk.getByRole("button", { name: "この写真を使う" });
  await give.waitFor({ timeout: LIMIT_MS });
  if ((await reason.count()) > 0) await reason.check();
  await give.click();
  await give.waitFor({ state: "hidden", timeout: LIMIT_MS });
  await operator.tab(2);
  await operator.turnsPage(() => operator.key("Enter"));
  await operator.tab(5);
  await operator.key("Enter");
  await operator.sees("パスワードの登録");
});

test("password, answer and PIN are the resident's alone", async () => {
  await operator.tab(5);
  await operator.text("hanako85");
  await operator.tab();
  await operator.pane.getByText("ご本人が入力中です。", { exact: false }).first().waitFor({ timeout: LIMIT_MS });
  await resident.keypad.waitFor({ timeout: LIMIT_MS });
  await story("06-hold");
  assert.equal(await operator.pane.locator("canvas").isVisible(), false, "the operator sees nothing during a hold");
  // The key at the keypad's end leaves the field; the operator goes on to the next one, past the eye between them.
  for (const [at, secret] of [TYPED.password, TYPED.password, TYPED.answer].entries()) {
    if (at > 0) await operator.tab();
    await resident.typeSecret(secret);
    await resident.keypad.waitFor({ state: "hidden", timeout: LIMIT_MS });
    await operator.sees("パスワードの登録");
  }
  await operator.tab();
  await operator.key("Enter");
  await operator.sees("暗証番号の登録");
  const cover = await operator.cover((box) => Math.abs(box.bottom - box.top - PAD_COVER_PX) <= 2);
  await story("07-pin");
  // The pad is the page's own: pressed by whoever holds control, and what is pressed is not to be seen at the desk.
  await operator.pane.getByRole("button", { name: "操作を来庁者に戻す" }).click();
  await kiosk.getByText("あなたが操作しています", { exact: true }).waitFor({ timeout: LIMIT_MS });
  for (const digit of TYPED.pin) await resident.touch(...placeOf(Number(digit), cover));
  await operator.takeOffered(resident);
  await operator.tab(8);
  await operator.key("Enter");
  await operator.sees("内容の確認");
});

test("it is sent, everything is erased, and the receipt verifies", async (t) => {
  await story("08-confirm");
  // The way to see the password, the way back, and the button.
  await operator.tab(7);
  await operator.key("Enter");
  await operator.sees("申請が終わりました");
  await story("09-sent");
  await operator.pane.getByRole("button", { name: "共同画面を終わる" }).click();
  await desk.getByRole("button", { name: "終わって消去する" }).click();
  await kiosk.getByText("残っているものはありませんでした").waitFor({ timeout: LIMIT_MS });
  await operator.pane.getByText("共同画面の内容は、すべて消去しました。", { exact: false }).waitFor({ timeout: LIMIT_MS });
  await story("10-erased");
  const { stdout } = await promisify(execFile)(BINARY, ["verify", "erasure", "1", "--config", `${server.folder}/madoguchi.toml`, "--data", `${server.folder}/data`]);
  t.diagnostic(stdout.trim().split("\n").slice(0, 3).join(" / "));
  // Not the PIN: four digits stand in many files by chance; the place it was typed at is proved elsewhere.
  const secrets = [TYPED.family, TYPED.address, TYPED.password, TYPED.answer, FORM_ID];
  const { files, found } = await tracesIn(server.folder, secrets);
  t.diagnostic(`${files} files looked at`);
  assert.deepEqual(found, []);
  assert.deepEqual(wordsIn(Buffer.from(server.program.output), secrets), []);
  assert.deepEqual([...desk.problems, ...kiosk.problems], []);
});

/** Where a key of the practice site's PIN pad is, by what is covered: the dots, a gap, three by four keys. */
function placeOf(digit, cover) {
  const [row, column] = digit === 0 ? [3, 1] : [Math.floor((digit - 1) / 3), (digit - 1) % 3];
  const [middle, bottom] = [(cover.left + cover.right) / 2, cover.bottom - COVER_MARGIN_PX];
  return [middle + (column - 1) * KEY_STEP.x, bottom - PAD_PX + row * KEY_STEP.y + KEY_STEP.y / 2 - 6];
}

/** What staff do on the pages of the FAQ, by the words on the screen. */
import { logIn } from "./staff.mjs";

const LIMIT_MS = 30_000;

/** Somebody of the demonstration, logged in, on a page of their own. */
export async function staffAt(browser, server, login) {
  const page = await browser.page();
  await logIn(page, server, login);
  return page;
}

/** Opens an entry and gives the part of its page that says where it stands. */
export async function openEntry(page, server, key) {
  await page.goto(`${server.url}/faq/${key}`);
  const way = page.getByRole("region", { name: "公開までの流れ" });
  await way.waitFor({ timeout: LIMIT_MS });
  return way;
}

/** Waits until the page says that something was done. */
export async function toldOf(page, words) {
  await page.getByRole("alert").getByText(words).waitFor({ timeout: LIMIT_MS });
}

/** Fills the form of a new entry and saves it; the page is then the entry's. */
export async function writeEntry(page, server, { key, question, reading, answer, english, source, owner }) {
  await page.goto(`${server.url}/faq/new`);
  await page.getByRole("textbox", { name: /^キー/ }).fill(key);
  await page.getByLabel("問合せ区分").selectOption("ke");
  await page.getByLabel("内容の変わりやすさ").selectOption("low");
  await page.getByLabel(/^担当/).fill(owner);
  const japanese = page.getByRole("region", { name: "日本語", exact: true });
  await japanese.getByLabel(/^質問/).fill(question);
  await japanese.getByLabel(/^読み/).fill(reading);
  await japanese.getByLabel(/^回答/).fill(answer);
  const other = page.getByRole("region", { name: "英語", exact: true });
  await other.getByLabel(/^質問/).fill(english.question);
  await other.getByLabel(/^回答/).fill(english.answer);
  await page.getByLabel("名称").fill(source.title);
  await page.getByLabel(/^URL/).fill(source.place);
  await page.getByLabel("日付").fill(source.date);
  await page.getByText("直すところはありません。").waitFor({ timeout: LIMIT_MS });
  await page.getByRole("button", { name: /^下書きを保存する/ }).click();
  await page.waitForURL((url) => url.pathname === `/faq/${key}`, { timeout: LIMIT_MS, waitUntil: "commit" });
}

/** Writes another Japanese answer over what stands; the translation is found still right. */
export async function changeAnswer(page, server, key, answer) {
  await openEntry(page, server, key);
  await page.getByRole("link", { name: /^(改稿を書く|下書きを編集する)$/ }).click();
  await page.getByRole("region", { name: "日本語", exact: true }).getByLabel(/^回答/).fill(answer);
  await page.getByRole("checkbox", { name: "英語の文は、このままで正しい" }).check();
  await page.getByText("直すところはありません。").waitFor({ timeout: LIMIT_MS });
  await page.keyboard.press("Control+s");
  await page.waitForURL((url) => url.pathname === `/faq/${key}`, { timeout: LIMIT_MS, waitUntil: "commit" });
}

/** Hands the draft on the page to review. */
export async function submit(page) {
  await page.getByRole("button", { name: "確認に出す" }).click({ timeout: LIMIT_MS });
  await toldOf(page, "確認に出しました。");
}

/** Presses a button of the way and says yes to the question; `fill` answers what is asked. */
export async function decide(page, button, { dialog, yes, fill = async () => undefined, told }) {
  await page.getByRole("button", { name: button, exact: true }).click({ timeout: LIMIT_MS });
  const question = page.getByRole("dialog", { name: dialog });
  await fill(question);
  await question.getByRole("button", { name: yes, exact: true }).click({ timeout: LIMIT_MS });
  await toldOf(page, told);
}

/** A colleague passes, the city approves, the manager publishes what is submitted as this version. */
export async function throughToResidents({ colleague, officer, manager }, server, key, version) {
  await openEntry(colleague, server, key);
  await decide(colleague, "確認済みにする", { dialog: "確認済みにする", yes: "確認済みにする", told: "確認の結果を記録しました。" });
  await openEntry(officer, server, key);
  await decide(officer, "市として承認する", { dialog: "市として承認する", yes: "承認する", told: "承認しました。" });
  await openEntry(manager, server, key);
  await decide(manager, `版数 ${version} を公開する`, { dialog: "公開する", yes: "公開する", told: "公開の手続きをしました。" });
}

/** What residents read, as the entry's page shows it. */
export function liveSheet(page) {
  return page.getByRole("region", { name: "公開中（住民が読む文）" });
}

/** Makes an edition; gives its number. */
export async function makeEdition(page, server, note) {
  await page.goto(`${server.url}/faq/editions`);
  await page.getByRole("button", { name: "新しい版を作る" }).click({ timeout: LIMIT_MS });
  const dialog = page.getByRole("dialog", { name: "新しい版を作る" });
  await dialog.getByLabel(/^この版について/).fill(note);
  await dialog.getByRole("button", { name: "作る", exact: true }).click();
  const made = page.getByRole("alert").getByText(/^第\d+版を作りました。$/);
  await made.waitFor({ timeout: 4 * LIMIT_MS });
  return Number(/\d+/.exec(await made.innerText())?.[0]);
}
